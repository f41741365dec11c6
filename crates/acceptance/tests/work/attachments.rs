//! Attachments: kept once by their content, taken by what they are, handed out with the record that refers to them.

use crate::world::{at, desk, visited, world};
use luodi_acceptance::desk::named_fields;
use luodi_acceptance::{Desk, Json, json};

/// A small picture; `n` makes it another one.
fn photo(n: u8) -> Vec<u8> {
    [b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01".as_slice(), &[n; 64], b"\xff\xd9"].concat()
}

fn attach(desk: &Desk, name: &str, bytes: &[u8]) -> (u16, Json) {
    desk.client.upload("/api/files", name, bytes)
}

fn attached(desk: &Desk, name: &str, bytes: &[u8]) -> String {
    let (status, said) = attach(desk, name, bytes);
    assert!(matches!(status, 200 | 201), "{said}");
    said["id"].as_str().unwrap_or_default().to_string()
}

#[test]
fn a_photo_sent_twice_is_kept_once() {
    let server = world("2025-03-10 09:00");
    let county = desk(&server, "700101");
    let (status, first) = attach(&county, "巡访.jpg", &photo(1));
    assert_eq!((status, &first["kind"], &first["size"]), (201, &json!("jpeg"), &json!(photo(1).len())), "{first}");
    let (status, again) = attach(&county, "IMG_0001.jpg", &photo(1));
    assert_eq!((status, &again["id"]), (200, &first["id"]), "{again}");
    let (status, other) = attach(&county, "巡访.jpg", &photo(2));
    assert_eq!(status, 201);
    assert_ne!(other["id"], first["id"], "another photo under the same name");
    let events = server.login("manager1").get("/api/events?kind=attachment_uploaded").1;
    assert_eq!(events["items"].as_array().map(Vec::len), Some(2), "{events}");
}

#[test]
fn a_record_refers_to_it_and_hands_it_out_in_its_jurisdiction() {
    let server = world("2025-03-10 09:00");
    let county = desk(&server, "700101");
    let id = visited(&county, "700101", "2025-03-09", 30);
    let file = attached(&county, "入户 照片.jpg", &photo(1));
    let (status, said) = county.correct(&id, json!({"photos": [file, "纸质签字单"]}));
    assert_eq!(status, 200, "{said}");
    let files = county.record(&id)["files"]["photos"].clone();
    assert_eq!((&files[0]["name"], &files[0]["kind"]), (&json!("入户 照片.jpg"), &json!("jpeg")));
    assert_eq!(files[1], json!({"id": null, "name": "纸质签字单", "kind": null, "size": null}), "kept elsewhere");
    let address = format!("/api/records/{id}/files/{file}");
    let found = county.client.download(&address);
    assert_eq!((found.status, found.header("content-type"), &found.bytes), (200, "image/jpeg", &photo(1)));
    let found = at(server.login("leader")).client.download(&address);
    assert_eq!(found.status, 200, "the province reads it");
    assert!(found.header("content-disposition").starts_with("inline"), "{:?}", found.headers);
    assert!(found.header("content-security-policy").contains("sandbox"));
    assert_eq!(desk(&server, "700201").client.download(&address).status, 404, "another city");
    assert_eq!(desk(&server, "700102").client.download(&address).status, 404, "the county beside");
    assert_eq!(server.anonymous().download(&address).status, 401);
    let other = attached(&county, "另一张.jpg", &photo(2));
    assert_eq!(county.client.download(&format!("/api/records/{id}/files/{other}")).status, 404, "not of this record");
}

#[test]
fn naming_a_file_of_another_unit_opens_nothing() {
    let server = world("2025-03-10 09:00");
    let file = attached(&desk(&server, "700101"), "内部.jpg", &photo(1));
    let other = desk(&server, "700201");
    let mine = visited(&other, "700201", "2025-03-09", 30);
    let (status, problem) = other.correct(&mine, json!({"photos": [file]}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["photos".to_string()]), "{problem}");
    let unknown = "0".repeat(64);
    let (status, problem) = other.submit(
        "visit",
        "visited",
        json!({"unit": "700201", "date": "2025-03-09", "elder": "吴", "result": "正常", "minutes": 5, "photos": [unknown]}),
    );
    assert_eq!((status, named_fields(&problem)), (422, vec!["photos".to_string()]), "an upload that was lost on its way");
    let city = desk(&server, "7001");
    let of_county = visited(&city, "700101", "2025-03-08", 20);
    assert_eq!(city.correct(&of_county, json!({"photos": [file]})).0, 200, "the unit above works with it");
}

#[test]
fn what_it_is_decides_and_not_its_name() {
    let server = world("2025-03-10 09:00");
    let county = desk(&server, "700101");
    let refused: [(&str, &[u8]); 5] = [
        ("照片.jpg", b""),
        ("照片.jpg", b"<html><script>1</script></html>"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("表.xlsx", b"MZ\x90\0\x03"),
        ("资料.zip", b"PK\x03\x04\x14\0\0\0\0\0run.exe"),
    ];
    for (name, bytes) in refused {
        let (status, problem) = attach(&county, name, bytes);
        assert_eq!((status, problem["code"].as_str()), (422, Some("unreadable_file")), "{name}: {problem}");
    }
    let (_, named) = attach(&county, "照片.png", &photo(1));
    assert_eq!(named["kind"], "jpeg");
    let (status, problem) = attach(&county, "大.jpg", &[photo(1), vec![0; 20 << 20]].concat());
    assert_eq!((status, problem["code"].as_str()), (413, Some("too_large")), "{problem}");
    let (status, problem) = at(server.login("leader1")).client.upload("/api/files", "照片.jpg", &photo(1));
    assert_eq!((status, problem["code"].as_str()), (403, Some("not_allowed")));
}

#[test]
fn a_masked_file_needs_a_reason_first() {
    let server = world("2025-03-10 09:00");
    let county = desk(&server, "700101");
    let id = visited(&county, "700101", "2025-03-09", 30);
    let file = attached(&county, "证件.jpg", &photo(7));
    assert_eq!(county.correct(&id, json!({"private_photos": [file]})).0, 200);
    let page = county.record(&id);
    assert_eq!(page["record"]["fields"]["private_photos"], json!({"unknown": "masked"}));
    assert_eq!(page["files"]["private_photos"], Json::Null, "not even its name");
    let address = format!("/api/records/{id}/files/{file}");
    assert_eq!(county.client.download(&address).status, 403);
    let (status, opened) = county.client.post(&format!("/api/records/{id}/open"), &json!({"reason": "核对身份"}));
    assert_eq!((status, &opened["files"]["private_photos"][0]["id"]), (200, &json!(file)), "{opened}");
    assert_eq!(county.client.download(&address).bytes, photo(7));
    assert_eq!(server.login("manager1").download(&address).status, 403, "each person for themselves");
    server.clock.set("2025-03-10 09:16");
    assert_eq!(county.client.download(&address).status, 403, "a quarter of an hour later it takes a new reason");
}

//! The divisions of the country, loaded by a manager below the own unit.

use luodi_acceptance::{Json, Role, Server, json};

/// A server where a province and a city of the table stand; `None`, with a note, where the pages are not built.
fn server() -> Option<Server> {
    let server = Server::start("2026-03-02 08:00");
    server.units(&[("41", "河南省", "省", ""), ("4101", "郑州（试点）", "市", "41"), ("13", "河北省", "省", "")]);
    server.account("province", "41", Role::Manager);
    server.account("city", "4101", Role::Manager);
    server.account("clerk", "41", Role::Clerk);
    let (status, said) = server.login("clerk").get("/api/divisions");
    if status == 404 {
        assert!(said["detail"].as_str().is_some_and(|d| d.contains("npm run build")), "what to do is said: {said}");
        println!("skipped: needs the built pages");
        return None;
    }
    assert_eq!(status, 200, "{said}");
    Some(server)
}

fn count(counts: &Json, level: &str) -> u64 {
    let found = counts.as_array().into_iter().flatten().find(|c| c["level"] == level);
    found.and_then(|c| c["count"].as_u64()).unwrap_or_default()
}

#[test]
fn the_table_says_its_day_and_its_numbers() {
    let Some(server) = server() else { return };
    let (_, said) = server.login("clerk").get("/api/divisions");
    assert_eq!(said["day"], "2023-06-30");
    let counts = ["省", "市", "县", "乡"].map(|level| count(&said["counts"], level));
    assert_eq!(counts, [31, 342, 2978, 41352]);
    assert_eq!(said["provinces"].as_array().map(Vec::len), Some(31));
}

#[test]
fn a_manager_loads_what_lies_below_and_what_is_there_stays() {
    let Some(server) = server() else { return };
    let province = server.login("province");
    let (status, said) = province.post("/api/divisions/import", &json!({}));
    assert_eq!((status, &said["day"]), (200, &json!("2023-06-30")), "{said}");
    assert_eq!((&said["kept"], &said["rejected"]), (&json!(2), &json!([])));
    let counts = &said["added_by_level"];
    assert!(count(counts, "市") > 10 && count(counts, "县") > 100 && count(counts, "乡") > 2000, "{said}");
    let (_, city) = province.get("/api/units/4101");
    assert_eq!((&city["name"], &city["level"]), (&json!("郑州（试点）"), &json!("市")), "as people described it");
    let (_, town) = province.get("/api/units/410102001");
    let above: Vec<&Json> = town["ancestors"].as_array().into_iter().flatten().map(|a| &a["code"]).collect();
    assert!(above.contains(&&json!("410102")) && above.contains(&&json!("4101")), "{town}");
    let (_, again) = province.post("/api/divisions/import", &json!({"province": "河南"}));
    assert_eq!((&again["added"], again["kept"].as_u64()), (&json!(0), said["added"].as_u64().map(|n| n + 2)));
}

#[test]
fn nobody_loads_beyond_the_own_unit() {
    let Some(server) = server() else { return };
    let load = |login: &str, wanted: Json| server.login(login).post("/api/divisions/import", &wanted);
    assert_eq!(load("clerk", json!({})).0, 403);
    assert_eq!(load("city", json!({"province": "河北省"})).0, 404);
    let (status, said) = load("city", json!({"province": "河洛省"}));
    assert_eq!((status, &said["problems"][0]["field"]), (422, &json!("province")), "{said}");
    assert_eq!(server.app.units().len(), 3, "nothing was added");
    let (_, said) = load("city", json!({}));
    assert!(said["added"].as_u64().is_some_and(|n| n > 100), "{said}");
    assert!(server.app.units().by_code("410102001").is_some() && server.app.units().by_code("4102").is_none());
}

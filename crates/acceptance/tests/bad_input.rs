//! What people really upload and send: empty, huge, packed, misnamed, in old encodings, half right. Nothing is stored of what
//! is refused, the reason is in words, and the server goes on.

use encoding_rs::{BIG5, GB18030};
use luodi_acceptance::desk::{named_fields, next_id, texts};
use luodi_acceptance::files::xlsx_text;
use luodi_acceptance::{Client, Desk, Json, Role, Server, json};
use std::io::{Cursor, Read, Write};
use std::net::TcpStream;
use ureq::http::Method;
use zip::write::SimpleFileOptions;

const PROGRAMME: &str = "tours";
const FILE: &str = "programme: tours
title: 巡讲
registers:
  tour:
    title: 巡讲台账
    unit: unit
    day: date
    fields:
      unit: {title: 举办单位, type: unit, required: true}
      date: {title: 日期, type: date, required: true}
      people: {title: 覆盖人数, type: whole, measured_in: 人, required: true}
      topic: {title: 主题, type: choice, options: [合理用药, 烟草控制]}
returns:
  monthly:
    title: 月表
    who: 各市
    to: 各市
    every: month
    due: {day_after: 5}
    columns: [{title: 次数, measure: tours}]
groups:
  各市: {where: 'level == \"市\"'}
measures:
  tours: {title: 次数, count: tour}
";

fn server() -> Server {
    let server = Server::start("2013-10-08 09:00");
    server.units(&[("70", "中州省", "省", ""), ("7001", "河洛市", "市", "70"), ("700101", "涧西县", "县", "7001")]);
    server.account("manager", "70", Role::Manager);
    server
}

/// A server with a programme at work, and a clerk of the city.
fn at_work() -> (Server, Desk) {
    let server = server();
    server.login("manager").publish(PROGRAMME, FILE, &[]);
    let desk = server.desk("7001", PROGRAMME);
    (server, desk)
}

/// The upload is refused in words, no plan is stored, and the server answers.
fn refused_upload(client: &Client, name: &str, bytes: &[u8], status: u16, code: &str) -> String {
    let (got, problem) = client.upload("/api/plans/upload", name, bytes);
    assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{name}: {problem}");
    assert_eq!(client.get("/api/plans").1, json!([]), "{name}: nothing may be stored");
    assert_eq!(client.get("/api/health").1["status"], "ok");
    let detail = problem["detail"].as_str().unwrap_or_default().to_string();
    assert!(detail.chars().count() > 8, "{name}: {problem}");
    detail
}

#[test]
fn empty_and_blank_files_are_refused() {
    let server = server();
    let manager = server.login("manager");
    for name in ["方案.txt", "方案.docx", "方案.pdf"] {
        refused_upload(&manager, name, b"", 422, "unreadable_file");
    }
    refused_upload(&manager, "方案.txt", "\u{feff} \r\n\t　\n".as_bytes(), 422, "unreadable_file");
    let (status, problem) = manager.post("/api/plans", &json!({"name": "方案", "text": " \n　"}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["text".to_string()]));
    let (status, problem) = manager.upload("/api/units/import", "单位.csv", b"");
    assert_eq!((status, problem["code"].as_str()), (422, Some("unreadable_file")));
    let none =
        manager.send_bytes(&Method::POST, "/api/plans/upload", Some(("multipart/form-data; boundary=x", b"--x--\r\n".to_vec())));
    assert_eq!((none.status, none.json()["code"].as_str()), (400, Some("bad_upload")));
    refused_upload(&manager, "图片.txt", &[0, 159, 146, 150, 0, 1, 2, 3, 255, 0, 7, 0], 422, "unreadable_file");
}

/// Sends a body piece by piece, made as it goes, with what ends it, and reads the answer while sending.
fn pour(server: &Server, head: &str, (piece, pieces): (&[u8], usize), end: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address).expect("it listens");
    stream.write_all(head.as_bytes()).expect("the head is sent");
    let mut reading = stream.try_clone().expect("the same connection");
    let answer = std::thread::spawn(move || {
        let (mut said, mut buffer) = (vec![], [0u8; 4096]);
        while let Ok(n) = reading.read(&mut buffer) {
            said.extend_from_slice(&buffer[..n]);
            if n == 0 || said.ends_with(b"}") {
                break;
            }
        }
        String::from_utf8_lossy(&said).into_owned()
    });
    for _ in 0..pieces {
        if answer.is_finished() || stream.write_all(piece).is_err() {
            break;
        }
    }
    // The server may have closed the connection already.
    let _ = stream.write_all(end);
    answer.join().expect("the reader ends")
}

#[test]
fn two_hundred_megabytes_are_refused_while_they_come() {
    let server = server();
    let manager = server.login("manager");
    let part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"大.txt\"\r\n\r\n";
    let piece = vec![b'x'; 1 << 20];
    let head = |length: &str| {
        format!(
            "POST /api/plans/upload HTTP/1.1\r\nHost: localhost\r\n{}Content-Type: multipart/form-data; boundary=b\r\n{length}\r\n\r\n",
            manager.session_head()
        )
    };
    let said = pour(&server, &(head(&format!("Content-Length: {}", 200u32 << 20)) + part), (piece.as_slice(), 200), b"");
    assert!(said.starts_with("HTTP/1.1 413") && said.contains("too_large") && said.contains("64 MB"), "{said}");
    // Without a length told beforehand, it is refused when the limit is passed.
    let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), &piece, b"\r\n"].concat();
    let first = format!("{:x}\r\n{part}\r\n", part.len());
    let said = pour(&server, &(head("Transfer-Encoding: chunked") + &first), (chunk.as_slice(), 200), b"0\r\n\r\n");
    assert!(said.starts_with("HTTP/1.1 413") && said.contains("too_large"), "{said}");
    assert_eq!(manager.get("/api/plans").1, json!([]));
    assert_eq!(manager.get("/api/health").1["status"], "ok");
}

/// A zip of these entries.
fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

#[test]
fn a_zip_bomb_is_not_unpacked() {
    let server = server();
    let manager = server.login("manager");
    let mut document =
        b"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>".to_vec();
    document.resize(48 << 20, b' ');
    document.extend_from_slice(b"</w:t></w:r></w:p></w:body></w:document>");
    let bomb =
        packed(&[("[Content_Types].xml", TYPES.as_bytes()), ("_rels/.rels", RELS.as_bytes()), ("word/document.xml", &document)]);
    assert!(bomb.len() < 1 << 20);
    refused_upload(&manager, "方案.docx", &bomb, 422, "unreadable_file");
    // A zip cut off in the middle, and one of something else.
    refused_upload(&manager, "方案.docx", &bomb[..bomb.len() / 2], 422, "unreadable_file");
    refused_upload(&manager, "方案.docx", &packed(&[("说明.txt", "别的".as_bytes())]), 422, "unreadable_file");
}

/// Uploads a text in an encoding; every line must come back as it was written.
fn check_encoding(client: &Client, name: &str, text: &str, bytes: &[u8]) {
    let id = client.upload_plan(name, bytes);
    let page = client.plan(&id, None);
    let expected: Vec<&str> = text.lines().collect();
    let mut lines = texts(&page["lines"], "text");
    lines.truncate(expected.len());
    assert_eq!(lines, expected, "{name}: {}", page["notes"]);
    assert_eq!(page["tables"], json!([]));
}

#[test]
fn old_encodings_are_read_right() {
    let server = server();
    let manager = server.login("manager");
    let simplified = "某县健康讲座工作方案\n\n一、工作目标\n\n各村每月5日前报送上月报表，全年讲座不少于12场，㐀村、䶮村同步开展。\n\n二、工作要求\n\n由县卫生健康局牵头，各乡镇卫生院负责落实。";
    let (bytes, _, lossy) = GB18030.encode(simplified);
    assert!(!lossy);
    check_encoding(&manager, "国标.txt", simplified, &bytes);
    let traditional = "某縣健康講座工作方案\n\n一、工作目標\n\n各村每月5日前報送上月報表，全年講座不少於12場。\n\n二、工作要求\n\n由縣衛生局牽頭，各鄉鎮衛生院負責落實，確保實現全覆蓋。";
    let (bytes, _, lossy) = BIG5.encode(traditional);
    assert!(!lossy);
    check_encoding(&manager, "大五码.txt", traditional, &bytes);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(simplified.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    check_encoding(&manager, "记事本.txt", simplified, &utf16);
    check_encoding(&manager, "带标记.txt", simplified, &[b"\xef\xbb\xbf", simplified.as_bytes()].concat());
}

/// A PDF of one page with one line of text, written by hand.
fn tiny_pdf(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 24 Tf 72 720 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_string(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_string(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_string(),
    ];
    let mut out = "%PDF-1.4\n".to_string();
    let mut places = vec![];
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let start = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|p| out += &format!("{p:010} 00000 n \n"));
    out += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

#[test]
fn a_pdf_named_docx_is_read_as_what_it_is_or_refused_clearly() {
    let server = server();
    let manager = server.login("manager");
    let (status, said) = manager.upload("/api/plans/upload", "方案.docx", &tiny_pdf("Health tours 2013"));
    if status == 201 {
        let page = manager.plan(said["id"].as_str().unwrap_or_default(), None);
        assert!(texts(&page["lines"], "text").iter().any(|l| l.contains("Health tours 2013")), "{page}");
        assert!(page["notes"].to_string().contains("PDF"), "it says what the file really is: {}", page["notes"]);
    } else {
        // No pdftotext on this machine: the answer says what is missing.
        assert_eq!((status, said["code"].as_str()), (422, Some("unreadable_file")), "{said}");
        assert!(said["detail"].as_str().is_some_and(|d| d.contains("PDF") || d.contains("pdftotext")), "{said}");
    }
}

/// A workbook of one sheet, its rows as XML, with the merged ranges.
fn workbook(rows: &str, merged: &[&str]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";
    let rels = RELS.replace("word/document.xml", "xl/workbook.xml");
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"台账\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let book_rels = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    );
    let ranges: String = merged.iter().map(|m| format!("<mergeCell ref=\"{m}\"/>")).collect();
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData><mergeCells count=\"{}\">{ranges}</mergeCells></worksheet>",
        merged.len()
    );
    packed(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", rels.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", book_rels.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn text(at: &str, words: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
}

/// The register as people keep it: a merged unit, a formula, numbers as text, a date as a serial number, and two wrong rows.
fn ledger(fourth: &str, fifth: &str) -> Vec<u8> {
    let row = |n: u32, cells: &[String]| format!("<row r=\"{n}\">{}</row>", cells.concat());
    let rows = [
        row(1, &[text("A1", "举办单位"), text("B1", "日期"), text("C1", "覆盖人数（人）"), text("D1", "主题")]),
        row(
            2,
            &[
                text("A2", "700101"),
                text("B2", "2013-09-10"),
                "<c r=\"C2\"><f>50+70</f><v>120</v></c>".to_string(),
                text("D2", "合理用药"),
            ],
        ),
        row(3, &[text("B3", "2013-09-11"), text("C3", "1,000"), text("D3", "烟草控制")]),
        row(4, &[text("A4", "700101"), text("B4", "2013-09-12"), fourth.to_string()]),
        row(5, &[text("A5", "700101"), text("B5", "2013-09-13"), fifth.to_string()]),
        row(6, &[text("A6", "700101"), "<c r=\"B6\" s=\"1\"><v>41531</v></c>".to_string(), text("C6", "８０")]),
    ];
    workbook(&rows.concat(), &["A2:A3"])
}

#[test]
fn a_ledger_with_wrong_rows_brings_in_the_right_ones_and_names_the_others() {
    let (_server, desk) = at_work();
    let wrong = ledger("<c r=\"C4\"><v>-3</v></c>", "");
    let import = |bytes: &[u8], query: &str| {
        let (status, said) = desk.client.upload(&desk.path(&format!("registers/tour/import{query}")), "台账.xlsx", bytes);
        assert_eq!(status, 200, "{said}");
        said
    };
    let counts = |said: &Json| json!([said["rows"], said["accepted"], said["duplicates"], said["rejected_rows"]]);
    let tried = import(&wrong, "?dry_run=true");
    assert_eq!((counts(&tried), desk.count("tour")), (json!([5, 3, 0, 2]), 0), "{tried}");
    let said = import(&wrong, "");
    assert_eq!(counts(&said), json!([5, 3, 0, 2]), "{said}");
    assert_eq!(desk.count("tour"), 3);
    let found = desk.get("registers/tour/records?sort=date");
    let pairs: Vec<Json> = found["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|r| json!([r["unit"]["code"], r["day"], r["fields"]["people"]]))
        .collect();
    let right =
        [json!(["700101", "2013-09-10", "120"]), json!(["700101", "2013-09-11", "1000"]), json!(["700101", "2013-09-14", "80"])];
    assert_eq!(pairs, right);
    let cell = |i: usize| {
        let c = &said["rejected"][i];
        json!([c["row"], c["column_title"], c["value"]])
    };
    assert_eq!(cell(0), json!([4, "覆盖人数（人）", "-3"]));
    assert_eq!(said["rejected"][0]["column"], "C");
    assert_eq!((cell(1)[0].clone(), cell(1)[1].clone()), (json!(5), json!("覆盖人数（人）")));
    assert!(said["rejected"].as_array().into_iter().flatten().all(|r| !r["say"].as_str().unwrap_or_default().is_empty()));
    let id = said["id"].as_str().unwrap_or_default();
    let sheet = desk.client.download(&format!("/api/imports/{id}/rejected.xlsx"));
    assert_eq!(sheet.status, 200);
    let words = xlsx_text(&sheet.bytes);
    assert!(
        words.contains("更正说明") && words.contains("-3") && words.contains("2013-09-13") && !words.contains("2013-09-11"),
        "{words}"
    );
    // The same once more adds nothing; mended, it adds the missing rows and no others.
    assert_eq!(counts(&import(&wrong, "")), json!([5, 0, 3, 2]));
    let mended = ledger("<c r=\"C4\"><v>3</v></c>", "<c r=\"C5\"><v>0</v></c>");
    assert_eq!(counts(&import(&mended, "")), json!([5, 2, 3, 0]));
    assert_eq!(desk.count("tour"), 5);
    assert_eq!(desk.client.get("/api/imports/没有/rejected.xlsx").0, 404);
}

/// A client that sends everything before it reads: what most of them do.
#[test]
fn a_client_that_reads_only_afterwards_gets_the_refusal_too() {
    let server = server();
    let manager = server.login("manager");
    let part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"大.txt\"\r\n\r\n";
    let length = 200u32 << 20;
    let mut stream = TcpStream::connect(server.address).expect("it listens");
    let head = format!(
        "POST /api/plans/upload HTTP/1.1\r\nHost: localhost\r\n{}Content-Type: multipart/form-data; boundary=b\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n",
        manager.session_head()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(part.as_bytes())).expect("the head is sent");
    let (piece, mut left) = (vec![b'x'; 1 << 20], length as usize - part.len());
    while left > 0 {
        let n = left.min(piece.len());
        stream.write_all(&piece[..n]).expect("the server takes it all");
        left -= n;
    }
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("an answer");
    assert!(said.starts_with("HTTP/1.1 413") && said.contains("too_large"), "{said}");
    assert_eq!(manager.get("/api/plans").1, json!([]));
}

#[test]
fn a_sheet_in_an_old_encoding_is_read_and_a_packed_bomb_is_not() {
    let (_server, desk) = at_work();
    let path = desk.path("registers/tour/import");
    let sheet = "举办单位,日期,覆盖人数（人）,主题\n700101,2013-09-10,120,合理用药\n700101,2013-09-11,-5,\n700101,2013-09-12,,\n";
    let (bytes, _, _) = GB18030.encode(sheet);
    let (status, said) = desk.client.upload(&path, "台账.csv", &bytes);
    assert_eq!((status, &said["accepted"], &said["rejected_rows"]), (200, &json!(1), &json!(2)), "{said}");
    assert_eq!(desk.get("registers/tour/records")["items"][0]["fields"]["topic"], "合理用药");
    let bomb = workbook(&" ".repeat(64 << 20), &[]);
    assert!(bomb.len() < 2 << 20, "small on the wire");
    let (status, problem) = desk.client.upload(&path, "台账.xlsx", &bomb);
    assert!(matches!((status, problem["code"].as_str()), (413 | 422, Some("too_large" | "unreadable_file"))), "{problem}");
    assert_eq!(desk.count("tour"), 1);
    assert_eq!(desk.client.get("/api/health").1["status"], "ok");
}

#[test]
fn sheets_that_are_none_are_refused() {
    let (_server, desk) = at_work();
    let path = desk.path("registers/tour/import");
    let refused = |name: &str, bytes: &[u8]| {
        let (status, problem) = desk.client.upload(&path, name, bytes);
        assert_eq!((status, problem["code"].as_str()), (422, Some("unreadable_file")), "{name}: {problem}");
        assert_eq!(desk.count("tour"), 0);
        problem["detail"].as_str().unwrap_or_default().to_string()
    };
    refused("台账.xlsx", b"");
    refused("台账.xlsx", b"PK\x03\x04 and nothing more");
    refused("台账.xlsx", &tiny_pdf("Ledger"));
    let detail = refused("别的.csv", "姓名,年龄\n甲,30\n".as_bytes());
    assert!(detail.contains("举办单位") && detail.contains("覆盖人数"), "it names the columns that are known: {detail}");
}

#[test]
fn broken_json_and_wrong_types_store_nothing() {
    let (_server, desk) = at_work();
    let path = desk.path("registers/tour/records");
    let raw = |body: &str| {
        let answer = desk.client.send_bytes(&Method::POST, &path, Some(("application/json", body.as_bytes().to_vec())));
        let problem = answer.json();
        (
            answer.status,
            problem["code"].as_str().unwrap_or_default().to_string(),
            problem["detail"].as_str().unwrap_or_default().to_string(),
        )
    };
    let id = next_id();
    for body in [
        "".to_string(),
        "{".to_string(),
        "[]".to_string(),
        "null".to_string(),
        format!("{{\"id\": \"{id}\", \"fields\": "),
        format!("{{\"id\": \"{id}\", \"fields\": []}}"),
        format!("{{\"id\": \"{id}\", \"fields\": {{}}, \"state\": 7}}"),
        "{\"id\": \"no id\", \"fields\": {}}".to_string(),
        "{\"fields\": {}}".to_string(),
        format!("{}{}", "[".repeat(5000), "]".repeat(5000)),
    ] {
        let (status, code, detail) = raw(&body);
        assert_eq!((status, code.as_str()), (400, "bad_json"), "{body}");
        assert!(detail.starts_with('第'), "line and column: {detail}");
    }
    let refused = |change: Json, field: &str| {
        let mut fields = json!({"unit": "700101", "date": "2013-09-10", "people": 5});
        fields.as_object_mut().expect("an object").extend(change.as_object().cloned().unwrap_or_default());
        assert_eq!(desk.refused("tour", "", fields), [field], "{change}");
    };
    for wrong in [json!([]), json!({}), json!(true), json!("十二"), json!(1e300), json!({"about": "x"})] {
        refused(json!({"people": wrong}), "people");
    }
    for wrong in [json!(5), json!([]), json!("2013-13-01"), json!("明天"), json!("99999-01-01")] {
        refused(json!({"date": wrong}), "date");
    }
    refused(json!({"unit": 700_101}), "unit");
    refused(json!({"topic": ["合理用药"]}), "topic");
    refused(json!({"topic": "别的"}), "topic");
    refused(json!({"没有的栏": 1}), "没有的栏");
    assert_eq!(desk.submit("tour", "held", json!({"unit": "700101", "date": "2013-09-10", "people": 5})).0, 422, "no such state");
    assert_eq!(desk.submit("nothing", "", json!({})).0, 404);
    assert_eq!(desk.client.get("/api/records/1").1["code"], "not_found");
    for period in ["2013-13", "9月", "", "2013-09-31"] {
        let (status, problem) = desk.file("monthly", period);
        assert!(status == 400 || status == 422, "{period}: {status} {problem}");
    }
    assert_eq!(desk.client.get(&desk.path("registers/tour/records?page=x")).1["code"], "bad_parameter");
    assert_eq!(desk.client.get(&desk.path("registers/tour/records?from=yesterday")).1["code"], "bad_parameter");
    assert_eq!(desk.count("tour"), 0);
    assert_eq!(desk.client.get("/api/health").1["status"], "ok");
}

#[test]
fn a_programme_file_with_faults_is_kept_with_its_faults_and_not_published() {
    let server = server();
    let manager = server.login("manager");
    let put = |yaml: &str, version: u32| manager.put("/api/programmes/tours/draft", &json!({"yaml": yaml, "version": version}));
    for (version, yaml) in ["", "::::", "- 1\n- 2", "programme: tours\ntitle: 巡讲\nregistres: {}", "&a [*a]"].iter().enumerate()
    {
        let (status, said) = put(yaml, version as u32);
        assert_eq!(status, 200, "{yaml}: {said}");
        assert!(texts(&said["diagnostics"], "severity").contains(&"error".to_string()), "{yaml}: {said}");
        let (status, problem) = manager.post("/api/programmes/tours/publish", &json!({}));
        assert_eq!((status, problem["code"].as_str()), (422, Some("file_invalid")), "{yaml}");
    }
    assert_eq!(put("programme: tours", 0).1["code"], "conflict");
    assert_eq!(manager.get("/api/health").1["programmes"], 0);
}

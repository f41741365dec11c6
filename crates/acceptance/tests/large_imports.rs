//! Imports as a stream: checked like any submission, sent again they add nothing, wrong rows come back, figures are there.

use luodi_acceptance::{Role, Server};
use luodi_app::imports::{ImportOptions, ImportResult};

/// More than one chunk.
const ROWS: usize = 10_400;
const VILLAGES: usize = 40;

/// A nation with one village line of units under it, and the programme of the measurements.
fn server() -> Server {
    let server = Server::start("2026-01-05 08:00");
    let mut units: Vec<(String, String, String, String)> =
        [("0", "国", ""), ("1", "省", "0"), ("2", "县", "1"), ("3", "镇", "2")]
            .map(|(code, level, parent)| (code.to_string(), format!("{level}{code}"), level.to_string(), parent.to_string()))
            .into();
    units.extend((0..VILLAGES).map(|i| (format!("v{i}"), format!("村{i}"), "村".to_string(), "3".to_string())));
    server.units(&units);
    server.account("nation", "0", Role::Manager);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../bench/programme/programme.yaml");
    let programme = std::fs::read_to_string(file).expect("the programme of the measurements");
    server.login("nation").publish("bench", &programme, &[]);
    server
}

fn import(server: &Server, csv: &str, dry_run: bool) -> ImportResult {
    let options = ImportOptions { dry_run, ..ImportOptions::default() };
    server.run(async {
        let caller = server.app.caller_in_name_of("nation", "验收").await.expect("the account is there");
        let taken = server.app.import_stream(&caller, "bench", "report", csv.as_bytes(), &options, |_| {}).await;
        taken.expect("the file is read")
    })
}

#[test]
fn a_large_file_is_taken_once_and_its_wrong_rows_come_back() {
    let server = server();
    let mut csv = String::from("村,日期,数量一,数量二,数量三\n");
    for i in 0..ROWS {
        csv += &format!("v{},2025-{:02}-{:02},{},2,0.5\n", i % VILLAGES, i % 12 + 1, i % 28 + 1, i / 480);
    }
    // Two rows alike are two reports; a village that is none, and a number that is none, are neither.
    csv += "v1,2025-03-09,7,7,7\nv1,2025-03-09,7,7,7\nnowhere,2025-03-09,1,1,1\nv2,2025-03-09,一些,1,1\n";
    let good = ROWS + 2;
    let counts = |r: &ImportResult| (r.rows, r.accepted, r.duplicates, r.rejected_rows);
    assert_eq!(counts(&import(&server, &csv, true)), (good + 2, good, 0, 2));
    let first = import(&server, &csv, false);
    assert_eq!(counts(&first), (good + 2, good, 0, 2));
    let wrong: Vec<_> = first.rejected.iter().map(|c| (c.row, c.column_title.as_deref().unwrap_or_default())).collect();
    assert_eq!(wrong, [(ROWS + 4, "村"), (ROWS + 5, "数量一")]);
    assert_eq!(counts(&import(&server, &csv, false)), (good + 2, 0, good, 2));
    let (status, months) = server.login("nation").get("/api/programmes/bench/tables/national/series?first=2025-01&last=2025-12");
    assert_eq!(status, 200, "{months}");
    let total = |month: &luodi_acceptance::Json| {
        let cells = month["page"]["rows"][0]["cells"].as_array().cloned().unwrap_or_default();
        cells.last().and_then(|c| c["value"].as_str()?.parse::<usize>().ok()).unwrap_or_default()
    };
    assert_eq!(months.as_array().into_iter().flatten().map(total).sum::<usize>(), good);
}

/// A file that is small is read as a sheet, a large one as a stream; a file that grew from one to the other adds what is new in it.
#[test]
fn a_file_that_grew_large_adds_only_its_new_rows() {
    let server = server();
    let mut csv = String::from("日期,村,数量一,数量二,数量三\n");
    for i in 0..30 {
        csv += &format!("2025-{:02}-11,v{i},{i}, 2 ,0.50\n", i % 12 + 1);
    }
    csv += "2025-03-11,v2,2,2,0.50\n";
    let taken = server.run(async {
        let caller = server.app.caller_in_name_of("nation", "验收").await.expect("the account is there");
        let file = (csv.as_bytes(), Some("reports.csv"));
        server.app.import_records(&caller, "bench", "report", file, &ImportOptions::default()).await.expect("the sheet is read")
    });
    assert_eq!((taken.accepted, taken.duplicates, taken.rejected_rows), (31, 0, 0));
    // The second of two rows alike stays the second, wherever a third stands.
    csv += "2025-03-11,v2,2, 2,0.50\n2025-03-12,v3,2,2,0.50\n";
    let grown = import(&server, &csv, false);
    assert_eq!((grown.accepted, grown.duplicates, grown.rejected_rows), (2, 31, 0));
}

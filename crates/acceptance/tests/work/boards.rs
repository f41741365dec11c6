//! The board now and on an earlier day, tables that are not complete, figures from the beginning.

use crate::world::{at, desk, visited, world};
use luodi_acceptance::desk::find;
use luodi_acceptance::{Json, json};

#[test]
fn a_board_looks_back_at_what_was_known_then() {
    let server = world("2025-03-10 09:00");
    let county = desk(&server, "700101");
    let first = visited(&county, "700101", "2025-03-05", 30);
    server.clock.set("2025-03-20 09:00");
    visited(&county, "700101", "2025-03-06", 20);
    visited(&county, "700101", "2025-03-19", 20);
    assert_eq!(county.correct(&first, json!({"minutes": 45})).0, 200);
    server.clock.set("2025-04-10 09:00");
    assert_eq!(county.file("monthly", "2025-03").0, 201);
    let manager = at(server.login("manager1"));
    let actual =
        |on: &str| find(&manager.get(&format!("board{on}"))["targets"], "name", "enough").unwrap_or_default()["actual"].clone();
    assert_eq!(actual(""), "3");
    assert_eq!(actual("?on=2025-03-15"), "1", "what was entered later for an earlier day wasn't known");
    assert_eq!(actual("?on=2025-03-09"), "0");
    assert_eq!(actual("?on=2025-03-20"), "3", "the end of the day");
    let then = manager.get("board?on=2025-04-08");
    assert_eq!((&then["looks_back"], &then["today"]), (&json!(true), &json!("2025-04-08")));
    let card = |board: &Json| find(&board["returns"], "name", "monthly").unwrap_or_default();
    assert_eq!(card(&then)["filed"], 0, "the return came on the 10th");
    assert!(find(&then["red"], "kind", "return_missing").is_some());
    let now = manager.get("board");
    assert_eq!((&now["looks_back"], &card(&now)["period"]), (&json!(false), &json!("2025-04")));
    for (on, status) in [("2025-04-11", 400), ("gestern", 400), ("2025-04-10", 200)] {
        assert_eq!(manager.client.get(&manager.path(&format!("board?on={on}"))).0, status, "{on}");
    }
}

#[test]
fn a_return_card_says_by_when_and_how_it_stands() {
    let server = world("2025-04-03 09:00");
    let march = |server: &luodi_acceptance::Server| {
        let board = at(server.login("manager1")).get("board");
        let cards = board["returns"].as_array().cloned().unwrap_or_default();
        let card = cards.into_iter().find(|c| c["period"] == "2025-03").unwrap_or_default();
        (card["due"].clone(), card["state"].clone(), card["days_late"].clone())
    };
    assert_eq!(march(&server), (json!("2025-04-05"), json!("open"), Json::Null));
    server.clock.set("2025-04-07 09:00");
    assert_eq!(march(&server), (json!("2025-04-05"), json!("overdue"), json!(2)));
    for county in ["700101", "700102"] {
        assert_eq!(desk(&server, county).file("monthly", "2025-03").0, 201);
    }
    assert_eq!(march(&server), (json!("2025-04-05"), json!("late_met"), json!(2)));
}

#[test]
fn a_partial_sum_is_never_called_a_total() {
    let server = world("2025-04-03 09:00");
    let county = desk(&server, "700101");
    visited(&county, "700101", "2025-03-05", 30);
    assert_eq!(county.file("monthly", "2025-03").0, 201);
    let city = desk(&server, "7001");
    let table = city.get("returns/monthly/compiled?period=2025-03");
    assert_eq!((&table["total_title"], &table["total"][0]["reported"]), (&json!("已报合计（1/2）"), &json!(1)));
    let sheet = city.download("returns/monthly/compiled.xlsx?period=2025-03").bytes;
    assert!(luodi_acceptance::files::xlsx_text(&sheet).contains("已报合计（1/2）"));
    assert_eq!(desk(&server, "700102").file("monthly", "2025-03").0, 201);
    assert_eq!(city.get("returns/monthly/compiled?period=2025-03")["total_title"], "合计");
}

#[test]
fn a_cumulative_figure_is_explained_from_the_beginning() {
    let server = world("2025-04-20 09:00");
    let county = desk(&server, "700101");
    visited(&county, "700101", "2025-03-05", 30);
    visited(&county, "700101", "2025-04-05", 30);
    let explain = |more: &str| county.get(&format!("explain?kind=measure&name=visits&period=2025-04{more}"));
    let (month, all) = (explain(""), explain("&cumulative=true"));
    assert_eq!((&month["result"], month["records"].as_array().map(Vec::len)), (&json!("1"), Some(1)));
    assert_eq!((&all["result"], all["records"].as_array().map(Vec::len)), (&json!("2"), Some(2)));
    let table = county.get("returns/monthly?period=2025-04");
    assert_eq!(table["rows"][0]["cells"][1], all["result"], "as the column says");
    assert_eq!(county.client.get(&county.path("explain?kind=weather&name=visits")).0, 400);
}

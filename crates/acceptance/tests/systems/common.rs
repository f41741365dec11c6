//! What tests of several systems share: a published programme over some units, and figures of the board by name.

use luodi_acceptance::desk::find;
use luodi_acceptance::files::programme_file;
use luodi_acceptance::{Desk, Json, Role, Server, json};

/// Units as code, name, level, code of the superior.
pub type Units<'a> = &'a [(&'a str, &'a str, &'a str, &'a str)];

/// A server with these units, the programme published for the first of them. Nothing that the programme brings may be refused.
pub fn published(units: Units<'_>, programme: &str, answers: &[(&str, Json)], beijing: &str) -> Server {
    let server = Server::start(beijing);
    server.units(units);
    server.account("manager", units[0].0, Role::Manager);
    let said = server.login("manager").publish(programme, &programme_file(programme), answers);
    assert_eq!(said["given"]["refused"], json!([]), "{programme}");
    server
}

/// A server with these units and an unpublished draft of the programme.
pub fn drafted(units: Units<'_>, programme: &str, beijing: &str) -> Server {
    let server = Server::start(beijing);
    server.units(units);
    server.account("manager", units[0].0, Role::Manager);
    server.login("manager").save(programme, &programme_file(programme), 0);
    server
}

/// Answers an ask as the manager.
pub fn answer(server: &Server, programme: &str, ask: &str, value: &Json) {
    let (status, said) =
        server.login("manager").put(&format!("/api/programmes/{programme}/asks/{ask}"), &json!({"value": value}));
    assert_eq!(status, 200, "{ask}: {said}");
}

/// The figure in a row of a laid-out table, in its first column.
pub fn row(desk: &Desk, table: &str, title: &str) -> Json {
    let page = desk.get(&format!("tables/{table}"));
    find(&page["rows"], "title", title).unwrap_or_else(|| panic!("no row {title}: {page}"))["cells"][0]["value"].clone()
}

/// A bundle on the board of a unit: met, expected, complete.
pub fn bundle(desk: &Desk, name: &str, unit: &str) -> (u64, u64, Json) {
    let board = desk.get(&format!("board?unit={unit}"));
    let card = find(&board["bundles"], "name", name).unwrap_or_else(|| panic!("no bundle {name}: {}", board["bundles"]));
    (card["met"].as_u64().unwrap_or_default(), card["expected"].as_u64().unwrap_or_default(), card["complete"].clone())
}

/// An agreement on the board of a unit.
pub fn agreement(desk: &Desk, name: &str, unit: &str) -> Json {
    let board = desk.get(&format!("board?unit={unit}"));
    find(&board["agreements"], "name", name).unwrap_or_else(|| panic!("no agreement {name}"))
}

/// What is owed under a name as pairs of due day and state, in order.
pub fn owed(desk: &Desk, unit: &str, name: &str) -> Vec<(String, String)> {
    let text = |v: &Json| v.as_str().unwrap_or("—").to_string();
    let mut found: Vec<(String, String)> = desk.owed(unit, name).iter().map(|o| (text(&o["due"]), text(&o["state"]))).collect();
    found.sort();
    found
}

/// What is owed under a name for one record.
pub fn owed_for(desk: &Desk, unit: &str, name: &str, record: &str) -> Json {
    let found = desk.owed(unit, name).into_iter().find(|o| o["record"] == record);
    found.unwrap_or_else(|| panic!("{unit} owes no {name} for {record}"))
}

/// All records of a register in sight.
pub fn all(desk: &Desk, register: &str) -> Vec<Json> {
    desk.get(&format!("registers/{register}/records?size=500"))["items"].as_array().cloned().unwrap_or_default()
}

/// The id of the record whose field says this.
pub fn id_of(desk: &Desk, register: &str, field: &str, value: &str) -> String {
    let found = all(desk, register).into_iter().find(|r| r["fields"][field] == value);
    let found = found.unwrap_or_else(|| panic!("no {register} with {field} {value}"));
    found["id"].as_str().unwrap_or_default().to_string()
}

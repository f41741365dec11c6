//! Names beside what was done: of one's own jurisdiction and of the units above; logins for managers only.

use crate::world::{PROGRAMME, at, desk, visited, world};
use luodi_acceptance::desk::find;
use luodi_acceptance::plans::findings;
use luodi_acceptance::{Json, json};

#[test]
fn a_record_names_who_changed_and_who_confirmed_it() {
    let server = world("2025-03-10 09:00");
    let county = desk(&server, "700101");
    let city = desk(&server, "7001");
    let id = visited(&county, "700101", "2025-03-09", 30);
    assert_eq!(city.mark(&id, "confirmed").0, 200);
    let page = county.record(&id);
    let by = &page["record"]["marks"]["confirmed"]["by"];
    assert_eq!((&by["name"], &by["unit"]["name"]), (&json!("unit-7001"), &json!("河洛市")), "the unit above is named");
    assert_eq!(by["login"], Json::Null, "a login is for managers");
    let first = page["history"].as_array().and_then(|h| h.last()).cloned().unwrap_or_default();
    assert_eq!((&first["by"]["name"], &first["by"]["login"]), (&json!("unit-700101"), &json!("unit-700101")), "one's own");
    let manager = at(server.login("manager1"));
    let listed = manager.get("registers/visit/records");
    assert_eq!(listed["items"][0]["changed_by"]["login"], "unit-7001", "the city's manager sees the city's logins");
    let leader = at(server.login("leader"));
    let by = leader.record(&id)["record"]["changed_by"].clone();
    assert_eq!((&by["name"], &by["login"]), (&json!("unit-7001"), &Json::Null));
    let trace = server.login("manager1").get("/api/events?kind=record_stored").1;
    assert_eq!(trace["items"][0]["by"]["name"], "unit-7001");
}

#[test]
fn somebody_beside_is_not_named() {
    let server = world("2025-03-10 09:00");
    server.account("manager2", "7002", luodi_acceptance::Role::Manager);
    let provinces = server.login("province").get("/api/events").1;
    let made = find(&provinces["items"], "kind", "account_created").unwrap_or_default();
    assert_eq!(made["by"]["name"], "系统", "what was set up from the command line names no person");
    let county = desk(&server, "700101");
    visited(&county, "700101", "2025-03-09", 30);
    let (_, theirs) = server.login("manager2").get("/api/events?kind=record_stored");
    assert_eq!(theirs["items"], json!([]), "nothing of another city, and so no name");
}

#[test]
fn an_answer_says_who_gave_it_and_when() {
    let server = world("2025-03-10 09:00");
    let province = at(server.login("province"));
    let ask = |name: &str| find(&province.get("")["asks"], "name", name).unwrap_or_default();
    assert_eq!(ask("meals")["answered"], Json::Null);
    assert_eq!(ask("first_day")["answered"]["at"], "2025-03-01T00:00:00Z");
    let (status, said) = province.client.put(&format!("/api/programmes/{PROGRAMME}/asks/meals"), &json!({"value": "family"}));
    assert_eq!((status, &said["answered"]["by"]["name"]), (200, &json!("province")), "{said}");
    let seen = find(&desk(&server, "700101").get("")["asks"], "name", "meals").unwrap_or_default();
    assert_eq!((&seen["answer"], &seen["answered"]["by"]["name"]), (&json!("family"), &json!("province")));
    assert_eq!(seen["answered"]["at"], "2025-03-10T01:00:00Z");
}

#[test]
fn a_filed_return_and_a_draft_name_their_people() {
    let server = world("2025-04-02 09:00");
    let county = desk(&server, "700101");
    visited(&county, "700101", "2025-03-09", 30);
    let (status, filed) = county.file("monthly", "2025-03");
    assert_eq!((status, &filed["by"]["name"]), (201, &json!("unit-700101")), "{filed}");
    let city = desk(&server, "7001");
    let page = city.get("returns/monthly?unit=700101&period=2025-03");
    assert_eq!(page["filed"][0]["by"]["unit"]["name"], "涧西县");
    let draft = at(server.login("province")).get("draft");
    assert_eq!(draft["edited_by"]["name"], "province");
}

#[test]
fn every_decision_on_a_finding_stays() {
    let server = world("2025-03-10 09:00");
    let manager = server.login("province");
    let id = manager.upload_plan("方案.txt", luodi_acceptance::files::example("plans/health-tours-province.txt").as_bytes());
    let finding = findings(&manager.plan(&id, None), "table_sum_differs").first().map(|f| (*f).clone()).unwrap_or_default();
    assert_eq!((&finding["decision"], &finding["history"]), (&Json::Null, &json!([])));
    manager.decide(&id, &finding, "set_cell");
    server.clock.set("2025-03-11 09:00");
    manager.decide(&id, &finding, "undone");
    server.clock.set("2025-03-12 09:00");
    manager.decide(&id, &finding, "set_total");
    let page = manager.plan(&id, None);
    let finding = findings(&page, "table_sum_differs")[0];
    let choices: Vec<&Json> = finding["history"].as_array().into_iter().flatten().map(|d| &d["choice"]).collect();
    assert_eq!(choices, [&json!("set_cell"), &json!("undone"), &json!("set_total")]);
    assert_eq!(finding["decision"], finding["history"][2], "the last one holds");
    assert_eq!(finding["history"][0]["by"]["login"], "province");
    assert_eq!(page["uploaded_by"]["name"], "province");
}

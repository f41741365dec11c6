//! Masked fields: shown to those with the right, for a reason, and never without a trace.

use crate::world::{at, desk, visited, world};
use luodi_acceptance::desk::named_fields;
use luodi_acceptance::{Client, Json, json};

fn open(client: &Client, id: &str, reason: &str) -> (u16, Json) {
    client.post(&format!("/api/records/{id}/open"), &json!({"reason": reason}))
}

#[test]
fn opening_shows_the_values_and_leaves_a_trace_on_the_record() {
    let server = world("2025-03-10 09:00");
    let county = desk(&server, "700101");
    let id = visited(&county, "700101", "2025-03-09", 30);
    let page = county.record(&id);
    assert_eq!(page["record"]["fields"]["id_number"], json!({"unknown": "masked"}));
    assert_eq!((&page["may_open"], &page["openings"]), (&json!(true), &json!([])));
    let (status, opened) = open(&county.client, &id, "核对补贴发放");
    assert_eq!((status, &opened["fields"]), (200, &json!({"id_number": "410000195001010000"})), "{opened}");
    server.clock.set("2025-03-10 10:00");
    let manager = server.login("manager1");
    assert_eq!(open(&manager, &id, "抽查").0, 200, "the manager above");
    let page = at(manager).record(&id);
    let trace: Vec<_> = page["openings"].as_array().into_iter().flatten().map(|o| (&o["reason"], &o["by"]["name"])).collect();
    assert_eq!(trace, [(&json!("抽查"), &json!("manager1")), (&json!("核对补贴发放"), &json!("unit-700101"))]);
    assert_eq!(page["openings"][0]["fields"], json!(["身份证号"]));
    assert_eq!(page["record"]["fields"]["id_number"], json!({"unknown": "masked"}), "it stays masked everywhere else");
    let events = server.login("manager1").get("/api/events?kind=record_opened").1;
    assert_eq!(events["items"].as_array().map(Vec::len), Some(2));
    assert!(!events.to_string().contains("410000195001010000"), "the trace holds no value");
}

#[test]
fn without_the_right_or_without_a_reason_nothing_is_shown() {
    let server = world("2025-03-10 09:00");
    let county = desk(&server, "700101");
    let id = visited(&county, "700101", "2025-03-09", 30);
    for reason in ["", " ", "看"] {
        let (status, problem) = open(&county.client, &id, reason);
        assert_eq!((status, named_fields(&problem)), (422, vec!["reason".to_string()]), "{problem}");
    }
    for client in [server.login("leader1"), server.login("leader"), desk(&server, "7001").client] {
        let (status, problem) = open(&client, &id, "看一看数据");
        assert_eq!((status, problem["code"].as_str()), (403, Some("not_allowed")), "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|d| d.contains("没有打开任何内容")), "{problem}");
    }
    assert_eq!(at(server.login("leader1")).record(&id)["may_open"], false);
    assert_eq!(open(&desk(&server, "700201").client, &id, "看一看数据").0, 404, "another city: there is no such record");
    assert_eq!(county.record(&id)["openings"], json!([]), "a refusal leaves no trace of an opening");
}

//! The next step of a record: what it still wants, and one call that takes it.

use crate::world::{desk, visited, world};
use luodi_acceptance::desk::find;
use luodi_acceptance::json;

#[test]
fn a_step_names_the_fields_that_it_wants_and_one_call_takes_it() {
    let server = world("2025-03-10 09:00");
    let county = desk(&server, "700101");
    let id = county.stored("visit", "planned", json!({"unit": "700101", "date": "2025-03-12", "elder": "周月"}));
    let step = county.record(&id)["next_states"][0].clone();
    let wanted: Vec<_> = step["fields"].as_array().into_iter().flatten().map(|f| (&f["name"], &f["type"])).collect();
    assert_eq!(wanted, [(&json!("result"), &json!("choice")), (&json!("minutes"), &json!("whole"))], "{step}");
    assert_eq!((&step["name"], &step["blocked"]), (&json!("visited"), &json!(false)));
    assert_eq!(step["fields"][0]["options"], json!(["正常", "需帮助"]));
    let (status, said) = county.move_to(&id, "visited", json!({"result": "正常"}));
    assert_eq!((status, &said["problems"][0]["field"]), (422, &json!("minutes")), "{said}");
    assert_eq!(county.record(&id)["record"]["version"], 1, "half of it is nothing of it");
    let taken = json!({"seen": 1, "fields": {"result": "正常", "minutes": 25}});
    let (status, said) = county.client.post(&format!("/api/records/{id}/states/visited"), &taken);
    assert_eq!((status, &said["state"], &said["version"]), (200, &json!("visited"), &json!(2)), "{said}");
    let (status, again) = county.client.post(&format!("/api/records/{id}/states/visited"), &taken);
    assert_eq!((status, &again["version"]), (200, &json!(2)), "sent twice, done once: {again}");
}

#[test]
fn what_no_field_can_give_blocks_the_step() {
    let server = world("2025-03-10 09:00");
    let county = desk(&server, "700101");
    let id = visited(&county, "700101", "2025-03-09", 30);
    let step = county.record(&id)["next_states"][0].clone();
    assert_eq!((&step["fields"][0]["name"], &step["blocked"]), (&json!("photos"), &json!(true)), "the city hasn't confirmed");
    assert_eq!(desk(&server, "7001").mark(&id, "confirmed").0, 200);
    let step = county.record(&id)["next_states"][0].clone();
    assert_eq!((&step["fields"][0]["name"], &step["blocked"]), (&json!("photos"), &json!(false)));
}

#[test]
fn a_duty_opens_with_its_conditions_its_records_and_its_clock() {
    let server = world("2025-03-20 09:00");
    let county = desk(&server, "700101");
    let first = visited(&county, "700101", "2025-03-09", 30);
    let open = || county.get("duties/weekly?period=2025-03");
    let page = open();
    assert_eq!((&page["item"]["state"], &page["days_left"]), (&json!("open"), &json!(11)));
    assert_eq!((&page["conditions"][0]["met"], &page["records"][0]["id"]), (&json!(false), &json!(first)), "{page}");
    let stages = |page: &luodi_acceptance::Json| -> Vec<String> {
        let clock = page["clock"].as_array().cloned().unwrap_or_default();
        clock.iter().map(|s| format!("{} {}", s["stage"].as_str().unwrap_or(""), s["state"].as_str().unwrap_or(""))).collect()
    };
    assert_eq!(stages(&page), ["begins passed", "due ahead"]);
    assert_eq!(page["clock"][1]["at"], "2025-03-31");
    visited(&county, "700101", "2025-03-20", 30);
    let page = open();
    assert_eq!((&page["conditions"][0]["met"], &page["item"]["state"]), (&json!(true), &json!("met")));
    assert_eq!((&page["days_left"], page["records_total"].as_u64()), (&luodi_acceptance::Json::Null, Some(2)));
    let other = desk(&server, "700102");
    assert_eq!(other.report_zero("weekly", "2025-03").0, 204);
    let zero = other.get("duties/weekly?period=2025-03");
    assert_eq!(stages(&zero), ["begins passed", "zero now", "due ahead"]);
    let not_theirs = ["duties/weekly?period=2025-03&unit=700201", "duties/weekly?period=2025-03&unit=7001", "duties/none"];
    for address in not_theirs {
        assert_eq!(county.client.get(&county.path(address)).0, 404, "{address}");
    }
    let owed = find(&county.client.get("/api/duties").1["done"], "name", "weekly");
    assert_eq!(owed.map(|o| o["period"].clone()), Some(json!("2025-03")));
}

//! 07: teams on tour for four days, agreed with their hosts. Statements 1 to 4 and the reading of 14 are about the text.

use crate::common::{all, drafted, id_of, published};
use luodi_acceptance::desk::named_fields;
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "07-health-literacy-tour";
const UNITS: [(&str, &str, &str, &str); 5] = [
    ("B", "临溪县卫生局", "县", ""),
    ("A", "县疾控中心", "派队单位", "B"),
    ("F", "妇幼保健站", "派队单位", "B"),
    ("S", "城关社区卫生服务中心", "派队单位", "B"),
    ("W", "柳湾卫生院", "卫生院", "B"),
];

fn world(beijing: &str) -> Server {
    let answers = [("days", json!("to_12")), ("training_phase", json!("preparing")), ("why_decided", json!("按活动日期一栏"))];
    published(&UNITS, PROGRAMME, &answers, beijing)
}

/// A host, a lecturer of the pool, and a team of a unit.
fn set_up(bureau: &Desk, unit: &str) -> (String, String, String) {
    let host = bureau.stored("host", "", json!({"unit": "B", "name": "柳湾村", "kind": "村"}));
    let lecturer = bureau.stored("lecturer", "", json!({"unit": "B", "name": "甲", "in_pool": true, "trained_on": "2015-06-20"}));
    let team = bureau.stored("team", "", json!({"unit": unit, "name": format!("{unit}队")}));
    (host, lecturer, team)
}

fn stop(set: &(String, String, String), date: &str, begins: &str, ends: &str) -> Json {
    json!({"unit": "A", "date": date, "begins": begins, "ends": ends, "host": set.0, "lecturer": set.1, "team": set.2,
        "health_centre": "W"})
}

#[test]
fn s07_05_open_contradictions_hold_publication_back() {
    let server = drafted(&UNITS, PROGRAMME, "2015-06-01 09:00");
    let manager = server.login("manager");
    let publish = || manager.post(&format!("/api/programmes/{PROGRAMME}/publish"), &json!({}));
    let (status, problem) = publish();
    assert_eq!((status, named_fields(&problem)), (409, ["days", "training_phase", "why_decided"].map(String::from).to_vec()));
    for (ask, value) in [("days", "to_12"), ("training_phase", "touring"), ("why_decided", "按活动日期一栏")] {
        crate::common::answer(&server, PROGRAMME, ask, &json!(value));
    }
    assert_eq!(publish().0, 200);
    let asks = manager.get(&format!("/api/programmes/{PROGRAMME}")).1["asks"].clone();
    let reason = luodi_acceptance::desk::find(&asks, "name", "why_decided").expect("the ask");
    assert_eq!(reason["answer"], "按活动日期一栏");
}

#[test]
fn s07_06_a_stop_outside_the_days_needs_a_reason() {
    let server = world("2015-06-25 09:00");
    let bureau = server.desk("B", PROGRAMME);
    let set = set_up(&bureau, "A");
    for date in ["2015-07-09", "2015-07-10", "2015-07-11", "2015-07-12"] {
        let id = bureau.stored("stop", "", stop(&set, date, "09:00", "11:00"));
        assert_eq!(bureau.record(&id)["record"]["findings"], json!([]), "{date}");
    }
    let mut late = stop(&set, "2015-07-13", "09:00", "11:00");
    assert_eq!(bureau.refused("stop", "", late.clone()), ["why_outside"]);
    late["why_outside"] = json!("学校改期");
    let id = bureau.stored("stop", "", late);
    assert_eq!(bureau.record(&id)["record"]["findings"][0]["field"], "date");
}

#[test]
fn s07_07_teams_of_a_missing_annex_are_marked_as_entered() {
    let server = world("2015-06-25 09:00");
    let bureau = server.desk("B", PROGRAMME);
    set_up(&bureau, "A");
    let team = all(&bureau, "team")[0].clone();
    assert!(team["fields"]["origin"].as_str().is_some_and(|o| o.contains("附件缺失")), "{team}");
    assert_eq!(bureau.count("stop"), 0, "nothing is made up");
}

#[test]
fn s07_08_a_team_is_at_one_place_at_a_time() {
    let server = world("2015-06-25 09:00");
    let bureau = server.desk("B", PROGRAMME);
    let set = set_up(&bureau, "A");
    let first = bureau.stored("stop", "", stop(&set, "2015-07-09", "09:00", "11:00"));
    let (_, problem) = bureau.submit("stop", "", stop(&set, "2015-07-09", "10:30", "12:00"));
    assert_eq!(problem["problems"][0]["say"], "这支队伍这个时段已安排柳湾村", "the first stop is named");
    assert_eq!(bureau.refused("stop", "", stop(&set, "2015-07-09", "10:30", "12:00")), ["team"]);
    bureau.stored("stop", "", stop(&set, "2015-07-09", "11:00", "12:00"));
    // Its own hours are no obstacle to itself.
    assert_eq!(bureau.correct(&first, json!({"ends": "10:45"})).0, 200);
    assert_eq!(named_fields(&bureau.correct(&first, json!({"ends": "11:30"})).1), ["team"]);
}

#[test]
fn s07_09_residents_are_told_beforehand() {
    let server = world("2015-06-25 09:00");
    let bureau = server.desk("B", PROGRAMME);
    let set = set_up(&bureau, "A");
    let id = bureau.stored("stop", "", stop(&set, "2015-07-10", "09:00", "11:00"));
    assert_eq!(bureau.listed("stop", "not_ready").len(), 1);
    let told = |day: &str, time: &str| bureau.correct(&id, json!({"place_ready": true, "told_on": day, "told_at": time}));
    assert_eq!(named_fields(&told("2015-07-10", "13:00").1), ["told_on"]);
    assert_eq!(told("2015-07-09", "13:00").0, 200);
    assert_eq!(bureau.listed("stop", "not_ready").len(), 0);
}

#[test]
fn s07_10_lecturers_come_from_the_pool() {
    let server = world("2015-06-25 09:00");
    let bureau = server.desk("B", PROGRAMME);
    let mut set = set_up(&bureau, "A");
    set.1 = bureau.stored("lecturer", "", json!({"unit": "B", "name": "乙", "in_pool": false}));
    assert_eq!(bureau.refused("stop", "", stop(&set, "2015-07-09", "09:00", "11:00")), ["lecturer"]);
    set.1 = bureau.stored("lecturer", "", json!({"unit": "B", "name": "丙", "in_pool": true}));
    let id = bureau.stored("stop", "", stop(&set, "2015-07-09", "09:00", "11:00"));
    let record = bureau.record(&id)["record"].clone();
    assert_eq!((&record["fields"]["not_trained"], &record["findings"][0]["say"]), (&json!(true), &json!("未参加培训")));
    crate::common::answer(&server, PROGRAMME, "untrained_forbidden", &json!(true));
    assert_eq!(bureau.refused("stop", "", stop(&set, "2015-07-10", "09:00", "11:00")), ["lecturer"]);
}

#[test]
fn s07_11_each_unit_keeps_its_own_stops() {
    let server = world("2015-06-25 09:00");
    let bureau = server.desk("B", PROGRAMME);
    let set = set_up(&bureau, "A");
    let id = bureau.stored("stop", "", stop(&set, "2015-07-09", "09:00", "11:00"));
    let (own, other) = (server.desk("A", PROGRAMME), server.desk("S", PROGRAMME));
    assert_eq!(own.correct(&id, json!({"place": "村委会"})).0, 200);
    let seen = own.record(&id)["record"]["version"].clone();
    let (status, _) = other.client.patch(&format!("/api/records/{id}"), &json!({"seen": seen, "fields": {"people": 40}}));
    assert_eq!(status, 404);
    assert_eq!((own.count("stop"), other.count("stop"), bureau.count("stop")), (1, 0, 1));
}

#[test]
fn s07_12_forms_not_used_are_named_and_nothing_is_refused() {
    let server = world("2015-07-10 09:00");
    let bureau = server.desk("B", PROGRAMME);
    let set = set_up(&bureau, "A");
    let mut fields = stop(&set, "2015-07-09", "09:00", "11:00");
    fields["forms"] = json!(["讲座", "宣传资料"]);
    fields["agreed_by"] = json!("村主任");
    let id = bureau.stored("stop", "", fields);
    for state in ["agreed", "held"] {
        assert_eq!(bureau.move_to(&id, state, json!({})).0, 200);
    }
    let record = bureau.record(&id)["record"]["fields"].clone();
    assert_eq!((&record["without_banner"], &record["without_panel"]), (&json!(true), &json!(true)));
}

#[test]
fn s07_13_there_are_counts_and_no_targets() {
    let server = world("2015-07-10 09:00");
    let bureau = server.desk("B", PROGRAMME);
    let board = bureau.get("board");
    assert_eq!((&board["targets"], &board["bundles"]), (&json!([]), &json!([])));
    assert!(bureau.get("tables/record")["rows"].to_string().contains("站数"));
}

#[test]
fn s07_14_further_topics_may_be_added() {
    let server = world("2015-06-25 09:00");
    let bureau = server.desk("B", PROGRAMME);
    let set = set_up(&bureau, "A");
    let mut fields = stop(&set, "2015-07-09", "09:00", "11:00");
    fields["topics"] = json!(["基本药物合理使用", "优生优育", "口腔保健"]);
    assert_eq!(bureau.refused("stop", "", fields.clone()), ["other_topics"]);
    fields["other_topics"] = json!("村里提出");
    bureau.stored("stop", "", fields);
}

#[test]
fn s07_15_impossible_stops_are_refused() {
    let server = world("2015-07-09 18:00");
    let bureau = server.desk("B", PROGRAMME);
    let set = set_up(&bureau, "A");
    assert_eq!(bureau.refused("stop", "", stop(&set, "2015-07-09", "11:00", "09:00")), ["ends"]);
    assert_eq!(bureau.refused("stop", "", stop(&set, "2015-06-31", "09:00", "11:00")), ["date"]);
    let mut nowhere = stop(&set, "2015-07-09", "09:00", "11:00");
    nowhere["host"] = json!("0198f0c4-0000-7000-8000-000000000000");
    assert_eq!(bureau.refused("stop", "", nowhere), ["host"]);
    let mut fields = stop(&set, "2015-07-09", "09:00", "11:00");
    fields["people"] = json!(-3);
    assert_eq!(bureau.refused("stop", "", fields), ["people"]);
    let id = bureau.stored("stop", "", stop(&set, "2015-07-10", "09:00", "11:00"));
    assert_eq!(bureau.move_to(&id, "agreed", json!({"agreed_by": "校长"})).0, 200);
    assert_eq!(named_fields(&bureau.move_to(&id, "held", json!({})).1), ["date"]);
    assert_eq!(
        named_fields(&bureau.correct(&id, json!({"first_date": "2015-07-01"})).1),
        ["first_date"],
        "a fixed date is not typed"
    );
    let moved = json!({"date": "2015-07-11"});
    assert_eq!(bureau.correct(&id, moved).0, 200);
    assert_eq!(bureau.record(&id)["record"]["fields"]["first_date"], "2015-07-10", "a moved stop keeps its first date");
    assert_eq!(id_of(&bureau, "stop", "first_date", "2015-07-10"), id);
}

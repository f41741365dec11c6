//! 04: one tour of a community health centre, its call list, its questionnaires. Statements 1 to 4 are about reading.

use crate::common::{answer, owed, published, row};
use luodi_acceptance::desk::named_fields;
use luodi_acceptance::{Desk, Server, json};

const PROGRAMME: &str = "04-community-health-tour";

fn world(beijing: &str) -> (Server, Desk) {
    let units = [
        ("Q", "北坡区卫生局", "区", ""),
        ("C", "道南社区卫生服务中心", "社区卫生服务中心", "Q"),
        ("E", "健康教育科", "科室", "C"),
    ];
    let server = published(&units, PROGRAMME, &[], beijing);
    let centre = server.desk("C", PROGRAMME);
    (server, centre)
}

fn tour(centre: &Desk) -> String {
    let fields = json!({"unit": "C", "subject": "科学就医", "date": "2015-03-10", "place": "文化宫", "place_state": "暂定"});
    centre.stored("tour", "", fields)
}

fn hold(centre: &Desk, id: &str) {
    let (status, said) = centre.move_to(id, "held", json!({}));
    assert_eq!(status, 200, "{said}");
}

/// 40 elderly and 25 chronic patients, 8 of them both.
fn calls(centre: &Desk, tour: &str) -> Vec<String> {
    let call = |i: usize| {
        let groups = if i < 32 {
            json!(["老年人"])
        } else if i < 40 {
            json!(["老年人", "慢病患者"])
        } else {
            json!(["慢病患者"])
        };
        let person = format!("D{i:03}");
        let name = format!("居民{i}");
        centre.stored(
            "call",
            "",
            json!({"unit": "C", "tour": tour, "person": person, "name": name, "telephone": "6520000", "groups": groups}),
        )
    };
    (0..57).map(call).collect()
}

#[test]
fn s04_05_a_provisional_place_says_so_until_it_is_confirmed() {
    let (server, centre) = world("2015-02-01 09:00");
    let id = tour(&centre);
    let notice = || server.anonymous().get(&format!("/api/public/programmes/{PROGRAMME}")).1["pages"][0]["items"].clone();
    let shown = |state: &str| json!([{"subject": "科学就医", "date": "2015-03-10", "time": null, "place": "文化宫", "place_state": state}]);
    assert_eq!(notice(), shown("暂定"));
    assert_eq!(centre.correct(&id, json!({"place_state": "已确认"})).0, 200);
    assert_eq!(notice(), shown("已确认"));
    let history = centre.record(&id)["history"].clone();
    let versions = history.as_array().expect("versions");
    assert_eq!(versions.len(), 2);
    assert!(history.to_string().contains("暂定"), "the old version stays: {history}");
    assert!(!notice().to_string().contains("call"));
}

#[test]
fn s04_06_a_person_of_both_groups_is_called_once() {
    let (_server, centre) = world("2015-02-01 09:00");
    let tour = tour(&centre);
    assert_eq!(calls(&centre, &tour).len(), 57);
    let again = json!({"unit": "C", "tour": tour, "person": "D035", "name": "居民35", "groups": ["慢病患者"]});
    assert_eq!(centre.refused("call", "", again), ["person"]);
    assert_eq!(row(&centre, "calls", "邀请名单"), "57");
    assert_eq!(centre.listed("call", "not_called").len(), 57);
}

#[test]
fn s04_07_reached_promised_and_come_stand_side_by_side() {
    let (_server, centre) = world("2015-03-11 09:00");
    let tour = tour(&centre);
    for (i, id) in calls(&centre, &tour).iter().enumerate() {
        let fields = if i < 30 {
            json!({"reached": true, "result": "答应参加", "came": i < 26})
        } else if i < 45 {
            json!({"reached": true, "result": "不参加", "came": false})
        } else {
            json!({"reached": false, "came": i < 49})
        };
        assert_eq!(centre.correct(id, fields).0, 200);
    }
    let expected =
        [("邀请名单", "57"), ("已联系上", "45"), ("未联系上", "12"), ("答应参加", "30"), ("答应并到场", "26"), ("到场", "30")];
    for (title, value) in expected {
        assert_eq!(row(&centre, "calls", title), value, "{title}");
    }
}

#[test]
fn s04_08_the_district_sees_counts_and_no_person() {
    let (server, centre) = world("2015-02-01 09:00");
    let tour = tour(&centre);
    calls(&centre, &tour);
    let district = server.desk("Q", PROGRAMME);
    let page = district.get("registers/call/records?size=500");
    assert_eq!(page["total"], 57);
    for secret in ["居民3", "6520000", "D003"] {
        assert!(!page.to_string().contains(secret), "{secret}");
    }
    let sheet = district.download("registers/call/export.xlsx");
    assert_eq!(sheet.status, 200);
    assert!(!luodi_acceptance::files::xlsx_text(&sheet.bytes).contains("居民3"));
    assert_eq!(row(&district, "calls", "邀请名单"), "57");
}

#[test]
fn s04_08_each_opening_of_the_list_leaves_its_trace() {
    let (server, centre) = world("2015-02-01 09:00");
    let tour = tour(&centre);
    let id = calls(&centre, &tour)[0].clone();
    let open = |desk: &Desk, reason: &str| desk.client.post(&format!("/api/records/{id}/open"), &json!({"reason": reason}));
    assert_eq!(open(&server.desk("Q", PROGRAMME), "想看看").0, 403, "the district sees counts");
    for reason in ["电话邀请", "再次通知"] {
        let (status, said) = open(&centre, reason);
        assert_eq!((status, &said["fields"]["name"]), (200, &json!("居民0")), "{said}");
    }
    let openings = centre.record(&id)["openings"].clone();
    assert_eq!(luodi_acceptance::desk::texts(&openings, "reason"), ["再次通知", "电话邀请"], "{openings}");
}

#[test]
fn s04_09_questionnaires_never_grow_on_their_way() {
    let (_server, centre) = world("2015-03-11 09:00");
    let tour = tour(&centre);
    let sheet = |handed_out: i64, returned: i64, valid: i64| json!({"unit": "C", "tour": tour, "handed_out": handed_out, "returned": returned, "valid": valid});
    assert_eq!(centre.refused("questionnaire", "", sheet(100, 101, 90)), ["returned"]);
    assert_eq!(centre.refused("questionnaire", "", sheet(100, 92, 93)), ["valid"]);
    let id = centre.stored("questionnaire", "", sheet(100, 92, 90));
    assert_eq!(centre.record(&id)["record"]["fields"]["rate"], json!("92"));
    assert_eq!(row(&centre, "calls", "有效问卷"), "90");
    assert_eq!(centre.refused("questionnaire", "", sheet(10, 9, 9)), ["tour"], "compiled once for each tour");
}

#[test]
fn s04_10_no_questionnaire_needs_a_reason() {
    let (_server, centre) = world("2015-03-11 09:00");
    let tour = tour(&centre);
    hold(&centre, &tour);
    let id = centre.stored("questionnaire", "", json!({"unit": "C", "tour": tour}));
    assert_eq!(named_fields(&centre.move_to(&id, "compiled", json!({})).1), ["why_none"]);
    let report = json!({"unit": "C", "tour": tour, "kind": "巡讲总结", "sent_on": "2015-03-11"});
    assert_eq!(centre.refused("report", "", report.clone()), ["tour"]);
    assert_eq!(centre.move_to(&id, "compiled", json!({"why_none": "当天未印好"})).0, 200);
    centre.stored("report", "", report);
    assert!(row(&centre, "calls", "发放问卷").as_str() != Some("0"), "a blank is no zero");
}

#[test]
fn s04_11_a_second_tour_is_no_fault() {
    let (_server, centre) = world("2015-05-11 09:00");
    let first = tour(&centre);
    hold(&centre, &first);
    let own = || centre.own("tours", "C");
    assert_eq!((&own()["actual"], &own()["quota"], &own()["met"]), (&json!("1"), &json!("1"), &json!(true)));
    let before = centre.record(&first)["record"].clone();
    let second = centre.stored("tour", "", json!({"unit": "C", "subject": "科学就医", "date": "2015-05-10", "place": "文化宫"}));
    hold(&centre, &second);
    assert_eq!((&own()["actual"], &own()["met"]), (&json!("2"), &json!(true)));
    assert_eq!(centre.record(&first)["record"], before);
}

#[test]
fn s04_12_a_withdrawn_lecturer_is_on_no_new_tour() {
    let (_server, centre) = world("2015-02-01 09:00");
    let lecturer = |name: &str| {
        centre.stored("lecturer", "", json!({"unit": "C", "name": name, "discipline": "健康教育", "appointed_on": "2014-01-01"}))
    };
    let (a, b) = (lecturer("甲"), lecturer("乙"));
    let (status, problem) = centre.move_to(&a, "withdrawn", json!({"ground": "不按时授课"}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["decision".to_string(), "decided_on".to_string()]));
    let decided = json!({"ground": "不按时授课", "decision": "小组同意取消", "decided_on": "2015-01-20"});
    assert_eq!(centre.move_to(&a, "withdrawn", decided).0, 200);
    let plan = |lecturer: &str| json!({"unit": "C", "subject": "科学就医", "lecturer": lecturer});
    assert_eq!(centre.refused("tour", "", plan(&a)), ["lecturer"]);
    centre.stored("tour", "", plan(&b));
    assert_eq!(centre.record(&a)["record"]["fields"]["name"], "甲", "the old entry stays");
}

#[test]
fn s04_13_duties_without_a_day_wait_for_one() {
    let (server, centre) = world("2016-01-01 09:00");
    for name in ["tour", "report", "year_end"] {
        let found = centre.owed("C", name);
        assert_eq!((found.len(), &found[0]["state"], &found[0]["due"]["unknown"]), (1, &json!("pending"), &json!("pending")));
    }
    answer(&server, PROGRAMME, "held_by", &json!("2015-12-31"));
    assert_eq!(owed(&centre, "C", "tour"), [("2015-12-31".to_string(), "overdue".to_string())]);
}

#[test]
fn s04_14_impossible_tours_are_refused() {
    let (_server, centre) = world("2015-03-01 09:00");
    assert_eq!(centre.refused("tour", "", json!({"unit": "C", "subject": "科学就医", "people": -1})), ["people"]);
    let later = tour(&centre);
    assert_eq!(named_fields(&centre.move_to(&later, "held", json!({})).1), ["date"]);
    let nowhere = centre.stored("tour", "", json!({"unit": "C", "subject": "科学就医", "date": "2015-02-20"}));
    assert_eq!(named_fields(&centre.move_to(&nowhere, "held", json!({})).1), ["place"]);
    assert_eq!(centre.own("tours", "C")["actual"], "0");
}

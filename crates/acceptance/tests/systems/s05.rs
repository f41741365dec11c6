//! 05: six tours of five hundred people each, health days, five aspects of evaluation. Statements 1 to 3 and 13 are about reading.

use crate::common::{agreement, bundle, drafted, owed, owed_for, published, row};
use luodi_acceptance::desk::{find, named_fields, texts};
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "05-district-cdc-tours";
const UNITS: [(&str, &str, &str, &str); 2] = [("D", "青溪区卫生局", "区", ""), ("U", "青溪区疾控中心", "疾控中心", "D")];

fn world(beijing: &str) -> (Server, Desk) {
    let server = published(&UNITS, PROGRAMME, &[("term", json!("year"))], beijing);
    let centre = server.desk("U", PROGRAMME);
    (server, centre)
}

fn held(centre: &Desk, people: Json) -> String {
    centre.stored("tour", "held", json!({"unit": "U", "date": "2014-03-10", "people": people, "audience": "机关"}))
}

fn check(people: &[i64], tours: bool, each: bool, sum: bool) -> (Server, Desk, Vec<String>) {
    let (server, centre) = world("2014-12-31 18:00");
    let ids = people.iter().map(|p| held(&centre, json!(p))).collect();
    let met = |name: &str| centre.own(name, "U")["met"].clone();
    assert_eq!((met("tours"), met("each_tour"), met("people")), (json!(tours), json!(each), json!(sum)), "{people:?}");
    let complete = tours && each && sum;
    assert_eq!(bundle(&centre, "complete", "U").2, json!(complete));
    (server, centre, ids)
}

#[test]
fn s05_04_three_targets_that_agree() {
    let (_server, centre) = world("2014-02-01 09:00");
    let board = centre.get("board?unit=U");
    assert_eq!(texts(&board["targets"], "name"), ["tours", "each_tour", "people"]);
    let found = agreement(&centre, "minimum", "U");
    assert_eq!((&found["left"], &found["right"], &found["agrees"]), (&json!("3000"), &json!("3000"), &json!(true)));
}

#[test]
fn s05_05_the_sum_does_not_stand_for_the_number() {
    let (_server, centre, _) = check(&[600; 5], false, true, true);
    assert_eq!((row(&centre, "overview", "巡讲场次"), row(&centre, "overview", "受众合计")), (json!("5"), json!("3000")));
    assert_eq!(centre.own("tours", "U")["gap"], "1");
}

#[test]
fn s05_06_one_short_tour_is_named() {
    let (_server, centre, ids) = check(&[400, 520, 520, 520, 520, 520], true, false, true);
    assert_eq!((row(&centre, "overview", "巡讲场次"), row(&centre, "overview", "五百人以上")), (json!("6"), json!("5")));
    let below = centre.listed("tour", "below");
    assert_eq!(texts(&json!(below), "id"), [ids[0].as_str()]);
    assert_eq!(below[0]["fields"]["short_by"], "100");
}

#[test]
fn s05_07_a_correction_takes_it_back() {
    let (_server, centre, ids) = check(&[500; 6], true, true, true);
    assert_eq!(centre.correct(&ids[3], json!({"people": 499})).0, 200);
    assert_eq!(bundle(&centre, "complete", "U"), (1, 3, json!(false)));
    let own = centre.own("people", "U");
    assert_eq!((&own["actual"], &own["gap"], &own["met"]), (&json!("2999"), &json!("1"), &json!(false)));
    assert_eq!(row(&centre, "overview", "五百人以上"), "5");
}

#[test]
fn s05_08_a_campaign_is_no_tour() {
    let (_server, centre) = world("2014-06-01 09:00");
    let day = crate::common::id_of(&centre, "health_day", "name", "世界无烟日");
    centre.stored("campaign", "held", json!({"unit": "U", "health_day": day, "date": "2014-05-31", "people": 800}));
    let shown = |title: &str| row(&centre, "overview", title);
    assert_eq!((shown("巡讲场次"), shown("受众合计")), (json!("0"), json!("0")));
    assert_eq!((shown("宣传活动"), shown("宣传活动人数")), (json!("1"), json!("800")));
}

#[test]
fn s05_09_health_days_wait_for_their_dates() {
    let (_server, centre) = world("2014-06-01 09:00");
    let days = crate::common::all(&centre, "health_day");
    let mut names = texts(&json!(days.iter().map(|d| d["fields"].clone()).collect::<Vec<_>>()), "name");
    names.sort();
    assert_eq!(names, ["世界卫生日", "世界无烟日", "世界艾滋病日", "全国预防接种日"]);
    assert!(days.iter().all(|d| d["fields"]["date"].is_null()), "no date is made up");
    assert!(owed(&centre, "U", "day").iter().all(|(_, state)| state == "pending"));
    let day = crate::common::id_of(&centre, "health_day", "name", "世界无烟日");
    assert_eq!(centre.correct(&day, json!({"date": "2014-05-31"})).0, 200);
    let one = owed_for(&centre, "U", "day", &day);
    assert_eq!(
        (&one["due"], &one["state"], &one["record_title"]),
        (&json!("2014-05-31"), &json!("overdue"), &json!("世界无烟日"))
    );
    assert_eq!(owed(&centre, "U", "day").iter().filter(|(_, s)| s == "pending").count(), 3);
}

#[test]
fn s05_10_february_or_the_year_is_settled_first() {
    let server = drafted(&UNITS, PROGRAMME, "2014-01-20 09:00");
    let manager = server.login("manager");
    let publish = || manager.post(&format!("/api/programmes/{PROGRAMME}/publish"), &json!({}));
    let (status, problem) = publish();
    assert_eq!((status, named_fields(&problem)), (409, vec!["term".to_string()]));
    let draft = manager.get(&format!("/api/programmes/{PROGRAMME}")).1;
    let term = find(&draft["asks"], "name", "term").expect("the ask");
    assert_eq!(texts(&term["options"], "key"), ["february", "year", "own"]);
    crate::common::answer(&server, PROGRAMME, "term", &json!("february"));
    assert_eq!(publish().0, 200);
    let window = manager.get(&format!("/api/programmes/{PROGRAMME}")).1["window"].clone();
    assert_eq!(window, json!({"from": "2014-02-01", "to": "2014-02-28"}));
    let centre = server.desk("U", PROGRAMME);
    assert_eq!(centre.owed("U", "six_tours")[0]["due"], "2014-02-28");
}

#[test]
fn s05_11_hours_of_a_missing_timetable_are_entered_and_say_so() {
    let (_server, centre) = world("2014-03-01 09:00");
    assert_eq!(centre.count("lecture"), 0, "nothing is made up");
    let form = centre.get("registers/lecture/form");
    assert_eq!((&form["title"], &form["clause"]), (&json!("授课时间表"), &json!("L460")));
    let hours = |begins: &str, ends: &str| json!({"unit": "U", "date": "2014-04-07", "begins": begins, "ends": ends});
    assert_eq!(centre.refused("lecture", "", hours("10:00", "09:00")), ["ends"]);
    let id = centre.stored("lecture", "", hours("09:00", "10:30"));
    let origin = centre.record(&id)["record"]["fields"]["origin"].clone();
    assert!(origin.as_str().is_some_and(|o| o.contains("人工录入") && o.contains("缺失")), "{origin}");
}

#[test]
fn s05_12_four_of_five_aspects_are_no_result() {
    let (_server, centre) = world("2014-04-01 09:00");
    let id = held(&centre, json!(500));
    let four = json!({"content": 90, "slides": 80, "delivery": 85, "skill": 85});
    assert_eq!(centre.correct(&id, four).0, 200);
    let listed = centre.listed("tour", "not_evaluated");
    assert_eq!(texts(&json!(listed), "id"), [id.as_str()]);
    let aspects = ["content", "slides", "delivery", "skill", "satisfaction"];
    let missing: Vec<&str> = aspects.into_iter().filter(|a| listed[0]["fields"][*a].is_null()).collect();
    assert_eq!(missing, ["satisfaction"]);
    assert!(centre.record(&id)["record"]["fields"]["score"].as_str().is_none(), "no average over four");
    assert_eq!(centre.correct(&id, json!({"satisfaction": 90})).0, 200);
    assert_eq!(centre.record(&id)["record"]["fields"]["score"], "86");
    assert_eq!(centre.listed("tour", "not_evaluated").len(), 0);
}

#[test]
fn s05_14_an_approximate_number_waits_for_confirmation() {
    let (_server, centre) = world("2014-04-01 09:00");
    let id = held(&centre, json!({"about": "500", "low": "450", "high": "550"}));
    let fields = centre.record(&id)["record"]["fields"].clone();
    assert_eq!(fields["people"]["about"], "500");
    for title in ["巡讲场次", "五百人以上", "受众合计"] {
        assert_eq!(row(&centre, "overview", title), "0", "{title}");
    }
    assert_eq!(centre.listed("tour", "to_confirm").len(), 1);
    assert_eq!(centre.correct(&id, json!({"people": 500})).0, 200);
    assert_eq!((row(&centre, "overview", "巡讲场次"), row(&centre, "overview", "受众合计")), (json!("1"), json!("500")));
    let bad = |people: Json, date: &str| centre.refused("tour", "held", json!({"unit": "U", "date": date, "people": people}));
    assert_eq!(bad(json!(-5), "2014-03-01"), ["people"]);
    assert_eq!(bad(json!("500.5"), "2014-03-01"), ["people"]);
    assert_eq!(bad(json!("很多"), "2014-03-01"), ["people"]);
    assert_eq!(bad(json!(500), "2014-04-02"), ["date"]);
}

#[test]
fn s05_15_groups_without_tours_are_no_failure() {
    let (_server, centre, _) = check(&[500; 6], true, true, true);
    let shown: Vec<Json> =
        ["机关", "基层职工及家庭", "社区居民", "中小学生", "民营企业员工"].map(|t| row(&centre, "overview", t)).to_vec();
    assert_eq!(shown, ["6", "0", "0", "0", "0"]);
    let board = centre.get("board?unit=U");
    assert_eq!(board["red"].as_array().map(|red| red.iter().filter(|r| r["kind"] == "target_short").count()), Some(0));
}

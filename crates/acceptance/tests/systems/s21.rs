//! 21: the ladder 1-3-7-1-0 over items, targets of all signs. Statements 1, 2, 13, 17 and 20 are about the text; 23 is a draw.

use crate::common::{agreement, all, answer, bundle, id_of, owed_for, published};
use luodi_acceptance::desk::{named_fields, texts};
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "21-changzhi-supervision-13710";
const UNITS: [(&str, &str, &str, &str); 11] = [
    ("S", "潞川市", "市", ""),
    ("D", "潞川市发展改革委", "部门", "S"),
    ("A", "甲县", "县", "S"),
    ("B", "乙县", "县", "S"),
    ("C", "丙县", "县", "S"),
    ("A1", "甲一乡", "乡", "A"),
    ("A2", "甲二乡", "乡", "A"),
    ("V1", "甲一村", "村", "A1"),
    ("V2", "甲二村", "村", "A1"),
    ("V3", "甲三村", "村", "A2"),
    ("V4", "甲四村", "村", "A2"),
];

fn answers(working: bool) -> Vec<(&'static str, Json)> {
    vec![
        ("confirmed", json!(true)),
        ("working_days", json!(working)),
        ("deploy_days", json!(1)),
        ("feedback_days", json!(3)),
        ("general_days", json!(7)),
        ("major_months", json!(1)),
    ]
}

fn world(beijing: &str, working: bool) -> (Server, Desk) {
    let server = published(&UNITS, PROGRAMME, &answers(working), "2017-01-05 09:00");
    server.clock.set(beijing);
    let city = server.desk("S", PROGRAMME);
    (server, city)
}

fn item(number: &str, issuer: &str, handler: &str, importance: &str) -> Json {
    json!({"number": number, "kind": "重点工作任务", "importance": importance, "issuer": issuer, "handler": handler,
        "matter": "治理河道", "person": "甲"})
}

fn dispatched(desk: &Desk, fields: Json) -> String {
    let id = desk.stored("item", "", fields);
    let (status, said) = desk.move_to(&id, "dispatched", json!({}));
    assert_eq!(status, 200, "{said}");
    id
}

fn field(desk: &Desk, id: &str, name: &str) -> Json {
    desk.record(id)["record"]["fields"][name].clone()
}

fn close(desk: &Desk, id: &str) -> (u16, Json) {
    desk.move_to(id, "closed", json!({"cause": "管网老旧", "proof": ["验收.pdf"]}))
}

fn done(desk: &Desk, id: &str) {
    let (status, said) = desk.move_to(id, "done", json!({"result": "已完成"}));
    assert_eq!(status, 200, "{said}");
}

fn report(city: &Desk, fields: Json) -> String {
    let mut all = json!({"unit": "S", "date": "2017-06-30"});
    for (name, value) in fields.as_object().expect("fields") {
        all[name.as_str()] = value.clone();
    }
    city.stored("indicator", "", all)
}

#[test]
fn s21_03_nothing_is_dispatched_before_the_limits_are_confirmed() {
    let mut open = answers(false);
    open.remove(0);
    let server = published(&UNITS, PROGRAMME, &open, "2017-03-01 09:00");
    let city = server.desk("S", PROGRAMME);
    let id = city.stored("item", "", item("1", "S", "A", "一般"));
    assert_eq!(city.move_to(&id, "dispatched", json!({})).0, 422);
    let asks = city.get("")["asks"].clone();
    let days = luodi_acceptance::desk::find(&asks, "name", "general_days").expect("the ask");
    assert!(days["note"].as_str().is_some_and(|n| n.contains("非本文")), "{days}");
    answer(&server, PROGRAMME, "confirmed", &json!(true));
    assert_eq!(city.move_to(&id, "dispatched", json!({})).0, 200);
}

#[test]
fn s21_04_limits_in_calendar_and_in_working_days() {
    let check = |beijing: &str, working: bool, expected: [&str; 4]| {
        let (_server, city) = world(beijing, working);
        let id = dispatched(&city, item("1", "S", "A", "重大"));
        let limits = ["deploy_by", "feedback_by", "general_by", "major_by"].map(|name| field(&city, &id, name));
        assert_eq!(limits, expected.map(|d| json!(d)), "{beijing}");
    };
    check("2017-03-01 10:00", false, ["2017-03-02", "2017-03-04", "2017-03-08", "2017-04-01"]);
    check("2017-03-01 10:00", true, ["2017-03-02", "2017-03-06", "2017-03-10", "2017-04-01"]);
    check("2017-01-31 10:00", false, ["2017-02-01", "2017-02-03", "2017-02-07", "2017-02-28"]);
}

#[test]
fn s21_05_late_at_a_step_stays_late() {
    let (server, city) = world("2017-03-01 10:00", false);
    let id = dispatched(&city, item("1", "S", "A", "一般"));
    let county = server.desk("A", PROGRAMME);
    let step = |name: &str| owed_for(&county, "A", name, &id)["state"].clone();
    let told = || city.client.get(&format!("/api/notices?programme={PROGRAMME}")).1;
    server.clock.set("2017-03-02 23:59");
    assert_eq!(step("deploy"), "open");
    assert_eq!(told(), json!([]));
    server.clock.set("2017-03-03 00:00");
    assert_eq!(step("deploy"), "overdue");
    assert_eq!(
        (texts(&told(), "say"), told()[0]["duty"]["unit"]["code"].clone()),
        (vec!["没有按时部署".to_string()], json!("A"))
    );
    server.clock.set("2017-03-04 10:00");
    assert_eq!(county.correct(&id, json!({"fed_back_on": "2017-03-04", "feedback": "正在办"})).0, 200);
    assert_eq!((step("feed_back"), step("deploy")), (json!("met"), json!("overdue")));
    assert_eq!(county.correct(&id, json!({"deployed_on": "2017-03-02", "deployment": "已部署"})).0, 200);
    let late = owed_for(&county, "A", "deploy", &id);
    assert_eq!((&late["state"], &late["days_late"]), (&json!("late_met"), &json!(2)), "a date written back mends nothing");
    let finished = |beijing: &str| {
        let (server, city) = world("2017-03-01 10:00", false);
        let id = dispatched(&city, item("1", "S", "A", "一般"));
        server.clock.set(beijing);
        let county = server.desk("A", PROGRAMME);
        done(&county, &id);
        let one = owed_for(&county, "A", "finish", &id);
        (one["state"].clone(), one["days_late"].clone())
    };
    assert_eq!(finished("2017-03-08 23:59").0, "met");
    assert_eq!(finished("2017-03-09 00:01"), (json!("late_met"), json!(1)));
}

#[test]
fn s21_06_a_dated_plan_of_a_major_item() {
    let (server, city) = world("2017-03-01 10:00", false);
    let id = dispatched(&city, item("1", "S", "A", "重大"));
    let county = server.desk("A", PROGRAMME);
    let plan = |until: Json| county.correct(&id, json!({"plan_reason": "汛期不能施工", "plan_until": until}));
    assert_eq!(named_fields(&plan(Json::Null).1), ["plan_until"]);
    assert_eq!(named_fields(&plan(json!("2017-03-20")).1), ["plan_until"]);
    assert_eq!(plan(json!("2017-06-30")).0, 200);
    server.clock.set("2017-04-03 09:00");
    assert_eq!(owed_for(&county, "A", "finish", &id)["state"], "overdue");
    assert_eq!(city.mark(&id, "plan_approved").0, 200);
    let first = owed_for(&county, "A", "finish", &id);
    assert_eq!((&first["state"], &first["days_late"]), (&json!("late_met"), &json!(2)), "what was late stays on record");
    assert_eq!(city.listed("item", "planned").len(), 1);
    let second = || owed_for(&county, "A", "finish_plan", &id);
    assert_eq!((&second()["due"], &second()["state"]), (&json!("2017-06-30"), &json!("open")));
    server.clock.set("2017-07-01 00:01");
    assert_eq!(second()["state"], "overdue");

    let general = dispatched(&city, item("2", "S", "A", "一般"));
    let before = field(&city, &general, "general_by");
    let (_, problem) = county.correct(&general, json!({"plan_reason": "等待资金", "plan_until": "2017-12-31"}));
    assert!(named_fields(&problem).contains(&"plan_until".to_string()));
    assert_eq!(named_fields(&county.correct(&general, json!({"importance": "重大"})).1), ["importance"]);
    assert_eq!(city.correct(&general, json!({"importance": "重大"})).0, 200);
    assert_eq!((field(&city, &general, "dispatched_on"), field(&city, &general, "general_by")), (json!("2017-07-01"), before));
}

#[test]
fn s21_07_parents_after_their_children() {
    let (server, city) = world("2017-03-01 10:00", false);
    let top = dispatched(&city, item("市1", "S", "D", "一般"));
    let child = |number: &str, above: &str, issuer: &str, handler: &str| {
        let mut fields = item(number, issuer, handler, "一般");
        fields["above"] = json!(above);
        dispatched(&server.desk(issuer, PROGRAMME), fields)
    };
    let counties = ["A", "B", "C"].map(|c| child(&format!("县{c}"), &top, "S", c));
    let county = server.desk("A", PROGRAMME);
    let small: Vec<String> =
        ["A1", "A2", "A1", "A2"].iter().enumerate().map(|(i, u)| child(&format!("A{}", i + 1), &counties[0], "A", u)).collect();
    for id in small.iter().chain(&counties).chain([&top]) {
        done(&city, id);
    }
    for id in &small[..3] {
        assert_eq!(close(&county, id).0, 200);
    }
    for id in &counties[1..] {
        assert_eq!(close(&city, id).0, 200);
    }
    let (status, problem) = close(&city, &counties[0]);
    assert_eq!((status, texts(&problem["problems"], "say")), (422, vec!["下级事项 A4 还没有销号".to_string()]));
    assert_eq!(close(&city, &top).0, 422);
    assert_eq!(city.own("cleared", "S")["met"], false);
    assert_eq!(close(&county, &small[3]).0, 200);
    assert_eq!(close(&city, &counties[0]).0, 200);
    assert_eq!(city.own("cleared", "S")["actual"], "1");
    assert_eq!(close(&city, &top).0, 200);
    assert_eq!((&city.own("cleared", "S")["actual"], &city.own("cleared", "S")["met"]), (&json!("0"), &json!(true)));
}

#[test]
fn s21_08_nobody_closes_his_own_item() {
    let (server, city) = world("2017-03-01 10:00", false);
    let id = dispatched(&city, item("1", "S", "A", "一般"));
    let county = server.desk("A", PROGRAMME);
    done(&county, &id);
    assert_eq!(named_fields(&close(&county, &id).1), ["issuer"]);
    let (_, problem) = city.move_to(&id, "closed", json!({}));
    assert_eq!(named_fields(&problem), ["cause", "proof"]);
    assert_eq!(close(&city, &id).0, 200);
    let mut nobody = item("2", "S", "A", "一般");
    nobody["person"] = Json::Null;
    let draft = city.stored("item", "", nobody);
    assert_eq!(named_fields(&city.move_to(&draft, "dispatched", json!({})).1), ["person"]);
    let other = dispatched(&city, item("3", "S", "A", "一般"));
    assert_eq!(named_fields(&county.move_to(&other, "done", json!({})).1), ["result"]);
}

#[test]
fn s21_09_new_parameters_leave_running_clocks_alone() {
    let (server, city) = world("2017-03-01 10:00", false);
    let first = dispatched(&city, item("1", "S", "A", "一般"));
    server.clock.set("2017-03-05 09:00");
    answer(&server, PROGRAMME, "general_days", &json!(5));
    server.clock.set("2017-03-06 09:00");
    let second = dispatched(&city, item("2", "S", "A", "一般"));
    assert_eq!((field(&city, &first, "limit"), field(&city, &second, "limit")), (json!("2017-03-08"), json!("2017-03-11")));
    let county = server.desk("A", PROGRAMME);
    assert_eq!(owed_for(&county, "A", "finish", &first)["due"], "2017-03-08");
    assert_eq!(named_fields(&city.correct(&first, json!({"general_by": "2017-09-01"})).1), ["general_by"], "nobody types it");
}

#[test]
fn s21_10_one_quota_in_two_places_and_four_of_one_size() {
    let (_server, city) = world("2017-03-01 10:00", false);
    let pledges = all(&city, "pledge");
    let of = |amount: &str| {
        let mut found: Vec<String> = pledges
            .iter()
            .filter(|p| p["fields"]["amount"] == amount)
            .map(|p| {
                format!(
                    "{}{}",
                    p["fields"]["lines"].as_str().unwrap_or_default(),
                    p["fields"]["counted_in"].as_str().unwrap_or_default()
                )
            })
            .collect();
        found.sort();
        found
    };
    assert_eq!(of("68000"), ["L151、L160人", "L170亩"], "one target with two lines, and another one of land");
    assert_eq!(of("11400"), ["L151、L195套"]);
    assert_eq!(of("8000"), ["L160人", "L169人", "L195套", "L213人"], "never merged");
    assert_eq!(
        (city.own("lifted", "S")["quota"].clone(), city.own("flats", "S")["quota"].clone()),
        (json!("68000"), json!("11400"))
    );
}

#[test]
fn s21_12_paces_that_fall_short_are_shown_and_are_no_error() {
    let (_server, city) = world("2017-03-01 10:00", false);
    let difference = |name: &str| agreement(&city, name, "S")["difference"].clone();
    assert_eq!(difference("services"), "-0.7");
    assert_eq!((difference("forest"), difference("small_giants")), (json!("-0.5"), json!("-5.6")));
    let urban = agreement(&city, "urban", "S");
    assert_eq!((&urban["left"], &urban["difference"]), (&json!("1.694"), &json!("0.074")));
    assert_eq!(city.get("board")["red"], json!([]), "flagged, and nothing is red");
}

#[test]
fn s21_11_parts_and_the_whole() {
    let (_server, city) = world("2017-03-01 10:00", false);
    let routes = agreement(&city, "routes", "S");
    assert_eq!((&routes["left"], &routes["difference"], &routes["agrees"]), (&json!("55100"), &json!("-12900"), &json!(false)));
    let share = |county: &str, lifted: i64| city.stored("county_share", "", json!({"county": county, "lifted": lifted}));
    let ways = agreement(&city, "lifted_ways", "S");
    assert_eq!((&ways["left"], &ways["agrees"]), (&json!("38300"), &json!(false)), "only these are called so");
    share("A", 30_000);
    share("B", 30_000);
    let third = share("C", 7_500);
    let difference = || agreement(&city, "counties", "S")["difference"].clone();
    assert_eq!(difference(), "-500");
    assert_eq!(city.correct(&third, json!({"lifted": 8_200})).0, 200);
    assert_eq!(difference(), "200");
}

#[test]
fn s21_14_about_level_and_ceiling() {
    let (server, city) = world("2017-07-01 10:00", false);
    let met = |target: &str| city.own(target, "S")["met"].clone();
    let id = report(&city, json!({"gdp": "5.3", "revenue": "98.5", "energy": "-3.5", "unemployment": "4.2"}));
    assert_eq!(met("gdp")["unknown"], "pending", "no tolerance yet");
    assert!(met("gdp")["why"].as_str().is_some_and(|w| w.contains("左右")));
    answer(&server, PROGRAMME, "gdp_tolerance", &json!("0.3"));
    assert_eq!(met("gdp"), true);
    assert_eq!(met("revenue")["unknown"], "pending", "no figure of last year yet");
    answer(&server, PROGRAMME, "revenue_last_year", &json!("98.5"));
    assert_eq!((met("revenue"), met("energy"), met("unemployment")), (json!(true), json!(true), json!(true)));
    assert_eq!(city.correct(&id, json!({"revenue": "98.4", "energy": "-3.4", "unemployment": "4.21"})).0, 200);
    assert_eq!((met("revenue"), met("energy"), met("unemployment")), (json!(false), json!(false), json!(false)));
    assert_eq!(city.correct(&id, json!({"revenue": "98.6", "energy": "0.2"})).0, 200);
    assert_eq!((met("revenue"), met("energy")), (json!(true), json!(false)));
    assert_eq!(met("investment")["unknown"], "pending");
}

#[test]
fn s21_15_both_must_fall_and_every_village_pass() {
    let (server, city) = world("2017-07-01 10:00", false);
    answer(&server, PROGRAMME, "accidents_last_year", &json!(10));
    answer(&server, PROGRAMME, "deaths_last_year", &json!(12));
    report(&city, json!({"accidents": 9, "deaths": 12}));
    assert_eq!(bundle(&city, "both_fall", "S"), (1, 2, json!(false)), "equal is no fall");
    let village =
        |code: &str| all(&city, "village").into_iter().find(|v| v["unit"]["code"] == code).expect("a village")["id"].clone();
    let say = |code: &str, passed: bool| {
        assert_eq!(city.correct(village(code).as_str().unwrap_or_default(), json!({"passed": passed})).0, 200)
    };
    for code in ["V1", "V2", "V3"] {
        say(code, true);
    }
    let card = || city.card("all_villages", "S");
    assert_eq!((&card()["units_met"], &card()["units_total"], &card()["units_short"]), (&json!(3), &json!(4), &json!(0)));
    assert!(card()["complete"]["unknown"].is_string(), "one is not reported");
    say("V4", false);
    assert_eq!((&card()["complete"], &card()["units_short"]), (&json!(false), &json!(1)));
}

#[test]
fn s21_16_closed_without_an_answer_is_refused_and_may_is_asked() {
    let (server, city) = world("2017-07-01 10:00", false);
    let id = city.stored("motion", "", json!({"unit": "D", "number": "1"}));
    assert_eq!(named_fields(&city.move_to(&id, "answered", json!({})).1), ["answered_on"]);
    assert_eq!(city.own("answered", "S")["met"], false);
    assert_eq!(city.move_to(&id, "answered", json!({"answered_on": "2017-06-01"})).0, 200);
    assert_eq!(city.own("answered", "S")["met"], true);
    let due = |name: &str| owed_for(&city, "S", "milestone", &id_of(&city, "milestone", "name", name))["due"].clone();
    assert_eq!(due("景区改革"), "2017-06-30");
    assert_eq!(due("三化三制三改")["unknown"], "pending");
    answer(&server, PROGRAMME, "before_may", &json!("april"));
    assert_eq!(due("三化三制三改"), "2017-04-30");
}

#[test]
fn s21_18_ranges_and_two_targets_of_one_sentence() {
    let (_server, city) = world("2017-07-01 10:00", false);
    let firm = |name: &str, market: &str| city.stored("firm", "", json!({"unit": "S", "name": name, "market": market}));
    for i in 0..4 {
        firm(&format!("企业{i}"), "新三板");
    }
    let own = |target: &str| city.own(target, "S");
    assert_eq!(
        (&own("new_board")["actual"], &own("new_board")["quota"], &own("new_board")["met"]),
        (&json!("4"), &json!("5"), &json!(false))
    );
    assert_eq!(own("main_board")["met"], false);
    let mut count = 0;
    let mut with = |wanted: usize| {
        while count < wanted {
            city.stored("service_firm", "", json!({"unit": "S", "name": format!("龙头{count}")}));
            count += 1;
        }
        let judged = own("service_firms");
        (judged["met"].clone(), judged["above"].clone())
    };
    assert_eq!(with(4), (json!(false), json!(false)));
    assert_eq!(with(5), (json!(true), json!(false)));
    assert_eq!(with(10), (json!(true), json!(false)));
    assert_eq!(with(11), (json!(true), json!(true)));
    assert_eq!(own("service_firms")["upper"], "10");
}

#[test]
fn s21_19_bad_input() {
    let (_server, city) = world("2017-07-01 10:00", false);
    assert_eq!(
        city.refused("indicator", "", json!({"unit": "S", "date": "2017-06-30", "unemployment": "140"})),
        ["unemployment"]
    );
    let (status, problem) = city.submit("item", "done", item("1", "S", "A", "一般"));
    assert_eq!((status, problem["code"].clone()), (422, json!("step")), "done before dispatch");
    assert_eq!(city.refused("item", "", item("1", "S", "丁县", "一般")), ["handler"]);
    city.stored("item", "", item("1", "S", "A", "一般"));
    assert_eq!(city.refused("item", "", item("1", "S", "B", "一般")), ["number"]);
    let mut without = item("2", "S", "A", "一般");
    without["kind"] = Json::Null;
    assert_eq!(city.refused("item", "", without), ["kind"]);
}

#[test]
fn s21_21_faster_than_the_economy() {
    let (_server, city) = world("2017-07-01 10:00", false);
    let id = report(&city, json!({"urban_income": "6.0", "rural_income": "5.5"}));
    let (met, expected, complete) = bundle(&city, "faster", "S");
    assert_eq!((met, expected), (0, 2));
    assert!(complete["unknown"].is_string(), "the growth of the economy is not reported");
    assert_eq!(city.correct(&id, json!({"gdp": "5.5"})).0, 200);
    assert_eq!(bundle(&city, "faster", "S"), (1, 2, json!(false)), "equal is not faster");
}

#[test]
fn s21_22_a_fault_is_proposed_by_the_record_and_decided_by_a_person() {
    let (server, city) = world("2017-03-01 10:00", false);
    let id = dispatched(&city, item("1", "S", "A", "一般"));
    let county = server.desk("A", PROGRAMME);
    server.clock.set("2017-03-05 09:00");
    assert_eq!(county.correct(&id, json!({"deployed_on": "2017-03-05"})).0, 200);
    let fault = city.stored("fault", "", json!({"handler": "A", "item": id, "kind": "不作为", "step": "部署"}));
    assert_eq!((field(&city, &fault, "limit"), field(&city, &fault, "days_late")), (json!("2017-03-02"), json!("3")));
    assert_eq!(named_fields(&city.move_to(&fault, "issued", json!({})).1), ["reply", "decided_by"]);
    let accepted = json!({"tolerance": "先行先试", "decided_by": "乙", "reply": "情况说明"});
    assert_eq!(city.move_to(&fault, "tolerated", accepted).0, 200);
    assert_eq!(city.record(&fault)["record"]["state"], "tolerated");
    assert_eq!(city.correct(&id, json!({"praise": true})).0, 200);
    assert_eq!(city.listed("item", "for_praise").len(), 1);
}

#[test]
fn s21_24_no_major_decision_without_its_review() {
    let (_server, city) = world("2017-03-01 10:00", false);
    let fields = json!({"unit": "S", "title": "新区规划", "post": "市长", "decider": "甲"});
    let id = city.stored("decision", "", fields);
    assert_eq!(named_fields(&city.move_to(&id, "confirmed", json!({})).1), ["review"]);
    assert_eq!(city.move_to(&id, "confirmed", json!({"review": ["意见书.pdf"]})).0, 200);
    assert_eq!(city.correct(&id, json!({"left_on": "2017-03-01"})).0, 200);
    assert_eq!((field(&city, &id, "post"), field(&city, &id, "decider")), (json!("市长"), json!("甲")));
}

#[test]
fn s21_25_what_is_left_for_the_other_years() {
    let (_server, city) = world("2017-03-01 10:00", false);
    assert_eq!(agreement(&city, "credit", "S")["agrees"], true);
    let left = agreement(&city, "after_this_year", "S");
    assert_eq!((&left["left"], &left["agrees"]), (&json!("148000"), &json!(true)));
}

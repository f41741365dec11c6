//! 44: a county's targets of a masked year: per-unit minimums, ranges, money against last year, projects step by step, circulars.
//! Statement 13 is about the text.

use crate::common::{agreement, all, answer, bundle, drafted, owed_for, published, row};
use luodi_acceptance::desk::{find, named_fields, texts};
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "44-county-social-targets";
/// The county with its offices, seven townships and a village each.
const UNITS: [(&str, &str, &str, &str); 20] = [
    ("C", "青石县", "县", ""),
    ("H", "县卫生局", "部门", "C"),
    ("J", "县教育局", "部门", "C"),
    ("B", "县计生局", "部门", "C"),
    ("W", "县文体局", "部门", "C"),
    ("M", "县民政局", "部门", "C"),
    ("T1", "一号乡", "乡", "C"),
    ("T2", "二号乡", "乡", "C"),
    ("T3", "三号乡", "乡", "C"),
    ("T4", "四号乡", "乡", "C"),
    ("T5", "五号乡", "乡", "C"),
    ("T6", "六号乡", "乡", "C"),
    ("T7", "七号乡", "乡", "C"),
    ("V1", "一村", "村", "T1"),
    ("V2", "二村", "村", "T2"),
    ("V3", "三村", "村", "T3"),
    ("V4", "四村", "村", "T4"),
    ("V5", "五村", "村", "T5"),
    ("V6", "六村", "村", "T6"),
    ("V7", "七村", "村", "T7"),
];

fn world(beijing: &str) -> (Server, Desk) {
    let server = published(&UNITS, PROGRAMME, &[("this_year", json!(2008))], "2008-01-05 09:00");
    server.clock.set(beijing);
    let county = server.desk("C", PROGRAMME);
    (server, county)
}

fn correct(desk: &Desk, id: &Json, fields: Json) {
    let (status, said) = desk.correct(id.as_str().unwrap_or_default(), fields);
    assert_eq!(status, 200, "{said}");
}

#[test]
fn s44_01_the_year_is_a_persons_to_say() {
    let server = drafted(&UNITS, PROGRAMME, "2008-01-05 09:00");
    let manager = server.login("manager");
    let publish = || manager.post(&format!("/api/programmes/{PROGRAMME}/publish"), &json!({}));
    let (status, problem) = publish();
    assert_eq!((status, named_fields(&problem)), (409, vec!["this_year".to_string()]));
    answer(&server, PROGRAMME, "this_year", &json!(2008));
    assert_eq!(publish().0, 200);
    let county = server.desk("C", PROGRAMME);
    assert_eq!(county.own("centre", "C")["by"], "2008-06-30");
    let events = manager.get("/api/events?kind=ask_answered").1;
    let said = events["items"].as_array().and_then(|e| e.first()).cloned().unwrap_or_default();
    assert_eq!(said["by"]["name"], "manager", "{events}");
}

#[test]
fn s44_02_masked_figures_stay_masked() {
    let (_server, county) = world("2008-02-01 09:00");
    let results = all(&county, "last_year_result");
    let times = |name: &str| {
        find(&json!(results.iter().map(|r| r["fields"].clone()).collect::<Vec<_>>()), "name", name).expect("the result")["times"]
            .clone()
    };
    assert_eq!((times("实用技术培训场次")["unknown"].clone(), times("三天以上培训人次")), (json!("masked"), json!("3150")));
    for title in ["培训场次", "培训人次", "三天以上占比"] {
        let figure = row(&county, "baseline", title);
        assert!(figure.as_str().is_none(), "{title}: {figure}");
    }
}

fn schools(county: &Desk, counts: &[Json]) {
    for (i, count) in counts.iter().enumerate() {
        let row = all(county, "environment")
            .into_iter()
            .find(|r| r["unit"]["code"] == format!("T{}", i + 1))
            .expect("the township's row");
        correct(county, &row["id"], json!({"schools": count}));
    }
}

#[test]
fn s44_03_one_to_two_schools_in_each_of_seven() {
    let (_server, county) = world("2008-11-01 09:00");
    schools(&county, &[json!(2), json!(2), json!(2), json!(2), json!(2), json!(2)]);
    let card = county.card("schools", "C");
    assert_eq!((&card["quota"], &card["upper"], &card["units_total"]), (&json!("7"), &json!("14"), &json!(7)));
    assert_eq!(
        (&card["actual"]["about"], &card["actual"]["low"], &card["units_reported"]),
        (&json!("12"), &json!("12"), &json!(6))
    );
    assert!(card["complete"].as_bool().is_none(), "neither met nor failed: {card}");
    schools(&county, &[json!(3), json!(2), json!(2), json!(2), json!(2), json!(2), json!(0)]);
    let seventh = county.own("schools", "T7");
    assert_eq!((&seventh["met"], &seventh["gap"]), (&json!(false), &json!("1")), "a reported 0 is below the minimum");
    assert_eq!(county.own("schools", "T1")["above"], true, "never plainly met");
    assert_eq!(county.card("schools", "C")["complete"], false);
}

/// So many villages more under the first township.
fn villages(server: &Server, many: usize) {
    let rows: Vec<(String, String, String, String)> =
        (0..many).map(|i| (format!("X{i}"), format!("{i}号村"), "村".to_string(), "T1".to_string())).collect();
    server.units(&rows);
    server.login("manager").publish(PROGRAMME, &luodi_acceptance::files::programme_file(PROGRAMME), &[]);
}

#[test]
fn s44_04_half_of_the_villages() {
    let (server, _) = world("2008-05-01 09:00");
    villages(&server, 55);
    let county = server.desk("C", PROGRAMME);
    let check = |village: String, checker: &str| {
        county.stored(
            "ledger_check",
            "",
            json!({"village": village, "checker": checker, "date": "2008-04-01", "result": "合格"}),
        );
    };
    (0..31).for_each(|i| check(format!("X{i}"), "B"));
    check("X0".to_string(), "B");
    check("X40".to_string(), "T1");
    let own = county.own("ledgers", "C");
    assert_eq!(
        (&own["met"], &own["actual"]),
        (&json!(true), &json!("50")),
        "62 villages; twice is once, a township's check is none"
    );
    server.units(&[("Y", "新村", "村", "T2")]);
    server.login("manager").publish(PROGRAMME, &luodi_acceptance::files::programme_file(PROGRAMME), &[]);
    let county = server.desk("C", PROGRAMME);
    assert_eq!(county.own("ledgers", "C")["met"], false, "31 of 63");
    county.stored("ledger_check", "", json!({"village": "Y", "checker": "B", "date": "2008-04-02", "result": "合格"}));
    assert_eq!(county.own("ledgers", "C")["met"], true, "32 of 63");
}

#[test]
fn s44_05_higher_is_strict_and_needs_last_year() {
    let (server, county) = world("2008-12-01 09:00");
    let money = |kind: &str, amount: &str| {
        county.stored("money", "", json!({"unit": "C", "date": "2008-06-01", "kind": kind, "amount": amount}))
    };
    let id = money("向上争取", "1000");
    money("向下扶持", "300");
    let won = || county.own("won", "C");
    assert_eq!((&won()["met"]["unknown"], &won()["quota"]["unknown"]), (&json!("pending"), &json!("pending")));
    answer(&server, PROGRAMME, "won_last_year", &json!("1000"));
    answer(&server, PROGRAMME, "passed_last_year", &json!("500"));
    assert_eq!(won()["met"], false);
    correct(&county, &json!(id), json!({"amount": "1000.01"}));
    assert_eq!(won()["met"], true);
    assert_eq!(bundle(&county, "money", "C"), (1, 2, json!(false)));
}

fn project(county: &Desk, name: &str) -> String {
    crate::common::id_of(county, "project", "name", name)
}

fn advance(county: &Desk, name: &str, states: &[&str]) {
    let id = project(county, name);
    for state in states {
        let (status, said) = county.move_to(&id, state, json!({(format!("{state}_with")): ["文件.pdf"]}));
        assert_eq!(status, 200, "{name} {state}: {said}");
    }
}

const TO_START: [&str; 3] = ["filed", "approved", "started"];

#[test]
fn s44_06_six_of_seven_started() {
    let (_server, county) = world("2008-12-01 09:00");
    for i in 1..=4 {
        advance(&county, &format!("{i}号村级文化室"), &TO_START);
    }
    advance(&county, "5号村级文化室", &["filed", "approved", "started", "finished"]);
    advance(&county, "宜就文化站", &TO_START);
    let own = county.own("started", "C");
    assert_eq!((&own["actual"], &own["quota"], &own["met"]), (&json!("6"), &json!("7"), &json!(false)));
    advance(&county, "县影剧院改造", &TO_START);
    assert_eq!(
        (county.own("started", "C")["actual"].clone(), county.own("finished", "C")["actual"].clone()),
        (json!("6"), json!("0"))
    );
}

#[test]
fn s44_07_two_days_late_and_no_more_than_that() {
    let (server, county) = world("2008-07-01 09:00");
    assert_eq!(
        (county.own("centre", "C")["met"].clone(), county.own("centre", "C")["days_late"].clone()),
        (json!(false), Json::Null)
    );
    server.clock.set("2008-07-10 09:00");
    let county = server.desk("C", PROGRAMME);
    county.stored("opening", "", json!({"unit": "C", "date": "2008-07-02"}));
    let card = county.card("centre", "C");
    assert_eq!((&card["own"]["met"], &card["own"]["days_late"], &card["aspired"]), (&json!(false), &json!(2), &json!(true)));
    assert!(find(&county.get("board?unit=C")["red"], "name", "centre").is_none(), "it is in the report and asks nobody to act");
    assert_eq!((county.count("circular"), county.listed("ledger_check", "card_proposals").len()), (0, 0));
}

#[test]
fn s44_08_fifteen_of_sixteen_hospitals() {
    let (server, _) = world("2008-05-01 09:00");
    let rows: Vec<(String, String, String, String)> =
        (1..=16).map(|i| (format!("P{i}"), format!("{i}号医院"), "医院".to_string(), "C".to_string())).collect();
    server.units(&rows);
    let county = server.desk("C", PROGRAMME);
    for i in 1..=16 {
        let id = county.stored("dispute_plan", "", json!({"hospital": format!("P{i}"), "file": ["预案.docx"]}));
        if i != 9 {
            assert!(county.mark(&id, "approved").0 < 300);
        }
    }
    let card = county.card("dispute_plans", "C");
    assert_eq!((&card["units_met"], &card["units_total"], &card["complete"]), (&json!(15), &json!(16), &json!(false)));
    assert_eq!(texts(&card["short"], "name"), ["9号医院"]);
}

#[test]
fn s44_09_who_is_eligible() {
    let (_server, county) = world("2008-05-01 09:00");
    let village = |name: &str, households: Json, electricity: bool| {
        county.stored(
            "blind_spot",
            "",
            json!({"unit": "T1", "name": name, "households": households, "electricity": electricity, "blind": true}),
        )
    };
    let (twenty, nineteen) = (village("甲", json!(20), true), village("乙", json!(19), true));
    let (dark, blank) = (village("丙", json!(25), false), village("丁", Json::Null, true));
    let eligible = |id: &str| county.record(id)["record"]["fields"]["eligible"].clone();
    assert_eq!((eligible(&twenty), eligible(&nineteen), eligible(&dark)), (json!(true), json!(false), json!(false)));
    assert_eq!(texts(&json!(county.listed("blind_spot", "undetermined")), "id"), [blank]);
    assert_eq!(texts(&json!(county.listed("blind_spot", "eligible")), "id"), [twenty]);
}

#[test]
fn s44_10_a_base_that_gives_another_rate_is_flagged() {
    let (server, county) = world("2008-02-01 09:00");
    assert_eq!(
        (agreement(&county, "farmers", "C")["left"].clone(), agreement(&county, "join_rate", "C")["agrees"]["unknown"].clone()),
        (json!("90857"), json!("pending"))
    );
    answer(&server, PROGRAMME, "farmers", &json!(90000));
    let rate = agreement(&county, "join_rate", "C");
    let left: f64 = rate["left"].as_str().and_then(|l| l.parse().ok()).expect("a rate");
    assert!((88.22 - left).abs() < 0.005, "{rate}");
    assert_eq!((&rate["right"], &rate["agrees"]), (&json!("87.39"), &json!(false)), "the text's own figure stays");
    answer(&server, PROGRAMME, "farmers", &json!(90857));
    assert_eq!(agreement(&county, "join_rate", "C")["agrees"], true);
}

#[test]
fn s44_11_circulars_are_numbered_signed_and_answered() {
    let (server, county) = world("2008-09-01 09:00");
    let task = crate::common::id_of(&county, "task", "key", "卫生五");
    correct(&county, &json!(task), json!({"due": "2008-09-30", "unit": "H"}));
    let circular = |series: &str| county.stored("circular", "", json!({"unit": "C", "series": series}));
    let number = |id: &str| county.record(id)["record"]["fields"]["number"].clone();
    let first = circular("政务督查");
    assert_eq!(number(&first), "1");
    for unit in ["T1", "T2", "H"] {
        let part = county.stored("circular_unit", "", json!({"circular": first, "unit": unit, "task": task}));
        let fields = county.record(&part)["record"]["fields"].clone();
        assert_eq!((&fields["fact"], &fields["deadline"]), (&json!("医疗纠纷处置预案"), &json!("2008-09-30")));
    }
    assert_eq!(named_fields(&county.move_to(&first, "issued", json!({})).1), ["signed"]);
    assert!(county.mark(&first, "signed").0 < 300);
    assert_eq!(county.move_to(&first, "issued", json!({})).0, 200);
    let parts = all(&county, "circular_unit");
    let of_t1 =
        parts.iter().find(|p| p["unit"]["code"] == "T1").expect("its part")["id"].as_str().unwrap_or_default().to_string();
    assert_eq!(owed_for(&county, "T1", "answer", &of_t1)["due"], "2008-09-30");
    let township = server.desk("T1", PROGRAMME);
    assert_eq!(township.correct(&of_t1, json!({"answer": "已补齐"})).0, 200);
    assert_eq!(owed_for(&county, "T1", "answer", &of_t1)["state"], "met");
    assert_eq!(county.listed("circular_unit", "not_answered").len(), 2);
    assert_eq!((number(&circular("政务督查")), number(&circular("永情通报"))), (json!("2"), json!("1")));
    for typed in [4, 1] {
        let given = json!({"unit": "C", "series": "政务督查", "number": typed});
        assert_eq!(county.refused("circular", "", given), ["number"], "a gap, a number again");
    }
}

#[test]
fn s44_12_nothing_found_is_an_answer() {
    let (server, county) = world("2008-12-01 09:00");
    answer(&server, PROGRAMME, "review_by", &json!("2008-11-30"));
    let rows: Vec<(String, String, String, String)> =
        (8..=15).map(|i| (format!("T{i}"), format!("{i}号乡"), "乡".to_string(), "C".to_string())).collect();
    server.units(&rows);
    let units: Vec<String> =
        ["H", "J", "B", "W", "M"].iter().map(|u| (*u).to_string()).chain((1..=15).map(|i| format!("T{i}"))).collect();
    for (i, unit) in units.iter().enumerate().take(19) {
        let fields = if i < 3 {
            json!({"unit": unit, "kind": "没有发现"})
        } else {
            json!({"unit": unit, "kind": "有问题", "text": "配合不够"})
        };
        county.stored("review", "", fields);
    }
    let shown = |title: &str| row(&county, "review", title);
    assert_eq!((shown("没有发现"), shown("有问题"), shown("未报")), (json!("3"), json!("16"), json!("1")));
    let red = find(&county.get("board?unit=C")["red"], "name", "review").expect("one is late");
    assert_eq!(red["units"][0]["code"], "T15");
}

#[test]
fn s44_14_bad_input() {
    let (_server, county) = world("2008-09-01 09:00");
    assert_eq!(county.refused("environment", "", json!({"name": "补报", "township": "T1", "schools": "3.5"})), ["schools"]);
    assert_eq!(
        county.refused("insurance", "", json!({"unit": "C", "date": "2008-08-31", "joined": 80000, "rate": "112"})),
        ["rate"]
    );
    assert_eq!(county.refused("environment", "", json!({"name": "补报", "township": "十号乡", "schools": 1})), ["township"]);
    let dates =
        json!({"name": "某站", "batch": "文体开工", "unit": "C", "started_on": "2008-06-02", "finished_on": "2008-06-01"});
    assert_eq!(county.refused("project", "", dates), ["finished_on"]);
}

#[test]
fn s44_15_this_year_does_not_say_which_year_was_last() {
    let (server, _) = world("2008-02-01 09:00");
    let programme = server.login("manager").get(&format!("/api/programmes/{PROGRAMME}")).1;
    let ask = |name: &str| find(&programme["asks"], "name", name).expect("the ask");
    assert_eq!(
        (&ask("this_year")["needed_before_publication"], &ask("last_year")["needed_before_publication"]),
        (&json!(true), &json!(false))
    );
    assert!(ask("last_year")["answer"].is_null(), "{}", ask("last_year"));
}

#[test]
fn s44_16_a_yellow_card_is_a_persons_decision() {
    let (_server, county) = world("2008-09-01 09:00");
    let check = |village: &str, recheck: Json| {
        county.stored(
            "ledger_check",
            "",
            json!({"village": village, "checker": "B", "date": "2008-08-01", "result": "有缺陷", "defects": "漏登", "recheck": recheck}),
        )
    };
    let (bad, good) = (check("V1", json!("未改正")), check("V2", json!("已改正")));
    assert_eq!(texts(&json!(county.listed("ledger_check", "card_proposals")), "id"), [bad.as_str()]);
    assert_eq!(named_fields(&county.move_to(&bad, "carded", json!({})).1), ["decided_by"]);
    assert_eq!(county.move_to(&bad, "carded", json!({"decided_by": "王某"})).0, 200);
    assert_eq!(named_fields(&county.move_to(&good, "carded", json!({"decided_by": "王某"})).1), ["recheck"]);
    let programme = county.get("").to_string();
    assert!(!programme.contains("违法生育"), "no register, field, task or rule about persons or families");
}

#[test]
fn s44_17_one_stage_and_one_document_at_a_time() {
    let (_server, county) = world("2008-09-01 09:00");
    let id = project(&county, "烈士陵园维修改造");
    advance(&county, "烈士陵园维修改造", &["filed"]);
    let (status, said) = county.move_to(&id, "started", json!({"started_with": ["开工报告.pdf"]}));
    assert_eq!((status, said["code"].as_str(), said.to_string().contains("批复")), (422, Some("step"), true), "{said}");
    advance(&county, "烈士陵园维修改造", &["approved"]);
    assert_eq!(named_fields(&county.move_to(&id, "started", json!({})).1), ["started_with"]);
    let (status, _) = county.move_to(&project(&county, "社会福利院建设"), "finished", json!({"finished_with": ["验收.pdf"]}));
    assert_eq!(status, 422, "it was never started");
    advance(&county, "社会福利院建设", &["filed"]);
    advance(&county, "中心敬老院建设", &["filed"]);
    let (civil, education) = (county.own("filed_civil", "C"), county.own("filed_education", "C"));
    assert_eq!((&civil["actual"], &civil["quota"], &civil["met"]), (&json!("3"), &json!("4"), &json!(false)));
    assert_eq!((&education["actual"], &education["quota"]), (&json!("0"), &json!("4")), "counted apart");
}

#[test]
fn s44_18_a_workers_name_stays_where_it_belongs() {
    let (server, county) = world("2008-09-01 09:00");
    let worker = json!({"township": "T1", "clinic": "一村卫生室", "name": "李某某", "qualified": false});
    let id = server.desk("T1", PROGRAMME).stored("clinic_worker", "", worker);
    let sees = |unit: &str| {
        let desk = server.desk(unit, PROGRAMME);
        let page = desk.get("registers/clinic_worker/records").to_string().contains("李某某");
        let sheet = desk.download("registers/clinic_worker/export").status;
        (page, desk.client.get(&format!("/api/records/{id}")).0, sheet)
    };
    assert_eq!((sees("T1").0, sees("T1").1), (true, 200));
    assert_eq!((sees("H").0, sees("H").1), (true, 200), "the county health bureau");
    assert_eq!((sees("T2").0, sees("T2").1), (false, 404));
    assert_eq!((sees("M").0, sees("M").1), (false, 404));
    assert_eq!(row(&county, "clinics", "人数"), "1", "the count is the county's");
    assert_eq!(county.listed("clinic_worker", "to_replace").len(), 1);
    assert_eq!(county.correct(&id, json!({"replaced_by": "张某"})).0, 200);
    assert_eq!(county.listed("clinic_worker", "to_replace").len(), 0);
}

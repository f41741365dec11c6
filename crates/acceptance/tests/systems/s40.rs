//! 40: six guarantees: targets of every sign, entitlements, gates for money. Statements 1, 2 and 13 are about the text.

use crate::common::{agreement, all, answer, owed, row};
use luodi_acceptance::desk::{named_fields, texts};
use luodi_acceptance::files::programme_file;
use luodi_acceptance::{Desk, Json, Role, Server, json};

const PROGRAMME: &str = "40-six-guarantees";
const DEPARTMENTS: [&str; 20] = [
    "市工业和信息化局",
    "市人力资源和社会保障局",
    "市发展改革委",
    "市农业农村局",
    "市商务投资促进局",
    "市财政局",
    "市自然资源局",
    "市退役军人局",
    "市城管局",
    "市扶贫办",
    "市民政局",
    "市教育体育局",
    "市社保中心",
    "市住房城乡建设局",
    "市卫生健康委",
    "市生态环境局",
    "市金融工作局",
    "市审批局",
    "市科技局",
    "市税务局",
];

fn world(beijing: &str) -> (Server, Desk) {
    world_counted(beijing, "xun")
}

/// The city with its departments and counties; the ten days counted in one of two ways.
fn world_counted(beijing: &str, job_periods: &str) -> (Server, Desk) {
    let server = tree();
    alias(&server);
    let said = server.login("manager").publish(PROGRAMME, &programme_file(PROGRAMME), &[("job_periods", json!(job_periods))]);
    assert_eq!(said["given"]["refused"], json!([]));
    server.clock.set(beijing);
    let city = server.desk("S", PROGRAMME);
    (server, city)
}

/// A person says that the office which one bracket calls by a shorter name is that of the city.
fn alias(server: &Server) {
    let csv = "代码,名称,级别,上级编码,别名\nD13,市住房城乡建设局,部门,S,住房城乡建设局\n";
    let (status, said) = server.login("manager").upload("/api/units/import", "单位.csv", csv.as_bytes());
    assert_eq!((status, &said["changed"]), (200, &json!(1)), "{said}");
}

fn tree() -> Server {
    let mut units = vec![("S".to_string(), "清原市".to_string(), "市", "")];
    units.extend(DEPARTMENTS.iter().enumerate().map(|(i, name)| (format!("D{i}"), (*name).to_string(), "部门", "S")));
    units.extend((1..=5).map(|i| (format!("K{i}"), format!("{i}号县"), "县", "S")));
    let rows: Vec<(&str, &str, &str, &str)> = units.iter().map(|(a, b, c, d)| (a.as_str(), b.as_str(), *c, *d)).collect();
    let server = Server::start("2020-06-01 09:00");
    server.units(&rows);
    server.account("manager", "S", Role::Manager);
    server
}

fn report(city: &Desk, fields: Json) -> String {
    let mut sent = json!({"unit": "S", "date": "2020-06-30"});
    for (name, value) in fields.as_object().expect("fields") {
        sent[name.as_str()] = value.clone();
    }
    city.stored("reading", "", sent)
}

fn met(city: &Desk, target: &str) -> Json {
    city.own(target, "S")["met"].clone()
}

#[test]
fn s40_03_each_lead_sees_its_measures() {
    let (server, city) = world("2020-07-01 09:00");
    let leads = all(&city, "lead");
    let of = |unit: &str| {
        leads.iter().filter(|l| l["unit"]["code"] == unit).filter_map(|l| l["fields"]["measure"].as_str()).collect::<Vec<_>>()
    };
    let mut industry = of("D0");
    industry.sort_unstable();
    assert_eq!(industry, ["11", "12", "13", "14", "17", "2"]);
    let units: std::collections::BTreeSet<String> = leads.iter().map(|l| l["unit"]["code"].to_string()).collect();
    assert_eq!((units.len(), leads.len()), (20, 39));
    assert_eq!(server.desk("D0", PROGRAMME).count("lead"), 39, "a department reads all of them");
    assert_eq!(server.desk("K1", PROGRAMME).count("lead"), 0, "a county none");
    let eleven = leads.iter().find(|l| l["unit"]["code"] == "D0" && l["fields"]["measure"] == "11").expect("measure 11");
    assert_eq!(eleven["fields"]["parts"], "2", "once, with two parts");
    assert_eq!(leads.iter().filter(|l| l["unit"]["name"] == "市自然资源局").count(), 2, "a blank inside the name asks nobody");
}

#[test]
fn s40_03_a_shorter_name_waits_for_a_person() {
    let server = tree();
    let manager = server.login("manager");
    let said = manager.publish(PROGRAMME, &programme_file(PROGRAMME), &[("job_periods", json!("xun"))]);
    let refused = said["given"]["refused"].as_array().cloned().unwrap_or_default();
    assert_eq!((refused.len(), refused[0].as_str().is_some_and(|r| r.contains("住房城乡建设局"))), (1, true), "{refused:?}");
    let city = server.desk("S", PROGRAMME);
    assert_eq!(city.count("lead"), 38);
    alias(&server);
    manager.publish(PROGRAMME, &programme_file(PROGRAMME), &[]);
    let leads = all(&city, "lead");
    assert_eq!((leads.len(), leads.iter().filter(|l| l["unit"]["code"] == "D13").count()), (39, 1));
}

#[test]
fn s40_04_signs() {
    let (server, city) = world("2020-07-01 09:00");
    let id = report(
        &city,
        json!({"unemployment": "5.5", "fee": "0.95", "grain": "80", "placed_about": "345", "prices": "3.1", "orphans": "80", "opening": "1"}),
    );
    let check = |targets: &[(&str, bool)]| {
        for (target, expected) in targets {
            assert_eq!(met(&city, target), json!(expected), "{target}");
        }
    };
    check(&[("unemployment", true), ("fee", true), ("grain", true), ("orphans", true), ("opening", true)]);
    for about in ["placed_about", "prices"] {
        assert_eq!(met(&city, about)["unknown"], "pending", "{about}: to be judged, never failed alone");
    }
    let other = json!({"unemployment": "5.51", "grain": "79.99", "orphans": "41", "opening": "2"});
    assert_eq!(city.correct(&id, other).0, 200);
    check(&[("unemployment", false), ("grain", false), ("orphans", false), ("opening", false)]);
    assert_eq!(city.correct(&id, json!({"orphans": "40.4"})).0, 200);
    check(&[("orphans", false)]);
    answer(&server, PROGRAMME, "placed_tolerance", &json!(10));
    check(&[("placed_about", true)]);
}

fn poverty(city: &Desk, county: &str, lifted: Json) {
    let row = all(city, "poverty").into_iter().find(|r| r["unit"]["code"] == county).expect("the county's row");
    assert_eq!(city.correct(row["id"].as_str().unwrap_or_default(), json!({"lifted": lifted})).0, 200);
}

#[test]
fn s40_05_zero_is_zero() {
    let (_server, city) = world("2020-12-31 09:00");
    for (county, lifted) in [("K1", 2000), ("K2", 2000), ("K3", 2000), ("K4", 1000)] {
        poverty(&city, county, json!(lifted));
    }
    assert!(met(&city, "lifted").as_bool().is_none(), "one county is blank");
    poverty(&city, "K5", json!(338));
    let own = city.own("lifted", "S");
    assert_eq!((&own["met"], &own["gap"], &own["actual"]), (&json!(false), &json!("1"), &json!("7338")));
    poverty(&city, "K5", json!(339));
    assert_eq!(met(&city, "lifted"), true);
}

#[test]
fn s40_06_loans_and_funds() {
    let (_server, city) = world("2020-12-01 09:00");
    let loan = |amount: &str, personal: bool| json!({"unit": "S", "date": "2020-08-01", "amount": amount, "personal": personal, "person": "甲"});
    city.stored("loan", "", loan("20", true));
    assert_eq!(city.refused("loan", "", loan("20.01", true)), ["amount"]);
    city.stored("loan", "", loan("18980", false));
    let (first, second) = (city.own("loans_first", "S"), city.own("loans_new", "S"));
    assert_eq!((&first["met"], &second["actual"], &second["met"]), (&json!(true), &json!("5000"), &json!(false)));
    let fund = |times: i64| {
        let id = city.stored("fund", "", json!({"unit": "S", "money": 1000, "times": times}));
        let fields = city.record(&id)["record"]["fields"].clone();
        (fields["carries"].clone(), fields["needed"].clone())
    };
    assert_eq!(fund(10), (json!("10000"), json!("2400")));
    assert_eq!(fund(5), (json!("5000"), json!("4800")));
}

#[test]
fn s40_07_extension_by_rule_and_never_refused_by_a_bank() {
    let (_server, city) = world("2020-07-01 09:00");
    let apply = |change: Json| {
        let mut fields = json!({"unit": "S", "borrower": "甲店", "kind": "个体经营者", "due": "2020-06-01", "collateral_unchanged": true, "jobs_promised": true});
        for (name, value) in change.as_object().expect("fields") {
            fields[name.as_str()] = value.clone();
        }
        city.stored("extension", "", fields)
    };
    let extend =
        |id: &str, until: &str, penalty: i64| city.move_to(id, "extended", json!({"new_due": until, "penalty": penalty}));
    for (due, eligible) in [("2020-05-31", false), ("2020-06-01", true), ("2020-12-31", true), ("2021-01-01", false)] {
        let id = apply(json!({"due": due}));
        let (status, said) = extend(&id, "2021-03-31", 0);
        assert_eq!(status == 200, eligible, "{due}: {said}");
    }
    let id = apply(json!({}));
    assert_eq!(named_fields(&extend(&id, "2021-04-01", 0).1), ["new_due"]);
    assert_eq!(named_fields(&extend(&id, "2021-03-31", 1).1), ["penalty"]);
    for (change, condition) in [
        (json!({"kind": "其他"}), "借款人类别"),
        (json!({"collateral_unchanged": false}), "抵押"),
        (json!({"jobs_promised": false}), "稳岗承诺"),
    ] {
        let id = apply(change);
        let (_, problem) = extend(&id, "2021-03-31", 0);
        assert_eq!(texts(&problem["problems"], "say"), [format!("不符合条件：{condition}")]);
        assert_eq!(city.move_to(&id, "not_eligible", json!({})).0, 200);
    }
    assert_eq!(city.move_to(&id, "refused", json!({})).0, 422, "there is no such state");
    assert_eq!(city.move_to(&id, "not_eligible", json!({})).0, 422, "all conditions hold");
}

#[test]
fn s40_08_a_part_is_inside_its_whole() {
    let (_server, city) = world("2020-07-01 09:00");
    assert_eq!(city.refused("placement", "", json!({"unit": "S", "people": 750, "poor": 760})), ["poor"]);
    city.stored("placement", "", json!({"unit": "S", "people": 750, "poor": 350}));
    assert_eq!(city.own("placed", "S")["actual"], "750");
    for w in all(&city, "workshop").iter().take(24) {
        assert_eq!(city.correct(w["id"].as_str().unwrap_or_default(), json!({"opened_on": "2020-06-20"})).0, 200);
    }
    assert_eq!(met(&city, "workshops"), false);
    let open = city.listed("workshop", "workshops_open");
    assert_eq!(open.len(), 1);
    assert_eq!(city.correct(open[0]["id"].as_str().unwrap_or_default(), json!({"opened_on": "2020-06-30"})).0, 200);
    assert_eq!(met(&city, "workshops"), true);
}

#[test]
fn s40_09_what_agrees_and_what_is_left_to_a_person() {
    let (_server, city) = world("2020-07-01 09:00");
    let jobs = agreement(&city, "jobs", "S");
    assert_eq!((&jobs["left"], &jobs["difference"], &jobs["agrees"]), (&json!("10500"), &json!("2500"), &json!(false)));
    assert_eq!(agreement(&city, "revenue", "S")["agrees"], true);
    assert_eq!(city.own("urban_jobs", "S")["quota"], "8000", "neither is added into the other");
}

#[test]
fn s40_10_growth_needs_its_baseline() {
    let (server, city) = world("2020-07-01 09:00");
    let id = report(&city, json!({"loans_outstanding": "329.9", "sales_ratio": "96.5"}));
    let own = || city.own("loans_outstanding", "S");
    assert_eq!((&own()["met"]["unknown"], &own()["quota"]["unknown"]), (&json!("pending"), &json!("pending")));
    assert!(own()["met"]["why"].as_str().is_some_and(|w| w.contains("基期")), "{}", own());
    answer(&server, PROGRAMME, "loans_last_year", &json!("300"));
    assert_eq!((&own()["met"], &own()["quota"], &own()["baseline"]), (&json!(false), &json!("330"), &json!("300")));
    assert_eq!(city.correct(&id, json!({"loans_outstanding": "330"})).0, 200);
    assert_eq!(own()["met"], true);
    answer(&server, PROGRAMME, "sales_last_year", &json!("96.5"));
    assert_eq!(met(&city, "sales_ratio"), true);
    assert_eq!(city.correct(&id, json!({"sales_ratio": "96.4"})).0, 200);
    assert_eq!((met(&city, "sales_ratio"), city.card("sales_ratio", "S")["aspired"].clone()), (json!(false), json!(true)));
}

#[test]
fn s40_11_twenty_one_ten_day_periods() {
    let (server, _) = world("2021-01-02 09:00");
    let county = server.desk("K1", PROGRAMME);
    server.clock.set("2020-06-05 09:00");
    assert_eq!(county.report_zero("ten_days", "2020-06-1").0, 204);
    server.clock.set("2020-06-15 09:00");
    county.stored("jobs", "", json!({"county": "K1", "date": "2020-06-15", "urban": 30}));
    server.clock.set("2021-01-02 09:00");
    let periods = owed(&county, "K1", "ten_days");
    assert_eq!(periods.len(), 21);
    let states: Vec<&str> = periods.iter().map(|(_, s)| s.as_str()).collect();
    assert_eq!((&states[..2], states[2..].iter().all(|s| *s == "no_report")), (&["zero", "met"][..], true), "{states:?}");
}

#[test]
fn s40_11_every_ten_days_from_the_first() {
    let (server, _) = world_counted("2020-06-05 09:00", "days");
    let county = server.desk("K1", PROGRAMME);
    assert_eq!(county.report_zero("each_ten_days", "2020-06-01+10").0, 204, "a zero is a report");
    server.clock.set("2020-06-15 09:00");
    county.stored("jobs", "", json!({"county": "K1", "date": "2020-06-11", "urban": 30}));
    server.clock.set("2021-01-02 09:00");
    let county = server.desk("K1", PROGRAMME);
    let periods = owed(&county, "K1", "each_ten_days");
    assert_eq!(
        (periods.len(), periods[20].0.as_str(), periods[21].0.as_str()),
        (22, "2020-12-27", "2020-12-31"),
        "21 and four days"
    );
    let states: Vec<&str> = periods.iter().map(|(_, s)| s.as_str()).collect();
    assert_eq!((&states[..2], states[2..].iter().all(|s| *s == "no_report")), (&["zero", "met"][..], true), "{states:?}");
    assert_eq!(owed(&county, "K1", "ten_days").len(), 0, "one way of counting, not both");
}

#[test]
fn s40_12_the_fourth_subsidised_course() {
    let (_server, city) = world("2020-12-01 09:00");
    let course = |name: &str, subsidised: bool| json!({"unit": "S", "person": "甲", "course": name, "date": "2020-09-01", "subsidised": subsidised});
    for name in ["电工", "焊工", "家政"] {
        city.stored("training", "", course(name, true));
    }
    assert_eq!(city.refused("training", "", course("厨师", true)), ["subsidised"]);
    city.stored("training", "", course("厨师", false));
    assert_eq!((row(&city, "training", "补贴培训人次"), row(&city, "training", "参训人数")), (json!("3"), json!("1")));
}

#[test]
fn s40_14_all_growth_positive() {
    let (_server, city) = world("2020-07-10 09:00");
    let rows = all(&city, "growth");
    let put = |i: usize, value: Json| {
        assert_eq!(city.correct(rows[i]["id"].as_str().unwrap_or_default(), json!({"value": value})).0, 200)
    };
    assert!(met(&city, "positive").as_bool().is_none());
    put(0, json!("2.0"));
    put(1, json!("0.1"));
    put(2, json!("-0.3"));
    assert_eq!(met(&city, "positive"), false, "one is negative, whatever the blank is");
    put(2, json!("0.0"));
    assert_eq!(met(&city, "positive"), false, "0.0 is not positive");
    put(2, json!("0.2"));
    assert!(met(&city, "positive").as_bool().is_none(), "the fourth is not known");
    put(3, json!("1.0"));
    assert_eq!(met(&city, "positive"), true);
}

#[test]
fn s40_15_bad_input() {
    let (server, city) = world("2020-07-01 09:00");
    assert_eq!(city.refused("reading", "", json!({"unit": "S", "date": "2020-07-02", "grain": "80"})), ["date"]);
    assert_eq!(
        city.refused("reading", "", json!({"unit": "S", "date": "2020-07-01", "medical_cover": "100.1"})),
        ["medical_cover"]
    );
    assert_eq!(city.refused("jobs", "", json!({"county": "九号县", "date": "2020-07-01", "urban": 1})), ["county"]);
    city.stored(
        "training",
        "",
        json!({"unit": "S", "person": "秘密姓名", "course": "电工", "date": "2020-06-20", "subsidised": true}),
    );
    let page = city.get("registers/training/records").to_string();
    assert!(!page.contains("秘密姓名"));
    assert_eq!(server.desk("D1", PROGRAMME).count("training"), 0);
    let project = |needed: Json| json!({"unit": "S", "name": "水厂", "kind": "民生项目", "needed": needed});
    assert_eq!(city.refused("project", "", project(json!("1000"))), ["needed"], "money without its unit");
    assert_eq!(city.refused("project", "", project(json!("1000人"))), ["needed"]);
    let id = city.stored("project", "", project(json!("0.1亿元")));
    assert_eq!(city.record(&id)["record"]["fields"]["needed"], "1000");
    let id = all(&city, "training")[0]["id"].as_str().unwrap_or_default().to_string();
    let (status, opened) = city.client.post(&format!("/api/records/{id}/open"), &json!({"reason": "核对补贴发放"}));
    assert_eq!((status, &opened["fields"]["person"]), (200, &json!("秘密姓名")), "{opened}");
    assert_eq!(city.record(&id)["openings"].as_array().map(Vec::len), Some(1), "each view leaves a trace");
    poverty(&city, "K1", json!(2000));
    let visitor = server.anonymous().get(&format!("/api/public/programmes/{PROGRAMME}")).1["pages"][0]["items"].clone();
    assert_eq!(visitor.as_array().map(Vec::len), Some(5), "a visitor sees counts of counties: {visitor}");
    assert!(visitor.to_string().contains("2000"), "{visitor}");
}

#[test]
fn s40_16_plan_and_team_of_five_counties() {
    let (server, city) = world("2020-12-31 09:00");
    let items: Vec<(String, String)> =
        (1..=5).flat_map(|i| ["plan", "team"].map(|name| owed(&city, &format!("K{i}"), name)).concat()).collect();
    assert_eq!(items, vec![("—".to_string(), "pending".to_string()); 10]);
    let county = server.desk("K1", PROGRAMME);
    county.stored("filing", "", json!({"county": "K1", "kind": "方案"}));
    assert_eq!((owed(&city, "K1", "plan")[0].1.as_str(), owed(&city, "K1", "team")[0].1.as_str()), ("met", "pending"));
}

#[test]
fn s40_17_no_project_without_its_money() {
    let (_server, city) = world("2020-07-01 09:00");
    let project = |secured: Json| {
        let id = city.stored(
            "project",
            "",
            json!({"unit": "S", "name": "水厂", "kind": "民生项目", "needed": "1000万元", "secured": secured}),
        );
        city.move_to(&id, "approved", json!({}))
    };
    assert_eq!(project(json!("999万元")).0, 422);
    assert_eq!(texts(&project(Json::Null).1["problems"], "say"), ["资金来源未知，不能批准"]);
    assert_eq!(project(json!("0.1亿元")).0, 200);
    let debt = |fields: Json| {
        let mut sent = json!({"unit": "S", "date": "2020-06-30", "hidden_before": "12.0"});
        for (name, value) in fields.as_object().expect("fields") {
            sent[name.as_str()] = value.clone();
        }
        let id = city.stored("debt", "", sent);
        let fields = city.record(&id)["record"]["fields"].clone();
        (fields["within"].clone(), fields["falling"].clone())
    };
    assert_eq!(debt(json!({"limit": "50", "debt": "50", "hidden": "11.9"})), (json!("限额以内"), json!("下降")));
    assert_eq!(debt(json!({"limit": "50", "debt": "50.1", "hidden": "12.1"})), (json!("超限额"), json!("上升")));
    assert_eq!(debt(json!({"debt": "50", "hidden": "12.0"})), (json!("缺限额"), json!("持平，待判断")));
}

#[test]
fn s40_18_exactly_seven_are_aspired() {
    let (_server, city) = world("2020-07-01 09:00");
    let targets = city.get("board?unit=S")["targets"].clone();
    let aspired: Vec<Json> =
        targets.as_array().into_iter().flatten().filter(|t| t["aspired"] == true).map(|t| t["name"].clone()).collect();
    assert_eq!(aspired, ["fee", "sales_ratio", "investment", "rnd_share", "rnd_spending", "tech_firms", "positive"]);
}

//! 10: a prefecture's health report: sums and rates reconciled, eighteen counties that must each pass, directions against a base.
//! Statement 1 is about the text; the report of 19 is a genre of documents.

use crate::common::{agreement, all, answer, bundle, drafted, id_of, published, row};
use luodi_acceptance::desk::{find, texts};
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "10-prefecture-health-targets";
const NAMED: [&str; 11] =
    ["雅江县", "新龙县", "色达县", "白玉县", "理塘县", "稻城县", "德格县", "石渠县", "道孚县", "康定县", "泸定县"];

/// The prefecture with the counties that the text names and so many others.
fn units(others: usize) -> Vec<(String, String, &'static str, &'static str)> {
    let mut units = vec![("Z".to_string(), "高山州".to_string(), "州", "")];
    units.extend(NAMED.iter().enumerate().map(|(i, name)| (format!("K{i}"), (*name).to_string(), "县", "Z")));
    units.extend((0..others).map(|i| (format!("K{}", 11 + i), format!("{}号县", 12 + i), "县", "Z")));
    units
}

fn world(beijing: &str) -> (Server, Desk) {
    let units = units(7);
    let rows: Vec<(&str, &str, &str, &str)> = units.iter().map(|(a, b, c, d)| (a.as_str(), b.as_str(), *c, *d)).collect();
    let server = published(&rows, PROGRAMME, &[], "2015-10-05 09:00");
    server.clock.set(beijing);
    let prefecture = server.desk("Z", PROGRAMME);
    (server, prefecture)
}

fn correct(desk: &Desk, id: &Json, fields: Json) {
    let (status, said) = desk.correct(id.as_str().unwrap_or_default(), fields);
    assert_eq!(status, 200, "{said}");
}

/// Fills the sheets of the counties, in the order of the tree.
fn sheets(desk: &Desk, fields: impl Fn(usize) -> Json) {
    let rows = all(desk, "sheet");
    for i in 0..18 {
        let row = rows.iter().find(|r| r["unit"]["code"] == format!("K{i}")).expect("the county's row");
        correct(desk, &row["id"], fields(i));
    }
}

fn sheet(desk: &Desk, unit: &str) -> Json {
    all(desk, "sheet").into_iter().find(|r| r["unit"]["code"] == unit).expect("the county's row")
}

#[test]
fn s10_02_fifteen_items_and_a_goal_without_a_period() {
    let (server, prefecture) = world("2015-10-06 09:00");
    assert_eq!(all(&prefecture, "training").len(), 15);
    let found = agreement(&prefecture, "training", "Z");
    assert_eq!((&found["left"], &found["agrees"]), (&json!("3063"), &json!(true)));
    let own = || prefecture.own("training", "Z");
    assert_eq!((&own()["quota"], &own()["gap"], &own()["met"]["unknown"]), (&json!("3400"), &json!("337"), &json!("pending")));
    assert!(own()["met"]["why"].as_str().is_some_and(|w| w.contains("期限")), "{}", own());
    answer(&server, PROGRAMME, "training_by", &json!("2015-12-31"));
    assert_eq!(own()["met"], false);
}

#[test]
fn s10_03_no_half_persons_and_three_shares_of_one_plan() {
    let (server, prefecture) = world("2015-10-06 09:00");
    let shares = all(&prefecture, "recruit_share");
    let planned: Vec<Json> = ["州级", "县级", "乡镇"]
        .iter()
        .map(|name| prefecture.record(&id_of(&prefecture, "recruit_share", "name", name))["record"]["fields"]["planned"].clone())
        .collect();
    assert_eq!(planned, [json!("31.5"), json!("94.5"), json!("504")]);
    let flagged = shares.iter().filter(|r| {
        let id = r["id"].as_str().unwrap_or_default();
        prefecture.record(id)["record"]["findings"].as_array().is_some_and(|f| !f.is_empty())
    });
    assert_eq!(flagged.count(), 2, "no whole persons");
    let split = |a: i64, b: i64| json!({"unit": "Z", "prefecture": a, "county": b, "township": 504});
    assert_eq!(prefecture.refused("recruit_split", "", split(32, 95)), ["township"]);
    for (a, b) in [(31, 95), (32, 94)] {
        prefecture.stored("recruit_split", "", split(a, b));
    }
    let shown = |title: &str| row(&prefecture, "recruitment", title);
    let rounded = |title: &str| shown(title).as_str().and_then(|v| v.parse::<f64>().ok()).map(|v| (v * 10.0).round() / 10.0);
    assert_eq!((rounded("县级以上"), rounded("乡镇（只计乡镇卫生人员）")), (Some(46.0), Some(18.3)));
    assert_eq!((shown("乡镇")["unknown"].clone(), shown("合计")["unknown"].clone()), (json!("pending"), json!("pending")));
    for ask in ["physicians_inside", "public_health_inside"] {
        answer(&server, PROGRAMME, ask, &json!(false));
    }
    answer(&server, PROGRAMME, "public_health_township", &json!(true));
    assert_eq!((rounded("乡镇"), rounded("合计")), (Some(30.2), Some(33.3)));
    for ask in ["physicians_inside", "public_health_inside"] {
        answer(&server, PROGRAMME, ask, &json!(true));
    }
    assert_eq!(rounded("合计"), Some(23.8));
}

#[test]
fn s10_04_projects_agree_and_the_rate_does_not() {
    let (_server, prefecture) = world("2015-10-06 09:00");
    for name in ["projects", "by_source", "by_stage"] {
        assert_eq!(agreement(&prefecture, name, "Z")["agrees"], true, "{name}");
    }
    let rate = agreement(&prefecture, "opening", "Z");
    let left: f64 = rate["left"].as_str().and_then(|l| l.parse().ok()).expect("a rate");
    assert!((left - 86.4).abs() < 0.05, "{rate}");
    assert_eq!((&rate["right"], &rate["agrees"]), (&json!("98"), &json!(false)), "the stated value stays, flagged");
    let id = id_of(&prefecture, "project_sum", "name", "2015年9月底");
    let (status, problem) = prefecture.correct(&id, json!({"opened": 439}));
    assert_eq!((status, texts(&problem["problems"], "say")), (422, vec!["续建与开工合计多1个".to_string()]));
}

#[test]
fn s10_05_one_population_behind_three_rates() {
    let (_server, prefecture) = world("2015-10-06 09:00");
    let shown = |title: &str| row(&prefecture, "checks", title);
    assert_eq!((shown("反推人口下限"), shown("反推人口上限")), (json!("1091858"), json!("1091890")));
    let population: i64 = shown("反推人口").as_str().and_then(|p| p.parse().ok()).expect("a number");
    assert_eq!((population + 5) / 10, 109_187, "about 1,091,870");
    for name in ["population", "plague"] {
        assert_eq!(agreement(&prefecture, name, "Z")["agrees"], true, "{name}");
    }
}

fn incidence(prefecture: &Desk, fields: Json) -> String {
    let mut sent = json!({"unit": "Z", "date": "2015-12-31", "months": 9});
    for (name, value) in fields.as_object().expect("fields") {
        sent[name.as_str()] = value.clone();
    }
    prefecture.stored("incidence", "", sent)
}

#[test]
fn s10_06_steady_with_a_fall() {
    let (server, prefecture) = world("2015-12-31 20:00");
    let id = incidence(&prefecture, json!({"class": "乙类", "rate": "330.10"}));
    let met = |target: &str| prefecture.own(target, "Z")["met"].clone();
    assert_eq!(met("incidence_b"), false, "risen");
    correct(&prefecture, &json!(id), json!({"rate": "329.80"}));
    assert_eq!(met("incidence_b")["unknown"], "pending", "unchanged: the user says");
    answer(&server, PROGRAMME, "unchanged_meets", &json!(true));
    assert_eq!(met("incidence_b"), true);
    answer(&server, PROGRAMME, "unchanged_meets", &json!(false));
    assert_eq!(met("incidence_b"), false);
    correct(&prefecture, &json!(id), json!({"rate": "329.79"}));
    assert_eq!(met("incidence_b"), true);
    correct(&prefecture, &json!(id), json!({"months": 12}));
    let twelve = met("incidence_b");
    assert_eq!(twelve["unknown"], "not_computable");
    assert!(twelve["why"].as_str().is_some_and(|w| w.contains("12个月") && w.contains("9个月")), "{twelve}");
    incidence(&prefecture, json!({"class": "甲类", "cases": 1, "population": 1_100_000, "rate": "0.09"}));
    assert_eq!(met("incidence_a"), true, "0.0909 is below 0.0916 although both show 0.09");
}

#[test]
fn s10_07_seventy_two_cells_of_vaccination() {
    let (_server, prefecture) = world("2015-12-31 20:00");
    sheets(&prefecture, |i| json!({"bcg": "98", "hepatitis": "98", "dpt": "98", "polio": if i == 4 { "94.9" } else { "98" }}));
    assert_eq!(bundle(&prefecture, "vaccination", "Z"), (71, 72, json!(false)));
    let short = find(&prefecture.get("board?unit=Z")["bundles"], "name", "vaccination").expect("the bundle")["short"].clone();
    assert_eq!((texts(&short, "target"), short[0]["unit"]["name"].clone()), (vec!["polio".to_string()], json!("理塘县")));
    correct(&prefecture, &sheet(&prefecture, "K4")["id"], json!({"polio": "94.96"}));
    let own = prefecture.own("polio", "K4");
    assert_eq!((&own["actual"], &own["met"]), (&json!("94.96"), &json!(false)));
}

#[test]
fn s10_08_a_damaged_figure_enters_no_sum() {
    let (_server, prefecture) = world("2015-10-06 09:00");
    let fields = |name: &str| prefecture.record(&id_of(&prefecture, "support", "name", name))["record"].clone();
    assert_eq!(
        (fields("二甲医院")["fields"]["treated"].clone(), texts(&fields("二甲医院")["findings"], "field")),
        (json!("38.54"), vec!["treated".to_string()])
    );
    assert_eq!(fields("三级医院")["fields"]["treated"], json!({"about": "57232", "low": "57232", "high": null}));
    assert_eq!(fields("卫生下乡")["fields"]["treated"], json!({"about": "392300", "low": "392300", "high": null}));
    assert!(row(&prefecture, "checks", "诊治合计").is_null(), "not available");
}

#[test]
fn s10_09_what_the_member_pays() {
    let (_server, prefecture) = world("2015-10-06 09:00");
    assert_eq!(row(&prefecture, "checks", "个人缴费"), "50");
    let id = sheet(&prefecture, "K0")["id"].clone();
    correct(&prefecture, &id, json!({"government": "240", "member": "40", "fund": "290"}));
    let record = prefecture.record(id.as_str().unwrap_or_default())["record"].clone();
    assert_eq!(record["fields"]["fund_gap"], "10");
    assert_eq!(texts(&record["findings"], "say"), ["政府补助加个人缴费比人均筹资少10元"]);
}

#[test]
fn s10_10_nine_counties_with_a_team_and_no_tenth() {
    let (_server, prefecture) = world("2015-10-06 09:00");
    let names = all(&prefecture, "county_name");
    assert_eq!((names.len(), names.iter().filter(|n| n["fields"]["team"] == true).count()), (11, 9));
    let share = |name: &str| {
        let share = prefecture.record(&id_of(&prefecture, "screening", "name", name))["record"]["fields"]["share"].clone();
        share.as_str().and_then(|s| s.parse::<f64>().ok()).map(|s| (s * 100.0).round() / 100.0)
    };
    assert_eq!(["包虫病手术", "白内障手术", "其他眼科手术"].map(share), [Some(0.42), Some(10.82), Some(5.62)]);
    assert_eq!(row(&prefecture, "checks", "建议手术"), "804");
}

#[test]
fn s10_11_each_county_or_the_average() {
    let (server, prefecture) = world("2015-12-31 20:00");
    sheets(&prefecture, |i| {
        let pay = [(16, "6600"), (17, "5400")].iter().find(|(at, _)| *at == i).map_or("6000", |(_, pay)| *pay);
        json!({"pay": pay, "doctors": if i == 16 { 50 } else { 100 }})
    });
    let plain = prefecture.own("pay_plain", "Z");
    assert_eq!((&plain["actual"], &plain["met"]), (&json!("6000"), &json!(true)));
    let weighted = prefecture.own("pay_weighted", "Z");
    let actual: f64 = weighted["actual"].as_str().and_then(|a| a.parse().ok()).expect("a number");
    assert_eq!(((actual * 100.0).round() / 100.0, &weighted["met"]), (5982.86, &json!(false)));
    let each = || prefecture.card("pay_each", "Z");
    assert_eq!((&each()["units_met"], &each()["units_short"]), (&json!(0), &json!(0)), "whether it binds each county is asked");
    answer(&server, PROGRAMME, "pay_binds", &json!("each"));
    assert_eq!(
        (&each()["units_met"], &each()["complete"], texts(&each()["short"], "code")),
        (&json!(17), &json!(false), vec!["K17".to_string()])
    );
    correct(&prefecture, &sheet(&prefecture, "K17")["id"], json!({"pay": null}));
    assert_eq!((&each()["units_reported"], &each()["units_total"]), (&json!(17), &json!(18)));
    assert_eq!(row(&prefecture, "checks", "已报村医补助的县"), "17");
    assert!(prefecture.own("pay_plain", "Z")["actual"].is_null(), "no average of 18");
}

fn subsidies(prefecture: &Desk, blank: usize) {
    sheets(prefecture, |i| {
        if i == blank { json!({"institutions": 20}) } else { json!({"institutions": 20, "special": 20, "balance": 20}) }
    });
}

#[test]
fn s10_12_seventeen_of_eighteen_and_one_not_reported() {
    let (_server, prefecture) = world("2015-12-31 20:00");
    subsidies(&prefecture, 6);
    let card = prefecture.card("both", "Z");
    assert_eq!((&card["units_met"], &card["units_total"], &card["units_short"]), (&json!(17), &json!(18), &json!(0)));
    assert!(card["complete"].as_bool().is_none(), "not all: {card}");
    assert_eq!(prefecture.listed("sheet", "blank_sheets").len(), 1);
    // Eleven names stand in the text: with these alone the count that it states is not reached.
    let units = units(0);
    let rows: Vec<(&str, &str, &str, &str)> = units.iter().map(|(a, b, c, d)| (a.as_str(), b.as_str(), *c, *d)).collect();
    let server = drafted(&rows, PROGRAMME, "2015-10-05 09:00");
    let (status, said) = server.login("manager").post(&format!("/api/programmes/{PROGRAMME}/publish"), &json!({}));
    assert_eq!(status, 200, "{said}");
    let groups = said["fanout"]["groups"].clone();
    let counties = find(&groups, "name", "各县").unwrap_or_else(|| panic!("no group: {said}"));
    assert_eq!((&counties["stated"], &counties["count"]), (&json!(18), &json!(11)));
}

#[test]
fn s10_13_goals_without_a_number() {
    let (_server, prefecture) = world("2015-12-31 20:00");
    for name in ["staff", "diseases", "grades"] {
        assert_eq!(prefecture.own(name, "Z")["met"]["unknown"], "pending", "{name}");
    }
    assert_eq!(prefecture.own("grades", "Z")["by"]["unknown"], "pending", "a year that lies in the report is no deadline");
    let centres = all(&prefecture, "centre");
    assert_eq!((centres.len(), centres.iter().filter(|c| c["fields"]["name"].is_null()).count()), (3, 1));
}

#[test]
fn s10_15_bad_input() {
    let (_server, prefecture) = world("2015-12-31 20:00");
    let incidence = |fields: Json| {
        let mut sent = json!({"unit": "Z", "date": "2015-12-31", "months": 9, "class": "乙类"});
        for (name, value) in fields.as_object().expect("fields") {
            sent[name.as_str()] = value.clone();
        }
        prefecture.refused("incidence", "", sent)
    };
    assert_eq!(incidence(json!({"cases": 3, "deaths": 4})), ["deaths"]);
    assert_eq!(incidence(json!({"cases": -1})), ["cases"]);
    let sheet = |county: &str, polio: &str| json!({"name": "补报", "county": county, "polio": polio});
    assert_eq!(prefecture.refused("sheet", "", sheet("K0", "100.1")), ["polio"]);
    assert_eq!(prefecture.refused("sheet", "", sheet("十九号县", "95")), ["county"]);
    let id = id_of(&prefecture, "project_sum", "name", "2015年9月底");
    let (status, problem) = prefecture.correct(&id, json!({"opened_money": "21100", "not_opened_money": "3"}));
    assert_eq!((status, texts(&problem["problems"], "say")), (422, vec!["按来源与按阶段的投资差1万元".to_string()]));
}

#[test]
fn s10_16_directions() {
    let (server, prefecture) = world("2015-12-31 20:00");
    let fields =
        json!({"unit": "Z", "date": "2015-12-31", "months": 9, "delivery": "67.95", "infant": "12.74", "maternal": "60"});
    let id = prefecture.stored("direction", "", fields);
    let met = |target: &str| prefecture.own(target, "Z")["met"].clone();
    assert_eq!((met("delivery"), met("infant")), (json!(false), json!(true)));
    correct(&prefecture, &json!(id), json!({"delivery": "67.97"}));
    assert_eq!(met("delivery"), true);
    assert!(met("maternal")["why"].as_str().is_some_and(|w| w.contains("基期")), "{}", met("maternal"));
    answer(&server, PROGRAMME, "maternal_base", &json!("61"));
    assert_eq!(met("maternal"), true);
}

#[test]
fn s10_17_thirty_six_marks() {
    let (_server, prefecture) = world("2015-12-31 20:00");
    subsidies(&prefecture, 18);
    assert_eq!(bundle(&prefecture, "subsidies", "Z"), (36, 36, json!(true)));
    let id = sheet(&prefecture, "K2")["id"].clone();
    correct(&prefecture, &id, json!({"balance": 19}));
    assert_eq!(bundle(&prefecture, "subsidies", "Z"), (35, 36, json!(false)));
    let card = prefecture.card("both", "Z");
    assert_eq!((&card["units_met"], texts(&card["short"], "code")), (&json!(17), vec!["K2".to_string()]));
    correct(&prefecture, &id, json!({"balance": null}));
    let (met, expected, complete) = bundle(&prefecture, "subsidies", "Z");
    assert_eq!((met, expected, complete.as_bool()), (35, 36, None), "35 of 36, one not reported");
}

#[test]
fn s10_18_twelve_rows_and_nobody_yet() {
    let (server, prefecture) = world("2015-10-06 09:00");
    let works = all(&prefecture, "pilot_work");
    let of = |unit: &str| works.iter().filter(|w| w["unit"]["code"] == unit).count();
    assert_eq!((works.len(), of("K9"), of("K10")), (12, 6, 6));
    let owed = || [prefecture.owed("Z", "pilot_prefecture").len(), prefecture.owed("K9", "pilot_county").len()];
    assert_eq!(owed(), [0, 0], "before the answer no row is due");
    answer(&server, PROGRAMME, "pilot_by", &json!("county"));
    assert_eq!(owed(), [0, 6]);
    answer(&server, PROGRAMME, "pilot_by", &json!("prefecture"));
    assert_eq!(owed(), [12, 0]);
}

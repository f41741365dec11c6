//! 45: an outline of five years broken down: lines to executors, constraining indicators, falls chained year by year, the same indicator
//! named twice. Statements 1, 15, 16 and the words of 18 are about the text.

use crate::common::{agreement, all, answer, bundle, id_of, published, row};
use luodi_acceptance::desk::{find, named_fields, texts};
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "45-five-year-outline-breakdown";
const LEADS: &str = "市交通运输局 市人口计生委 市人武部 市人社局 市人行 市住建委 市住房公积金中心 市体育局 市供电公司 市公安局 市农业局 市农办 市卫生局 市发展改革委 \
    市司法局 市商务局 市国土资源局 市城乡规划局 市外侨旅游局 市妇联 市委宣传部 市委组织部 市安监局 市房管局 市招商局 市政府办 市政府法制办 市政府金融办 市教育局 市文广新局 \
    市文明委 市新农办 市林业局 市档案局 市民政局 市水利局 市物价局 市环保局 市监察局 市科技局 市经信委 市综治办 市编办 市老干部局 市财政局";

/// The city with its departments and so many townships.
fn world_with(townships: usize, beijing: &str) -> (Server, Desk) {
    let mut units = vec![("S".to_string(), "长河市".to_string(), "市", "")];
    units.extend(LEADS.split_whitespace().enumerate().map(|(i, name)| (format!("D{i}"), name.to_string(), "部门", "S")));
    units.extend((1..=townships).map(|i| (format!("T{i}"), format!("{i}号镇"), "乡", "S")));
    let rows: Vec<(&str, &str, &str, &str)> = units.iter().map(|(a, b, c, d)| (a.as_str(), b.as_str(), *c, *d)).collect();
    let server = published(&rows, PROGRAMME, &[], "2011-03-01 09:00");
    server.clock.set(beijing);
    let city = server.desk("S", PROGRAMME);
    (server, city)
}

fn world(beijing: &str) -> (Server, Desk) {
    world_with(3, beijing)
}

fn report(city: &Desk, fields: Json) -> String {
    let mut sent = json!({"unit": "S", "date": "2015-12-01"});
    for (name, value) in fields.as_object().expect("fields") {
        sent[name.as_str()] = value.clone();
    }
    city.stored("reading", "", sent)
}

fn correct(desk: &Desk, id: &Json, fields: Json) {
    let (status, said) = desk.correct(id.as_str().unwrap_or_default(), fields);
    assert_eq!(status, 200, "{said}");
}

fn met(city: &Desk, target: &str) -> Json {
    city.own(target, "S")["met"].clone()
}

#[test]
fn s45_02_fifty_one_lines_for_each_of_three() {
    let (_server, city) = world("2011-03-02 09:00");
    assert_eq!((all(&city, "item").len(), all(&city, "duty_line").len()), (41, 52));
    let owed: Vec<Vec<Json>> = ["T1", "T2", "T3"].map(|t| city.owed(t, "line_work")).to_vec();
    assert_eq!(owed.iter().map(Vec::len).collect::<Vec<_>>(), [51, 51, 51], "153 in all");
    let inner_city = id_of(&city, "duty_line", "key", "L171");
    assert!(owed.iter().flatten().all(|o| o["record"] != inner_city), "the area of the city proper is on no township's list");
}

#[test]
fn s45_03_a_cut_name_waits_for_a_person() {
    let (server, city) = world("2011-03-02 09:00");
    let leads = all(&city, "lead");
    let open = city.listed("lead", "unresolved_leads");
    assert_eq!((leads.len(), open.len()), (107, 2));
    assert!(open.iter().all(|l| l["fields"]["name"] == "市局"));
    let police = leads.iter().filter(|l| l["fields"]["name"] == "市公安局").count();
    assert_eq!(police, 2, "it leads under its own name");
    server.clock.set("2011-03-03 09:00");
    let manager = Desk { client: server.login("manager"), programme: PROGRAMME.to_string() };
    correct(&manager, &open[0]["id"], json!({"lead": "市公安局"}));
    assert_eq!(manager.listed("lead", "unresolved_leads").len(), 1);
    let events = server.login("manager").get("/api/events?kind=record_corrected").1;
    let page = manager.record(open[0]["id"].as_str().unwrap_or_default()).to_string() + &events.to_string();
    assert!(page.contains("manager"), "who did it stands in the trace: {page}");
}

/// All fourteen reached.
fn constraining(city: &Desk) -> String {
    for row in all(city, "yearly") {
        correct(city, &row["id"], json!({"down": "4"}));
    }
    report(
        city,
        json!({"gross_rate": "98", "retention": "98", "farmland": "15.58", "forest": "280", "population": "166.2", "pension": "16", "medical": "95"}),
    )
}

#[test]
fn s45_04_thirteen_of_fourteen_are_not_completed() {
    let (_server, city) = world("2015-12-20 09:00");
    let id = constraining(&city);
    assert_eq!(bundle(&city, "constraining", "S"), (14, 14, json!(true)));
    correct(&city, &json!(id), json!({"forest": "279.9", "output": "2000", "enterprises": "900"}));
    assert_eq!(bundle(&city, "constraining", "S"), (13, 14, json!(false)));
    let short = find(&city.get("board?unit=S")["bundles"], "name", "constraining").expect("the bundle")["short"].clone();
    assert_eq!(texts(&short, "target"), ["forest"]);
    let binding = city.get("board?unit=S")["targets"].as_array().map(|t| t.iter().filter(|t| t["strength"] == "binding").count());
    assert_eq!(binding, Some(14));
}

fn falls(city: &Desk, of: &str, down: &[Json]) {
    let rows: Vec<Json> = all(city, "yearly").into_iter().filter(|r| r["fields"]["indicator"] == of).collect();
    for (i, value) in down.iter().enumerate() {
        let year = json!((2011 + i).to_string());
        let row = rows.iter().find(|r| r["fields"]["year"] == year).expect("the year's row");
        correct(city, &row["id"], json!({"down": value}));
    }
}

#[test]
fn s45_05_annual_falls_are_chained() {
    let (_server, city) = world("2015-12-20 09:00");
    let energy = "单位产值能耗";
    let actual = || city.own("energy", "S")["actual"].as_str().and_then(|a| a.parse::<f64>().ok());
    falls(&city, energy, &vec![json!("2.7"); 5]);
    assert_eq!((met(&city, "energy"), actual().map(|a| (a * 100.0).round())), (json!(false), Some(1279.0)));
    falls(&city, energy, &vec![json!("2.75"); 5]);
    assert_eq!((met(&city, "energy"), actual().map(|a| (a * 100.0).round())), (json!(true), Some(1301.0)));
    falls(&city, energy, &[json!("2.75"), Json::Null]);
    assert!(met(&city, "energy").as_bool().is_none() && actual().is_none());
    assert_eq!(row(&city, "falls", "单位产值能耗已报年数"), "4");
}

#[test]
fn s45_06_three_of_four_parts() {
    let (_server, city) = world("2015-12-20 09:00");
    assert_eq!(agreement(&city, "training", "S")["agrees"], true);
    report(&city, json!({"retraining": "1.6", "pretraining": "1.0", "starting": "0.5", "rural_training": "11.9"}));
    assert_eq!((city.own("training", "S")["actual"].clone(), met(&city, "training")), (json!("15"), json!(true)));
    assert_eq!(bundle(&city, "training_parts", "S"), (3, 4, json!(false)));
}

#[test]
fn s45_07_numbers_of_the_text_against_each_other() {
    let (_server, city) = world("2011-03-02 09:00");
    let sides = |name: &str| {
        let found = agreement(&city, name, "S");
        let wan = |side: &str| found[side].as_str().and_then(|v| v.parse::<f64>().ok()).map(|v| (v / 100.0).round() / 100.0);
        (wan("left"), wan("right"), found["agrees"].clone())
    };
    assert_eq!(sides("urban_people"), (Some(63.83), Some(90.0), json!(false)));
    assert_eq!(sides("rural_people"), (Some(167.46), Some(166.2), json!(false)));
    assert_eq!(sides("all_people"), (Some(163.64), Some(166.2), json!(false)), "it stays below");
}

#[test]
fn s45_08_twins() {
    let (server, city) = world("2015-12-20 09:00");
    let id = report(&city, json!({"farmland": "15.58", "retention": "98.5", "completion": "97"}));
    let (first, again) = (city.own("farmland", "S"), city.own("farmland_again", "S"));
    assert_eq!(
        (&first["met"], &again["met"], &again["twin"]["target"], &again["twin"]["same"]),
        (&json!(true), &json!(true), &json!("farmland"), &json!(true))
    );
    let completion = || city.own("completion", "S");
    assert_eq!(
        (&completion()["twin"]["same"]["unknown"], &completion()["actual"], &completion()["met"]),
        (&json!("pending"), &json!("97"), &json!(false))
    );
    answer(&server, PROGRAMME, "completion_same", &json!(true));
    assert_eq!((&completion()["actual"], &completion()["met"]), (&json!("98.5"), &json!(true)), "one reported value serves both");
    answer(&server, PROGRAMME, "medical_same", &json!(false));
    correct(&city, &json!(id), json!({"medical": "96", "all_medical": "94", "pension": "16"}));
    assert_eq!((met(&city, "medical"), met(&city, "all_medical")), (json!(true), json!(false)));
    assert_eq!(
        (met(&city, "pension"), met(&city, "pension_cover")["unknown"].clone()),
        (json!(true), json!("pending")),
        "a count gives no cover"
    );
}

#[test]
fn s45_09_two_of_three_industries() {
    let (_server, city) = world("2015-12-20 09:00");
    for (name, output) in [("纺织服装", "180"), ("医药", "110"), ("食品加工", "100.0"), ("机电汽配", "60"), ("化工", "55")]
    {
        correct(&city, &json!(id_of(&city, "industry", "name", name)), json!({"output": output}));
    }
    let own = city.own("over_hundred", "S");
    assert_eq!((&own["actual"], &own["met"], met(&city, "over_fifty")), (&json!("2"), &json!(false), json!(true)));
    let new = city.own("new_industry", "S");
    assert_eq!((&new["quota"]["unknown"], &new["met"]["unknown"]), (&json!("pending"), &json!("pending")));
}

#[test]
fn s45_10_level_and_growth() {
    let (server, city) = world("2015-12-20 09:00");
    let id = report(&city, json!({"income": "11200"}));
    assert_eq!(met(&city, "income_growth")["unknown"], "pending", "no base yet");
    for (base, income, level, growth) in [("6500", "11200", true, false), ("6000", "10800", false, true)] {
        answer(&server, PROGRAMME, "income_2010", &json!(base));
        correct(&city, &json!(id), json!({"income": income}));
        assert_eq!((met(&city, "income"), met(&city, "income_growth")), (json!(level), json!(growth)), "{base}");
        assert_eq!(bundle(&city, "income", "S"), (1, 2, json!(false)));
        let quota: f64 = city.own("income_growth", "S")["quota"].as_str().and_then(|q| q.parse().ok()).expect("a quota");
        assert_eq!(quota.round(), if base == "6500" { 11455.0 } else { 10574.0 });
    }
}

#[test]
fn s45_11_the_sex_ratio_waits_and_lower_is_better() {
    let (server, city) = world("2015-12-20 09:00");
    let id = report(&city, json!({"sex_ratio": "119"}));
    assert_eq!(met(&city, "sex_ratio")["unknown"], "pending");
    answer(&server, PROGRAMME, "sex_side", &json!("girls_100"));
    assert_eq!(met(&city, "sex_ratio"), true);
    correct(&city, &json!(id), json!({"sex_ratio": "121"}));
    assert_eq!(met(&city, "sex_ratio"), false);
    assert_eq!(
        (agreement(&city, "population", "S")["left"].clone(), agreement(&city, "population", "S")["agrees"].clone()),
        (json!("6"), json!(true))
    );
    let report = json!({"unit": "S", "date": "2015-11-30", "births": "8.5", "deaths": "7.0", "natural": "2.5"});
    let flagged = city.stored("population_report", "", report);
    let findings = city.record(&flagged)["record"]["findings"].clone();
    assert_eq!(texts(&findings, "field"), ["natural"], "{findings}");
}

#[test]
fn s45_12_a_thousand_square_metres_and_eighty_percent() {
    let (_server, city) = world("2015-12-20 09:00");
    for (i, area) in [1200, 1100, 1000, 999, 950].into_iter().enumerate() {
        city.stored("centre", "", json!({"unit": "S", "name": format!("{i}号中心"), "area": area}));
    }
    let own = city.own("centres", "S");
    assert_eq!((&own["actual"], &own["quota"], &own["met"]), (&json!("3"), &json!("4"), &json!(false)));
    let ids: Vec<String> = (0..41)
        .map(|i| {
            city.stored(
                "community",
                "",
                json!({"unit": "S", "name": format!("{i}号社区"), "has_station": i < 33, "area": if i < 32 { 300 } else { 299 }}),
            )
        })
        .collect();
    let own = || city.own("community_stations", "S");
    assert_eq!((&own()["met"], &own()["gap"], &own()["actual"]), (&json!(false), &json!("1"), &json!("78")));
    correct(&city, &json!(ids[32]), json!({"area": 300}));
    assert_eq!(own()["met"], true);
}

#[test]
fn s45_13_a_benchmark_of_the_same_year() {
    let (_server, city) = world("2015-12-20 09:00");
    report(&city, json!({"sport_spending": "510", "fitness_rank": "3"}));
    let own = city.own("sport_spending", "S");
    assert_eq!((&own["quota"]["unknown"], &own["met"]["unknown"]), (&json!("pending"), &json!("pending")));
    city.stored("benchmark", "", json!({"unit": "S", "date": "2014-12-31", "amount": "400"}));
    assert_eq!(met(&city, "sport_spending")["unknown"], "pending", "that is another year's");
    city.stored("benchmark", "", json!({"unit": "S", "date": "2015-12-15", "amount": "510"}));
    assert_eq!(met(&city, "sport_spending"), true, "以上 includes");
    let rank = met(&city, "fitness_rank");
    assert!(rank.as_bool().is_none(), "{rank}");
    let card = city.card("fitness_rank", "S");
    assert_eq!((&card["units_met"], &card["units_short"]), (&json!(0), &json!(0)));
}

#[test]
fn s45_14_not_broken_down_with_a_reason_and_never_a_constraining_one() {
    let (_server, city) = world("2011-03-02 09:00");
    let services = id_of(&city, "item", "key", "二3");
    let mark = |id: &str, fields: Json| city.correct(id, fields);
    assert_eq!(named_fields(&mark(&services, json!({"not_broken_down": true})).1), ["reason"]);
    assert_eq!(mark(&services, json!({"not_broken_down": true, "reason": "主要靠市场主体，L91"})).0, 200);
    assert_eq!((all(&city, "item").len(), city.listed("item", "not_broken_down").len()), (41, 1));
    let line = id_of(&city, "duty_line", "key", "L157");
    let owed = city.owed("T1", "line_work");
    assert_eq!((owed.len(), owed.iter().any(|o| o["record"] == line)), (50, false));
    let forest = id_of(&city, "item", "key", "一6");
    let (status, problem) = mark(&forest, json!({"not_broken_down": true, "reason": "免"}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["not_broken_down".to_string()]));
}

#[test]
fn s45_17_one_station_decides() {
    let (_server, city) = world_with(24, "2015-12-20 09:00");
    let rows = all(&city, "culture_station");
    assert_eq!(rows.len(), 24);
    for row in &rows[..23] {
        correct(&city, &row["id"], json!({"standard": true}));
    }
    let card = || city.card("culture_stations", "S");
    assert_eq!((&card()["units_met"], &card()["units_reported"], &card()["units_total"]), (&json!(23), &json!(23), &json!(24)));
    assert!(card()["complete"].as_bool().is_none(), "23 and one that has not reported");
    correct(&city, &rows[23]["id"], json!({"standard": false}));
    assert_eq!((&card()["complete"], &card()["units_short"]), (&json!(false), &json!(1)));
    let own = city.own("clinics", "T1");
    assert_eq!(
        (&own["by"]["unknown"], &own["met"]["unknown"]),
        (&json!("pending"), &json!("pending")),
        "no date is set until a person enters one"
    );
}

#[test]
fn s45_18_hectares_beside_mu() {
    let (_server, city) = world("2015-12-20 09:00");
    assert_eq!(agreement(&city, "land", "S")["agrees"], true);
    report(&city, json!({"added_land": "7.2"}));
    let card = city.card("added_land", "S");
    assert_eq!(
        (&card["measured_in"], &card["own"]["actual"], &card["own"]["met"]),
        (&json!("万亩"), &json!("7.2"), &json!(true))
    );
}

#[test]
fn s45_19_words_that_include_and_words_that_do_not() {
    let (_server, city) = world("2015-12-20 09:00");
    let id = report(
        &city,
        json!({"urban_people": "90.0", "fund_total": "8.00", "enterprises": "450", "sewage": "20.0", "export_growth": "35.0", "population": "166.2"}),
    );
    for (target, expected) in [
        ("urban_people", false),
        ("fund_total", false),
        ("enterprises", true),
        ("sewage", true),
        ("export_growth", true),
        ("population", true),
    ] {
        assert_eq!(met(&city, target), json!(expected), "{target}");
    }
    correct(&city, &json!(id), json!({"urban_people": "90.01", "fund_total": "8.01", "population": "166.21"}));
    assert_eq!(
        [met(&city, "urban_people"), met(&city, "fund_total"), met(&city, "population")],
        [json!(true), json!(true), json!(false)]
    );
}

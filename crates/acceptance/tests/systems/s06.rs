//! 06: a year of clocks of every kind, rates township by township. Statements 1 to 3 and 12 are about reading.

use crate::common::{all, answer, bundle, id_of, owed, owed_for, published, row};
use luodi_acceptance::desk::named_fields;
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "06-county-cdc-year-plan";

/// The centre, two departments, and so many townships.
fn world(beijing: &str, townships: usize) -> (Server, Desk) {
    let mut units: Vec<(String, String, String, String)> =
        [("U", "苇塘县疾控中心", "疾控中心", ""), ("X", "艾防科", "科室", "U"), ("Y", "结防科", "科室", "U")]
            .map(|(a, b, c, d)| (a.to_string(), b.to_string(), c.to_string(), d.to_string()))
            .to_vec();
    units.extend((1..=townships).map(|i| (format!("T{i}"), format!("{i}号镇"), "乡".to_string(), "U".to_string())));
    let rows: Vec<(&str, &str, &str, &str)> =
        units.iter().map(|(a, b, c, d)| (a.as_str(), b.as_str(), c.as_str(), d.as_str())).collect();
    let server = published(&rows, PROGRAMME, &[], "2016-01-02 09:00");
    server.clock.set(beijing);
    let centre = server.desk("U", PROGRAMME);
    (server, centre)
}

fn did(centre: &Desk, kind: &str, date: &str) {
    centre.stored("activity", "", json!({"unit": "U", "kind": kind, "date": date}));
}

fn rate(centre: &Desk, township: &str, vaccine: &str, counts: Json) -> (u16, Json) {
    let rates = all(centre, "rate");
    let of = rates.iter().find(|r| r["unit"]["code"] == township && r["fields"]["vaccine"] == vaccine);
    centre.correct(of.expect("a cell")["id"].as_str().unwrap_or_default(), counts)
}

const MEASLES: &str = "麻疹疫苗（含麻风、麻腮风、麻腮）";

/// Everything that has a day in 2016.
fn calendar(centre: &Desk) -> usize {
    let (status, said) = centre.client.get(&format!("/api/duties?unit=U&programme={PROGRAMME}&from=2016-01-01&to=2016-12-31"));
    assert_eq!(status, 200, "{said}");
    let lists = said.as_object().into_iter().flat_map(|o| o.values()).filter_map(Json::as_array).flatten();
    lists.filter(|d| d["kind"] != "target" && d["due"].is_string()).count()
}

#[test]
fn s06_04_and_05_the_calendar_of_the_year() {
    let (_server, centre) = world("2016-01-02 09:00", 1);
    assert_eq!(calendar(&centre), 45);
    for name in ["cholera", "water", "meetings"] {
        assert_eq!(owed(&centre, "U", name), [("—".to_string(), "pending".to_string())], "{name}: its frequency is open");
    }
    let day = all(&centre, "health_day").into_iter().find(|d| d["fields"]["name"] == "世界艾滋病日").expect("the day");
    assert_eq!((&day["fields"]["date"], &day["fields"]["lines"]), (&json!("2016-12-01"), &json!("L519 L543")));
    centre.stored("health_day", "", json!({"unit": "U", "name": "艾滋病防治专项宣传", "date": "2016-12-01", "lines": "L519"}));
    assert_eq!(calendar(&centre), 46, "kept apart by a person");
}

#[test]
fn s06_06_two_in_may_are_one_half_year() {
    let (_server, centre) = world("2017-01-02 09:00", 1);
    did(&centre, "应急培训", "2016-05-06");
    did(&centre, "应急培训", "2016-05-20");
    let states: Vec<String> = owed(&centre, "U", "emergency_training").into_iter().map(|(_, s)| s).collect();
    assert_eq!(states, ["met", "unmet"]);
    assert_eq!(row(&centre, "year", "应急培训"), "2");
}

#[test]
fn s06_07_ranges_of_drills_and_rounds() {
    let (_server, centre) = world("2017-01-02 09:00", 1);
    let judged = |target: &str| {
        let own = centre.own(target, "U");
        (own["met"].clone(), own["above"].clone(), own["gap"].clone())
    };
    assert_eq!(judged("drills"), (json!(false), json!(false), json!("1")));
    assert_eq!(centre.owed("U", "drill").iter().find(|o| o["period"] == "2016").expect("the year")["state"], "unmet");
    for (date, above) in [("2016-03-01", false), ("2016-06-01", false), ("2016-09-01", true)] {
        did(&centre, "应急演练", date);
        assert_eq!(judged("drills"), (json!(true), json!(above), json!("0")), "{date}");
    }
    did(&centre, "传染病督导", "2016-06-01");
    assert_eq!(judged("rounds"), (json!(false), json!(false), json!("1")));
}

#[test]
fn s06_08_and_10_one_township_below_the_line_decides() {
    let (_server, centre) = world("2016-12-31 09:00", 4);
    for (township, eligible, vaccinated) in [("T1", 1000, 970), ("T2", 500, 480), ("T3", 100, 94)] {
        assert_eq!(rate(&centre, township, MEASLES, json!({"eligible": eligible, "vaccinated": vaccinated})).0, 200);
    }
    let card = || centre.card("measles", "U");
    assert_eq!((&card()["units_met"], &card()["units_short"], &card()["complete"]), (&json!(2), &json!(1), &json!(false)));
    assert_eq!(card()["short"][0]["code"], "T3");
    assert_eq!(centre.own("measles", "T3")["actual"], "94");
    // No child at all: the rate doesn't apply there, and the county is judged over the others.
    assert_eq!(rate(&centre, "T3", MEASLES, json!({"eligible": 100, "vaccinated": 95})).0, 200);
    assert!(card()["complete"]["unknown"].is_string(), "the fourth is blank and keeps the county open");
    assert_eq!(rate(&centre, "T4", MEASLES, json!({"eligible": 0, "vaccinated": 0})).0, 200);
    assert_eq!(card()["complete"], true);
    assert_eq!(centre.own("measles", "T4")["actual"]["unknown"], "not_applicable");
}

#[test]
fn s06_09_a_rate_is_never_rounded_to_the_line() {
    let (_server, centre) = world("2016-12-31 09:00", 1);
    let judged = |vaccinated: i64| {
        assert_eq!(rate(&centre, "T1", "乙肝疫苗", json!({"eligible": 10_000, "vaccinated": vaccinated})).0, 200);
        let own = centre.own("hepb", "T1");
        (own["met"].clone(), own["actual"].clone())
    };
    assert_eq!(judged(9496), (json!(false), json!("94.96")));
    assert_eq!(judged(9500), (json!(true), json!("95")));
}

#[test]
fn s06_11_ninety_six_cells() {
    let (_server, centre) = world("2016-12-31 09:00", 12);
    let rates = all(&centre, "rate");
    assert_eq!(rates.len(), 96);
    for r in &rates {
        let low = r["unit"]["code"] == "T7" && r["fields"]["vaccine"] == "甲肝疫苗";
        let counts = json!({"eligible": 1000, "vaccinated": if low { 899 } else { 990 }});
        assert_eq!(centre.correct(r["id"].as_str().unwrap_or_default(), counts).0, 200);
    }
    assert_eq!(bundle(&centre, "vaccination", "U"), (95, 96, json!(false)));
    let card = luodi_acceptance::desk::find(&centre.get("board?unit=U")["bundles"], "name", "vaccination").expect("the bundle");
    assert_eq!((&card["short"][0]["unit"]["code"], &card["short"][0]["target"]), (&json!("T7"), &json!("hepa")));
}

#[test]
fn s06_13_the_survey_of_a_quarter() {
    let (_server, centre) = world("2016-12-31 23:00", 1);
    let survey = |date: &str, institution: usize, result: &str| {
        centre.stored(
            "survey",
            "",
            json!({"unit": "U", "date": date, "institution": format!("{institution}号卫生院"), "result": result}),
        )
    };
    let ids: Vec<String> = (0..20).map(|i| survey("2016-05-10", i, if i < 3 { "不合格" } else { "合格" })).collect();
    assert_eq!((row(&centre, "year", "调查合格"), row(&centre, "year", "调查不合格")), (json!("17"), json!("3")));
    assert_eq!(centre.listed("survey", "bad").len(), 3);
    assert_eq!(centre.record(&ids[0])["record"]["fields"]["consequence"], Json::Null, "nothing is set without a person");
    assert_eq!(named_fields(&centre.correct(&ids[0], json!({"consequence": "通报"})).1), ["decided_by"]);
    survey("2016-06-20", 30, "合格");
    survey("2016-01-20", 31, "合格");
    survey("2016-11-20", 32, "合格");
    let states: Vec<String> = owed(&centre, "U", "survey").into_iter().map(|(_, s)| s).collect();
    assert_eq!(states, ["met", "met", "unmet", "met"], "a skipped quarter is not made up by two in another");
}

#[test]
fn s06_14_a_limit_without_a_number_starts_no_clock() {
    let (server, centre) = world("2016-06-01 09:00", 1);
    let fields = json!({"unit": "U", "diagnosed_on": "2016-05-30", "diagnosed_at": "08:00"});
    let id = centre.stored("card", "", fields);
    let card = || owed_for(&centre, "U", "card", &id);
    assert_eq!((&card()["state"], &card()["due"]["unknown"]), (&json!("pending"), &json!("pending")));
    answer(&server, PROGRAMME, "entry_hours", &json!(2));
    answer(&server, PROGRAMME, "entry_source", &json!("县里的通知"));
    assert_eq!((&card()["state"], &card()["due"]), (&json!("overdue"), &json!("2016-05-30")));
    assert_eq!(centre.correct(&id, json!({"entered_on": "2016-05-30", "entered_at": "09:30"})).0, 200);
    assert_eq!(centre.record(&id)["record"]["fields"]["in_time"], true);
    assert_eq!(centre.correct(&id, json!({"entered_at": "10:30"})).0, 200);
    assert_eq!(centre.record(&id)["record"]["fields"]["in_time"], false);
}

#[test]
fn s06_15_bad_counts_and_single_cases() {
    let (server, centre) = world("2016-06-01 09:00", 1);
    let named = |counts: Json| named_fields(&rate(&centre, "T1", "乙肝疫苗", counts).1);
    assert_eq!(named(json!({"eligible": 100, "vaccinated": 101})), ["vaccinated"]);
    assert_eq!(named(json!({"eligible": -1})), ["eligible"]);
    assert_eq!(named(json!({"eligible": "95.5"})), ["eligible"]);
    let department = server.desk("X", PROGRAMME);
    department.stored("person", "", json!({"unit": "X", "disease": "艾滋病", "name": "某某"}));
    let other = server.desk("Y", PROGRAMME);
    assert_eq!(other.count("person"), 0);
    assert!(!centre.get("registers/person/records").to_string().contains("某某"));
    assert_eq!(row(&centre, "year", "艾滋病个案"), "1");
    assert_eq!(id_of(&department, "person", "disease", "艾滋病").len(), 36);
}

#[test]
fn s06_16_certificates_of_the_county_as_a_whole() {
    let (_server, centre) = world("2016-12-01 09:00", 1);
    let sheet = |name: &str, children: Json, checked: Json| {
        centre.stored("certificate", "", json!({"unit": "U", "institution": name, "children": children, "checked": checked}))
    };
    let first = sheet("一小", json!(1200), json!(1140));
    sheet("二幼", json!(800), json!(759));
    let own = || centre.own("check_rate", "U");
    assert_eq!((&own()["met"], &own()["actual"]), (&json!(false), &json!("94.95")));
    assert_eq!(centre.correct(&first, json!({"checked": 1141})).0, 200);
    assert_eq!((&own()["met"], &own()["actual"]), (&json!(true), &json!("95")));
    sheet("三小", Json::Null, Json::Null);
    assert!(own()["met"].as_bool().is_none(), "one has reported nothing");
}

//! 14: a hundred and eight tasks of which every county owes each, dates of doubtful years, gates, lists worked off to zero. Left: 17
//! (sludge manifests), 18 (cards) and the trade of discharge rights in 24. Statement 2 and the reading of 1, 3, 5 and 6 are about the text.

use crate::common::{agreement, all, answer, bundle, id_of, owed_for, published, row};
use luodi_acceptance::desk::{find, named_fields, next_id, texts};
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "14-nantong-water";
const UNITS: [(&str, &str, &str, &str); 14] = [
    ("N", "海川市", "市", ""),
    ("hb", "市环保局", "部门", "N"),
    ("sl", "市水利局", "部门", "N"),
    ("zz", "市委组织部", "部门", "N"),
    ("c1", "一县", "县(市)", "N"),
    ("c2", "二县", "县(市)", "N"),
    ("c3", "三县", "县(市)", "N"),
    ("c4", "四县", "县(市)", "N"),
    ("c5", "五县", "县(市)", "N"),
    ("c6", "六区", "区", "N"),
    ("c7", "七区", "区", "N"),
    ("c8", "八区", "区", "N"),
    ("c9", "九区", "区", "N"),
    ("c10", "十区", "区", "N"),
];
const COUNTIES: [&str; 10] = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10"];

fn world(beijing: &str) -> (Server, Desk) {
    let server = published(&UNITS, PROGRAMME, &[], "2016-02-01 09:00");
    server.clock.set(beijing);
    let city = server.desk("N", PROGRAMME);
    (server, city)
}

fn field(desk: &Desk, id: &str, name: &str) -> Json {
    desk.record(id)["record"]["fields"][name].clone()
}

fn moved(desk: &Desk, id: &str, state: &str, fields: Json) {
    let (status, said) = desk.move_to(id, state, fields);
    assert_eq!(status, 200, "{state}: {said}");
}

/// The sheet of figures of a county.
fn county(city: &Desk, unit: &str) -> String {
    let found = all(city, "county").into_iter().find(|c| c["unit"]["code"] == unit).expect("the county's sheet");
    found["id"].as_str().unwrap_or_default().to_string()
}

fn figures(city: &Desk, unit: &str, fields: Json) {
    let (status, said) = city.correct(&county(city, unit), fields);
    assert_eq!(status, 200, "{said}");
}

fn shown(city: &Desk, title: &str) -> Json {
    row(city, "city", title)
}

fn confirm(city: &Desk, key: &str, day: &str) -> (u16, Json) {
    let id = id_of(city, "limit", "key", key);
    city.move_to(&id, "confirmed", json!({"confirmed": day, "confirmed_by": "甲", "reason": "与印发件核对"}))
}

fn due(city: &Desk, unit: &str, key: &str) -> Json {
    owed_for(city, unit, "limit", &id_of(city, "limit", "key", key))
}

#[test]
fn s14_01_a_hundred_and_eight_tasks_with_their_leads() {
    let (_server, city) = world("2016-03-01 09:00");
    let tasks = all(&city, "task");
    let of = |part: &str| tasks.iter().filter(|t| t["fields"]["part"] == part).count();
    assert_eq!(tasks.len(), 108);
    assert_eq!(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"].map(of), [14, 8, 8, 9, 11, 9, 6, 14, 16, 13]);
    let number = |t: &Json| t["fields"]["lead_count"].as_str().and_then(|n| n.parse::<u32>().ok()).unwrap_or_default();
    assert_eq!(tasks.iter().map(number).sum::<u32>(), 140);
    let joint = city.listed("task", "joint");
    assert_eq!((joint.iter().filter(|t| number(t) == 2).count(), joint.iter().filter(|t| number(t) == 3).count()), (22, 5));
    assert_eq!(tasks.iter().filter(|t| t["fields"]["carve_out"].is_string()).count(), 2);
    assert_eq!(tasks.iter().filter(|t| t["fields"]["list"] == "无").count(), 3);
}

#[test]
fn s14_03_open_lists_get_nobody_added() {
    let (_server, city) = world("2016-03-01 09:00");
    assert_eq!(city.listed("task", "open_lists").len(), 99);
    assert_eq!(all(&city, "task").iter().filter(|t| t["fields"]["list"] == "全列").count(), 6);
}

#[test]
fn s14_04_every_county_owes_every_task() {
    let (server, city) = world("2016-03-01 09:00");
    let rows = |unit: &str| {
        let desk = server.desk(unit, PROGRAMME);
        desk.owed(unit, "task")
    };
    let all_rows: Vec<Json> = COUNTIES.iter().flat_map(|c| rows(c)).collect();
    assert_eq!(all_rows.len(), 1_080);
    let tasks = all(&city, "task");
    let inherited = |row: &&Json| tasks.iter().any(|t| t["id"] == row["record"] && t["fields"]["executors"] == "承自L892");
    assert_eq!(all_rows.iter().filter(inherited).count(), 1_070);
    // Drawing zones is for counties and one district alone, closing farms for all.
    server.tagged("c6", "六区", "区", "N", &["划区"]);
    let owing = |name: &str| COUNTIES.iter().filter(|c| !server.desk(c, PROGRAMME).owed(c, name).is_empty()).count();
    assert_eq!((owing("zones"), owing("farms")), (6, 10));
    server.units(&[("k1", "海川开发区", "管委会", "N")]);
    assert_eq!(rows("k1").len(), 108);
}

#[test]
fn s14_04_nothing_is_fanned_out_before_the_group_is_there() {
    let server = published(&UNITS[..4], PROGRAMME, &[], "2016-02-01 09:00");
    let city = server.desk("N", PROGRAMME);
    let (_, said) = server.login("manager").post(&format!("/api/programmes/{PROGRAMME}/rehearse"), &json!({}));
    let groups = said["groups"].clone();
    assert_eq!(find(&groups, "name", "执行单位").expect("the group")["count"], 0);
    assert_eq!((city.count("task"), city.owed("N", "task").len()), (108, 0));
}

#[test]
fn s14_05_a_doubtful_date_starts_no_clock() {
    let (server, city) = world("2016-03-01 09:00");
    let doubtful = city.listed("limit", "doubtful");
    let mut tasks = texts(&json!(doubtful.iter().map(|l| l["fields"].clone()).collect::<Vec<_>>()), "task");
    tasks.sort();
    tasks.dedup();
    assert_eq!((doubtful.len(), tasks.len()), (36, 29));
    server.clock.set("2021-01-01 00:01");
    let (first, second) = (due(&city, "c1", "L912-1"), due(&city, "c1", "L912-2"));
    assert_eq!(
        (&first["state"], &first["due"]["unknown"], &first["light"]["colour"]),
        (&json!("pending"), &json!("pending"), &json!("grey"))
    );
    assert_eq!(
        (&second["state"], &second["due"]),
        (&json!("overdue"), &json!("2020-12-31")),
        "a sound date in the same task runs"
    );
    let id = id_of(&city, "limit", "key", "L912-1");
    assert_eq!(named_fields(&city.move_to(&id, "confirmed", json!({})).1), ["confirmed", "confirmed_by", "reason"]);
    assert_eq!(confirm(&city, "L912-1", "2016-12-31").0, 200);
    assert_eq!(due(&city, "c1", "L912-1")["state"], "overdue");
    let (as_read, confirmed) = (field(&city, &id, "as_read"), field(&city, &id, "confirmed"));
    assert_eq!((as_read, confirmed), (json!("2016-12-31"), json!("2016-12-31")), "both values stay");
}

#[test]
fn s14_06_two_dates_for_two_parts() {
    let (_server, city) = world("2016-03-01 09:00");
    assert_eq!(agreement(&city, "stations", "N")["agrees"], true);
    assert_eq!(confirm(&city, "L1146-1", "2016-12-31").0, 200);
    let (status, problem) = confirm(&city, "L1146-2", "2016-12-31");
    assert_eq!((status, named_fields(&problem)), (422, vec!["confirmed".to_string()]));
    assert_eq!(confirm(&city, "L1146-2", "2017-12-31").0, 200);
    assert_eq!(
        (&due(&city, "c1", "L1146-1")["due"], &due(&city, "c1", "L1146-2")["due"]),
        (&json!("2016-12-31"), &json!("2017-12-31"))
    );
    // Nor can the first be brought to the year of the second afterwards.
    let first = id_of(&city, "limit", "key", "L1146-1");
    assert_eq!(named_fields(&city.correct(&first, json!({"confirmed": "2017-06-30"})).1), ["confirmed"]);
}

#[test]
fn s14_07_where_confirmed_years_end() {
    let (server, city) = world("2016-03-01 09:00");
    assert_eq!(confirm(&city, "L894-1", "2016-12-31").0, 200);
    for key in ["L1088-1", "L1144-1", "L1162-1"] {
        assert_eq!(field(&city, &id_of(&city, "limit", "key", key), "as_read"), "2016-06-30", "{key}");
        assert_eq!(confirm(&city, key, "2016-06-30").0, 200);
    }
    let state = |beijing: &str, key: &str| {
        server.clock.set(beijing);
        due(&city, "c2", key)["state"].clone()
    };
    assert_eq!((state("2016-06-30 23:59", "L1088-1"), state("2016-07-01 00:00", "L1088-1")), (json!("open"), json!("overdue")));
    assert_eq!((state("2016-12-31 23:59", "L894-1"), state("2017-01-01 00:00", "L894-1")), (json!("open"), json!("overdue")));
    let conflicts = city.listed("limit", "conflicts");
    assert_eq!((conflicts.len(), &conflicts[0]["fields"]["as_read"]), (1, &json!("2019-12-31")));
    assert!(conflicts[0]["fields"]["conflict"].as_str().is_some_and(|c| c.contains("L886")));
    server.clock.set("2022-01-01 09:00");
    assert_eq!(due(&city, "c2", "L1150-1")["state"], "pending", "neither date wins by itself");
    assert_eq!(due(&city, "c2", "L898-1")["state"], "pending", "which day of 2020 is not said");
    answer(&server, PROGRAMME, "to_year", &json!("first_day"));
    assert_eq!(due(&city, "c2", "L898-1")["due"], "2020-01-01");
    answer(&server, PROGRAMME, "to_year", &json!("last_day"));
    assert_eq!(due(&city, "c2", "L898-1")["due"], "2020-12-31");
}

fn sections(city: &Desk, classes: &[Option<&str>]) -> Vec<String> {
    let section = |(i, class): (usize, &Option<&str>)| {
        city.stored("section", "", json!({"name": format!("断面{i}"), "unit": COUNTIES[i % 10], "class": class}))
    };
    classes.iter().enumerate().map(section).collect()
}

#[test]
fn s14_08_shares_are_not_rounded_and_blanks_decide_nothing() {
    let (_server, city) = world("2020-12-31 18:00");
    let mut classes = vec![Some("Ⅲ"); 20];
    classes.extend([Some("Ⅳ"); 8]);
    let ids = sections(&city, &classes);
    let own = |target: &str| city.own(target, "N");
    assert!(own("good_2020")["actual"].as_str().is_some_and(|a| a.starts_with("71.4")));
    assert_eq!((&own("good_2020")["met"], &own("good_2030")["met"]), (&json!(true), &json!(false)));
    assert_eq!(city.correct(&ids[20], json!({"class": "Ⅱ"})).0, 200);
    assert_eq!((&own("good_2030")["actual"], &own("good_2030")["met"]), (&json!("75"), &json!(true)));
    for id in &ids[19..21] {
        assert_eq!(city.correct(id, json!({"class": "Ⅳ"})).0, 200);
    }
    assert_eq!(own("good_2020")["met"], false, "19 of 28");
    assert_eq!(city.correct(&ids[19], json!({"class": null})).0, 200);
    assert_eq!((shown(&city, "有结果的断面"), shown(&city, "断面")), (json!("27"), json!("28")));
    assert!(own("good_2020")["met"]["unknown"].is_string(), "67.86 or 71.43");
    let source =
        |i: usize, good: bool| city.stored("source", "", json!({"name": format!("水源{i}"), "unit": "c1", "good": good}));
    (0..50).for_each(|i| drop(source(i, i != 0)));
    assert_eq!(own("sources")["met"], false, "98 is not above 98");
    source(50, true);
    assert_eq!(own("sources")["met"], true);
}

#[test]
fn s14_09_every_year_better() {
    let (server, city) = world("2016-12-31 18:00");
    let ids = sections(&city, &[None; 28]);
    let good = [15, 16, 17, 17, 19, 20];
    let worst = [4, 3, 3, 2, 1, 0];
    let mut rising = vec![];
    let mut falling = vec![];
    for (i, (good, worst)) in good.iter().zip(worst).enumerate() {
        let year = 2016 + i;
        server.clock.set(&format!("{year}-12-31 18:00"));
        for (at, id) in ids.iter().enumerate() {
            let class = if at < *good {
                "Ⅱ"
            } else if at >= 28 - worst {
                "劣Ⅴ"
            } else {
                "Ⅳ"
            };
            let unit = COUNTIES[at % 10];
            city.stored("result", "", json!({"unit": unit, "section": id, "date": format!("{year}-12-31"), "class": class}));
        }
        rising.push(city.own("better_each_year", "N")["met"].clone());
        falling.push(city.own("worst_each_year", "N")["met"].clone());
    }
    assert_eq!(rising[1..], [true, true, false, true, true].map(|m| json!(m)), "17 and 17 again is not raised");
    assert_eq!(falling[1..], [true, false, true, true, true].map(|m| json!(m)), "3 and 3 again is not reduced");
    for (at, id) in ids.iter().enumerate() {
        assert_eq!(city.correct(id, json!({"class": if at < 20 { "Ⅱ" } else { "Ⅳ" }})).0, 200);
    }
    assert_eq!(
        (&city.own("good_2020", "N")["met"], &city.own("no_worst", "N")["met"]),
        (&json!(true), &json!(true)),
        "the end is met"
    );
    // One exactly at Ⅲ: whether it counts is asked.
    let last =
        all(&city, "result").into_iter().find(|r| r["day"] == "2021-12-31" && r["fields"]["class"] == "Ⅱ").expect("a result");
    assert_eq!(city.correct(last["id"].as_str().unwrap_or_default(), json!({"class": "Ⅲ"})).0, 200);
    assert_eq!(city.own("better_each_year", "N")["met"]["unknown"], "pending");
    answer(&server, PROGRAMME, "three_counts", &json!(true));
    assert_eq!(city.own("better_each_year", "N")["met"], true);
    answer(&server, PROGRAMME, "three_counts", &json!(false));
    assert_eq!(city.own("better_each_year", "N")["met"], false, "19 and 19");
}

#[test]
fn s14_10_plans_of_bad_sections_and_a_stop_by_a_person() {
    let (server, city) = world("2016-03-01 09:00");
    let ids = sections(&city, &[Some("劣Ⅴ"), Some("Ⅳ"), Some("Ⅳ")]);
    assert_eq!(city.correct(&ids[2], json!({"needs_improvement": true})).0, 200);
    let listed = texts(&json!(city.listed("section", "sections_without_plan")), "id");
    assert_eq!(listed.len(), 2);
    assert!(listed.contains(&ids[0]) && listed.contains(&ids[2]));
    let state = || owed_for(&city, "c1", "section_plan", &ids[0])["state"].clone();
    assert_eq!(state(), "pending");
    answer(&server, PROGRAMME, "section_plan_by", &json!("2016-06-30"));
    server.clock.set("2016-07-01 00:01");
    assert_eq!(state(), "overdue");
    let (_, late) = city.client.get(&city.path("bulletin"));
    assert!(late["units"][0]["items"].to_string().contains("断面0"), "{late}");
    assert_eq!(server.desk("c1", PROGRAMME).move_to(&ids[0], "supervised", json!({})).0, 403, "the city opens it");
    moved(&city, &ids[0], "supervised", json!({}));
    assert_eq!(named_fields(&city.move_to(&ids[0], "restricted", json!({})).1), ["decided_by"]);
    let project = |unit: &str| json!({"name": "涂装项目", "unit": unit, "purpose": "减排治污"});
    city.stored("project", "", project("c1"));
    moved(&city, &ids[0], "restricted", json!({"decided_by": "甲"}));
    let (status, problem) = city.submit("project", "", project("c1"));
    assert_eq!((status, texts(&problem["problems"], "say")), (422, vec!["这个地区正在限批".to_string()]));
    city.stored("project", "", project("c2"));
    moved(&city, &ids[0], "normal", json!({"decided_by": "乙"}));
    city.stored("project", "", project("c1"));
}

#[test]
fn s14_11_the_gate_of_unfinished_closing() {
    let (_server, city) = world("2017-03-01 09:00");
    let project = |unit: &str, purpose: &str| json!({"name": "印染厂", "unit": unit, "purpose": purpose});
    figures(&city, "c1", json!({"to_close": 10, "closed": 9}));
    assert_eq!(city.refused("project", "", project("c1", "一般")), ["unit"]);
    let plant = city.stored("project", "", project("c1", "减排治污"));
    moved(&city, &plant, "passed", json!({}));
    figures(&city, "c1", json!({"closed": 10}));
    for purpose in ["一般", "减排治污"] {
        let id = city.stored("project", "", project("c1", purpose));
        moved(&city, &id, "passed", json!({}));
    }
    let unknown = city.stored("project", "", project("c2", "一般"));
    assert_eq!(field(&city, &unknown, "gate"), "待人工", "a blank figure: neither through nor refused");
    assert_eq!(named_fields(&city.move_to(&unknown, "passed", json!({})).1), ["decided_by"]);
    moved(&city, &unknown, "passed", json!({"decided_by": "甲"}));
}

#[test]
fn s14_12_water_and_its_permits() {
    let (_server, city) = world("2020-12-31 18:00");
    let intake = |unit: &str, trade: &str, at_hand: bool, used: bool| json!({"name": "企业", "unit": unit, "trade": trade, "reclaimed_at_hand": at_hand, "reclaimed_used": used});
    figures(&city, "c1", json!({"quota": "5.00", "use": "5.00"}));
    assert_eq!(city.refused("intake", "", intake("c1", "化工", false, false)), ["unit"]);
    figures(&city, "c1", json!({"use": "4.99"}));
    let id = city.stored("intake", "", intake("c1", "化工", false, false));
    moved(&city, &id, "granted", json!({}));
    assert_eq!(city.refused("intake", "", intake("c1", "钢铁", true, false)), ["reclaimed_used"]);
    let brewery = city.stored("intake", "", intake("c1", "其他", true, false));
    assert_eq!(field(&city, &brewery, "reclaimed_gate"), "待人工");
    assert_eq!(named_fields(&city.move_to(&brewery, "granted", json!({})).1), ["decided_by"]);
    for unit in COUNTIES {
        figures(&city, unit, json!({"quota": "4.6", "use": "4.6"}));
    }
    let own = || city.own("water_use", "N");
    assert_eq!(
        (&own()["actual"], &own()["met"], &agreement(&city, "water_quotas", "N")["agrees"]),
        (&json!("46"), &json!(true), &json!(true))
    );
    figures(&city, "c1", json!({"use": "4.61"}));
    assert_eq!(own()["met"], false, "46.01");
    figures(&city, "c2", json!({"quota": "4.7"}));
    assert_eq!(agreement(&city, "water_quotas", "N")["difference"], "0.1");
    figures(&city, "c1", json!({"use": null}));
    for (i, unit) in COUNTIES[1..].iter().enumerate() {
        figures(&city, unit, json!({"use": if i == 0 { "5.0" } else { "4.5" }}));
    }
    assert_eq!((shown(&city, "已报用水量的县"), shown(&city, "县（市、区）")), (json!("9"), json!("10")));
    assert!(own()["met"]["unknown"].is_string(), "41 and a blank: {}", own());
}

#[test]
fn s14_13_every_county_must_pass() {
    let (server, city) = world("2020-12-31 18:00");
    server.units(&[("k1", "海川开发区", "管委会", "N")]);
    for unit in &COUNTIES[..9] {
        figures(&city, unit, json!({"saving": true}));
    }
    figures(&city, "c10", json!({"saving": false}));
    let card = city.card("saving", "N");
    assert_eq!((&card["units_met"], &card["units_total"], &card["complete"]), (&json!(9), &json!(10), &json!(false)));
    figures(&city, "c1", json!({"sludge": "1000", "sludge_treated": "999.9"}));
    let own = |unit: &str| city.own("sludge", unit);
    assert_eq!((&own("c1")["actual"], &own("c1")["met"]), (&json!("99.99"), &json!(false)));
    figures(&city, "c2", json!({"sludge": "0", "sludge_treated": "0"}));
    assert_eq!(field(&city, &county(&city, "c2"), "sludge_state"), "没有要处置的");
    assert_eq!(field(&city, &county(&city, "c3"), "sludge_state"), "未报");
    for unit in ["c2", "c3"] {
        assert!(own(unit)["actual"]["unknown"].is_string() && own(unit)["met"]["unknown"].is_string(), "{unit}: {}", own(unit));
    }
}

#[test]
fn s14_14_once_above_stays_above() {
    let (_server, city) = world("2019-12-31 18:00");
    let report =
        |date: &str, rate: &str| city.stored("leakage", "", json!({"unit": "N", "date": date, "rate": rate, "base": "5000"}));
    report("2016-12-31", "9.8");
    report("2017-12-31", "10.0");
    assert_eq!(city.own("leakage", "N")["met"], true, "10.0 is within");
    report("2018-12-31", "10.2");
    report("2019-12-31", "9.6");
    let own = city.own("leakage", "N");
    assert_eq!((&own["actual"], &own["met"], shown(&city, "超过10%的期数")), (&json!("10.2"), &json!(false), json!("1")));
}

#[test]
fn s14_15_three_ways_to_read_a_rate() {
    let (server, city) = world("2019-12-31 18:00");
    let report = |unit: &str, place: &str, produced: &str, treated: &str| {
        city.stored("sewage", "", json!({"unit": unit, "place": place, "produced": produced, "treated": treated}))
    };
    report("N", "市区", "100", "94.96");
    let own = city.own("city_rate", "N");
    assert_eq!(own["met"], false);
    assert!(own["actual"].as_str().is_some_and(|a| a.starts_with("94.9")), "never shown as 95: {own}");
    report("c1", "县城", "80", "76");
    report("c2", "县城", "20", "15");
    assert_eq!((shown(&city, "县城（合计）"), shown(&city, "县城（平均）")), (json!("91"), json!("85")));
    assert_eq!((shown(&city, "达到88%的县城"), shown(&city, "县城")), (json!("1"), json!("2")));
    assert_eq!(city.own("towns", "N")["met"]["unknown"], "pending");
    for (reading, met) in [("together", true), ("mean", false), ("each", false)] {
        answer(&server, PROGRAMME, "county_reading", &json!(reading));
        assert_eq!(city.own("towns", "N")["met"], met, "{reading}");
    }
}

#[test]
fn s14_16_wells_and_tanks_to_the_last_one() {
    let (_server, city) = world("2017-12-31 18:00");
    city.stored("wells", "", json!({"unit": "c1", "filled": 365, "sealed": 246, "rebuilt": 37}));
    assert_eq!((&city.own("filled", "N")["gap"], &city.own("filled", "N")["met"]), (&json!("1"), &json!(false)));
    assert_eq!(bundle(&city, "wells", "N"), (1, 2, json!(false)), "611 together, and one kind is short");
    assert_eq!(city.own("rebuilt", "N")["met"], true);
    let station = city.stored("station", "", json!({"name": "三号站", "unit": "c1", "batch": "第一批", "reported_done": true}));
    let others: String = (0..360).map(|i| format!("站{i},c2,第二批,是\n")).collect();
    import(&city, "station", &format!("加油站,县,批次,自报完成\n{others}"));
    let tanks: String =
        (0..1_199).map(|i| if i % 2 == 0 { format!("罐{i},c1,是,\n") } else { format!("罐{i},c1,,是\n") }).collect();
    import(&city, "tank", &format!("编号,县,防渗池,双层罐\n{tanks}"));
    let last =
        city.stored("tank", "", json!({"name": "末罐", "unit": "c1", "station": station, "pool": false, "double_wall": false}));
    assert_eq!((&city.own("stations", "N")["met"], &city.own("tanks", "N")["actual"]), (&json!(true), &json!("1199")));
    assert_eq!(bundle(&city, "tanks", "N"), (1, 2, json!(false)));
    let open = city.listed("station", "stations_open");
    assert_eq!((open.len(), &open[0]["fields"]["open_tanks"]), (1, &json!("1")));
    assert_eq!(city.correct(&last, json!({"double_wall": true})).0, 200);
    assert_eq!(bundle(&city, "tanks", "N"), (2, 2, json!(true)));
    assert_eq!(city.listed("station", "stations_open").len(), 0);
}

fn import(city: &Desk, register: &str, csv: &str) {
    let (status, said) = city.client.upload(&city.path(&format!("registers/{register}/import")), "表.csv", csv.as_bytes());
    assert_eq!((status, said["rejected"].as_array().map(Vec::len)), (200, Some(0)), "{said}");
}

#[test]
fn s14_19_black_waters() {
    let (server, city) = world("2016-03-01 09:00");
    let id = city.stored(
        "black_water",
        "",
        json!({"name": "东河", "unit": "c1", "no_floating": true, "no_refuse": true, "no_outlet": true, "no_smell": false}),
    );
    assert_eq!(named_fields(&city.move_to(&id, "done", json!({})).1), ["no_smell"]);
    assert_eq!(named_fields(&city.move_to(&id, "published", json!({})).1), ["responsible", "due"]);
    moved(&city, &id, "published", json!({"responsible": "甲", "due": "2018-12-31"}));
    let page = server.anonymous().get(&format!("/api/public/programmes/{PROGRAMME}")).1["pages"][2]["items"].clone();
    assert_eq!(page, json!([{"name": "东河", "responsible": "甲", "due": "2018-12-31"}]));
    moved(&city, &id, "done", json!({"no_smell": true}));
    assert_eq!(shown(&city, "已消除的黑臭水体"), "1");
    server.clock.set("2016-07-02 09:00");
    city.stored("recheck", "", json!({"unit": "c1", "water": id, "date": "2016-07-01", "found": true}));
    assert_eq!(field(&city, &id, "standing"), "退回整治");
    assert_eq!((shown(&city, "已消除的黑臭水体"), shown(&city, "未消除的黑臭水体")), (json!("0"), json!("1")));
    let half = |unit: &str, period: &str| city.owed_in(unit, "black_water", period)["state"].clone();
    assert_eq!(half("c1", "2016-H1"), "unmet", "missing, and not nought waters");
    city.stored("publication", "", json!({"unit": "c1", "date": "2016-07-02"}));
    assert_eq!((half("c1", "2016-H2"), half("c2", "2016-H2")), (json!("met"), json!("open")));
}

#[test]
fn s14_20_plans_with_all_their_parts() {
    let (server, city) = world("2017-06-01 09:00");
    let plan = city.stored("work_plan", "", json!({"unit": "c1", "goals": "断面达标", "key_tasks": "截污", "funds": "专项"}));
    let (status, problem) = city.move_to(&plan, "filed", json!({}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["supervision".to_string()]));
    server.clock.set("2030-06-01 09:00");
    let state = || city.owed("c1", "work_plan")[0]["state"].clone();
    assert_eq!(state(), "pending", "promptly is no day");
    moved(&city, &plan, "filed", json!({"supervision": "月查"}));
    assert_eq!(state(), "met");
    server.clock.set("2017-11-01 09:00");
    let year = city.stored("year_plan", "", json!({"unit": "c1", "year": 2017, "goals": "目标", "projects": "项目"}));
    let state = || city.owed_in("c1", "year_plan", "2017")["state"].clone();
    assert_eq!((field(&city, &year, "complete"), state()), (json!(false), json!("open")));
    assert_eq!(city.correct(&year, json!({"division": "分工"})).0, 200);
    assert_eq!((field(&city, &year, "complete"), state()), (json!(true), json!("open")), "not done while it isn't public");
    assert_eq!(city.correct(&year, json!({"published_on": "2017-11-01"})).0, 200);
    assert_eq!(state(), "met");
}

#[test]
fn s14_21_what_a_failed_assessment_opens() {
    let (server, city) = world("2018-03-01 09:00");
    let failed = json!({"unit": "c1", "year": 2017, "result": "不合格", "responsible": "张甲", "post": "县长"});
    let id = city.stored("assessment", "", failed);
    let passed = city.stored("assessment", "", json!({"unit": "c2", "year": 2017, "result": "合格"}));
    for name in ["talk", "opinion", "rectify"] {
        assert_eq!(
            (owed_for(&city, "c1", name, &id)["state"].clone(), city.owed("c2", name).len()),
            (json!("pending"), 0),
            "{name}"
        );
    }
    for record in [&id, &passed] {
        moved(&city, record, "published", json!({}));
    }
    let public = server.anonymous().get(&format!("/api/public/programmes/{PROGRAMME}")).1["pages"][5].to_string();
    assert!(public.contains("不合格") && !public.contains("张甲"));
    let cadres = server.desk("zz", PROGRAMME);
    assert_eq!(cadres.mark(&id, "copied").0, 404, "not before a copy goes there");
    assert_eq!(city.correct(&id, json!({"copy_to": "zz"})).0, 200);
    assert_eq!(cadres.mark(&id, "copied").0, 200);
    assert!(field(&city, &id, "funds_note").as_str().is_some_and(|n| n.contains("没有扣减")));
    let put = city.stored("sanction", "", json!({"unit": "c1", "assessment": id, "kind": "环评限批"}));
    assert_eq!(named_fields(&city.move_to(&put, "decided", json!({})).1), ["decided_by"]);
    assert_eq!(server.desk("c1", PROGRAMME).move_to(&put, "decided", json!({"decided_by": "甲"})).0, 403);
    assert_eq!(city.correct(&id, json!({"left_on": "2018-06-30"})).0, 200);
    let found = |unit: &str| server.desk(unit, PROGRAMME).get("registers/assessment/records?q=张甲")["total"].clone();
    assert_eq!((found("N"), found("c2")), (json!(1), json!(0)), "readable under the person, for those entitled");
}

#[test]
fn s14_22_drinking_water_and_those_who_complain() {
    let (server, city) = world("2017-06-01 09:00");
    let id = city.stored("drinking", "", json!({"unit": "c1", "date": "2017-03-31", "source": "合格", "outlet": "合格"}));
    assert_eq!(field(&city, &id, "tested"), "2");
    assert_eq!(named_fields(&city.move_to(&id, "published", json!({})).1), ["tap"]);
    let complaint = json!({"unit": "c1", "received_on": "2017-06-01", "polluter": "某厂", "text": "夜间偷排", "reporter": "李四", "telephone": "13900000000"});
    let id = city.stored("complaint", "", complaint);
    for desk in [&city, &server.desk("c1", PROGRAMME)] {
        let page = desk.get("registers/complaint/records").to_string();
        assert!(!page.contains("李四") && !page.contains("139"), "{page}");
    }
    let due = || owed_for(&city, "c1", "complaint", &id)["due"].clone();
    assert_eq!(due()["unknown"], "pending");
    answer(&server, PROGRAMME, "complaint_days", &json!(15));
    assert_eq!(due(), "2017-06-16");
    let form = city.get("registers/complaint/form")["fields"].to_string();
    assert!(!form.contains("奖"), "no reward is made up");
}

#[test]
fn s14_23_bad_input() {
    let (_server, city) = world("2017-06-01 09:00");
    assert_eq!(city.refused("section", "", json!({"name": "断面", "unit": "c1", "class": "Ⅵ"})), ["class"]);
    let leakage = |date: &str, rate: &str, base: Json| json!({"unit": "c1", "date": date, "rate": rate, "base": base});
    assert_eq!(city.refused("leakage", "", leakage("2016-12-31", "101", json!("5000"))), ["rate"]);
    assert_eq!(city.refused("leakage", "", leakage("2016-12-31", "9", Json::Null)), ["base"]);
    assert_eq!(city.refused("leakage", "", leakage("2016-02-30", "9", json!("5000"))), ["date"]);
    assert_eq!(named_fields(&city.correct(&county(&city, "c1"), json!({"use": "-1"})).1), ["use"]);
    assert_eq!(city.refused("section", "", json!({"name": "断面", "unit": "十一县"})), ["unit"]);
    let both = json!({"unit": "c1", "date": "2016-02-30", "rate": "101", "base": "5000"});
    assert_eq!(city.submit_as(&next_id(), "leakage", "", both).0, 422);
    assert_eq!(city.count("leakage"), 0, "nothing is saved in part");
}

#[test]
fn s14_24_replacement_and_water_area() {
    let (server, city) = world("2017-06-01 09:00");
    figures(&city, "c1", json!({"to_close": 1, "closed": 1}));
    let project = |more: Json| {
        let mut fields = json!({"name": "项目", "unit": "c1", "purpose": "一般"});
        more.as_object().expect("fields").iter().for_each(|(k, v)| fields[k.as_str()] = v.clone());
        fields
    };
    let replaced = |tonnes: &str| project(json!({"adds": "10.0", "replaced": tonnes}));
    assert_eq!(city.refused("project", "", replaced("9.9")), ["replaced"]);
    answer(&server, PROGRAMME, "replacement", &json!("equal"));
    city.stored("project", "", replaced("10.0"));
    answer(&server, PROGRAMME, "replacement", &json!("reduced"));
    assert_eq!(city.refused("project", "", replaced("10.0")), ["replaced"]);
    city.stored("project", "", replaced("10.1"));
    assert_eq!(city.refused("project", "", project(json!({"water_taken": "1.0", "water_made": "0.9"}))), ["water_made"]);
    city.stored("project", "", project(json!({"water_taken": "1.0", "water_made": "1.0"})));
}

#[test]
fn s14_25_letters_and_permits() {
    let (server, city) = world("2017-06-01 09:00");
    let letters = all(&city, "letter");
    let of = |unit: &str| {
        letters.iter().find(|l| l["unit"]["code"] == unit).expect("a letter")["id"].as_str().unwrap_or_default().to_string()
    };
    for unit in &COUNTIES[..9] {
        assert_eq!(city.correct(&of(unit), json!({"signed_on": "2017-05-01"})).0, 200);
    }
    assert_eq!((shown(&city, "已签责任书"), shown(&city, "应签责任书")), (json!("9"), json!("10")));
    let unsigned = city.listed("letter", "unsigned");
    assert_eq!((unsigned.len(), &unsigned[0]["unit"]["code"]), (1, &json!("c10")));
    assert_eq!(
        (shown(&city, "部门应签"), shown(&city, "部门已签")),
        (json!("0"), json!("0")),
        "who must sign is set by a person"
    );
    assert_eq!(city.correct(&of("hb"), json!({"must_sign": true, "signed_on": "2017-05-02"})).0, 200);
    assert_eq!((shown(&city, "部门应签"), shown(&city, "部门已签")), (json!("1"), json!("1")));
    let permit = |ends: &str, discharged: &str| {
        city.stored(
            "permit",
            "",
            json!({"polluter": "某厂", "unit": "c1", "ends": ends, "allowed": "100", "discharged": discharged}),
        )
    };
    let (one, two) = (permit("2017-06-01", "100"), permit("2018-06-01", "101"));
    assert_eq!((field(&city, &one, "standing"), field(&city, &two, "standing")), (json!("有证"), json!("超证")));
    server.clock.set("2017-06-02 00:01");
    assert_eq!(field(&city, &one, "standing"), "无证");
    assert_eq!(city.listed("permit", "no_permit").len(), 2);
}

#[test]
fn s14_a_task_is_verified_by_whom_a_person_named() {
    let (server, city) = world("2016-03-01 09:00");
    let task = id_of(&city, "task", "line", "L898");
    let county = server.desk("c1", PROGRAMME);
    let ready = || {
        let id = county.stored("execution", "", json!({"unit": "c1", "task": task}));
        for (state, fields) in
            [("planned", json!({"plan": "按方案"})), ("running", json!({})), ("claimed", json!({"evidence": ["报告.pdf"]}))]
        {
            moved(&county, &id, state, fields);
        }
        id
    };
    let (water, other) = (server.desk("sl", PROGRAMME), server.desk("hb", PROGRAMME));
    let nobody = ready();
    let (_, problem) = city.move_to(&nobody, "verified", json!({}));
    assert!(texts(&problem["problems"], "say").contains(&"还没有指定由哪个单位核定".to_string()), "{problem}");
    assert_eq!(city.correct(&task, json!({"verifier": "sl"})).0, 200);
    let id = ready();
    assert_eq!(named_fields(&county.move_to(&id, "verified", json!({})).1), ["verifier"], "never the county itself");
    assert_eq!(other.client.get(&format!("/api/records/{id}")).0, 404, "nor a department that nobody named");
    assert_eq!(
        water.client.patch(&format!("/api/records/{id}"), &json!({"seen": 4, "fields": {"plan": "改"}})).0,
        403,
        "it takes its step, and writes nothing else"
    );
    moved(&water, &id, "verified", json!({}));
    moved(&city, &id, "closed", json!({}));
    assert_eq!(owed_for(&county, "c1", "task", &task)["state"], "met");
    moved(&city, &id, "running", json!({"recheck": "又有问题"}));
    assert_eq!(owed_for(&county, "c1", "task", &task)["state"], "pending", "a failed recheck opens it again");
}

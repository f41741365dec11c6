//! 01, statements 6 to 16: 177 units at work.

use crate::province::{CITIES, PROGRAMME, PROVINCE, city, county, desk, held, publish, units, world};
use luodi_acceptance::desk::{find, named_fields, next_id, texts};
use luodi_acceptance::{Desk, Json, Server, json};

#[test]
fn s01_06_a_sum_above_the_quota_does_not_rescue_the_county_without_tours() {
    let server = world("2013-11-01 09:00");
    let anyang = desk(&server, &city("安阳"));
    for i in 1..=10 {
        held(&anyang, &city("安阳"), &format!("2013-09-{:02}", i + 1), 100);
    }
    for n in 1..=8 {
        let own = desk(&server, &county("安阳", n));
        for i in 1..=4 {
            held(&own, &county("安阳", n), &format!("2013-10-{:02}", i + 10), 250);
        }
    }
    let province = desk(&server, PROVINCE);
    let tours = province.card("tours_each", &city("安阳"));
    assert_eq!((&tours["actual"], &tours["quota"]), (&json!("42"), &json!("40")));
    assert_eq!((&tours["units_met"], &tours["units_short"], &tours["units_total"]), (&json!(9), &json!(1), &json!(10)));
    assert_eq!(tours["complete"], false);
    let people = province.card("people_each", &city("安阳"));
    assert_eq!((&people["units_met"], &people["complete"]), (&json!(9), &json!(false)));
    assert_eq!(texts(&tours["short"], "code"), [county("安阳", 9)]);
    let gap = |target: &str| province.own(target, &county("安阳", 9))["gap"].clone();
    assert_eq!((gap("tours_each"), gap("people_each")), (json!("4"), json!("1000")));
    // The matrix of the province says it in the city's row.
    let board = province.get("board");
    let columns = texts(&board["matrix"]["columns"], "name");
    let at = columns.iter().position(|c| c == "tours_each").expect("a column for tours");
    let rows = board["matrix"]["rows"].as_array().cloned().unwrap_or_default();
    let row = rows.iter().find(|r| r["unit"]["code"] == city("安阳").as_str()).expect("the city's row");
    assert_eq!((&row["cells"][at]["state"], &row["cells"][at]["units_met"]), (&json!("short"), &json!(9)));
}

#[test]
fn s01_07_the_province_meets_tours_and_coverage_and_lacks_floating_population() {
    let server = world("2013-10-01 09:00");
    let province = desk(&server, PROVINCE);
    for i in 1..=4 {
        let floating = if i == 4 { 0 } else { 50 };
        let fields = json!({"unit": PROVINCE, "date": format!("2013-09-1{i}"), "people": 250, "floating": floating});
        province.stored("tour", "held", fields);
    }
    for target in ["tours_each", "people_each"] {
        assert_eq!(province.own(target, PROVINCE)["met"], true, "{target}");
    }
    let floating = province.own("floating_province", PROVINCE);
    assert_eq!((&floating["met"], &floating["actual"], &floating["gap"]), (&json!(false), &json!("150"), &json!("50")));
}

#[test]
fn s01_08_the_monthly_table_is_late_by_the_calendar_day_in_beijing() {
    let server = world("2013-10-05 23:59");
    let luoyang = desk(&server, &city("洛阳"));
    let september = |desk: &Desk| desk.get("returns/monthly?period=2013-09");
    let before = september(&luoyang);
    assert_eq!((&before["due"], &before["state"]), (&json!("2013-10-05"), &json!("open")));
    let (status, filed) = luoyang.file("monthly", "2013-09");
    assert_eq!((status, &filed["version"], &filed["days_late"]), (201, &json!(1), &json!(0)));
    // Another city of the same province files a minute later: the next day has begun in Beijing.
    server.clock.set("2013-10-06 00:00");
    let late = desk(&server, &city("郑州"));
    assert_eq!((&september(&late)["state"], &september(&late)["days_late"]), (&json!("overdue"), &json!(1)));
    let (status, filed) = late.file("monthly", "2013-09");
    assert_eq!((status, &filed["days_late"]), (201, &json!(1)));
    server.clock.set("2013-12-31 09:00");
    assert_eq!(luoyang.owed_in(&city("洛阳"), "monthly", "2013-09")["state"], "met");
    let owed = late.owed_in(&city("郑州"), "monthly", "2013-09");
    assert_eq!((&owed["state"], &owed["days_late"]), (&json!("late_met"), &json!(1)));
    // Filing once more erases nothing.
    assert_eq!(late.file("monthly", "2013-09").0, 201);
    assert_eq!(september(&late)["days_late"], 1);
    assert_eq!(luoyang.get("returns/monthly?period=2013-12")["due"], "2014-01-05");
    assert_eq!(luoyang.owed_in(&city("洛阳"), "monthly", "2013-12")["due"], "2014-01-05");
}

#[test]
fn s01_08_a_correction_makes_a_new_version_and_leaves_the_filed_one() {
    let server = world("2013-10-05 10:00");
    let luoyang = desk(&server, &city("洛阳"));
    let id = held(&luoyang, &county("洛阳", 3), "2013-09-10", 300);
    assert_eq!(luoyang.file("monthly", "2013-09").0, 201);
    server.clock.set("2013-10-08 10:00");
    assert_eq!(luoyang.correct(&id, json!({"people": 310})).0, 200);
    let page = luoyang.get("returns/monthly?period=2013-09");
    assert_eq!((&page["differences"][0]["filed"], &page["differences"][0]["now"]), (&json!("300"), &json!("310")));
    assert_eq!(luoyang.file("monthly", "2013-09").1["version"], 2);
    let people = |version: u32| luoyang.get(&format!("returns/monthly?period=2013-09&version={version}"))["total"][1].clone();
    assert_eq!((people(1), people(2)), (json!("300"), json!("310")));
    assert_eq!(luoyang.client.get(&luoyang.path("returns/monthly?period=2013-09&version=3")).0, 404);
    // The record keeps both values, with who and when.
    let history = luoyang.record(&id)["history"].clone();
    let change = &history[0]["changes"][0];
    assert_eq!((&change["field"], &change["from"], &change["to"]), (&json!("people"), &json!("300"), &json!("310")));
    assert_eq!(history[0]["at"], "2013-10-08T02:00:00Z");
}

#[test]
fn s01_09_a_zero_table_is_a_report_and_a_missing_one_is_blank() {
    let server = world("2013-10-03 10:00");
    for (name, _) in CITIES.iter().filter(|(name, _)| *name != "鹤壁") {
        let own = desk(&server, &city(name));
        if *name != "漯河" {
            held(&own, &city(name), "2013-09-10", 100);
        }
        let (status, filed) = own.file("monthly", "2013-09");
        assert_eq!((status, &filed["zero"]), (201, &json!(*name == "漯河")), "{name}: {filed}");
    }
    // 鹤壁 held tours, and did not file: they are not in the table.
    held(&desk(&server, &city("鹤壁")), &city("鹤壁"), "2013-09-11", 100);
    server.clock.set("2013-10-06 09:00");
    let province = desk(&server, PROVINCE);
    let table = province.get("returns/monthly/compiled?period=2013-09");
    let coverage = &table["coverage"];
    assert_eq!((&coverage["filed"], &coverage["zero"], &coverage["expected"]), (&json!(17), &json!(1), &json!(18)));
    assert_eq!(texts(&coverage["missing"], "name"), ["鹤壁市"]);
    let rows = table["rows"].as_array().cloned().unwrap_or_default();
    let row = |name: &str| rows.iter().find(|r| r["unit"]["code"] == city(name).as_str()).cloned().expect("a row for each city");
    let blank = row("鹤壁");
    assert_eq!(blank["cells"].as_array().map(Vec::len), Some(6));
    assert!(blank["cells"].as_array().into_iter().flatten().all(Json::is_null), "{blank}");
    assert_eq!((&row("漯河")["cells"][0], &row("漯河")["zero"]), (&json!("0"), &json!(true)));
    assert_eq!(table["total"][0], json!({"value": "16", "reported": 17, "expected": 18}));
    let card = find(&province.get("board")["returns"], "period", "2013-09").expect("the month's card");
    assert_eq!((&card["filed"], &card["expected"]), (&json!(17), &json!(18)));
    let sheet = province.download("returns/monthly/compiled.xlsx?period=2013-09");
    assert_eq!(sheet.status, 200);
    let text = luodi_acceptance::files::xlsx_text(&sheet.bytes);
    assert!(text.contains("17/18") && text.contains("已报合计") && text.contains("未报：鹤壁市"), "{text}");
}

#[test]
fn s01_10_a_tour_lacks_the_city_archive_until_both_marks_are_set() {
    let server = world("2013-09-11 09:00");
    let (own, anyang) = (desk(&server, &county("安阳", 3)), desk(&server, &city("安阳")));
    let (province, luoyang) = (desk(&server, PROVINCE), desk(&server, &city("洛阳")));
    let id = held(&own, &county("安阳", 3), "2013-09-10", 120);
    let lacking = || province.listed("tour", "lacking_city_archive").len();
    assert_eq!(own.mark(&id, "organiser_archived").0, 200);
    assert_eq!(lacking(), 1);
    assert_eq!(find(&province.get("lists"), "name", "lacking_city_archive").expect("the list")["count"], 1);
    // The county can't archive for its city, nor another city.
    let (status, problem) = own.mark(&id, "city_archived");
    assert_eq!((status, problem["code"].as_str()), (403, Some("not_allowed")));
    assert_eq!(luoyang.mark(&id, "city_archived").0, 404);
    assert_eq!(lacking(), 1);
    assert_eq!(anyang.mark(&id, "city_archived").0, 200);
    assert_eq!(lacking(), 0);
    assert_eq!(own.record(&id)["record"]["marks"]["city_archived"]["unit"]["code"], city("安阳").as_str());
}

#[test]
fn s01_11_three_nominations_per_city_and_no_more() {
    let server = world("2013-10-10 09:00");
    let province = desk(&server, PROVINCE);
    let files = |video: bool| (json!(["课件.pptx"]), if video { json!(["讲课.mp4"]) } else { Json::Null });
    let nominate = |name: &str, n: usize, video: bool| {
        let (courseware, video) = files(video);
        json!({"unit": city(name), "lecturer": format!("{name}专家{n}"), "courseware": courseware, "video": video})
    };
    let mut first = vec![];
    for (name, _) in CITIES {
        let own = desk(&server, &city(name));
        for n in 1..=if name == "信阳" { 2 } else { 3 } {
            let id = own.stored("nomination", "", nominate(name, n, name != "周口" || n > 1));
            if n == 1 {
                first.push((name, id));
            }
        }
    }
    let id_of = |name: &str| first.iter().find(|(n, _)| *n == name).map(|(_, id)| id.clone()).unwrap_or_default();
    let all = province.card("nominations_each", PROVINCE);
    assert_eq!((&all["quota"], &all["actual"]), (&json!("54"), &json!("53")));
    assert_eq!(texts(&all["short"], "name"), ["信阳市"]);
    let short = province.own("nominations_each", &city("信阳"));
    assert_eq!((&short["met"], &short["gap"]), (&json!(false), &json!("1")));
    let anyang = desk(&server, &city("安阳"));
    assert_eq!(anyang.refused("nomination", "", nominate("安阳", 4, true)), ["unit"]);
    // Nor by giving a nomination of another city to it.
    let (status, problem) = province.correct(&id_of("信阳"), json!({"unit": city("安阳")}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["unit".to_string()]));
    let incomplete = province.listed("nomination", "incomplete_nominations");
    assert_eq!(texts(&json!(incomplete), "id"), [id_of("周口")]);
    let zhoukou = desk(&server, &city("周口"));
    let (status, problem) = zhoukou.move_to(&id_of("周口"), "submitted", json!({}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["video".to_string()]));
    assert_eq!(zhoukou.record(&id_of("周口"))["record"]["state"], "drafted");
    // Selection is the province's.
    let complete = id_of("安阳");
    assert_eq!(anyang.move_to(&complete, "submitted", json!({})).0, 200);
    assert_eq!(anyang.move_to(&complete, "selected", json!({})).1["code"], "not_allowed");
    assert_eq!(province.move_to(&complete, "selected", json!({})).1["state"], "selected");
}

#[test]
fn s01_12_what_the_text_leaves_open_is_a_duty_without_a_day() {
    let server = world("2013-12-20 09:00");
    let province = desk(&server, PROVINCE);
    let model = province.get("")["model"].clone();
    let clauses: Vec<&str> =
        model["targets"].as_object().into_iter().flatten().filter_map(|(_, t)| t["clause"].as_str()).collect();
    assert_eq!(clauses.len(), 4, "{clauses:?}");
    assert!(!clauses.iter().any(|c| ["L62", "L70", "L76"].contains(c)), "{clauses:?}");
    // They are duties, and no day makes them late.
    let own = desk(&server, &city("洛阳"));
    let id = held(&own, &city("洛阳"), "2013-09-10", 100);
    let state = |name: &str| {
        let owed = province.owed(&city("洛阳"), name);
        assert_eq!(owed.len(), 1, "{name}: {owed:?}");
        (owed[0]["clause"].clone(), owed[0]["due"]["unknown"].clone(), owed[0]["state"].clone())
    };
    assert_eq!(state("evaluation"), (json!("L76"), json!("pending"), json!("pending")));
    assert_eq!(state("record"), (json!("L70"), json!("pending"), json!("pending")));
    assert_eq!(state("themes"), (json!("L62"), json!("pending"), json!("met")));
    assert_eq!((own.mark(&id, "organiser_archived").0, own.mark(&id, "city_archived").0), (200, 200));
    assert_eq!(state("record"), (json!("L70"), json!("pending"), json!("met")));
    let county = province.owed(&county("洛阳", 1), "themes");
    assert_eq!((&county[0]["due"]["unknown"], &county[0]["state"]), (&json!("pending"), &json!("pending")));
}

#[test]
fn s01_14_impossible_entries_are_refused_with_the_field_named() {
    let server = world("2013-10-08 12:00");
    let unit = county("开封", 2);
    let own = desk(&server, &unit);
    let check = |state: &str, change: Json, expected: &str| {
        let mut fields = json!({"unit": unit, "date": "2013-10-08", "people": 100});
        fields.as_object_mut().expect("an object").extend(change.as_object().cloned().unwrap_or_default());
        assert_eq!(own.refused("tour", state, fields), [expected], "{change}");
    };
    check("held", json!({"people": -1}), "people");
    check("held", json!({"people": "-1"}), "people");
    check("held", json!({"people": 3.5}), "people");
    check("held", json!({"people": ""}), "people");
    check("held", json!({"people": null}), "people");
    check("held", json!({"people": "99999999999999999999999"}), "people");
    check("held", json!({"floating": 101}), "floating");
    check("held", json!({"date": "2013-10-09"}), "date");
    check("planned", json!({"date": null}), "date");
    check("planned", json!({"date": "2013-02-30"}), "date");
    check("planned", json!({"unit": "没有这个单位"}), "unit");
    let id = own.stored("tour", "held", json!({"unit": unit, "date": "2013-10-08", "people": 0}));
    assert_eq!(own.record(&id)["record"]["fields"]["people"], "0");
    let judged = own.own("people_each", &unit);
    assert_eq!((&judged["actual"], &judged["gap"]), (&json!("0"), &json!("1000")));
    // A correction can't take back what a held tour had to have.
    for (change, field) in [(json!({"people": null}), "people"), (json!({"date": "2013-10-20"}), "date")] {
        let (status, problem) = own.correct(&id, change);
        assert_eq!((status, named_fields(&problem)), (422, vec![field.to_string()]));
    }
    assert_eq!(own.record(&id)["record"]["version"], 1);
}

#[test]
fn s01_16_plans_without_a_date_are_counted_and_never_late() {
    let server = world("2013-09-20 09:00");
    for (name, _) in CITIES.iter().filter(|(name, _)| *name != "许昌") {
        desk(&server, &city(name)).stored("paper", "", json!({"unit": city(name), "kind": "巡讲工作方案"}));
    }
    server.clock.set("2014-02-20 09:00");
    let province = desk(&server, PROVINCE);
    let before = province.get("board");
    let plan = find(&before["once"], "name", "city_plan").expect("the duty of L66");
    assert_eq!((&plan["done"], &plan["expected"], &plan["pending"]), (&json!(17), &json!(18), &json!(true)));
    assert_eq!(texts(&plan["open"], "name"), ["许昌市"]);
    assert_eq!(find(&before["red"], "name", "city_plan"), None);
    for (name, clause) in [("city_plan", "L66"), ("city_team", "L68"), ("evaluation", "L76"), ("summary", "L88")] {
        let card = find(&before["once"], "name", name).unwrap_or_else(|| panic!("no {name}"));
        assert_eq!((&card["pending"], &card["expected"], &card["clause"]), (&json!(true), &json!(18), &json!(clause)), "{name}");
    }
    // Once a person enters a date, what is missing is late.
    let manager = server.login("manager");
    let (status, said) = manager.put(&province.path("asks/plan_due"), &json!({"value": "2013-09-15"}));
    assert_eq!(status, 200, "{said}");
    let red = find(&province.get("board")["red"], "name", "city_plan").expect("late now");
    assert_eq!((texts(&red["units"], "name"), &red["days_late"]), (vec!["许昌市".to_string()], &json!(158)));
    // Only the province's manager enters it.
    assert_eq!(desk(&server, &city("许昌")).client.put(&province.path("asks/plan_due"), &json!({"value": "2014-03-01"})).0, 403);
}

#[test]
fn s01_table_1_is_laid_out_with_its_blanks() {
    let server = world("2013-10-01 09:00");
    held(&desk(&server, &city("济源")), &city("济源"), "2013-09-10", 100);
    let table = desk(&server, PROVINCE).get("tables/quota");
    let columns = table["columns"].as_array().cloned().unwrap_or_default();
    let rows = table["rows"].as_array().cloned().unwrap_or_default();
    assert_eq!((columns.len(), rows.len()), (20, 6));
    let blanks = rows.iter().flat_map(|r| r["cells"].as_array().into_iter().flatten()).filter(|c| c["blank"] == true).count();
    assert_eq!(blanks, 24);
    let column = |code: &str| columns.iter().position(|c| c["code"] == code).expect("a column for each city");
    let cell = |row: &str, at: usize| find(&table["rows"], "title", row).expect("the row")["cells"][at].clone();
    assert_eq!(cell("县区级区县数", column(&city("济源")))["blank"], true);
    assert_eq!(cell("县区级区县数", column(&city("三门峡")))["value"], "6");
    assert_eq!(cell("县区级区县数", column(&city("南阳")))["value"], "13");
    assert_eq!((&cell("合计次数", 19)["plan"], &cell("合计次数", 19)["value"]), (&json!("708"), &json!("1")));
    assert_eq!(cell("合计覆盖人数", column(PROVINCE))["plan"], "1000");
}

#[test]
fn s01_a_table_month_by_month_is_the_table_of_each_month() {
    let server = world("2013-10-01 09:00");
    held(&desk(&server, &city("济源")), &city("济源"), "2013-09-10", 100);
    let province = desk(&server, PROVINCE);
    let series = province.get("tables/quota/series?first=2013-08&last=2013-10");
    let months: Vec<&Json> = series.as_array().into_iter().flatten().map(|m| &m["period"]).collect();
    assert_eq!(months, ["2013-08", "2013-09", "2013-10"]);
    for (at, month) in ["2013-08", "2013-09", "2013-10"].into_iter().enumerate() {
        assert_eq!(series[at]["page"], province.get(&format!("tables/quota?period={month}")), "{month}");
    }
    assert_ne!(series[0]["page"], series[1]["page"], "the tour counts in September alone");
    for odd in ["first=2013-09&last=2013-08", "first=2013-09&last=2013", "first=2003-01&last=2013-09", "first=x&last=2013-09"] {
        let (status, said) = province.client.get(&province.path(&format!("tables/quota/series?{odd}")));
        assert_eq!(status, 400, "{odd}: {said}");
    }
}

#[test]
fn s01_open_months_are_asked_before_publication() {
    let server = Server::start("2013-08-01 09:00");
    units(&server, 9);
    let manager = server.login("manager");
    manager.save(PROGRAMME, &luodi_acceptance::files::programme_file(PROGRAMME), 0);
    let (status, problem) = manager.post(&format!("/api/programmes/{PROGRAMME}/publish"), &json!({}));
    assert_eq!((status, problem["code"].as_str()), (409, Some("open_asks")));
    assert_eq!(named_fields(&problem), ["first_month", "last_month"]);
    let own = desk(&server, &city("洛阳"));
    assert_eq!(own.submit("tour", "held", json!({"unit": city("洛阳"), "date": "2013-08-01", "people": 1})).0, 404);
    publish(&manager);
    assert_eq!(own.submit("tour", "held", json!({"unit": city("洛阳"), "date": "2013-08-01", "people": 1})).0, 201);
    // The same id sent twice is one record.
    let (id, fields) = (next_id(), json!({"unit": city("洛阳"), "date": "2013-08-01", "people": 2}));
    assert_eq!(own.submit_as(&id, "tour", "held", fields.clone()).0, 201);
    assert_eq!(own.submit_as(&id, "tour", "held", fields).0, 200);
    assert_eq!(
        own.submit_as(&id, "tour", "held", json!({"unit": city("洛阳"), "date": "2013-08-01", "people": 3})).1["code"],
        "id_taken"
    );
    assert_eq!(own.count("tour"), 2);
}

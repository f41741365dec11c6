//! 34: ten indicators that each of three cities must reach, twenty items fanned out, manifests that qualifications guard. Statements
//! 1 and 14 are about the text.

use crate::common::{all, answer, bundle, owed, published, row};
use luodi_acceptance::desk::{find, named_fields, texts};
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "34-zero-waste-city";
const DEPARTMENTS: [&str; 20] = [
    "生态环境厅",
    "发展改革委",
    "经济和信息化厅",
    "财政厅",
    "自然资源厅",
    "住房城乡建设厅",
    "交通运输厅",
    "农业农村厅",
    "商务厅",
    "文化厅",
    "卫生健康委",
    "旅游发展厅",
    "市场监管局",
    "统计局",
    "税务局",
    "邮政管理局",
    "人行拉萨中心支行",
    "银保监局",
    "教育厅",
    "区党委宣传部",
];
/// Counties that the text names, with their city.
const COUNTIES: [(&str, &str); 9] = [
    ("尼木县", "L"),
    ("亚东县", "K"),
    ("定日县", "K"),
    ("谢通门县", "K"),
    ("仲巴县", "K"),
    ("江孜县", "K"),
    ("仁布县", "K"),
    ("拉孜县", "K"),
    ("乃东区", "S"),
];
const CITIES: [&str; 3] = ["L", "K", "S"];

fn world(beijing: &str) -> (Server, Desk) {
    let mut units = vec![("R".to_string(), "高原自治区".to_string(), "自治区", "")];
    units.extend(
        [("L", "拉萨市"), ("K", "日喀则市"), ("S", "山南市"), ("O", "远山市")].map(|(c, n)| (c.into(), n.into(), "市", "R")),
    );
    units.extend(DEPARTMENTS.iter().enumerate().map(|(i, name)| (format!("D{i}"), (*name).to_string(), "部门", "R")));
    units.extend(COUNTIES.iter().enumerate().map(|(i, (name, city))| (format!("C{i}"), (*name).to_string(), "县", *city)));
    let rows: Vec<(&str, &str, &str, &str)> = units.iter().map(|(a, b, c, d)| (a.as_str(), b.as_str(), *c, *d)).collect();
    let server = published(&rows, PROGRAMME, &[], "2022-10-01 09:00");
    server.clock.set(beijing);
    let region = server.desk("R", PROGRAMME);
    (server, region)
}

fn sheet(region: &Desk, city: &str, date: &str, figures: Json) -> String {
    let mut fields = json!({"city": city, "date": date});
    for (name, value) in figures.as_object().expect("figures") {
        fields[name.as_str()] = value.clone();
    }
    region.stored("sheet", "", fields)
}

fn correct(desk: &Desk, id: &Json, fields: Json) {
    let (status, said) = desk.correct(id.as_str().unwrap_or_default(), fields);
    assert_eq!(status, 200, "{said}");
}

#[test]
fn s34_02_sixty_city_tasks_of_which_three_are_named() {
    let (server, region) = world("2022-10-02 09:00");
    let items = all(&region, "item");
    assert_eq!(items.len(), 20);
    let basis = |record: &Json| {
        find(&json!(items), "id", record.as_str().unwrap_or_default()).expect("the item")["fields"]["basis"].clone()
    };
    let work = |unit: &str| region.owed(unit, "item_work");
    let of_cities: Vec<Json> = CITIES.iter().flat_map(|c| work(c)).collect();
    assert_eq!(of_cities.len(), 60);
    let inherited = of_cities.iter().filter(|o| basis(&o["record"]) == "L841延及").count();
    assert_eq!((inherited, of_cities.len() - inherited), (57, 3));
    let guarantees = |o: &&Json| {
        find(&json!(items), "id", o["record"].as_str().unwrap_or_default()).expect("the item")["fields"]["kind"] == "保障"
    };
    assert_eq!(of_cities.iter().filter(guarantees).count(), 12);
    assert!((0..COUNTIES.len()).all(|i| work(&format!("C{i}")).len() == 20), "counties come from the tree");
    assert_eq!(work("O").len(), 0, "the other city has none");
    assert!(of_cities.iter().all(|o| o["state"] == "pending"), "no day stands in the text");
    assert_eq!(server.desk("L", PROGRAMME).count("item"), 20, "each of them reads all items");
}

#[test]
fn s34_03_leads_stand_as_the_brackets_have_them() {
    let (_server, region) = world("2022-10-02 09:00");
    let items = all(&region, "item");
    let key = |l: &Json| {
        find(&json!(items), "id", l["fields"]["item"].as_str().unwrap_or_default()).map(|i| i["fields"]["key"].clone())
    };
    let leads = all(&region, "lead");
    let of = |item: &str, role: &str| leads.iter().filter(|l| key(l) == Some(json!(item)) && l["fields"]["role"] == role).count();
    assert_eq!((of("任务13", "牵头"), of("任务13", "配合")), (3, 4));
    assert_eq!(["任务2", "任务3", "任务9"].map(|i| (of(i, "牵头"), of(i, "分工负责"))), [(0, 8), (0, 4), (0, 10)]);
    assert_eq!((of("任务5", "牵头"), of("任务5", "分工负责")), (1, 2));
    let led = |unit: &str| leads.iter().filter(|l| l["unit"]["name"] == unit && l["fields"]["role"] == "牵头").count();
    assert_eq!((led("生态环境厅"), led("住房城乡建设厅")), (6, 4));
    assert_eq!(leads.iter().map(|l| l["unit"]["code"].to_string()).collect::<std::collections::BTreeSet<_>>().len(), 20);
}

/// Every city reaches every indicator, but for what a test changes.
fn all_reached(region: &Desk) -> Vec<String> {
    let good = json!({"manure": "93", "packaging": "80", "film": "90", "straw": "95", "harmless": "98", "green_buildings": "60", "green_materials": "70"});
    let ids = CITIES.iter().map(|city| {
        region.stored("village", "", json!({"unit": city, "name": format!("{city}一村"), "system": "全覆盖"}));
        region.stored("emergency_facility", "", json!({"city": city, "name": "备用处置中心", "rules": ["流程.docx"]}));
        sheet(region, city, "2025-12-01", good.clone())
    });
    let ids = ids.collect();
    for row in all(region, "medical") {
        correct(region, &row["id"], json!({"produced": "100", "treated": "100"}));
    }
    ids
}

#[test]
fn s34_04_twenty_nine_of_thirty() {
    let (_server, region) = world("2025-12-10 09:00");
    let ids = all_reached(&region);
    assert_eq!(bundle(&region, "cities", "R"), (30, 30, json!(true)));
    correct(&region, &json!(ids[1]), json!({"film": "89.9"}));
    assert_eq!(bundle(&region, "cities", "R"), (29, 30, json!(false)));
    let short = find(&region.get("board?unit=R")["bundles"], "name", "cities").expect("the bundle")["short"].clone();
    assert_eq!((texts(&short, "target"), short[0]["unit"]["name"].clone()), (vec!["film".to_string()], json!("日喀则市")));
    let four = find(&region.get("board?unit=R")["bundles"], "name", "region").expect("the bundle");
    assert_eq!((&four["expected"], &four["met"]), (&json!(4), &json!(0)), "four of the region, without city cells");
    let sorting = all(&region, "sorting");
    assert_eq!(sorting.len(), 3);
    for row in &sorting {
        correct(
            &region,
            &row["id"],
            json!({"dropping": true, "collecting": true, "carrying": true, "treating": row["unit"]["code"] != "S"}),
        );
    }
    let card = region.card("sorting", "R");
    assert_eq!(
        (&card["units_met"], &card["units_total"], card["short"][0]["name"].as_str()),
        (&json!(2), &json!(3), Some("山南市"))
    );
}

#[test]
fn s34_05_the_mean_is_not_used_and_rounding_does_not_help() {
    let (_server, region) = world("2025-12-10 09:00");
    let ids: Vec<String> = [("L", "93.0"), ("K", "92.0"), ("S", "91.9")]
        .map(|(city, rate)| sheet(&region, city, "2025-12-01", json!({"manure": rate})))
        .to_vec();
    let card = region.card("manure", "R");
    assert_eq!((&card["units_met"], &card["units_total"], &card["complete"]), (&json!(2), &json!(3), &json!(false)));
    correct(&region, &json!(ids[2]), json!({"manure": "91.96"}));
    let own = region.own("manure", "S");
    assert_eq!((&own["actual"], &own["met"]), (&json!("91.96"), &json!(false)));
}

#[test]
fn s34_06_two_hundred_and_fifty_four_villages() {
    let (_server, region) = world("2025-12-10 09:00");
    let village =
        |i: usize, system: Json| region.stored("village", "", json!({"unit": "L", "name": format!("{i}村"), "system": system}));
    (0..252).for_each(|i| drop(village(i, json!("全覆盖"))));
    let last = village(252, json!("部分覆盖"));
    let blank = village(253, Json::Null);
    (254..267).for_each(|i| drop(village(i, json!("没有"))));
    let own = || region.own("villages", "L");
    correct(&region, &json!(blank), json!({"system": "没有"}));
    assert_eq!((&own()["met"], &own()["gap"]), (&json!(false), &json!("2")), "a village half equipped counts 0; 254 are needed");
    correct(&region, &json!(last), json!({"system": "全覆盖"}));
    assert_eq!((&own()["met"], &own()["gap"], &own()["actual"]), (&json!(false), &json!("1"), &json!("94.8")));
    correct(&region, &json!(blank), json!({"system": null}));
    assert!(own()["met"].as_bool().is_none(), "253 and one that was not surveyed give no verdict: {}", own());
    assert_eq!(texts(&json!(region.listed("village", "not_surveyed")), "id"), [blank.as_str()]);
    correct(&region, &json!(blank), json!({"system": "全覆盖"}));
    assert_eq!((&own()["met"], &own()["gap"]), (&json!(true), &json!("0")));
}

#[test]
fn s34_07_one_outlet_without_a_device() {
    let (_server, region) = world("2025-12-10 09:00");
    let outlet = |i: usize, device: bool| {
        region.stored("outlet", "", json!({"unit": "L", "name": format!("{i}号网点"), "device": device}))
    };
    (0..299).for_each(|i| drop(outlet(i, true)));
    let last = outlet(299, false);
    let own = region.own("outlets", "R");
    assert_eq!((&own["met"], &own["actual"], &own["gap"]), (&json!(false), &json!("99.7"), &json!("1")));
    correct(&region, &json!(last), json!({"device": true}));
    assert_eq!(region.own("outlets", "R")["met"], true);
    outlet(300, false);
    assert_eq!(region.own("outlets", "R")["met"], false);
}

#[test]
fn s34_08_medical_waste_to_the_last_half_ton() {
    let (_server, region) = world("2025-12-10 09:00");
    let rows = all(&region, "medical");
    let of = |code: &str| rows.iter().find(|r| r["unit"]["code"] == code).expect("the county's row")["id"].clone();
    correct(&region, &of("C0"), json!({"produced": "1000.0", "treated": "999.5"}));
    let own = region.own("medical", "L");
    assert_eq!((&own["actual"], &own["met"]), (&json!("99.95"), &json!(false)));
    for i in 1..7 {
        correct(&region, &of(&format!("C{i}")), json!({"produced": "10", "treated": "10"}));
    }
    let own = region.own("medical", "K");
    assert!(own["actual"].as_str().is_none() && own["met"].as_bool().is_none(), "one county has not reported: {own}");
}

#[test]
fn s34_09_steady_is_the_users_number_of_periods() {
    let (server, region) = world("2025-03-01 09:00");
    for (year, rate) in [(2022, "95.2"), (2023, "94.8"), (2024, "95.5")] {
        sheet(&region, "L", &format!("{year}-12-20"), json!({"straw": rate}));
    }
    let own = || region.own("straw", "L");
    let met: Vec<Json> = ["2022", "2023", "2024"]
        .iter()
        .map(|year| region.get(&format!("explain?kind=target&name=straw&unit=L&period={year}"))["result"].clone())
        .collect();
    assert_eq!(met, [json!(true), json!(false), json!(true)]);
    assert_eq!(own()["steady"]["unknown"], "pending");
    answer(&server, PROGRAMME, "straw_periods", &json!(3));
    assert_eq!(own()["steady"], false);
}

fn step(region: &Desk, kind: &str, date: &str) {
    region.stored("plan_step", "", json!({"city": "L", "kind": kind, "date": date}));
}

#[test]
fn s34_10_issued_in_time_and_one_of_two_filings() {
    let (_server, region) = world("2023-01-05 09:00");
    let plan = region.stored(
        "plan",
        "",
        json!({"city": "L", "waste_list": ["1.pdf"], "task_list": ["2.pdf"], "project_list": ["3.pdf"]}),
    );
    assert_eq!(region.move_to(&plan, "issued", json!({})).0, 200);
    step(&region, "印发", "2022-12-26");
    step(&region, "报送生态环境厅", "2022-12-28");
    let accept = || region.move_to(&plan, "accepted", json!({}));
    assert_ne!(accept().0, 200, "neither the fourth list nor the second receipt is there");
    step(&region, "报送生态环境部", "2023-01-03");
    let (issued, filed) = (region.own("issued", "L"), region.own("filed", "L"));
    assert_eq!((&issued["met"], &issued["by"], &issued["days_late"]), (&json!(true), &json!("2022-12-31"), &Json::Null));
    assert_eq!(
        (&filed["met"], &filed["actual"], &filed["quota"], &filed["days_late"]),
        (&json!(false), &json!("1"), &json!("2"), &json!(3))
    );
}

#[test]
fn s34_11_a_late_summary_is_named_and_blocks_nothing() {
    let (server, region) = world("2023-01-31 20:00");
    assert_eq!(region.owed_in("K", "summary", "2022")["state"], "pending", "nobody has said whether January 2023 is due");
    answer(&server, PROGRAMME, "january_2023", &json!(true));
    for city in ["L", "S"] {
        server.desk(city, PROGRAMME).stored("summary", "", json!({"city": city, "year": 2022, "text": "一年工作"}));
    }
    server.clock.set("2023-02-01 09:00");
    let region = server.desk("R", PROGRAMME);
    assert_eq!(CITIES.map(|c| owed(&region, c, "summary")[0].1.clone()), ["met", "overdue", "met"]);
    let red = find(&region.get("board?unit=R")["red"], "name", "summary").expect("it is red");
    assert_eq!((&red["units"][0]["name"], &red["days_late"]), (&json!("日喀则市"), &json!(1)));
    server.clock.set("2023-03-31 09:00");
    let office = server.desk("D0", PROGRAMME);
    let report = json!({"unit": "D0", "year": 2022, "text": "全区总结"});
    assert_eq!(office.refused("report", "", report.clone()), ["absent"]);
    let mut named = report;
    named["absent"] = json!("日喀则市");
    office.stored("report", "", named);
    assert_eq!(owed(&server.desk("R", PROGRAMME), "D0", "report")[0], ("2023-03-31".to_string(), "met".to_string()));
    server.clock.set("2023-12-31 12:00");
    let region = server.desk("R", PROGRAMME);
    let year = |c: &str| owed(&region, c, "dispatch").into_iter().filter(|(due, _)| due.starts_with("2023")).count();
    assert_eq!(CITIES.map(year), [4, 4, 4]);
    assert_eq!(
        server.desk("L", PROGRAMME).refused("dispatch", "", json!({"city": "L", "date": "2023-12-30", "text": " "})),
        ["text"]
    );
}

#[test]
fn s34_12_one_station_for_a_point() {
    let (server, region) = world("2023-06-01 09:00");
    let site = |name: &str, level: &str, belongs: Json| json!({"unit": "L", "name": name, "level": level, "belongs": belongs});
    let centre = region.stored("site", "", site("一中心", "分拣中心", Json::Null));
    let station = region.stored("site", "", site("一站", "中转站", json!(centre)));
    region.stored("site", "", site("一点", "投放点", json!(station)));
    assert_eq!(region.refused("site", "", site("二点", "投放点", json!(centre))), ["belongs"]);
    let open = region.stored("site", "", site("三点", "投放点", Json::Null));
    assert_eq!(texts(&json!(region.listed("site", "open_ends")), "id"), [open]);
    region.stored("recycling", "", json!({"unit": "R", "date": "2023-05-31", "collected": "81", "arising": "100"}));
    assert!(region.own("recycling", "R")["met"].as_bool().is_none(), "the main kinds are not set");
    answer(&server, PROGRAMME, "main_kinds", &json!("废金属、废纸、废塑料"));
    assert_eq!(region.own("recycling", "R")["met"], true);
}

#[test]
fn s34_13_no_manifest_without_a_qualification_of_today() {
    let (server, region) = world("2023-06-01 09:00");
    let company =
        |name: &str, until: &str| region.stored("company", "", json!({"unit": "L", "name": name, "valid_until": until}));
    let (good, ended) = (company("甲", "2024-06-01"), company("乙", "2023-06-07"));
    let manifest = |carrier: &str, receiver: &str, more: Json| {
        let mut fields =
            json!({"unit": "L", "producer": "某厂", "kind": "废矿物油", "amount": "2", "carrier": carrier, "receiver": receiver});
        for (name, value) in more.as_object().expect("fields") {
            fields[name.as_str()] = value.clone();
        }
        region.stored("manifest", "", fields)
    };
    let (to_ended, by_ended) = (manifest(&good, &ended, json!({})), manifest(&ended, &good, json!({})));
    let exempt = manifest(&good, &ended, json!({"exempt": true}));
    server.clock.set("2023-06-08 09:00");
    let region = server.desk("R", PROGRAMME);
    let issue = |id: &str, fields: Json| region.move_to(id, "issued", fields);
    assert_eq!(named_fields(&issue(&to_ended, json!({})).1), ["receiver"], "it ended yesterday, the draft is a week old");
    assert_eq!(named_fields(&issue(&by_ended, json!({})).1), ["carrier"]);
    assert_eq!(named_fields(&issue(&exempt, json!({})).1), ["exemption"]);
    assert_eq!(issue(&exempt, json!({"exemption": ["豁免文件.pdf"]})).0, 200);
    assert_eq!((row(&region, "manifests", "转移联单"), row(&region, "manifests", "点对点豁免")), (json!("0"), json!("1")));
}

#[test]
fn s34_15_what_is_refused() {
    let (_server, region) = world("2023-06-01 09:00");
    let rate = |city: &str, value: &str| json!({"city": city, "date": "2023-05-31", "manure": value});
    assert_eq!(region.refused("sheet", "", rate("L", "100.1")), ["manure"]);
    assert_eq!(region.refused("sheet", "", rate("L", "-0.1")), ["manure"]);
    assert_eq!(region.refused("sheet", "", rate("O", "90")), ["city"], "a city outside the three");
    let medical = |produced: &str, treated: &str| json!({"name": "补报", "unit": "C0", "produced": produced, "treated": treated});
    assert_eq!(region.refused("medical", "", medical("10", "11")), ["treated"]);
    let id = region.stored("medical", "", medical("0", "0"));
    assert_eq!(region.record(&id)["record"]["fields"]["rate"]["unknown"], "not_computable");
    assert_eq!(region.refused("summary", "", json!({"city": "L", "year": 2024, "text": "提前"})), ["year"]);
}

#[test]
fn s34_16_named_duties_go_only_where_they_are_named() {
    let (_server, region) = world("2022-10-02 09:00");
    let per_city = |register: &str| CITIES.map(|c| all(&region, register).iter().filter(|r| r["unit"]["code"] == c).count());
    assert_eq!((per_city("assignment"), per_city("manure_project")), ([3, 2, 1], [3, 1, 3]));
    let facilities = all(&region, "waste_facility");
    assert_eq!((facilities.len(), facilities.iter().filter(|f| f["unit"]["name"] == "尼木县").count()), (9, 1));
    let under = |city: &str| region.get(&format!("registers/waste_facility/records?unit={city}&size=50"))["total"].clone();
    assert_eq!(CITIES.map(under), [json!(1), json!(7), json!(1)], "the city is that of the tree");
}

#[test]
fn s34_17_mines_and_promises() {
    let (_server, region) = world("2023-06-01 09:00");
    let mine =
        |kind: &str, state: &str| region.stored("mine", state, json!({"unit": "L", "name": format!("{kind}矿"), "kind": kind}));
    let new = mine("新建", "built");
    assert_eq!(named_fields(&region.move_to(&new, "producing", json!({})).1), ["green_on"]);
    assert_eq!(region.move_to(&new, "producing", json!({"green_on": "2023-05-20"})).0, 200);
    let old = mine("原有", "producing");
    assert_eq!(texts(&json!(region.listed("mine", "to_rebuild")), "id"), [old]);
    for i in 0..50 {
        let day = if i == 7 { Json::Null } else { json!("2023-03-01") };
        region.stored("enterprise", "", json!({"unit": "L", "name": format!("{i}号企业"), "promised_on": day}));
    }
    let own = region.own("promises", "R");
    assert_eq!((&own["met"], &own["gap"], &own["actual"]), (&json!(false), &json!("1"), &json!("98")));
    let open = region.listed("enterprise", "not_promised");
    assert_eq!((open.len(), &open[0]["fields"]["name"]), (1, &json!("7号企业")));
}

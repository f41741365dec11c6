//! 02: a township hospital, 14 villages (the last is remote), their 14 clinics and 2 community institutions.

use luodi_acceptance::desk::{find, named_fields, texts};
use luodi_acceptance::files::{example, programme_file, shared_plan};
use luodi_acceptance::plans::{elements, findings, headings};
use luodi_acceptance::{Client, Desk, Json, Role, Server, json};

const PROGRAMME: &str = "02-township-health-tours";
const FIRST_LINE: u64 = 106;

/// The units, and a manager of the hospital.
fn server() -> Server {
    let server = Server::start("2013-12-20 09:00");
    let mut rows = vec![("H".to_string(), "青石卫生院".to_string(), "卫生院".to_string(), String::new())];
    let mut add = |code: String, name: String, level: &str| rows.push((code, name, level.to_string(), "H".to_string()));
    for n in 1..=14 {
        add(format!("V{n}"), if n == 14 { "第14村（偏远）".to_string() } else { format!("第{n}村") }, "村");
    }
    (1..=14).for_each(|n| add(format!("C{n}"), format!("第{n}村卫生室"), "村卫生室"));
    (1..=2).for_each(|n| add(format!("S{n}"), format!("第{n}社区站"), "社区卫生服务机构"));
    server.units(&rows);
    server.account("manager", "H", Role::Manager);
    server
}

/// Published for these days, with the hospital's clerk; the clock stands where the test begins.
fn world_between(first: &str, last: &str, beijing: &str) -> (Server, Desk) {
    let server = server();
    let answers = [("first_day", json!(first)), ("last_day", json!(last))];
    server.login("manager").publish(PROGRAMME, &programme_file(PROGRAMME), &answers);
    server.clock.set(beijing);
    let hospital = server.desk("H", PROGRAMME);
    (server, hospital)
}

fn world(beijing: &str) -> (Server, Desk) {
    world_between("2014-01-01", "2014-12-31", beijing)
}

fn tour(hospital: &Desk, village: &str, date: &str, tcm: bool) -> String {
    hospital.stored("event", "held", json!({"kind": "乡镇巡讲", "village": village, "date": date, "tcm": tcm}))
}

fn lecture(server: &Server, institution: &str, date: &str) -> String {
    let own = server.desk(institution, PROGRAMME);
    own.stored("event", "held", json!({"kind": "村级讲座", "village": institution, "date": date, "tcm": false}))
}

/// The example always, the source text where it is at hand: each with its review page.
fn with_plans(example_file: &str, check_example: impl Fn(&Json), check_source: impl Fn(&Json)) {
    let server = server();
    let manager = server.login("manager");
    let open = |client: &Client, name: &str, text: &str| client.upload_plan(name, text.as_bytes());
    let id = open(&manager, "方案.txt", &example(&format!("plans/{example_file}")));
    check_example(&manager.plan(&id, None));
    let Some(raw) = shared_plan("000.txt") else { return };
    let id = open(&manager, "000.txt", &raw);
    check_source(&manager.plan_from(&id, FIRST_LINE));
}

fn numbers(page: &Json) -> Vec<String> {
    headings(page, 1).iter().map(|h| h.chars().take(1).collect()).collect()
}

#[test]
fn s02_01_the_missing_number_is_kept_missing() {
    let check = |page: &Json| {
        assert_eq!(numbers(page), ["一", "二", "三", "五", "六", "七"]);
        let missing = findings(page, "number_missing");
        assert_eq!(missing.len(), 1);
        assert!(missing[0]["say"].as_str().is_some_and(|s| s.contains("四")), "{}", missing[0]);
    };
    with_plans("township-lectures.txt", check, check);
}

#[test]
fn s02_02_page_marks_go_and_document_numbers_stay() {
    let joined = |page: &Json, lines: Json| {
        let of = |j: &&Json| j["lines"] == lines;
        page["joined"].as_array().into_iter().flatten().find(of).map(|j| j["text"].to_string()).unwrap_or_default()
    };
    let five = |page: &Json| headings(page, 1).into_iter().find(|h| h.starts_with('五')).unwrap_or_default();
    let line =
        |page: &Json, n: u64| page["lines"].as_array().into_iter().flatten().find(|l| l["n"] == n).cloned().unwrap_or_default();
    with_plans(
        "township-lectures.txt",
        |page| {
            assert_eq!(five(page), "五 组织领导");
            assert!(joined(page, json!([57, 59])).contains("重要抓手和基础工作"));
        },
        |page| {
            assert_eq!(five(page), "五 组织领导");
            assert!(
                line(page, 109)["noise"].is_null()
                    && line(page, 109)["text"].as_str().is_some_and(|t| t.contains("【2010】115号"))
            );
            assert!(joined(page, json!([171, 173])).contains("重要基础和关键环节"));
        },
    );
}

#[test]
fn s02_03_a_person_enters_the_year_and_none_is_offered() {
    let check = |page: &Json| {
        assert_eq!(page["year"], Json::Null);
        let year = findings(page, "year_missing");
        assert_eq!((year.len(), &year[0]["severity"]), (1, &json!("finding")));
        assert!(year[0]["choices"].as_array().into_iter().flatten().all(|c| c["value"].is_null()), "{}", year[0]);
        let limits: Vec<String> =
            elements(page, "time_limit").iter().map(|e| e["label"].to_string() + &e["detail"].to_string()).collect();
        assert!(
            !limits.iter().any(|l| l.contains("2010") || l.contains("2020") || l.contains("2030") || l.contains("2012")),
            "{limits:?}"
        );
    };
    with_plans("township-lectures.txt", check, check);
    let server = server();
    let manager = server.login("manager");
    let plan = manager.upload_plan("方案.txt", example("plans/township-lectures.txt").as_bytes());
    let enter = |year: Json| manager.put(&format!("/api/plans/{plan}/year"), &json!({"year": year}));
    let (status, problem) = enter(json!(1900));
    assert_eq!((status, named_fields(&problem)), (422, vec!["year".to_string()]));
    assert_eq!(findings(&manager.plan(&plan, None), "year_missing").len(), 1);
    assert_eq!(enter(json!(2014)).0, 204);
    let page = manager.plan(&plan, None);
    assert_eq!((&page["year"], findings(&page, "year_missing").len()), (&json!(2014), 0));
    manager.save(PROGRAMME, &programme_file(PROGRAMME), 0);
    let (status, problem) = manager.post(&format!("/api/programmes/{PROGRAMME}/publish"), &json!({}));
    assert_eq!((status, problem["code"].as_str()), (409, Some("open_asks")));
    assert_eq!(named_fields(&problem), ["first_day", "last_day"]);
}

#[test]
fn s02_04_many_tours_do_not_cover_the_village_without_one() {
    let (_server, hospital) = world("2014-05-01 09:00");
    for village in 1..=13 {
        tour(&hospital, &format!("V{village}"), "2014-03-05", false);
        tour(&hospital, &format!("V{village}"), "2014-04-05", false);
    }
    let card = hospital.card("each_village", "H");
    assert_eq!((&card["units_total"], &card["units_met"], &card["units_short"]), (&json!(14), &json!(13), &json!(1)));
    assert_eq!((&card["actual"], &card["quota"], &card["complete"]), (&json!("26"), &json!("14"), &json!(false)));
    assert_eq!(texts(&card["short"], "code"), ["V14"]);
}

#[test]
fn s02_05_sixteen_duties_a_month_and_zero_is_not_silence() {
    let server = server();
    let manager = server.login("manager");
    let answers = [("first_day", json!("2014-01-01")), ("last_day", json!("2014-12-31"))];
    let published = manager.publish(PROGRAMME, &programme_file(PROGRAMME), &answers);
    let load = published["fanout"]["load"].as_array().cloned().unwrap_or_default();
    let of = |month: Option<&str>| -> u64 {
        let counted = load.iter().filter(|l| l["level"] == "村卫生室" || l["level"] == "社区卫生服务机构");
        counted.filter(|l| month.is_none_or(|m| l["month"] == m)).filter_map(|l| l["duties"].as_u64()).sum()
    };
    assert_eq!((of(Some("2014-03")), of(Some("2014-12")), of(None)), (16, 16, 192));

    let (server, _) = world_between("2014-03-01", "2014-12-31", "2014-04-29 09:00");
    lecture(&server, "C1", "2014-03-05");
    lecture(&server, "C1", "2014-03-25");
    lecture(&server, "C2", "2014-03-06");
    let (first, second) = (server.desk("C1", PROGRAMME), server.desk("C2", PROGRAMME));
    assert_eq!(first.report_zero("monthly_lecture", "2014-04").0, 204);
    assert_eq!(first.owed_in("C1", "monthly_lecture", "2014-04")["state"], "zero");
    server.clock.set("2014-04-30 23:59");
    assert_eq!(second.owed_in("C2", "monthly_lecture", "2014-04")["state"], "open");
    server.clock.set("2014-05-01 00:00");
    for (desk, unit, april) in [(&first, "C1", "zero"), (&second, "C2", "no_report")] {
        let owed = desk.owed(unit, "monthly_lecture");
        let over: Vec<(&str, &str)> = owed
            .iter()
            .filter_map(|o| Some((o["period"].as_str()?, o["state"].as_str()?)))
            .filter(|(period, _)| *period < "2014-05")
            .collect();
        assert_eq!(over.len(), 2, "{unit}: {over:?}");
        assert!(over.contains(&("2014-03", "met")) && over.contains(&("2014-04", april)), "{unit}: {over:?}");
        assert_eq!(desk.owed_in(unit, "monthly_lecture", "2014-05")["state"], "open", "March does not serve May either");
    }
    // A zero is refused for a month with a lecture, and one that takes none.
    assert_eq!(first.report_zero("monthly_lecture", "2014-03").0, 422);
    assert_eq!(first.report_zero("monthly_lecture", "2014-06").0, 422);
    assert_eq!(first.client.post(&first.path("duties/monthly_lecture/zero"), &json!({"unit": "C2", "period": "2014-04"})).0, 404);
}

fn share(hospital: &Desk) -> Json {
    hospital.own("share_tours", "H")
}

#[test]
fn s02_06_the_share_is_compared_exactly() {
    let (_server, hospital) = world("2014-06-01 09:00");
    let mut all = 0;
    let mut add = |count: usize, tcm: bool| {
        for _ in 0..count {
            all += 1;
            tour(&hospital, &format!("V{}", all % 14 + 1), "2014-03-05", tcm);
        }
    };
    let check = |met: bool, actual: &str, gap: &str| {
        let judged = share(&hospital);
        assert_eq!((&judged["met"], &judged["actual"], &judged["gap"]), (&json!(met), &json!(actual), &json!(gap)), "{judged}");
        assert_eq!(judged["quota"], "30");
    };
    add(3, true);
    add(7, false);
    check(true, "30", "0");
    add(1, false);
    check(false, "27.3", "1");
    let last = tour(&hospital, "V1", "2014-03-05", true);
    check(true, "33.3", "0");
    assert_eq!(hospital.move_to(&last, "cancelled", json!({})).0, 200);
    check(false, "27.3", "1");
    assert_eq!(hospital.correct(&last, json!({"people": 30})).0, 200);
    check(false, "27.3", "1");
    add(3, false);
    check(false, "21.4", "2");
}

#[test]
fn s02_06_fourteen_need_five_and_twenty_need_six() {
    let (_server, hospital) = world("2014-06-01 09:00");
    let mut ids = vec![];
    for n in 0..14 {
        ids.push(tour(&hospital, &format!("V{}", n + 1), "2014-03-05", n < 4));
    }
    assert_eq!((&share(&hospital)["met"], &share(&hospital)["gap"]), (&json!(false), &json!("1")));
    assert_eq!(hospital.correct(&ids[4], json!({"tcm": true})).0, 200);
    assert_eq!(share(&hospital)["met"], true, "5 of 14");
    for n in 0..6 {
        ids.push(tour(&hospital, &format!("V{}", n + 1), "2014-03-06", false));
    }
    assert_eq!(share(&hospital)["met"], false, "5 of 20");
    assert_eq!(hospital.correct(&ids[5], json!({"tcm": true})).0, 200);
    assert_eq!(share(&hospital)["met"], true, "6 of 20");
}

#[test]
fn s02_07_the_shortfall_at_present_and_the_forecast_differ() {
    let (_server, hospital) = world("2014-06-01 09:00");
    for n in 0..20 {
        tour(&hospital, &format!("V{}", n % 14 + 1), "2014-03-05", n < 5);
    }
    let judged = share(&hospital);
    assert_eq!((&judged["actual"], &judged["met"], &judged["gap"]), (&json!("25"), &json!(false), &json!("1")));
    assert_eq!(judged["forecast"], json!({"more": "2", "part": "7", "whole": "22"}));
    tour(&hospital, "V7", "2014-03-06", true);
    assert_eq!((&share(&hospital)["actual"], &share(&hospital)["met"]), (&json!("28.6"), &json!(false)), "6 of 21");
    tour(&hospital, "V8", "2014-03-06", true);
    assert_eq!((&share(&hospital)["actual"], &share(&hospital)["met"]), (&json!("31.8"), &json!(true)), "7 of 22");
}

#[test]
fn s02_08_no_tour_yet_is_not_computable() {
    let (server, hospital) = world("2014-02-01 09:00");
    let judged = share(&hospital);
    for member in ["actual", "met", "gap"] {
        assert_eq!(judged[member]["unknown"], "not_computable", "{judged}");
    }
    assert_eq!(judged["forecast"], Json::Null);
    let cell = |board: &Json| board["matrix"]["rows"][0]["cells"].to_string();
    assert!(!cell(&hospital.get("board")).contains("NaN"));
    server.clock.set("2015-02-01 09:00");
    let red = hospital.get("board")["red"].clone();
    assert!(!texts(&red, "name").iter().any(|n| n.starts_with("share")), "never a breach: {red}");
    // Both readings of the whole are shown while it is open, each with its own result.
    server.clock.set("2014-06-01 09:00");
    for n in 1..=10 {
        tour(&hospital, &format!("V{n}"), "2014-03-05", n <= 3);
    }
    lecture(&server, "C1", "2014-03-09");
    assert_eq!((&share(&hospital)["met"], &hospital.own("share_all", "H")["met"]), (&json!(true), &json!(false)));
}

#[test]
fn s02_09_only_the_group_s_decision_ends_an_appointment() {
    let (server, hospital) = world("2014-02-05 18:00");
    let id = hospital.stored("lecturer", "", json!({"hospital": "H", "name": "程一", "discipline": "中医中药"}));
    let event = |date: &str| json!({"kind": "乡镇巡讲", "village": "V1", "date": date, "lecturer": id});
    let past = hospital.stored("event", "held", event("2014-02-05"));
    // A ground is recorded, with evidence; nothing else changes.
    assert_eq!(hospital.correct(&id, json!({"ground": "不能按时参加", "evidence": ["记录.jpg"]})).1["state"], "appointed");
    hospital.stored("event", "", event("2014-02-20"));
    let (status, problem) = hospital.correct(&id, json!({"ground": "其他原因"}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["ground".to_string()]));
    let form = hospital.get("registers/lecturer/form");
    let ground = find(&form["fields"], "name", "ground").expect("the field of grounds");
    assert_eq!((ground["options"].as_array().map(Vec::len), &ground["open_with_reason"]), (Some(4), &Json::Null));
    assert_eq!(hospital.correct(&id, json!({"ground_remark": "两次缺席"})).0, 200);
    // The decision needs its day.
    let (status, problem) = hospital.move_to(&id, "withdrawn", json!({}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["decided_on".to_string()]));
    server.clock.set("2014-02-13 09:00");
    assert_eq!(hospital.move_to(&id, "withdrawn", json!({"decided_on": "2014-02-12"})).0, 200);
    assert_eq!(hospital.refused("event", "", event("2014-03-05")), ["lecturer"]);
    // The past event keeps the name and can still be corrected.
    assert_eq!(hospital.correct(&past, json!({"people": 40})).0, 200);
    let kept = hospital.record(&past);
    assert_eq!(kept["record"]["fields"]["lecturer"], json!(id));
    assert!(kept["record"]["labels"]["lecturer"].as_str().is_some_and(|l| l.contains("程一")), "{kept}");
}

#[test]
fn s02_10_another_discipline_needs_a_reason_and_is_marked() {
    let (_server, hospital) = world("2014-01-05 09:00");
    let fields = json!({"hospital": "H", "name": "陆二", "discipline": "营养学"});
    assert_eq!(hospital.refused("lecturer", "", fields), ["discipline_reason"]);
    let fields = json!({"hospital": "H", "name": "陆二", "discipline": "营养学", "discipline_reason": "慢性病饮食指导"});
    let id = hospital.stored("lecturer", "", fields);
    let marked = hospital.record(&id)["record"]["findings"].clone();
    assert_eq!(texts(&marked, "field"), ["discipline"]);
    let listed = hospital.stored("lecturer", "", json!({"hospital": "H", "name": "沈三", "discipline": "康复"}));
    assert_eq!(hospital.record(&listed)["record"]["findings"], json!([]));
}

#[test]
fn s02_11_a_remote_village_gets_the_added_topics_beforehand() {
    let (_server, hospital) = world("2014-03-01 09:00");
    let presets = |village: &str| hospital.get(&format!("registers/event/form?unit={village}"))["presets"].clone();
    let remote = presets("V14");
    assert_eq!(texts(&remote, "field"), ["topics"]);
    assert_eq!(remote[0]["values"], json!(["个人卫生", "环境卫生", "用药安全", "流感", "艾滋病", "肝炎", "结核病"]));
    assert_eq!(presets("V3"), json!([]));
    // Elsewhere the topics can be chosen all the same.
    let fields = json!({"kind": "乡镇巡讲", "village": "V3", "date": "2014-03-05", "topics": ["用药安全", "肝炎"]});
    let id = hospital.stored("event", "", fields);
    assert_eq!(hospital.record(&id)["record"]["findings"], json!([]));
}

/// The cells of a unit in a return.
fn cells(page: &Json, unit: &str) -> Json {
    let rows = page["rows"].as_array().cloned().unwrap_or_default();
    rows.iter().find(|r| r["unit"]["code"] == unit).map(|r| r["cells"].clone()).unwrap_or_default()
}

#[test]
fn s02_12_the_circular_tells_zero_from_no_report() {
    let (server, hospital) = world("2014-03-31 09:00");
    tour(&hospital, "V1", "2014-03-05", false);
    lecture(&server, "C1", "2014-03-05");
    assert_eq!(server.desk("C2", PROGRAMME).report_zero("monthly_lecture", "2014-03").0, 204);
    server.clock.set("2014-04-02 09:00");
    let (status, filed) = hospital.file("circular", "2014-03");
    assert_eq!((status, &filed["version"], &filed["zero"]), (201, &json!(1), &json!(false)));
    let page = hospital.get("returns/circular?period=2014-03&version=1");
    assert_eq!(page["rows"].as_array().map(Vec::len), Some(30), "all villages and institutions");
    assert_eq!((&cells(&page, "C1")[1], &cells(&page, "C2")[1], &cells(&page, "C3")[1]), (&json!("1"), &json!("0"), &Json::Null));
    assert_eq!((&cells(&page, "V1")[0], &cells(&page, "V2")[0]), (&json!("1"), &json!("0")));
    // A sum over some of the institutions is never a total.
    let total = &page["total"][1];
    assert_eq!((&total["about"], &total["low"], &total["high"]), (&json!("1"), &json!("1"), &Json::Null));
    let text =
        luodi_acceptance::files::xlsx_text(&hospital.download("returns/circular/table.xlsx?period=2014-03&version=1").bytes);
    assert!(text.contains("第3村卫生室") && text.contains("第1版"), "{text}");
}

#[test]
fn s02_13_the_leading_group_keeps_its_office_head_empty() {
    let group = |page: &Json, members: usize| {
        assert_eq!(page["groups"].as_array().map(Vec::len), Some(1), "{}", page["groups"]);
        let group = page["groups"][0].clone();
        let count = |member: &str| group[member].as_array().map(Vec::len);
        assert_eq!((count("leaders"), count("deputies"), count("members")), (Some(1), Some(1), Some(members)), "{group}");
        assert_eq!((&group["has_office"], count("office_heads")), (&json!(true), Some(0)), "{group}");
    };
    with_plans("township-lectures.txt", |page| group(page, 6), |page| group(page, 8));
    let (_server, hospital) = world("2014-01-02 09:00");
    let posts = hospital.get("")["model"]["bodies"][0]["posts"].clone();
    assert_eq!(texts(&posts, "title"), ["组长", "副组长", "成员", "办公室主任"]);
    let counts: Vec<Option<u64>> = posts.as_array().into_iter().flatten().map(|p| p["count"].as_u64()).collect();
    assert_eq!(counts, [Some(1), Some(1), Some(8), None]);
}

#[test]
fn s02_14_impossible_entries_leave_share_and_counts_alone() {
    let (_server, hospital) = world("2014-06-01 12:00");
    for n in 1..=10 {
        tour(&hospital, &format!("V{n}"), "2014-03-05", n <= 3);
    }
    let before = hospital.get("board");
    let check = |change: Json, expected: &str| {
        let mut fields = json!({"kind": "乡镇巡讲", "village": "V1", "date": "2014-06-01"});
        fields.as_object_mut().expect("an object").extend(change.as_object().cloned().unwrap_or_default());
        assert_eq!(hospital.refused("event", "held", fields), [expected], "{change}");
    };
    check(json!({"date": "2014-06-02"}), "date");
    check(json!({"village": "第99村"}), "village");
    check(json!({"people": -1}), "people");
    check(json!({"kind": "其他"}), "kind");
    assert_eq!(hospital.get("board"), before, "no figure moved");
    assert_eq!((&share(&hospital)["met"], &share(&hospital)["actual"]), (&json!(true), &json!("30")));
    // People may be blank: no rule rests on them.
    tour(&hospital, "V2", "2014-06-01", false);
    assert_eq!(share(&hospital)["actual"], "27.3");
}

#[test]
fn s02_15_the_second_half_year_shows_its_own_events_and_the_cumulative_column() {
    let (server, hospital) = world("2015-01-05 09:00");
    for date in ["2014-02-05", "2014-06-30", "2014-07-01"] {
        tour(&hospital, "V1", date, false);
    }
    let half = |period: &str| cells(&hospital.get(&format!("returns/half_year?period={period}")), "V1");
    assert_eq!(half("2014-H1"), json!(["2", "0", "2", "0"]));
    assert_eq!(half("2014-H2"), json!(["1", "0", "3", "0"]));
    let states = || {
        let owed = hospital.owed("H", "assessment");
        let mut states: Vec<(String, String)> = owed.iter().map(|o| (o["period"].to_string(), o["state"].to_string())).collect();
        states.sort();
        states.into_iter().map(|(_, s)| s.trim_matches('"').to_string()).take(2).collect::<Vec<_>>()
    };
    assert_eq!(states(), ["unmet", "unmet"]);
    hospital.stored("assessment", "", json!({"unit": "V1", "date": "2014-06-20", "result": "已查"}));
    assert_eq!(states(), ["met", "unmet"]);
    // Only the hospital keeps the assessment.
    let clinic = server.desk("C1", PROGRAMME);
    let (status, problem) = clinic.submit("assessment", "", json!({"unit": "C1", "date": "2014-06-20", "result": "自查"}));
    assert_eq!((status, problem["code"].as_str()), (403, Some("not_allowed")));
}

#[test]
fn s02_16_the_month_without_a_tour_is_named() {
    let (server, hospital) = world("2015-01-01 09:00");
    for month in (1..=12).filter(|m| *m != 8) {
        tour(&hospital, &format!("V{month}"), &format!("2014-{month:02}-10"), false);
    }
    for village in ["V8", "V13", "V14"] {
        tour(&hospital, village, "2014-12-11", false);
    }
    lecture(&server, "C1", "2014-08-10");
    let owed = hospital.owed("H", "monthly_tour");
    let met = owed.iter().filter(|o| o["state"] == "met").count();
    let unmet: Vec<&str> = owed.iter().filter(|o| o["state"] == "unmet").filter_map(|o| o["period_title"].as_str()).collect();
    assert_eq!((met, owed.len(), unmet), (11, 12, vec!["2014年8月"]));
    assert_eq!(hospital.card("each_village", "H")["complete"], true, "also if every village has had its tour");
    let red = hospital.get("board")["red"].as_array().cloned().unwrap_or_default();
    let tours: Vec<&Json> = red.iter().filter(|r| r["name"] == "monthly_tour").collect();
    assert_eq!(tours.len(), 1);
    assert_eq!(tours[0]["period"], "2014-08");
}

#[test]
fn s02_notices_of_coming_events_are_public_and_nothing_else_is() {
    let (server, hospital) = world("2014-03-01 09:00");
    let fields = json!({"kind": "乡镇巡讲", "village": "V1", "date": "2014-03-20", "place": "文化广场", "people": 3});
    hospital.stored("event", "", fields);
    let open = || server.anonymous().get(&format!("/api/public/programmes/{PROGRAMME}")).1["pages"][0].clone();
    assert_eq!(texts(&open()["columns"], "name"), ["date", "place", "topics"]);
    assert_eq!(open()["items"], json!([{"date": "2014-03-20", "place": "文化广场", "topics": null}]));
    server.clock.set("2014-03-21 09:00");
    assert_eq!(open()["items"], json!([]));
}

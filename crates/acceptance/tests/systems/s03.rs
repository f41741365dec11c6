//! 03: one hospital, its quarters, eight steps, year plan, surveys, monthly reports and deliveries.

use luodi_acceptance::desk::{find, named_fields, texts};
use luodi_acceptance::files::{example, programme_file, shared_plan};
use luodi_acceptance::plans::{elements, findings};
use luodi_acceptance::{Desk, Json, Role, Server, json};

const PROGRAMME: &str = "03-qujing-health-lectures";
const FIRST_LINE: u64 = 187;
/// The steps before the lecture is held, in their order.
const STEPS: [&str; 6] = ["needs", "topic_set", "lecturer_set", "content_approved", "venue_ready", "notice_sent"];

fn server() -> Server {
    let server = Server::start("2015-11-01 09:00");
    server.units(&[("H", "河湾医院", "医院", "")]);
    server.account("manager", "H", Role::Manager);
    server
}

fn published(answers: &[(&str, Json)], beijing: &str) -> (Server, Desk) {
    let server = server();
    server.login("manager").publish(PROGRAMME, &programme_file(PROGRAMME), answers);
    server.clock.set(beijing);
    let hospital = server.desk("H", PROGRAMME);
    (server, hospital)
}

/// Five years from January 2016.
fn world(beijing: &str) -> (Server, Desk) {
    published(&[("first_day", json!("2016-01-01")), ("term", json!("five_years"))], beijing)
}

/// A lecture brought to the step before it is held.
fn prepared(hospital: &Desk, date: &str) -> String {
    let fields = json!({"hospital": "H", "date": date, "topic": "合理膳食", "lecturer": "甲"});
    let id = hospital.stored("lecture", "", fields);
    for step in &STEPS[1..] {
        let (status, said) = hospital.move_to(&id, step, json!({}));
        assert_eq!(status, 200, "{step}: {said}");
    }
    id
}

fn end(minutes: u32) -> String {
    format!("{:02}:{:02}", 14 + minutes / 60, minutes % 60)
}

/// A lecture held with these listeners and minutes.
fn held(hospital: &Desk, date: &str, listeners: i64, minutes: u32) -> String {
    let id = prepared(hospital, date);
    let (status, said) = hospital.move_to(&id, "held", json!({"start": "14:00", "end": end(minutes), "listeners": listeners}));
    assert_eq!(status, 200, "{said}");
    id
}

fn finish(hospital: &Desk, id: &str) {
    let (status, said) = hospital.move_to(id, "finished", json!({"record_form": ["表.pdf"], "summary": "已完成"}));
    assert_eq!((status, &said["state"]), (200, &json!("finished")), "{said}");
}

fn quarter(hospital: &Desk, period: &str) -> Json {
    hospital.owed_in("H", "quarter_lecture", period)["state"].clone()
}

/// The example always, the source text where it is at hand: each with its review page.
fn with_plans(check_example: impl Fn(&Json), check_source: impl Fn(&Json)) {
    let server = server();
    let manager = server.login("manager");
    let id = manager.upload_plan("方案.txt", example("plans/hospital-lectures.txt").as_bytes());
    check_example(&manager.plan(&id, None));
    let Some(raw) = shared_plan("000.txt") else { return };
    let id = manager.upload_plan("000.txt", raw.as_bytes());
    check_source(&manager.plan_from(&id, FIRST_LINE));
}

/// Number and level of each heading between two lines.
fn series(page: &Json, first: u64, last: u64) -> Vec<(String, String)> {
    let inside = |e: &&&Json| e["line"].as_u64().is_some_and(|l| (first..=last).contains(&l));
    let pair = |e: &Json| {
        let label = e["label"].as_str().unwrap_or_default();
        (label.split(' ').next().unwrap_or_default().to_string(), e["detail"].as_str().unwrap_or_default().to_string())
    };
    elements(page, "heading").iter().filter(inside).map(|e| pair(e)).collect()
}

fn of_level(found: &[(String, String)], level: &str) -> Vec<String> {
    found.iter().filter(|(_, l)| l == level).map(|(n, _)| n.clone()).collect()
}

#[test]
fn s03_01_forms_of_numbers_are_told_apart() {
    with_plans(
        |page| {
            let chapters = of_level(&series(page, 1, 60), "第1级");
            assert_eq!(chapters, ["一", "二", "三", "四"]);
            assert_eq!(of_level(&series(page, 13, 42), "第2级"), ["一", "二", "三"]);
        },
        |page| {
            let (third, fourth) = (series(page, 206, 240), series(page, 266, 272));
            assert_eq!(of_level(&third, "第2级"), ["一", "二", "三", "四"]);
            assert_eq!(of_level(&fourth, "第2级"), ["一", "二", "三", "四"], "the series start anew");
            assert_eq!(of_level(&series(page, 214, 218), "第3级"), ["1", "2", "3"]);
            assert_eq!(of_level(&series(page, 220, 234), "第4级"), ["1", "2", "3", "4", "5", "6", "7"]);
            let seventh = elements(page, "heading").into_iter().find(|e| e["line"] == 234).expect("the seventh item").clone();
            assert!(seventh["label"].as_str().is_some_and(|l| l.contains("无标题")), "{seventh}");
        },
    );
}

#[test]
fn s03_02_broken_sentences_and_the_signature() {
    let lines = |page: &Json| page["joined"].as_array().into_iter().flatten().map(|j| j["lines"].clone()).collect::<Vec<_>>();
    let signed = |page: &Json| {
        let document = &page["documents"][page["document"].as_u64().unwrap_or(0) as usize];
        (
            document["signature"].as_str().unwrap_or_default().to_string(),
            document["date"].as_str().unwrap_or_default().to_string(),
        )
    };
    with_plans(
        |page| {
            assert_eq!(lines(page), [json!([17, 19]), json!([41, 43])]);
            assert_eq!(signed(page), ("云溪第二医院".to_string(), "2018-10-22".to_string()));
        },
        |page| {
            assert_eq!(lines(page), [json!([208, 210]), json!([228, 230]), json!([248, 250])]);
            for word in ["增进健康理念", "健康传播材料", "电子邮件"] {
                assert!(page["joined"].to_string().contains(word), "{word}");
            }
            assert_eq!(signed(page), ("宣威市来宾医院".to_string(), "2015-10-19".to_string()));
            let item = elements(page, "heading").into_iter().find(|e| e["line"] == 272).expect("item (四)").clone();
            assert!(!item["quote"].as_str().unwrap_or_default().contains("宣威市来宾医院"), "{item}");
        },
    );
}

#[test]
fn s03_03_four_rates_and_three_rises_that_wait() {
    let labels =
        |page: &Json| elements(page, "target").iter().filter_map(|e| e["label"].as_str().map(str::to_string)).collect::<Vec<_>>();
    let goals = |page: &Json| labels(page).into_iter().filter(|l| l.contains('%') || l.contains("待定")).collect::<Vec<_>>();
    with_plans(
        |page| {
            assert_eq!(goals(page), ["不少于75%", "不少于65%", "不少于60%", "增加待定", "增加待定", "不少于50%"]);
        },
        |page| {
            let expected = ["不少于80%", "不少于70%", "不少于70%", "增加待定", "增加待定", "增加待定", "不少于50%"];
            assert_eq!(goals(page), expected);
        },
    );
    let (server, hospital) = world("2017-05-02 09:00");
    survey(&hospital, "基本医疗素养", 30, 100);
    for name in ["basic_literacy", "chronic_literacy", "infectious_literacy"] {
        assert_eq!(hospital.own(name, "H")["met"]["unknown"], "pending", "{name}");
    }
    let quotas = ["aware", "habits", "skills", "outlook"].map(|n| hospital.own(n, "H")["quota"].clone());
    assert_eq!(quotas, [json!("80"), json!("70"), json!("70"), json!("50")]);
    for (base, met) in [("29.9", true), ("30", false)] {
        let (status, said) =
            server.login("manager").put(&format!("/api/programmes/{PROGRAMME}/asks/basic_base"), &json!({"value": base}));
        assert_eq!(status, 200, "{said}");
        assert_eq!(hospital.own("basic_literacy", "H")["met"], met, "30 against {base}");
    }
}

#[test]
fn s03_04_both_minimums_make_a_lecture_count() {
    let (server, hospital) = world("2016-10-01 09:00");
    held(&hospital, "2016-02-10", 59, 60);
    held(&hospital, "2016-05-10", 120, 59);
    held(&hospital, "2016-08-10", 60, 60);
    assert_eq!(["2016-Q1", "2016-Q2", "2016-Q3"].map(|q| quarter(&hospital, q)), [json!("unmet"), json!("unmet"), json!("met")]);
    assert_eq!(hospital.listed("lecture", "below_minimum").len(), 2, "they stay in the register");
    server.clock.set("2016-12-31 23:59");
    assert_eq!(quarter(&hospital, "2016-Q4"), "open");
    server.clock.set("2017-01-01 00:00");
    assert_eq!(quarter(&hospital, "2016-Q4"), "unmet");
}

#[test]
fn s03_05_lectures_below_the_minimum_do_not_add_up() {
    let (_server, hospital) = world("2016-04-01 09:00");
    held(&hospital, "2016-02-10", 30, 60);
    held(&hospital, "2016-03-10", 30, 60);
    assert_eq!(quarter(&hospital, "2016-Q1"), "unmet");
    let why = hospital.get("explain?kind=target&name=per_quarter&unit=H&period=2016-Q1");
    assert_eq!(why["result"], false, "{why}");
    let counted = hospital.get("explain?kind=measure&name=counting_lectures&unit=H&period=2016-Q1");
    assert_eq!((&counted["result"], &counted["records_total"]), (&json!("0"), &json!(0)));
    assert_eq!(hospital.get("explain?kind=measure&name=lectures&unit=H&period=2016-Q1")["result"], "2");
}

#[test]
fn s03_06_a_full_quarter_does_not_serve_the_next() {
    let (_server, hospital) = world("2016-07-01 09:00");
    for date in ["2016-01-10", "2016-02-10", "2016-03-31"] {
        held(&hospital, date, 80, 90);
    }
    let mut owed: Vec<(String, String)> = hospital
        .owed("H", "quarter_lecture")
        .iter()
        .map(|o| (o["period"].as_str().unwrap_or_default().to_string(), o["state"].as_str().unwrap_or_default().to_string()))
        .collect();
    owed.sort();
    let states: Vec<(&str, &str)> = owed.iter().map(|(p, s)| (p.as_str(), s.as_str())).collect();
    assert_eq!(states, [("2016-Q1", "met"), ("2016-Q2", "unmet"), ("2016-Q3", "open")]);
    let red = hospital.get("board")["red"].clone();
    let periods: Vec<Json> =
        red.as_array().into_iter().flatten().filter(|r| r["name"] == "quarter_lecture").map(|r| r["period"].clone()).collect();
    assert_eq!(periods, [json!("2016-Q2")]);
}

#[test]
fn s03_07_each_reading_of_the_term_shows_its_quarters_and_none_is_chosen() {
    let counts = |page: &Json, expected: [&str; 3]| {
        let term = findings(page, "term_differs");
        assert_eq!((term.len(), &term[0]["severity"], &term[0]["decision"]), (1, &json!("finding"), &Json::Null));
        let values: Vec<String> = texts(&term[0]["choices"], "value");
        assert_eq!(values, expected);
    };
    with_plans(|page| counts(page, ["16", "20", "17"]), |page| counts(page, ["20", "24", "21"]));

    let server = server();
    let manager = server.login("manager");
    manager.save(PROGRAMME, &programme_file(PROGRAMME), 0);
    let publish = || manager.post(&format!("/api/programmes/{PROGRAMME}/publish"), &json!({}));
    let (status, problem) = publish();
    assert_eq!((status, problem["code"].as_str(), named_fields(&problem)), (409, Some("open_asks"), vec!["term".to_string()]));
    let answer = |ask: &str, value: Json| {
        let (status, said) = manager.put(&format!("/api/programmes/{PROGRAMME}/asks/{ask}"), &json!({"value": value}));
        assert_eq!(status, 200, "{said}");
    };
    answer("first_day", json!("2016-01-01"));
    let term = || find(&manager.get(&format!("/api/programmes/{PROGRAMME}")).1["asks"], "name", "term").expect("the ask");
    let says = |option: &str, words: &str| {
        let option = find(&term()["options"], "key", option).expect("the option");
        let said = option["consequences"].as_array().cloned().unwrap_or_default();
        assert!(said.iter().any(|c| c.as_str().is_some_and(|c| c.contains(words))), "{words}: {said:?}");
    };
    says("five_years", "20个季度");
    says("calendar", "24个季度");
    says("from_text", "21个季度");
    says("five_years", "合计20");
    says("five_years", "合计1200");
    assert_eq!(term()["answer"], Json::Null, "none is chosen");
    assert_eq!(publish().0, 409);
    answer("term", json!("five_years"));
    let (status, said) = publish();
    assert_eq!(status, 200, "{said}");
    let window = manager.get(&format!("/api/programmes/{PROGRAMME}")).1["window"].clone();
    assert_eq!(window, json!({"from": "2016-01-01", "to": "2020-12-31"}));
    let due = said["fanout"]["load"].as_array().cloned().unwrap_or_default();
    assert_eq!(due.len(), 60, "twelve reports a year, and a quarter's lecture in every third month");
    assert_eq!(due.iter().filter_map(|l| l["duties"].as_u64()).sum::<u64>(), 80);
}

#[test]
fn s03_08_an_open_step_is_named() {
    let (_server, hospital) = world("2016-02-10 18:00");
    let fields = json!({"hospital": "H", "date": "2016-02-10", "topic": "合理膳食", "lecturer": "甲"});
    let id = hospital.stored("lecture", "", fields);
    for step in &STEPS[1..4] {
        assert_eq!(hospital.move_to(&id, step, json!({})).0, 200);
    }
    let missing = |to: &str| {
        let (status, problem) = hospital.move_to(&id, to, json!({"start": "14:00", "end": "15:00", "listeners": 60}));
        assert_eq!((status, problem["code"].as_str()), (422, Some("step")), "{problem}");
        texts(&problem["problems"], "say")
    };
    assert_eq!(missing("notice_sent"), ["落实场地设施"]);
    assert_eq!(missing("held"), ["落实场地设施", "发出讲座通知"]);
    assert_eq!(hospital.record(&id)["record"]["state"], "content_approved");
    assert_eq!(hospital.record(&id)["record"]["fields"]["listeners"], Json::Null, "nothing was stored");
    // Nor can a lecture begin in the middle.
    let (status, problem) = hospital.submit("lecture", "held", json!({"hospital": "H", "date": "2016-02-10"}));
    assert_eq!((status, problem["code"].as_str()), (422, Some("step")));
    assert!(texts(&problem["problems"], "say").contains(&"落实场地设施".to_string()));
    assert_eq!(hospital.count("lecture"), 1);
}

#[test]
fn s03_09_a_lecture_in_no_published_plan_is_marked_and_counts() {
    let (server, hospital) = world("2016-01-10 09:00");
    let plan = |date: &str, published_on: &str| {
        let fields = json!({"hospital": "H", "date": date, "content": "讲座", "published_on": published_on});
        hospital.stored("year_plan", "published", fields)
    };
    for date in ["2016-02-20", "2016-04-20", "2016-08-20", "2016-11-20"] {
        plan(date, "2016-01-10");
    }
    server.clock.set("2016-07-01 09:00");
    let fifth = held(&hospital, "2016-05-20", 60, 60);
    let announced = held(&hospital, "2016-02-20", 60, 60);
    let marked = |id: &str| hospital.record(id)["record"]["fields"]["announced"].clone();
    assert_eq!((marked(&fifth), marked(&announced)), (json!(false), json!(true)));
    assert_eq!(quarter(&hospital, "2016-Q2"), "met", "it still counts");
    // A plan published on the day itself is no announcement; one published before is, whenever it was entered.
    plan("2016-05-20", "2016-05-20");
    assert_eq!(marked(&fifth), false);
    plan("2016-05-20", "2016-05-01");
    assert_eq!(marked(&fifth), true);
    let page = server.anonymous().get(&format!("/api/public/programmes/{PROGRAMME}")).1["pages"][0].clone();
    assert_eq!(page["items"].as_array().map(Vec::len), Some(6));
    assert!(!page.to_string().contains("listeners"), "nothing about listeners is public");
}

#[test]
fn s03_10_an_archive_without_video_is_listed_and_the_quarter_stays_met() {
    let (_server, hospital) = world("2016-02-12 09:00");
    let id = held(&hospital, "2016-02-10", 60, 60);
    let parts = json!({"pictures": ["1.jpg"], "text": ["稿.docx"], "setting_up": "会场", "atmosphere": "热烈", "course": "顺利", "effect": "好"});
    assert_eq!(hospital.correct(&id, parts).0, 200);
    let listed = hospital.listed("lecture", "incomplete_archives");
    assert_eq!(texts(&json!(listed), "id"), [id.as_str()]);
    let archive = ["pictures", "text", "video", "setting_up", "atmosphere", "course", "effect"];
    let missing: Vec<&str> = archive.into_iter().filter(|f| listed[0]["fields"][*f].is_null()).collect();
    assert_eq!(missing, ["video"]);
    let form = hospital.get("registers/lecture/form");
    assert_eq!(find(&form["fields"], "name", "video").expect("the field")["title"], "视频");
    assert_eq!(quarter(&hospital, "2016-Q1"), "met");
    assert_eq!(hospital.correct(&id, json!({"video": ["全程.mp4"]})).0, 200);
    assert_eq!(hospital.listed("lecture", "incomplete_archives").len(), 0);
}

#[test]
fn s03_11_the_monthly_report_is_due_on_the_last_day_of_its_month() {
    let (server, hospital) = published(&[("term", json!("from_text"))], "2015-11-30 23:59");
    let november = || hospital.owed_in("H", "monthly", "2015-11");
    assert_eq!((&november()["state"], &november()["due"]), (&json!("open"), &json!("2015-11-30")));
    server.clock.set("2015-12-01 00:10");
    assert_eq!(november()["state"], "overdue");
    let (status, filed) = hospital.file("monthly", "2015-11");
    assert_eq!((status, &filed["days_late"], &filed["zero"]), (201, &json!(1), &json!(true)));
    server.clock.set("2016-12-31 09:00");
    assert_eq!((&november()["state"], &november()["days_late"]), (&json!("late_met"), &json!(1)));
    let owed = hospital.owed("H", "monthly");
    let of_2016 = owed.iter().filter(|o| o["period"].as_str().is_some_and(|p| p.starts_with("2016-")));
    assert_eq!(of_2016.count(), 12, "also in months with no lecture");
}

fn survey(hospital: &Desk, indicator: &str, positive: i64, asked: i64) -> String {
    let fields = json!({"hospital": "H", "date": "2017-05-01", "indicator": indicator, "asked": asked, "positive": positive});
    hospital.stored("survey", "", fields)
}

#[test]
fn s03_12_a_rate_is_met_exactly_and_never_rounded_up() {
    let (_server, hospital) = world("2017-05-02 09:00");
    let id = survey(&hospital, "健康基本知识知晓率", 160, 200);
    let judged = || hospital.own("aware", "H");
    let check = |positive: i64, asked: i64, met: bool, shown: &str| {
        assert_eq!(hospital.correct(&id, json!({"asked": asked, "positive": positive})).0, 200);
        let judged = judged();
        assert_eq!((&judged["met"], &judged["actual"]), (&json!(met), &json!(shown)), "{positive} of {asked}");
        let card = hospital.card("aware", "H");
        assert_eq!(card["actual"], shown, "no view shows it otherwise");
        let board = hospital.get("board");
        let columns = texts(&board["matrix"]["columns"], "name");
        let at = columns.iter().position(|c| c == "aware").expect("a column");
        assert_eq!(board["matrix"]["rows"][0]["cells"][at]["actual"], shown);
    };
    check(160, 200, true, "80");
    check(159, 200, false, "79.5");
    check(7999, 10_000, false, "79.99");
    check(2, 3, false, "66.7");
}

#[test]
fn s03_13_impossible_surveys_and_lectures_are_refused() {
    let (_server, hospital) = world("2017-05-02 18:00");
    let check = |asked: i64, positive: i64, date: &str, expected: &str| {
        let fields = json!({"hospital": "H", "date": date, "indicator": "科学健康观", "asked": asked, "positive": positive});
        assert_eq!(hospital.refused("survey", "", fields), [expected]);
    };
    check(0, 0, "2017-05-01", "asked");
    check(160, 161, "2017-05-01", "positive");
    check(160, 100, "2017-05-03", "date");
    check(-5, 0, "2017-05-01", "asked");
    let id = prepared(&hospital, "2017-05-02");
    let check = |fields: Json, expected: &str| {
        let (status, problem) = hospital.move_to(&id, "held", fields.clone());
        assert_eq!((status, problem["code"].as_str()), (422, Some("invalid")), "{fields}");
        assert!(named_fields(&problem).contains(&expected.to_string()), "{fields}: {problem}");
        assert_eq!(hospital.record(&id)["record"]["state"], "notice_sent");
    };
    check(json!({"start": "14:00", "end": "13:59", "listeners": 60}), "end");
    check(json!({"start": "14:00", "end": "15:00", "listeners": -1}), "listeners");
    check(json!({"start": "14:00", "end": "15:00"}), "listeners");
    check(json!({"start": "14:00", "end": "15:00", "listeners": 60, "date": "2017-05-03"}), "date");
    let judged = hospital.own("outlook", "H");
    assert!(
        judged["actual"].is_null() || judged["actual"]["unknown"].is_string(),
        "without a survey it is blank, never 0: {judged}"
    );
    assert!(judged["met"].as_bool().is_none(), "{judged}");
    // The same holds for a finished lecture that is corrected.
    assert_eq!(hospital.move_to(&id, "held", json!({"start": "14:00", "end": "15:00", "listeners": 60})).0, 200);
    finish(&hospital, &id);
    assert_eq!(named_fields(&hospital.correct(&id, json!({"end": "13:00"})).1), ["end"]);
    assert_eq!(named_fields(&hospital.correct(&id, json!({"date": "2017-06-03"})).1), ["date"]);
}

#[test]
fn s03_14_a_finished_lecture_opens_two_deliveries() {
    let (server, hospital) = world("2016-02-10 18:00");
    let id = held(&hospital, "2016-02-10", 60, 60);
    let state = |name: &str| {
        let owed = hospital.owed("H", name);
        let mine: Vec<&Json> = owed.iter().filter(|o| o["record"] == id.as_str()).collect();
        assert!(mine.len() <= 1);
        mine.first().map(|o| (o["state"].clone(), o["days_late"].clone(), o["to"].clone(), o["due"].clone()))
    };
    assert_eq!((state("in_monthly_report"), state("delivery")), (None, None), "nothing stands open before it is finished");
    server.clock.set("2016-02-12 09:00");
    finish(&hospital, &id);
    let (open, _, to, due) = state("in_monthly_report").expect("the report stands open");
    assert_eq!((open, to, due), (json!("open"), json!("市爱卫办"), json!("2016-02-29")));
    let (pending, _, to, due) = state("delivery").expect("the delivery stands open");
    assert_eq!((pending, to, &due["unknown"]), (json!("pending"), json!("卫计局相关部门"), &json!("pending")));
    server.clock.set("2016-03-02 10:00");
    assert_eq!(state("in_monthly_report").map(|s| (s.0, s.1)), Some((json!("overdue"), json!(2))));
    server.clock.set("2016-03-03 09:00");
    assert_eq!(hospital.file("monthly", "2016-02").0, 201);
    assert_eq!(state("in_monthly_report").map(|s| (s.0, s.1)), Some((json!("late_met"), json!(3))));
    assert_eq!(state("delivery").map(|s| s.0), Some(json!("pending")), "each has its own state");
    server.clock.set("2016-03-10 09:00");
    assert_eq!(hospital.correct(&id, json!({"delivered_on": "2016-03-10"})).0, 200);
    assert_eq!(state("delivery").map(|s| s.0), Some(json!("met")));
}

#[test]
fn s03_15_the_office_has_its_people_and_members_are_posts() {
    let group = |page: &Json, at: &str, staff: usize| {
        let group = page["groups"][0].clone();
        assert_eq!(page["groups"].as_array().map(Vec::len), Some(1), "{}", page["groups"]);
        let count = |member: &str| group[member].as_array().map(Vec::len);
        assert_eq!((&group["office_at"], count("office_heads"), count("office_staff")), (&json!(at), Some(1), Some(staff)));
        assert_eq!(count("members"), Some(0), "posts, not names: {group}");
        assert!(group["member_posts"].as_str().is_some_and(|p| p.contains("负责人")), "{group}");
    };
    with_plans(|page| group(page, "公共卫生科", 3), |page| group(page, "防保科", 4));
    let (_server, hospital) = world("2016-01-02 09:00");
    let posts = hospital.get("")["model"]["bodies"][0]["posts"].clone();
    let office: Vec<(String, Option<u64>)> = posts
        .as_array()
        .into_iter()
        .flatten()
        .filter(|p| p["title"].as_str().is_some_and(|t| t.contains("防保科")))
        .map(|p| (p["title"].as_str().unwrap_or_default().to_string(), p["count"].as_u64()))
        .collect();
    assert_eq!(office, [("办公室主任（防保科）".to_string(), Some(1)), ("办公室成员（防保科）".to_string(), Some(4))]);
    assert_eq!(find(&posts, "title", "成员").expect("members")["holder"], "各科室负责人");
}

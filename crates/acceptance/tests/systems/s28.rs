//! 28: fourteen tasks of two sections, attendance of persons, contributions. Statements 1 and 11 are about reading.

use crate::common::{all, answer, id_of, owed, owed_for, published, row};
use luodi_acceptance::desk::{find, named_fields, texts};
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "28-statistics-bureau-study";
const UNITS: [(&str, &str, &str, &str); 4] =
    [("S", "云岭市统计局", "局", ""), ("R", "人秘科", "科室", "S"), ("D", "党总支", "科室", "S"), ("Z", "综合科", "科室", "S")];

fn world(beijing: &str) -> (Server, Desk, Desk, Desk) {
    let server = published(&UNITS, PROGRAMME, &[], "2022-10-20 09:00");
    server.clock.set(beijing);
    let (bureau, people, party) = (server.desk("S", PROGRAMME), server.desk("R", PROGRAMME), server.desk("D", PROGRAMME));
    (server, bureau, people, party)
}

fn task(desk: &Desk, number: &str) -> Json {
    find_number(&all(desk, "task"), number)
}

fn find_number(tasks: &[Json], number: &str) -> Json {
    tasks.iter().find(|t| t["fields"]["number"] == number).unwrap_or_else(|| panic!("no task {number}")).clone()
}

fn finish(desk: &Desk, key: &str, day: &str) {
    let id = id_of(desk, "assignment", "key", key);
    let (status, said) = desk.move_to(&id, "done", json!({"completed_on": day, "proof": ["佐证.pdf"]}));
    assert_eq!(status, 200, "{key}: {said}");
}

#[test]
fn s28_02_deadlines() {
    let (_server, bureau, ..) = world("2022-10-20 09:00");
    let tasks = all(&bureau, "task");
    let of = |due: Json| {
        let mut numbers: Vec<u64> = tasks
            .iter()
            .filter(|t| t["fields"]["due"] == due)
            .filter_map(|t| t["fields"]["number"].as_str()?.parse().ok())
            .collect();
        numbers.sort_unstable();
        numbers
    };
    assert_eq!(of(json!("2022-10-31")), [5, 8]);
    assert_eq!(of(json!("2022-11-30")), [1, 2, 3, 4, 7, 9]);
    assert_eq!(of(json!("2022-12-31")), [6, 10, 12]);
    assert_eq!(of(Json::Null), [11, 13, 14]);
}

#[test]
fn s28_03_nineteen_pairs_and_their_words() {
    let (_server, bureau, people, party) = world("2022-10-20 09:00");
    assert_eq!((people.count("assignment"), party.count("assignment"), bureau.count("assignment")), (10, 9, 19));
    let fields: Vec<Json> = all(&bureau, "task").iter().map(|t| t["fields"].clone()).collect();
    let roles = texts(&json!(fields), "role");
    assert_eq!(roles.iter().filter(|r| *r == "牵头科室").count(), 11);
    assert_eq!(roles.iter().filter(|r| *r == "责任科室").count(), 3);
    // Publishing again adds nothing.
    assert_eq!(bureau.count("task"), 14);
}

#[test]
fn s28_04_the_last_day_is_in_time() {
    let state = |beijing: &str, day: &str| {
        let (_server, _, people, _) = world(beijing);
        finish(&people, "5-人秘科", day);
        let one = owed_for(&people, "R", "task", &id_of(&people, "assignment", "key", "5-人秘科"));
        (one["state"].clone(), one["days_late"].clone())
    };
    assert_eq!(state("2022-10-31 23:59", "2022-10-31").0, "met");
    assert_eq!(state("2022-11-01 00:10", "2022-11-01"), (json!("late_met"), json!(1)));
}

#[test]
fn s28_05_standing_tasks_are_never_late() {
    let (_server, bureau, people, _) = world("2023-06-01 09:00");
    let standing = owed(&people, "R", "standing");
    assert_eq!(standing, vec![("—".to_string(), "pending".to_string()); 3]);
    assert_eq!((row(&bureau, "progress", "到期任务"), row(&bureau, "progress", "有时限的任务")), (json!("11"), json!("11")));
    let id = id_of(&people, "assignment", "key", "11-人秘科");
    let (status, problem) = people.move_to(&id, "done", json!({"completed_on": "2023-05-01", "proof": ["a.pdf"]}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["due".to_string()]));
    let sheet = luodi_acceptance::files::xlsx_text(&bureau.download("registers/task/export.xlsx").bytes);
    assert!(sheet.contains("长期"));
}

#[test]
fn s28_06_seven_of_eight_due_and_seven_of_eleven() {
    let (server, bureau, people, party) = world("2022-10-30 09:00");
    answer(&server, PROGRAMME, "both_confirm", &json!(true));
    for (desk, key) in [
        (&people, "5-人秘科"),
        (&party, "8-党总支"),
        (&people, "1-人秘科"),
        (&people, "2-人秘科"),
        (&party, "3-党总支"),
        (&party, "4-党总支"),
        (&party, "7-党总支"),
    ] {
        finish(desk, key, "2022-10-30");
    }
    server.clock.set("2022-12-01 09:00");
    let shown = |title: &str| row(&bureau, "progress", title);
    assert_eq!((shown("到期已完成"), shown("到期任务"), shown("到期完成率")), (json!("7"), json!("8"), json!("87.5")));
    assert_eq!((shown("有时限已完成"), shown("有时限的任务")), (json!("7"), json!("11")));
    server.clock.set("2023-01-01 09:00");
    assert_eq!(shown("到期任务"), "11");
}

/// 46 members and two others, a session of a task with `present` for each of the members.
fn session(desk: &Desk, number: &str, kind: &str, people: &[(String, Json)]) {
    let task = task(desk, number)["id"].clone();
    let fields = json!({"section": "D", "task": task, "kind": kind, "date": "2022-11-10", "begins": "14:00", "ends": "16:00"});
    let session = desk.stored("session", "", fields);
    for (person, present) in people {
        let fields = json!({"section": "D", "session": session, "task": task, "person": person, "present": present});
        desk.stored("attendance", "", fields);
    }
}

fn persons(desk: &Desk) -> Vec<String> {
    let person = |i: usize| {
        desk.stored("person", "", json!({"name": format!("同志{i}"), "section": "D", "member": i < 46, "cadre": true}))
    };
    (0..48).map(person).collect()
}

#[test]
fn s28_07_and_08_everyone_is_covered_or_it_is_not_met() {
    let (server, _, _, party) = world("2022-11-12 09:00");
    let people = persons(&party);
    let present = |i: usize| {
        if i < 44 {
            json!(true)
        } else if i == 44 {
            json!(false)
        } else {
            Json::Null
        }
    };
    let rows: Vec<(String, Json)> = people[..46].iter().enumerate().map(|(i, p)| (p.clone(), present(i))).collect();
    session(&party, "3", "支部学习", &rows);
    let coverage = |number: &str| {
        let fields = task(&party, number)["fields"].clone();
        (fields["members"].clone(), fields["covered"].clone(), fields["all_covered"].clone())
    };
    // Who counts is not said yet: 46 members, perhaps the two others too. It isn't met either way.
    let (members, _, all) = coverage("3");
    assert_eq!((&members["low"], &members["high"], all), (&json!("46"), &json!("48"), json!(false)));
    answer(&server, PROGRAMME, "cadres", &json!("members"));
    let (members, covered, all) = coverage("3");
    assert_eq!((members, &covered["low"], &covered["high"], all), (json!("46"), &json!("44"), &json!("45"), json!(false)));
    // A make-up session with both; one who is in two sessions counts once; the other task keeps its own count.
    session(
        &party,
        "3",
        "支部学习",
        &[(people[0].clone(), json!(true)), (people[44].clone(), json!(true)), (people[45].clone(), json!(true))],
    );
    assert_eq!(coverage("3"), (json!("46"), json!("46"), json!(true)));
    assert_eq!(coverage("7"), (json!("46"), json!("0"), json!(false)));
}

#[test]
fn s28_09_talks_without_a_quota() {
    let (_server, bureau, people, _) = world("2022-12-12 09:00");
    for kind in ["挂点帮扶村", "挂点帮扶村", "联系服务企业"] {
        people.stored("talk", "", json!({"section": "R", "kind": kind, "date": "2022-12-01"}));
    }
    let shown: Vec<Json> =
        ["县（区）统计局宣讲", "企业宣讲", "社区宣讲", "帮扶村宣讲"].iter().map(|t| row(&bureau, "progress", t)).collect();
    assert_eq!(shown, ["0", "1", "0", "2"]);
    assert_eq!(bureau.get("board")["targets"], json!([]));
}

#[test]
fn s28_10_sent_is_not_published() {
    let (_server, bureau, people, _) = world("2022-12-12 09:00");
    for i in 0..10 {
        let kind = if i < 7 { "信息" } else { "稿件" };
        let id = people.stored("contribution", "", json!({"section": "R", "kind": kind, "heading": format!("第{i}期")}));
        let steps: &[&str] = if i < 3 { &["sent", "accepted", "published"] } else { &["sent"] };
        for state in steps {
            assert_eq!(people.move_to(&id, state, json!({})).0, 200);
        }
    }
    let shown: Vec<Json> = ["报送信息", "刊发信息", "投稿", "刊发稿件"].iter().map(|t| row(&bureau, "progress", t)).collect();
    assert_eq!(shown, ["7", "3", "3", "0"]);
}

#[test]
fn s28_12_seen_by_all_completed_by_its_section() {
    let (_server, bureau, people, party) = world("2022-11-12 09:00");
    assert_eq!(task(&party, "1")["fields"]["name"], "中心组专题学习");
    let id = id_of(&people, "assignment", "key", "1-人秘科");
    let moved = json!({"seen": 1, "fields": {"completed_on": "2022-11-10", "proof": ["a.pdf"]}});
    assert_eq!(party.client.post(&format!("/api/records/{id}/states/done"), &moved).0, 404);
    // Nor may it write to what it only sees.
    let task = task(&party, "1")["id"].as_str().unwrap_or_default().to_string();
    assert_eq!(party.client.patch(&format!("/api/records/{task}"), &json!({"seen": 1, "fields": {"name": "改"}})).0, 404);
    let person = people.stored("person", "", json!({"name": "甲", "section": "R", "member": true}));
    people.stored("essay", "", json!({"section": "R", "author": person, "heading": "体会", "text": "只给本人和负责科室看"}));
    assert_eq!(party.count("essay"), 0);
    let seen_above = all(&bureau, "essay");
    assert!(!json!(seen_above).to_string().contains("只给本人"), "{seen_above:?}");
}

#[test]
fn s28_13_news_is_public_once_approved() {
    let (server, bureau, people, _) = world("2022-11-12 09:00");
    let id = people.stored("news", "", json!({"section": "R", "heading": "学习动态", "text": "内容"}));
    let page = || server.anonymous().get(&format!("/api/public/programmes/{PROGRAMME}")).1["pages"][0]["items"].clone();
    assert_eq!(page(), json!([]));
    assert_eq!(people.move_to(&id, "approved", json!({})).0, 403, "not by the section itself");
    assert_eq!(bureau.move_to(&id, "approved", json!({})).0, 200);
    assert_eq!(page(), json!([{"heading": "学习动态", "text": "内容"}]));
    assert_eq!(bureau.move_to(&id, "withdrawn", json!({})).0, 200);
    assert_eq!(page(), json!([]));
    assert_eq!(bureau.record(&id)["record"]["state"], "withdrawn");
}

#[test]
fn s28_14_bad_input() {
    let (_server, bureau, people, _) = world("2022-11-12 09:00");
    let id = id_of(&people, "assignment", "key", "1-人秘科");
    let future = json!({"completed_on": "2022-11-13", "proof": ["a.pdf"]});
    assert_eq!(named_fields(&people.move_to(&id, "done", future).1), ["completed_on"]);
    let one = task(&people, "1")["id"].clone();
    let session = |begins: &str, ends: &str| json!({"section": "R", "task": one, "kind": "中心组", "date": "2022-11-10", "begins": begins, "ends": ends});
    assert_eq!(people.refused("session", "", session("16:00", "14:00")), ["ends"]);
    let task_id = one.as_str().unwrap_or_default();
    assert_eq!(named_fields(&bureau.correct(task_id, json!({"due": "11月底前"})).1), ["due"]);
    let held = people.stored("session", "", session("14:00", "16:00"));
    let stranger =
        json!({"section": "R", "session": held, "task": one, "person": "0198f0c4-0000-7000-8000-000000000000", "present": true});
    assert_eq!(people.refused("attendance", "", stranger), ["person"]);
}

#[test]
fn s28_15_one_of_two_sections() {
    let (server, bureau, _, party) = world("2022-11-12 09:00");
    finish(&party, "6-党总支", "2022-11-11");
    let six = || task(&bureau, "6")["fields"].clone();
    assert_eq!((&six()["sections_done"], &six()["sections"]), (&json!("1"), &json!("2")));
    assert_eq!(six()["finished"]["unknown"], "pending");
    answer(&server, PROGRAMME, "both_confirm", &json!(true));
    assert_eq!(six()["finished"], false);
    answer(&server, PROGRAMME, "both_confirm", &json!(false));
    assert_eq!(six()["finished"], true);
}

#[test]
fn s28_16_three_parts_with_their_own_proof() {
    let (_server, _, people, _) = world("2022-11-12 09:00");
    let nine = id_of(&people, "assignment", "key", "9-人秘科");
    let parts = all(&people, "part");
    assert_eq!(parts.len(), 3);
    let part = |name: &str| id_of(&people, "part", "name", name);
    for name in ["横幅和展板", "网站宣传"] {
        assert_eq!(people.move_to(&part(name), "done", json!({"proof": ["照片.jpg"]})).0, 200);
    }
    let done = json!({"completed_on": "2022-11-12", "proof": ["a.pdf"]});
    assert_eq!(people.move_to(&nine, "done", done.clone()).0, 422);
    let books = part("书籍征订");
    assert_eq!(named_fields(&people.move_to(&books, "done", json!({"proof": ["订单.pdf"], "ordered": 1})).1), ["ordered"]);
    assert_eq!(people.move_to(&books, "done", json!({"proof": ["订单.pdf"], "ordered": 2})).0, 200);
    assert_eq!(people.move_to(&nine, "done", done).0, 200);
}

#[test]
fn s28_notices_go_to_the_section_and_up() {
    let (server, bureau, people, _) = world("2022-10-26 09:00");
    let told = |desk: &Desk| desk.client.get(&format!("/api/notices?programme={PROGRAMME}")).1;
    let names = |said: &Json| {
        let mut found: Vec<(i64, String)> = said
            .as_array()
            .into_iter()
            .flatten()
            .map(|n| (n["days"].as_i64().unwrap_or_default(), n["duty"]["record_title"].as_str().unwrap_or_default().to_string()))
            .collect();
        found.sort();
        found
    };
    let one = |days: i64, title: &str| (days, title.to_string());
    assert_eq!(names(&told(&people)), [one(-5, "5-人秘科")]);
    assert_eq!(names(&told(&bureau)), []);
    server.clock.set("2022-11-01 09:00");
    let above = told(&bureau);
    assert_eq!(names(&above), [one(1, "5-人秘科"), one(1, "8-党总支")]);
    assert!(find(&above, "say", "科室任务逾期").is_some());
    finish(&people, "5-人秘科", "2022-11-01");
    assert_eq!(names(&told(&bureau)), [one(1, "8-党总支")]);
}

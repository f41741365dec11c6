//! Clocks that no single system lays down: limits that ran out and were moved, years without a calendar, key periods before an event
//! whose day comes later, lights with their reasons, bulletins.

use crate::common::owed_for;
use luodi_acceptance::desk::{named_fields, texts};
use luodi_acceptance::{Desk, Json, Role, Server, json};

const PROGRAMME: &str = "clocks";
const YAML: &str = r#"
programme: clocks
title: 督办与值守
window: {from: 2026-01-01, to: 2027-12-31}
groups:
  市: {where: 'level == "市"'}
  县: {where: 'level == "县"'}
registers:
  item:
    title: 督办事项
    unit: handler
    fields:
      name: {title: 事项, type: text, required: true}
      handler: {title: 承办单位, type: unit, of: 县, required: true}
      limit: {title: 时限, type: date}
      reason: {title: 延期理由, type: text}
      done_on: {title: 办结日期, type: date}
    states:
      open: {title: 办理中, next: [done]}
      done: {title: 已办}
  case:
    title: 限时件
    unit: handler
    fields:
      name: {title: 件, type: text, required: true}
      handler: {title: 承办单位, type: unit, of: 县, required: true}
      limit: {title: 时限, type: date}
    states:
      drafted: {title: 拟办, next: [sent]}
      sent: {title: 已交办, next: [done], by: 市, sets: {limit: "add_working_days(today, 5)"}}
      done: {title: 已办}
  task:
    title: 任务
    unit: unit
    fields:
      name: {title: 任务, type: text, required: true}
      unit: {title: 登记单位, type: unit}
      owner: {title: 责任单位, type: unit, of: 县}
      due: {title: 时限, type: date}
      after: {title: 前一项, type: record, of: task}
      paused_on: {title: 暂停日期, type: date}
      limit: {title: 顺延后的时限, type: date}
      runs_to: {title: 现时限, type: computed, value: if limit is known then limit else due}
    states:
      planned: {title: 待分解, next: [started]}
      started:
        title: 已启动
        next: [paused, done]
        needs:
          - {require: owner is known, field: owner, say: 还没有落实责任单位}
          - {require: due is known, field: due, say: 还没有落实时限}
          - {require: 'after is unknown or after.state == "done"', field: after, say: 前一项还没有办结}
      paused: {title: 暂停, next: [resumed], sets: {paused_on: today}}
      resumed: {title: 恢复, next: [paused, done], sets: {limit: "add_days(if limit is known then limit else due, days_between(paused_on, today))"}}
      done: {title: 办结}
  event:
    title: 重大活动
    unit: unit
    fields:
      name: {title: 活动, type: text, required: true}
      unit: {title: 县, type: unit, of: 县, required: true}
      opens: {title: 开幕, type: date}
  watch:
    title: 值守报告
    unit: unit
    day: date
    fields:
      unit: {title: 县, type: unit, of: 县, required: true}
      date: {title: 日期, type: date, required: true}
duties:
  item: {title: 按期办结, who: 县, for_each: item, done: 'state == "done"', due: {on: limit}, notices: [{days: -3}, {days: 1, to: 市}]}
  case: {title: 限时办结, who: 县, for_each: case, where: 'state != "drafted"', done: 'state == "done"', due: {on: limit}}
  task: {title: 完成任务, who: 市, for_each: task, where: 'state != "planned" and state != "paused"', done: 'state == "done"', due: {on: runs_to}}
  watch:
    title: 活动前后每天值守
    who: 县
    for_each: event
    every: day
    during: {from: "add_days(opens, -2)", to: opens}
    done: any(watch where unit == my.unit and date >= my.period.first and date <= my.period.last)
    due: end_of_period
lists:
  unassigned: {title: 待落实, register: task, where: 'state == "planned" and (owner is unknown or due is unknown)', columns: [name, owner, due]}
"#;

fn world(beijing: &str) -> (Server, Desk) {
    let server = Server::start(beijing);
    server.units(&[("S", "潞川市", "市", ""), ("A", "甲县", "县", "S"), ("B", "乙县", "县", "S")]);
    server.account("manager", "S", Role::Manager);
    server.login("manager").publish(PROGRAMME, YAML, &[]);
    let city = server.desk("S", PROGRAMME);
    (server, city)
}

fn item(city: &Desk, limit: &str) -> String {
    city.stored("item", "", json!({"name": "修渠", "handler": "A", "limit": limit}))
}

fn light(owed: &Json) -> (String, String) {
    let of = |key: &str| owed["light"][key].as_str().unwrap_or_default().to_string();
    (of("colour"), of("why"))
}

#[test]
fn a_moved_limit_does_not_erase_what_was_late() {
    let (server, city) = world("2026-03-02 09:00");
    let id = item(&city, "2026-03-10");
    let owed = || owed_for(&city, "A", "item", &id);
    assert_eq!(light(&owed()), ("green".to_string(), "2026-03-10到期，还有8天".to_string()));
    server.clock.set("2026-03-07 09:00");
    assert_eq!(light(&owed()).0, "yellow", "from the first reminder on");
    // Moved in time: nothing was late.
    assert_eq!(city.correct(&id, json!({"limit": "2026-03-20", "reason": "降雨"})).0, 200);
    assert_eq!((&owed()["missed"], light(&owed()).0), (&json!([]), "green".to_string()));
    server.clock.set("2026-03-23 09:00");
    assert_eq!(
        (&owed()["state"], light(&owed())),
        (&json!("overdue"), ("red".to_string(), "2026-03-20到期，逾期3天".to_string()))
    );
    // Moved after it ran out: the new limit runs, the old one stays.
    assert_eq!(city.correct(&id, json!({"limit": "2026-04-30", "reason": "等待资金"})).0, 200);
    assert_eq!((&owed()["state"], &owed()["due"]), (&json!("open"), &json!("2026-04-30")));
    assert_eq!(owed()["missed"], json!([{"due": "2026-03-20", "days": 3}]));
    assert_eq!(light(&owed()), ("yellow".to_string(), "2026-04-30到期，原定2026-03-20，迟3天，后来改期".to_string()));
    assert_eq!(city.move_to(&id, "done", json!({"done_on": "2026-03-23"})).0, 200);
    assert_eq!((&owed()["state"], &owed()["missed"][0]["days"]), (&json!("met"), &json!(3)), "done in time of the new limit");
}

#[test]
fn a_limit_moved_after_it_was_done_late_mends_nothing() {
    let (server, city) = world("2026-03-02 09:00");
    let id = item(&city, "2026-03-10");
    server.clock.set("2026-03-15 09:00");
    assert_eq!(city.move_to(&id, "done", json!({})).0, 200);
    assert_eq!(owed_for(&city, "A", "item", &id)["state"], "late_met");
    server.clock.set("2026-03-20 09:00");
    assert_eq!(city.correct(&id, json!({"limit": "2026-03-31"})).0, 200);
    let owed = owed_for(&city, "A", "item", &id);
    assert_eq!((&owed["state"], &owed["missed"]), (&json!("met"), &json!([{"due": "2026-03-10", "days": 5}])));
}

#[test]
fn a_bulletin_names_what_is_late_and_what_was() {
    let (server, city) = world("2026-03-02 09:00");
    let late = item(&city, "2026-03-10");
    let moved = item(&city, "2026-03-11");
    item(&city, "2026-06-30");
    server.clock.set("2026-03-13 09:00");
    assert_eq!(city.correct(&moved, json!({"limit": "2026-05-31"})).0, 200);
    let page = city.get("bulletin");
    assert_eq!((&page["total"], &page["units"][0]["unit"]["code"]), (&json!(2), &json!("A")));
    let unit = &page["units"][0];
    assert_eq!((&unit["open"], &unit["was_late"], &unit["light"]["colour"]), (&json!(1), &json!(1), &json!("red")));
    let mut records = texts(&unit["items"], "record");
    records.sort();
    let mut expected = vec![late, moved];
    expected.sort();
    assert_eq!(records, expected);
    assert_eq!(server.desk("B", PROGRAMME).get("bulletin")["total"], 0, "a county sees its own");
    let sheet = luodi_acceptance::files::xlsx_text(&city.download("bulletin.xlsx").bytes);
    assert!(sheet.contains("甲县") && sheet.contains("逾期3天") && sheet.contains("后来改期"), "{sheet}");
}

/// The notice of a year: New Year's Day free, and one Saturday worked for it.
fn notice() -> Json {
    json!({"free": ["2027-01-01", "2027-01-02"], "worked": ["2027-01-09"]})
}

#[test]
fn a_year_without_a_notice_is_flagged_until_an_administrator_states_it() {
    let (server, city) = world("2026-12-29 10:00");
    let id = city.stored("case", "", json!({"name": "来信", "handler": "A"}));
    assert_eq!(city.move_to(&id, "sent", json!({})).0, 200);
    let owed = || owed_for(&city, "A", "case", &id);
    assert_eq!(owed()["state"], "pending");
    assert!(owed()["due"]["why"].as_str().is_some_and(|why| why.contains("放假安排")), "{}", owed());
    assert_eq!(city.record(&id)["record"]["fields"]["limit"]["unknown"], "not_computable");
    let manager = server.login("manager");
    assert_eq!(manager.get("/api/calendar/2027").1["source"], "unknown");
    assert_eq!(manager.get("/api/calendar/2026").1["source"], "notice");
    server.clock.set("2027-01-20 10:00");
    assert_eq!(manager.put("/api/calendar/2027", &notice()).1["source"], "stated");
    // Counted from the day of the step, whenever it could be counted: 12-30, 12-31, 01-04, 01-05, 01-06.
    assert_eq!((&owed()["due"], &owed()["state"]), (&json!("2027-01-06"), &json!("overdue")));
    assert_eq!(city.record(&id)["record"]["fields"]["limit"], "2027-01-06");
    assert_eq!(named_fields(&city.correct(&id, json!({"limit": "2027-06-30"})).1), ["limit"], "nobody types it");
}

#[test]
fn a_calendar_is_stated_by_the_top_and_must_make_sense() {
    let (server, _) = world("2026-12-29 10:00");
    server.account("county", "A", Role::Manager);
    server.account("clerk", "S", Role::Clerk);
    for login in ["county", "clerk"] {
        assert_eq!(server.login(login).put("/api/calendar/2027", &notice()).0, 403, "{login}");
    }
    let manager = server.login("manager");
    let refused = |stated: Json| named_fields(&manager.put("/api/calendar/2027", &stated).1);
    assert_eq!(refused(json!({"free": [], "worked": []})), ["free"]);
    assert_eq!(refused(json!({"free": ["2026-01-01"]})), ["free"]);
    assert_eq!(refused(json!({"free": ["2027-02-30"]})), ["free"]);
    assert_eq!(refused(json!({"free": ["2027-01-01"], "worked": ["2027-01-06"]})), ["worked"], "a Wednesday is worked anyway");
    assert_eq!(refused(json!({"free": ["2027-01-01", "2027-01-09"], "worked": ["2027-01-09"]})), ["worked"]);
    assert_eq!(manager.get("/api/calendar/2027").1["source"], "unknown", "nothing was kept");
    let year = manager.put("/api/calendar/2027", &notice()).1;
    assert_eq!((&year["free"], &year["worked"]), (&json!(["2027-01-01"]), &json!(["2027-01-09"])));
    assert_eq!(named_fields(&manager.get("/api/calendar/1900").1), ["year"]);
}

#[test]
fn a_key_period_waits_for_the_day_of_its_event() {
    let (server, city) = world("2026-05-01 09:00");
    let id = city.stored("event", "", json!({"name": "博览会", "unit": "A"}));
    let watch = || {
        let mut found: Vec<(String, String)> = city
            .owed("A", "watch")
            .iter()
            .map(|o| (o["period"].as_str().unwrap_or("—").to_string(), o["state"].as_str().unwrap_or_default().to_string()))
            .collect();
        found.sort();
        found
    };
    let one = |period: &str, state: &str| (period.to_string(), state.to_string());
    assert_eq!(watch(), [one("—", "pending")], "owed, only not for when");
    assert_eq!(city.correct(&id, json!({"opens": "2026-05-10"})).0, 200);
    server.clock.set("2026-05-09 12:00");
    let county = server.desk("A", PROGRAMME);
    county.stored("watch", "", json!({"unit": "A", "date": "2026-05-08"}));
    assert_eq!(watch(), [one("2026-05-08", "met"), one("2026-05-09", "open")]);
    server.clock.set("2026-05-11 00:01");
    assert_eq!(watch(), [one("2026-05-08", "met"), one("2026-05-09", "unmet"), one("2026-05-10", "unmet")]);
    let page = city.get(&format!("duties/watch?unit=A&record={id}&period=2026-05-09"));
    assert_eq!((&page["item"]["period"], &page["item"]["state"]), (&json!("2026-05-09"), &json!("unmet")));
}

#[test]
fn a_task_waits_for_its_owner_its_day_and_the_one_before_it() {
    let (_server, city) = world("2026-03-02 09:00");
    let first = city.stored("task", "", json!({"name": "勘察", "owner": "A", "due": "2026-04-30"}));
    let second = city.stored("task", "", json!({"name": "施工", "after": first}));
    assert_eq!(texts(&json!(city.listed("task", "unassigned")), "id"), [second.as_str()]);
    assert_eq!(named_fields(&city.move_to(&second, "started", json!({})).1), ["owner", "due", "after"]);
    let settled = json!({"owner": "B", "due": "2026-06-30"});
    assert_eq!(named_fields(&city.move_to(&second, "started", settled.clone()).1), ["after"]);
    for state in ["started", "done"] {
        assert_eq!(city.move_to(&first, state, json!({})).0, 200);
    }
    assert_eq!(city.move_to(&second, "started", settled).0, 200);
    assert_eq!(city.listed("task", "unassigned").len(), 0);
}

#[test]
fn a_pause_moves_the_limit_by_its_days() {
    let (server, city) = world("2026-03-02 09:00");
    let id = city.stored("task", "", json!({"name": "勘察", "owner": "A", "due": "2026-03-20"}));
    assert_eq!(city.move_to(&id, "started", json!({})).0, 200);
    server.clock.set("2026-03-10 09:00");
    assert_eq!(city.move_to(&id, "paused", json!({})).0, 200);
    server.clock.set("2026-03-25 09:00");
    assert_eq!(city.owed("S", "task").len(), 0, "nothing runs while it rests");
    assert_eq!(city.move_to(&id, "resumed", json!({})).0, 200);
    let owed = owed_for(&city, "S", "task", &id);
    assert_eq!((&owed["due"], &owed["state"], &owed["missed"]), (&json!("2026-04-04"), &json!("open"), &json!([])));
    server.clock.set("2026-04-05 00:01");
    assert_eq!(owed_for(&city, "S", "task", &id)["state"], "overdue");
}

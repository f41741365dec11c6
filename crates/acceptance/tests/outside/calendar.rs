//! The calendar of a unit, read back by a parser that is not ours.

use ical::IcalParser;
use ical::parser::ical::component::{IcalCalendar, IcalEvent};
use ical::property::Property;
use luodi_acceptance::{Json, Role, Server, json};

const FILE: &str = "programme: river-patrol
title: 河道巡查与岸线清理工作方案；各县、各乡镇
window: {from: 2026-01-01, to: 2026-12-31}
asks:
  summary_by: {title: 总结何时上报, type: date}
groups:
  各县: {where: 'level == \"县\"'}
  各市: {where: 'level == \"市\"'}
registers:
  patrol:
    title: 巡查台账
    unit: unit
    day: date
    fields:
      unit: {title: 单位, type: unit, required: true}
      date: {title: 日期, type: date, required: true}
measures:
  patrols: {title: 巡查次数, measured_in: 次, count: patrol}
duties:
  monthly: {title: 每月至少巡查一次河道、岸线和排口，并逐处登记发现的问题, who: 各县, every: month, done: 'patrols >= 1', due: end_of_period, form: patrol}
  summary: {title: 上报全年总结, who: 各县, done: 'patrols >= 100', due: {on: ask.summary_by}}
  plan: {title: 制定巡查计划, who: 各县, done: 'patrols >= 100', due: pending}
returns:
  table: {title: 巡查月报, who: 各县, to: 各市, every: month, due: {day_after: DAY}, columns: [{title: 次数, measure: patrols}]}
";

fn file(day: u32) -> String {
    FILE.replace("DAY", &day.to_string())
}

fn server() -> Server {
    let server = Server::start("2026-03-02 08:00");
    server.units(&[
        ("70", "中州省", "省", ""),
        ("7001", "河洛市", "市", "70"),
        ("700101", "涧西县", "县", "7001"),
        ("700102", "伊川县", "县", "7001"),
    ]);
    server.account("city", "7001", Role::Manager);
    server.account("county", "700101", Role::Clerk);
    server.login("city").publish("river-patrol", &file(5), &[]);
    server
}

/// A token of the account for its calendars, with its id.
fn feed(server: &Server, login: &str) -> (String, String) {
    let (status, said) = server.login(login).post("/api/feeds", &json!({"name": "手机日历"}));
    assert_eq!(status, 201, "{said}");
    let text = |name: &str| said[name].as_str().unwrap_or_default().to_string();
    (text("token"), text("id"))
}

/// What a calendar program gets that knows nothing but the address.
fn fetched(server: &Server, unit: &str, token: &str, more: &str) -> (IcalCalendar, String) {
    let answer = server.anonymous().download(&format!("/api/units/{unit}/calendar.ics?token={token}{more}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/calendar; charset=utf-8"), "{}", answer.text());
    let text = answer.text();
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "lines are folded by octets");
    let mut parser = IcalParser::new(answer.bytes.as_slice());
    let calendar = parser.next().expect("a calendar").expect("it is well formed");
    assert!(parser.next().is_none(), "one calendar");
    (calendar, text)
}

fn value(properties: &[Property], name: &str) -> String {
    properties.iter().find(|p| p.name == name).and_then(|p| p.value.clone()).unwrap_or_default()
}

/// The entry of a name and period.
fn entry<'a>(calendar: &'a IcalCalendar, uid: &str) -> &'a IcalEvent {
    let found = calendar.events.iter().find(|e| value(&e.properties, "UID") == uid);
    found.unwrap_or_else(|| {
        panic!("no entry {uid}: {:?}", calendar.events.iter().map(|e| value(&e.properties, "UID")).collect::<Vec<_>>())
    })
}

#[track_caller]
fn check(calendar: &IcalCalendar, uid: &str, (start, end, sequence): (&str, &str, &str)) {
    let event = entry(calendar, uid);
    let of = |name: &str| value(&event.properties, name);
    assert_eq!((of("DTSTART"), of("DTEND"), of("SEQUENCE")), (start.into(), end.into(), sequence.into()), "{uid}");
    for name in ["DTSTART", "DTEND"] {
        let found = event.properties.iter().find(|p| p.name == name).and_then(|p| p.params.clone()).unwrap_or_default();
        assert_eq!(found, [("VALUE".to_string(), vec!["DATE".to_string()])], "{uid}: a whole day");
    }
}

const TABLE: &str = "river-patrol.table.return.2026-03.700101@luodi";
const MONTHLY: &str = "river-patrol.monthly.duty.2026-04.700101@luodi";
const SUMMARY: &str = "river-patrol.summary.duty.once.700101@luodi";

#[test]
fn days_stand_in_the_calendar_and_what_has_none_is_counted() {
    let server = server();
    let (token, _) = feed(&server, "county");
    let (calendar, text) = fetched(&server, "700101", &token, "");
    check(&calendar, TABLE, ("20260405", "20260406", "0"));
    check(&calendar, MONTHLY, ("20260430", "20260501", "0"));
    let titled = value(&entry(&calendar, MONTHLY).properties, "SUMMARY");
    assert_eq!(titled, "每月至少巡查一次河道、岸线和排口，并逐处登记发现的问题（2026年4月）");
    assert!(value(&calendar.properties, "X-WR-CALDESC").contains("2 项时限待定"), "{:?}", calendar.properties);
    assert_eq!(value(&calendar.properties, "X-WR-CALNAME"), "涧西县责任事项");
    assert!(!text.contains("VALARM") && !text.contains(".summary.") && !text.contains(".plan."), "{text}");
    let uids: std::collections::BTreeSet<String> = calendar.events.iter().map(|e| value(&e.properties, "UID")).collect();
    assert_eq!(uids.len(), calendar.events.len(), "an id names one entry");
    let (calendar, _) = fetched(&server, "700101", &token, "&remind_days=2");
    let alarms = &entry(&calendar, TABLE).alarms;
    assert_eq!((alarms.len(), value(&alarms[0].properties, "TRIGGER")), (1, "-P1DT15H".to_string()));
}

#[test]
fn a_day_that_moves_keeps_its_id_and_counts_up() {
    let server = server();
    let (token, _) = feed(&server, "county");
    // Days later the session has ended: each act signs in anew.
    let answer = |day: &str| {
        let (status, said) = server.login("city").put("/api/programmes/river-patrol/asks/summary_by", &json!({"value": day}));
        assert_eq!(status, 200, "{said}");
    };
    answer("2026-11-30");
    let (calendar, _) = fetched(&server, "700101", &token, "");
    check(&calendar, SUMMARY, ("20261130", "20261201", "0"));
    server.clock.set("2026-03-03 08:00");
    answer("2026-12-15");
    server.clock.set("2026-03-04 08:00");
    server.login("city").publish("river-patrol", &file(8), &[]);
    let (calendar, _) = fetched(&server, "700101", &token, "");
    check(&calendar, SUMMARY, ("20261215", "20261216", "1"));
    check(&calendar, TABLE, ("20260408", "20260409", "1"));
    check(&calendar, MONTHLY, ("20260430", "20260501", "0"));
    server.clock.set("2026-03-05 08:00");
    answer("2026-12-15");
    check(&fetched(&server, "700101", &token, "").0, SUMMARY, ("20261215", "20261216", "1"));
}

#[test]
fn what_is_done_says_so() {
    let server = server();
    let (token, _) = feed(&server, "county");
    server.clock.set("2026-04-20 08:00");
    let desk = luodi_acceptance::Desk { client: server.login("county"), programme: "river-patrol".to_string() };
    desk.stored("patrol", "", json!({"unit": "700101", "date": "2026-04-19"}));
    let (calendar, _) = fetched(&server, "700101", &token, "&remind_days=1");
    let done = entry(&calendar, MONTHLY);
    assert!(value(&done.properties, "SUMMARY").starts_with("已办："));
    assert!(done.alarms.is_empty(), "nobody is reminded of what is done");
    assert!(value(&entry(&calendar, TABLE).properties, "SUMMARY").starts_with("逾期："));
}

#[test]
fn a_token_opens_calendars_of_its_jurisdiction_and_nothing_else_until_it_is_ended() {
    let server = server();
    let (token, id) = feed(&server, "county");
    let anonymous = server.anonymous();
    let status = |unit: &str, token: &str| anonymous.get(&format!("/api/units/{unit}/calendar.ics?token={token}")).0;
    assert_eq!(status("700102", &token), 404, "a county beside");
    assert_eq!(status("7001", &token), 404, "the city above");
    assert_eq!(status("700101", "luodifeed_0000"), 401);
    let county = server.login("county");
    let (_, bearer) = county.post("/api/tokens", &json!({"name": "程序"}));
    assert_eq!(status("700101", bearer["token"].as_str().unwrap_or_default()), 401, "a program's token is another thing");
    let holder = server.anonymous();
    holder.bearer(&token);
    assert_eq!(holder.get("/api/duties").0, 401, "it opens nothing else");
    let listed = |path: &str| county.get(path).1["items"].as_array().map(Vec::len);
    assert_eq!((listed("/api/feeds"), listed("/api/tokens")), (Some(1), Some(1)));
    assert_eq!(server.login("city").delete(&format!("/api/feeds/{id}")).0, 404, "another person's");
    assert_eq!(county.delete(&format!("/api/tokens/{id}")).0, 404);
    assert_eq!(county.delete(&format!("/api/feeds/{id}")).0, 204);
    assert_eq!(status("700101", &token), 401);
    let (city_token, _) = feed(&server, "city");
    let (calendar, _) = fetched(&server, "700102", &city_token, "");
    assert!(!calendar.events.is_empty());
    let refused: Json = server.anonymous().get(&format!("/api/units/700101/calendar.ics?token={city_token}&remind_days=99")).1;
    assert_eq!(refused["problems"][0]["field"], "remind_days");
}

const TARGETS: &str = "programme: river-targets
title: 河道治理目标
window: {from: 2026-01-01, to: 2026-12-31}
asks:
  list_by: {title: 清单到哪天为止, type: date}
groups:
  各县: {where: 'level == \"县\"'}
registers:
  reach:
    title: 治理河段
    unit: unit
    day: date
    fields:
      unit: {title: 单位, type: unit, required: true}
      date: {title: 完成日期, type: date, required: true}
measures:
  reaches: {title: 治理河段, measured_in: 段, count: reach}
targets:
  year: {title: 全年治理, measure: reaches, who: 各县, op: at_least, value: 12段}
  autumn: {title: 汛后治理, measure: reaches, who: 各县, op: at_least, value: 9段, by: 2026-10-31, stages: [{title: 汛前, by: 2026-05-31, value: 2段}]}
  quarter: {title: 每季度治理, measure: reaches, who: 各县, op: at_least, value: 3段, every: quarter}
  list: {title: 清单治理, measure: reaches, who: 各县, op: at_least, value: 1段, by: ask.list_by}
";

#[test]
fn the_days_of_targets_stand_in_the_calendar() {
    let server = server();
    server.login("city").publish("river-targets", TARGETS, &[]);
    let (token, _) = feed(&server, "county");
    let desk = luodi_acceptance::Desk { client: server.login("county"), programme: "river-targets".to_string() };
    for day in ["2026-02-01", "2026-02-02"] {
        desk.stored("reach", "", json!({"unit": "700101", "date": day}));
    }
    let (calendar, _) = fetched(&server, "700101", &token, "&remind_days=3");
    let on = |day: &str| entry(&calendar, &format!("river-targets.targets.{day}.700101@luodi"));
    let summary = |day: &str| value(&on(day).properties, "SUMMARY");
    let note = |day: &str| value(&on(day).properties, "DESCRIPTION");
    assert_eq!(
        (summary("2026-05-31"), summary("2026-10-31")),
        ("目标到期：汛后治理（汛前）".to_string(), "目标到期：汛后治理".to_string())
    );
    assert_eq!(summary("2026-12-31"), "2项目标到期：河道治理目标", "one entry for a day");
    assert!(note("2026-05-31").contains("已达到：汛后治理（汛前）"), "{}", note("2026-05-31"));
    assert!(note("2026-12-31").contains("尚未达到：全年治理"), "{}", note("2026-12-31"));
    assert!(on("2026-05-31").alarms.is_empty() && !on("2026-10-31").alarms.is_empty(), "nobody is reminded of what is reached");
    assert!(value(&calendar.properties, "X-WR-CALDESC").contains("3 项时限待定"), "{:?}", calendar.properties);
}

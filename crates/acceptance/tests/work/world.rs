//! A province with two cities, and a programme of visits to elders: a field is masked, one restricted, photos are asked for
//! at the end, and the county confirms what its town did.

use luodi_acceptance::{Client, Desk, Role, Server, json};

pub const PROGRAMME: &str = "visits";

const FILE: &str = "programme: visits
title: 上门巡访
window: {from: 'ask.first_day', to: 2025-12-31}
asks:
  first_day: {title: 从哪天开始, type: date, before_publication: true}
  meals: {title: 助餐由谁承担, type: choice, options: {unit: {title: 单位}, family: {title: 家庭}}}
groups:
  各县: {where: 'level == \"县\"'}
  各市: {where: 'level == \"市\"'}
registers:
  visit:
    title: 巡访台账
    unit: unit
    day: date
    fields:
      unit: {title: 巡访单位, type: unit, required: true}
      date: {title: 日期, type: date, required: true}
      elder: {title: 老人, type: text, required: true}
      id_number: {title: 身份证号, type: text, access: masked}
      phone: {title: 电话, type: text, access: restricted}
      result: {title: 情况, type: choice, options: [正常, 需帮助]}
      minutes: {title: 时长, type: whole, measured_in: 分钟}
      photos: {title: 照片, type: files}
      private_photos: {title: 证件照片, type: files, access: masked}
      confirmed: {title: 市级确认, type: mark, by: 各市}
    begin: [planned, visited]
    states:
      planned: {title: 已安排, next: [visited]}
      visited:
        title: 已巡访
        next: [closed]
        needs:
          - {require: result is known, field: result, say: 请填写情况}
          - {require: minutes is known, field: minutes, say: 请填写时长}
      closed:
        title: 已办结
        needs:
          - {require: photos is known, field: photos, say: 请上传照片}
          - {require: confirmed is known, say: 市级还没有确认}
measures:
  visits: {title: 巡访次数, measured_in: 次, count: visit, where: 'state in [\"visited\", \"closed\"]'}
  minutes: {title: 巡访时长, measured_in: 分钟, sum: visit.minutes}
targets:
  enough: {title: 每县巡访三次, measure: visits, who: 各县, op: at_least, value: '3'}
duties:
  weekly: {title: 每月巡访, who: 各县, every: month, done: 'visits >= 2', due: end_of_period, zero_report: true, form: visit}
returns:
  monthly:
    title: 巡访月报
    who: 各县
    to: 各市
    every: month
    due: {day_after: 5}
    columns:
      - {title: 次数, measure: visits}
      - {title: 累计, measure: visits, shows: cumulative}
      - {title: 时长, measure: minutes}
";

/// The programme at work since March 2025.
pub fn world(beijing: &str) -> Server {
    let server = Server::start("2025-03-01 08:00");
    server.units(&[
        ("70", "中州省", "省", ""),
        ("7001", "河洛市", "市", "70"),
        ("700101", "涧西县", "县", "7001"),
        ("700102", "伊川县", "县", "7001"),
        ("7002", "平嵩市", "市", "70"),
        ("700201", "汝水县", "县", "7002"),
    ]);
    server.account("province", "70", Role::Manager);
    server.account("leader", "70", Role::Leader);
    server.account("manager1", "7001", Role::Manager);
    server.account("leader1", "7001", Role::Leader);
    let province = server.login("province");
    province.publish(PROGRAMME, FILE, &[("first_day", json!("2025-03-01"))]);
    server.clock.set(beijing);
    server
}

/// A clerk of a unit.
pub fn desk(server: &Server, unit: &str) -> Desk {
    server.desk(unit, PROGRAMME)
}

/// Somebody with an account of their own.
pub fn at(client: Client) -> Desk {
    Desk { client, programme: PROGRAMME.to_string() }
}

/// A visit that was made.
pub fn visited(desk: &Desk, unit: &str, date: &str, minutes: u32) -> String {
    let fields = json!({
        "unit": unit, "date": date, "elder": "周月", "id_number": "410000195001010000", "phone": "13800000000",
        "result": "正常", "minutes": minutes,
    });
    desk.stored("visit", "visited", fields)
}

//! Due days of earlier versions: what was closed under them is neither made late nor excused by a later one.

use crate::world::{World, day, tree};
use luodi_engine::{OwedState, duty_of};
use serde_json::json;

const FILE: &str = "programme: rivers
title: 巡河
window: {from: 2025-01-01, to: 2025-12-31}
groups:
  县: {where: 'level == \"县\"'}
registers:
  work:
    title: 工作记录
    unit: unit
    day: date
    fields:
      unit: {title: 单位, type: unit, required: true}
      date: {title: 日期, type: date, required: true}
duties:
  monthly:
    title: 月报
    who: 县
    every: month
    done: count(work where unit == my.unit and date >= period.first and date <= period.last) >= 1
    due: {day_after: 10}
    earlier: [{until: 2025-06-30, due: {day_after: 5}}]
  once:
    title: 应急预案
    who: 县
    done: count(work where unit == my.unit) >= 1
    due: {on: 2025-05-31}
    earlier: [{until: 2025-06-30, due: {on: 2025-08-31}}]
";

fn world() -> World {
    let unit = |code: &str, name: &str| (code.to_string(), "C", "县", name.to_string());
    World::from_yaml(FILE, tree(&[("C".to_string(), "", "市", "某市".to_string()), unit("A", "甲县"), unit("B", "乙县")]))
}

fn check(world: &World, unit: &str, duty: &str, (from, to): (&str, &str), expected: (&str, OwedState)) {
    let ctx = world.ctx("2025-09-01 09:00");
    let model = world.programme.model.duties[duty].clone();
    let owed = duty_of(&ctx, duty, &model, world.unit(unit), day(from), day(to));
    let found: Vec<_> = owed.iter().map(|o| (o.due.day(), o.state.clone())).collect();
    assert_eq!(found, [(Some(day(expected.0)), expected.1)], "{unit} {duty} {from}");
}

#[test]
fn periods_that_had_ended_keep_their_day() {
    let mut world = world();
    world.submit("A", "work", "", json!({"unit": "甲县", "date": "2025-06-20"}), "2025-07-08 09:00").unwrap();
    world.submit("A", "work", "", json!({"unit": "甲县", "date": "2025-07-20"}), "2025-08-08 09:00").unwrap();
    check(&world, "A", "monthly", ("2025-06-01", "2025-06-30"), ("2025-07-05", OwedState::LateMet { days: 3 }));
    check(&world, "A", "monthly", ("2025-07-01", "2025-07-31"), ("2025-08-10", OwedState::Met));
    check(&world, "B", "monthly", ("2025-05-01", "2025-05-31"), ("2025-06-05", OwedState::Overdue { days: 88 }));
}

#[test]
fn what_was_done_once_keeps_the_day_under_which_it_was_done() {
    let mut world = world();
    world.submit("A", "work", "", json!({"unit": "甲县", "date": "2025-06-20"}), "2025-06-20 09:00").unwrap();
    world.submit("B", "work", "", json!({"unit": "乙县", "date": "2025-07-05"}), "2025-07-05 09:00").unwrap();
    let year = ("2025-01-01", "2025-12-31");
    check(&world, "A", "once", year, ("2025-08-31", OwedState::Met));
    check(&world, "B", "once", year, ("2025-05-31", OwedState::LateMet { days: 35 }));
}

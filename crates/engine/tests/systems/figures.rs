//! Kinds of targets and figures that systems 01–03 don't use, over a small programme written here.

use crate::world::{World, day, number, tree};
use luodi_engine::{aligned_table, compiled, explain_target, judge, live, measure_value, overview};
use luodi_model::{Every, Number, Period, Unknown, Value};
use rust_decimal::Decimal;
use serde_json::json;

const PROGRAMME: &str = r#"
programme: small-checks
title: 检查
window: {from: 2020-01-01, to: 2020-12-31}
groups:
  各县: {where: 'level == "县"'}
  各市: {where: 'level == "市"'}
registers:
  check:
    title: 检查记录
    unit: unit
    day: date
    fields:
      unit: {title: 单位, type: unit, of: 各县, required: true}
      date: {title: 日期, type: date, required: true}
      passed: {title: 合格, type: bool}
      fine: {title: 罚款, type: money, measured_in: 元}
measures:
  checks: {title: 检查, measured_in: 次, count: check}
  passed: {title: 合格, measured_in: 次, count: check, where: passed}
  failed: {title: 不合格, measured_in: 次, count: check, where: not passed}
  rate: {title: 合格率, measured_in: "%", part: passed, whole: checks}
  fines: {title: 罚款, measured_in: 元, sum: check.fine}
  mean_fine: {title: 平均罚款, formula: fines / checks}
targets:
  around: {title: 检查, measure: checks, who: 各县, op: about, value: 10次}
  around_two: {title: 检查, measure: checks, who: 各县, op: about, value: 10次, tolerance: 2次}
  together: {title: 全市检查, measure: checks, who: 各县, op: at_least, value: 6次, roll_up: sum}
  none_failed: {title: 不合格, measure: failed, who: 各县, op: at_most, value: 0次}
  hoped: {title: 检查, measure: checks, who: 各县, op: at_least, value: 20次, aspired: true}
  rate_of_all: {title: 合格率, measure: rate, who: 各县, op: more_than, value: 66%, roll_up: ratio_of_sums}
  unsaid: {title: 检查, measure: checks, who: 各县, op: at_least}
returns:
  monthly:
    title: 月报
    who: 各县
    to: 各市
    every: month
    due: {day_after: 31}
    columns:
      - {title: 检查, measure: checks}
      - {title: 合格, measure: passed}
      - {title: 合格率, measure: rate}
      - {title: 平均罚款, measure: mean_fine}
      - {title: 累计合格率, measure: rate, shows: cumulative}
"#;

fn world() -> World {
    let units = [
        ("S".to_string(), "", "市", "甲市".to_string()),
        ("X".to_string(), "S", "县", "甲一县".to_string()),
        ("Y".to_string(), "S", "县", "甲二县".to_string()),
    ];
    World::from_yaml(PROGRAMME, tree(&units))
}

fn checks(world: &mut World, unit: &str, passed: usize, failed: usize) {
    for i in 0..passed + failed {
        let fields =
            json!({"unit": unit, "date": "2020-01-15", "passed": i < passed, "fine": if i < passed { "0" } else { "100.50" }});
        world.submit(unit, "check", "", fields, "2020-01-15 18:00").unwrap();
    }
}

fn met(world: &World, target: &str, unit: &str) -> Value {
    judge(&world.ctx("2020-02-10 09:00"), target, world.unit(unit), None).unwrap().met
}

#[test]
fn around_a_number_needs_a_tolerance() {
    let mut world = world();
    checks(&mut world, "X", 8, 0);
    checks(&mut world, "Y", 7, 0);
    assert!(matches!(met(&world, "around", "X"), Value::Unknown(Unknown::Pending(_))));
    assert_eq!(met(&world, "around_two", "X"), Value::Bool(true));
    assert_eq!(met(&world, "around_two", "Y"), Value::Bool(false));
    assert!(matches!(met(&world, "unsaid", "Y"), Value::Unknown(Unknown::Pending(_))));
}

#[test]
fn sums_are_compared_where_the_text_asks_for_a_sum() {
    let mut world = world();
    checks(&mut world, "X", 12, 0);
    let seen = |world: &World, target: &str| overview(&world.ctx("2020-02-10 09:00"), target, world.unit("S"), None).unwrap();
    let together = seen(&world, "together");
    assert_eq!((together.complete, together.units_met, together.quota.value), (Value::Bool(true), 1, number(12)));
    assert_eq!(seen(&world, "none_failed").complete, Value::Bool(true));
    checks(&mut world, "Y", 0, 1);
    assert_eq!(seen(&world, "none_failed").complete, Value::Bool(false));
    let judged = judge(&world.ctx("2020-02-10 09:00"), "none_failed", world.unit("Y"), None).unwrap();
    assert_eq!((judged.met, judged.gap), (Value::Bool(false), number(1)));
    let hoped = explain_target(&world.ctx("2021-02-10 09:00"), "hoped", world.unit("X"), None).unwrap();
    assert_eq!(hoped.say, "甲一县检查12次，任务至少20次，未达到（力争），还差8次。");
    assert!(!luodi_engine::board(&world.ctx("2021-02-10 09:00"), world.unit("S")).red.iter().any(|r| r.name == "hoped"));
}

#[test]
fn a_rate_over_units_is_the_rate_of_their_sums() {
    let mut world = world();
    checks(&mut world, "X", 1, 1);
    checks(&mut world, "Y", 3, 1);
    let seen = overview(&world.ctx("2020-02-10 09:00"), "rate_of_all", world.unit("S"), None).unwrap();
    // 4 of 6 is more than 66 %; the mean of 50 % and 75 % isn't.
    assert_eq!(seen.complete, Value::Bool(true));
    assert_eq!((met(&world, "rate_of_all", "X"), met(&world, "rate_of_all", "Y")), (Value::Bool(false), Value::Bool(true)));
    for unit in ["X", "Y"] {
        world.file("monthly", unit, "2020-01-01", "2020-02-29 23:00").unwrap();
    }
    let january = Period::containing(Every::Month, day("2020-01-01"));
    let table = compiled(&world.ctx("2020-03-10 09:00"), "monthly", world.unit("S"), &january).unwrap();
    assert!(table.rows.iter().all(|r| r.owed.state == luodi_engine::OwedState::Met));
    let values: Vec<&Value> = table.total.iter().map(|t| &t.value).collect();
    assert_eq!((values[0], values[1]), (&number(6), &number(4)));
    let rate = values[2].as_number().and_then(Number::value).unwrap();
    assert_eq!(rate.round_dp(2), Decimal::new(6667, 2));
    // The parts of the cumulative rate are no columns, and a mean doesn't add up.
    assert!(matches!(values[3], Value::Unknown(Unknown::NotComputable(_))));
    assert!(matches!(values[4], Value::Unknown(Unknown::NotComputable(_))));
}

#[test]
fn a_formula_is_taken_of_the_subtree_where_the_subtree_is_asked() {
    let mut world = world();
    checks(&mut world, "X", 1, 1);
    checks(&mut world, "Y", 3, 1);
    let ctx = world.ctx("2020-02-10 09:00");
    let days = (day("2020-01-01"), day("2020-12-31"));
    let mean = |unit: &str, subtree: bool| measure_value(&ctx, "mean_fine", world.unit(unit), subtree, days);
    assert_eq!(mean("X", false), Value::number(Decimal::new(50_25, 2)));
    assert_eq!(mean("S", true), Value::number(Decimal::new(33_50, 2)));
    assert!(matches!(mean("S", false), Value::Unknown(Unknown::NotComputable(_))));
    let form = &world.programme.model.returns["monthly"];
    let table = live(&ctx, form, world.unit("X"), &Period::containing(Every::Month, day("2020-01-01")));
    assert_eq!(table.rows[0].values[2], number(50));
    assert_eq!(table.total[2], number(50));
}

#[test]
fn a_record_that_may_count_leaves_a_share_open_until_it_can_no_longer_matter() {
    let mut world = world();
    checks(&mut world, "X", 2, 1);
    let open = json!({"unit": "X", "date": "2020-01-16"});
    let id = world.submit("X", "check", "", open, "2020-01-16 18:00").unwrap();
    // 2 or 3 of 4 against more than 66 %.
    assert!(!met(&world, "rate_of_all", "X").is_known());
    let judged = judge(&world.ctx("2020-02-10 09:00"), "none_failed", world.unit("X"), None).unwrap();
    assert_eq!(judged.met, Value::Bool(false), "one failure is known, whatever the open one is");
    world.correct("X", id, json!({"passed": true}), "2020-01-17 09:00").unwrap();
    assert_eq!(met(&world, "rate_of_all", "X"), Value::Bool(true));
}

#[test]
fn a_version_filed_under_other_columns_stays_readable() {
    let mut world = world();
    checks(&mut world, "X", 3, 1);
    world.file("monthly", "X", "2020-01-01", "2020-02-20 09:00").unwrap();
    let luodi_engine::Event::ReturnFiled(filing) = world.log.last().unwrap().0.clone() else { panic!() };
    let mut form = world.programme.model.returns["monthly"].clone();
    form.columns.swap(0, 1);
    form.columns.truncate(2);
    form.columns.push(luodi_model::programme::Column { measure: "failed".into(), ..form.columns[0].clone() });
    assert_eq!(aligned_table(&form, &filing).total, [number(3), number(4), Value::MISSING]);
    let kept: luodi_engine::Filing = serde_json::from_str(&serde_json::to_string(&filing).unwrap()).unwrap();
    assert_eq!(kept, filing);
}

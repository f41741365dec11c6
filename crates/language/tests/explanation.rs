//! Explanations: the same value as the evaluation, in words that name what decided.

mod common;

use common::{Known, about, compiled, record_scope};
use luodi_language::Scope;
use luodi_model::Value;

fn check_in(env: &Known, scope: &Scope, source: &str, expected: &str) {
    let expr = compiled(source, scope);
    let (value, explanation) = expr.explain(env);
    assert_eq!(value, expr.eval(env));
    assert_eq!(explanation.in_words_zh(), expected, "{source}");
}

#[test]
fn words_name_what_decided() {
    let env = Known::default()
        .with("people", 100)
        .with("floating", 120)
        .with("state", "held")
        .with("date", Value::MISSING)
        .with("ask.first_month", Value::pending("从哪个月起"));
    let check = |source: &str, expected: &str| check_in(&env, &record_scope(), source, expected);
    check("floating <= people", "“其中流动人口不多于覆盖人数”不成立：其中流动人口 120人；覆盖人数 100人。");
    check(
        "state == \"held\" and floating <= people",
        "“状态为“已举办”，且其中流动人口不多于覆盖人数”不成立：其中流动人口 120人；覆盖人数 100人。",
    );
    check("state == \"held\" or floating <= people", "“状态为“已举办”，或者其中流动人口不多于覆盖人数”成立：状态 已举办。");
    check("date is known", "“日期已填”不成立：日期未填。");
    check("date <= today", "“日期不晚于今天”还不能判断：日期未填；今天未填。");
    check(
        "date >= ask.first_month and people > 1人",
        "“日期 ≥ 从哪个月起，且覆盖人数多于1人”还不能判断：日期未填；从哪个月起待定。",
    );
    check("people / 3", "“覆盖人数 ÷ 3”是 33.3333…：覆盖人数 100人。");
    check("people * 2", "“覆盖人数 × 2”是 200：覆盖人数 100人。");
}

#[test]
fn words_of_aggregates_count_the_records() {
    let tour = |people: Value| Known::default().with("people", people).with("state", "held");
    let env = Known::default()
        .record("tour", tour(Value::number(30)))
        .record("tour", tour(Value::MISSING))
        .record("tour", tour(Value::number(3)))
        .with("tours", about(50, Some(50), None));
    let check = |source: &str, expected: &str| check_in(&env, &Scope::UnitPeriod, source, expected);
    check(
        "count(tour where people > 10) >= 3",
        "“健康巡讲活动记录表（覆盖人数多于10）的条数不少于3”不成立：健康巡讲活动记录表（覆盖人数多于10）的条数 约 1（符合条件的记录 1 条，另有 1 条尚不能判断）。",
    );
    check("count(tour) >= 3", "“健康巡讲活动记录表的条数不少于3”成立：健康巡讲活动记录表的条数 3（记录共 3 条）。");
    check("tours >= 50次", "“巡讲次数不少于50次”成立：巡讲次数 约 50次（不少于 50）。");
}

#[test]
fn the_tree_is_plain_json() {
    let env = Known::default().with("people", 100).with("floating", Value::MISSING);
    let (_, explanation) = compiled("floating <= people", &record_scope()).explain(&env);
    let json = serde_json::to_value(&explanation).expect("json");
    let expected = serde_json::json!({
        "text": "floating <= people", "said": "其中流动人口不多于覆盖人数", "value": null, "shown": "—", "note": "未填",
        "parts": [
            {"text": "floating", "said": "其中流动人口", "value": null, "shown": "—", "note": "其中流动人口，未填"},
            {"text": "people", "said": "覆盖人数", "value": "100", "shown": "100人", "note": "覆盖人数"},
        ],
    });
    assert_eq!(json, expected);
}

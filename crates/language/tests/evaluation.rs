//! Values of expressions: literals, units of measure, dates, unknowns, aggregates.

mod common;

use common::{Known, about, compiled, record_scope, tours, unit};
use luodi_language::{Env, Name, Near, Scope, compile};
use luodi_model::{Unknown, Value};
use std::ops::ControlFlow;

/// The value over a record of a tour, as JSON.
fn check_in(env: &Known, scope: &Scope, source: &str, expected: &str) {
    let value = compiled(source, scope).eval(env);
    assert_eq!(value.to_json().to_string(), expected, "{source}");
}

fn tour() -> Known {
    Known::default()
        .with("people", 120)
        .with("floating", Value::MISSING)
        .with("date", "2024-02-29")
        .with("state", "held")
        .with("today", "2024-03-31")
        .with("from", "09:30")
        .with("to", "11:00")
        .with("cost", 52_000)
        .with("unit.level", "市")
        .with("topics", Value::List(vec![Value::text("营养"), Value::text("控烟")]))
        .with("lecturer.discipline", "公卫")
        .with("ask.first_month", Value::pending("从哪个月起"))
}

fn check(source: &str, expected: &str) {
    check_in(&tour(), &record_scope(), source, expected);
}

#[test]
fn arithmetic_and_units_of_measure() {
    check("1 + 2 * 3 - 4 / 2", "\"5\"");
    check("0.1 + 0.2 == 0.3", "true");
    check("-people + 200人", "\"80\"");
    check("cost >= 5万元", "true");
    check("cost == 5.2万元", "true");
    check("cost + 1万元", "\"62000\"");
    check("people * 30%", "\"36\"");
    check("count(tour) / count(tour) >= 30%", "{\"unknown\":\"not_computable\",\"why\":\"除数为零\"}");
    check("60人 / people >= 50%", "true");
    check("people / 60人", "\"2\"");
    check("1 / 0", "{\"unknown\":\"not_computable\",\"why\":\"除数为零\"}");
    check("30% in [30%, 40%]", "true");
    check("1亩 == 1亩", "true");
    check("2公顷 == 30亩", "true");
}

#[test]
fn text_and_choices() {
    check("state == \"held\"", "true");
    check("state in [“planned”，“held”]", "true");
    check("\"控烟\" in topics and not (\"心理\" in topics)", "true");
    check("\"心理\" not in topics", "true");
    check("unit.level == '市'", "true");
    check("lecturer.discipline == '公卫'", "true");
    check("size(topics)", "\"2\"");
    check("if state == \"held\" then \"甲\" else \"乙\"", "\"甲\"");
}

#[test]
fn dates() {
    check("add_months(date, 12)", "\"2025-02-28\"");
    check("add_months(2024-01-31, 1)", "\"2024-02-29\"");
    check("add_years(date, 1)", "\"2025-02-28\"");
    check("add_days(date, 1)", "\"2024-03-01\"");
    check("days_between(date, today)", "\"31\"");
    check("days_between(date, today) <= 5周", "true");
    check("first_day(date)", "\"2024-02-01\"");
    check("last_day(2023-02-03)", "\"2023-02-28\"");
    check("end_of_quarter(date)", "\"2024-03-31\"");
    check("[year(date), month(date), quarter(date), half(date), day(date)]", "[\"2024\",\"2\",\"1\",\"1\",\"29\"]");
    check("date < today", "true");
    check("minutes_between(from, to)", "\"90\"");
    check("minutes_between(from, to) >= 1.5小时", "true");
    check("from < \"10:00\"", "true");
    check("add_days(9999-12-31, 1)", "{\"unknown\":\"not_computable\",\"why\":\"日期超出日历范围\"}");
}

#[test]
fn rounding_is_half_away_from_zero() {
    check(
        "[round(2.5, 0), round(-2.5, 0), round(1.005, 2), floor(-1.5), ceil(1.1), abs(-3)]",
        "[\"3\",\"-3\",\"1.01\",\"-2\",\"2\",\"3\"]",
    );
    check("[min(3, 1, 2), max(3人, people)]", "[\"1\",\"120\"]");
}

#[test]
fn bands_take_the_last_limit_reached() {
    check("band(people, [[0人, 0元], [100人, 500元], [200人, 800元]])", "\"500\"");
    check("band(people, [[100, 5], [120, 6]])", "\"6\"");
    check("band(people, [[200, 1]])", "{\"unknown\":\"not_applicable\"}");
    check("band(cost, [[1万元, 1], [6万元, 2]])", "\"1\"");
    check("band(floating, [[1, 1]])", "null");
}

#[test]
fn unknown_stays_unknown_unless_the_known_part_decides() {
    check("floating <= people", "null");
    check("floating <= people or people > 100人", "true");
    check("floating <= people and people > 200人", "false");
    check("not (floating <= people)", "null");
    check("ask.first_month <= date", "{\"unknown\":\"pending\",\"why\":\"从哪个月起\"}");
    check("floating is unknown and people is known", "true");
    check("floating is not known", "true");
    check("floating + people", "null");
    check("floating in [1人, 2人]", "null");
    check("people in [floating, 120人]", "true");
    check("people in [floating, 121人]", "null");
    check("if floating > 0 then 1 else 2", "null");
    check("if floating > 0 then 1 else 1", "\"1\"");
    check("if people > 0 then 1 else floating", "\"1\"");
    check("if floating is known then floating else missing", "null");
    check("old.people is unknown and old.state is unknown", "true");
}

#[test]
fn bounds_of_approximate_numbers_decide_where_they_can() {
    let env = tour().with("people", about(50, Some(50), None)).with("floating", about(300, Some(270), Some(330)));
    let check = |source: &str, expected: &str| check_in(&env, &record_scope(), source, expected);
    let open = "{\"unknown\":\"not_computable\",\"why\":\"约数的上下限不足以判断\"}";
    check("people >= 50", "true");
    check("people > 49", "true");
    check("people >= 51", open);
    check("people < 50", "false");
    check("floating <= 330", "true");
    check("floating < 330", open);
    check("floating == 300", open);
    check("floating != 400", "true");
    check("floating + 10人", "{\"about\":\"310\",\"low\":\"280\",\"high\":\"340\"}");
    check("band(floating, [[0, 1], [200, 2], [400, 3]])", "\"2\"");
    check("band(floating, [[0, 1], [300, 2]])", open);
    check("min(people, 30人)", "\"30\"");
}

fn period() -> (Known, Scope) {
    let of = |u: u32, people: Value, day: &str, state: &str| {
        Known::default().with("unit", unit(u)).with("people", people).with("date", day).with("state", state)
    };
    let env = Known::default()
        .with("unit", unit(1))
        .with("period.first", "2024-03-01")
        .with("period.last", "2024-03-31")
        .with("tours", 3)
        .with("people", 90)
        .with("subtree(tours)", 12)
        .with("subtree(cumulative(tours))", 20)
        .with("filed(month_table)", false)
        .record("tour", of(1, Value::number(10), "2024-03-02", "held"))
        .record("tour", of(1, Value::MISSING, "2024-03-05", "held"))
        .record("tour", of(2, Value::number(30), "2024-03-09", "held"))
        .record("tour", of(2, Value::Unknown(Unknown::NotApplicable), "2024-04-01", "planned"));
    (env, Scope::UnitPeriod)
}

#[test]
fn aggregates_say_what_they_do_not_know() {
    let (env, scope) = period();
    let check = |source: &str, expected: &str| check_in(&env, &scope, source, expected);
    check("count(tour)", "\"4\"");
    check("count(tour where unit == my.unit)", "\"2\"");
    check("count(tour where date >= period.first and date <= period.last)", "\"3\"");
    check("count(tour where people > 5)", "{\"about\":\"2\",\"low\":\"2\",\"high\":\"4\"}");
    check("count(tour where people > 5) >= 2", "true");
    check("sum(tour.people where unit == my.unit)", "{\"about\":\"10\",\"low\":\"10\",\"high\":null}");
    check("sum(tour.people where state == \"planned\")", "\"0\"");
    check("sum(tour.people where unit == my.unit) >= 10人", "true");
    check("min(tour.people)", "{\"about\":\"10\",\"low\":null,\"high\":\"10\"}");
    check("max(tour.people)", "{\"about\":\"30\",\"low\":\"30\",\"high\":null}");
    check("max(tour.date)", "\"2024-04-01\"");
    check("min(tour.people where state == \"cancelled\")", "{\"unknown\":\"not_computable\",\"why\":\"没有符合条件的记录\"}");
    check("distinct(tour.unit)", "\"2\"");
    check("any(tour where people > 20)", "true");
    check("any(tour where people > 50)", "null");
    check("all(tour where state == \"held\", people > 5)", "null");
    check("all(tour, people > 20)", "false");
    check("all(tour where state == \"cancelled\", people > 20)", "true");
    check("first(tour.people)", "\"10\"");
    check("last(tour.unit where state == \"held\")", "2");
    check("first(tour.people where people > 15)", "null");
}

#[test]
fn measures_and_returns() {
    let (env, scope) = period();
    let check = |source: &str, expected: &str| check_in(&env, &scope, source, expected);
    check("subtree(tours) >= 10次", "true");
    check("subtree(cumulative(tours)) - subtree(tours)", "\"8\"");
    check("people / tours", "\"30\"");
    check("not filed(month_table)", "true");
    check("tours >= 4 or filed(month_table)", "false");
}

#[test]
fn nested_aggregates_reach_the_outer_record() {
    let (env, scope) = period();
    // Days on which a unit held more than one tour: none.
    let source = "count(tour where count(tour where date == my.date and unit == my.unit and unit == my.my.unit) > 1)";
    check_in(&env, &scope, source, "\"0\"");
    let source = "count(tour where count(tour where unit == my.unit and unit == my.my.unit) == 2)";
    check_in(&env, &scope, source, "\"2\"");
}

/// Hands out what it is asked for near, and nothing else is looked at.
struct Indexed(std::cell::RefCell<Vec<luodi_language::Near>>);

impl Env for Indexed {
    fn get(&self, name: &Name) -> Value {
        match name.to_string().as_str() {
            "unit" => unit(7),
            "period.first" => Value::Date("2024-03-01".parse().expect("a day")),
            _ => Value::MISSING,
        }
    }
    fn records(&self, _: &str, _: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        panic!("looked through all records");
    }
    fn records_near(&self, _: &str, near: &Near, _: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        self.0.borrow_mut().push(*near);
    }
}

#[test]
fn aggregates_look_up_by_unit_and_day() {
    let day = |d: &str| Some(d.parse().expect("a day"));
    let check = |condition: &str, expected: Near| {
        let env = Indexed(Default::default());
        compiled(&format!("count(tour where {condition})"), &Scope::UnitPeriod).eval(&env);
        assert_eq!(env.0.into_inner(), [expected], "{condition}");
    };
    let here = Some(luodi_model::UnitId(7));
    check("unit == my.unit", Near { unit: here, ..Near::default() });
    check("my.unit == unit and people > 3", Near { unit: here, ..Near::default() });
    check("date >= period.first and 2024-05-01 > date", Near { unit: None, from: day("2024-03-01"), to: day("2024-05-01") });
    check(
        "date == add_days(2024-05-01, 1) and date > period.last",
        Near { unit: None, from: day("2024-05-02"), to: day("2024-05-02") },
    );
}

#[test]
fn conditions_that_bound_nothing_look_through_all() {
    let (env, scope) = period();
    check_in(&env, &scope, "count(tour where unit == my.unit or state == \"planned\")", "\"3\"");
    check_in(&env, &scope, "count(tour where not (unit == my.unit))", "\"2\"");
    check_in(&env, &scope, "count(tour where unit != my.unit)", "\"2\"");
}

#[test]
fn a_spent_budget_is_not_computable() {
    let (env, scope) = period();
    let source = "count(tour where count(tour where count(tour where people >= 0) >= 0) >= 0) is known";
    let expr = compile(source, &scope, &tours(), None).unwrap();
    assert_eq!(expr.eval(&env), Value::Bool(true));
    let value = expr.eval_within(&env, 100);
    assert!(matches!(&value, Value::Unknown(Unknown::NotComputable(why)) if why.contains("步数")), "{value:?}");
}

#[test]
fn a_wrong_answer_of_the_surroundings_is_not_computable() {
    let env = tour().with("people", "文字");
    let value = compiled("people + 1人", &record_scope()).eval(&env);
    assert!(matches!(value, Value::Unknown(Unknown::NotComputable(_))));
}

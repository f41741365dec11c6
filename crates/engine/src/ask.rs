//! Asks (待定事项): reading an answer by the type that the question names.

use crate::env::UnitEnv;
use crate::intake::civil_date;
use crate::{Context, target};
use jiff::civil::Date;
use luodi_model::programme::Ask;
use luodi_model::{Every, Number, Period, Unknown, Value};
use serde_json::Value as Json;

/// Is this an answer to the question? `Err` says in words what is expected.
pub fn check(name: &str, ask: &Ask, value: &Json) -> Result<(), String> {
    match read(ask, value) {
        Value::Unknown(_) if !value.is_null() => Err(format!("“{}”应填写{}", title(name, ask), expected(ask))),
        _ => Ok(()),
    }
}

/// The typed answer; `null` and whatever doesn't fit stay pending, with the question named.
pub fn read(ask: &Ask, value: &Json) -> Value {
    let pending = || Value::Unknown(Unknown::Pending(ask.title.clone()));
    let text = value.as_str().map(str::trim).unwrap_or_default();
    let known = match ask.type_.as_str() {
        "whole" => Number::from_json(value).filter(Number::is_whole).map(Value::Number),
        "decimal" | "percent" => Number::from_json(value).map(Value::Number),
        "date" => civil_date(text).map(Value::Date),
        "month" => civil_date(&format!("{text}-01")).or_else(|| civil_date(text)).map(|d| Value::Date(d.first_of_month())),
        "year" => Number::from_json(value).filter(Number::is_whole).map(Value::Number),
        "bool" => value.as_bool().map(Value::Bool),
        "choice" => ask.options.contains_key(text).then(|| Value::text(text)),
        _ => (!text.is_empty()).then(|| Value::text(text)),
    };
    known.unwrap_or_else(pending)
}

fn title<'a>(name: &'a str, ask: &'a Ask) -> &'a str {
    if ask.title.is_empty() { name } else { &ask.title }
}

fn expected(ask: &Ask) -> String {
    match ask.type_.as_str() {
        "whole" => "整数".to_string(),
        "decimal" | "percent" => "数字".to_string(),
        "date" => "日期，如 2013-09-01".to_string(),
        "month" => "月份，如 2013-09".to_string(),
        "year" => "年份，如 2013".to_string(),
        "bool" => "是或否".to_string(),
        "choice" => format!("以下之一：{}", ask.options.values().map(|o| o.title.as_str()).collect::<Vec<_>>().join("、")),
        _ => "文字".to_string(),
    }
}

/// What choosing an option of an ask would bring, shown before anybody chooses. Nothing is chosen here.
#[derive(Clone, PartialEq, Debug)]
pub struct Consequence {
    pub option: String,
    pub title: String,
    /// The window that the option would give; `Err`: why it isn't known yet (another ask is open).
    pub window: Result<(Date, Date), Value>,
    /// How many periods of each length that the programme uses lie in that window.
    pub periods: Vec<(Every, usize)>,
    /// Targets held per period: what they ask over the whole window, of all units together.
    pub totals: Vec<(String, Value)>,
}

/// The consequences of the options that carry a window; `None`: no such ask.
pub fn consequences(ctx: &Context<'_>, ask: &str) -> Option<Vec<Consequence>> {
    let model = ctx.programme.model.asks.get(ask)?;
    let windows = ctx.programme.ask_windows.get(ask);
    let of = |(option, (from, to)): (&String, &(luodi_language::Expr, luodi_language::Expr))| {
        let env = UnitEnv::windowless(ctx);
        let window = match (from.eval(&env), to.eval(&env)) {
            (Value::Date(from), Value::Date(to)) => Ok((from, to)),
            (Value::Date(_), other) | (other, _) => Err(other),
        };
        let (periods, totals) = match &window {
            Ok(window) => (period_counts(ctx, *window), period_totals(ctx, *window)),
            Err(_) => (vec![], vec![]),
        };
        let title = model.options.get(option).map_or(option.clone(), |o| o.title.clone());
        Consequence { option: option.clone(), title, window, periods, totals }
    };
    Some(windows.into_iter().flatten().map(of).collect())
}

/// How many periods of each length used by the programme's targets, duties and returns.
fn period_counts(ctx: &Context<'_>, (from, to): (Date, Date)) -> Vec<(Every, usize)> {
    let model = &ctx.programme.model;
    let targets = model.targets.values().filter_map(|t| t.every);
    let duties = model.duties.values().filter(|d| d.for_each.is_none()).filter_map(|d| d.every);
    let used: std::collections::BTreeSet<Every> = targets.chain(duties).chain(model.returns.values().map(|r| r.every)).collect();
    used.into_iter().map(|every| (every, Period::between(every, from, to).len())).collect()
}

fn period_totals(ctx: &Context<'_>, (from, to): (Date, Date)) -> Vec<(String, Value)> {
    let held = ctx.programme.model.targets.iter().filter_map(|(name, t)| Some((name, t.every?)));
    held.map(|(name, every)| (name.clone(), target::quota_over(ctx, name, None, &Period::between(every, from, to)))).collect()
}

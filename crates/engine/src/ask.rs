//! Asks (待定事项): reading an answer by the type that the question names.

use crate::intake::civil_date;
use luodi_model::programme::Ask;
use luodi_model::{Number, Unknown, Value};
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

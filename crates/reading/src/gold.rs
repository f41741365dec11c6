//! The reading in the form that gold readings have, for scoring.

use crate::types::{Amount, Limit, Reading, Role};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

/// The JSON form of gold readings (one row for each line, unit and role): headings, responsibilities, time limits and targets with their lines.
pub fn to_gold_json(reading: &Reading) -> Value {
    json!({
        "title": reading.documents.first().map_or("", |d| d.title.as_str()),
        "genre": reading.documents.first().map(|d| d.genre),
        "headings": reading.outline.iter().map(|h| json!({"line": h.at.line, "level": h.level, "number": h.number, "title": h.title})).collect::<Vec<_>>(),
        "responsibilities": responsibilities(reading),
        "time_limits": reading.time_limits.iter().map(|t| {
            let (kind, value) = limit(&t.limit);
            json!({"line": t.at.line, "text": t.text, "kind": kind, "value": value})
        }).collect::<Vec<_>>(),
        "targets": reading.targets.iter().filter_map(|t| {
            let value = amount(&t.amount)?;
            Some(json!({"line": t.at.line, "text": t.text, "op": t.op.symbol(), "value": value, "unit": t.unit, "what": t.what}))
        }).collect::<Vec<_>>(),
    })
}

/// A unit that two brackets of a line name is one row.
fn responsibilities(reading: &Reading) -> Vec<Value> {
    let mut known = std::collections::HashSet::new();
    reading
        .responsibilities
        .iter()
        .filter(|r| known.insert((r.at.line, r.unit.as_str(), r.role, r.explicit)))
        .map(|r| json!({"line": r.at.line, "role": role(r.role), "unit": r.unit, "explicit": r.explicit}))
        .collect()
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Support => "support",
        Role::Executor => "executor",
    }
}

/// Kind and value of a limit as plain words.
pub(crate) fn limit(limit: &Limit) -> (&'static str, String) {
    match limit {
        Limit::By { day } => ("by", day.to_string()),
        Limit::Between { from, to } => {
            let show = |d: &Option<crate::types::Day>| d.map_or_else(String::new, |d| d.to_string());
            ("between", format!("{}/{}", show(from), show(to)))
        }
        Limit::Every { rhythm, due } => ("every", due.as_ref().map_or_else(|| rhythm.clone(), |d| format!("{rhythm}:{d}"))),
        Limit::Within { duration } => ("within", duration.clone()),
        Limit::Standing => ("standing", "long-term".to_owned()),
        Limit::On { day } => ("on", day.to_string()),
    }
}

/// Plain numbers only: what is masked or pending has no value in this form.
fn amount(amount: &Amount) -> Option<Value> {
    match amount {
        Amount::Known { value, .. } => number(*value),
        Amount::Range { from, to } => Some(json!([number(*from)?, number(*to)?])),
        Amount::Masked | Amount::Pending => None,
    }
}

fn number(value: rust_decimal::Decimal) -> Option<Value> {
    if value.fract().is_zero() { value.to_i64().map(|v| json!(v)) } else { value.to_f64().map(|v| json!(v)) }
}

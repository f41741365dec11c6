//! Measures (指标): what a record adds to a cell, and what a cell says.

use crate::env::{RecordEnv, UnitPeriodEnv, field_value};
use crate::{Cell, Context, Contribution, Facts, StoredRecord};
use jiff::{Timestamp, civil::Date};
use luodi_language::{Compiled, Env, Quantity};
use luodi_model::programme::{Measure, MeasureKind};
use luodi_model::{Number, Period, UnitId, Unknown, Value};
use rust_decimal::Decimal;

/// What this version of a record adds to the count and sum measures of its programme.
pub fn contributions(programme: &Compiled, facts: &dyn Facts, record: &StoredRecord, now: Timestamp) -> Vec<Contribution> {
    let ctx = Context::new(programme, facts, now);
    let Some(register) = ctx.register(&record.register) else { return vec![] };
    let env = RecordEnv::new(&ctx, register, record);
    let mut out = vec![];
    for (name, measure) in &programme.model.measures {
        let field = match &measure.kind {
            MeasureKind::Count { count, .. } if *count == record.register => None,
            MeasureKind::Sum { sum, .. } => match sum.split_once('.') {
                Some((register, field)) if register == record.register => Some(field),
                _ => continue,
            },
            _ => continue,
        };
        let condition = programme.measures.get(name).and_then(|m| m.where_.as_ref());
        if condition.is_some_and(|c| c.eval(&env as &dyn Env).as_bool() != Some(true)) {
            continue;
        }
        let cell = match field {
            None => Cell { count: 1, sum: Decimal::ONE, unknown: 0 },
            Some(field) => match field_value(&ctx, register, record, field).as_number().and_then(Number::value) {
                Some(value) => Cell { count: 1, sum: value, unknown: 0 },
                None => Cell { count: 1, sum: Decimal::ZERO, unknown: 1 },
            },
        };
        out.push(Contribution { measure: name.clone(), unit: record.unit, day: record.day, cell });
    }
    out
}

/// The value of a measure for a unit (alone or with its subtree) over days.
pub fn value(ctx: &Context<'_>, name: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Value {
    value_bounded(ctx, name, unit, subtree, days, 4)
}

fn value_bounded(ctx: &Context<'_>, name: &str, unit: UnitId, subtree: bool, days: (Date, Date), depth: u8) -> Value {
    let Some(measure) = ctx.programme.model.measures.get(name).filter(|_| depth > 0) else { return Value::MISSING };
    let id = &ctx.programme.model.programme;
    match &measure.kind {
        MeasureKind::Count { .. } => Value::Number(Number::from(ctx.facts.cell(id, name, unit, subtree, days).count)),
        MeasureKind::Sum { .. } => ctx.facts.cell(id, name, unit, subtree, days).sum_value(),
        MeasureKind::Ratio { part, whole } => {
            let part = value_bounded(ctx, part.as_str(), unit, subtree, days, depth - 1);
            let whole_value = value_bounded(ctx, whole.as_str(), unit, subtree, days, depth - 1);
            ratio(ctx, whole, &part, &whole_value)
        }
        MeasureKind::Formula { .. } => {
            let Some(formula) = ctx.programme.measures.get(name).and_then(|m| m.formula.as_ref()) else { return Value::MISSING };
            let env = UnitPeriodEnv { ctx, unit, period: Period::once(days.0, days.1), as_of: None };
            formula.eval(&env as &dyn Env)
        }
    }
}

/// Part ÷ whole, a fraction. Nothing of nothing is not computable: neither 0 nor 100 %.
fn ratio(ctx: &Context<'_>, whole_name: &str, part: &Value, whole: &Value) -> Value {
    match (part, whole) {
        (Value::Number(_), Value::Number(w)) if w.value() == Some(Decimal::ZERO) => {
            let title = ctx.programme.model.measures.get(whole_name).map_or(whole_name, |m| m.title.as_str());
            Value::Unknown(Unknown::NotComputable(format!("{title}为0，尚不可计算")))
        }
        (Value::Number(p), Value::Number(w)) => match p.divided_by(w) {
            Some(n) => Value::Number(n),
            None => Value::Unknown(Unknown::NotComputable("数据不全，尚不可计算".to_string())),
        },
        (Value::Unknown(u), _) | (_, Value::Unknown(u)) => Value::Unknown(u.clone()),
        _ => Value::MISSING,
    }
}

/// How much one unit of the measure is worth as a pure number: 0.01 for %. Ratios are kept as fractions and shown in it.
pub fn scale(measure: &Measure) -> Decimal {
    let quantity = measure.measured_in.as_deref().map_or_else(Quantity::pure, Quantity::named);
    if quantity.is_percent() && !quantity.scale.is_zero() { quantity.scale } else { Decimal::ONE }
}

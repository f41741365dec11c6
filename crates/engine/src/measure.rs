//! Measures (指标): what a record adds to a cell, and what a cell says.

use crate::env::{RecordEnv, UnitPeriodEnv, field_value};
use crate::{Cell, Context, Contribution, Facts, RecordQuery, StoredRecord};
use jiff::{Timestamp, civil::Date};
use luodi_language::{Compiled, Env, Quantity};
use luodi_model::programme::{FieldType, Measure, MeasureKind};
use luodi_model::{Number, Period, UnitId, Unknown, Value};
use rust_decimal::Decimal;

/// What this version of a record adds to the count and sum measures of its programme.
pub fn contributions(programme: &Compiled, facts: &dyn Facts, record: &StoredRecord, now: Timestamp) -> Vec<Contribution> {
    let ctx = Context::new(programme, facts, now);
    programme.model.measures.keys().filter_map(|name| contribution(&ctx, name, record)).collect()
}

/// What this version of a record adds to one measure, if anything.
pub(crate) fn contribution(ctx: &Context<'_>, name: &str, record: &StoredRecord) -> Option<Contribution> {
    let register = ctx.register(&record.register)?;
    let field = match &ctx.programme.model.measures.get(name)?.kind {
        MeasureKind::Count { count, .. } if *count == record.register => None,
        MeasureKind::Sum { sum, .. } => match sum.split_once('.') {
            Some((register, field)) if register == record.register => Some(field),
            _ => return None,
        },
        _ => return None,
    };
    let env = RecordEnv { stored_only: true, ..RecordEnv::new(ctx, register, record) };
    let condition = ctx.programme.measures.get(name).and_then(|m| m.where_.as_ref());
    let counts = condition.map_or(Value::Bool(true), |c| c.eval(&env as &dyn Env));
    let add = |cell: Cell| Some(Contribution { measure: name.to_string(), unit: record.unit, day: record.day, cell });
    match counts {
        Value::Bool(true) => {}
        Value::Bool(false) => return None,
        // It may or may not count: the cell knows that it doesn't know.
        _ => return add(Cell { count: 0, sum: Decimal::ZERO, unknown: 1 }),
    }
    let cell = match field {
        None => Cell { count: 1, sum: Decimal::ONE, unknown: 0 },
        Some(field) => match field_value(ctx, register, record, field).as_number().and_then(Number::value) {
            Some(value) => Cell { count: 1, sum: value, unknown: 0 },
            None => Cell { count: 1, sum: Decimal::ZERO, unknown: 1 },
        },
    };
    add(cell)
}

/// Whose figure, over which days, known when.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Of {
    pub unit: UnitId,
    /// With everything under the unit.
    pub subtree: bool,
    pub days: (Date, Date),
    /// What was known at an instant; `None`: now.
    pub as_of: Option<Timestamp>,
}

/// A figure that can be held against a quota without rounding.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Figure {
    Plain(Value),
    /// Part ÷ whole; one unit of the measure is `scale` (0.01 for %).
    Ratio {
        part: Value,
        whole: Value,
        scale: Decimal,
    },
}

/// The value of a measure for a unit (alone or with its subtree) over days, in the unit that the measure declares: 80 for
/// 80 %, a fraction where it declares none.
pub fn value(ctx: &Context<'_>, name: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Value {
    value_of(ctx, name, &Of { unit, subtree, days, as_of: None })
}

pub(crate) fn value_of(ctx: &Context<'_>, name: &str, of: &Of) -> Value {
    value_bounded(ctx, name, of, DEPTH_MAX)
}

/// Ratios of formulas of ratios …: the language refuses cycles, this bounds the depth.
const DEPTH_MAX: u8 = 8;

/// The figure with its parts kept apart where it is a ratio.
pub(crate) fn figure(ctx: &Context<'_>, name: &str, of: &Of) -> Figure {
    let Some(measure) = ctx.programme.model.measures.get(name) else { return Figure::Plain(Value::MISSING) };
    match &measure.kind {
        MeasureKind::Ratio { part, whole } => {
            Figure::Ratio { part: value_of(ctx, part, of), whole: value_of(ctx, whole, of), scale: scale(measure) }
        }
        _ => Figure::Plain(value_of(ctx, name, of)),
    }
}

fn value_bounded(ctx: &Context<'_>, name: &str, of: &Of, depth: u8) -> Value {
    let Some(measure) = ctx.programme.model.measures.get(name).filter(|_| depth > 0) else { return Value::MISSING };
    match &measure.kind {
        MeasureKind::Count { .. } => cell(ctx, name, of).count_value(),
        MeasureKind::Sum { sum, .. } => cell(ctx, name, of).sum_value(never_negative(ctx, sum)),
        MeasureKind::Ratio { part, whole } => {
            let part = value_bounded(ctx, part, of, depth - 1);
            let whole_value = value_bounded(ctx, whole, of, depth - 1);
            ratio(ctx, whole, &part, &whole_value, scale(measure))
        }
        MeasureKind::Formula { .. } => {
            let Some(formula) = ctx.programme.measures.get(name).and_then(|m| m.formula.as_ref()) else { return Value::MISSING };
            let env = UnitPeriodEnv {
                ctx,
                unit: of.unit,
                period: Period::once(of.days.0, of.days.1),
                as_of: of.as_of,
                subtree: of.subtree,
            };
            formula.eval(&env as &dyn Env)
        }
    }
}

/// A count or sum over a subtree without some subtrees inside it.
pub(crate) fn less_subtrees(ctx: &Context<'_>, name: &str, unit: UnitId, less: &[UnitId], days: (Date, Date)) -> Value {
    let Some(measure) = ctx.programme.model.measures.get(name) else { return Value::MISSING };
    let over = |unit: UnitId| cell(ctx, name, &Of { unit, subtree: true, days, as_of: None });
    let mut sum = over(unit);
    for inner in less {
        sum.add(&over(*inner).negated());
    }
    match &measure.kind {
        MeasureKind::Sum { sum: field, .. } => sum.sum_value(never_negative(ctx, field)),
        _ => sum.count_value(),
    }
}

/// The cell now, or counted from the records as they were known at an instant.
fn cell(ctx: &Context<'_>, name: &str, of: &Of) -> Cell {
    let programme = &ctx.programme.model.programme;
    let Some(at) = of.as_of else { return ctx.facts.cell(programme, name, of.unit, of.subtree, of.days) };
    let mut sum = Cell::default();
    let Some(register) = ctx.programme.measures.get(name).and_then(|m| m.register.as_deref()) else { return sum };
    let query = RecordQuery { programme, register, within: Some(of.unit), days: Some(of.days) };
    ctx.facts.records(&query, &mut |record| {
        let then = record.as_of(at).filter(|r| of.subtree || r.unit == of.unit);
        if let Some(c) = then.and_then(|r| contribution(ctx, name, &r)) {
            sum.add(&c.cell);
        }
    });
    sum
}

/// Whole numbers are never negative, so that a partial sum is a lower bound.
fn never_negative(ctx: &Context<'_>, sum: &str) -> bool {
    let field = sum.split_once('.').and_then(|(register, field)| ctx.register(register)?.fields.get(field));
    field.is_some_and(|f| f.type_ == FieldType::Whole)
}

/// Part ÷ whole in the measure's unit. Nothing of nothing is not computable: neither 0 nor 100 %.
pub(crate) fn ratio(ctx: &Context<'_>, whole_name: &str, part: &Value, whole: &Value, scale: Decimal) -> Value {
    match (part, whole) {
        (Value::Number(_), Value::Number(w)) if w.value() == Some(Decimal::ZERO) => {
            let title = ctx.programme.model.measures.get(whole_name).map_or(whole_name, |m| m.title.as_str());
            Value::Unknown(Unknown::NotComputable(format!("{title}为0，尚不可计算")))
        }
        (Value::Number(p), Value::Number(w)) => {
            // 1/0.01 is exact for the scales there are (%, ‰), so that 3 of 10 is 30 % to the last digit.
            let units = Decimal::ONE.checked_div(scale).map(Number::exact);
            match units.and_then(|u| p.times(&u)).and_then(|p| p.divided_by(w)) {
                Some(n) => Value::Number(n),
                None => Value::Unknown(Unknown::NotComputable("数据不全，尚不可计算".to_string())),
            }
        }
        (Value::Unknown(u), _) | (_, Value::Unknown(u)) => Value::Unknown(u.clone()),
        _ => Value::MISSING,
    }
}

/// How much one unit of a ratio is worth as a pure number: 0.01 for %.
pub fn scale(measure: &Measure) -> Decimal {
    let quantity = measure.measured_in.as_deref().map_or_else(Quantity::pure, Quantity::named);
    if quantity.is_percent() && !quantity.scale.is_zero() { quantity.scale } else { Decimal::ONE }
}

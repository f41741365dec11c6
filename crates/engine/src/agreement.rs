//! Figures that should be equal (勾稽): parts against the whole, a rate against its base. The difference is said and stays.

use crate::Context;
use crate::env::UnitPeriodEnv;
use jiff::civil::Date;
use luodi_language::Env;
use luodi_model::{Period, UnitId, Unknown, Value};
use rust_decimal::Decimal;

/// Both sides as they stand now.
#[derive(Clone, PartialEq, Debug)]
pub struct Agreed {
    pub left: Value,
    pub right: Value,
    /// Left less right.
    pub difference: Value,
    pub agrees: Value,
}

/// Holds the two sides of an agreement against each other, for a unit over the whole window.
pub fn agreed(ctx: &Context<'_>, name: &str, unit: UnitId) -> Option<Agreed> {
    let compiled = ctx.programme.agreements.get(name)?;
    let (first, last) = ctx.window().ok().flatten().unwrap_or((Date::MIN, Date::MAX));
    let env = UnitPeriodEnv::new(ctx, unit, Period::once(first, last));
    let env: &dyn Env = &env;
    let (left, right) = (compiled.left.eval(env), compiled.right.eval(env));
    let within = compiled.within.as_ref().map(|e| e.eval(env));
    let difference = match (&left, &right) {
        (Value::Number(l), Value::Number(r)) => l.minus(r).map_or(Value::MISSING, Value::Number),
        (unknown @ Value::Unknown(_), _) | (_, unknown @ Value::Unknown(_)) => unknown.clone(),
        _ => Value::MISSING,
    };
    let allowed = match &within {
        None => Some(Decimal::ZERO),
        Some(value) => value.as_number().and_then(luodi_model::Number::value),
    };
    let agrees = match (&difference, allowed) {
        (Value::Number(d), Some(allowed)) => match (d.low(), d.high()) {
            (Some(low), Some(high)) if -allowed <= low && high <= allowed => Value::Bool(true),
            (low, high) if low.is_some_and(|l| l > allowed) || high.is_some_and(|h| h < -allowed) => Value::Bool(false),
            _ => Value::Unknown(Unknown::NotComputable("数据不全，尚不能核对".to_string())),
        },
        (Value::Number(_), None) => Value::pending("允许的差额未定"),
        (unknown, _) => unknown.clone(),
    };
    Some(Agreed { left, right, difference, agrees })
}

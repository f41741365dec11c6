//! Targets (目标任务): each unit's figure against its quota, what is missing, and how units above read it.

use crate::env::UnitPeriodEnv;
use crate::file::{Partial, add_up};
use crate::measure::{Figure, Of};
use crate::{Context, measure};
use jiff::civil::Date;
use luodi_language::Env;
use luodi_model::programme::{Comparator, MeasureKind, RollUp, Target};
use luodi_model::{Number, Period, UnitId, Unknown, Value};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// One unit's figure held against its quota.
#[derive(Clone, PartialEq, Debug)]
pub struct Judged {
    pub unit: UnitId,
    pub period: Period,
    /// What must be reached; unknown where it is pending.
    pub quota: Value,
    /// With a range: its upper end.
    pub upper: Option<Value>,
    /// More than the upper end of a range: no fault, and not plainly met.
    pub above: bool,
    /// What it is compared with, where the target has a baseline.
    pub baseline: Option<Value>,
    pub actual: Value,
    /// `Bool`, or unknown with its reason. "Met" is never said without a quota.
    pub met: Value,
    /// What is missing to the quota, never below zero. For ratios: in units of the part, at the present whole.
    pub gap: Value,
    /// For ratios that are short: how many more of the part in a row would reach the quota, with the ratio then.
    pub forecast: Option<Forecast>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Forecast {
    pub more: Decimal,
    pub part: Decimal,
    pub whole: Decimal,
}

/// How a target reads at a unit: its own judgement if it holds one, and that of all holders in its subtree.
#[derive(Clone, PartialEq, Debug)]
pub struct Overview {
    pub unit: UnitId,
    pub period: Period,
    pub holders: Vec<Judged>,
    pub quota: Partial,
    pub actual: Value,
    pub units_met: usize,
    /// Known not to be met.
    pub units_short: usize,
    /// One known failure decides "every unit"; else one undecided unit leaves it undecided.
    pub complete: Value,
}

/// The period over which a target is judged: the one given, clipped to the target's own rhythm.
fn period_of(ctx: &Context<'_>, target: &Target, period: Option<&Period>) -> Period {
    let whole = || {
        let (first, last) = ctx.window().ok().flatten().unwrap_or((Date::MIN, Date::MAX));
        Period::once(first, last)
    };
    match (target.every, period) {
        (None, None) => whole(),
        // Judged over the whole run, looked at from a period: what was reached by its end.
        (None, Some(p)) => Period::once(whole().first.min(p.first), p.last),
        (Some(every), Some(p)) => Period::containing(every, p.last),
        (Some(every), None) => Period::containing(every, ctx.today()),
    }
}

/// Judges one holder; `None` where the unit doesn't hold the target.
pub fn judge(ctx: &Context<'_>, name: &str, unit: UnitId, period: Option<&Period>) -> Option<Judged> {
    let target = ctx.programme.model.targets.get(name)?;
    let holder = ctx.facts.units().get(unit).filter(|u| ctx.in_group(&target.who, u))?;
    Some(judge_holder(ctx, name, target, holder.id, period_of(ctx, target, period)))
}

fn judge_holder(ctx: &Context<'_>, name: &str, target: &Target, unit: UnitId, period: Period) -> Judged {
    let quota = quota(ctx, name, target, unit, period);
    let of = Of { unit, subtree: target.subtree, days: (period.first, period.last), as_of: None };
    let actual = measure::value_of(ctx, &target.measure, &of);
    let figure = measure::figure(ctx, &target.measure, &of);
    let met = compare(ctx, (name, target), &figure, &quota, unit, period);
    let expressions = ctx.programme.targets.get(name);
    let eval = |e: &luodi_language::Expr| e.eval(&UnitPeriodEnv::new(ctx, unit, period) as &dyn Env);
    if expressions.and_then(|t| t.where_.as_ref()).map(eval) == Some(Value::Bool(false)) {
        let none = || Value::Unknown(Unknown::NotApplicable);
        return Judged {
            unit,
            period,
            quota,
            upper: None,
            above: false,
            baseline: None,
            actual: none(),
            met: none(),
            gap: none(),
            forecast: None,
        };
    }
    let upper = expressions.and_then(|t| t.upper.as_ref()).map(eval);
    let baseline = expressions.and_then(|t| t.baseline.as_ref()).map(eval);
    let above = upper.as_ref().is_some_and(|u| exceeds(&figure, u));
    let (gap, forecast) = match &figure {
        Figure::Ratio { .. } => ratio_gap(target.op, &figure, &quota),
        Figure::Plain(_) => (plain_gap(target.op, &quota, &actual), None),
    };
    Judged { unit, period, quota, upper, above, baseline, actual, met, gap, forecast }
}

/// Is the figure surely above this?
fn exceeds(figure: &Figure, limit: &Value) -> bool {
    let Value::Number(limit) = limit else { return false };
    sides(figure, limit).is_ok_and(|(a, q)| q.at_least(&a) == Some(false))
}

/// The quota of a holder, or why it is not known.
pub fn quota(ctx: &Context<'_>, name: &str, target: &Target, unit: UnitId, period: Period) -> Value {
    let compiled = ctx.programme.targets.get(name);
    let eval = |e: &luodi_language::Expr| e.eval(&UnitPeriodEnv::new(ctx, unit, period) as &dyn Env);
    let value = compiled.and_then(|t| t.value.as_ref()).map(eval);
    let moves = matches!(target.op, Comparator::Rise | Comparator::Fall);
    let Some(baseline) = compiled.and_then(|t| t.baseline.as_ref()).map(eval) else {
        return match value {
            Some(value) if !moves => value,
            _ => Value::pending(if moves { NO_BASELINE } else { "文中没有写明数值" }),
        };
    };
    let Value::Number(from) = &baseline else {
        return match baseline {
            Value::Unknown(Unknown::Pending(why)) => Value::pending(format!("{NO_BASELINE}（{why}）")),
            _ => Value::pending(NO_BASELINE),
        };
    };
    let growth = compiled.and_then(|t| t.growth.as_ref()).map(eval);
    let by = match (&growth, &value) {
        (Some(Value::Number(percent)), _) => from.times(percent).and_then(|n| n.times(&Number::exact(Decimal::new(1, 2)))),
        (Some(unknown), _) => return unknown.clone(),
        (None, Some(Value::Number(by))) => Some(*by),
        (None, Some(unknown)) => return unknown.clone(),
        (None, None) => Some(Number::ZERO),
    };
    let quota = by.and_then(|by| if target.op == Comparator::Fall { from.minus(&by) } else { from.plus(&by) });
    quota.map_or_else(undecided, Value::Number)
}

const NO_BASELINE: &str = "缺基期数，不能判断升降";

/// Holds a figure against a quota, exactly: a ratio is compared by multiplication (part ≥ quota × whole), never by a
/// rounded quotient.
fn compare(
    ctx: &Context<'_>,
    (name, target): (&str, &Target),
    figure: &Figure,
    quota: &Value,
    unit: UnitId,
    period: Period,
) -> Value {
    let q = match quota {
        Value::Number(q) => q,
        Value::Unknown(u) => return Value::Unknown(u.clone()),
        _ => return Value::MISSING,
    };
    if target.op == Comparator::About {
        let tolerance = ctx.programme.targets.get(name).and_then(|t| t.tolerance.as_ref());
        let tolerance = tolerance.map(|e| e.eval(&UnitPeriodEnv::new(ctx, unit, period) as &dyn Env));
        return within(figure, q, tolerance.as_ref());
    }
    let (a, q) = match sides(figure, q) {
        Ok(sides) => sides,
        Err(unknown) => return unknown,
    };
    let decided = match target.op {
        // More than a range asks for is no fault; it is said beside the verdict.
        Comparator::AtLeast | Comparator::Between => a.at_least(&q),
        Comparator::AtMost => q.at_least(&a),
        // So much higher or lower than the baseline: that much is enough. Higher or lower at all: equal is not.
        Comparator::Rise if by_an_amount(ctx, name) => a.at_least(&q),
        Comparator::Fall if by_an_amount(ctx, name) => q.at_least(&a),
        Comparator::Equals | Comparator::About => a.compare(&q).map(|o| o == Ordering::Equal),
        Comparator::MoreThan | Comparator::Rise => q.at_least(&a).map(|at_most| !at_most),
        Comparator::LessThan | Comparator::Fall => a.at_least(&q).map(|at_least| !at_least),
    };
    decided.map_or_else(undecided, Value::Bool)
}

/// Does the target say by how much it must rise or fall?
fn by_an_amount(ctx: &Context<'_>, name: &str) -> bool {
    ctx.programme.targets.get(name).is_some_and(|t| t.value.is_some() || t.growth.is_some())
}

fn undecided() -> Value {
    Value::Unknown(Unknown::NotComputable("数据不全，尚不能判断".to_string()))
}

/// The two numbers to compare: the figure and the quota, or the part and as much of the whole as the quota asks for.
fn sides(figure: &Figure, quota: &Number) -> Result<(Number, Number), Value> {
    let unknown = |v: &Value| if v.is_known() { Value::MISSING } else { v.clone() };
    match figure {
        Figure::Plain(Value::Number(a)) => Ok((*a, *quota)),
        Figure::Plain(other) => Err(unknown(other)),
        Figure::Ratio { part: Value::Number(p), whole: Value::Number(w), scale } => {
            if w.value() == Some(Decimal::ZERO) {
                return Err(Value::Unknown(Unknown::NotComputable("还没有可算的数，尚不可计算".to_string())));
            }
            let asked = quota.times(&Number::exact(*scale)).and_then(|q| q.times(w)).ok_or_else(undecided)?;
            Ok((*p, asked))
        }
        Figure::Ratio { part, whole, .. } => Err(unknown(if part.is_known() { whole } else { part })),
    }
}

/// 左右: neither met nor missed until the user has set a tolerance.
fn within(figure: &Figure, quota: &Number, tolerance: Option<&Value>) -> Value {
    let Some(Value::Number(tolerance)) = tolerance else { return Value::pending("“左右”的允许范围未定") };
    let edge = |edge: Option<Number>| match edge.map(|q| sides(figure, &q)) {
        Some(Ok(sides)) => Ok(sides),
        Some(Err(unknown)) => Err(unknown),
        None => Err(undecided()),
    };
    match (edge(quota.minus(tolerance)), edge(quota.plus(tolerance))) {
        (Ok((a, low)), Ok((_, high))) => match (a.at_least(&low), high.at_least(&a)) {
            (Some(false), _) | (_, Some(false)) => Value::Bool(false),
            (Some(true), Some(true)) => Value::Bool(true),
            _ => undecided(),
        },
        (Err(unknown), _) | (_, Err(unknown)) => unknown,
    }
}

fn plain_gap(op: Comparator, quota: &Value, actual: &Value) -> Value {
    let (Value::Number(q), Value::Number(a)) = (quota, actual) else {
        return if quota.is_known() { actual.clone() } else { quota.clone() };
    };
    let difference = match op {
        Comparator::AtMost | Comparator::LessThan | Comparator::Fall => a.minus(q),
        _ => q.minus(a),
    };
    match difference {
        Some(n) if n.high().is_some_and(|h| h <= Decimal::ZERO) => Value::Number(Number::ZERO),
        Some(n) => Value::Number(n),
        None => Value::MISSING,
    }
}

/// What a ratio lacks: whole parts missing at the present whole, and how many in a row would mend it.
fn ratio_gap(op: Comparator, figure: &Figure, quota: &Value) -> (Value, Option<Forecast>) {
    let Figure::Ratio { part, whole, scale } = figure else { return (Value::MISSING, None) };
    let exact = |v: &Value| v.as_number().and_then(Number::value);
    let (Some(p), Some(w), Some(q)) = (exact(part), exact(whole), exact(quota)) else {
        let unknown = [quota, whole, part].into_iter().find(|v| !v.is_known());
        return (unknown.cloned().unwrap_or_else(undecided), None);
    };
    if w.is_zero() || op != Comparator::AtLeast {
        return (Value::Unknown(Unknown::NotComputable("尚不可计算".to_string())), None);
    }
    let Some(share) = q.checked_mul(*scale) else { return (undecided(), None) };
    let Some(asked) = share.checked_mul(w) else { return (undecided(), None) };
    let missing = asked.ceil() - p;
    if missing <= Decimal::ZERO {
        return (Value::number(0), None);
    }
    (Value::Number(Number::exact(missing)), forecast(p, w, share))
}

/// (p + k) / (w + k) ≥ share  ⇔  k ≥ (share·w − p) / (1 − share), for the least whole k. `None`: more of the part alone
/// can never reach it.
fn forecast(part: Decimal, whole: Decimal, share: Decimal) -> Option<Forecast> {
    if share >= Decimal::ONE {
        return None;
    }
    let reached = |k: Decimal| Some(part.checked_add(k)? >= share.checked_mul(whole.checked_add(k)?)?);
    let mut more = (share.checked_mul(whole)? - part).checked_div(Decimal::ONE - share)?.ceil();
    // The quotient may be rounded at its last digit; the product is exact and decides.
    if !reached(more)? {
        more += Decimal::ONE;
    } else if more > Decimal::ONE && reached(more - Decimal::ONE)? {
        more -= Decimal::ONE;
    }
    Some(Forecast { more, part: part + more, whole: whole + more })
}

/// What a target asks of all its holders in a subtree over several periods together.
pub(crate) fn quota_over(ctx: &Context<'_>, name: &str, within: Option<UnitId>, periods: &[Period]) -> Value {
    let Some(target) = ctx.programme.model.targets.get(name) else { return Value::MISSING };
    let ratio = ctx.programme.model.measures.get(&target.measure).map(|m| &m.kind);
    if matches!(ratio, Some(MeasureKind::Ratio { .. } | MeasureKind::Formula { .. })) {
        return Value::Unknown(Unknown::NotApplicable);
    }
    // A quota that doesn't look at its period is the same in each of them.
    let varies = ctx.programme.targets.get(name).and_then(|t| t.value.as_ref()).is_some_and(|e| {
        let reads = e.reads();
        reads.period || !reads.measures.is_empty() || !reads.registers.is_empty()
    });
    let (asked, times) = if varies { (periods, 1) } else { (&periods[..periods.len().min(1)], periods.len()) };
    let members = ctx.members(&target.who, within);
    let quotas: Vec<Value> =
        members.iter().flat_map(|&unit| asked.iter().map(move |&p| quota(ctx, name, target, unit, p))).collect();
    let partial = add_up(quotas.iter());
    match partial.value {
        Value::Number(n) if partial.reported == partial.expected => {
            n.times(&Number::from(times as i64)).map_or_else(undecided, Value::Number)
        }
        Value::Number(_) => quotas.into_iter().find(|q| !q.is_known()).unwrap_or_else(undecided),
        unknown => unknown,
    }
}

/// The target as a unit and its superiors read it.
pub fn overview(ctx: &Context<'_>, name: &str, unit: UnitId, period: Option<&Period>) -> Option<Overview> {
    let target = ctx.programme.model.targets.get(name)?;
    let period = period_of(ctx, target, period);
    let members = ctx.members(&target.who, Some(unit));
    let holders: Vec<Judged> = members.iter().map(|&u| judge_holder(ctx, name, target, u, period)).collect();
    let units_met = holders.iter().filter(|h| h.met == Value::Bool(true)).count();
    let units_short = holders.iter().filter(|h| h.met == Value::Bool(false)).count();
    let actual = subtree_actual(ctx, target, unit, &members, period);
    let quota = add_up(holders.iter().map(|h| &h.quota));
    let complete = match target.roll_up {
        RollUp::Sum | RollUp::RatioOfSums if !holders.is_empty() => {
            let quota = if target.roll_up == RollUp::Sum { quota.value.clone() } else { holders[0].quota.clone() };
            let figure = match measure::figure(ctx, &target.measure, &whole_subtree(unit, period)) {
                Figure::Plain(_) => Figure::Plain(actual.clone()),
                ratio => ratio,
            };
            compare(ctx, (name, target), &figure, &quota, unit, period)
        }
        _ => every_unit(&holders),
    };
    Some(Overview { unit, period, holders, quota, actual, units_met, units_short, complete })
}

fn whole_subtree(unit: UnitId, period: Period) -> Of {
    Of { unit, subtree: true, days: (period.first, period.last), as_of: None }
}

/// The figure of the holders of a subtree together.
fn subtree_actual(ctx: &Context<'_>, target: &Target, unit: UnitId, members: &[UnitId], period: Period) -> Value {
    let days = (period.first, period.last);
    let additive = !matches!(
        ctx.programme.model.measures.get(&target.measure).map(|m| &m.kind),
        Some(MeasureKind::Ratio { .. } | MeasureKind::Formula { .. })
    );
    if !additive || target.subtree {
        return measure::value(ctx, &target.measure, unit, true, days);
    }
    let figures: Vec<Value> = members.iter().map(|&u| measure::value(ctx, &target.measure, u, false, days)).collect();
    add_up(figures.iter()).value
}

/// Doesn't the target apply to this holder?
pub(crate) fn not_applicable(met: &Value) -> bool {
    *met == Value::Unknown(Unknown::NotApplicable)
}

fn every_unit(holders: &[Judged]) -> Value {
    if holders.iter().any(|h| h.met == Value::Bool(false)) {
        return Value::Bool(false);
    }
    match holders.iter().find(|h| !h.met.is_known() && !not_applicable(&h.met)) {
        Some(undecided) => undecided.met.clone(),
        None if holders.iter().all(|h| not_applicable(&h.met)) => Value::Unknown(Unknown::NotApplicable),
        None => Value::Bool(true),
    }
}

/// A ratio as it may be shown: rounded to one decimal, but with more where rounding would lift it to its quota (79.96 is
/// never shown as 80 when 80 is asked for).
pub fn shown(actual: Decimal, quota: Option<Decimal>) -> Decimal {
    for places in 1..=8 {
        let rounded = actual.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        let crosses = quota.is_some_and(|q| (actual < q) != (rounded < q) || (actual > q) != (rounded > q));
        if !crosses {
            return rounded.normalize();
        }
    }
    actual.normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_never_lifts_a_rate_to_its_quota() {
        let d = |s: &str| s.parse::<Decimal>().unwrap();
        let check = |actual: &str, quota: &str, expected: &str| {
            assert_eq!(shown(d(actual), Some(d(quota))).to_string(), expected, "{actual} against {quota}");
        };
        check("79.5", "80", "79.5");
        check("79.96", "80", "79.96");
        check("79.9999", "80", "79.9999");
        check("27.2727272727", "30", "27.3");
        check("80", "80", "80");
    }
}

//! Targets (目标任务): each unit's figure against its quota, what is missing, and how units above read it.

use crate::env::UnitPeriodEnv;
use crate::file::{Partial, add_up};
use crate::measure::{Figure, Of};
use crate::stage::{self, StageJudged, Twin};
use crate::{Context, measure};
use jiff::civil::Date;
use luodi_language::{CompiledTarget, Env, Expr};
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
    /// The day by which it must stand, where the target names one; pending while it is open.
    pub by: Option<Value>,
    /// Not met by its day, and met so many days later.
    pub days_late: Option<i64>,
    /// How much of the way from the baseline to the value is behind, in percent.
    pub progress: Option<Value>,
    pub stages: Vec<StageJudged>,
    /// Met in so many periods in a row: bool, or unknown.
    pub steady: Option<Value>,
    /// The other place of the text that names the quota.
    pub twin: Option<Twin>,
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
    /// Of ranges: the upper ends together.
    pub upper: Option<Value>,
    pub actual: Value,
    /// Holders with a figure, of those that it applies to.
    pub reported: usize,
    pub units_met: usize,
    /// Known not to be met.
    pub units_short: usize,
    /// One known failure decides "every unit"; else one undecided unit leaves it undecided.
    pub complete: Value,
}

/// The period over which a target is judged: the one given, clipped to the target's own rhythm; up to its day, where it
/// names one.
fn period_of(ctx: &Context<'_>, name: &str, target: &Target, unit: UnitId, period: Option<&Period>) -> Period {
    let whole = || {
        let (first, last) = ctx.window().ok().flatten().unwrap_or((Date::MIN, Date::MAX));
        let whole = Period::once(first, last);
        match stage::by_day(ctx, name, unit, whole) {
            Some(Value::Date(by)) => Period::once(first.min(by), by),
            _ => whole,
        }
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
    Some(judge_holder(ctx, name, target, holder.id, period_of(ctx, name, target, unit, period)))
}

/// A compiled part of a target, evaluated for a unit in a period.
pub(crate) fn part(
    ctx: &Context<'_>,
    name: &str,
    (unit, period): (UnitId, Period),
    of: impl Fn(&CompiledTarget) -> Option<&Expr>,
) -> Option<Value> {
    let expr = of(ctx.programme.targets.get(name)?)?;
    Some(expr.eval(&UnitPeriodEnv::new(ctx, unit, period) as &dyn Env))
}

fn judge_holder(ctx: &Context<'_>, name: &str, target: &Target, unit: UnitId, period: Period) -> Judged {
    let at = (unit, period);
    let quota = quota(ctx, name, target, unit, period);
    let none = || Value::Unknown(Unknown::NotApplicable);
    let mut judged = Judged {
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
        by: None,
        days_late: None,
        progress: None,
        stages: vec![],
        steady: None,
        twin: None,
    };
    if part(ctx, name, at, |t| t.where_.as_ref()) == Some(Value::Bool(false)) {
        return judged;
    }
    let twin = stage::twin(ctx, name, target, at);
    let counted = stage::measure_of(ctx, target, twin.as_ref());
    let of = Of { unit, subtree: target.subtree, days: (period.first, period.last), as_of: None };
    let figure = measure::figure(ctx, counted, &of);
    judged.actual = measure::value_of(ctx, counted, &of);
    judged.met = compare(ctx, (name, target), &figure, &judged.quota, unit, period);
    judged.upper = part(ctx, name, at, |t| t.upper.as_ref());
    judged.baseline = part(ctx, name, at, |t| t.baseline.as_ref());
    judged.above = judged.upper.as_ref().is_some_and(|u| exceeds(&figure, u));
    (judged.gap, judged.forecast) = match &figure {
        Figure::Ratio { .. } => ratio_gap(target.op, &figure, &judged.quota),
        Figure::Plain(_) => (plain_gap(target.op, &judged.quota, &judged.actual), None),
    };
    judged.by = stage::by_day(ctx, name, unit, period);
    judged.progress = stage::progress(target, &judged);
    judged.days_late = stage::days_late(ctx, (name, target), counted, &judged);
    judged.stages = stage::stages(ctx, (name, target), counted, at);
    judged.steady = stage::steady(ctx, (name, target), counted, at);
    judged.twin = twin;
    judged
}

/// Is the figure surely above this?
fn exceeds(figure: &Figure, limit: &Value) -> bool {
    let Value::Number(limit) = limit else { return false };
    sides(figure, limit).is_ok_and(|(a, q)| q.at_least(&a) == Some(false))
}

/// The quota of a holder, or why it is not known.
pub fn quota(ctx: &Context<'_>, name: &str, target: &Target, unit: UnitId, period: Period) -> Value {
    let eval = |of: fn(&CompiledTarget) -> Option<&Expr>| part(ctx, name, (unit, period), of);
    let value = part(ctx, name, (unit, period), |t| t.value.as_ref()).map(|v| still_to_be_said(ctx, name, v));
    let growth = eval(|t| t.growth.as_ref());
    let moves = matches!(target.op, Comparator::Rise | Comparator::Fall);
    let baseline = eval(|t| t.baseline.as_ref()).filter(|_| moves || growth.is_some());
    let Some(baseline) = baseline else {
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
    let sign = if target.op == Comparator::Fall { -1 } else { 1 };
    let quota = match (&growth, &value) {
        (Some(Value::Number(percent)), _) => match grown(from, percent, sign, eval(|t| t.years.as_ref())) {
            Ok(quota) => quota,
            Err(unknown) => return unknown,
        },
        (Some(unknown), _) | (None, Some(unknown @ Value::Unknown(_))) => return unknown.clone(),
        (None, Some(Value::Number(by))) if sign < 0 => from.minus(by),
        (None, Some(Value::Number(by))) => from.plus(by),
        (None, _) => Some(*from),
    };
    quota.map_or_else(undecided, Value::Number)
}

/// A quota out of records (下达的任务数, 同年对照值) that aren't there yet is pending, not nothing.
fn still_to_be_said(ctx: &Context<'_>, name: &str, value: Value) -> Value {
    let reads = ctx.programme.targets.get(name).and_then(|t| t.value.as_ref()).map(Expr::reads);
    match value {
        Value::Unknown(Unknown::Missing | Unknown::NotComputable(_)) if reads.is_some_and(|r| !r.registers.is_empty()) => {
            Value::pending("对照的数值还没有下达或填报")
        }
        other => other,
    }
}

/// Years that a growth is compounded over at most.
const YEARS_MAX: u32 = 100;

/// So much of the baseline more (or less), in each of so many years where there are years.
fn grown(from: &Number, percent: &Number, sign: i64, years: Option<Value>) -> Result<Option<Number>, Value> {
    use rust_decimal::prelude::ToPrimitive;
    let years = match years {
        None => 1,
        Some(Value::Number(n)) => match n.value().filter(|v| v.fract().is_zero()).and_then(|v| v.to_u32()) {
            Some(years) if years <= YEARS_MAX => years,
            _ => return Err(undecided()),
        },
        Some(unknown) => return Err(unknown),
    };
    let share = percent.times(&Number::exact(Decimal::new(sign, 2)));
    let factor = share.and_then(|s| Number::from(1).plus(&s));
    Ok((0..years).try_fold(*from, |grown, _| grown.times(factor.as_ref()?)))
}

const NO_BASELINE: &str = "缺基期数，不能判断升降";

/// Holds a figure against a quota, exactly: a ratio is compared by multiplication (part ≥ quota × whole), never by a
/// rounded quotient.
pub(crate) fn compare(
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
    if let Some(unknown) = stage::no_verdict(ctx, (name, target), (unit, period)) {
        return unknown;
    }
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
        // As it was: what that means is the text's or the user's to say.
        Comparator::Rise | Comparator::Fall if a.compare(&q) == Some(Ordering::Equal) => {
            return match part(ctx, name, (unit, period), |t| t.unchanged.as_ref()) {
                None => Value::Bool(false),
                Some(known @ Value::Bool(_)) => known,
                Some(_) => Value::pending("与基期持平，算不算达到待定"),
            };
        }
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

pub(crate) fn undecided() -> Value {
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
    let period = period_of(ctx, name, target, unit, period);
    let members = ctx.members(&target.who, Some(unit));
    let holders: Vec<Judged> = members.iter().map(|&u| judge_holder(ctx, name, target, u, period)).collect();
    let units_met = holders.iter().filter(|h| h.met == Value::Bool(true)).count();
    let units_short = holders.iter().filter(|h| h.met == Value::Bool(false)).count();
    let reported = holders.iter().filter(|h| h.actual.as_number().is_some_and(Number::is_exact)).count();
    let actual = subtree_actual(ctx, target, unit, &members, period);
    let quota = add_up(holders.iter().map(|h| &h.quota));
    let upper = holders.iter().any(|h| h.upper.is_some()).then(|| add_up(holders.iter().filter_map(|h| h.upper.as_ref())).value);
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
    Some(Overview { unit, period, holders, quota, upper, actual, reported, units_met, units_short, complete })
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

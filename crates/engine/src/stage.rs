//! A target on its way (目标的过程): by which day, over which stages, how steadily; and what must be decided before it is judged.

use crate::env::{UnitPeriodEnv, common};
use crate::guard::fill;
use crate::measure::{Of, figure};
use crate::target::{Judged, compare, part, undecided};
use crate::{Context, due, measure};
use jiff::ToSpan;
use jiff::civil::Date;
use luodi_language::{Env, Name};
use luodi_model::programme::{Comparator, Target};
use luodi_model::{Number, Period, UnitId, Unknown, Value};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Whose target, over which period.
type At = (UnitId, Period);

/// One stage as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct StageJudged {
    /// The day; pending while it is open.
    pub by: Value,
    pub quota: Value,
    /// The figure up to that day.
    pub actual: Value,
    /// Bool, or unknown: not yet due counts as not yet known.
    pub met: Value,
}

/// The other target that names the same quota.
#[derive(Clone, PartialEq, Debug)]
pub struct Twin {
    pub target: String,
    /// Bool; pending until a person has said whether they are the same.
    pub same: Value,
    pub quota: Value,
}

/// The day by which a target must stand; `None`: it names none.
pub(crate) fn by_day(ctx: &Context<'_>, name: &str, unit: UnitId, period: Period) -> Option<Value> {
    Some(match part(ctx, name, (unit, period), |t| t.by.as_ref())? {
        day @ Value::Date(_) => day,
        Value::Unknown(Unknown::Pending(why)) => Value::pending(format!("期限待定（{why}）")),
        _ => Value::pending("期限待定"),
    })
}

/// Why there is no verdict, whatever the figures say: the day is open, or something has to be decided first.
pub(crate) fn no_verdict(ctx: &Context<'_>, (name, target): (&str, &Target), (unit, period): At) -> Option<Value> {
    if let Some(unknown @ Value::Unknown(_)) = by_day(ctx, name, unit, period) {
        return Some(unknown);
    }
    let needs = &ctx.programme.targets.get(name)?.needs;
    let env = UnitPeriodEnv::new(ctx, unit, period);
    for (need, expr) in target.needs.iter().zip(needs) {
        let said = || fill(&need.say, |written| env.shown(&named(ctx, &env, written)));
        match expr.eval(&env as &dyn Env) {
            Value::Bool(true) => {}
            Value::Bool(false) => return Some(Value::Unknown(Unknown::NotComputable(said()))),
            _ => return Some(Value::pending(said())),
        }
    }
    None
}

/// A measure or an ask by the name that stands in a sentence.
fn named(ctx: &Context<'_>, env: &UnitPeriodEnv<'_>, written: &str) -> Value {
    match written.strip_prefix("ask.") {
        Some(ask) => common(ctx, &Name::Ask(ask.to_string())),
        None => measure::value(ctx, written, env.unit, false, (env.period.first, env.period.last)),
    }
}

/// Not met by its day and met since: how many days late. By the days that the records bear, whenever they were entered.
pub(crate) fn days_late(ctx: &Context<'_>, of: (&str, &Target), counted: &str, judged: &Judged) -> Option<i64> {
    let Some(Value::Date(by)) = judged.by else { return None };
    let days = i64::from((ctx.today() - by).get_days());
    if days <= 0 || judged.met != Value::Bool(false) || judged.period.last != by {
        return None;
    }
    let holds = |after: i64| {
        let until = Period::once(judged.period.first, by.saturating_add(after.days()));
        met_over(ctx, of, counted, (judged.unit, until), &judged.quota) == Value::Bool(true)
    };
    if !holds(days) {
        return None;
    }
    let (mut short, mut reached) = (0, days);
    while reached - short > 1 {
        let middle = short + (reached - short) / 2;
        if holds(middle) { reached = middle } else { short = middle }
    }
    Some(reached)
}

/// Does the figure over these days reach the quota?
fn met_over(ctx: &Context<'_>, (name, target): (&str, &Target), counted: &str, (unit, period): At, quota: &Value) -> Value {
    let of = Of { unit, subtree: target.subtree, days: (period.first, period.last), as_of: None };
    compare(ctx, (name, target), &figure(ctx, counted, &of), quota, unit, period)
}

/// The share of the way from the baseline to the value that is behind. `None`: the target has no such way.
pub(crate) fn progress(target: &Target, judged: &Judged) -> Option<Value> {
    let moves = matches!(target.op, Comparator::Rise | Comparator::Fall) || target.growth.is_some();
    let baseline = judged.baseline.as_ref().filter(|_| !moves)?;
    let (Value::Number(from), Value::Number(to), Value::Number(now)) = (baseline, &judged.quota, &judged.actual) else {
        let unknown = [baseline, &judged.quota, &judged.actual].into_iter().find(|v| !v.is_known());
        return Some(unknown.cloned().unwrap_or_else(undecided));
    };
    let hundred = Number::exact(Decimal::ONE_HUNDRED);
    let share = now.minus(from).and_then(|done| done.times(&hundred)?.divided_by(&to.minus(from)?));
    Some(share.map_or_else(undecided, Value::Number))
}

/// The stages, in the order of the file.
pub(crate) fn stages(ctx: &Context<'_>, of: (&str, &Target), counted: &str, (unit, period): At) -> Vec<StageJudged> {
    let Some(compiled) = ctx.programme.targets.get(of.0) else { return vec![] };
    let eval = |e: &luodi_language::Expr| e.eval(&UnitPeriodEnv::new(ctx, unit, period) as &dyn Env);
    let stages = compiled.stages.iter().map(|(by, value)| stage(ctx, of, counted, (unit, period), (eval(by), eval(value))));
    stages.collect()
}

fn stage(ctx: &Context<'_>, of: (&str, &Target), counted: &str, (unit, period): At, (by, quota): (Value, Value)) -> StageJudged {
    let Value::Date(day) = by else {
        let by = if let Value::Unknown(Unknown::Pending(_)) = by { by } else { Value::pending("期限待定") };
        return StageJudged { met: by.clone(), actual: Value::MISSING, by, quota };
    };
    let until = Period::once(period.first.min(day), day);
    let actual = measure::value(ctx, counted, unit, of.1.subtree, (until.first, until.last));
    let met = match met_over(ctx, of, counted, (unit, until), &quota) {
        Value::Bool(false) if day >= ctx.today() => Value::pending("还没有到期"),
        // A limit that holds today may still be broken before its day.
        Value::Bool(true) if day >= ctx.today() && !lasts(of.1.op) => Value::pending("还没有到期"),
        met => met,
    };
    StageJudged { by, quota, actual, met }
}

/// Once reached, is it reached for good? Not where the figure must stay low or stand at a point.
fn lasts(op: Comparator) -> bool {
    matches!(op, Comparator::AtLeast | Comparator::MoreThan | Comparator::Between | Comparator::Rise)
}

/// Met in each of the last so many periods that are over? `None`: steadiness isn't asked for.
pub(crate) fn steady(ctx: &Context<'_>, of: (&str, &Target), counted: &str, (unit, period): At) -> Option<Value> {
    let wanted = part(ctx, of.0, (unit, period), |t| t.steady.as_ref())?;
    let Some(wanted) = wanted.as_number().and_then(Number::value).and_then(|n| n.to_usize()).filter(|n| *n > 0) else {
        return Some(Value::pending("连续几期达到才算稳定，待定"));
    };
    let every = of.1.every?;
    let until = period.last.min(ctx.today());
    let from = ctx.window().ok().flatten().map_or_else(|| back(every, until, wanted), |(first, _)| first);
    let over = |p: &Period| p.last < ctx.today() && p.last <= period.last;
    let over: Vec<Period> = due::periods(ctx, every, from, until).unwrap_or_default().into_iter().filter(over).collect();
    if over.len() < wanted {
        return Some(Value::Unknown(Unknown::NotComputable(format!("只过了{}期，要{wanted}期", over.len()))));
    }
    let mut unknown = None;
    for period in &over[over.len() - wanted..] {
        let quota = crate::target::quota(ctx, of.0, of.1, unit, *period);
        match met_over(ctx, of, counted, (unit, *period), &quota) {
            Value::Bool(true) => {}
            Value::Bool(false) => return Some(Value::Bool(false)),
            other => unknown = Some(other),
        }
    }
    Some(unknown.unwrap_or(Value::Bool(true)))
}

/// First day of the period so many before this day.
fn back(every: luodi_model::Every, until: Date, many: usize) -> Date {
    (0..=many).fold(until, |day, _| Period::containing(every, day).first.saturating_sub(1.day()))
}

/// The other target that names the same quota, and whether they are one.
pub(crate) fn twin(ctx: &Context<'_>, name: &str, target: &Target, (unit, period): At) -> Option<Twin> {
    let other = &target.same_as.as_ref()?.target;
    let model = ctx.programme.model.targets.get(other)?;
    let same = match part(ctx, name, (unit, period), |t| t.same.as_ref()) {
        None => Value::Bool(true),
        Some(said @ Value::Bool(_)) => said,
        Some(_) => Value::pending("是否同一指标，待定"),
    };
    Some(Twin { target: other.clone(), same, quota: crate::target::quota(ctx, other, model, unit, period) })
}

/// The measure that a target is judged by: its own, or that of the target it is one with.
pub(crate) fn measure_of<'a>(ctx: &Context<'a>, target: &'a Target, twin: Option<&Twin>) -> &'a str {
    let other = twin.filter(|t| t.same == Value::Bool(true)).and_then(|t| ctx.programme.model.targets.get(&t.target));
    other.map_or(&target.measure, |t| &t.measure)
}

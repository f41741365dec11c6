//! Duties (责任事项): what a unit owes in which period, computed from the programme and what came in; never stored.

use crate::due::{DueDay, due_day, periods};
use crate::env::{RecordEnv, UnitPeriodEnv};
use crate::{Context, RecordQuery, StoredRecord};
use jiff::{Timestamp, civil::Date};
use luodi_language::{CompiledDuty, Env};
use luodi_model::programme::{Due, Duty, Return};
use luodi_model::{Every, Period, RecordId, UnitId, beijing, beijing_midnight};
use std::sync::Arc;

/// Something owed by one unit.
#[derive(Clone, PartialEq, Debug)]
pub struct Owed {
    pub kind: OwedKind,
    /// Name of the duty or return in the programme.
    pub name: String,
    pub unit: UnitId,
    /// `None`: no period can be named yet, because the programme's window is pending.
    pub period: Option<Period>,
    pub due: DueDay,
    pub state: OwedState,
    /// When it was done, where that is known.
    pub done_at: Option<Timestamp>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OwedKind {
    Duty,
    Return,
    /// Owed for one record (a delivery, a repair).
    ForRecord(RecordId),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OwedState {
    /// Not yet done, and still time.
    Open,
    /// Not yet done, and no day is known: never late.
    Pending,
    Met,
    LateMet {
        days: i64,
    },
    /// Not done, can still be done, late by these calendar days.
    Overdue {
        days: i64,
    },
    /// The period is over, nothing more can be done for it.
    Unmet,
    /// The period is over and the unit said nothing (a duty with zero reports).
    NoReport,
    /// The unit said that nothing happened (零报告): an answer, but the duty isn't met.
    Zero,
}

impl OwedState {
    pub fn is_done(&self) -> bool {
        matches!(self, OwedState::Met | OwedState::LateMet { .. })
    }
    /// The stable code on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            OwedState::Open => "open",
            OwedState::Pending => "pending",
            OwedState::Met => "met",
            OwedState::LateMet { .. } => "late_met",
            OwedState::Overdue { .. } => "overdue",
            OwedState::Unmet => "unmet",
            OwedState::NoReport => "no_report",
            OwedState::Zero => "zero",
        }
    }
    pub fn days_late(&self) -> Option<i64> {
        match self {
            OwedState::LateMet { days } | OwedState::Overdue { days } => Some(*days),
            _ => None,
        }
    }
}

/// Everything that one unit owes in periods touching `from..=to`, in the order of the file.
pub fn owed_by(ctx: &Context<'_>, unit: UnitId, from: Date, to: Date) -> Vec<Owed> {
    let Some(found) = ctx.facts.units().get(unit) else { return vec![] };
    let mut out = vec![];
    for (name, duty) in &ctx.programme.model.duties {
        if ctx.in_group(&duty.who, found) {
            out.extend(duty_of(ctx, name, duty, unit, from, to));
        }
    }
    for (name, form) in &ctx.programme.model.returns {
        if ctx.in_group(&form.who, found) {
            out.extend(return_of(ctx, name, form, unit, from, to));
        }
    }
    out
}

/// One duty of one unit over a span of days.
pub fn duty_of(ctx: &Context<'_>, name: &str, duty: &Duty, unit: UnitId, from: Date, to: Date) -> Vec<Owed> {
    let Some(compiled) = ctx.programme.duties.get(name) else { return vec![] };
    if let Some(register) = &duty.for_each {
        return for_each(ctx, (name, duty, compiled), register, unit, (from, to));
    }
    let every = duty.every.unwrap_or(Every::Once);
    match periods(ctx, every, from, to) {
        Ok(periods) => periods.into_iter().map(|p| in_period(ctx, (name, duty, compiled), unit, p)).collect(),
        Err(why) if every == Every::Once => {
            // The window is open, the duty itself is not: whether it was done can be said, only not by when.
            let whole = Period::once(Date::MIN, Date::MAX);
            let mut owed = in_period(ctx, (name, duty, compiled), unit, whole);
            owed.period = None;
            if !owed.state.is_done() {
                owed.state = OwedState::Pending;
            }
            owed.due = DueDay::Pending(why);
            vec![owed]
        }
        Err(why) => vec![unplaced(OwedKind::Duty, name, unit, why)],
    }
}

fn unplaced(kind: OwedKind, name: &str, unit: UnitId, why: String) -> Owed {
    Owed { kind, name: name.to_string(), unit, period: None, due: DueDay::Pending(why), state: OwedState::Pending, done_at: None }
}

fn in_period(ctx: &Context<'_>, (name, duty, compiled): (&str, &Duty, &CompiledDuty), unit: UnitId, period: Period) -> Owed {
    let env = UnitPeriodEnv { ctx, unit, period, as_of: None };
    let due = due_day(&duty.due, &period, compiled.due_on.as_ref().map(|e| (e, &env as &dyn Env)));
    let done = compiled.done.eval(&env as &dyn Env).as_bool() == Some(true);
    let zero = duty.zero_report && ctx.facts.zero_reported(&ctx.programme.model.programme, name, unit, period.first).is_some();
    let done_when = |at: Timestamp| {
        let env = UnitPeriodEnv { ctx, unit, period, as_of: Some(at) };
        compiled.done.eval(&env as &dyn Env).as_bool() == Some(true)
    };
    let done_at = if done { first_done(ctx, compiled, unit, done_when) } else { None };
    let bound = matches!(duty.due, Due::EndOfPeriod) && duty.every.is_some();
    let state = state(ctx, &due, done, done_at, zero, Late { bound, reports: duty.zero_report });
    Owed { kind: OwedKind::Duty, name: name.to_string(), unit, period: Some(period), due, state, done_at }
}

/// What a passed due day means for a duty.
struct Late {
    /// It belongs to its period: afterwards it can't be done any more.
    bound: bool,
    /// Units may report zero: silence is told apart.
    reports: bool,
}

fn state(ctx: &Context<'_>, due: &DueDay, done: bool, done_at: Option<Timestamp>, zero: bool, late: Late) -> OwedState {
    let passed = due.days_late(ctx.now);
    if done {
        // What is bound to its period was done in it, whenever it was entered.
        let days = if late.bound { 0 } else { done_at.map_or(0, |at| due.days_late(at)) };
        return if days > 0 { OwedState::LateMet { days } } else { OwedState::Met };
    }
    if zero {
        return OwedState::Zero;
    }
    match (due, passed) {
        (DueDay::Pending(_), _) => OwedState::Pending,
        (_, 0) => OwedState::Open,
        _ if late.bound && late.reports => OwedState::NoReport,
        _ if late.bound => OwedState::Unmet,
        (_, days) => OwedState::Overdue { days },
    }
}

/// The instant at which the condition became true: the first entry of a record with which it holds.
fn first_done(
    ctx: &Context<'_>,
    compiled: &CompiledDuty,
    unit: UnitId,
    done_when: impl Fn(Timestamp) -> bool,
) -> Option<Timestamp> {
    let mut entered: Vec<Timestamp> = vec![];
    for register in &compiled.done.reads().registers {
        let query = RecordQuery { programme: &ctx.programme.model.programme, register, within: Some(unit), days: None };
        ctx.facts.records(&query, &mut |r: &Arc<StoredRecord>| entered.push(r.created_at));
    }
    entered.sort_unstable();
    // "count ≥ n" turns true once; a binary search finds when.
    let at = entered.partition_point(|&at| !done_when(at));
    entered.get(at).copied()
}

fn for_each(
    ctx: &Context<'_>,
    (name, duty, compiled): (&str, &Duty, &CompiledDuty),
    register: &str,
    unit: UnitId,
    days: (Date, Date),
) -> Vec<Owed> {
    let Some(model) = ctx.register(register) else { return vec![] };
    let query = RecordQuery { programme: &ctx.programme.model.programme, register, within: Some(unit), days: Some(days) };
    let mut found = vec![];
    ctx.facts.records(&query, &mut |r| {
        if r.unit == unit {
            found.push(Arc::clone(r));
        }
    });
    let owed = |record: &Arc<StoredRecord>| {
        let env = RecordEnv::new(ctx, model, record);
        let env: &dyn Env = &env;
        if compiled.where_.as_ref().is_some_and(|w| w.eval(env).as_bool() != Some(true)) {
            return None;
        }
        let period = Period::containing(duty.every.unwrap_or(Every::Day), record.day);
        let due = due_day(&duty.due, &period, compiled.due_on.as_ref().map(|e| (e, env)));
        let done = compiled.done.eval(env).as_bool() == Some(true);
        let done_at = done.then_some(record.changed_at);
        let state = state(ctx, &due, done, done_at, false, Late { bound: false, reports: false });
        let kind = OwedKind::ForRecord(record.id);
        Some(Owed { kind, name: name.to_string(), unit, period: Some(period), due, state, done_at })
    };
    found.iter().filter_map(owed).collect()
}

/// A return of one unit over a span of days.
pub fn return_of(ctx: &Context<'_>, name: &str, form: &Return, unit: UnitId, from: Date, to: Date) -> Vec<Owed> {
    match periods(ctx, form.every, from, to) {
        Ok(periods) => periods.into_iter().map(|p| return_in(ctx, name, form, unit, p)).collect(),
        Err(why) => vec![unplaced(OwedKind::Return, name, unit, why)],
    }
}

/// A return of one unit for one period. Lateness is that of the first version: no later act erases it.
pub fn return_in(ctx: &Context<'_>, name: &str, form: &Return, unit: UnitId, period: Period) -> Owed {
    let env = UnitPeriodEnv { ctx, unit, period, as_of: None };
    let on = ctx.programme.returns.get(name).and_then(|r| r.due_on.as_ref());
    let due = due_day(&form.due, &period, on.map(|e| (e, &env as &dyn Env)));
    let filings = ctx.facts.filings(&ctx.programme.model.programme, name, unit, period.first);
    let done_at = filings.first().map(|f| f.at);
    let state = state(ctx, &due, done_at.is_some(), done_at, false, Late { bound: false, reports: false });
    Owed { kind: OwedKind::Return, name: name.to_string(), unit, period: Some(period), due, state, done_at }
}

/// Has the period begun, so that work for it can be expected?
pub fn has_begun(ctx: &Context<'_>, period: &Period) -> bool {
    beijing_midnight(period.first).is_none_or(|begin| begin <= ctx.now) && period.first <= beijing(ctx.now).date()
}

//! Duties (责任事项): what a unit owes in which period, computed from the programme and what came in; never stored.

use crate::due::{DueDay, due_day, periods};
use crate::env::UnitPeriodEnv;
use crate::for_record::{Of, for_each};
use crate::missed::Missed;
use crate::{Context, RecordQuery, StoredRecord};
use jiff::{Timestamp, civil::Date};
use luodi_language::{CompiledDuty, CompiledEarlier, Env, Expr};
use luodi_model::programme::{Due, Duty, Earlier, MeasureKind, Return};
use luodi_model::{Every, Period, RecordId, UnitId, Value, beijing, beijing_midnight};
use std::collections::BTreeSet;
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
    /// Limits that ran out before they were moved: what was late stays on record, whatever was agreed afterwards.
    pub missed: Vec<Missed>,
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
        return for_each(ctx, &Of { name, duty, compiled }, register, unit, (from, to));
    }
    let every = duty.every.unwrap_or(Every::Once);
    match periods(ctx, every, from, to) {
        Ok(periods) => {
            let owed = periods.into_iter().filter(|p| ctx.exists_in(unit, p) && applies(ctx, compiled, unit, *p));
            owed.map(|p| in_period(ctx, (name, duty, compiled), unit, p)).collect()
        }
        Err(why) if every == Every::Once => {
            // The window is open, the duty itself is not: whether it was done can be said, only not by when.
            let whole = Period::once(Date::MIN, Date::MAX);
            if !applies(ctx, compiled, unit, whole) {
                return vec![];
            }
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

/// Is it owed in this period at all (season, exemption)? What is not known to be false is owed.
fn applies(ctx: &Context<'_>, compiled: &CompiledDuty, unit: UnitId, period: Period) -> bool {
    let env = UnitPeriodEnv::new(ctx, unit, period);
    compiled.where_.as_ref().is_none_or(|w| w.eval(&env as &dyn Env).as_bool() != Some(false))
}

fn unplaced(kind: OwedKind, name: &str, unit: UnitId, why: String) -> Owed {
    Owed {
        kind,
        name: name.to_string(),
        unit,
        period: None,
        due: DueDay::Pending(why),
        state: OwedState::Pending,
        done_at: None,
        missed: vec![],
    }
}

fn in_period(ctx: &Context<'_>, (name, duty, compiled): (&str, &Duty, &CompiledDuty), unit: UnitId, period: Period) -> Owed {
    let env = UnitPeriodEnv::new(ctx, unit, period);
    let done = compiled.done.eval(&env as &dyn Env).as_bool() == Some(true);
    let closed = |until: Date, then: &DueDay| match duty.every {
        Some(_) => period.last <= until,
        None => done && first_done(ctx, compiled, unit, period, then.day()).is_some_and(|at| beijing(at).date() <= until),
    };
    let (terms, due) = Terms::of_duty(duty, compiled).binding(&period, &env as &dyn Env, closed);
    let zero = duty.zero_report && ctx.facts.zero_reported(&ctx.programme.model.programme, name, unit, period.first).is_some();
    let bound = matches!(terms, Due::EndOfPeriod) && duty.every.is_some();
    // What is bound to its period was done in it, whenever it was entered.
    let matters = due.day().filter(|_| !bound);
    let done_at = if done { first_done(ctx, compiled, unit, period, matters) } else { None };
    let state = state(ctx, &due, done, done_at, zero, Late { bound, reports: duty.zero_report });
    Owed { kind: OwedKind::Duty, name: name.to_string(), unit, period: Some(period), due, state, done_at, missed: vec![] }
}

/// The due day of now, and those of earlier versions.
pub(crate) struct Terms<'a> {
    due: &'a Due,
    on: Option<&'a Expr>,
    earlier: &'a [Earlier],
    compiled: &'a [CompiledEarlier],
}

impl<'a> Terms<'a> {
    pub fn of_duty(duty: &'a Duty, compiled: &'a CompiledDuty) -> Terms<'a> {
        Terms { due: &duty.due, on: compiled.due_on.as_ref(), earlier: &duty.earlier, compiled: &compiled.earlier }
    }

    /// The day that binds: the first version's under which it was closed, else that of now. No later version makes late, or
    /// excuses, what was closed before it.
    pub fn binding(&self, period: &Period, env: &dyn Env, closed: impl Fn(Date, &DueDay) -> bool) -> (&'a Due, DueDay) {
        for (earlier, compiled) in self.earlier.iter().zip(self.compiled) {
            let Value::Date(until) = compiled.until.eval(env) else { continue };
            let then = due_day(&earlier.due, period, compiled.due_on.as_ref().map(|e| (e, env)));
            if closed(until, &then) {
                return (&earlier.due, then);
            }
        }
        (self.due, due_day(self.due, period, self.on.map(|e| (e, env))))
    }
}

/// What a passed due day means for a duty.
pub(crate) struct Late {
    /// It belongs to its period: afterwards it can't be done any more.
    pub bound: bool,
    /// Units may report zero: silence is told apart.
    pub reports: bool,
}

pub(crate) fn state(
    ctx: &Context<'_>,
    due: &DueDay,
    done: bool,
    done_at: Option<Timestamp>,
    zero: bool,
    late: Late,
) -> OwedState {
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

/// The instant since which the condition has held, by what was known then.
fn first_done(ctx: &Context<'_>, compiled: &CompiledDuty, unit: UnitId, period: Period, due: Option<Date>) -> Option<Timestamp> {
    let reads = compiled.done.reads();
    let mut registers: BTreeSet<&str> = reads.registers.iter().map(String::as_str).collect();
    for measure in &reads.measures {
        measured_registers(ctx, measure, 8, &mut registers);
    }
    let mut instants = vec![];
    // Records of the unit's subtree decide nearly always; a condition over other units' records looks at all of them.
    for within in [Some(unit), None] {
        for register in &registers {
            let query = RecordQuery { programme: &ctx.programme.model.programme, register, within, days: None };
            ctx.facts.records(&query, &mut |r: &Arc<StoredRecord>| instants.extend(r.instants()));
        }
        for form in &reads.returns {
            let filings = ctx.facts.filings(&ctx.programme.model.programme, form, unit, period.first);
            instants.extend(filings.iter().map(|f| f.at));
        }
        let found = held_since(&mut instants, due, |at| {
            let env = UnitPeriodEnv { as_of: Some(at), ..UnitPeriodEnv::new(ctx, unit, period) };
            compiled.done.eval(&env as &dyn Env).as_bool() == Some(true)
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// So many instants after the due day are looked at one by one; beyond, the search halves them.
const WALKED_MAX: usize = 256;

/// Since when a condition that holds now has held. After the due day without a break: done, undone and done again is done
/// the second time, so that what was late in between stays late. `due`: `None` where nothing can be late.
pub(crate) fn held_since(
    instants: &mut Vec<Timestamp>,
    due: Option<Date>,
    holds: impl Fn(Timestamp) -> bool,
) -> Option<Timestamp> {
    instants.sort_unstable();
    instants.dedup();
    let turned = |instants: &[Timestamp]| instants.get(instants.partition_point(|&at| !holds(at))).copied();
    let end = due.and_then(|d| d.tomorrow().ok()).and_then(beijing_midnight);
    let (before, after) = instants.split_at(end.map_or(instants.len(), |end| instants.partition_point(|&at| at < end)));
    let since =
        if after.len() > WALKED_MAX { turned(after) } else { after.iter().rev().copied().take_while(|&at| holds(at)).last() };
    // Unbroken since the due day: was it done by then?
    let unbroken = since == after.first().copied();
    match before.last() {
        Some(&last) if unbroken && holds(last) => turned(before),
        _ => since,
    }
}

/// Registers whose records a measure rests on.
fn measured_registers<'a>(ctx: &Context<'a>, name: &str, depth: u8, out: &mut BTreeSet<&'a str>) {
    let Some(measure) = ctx.programme.measures.get(name).filter(|_| depth > 0) else { return };
    out.extend(measure.register.as_deref());
    if let Some(MeasureKind::Ratio { part, whole }) = ctx.programme.model.measures.get(name).map(|m| &m.kind) {
        measured_registers(ctx, part, depth - 1, out);
        measured_registers(ctx, whole, depth - 1, out);
    }
    for inner in measure.formula.iter().flat_map(|f| &f.reads().measures) {
        measured_registers(ctx, inner, depth - 1, out);
    }
}

/// A return of one unit over a span of days.
pub fn return_of(ctx: &Context<'_>, name: &str, form: &Return, unit: UnitId, from: Date, to: Date) -> Vec<Owed> {
    match periods(ctx, form.every, from, to) {
        Ok(periods) => {
            periods.into_iter().filter(|p| ctx.exists_in(unit, p)).map(|p| return_in(ctx, name, form, unit, p)).collect()
        }
        Err(why) => vec![unplaced(OwedKind::Return, name, unit, why)],
    }
}

/// A return of one unit for one period. Lateness is that of the first version: no later act erases it.
pub fn return_in(ctx: &Context<'_>, name: &str, form: &Return, unit: UnitId, period: Period) -> Owed {
    let env = UnitPeriodEnv::new(ctx, unit, period);
    let filings = ctx.facts.filings(&ctx.programme.model.programme, name, unit, period.first);
    let done_at = filings.first().map(|f| f.at);
    let closed = |until: Date, _: &DueDay| match form.every {
        Every::Once => done_at.is_some_and(|at| beijing(at).date() <= until),
        _ => period.last <= until,
    };
    let compiled = ctx.programme.returns.get(name);
    let terms = Terms {
        due: &form.due,
        on: compiled.and_then(|r| r.due_on.as_ref()),
        earlier: &form.earlier,
        compiled: compiled.map_or(&[], |r| &r.earlier),
    };
    let (_, due) = terms.binding(&period, &env as &dyn Env, closed);
    let state = state(ctx, &due, done_at.is_some(), done_at, false, Late { bound: false, reports: false });
    Owed { kind: OwedKind::Return, name: name.to_string(), unit, period: Some(period), due, state, done_at, missed: vec![] }
}

/// How a recurring duty or return stands over the window so far (12 个月中完成 11 个，缺 8 月).
#[derive(Clone, PartialEq, Debug)]
pub struct PeriodsMet {
    /// Periods in the whole window.
    pub expected: usize,
    /// Periods that are over, or done before their end.
    pub due: usize,
    /// Of the due ones: done, in time or late.
    pub met: usize,
    /// Of the due ones: not done, in order.
    pub missing: Vec<Period>,
    /// Of the missing ones: the unit said that nothing happened.
    pub zero: Vec<Period>,
}

/// The periods of a duty or return of one unit that are met and missing; `None`: it is not owed per period, or no period
/// can be named yet.
pub fn periods_met(ctx: &Context<'_>, name: &str, unit: UnitId) -> Option<PeriodsMet> {
    let (from, to) = ctx.window().ok()??;
    let model = &ctx.programme.model;
    let owed = match (model.duties.get(name), model.returns.get(name)) {
        (Some(duty), _) if duty.for_each.is_none() => duty_of(ctx, name, duty, unit, from, to),
        (None, Some(form)) => return_of(ctx, name, form, unit, from, to),
        _ => return None,
    };
    let over = |o: &&Owed| o.state.is_done() || o.period.is_some_and(|p| p.last < ctx.today());
    let due: Vec<&Owed> = owed.iter().filter(over).collect();
    let periods = |wanted: &dyn Fn(&OwedState) -> bool| -> Vec<Period> {
        due.iter().filter(|o| wanted(&o.state)).filter_map(|o| o.period).collect()
    };
    Some(PeriodsMet {
        expected: owed.len(),
        due: due.len(),
        met: due.iter().filter(|o| o.state.is_done()).count(),
        missing: periods(&|s| !s.is_done()),
        zero: periods(&|s| *s == OwedState::Zero),
    })
}

/// Has the period begun, so that work for it can be expected?
pub fn has_begun(ctx: &Context<'_>, period: &Period) -> bool {
    beijing_midnight(period.first).is_none_or(|begin| begin <= ctx.now) && period.first <= beijing(ctx.now).date()
}

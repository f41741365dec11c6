//! Duties for records (一事一责): what is owed for a delivery, a task, a repair; once, or again and again while the record asks for
//! it (重点时段每日报告, 定期随访).

use crate::due::DueDay;
use crate::env::{RecordEnv, contained_at};
use crate::missed::missed;
use crate::owed::{Late, Owed, OwedKind, Terms, held_since, state};
use crate::{Context, RecordQuery, StoredRecord};
use jiff::{Timestamp, civil::Date};
use luodi_language::{CompiledDuty, Env};
use luodi_model::programme::{Due, Duty, Register};
use luodi_model::{Every, Period, RecordId, UnitId, Unknown, Value, beijing};
use std::sync::Arc;

/// Periods of one record at most: five years of days.
const PERIODS_MAX: usize = 2_000;

/// A duty by its name.
pub(crate) struct Of<'a> {
    pub name: &'a str,
    pub duty: &'a Duty,
    pub compiled: &'a CompiledDuty,
}

/// What a unit owes for the records of a register over a span of days.
pub(crate) fn for_each(ctx: &Context<'_>, of: &Of<'_>, register: &str, unit: UnitId, days: (Date, Date)) -> Vec<Owed> {
    let Some(model) = ctx.register(register) else { return vec![] };
    let by_each = of.duty.by_each;
    // What each unit owes for a record, or owes again and again, is owed as long as the record asks for it, whenever it is dated.
    let at_any_day = by_each || of.duty.during.is_some();
    let within = (!by_each).then_some(unit);
    let query = RecordQuery { programme: &ctx.programme.model.programme, register, within, days: (!at_any_day).then_some(days) };
    let mut found = vec![];
    ctx.facts.records(&query, &mut |r| {
        if by_each || r.unit == unit {
            found.push(Arc::clone(r));
        }
    });
    found.iter().flat_map(|record| for_record(ctx, of, model, record, unit, days)).collect()
}

/// What a unit owes for one record.
fn for_record(
    ctx: &Context<'_>,
    of: &Of<'_>,
    model: &Register,
    record: &StoredRecord,
    unit: UnitId,
    days: (Date, Date),
) -> Vec<Owed> {
    let owner = of.duty.by_each.then_some(unit);
    let Some((from, to)) = &of.compiled.during else {
        return one(ctx, of, model, record, unit, None).into_iter().collect();
    };
    let env = RecordEnv { owner, ..RecordEnv::new(ctx, model, record) };
    let env: &dyn Env = &env;
    let every = of.duty.every.unwrap_or(Every::Day);
    match (from.eval(env), to.eval(env)) {
        (Value::Date(from), Value::Date(to)) => {
            let periods = Period::between(every, from.max(days.0), to.min(days.1)).into_iter().take(PERIODS_MAX);
            let cut = periods.map(|p| (p, Period { first: p.first.max(from), last: p.last.min(to), ..p }));
            cut.filter_map(|(period, cut)| one(ctx, of, model, record, unit, Some((period, cut)))).collect()
        }
        // The day of the event isn't set yet: what it will ask for is known, only not for when.
        (unknown, Value::Date(_)) | (_, unknown) => {
            let why = match unknown {
                Value::Unknown(Unknown::Pending(why) | Unknown::NotComputable(why)) => why,
                _ => "起止日期还没有定".to_string(),
            };
            unplaced(ctx, of, model, record, unit, why).into_iter().collect()
        }
    }
}

/// What of a period lies within the days in which a duty recurs for a record; `None`: it doesn't recur.
pub(crate) fn cut(
    ctx: &Context<'_>,
    compiled: &CompiledDuty,
    record: &StoredRecord,
    owner: Option<UnitId>,
    period: Option<Period>,
) -> Option<Period> {
    let (from, to) = compiled.during.as_ref()?;
    let env = RecordEnv { owner, ..RecordEnv::new(ctx, ctx.register(&record.register)?, record) };
    let (from, to) = (from.eval(&env as &dyn Env).as_date()?, to.eval(&env as &dyn Env).as_date()?);
    period.map(|p| Period { first: p.first.max(from), last: p.last.min(to), ..p })
}

/// What a unit owes for one record under a duty, in this period where it recurs.
pub fn owed_for(ctx: &Context<'_>, name: &str, record: RecordId, unit: UnitId, period: Option<Period>) -> Option<Owed> {
    let duty = ctx.programme.model.duties.get(name)?;
    let compiled = ctx.programme.duties.get(name)?;
    let stored = ctx.facts.record(record).filter(|r| Some(&r.register) == duty.for_each.as_ref())?;
    let holder = ctx.facts.units().get(unit).filter(|u| ctx.in_group(&duty.who, u))?;
    if !duty.by_each && stored.unit != holder.id {
        return None;
    }
    let days = period.map_or((Date::MIN, Date::MAX), |p| (p.first, p.last));
    let all = for_record(ctx, &Of { name, duty, compiled }, ctx.register(&stored.register)?, &stored, unit, days);
    all.into_iter().find(|o| duty.during.is_none() || period.is_none_or(|p| o.period == Some(p)))
}

fn unplaced(ctx: &Context<'_>, of: &Of<'_>, model: &Register, record: &StoredRecord, unit: UnitId, why: String) -> Option<Owed> {
    let mut owed = one(ctx, of, model, record, unit, None)?;
    owed.period = None;
    owed.state = crate::OwedState::Pending;
    owed.due = DueDay::Pending(why);
    Some(owed)
}

/// What is owed for a record, in one of its periods where it has some: the period of the calendar, and what of it lies within
/// the record's days. `None`: nothing.
fn one(
    ctx: &Context<'_>,
    of: &Of<'_>,
    model: &Register,
    record: &StoredRecord,
    unit: UnitId,
    within: Option<(Period, Period)>,
) -> Option<Owed> {
    let owner = of.duty.by_each.then_some(unit);
    let cut = within.map(|(_, cut)| cut);
    let env = RecordEnv { owner, period: cut, ..RecordEnv::new(ctx, model, record) };
    let env: &dyn Env = &env;
    if of.compiled.where_.as_ref().is_some_and(|w| w.eval(env).as_bool() != Some(true)) {
        return None;
    }
    let own = || Period::containing(of.duty.every.unwrap_or(Every::Day), record.day);
    let period = within.map_or_else(own, |(period, _)| period);
    let done = of.compiled.done.eval(env).as_bool() == Some(true);
    let closed = |until: Date, then: &DueDay| {
        done && done_for(ctx, of, model, record, (owner, cut), then).is_some_and(|at| beijing(at).date() <= until)
    };
    let (binding, due) = Terms::of_duty(of.duty, of.compiled).binding(&cut.unwrap_or(period), env, closed);
    let bound = cut.is_some() && matches!(binding, Due::EndOfPeriod);
    let done_at = if done { done_for(ctx, of, model, record, (owner, cut), &due) } else { None };
    let state = state(ctx, &due, done, done_at, false, Late { bound, reports: false });
    let kind = OwedKind::ForRecord(record.id);
    let missed = if cut.is_some() { vec![] } else { missed(ctx, (of.duty, of.compiled), model, record, owner) };
    Some(Owed { kind, name: of.name.to_string(), unit, period: Some(period), due, state, done_at, missed })
}

/// When what is owed for a record was done, by what was known of the record, of other records and filed at each instant.
fn done_for(
    ctx: &Context<'_>,
    of: &Of<'_>,
    model: &Register,
    record: &StoredRecord,
    (owner, period): (Option<UnitId>, Option<Period>),
    due: &DueDay,
) -> Option<Timestamp> {
    let reads = of.compiled.done.reads();
    let mut instants: Vec<Timestamp> = record.instants().collect();
    for form in &reads.returns {
        instants.extend(contained_at(ctx, form, record));
    }
    for register in &reads.registers {
        let query =
            RecordQuery { programme: &ctx.programme.model.programme, register, within: owner.or(Some(record.unit)), days: None };
        ctx.facts.records(&query, &mut |r: &Arc<StoredRecord>| instants.extend(r.instants()));
    }
    let holds = |at: Timestamp| {
        let Some(then) = record.as_of(at) else { return false };
        let env = RecordEnv { as_of: Some(at), owner, period, ..RecordEnv::new(ctx, model, &then) };
        of.compiled.done.eval(&env as &dyn Env).as_bool() == Some(true)
    };
    // What rests on still other records can't be dated from these; then it is the record's last change.
    held_since(&mut instants, due.day(), holds).or(Some(record.changed_at))
}

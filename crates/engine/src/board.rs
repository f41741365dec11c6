//! The board (看板): what is red and why, at most a few things that need a decision first.

use crate::file::compiled;
use crate::owed::{Owed, OwedState, duty_of, has_begun};
use crate::target::{Overview, overview};
use crate::{CompiledReturn, Context, Remembering};
use jiff::civil::Date;
use luodi_model::{Every, Period, UnitId, Value};

/// Everything the board of a unit shows.
#[derive(Clone, Debug)]
pub struct Board {
    pub unit: UnitId,
    pub red: Vec<Red>,
    pub targets: Vec<(String, Overview)>,
    pub returns: Vec<(String, Period, CompiledReturn)>,
    pub once: Vec<OnceDuty>,
}

/// Something that needs a person, with what it rests on.
#[derive(Clone, PartialEq, Debug)]
pub struct Red {
    pub kind: RedKind,
    /// Name in the programme.
    pub name: String,
    pub units: Vec<UnitId>,
    pub period: Option<Period>,
    /// Days late, of the latest one.
    pub days_late: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RedKind {
    /// Returns not filed although due. Those filed late stay marked in their table; nobody can act on them any more.
    ReturnMissing,
    /// Duties overdue.
    DutyOverdue,
    /// Targets short although their period is over.
    TargetShort,
}

/// A duty owed once by each unit of a group: who has done it (制定方案, 推荐 …).
#[derive(Clone, PartialEq, Debug)]
pub struct OnceDuty {
    pub name: String,
    pub done: Vec<UnitId>,
    pub open: Vec<UnitId>,
    /// No day is known: nobody is late.
    pub pending: bool,
}

/// Draws the board of a unit's subtree.
pub fn board(ctx: &Context<'_>, unit: UnitId) -> Board {
    let facts = Remembering::new(ctx.facts);
    let ctx = &Context { facts: &facts, ..*ctx };
    let model = &ctx.programme.model;
    let targets: Vec<(String, Overview)> =
        model.targets.keys().filter_map(|name| Some((name.clone(), overview(ctx, name, unit, None)?))).collect();
    let mut red = vec![];
    let mut returns: Vec<(String, Period, CompiledReturn)> = vec![];
    for (name, form) in &model.returns {
        for period in begun(ctx, form.every) {
            let Some(table) = compiled(ctx, name, unit, &period) else { continue };
            red.extend(red_returns(name, &period, &table));
            returns.push((name.clone(), period, table));
        }
    }
    let (duties, once) = duties(ctx, unit);
    red.extend(duties);
    let short: Vec<Red> = model.targets.keys().flat_map(|name| red_targets(ctx, name, unit, &targets)).collect();
    let said: Vec<Red> = short.into_iter().filter(|r| !said_by_a_duty(ctx, r, &red)).collect();
    red.extend(said);
    red.sort_by_key(|r| (std::cmp::Reverse(r.days_late), std::cmp::Reverse(r.units.len())));
    Board { unit, red, targets, returns, once }
}

fn duties(ctx: &Context<'_>, unit: UnitId) -> (Vec<Red>, Vec<OnceDuty>) {
    let (mut red, mut once) = (vec![], vec![]);
    for (name, duty) in &ctx.programme.model.duties {
        let members = ctx.members(&duty.who, Some(unit));
        let owed =
            |from: Date, to: Date| -> Vec<Owed> { members.iter().flat_map(|&u| duty_of(ctx, name, duty, u, from, to)).collect() };
        match (&duty.for_each, duty.every) {
            (Some(_), _) => {
                let from = begun(ctx, Every::Year).first().map_or(ctx.today(), |p| p.first);
                red.extend(red_duties(ctx.today(), name, None, &owed(from, ctx.today())));
            }
            (None, None) => {
                let all = owed(Date::MIN, Date::MAX);
                red.extend(red_duties(ctx.today(), name, None, &all));
                once.push(once_duty(name, &all));
            }
            (None, Some(every)) => {
                for period in begun(ctx, every) {
                    red.extend(red_duties(ctx.today(), name, Some(period), &owed(period.first, period.last)));
                }
            }
        }
    }
    (red, once)
}

/// Periods of the window that have begun, oldest first.
pub fn begun(ctx: &Context<'_>, every: Every) -> Vec<Period> {
    let today = ctx.today();
    let from = match ctx.window() {
        Ok(Some((first, _))) => first,
        // An open window: the year of today is looked at.
        Ok(None) => Period::containing(Every::Year, today).first,
        Err(_) => return vec![],
    };
    let periods = crate::due::periods(ctx, every, from, today).unwrap_or_default();
    periods.into_iter().filter(|p| has_begun(ctx, p)).collect()
}

fn red_returns(name: &str, period: &Period, table: &CompiledReturn) -> Option<Red> {
    let missing: Vec<&Owed> =
        table.rows.iter().map(|r| &r.owed).filter(|o| matches!(o.state, OwedState::Overdue { .. })).collect();
    let days_late = missing.iter().filter_map(|o| o.state.days_late()).max().unwrap_or(0);
    let units: Vec<UnitId> = missing.iter().map(|o| o.unit).collect();
    let (name, period) = (name.to_string(), Some(*period));
    (!units.is_empty()).then_some(Red { kind: RedKind::ReturnMissing, name, units, period, days_late })
}

fn red_duties(today: Date, name: &str, period: Option<Period>, all: &[Owed]) -> Option<Red> {
    let open = |o: &&Owed| match o.state {
        OwedState::Overdue { .. } | OwedState::Unmet | OwedState::NoReport => true,
        // A zero is an answer while there is time, and a duty not done afterwards.
        OwedState::Zero => o.due.day().is_some_and(|due| due < today),
        _ => false,
    };
    let late: Vec<&Owed> = all.iter().filter(open).collect();
    let days_late = late.iter().filter_map(|o| o.state.days_late()).max().unwrap_or(0);
    let mut units: Vec<UnitId> = late.iter().map(|o| o.unit).collect();
    units.dedup();
    (!units.is_empty()).then(|| Red { kind: RedKind::DutyOverdue, name: name.to_string(), units, period, days_late })
}

/// A target is red once its period is over and holders are known to be short. Those held per period are looked at in each
/// period that is over.
fn red_targets(ctx: &Context<'_>, name: &str, unit: UnitId, seen: &[(String, Overview)]) -> Vec<Red> {
    let Some(target) = ctx.programme.model.targets.get(name).filter(|t| !t.aspired) else { return vec![] };
    let short = |overview: &Overview| {
        let late = i64::from((ctx.today() - overview.period.last.min(Date::constant(9000, 1, 1))).get_days());
        // What was reached late stays marked on its card; nobody can act on it any more.
        let open = overview.holders.iter().filter(|h| h.met == Value::Bool(false) && h.days_late.is_none());
        let units: Vec<UnitId> = open.map(|h| h.unit).collect();
        (late > 0 && !units.is_empty()).then(|| Red {
            kind: RedKind::TargetShort,
            name: name.to_string(),
            units,
            period: Some(overview.period),
            days_late: late,
        })
    };
    match target.every {
        None => seen.iter().filter(|(n, _)| n == name).filter_map(|(_, o)| short(o)).collect(),
        Some(every) => {
            let over = begun(ctx, every).into_iter().filter(|p| p.last < ctx.today());
            over.filter_map(|p| overview(ctx, name, unit, Some(&p))).filter_map(|o| short(&o)).collect()
        }
    }
}

/// Is the same shortfall red already as a duty of the same period that rests on the same measure?
fn said_by_a_duty(ctx: &Context<'_>, red: &Red, others: &[Red]) -> bool {
    let Some(target) = ctx.programme.model.targets.get(&red.name) else { return false };
    others.iter().any(|other| {
        let reads = ctx.programme.duties.get(&other.name).map(|d| d.done.reads());
        other.kind == RedKind::DutyOverdue
            && other.period.is_some()
            && other.period == red.period
            && reads.is_some_and(|r| r.measures.contains(&target.measure))
            && red.units.iter().all(|u| other.units.contains(u))
    })
}

fn once_duty(name: &str, all: &[Owed]) -> OnceDuty {
    let pending = all.iter().all(|o| o.due.day().is_none());
    let (done, open): (Vec<&Owed>, Vec<&Owed>) = all.iter().partition(|o| o.state.is_done());
    let units = |owed: Vec<&Owed>| owed.iter().map(|o| o.unit).collect();
    OnceDuty { name: name.to_string(), done: units(done), open: units(open), pending }
}

//! The board (看板): what is red and why, at most a few things that need a decision first.

use crate::file::compiled;
use crate::owed::{Owed, OwedState, duty_of, has_begun};
use crate::target::{Overview, overview};
use crate::{CompiledReturn, Context};
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
    /// Returns not filed although due.
    ReturnMissing,
    /// Returns filed late (kept for the record, no act erases it).
    ReturnLate,
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
    let mut once = vec![];
    for (name, duty) in &model.duties {
        let owed = |u: UnitId| duty_of(ctx, name, duty, u, Date::MIN, Date::MAX);
        if duty.every.is_none() && duty.for_each.is_none() {
            let all: Vec<Owed> = ctx.members(&duty.who, Some(unit)).into_iter().flat_map(owed).collect();
            red.extend(red_duties(name, None, &all));
            once.push(once_duty(name, &all));
        } else if let Some(every) = duty.every {
            for period in begun(ctx, every) {
                let in_period = |u| duty_of(ctx, name, duty, u, period.first, period.last);
                let all: Vec<Owed> = ctx.members(&duty.who, Some(unit)).into_iter().flat_map(in_period).collect();
                red.extend(red_duties(name, Some(period), &all));
            }
        }
    }
    red.extend(targets.iter().filter_map(|(name, o)| red_target(ctx, name, o)));
    red.sort_by_key(|r| (std::cmp::Reverse(r.days_late), std::cmp::Reverse(r.units.len())));
    Board { unit, red, targets, returns, once }
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

fn red_returns(name: &str, period: &Period, table: &CompiledReturn) -> Vec<Red> {
    let pick = |wanted: fn(&OwedState) -> bool| {
        let rows: Vec<&Owed> = table.rows.iter().map(|r| &r.owed).filter(|o| wanted(&o.state)).collect();
        let days = rows.iter().filter_map(|o| o.state.days_late()).max().unwrap_or(0);
        (rows.iter().map(|o| o.unit).collect::<Vec<_>>(), days)
    };
    let red = |kind, (units, days_late): (Vec<UnitId>, i64)| {
        (!units.is_empty()).then(|| Red { kind, name: name.to_string(), units, period: Some(*period), days_late })
    };
    let missing = red(RedKind::ReturnMissing, pick(|s| matches!(s, OwedState::Overdue { .. })));
    let late = red(RedKind::ReturnLate, pick(|s| matches!(s, OwedState::LateMet { .. })));
    missing.into_iter().chain(late).collect()
}

fn red_duties(name: &str, period: Option<Period>, all: &[Owed]) -> Option<Red> {
    let late: Vec<&Owed> =
        all.iter().filter(|o| matches!(o.state, OwedState::Overdue { .. } | OwedState::Unmet | OwedState::NoReport)).collect();
    let days_late = late.iter().filter_map(|o| o.state.days_late()).max().unwrap_or(0);
    let units: Vec<UnitId> = late.iter().map(|o| o.unit).collect();
    (!units.is_empty()).then(|| Red { kind: RedKind::DutyOverdue, name: name.to_string(), units, period, days_late })
}

/// A target is red once its period is over and holders are known to be short.
fn red_target(ctx: &Context<'_>, name: &str, overview: &Overview) -> Option<Red> {
    let late = i64::from((ctx.today() - overview.period.last.min(Date::constant(9000, 1, 1))).get_days());
    let units: Vec<UnitId> = overview.holders.iter().filter(|h| h.met == Value::Bool(false)).map(|h| h.unit).collect();
    let aspired = ctx.programme.model.targets.get(name).is_some_and(|t| t.aspired);
    (late > 0 && !units.is_empty() && !aspired).then(|| Red {
        kind: RedKind::TargetShort,
        name: name.to_string(),
        units,
        period: Some(overview.period),
        days_late: late,
    })
}

fn once_duty(name: &str, all: &[Owed]) -> OnceDuty {
    let pending = all.iter().all(|o| o.due.day().is_none());
    let (done, open): (Vec<&Owed>, Vec<&Owed>) = all.iter().partition(|o| o.state.is_done());
    let units = |owed: Vec<&Owed>| owed.iter().map(|o| o.unit).collect();
    OnceDuty { name: name.to_string(), done: units(done), open: units(open), pending }
}

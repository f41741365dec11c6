//! What runs in a programme because of a sentence of its plan, and what has been done under it.

use crate::view::difference::{RunningKind, RunningView};
use jiff::ToSpan;
use jiff::civil::Date;
use luodi_engine::{Context, OwedState, duty_of, judge, return_of};
use luodi_model::programme::{Clause, Programme};
use luodi_reading::difference::{Difference, Element};

/// Units looked at one by one at most; beyond, it is said that nothing was counted.
const UNITS_MAX: usize = 3000;
/// Without a window: this many days back.
const BACK_DAYS: i64 = 800;

/// An element of the programme by its kind and name.
pub type Linked = (RunningKind, String);

/// What the programme has at the clause of a difference's first side.
pub fn linked(model: &Programme, difference: &Difference) -> Vec<Linked> {
    let Some(before) = &difference.before else { return vec![] };
    let line = u32::try_from(before.at.line).unwrap_or(u32::MAX);
    let stands = |clause: &Option<Clause>| clause.as_ref().and_then(Clause::lines).filter(|(a, b)| *a <= line && line <= *b);
    let mut found: Vec<(u32, Linked, &str)> = vec![];
    let mut add = |kind, name: &String, title, clause: &Option<Clause>| {
        if let Some((first, last)) = stands(clause) {
            found.push((last - first, (kind, name.clone()), title));
        }
    };
    if difference.element == Element::Target {
        model.targets.iter().for_each(|(n, t)| add(RunningKind::Target, n, t.title.as_str(), &t.clause));
    } else {
        let periodic = model.duties.iter().filter(|(_, d)| d.for_each.is_none());
        periodic.for_each(|(n, d)| add(RunningKind::Duty, n, d.title.as_str(), &d.clause));
        model.returns.iter().for_each(|(n, r)| add(RunningKind::Return, n, r.title.as_str(), &r.clause));
        model.registers.iter().for_each(|(n, r)| add(RunningKind::Register, n, r.title.as_str(), &r.clause));
    }
    // The narrowest clauses; among several on one line those whose title the sentence says.
    let narrowest = found.iter().map(|f| f.0).min().unwrap_or(0);
    found.retain(|f| f.0 == narrowest);
    let said = |title: &str| before.sentence.contains(title.split_whitespace().collect::<String>().as_str());
    if found.iter().any(|f| said(f.2)) {
        found.retain(|f| said(f.2));
    }
    found.into_iter().map(|f| f.1).collect()
}

/// What was done, reported as nothing, and is open, over units and periods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub done: usize,
    pub zero: usize,
    pub open: usize,
    /// Too many units to look at one by one.
    pub uncounted: bool,
}

impl Tally {
    pub fn holds_something(self) -> bool {
        self.done + self.zero > 0 || self.uncounted
    }
    fn add(&mut self, state: &OwedState) {
        match state {
            OwedState::Met | OwedState::LateMet { .. } => self.done += 1,
            OwedState::Zero => self.zero += 1,
            OwedState::Open | OwedState::Pending | OwedState::Overdue { .. } | OwedState::Unmet | OwedState::NoReport => {
                self.open += 1;
            }
        }
    }
}

/// Counts one element, from the begin of the programme to today.
pub fn tally(ctx: &Context<'_>, (kind, name): &Linked) -> Tally {
    let model = &ctx.programme.model;
    let who = match kind {
        RunningKind::Duty => model.duties.get(name).map(|d| d.who.as_str()),
        RunningKind::Return => model.returns.get(name).map(|r| r.who.as_str()),
        RunningKind::Target => model.targets.get(name).map(|t| t.who.as_str()),
        RunningKind::Register => None,
    };
    let Some(who) = who else { return Tally::default() };
    let units = ctx.members(who, None);
    if units.len() > UNITS_MAX {
        return Tally { uncounted: true, ..Tally::default() };
    }
    let today = ctx.today();
    let since = first_day(ctx).unwrap_or_else(|| today.saturating_sub(BACK_DAYS.days()));
    let mut tally = Tally::default();
    for unit in units {
        match kind {
            RunningKind::Duty => {
                let duty = model.duties.get(name);
                duty.into_iter().flat_map(|d| duty_of(ctx, name, d, unit, since, today)).for_each(|o| tally.add(&o.state));
            }
            RunningKind::Return => {
                let form = model.returns.get(name);
                form.into_iter().flat_map(|f| return_of(ctx, name, f, unit, since, today)).for_each(|o| tally.add(&o.state));
            }
            RunningKind::Target => match judge(ctx, name, unit, None).and_then(|j| j.met.as_bool()) {
                Some(true) => tally.done += 1,
                _ => tally.open += 1,
            },
            RunningKind::Register => {}
        }
    }
    tally
}

fn first_day(ctx: &Context<'_>) -> Option<Date> {
    ctx.window().ok().flatten().map(|(first, _)| first)
}

pub fn view(ctx: &Context<'_>, linked: &Linked) -> RunningView {
    let model = &ctx.programme.model;
    let (kind, name) = linked;
    let title = match kind {
        RunningKind::Duty => model.duties.get(name).map(|d| d.title.clone()),
        RunningKind::Return => model.returns.get(name).map(|r| r.title.clone()),
        RunningKind::Target => model.targets.get(name).map(|t| t.title.clone()),
        RunningKind::Register => model.registers.get(name).map(|r| r.title.clone()),
    };
    let tally = tally(ctx, linked);
    RunningView {
        kind: *kind,
        name: name.clone(),
        title: title.unwrap_or_else(|| name.clone()),
        done: tally.done,
        zero: tally.zero,
        open: tally.open,
        say: say(*kind, tally),
        uncounted: tally.uncounted,
    }
}

fn say(kind: RunningKind, tally: Tally) -> String {
    if tally.uncounted {
        return "单位太多，没有逐个统计；已有的记录、报表和办结情况都保留".to_string();
    }
    let Tally { done, zero, open, .. } = tally;
    match kind {
        RunningKind::Register => "已有的记录都保留".to_string(),
        RunningKind::Target => format!("{done}个单位已达到，{open}个未达到或未定；已统计的数都保留"),
        RunningKind::Return => format!("已报{done}次，保留；未报{open}次"),
        RunningKind::Duty if zero > 0 => format!("已办结{done}次、零报告{zero}次，保留；未办结{open}次"),
        RunningKind::Duty => format!("已办结{done}次，保留；未办结{open}次"),
    }
}

//! What must hold after every step.

use crate::journal::Journal;
use crate::server::Server;
use jiff::Timestamp;
use jiff::civil::Date;
use luodi_engine::{
    Cell, Context, Event, Facts, Owed, OwedKind, OwedState, RecordQuery, Remembering, StoredRecord, bundled, contributions,
    overview, owed_by, return_in,
};
use luodi_model::programme::MeasureKind;
use luodi_model::{Period, RecordId, UnitId, Value};
use std::sync::Arc;

/// The cells that an event touched, counted anew from the records.
pub(crate) fn touched_cells(server: &Server, event: &Event, now: Timestamp) -> Result<(), String> {
    let Event::RecordStored { record, before, .. } = event else { return Ok(()) };
    let mut places = vec![(record.unit, record.day)];
    places.extend(before.iter().map(|b| (b.unit, b.day)));
    let programme = &server.programme.model.programme;
    for (unit, day) in places {
        let mut records: Vec<Arc<StoredRecord>> = vec![];
        let query = RecordQuery { programme, register: &record.register, within: Some(unit), days: Some((day, day)) };
        server.memory.records(&query, &mut |r| records.push(Arc::clone(r)));
        records.retain(|r| r.unit == unit);
        let all: Vec<_> = records.iter().flat_map(|r| contributions(&server.programme, &server.memory, r, now)).collect();
        for (name, compiled) in &server.programme.measures {
            if compiled.register.as_ref() != Some(&record.register) {
                continue;
            }
            let mut counted = Cell::default();
            all.iter().filter(|c| c.measure == *name).for_each(|c| counted.add(&c.cell));
            let held = server.memory.cell(programme, name, unit, false, (day, day));
            if held != counted {
                return Err(format!("{name} of {unit:?} on {day}: the cell holds {held:?}, the records give {counted:?}"));
            }
        }
    }
    Ok(())
}

/// What a state filled in stays as it is until a state fills it again.
pub(crate) fn fixed_fields(server: &Server, event: &Event) -> Result<(), String> {
    let Event::RecordStored { record, before: Some(before), .. } = event else { return Ok(()) };
    let Some(register) = server.programme.model.registers.get(&record.register) else { return Ok(()) };
    let entered = if record.state == before.state { None } else { register.states.get(&record.state) };
    for field in register.states.values().flat_map(|s| s.sets.keys()) {
        let filled = entered.is_some_and(|s| s.sets.contains_key(field));
        if !filled && record.fields.get(field) != before.fields.get(field) {
            return Err(format!("{field} of {} was fixed by a state and changed", record.id));
        }
    }
    Ok(())
}

/// Everything: all cells, all filed versions, all lateness seen so far, sums over the tree.
pub(crate) fn everything(server: &Server, journal: &mut Journal, now: Timestamp) -> Result<(), String> {
    if server.memory.cells() != server.memory.recount(now) {
        return Err("the fold differs from a recount".to_string());
    }
    for record in server.memory.all_records() {
        if journal.versions.get(&record.id) != Some(&record.version) {
            return Err(format!("record {} has version {}, not the one stored", record.id, record.version));
        }
    }
    if server.memory.all_records().count() != journal.versions.len() {
        return Err("records were lost".to_string());
    }
    filed_versions(server, journal)?;
    lateness(server, journal, now)?;
    verdicts(server, now)?;
    sums_over_the_tree(server)
}

/// "Met" and "not met" are never said without a quota and a figure; what is said of several targets together follows from what is
/// said of each.
fn verdicts(server: &Server, now: Timestamp) -> Result<(), String> {
    let facts = Remembering::new(&server.memory);
    let ctx = Context::new(&server.programme, &facts, now);
    let Some(root) = server.memory.units().all().first() else { return Ok(()) };
    for name in server.programme.model.targets.keys() {
        let Some(read) = overview(&ctx, name, root.id, None) else { continue };
        let wrong = |what: &str| Err(format!("target {name}: {what}: {read:?}"));
        for held in &read.holders {
            if held.met.is_known() && !(held.quota.is_known() && held.actual.is_known()) {
                return wrong("a verdict without a quota or a figure");
            }
            if held.days_late.is_some_and(|days| days <= 0 || held.met != Value::Bool(false)) {
                return wrong("late, and yet in time");
            }
            if held.stages.iter().any(|s| s.met.is_known() && !(s.quota.is_known() && s.by.is_known())) {
                return wrong("a stage without a day or a value");
            }
        }
        let met = read.holders.iter().filter(|h| h.met == Value::Bool(true)).count();
        if met != read.units_met || read.units_met + read.units_short > read.holders.len() || read.reported > read.holders.len() {
            return wrong("the counts of units don't add up");
        }
    }
    for name in server.programme.model.bundles.keys() {
        let Some(found) = bundled(&ctx, name, root.id) else { continue };
        if found.met + found.short.len() + found.undecided.len() != found.expected {
            return Err(format!("bundle {name}: the parts don't add up: {found:?}"));
        }
        let all = server.programme.model.bundles[name].enough.is_none();
        if all && found.complete == Value::Bool(true) && found.met != found.expected {
            return Err(format!("bundle {name} is complete and isn't: {found:?}"));
        }
    }
    Ok(())
}

fn filed_versions(server: &Server, journal: &Journal) -> Result<(), String> {
    for ((form, unit, first), versions) in &journal.filed {
        let held = server.memory.filings(&server.programme.model.programme, form, *unit, *first);
        if held.len() != versions.len() || held.iter().zip(versions).any(|(a, b)| **a != *b) {
            return Err(format!("a filed version of {form} {first} changed"));
        }
    }
    Ok(())
}

/// A return or a dated duty once late stays late: what was done stays late by the same days or more, and nothing reads as
/// done in time or as still open.
fn lateness(server: &Server, journal: &mut Journal, now: Timestamp) -> Result<(), String> {
    let facts = Remembering::new(&server.memory);
    let ctx = Context::new(&server.programme, &facts, now);
    let Ok(Some((from, to))) = ctx.window() else { return Ok(()) };
    for unit in server.memory.units().all() {
        for owed in owed_by(&ctx, unit.id, from, to.min(ctx.today())) {
            if let OwedKind::ForRecord(record) = owed.kind {
                late_for_record(journal, &owed, record, own_limit(server, &owed.name))?;
                continue;
            }
            let key = (owed.name.clone(), unit.id, owed.period.map_or(Date::MIN, |p| p.first));
            let before = journal.late.get(&key).copied();
            if before.is_some() && matches!(owed.state, OwedState::Met | OwedState::Open | OwedState::Pending) {
                return Err(format!(
                    "{} of {} in {:?} was late and now reads {:?}",
                    owed.name, unit.code, owed.period, owed.state
                ));
            }
            if let OwedState::LateMet { days } | OwedState::Overdue { days } = owed.state {
                journal.late.insert(key, days);
            }
        }
    }
    first_versions_decide(server, journal, &ctx)
}

/// What was late for a record is late as long as its due day is the same: only a due day that moves by itself (a date that the
/// programme lets people correct) excuses it, and then the limit that was missed is told.
fn late_for_record(journal: &mut Journal, owed: &Owed, record: RecordId, own_limit: bool) -> Result<(), String> {
    let Some(due) = owed.due.day() else { return Ok(()) };
    let key = (owed.name.clone(), owed.unit, record);
    let was_late = journal.late_for.get(&key) == Some(&due);
    if was_late && matches!(owed.state, OwedState::Met | OwedState::Open | OwedState::Pending) {
        return Err(format!("{} for {record}, due {due}, was late and now reads {:?}", owed.name, owed.state));
    }
    // What was done before its limit was set to a day gone by was never waited for.
    if let Some(before) = journal.overdue_for.get(&key).filter(|before| **before != due && own_limit)
        && !owed.missed.iter().any(|m| m.due == *before)
    {
        return Err(format!("{} for {record} was late by {before}, is due {due} now, and nothing tells of it", owed.name));
    }
    if matches!(owed.state, OwedState::LateMet { .. } | OwedState::Overdue { .. }) {
        journal.late_for.insert(key.clone(), due);
    }
    if matches!(owed.state, OwedState::Overdue { .. }) {
        journal.overdue_for.insert(key, due);
    }
    Ok(())
}

/// Does the limit follow from the record alone, once for each record?
fn own_limit(server: &Server, name: &str) -> bool {
    let reads = server.programme.duties.get(name).and_then(|d| d.due_on.as_ref()).map(|e| e.reads());
    let once = server.programme.model.duties.get(name).is_some_and(|d| d.during.is_none());
    once && reads.is_some_and(|r| r.registers.is_empty() && r.through.is_empty() && r.asks.is_empty())
}

/// A return is as late as its first version, whatever was filed afterwards.
fn first_versions_decide(server: &Server, journal: &Journal, ctx: &Context<'_>) -> Result<(), String> {
    for ((form, unit, first), versions) in &journal.filed {
        let (Some(model), Some(version)) = (server.programme.model.returns.get(form), versions.first()) else { continue };
        let period = Period::containing(model.every, *first);
        let owed = return_in(ctx, form, model, *unit, period);
        let expected = owed.due.days_late(version.at);
        if owed.state.days_late().unwrap_or(0) != expected {
            return Err(format!("{form} {first} was filed {expected} days late and reads {:?}", owed.state));
        }
    }
    Ok(())
}

/// Σ children = parent, for counts and sums.
fn sums_over_the_tree(server: &Server) -> Result<(), String> {
    let programme = &server.programme.model.programme;
    let days = (Date::MIN, Date::MAX);
    for (name, measure) in &server.programme.model.measures {
        if !matches!(measure.kind, MeasureKind::Count { .. } | MeasureKind::Sum { .. }) {
            continue;
        }
        let cell = |unit: UnitId, subtree: bool| server.memory.cell(programme, name, unit, subtree, days);
        for unit in server.memory.units().all() {
            let mut sum = cell(unit.id, false);
            server.memory.units().children(unit.id).for_each(|child| sum.add(&cell(child.id, true)));
            if sum != cell(unit.id, true) {
                return Err(format!("{name}: {} and its children give {sum:?}, not {:?}", unit.code, cell(unit.id, true)));
            }
        }
    }
    Ok(())
}

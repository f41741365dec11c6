//! Limits that ran out before they were moved (延期不抹去迟延). A duty for a record is judged by the limit of now; what its earlier
//! limits were is told by the record's own versions.

use crate::due::{DueDay, due_day};
use crate::env::RecordEnv;
use crate::{Context, StoredRecord};
use jiff::{Timestamp, civil::Date};
use luodi_language::{CompiledDuty, Env};
use luodi_model::programme::{Due, Duty, Register};
use luodi_model::{Period, UnitId, beijing_midnight};

/// A limit that was moved after it had run out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Missed {
    pub due: Date,
    /// Calendar days from the limit to the day on which it was done, or moved undone.
    pub days: i64,
}

/// The limits that ran out, undone, while they held; in the order in which they did. Those of parameters and other records are
/// not looked back at: they are not the record's to move.
pub(crate) fn missed(
    ctx: &Context<'_>,
    (duty, compiled): (&Duty, &CompiledDuty),
    register: &Register,
    record: &StoredRecord,
    owner: Option<UnitId>,
) -> Vec<Missed> {
    let (Due::On(_), Some(on)) = (&duty.due, compiled.due_on.as_ref()) else { return vec![] };
    let reads = on.reads();
    if record.version == 1 || !(reads.fields.iter().any(|f| moved(record, f)) || (reads.state && record.earlier.len() > 1)) {
        return vec![];
    }
    let mut instants: Vec<Timestamp> = record.instants().collect();
    instants.sort_unstable();
    instants.dedup();
    let due_at = |at: Timestamp| {
        let then = record.as_of(at)?;
        let env = RecordEnv { as_of: Some(at), owner, ..RecordEnv::new(ctx, register, &then) };
        let env: &dyn Env = &env;
        if compiled.where_.as_ref().is_some_and(|w| w.eval(env).as_bool() != Some(true)) {
            return None;
        }
        due_day(&duty.due, &Period::containing(luodi_model::Every::Day, then.day), Some((on, env))).day()
    };
    let done = |at: Timestamp| {
        let Some(then) = record.as_of(at) else { return false };
        let env = RecordEnv { as_of: Some(at), owner, ..RecordEnv::new(ctx, register, &then) };
        compiled.done.eval(&env as &dyn Env).as_bool() == Some(true)
    };
    let limits: Vec<(Timestamp, Option<Date>)> = instants.into_iter().map(|at| (at, due_at(at))).collect();
    let mut found: Vec<Missed> = vec![];
    // Runs of versions with one limit; the last one is the limit of now, which the duty itself is judged by.
    let mut run = 0;
    for at in 1..limits.len() {
        if limits[at].1 == limits[run].1 {
            continue;
        }
        let (held, until) = (&limits[run..at], limits[at].0);
        run = at;
        let Some(due) = held[0].1 else { continue };
        let Some(end) = due.tomorrow().ok().and_then(beijing_midnight) else { continue };
        // From here on it was late under this limit, unless it was done.
        let late_from = held[0].0.max(end);
        if until <= late_from || done(late_from) {
            continue;
        }
        let finished = held.iter().map(|(at, _)| *at).filter(|at| *at > late_from).find(|at| done(*at));
        found.push(Missed { due, days: DueDay::On(due).days_late(finished.unwrap_or(until)) });
    }
    found
}

/// Did any version of the record say something else in this field?
fn moved(record: &StoredRecord, field: &str) -> bool {
    record.earlier.iter().any(|e| e.fields.contains_key(field))
}

//! How often the day of something owed has moved since it was first published. A day follows from the version of the
//! programme and the answers to its asks; each of their changes is in the log, so the days of then are computed again by
//! the engine, with nothing stored.

use super::calendar::key;
use crate::App;
use crate::live::Live;
use crate::problem::Outcome;
use jiff::Timestamp;
use jiff::civil::Date;
use luodi_engine::{Context, DueDay, Event, OwedKind, UnitsAlone, owed_by};
use luodi_language::{Compiled, load};
use luodi_model::{ProgrammeId, UnitId, UnitTree};
use luodi_store::EventList;
use serde_json::Value as Json;
use std::collections::HashMap;
use std::sync::Arc;

/// Changes replayed one by one, the last ones; each of those before counts as a move, so that the number never falls.
const REPLAYED_MAX: usize = 50;
const EVENTS_PER_PAGE: u32 = 1000;

/// A programme as it stood from an instant on.
struct Stage {
    at: Timestamp,
    compiled: Arc<Compiled>,
    answers: HashMap<String, Json>,
}

/// The stages of a programme since its first publication, oldest first.
pub(super) struct Moves {
    stages: Vec<Stage>,
    home: UnitId,
}

/// A version that was published, or an answer (null: taken back).
enum Change {
    Published(Arc<Compiled>),
    Answered(String, Json),
}

impl App {
    pub(super) async fn moves_of(&self, live: &Live) -> Outcome<Moves> {
        let id = &live.compiled.model.programme;
        let mut changes: Vec<(Timestamp, Change)> = vec![];
        for version in self.store().programme_versions(id).await? {
            if let Some(compiled) = load(&version.yaml, &id.0).programme {
                changes.push((version.at, Change::Published(Arc::new(compiled))));
            }
        }
        changes.extend(self.answers_given(id).await?);
        changes.sort_by_key(|(at, _)| *at);
        Ok(Moves { stages: stages(changes), home: live.root })
    }

    /// Every answer that was given, the oldest first.
    async fn answers_given(&self, id: &ProgrammeId) -> Outcome<Vec<(Timestamp, Change)>> {
        let mut list = EventList { kind: Some("ask_answered".to_string()), limit: EVENTS_PER_PAGE, ..EventList::default() };
        let mut out = vec![];
        loop {
            let page = self.store().events(&list).await?;
            for logged in page.events {
                match logged.event {
                    Event::AskAnswered { programme, ask, value } if programme == *id => {
                        out.push((logged.at, Change::Answered(ask, value)));
                    }
                    _ => {}
                }
            }
            list.below = page.next;
            if list.below.is_none() {
                out.reverse();
                return Ok(out);
            }
        }
    }
}

fn stages(changes: Vec<(Timestamp, Change)>) -> Vec<Stage> {
    let mut compiled: Option<Arc<Compiled>> = None;
    let mut answers: HashMap<String, Json> = HashMap::new();
    let mut out = vec![];
    for (at, change) in changes {
        match change {
            Change::Published(version) => compiled = Some(version),
            Change::Answered(ask, Json::Null) => drop(answers.remove(&ask)),
            Change::Answered(ask, value) => drop(answers.insert(ask, value)),
        }
        // What was answered before the first publication moved nothing.
        if let Some(compiled) = &compiled {
            out.push(Stage { at, compiled: Arc::clone(compiled), answers: answers.clone() });
        }
    }
    out
}

impl Moves {
    /// How often each day has moved that something of the unit is owed by; what never moved is not named.
    pub fn counted(&self, units: &UnitTree, unit: UnitId, (from, to): (Date, Date)) -> HashMap<String, u32> {
        let mut moved: HashMap<String, u32> = HashMap::new();
        if self.stages.len() < 2 {
            return moved;
        }
        let skipped = self.stages.len().saturating_sub(REPLAYED_MAX);
        let mut last: HashMap<String, Date> = HashMap::new();
        for stage in &self.stages[skipped..] {
            // Records decide what is done, not by when.
            let then = UnitsAlone::answered(units, &stage.answers, self.home);
            let ctx = Context::new(&stage.compiled, &then, stage.at);
            for owed in owed_by(&ctx, unit, from, to) {
                let (DueDay::On(day), OwedKind::Duty | OwedKind::Return) = (&owed.due, &owed.kind) else { continue };
                let key = key(&owed);
                let count = moved.entry(key.clone()).or_insert(u32::try_from(skipped).unwrap_or(u32::MAX));
                if last.insert(key, *day).is_some_and(|before| before != *day) {
                    *count += 1;
                }
            }
        }
        moved
    }
}

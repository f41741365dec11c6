//! How use cases reach the engine: reading with a context of one moment, and carrying out commands.

use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::problem::{Outcome, Problem};
use jiff::Timestamp;
use jiff::civil::Date;
use luodi_engine::{Cell, Command, Context, Facts, Filing, RecordQuery, StoredRecord, decide};
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use luodi_store::{Done, Job, JobKey, Snapshot, Stamp};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

impl App {
    /// Runs something over the facts of this moment, on a thread that may block.
    ///
    /// # Errors
    /// What `read` returns, or the store's.
    pub async fn with_facts<T: Send + 'static>(
        &self,
        read: impl FnOnce(&dyn Facts, Timestamp) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let snapshot = self.store().snapshot().await?;
        let now = self.clock().now();
        let run = move || {
            let facts = Remembering::new(snapshot);
            let result = read(&facts, now);
            match facts.snapshot.error() {
                Some(error) => Err(Problem::from(error)),
                None => result,
            }
        };
        tokio::task::spawn_blocking(run).await.map_err(Problem::internal)?
    }

    /// The same, looking at one programme.
    ///
    /// # Errors
    /// What `read` returns, or the store's.
    pub async fn looking_at<T: Send + 'static>(
        &self,
        live: Arc<Live>,
        read: impl FnOnce(&Context<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        self.with_facts(move |facts, now| read(&Context::new(&live.compiled, facts, now))).await
    }

    /// Carries out a command; when it answers, what happened is durable.
    ///
    /// # Errors
    /// The engine's refusal, or the store's.
    pub async fn carry_out(&self, caller: &Caller, live: &Arc<Live>, command: Command) -> Outcome<Done> {
        let (record, key) = subject(&command);
        let actor = caller.actor();
        let at = self.clock().now();
        let live = Arc::clone(live);
        let stamp = Stamp::of(&actor, at);
        let job = Job { stamp, record, key, decide: Box::new(move |facts| decide(&live.compiled, facts, &actor, &command, at)) };
        Ok(self.store().write(job).await?)
    }
}

/// The record that a command is about, and the key under which it is carried out once.
fn subject(command: &Command) -> (Option<RecordId>, Option<JobKey>) {
    match command {
        Command::Submit { id, .. } | Command::Correct { id, .. } | Command::Move { id, .. } | Command::Mark { id, .. } => {
            (Some(*id), None)
        }
        // A filing knows its own id; the engine finds it among the filings of the period.
        Command::File { .. } | Command::ReportZero { .. } | Command::Answer { .. } => (None, None),
    }
}

type QueryKey = (ProgrammeId, String, Option<UnitId>, Option<(Date, Date)>);

/// Facts that answer the same question about records once: a board asks it for each of its units.
struct Remembering {
    snapshot: Snapshot,
    found: RefCell<HashMap<QueryKey, Arc<Vec<Arc<StoredRecord>>>>>,
}

impl Remembering {
    fn new(snapshot: Snapshot) -> Remembering {
        Remembering { snapshot, found: RefCell::default() }
    }
}

impl Facts for Remembering {
    fn units(&self) -> &UnitTree {
        self.snapshot.units()
    }
    fn record(&self, id: RecordId) -> Option<Arc<StoredRecord>> {
        self.snapshot.record(id)
    }
    fn records(&self, query: &RecordQuery<'_>, visit: &mut dyn FnMut(&Arc<StoredRecord>)) {
        let key = (query.programme.clone(), query.register.to_string(), query.within, query.days);
        let known = self.found.borrow().get(&key).cloned();
        let found = known.unwrap_or_else(|| {
            let mut list = vec![];
            self.snapshot.records(query, &mut |r| list.push(Arc::clone(r)));
            let list = Arc::new(list);
            self.found.borrow_mut().insert(key, Arc::clone(&list));
            list
        });
        found.iter().for_each(visit);
    }
    fn cell(&self, programme: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell {
        self.snapshot.cell(programme, measure, unit, subtree, days)
    }
    fn filings(&self, programme: &ProgrammeId, form: &str, unit: UnitId, first: Date) -> Vec<Arc<Filing>> {
        self.snapshot.filings(programme, form, unit, first)
    }
    fn zero_reported(&self, programme: &ProgrammeId, duty: &str, unit: UnitId, first: Date) -> Option<Timestamp> {
        self.snapshot.zero_reported(programme, duty, unit, first)
    }
    fn answer(&self, programme: &ProgrammeId, ask: &str) -> Option<Json> {
        self.snapshot.answer(programme, ask)
    }
}

/// Facts of the tree of units alone, for views that ask nothing else.
pub(crate) struct UnitsOnly(pub Arc<UnitTree>);

impl Facts for UnitsOnly {
    fn units(&self) -> &UnitTree {
        &self.0
    }
    fn record(&self, _: RecordId) -> Option<Arc<StoredRecord>> {
        None
    }
    fn records(&self, _: &RecordQuery<'_>, _: &mut dyn FnMut(&Arc<StoredRecord>)) {}
    fn cell(&self, _: &ProgrammeId, _: &str, _: UnitId, _: bool, _: (Date, Date)) -> Cell {
        Cell::default()
    }
    fn filings(&self, _: &ProgrammeId, _: &str, _: UnitId, _: Date) -> Vec<Arc<Filing>> {
        vec![]
    }
    fn zero_reported(&self, _: &ProgrammeId, _: &str, _: UnitId, _: Date) -> Option<Timestamp> {
        None
    }
    fn answer(&self, _: &ProgrammeId, _: &str) -> Option<Json> {
        None
    }
}

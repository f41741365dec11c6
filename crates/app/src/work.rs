//! How use cases reach the engine: reading with a context of one moment, and carrying out commands.

use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::problem::{Outcome, Problem};
use jiff::Timestamp;
use jiff::civil::Date;
use luodi_engine::{Cell, Command, Context, Facts, Filing, RecordQuery, Remembering, StoredRecord, decide};
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use luodi_store::{Done, Job, JobKey, Stamp};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;

impl App {
    /// Runs something over the facts of this moment, on a thread that may block.
    ///
    /// # Errors
    /// What `read` returns, or the store's.
    pub async fn with_facts<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Moment<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let snapshot = self.store().snapshot().await?;
        let now = self.clock().now();
        let programmes = self.programmes().all();
        let run = move || {
            let tree = Arc::clone(snapshot.cells().units());
            let homed = Homed { facts: &snapshot, programmes: &programmes };
            let facts = Remembering::new(&homed);
            let result = read(&Moment { facts: &facts, now, tree });
            match snapshot.error() {
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
        self.with_facts(move |moment| moment.at(&live, read)).await
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
        let decide =
            Box::new(move |facts: &dyn Facts| decide(&live.compiled, &At { facts, home: live.root }, &actor, &command, at));
        Ok(self.store().write(Job { stamp, record, key, decide }).await?)
    }
}

/// Facts of one moment.
pub struct Moment<'a> {
    pub facts: &'a dyn Facts,
    pub now: Timestamp,
    tree: Arc<UnitTree>,
}

impl std::fmt::Debug for Moment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Moment({})", self.now)
    }
}

impl Moment<'_> {
    /// Looks at a programme, with the members of its groups as far as they are known.
    pub fn at<T>(&self, live: &Live, read: impl FnOnce(&Context<'_>) -> T) -> T {
        let groups = live.kept.over(&self.tree);
        read(&Context::new(&live.compiled, self.facts, self.now).with_groups(&groups))
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

macro_rules! passed_on {
    () => {
        fn units(&self) -> &UnitTree {
            self.facts.units()
        }
        fn record(&self, id: RecordId) -> Option<Arc<StoredRecord>> {
            self.facts.record(id)
        }
        fn records(&self, query: &RecordQuery<'_>, visit: &mut dyn FnMut(&Arc<StoredRecord>)) {
            self.facts.records(query, visit);
        }
        fn cell(&self, programme: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell {
            self.facts.cell(programme, measure, unit, subtree, days)
        }
        fn filings(&self, programme: &ProgrammeId, form: &str, unit: UnitId, first: Date) -> Vec<Arc<Filing>> {
            self.facts.filings(programme, form, unit, first)
        }
        fn zero_reported(&self, programme: &ProgrammeId, duty: &str, unit: UnitId, first: Date) -> Option<Timestamp> {
            self.facts.zero_reported(programme, duty, unit, first)
        }
        fn answer(&self, programme: &ProgrammeId, ask: &str) -> Option<Json> {
            self.facts.answer(programme, ask)
        }
    };
}

/// The store's facts with where each published programme starts from, which the app knows.
struct Homed<'a> {
    facts: &'a dyn Facts,
    programmes: &'a BTreeMap<ProgrammeId, Arc<Live>>,
}

impl Facts for Homed<'_> {
    passed_on!();
    fn home(&self, programme: &ProgrammeId) -> Option<UnitId> {
        self.programmes.get(programme).map(|live| live.root)
    }
}

/// The same for the one programme that a command is about; its draft may start from elsewhere than what is published.
pub(crate) struct At<'a> {
    pub facts: &'a dyn Facts,
    pub home: UnitId,
}

impl Facts for At<'_> {
    passed_on!();
    fn home(&self, _: &ProgrammeId) -> Option<UnitId> {
        Some(self.home)
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

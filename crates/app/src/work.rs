//! How use cases reach the engine: reading with a context of one moment, and carrying out commands.

use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::problem::{Outcome, Problem};
use jiff::Timestamp;
use luodi_engine::{Command, Context, Facts, Home, Otherwise, Remembering, decide};
use luodi_model::{ProgrammeId, RecordId, UnitTree};
use luodi_store::{Done, Job, JobKey, Stamp};
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
            let home = |id: &ProgrammeId| programmes.get(id).map(|live| live.root);
            let homed = Otherwise::home(&snapshot, Home::Of(&home));
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
        let decide = Box::new(move |facts: &dyn Facts| {
            decide(&live.compiled, &Otherwise::home(facts, Home::At(live.root)), &actor, &command, at)
        });
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
        Command::Give { row, .. } => (Some(row.id), None),
        // A filing knows its own id; the engine finds it among the filings of the period.
        Command::File { .. } | Command::ReportZero { .. } | Command::Answer { .. } => (None, None),
    }
}

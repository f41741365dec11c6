//! The writer: one thread that owns the writing connection. It drains its channel into one transaction, commits once,
//! adds the batch to the cells, publishes them, and only then acknowledges each job.

use crate::batch::{self, Batch, Outcome, Registers, State};
use crate::bulk::{self, Running};
use crate::checkpoint::{Checkpoint, Loaded, Written};
use crate::db::Address;
use crate::error::{Result, StoreError, WriteError};
use crate::index::{Counting, Index, Published};
use crate::job::{Message, Queued, Work};
use crate::link::{Driver, Link};
use crate::{migrate, tail, units};
use luodi_engine::{Contribution, Event};
use luodi_model::ProgrammeId;
use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// Jobs in one transaction at most.
const JOBS_MAX: usize = 512;
/// Jobs that may wait; more wait at their callers.
pub(crate) const QUEUE: usize = 4_096;
/// Events after which the cells are checkpointed, at least.
const CHECKPOINT_EVENTS: i64 = 100_000;
/// Bytes of cells that an event of the log must answer for: a checkpoint costs about as much as the log since the last
/// one did, so that both together cost at most twice the log.
const CHECKPOINT_BYTES_PER_EVENT: i64 = 1_000;
/// How much rarer checkpoints are while an import runs. A start after a crash folds that much more.
const CHECKPOINT_RARER: i64 = 4;
/// How often an idle writer looks whether another process has written.
const POLL: Duration = Duration::from_millis(500);

/// The published state, shared with readers. Held only to take a copy of the pointer or to add a batch.
pub(crate) type Shared = Arc<RwLock<Arc<Published>>>;

pub(crate) struct Writer {
    pub link: Link,
    pub shared: Shared,
    address: Address,
    registers: Registers,
    written: Written,
    checkpoint: Option<Checkpoint>,
    /// Bytes that the last checkpoint of this process wrote.
    checkpoint_bytes: i64,
    /// Records come in by the thousand; until nothing comes for a while.
    pub importing: Option<Running>,
    seq_out: watch::Sender<i64>,
    lost: bool,
}

/// Opens the database, brings schema and cells up to date, then serves until stopped.
pub(crate) fn run(
    address: Address,
    counting: Arc<dyn Counting>,
    mut inbox: mpsc::Receiver<Message>,
    ready: tokio::sync::oneshot::Sender<Result<Shared>>,
    seq_out: watch::Sender<i64>,
) {
    let mut writer = match Writer::open(address, counting, seq_out) {
        Ok(writer) => writer,
        Err(e) => {
            let _ = ready.send(Err(e));
            return;
        }
    };
    if ready.send(Ok(writer.shared.clone())).is_ok() {
        writer.serve(&mut inbox);
    }
}

impl Writer {
    fn open(address: Address, counting: Arc<dyn Counting>, seq_out: watch::Sender<i64>) -> Result<Writer> {
        let rt = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| StoreError::Sql(sqlx::Error::Io(e)))?;
        let mut conn = rt.block_on(address.connect_writer())?;
        rt.block_on(migrate::migrate(&mut conn))?;
        let mut link = Link::new(Driver::Own(rt), conn);
        link.begin_write()?;
        let (published, written) = start(&mut link, counting)?;
        bulk::make_places(&mut link)?;
        link.commit()?;
        let shared = Arc::new(RwLock::new(Arc::new(published)));
        let mut writer = Writer {
            link,
            shared,
            address,
            registers: Registers::new(),
            written,
            checkpoint: None,
            checkpoint_bytes: 0,
            importing: None,
            seq_out,
            lost: false,
        };
        writer.announce();
        Ok(writer)
    }

    fn serve(&mut self, inbox: &mut mpsc::Receiver<Message>) {
        let mut jobs: Vec<Queued> = vec![];
        loop {
            match self.next(inbox) {
                Next::Nothing => self.idle(),
                Next::Closed => return self.finish(),
                Next::Message(message) => {
                    let mut next = Some(message);
                    while let Some(message) = next.take() {
                        match message {
                            Message::Write(job) => jobs.push(job),
                            other => {
                                // What was sent before it is done before it.
                                self.write_all(&mut jobs);
                                if self.other(other) {
                                    return;
                                }
                            }
                        }
                        if jobs.len() < JOBS_MAX {
                            next = inbox.try_recv().ok();
                        }
                    }
                    self.write_all(&mut jobs);
                }
            }
            self.checkpoint_step();
        }
    }

    fn next(&mut self, inbox: &mut mpsc::Receiver<Message>) -> Next {
        if self.checkpoint.is_some() {
            return match inbox.try_recv() {
                Ok(m) => Next::Message(m),
                Err(mpsc::error::TryRecvError::Empty) => Next::Nothing,
                Err(mpsc::error::TryRecvError::Disconnected) => Next::Closed,
            };
        }
        match self.link.wait(async { tokio::time::timeout(POLL, inbox.recv()).await }) {
            Ok(Some(m)) => Next::Message(m),
            Ok(None) => Next::Closed,
            Err(_) => Next::Nothing,
        }
    }

    /// `true`: stop.
    fn other(&mut self, message: Message) -> bool {
        match message {
            Message::Write(_) => false,
            Message::Task(task) => {
                task(self);
                false
            }
            Message::Stop(reply) => {
                self.finish();
                let _ = reply.send(());
                true
            }
        }
    }

    fn write_all(&mut self, jobs: &mut Vec<Queued>) {
        if jobs.is_empty() {
            return;
        }
        let mut batch = std::mem::take(jobs);
        match self.try_batch(&mut batch) {
            Ok(outcomes) => reply(batch, outcomes),
            Err(Failure::Uncertain(e)) => fail(batch, &e),
            Err(Failure::NothingStored(e)) if batch.len() == 1 => fail(batch, &e),
            Err(Failure::NothingStored(e)) => {
                tracing::warn!(error = %e, jobs = batch.len(), "batch failed; its jobs are tried one by one");
                for job in batch {
                    let mut alone = vec![job];
                    match self.try_batch(&mut alone) {
                        Ok(outcomes) => reply(alone, outcomes),
                        Err(Failure::NothingStored(e) | Failure::Uncertain(e)) => fail(alone, &e),
                    }
                }
            }
        }
        *jobs = Vec::with_capacity(JOBS_MAX.min(64));
    }

    fn try_batch(&mut self, jobs: &mut [Queued]) -> Result<Vec<Outcome>, Failure> {
        self.reconnect().map_err(Failure::NothingStored)?;
        let decided = self.decide(jobs);
        let (outcomes, state) = match decided {
            Ok(done) => done,
            Err(e) => {
                self.abandon(&e);
                return Err(Failure::NothingStored(e));
            }
        };
        if let Err(e) = self.link.commit() {
            self.abandon(&e);
            return Err(Failure::Uncertain(e));
        }
        self.publish(state);
        Ok(outcomes)
    }

    fn decide(&mut self, jobs: &mut [Queued]) -> Result<(Vec<Outcome>, State)> {
        self.link.begin_write()?;
        let head = batch::take_head(&mut self.link)?;
        self.catch_up_to(head.seq)?;
        let published = self.current();
        let batch = Batch::new(&mut self.link, &mut self.registers, published, head);
        batch.prefetch(jobs)?;
        let mut outcomes = Vec::with_capacity(jobs.len());
        for job in jobs.iter_mut() {
            outcomes.push(batch.run(job)?);
        }
        Ok((outcomes, batch.finish()?))
    }

    /// Adds a committed batch to the cells.
    fn publish(&mut self, state: State) {
        {
            let mut guard = self.shared.write().unwrap_or_else(PoisonError::into_inner);
            let published = Arc::make_mut(&mut guard);
            let counting = published.counting.clone();
            published.seq = state.head.seq;
            for delta in &state.deltas {
                published.index.add(&published.tree, &*counting, &delta.programme, &delta.contribution, delta.seq);
            }
        }
        self.announce();
    }

    /// Adds a committed import to the cells.
    pub fn publish_bulk(&mut self, seq: i64, counted: &[(ProgrammeId, Vec<Contribution>, i64)]) {
        {
            let mut guard = self.shared.write().unwrap_or_else(PoisonError::into_inner);
            let published = Arc::make_mut(&mut guard);
            let counting = published.counting.clone();
            published.seq = seq;
            for (programme, contributions, seq) in counted {
                for c in contributions {
                    published.index.add(&published.tree, &*counting, programme, c, *seq);
                }
            }
        }
        self.announce();
    }

    pub fn announce(&mut self) {
        let seq = self.current().seq;
        self.seq_out.send_if_modified(|s| std::mem::replace(s, seq) != seq);
    }

    pub fn current(&self) -> Arc<Published> {
        self.shared.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// Publishes another state.
    pub fn set(&mut self, published: Published) {
        *self.shared.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(published);
        self.announce();
    }

    /// Folds what other processes wrote.
    pub fn catch_up_to(&mut self, head: i64) -> Result<()> {
        if self.current().seq >= head {
            return Ok(());
        }
        let mut published = Published::clone(&self.current());
        tail::catch_up(&mut self.link, &mut published, head, &|_| true)?;
        self.set(published);
        Ok(())
    }

    /// Looks whether another process has written.
    pub fn refresh(&mut self) -> Result<()> {
        self.reconnect()?;
        let row = self.link.row("SELECT seq FROM chain_head WHERE one = 1", vec![])?;
        let head = row.map(|r| r.int(0)).transpose()?.unwrap_or(0);
        self.catch_up_to(head)
    }

    fn idle(&mut self) {
        if self.checkpoint.is_some() {
            return;
        }
        self.end_import();
        if let Err(e) = self.refresh() {
            self.abandon(&e);
            tracing::warn!(error = %e, "the log could not be read");
        }
    }

    /// In one transaction that holds the chain.
    pub fn transaction<T>(&mut self, run: impl FnOnce(&mut Writer, batch::Head) -> Result<T>) -> Result<T> {
        self.reconnect()?;
        self.link.begin_write()?;
        let done = batch::take_head(&mut self.link).and_then(|head| {
            self.catch_up_to(head.seq)?;
            run(self, head)
        });
        match done.and_then(|t| self.link.commit().map(|()| t)) {
            Ok(t) => Ok(t),
            Err(e) => {
                self.abandon(&e);
                Err(e)
            }
        }
    }

    fn abandon(&mut self, error: &StoreError) {
        // Numbers of registers may have been given by the transaction that is lost.
        self.registers.clear();
        let gone = matches!(error, StoreError::Sql(sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed));
        if self.link.rollback().is_err() && (gone || self.link.row("SELECT 1", vec![]).is_err()) {
            self.lost = true;
        }
    }

    fn reconnect(&mut self) -> Result<()> {
        if self.lost {
            let conn = self.link.wait(self.address.connect_writer())?;
            self.link.conn = conn;
            self.lost = false;
        }
        Ok(())
    }

    /// Counts by other rules from now on. `loaded`: the cells of the programmes whose counting changes, as of event `seq`
    /// over the tree of `tree_seq`. `false`: the tree changed meanwhile, nothing was done.
    pub fn adopt(
        &mut self,
        counting: Arc<dyn Counting>,
        loaded: Loaded,
        changed: &HashSet<ProgrammeId>,
        stand: Stand,
    ) -> Result<bool> {
        self.checkpoint = None;
        self.transaction(|writer, head| {
            let old = writer.current();
            if old.tree_seq != stand.tree_seq {
                return Ok(false);
            }
            let mut new = Published { counting, index: loaded.index, seq: stand.seq, ..Published::clone(&old) };
            tail::catch_up(&mut writer.link, &mut new, head.seq, &|p| changed.contains(p))?;
            let mut published = Published::clone(&old);
            published.counting = new.counting;
            for programme in changed {
                writer.written.programmes.remove(programme);
                published.index.programmes.remove(programme);
            }
            published.index.programmes.extend(new.index.programmes);
            writer.written.programmes.extend(loaded.written);
            writer.set(published);
            Ok(true)
        })
    }

    /// Replaces the unit tree and moves the cells to it.
    pub fn replace_units(&mut self, stamp: crate::Stamp, tree: luodi_model::UnitTree) -> Result<(), WriteError> {
        self.checkpoint = None;
        let (reply, _) = tokio::sync::oneshot::channel();
        let tree = Arc::new(tree);
        let (new, old) = (tree.clone(), self.current());
        let write = move |link: &mut Link| -> Result<Vec<Event>> {
            // Another process may have changed the tree.
            let events = if units::tree_seq(link)? == old.tree_seq {
                units::replace(link, &old.tree, &new)?
            } else {
                let now = units::load(link)?.tree;
                units::replace(link, &now, &new)?
            };
            let row = link.row("SELECT seq FROM chain_head WHERE one = 1", vec![])?;
            let head = row.map(|r| r.int(0)).transpose()?.unwrap_or(0);
            units::note(link, head + 1)?;
            Ok(events)
        };
        let mut jobs = [Queued { stamp, work: Work::Table(Box::new(write)), reply }];
        match self.try_batch(&mut jobs) {
            Ok(outcomes) => outcomes.into_iter().next().unwrap_or(Err(StoreError::Closed.into())).map(drop)?,
            Err(Failure::NothingStored(e) | Failure::Uncertain(e)) => return Err(e.into()),
        }
        let current = self.current();
        let mut published = Published::clone(&current);
        published.index = current.index.moved(&current.tree, &tree);
        published.tree_seq = current.seq;
        published.tree = tree;
        self.set(published);
        Ok(())
    }

    fn checkpoint_step(&mut self) {
        if self.checkpoint.is_none() {
            let seq = self.current().seq;
            let last = self.written.programmes.values().map(|w| w.0).max().unwrap_or(0);
            let rarer = if self.importing.is_some() { CHECKPOINT_RARER } else { 1 };
            if seq - last < rarer * CHECKPOINT_EVENTS.max(self.checkpoint_bytes / CHECKPOINT_BYTES_PER_EVENT) {
                return;
            }
            self.checkpoint = Some(Checkpoint::new(self.current(), &self.written));
        }
        if let Some(mut checkpoint) = self.checkpoint.take() {
            match checkpoint.step(&mut self.link, &mut self.written) {
                Ok(true) => self.checkpoint_bytes = checkpoint.bytes,
                Ok(false) => self.checkpoint = Some(checkpoint),
                Err(e) => tracing::warn!(error = %e, "checkpoint given up; the next one starts anew"),
            }
        }
    }

    /// Writes a whole checkpoint now.
    pub fn checkpoint(&mut self) -> Result<()> {
        let mut checkpoint = Checkpoint::new(self.current(), &self.written);
        self.checkpoint = None;
        while !checkpoint.step(&mut self.link, &mut self.written)? {}
        Ok(())
    }

    fn end_import(&mut self) {
        if let Some(running) = self.importing.take()
            && let Err(e) = running.end(&mut self.link)
        {
            tracing::warn!(error = %e, "the index of places could not be made; the next start makes it");
        }
    }

    fn finish(&mut self) {
        self.end_import();
        if let Err(e) = self.checkpoint() {
            tracing::warn!(error = %e, "no checkpoint at the end; the next start folds a longer tail");
        }
    }
}

/// What cells stand at: an event, and the tree's version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stand {
    pub seq: i64,
    pub tree_seq: i64,
}

enum Next {
    Message(Message),
    Nothing,
    Closed,
}

enum Failure {
    NothingStored(StoreError),
    /// The commit itself failed: it may have happened. The caller sends again; ids make that safe.
    Uncertain(StoreError),
}

fn reply(batch: Vec<Queued>, outcomes: Vec<Outcome>) {
    for (job, outcome) in batch.into_iter().zip(outcomes) {
        let _ = job.reply.send(outcome);
    }
}

fn fail(batch: Vec<Queued>, error: &StoreError) {
    for job in batch {
        let _ = job.reply.send(Err(WriteError::Store(StoreError::Unavailable(error.to_string()))));
    }
}

/// Tree and cells.
fn start(link: &mut Link, counting: Arc<dyn Counting>) -> Result<(Published, Written)> {
    let head = batch::take_head(link)?;
    let units::Found { tree, seq: tree_seq, copied } = units::load(link)?;
    let mut published = Published { seq: head.seq, tree: Arc::new(tree), tree_seq, index: Index::default(), counting };
    let programmes = tail::programmes(link)?.into_iter().collect();
    let Loaded { index, written } = tail::cells_of(link, &published, programmes, head.seq)?;
    published.index = index;
    Ok((published, Written { programmes: written, tree_seq: copied.then_some(tree_seq) }))
}

//! The door to the database: opening, writing, and what readers share.

use crate::db::{Address, Db, Pool};
use crate::error::{Result, StoreError, WriteError};
use crate::index::{Counting, Published};
use crate::job::{Done, Job, Message, Queued, Stamp, Task, Work, closed};
use crate::link::Link;
use crate::tail;
use crate::writer::{self, QUEUE, Shared, Stand, Writer};
use luodi_engine::Event;
use luodi_model::{ProgrammeId, Unit, UnitTree};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};

/// How long closing waits for readers.
const CLOSE_WAIT: Duration = Duration::from_secs(5);

/// A database that is open. Cheap to clone; the last clone dropped stops the writer.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    db: Db,
    readers: Pool,
    inbox: mpsc::Sender<Message>,
    shared: Shared,
    seq: watch::Receiver<i64>,
    /// Held while cells are counted by new rules.
    recounting: tokio::sync::Mutex<()>,
    #[allow(dead_code)] // Kept for its `Drop`.
    keeper: Option<crate::wal::Keeper>,
}

impl Store {
    /// Opens (and creates or migrates) the database at `address`: a path, `sqlite:path`, or `postgres://…`.
    /// Must be called in a tokio runtime that outlives the store.
    pub async fn open(address: &str, counting: Arc<dyn Counting>) -> Result<Store> {
        let address = Address::parse(address)?;
        let (inbox, outbox) = mpsc::channel(QUEUE);
        let (ready, opened) = oneshot::channel();
        let (seq_out, seq) = watch::channel(0);
        let for_writer = address.clone();
        std::thread::Builder::new()
            .name("luodi-writer".to_string())
            .spawn(move || writer::run(for_writer, counting, outbox, ready, seq_out))
            .map_err(|e| StoreError::Sql(sqlx::Error::Io(e)))?;
        let shared = opened.await.map_err(closed)??;
        let keeper = crate::wal::Keeper::start(&address, &inbox);
        let inner = Inner {
            db: address.db(),
            readers: address.readers(),
            inbox,
            shared,
            seq,
            recounting: tokio::sync::Mutex::new(()),
            keeper,
        };
        Ok(Store { inner: Arc::new(inner) })
    }

    pub fn db(&self) -> Db {
        self.inner.db
    }
    pub(crate) fn readers(&self) -> &Pool {
        &self.inner.readers
    }
    pub(crate) fn published(&self) -> Arc<Published> {
        self.inner.shared.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// The unit tree of now.
    pub fn units(&self) -> Arc<UnitTree> {
        self.published().tree.clone()
    }
    /// Tells the number of the last event whenever it changes (this process's writes at once, others' within a second).
    pub fn changes(&self) -> watch::Receiver<i64> {
        self.inner.seq.clone()
    }

    /// Decides and stores one command. When this answers `Ok`, it is durable.
    pub async fn write(&self, job: Job) -> Result<Done, WriteError> {
        let Job { stamp, record, key, decide } = job;
        self.send(stamp, Work::Decide { record, key, decide }).await
    }

    async fn send(&self, stamp: Stamp, work: Work) -> Result<Done, WriteError> {
        let (reply, answer) = oneshot::channel();
        self.inner.inbox.send(Message::Write(Queued { stamp, work, reply })).await.map_err(closed)?;
        answer.await.map_err(closed)?
    }

    /// Writes to the plain tables, with the event that tells of it (where something changed), in one transaction.
    pub(crate) async fn table<T: Send + 'static>(
        &self,
        stamp: &Stamp,
        mut write: impl FnMut(&mut Link) -> Result<(T, Option<Event>)> + Send + 'static,
    ) -> Result<T> {
        let made = Arc::new(Mutex::new(None));
        let keep = made.clone();
        let run = move |link: &mut Link| {
            let (t, event) = write(link)?;
            *keep.lock().unwrap_or_else(PoisonError::into_inner) = Some(t);
            Ok(event.into_iter().collect())
        };
        match self.send(stamp.clone(), Work::Table(Box::new(run))).await {
            Ok(_) => made.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or(StoreError::Closed),
            Err(WriteError::Store(e)) => Err(e),
            Err(WriteError::Refused(r)) => Err(StoreError::broken(r.to_string())),
        }
    }

    /// Runs something on the writer's thread, between two batches.
    pub(crate) async fn task<T: Send + 'static>(&self, run: impl FnOnce(&mut Writer) -> T + Send + 'static) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let task: Task = Box::new(move |writer| {
            let _ = reply.send(run(writer));
        });
        self.inner.inbox.send(Message::Task(task)).await.map_err(closed)?;
        answer.await.map_err(closed)
    }

    /// Folds what other processes wrote, now.
    pub async fn refresh(&self) -> Result<()> {
        self.task(Writer::refresh).await?
    }
    /// Counts by other rules from now on (a programme was published). Cells of programmes whose basis changed are read
    /// from their checkpoint or counted anew beside the writer, which goes on meanwhile by the rules of before.
    pub async fn set_counting(&self, counting: Arc<dyn Counting>) -> Result<()> {
        let _one_at_a_time = self.inner.recounting.lock().await;
        loop {
            let snapshot = self.snapshot().await?;
            let rules = counting.clone();
            let count = move || {
                snapshot.with_link(|link, published| {
                    let mut all: HashSet<ProgrammeId> = tail::programmes(link)?.into_iter().collect();
                    all.extend(published.index.programmes.keys().cloned());
                    let changed: HashSet<ProgrammeId> =
                        all.into_iter().filter(|p| published.counting.basis(p) != rules.basis(p)).collect();
                    let stand = Stand { seq: published.seq, tree_seq: published.tree_seq };
                    let new = Published { counting: rules, ..published.clone() };
                    let loaded = tail::cells_of(link, &new, changed.clone(), published.seq)?;
                    Ok((loaded, changed, stand))
                })
            };
            let task = tokio::task::spawn_blocking(count).await;
            let (loaded, changed, stand) = task.map_err(|e| StoreError::Panicked(e.to_string()))??;
            let rules = counting.clone();
            if self.task(move |w| w.adopt(rules, loaded, &changed, stand)).await?? {
                return Ok(());
            }
        }
    }
    /// Writes a checkpoint of the cells now.
    pub async fn checkpoint(&self) -> Result<()> {
        self.task(Writer::checkpoint).await?
    }
    /// Replaces the unit tree: `units` is the whole new one. None of the present units may be missing in it.
    pub async fn put_units(&self, stamp: &Stamp, units: Vec<Unit>) -> Result<()> {
        let tree = UnitTree::new(units)?;
        let stamp = stamp.clone();
        match self.task(move |w| w.replace_units(stamp, tree)).await? {
            Ok(()) => Ok(()),
            Err(WriteError::Store(e)) => Err(e),
            Err(WriteError::Refused(r)) => Err(StoreError::broken(r.to_string())),
        }
    }

    /// Finishes what was sent, writes a checkpoint, and closes the connections. Later writes are refused.
    pub async fn close(&self) -> Result<()> {
        let (reply, answer) = oneshot::channel();
        if self.inner.inbox.send(Message::Stop(reply)).await.is_ok() {
            let _ = answer.await;
        }
        // A snapshot that somebody still holds must not keep a server from stopping.
        let _ = tokio::time::timeout(CLOSE_WAIT, self.inner.readers.close()).await;
        Ok(())
    }
}

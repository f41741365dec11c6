//! What a reader sees: one moment of the database and of the cells.

use crate::error::{Result, StoreError};
use crate::facts::indexed;
use crate::index::{Published, add_to};
use crate::link::{Driver, Link};
use crate::query;
use crate::store::Store;
use jiff::{Timestamp, civil::Date};
use luodi_engine::{Cell, Facts, Filing, RecordQuery, StoredRecord};
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// How often a snapshot waits for the cells to reach the database's event, and for how long each time.
const TRIES: u32 = 50;
const WAIT: Duration = Duration::from_millis(2);

/// Facts of one moment, for readers. SQL is read on the thread that asks: use it on a thread that may block
/// (`tokio::task::spawn_blocking`), never directly in async code. It holds a connection while it lives; it never makes
/// the writer wait.
pub struct Snapshot {
    link: Mutex<Option<Link>>,
    published: Arc<Published>,
    failed: Mutex<Option<StoreError>>,
    /// Read when it is first asked for.
    calendar: OnceLock<query::Calendar>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("published", &self.published).finish_non_exhaustive()
    }
}

impl Store {
    /// A snapshot of now.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        for attempt in 0..TRIES {
            let mut conn = self.readers().acquire().await?;
            conn.begin_read().await?;
            let row = conn.row("SELECT seq FROM chain_head WHERE one = 1", vec![]).await;
            let head = match row.and_then(|r| r.map(|r| r.int(0)).transpose()) {
                Ok(head) => head.unwrap_or(0),
                Err(e) => {
                    let _ = conn.rollback().await;
                    return Err(e);
                }
            };
            let published = self.published();
            if published.seq == head {
                let link = Link::new(Driver::Shared(tokio::runtime::Handle::current()), conn);
                let (link, failed, calendar) = (Mutex::new(Some(link)), Mutex::new(None), OnceLock::new());
                return Ok(Snapshot { link, published, failed, calendar });
            }
            conn.rollback().await?;
            drop(conn);
            if attempt > 2 {
                // Another process has written: fold it now instead of at the next poll.
                self.refresh().await?;
                tokio::time::sleep(WAIT).await;
            }
        }
        Err(StoreError::Unavailable("the cells did not reach the log".to_string()))
    }

    /// The cells of now, without a connection. Cheap: take one per request.
    pub fn cells(&self) -> Cells {
        Cells { published: self.published() }
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let link = self.link.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((Driver::Shared(handle), mut conn)) = link.map(Link::into_parts) {
            handle.spawn(async move {
                if let Err(e) = conn.rollback().await {
                    tracing::warn!(error = %e, "a reader's transaction could not be ended");
                }
            });
        }
    }
}

impl Snapshot {
    /// The event that this snapshot stands at.
    pub fn seq(&self) -> i64 {
        self.published.seq
    }
    pub fn cells(&self) -> Cells {
        Cells { published: self.published.clone() }
    }
    /// An error that a read of facts met and could not report. Ask before using what was computed.
    pub fn error(&self) -> Option<StoreError> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Reads with errors reported, for this crate's own readers.
    pub(crate) fn with_link<T>(&self, read: impl FnOnce(&mut Link, &Published) -> Result<T>) -> Result<T> {
        let mut guard = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        read(guard.as_mut().ok_or(StoreError::Closed)?, &self.published)
    }

    fn read<T: Default>(&self, read: impl FnOnce(&mut Link) -> Result<T>) -> T {
        let mut guard: MutexGuard<'_, Option<Link>> = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        let result = guard.as_mut().ok_or(StoreError::Closed).and_then(read);
        result.unwrap_or_else(|e| {
            self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(e);
            T::default()
        })
    }
}

impl Facts for Snapshot {
    fn units(&self) -> &UnitTree {
        &self.published.tree
    }
    fn record(&self, id: RecordId) -> Option<Arc<StoredRecord>> {
        self.read(|link| query::record_by_id(link, id))
    }
    fn records(&self, query: &RecordQuery<'_>, visit: &mut dyn FnMut(&Arc<StoredRecord>)) {
        let found = self.read(|link| query::find(link, &self.published.tree, query));
        for chunk in found.chunks(query::CHUNK) {
            for record in self.read(|link| query::load(link, chunk)) {
                visit(&record);
            }
        }
    }
    fn cell(&self, p: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell {
        let (mut cell, edges) = indexed(&self.published, p, measure, unit, subtree, days);
        for edge in edges {
            let part = self.read(|link| query::count_edge(link, &self.published, p, measure, unit, subtree, edge));
            add_to(&mut cell, &part);
        }
        cell
    }
    fn filings(&self, programme: &ProgrammeId, form: &str, unit: UnitId, first: Date) -> Vec<Arc<Filing>> {
        self.read(|link| {
            let (sql, args) = query::filings(programme, form, unit, first);
            link.rows(sql, args)?.iter().map(query::filing).collect::<Result<Vec<_>>>()
        })
    }
    fn zero_reported(&self, programme: &ProgrammeId, duty: &str, unit: UnitId, first: Date) -> Option<Timestamp> {
        self.read(|link| {
            let (sql, args) = query::zero_reported(programme, duty, unit, first);
            link.row(sql, args)?.map(|r| r.time(0)).transpose()
        })
    }
    fn working_day(&self, day: Date) -> Option<bool> {
        let calendar = self.calendar.get_or_init(|| self.read(query::calendar));
        calendar.get(&day).copied().or_else(|| luodi_engine::is_working_day(day))
    }
    fn answer(&self, programme: &ProgrammeId, ask: &str) -> Option<serde_json::Value> {
        self.read(|link| {
            let (sql, args) = query::answer(programme, ask);
            link.row(sql, args)?.map(|r| query::answer_json(r.str(0)?)).transpose()
        })
    }
}

/// The cells of one moment, without a connection: what tables and boards are computed from.
#[derive(Clone, Debug)]
pub struct Cells {
    published: Arc<Published>,
}

impl Cells {
    /// The event that the cells stand at.
    pub fn seq(&self) -> i64 {
        self.published.seq
    }
    pub fn units(&self) -> &Arc<UnitTree> {
        &self.published.tree
    }

    /// The cell of whole months (or of days, where the measure keeps days). `None`: the span cuts a month in which
    /// something was counted; [`Snapshot`] answers that from records.
    pub fn cell(&self, p: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Option<Cell> {
        let (cell, edges) = indexed(&self.published, p, measure, unit, subtree, days);
        edges.is_empty().then_some(cell)
    }

    /// Units of a level under `within` for which nothing was counted in the span: those that did not report.
    /// Whole buckets only. `level` `None`: units without children.
    pub fn without(
        &self,
        p: &ProgrammeId,
        measure: &str,
        within: UnitId,
        level: Option<&str>,
        days: (Date, Date),
    ) -> Vec<UnitId> {
        let tree = &self.published.tree;
        let range = tree.subtree(within);
        let buckets: Vec<_> = match self.published.index.measure(p, measure) {
            Some(m) => m.buckets.range(m.first_bucket(days.0)..=days.1).map(|(_, b)| b).collect(),
            None => vec![],
        };
        let wanted = |at: u32| match level {
            Some(level) => tree.at(at).level == level,
            None => tree.subtree(tree.at(at).id).len() == 1,
        };
        let silent = |at: u32| buckets.iter().all(|b| b.count(at) == 0);
        range.filter(|at| wanted(*at) && silent(*at)).map(|at| tree.at(at).id).collect()
    }

    /// Bytes that the cells hold, about.
    pub fn size(&self) -> usize {
        self.published.index.size()
    }
    /// Positions of a unit's subtree in [`Cells::units`].
    pub fn range(&self, unit: UnitId) -> Range<u32> {
        self.published.tree.subtree(unit)
    }
}

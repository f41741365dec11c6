//! The log for people: pages of events, newest first.

use crate::chain::{self, RECORD_STORED};
use crate::db::args;
use crate::error::{Result, StoreError};
use crate::query::Where;
use crate::store::Store;
use futures_util::StreamExt;
use jiff::Timestamp;
use luodi_engine::Event;
use luodi_model::{UnitId, UserId};

/// Rows that one call looks through at most; then it answers what it has and where to go on.
const SCAN_MAX: i64 = 200_000;

/// Which events. All given conditions must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct EventList {
    /// `record_stored`, `return_filed`, `zero_reported`, `ask_answered`, or the name of another event.
    pub kind: Option<String>,
    /// What it is about: `programme/form`, a login name …. The history of a record is [`Store::history`].
    pub subject: Option<String>,
    pub actor: Option<UserId>,
    /// Of actors of this unit and everything under it.
    pub within: Option<UnitId>,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub before: Option<Timestamp>,
    /// Go on below this number: [`EventPage::next`] of the page before.
    pub below: Option<i64>,
    pub limit: u32,
}

impl EventList {
    /// Do the indexes of the log find it? They leave out records, which are the bulk.
    fn indexed(&self) -> bool {
        let record = self.kind.as_deref() == Some(RECORD_STORED);
        !record && (self.kind.is_some() || self.subject.is_some())
    }
}

/// A row of the log.
#[derive(Clone, PartialEq, Debug)]
pub struct LoggedEvent {
    pub seq: i64,
    pub at: Timestamp,
    pub by: UserId,
    pub by_unit: UnitId,
    pub device: Option<String>,
    pub kind: String,
    pub subject: String,
    pub event: Event,
    /// Hash of the chain at this row, hexadecimal.
    pub hash: String,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct EventPage {
    pub events: Vec<LoggedEvent>,
    /// Where to go on; `None`: nothing is left. A page may be short or empty and still have a next one.
    pub next: Option<i64>,
}

impl Store {
    /// A page of the log, newest first.
    pub async fn events(&self, list: &EventList) -> Result<EventPage> {
        let mut conn = self.readers().acquire().await?;
        let row = conn.row("SELECT seq FROM chain_head WHERE one = 1", vec![]).await?;
        let head = row.map(|r| r.int(0)).transpose()?.unwrap_or(0);
        let below = list.below.unwrap_or(head + 1).min(head + 1);
        let mut w = self.event_where(list);
        // Other events than records are few and have an index; a record's events are walked over in bounded steps.
        let floor = if list.indexed() { 0 } else { (below - SCAN_MAX).max(0) };
        w.and("seq < ? AND seq >= ?", args![below, floor]);
        let sql = format!(
            "SELECT seq, at_us, actor, unit, device, kind, subject, payload, hash FROM event{} ORDER BY seq DESC LIMIT {}",
            w.text(),
            list.limit
        );
        let mut page = EventPage::default();
        let mut rows = conn.stream(sql, w.args.clone())?;
        while let Some(row) = rows.next().await {
            page.events.push(logged(&row?)?);
        }
        let full = page.events.len() == list.limit as usize;
        page.next = match page.events.last() {
            Some(last) if full => Some(last.seq),
            _ => Some(floor),
        }
        .filter(|seq| *seq > 1);
        Ok(page)
    }

    fn event_where(&self, list: &EventList) -> Where {
        let mut w = Where::default();
        if let Some(kind) = &list.kind {
            w.and("kind = ?", args![kind]);
        }
        if let Some(subject) = &list.subject {
            w.and("subject = ?", args![subject]);
        }
        if list.indexed() {
            // In words, so that the partial indexes can be used.
            w.and("kind <> 'record_stored'", vec![]);
        }
        if let Some(actor) = list.actor {
            w.and("actor = ?", args![actor]);
        }
        if let Some(unit) = list.within {
            w.within("event.unit", &self.units(), unit);
        }
        if let Some(from) = list.from {
            w.and("at_us >= ?", args![from]);
        }
        if let Some(before) = list.before {
            w.and("at_us < ?", args![before]);
        }
        w
    }

    /// One event by its number.
    pub async fn event(&self, seq: i64) -> Result<Option<LoggedEvent>> {
        let sql = "SELECT seq, at_us, actor, unit, device, kind, subject, payload, hash FROM event WHERE seq = $1";
        self.readers().acquire().await?.row(sql, args![seq]).await?.map(|r| logged(&r)).transpose()
    }

    /// Events after a number, oldest first: what a follower (another index, a webhook) hasn't seen.
    pub async fn events_after(&self, seq: i64, limit: u32) -> Result<Vec<LoggedEvent>> {
        let sql = "SELECT seq, at_us, actor, unit, device, kind, subject, payload, hash FROM event WHERE seq > $1 \
                   ORDER BY seq LIMIT $2";
        let rows = self.readers().acquire().await?.rows(sql, args![seq, limit]).await?;
        rows.iter().map(logged).collect()
    }
}

fn logged(row: &crate::db::Row) -> Result<LoggedEvent> {
    let event = chain::read_event(row.str(7)?).map_err(|e| StoreError::broken(format!("{:?}: {e}", row.int(0).ok())))?;
    Ok(LoggedEvent {
        seq: row.int(0)?,
        at: row.time(1)?,
        by: row.user(2)?,
        by_unit: row.unit(3)?,
        device: row.text_or_null(4)?,
        kind: row.text(5)?,
        subject: row.text(6)?,
        event,
        hash: row.blob(8)?.iter().map(|b| format!("{b:02x}")).collect(),
    })
}

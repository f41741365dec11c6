//! Many new records at once: what is imported from other systems. The same log, chain and cells as single submissions,
//! without a decision per record; JSON and counting are prepared beside the writer.

use crate::batch::{self, log_args};
use crate::chain::{self, LogRow, RECORD_STORED};
use crate::db::{Arg, Conn, Db};
use crate::error::{Result, StoreError};
use crate::index::{Counting, Published};
use crate::job::Stamp;
use crate::link::Link;
use crate::store::Store;
use crate::writer::Writer;
use luodi_engine::{Contribution, Event, StoredRecord};
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What an import did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BulkDone {
    pub stored: u64,
    /// Records whose id was there already, in the store or earlier in the same call; nothing was changed.
    pub known: u64,
}

/// A record ready to be written.
#[derive(Debug)]
struct Prepared {
    id: RecordId,
    programme: ProgrammeId,
    register: String,
    unit: UnitId,
    day: i64,
    state: String,
    changed: jiff::Timestamp,
    payload: String,
    contributions: Vec<Contribution>,
}

/// Records that are ready to be written: what can be done beside the writer is done.
#[derive(Debug)]
pub struct Bulk {
    rules: Rules,
    prepared: Vec<Prepared>,
}

impl Store {
    /// Prepares new records (first versions) for [`Store::write_bulk`]. They are taken as they are: the caller has checked
    /// them. Takes a while: for a thread that may block.
    pub fn prepare_bulk(&self, records: Vec<StoredRecord>) -> Result<Bulk> {
        if let Some(r) = records.iter().find(|r| r.version != 1) {
            return Err(StoreError::broken(format!("record {} is no first version", r.id)));
        }
        let rules = Rules::of(&self.published());
        let prepared = prepare(&rules, records)?;
        Ok(Bulk { rules, prepared })
    }

    /// Stores prepared records in one transaction. A few thousand per call are quickest. When this answers, they are
    /// durable; sent again, they are known.
    pub async fn write_bulk(&self, stamp: &Stamp, bulk: Bulk) -> Result<BulkDone> {
        let stamp = stamp.clone();
        self.task(move |writer| write(writer, &stamp, &bulk.rules, bulk.prepared)).await?
    }

    /// Both steps, one after the other.
    pub async fn bulk_records(&self, stamp: &Stamp, records: Vec<StoredRecord>) -> Result<BulkDone> {
        let store = self.clone();
        let task = tokio::task::spawn_blocking(move || store.prepare_bulk(records)).await;
        let bulk = task.map_err(|e| StoreError::Panicked(e.to_string()))??;
        self.write_bulk(stamp, bulk).await
    }
}

/// What records are prepared by. Not the published state itself: while somebody holds that, adding to the cells copies.
struct Rules {
    tree: Arc<UnitTree>,
    tree_seq: i64,
    counting: Arc<dyn Counting>,
}

impl std::fmt::Debug for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rules").field("tree_seq", &self.tree_seq).finish_non_exhaustive()
    }
}

impl Rules {
    fn of(published: &Published) -> Rules {
        Rules { tree: published.tree.clone(), tree_seq: published.tree_seq, counting: published.counting.clone() }
    }
}

fn prepare(rules: &Rules, records: Vec<StoredRecord>) -> Result<Vec<Prepared>> {
    let mut prepared = Vec::with_capacity(records.len());
    for record in records {
        if rules.tree.position(record.unit).is_none() {
            return Err(StoreError::NoUnit(record.unit.0));
        }
        let contributions = rules.counting.contributions(&rules.tree, &record);
        let event = Event::RecordStored { record: Box::new(record), before: None, reason: None };
        let payload = chain::payload(&event)?;
        let Event::RecordStored { record, .. } = event else { continue };
        prepared.push(Prepared {
            id: record.id,
            day: crate::time::day_number(record.day),
            unit: record.unit,
            changed: record.changed_at,
            payload,
            contributions,
            programme: record.programme,
            register: record.register,
            state: record.state,
        });
    }
    Ok(prepared)
}

/// An import that is under way: until nothing comes for a while.
#[derive(Debug)]
pub(crate) struct Running {
    rows_before: i64,
    rows_stored: i64,
    /// The index of places was dropped, to be made in one piece when the import is over.
    unplaced: bool,
}

/// Rows of an import from which dropping the index of places is considered.
const UNPLACED_ROWS_MIN: i64 = 100_000;
/// As the first migration makes it. Nothing but speed rests on it.
const PLACES: &str = "CREATE INDEX IF NOT EXISTS record_place ON record (register, unit, day)";

impl Running {
    fn begin(link: &mut Link) -> Result<Running> {
        let rows_before = link.row("SELECT MAX(no) FROM record", vec![])?.map(|r| r.int_or_null(0)).transpose()?.flatten();
        Ok(Running { rows_before: rows_before.unwrap_or(0), rows_stored: 0, unplaced: false })
    }

    /// An import that outgrows what was there: its places come in no order, and each would write a page of the index.
    /// PostgreSQL would lock its readers out; there the index stays.
    fn outgrow(&mut self, link: &mut Link) -> Result<()> {
        if self.unplaced || self.rows_stored < UNPLACED_ROWS_MIN.max(self.rows_before) || link.conn.db() == Db::Postgres {
            return Ok(());
        }
        link.execute("DROP INDEX IF EXISTS record_place", vec![])?;
        self.unplaced = true;
        Ok(())
    }

    pub fn end(self, link: &mut Link) -> Result<()> {
        if self.unplaced { make_places(link) } else { Ok(()) }
    }
}

/// Makes the index of places where an import that was cut off left none.
pub(crate) fn make_places(link: &mut Link) -> Result<()> {
    link.execute(PLACES, vec![]).map(drop)
}

fn write(writer: &mut Writer, stamp: &Stamp, rules: &Rules, prepared: Vec<Prepared>) -> Result<BulkDone> {
    if writer.importing.is_none() {
        writer.importing = Some(Running::begin(&mut writer.link)?);
    }
    let counted = writer.transaction(|writer, head| {
        let same_rules = {
            let current = writer.current();
            Arc::ptr_eq(&current.counting, &rules.counting) && current.tree_seq == rules.tree_seq
        };
        if !same_rules {
            return Err(StoreError::Unavailable("units or programmes changed meanwhile; send the records again".to_string()));
        }
        insert(writer, stamp, head, prepared)
    })?;
    writer.publish_bulk(counted.seq, &counted.contributions);
    if let Some(running) = &mut writer.importing {
        running.rows_stored += counted.done.stored as i64;
        running.outgrow(&mut writer.link)?;
    }
    Ok(counted.done)
}

struct Counted {
    done: BulkDone,
    seq: i64,
    contributions: Vec<(ProgrammeId, Vec<Contribution>, i64)>,
}

fn insert(writer: &mut Writer, stamp: &Stamp, head: batch::Head, prepared: Vec<Prepared>) -> Result<Counted> {
    let sent = prepared.len() as u64;
    let (new, head) = match &writer.link.conn {
        Conn::Direct(_) => insert_one_by_one(writer, stamp, head, prepared)?,
        _ => insert_many(writer, stamp, head, prepared)?,
    };
    batch::write_head(&mut writer.link, &head)?;
    let done = BulkDone { stored: new.len() as u64, known: sent - new.len() as u64 };
    let first = head.seq + 1 - new.len() as i64;
    let contributions = (first..).zip(new).map(|(seq, p)| (p.programme, p.contributions, seq)).collect();
    Ok(Counted { done, seq: head.seq, contributions })
}

type Inserted = (Vec<Prepared>, batch::Head);

/// Looks the ids up first, then writes many rows with each statement.
fn insert_many(writer: &mut Writer, stamp: &Stamp, mut head: batch::Head, prepared: Vec<Prepared>) -> Result<Inserted> {
    let mut new = without_known(writer, prepared)?;
    let registers = registers_of(writer, &new)?;
    let (first, count) = (head.seq + 1, new.len());
    let mut payloads = new.iter_mut().map(|p| (p.id, std::mem::take(&mut p.payload)));
    writer.link.insert_made(batch::EVENTS, count, &mut |n, values| {
        for (id, payload) in payloads.by_ref().take(n) {
            values.extend(log_args(log_row(stamp, &mut head, id, payload)));
        }
        Ok(())
    })?;
    let mut rows = (first..).zip(new.iter_mut().zip(&registers));
    writer.link.insert_made(batch::RECORDS, count, &mut |n, values| {
        rows.by_ref().take(n).for_each(|(seq, (p, register))| values.extend(record_args(seq, p, *register)));
        Ok(())
    })?;
    Ok((new, head))
}

/// An id that is there already shows when its row is inserted: looking it up before would go through the index twice.
const NEW_RECORD: &str = "INSERT INTO record (no, id, register, unit, day, state, version, changed_us, seq) \
                          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";

fn insert_one_by_one(writer: &mut Writer, stamp: &Stamp, mut head: batch::Head, mut prepared: Vec<Prepared>) -> Result<Inserted> {
    let registers = registers_of(writer, &prepared)?;
    let Conn::Direct(conn) = &mut writer.link.conn else { return Err(StoreError::broken("not SQLite")) };
    let mut is_new = vec![false; prepared.len()];
    let (mut at, mut seq) = (0, head.seq);
    conn.execute_while(NEW_RECORD, &mut |inserted, values| {
        if inserted {
            is_new[at - 1] = true;
            seq += 1;
        }
        let Some(p) = prepared.get_mut(at) else { return false };
        values.extend(record_args(seq + 1, p, registers[at]));
        at += 1;
        true
    })?;
    let mut is_new = is_new.into_iter();
    prepared.retain(|_| is_new.next().unwrap_or(false));
    let mut payloads = prepared.iter_mut().map(|p| (p.id, std::mem::take(&mut p.payload)));
    writer.link.insert_made(batch::EVENTS, payloads.len(), &mut |n, values| {
        for (id, payload) in payloads.by_ref().take(n) {
            values.extend(log_args(log_row(stamp, &mut head, id, payload)));
        }
        Ok(())
    })?;
    Ok((prepared, head))
}

fn record_args(seq: i64, p: &mut Prepared, register: i64) -> [Arg; 9] {
    [
        Arg::from(seq),
        Arg::from(p.id),
        Arg::from(register),
        Arg::from(p.unit),
        Arg::from(p.day),
        Arg::from(std::mem::take(&mut p.state)),
        Arg::from(1i64),
        Arg::from(p.changed),
        Arg::from(seq),
    ]
}

/// Only the records whose id is neither in the store nor earlier in the list.
fn without_known(writer: &mut Writer, mut prepared: Vec<Prepared>) -> Result<Vec<Prepared>> {
    let keys = prepared.iter().map(|p| Arg::from(p.id)).collect();
    let mut known: HashSet<RecordId> = HashSet::with_capacity(prepared.len());
    for row in writer.link.rows_in("SELECT id FROM record WHERE id IN", keys, "")? {
        known.insert(RecordId(row.uuid(0)?));
    }
    prepared.retain(|p| known.insert(p.id));
    Ok(prepared)
}

/// The number of each record's register.
fn registers_of(writer: &mut Writer, prepared: &[Prepared]) -> Result<Vec<i64>> {
    let mut numbers: HashMap<&ProgrammeId, HashMap<&str, i64>> = HashMap::new();
    let mut list = Vec::with_capacity(prepared.len());
    for p in prepared {
        let names = numbers.entry(&p.programme).or_default();
        let no = match names.get(p.register.as_str()) {
            Some(no) => *no,
            None => {
                let no = batch::register_no(&mut writer.link, &p.programme, &p.register)?;
                names.insert(&p.register, no);
                no
            }
        };
        list.push(no);
    }
    Ok(list)
}

/// The next row of the chain; moves its end on.
fn log_row(stamp: &Stamp, head: &mut batch::Head, id: RecordId, payload: String) -> LogRow {
    let mut row = LogRow {
        seq: head.seq + 1,
        at: stamp.at,
        actor: stamp.user,
        unit: stamp.unit,
        device: stamp.device.clone(),
        kind: RECORD_STORED.into(),
        subject: id.to_string(),
        prev: None,
        payload,
        hash: head.hash,
    };
    row.hash = row.hashed().hash(&head.hash);
    *head = batch::Head { seq: row.seq, hash: row.hash };
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Driver;
    use crate::sqlite::Direct;

    #[test]
    fn an_import_that_outgrows_what_was_there_makes_its_places_at_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let rt = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut conn = Conn::Direct(Box::new(Direct::open(&dir.path().join("t.db")).unwrap()));
        rt.block_on(crate::migrate::migrate(&mut conn)).unwrap();
        let mut link = Link::new(Driver::Own(rt), conn);
        let placed = |link: &mut Link| {
            link.row("SELECT sql FROM sqlite_master WHERE name = 'record_place'", vec![]).unwrap().map(|r| r.text(0).unwrap())
        };
        let shipped = placed(&mut link);
        assert!(shipped.is_some());
        let check = |link: &mut Link, rows_before: i64, rows_stored: i64, dropped: bool| {
            let mut running = Running { rows_before, rows_stored, unplaced: false };
            running.outgrow(link).unwrap();
            assert_eq!(placed(link).is_none(), dropped, "{rows_stored} rows after {rows_before}");
            running.end(link).unwrap();
            assert_eq!(placed(link), shipped, "as the migration makes it");
        };
        check(&mut link, 0, UNPLACED_ROWS_MIN - 1, false);
        check(&mut link, 0, UNPLACED_ROWS_MIN, true);
        check(&mut link, 5 * UNPLACED_ROWS_MIN, 4 * UNPLACED_ROWS_MIN, false);
        check(&mut link, 5 * UNPLACED_ROWS_MIN, 5 * UNPLACED_ROWS_MIN, true);
        // A start after an import that was cut off.
        Running { rows_before: 0, rows_stored: UNPLACED_ROWS_MIN, unplaced: false }.outgrow(&mut link).unwrap();
        make_places(&mut link).unwrap();
        assert_eq!(placed(&mut link), shipped);
    }
}

//! Many new records at once: what is imported from other systems. The same log, chain and cells as single submissions,
//! without a decision per record; JSON and counting are prepared beside the writer.

use crate::batch::{self, log_args};
use crate::chain::{self, LogRow, RECORD_STORED};
use crate::db::{Arg, args};
use crate::error::{Result, StoreError};
use crate::index::{Counting, Published};
use crate::job::Stamp;
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

impl Store {
    /// Stores new records (first versions) in one transaction. They are taken as they are: the caller has checked them.
    /// A few thousand per call are quickest; two calls at once overlap preparing with writing. When this answers, they
    /// are durable; sent again, they are known.
    pub async fn bulk_records(&self, stamp: &Stamp, records: Vec<StoredRecord>) -> Result<BulkDone> {
        if let Some(r) = records.iter().find(|r| r.version != 1) {
            return Err(StoreError::broken(format!("record {} is no first version", r.id)));
        }
        let (stamp, rules) = (stamp.clone(), Rules::of(&self.published()));
        let prepare = move || prepare(&rules, records).map(|p| (rules, p));
        let task = tokio::task::spawn_blocking(prepare).await;
        let (rules, prepared) = task.map_err(|e| StoreError::Panicked(e.to_string()))??;
        self.task(move |writer| write(writer, &stamp, &rules, prepared)).await?
    }
}

/// What records are prepared by. Not the published state itself: while somebody holds that, adding to the cells copies.
struct Rules {
    tree: Arc<UnitTree>,
    tree_seq: i64,
    counting: Arc<dyn Counting>,
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

fn write(writer: &mut Writer, stamp: &Stamp, rules: &Rules, prepared: Vec<Prepared>) -> Result<BulkDone> {
    writer.importing = true;
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
    Ok(counted.done)
}

struct Counted {
    done: BulkDone,
    seq: i64,
    contributions: Vec<(ProgrammeId, Vec<Contribution>, i64)>,
}

fn insert(writer: &mut Writer, stamp: &Stamp, head: batch::Head, prepared: Vec<Prepared>) -> Result<Counted> {
    let sent = prepared.len() as u64;
    let mut new = without_known(writer, prepared)?;
    let registers = registers_of(writer, &new)?;
    let done = BulkDone { stored: new.len() as u64, known: sent - new.len() as u64 };
    let first = head.seq + 1;
    let mut head = head;
    let mut payloads = new.iter_mut().map(|p| (p.id, std::mem::take(&mut p.payload)));
    writer.link.insert_made(batch::EVENTS, done.stored as usize, &mut |n, values| {
        for (id, payload) in payloads.by_ref().take(n) {
            let mut row = log_row(stamp, &head, id, payload);
            row.hash = row.hashed().hash(&head.hash);
            head = batch::Head { seq: row.seq, hash: row.hash };
            values.extend(log_args(row));
        }
        Ok(())
    })?;
    let mut rows = (first..).zip(new.iter_mut().zip(&registers));
    writer.link.insert_made(batch::RECORDS, done.stored as usize, &mut |n, values| {
        for (seq, (p, register)) in rows.by_ref().take(n) {
            let state = std::mem::take(&mut p.state);
            values.extend(args![seq, p.id, *register, p.unit, p.day, state, 1i64, p.changed, seq]);
        }
        Ok(())
    })?;
    batch::write_head(&mut writer.link, &head)?;
    let contributions = (first..).zip(new).map(|(seq, p)| (p.programme, p.contributions, seq)).collect();
    Ok(Counted { done, seq: head.seq, contributions })
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

fn log_row(stamp: &Stamp, head: &batch::Head, id: RecordId, payload: String) -> LogRow {
    LogRow {
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
    }
}

//! Many new records at once: what is imported from other systems. The same log, chain and cells as single submissions,
//! without a decision per record; JSON and counting are prepared beside the writer.

use crate::batch::{self, log_args};
use crate::chain::{self, LogRow, RECORD_STORED};
use crate::db::{Arg, args};
use crate::error::{Result, StoreError};
use crate::index::Published;
use crate::job::Stamp;
use crate::store::Store;
use crate::writer::Writer;
use luodi_engine::{Contribution, Event, StoredRecord};
use luodi_model::{ProgrammeId, RecordId, UnitId};
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
        let (stamp, published) = (stamp.clone(), self.published());
        let prepare = move || prepare(&published, records).map(|p| (published, p));
        let task = tokio::task::spawn_blocking(prepare).await;
        let (published, prepared) = task.map_err(|e| StoreError::Panicked(e.to_string()))??;
        self.task(move |writer| write(writer, &stamp, &published, prepared)).await?
    }
}

fn prepare(published: &Published, records: Vec<StoredRecord>) -> Result<Vec<Prepared>> {
    let mut prepared = Vec::with_capacity(records.len());
    for record in records {
        if published.tree.position(record.unit).is_none() {
            return Err(StoreError::NoUnit(record.unit.0));
        }
        let contributions = published.counting.contributions(&published.tree, &record);
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

fn write(writer: &mut Writer, stamp: &Stamp, basis: &Arc<Published>, prepared: Vec<Prepared>) -> Result<BulkDone> {
    let counted = writer.transaction(|writer, head| {
        let same_rules = Arc::ptr_eq(&writer.current().counting, &basis.counting) && writer.current().tree_seq == basis.tree_seq;
        if !same_rules {
            return Err(StoreError::Unavailable("units or programmes changed meanwhile; send the records again".to_string()));
        }
        insert(writer, stamp, head, prepared)
    })?;
    writer.publish_bulk(counted.head.seq, &counted.contributions);
    Ok(counted.done)
}

struct Counted {
    done: BulkDone,
    head: batch::Head,
    contributions: Vec<(ProgrammeId, Vec<Contribution>, i64)>,
}

fn insert(writer: &mut Writer, stamp: &Stamp, mut head: batch::Head, prepared: Vec<Prepared>) -> Result<Counted> {
    let keys = prepared.iter().map(|p| Arg::from(p.id)).collect();
    let mut known: HashSet<RecordId> = HashSet::new();
    for row in writer.link.rows_in("SELECT id FROM record WHERE id IN", keys, "")? {
        known.insert(RecordId(row.uuid(0)?));
    }
    let mut registers: HashMap<ProgrammeId, HashMap<String, i64>> = HashMap::new();
    let (mut log, mut rows) = (Vec::with_capacity(prepared.len() * 10), Vec::with_capacity(prepared.len() * 9));
    let mut done = BulkDone::default();
    let mut contributions = Vec::with_capacity(prepared.len());
    for p in prepared {
        if !known.insert(p.id) {
            done.known += 1;
            continue;
        }
        let register = match registers.get(&p.programme).and_then(|names| names.get(&p.register)) {
            Some(no) => *no,
            None => {
                let no = batch::register_no(&mut writer.link, &p.programme, &p.register)?;
                registers.entry(p.programme.clone()).or_default().insert(p.register.clone(), no);
                no
            }
        };
        let mut row = LogRow {
            seq: head.seq + 1,
            at: stamp.at,
            actor: stamp.user,
            unit: stamp.unit,
            device: stamp.device.clone(),
            kind: RECORD_STORED.into(),
            subject: p.id.to_string(),
            prev: None,
            payload: p.payload,
            hash: head.hash,
        };
        row.hash = row.hashed().hash(&head.hash);
        head = batch::Head { seq: row.seq, hash: row.hash };
        rows.extend(args![row.seq, p.id, register, p.unit, p.day, p.state, 1i64, p.changed, row.seq]);
        contributions.push((p.programme, p.contributions, row.seq));
        log.extend(log_args(row));
        done.stored += 1;
    }
    writer.link.insert_many(batch::EVENTS, log)?;
    writer.link.insert_many(batch::RECORDS, rows)?;
    batch::write_head(&mut writer.link, &head)?;
    Ok(Counted { done, head, contributions })
}

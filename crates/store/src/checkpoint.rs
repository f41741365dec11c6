//! Checkpoints of the cells: compact blobs, one per bucket, and the event that they stand at. Written bucket by bucket
//! between batches, so that no submission waits for one; read at the start, so that only the tail of the log is folded.
//!
//! A row (programme, measure, bucket, seq) holds the bucket's content as of event `seq`. A later checkpoint writes only
//! what changed since; the newest row not after the checkpoint is the one that counts.

use crate::db::args;
use crate::error::{Result, StoreError};
use crate::index::{Bucket, Index, Published};
use crate::link::Link;
use crate::time::{date, day_number};
use crate::tree_blob;
use jiff::civil::Date;
use luodi_model::ProgrammeId;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// What the last checkpoint of each programme stands at: event and basis.
pub(crate) type Stands = HashMap<ProgrammeId, (i64, String)>;

/// What was written.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub programmes: Stands,
    /// The event of the tree whose copy in one piece was written.
    pub tree_seq: Option<i64>,
}

/// A checkpoint that is being written.
pub(crate) struct Checkpoint {
    state: Arc<Published>,
    todo: VecDeque<(ProgrammeId, String, Date)>,
    basis: HashMap<ProgrammeId, String>,
    /// Bytes written so far.
    pub bytes: i64,
}

/// Under which tree and which counting the cells were counted.
fn basis(published: &Published, programme: &ProgrammeId) -> String {
    format!("{}/{}", published.tree_seq, published.counting.basis(programme))
}

impl Checkpoint {
    pub fn new(state: Arc<Published>, written: &Written) -> Checkpoint {
        let basis: HashMap<ProgrammeId, String> = state.index.programmes.keys().map(|p| (p.clone(), basis(&state, p))).collect();
        let mut todo = VecDeque::new();
        for (p, measure, day, bucket) in state.index.buckets() {
            let clean = written.programmes.get(p).is_some_and(|(seq, b)| bucket.touched <= *seq && Some(b) == basis.get(p));
            if !clean {
                todo.push_back((p.clone(), measure.to_string(), day));
            }
        }
        Checkpoint { state, todo, basis, bytes: 0 }
    }

    /// Writes the tree (once), then the next bucket, in a transaction of its own. `true`: that was the last step, and the checkpoint counts.
    pub fn step(&mut self, link: &mut Link, written: &mut Written) -> Result<bool> {
        let tree_seq = self.state.tree_seq;
        if written.tree_seq != Some(tree_seq) {
            tree_blob::save(link, &self.state.tree, tree_seq)?;
            written.tree_seq = Some(tree_seq);
            return Ok(false);
        }
        let Some((programme, measure, day)) = self.todo.pop_front() else {
            self.finish(link, written)?;
            return Ok(true);
        };
        let bucket = self.state.index.measure(&programme, &measure).and_then(|m| m.buckets.get(&day));
        let Some(bucket) = bucket else { return Ok(false) };
        let sql = "INSERT INTO cell_blob (programme, measure, bucket, seq, basis, content) VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (programme, measure, bucket, seq) DO UPDATE SET basis = excluded.basis, content = excluded.content";
        let basis = self.basis.get(&programme).cloned().unwrap_or_default();
        let content = bucket.write();
        self.bytes += content.len() as i64;
        link.execute(sql, args![&programme.0, &measure, day, self.state.seq, basis, content])?;
        Ok(false)
    }

    fn finish(&mut self, link: &mut Link, written: &mut Written) -> Result<()> {
        link.begin_write()?;
        match self.finish_in(link).and_then(|()| link.commit()) {
            Ok(()) => {
                written.programmes.extend(self.basis.drain().map(|(p, b)| (p, (self.state.seq, b))));
                Ok(())
            }
            Err(e) => {
                let _ = link.rollback();
                Err(e)
            }
        }
    }

    fn finish_in(&self, link: &mut Link) -> Result<()> {
        let seq = self.state.seq;
        // In one order for all processes, so that two of them never wait for each other.
        let mut programmes: Vec<_> = self.basis.iter().collect();
        programmes.sort();
        for (programme, basis) in programmes {
            let sql = "INSERT INTO cell_checkpoint (programme, seq, basis) VALUES ($1, $2, $3) \
                       ON CONFLICT (programme) DO UPDATE SET seq = excluded.seq, basis = excluded.basis \
                       WHERE cell_checkpoint.seq <= excluded.seq";
            if link.execute(sql, args![&programme.0, seq, basis])? == 0 {
                continue;
            }
            let old = "DELETE FROM cell_blob WHERE programme = $1 AND (basis <> $2 OR EXISTS (SELECT 1 FROM cell_blob n \
                       WHERE n.programme = cell_blob.programme AND n.measure = cell_blob.measure \
                       AND n.bucket = cell_blob.bucket AND n.basis = $2 AND n.seq > cell_blob.seq AND n.seq <= $3))";
            link.execute(old, args![&programme.0, basis, seq])?;
        }
        Ok(())
    }
}

/// What the checkpoints hold, under the published tree and counting.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub index: Index,
    pub written: Stands,
}

/// Reads the checkpoints of these programmes that still hold. A programme whose cells were counted otherwise is left out.
pub(crate) fn load(link: &mut Link, published: &Published, wanted: &HashSet<ProgrammeId>) -> Result<Loaded> {
    let mut loaded = Loaded::default();
    for row in link.rows("SELECT programme, seq, basis FROM cell_checkpoint", vec![])? {
        let (programme, seq, found) = (ProgrammeId(row.text(0)?), row.int(1)?, row.text(2)?);
        if wanted.contains(&programme) && found == basis(published, &programme) {
            loaded.index.programmes.insert(programme.clone(), Arc::default());
            loaded.written.insert(programme, (seq, found));
        }
    }
    for (programme, (seq, basis)) in &loaded.written {
        let sql = "SELECT measure, bucket, seq, content FROM cell_blob WHERE programme = $1 AND seq <= $2 AND basis = $3 \
                   ORDER BY measure, bucket, seq";
        let (index, counting) = (&mut loaded.index, &published.counting);
        link.each(sql, args![&programme.0, *seq, basis], &mut |row| {
            let (measure, day) = (row.str(0)?, date(row.int(1)?)?);
            let mut bucket =
                Bucket::read(row.blob(3)?).ok_or_else(|| StoreError::broken(format!("cells of {}", day_number(day))))?;
            bucket.touched = row.int(2)?;
            *index.bucket_mut(programme, measure, || counting.by_day(programme, measure), day) = bucket;
            Ok(())
        })?;
    }
    Ok(loaded)
}

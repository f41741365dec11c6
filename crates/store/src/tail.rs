//! Folding: the part of the log that the index doesn't know yet, and counting anew from records.

use crate::chain::{self, RECORD_STORED};
use crate::checkpoint::{self, Loaded};
use crate::db::args;
use crate::error::Result;
use crate::index::{Index, Measures, Published};
use crate::link::Link;
use crate::units;
use luodi_engine::Contribution;
use luodi_model::ProgrammeId;
use std::collections::HashSet;
use std::sync::Arc;

/// Log rows read at a time.
const CHUNK: i64 = 2_000;

/// Brings the published state from its event to `head`. Reads within the open transaction.
/// Only programmes that `counts` are counted.
pub(crate) fn catch_up(
    link: &mut Link,
    published: &mut Published,
    head: i64,
    counts: &dyn Fn(&ProgrammeId) -> bool,
) -> Result<()> {
    while published.seq < head {
        let to = head.min(published.seq + CHUNK);
        let sql = "SELECT e.seq, e.kind, e.payload, p.payload FROM event e LEFT JOIN event p ON p.seq = e.prev \
                   WHERE e.seq > $1 AND e.seq <= $2 ORDER BY e.seq";
        for row in link.rows(sql, args![published.seq, to])? {
            let seq = row.int(0)?;
            if row.str(1)? == RECORD_STORED {
                let record = chain::read_record(row.str(2)?)?;
                if !counts(&record.programme) {
                    continue;
                }
                let before = row.text_or_null(3)?.map(|p| chain::read_record(&p)).transpose()?;
                let old = before.map(|b| published.counting.contributions(&published.tree, &b)).unwrap_or_default();
                let taken = old.into_iter().map(|c| Contribution { cell: c.cell.negated(), ..c });
                for c in taken.chain(published.counting.contributions(&published.tree, &record)) {
                    published.index.add(&published.tree, &*published.counting, &record.programme, &c, seq);
                }
            } else if row.str(1)? == units::CHANGED && seq > published.tree_seq {
                let found = units::load(link)?;
                published.index = published.index.moved(&published.tree, &found.tree);
                published.tree = Arc::new(found.tree);
                published.tree_seq = found.seq;
            }
        }
        published.seq = to;
    }
    Ok(())
}

/// The cells of these programmes as of `head`, under the tree and the counting of `rules`: from checkpoints and the tail of
/// the log, else counted anew. Programmes whose basis is empty are not known yet and not counted.
pub(crate) fn cells_of(link: &mut Link, rules: &Published, wanted: HashSet<ProgrammeId>, head: i64) -> Result<Loaded> {
    let wanted: HashSet<ProgrammeId> = wanted.into_iter().filter(|p| !rules.counting.basis(p).is_empty()).collect();
    let Loaded { index, written } = checkpoint::load(link, rules, &wanted)?;
    let mut at = Published { index, seq: 0, ..rules.clone() };
    // Checkpoints of different programmes may stand at different events: the older ones are brought up first.
    let mut stands: Vec<(i64, ProgrammeId)> = written.iter().map(|(p, w)| (w.0, p.clone())).collect();
    stands.sort();
    let mut begun: HashSet<ProgrammeId> = HashSet::new();
    for (seq, programme) in stands {
        if begun.is_empty() {
            at.seq = seq;
        }
        catch_up(link, &mut at, seq, &|p| begun.contains(p))?;
        begun.insert(programme);
    }
    if !begun.is_empty() {
        catch_up(link, &mut at, head, &|p| begun.contains(p))?;
    }
    for programme in wanted.into_iter().filter(|p| !written.contains_key(p)) {
        let measures = recount(link, rules, &programme, head)?;
        at.index.programmes.insert(programme, measures);
    }
    Ok(Loaded { index: at.index, written })
}

/// Counts a programme's cells anew from its current records; `seq` is the event that they stand at.
fn recount(link: &mut Link, published: &Published, programme: &ProgrammeId, seq: i64) -> Result<Arc<Measures>> {
    let sql = "SELECT e.payload FROM record r JOIN event e ON e.seq = r.seq \
               WHERE r.register IN (SELECT no FROM register WHERE programme = $1)";
    let mut index = Index::default();
    link.each(sql, args![&programme.0], &mut |row| {
        let record = chain::read_record(row.str(0)?)?;
        for c in published.counting.contributions(&published.tree, &record) {
            index.add(&published.tree, &*published.counting, programme, &c, seq);
        }
        Ok(())
    })?;
    Ok(index.programmes.remove(programme).unwrap_or_default())
}

/// Programmes that have records.
pub(crate) fn programmes(link: &mut Link) -> Result<Vec<ProgrammeId>> {
    let rows = link.rows("SELECT DISTINCT programme FROM register", vec![])?;
    rows.iter().map(|r| Ok(ProgrammeId(r.text(0)?))).collect()
}

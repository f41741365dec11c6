//! Folding: the part of the log that the index doesn't know yet, and counting anew from records.

use crate::chain::{self, RECORD_STORED};
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
/// `skip`: programmes whose cells already stand at `head`.
pub(crate) fn catch_up(link: &mut Link, published: &mut Published, head: i64, skip: &HashSet<ProgrammeId>) -> Result<()> {
    while published.seq < head {
        let to = head.min(published.seq + CHUNK);
        let sql = "SELECT e.seq, e.kind, e.payload, p.payload FROM event e LEFT JOIN event p ON p.seq = e.prev \
                   WHERE e.seq > $1 AND e.seq <= $2 ORDER BY e.seq";
        for row in link.rows(sql, args![published.seq, to])? {
            let seq = row.int(0)?;
            if row.str(1)? == RECORD_STORED {
                let record = chain::read_record(row.str(2)?)?;
                if skip.contains(&record.programme) {
                    continue;
                }
                let before = row.text_or_null(3)?.map(|p| chain::read_record(&p)).transpose()?;
                let old = before.map(|b| published.counting.contributions(&published.tree, &b)).unwrap_or_default();
                let taken = old.into_iter().map(|c| Contribution { cell: c.cell.negated(), ..c });
                for c in taken.chain(published.counting.contributions(&published.tree, &record)) {
                    let by_day = published.counting.by_day(&record.programme, &c.measure);
                    published.index.add(&published.tree, &record.programme, by_day, &c, seq);
                }
            } else if row.str(1)? == units::CHANGED && seq > published.tree_seq {
                let (tree, tree_seq) = units::load(link)?;
                published.index = published.index.moved(&published.tree, &tree);
                published.tree = Arc::new(tree);
                published.tree_seq = tree_seq;
            }
        }
        published.seq = to;
    }
    Ok(())
}

/// Counts a programme's cells anew from its current records; `seq` is the event that they stand at.
pub(crate) fn recount(link: &mut Link, published: &Published, programme: &ProgrammeId, seq: i64) -> Result<Arc<Measures>> {
    let sql = "SELECT e.payload FROM record r JOIN event e ON e.seq = r.seq \
               WHERE r.register IN (SELECT no FROM register WHERE programme = $1)";
    let mut index = Index::default();
    link.each(sql, args![&programme.0], &mut |row| {
        let record = chain::read_record(row.str(0)?)?;
        for c in published.counting.contributions(&published.tree, &record) {
            let by_day = published.counting.by_day(programme, &c.measure);
            index.add(&published.tree, programme, by_day, &c, seq);
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

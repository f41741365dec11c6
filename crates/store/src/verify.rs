//! The verifier (核验): reads the whole log and checks that nothing was changed, that the current records are the last
//! versions in the log, and that the cells are what counting the records anew gives.

use crate::chain::{self, GENESIS, Hash, Hashed, RECORD_STORED};
use crate::db::{Row, args};
use crate::error::{Result, StoreError};
use crate::index::{Index, Published};
use crate::link::Link;
use crate::store::Store;
use crate::tables::attachment_id;
use crate::time::day_number;

/// Rows of the log read at a time.
const CHUNK: i64 = 5_000;

/// What the verifier found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Verification {
    pub events: i64,
    pub records: i64,
    /// Hash of the last event in hexadecimal: note it elsewhere, and a cut-off end of the log shows too.
    pub head: String,
    /// The first row of the log that doesn't follow from the one before.
    pub first_bad: Option<Bad>,
    /// Current records that are not the last version in the log (or that the table lacks).
    pub wrong_records: i64,
    pub first_wrong_record: Option<String>,
    /// Cells that differ from a recount.
    pub wrong_cells: i64,
    pub first_wrong_cell: Option<String>,
    pub attachments: i64,
    /// Files whose content is not what their id says.
    pub wrong_attachments: i64,
    pub first_wrong_attachment: Option<String>,
}

/// A row of the log that is not as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bad {
    pub seq: i64,
    pub what: &'static str,
}

impl Verification {
    /// Is everything as it should be?
    pub fn is_good(&self) -> bool {
        self.first_bad.is_none() && self.wrong_records == 0 && self.wrong_cells == 0 && self.wrong_attachments == 0
    }
    fn wrong_record(&mut self, text: impl FnOnce() -> String) {
        self.wrong_records += 1;
        self.first_wrong_record.get_or_insert_with(text);
    }
    fn wrong_cell(&mut self, text: impl FnOnce() -> String) {
        self.wrong_cells += 1;
        self.first_wrong_cell.get_or_insert_with(text);
    }
}

/// Checks everything, as of one moment. Reads the whole database; others read and write meanwhile.
pub async fn verify(store: &Store) -> Result<Verification> {
    let snapshot = store.snapshot().await?;
    let task = tokio::task::spawn_blocking(move || snapshot.with_link(verify_in));
    task.await.map_err(|e| StoreError::Panicked(e.to_string()))?
}

fn verify_in(link: &mut Link, published: &Published) -> Result<Verification> {
    let mut found = Verification::default();
    let last = verify_chain(link, published.seq, &mut found)?;
    verify_records(link, published, last, &mut found)?;
    verify_attachments(link, &mut found)?;
    Ok(found)
}

/// One bit per event: is it the last version of a record?
struct LastVersions(Vec<u64>);
impl LastVersions {
    fn set(&mut self, seq: i64, on: bool) {
        let Ok(at) = usize::try_from(seq) else { return };
        if self.0.len() <= at / 64 {
            self.0.resize(at / 64 + 1, 0);
        }
        if on { self.0[at / 64] |= 1 << (at % 64) } else { self.0[at / 64] &= !(1 << (at % 64)) }
    }
    fn take(&mut self, seq: i64) -> bool {
        let Ok(at) = usize::try_from(seq) else { return false };
        let is = self.0.get(at / 64).is_some_and(|w| w & (1 << (at % 64)) != 0);
        self.set(seq, false);
        is
    }
    fn left(&self) -> i64 {
        self.0.iter().map(|w| i64::from(w.count_ones())).sum()
    }
}

fn verify_chain(link: &mut Link, head: i64, found: &mut Verification) -> Result<LastVersions> {
    let mut last = LastVersions(vec![]);
    let (mut at, mut hash) = (0, GENESIS);
    while at < head {
        let sql = "SELECT seq, at_us, actor, unit, device, kind, subject, prev, payload, hash FROM event \
                   WHERE seq > $1 AND seq <= $2 ORDER BY seq";
        let to = head.min(at + CHUNK);
        for row in link.rows(sql, args![at, to])? {
            let seq = row.int(0)?;
            found.events += 1;
            if row.str(5)? == RECORD_STORED {
                last.set(seq, true);
                if let Some(prev) = row.int_or_null(7)? {
                    last.set(prev, false);
                }
            }
            if found.first_bad.is_none() {
                found.first_bad = check_row(&row, seq, at + 1, &mut hash)?;
            }
            at = seq;
        }
        if at < to {
            found.first_bad.get_or_insert(Bad { seq: at + 1, what: "行缺失" });
            at = to;
        }
    }
    let row = link.row("SELECT seq, hash FROM chain_head WHERE one = 1", vec![])?;
    let row = row.ok_or_else(|| StoreError::broken("no chain head"))?;
    if row.int(0)? != head || row.blob(1)? != hash {
        found.first_bad.get_or_insert(Bad { seq: head, what: "链尾与最后一行不符" });
    }
    let more = link.row("SELECT MAX(seq) FROM event", vec![])?.map(|r| r.int_or_null(0)).transpose()?.flatten();
    if more.unwrap_or(0) > head {
        found.first_bad.get_or_insert(Bad { seq: head + 1, what: "链尾之后多出行" });
    }
    found.head = hash.iter().map(|b| format!("{b:02x}")).collect();
    Ok(last)
}

fn check_row(row: &Row, seq: i64, expected: i64, hash: &mut Hash) -> Result<Option<Bad>> {
    if seq != expected {
        return Ok(Some(Bad { seq: expected, what: "行缺失" }));
    }
    let device = row.text_or_null(4)?;
    let hashed = Hashed {
        seq,
        at_us: row.int(1)?,
        actor: row.int(2)?,
        unit: row.int(3)?,
        device: device.as_deref(),
        kind: row.str(5)?,
        subject: row.str(6)?,
        prev: row.int_or_null(7)?,
        payload: row.str(8)?,
    };
    let computed = hashed.hash(hash);
    if computed != row.blob(9)? {
        return Ok(Some(Bad { seq, what: "内容与校验值不符" }));
    }
    *hash = computed;
    Ok(None)
}

/// Every current record must be the last version of its id in the log and say the same as its row; counting them anew
/// must give the cells.
fn verify_records(link: &mut Link, published: &Published, mut last: LastVersions, found: &mut Verification) -> Result<()> {
    let mut recount = Index::default();
    let sql = "SELECT r.id, r.unit, r.day, r.state, r.version, r.seq, g.programme, g.name, r.no, e.payload FROM record r \
               JOIN register g ON g.no = r.register LEFT JOIN event e ON e.seq = r.seq";
    link.each(sql, vec![], &mut |row| {
        found.records += 1;
        let id = row.uuid(0)?;
        let is_last = last.take(row.int(5)?);
        let record = row.text_or_null(9)?.and_then(|p| chain::read_record(&p).ok());
        let Some(record) = record.filter(|_| is_last) else {
            found.wrong_record(|| format!("{id}：不是日志中的最后一版"));
            return Ok(());
        };
        let same = record.id.0 == id
            && record.unit == row.unit(1)?
            && day_number(record.day) == row.int(2)?
            && record.state == row.str(3)?
            && i64::from(record.version) == row.int(4)?
            && record.programme.0 == row.str(6)?
            && record.register == row.str(7)?;
        if !same {
            found.wrong_record(|| format!("{id}：与日志中的内容不符"));
        }
        for c in published.counting.contributions(&published.tree, &record) {
            recount.add(&published.tree, &*published.counting, &record.programme, &c, 0);
        }
        Ok(())
    })?;
    for _ in 0..last.left() {
        found.wrong_record(|| "日志中有记录，台账中没有".to_string());
    }
    compare(published, &recount, found);
    Ok(())
}

/// A file is known by its content: it is the one that was uploaded or not there.
fn verify_attachments(link: &mut Link, found: &mut Verification) -> Result<()> {
    link.each("SELECT id, content FROM attachment", vec![], &mut |row| {
        found.attachments += 1;
        let computed = attachment_id(row.blob(1)?);
        if computed.0[..] != *row.blob(0)? {
            found.wrong_attachments += 1;
            found.first_wrong_attachment.get_or_insert_with(|| computed.to_string());
        }
        Ok(())
    })
}

/// Cell by cell, both ways.
fn compare(published: &Published, recount: &Index, found: &mut Verification) {
    for (kept, other, extra) in [(&published.index, recount, false), (recount, &published.index, true)] {
        for (programme, measure, day, bucket) in kept.buckets() {
            let mut positions = vec![];
            bucket.visit(&mut |position, _| positions.push(position));
            let twin = other.measure(programme, measure).and_then(|m| m.buckets.get(&day));
            for position in positions {
                let range = published.tree.subtree(published.tree.at(position).id);
                let there = twin.map(|b| b.subtree(&range)).unwrap_or_default();
                // The second way round only finds what the first could not see.
                if (extra && there != Default::default()) || bucket.subtree(&range) == there {
                    continue;
                }
                found.wrong_cell(|| format!("{programme} {measure} {day} {}", published.tree.at(position).code));
            }
        }
    }
}

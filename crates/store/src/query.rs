//! Reads that the writer's batch and the readers' snapshots share: the same SQL, the same meaning.

use crate::chain;
use crate::db::{Arg, Row, args};
use crate::error::{Result, StoreError};
use crate::facts::shared_record;
use crate::index::{Published, add_to};
use crate::link::Link;
use jiff::civil::Date;
use luodi_engine::{Cell, Event, Filing, RecordQuery, StoredRecord};
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::sync::Arc;

/// Records are loaded this many at a time.
pub(crate) const CHUNK: usize = 512;

/// Subtrees up to this many units are looked up unit by unit; larger ones by walking the register in order of days.
const SMALL_SUBTREE: usize = 2_000;

/// Conditions with their values, numbered as they are added.
#[derive(Default, Debug, Clone)]
pub(crate) struct Where {
    text: String,
    pub args: Vec<Arg>,
}

impl Where {
    /// Adds a condition; each `?` in it stands for the next of the values.
    pub fn and(&mut self, condition: &str, values: Vec<Arg>) {
        self.text.push_str(if self.text.is_empty() { " WHERE " } else { " AND " });
        let mut next = self.args.len();
        for c in condition.chars() {
            if c == '?' {
                next += 1;
                self.text.push('$');
                self.text.push_str(&next.to_string());
            } else {
                self.text.push(c);
            }
        }
        self.args.extend(values);
    }
    pub fn text(&self) -> &str {
        &self.text
    }
    /// Limits `column` to the units of a subtree.
    pub fn within(&mut self, column: &str, tree: &UnitTree, unit: UnitId) {
        let range = tree.subtree(unit);
        let (from, past) = (i64::from(range.start), i64::from(range.end));
        match range.len() {
            0 => self.and("1 = 0", vec![]),
            1 => self.and(&format!("{column} = ?"), args![unit]),
            n if n == tree.len() => {}
            n if n <= SMALL_SUBTREE => {
                self.and(&format!("{column} IN (SELECT id FROM unit WHERE pos >= ? AND pos < ?)"), args![from, past]);
            }
            _ => {
                let condition = format!("EXISTS (SELECT 1 FROM unit u WHERE u.id = {column} AND u.pos >= ? AND u.pos < ?)");
                self.and(&condition, args![from, past]);
            }
        }
    }
    pub fn days(&mut self, column: &str, days: (Date, Date)) {
        self.and(&format!("{column} >= ? AND {column} <= ?"), args![days.0, days.1]);
    }
}

/// Where a record was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Found {
    pub day: i64,
    pub id: uuid::Uuid,
    pub seq: i64,
}

/// Matching records in the order of day and id.
pub(crate) fn find(link: &mut Link, tree: &UnitTree, query: &RecordQuery<'_>) -> Result<Vec<Found>> {
    let mut w = Where::default();
    let register = "r.register = (SELECT no FROM register WHERE programme = ? AND name = ?)";
    w.and(register, args![&query.programme.0, query.register]);
    if let Some(unit) = query.within {
        w.within("r.unit", tree, unit);
    }
    if let Some(days) = query.days {
        w.days("r.day", days);
    }
    let mut found = vec![];
    let sql = format!("SELECT r.day, r.id, r.seq FROM record r{}", w.text());
    link.each(sql, w.args, &mut |row| {
        found.push(Found { day: row.int(0)?, id: row.uuid(1)?, seq: row.int(2)? });
        Ok(())
    })?;
    found.sort_unstable();
    Ok(found)
}

/// The records found, in their order.
pub(crate) fn load(link: &mut Link, found: &[Found]) -> Result<Vec<Arc<StoredRecord>>> {
    let keys = found.iter().map(|f| Arg::from(f.seq)).collect();
    let rows = link.rows_in("SELECT seq, payload FROM event WHERE seq IN", keys, "")?;
    let mut by_seq = HashMap::with_capacity(rows.len());
    for row in rows {
        by_seq.insert(row.int(0)?, shared_record(row.str(1)?)?);
    }
    Ok(found.iter().filter_map(|f| by_seq.remove(&f.seq)).collect())
}

/// Counts a measure from records over days that no bucket answers.
pub(crate) fn count_edge(
    link: &mut Link,
    published: &Published,
    programme: &ProgrammeId,
    measure: &str,
    unit: UnitId,
    subtree: bool,
    days: (Date, Date),
) -> Result<Cell> {
    let mut w = Where::default();
    w.and("r.register IN (SELECT no FROM register WHERE programme = ?)", args![&programme.0]);
    if subtree {
        w.within("r.unit", &published.tree, unit);
    } else {
        w.and("r.unit = ?", args![unit]);
    }
    w.days("r.day", days);
    let sql = format!("SELECT e.payload FROM record r JOIN event e ON e.seq = r.seq{}", w.text());
    let mut cell = Cell::default();
    link.each(sql, w.args, &mut |row| {
        let record = chain::read_record(row.str(0)?)?;
        for c in published.counting.contributions(&published.tree, &record).iter().filter(|c| c.measure == measure) {
            add_to(&mut cell, &c.cell);
        }
        Ok(())
    })?;
    Ok(cell)
}

pub(crate) fn record_by_id(link: &mut Link, id: RecordId) -> Result<Option<Arc<StoredRecord>>> {
    let sql = "SELECT e.payload FROM record r JOIN event e ON e.seq = r.seq WHERE r.id = $1";
    link.row(sql, args![id])?.map(|row| shared_record(row.str(0)?)).transpose()
}

pub(crate) fn filings(programme: &ProgrammeId, form: &str, unit: UnitId, first: Date) -> (&'static str, Vec<Arg>) {
    let sql = "SELECT e.payload FROM filing f JOIN event e ON e.seq = f.seq \
               WHERE f.programme = $1 AND f.form = $2 AND f.unit = $3 AND f.first = $4 ORDER BY f.version";
    (sql, args![&programme.0, form, unit, first])
}

/// The filing of a row whose first column is a payload.
pub(crate) fn filing(row: &Row) -> Result<Arc<Filing>> {
    match chain::read_event(row.str(0)?)? {
        Event::ReturnFiled(filing) => Ok(Arc::new(filing)),
        _ => Err(StoreError::broken("a filing points at an event that is none")),
    }
}

pub(crate) fn zero_reported(programme: &ProgrammeId, duty: &str, unit: UnitId, first: Date) -> (&'static str, Vec<Arg>) {
    let sql = "SELECT at_us FROM zero_report WHERE programme = $1 AND duty = $2 AND unit = $3 AND first = $4";
    (sql, args![&programme.0, duty, unit, first])
}

pub(crate) fn answer(programme: &ProgrammeId, ask: &str) -> (&'static str, Vec<Arg>) {
    ("SELECT value FROM answer WHERE programme = $1 AND ask = $2", args![&programme.0, ask])
}

/// An answer as it was given; the engine reads it by the ask's type.
pub(crate) fn answer_json(json: &str) -> Result<Json> {
    serde_json::from_str(json).map_err(|e| StoreError::broken(format!("answer: {e}")))
}

/// What an administrator has said of days: worked or free.
pub(crate) type Calendar = std::collections::BTreeMap<Date, bool>;

pub(crate) fn calendar(link: &mut Link) -> Result<Calendar> {
    let rows = link.rows("SELECT day, working FROM calendar_day", vec![])?;
    rows.iter().map(|r| Ok((r.day(0)?, r.flag(1)?))).collect()
}

//! Pages of records for lists, and the history of one record.

use crate::chain;
use crate::db::{Conn, args};
use crate::error::{Result, StoreError};
use crate::query::Where;
use crate::store::Store;
use futures_util::StreamExt;
use jiff::{Timestamp, civil::Date};
use luodi_engine::{Event, StoredRecord};
use luodi_model::{Number, ProgrammeId, RecordId, UnitId, UserId};
use serde_json::Value as Json;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

/// Matches are counted up to here; a list with more says "more than".
const TOTAL_MAX: i64 = 100_000;
/// Records that a search or an order by a field may look through.
const SCAN_MAX: usize = 1_000_000;

/// The order of a page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// Latest day first.
    #[default]
    Newest,
    Oldest,
    /// Last changed first.
    Changed,
    /// By a field: numbers by size, texts by their characters, blanks last.
    Field {
        name: String,
        descending: bool,
    },
}

/// Which records, in which order, how many.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordList {
    pub programme: ProgrammeId,
    pub register: String,
    /// The unit and everything under it.
    pub within: Option<UnitId>,
    pub days: Option<(Date, Date)>,
    pub state: Option<String>,
    /// Text that some field must contain (case of Latin letters doesn't matter).
    pub text: Option<String>,
    pub order: Order,
    pub limit: u32,
    pub offset: u32,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct RecordPage {
    pub records: Vec<Arc<StoredRecord>>,
    pub total: i64,
    /// There are more than `total`; they were not counted.
    pub more: bool,
}

/// One version of a record with the event that stored it.
#[derive(Clone, PartialEq, Debug)]
pub struct Version {
    pub seq: i64,
    pub at: Timestamp,
    pub by: UserId,
    pub by_unit: UnitId,
    pub device: Option<String>,
    pub record: StoredRecord,
    pub reason: Option<String>,
}

impl Store {
    /// The current version of a record.
    pub async fn record(&self, id: RecordId) -> Result<Option<Arc<StoredRecord>>> {
        let sql = "SELECT e.payload FROM record r JOIN event e ON e.seq = r.seq WHERE r.id = $1";
        let row = self.readers().acquire().await?.row(sql, args![id]).await?;
        row.map(|r| crate::facts::shared_record(r.str(0)?)).transpose()
    }

    /// A page of records.
    pub async fn records(&self, list: &RecordList) -> Result<RecordPage> {
        let w = self.list_where(list);
        let mut conn = self.readers().acquire().await?;
        if list.text.is_none() && !matches!(list.order, Order::Field { .. }) {
            return plain_page(&mut conn, &w, list).await;
        }
        let found = scan(&mut conn, &w, list).await?;
        let total = found.len() as i64;
        let page: Vec<i64> = found.into_iter().skip(list.offset as usize).take(list.limit as usize).map(|f| f.seq).collect();
        Ok(RecordPage { records: load(&mut conn, &page).await?, total, more: false })
    }

    fn list_where(&self, list: &RecordList) -> Where {
        let mut w = Where::default();
        let register = "r.register = (SELECT no FROM register WHERE programme = ? AND name = ?)";
        w.and(register, args![&list.programme.0, &list.register]);
        if let Some(unit) = list.within {
            w.within("r.unit", &self.units(), unit);
        }
        if let Some(days) = list.days {
            w.days("r.day", days);
        }
        if let Some(state) = &list.state {
            w.and("r.state = ?", args![state]);
        }
        if let Some(text) = &list.text {
            // A first sieve over the whole JSON; which field holds it is looked at afterwards.
            w.and("lower(e.payload) LIKE ? ESCAPE '~'", args![like(text)]);
        }
        w
    }

    /// All versions of a record, oldest first.
    pub async fn history(&self, id: RecordId) -> Result<Vec<Version>> {
        let sql = "WITH RECURSIVE h (seq, at_us, actor, unit, device, payload, prev) AS (\
                   SELECT e.seq, e.at_us, e.actor, e.unit, e.device, e.payload, e.prev FROM event e \
                   JOIN record r ON r.seq = e.seq WHERE r.id = $1 \
                   UNION ALL SELECT e.seq, e.at_us, e.actor, e.unit, e.device, e.payload, e.prev FROM event e \
                   JOIN h ON e.seq = h.prev) \
                   SELECT seq, at_us, actor, unit, device, payload FROM h ORDER BY seq";
        let rows = self.readers().acquire().await?.rows(sql, args![id]).await?;
        let mut versions = Vec::with_capacity(rows.len());
        for row in rows {
            let Event::RecordStored { record, reason, .. } = chain::read_event(row.str(5)?)? else {
                return Err(StoreError::broken(format!("event {} is no record", row.int(0)?)));
            };
            versions.push(Version {
                seq: row.int(0)?,
                at: row.time(1)?,
                by: row.user(2)?,
                by_unit: row.unit(3)?,
                device: row.text_or_null(4)?,
                record: *record,
                reason,
            });
        }
        Ok(versions)
    }
}

async fn plain_page(conn: &mut Conn, w: &Where, list: &RecordList) -> Result<RecordPage> {
    let order = match list.order {
        Order::Oldest => "r.day, r.no",
        Order::Changed => "r.changed_us DESC, r.no DESC",
        Order::Newest | Order::Field { .. } => "r.day DESC, r.no DESC",
    };
    let sql = format!("SELECT r.seq FROM record r{} ORDER BY {order} LIMIT {} OFFSET {}", w.text(), list.limit, list.offset);
    let seqs = conn.rows(sql, w.args.clone()).await?.iter().map(|r| r.int(0)).collect::<Result<Vec<_>>>()?;
    let records = load(conn, &seqs).await?;
    let sql = format!("SELECT COUNT(*) FROM (SELECT 1 AS one FROM record r{} LIMIT {}) AS m", w.text(), TOTAL_MAX + 1);
    let total = conn.row(sql, w.args.clone()).await?.map(|r| r.int(0)).transpose()?.unwrap_or(0);
    Ok(RecordPage { records, total: total.min(TOTAL_MAX), more: total > TOTAL_MAX })
}

/// What is kept of a match until its page is known.
struct Match {
    seq: i64,
    day: i64,
    changed: i64,
    key: Key,
}

#[derive(PartialEq)]
enum Key {
    Number(rust_decimal::Decimal),
    Text(String),
    Blank,
}

impl Key {
    fn of(json: Option<&Json>) -> Key {
        match json {
            None | Some(Json::Null) => Key::Blank,
            Some(json) => match Number::from_json(json) {
                Some(n) => Key::Number(n.shown),
                None => Key::Text(json.as_str().map_or_else(|| json.to_string(), str::to_string)),
            },
        }
    }
    /// Blanks stand last whichever way the rest is ordered.
    fn compare(&self, other: &Key, descending: bool) -> Ordering {
        let order = match (self, other) {
            (Key::Blank, Key::Blank) => return Ordering::Equal,
            (Key::Blank, _) => return Ordering::Greater,
            (_, Key::Blank) => return Ordering::Less,
            (Key::Number(a), Key::Number(b)) => a.cmp(b),
            (Key::Number(_), Key::Text(_)) => Ordering::Less,
            (Key::Text(_), Key::Number(_)) => Ordering::Greater,
            (Key::Text(a), Key::Text(b)) => a.cmp(b),
        };
        if descending { order.reverse() } else { order }
    }
}

/// Looks through all candidates: for a text, or for the order of a field's values (decimals are texts in JSON, and two
/// databases order texts differently).
async fn scan(conn: &mut Conn, w: &Where, list: &RecordList) -> Result<Vec<Match>> {
    let sql = format!("SELECT r.seq, r.day, r.changed_us, e.payload FROM record r JOIN event e ON e.seq = r.seq{}", w.text());
    let needle = list.text.as_ref().map(|t| t.to_lowercase());
    let mut found = vec![];
    let mut rows = conn.stream(sql, w.args.clone())?;
    while let Some(row) = rows.next().await {
        let row = row?;
        let record = chain::read_record(row.str(3)?)?;
        if needle.as_ref().is_some_and(|n| !record.fields.values().any(|v| contains(v, n))) {
            continue;
        }
        if found.len() == SCAN_MAX {
            return Err(StoreError::TooMany(SCAN_MAX));
        }
        let key = match &list.order {
            Order::Field { name, .. } => Key::of(record.fields.get(name)),
            _ => Key::Blank,
        };
        found.push(Match { seq: row.int(0)?, day: row.int(1)?, changed: row.int(2)?, key });
    }
    match &list.order {
        Order::Newest => found.sort_by_key(|m| (std::cmp::Reverse(m.day), std::cmp::Reverse(m.seq))),
        Order::Oldest => found.sort_by_key(|m| (m.day, m.seq)),
        Order::Changed => found.sort_by_key(|m| (std::cmp::Reverse(m.changed), std::cmp::Reverse(m.seq))),
        Order::Field { descending, .. } => {
            found.sort_by(|a, b| a.key.compare(&b.key, *descending).then(b.day.cmp(&a.day)).then(b.seq.cmp(&a.seq)));
        }
    }
    Ok(found)
}

fn contains(value: &Json, needle: &str) -> bool {
    match value {
        Json::String(s) => s.to_lowercase().contains(needle),
        Json::Array(list) => list.iter().any(|v| contains(v, needle)),
        Json::Object(o) => o.values().any(|v| contains(v, needle)),
        Json::Number(n) => n.to_string().contains(needle),
        Json::Null | Json::Bool(_) => false,
    }
}

/// A LIKE pattern for a text as it stands inside JSON.
fn like(text: &str) -> String {
    let json = Json::String(text.to_lowercase()).to_string();
    let inside = &json[1..json.len() - 1];
    let mut pattern = String::from("%");
    for c in inside.chars() {
        if matches!(c, '%' | '_' | '~') {
            pattern.push('~');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// The records stored by these events, in this order.
async fn load(conn: &mut Conn, seqs: &[i64]) -> Result<Vec<Arc<StoredRecord>>> {
    let mut by_seq = HashMap::with_capacity(seqs.len());
    for chunk in seqs.chunks(500) {
        let mut w = Where::default();
        let marks = vec!["?"; chunk.len()].join(",");
        w.and(&format!("seq IN ({marks})"), chunk.iter().map(|s| crate::db::Arg::from(*s)).collect());
        for row in conn.rows(format!("SELECT seq, payload FROM event{}", w.text()), w.args).await? {
            by_seq.insert(row.int(0)?, crate::facts::shared_record(row.str(1)?)?);
        }
    }
    Ok(seqs.iter().filter_map(|s| by_seq.remove(s)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_its_text_alone() {
        assert_eq!(like("50%_a~\"b"), "%50~%~_a~~\\\"b%");
    }
}

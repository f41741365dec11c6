//! What the suites share: a small world of units and records, and jobs as an engine would decide them.
#![allow(dead_code)] // Each suite uses its part.

pub mod postgres;

use indexmap::IndexMap;
use jiff::{Timestamp, civil::Date};
use luodi_engine::{Cell, Contribution, Event, Facts, Refusal, StoredRecord};
use luodi_model::{ProgrammeId, RecordId, Unit, UnitId, UnitTree, UserId};
use luodi_store::{Counting, Job, Stamp, Store};
use serde_json::json;
use std::sync::Arc;

/// Where a case keeps its database.
#[derive(Debug)]
pub struct World {
    pub address: String,
    pub dir: tempfile::TempDir,
}

impl World {
    pub fn sqlite() -> World {
        let dir = tempfile::tempdir().expect("temporary directory");
        World { address: format!("sqlite:{}", dir.path().join("luodi.db").display()), dir }
    }
    pub fn postgres(name: &str) -> Option<World> {
        let dir = tempfile::tempdir().expect("temporary directory");
        Some(World { address: postgres::new_database(name)?, dir })
    }
    pub async fn open(&self) -> Store {
        Store::open(&self.address, Arc::new(Tally)).await.expect("store opens")
    }
    /// With a tree of five units.
    pub async fn ready(&self) -> Store {
        let store = self.open().await;
        store.put_units(&stamp(0), small_tree()).await.expect("units");
        store
    }
}

/// Counts records (`count`, `daily` by day) and adds up the field `n` (`sum`), unless the state is 作废.
#[derive(Debug)]
pub struct Tally;
impl Counting for Tally {
    fn contributions(&self, _: &UnitTree, record: &StoredRecord) -> Vec<Contribution> {
        if record.state == "作废" {
            return vec![];
        }
        let make = |measure: &str, cell| Contribution { measure: measure.into(), unit: record.unit, day: record.day, cell };
        let n = record.fields.get("n").and_then(|n| n.as_str()).and_then(|n| n.parse().ok());
        let one = Cell { count: 1, ..Cell::default() };
        let sum = Cell { count: 1, sum: n.unwrap_or_default(), unknown: i64::from(n.is_none()) };
        vec![make("count", one), make("daily", one), make("sum", sum)]
    }
    fn by_day(&self, _: &ProgrammeId, measure: &str) -> bool {
        measure == "daily"
    }
    fn basis(&self, _: &ProgrammeId) -> String {
        "1".into()
    }
}

pub fn programme() -> ProgrammeId {
    ProgrammeId("tours".into())
}

/// The same with sums of the doubled field: what a later version of the programme might say.
#[derive(Debug)]
pub struct Doubled;
impl Counting for Doubled {
    fn contributions(&self, units: &UnitTree, record: &StoredRecord) -> Vec<Contribution> {
        let mut all = Tally.contributions(units, record);
        all.iter_mut().for_each(|c| c.cell.sum *= rust_decimal::Decimal::TWO);
        all
    }
    fn by_day(&self, programme: &ProgrammeId, measure: &str) -> bool {
        Tally.by_day(programme, measure)
    }
    fn basis(&self, _: &ProgrammeId) -> String {
        "2".into()
    }
}

/// Seconds after a fixed instant.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).expect("in range")
}

pub fn stamp(second: i64) -> Stamp {
    Stamp { user: UserId(7), unit: UnitId(1), device: Some("测试".into()), at: at(second) }
}

pub fn unit(id: u32, parent: Option<u32>, level: &str) -> Unit {
    Unit {
        id: UnitId(id),
        parent: parent.map(UnitId),
        code: format!("u{id}"),
        level: level.into(),
        name: format!("单位{id}"),
        aliases: vec![],
        tags: vec![],
        from: None,
        to: None,
    }
}

/// 1 县 (2 乡 (4 村, 5 村), 3 乡 (6 村)).
pub fn small_tree() -> Vec<Unit> {
    vec![
        unit(1, None, "县"),
        unit(2, Some(1), "乡"),
        unit(3, Some(1), "乡"),
        unit(4, Some(2), "村"),
        unit(5, Some(2), "村"),
        unit(6, Some(3), "村"),
    ]
}

pub fn id(n: u128) -> RecordId {
    RecordId(uuid::Uuid::from_u128(n))
}

/// A first version; `n` empty: unknown.
pub fn record(n: u128, unit: u32, day: &str, value: &str) -> StoredRecord {
    let mut fields = IndexMap::new();
    if !value.is_empty() {
        fields.insert("n".to_string(), json!(value));
    }
    fields.insert("note".to_string(), json!(format!("第{n}次巡讲，\"参加\"人数见表")));
    StoredRecord {
        id: id(n),
        programme: programme(),
        register: "session".into(),
        unit: UnitId(unit),
        day: day.parse::<Date>().expect("a day"),
        state: "已登记".into(),
        version: 1,
        fields,
        marks: IndexMap::new(),
        findings: vec![],
        entered: IndexMap::new(),
        earlier: vec![],
        created_at: at(0),
        changed_at: at(0),
        changed_by: UserId(7),
    }
}

pub fn stored(record: StoredRecord) -> Event {
    Event::RecordStored { record: Box::new(record), before: None, reason: None }
}

pub fn job(second: i64, decide: impl FnMut(&dyn Facts) -> Result<Vec<Event>, Refusal> + Send + 'static) -> Job {
    Job { stamp: stamp(second), record: None, key: None, decide: Box::new(decide) }
}

/// A submission as an engine decides it: a new record, or whatever the store makes of a known id.
pub fn submit(record: StoredRecord) -> Job {
    Job { record: Some(record.id), ..job(1, move |_| Ok(vec![stored(record.clone())])) }
}

/// The next version of a record, changed by `change`.
pub fn change(n: u128, seen: u32, change: impl Fn(&mut StoredRecord) + Send + 'static) -> Job {
    let decide = move |facts: &dyn Facts| {
        let before = facts.record(id(n)).ok_or(Refusal::NotFound)?;
        if before.version != seen {
            return Err(Refusal::Conflict { current: before.version });
        }
        let mut record = before.as_ref().clone();
        record.version += 1;
        change(&mut record);
        Ok(vec![Event::RecordStored {
            record: Box::new(record),
            before: Some(Box::new(before.as_ref().clone())),
            reason: Some("更正".into()),
        }])
    };
    Job { record: Some(id(n)), ..job(2, decide) }
}

pub fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

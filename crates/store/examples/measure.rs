//! Measures the store: `measure write|bulk|cells [n]`. Build with `--release`. Addresses: SQLite in a temporary directory,
//! or `LUODI_MEASURE_ADDRESS`.
#![allow(clippy::disallowed_methods)] // It measures durations.

use indexmap::IndexMap;
use jiff::{Timestamp, civil::Date};
use luodi_engine::{Cell, Contribution, Event, StoredRecord};
use luodi_model::{ProgrammeId, RecordId, Unit, UnitId, UnitTree, UserId};
use luodi_store::{Counting, Job, Stamp, Store};
use rust_decimal::Decimal;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The binary's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One count and three sums.
struct Four;
impl Counting for Four {
    fn contributions(&self, _: &UnitTree, record: &StoredRecord) -> Vec<Contribution> {
        let mut out = Vec::with_capacity(4);
        for (i, name) in ["n1", "n2", "n3"].into_iter().enumerate() {
            let sum = record.fields.get(name).and_then(|n| n.as_str()).and_then(|n| n.parse::<Decimal>().ok());
            let cell = Cell { count: 1, sum: sum.unwrap_or_default(), unknown: i64::from(sum.is_none()) };
            if i == 0 {
                let one = Cell { count: 1, ..Cell::default() };
                out.push(Contribution { measure: "count".into(), unit: record.unit, day: record.day, cell: one });
            }
            out.push(Contribution { measure: name.into(), unit: record.unit, day: record.day, cell });
        }
        out
    }
    fn by_day(&self, _: &ProgrammeId, _: &str) -> bool {
        false
    }
    fn basis(&self, _: &ProgrammeId) -> String {
        "1".into()
    }
}

/// A small generator that is good enough for spreading (splitmix64).
fn mix(n: u64) -> u64 {
    let mut z = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// 1 nation, 31 provinces, 342 cities, 2,978 counties, 41,352 towns, the rest villages: 693,221 in all.
fn nation(all: u32) -> Vec<Unit> {
    let sizes = [1u32, 31, 342, 2_978, 41_352];
    let names = ["国", "省", "市", "县", "乡", "村"];
    let mut units: Vec<Unit> = vec![];
    let mut above = 0u32..0;
    for (level, name) in names.iter().enumerate() {
        let n = sizes.get(level).copied().unwrap_or(all.saturating_sub(sizes.iter().sum()));
        let first = units.len() as u32;
        for i in 0..n {
            let parent = (!above.is_empty()).then(|| above.start + (u64::from(i) * above.len() as u64 / u64::from(n)) as u32);
            units.push(Unit {
                id: UnitId(first + i + 1),
                parent: parent.map(|p| UnitId(p + 1)),
                code: format!("{}", 100_000_000_000u64 + u64::from(first + i)),
                level: (*name).into(),
                name: format!("{name}{i}"),
                aliases: vec![],
                tags: vec![],
                from: None,
                to: None,
            });
        }
        above = first..first + n;
    }
    units
}

fn record(n: u64, units: u64, months: u64) -> StoredRecord {
    let r = mix(n);
    let month = r % months;
    let village = 44_704 + (r >> 8) % (units - 44_704);
    let mut fields = IndexMap::new();
    fields.insert("n1".to_string(), json!((r >> 16 & 511).to_string()));
    fields.insert("n2".to_string(), json!(format!("{}.5", r >> 24 & 0x1_ffff)));
    fields.insert("n3".to_string(), json!(format!("{}.25", r >> 40 & 127)));
    for (k, v) in [("indicator", "JK7"), ("name", "健康巡讲登记表"), ("note", "本月已完成，参加人数见附表"), ("by", "村医")]
    {
        fields.insert(k.to_string(), json!(v));
    }
    let at = Timestamp::from_second(1_700_000_000).unwrap_or_default();
    StoredRecord {
        id: RecordId(uuid::Uuid::from_u64_pair(mix(n ^ 0xabcd), r)),
        programme: ProgrammeId("tours".into()),
        register: "session".into(),
        unit: UnitId(village as u32 + 1),
        day: Date::constant(2025 + (month / 12) as i16, (month % 12 + 1) as i8, (r >> 50 & 15) as i8 + 1),
        state: "已登记".into(),
        version: 1,
        fields,
        marks: IndexMap::new(),
        earlier: vec![],
        findings: vec![],
        entered: IndexMap::new(),
        created_at: at,
        changed_at: at,
        changed_by: UserId(1),
    }
}

fn stamp() -> Stamp {
    Stamp { user: UserId(1), unit: UnitId(1), device: None, at: Timestamp::from_second(1_700_000_000).unwrap_or_default() }
}

/// Seconds of CPU that this process used: says more than the clock on a busy machine.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |i: usize| after.split_whitespace().nth(i).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

async fn open(units: u32) -> (Store, String, tempfile::TempDir) {
    let dir = tempfile::tempdir_in("/tmp").expect("a directory");
    let address =
        std::env::var("LUODI_MEASURE_ADDRESS").unwrap_or_else(|_| format!("sqlite:{}", dir.path().join("m.db").display()));
    let store = Store::open(&address, Arc::new(Four)).await.expect("opens");
    if store.units().is_empty() {
        let start = Instant::now();
        store.put_units(&stamp(), nation(units)).await.expect("units");
        println!("units: {units} written in {:?}, {:.1} s CPU", start.elapsed(), cpu_seconds());
    }
    (store, address, dir)
}

/// 32 closed-loop clients, one durable record each time.
async fn write(seconds: u64, clients: u64) {
    let (store, _address, _dir) = open(60_000).await;
    let cpu = cpu_seconds();
    let stop = Instant::now() + Duration::from_secs(seconds);
    let next = Arc::new(AtomicU64::new(0));
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (store, next) = (store.clone(), next.clone());
            tokio::spawn(async move {
                let mut times = vec![];
                while Instant::now() < stop {
                    let r = record(next.fetch_add(1, Ordering::Relaxed), 60_000, 16);
                    let id = r.id;
                    let decide = move |facts: &dyn luodi_engine::Facts| {
                        assert!(facts.record(r.id).is_none());
                        Ok(vec![Event::RecordStored { record: Box::new(r.clone()), before: None, reason: None }])
                    };
                    let start = Instant::now();
                    store
                        .write(Job { stamp: stamp(), record: Some(id), key: None, decide: Box::new(decide) })
                        .await
                        .expect("stored");
                    times.push(start.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = vec![];
    for task in tasks {
        times.extend(task.await.expect("client"));
    }
    times.sort();
    let at = |p: f64| times[((times.len() - 1) as f64 * p) as usize];
    println!(
        "write: {clients} clients {:.0}/s, {:.0} per CPU second, p50 {:?}, p99 {:?}, p99.9 {:?}, max {:?}, {} MB",
        times.len() as f64 / seconds as f64,
        times.len() as f64 / (cpu_seconds() - cpu),
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0),
        memory_mb()
    );
}

async fn bulk(n: u64) {
    const CHUNK: u64 = 5_000;
    let (store, address, _dir) = open(693_221).await;
    let start = Instant::now();
    let cpu = cpu_seconds();
    let mut waiting: Option<tokio::task::JoinHandle<_>> = None;
    for first in (0..n).step_by(CHUNK as usize) {
        let store = store.clone();
        let task = tokio::spawn(async move {
            let records = (first..(first + CHUNK).min(n)).map(|i| record(i, 693_221, 16)).collect();
            store.bulk_records(&stamp(), records).await.expect("imported")
        });
        if let Some(before) = waiting.replace(task) {
            before.await.expect("imported");
        }
        if first % 1_000_000 == 0 && first > 0 {
            println!("  {first} at {:.0}/s", first as f64 / start.elapsed().as_secs_f64());
        }
    }
    if let Some(last) = waiting {
        last.await.expect("imported");
    }
    let cpu = cpu_seconds() - cpu;
    println!("bulk: {n} records, {:.0}/s, {:.0} per CPU second", n as f64 / start.elapsed().as_secs_f64(), n as f64 / cpu);
    println!("cells: {} MB counted, {} MB process", store.cells().size() >> 20, memory_mb());
    reads(&store);
    let start = Instant::now();
    store.checkpoint().await.expect("checkpoint");
    println!("checkpoint: {:?}", start.elapsed());
    store.close().await.expect("closed");
    drop(store);
    let cpu = cpu_seconds();
    let start = Instant::now();
    let store = Store::open(&address, Arc::new(Four)).await.expect("opens");
    println!("start: {:?}, {:.1} s CPU, {} MB", start.elapsed(), cpu_seconds() - cpu, memory_mb());
    reads(&store);
    let start = Instant::now();
    let found = luodi_store::verify(&store).await.expect("verified");
    println!("verify: {:?}, good: {}", start.elapsed(), found.is_good());
}

/// The peers' queries.
fn reads(store: &Store) {
    let programme = ProgrammeId("tours".into());
    let cells = store.cells();
    let units = cells.units().clone();
    let months: Vec<(Date, Date)> = (0..16)
        .map(|m| Date::constant(2025 + m / 12, (m % 12 + 1) as i8, 1))
        .map(|first| (first, first.last_of_month()))
        .collect();
    let table = |root: UnitId| {
        let start = Instant::now();
        let mut sum = Decimal::ZERO;
        let mut n = 0;
        for unit in units.children(root) {
            for month in &months {
                for measure in ["count", "n1", "n2", "n3"] {
                    let cell = cells.cell(&programme, measure, unit.id, true, *month).unwrap_or_default();
                    sum += cell.sum;
                    n += cell.count;
                }
            }
        }
        (start.elapsed(), n, sum)
    };
    println!("nation, province × 16 months × 4: {:?}", table(UnitId(1)));
    println!("province, city × 16 months × 4: {:?}", table(UnitId(2)));
    let county = units.all().iter().find(|u| u.level == "县").map_or(UnitId(1), |u| u.id);
    let start = Instant::now();
    let silent = cells.without(&programme, "count", county, Some("村"), months[3]).len();
    println!("villages of a county without: {silent} of {} in {:?}", units.subtree(county).len(), start.elapsed());
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n = args.get(2).and_then(|n| n.parse().ok());
    let rt = tokio::runtime::Runtime::new().expect("runtime");
    rt.block_on(async {
        match args.get(1).map(String::as_str) {
            Some("write") => {
                for clients in [1, 8, 32] {
                    write(n.unwrap_or(8), clients).await;
                }
            }
            Some("bulk") => bulk(n.unwrap_or(1_000_000)).await,
            _ => eprintln!("measure write|bulk [n]"),
        }
    });
}

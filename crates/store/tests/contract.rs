//! One suite, both databases: what the store promises. Each case is an `async fn(World)`.

mod cases;
mod support;

use cases::{lists::*, tables::*};
use luodi_engine::{Cell, Facts, RecordQuery, Refusal};
use luodi_model::{UnitId, Value};
use luodi_store::{JobKey, Store, StoreError, WriteError, verify};
use std::sync::Arc;
use std::time::Duration;
use support::*;

macro_rules! contract {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(super::World::sqlite()).await })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(world) = super::World::postgres(stringify!($name)) { super::$name(world).await }
            })*
        }
    };
}

contract! {
    a_record_sent_twice_is_stored_once,
    a_failing_job_spoils_no_other,
    jobs_see_the_jobs_before_them,
    cells_follow_corrections_and_survive_reopening,
    a_key_answers_as_the_first_time,
    changed_rows_are_found,
    units_move_and_take_their_figures_along,
    two_processes_share_one_log,
    a_snapshot_is_of_one_moment,
    cells_by_month_cut_by_days,
    imports_are_records_like_others,
    another_counting_counts_anew,
    pages_of_records,
    the_history_of_a_record,
    pages_of_the_log,
    returns_and_zero_reports,
    accounts_and_sessions,
    plans_drafts_and_programmes,
    a_file_is_known_by_its_content,
    quotas_calendar_posts_settings,
    downloads_are_counted_per_programme,
    a_failed_table_write_spoils_no_other,
}

/// Holds the writer in a decision, so that what is sent meanwhile falls into one batch.
async fn hold(store: &Store) -> tokio::task::JoinHandle<()> {
    let store = store.clone();
    let handle = tokio::spawn(async move {
        let wait = job(0, |_| {
            std::thread::sleep(Duration::from_millis(150));
            Ok(vec![])
        });
        store.write(wait).await.expect("held");
    });
    tokio::time::sleep(Duration::from_millis(30)).await;
    handle
}

async fn send_all(store: &Store, jobs: Vec<luodi_store::Job>) -> Vec<Result<luodi_store::Done, WriteError>> {
    let held = hold(store).await;
    let mut tasks = vec![];
    for job in jobs {
        let store = store.clone();
        tasks.push(tokio::spawn(async move { store.write(job).await }));
        // In this order.
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    let mut out = vec![];
    for task in tasks {
        out.push(task.await.expect("task"));
    }
    held.await.expect("held");
    out
}

pub async fn check_good(store: &Store) {
    let found = verify(store).await.expect("verifier runs");
    assert!(found.is_good(), "{found:?}");
}

fn cell(store: &Store, measure: &str, unit: u32, days: (&str, &str)) -> Cell {
    let cells = store.cells();
    cells.cell(&programme(), measure, UnitId(unit), true, (day(days.0), day(days.1))).expect("whole buckets")
}

fn counted(count: i64, sum: &str, unknown: i64) -> Cell {
    Cell { count, sum: sum.parse().expect("a decimal"), unknown }
}

const MAY: (&str, &str) = ("2013-05-01", "2013-05-31");
const YEAR: (&str, &str) = ("2013-01-01", "2013-12-31");

async fn a_record_sent_twice_is_stored_once(world: World) {
    let store = world.ready().await;
    let first = record(1, 4, "2013-05-02", "30.5");
    let mut other = first.clone();
    other.fields.insert("n".into(), "31".into());
    let answers = send_all(&store, vec![submit(first.clone()), submit(first.clone()), submit(other)]).await;
    let done: Vec<_> = answers.iter().flatten().collect();
    assert_eq!(done.len(), 2, "{answers:?}");
    assert_eq!(done[0].seqs, done[1].seqs);
    assert_eq!(done[0].events, done[1].events);
    assert!(answers.iter().any(|a| matches!(a, Err(WriteError::Refused(Refusal::IdTaken)))));

    store.write(change(1, 1, |r| r.state = "已结束".into())).await.expect("corrected");
    let again = store.write(submit(first)).await.expect("answered");
    assert!(again.repeated);
    assert_eq!(again.seqs, done[0].seqs);
    let silent = luodi_store::Job { record: Some(id(1)), ..job(3, |_| Ok(vec![])) };
    let now = store.write(silent).await.expect("answered");
    assert!(now.repeated);
    assert!(matches!(&now.events[..], [luodi_engine::Event::RecordStored { record, .. }] if record.version == 2));
    assert_eq!(cell(&store, "sum", 1, YEAR), counted(1, "30.5", 0));
    check_good(&store).await;
}

async fn a_failing_job_spoils_no_other(world: World) {
    let store = world.ready().await;
    let mut skipped = record(3, 4, "2013-05-03", "1");
    skipped.version = 5;
    let answers = send_all(
        &store,
        vec![
            submit(record(1, 4, "2013-05-01", "1")),
            job(1, |_| Err(Refusal::say("不行"))),
            job(1, |_| panic!("a defect")),
            submit(skipped),
            submit(record(4, 99, "2013-05-03", "1")),
            job(1, |_| Ok(vec![stored(record(5, 4, "2013-05-03", "1")), stored(record(1, 4, "2013-05-03", "9"))])),
            submit(record(2, 5, "2013-05-01", "2")),
        ],
    )
    .await;
    assert!(answers[0].is_ok() && answers[6].is_ok(), "{answers:?}");
    assert!(matches!(&answers[1], Err(WriteError::Refused(Refusal::Invalid { .. }))));
    assert!(matches!(&answers[2], Err(WriteError::Store(StoreError::Panicked(what))) if what == "a defect"));
    assert!(matches!(&answers[3], Err(WriteError::Refused(Refusal::Conflict { current: 0 }))));
    assert!(matches!(&answers[4], Err(WriteError::Store(StoreError::NoUnit(99)))));
    assert!(matches!(&answers[5], Err(WriteError::Refused(Refusal::Conflict { current: 1 }))), "{:?}", answers[5]);
    assert_eq!(cell(&store, "sum", 1, YEAR), counted(2, "3", 0), "of a job with two events none was stored");
    check_good(&store).await;
}

async fn jobs_see_the_jobs_before_them(world: World) {
    let store = world.ready().await;
    let look = |facts: &dyn Facts| {
        let p = programme();
        let mut found = vec![];
        let query = RecordQuery { programme: &p, register: "session", within: Some(UnitId(2)), days: None };
        facts.records(&query, &mut |r| found.push(r.id));
        let all = facts.cell(&p, "sum", UnitId(1), true, (day(YEAR.0), day(YEAR.1)));
        let own = facts.cell(&p, "count", UnitId(2), false, (day(YEAR.0), day(YEAR.1)));
        let part = facts.cell(&p, "count", UnitId(2), true, (day("2013-05-02"), day("2013-06-10")));
        Err(Refusal::say(format!("{found:?} {} {} {}", all.sum, own.count, part.count)))
    };
    store.write(submit(record(1, 4, "2013-05-01", "1"))).await.expect("stored");
    let answers = send_all(
        &store,
        vec![
            submit(record(2, 5, "2013-05-20", "2")),
            submit(record(3, 2, "2013-06-10", "4")),
            job(1, look),
            change(2, 1, |r| r.unit = UnitId(6)),
            job(1, look),
        ],
    )
    .await;
    let said: Vec<String> = answers.iter().filter_map(|a| a.as_ref().err().map(ToString::to_string)).collect();
    let ids = |ns: &[u128]| format!("{:?}", ns.iter().map(|n| id(*n)).collect::<Vec<_>>());
    assert_eq!(said, [format!("{} 7 1 2", ids(&[1, 2, 3])), format!("{} 7 1 1", ids(&[1, 3]))]);
    check_good(&store).await;
}

async fn cells_follow_corrections_and_survive_reopening(world: World) {
    let store = world.ready().await;
    for n in 1..=9u128 {
        let (unit, value) = ([4, 5, 6][n as usize % 3], if n == 9 { String::new() } else { format!("{n}.25") });
        store.write(submit(record(n, unit, &format!("2013-05-{n:02}"), &value))).await.expect("stored");
    }
    store.write(change(1, 1, |r| r.unit = UnitId(6))).await.expect("moved");
    store.write(change(2, 1, |r| r.day = day("2013-07-01"))).await.expect("another month");
    store.checkpoint().await.expect("checkpoint");
    store.write(change(3, 1, |r| r.state = "作废".into())).await.expect("void");
    store
        .write(change(1, 2, |r| {
            r.fields.insert("n".into(), "0.001".into());
        }))
        .await
        .expect("corrected");
    let expected = [
        (1, "sum", MAY, counted(7, "31.251", 1)),
        (1, "sum", YEAR, counted(8, "33.501", 1)),
        (3, "count", MAY, counted(3, "0", 0)),
        (6, "daily", ("2013-05-01", "2013-05-04"), counted(1, "0", 0)),
    ];
    for (unit, measure, days, want) in expected {
        assert_eq!(cell(&store, measure, unit, days), want, "{unit} {measure}");
    }
    let silent = store.cells().without(&programme(), "count", UnitId(1), Some("村"), (day("2013-07-01"), day("2013-07-31")));
    assert_eq!(silent, [UnitId(4), UnitId(5)]);
    check_good(&store).await;
    // Once from the checkpoint and the tail, once from a checkpoint that covers all.
    for _ in 0..2 {
        let copy = world.open().await;
        for (unit, measure, days, want) in expected {
            assert_eq!(cell(&copy, measure, unit, days), want, "{unit} {measure} after reopening");
        }
        check_good(&copy).await;
        copy.close().await.expect("closed");
    }
}

async fn a_key_answers_as_the_first_time(world: World) {
    let store = world.ready().await;
    let answer = |digest: u8| luodi_store::Job {
        key: Some(JobKey { key: "k1".into(), digest: [digest; 32] }),
        ..job(1, |_| {
            Ok(vec![luodi_engine::Event::AskAnswered { programme: programme(), ask: "goal".into(), value: "120".into() }])
        })
    };
    let answers = send_all(&store, vec![answer(1), answer(1), answer(2)]).await;
    let seqs: Vec<_> = answers.iter().flatten().map(|d| d.seqs.clone()).collect();
    assert_eq!(seqs.len(), 2);
    assert_eq!(seqs[0], seqs[1]);
    assert!(matches!(answers[2], Err(WriteError::Refused(Refusal::IdTaken))));
    assert_eq!(store.write(answer(1)).await.expect("answered").seqs, seqs[0]);
    let snapshot = store.snapshot().await.expect("snapshot");
    let value = tokio::task::spawn_blocking(move || snapshot.answer(&programme(), "goal")).await.expect("read");
    assert_eq!(value, Some("120".into()));
    let _ = Value::MISSING;
    check_good(&store).await;
}

/// Runs SQL behind the store's back.
async fn tamper(world: &World, sql: &'static str) {
    if world.address.starts_with("postgres") {
        let pool = sqlx::PgPool::connect(&world.address).await.expect("connects");
        sqlx::query(sql).execute(&pool).await.expect(sql);
        pool.close().await;
    } else {
        let pool = sqlx::SqlitePool::connect(&world.address).await.expect("connects");
        sqlx::query(sql).execute(&pool).await.expect(sql);
        pool.close().await;
    }
}

async fn changed_rows_are_found(world: World) {
    let store = world.ready().await;
    for n in 1..=5u128 {
        store.write(submit(record(n, 4, "2013-05-01", "1"))).await.expect("stored");
    }
    check_good(&store).await;
    let check = async |sql: &'static str, back: &'static str| {
        tamper(&world, sql).await;
        let found = verify(&store).await.expect("verifier runs");
        tamper(&world, back).await;
        check_good(&store).await;
        found
    };
    let found = check(
        "UPDATE event SET payload = replace(payload, '\"n\":\"1\"', '\"n\":\"2\"') WHERE seq = 4",
        "UPDATE event SET payload = replace(payload, '\"n\":\"2\"', '\"n\":\"1\"') WHERE seq = 4",
    )
    .await;
    assert_eq!(found.first_bad.expect("found").seq, 4);
    assert!(found.wrong_cells > 0, "the sum no longer fits");
    let found = check("UPDATE event SET actor = 8 WHERE seq = 3", "UPDATE event SET actor = 7 WHERE seq = 3").await;
    assert_eq!(found.first_bad.expect("found").seq, 3);
    let found = check("UPDATE record SET unit = 5 WHERE no = 3", "UPDATE record SET unit = 4 WHERE no = 3").await;
    assert_eq!((found.wrong_records, found.first_bad), (1, None));
    let found = check("UPDATE event SET seq = 60 WHERE seq = 6", "UPDATE event SET seq = 6 WHERE seq = 60").await;
    assert_eq!(found.first_bad.expect("found").seq, 6);
    assert_eq!(found.wrong_records, 1);
}

async fn units_move_and_take_their_figures_along(world: World) {
    let store = world.ready().await;
    for (n, unit) in [(1, 4), (2, 5), (3, 2), (4, 6)] {
        store.write(submit(record(n, unit, "2013-05-01", "1.5"))).await.expect("stored");
    }
    let mut units = small_tree();
    units[3].parent = Some(UnitId(3));
    units.insert(0, unit(9, None, "市"));
    units[1].parent = Some(UnitId(9));
    store.put_units(&stamp(5), units.clone()).await.expect("moved");
    assert_eq!(cell(&store, "sum", 9, YEAR), counted(4, "6", 0));
    assert_eq!(cell(&store, "sum", 2, YEAR), counted(2, "3", 0));
    assert_eq!(cell(&store, "sum", 3, YEAR), counted(2, "3", 0));
    store.write(submit(record(5, 9, "2013-05-01", "1"))).await.expect("stored");
    check_good(&store).await;
    let gone: Vec<_> = units.into_iter().filter(|u| u.id != UnitId(5)).collect();
    assert!(matches!(store.put_units(&stamp(6), gone).await, Err(StoreError::UnitInUse(code)) if code == "u5"));
    store.close().await.expect("closed");
    let store = world.open().await;
    assert_eq!(store.units().len(), 7);
    assert_eq!(cell(&store, "sum", 9, YEAR), counted(5, "7", 0));
    check_good(&store).await;
}

async fn two_processes_share_one_log(world: World) {
    let one = world.ready().await;
    let two = world.open().await;
    for n in 1..=10u128 {
        let store = if n % 2 == 0 { &one } else { &two };
        store.write(submit(record(n, 4, "2013-05-01", "1"))).await.expect("stored");
    }
    assert!(matches!(two.write(change(10, 3, |_| ())).await, Err(WriteError::Refused(Refusal::Conflict { current: 1 }))));
    two.write(change(10, 1, |r| r.unit = UnitId(6))).await.expect("changed");
    one.refresh().await.expect("read");
    for store in [&one, &two] {
        assert_eq!(cell(store, "count", 2, YEAR).count, 9);
        check_good(store).await;
    }
    let mut units = small_tree();
    units.push(unit(8, Some(3), "村"));
    one.put_units(&stamp(9), units).await.expect("units");
    two.write(submit(record(11, 8, "2013-05-01", "1"))).await.expect("the other process knows the new unit");
    one.checkpoint().await.expect("checkpoint");
    two.checkpoint().await.expect("checkpoint");
    check_good(&one).await;
    check_good(&two).await;
    check_good(&world.open().await).await;
}

async fn a_snapshot_is_of_one_moment(world: World) {
    let store = world.ready().await;
    store.write(submit(record(1, 4, "2013-05-01", "1"))).await.expect("stored");
    let snapshot = Arc::new(store.snapshot().await.expect("snapshot"));
    store.write(submit(record(2, 4, "2013-05-02", "1"))).await.expect("the writer doesn't wait for readers");
    store.write(change(1, 1, |r| r.state = "已结束".into())).await.expect("changed");
    let seen = snapshot.clone();
    let (records, state, count) = tokio::task::spawn_blocking(move || {
        let p = programme();
        let mut n = 0;
        let query = RecordQuery { programme: &p, register: "session", within: None, days: None };
        seen.records(&query, &mut |r| n += u32::from(seen.record(r.id).is_some()));
        let state = seen.record(id(1)).expect("there").state.clone();
        (n, state, seen.cell(&p, "count", UnitId(1), true, (day(YEAR.0), day(YEAR.1))).count)
    })
    .await
    .expect("read");
    assert_eq!((records, state.as_str(), count), (1, "已登记", 1));
    assert!(snapshot.error().is_none());
    drop(snapshot);
    assert_eq!(cell(&store, "count", 1, YEAR).count, 2);
}

async fn cells_by_month_cut_by_days(world: World) {
    let store = world.ready().await;
    for n in 1..=28u128 {
        let month = 4 + n as u32 % 3;
        store.write(submit(record(n, [4, 5, 6][n as usize % 3], &format!("2013-{month:02}-{n:02}"), "1"))).await.expect("stored");
    }
    let snapshot = store.snapshot().await.expect("snapshot");
    let (parts, want) = tokio::task::spawn_blocking(move || {
        let p = programme();
        let spans = [("2013-04-10", "2013-06-20"), ("2013-05-04", "2013-05-19"), ("2013-04-01", "2013-05-09")];
        let by = |measure: &str| -> Vec<i64> {
            spans.iter().map(|s| snapshot.cell(&p, measure, UnitId(1), true, (day(s.0), day(s.1))).count).collect()
        };
        (by("count"), by("daily"))
    })
    .await
    .expect("read");
    assert_eq!(parts, want);
    assert!(store.cells().cell(&programme(), "count", UnitId(1), true, (day("2013-05-04"), day("2013-05-19"))).is_none());
}

async fn imports_are_records_like_others(world: World) {
    let store = world.ready().await;
    store.write(submit(record(3, 4, "2013-05-01", "1"))).await.expect("stored");
    let make = |from: u128, to: u128| -> Vec<_> {
        (from..to).map(|n| record(n, [4, 5, 6][n as usize % 3], "2013-05-02", "1.5")).collect()
    };
    let done = store.bulk_records(&stamp(2), make(1, 1_000)).await.expect("imported");
    assert_eq!((done.stored, done.known), (998, 1));
    let mut twice = make(1_000, 1_010);
    twice.extend(make(1_005, 1_006));
    let done = store.bulk_records(&stamp(2), twice).await.expect("imported");
    assert_eq!((done.stored, done.known), (10, 1));
    let mut bad = make(2_000, 2_001);
    bad.push(record(2_001, 99, "2013-05-02", "1"));
    assert!(matches!(store.bulk_records(&stamp(2), bad).await, Err(StoreError::NoUnit(99))));
    assert_eq!(cell(&store, "sum", 1, YEAR), counted(1_009, "1513", 0));
    store.write(change(500, 1, |r| r.state = "作废".into())).await.expect("an imported record can be corrected");
    assert_eq!(cell(&store, "count", 1, YEAR).count, 1_008);
    check_good(&store).await;
}

async fn another_counting_counts_anew(world: World) {
    let store = world.ready().await;
    for n in 1..=4u128 {
        store.write(submit(record(n, 4, "2013-05-01", "1.5"))).await.expect("stored");
    }
    store.close().await.expect("closed");
    // Opened before the programmes are known, as a server does: nothing is counted, the checkpoint waits.
    let store = Store::open(&world.address, Arc::new(luodi_store::NoCounting)).await.expect("opens");
    assert_eq!(cell(&store, "sum", 1, YEAR), Cell::default());
    store.write(submit(record(5, 5, "2013-05-01", "1.5"))).await.expect("stored");
    store.set_counting(Arc::new(Tally)).await.expect("counted from checkpoint and tail");
    assert_eq!(cell(&store, "sum", 1, YEAR), counted(5, "7.5", 0));
    check_good(&store).await;
    // While records come in.
    let (busy, mut changed) = (store.clone(), 0);
    let writing = tokio::spawn(async move {
        for n in 6..=60u128 {
            busy.write(submit(record(n, 6, "2013-06-01", "1"))).await.expect("stored");
        }
    });
    while !writing.is_finished() || changed < 2 {
        let counting: Arc<dyn luodi_store::Counting> = if changed % 2 == 0 { Arc::new(Doubled) } else { Arc::new(Tally) };
        store.set_counting(counting).await.expect("counted anew");
        changed += 1;
    }
    writing.await.expect("wrote");
    store.set_counting(Arc::new(Doubled)).await.expect("counted anew");
    assert_eq!(cell(&store, "sum", 1, YEAR), counted(60, "125", 0));
    check_good(&store).await;
    store.close().await.expect("closed");
    let store = Store::open(&world.address, Arc::new(Doubled)).await.expect("opens");
    assert_eq!(cell(&store, "sum", 1, YEAR), counted(60, "125", 0));
    check_good(&store).await;
}

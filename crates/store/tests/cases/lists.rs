//! Pages of records and of the log, histories, returns.

use crate::support::*;
use luodi_engine::{Event, Facts, Filing, FilingCell, Refusal};
use luodi_model::{Every, UnitId, UserId};
use luodi_store::{EventList, Job, Order, RecordList, Store, WriteError};
use serde_json::json;

fn list() -> RecordList {
    RecordList {
        programme: programme(),
        register: "session".into(),
        within: None,
        days: None,
        state: None,
        text: None,
        order: Order::Newest,
        limit: 100,
        offset: 0,
    }
}

async fn ids(store: &Store, list: RecordList) -> Vec<u128> {
    let page = store.records(&list).await.expect("page");
    page.records.iter().map(|r| r.id.0.as_u128()).collect()
}

pub async fn pages_of_records(world: World) {
    let store = world.ready().await;
    for (n, unit, day, value) in
        [(1, 4, "2013-05-03", "9.5"), (2, 5, "2013-05-01", "10"), (3, 6, "2013-05-02", ""), (4, 2, "2013-06-01", "-3")]
    {
        store.write(submit(record(n, unit, day, value))).await.expect("stored");
    }
    store.write(change(2, 1, |r| r.state = "已结束".into())).await.expect("changed");
    let field = |descending| Order::Field { name: "n".into(), descending };
    let may = Some((day("2013-05-01"), day("2013-05-31")));
    let check = [
        (list(), vec![4, 1, 3, 2]),
        (RecordList { order: Order::Oldest, ..list() }, vec![2, 3, 1, 4]),
        (RecordList { order: Order::Changed, within: Some(UnitId(2)), days: may, ..list() }, vec![2, 1]),
        (RecordList { order: field(false), ..list() }, vec![4, 1, 2, 3]),
        (RecordList { order: field(true), limit: 2, offset: 1, ..list() }, vec![1, 4]),
        (RecordList { within: Some(UnitId(2)), ..list() }, vec![4, 1, 2]),
        (RecordList { within: Some(UnitId(6)), ..list() }, vec![3]),
        (RecordList { within: Some(UnitId(77)), ..list() }, vec![]),
        (RecordList { state: Some("已结束".into()), ..list() }, vec![2]),
        (RecordList { text: Some("\"参加\"".into()), limit: 1, ..list() }, vec![4]),
        (RecordList { text: Some("第3次".into()), ..list() }, vec![3]),
        (RecordList { text: Some("session".into()), ..list() }, vec![]),
        (RecordList { text: Some("%".into()), ..list() }, vec![]),
        (RecordList { register: "other".into(), ..list() }, vec![]),
    ];
    for (list, want) in check {
        assert_eq!(ids(&store, list.clone()).await, want, "{list:?}");
    }
    let page = store.records(&RecordList { limit: 1, ..list() }).await.expect("page");
    assert_eq!((page.records.len(), page.total, page.more), (1, 4, false));
}

pub async fn the_history_of_a_record(world: World) {
    let store = world.ready().await;
    store.write(submit(record(1, 4, "2013-05-03", "9.5"))).await.expect("stored");
    store.write(submit(record(2, 4, "2013-05-03", "1"))).await.expect("stored");
    store.write(change(1, 1, |r| r.state = "已结束".into())).await.expect("changed");
    store.write(change(1, 2, |r| r.unit = UnitId(5))).await.expect("changed");
    let history = store.history(id(1)).await.expect("history");
    let seen: Vec<_> = history.iter().map(|v| (v.record.version, v.record.unit.0, v.reason.as_deref())).collect();
    assert_eq!(seen, [(1, 4, None), (2, 4, Some("更正")), (3, 5, Some("更正"))]);
    assert_eq!(history[2].by, UserId(7));
    assert_eq!(store.history(id(9)).await.expect("history"), vec![]);
    let now = store.record(id(1)).await.expect("read").expect("there");
    assert_eq!(now.as_ref(), &history[2].record);
}

pub async fn pages_of_the_log(world: World) {
    let store = world.ready().await;
    for n in 1..=5 {
        store.write(submit(record(n, 4, "2013-05-03", "1"))).await.expect("stored");
    }
    store.put_setting(&stamp(9), "name", "督查室").await.expect("set");
    let all = store.events(&EventList { limit: 4, ..EventList::default() }).await.expect("page");
    assert_eq!(all.events.iter().map(|e| e.seq).collect::<Vec<_>>(), [7, 6, 5, 4]);
    let rest = store.events(&EventList { limit: 4, below: all.next, ..EventList::default() }).await.expect("page");
    assert_eq!(rest.events.iter().map(|e| e.seq).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(rest.next, None);
    let of = async |list: EventList| -> Vec<i64> {
        let page = store.events(&EventList { limit: 50, ..list }).await.expect("page");
        page.events.iter().map(|e| e.seq).collect()
    };
    assert_eq!(of(EventList { kind: Some("setting_changed".into()), ..EventList::default() }).await, [7]);
    assert_eq!(of(EventList { subject: Some("name".into()), ..EventList::default() }).await, [7]);
    assert_eq!(of(EventList { kind: Some("record_stored".into()), from: Some(at(1)), ..EventList::default() }).await.len(), 5);
    assert_eq!(of(EventList { before: Some(at(1)), ..EventList::default() }).await, [1]);
    assert_eq!(of(EventList { actor: Some(UserId(8)), ..EventList::default() }).await, [] as [i64; 0]);
    assert_eq!(of(EventList { within: Some(UnitId(2)), ..EventList::default() }).await, [] as [i64; 0]);
    let after = store.events_after(5, 10).await.expect("tail");
    assert_eq!(after.iter().map(|e| e.kind.as_str()).collect::<Vec<_>>(), ["record_stored", "setting_changed"]);
}

fn filing(n: u128, unit: u32, version: u32) -> Job {
    let filing = Filing {
        programme: programme(),
        form: "monthly".into(),
        unit: UnitId(unit),
        every: Every::Month,
        first: day("2013-05-01"),
        version,
        at: at(5),
        by: UserId(7),
        zero: false,
        columns: vec![],
        rows: vec![FilingCell { unit: UnitId(unit), values: vec![json!("3"), json!(null)] }],
        total: vec![json!("3"), json!(null)],
        id: id(n),
    };
    job(5, move |_| Ok(vec![Event::ReturnFiled(filing.clone())]))
}

pub async fn returns_and_zero_reports(world: World) {
    let store = world.ready().await;
    let first = store.write(filing(1, 4, 1)).await.expect("filed");
    let again = store.write(filing(1, 4, 1)).await.expect("answered");
    assert_eq!((again.repeated, &again.seqs), (true, &first.seqs));
    assert!(matches!(store.write(filing(2, 4, 1)).await, Err(WriteError::Refused(Refusal::Conflict { current: 1 }))));
    store.write(filing(3, 4, 2)).await.expect("filed again");
    store.write(filing(4, 6, 1)).await.expect("filed");
    let last = store.filings_last(&programme(), "monthly", UnitId(1), day("2013-05-01")).await.expect("list");
    assert_eq!(last.iter().map(|f| (f.unit.0, f.version)).collect::<Vec<_>>(), [(4, 2), (6, 1)]);
    assert_eq!(store.filings_of(&programme(), "monthly", UnitId(4)).await.expect("list").len(), 2);

    let zero = |unit: u32, second| {
        job(second, move |facts: &dyn Facts| {
            assert!(facts.zero_reported(&programme(), "watch", UnitId(unit), day("2013-06-01")).is_none() || second > 6);
            let (programme, duty) = (programme(), "watch".to_string());
            Ok(vec![Event::ZeroReported { programme, duty, unit: UnitId(unit), every: Every::Month, first: day("2013-06-01") }])
        })
    };
    store.write(zero(5, 6)).await.expect("said");
    store.write(zero(5, 8)).await.expect("said again");
    let span = (day("2013-06-01"), day("2013-06-30"));
    let said = store.zero_reports(&programme(), "watch", UnitId(2), span).await.expect("list");
    assert_eq!(said.iter().map(|z| (z.unit.0, z.at)).collect::<Vec<_>>(), [(5, at(6))]);
    let snapshot = store.snapshot().await.expect("snapshot");
    let (zero, versions) = tokio::task::spawn_blocking(move || {
        let p = programme();
        let zero = snapshot.zero_reported(&p, "watch", UnitId(5), day("2013-06-01"));
        (zero, snapshot.filings(&p, "monthly", UnitId(4), day("2013-05-01")).len())
    })
    .await
    .expect("read");
    assert_eq!((zero, versions), (Some(at(6)), 2));
    crate::check_good(&store).await;
}

//! The plain tables, each write with its event.

use crate::support::*;
use luodi_engine::Role;
use luodi_model::{PlanId, ProgrammeId, UnitId, UserId};
use luodi_store::*;
use serde_json::json;
use std::str::FromStr;

fn account(login: &str, unit: u32) -> NewAccount {
    NewAccount {
        login: login.into(),
        name: "李某".into(),
        password: "$argon2id$x".into(),
        unit: UnitId(unit),
        role: Role::Clerk,
        must_change: true,
    }
}

async fn kinds(store: &Store) -> Vec<String> {
    store.events_after(1, 100).await.expect("log").into_iter().map(|e| e.kind).collect()
}

pub async fn accounts_and_sessions(world: World) {
    let store = world.ready().await;
    let by = stamp(3);
    let one = store.create_account(&by, account("li", 4)).await.expect("made");
    let two = store.create_account(&by, account("wang", 6)).await.expect("made");
    assert_ne!(one, two);
    assert!(matches!(store.create_account(&by, account("li", 5)).await, Err(StoreError::Taken("login"))));
    assert_eq!(store.account_count().await.expect("count"), 2);
    let change = AccountChange { role: Some(Role::Manager), disabled: Some(true), ..AccountChange::default() };
    assert!(store.change_account(&by, two, change).await.expect("changed"));
    assert!(!store.change_account(&by, UserId(99), AccountChange::default()).await.expect("nobody"));
    let wang = store.account_by_login("wang").await.expect("read").expect("there");
    assert_eq!((wang.role, wang.disabled, wang.unit, wang.must_change), (Role::Manager, true, UnitId(6), true));
    let under_two: Vec<_> = store.accounts(UnitId(2), 10, 0).await.expect("list").iter().map(|a| a.id).collect();
    assert_eq!(under_two, [one]);

    assert_eq!(store.login_failed(&by, one, None).await.expect("noted"), 1);
    assert_eq!(store.login_failed(&by, one, Some(at(60))).await.expect("noted"), 2);
    assert_eq!(store.account(one).await.expect("read").expect("there").locked_until, Some(at(60)));
    let session = Session { token: [5; 32], account: one, csrf: "c".into(), created: at(3), seen: at(3), expires: at(100) };
    store.create_session(&by, session.clone()).await.expect("made");
    let li = store.account(one).await.expect("read").expect("there");
    assert_eq!((li.failed, li.locked_until), (0, None));
    store.touch_session(&stamp(50), [5; 32], at(150)).await.expect("touched");
    let now = store.session(&[5; 32]).await.expect("read").expect("there");
    assert_eq!((now.seen, now.expires), (at(50), at(150)));
    assert!(store.set_password(&by, one, "$argon2id$y".into(), false).await.expect("set"));
    assert_eq!(store.end_sessions_of(&by, one, Some([5; 32])).await.expect("ended"), 0);
    assert_eq!(store.forget_expired_sessions(&stamp(151)).await.expect("forgotten"), 1);
    assert!(!store.end_session(&by, [5; 32]).await.expect("gone already"));
    assert_eq!(
        kinds(&store).await,
        [
            "account_created",
            "account_created",
            "account_changed",
            "login_failed",
            "login_failed",
            "session_started",
            "password_set",
            "sessions_expired"
        ]
    );
    let log = store.events(&EventList { limit: 100, ..EventList::default() }).await.expect("log");
    assert!(!format!("{:?}", log.events).contains("argon2id"), "no hash in the log");
    crate::check_good(&store).await;
}

pub async fn plans_drafts_and_programmes(world: World) {
    let store = world.ready().await;
    let by = stamp(3);
    let plan = PlanId(uuid::Uuid::from_u128(77));
    let new = NewPlan {
        id: plan,
        name: "巡讲方案.docx".into(),
        kind: "docx".into(),
        text: "一、目标".into(),
        original: vec![0, 159, 146, 150],
        reading: json!({ "tasks": [] }),
    };
    assert!(store.put_plan(&by, new.clone()).await.expect("stored"));
    assert!(!store.put_plan(&by, new.clone()).await.expect("there already"));
    assert_eq!(store.plan_original(plan).await.expect("read"), Some(new.original.clone()));
    assert!(store.replace_reading(&by, plan, json!({ "tasks": [1] })).await.expect("read anew"));
    let read = store.plan(plan).await.expect("read").expect("there");
    assert_eq!((read.text.as_str(), &read.reading, read.summary.by), ("一、目标", &json!({ "tasks": [1] }), UserId(7)));
    assert_eq!(store.plans().await.expect("list").len(), 1);
    let decision = |choice: &str, second| PlanDecision {
        finding: "f1".into(),
        choice: choice.into(),
        value_a: Some("12".into()),
        value_b: Some("13".into()),
        note: None,
        by: UserId(7),
        at: at(second),
    };
    store.decide_finding(&stamp(4), plan, decision("a", 4)).await.expect("decided");
    store.decide_finding(&stamp(5), plan, decision("b", 5)).await.expect("decided anew");
    assert_eq!(store.plan_decisions(plan).await.expect("list"), [decision("a", 4), decision("b", 5)]);

    assert_eq!(store.put_draft(&by, "tours", "a: 1", Some(plan), 0).await.expect("saved"), Some(1));
    assert_eq!(store.put_draft(&by, "tours", "a: 2", None, 0).await.expect("asked"), None);
    assert_eq!(store.put_draft(&by, "tours", "a: 2", Some(plan), 1).await.expect("saved"), Some(2));
    assert_eq!(store.put_draft(&by, "tours", "a: 3", None, 1).await.expect("asked"), None);
    let draft = store.draft("tours").await.expect("read").expect("there");
    assert_eq!((draft.yaml.as_str(), draft.plan, draft.version), ("a: 2", Some(plan), 2));
    assert!(store.drop_draft(&by, "tours").await.expect("dropped"));
    assert_eq!(store.drafts().await.expect("list"), []);

    let id = ProgrammeId("tours".into());
    for yaml in ["a: 2", "a: 3"] {
        let new = NewProgramme { id: id.clone(), yaml: yaml.into(), plan: Some(plan), report: json!({ "units": 5 }) };
        store.publish(&by, new).await.expect("published");
    }
    let last = store.programme(&id, None).await.expect("read").expect("there");
    assert_eq!((last.version, last.yaml.as_str(), &last.report), (2, "a: 3", &json!({ "units": 5 })));
    assert_eq!(store.programme(&id, Some(1)).await.expect("read").expect("there").yaml, "a: 2");
    assert_eq!(store.programmes().await.expect("list"), [last]);
    assert_eq!(store.programme_versions(&id).await.expect("list").len(), 2);
    assert_eq!(store.programme(&ProgrammeId("none".into()), None).await.expect("read"), None);
    crate::check_good(&store).await;
}

pub async fn quotas_calendar_posts_settings(world: World) {
    let store = world.ready().await;
    let by = stamp(3);
    let decimal = |s: &str| rust_decimal::Decimal::from_str(s).expect("decimal");
    let quotas = vec![(UnitId(4), decimal("12.50")), (UnitId(5), decimal("7"))];
    store.put_quotas(&by, &programme(), "tours", quotas).await.expect("stated");
    store.put_quotas(&by, &programme(), "tours", vec![(UnitId(5), decimal("8"))]).await.expect("stated");
    let stated = store.quotas(&programme(), "tours").await.expect("list");
    assert_eq!(stated, [(UnitId(4), decimal("12.5")), (UnitId(5), decimal("8"))]);

    let days = |list: &[(&str, bool)]| list.iter().map(|d| CalendarDay { day: day(d.0), working: d.1 }).collect::<Vec<_>>();
    store.put_calendar(&by, days(&[("2027-01-01", false), ("2027-01-02", true)])).await.expect("stated");
    store.put_calendar(&by, days(&[("2027-01-02", false)])).await.expect("stated");
    let said = store.calendar(day("2027-01-01"), day("2027-12-31")).await.expect("list");
    assert_eq!(said, days(&[("2027-01-01", false), ("2027-01-02", false)]));

    let post = Post { id: 0, unit: UnitId(4), name: "村医".into(), holder: None, from: Some(day("2013-01-01")), to: None };
    let id = store.put_post(&by, post.clone()).await.expect("made");
    store.put_post(&by, Post { id, holder: Some(UserId(7)), ..post.clone() }).await.expect("filled");
    assert_eq!(store.posts(UnitId(4)).await.expect("list"), [Post { id, holder: Some(UserId(7)), ..post }]);

    assert_eq!(store.setting("name").await.expect("read"), None);
    store.put_setting(&by, "name", "督查室").await.expect("set");
    assert_eq!(store.setting("name").await.expect("read").as_deref(), Some("督查室"));
    assert_eq!(
        kinds(&store).await,
        [
            "quotas_stated",
            "quotas_stated",
            "calendar_stated",
            "calendar_stated",
            "post_changed",
            "post_changed",
            "setting_changed"
        ]
    );
    crate::check_good(&store).await;
}

pub async fn downloads_are_counted_per_programme(world: World) {
    let store = world.ready().await;
    let by = stamp(1);
    let new = NewAttachment { name: "a.txt".into(), kind: "text".into(), content: b"poster".to_vec() };
    let (id, _) = store.put_attachment(&by, new).await.expect("kept");
    let other = ProgrammeId("other".into());
    assert_eq!(store.downloads(&programme(), id).await.expect("read"), 0);
    for _ in 0..3 {
        store.count_download(&by, &programme(), id).await.expect("counted");
    }
    store.count_download(&by, &other, id).await.expect("counted");
    assert_eq!(store.downloads(&programme(), id).await.expect("read"), 3);
    assert_eq!(store.downloads(&other, id).await.expect("read"), 1);
    crate::check_good(&store).await;
}

pub async fn a_failed_table_write_spoils_no_other(world: World) {
    let store = world.ready().await;
    store.create_account(&stamp(1), account("li", 4)).await.expect("made");
    let held = crate::hold(&store).await;
    let mut tasks = vec![];
    for n in 1..=6u128 {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            if n % 2 == 0 {
                store.create_account(&stamp(2), account("li", 4)).await.is_err()
            } else {
                store.write(submit(record(n, 4, "2013-05-01", "1"))).await.is_ok()
            }
        }));
    }
    for task in tasks {
        assert!(task.await.expect("task"), "the three records are stored, the three accounts refused");
    }
    held.await.expect("held");
    assert_eq!(store.account_count().await.expect("count"), 1);
    assert_eq!(kinds(&store).await.len(), 4);
    crate::check_good(&store).await;
}

pub async fn a_file_is_known_by_its_content(world: World) {
    let store = world.ready().await;
    let photo =
        |name: &str| NewAttachment { name: name.into(), kind: "jpeg".into(), content: vec![0xff, 0xd8, 0xff, 0x00, 0x27] };
    let (id, new) = store.put_attachment(&stamp(3), photo("一.jpg")).await.expect("kept");
    assert!(new);
    assert_eq!(store.put_attachment(&stamp(4), photo("二.jpg")).await.expect("kept"), (id, false), "sent twice");
    let other = Stamp { user: UserId(9), unit: UnitId(4), ..stamp(5) };
    assert_eq!(store.put_attachment(&other, photo("三.jpg")).await.expect("kept"), (id, true), "somebody else's upload");
    let unknown = luodi_model::AttachmentId([1; 32]);
    let found = store.attachments(&[unknown, id]).await.expect("read");
    let [file] = &found[..] else { panic!("{found:?}") };
    let names: Vec<&str> = file.uploads.iter().map(|u| u.name.as_str()).collect();
    assert_eq!((file.id, file.size, &names[..]), (id, 5, &["一.jpg", "三.jpg"][..]));
    assert_eq!(id.to_string().parse(), Ok(id));
    assert_eq!(store.attachment_content(id).await.expect("read"), Some(photo("").content));
    assert_eq!(store.attachment_content(unknown).await.expect("read"), None);
    assert_eq!(kinds(&store).await, ["attachment_uploaded", "attachment_uploaded"]);
    let found = verify(&store).await.expect("verified");
    assert_eq!((found.attachments, found.wrong_attachments), (1, 0));
    crate::tamper(&world, "UPDATE attachment SET id = content").await;
    let found = verify(&store).await.expect("verified");
    assert_eq!((found.wrong_attachments, found.is_good()), (1, false), "the id is not the content's");
}

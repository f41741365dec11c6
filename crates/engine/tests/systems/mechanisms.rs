//! Mechanisms that no acceptance statement of 01–03 names by itself.

use crate::world::{World, at, day, number, tree};
use luodi_engine::{Command, Facts, OwedState, RedKind, Refusal, Role, board, compiled, owed_by, return_of};
use luodi_model::{Every, Period, Unit, UnitId, UnitTree};
use serde_json::json;

fn tours() -> World {
    let mut world = World::new("01-henan-health-tours", tree(&units()));
    world.answer("first_month", json!("2013-09"), "2013-08-01 09:00");
    world.answer("last_month", json!("2013-12"), "2013-08-01 09:00");
    world
}

fn units() -> Vec<(String, &'static str, &'static str, String)> {
    vec![
        ("P".to_string(), "", "省", "省本级".to_string()),
        ("A".to_string(), "P", "市", "甲市".to_string()),
        ("A1".to_string(), "A", "县", "甲一县".to_string()),
        ("B".to_string(), "P", "市", "乙市".to_string()),
    ]
}

fn hospital() -> World {
    let mut world = World::new("03-qujing-health-lectures", tree(&[("H".to_string(), "", "医院", "河湾医院".to_string())]));
    world.answer("term", json!("calendar"), "2015-01-01 09:00");
    world.answer("delivery_due", json!(7), "2015-01-01 09:00");
    world
}

#[test]
fn the_same_submission_is_answered_and_another_under_its_id_is_refused() {
    let mut world = tours();
    let id = world.id();
    let submit = |people: i64, state: &str| Command::Submit {
        programme: luodi_model::ProgrammeId("01-henan-health-tours".into()),
        register: "tour".into(),
        id,
        state: Some(state.into()),
        fields: serde_json::from_value(json!({"unit": "甲一县", "date": "2013/9/10", "people": people})).unwrap(),
    };
    assert_eq!(world.act("A1", &submit(100, "held"), "2013-09-11 09:00"), Ok(1));
    assert_eq!(world.act("A1", &submit(100, "held"), "2013-09-11 09:01"), Ok(0));
    assert_eq!(world.act("A1", &submit(101, "held"), "2013-09-11 09:02"), Err(Refusal::IdTaken));
    assert_eq!(world.act("A1", &submit(100, "planned"), "2013-09-11 09:02"), Err(Refusal::IdTaken));
    assert_eq!(world.act("B", &submit(100, "held"), "2013-09-11 09:02"), Err(Refusal::IdTaken));
    let shorter = Command::Submit {
        programme: luodi_model::ProgrammeId("01-henan-health-tours".into()),
        register: "tour".into(),
        id,
        state: Some("held".into()),
        fields: serde_json::from_value(json!({"unit": "A1", "date": "2013-09-10"})).unwrap(),
    };
    assert_eq!(world.act("A1", &shorter, "2013-09-11 09:02"), Err(Refusal::IdTaken));
    let elsewhere = Command::ReportZero {
        programme: luodi_model::ProgrammeId("another".into()),
        duty: "city_plan".into(),
        unit: world.unit("A"),
        first: day("2013-09-01"),
    };
    assert_eq!(world.act("A", &elsewhere, "2013-09-11 09:02"), Err(Refusal::NotFound));
}

#[test]
fn two_people_at_once_conflict_unless_they_say_the_same() {
    let mut world = tours();
    let fields = json!({"unit": "A1", "date": "2013-09-10", "people": 100});
    let id = world.submit("A1", "tour", "held", fields, "2013-09-11 09:00").unwrap();
    let correct = |people: i64| Command::Correct {
        id,
        seen: 1,
        fields: serde_json::from_value(json!({"people": people})).unwrap(),
        reason: None,
    };
    assert_eq!(world.act("A1", &correct(110), "2013-09-12 09:00"), Ok(1));
    assert_eq!(world.act("A", &correct(120), "2013-09-12 09:01"), Err(Refusal::Conflict { current: 2 }));
    assert_eq!(world.act("A", &correct(110), "2013-09-12 09:01"), Ok(0));
    let cancel = |fields: serde_json::Value| Command::Move {
        id,
        seen: 2,
        to: "cancelled".into(),
        fields: serde_json::from_value(fields).unwrap(),
        reason: None,
    };
    assert_eq!(world.act("A1", &cancel(json!({"place": "礼堂"})), "2013-09-13 09:00"), Ok(1));
    assert_eq!(world.act("A1", &cancel(json!({"place": "礼堂"})), "2013-09-13 09:01"), Ok(0));
    // What it adds to the first one is not lost in silence.
    assert_eq!(world.act("A1", &cancel(json!({"place": "广场"})), "2013-09-13 09:02"), Err(Refusal::Conflict { current: 3 }));
}

#[test]
fn an_answer_may_not_end_a_programme_before_it_begins() {
    let mut world = tours();
    let refusal = world.try_answer("last_month", json!("2013-08"), "2013-08-01 10:00").unwrap_err();
    assert!(matches!(refusal, Refusal::Invalid { problems } if problems[0].field.as_deref() == Some("last_month")));
    assert_eq!(world.try_answer("last_month", json!("2013-12"), "2013-08-01 10:00"), Ok(0), "the same answer again");
    assert!(world.try_answer("last_month", json!("冬天"), "2013-08-01 10:00").is_err());
    assert_eq!(world.try_answer("last_month", json!(null), "2013-08-01 10:00"), Ok(1), "taken back");
    assert!(world.ctx("2013-10-01 09:00").window().is_err());
}

#[test]
fn a_missed_quarter_is_red_once() {
    let world = hospital();
    let seen = board(&world.ctx("2015-04-02 09:00"), world.unit("H"));
    let first = Period::containing(Every::Quarter, day("2015-01-01"));
    let red: Vec<&str> = seen.red.iter().filter(|r| r.period == Some(first)).map(|r| r.name.as_str()).collect();
    assert_eq!(red, ["quarter_lecture"]);
    let monthly = seen.red.iter().filter(|r| r.kind == RedKind::ReturnMissing).count();
    assert_eq!(monthly, 3);
}

#[test]
fn an_overdue_delivery_is_red() {
    let mut world = hospital();
    let fields = json!({"hospital": "H", "date": "2015-02-10", "topic": "合理膳食", "lecturer": "甲"});
    let id = world.submit("H", "lecture", "", fields, "2015-02-10 08:00").unwrap();
    for step in ["topic_set", "lecturer_set", "content_approved", "venue_ready", "notice_sent"] {
        world.move_to("H", id, step, json!({}), "2015-02-10 08:00").unwrap();
    }
    let fields = json!({"start": "14:00", "end": "15:30:00", "listeners": 70});
    world.move_to("H", id, "held", fields, "2015-02-10 18:00").unwrap();
    world.move_to("H", id, "finished", json!({"record_form": ["表.pdf"], "summary": "已完成"}), "2015-02-11 09:00").unwrap();
    let red = |now: &str| board(&world.ctx(now), world.unit("H")).red.into_iter().find(|r| r.name == "delivery");
    assert!(red("2015-02-17 23:59").is_none());
    assert_eq!(red("2015-02-20 09:00").unwrap().days_late, 3);
    world.correct("H", id, json!({"delivered_on": "2015-02-19"}), "2015-02-20 10:00").unwrap();
    assert!(board(&world.ctx("2015-02-20 11:00"), world.unit("H")).red.iter().all(|r| r.name != "delivery"));
}

#[test]
fn times_of_day_are_read_as_people_write_them() {
    let mut world = hospital();
    let mut check = |written: &str, expected: Option<&str>| {
        let fields = json!({"hospital": "H", "date": "2015-02-10", "start": written});
        let stored =
            world.submit("H", "lecture", "", fields, "2015-02-10 08:00").map(|id| world.record(id).fields["start"].clone());
        assert_eq!(stored.ok(), expected.map(|e| json!(e)), "{written}");
    };
    check("9:05", Some("09:05"));
    check("09：30", Some("09:30"));
    check("09:30:00", Some("09:30"));
    check("24:00", None);
    check("09:305", None);
    check("九点", None);
    check("09:30:00:00", None);
}

/// City B is dissolved on 2013-10-31.
fn with_a_dissolved_city() -> UnitTree {
    let all = tree(&units());
    let dissolved = |u: &Unit| Unit { to: (u.code == "B").then(|| day("2013-10-31")), ..u.clone() };
    UnitTree::new(all.all().iter().map(dissolved).collect()).unwrap()
}

#[test]
fn a_dissolved_unit_owes_nothing_afterwards_and_what_it_owed_before_stays() {
    let mut world = World::new("01-henan-health-tours", with_a_dissolved_city());
    world.answer("first_month", json!("2013-09"), "2013-08-01 09:00");
    world.answer("last_month", json!("2013-12"), "2013-08-01 09:00");
    let form = world.programme.model.returns["monthly"].clone();
    let ctx = world.ctx("2014-01-20 09:00");
    let owed = return_of(&ctx, "monthly", &form, world.unit("B"), day("2013-09-01"), day("2013-12-31"));
    assert_eq!(owed.len(), 2);
    assert!(owed.iter().all(|o| matches!(o.state, OwedState::Overdue { .. })));
    let expected =
        |first: &str| compiled(&ctx, "monthly", world.unit("P"), &Period::containing(Every::Month, day(first))).unwrap().expected;
    assert_eq!((expected("2013-10-01"), expected("2013-11-01")), (2, 1));
}

#[test]
fn a_partial_sum_is_a_lower_bound_and_may_decide() {
    let mut world = tours();
    let about = json!({"unit": "A1", "date": "2013-09-10", "people": {"about": "50", "low": "50", "high": null}});
    world.submit("A1", "tour", "held", about, "2013-09-11 09:00").unwrap();
    let judged = |world: &World| world.overview("people_each", "A1", "2013-10-01 09:00").holders[0].clone();
    assert!(!judged(&world).met.is_known());
    let known = json!({"unit": "A1", "date": "2013-09-12", "people": 1000});
    world.submit("A1", "tour", "held", known, "2013-09-12 09:00").unwrap();
    let met = judged(&world);
    assert_eq!((met.met, met.gap), (luodi_model::Value::Bool(true), number(0)));
    assert!(met.actual.as_number().is_some_and(|n| !n.is_exact()));
    let wrong = json!({"unit": "A1", "date": "2013-09-12", "people": {"about": "50", "low": "60", "high": null}});
    assert_eq!(world.refused_fields("A1", "tour", "held", wrong, "2013-09-12 09:00"), ["people"]);
}

#[test]
fn a_leader_reads_and_changes_nothing() {
    let mut world = tours();
    let leader = world.actor("P", Role::Leader);
    let programme = world.programme.model.programme.clone();
    let commands = [
        Command::Submit {
            programme: programme.clone(),
            register: "tour".into(),
            id: world.id(),
            state: None,
            fields: serde_json::from_value(json!({"unit": "A1", "date": "2013-09-10", "people": 1})).unwrap(),
        },
        Command::File {
            programme: programme.clone(),
            form: "monthly".into(),
            unit: UnitId(2),
            first: day("2013-09-01"),
            id: world.id(),
        },
        Command::Answer { programme, ask: "plan_due".into(), value: json!("2013-10-01") },
    ];
    for command in commands {
        assert_eq!(world.run(&leader, &command, at("2013-09-11 09:00")), Err(Refusal::NotAllowed), "{command:?}");
    }
    assert_eq!(world.memory.all_records().count(), 0);
    assert!(world.memory.units().get(UnitId(2)).is_some());
    assert!(owed_by(&world.ctx("2013-09-11 09:00"), UnitId(2), day("2013-09-01"), day("2013-09-30")).len() >= 5);
}

#[test]
fn done_undone_late_and_done_again_is_late() {
    let mut world = tours();
    world.answer("plan_due", json!("2013-09-15"), "2013-08-05 09:00");
    let paper = json!({"unit": "A", "kind": "巡讲工作方案"});
    let id = world.submit("A", "paper", "", paper, "2013-09-10 09:00").unwrap();
    let state = |world: &World, now: &str| {
        let owed = owed_by(&world.ctx(now), world.unit("A"), day("2013-09-01"), day("2013-12-31"));
        owed.into_iter().find(|o| o.name == "city_plan").unwrap().state
    };
    assert_eq!(state(&world, "2013-09-20 09:00"), OwedState::Met);
    world.correct("A", id, json!({"kind": "总结报告"}), "2013-09-18 09:00").unwrap();
    assert_eq!(state(&world, "2013-09-20 09:00"), OwedState::Overdue { days: 5 });
    world.correct("A", id, json!({"kind": "巡讲工作方案"}), "2013-09-21 09:00").unwrap();
    assert_eq!(state(&world, "2013-12-20 09:00"), OwedState::LateMet { days: 6 });
    // A second plan while the first stands changes nothing.
    world.submit("A", "paper", "", json!({"unit": "A", "kind": "巡讲工作方案"}), "2013-10-01 09:00").unwrap();
    assert_eq!(state(&world, "2013-12-20 09:00"), OwedState::LateMet { days: 6 });
}

#[test]
fn a_programme_obliges_the_unit_it_was_published_for_and_those_under_it() {
    let mut world = tours();
    let city = world.unit("A");
    let programme = std::sync::Arc::clone(&world.programme);
    world.memory.publish_for(programme, city);
    let ctx = world.ctx("2013-10-20 09:00");
    let owes = |unit: &str| !owed_by(&ctx, world.unit(unit), day("2013-09-01"), day("2013-10-20")).is_empty();
    assert!(owes("A") && !owes("B") && !owes("P"));
    let held = luodi_engine::overview(&ctx, "tours_each", world.unit("P"), None).unwrap();
    assert_eq!(held.holders.iter().map(|h| h.unit).collect::<Vec<_>>(), [world.unit("A"), world.unit("A1")]);
    let answer = |by: &str| {
        let command = Command::Answer {
            programme: world.programme.model.programme.clone(),
            ask: "plan_due".into(),
            value: json!("2013-09-30"),
        };
        luodi_engine::decide(&world.programme, &world.memory, &world.actor(by, Role::Manager), &command, at("2013-10-20 09:00"))
            .is_ok()
    };
    assert!(answer("A") && answer("P") && !answer("A1") && !answer("B"));
}

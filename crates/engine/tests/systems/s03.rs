//! 03: one hospital, its quarters, eight steps, year plan, surveys and deliveries.

use crate::world::{World, day, number, tree};
use luodi_engine::{
    OwedKind, OwedState, Refusal, ask_consequences, current_value, duty_of, fanout, judge, listed, periods_met, public_page,
    return_of, shown_ratio,
};
use luodi_model::{Every, Period, RecordId, UnitTree, Unknown, Value};
use serde_json::json;

fn units() -> UnitTree {
    tree(&[("H".to_string(), "", "医院", "河湾医院".to_string())])
}

fn world() -> World {
    let mut world = World::new("03-qujing-health-lectures", units());
    world.answer("term", json!("five_years"), "2015-11-01 09:00");
    world.answer("first_day", json!("2016-01-01"), "2015-11-01 09:00");
    world
}

const STEPS: [&str; 6] = ["needs", "topic_set", "lecturer_set", "content_approved", "venue_ready", "notice_sent"];

/// A lecture brought to the step before it is held.
fn prepared(world: &mut World, date: &str, now: &str) -> RecordId {
    let fields = json!({"hospital": "H", "date": date, "topic": "合理膳食", "lecturer": "甲"});
    let id = world.submit("H", "lecture", "", fields, now).unwrap();
    for step in &STEPS[1..] {
        world.move_to("H", id, step, json!({}), now).unwrap();
    }
    id
}

/// A lecture held on its day with these listeners and minutes.
fn held(world: &mut World, date: &str, listeners: i64, minutes: i64) -> RecordId {
    let id = prepared(world, date, &format!("{date} 08:00"));
    let end = format!("{:02}:{:02}", 14 + minutes / 60, minutes % 60);
    let fields = json!({"start": "14:00", "end": end, "listeners": listeners});
    world.move_to("H", id, "held", fields, &format!("{date} 18:00")).unwrap();
    id
}

fn quarter(world: &World, first: &str, now: &str) -> OwedState {
    let period = Period::containing(Every::Quarter, day(first));
    let duty = &world.programme.model.duties["quarter_lecture"];
    let owed = duty_of(&world.ctx(now), "quarter_lecture", duty, world.unit("H"), period.first, period.last);
    assert_eq!(owed.len(), 1);
    owed[0].state.clone()
}

#[test]
fn s03_04_both_minimums_make_a_lecture_count() {
    let check = |listeners: i64, minutes: i64, met: bool| {
        let mut world = world();
        held(&mut world, "2016-02-10", listeners, minutes);
        let expected = if met { OwedState::Met } else { OwedState::Unmet };
        assert_eq!(quarter(&world, "2016-01-01", "2016-04-01 09:00"), expected, "{listeners} and {minutes}");
        let below = listed(&world.ctx("2016-04-01 09:00"), "below_minimum", world.unit("H")).unwrap();
        assert_eq!(below.len(), usize::from(!met));
    };
    check(59, 60, false);
    check(120, 59, false);
    check(60, 60, true);
}

#[test]
fn s03_05_lectures_below_the_minimum_do_not_add_up() {
    let mut world = world();
    held(&mut world, "2016-02-10", 30, 60);
    held(&mut world, "2016-03-10", 30, 60);
    assert_eq!(quarter(&world, "2016-01-01", "2016-04-01 09:00"), OwedState::Unmet);
    let ctx = world.ctx("2016-04-01 09:00");
    let first = Period::containing(Every::Quarter, day("2016-01-01"));
    let judged = judge(&ctx, "per_quarter", world.unit("H"), Some(&first)).unwrap();
    assert_eq!((judged.actual, judged.met, judged.gap), (number(0), Value::Bool(false), number(1)));
}

#[test]
fn s03_06_a_full_quarter_does_not_serve_the_next() {
    let mut world = world();
    for date in ["2016-01-10", "2016-02-10", "2016-03-31"] {
        held(&mut world, date, 80, 90);
    }
    let now = "2016-07-01 09:00";
    assert_eq!(quarter(&world, "2016-01-01", now), OwedState::Met);
    assert_eq!(quarter(&world, "2016-04-01", now), OwedState::Unmet);
    assert_eq!(quarter(&world, "2016-07-01", now), OwedState::Open);
    let met = periods_met(&world.ctx(now), "quarter_lecture", world.unit("H")).unwrap();
    assert_eq!((met.met, met.due, met.expected), (1, 2, 20));
}

#[test]
fn s03_07_each_reading_of_the_term_shows_its_quarters_and_none_is_chosen() {
    let mut world = World::new("03-qujing-health-lectures", units());
    let quarters = |world: &World, option: &str| {
        let all = ask_consequences(&world.ctx("2015-11-01 09:00"), "term").unwrap();
        let found = all.into_iter().find(|c| c.option == option).unwrap();
        let count = found.periods.iter().find(|(every, _)| *every == Every::Quarter).map(|(_, n)| *n);
        (found.window, count, found.totals)
    };
    assert_eq!(quarters(&world, "calendar").1, Some(24));
    assert_eq!(quarters(&world, "from_text").1, Some(21));
    assert!(matches!(quarters(&world, "five_years").0, Err(Value::Unknown(Unknown::Pending(_)))));
    assert!(matches!(world.ctx("2015-11-01 09:00").window(), Err(Value::Unknown(Unknown::Pending(_)))));
    world.answer("first_day", json!("2016-01-01"), "2015-11-01 09:00");
    let (window, count, totals) = quarters(&world, "five_years");
    assert_eq!((window, count), (Ok((day("2016-01-01"), day("2020-12-31"))), Some(20)));
    let total = |name: &str| totals.iter().find(|(n, _)| n == name).unwrap().1.clone();
    assert_eq!((total("per_quarter"), total("listeners_per_quarter")), (number(20), number(1200)));
    // Seen, not chosen.
    assert!(matches!(world.ctx("2015-11-01 09:00").window(), Err(Value::Unknown(Unknown::Pending(_)))));
    world.answer("term", json!("five_years"), "2015-11-02 09:00");
    let fan = fanout(&world.ctx("2015-11-02 10:00"), world.unit("H"), &Default::default());
    let lectures = fan.targets.iter().find(|t| t.name == "per_quarter").unwrap();
    assert_eq!((lectures.periods, &lectures.quota_total), (Some(20), &number(20)));
    let listeners = fan.targets.iter().find(|t| t.name == "listeners_per_quarter").unwrap();
    assert_eq!(listeners.quota_total, number(1200));
}

#[test]
fn s03_08_an_open_step_is_named() {
    let mut world = world();
    let fields = json!({"hospital": "H", "date": "2016-02-10", "topic": "合理膳食", "lecturer": "甲"});
    let id = world.submit("H", "lecture", "", fields, "2016-02-01 09:00").unwrap();
    for step in &STEPS[1..4] {
        world.move_to("H", id, step, json!({}), "2016-02-02 09:00").unwrap();
    }
    let mut missing = |to: &str| match world.move_to("H", id, to, json!({}), "2016-02-10 18:00") {
        Err(Refusal::Step { missing }) => missing,
        other => panic!("{other:?}"),
    };
    assert_eq!(missing("notice_sent"), ["落实场地设施"]);
    assert_eq!(missing("held"), ["落实场地设施", "发出讲座通知"]);
    assert_eq!(world.record(id).state, "content_approved");
    // Nor can a lecture begin in the middle.
    let fields = json!({"hospital": "H", "date": "2016-02-10"});
    let refusal = world.submit("H", "lecture", "held", fields, "2016-02-10 18:00").unwrap_err();
    assert!(matches!(refusal, Refusal::Step { missing } if missing.contains(&"落实场地设施".to_string())));
}

fn planned(world: &mut World, date: &str, published_on: &str, now: &str) {
    let fields = json!({"hospital": "H", "date": date, "content": "讲座", "published_on": published_on});
    world.submit("H", "year_plan", "published", fields, now).unwrap();
}

#[test]
fn s03_09_a_lecture_in_no_published_plan_is_marked_and_counts() {
    let mut world = world();
    for date in ["2016-02-20", "2016-04-20", "2016-08-20", "2016-11-20"] {
        planned(&mut world, date, "2016-01-10", "2016-01-10 09:00");
    }
    let fifth = held(&mut world, "2016-05-20", 60, 60);
    let announced = held(&mut world, "2016-02-20", 60, 60);
    let ctx = world.ctx("2016-07-01 09:00");
    assert_eq!(current_value(&ctx, &world.record(fifth), "announced"), Value::Bool(false));
    assert_eq!(current_value(&ctx, &world.record(announced), "announced"), Value::Bool(true));
    assert_eq!(quarter(&world, "2016-04-01", "2016-07-01 09:00"), OwedState::Met);
    // A plan published on the day itself is no announcement; one entered later, but published before, is.
    planned(&mut world, "2016-05-20", "2016-05-20", "2016-05-20 20:00");
    assert_eq!(current_value(&world.ctx("2016-07-01 09:00"), &world.record(fifth), "announced"), Value::Bool(false));
    planned(&mut world, "2016-05-20", "2016-05-01", "2016-05-21 09:00");
    assert_eq!(current_value(&world.ctx("2016-07-01 09:00"), &world.record(fifth), "announced"), Value::Bool(true));
    assert_eq!(public_page(&world.ctx("2016-07-01 09:00"), 0, None).unwrap().len(), 6);
}

#[test]
fn s03_10_an_archive_without_video_is_listed_and_the_quarter_stays_met() {
    let mut world = world();
    let id = held(&mut world, "2016-02-10", 60, 60);
    let parts = json!({"pictures": ["1.jpg"], "text": ["稿.docx"], "setting_up": "会场", "atmosphere": "热烈", "course": "顺利", "effect": "好"});
    world.correct("H", id, parts, "2016-02-11 09:00").unwrap();
    let listed = listed(&world.ctx("2016-02-12 09:00"), "incomplete_archives", world.unit("H")).unwrap();
    assert_eq!(listed.len(), 1);
    let titles: Vec<&str> =
        listed[0].missing.iter().map(|f| world.programme.model.registers["lecture"].fields[f].title.as_str()).collect();
    assert_eq!(titles, ["视频"]);
    assert_eq!(quarter(&world, "2016-01-01", "2016-04-01 09:00"), OwedState::Met);
}

#[test]
fn s03_11_the_monthly_report_is_due_on_the_last_day_of_its_month() {
    let mut world = World::new("03-qujing-health-lectures", units());
    world.answer("term", json!("from_text"), "2015-10-20 09:00");
    let form = world.programme.model.returns["monthly"].clone();
    let november = |world: &World, now: &str| {
        return_of(&world.ctx(now), "monthly", &form, world.unit("H"), day("2015-11-01"), day("2015-11-30")).pop().unwrap()
    };
    assert_eq!(november(&world, "2015-11-30 23:59").state, OwedState::Open);
    assert_eq!(november(&world, "2015-11-30 23:59").due.day(), Some(day("2015-11-30")));
    world.file("monthly", "H", "2015-11-01", "2015-12-01 00:10").unwrap();
    assert_eq!(november(&world, "2016-01-10 09:00").state, OwedState::LateMet { days: 1 });
    let ctx = world.ctx("2016-06-01 09:00");
    let of_2016 = return_of(&ctx, "monthly", &form, world.unit("H"), day("2016-01-01"), day("2016-12-31"));
    assert_eq!(of_2016.len(), 12);
    assert!(of_2016.iter().filter(|o| o.state != OwedState::Open).all(|o| matches!(o.state, OwedState::Overdue { .. })));
}

fn survey(world: &mut World, indicator: &str, positive: i64, asked: i64) {
    let fields = json!({"hospital": "H", "date": "2017-05-01", "indicator": indicator, "asked": asked, "positive": positive});
    world.submit("H", "survey", "", fields, "2017-05-02 09:00").unwrap();
}

#[test]
fn s03_12_a_rate_is_met_exactly_and_never_rounded_up() {
    let check = |positive: i64, asked: i64, met: bool, shown: &str| {
        let mut world = world();
        survey(&mut world, "健康基本知识知晓率", positive, asked);
        let judged = judge(&world.ctx("2017-06-01 09:00"), "aware", world.unit("H"), None).unwrap();
        assert_eq!(judged.met, Value::Bool(met), "{positive} of {asked}");
        let (actual, quota) = (judged.actual.as_number().unwrap().shown, judged.quota.as_number().unwrap().value());
        assert_eq!(shown_ratio(actual, quota).to_string(), shown, "{positive} of {asked}");
    };
    check(160, 200, true, "80");
    check(159, 200, false, "79.5");
    check(7999, 10_000, false, "79.99");
    check(2, 3, false, "66.7");
}

#[test]
fn s03_03_a_rise_waits_for_a_baseline() {
    let mut world = world();
    survey(&mut world, "基本医疗素养", 30, 100);
    for name in ["basic_literacy", "chronic_literacy", "infectious_literacy"] {
        let judged = judge(&world.ctx("2017-06-01 09:00"), name, world.unit("H"), None).unwrap();
        assert!(matches!(judged.met, Value::Unknown(Unknown::Pending(_))), "{name}: {:?}", judged.met);
    }
    let quotas = ["aware", "habits", "skills", "outlook"];
    let quotas = quotas.map(|n| judge(&world.ctx("2017-06-01 09:00"), n, world.unit("H"), None).unwrap().quota);
    assert_eq!(quotas, [number(80), number(70), number(70), number(50)]);
}

#[test]
fn s03_13_impossible_surveys_and_lectures_are_refused() {
    let mut world = world();
    let mut check = |asked: i64, positive: i64, date: &str, expected: &[&str]| {
        let fields = json!({"hospital": "H", "date": date, "indicator": "科学健康观", "asked": asked, "positive": positive});
        assert_eq!(world.refused_fields("H", "survey", "", fields, "2017-05-02 09:00"), expected);
    };
    check(0, 0, "2017-05-01", &["asked"]);
    check(160, 161, "2017-05-01", &["positive"]);
    check(160, 100, "2017-05-03", &["date"]);
    check(-5, 0, "2017-05-01", &["asked"]);
    let id = prepared(&mut world, "2017-05-02", "2017-05-01 09:00");
    let mut check = |fields: serde_json::Value, expected: &str| {
        let refusal = world.move_to("H", id, "held", fields.clone(), "2017-05-02 18:00").unwrap_err();
        let Refusal::Invalid { problems } = &refusal else { panic!("{refusal:?}") };
        assert!(problems.iter().any(|p| p.field.as_deref() == Some(expected)), "{fields}: {problems:?}");
        assert_eq!(world.record(id).state, "notice_sent");
    };
    check(json!({"start": "14:00", "end": "13:59", "listeners": 60}), "end");
    check(json!({"start": "14:00", "end": "15:00", "listeners": -1}), "listeners");
    check(json!({"start": "14:00", "end": "15:00"}), "listeners");
    check(json!({"start": "14:00", "end": "15:00", "listeners": 60, "date": "2017-05-03"}), "date");
    let judged = judge(&world.ctx("2017-06-01 09:00"), "outlook", world.unit("H"), None).unwrap();
    assert_eq!((judged.actual.is_known(), judged.actual.to_string().as_str()), (false, "—"));
    // The same holds for a finished lecture that is corrected.
    let fields = json!({"start": "14:00", "end": "15:00", "listeners": 60});
    world.move_to("H", id, "held", fields, "2017-05-02 18:00").unwrap();
    world.move_to("H", id, "finished", json!({"record_form": ["表.pdf"], "summary": "已完成"}), "2017-05-03 09:00").unwrap();
    assert!(world.correct("H", id, json!({"end": "13:00"}), "2017-05-03 10:00").is_err());
    assert!(world.correct("H", id, json!({"date": "2017-06-03"}), "2017-05-03 10:00").is_err());
}

#[test]
fn s03_14_a_finished_lecture_opens_two_deliveries() {
    let mut world = world();
    let id = held(&mut world, "2016-02-10", 60, 60);
    let deliveries = |world: &World, now: &str| {
        let owed = luodi_engine::owed_by(&world.ctx(now), world.unit("H"), day("2016-02-01"), day("2016-02-29"));
        let mut found: Vec<(String, OwedState)> =
            owed.into_iter().filter(|o| o.kind == OwedKind::ForRecord(id)).map(|o| (o.name, o.state)).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found.into_iter().map(|(_, state)| state).collect::<Vec<_>>()
    };
    assert!(deliveries(&world, "2016-02-11 09:00").is_empty());
    world.move_to("H", id, "finished", json!({"record_form": ["表.pdf"], "summary": "已完成"}), "2016-02-12 09:00").unwrap();
    assert_eq!(deliveries(&world, "2016-02-12 10:00"), [OwedState::Pending, OwedState::Open]);
    // The report is late, the other has no day.
    assert_eq!(deliveries(&world, "2016-03-02 10:00"), [OwedState::Pending, OwedState::Overdue { days: 2 }]);
    world.file("monthly", "H", "2016-02-01", "2016-03-03 09:00").unwrap();
    assert_eq!(deliveries(&world, "2016-04-01 10:00"), [OwedState::Pending, OwedState::LateMet { days: 3 }]);
    world.correct("H", id, json!({"delivered_on": "2016-03-10"}), "2016-03-10 09:00").unwrap();
    assert_eq!(deliveries(&world, "2016-04-01 10:00"), [OwedState::Met, OwedState::LateMet { days: 3 }]);
}

#[test]
fn s03_14_a_lecture_entered_after_the_report_is_not_in_it() {
    let mut world = world();
    world.file("monthly", "H", "2016-02-01", "2016-02-28 09:00").unwrap();
    let id = held(&mut world, "2016-02-29", 60, 60);
    world.move_to("H", id, "finished", json!({"record_form": ["表.pdf"], "summary": "已完成"}), "2016-03-01 09:00").unwrap();
    let duty = world.programme.model.duties["in_monthly_report"].clone();
    let state = |world: &World| {
        let ctx = world.ctx("2016-03-05 09:00");
        duty_of(&ctx, "in_monthly_report", &duty, world.unit("H"), day("2016-02-01"), day("2016-02-29")).pop().unwrap().state
    };
    assert_eq!(state(&world), OwedState::Overdue { days: 5 });
    world.file("monthly", "H", "2016-02-01", "2016-03-02 09:00").unwrap();
    assert_eq!(state(&world), OwedState::LateMet { days: 2 });
}

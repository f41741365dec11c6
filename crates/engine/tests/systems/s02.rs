//! 02: a township hospital, its villages, their clinics and two community institutions.

use crate::world::{World, at, day, number, tree};
use luodi_engine::{
    Event, OwedState, Refusal, ReturnTable, board, duty_of, filed_table, judge, live, measure_value, overview, periods_met,
    presets, public_page, shown_ratio,
};
use luodi_model::{Every, Number, Period, RecordId, UnitTree, Unknown, Value};
use serde_json::json;

/// The hospital, 14 villages (V14 is remote), 14 clinics (C1…) and 2 community institutions (S1, S2).
fn units() -> UnitTree {
    let mut units = vec![("H".to_string(), "", "卫生院", "青石卫生院".to_string())];
    let name = |i: u32| if i == 14 { "第14村（偏远）".to_string() } else { format!("第{i}村") };
    units.extend((1..=14).map(|i| (format!("V{i}"), "H", "村", name(i))));
    units.extend((1..=14).map(|i| (format!("C{i}"), "H", "村卫生室", format!("第{i}村卫生室"))));
    units.extend((1..=2).map(|i| (format!("S{i}"), "H", "社区卫生服务机构", format!("第{i}社区站"))));
    tree(&units)
}

fn world() -> World {
    let mut world = World::new("02-township-health-tours", units());
    world.answer("first_day", json!("2014-01-01"), "2013-12-20 09:00");
    world.answer("last_day", json!("2014-12-31"), "2013-12-20 09:00");
    world
}

fn tour(world: &mut World, village: &str, date: &str, tcm: bool) -> RecordId {
    let fields = json!({"kind": "乡镇巡讲", "village": village, "date": date, "tcm": tcm});
    world.submit("H", "event", "held", fields, &format!("{date} 18:00")).unwrap()
}

fn lecture(world: &mut World, institution: &str, date: &str) {
    let fields = json!({"kind": "村级讲座", "village": institution, "date": date, "tcm": false});
    world.submit(institution, "event", "held", fields, &format!("{date} 18:00")).unwrap();
}

fn states_of_month(world: &World, unit: &str, month: &str, now: &str) -> Vec<OwedState> {
    let duty = &world.programme.model.duties["monthly_lecture"];
    let period = Period::containing(Every::Month, day(month));
    let owed = duty_of(&world.ctx(now), "monthly_lecture", duty, world.unit(unit), period.first, period.last);
    owed.into_iter().map(|o| o.state).collect()
}

#[test]
fn s02_03_without_a_year_nothing_is_dated() {
    let world = World::new("02-township-health-tours", units());
    let model = &world.programme.model;
    assert!(model.asks["first_day"].before_publication && model.asks["last_day"].before_publication);
    let owed = luodi_engine::owed_by(&world.ctx("2014-05-01 09:00"), world.unit("C1"), day("2010-01-01"), day("2020-12-31"));
    assert!(!owed.is_empty() && owed.iter().all(|o| o.state == OwedState::Pending && o.period.is_none()));
}

#[test]
fn s02_04_many_tours_do_not_cover_the_village_without_one() {
    let mut world = world();
    for village in 1..=13 {
        tour(&mut world, &format!("V{village}"), "2014-03-05", false);
        tour(&mut world, &format!("V{village}"), "2014-04-05", false);
    }
    let seen = world.overview("each_village", "H", "2014-05-01 09:00");
    assert_eq!((seen.holders.len(), seen.units_met, seen.units_short), (14, 13, 1));
    assert_eq!((seen.actual, seen.quota.value, seen.complete), (number(26), number(14), Value::Bool(false)));
}

#[test]
fn s02_05_sixteen_duties_a_month_and_zero_is_not_silence() {
    let mut world = world();
    let duty = world.programme.model.duties["monthly_lecture"].clone();
    let members = world.ctx("2014-05-01 09:00").members(&duty.who, Some(world.unit("H")));
    let of_year: usize = members
        .iter()
        .map(|&u| {
            duty_of(&world.ctx("2014-05-01 09:00"), "monthly_lecture", &duty, u, day("2014-01-01"), day("2014-12-31")).len()
        })
        .sum();
    assert_eq!((members.len(), of_year), (16, 192));
    lecture(&mut world, "C1", "2014-03-05");
    lecture(&mut world, "C1", "2014-03-25");
    lecture(&mut world, "C2", "2014-03-06");
    world.report_zero("monthly_lecture", "C1", "2014-04-01", "2014-04-29 09:00").unwrap();
    let now = "2014-05-01 09:00";
    assert_eq!(states_of_month(&world, "C1", "2014-03-01", now), [OwedState::Met]);
    assert_eq!(states_of_month(&world, "C1", "2014-04-01", now), [OwedState::Zero]);
    assert_eq!(states_of_month(&world, "C2", "2014-04-01", now), [OwedState::NoReport]);
    assert_eq!(states_of_month(&world, "C2", "2014-04-01", "2014-04-30 23:59"), [OwedState::Open]);
    assert_eq!(states_of_month(&world, "C2", "2014-05-01", now), [OwedState::Open]);
    for unit in ["C1", "C2"] {
        let met = periods_met(&world.ctx(now), "monthly_lecture", world.unit(unit)).unwrap();
        let in_spring = met.missing.iter().filter(|p| p.first >= day("2014-03-01")).count();
        assert_eq!((met.expected, met.due, met.met, in_spring), (12, 4, 1, 1), "{unit}");
        assert_eq!(met.zero.len(), usize::from(unit == "C1"));
    }
}

#[test]
fn s02_05_a_zero_report_must_fit_its_month() {
    let mut world = world();
    lecture(&mut world, "C1", "2014-03-05");
    let mut check = |first: &str, now: &str| world.report_zero("monthly_lecture", "C1", first, now).is_err();
    assert!(check("2014-03-01", "2014-04-01 09:00"), "a month with a lecture");
    assert!(check("2014-03-02", "2014-04-01 09:00"), "not the first day");
    assert!(check("2014-05-01", "2014-04-01 09:00"), "not begun");
    assert!(check("2013-11-01", "2014-04-01 09:00"), "outside the programme");
    assert!(world.report_zero("monthly_tour", "H", "2014-03-01", "2014-04-01 09:00").is_err(), "takes no zero reports");
    assert_eq!(world.report_zero("monthly_lecture", "C2", "2014-03-01", "2014-04-01 09:00"), Ok(1));
    assert_eq!(world.report_zero("monthly_lecture", "C2", "2014-03-01", "2014-04-01 09:01"), Ok(0));
}

/// Tours in this order: `tcm` of them with Chinese medicine, out of `all`.
fn with_share(tcm: usize, all: usize) -> World {
    let mut world = world();
    for i in 0..all {
        tour(&mut world, &format!("V{}", i % 14 + 1), "2014-03-05", i < tcm);
    }
    world
}

#[test]
fn s02_06_the_share_is_compared_exactly() {
    let check = |tcm: usize, all: usize, met: bool| {
        let world = with_share(tcm, all);
        let judged = judge(&world.ctx("2014-06-01 09:00"), "share_tours", world.unit("H"), None).unwrap();
        assert_eq!(judged.met, Value::Bool(met), "{tcm} of {all}");
        assert_eq!(judged.gap == number(0), met, "{tcm} of {all}");
        judged
    };
    check(3, 10, true);
    check(3, 11, false);
    check(4, 11, true);
    check(4, 14, false);
    check(5, 14, true);
    check(5, 20, false);
    check(6, 20, true);
    let judged = check(3, 11, false);
    let shown = shown_ratio(judged.actual.as_number().unwrap().shown, judged.quota.as_number().unwrap().value());
    assert_eq!((shown.to_string().as_str(), judged.quota), ("27.3", number(30)));
}

#[test]
fn s02_07_the_shortfall_at_present_and_the_forecast_differ() {
    let world = with_share(5, 20);
    let judged = judge(&world.ctx("2014-06-01 09:00"), "share_tours", world.unit("H"), None).unwrap();
    assert_eq!((judged.actual, judged.met, judged.gap), (number(25), Value::Bool(false), number(1)));
    let forecast = judged.forecast.unwrap();
    assert_eq!([forecast.more, forecast.part, forecast.whole].map(|n| n.to_string()), ["2", "7", "22"]);
    // The hospital reads the same as the overview of its subtree.
    let seen = overview(&world.ctx("2014-06-01 09:00"), "share_tours", world.unit("H"), None).unwrap();
    assert_eq!(seen.complete, Value::Bool(false));
}

#[test]
fn s02_08_no_tour_yet_is_not_computable() {
    let world = world();
    let judged = judge(&world.ctx("2014-02-01 09:00"), "share_tours", world.unit("H"), None).unwrap();
    assert!(matches!(judged.actual, Value::Unknown(Unknown::NotComputable(_))));
    assert!(matches!(judged.met, Value::Unknown(Unknown::NotComputable(_))));
    assert!(!judged.gap.is_known() && judged.forecast.is_none());
    assert_eq!(judged.actual.to_string(), "—");
    let seen = board(&world.ctx("2015-02-01 09:00"), world.unit("H"));
    assert!(!seen.red.iter().any(|r| r.name.starts_with("share")));
}

#[test]
fn s02_08_both_readings_of_the_whole_are_shown_while_it_is_open() {
    let mut world = with_share(3, 10);
    lecture(&mut world, "C1", "2014-03-09");
    let share = |name: &str| judge(&world.ctx("2014-06-01 09:00"), name, world.unit("H"), None).unwrap().met;
    assert_eq!((share("share_tours"), share("share_all")), (Value::Bool(true), Value::Bool(false)));
    // 3 or 4 of 12: with one lecture of which it isn't said, the larger whole can't be judged, and says so.
    let unsaid = json!({"kind": "村级讲座", "village": "C2", "date": "2014-03-09"});
    let id = world.submit("C2", "event", "held", unsaid, "2014-03-09 18:00").unwrap();
    let share = |world: &World| judge(&world.ctx("2014-06-01 09:00"), "share_all", world.unit("H"), None).unwrap().met;
    assert!(!share(&world).is_known());
    world.correct("C2", id, json!({"tcm": true}), "2014-03-10 09:00").unwrap();
    assert_eq!(share(&world), Value::Bool(true));
}

#[test]
fn s02_07_a_cancelled_or_changed_tour_moves_the_share() {
    let mut world = with_share(2, 9);
    let last = tour(&mut world, "V9", "2014-03-09", false);
    let met = |world: &World| judge(&world.ctx("2014-06-01 09:00"), "share_tours", world.unit("H"), None).unwrap().met;
    assert_eq!(met(&world), Value::Bool(false));
    world.correct("H", last, json!({"tcm": true}), "2014-03-10 09:00").unwrap();
    assert_eq!(met(&world), Value::Bool(true));
    world.move_to("H", last, "cancelled", json!({}), "2014-03-11 09:00").unwrap();
    assert_eq!(met(&world), Value::Bool(false));
    let count =
        measure_value(&world.ctx("2014-06-01 09:00"), "tours", world.unit("H"), true, (day("2014-01-01"), day("2014-12-31")));
    assert_eq!(count, number(9));
}

fn lecturer(world: &mut World, discipline: &str) -> RecordId {
    let fields = json!({"hospital": "H", "name": "甲", "discipline": discipline});
    world.submit("H", "lecturer", "", fields, "2014-01-05 09:00").unwrap()
}

#[test]
fn s02_09_only_the_group_s_decision_ends_an_appointment() {
    let mut world = world();
    let id = lecturer(&mut world, "中医中药");
    let event = |date: &str| json!({"kind": "乡镇巡讲", "village": "V1", "date": date, "lecturer": id.to_string()});
    let past = world.submit("H", "event", "held", event("2014-02-05"), "2014-02-05 18:00").unwrap();
    // A ground is recorded, with evidence; nothing else changes.
    let ground = json!({"ground": "不能按时参加", "evidence": ["记录.jpg"]});
    world.correct("H", id, ground, "2014-02-10 09:00").unwrap();
    world.submit("H", "event", "", event("2014-02-20"), "2014-02-11 09:00").unwrap();
    let strange = world.correct("H", id, json!({"ground": "其他原因"}), "2014-02-11 09:00").unwrap_err();
    assert!(matches!(strange, Refusal::Invalid { problems } if problems[0].field.as_deref() == Some("ground")));
    world.correct("H", id, json!({"ground_remark": "两次缺席"}), "2014-02-11 09:00").unwrap();
    // The decision needs its day.
    assert!(world.move_to("H", id, "withdrawn", json!({}), "2014-02-12 09:00").is_err());
    world.move_to("H", id, "withdrawn", json!({"decided_on": "2014-02-12"}), "2014-02-12 09:00").unwrap();
    assert_eq!(world.refused_fields("H", "event", "", event("2014-03-05"), "2014-02-13 09:00"), ["lecturer"]);
    // The past event keeps the name and can still be corrected.
    world.correct("H", past, json!({"people": 40}), "2014-02-14 09:00").unwrap();
    assert_eq!(world.record(past).fields["lecturer"], json!(id.to_string()));
}

#[test]
fn s02_10_another_discipline_needs_a_reason_and_is_marked() {
    let mut world = world();
    let fields = json!({"hospital": "H", "name": "乙", "discipline": "营养学"});
    assert_eq!(world.refused_fields("H", "lecturer", "", fields, "2014-01-05 09:00"), ["discipline_reason"]);
    let fields = json!({"hospital": "H", "name": "乙", "discipline": "营养学", "discipline_reason": "慢性病饮食指导"});
    let id = world.submit("H", "lecturer", "", fields, "2014-01-05 09:00").unwrap();
    let record = world.record(id);
    assert_eq!(record.findings.len(), 1);
    assert_eq!(record.findings[0].field.as_deref(), Some("discipline"));
    let listed = lecturer(&mut world, "康复");
    assert!(world.record(listed).findings.is_empty());
}

#[test]
fn s02_11_a_remote_village_gets_the_added_topics_beforehand() {
    let mut world = world();
    let offered = |world: &World, village: &str| {
        let filled = serde_json::from_value(json!({"village": village})).unwrap();
        presets(&world.ctx("2014-03-01 09:00"), "event", world.unit("H"), &filled)
    };
    let remote = offered(&world, "V14");
    assert_eq!(remote.len(), 1);
    assert_eq!((remote[0].0.as_str(), remote[0].1.len()), ("topics", 7));
    assert!(offered(&world, "V3").is_empty());
    let filled = serde_json::from_value(json!({"village": "V14", "topics": ["高血压"]})).unwrap();
    assert!(presets(&world.ctx("2014-03-01 09:00"), "event", world.unit("H"), &filled).is_empty());
    // Elsewhere the topics can be chosen all the same.
    let fields = json!({"kind": "乡镇巡讲", "village": "V3", "date": "2014-03-05", "topics": ["用药安全", "肝炎"]});
    world.submit("H", "event", "", fields, "2014-03-01 09:00").unwrap();
}

fn row(table: &ReturnTable, world: &World, unit: &str) -> Vec<Value> {
    table.rows.iter().find(|r| r.unit == world.unit(unit)).unwrap().values.clone()
}

#[test]
fn s02_12_the_circular_tells_zero_from_no_report() {
    let mut world = world();
    tour(&mut world, "V1", "2014-03-05", false);
    lecture(&mut world, "C1", "2014-03-05");
    world.report_zero("monthly_lecture", "C2", "2014-03-01", "2014-03-31 09:00").unwrap();
    world.file("circular", "H", "2014-03-01", "2014-04-02 09:00").unwrap();
    let filing = world.log.iter().find_map(|(e, _)| if let Event::ReturnFiled(f) = e { Some(f) } else { None }).unwrap();
    let table = filed_table(filing);
    assert_eq!(table.rows.len(), 30);
    assert_eq!(row(&table, &world, "C1")[1], number(1));
    assert_eq!(row(&table, &world, "C2")[1], number(0));
    assert_eq!(row(&table, &world, "C3")[1], Value::MISSING);
    assert_eq!(row(&table, &world, "V2")[0], number(0));
    // A sum over some of the institutions is never a total.
    assert!(table.total[1].as_number().is_some_and(|n| !n.is_exact() && n.low() == Number::from(1).value()));
    assert!(!filing.zero);
}

#[test]
fn s02_14_impossible_entries_leave_share_and_counts_alone() {
    let mut world = with_share(3, 10);
    let mut check = |change: serde_json::Value, expected: &[&str]| {
        let mut fields = json!({"kind": "乡镇巡讲", "village": "V1", "date": "2014-06-01"});
        fields.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(world.refused_fields("H", "event", "held", fields, "2014-06-01 12:00"), expected, "{change}");
    };
    check(json!({"date": "2014-06-02"}), &["date"]);
    check(json!({"village": "第99村"}), &["village"]);
    check(json!({"people": -1}), &["people"]);
    check(json!({"kind": "其他"}), &["kind"]);
    let judged = judge(&world.ctx("2014-06-01 13:00"), "share_tours", world.unit("H"), None).unwrap();
    assert_eq!((judged.met, judged.actual), (Value::Bool(true), number(30)));
    // People may be blank: no rule rests on them.
    tour(&mut world, "V2", "2014-06-01", false);
}

#[test]
fn s02_15_the_second_half_year_shows_its_own_events_and_the_cumulative_column() {
    let mut world = world();
    for date in ["2014-02-05", "2014-06-30", "2014-07-01"] {
        tour(&mut world, "V1", date, false);
    }
    let ctx = world.ctx("2015-01-05 09:00");
    let half = |first: &str| {
        let form = &world.programme.model.returns["half_year"];
        live(&ctx, form, world.unit("H"), &Period::containing(Every::HalfYear, day(first)))
    };
    assert_eq!(row(&half("2014-01-01"), &world, "V1"), [number(2), number(0), number(2), number(0)]);
    assert_eq!(row(&half("2014-07-01"), &world, "V1"), [number(1), number(0), number(3), number(0)]);
    let duty = &world.programme.model.duties["assessment"];
    let owed = duty_of(&ctx, "assessment", duty, world.unit("H"), day("2014-01-01"), day("2014-12-31"));
    assert_eq!(owed.iter().map(|o| o.state.clone()).collect::<Vec<_>>(), [OwedState::Unmet, OwedState::Unmet]);
    let fields = json!({"unit": "V1", "date": "2014-06-20", "result": "已查"});
    world.submit("H", "assessment", "", fields, "2014-06-20 17:00").unwrap();
    let met = periods_met(&world.ctx("2015-01-05 09:00"), "assessment", world.unit("H")).unwrap();
    assert_eq!((met.met, met.missing), (1, vec![Period::containing(Every::HalfYear, day("2014-07-01"))]));
}

#[test]
fn s02_16_the_month_without_a_tour_is_named() {
    let mut world = world();
    for month in (1..=12).filter(|m| *m != 8) {
        for village in 1..=14 {
            tour(&mut world, &format!("V{village}"), &format!("2014-{month:02}-10"), false);
        }
    }
    lecture(&mut world, "C1", "2014-08-10");
    let met = periods_met(&world.ctx("2015-01-01 09:00"), "monthly_tour", world.unit("H")).unwrap();
    assert_eq!((met.met, met.expected, met.missing.len()), (11, 12, 1));
    assert_eq!(met.missing[0].title(), "2014年8月");
    assert_eq!(world.overview("each_village", "H", "2015-01-01 09:00").complete, Value::Bool(true));
}

#[test]
fn s02_public_page_shows_its_fields_and_no_others() {
    let mut world = world();
    let fields = json!({"kind": "乡镇巡讲", "village": "V1", "date": "2014-03-20", "place": "文化广场", "people": 3});
    world.submit("H", "event", "", fields, "2014-03-01 09:00").unwrap();
    let page = public_page(&world.ctx("2014-03-02 09:00"), 0, None).unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!(page[0].iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["date", "place", "topics"]);
    assert!(public_page(&world.ctx("2014-03-21 09:00"), 0, None).unwrap().is_empty());
}

#[test]
fn s02_a_clinic_enters_for_itself_and_not_for_another() {
    let mut world = world();
    let fields = json!({"kind": "村级讲座", "village": "C2", "date": "2014-03-05"});
    assert_eq!(world.submit("C1", "event", "held", fields, "2014-03-05 18:00"), Err(Refusal::NotFound));
    let fields = json!({"unit": "C1", "date": "2014-03-05"});
    assert_eq!(world.submit("C1", "assessment", "", fields, "2014-03-05 18:00"), Err(Refusal::NotAllowed));
    assert!(world.log.iter().all(|(_, t)| *t < at("2014-01-01 00:00")));
}

//! 01: province, 18 cities, 158 counties. Names of counties are generated; the counts per city are the plan's.

use crate::world::{World, at, day, number, tree};
use luodi_engine::{
    Command, OwedState, PlanRows, Refusal, Role, TableColumn, board, compiled, fanout, filed_table, lay_out, listed, return_in,
};
use luodi_model::{Every, Period, UnitTree, Unknown, Value};
use rust_decimal::Decimal;
use serde_json::json;

const CITIES: [(&str, u32); 18] = [
    ("安阳", 9),
    ("濮阳", 6),
    ("鹤壁", 5),
    ("焦作", 10),
    ("新乡", 12),
    ("济源", 0),
    ("三门峡", 6),
    ("洛阳", 15),
    ("郑州", 12),
    ("开封", 10),
    ("商丘", 9),
    ("平顶山", 10),
    ("许昌", 6),
    ("漯河", 5),
    ("驻马店", 10),
    ("信阳", 10),
    ("周口", 10),
    ("南阳", 13),
];

fn units(counties_of_anyang: u32) -> UnitTree {
    let mut units = vec![("省".to_string(), "", "省", "省本级".to_string())];
    for (city, counties) in CITIES {
        units.push((city.to_string(), "省", "市", format!("{city}市")));
        let counties = if city == "安阳" { counties_of_anyang } else { counties };
        units.extend((1..=counties).map(|i| (format!("{city}{i}"), city, "县", format!("{city}第{i}县"))));
    }
    tree(&units)
}

fn world() -> World {
    let mut world = World::new("01-henan-health-tours", units(9));
    world.answer("first_month", json!("2013-09"), "2013-08-01 09:00");
    world.answer("last_month", json!("2014-02"), "2013-08-01 09:00");
    world
}

fn held(world: &mut World, unit: &str, date: &str, people: i64) {
    let fields = json!({"unit": unit, "date": date, "people": people, "topic": "合理用药"});
    world.submit(unit, "tour", "held", fields, &format!("{date} 18:00")).unwrap();
}

/// Table 1 as printed; the coverage of the province as decided.
fn table_1(coverage_of_province: i64) -> PlanRows {
    let mut rows = PlanRows::new();
    let mut put = |row: &str, column: &str, figure: i64| {
        rows.entry(format!("表1/{row}")).or_default().insert(column.to_string(), Decimal::from(figure));
    };
    put("省级次数", "省本级", 4);
    put("省级次数", "合计", 4);
    for (city, counties) in CITIES {
        let counties = i64::from(counties);
        put("省辖市次数", city, 4);
        if counties > 0 {
            put("县区级区县数", city, counties);
            put("县区级次数", city, 4 * counties);
        }
        put("合计次数", city, 4 + 4 * counties);
        put("合计覆盖人数", city, 1000 * (1 + counties));
    }
    put("省辖市次数", "合计", 72);
    put("县区级次数", "合计", 632);
    put("合计次数", "省本级", 4);
    put("合计次数", "合计", 708);
    put("合计覆盖人数", "省本级", coverage_of_province);
    put("合计覆盖人数", "合计", 177_000);
    rows
}

#[test]
fn s01_05_the_quotas_fan_out_to_177_units_and_add_up() {
    let world = world();
    let fan = fanout(&world.ctx("2013-08-02 09:00"), world.unit("省"), &table_1(1000));
    assert_eq!(fan.units, 177);
    let target = |name: &str| fan.targets.iter().find(|t| t.name == name).unwrap();
    assert_eq!((target("tours_each").units, &target("tours_each").quota_sum), (177, &number(708)));
    assert_eq!((target("people_each").units, &target("people_each").quota_sum), (177, &number(177_000)));
    // 18 cities, and the total at the province.
    let stated = &target("tours_each").stated;
    assert_eq!(stated.len(), 19);
    assert!(stated.iter().all(|s| s.agrees == Value::Bool(true)), "{stated:?}");
    assert!(target("people_each").stated.iter().all(|s| s.agrees == Value::Bool(true)));
    assert!(fan.groups.iter().all(|g| g.stated.is_none_or(|s| s as usize == g.count)));
    // All 96 printed figures were held against the tree, and none differs.
    assert_eq!(fan.tables.len(), 96);
    assert!(fan.tables.iter().all(|t| t.agrees == Value::Bool(true)));
    let anyang = world.overview("tours_each", "安阳", "2013-08-02 09:00");
    assert_eq!((anyang.quota.value, anyang.holders.len()), (number(40), 10));
}

#[test]
fn s01_04_the_printed_coverage_of_the_province_differs_until_decided() {
    let world = world();
    let fan = fanout(&world.ctx("2013-08-02 09:00"), world.unit("省"), &table_1(100));
    let differs: Vec<_> = fan.tables.iter().filter(|t| t.agrees != Value::Bool(true)).collect();
    assert_eq!(differs.len(), 1);
    assert_eq!((&differs[0].quota_sum, &differs[0].stated), (&number(1000), &number(100)));
    assert_eq!(differs[0].at, world.unit("省"));
}

#[test]
fn s01_06_a_sum_above_the_quota_does_not_rescue_the_county_without_tours() {
    let mut world = world();
    for i in 1..=10 {
        held(&mut world, "安阳", &format!("2013-09-{:02}", i + 1), 100);
    }
    for county in 1..=8 {
        for i in 1..=4 {
            held(&mut world, &format!("安阳{county}"), &format!("2013-10-{:02}", i + 10), 250);
        }
    }
    let tours = world.overview("tours_each", "安阳", "2013-11-01 09:00");
    assert_eq!((&tours.actual, &tours.quota.value), (&number(42), &number(40)));
    assert_eq!((tours.units_met, tours.units_short, tours.holders.len()), (9, 1, 10));
    assert_eq!(tours.complete, Value::Bool(false));
    let people = world.overview("people_each", "安阳", "2013-11-01 09:00");
    assert_eq!((people.units_met, &people.complete), (9, &Value::Bool(false)));
    let ninth = |o: &luodi_engine::Overview| o.holders.iter().find(|h| h.unit == world.unit("安阳9")).unwrap().gap.clone();
    assert_eq!((ninth(&tours), ninth(&people)), (number(4), number(1000)));
}

#[test]
fn s01_07_the_province_meets_tours_and_coverage_and_lacks_floating_population() {
    let mut world = world();
    for i in 1..=4 {
        let floating = if i == 4 { 0 } else { 50 };
        let fields = json!({"unit": "省", "date": format!("2013-09-1{i}"), "people": 250, "floating": floating});
        world.submit("省", "tour", "held", fields, "2013-09-30 09:00").unwrap();
    }
    let judged = |target: &str| {
        let overview = world.overview(target, "省", "2013-10-01 09:00");
        overview.holders.into_iter().find(|h| h.unit == world.unit("省")).unwrap()
    };
    assert_eq!(judged("tours_each").met, Value::Bool(true));
    assert_eq!(judged("people_each").met, Value::Bool(true));
    let floating = judged("floating_province");
    assert_eq!((floating.met, floating.actual, floating.gap), (Value::Bool(false), number(150), number(50)));
}

#[test]
fn s01_08_the_monthly_table_is_late_by_the_calendar_day_in_beijing() {
    let mut world = world();
    let september = Period::containing(Every::Month, day("2013-09-01"));
    let state = |world: &World, now: &str, period: Period| {
        let form = &world.programme.model.returns["monthly"];
        return_in(&world.ctx(now), "monthly", form, world.unit("洛阳"), period)
    };
    assert_eq!(state(&world, "2013-10-05 23:59", september).state, OwedState::Open);
    assert_eq!(state(&world, "2013-10-06 00:00", september).state, OwedState::Overdue { days: 1 });
    let mut late = World::new("01-henan-health-tours", units(9));
    late.answer("first_month", json!("2013-09"), "2013-08-01 09:00");
    late.answer("last_month", json!("2014-02"), "2013-08-01 09:00");
    world.file("monthly", "洛阳", "2013-09-01", "2013-10-05 23:59").unwrap();
    late.file("monthly", "洛阳", "2013-09-01", "2013-10-06 00:00").unwrap();
    assert_eq!(state(&world, "2013-12-01 09:00", september).state, OwedState::Met);
    assert_eq!(state(&late, "2013-12-01 09:00", september).state, OwedState::LateMet { days: 1 });
    // Filing once more erases nothing.
    late.file("monthly", "洛阳", "2013-09-01", "2013-10-07 09:00").unwrap();
    assert_eq!(state(&late, "2013-12-01 09:00", september).state, OwedState::LateMet { days: 1 });
    let december = Period::containing(Every::Month, day("2013-12-01"));
    assert_eq!(state(&world, "2013-12-31 09:00", december).due.day(), Some(day("2014-01-05")));
}

#[test]
fn s01_08_a_correction_makes_a_new_version_and_leaves_the_filed_one() {
    let mut world = world();
    held(&mut world, "洛阳3", "2013-09-10", 300);
    let id = world.memory.all_records().next().unwrap().id;
    world.file("monthly", "洛阳", "2013-09-01", "2013-10-05 10:00").unwrap();
    world.correct("洛阳", id, json!({"people": 310}), "2013-10-08 10:00").unwrap();
    world.file("monthly", "洛阳", "2013-09-01", "2013-10-08 11:00").unwrap();
    let filings = luodi_engine::Facts::filings(
        &world.memory,
        &world.programme.model.programme,
        "monthly",
        world.unit("洛阳"),
        day("2013-09-01"),
    );
    let people: Vec<Value> = filings.iter().map(|f| filed_table(f).total[1].clone()).collect();
    assert_eq!(people, [number(300), number(310)]);
    assert_eq!(filings.iter().map(|f| f.version).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn s01_09_a_zero_table_is_a_report_and_a_missing_one_is_blank() {
    let mut world = world();
    for (city, _) in CITIES {
        if city != "漯河" && city != "鹤壁" {
            held(&mut world, city, "2013-09-10", 100);
        }
        if city != "鹤壁" {
            world.file("monthly", city, "2013-09-01", "2013-10-03 10:00").unwrap();
        }
    }
    let september = Period::containing(Every::Month, day("2013-09-01"));
    let table = compiled(&world.ctx("2013-10-06 09:00"), "monthly", world.unit("省"), &september).unwrap();
    assert_eq!((table.expected, table.filed, table.zero), (18, 17, 1));
    assert_eq!(table.missing, [world.unit("鹤壁")]);
    let blank = table.rows.iter().find(|r| r.owed.unit == world.unit("鹤壁")).unwrap();
    assert!(blank.values.iter().all(|v| *v == Value::MISSING));
    let zero = table.rows.iter().find(|r| r.owed.unit == world.unit("漯河")).unwrap();
    assert_eq!(zero.values[0], number(0));
    let tours = &table.total[0];
    assert_eq!((&tours.value, tours.reported, tours.expected), (&number(16), 17, 18));
}

#[test]
fn s01_10_a_tour_lacks_the_city_archive_until_both_marks_are_set() {
    let mut world = world();
    held(&mut world, "安阳3", "2013-09-10", 120);
    let id = world.memory.all_records().next().unwrap().id;
    let lacking = |world: &World| listed(&world.ctx("2013-09-12 09:00"), "lacking_city_archive", world.unit("省")).unwrap().len();
    world.mark("安阳3", id, "organiser_archived", "2013-09-11 09:00").unwrap();
    assert_eq!(lacking(&world), 1);
    // The county can't archive for its city, nor another city.
    assert_eq!(world.mark("安阳3", id, "city_archived", "2013-09-11 10:00"), Err(Refusal::NotAllowed));
    assert_eq!(world.mark("洛阳", id, "city_archived", "2013-09-11 10:00"), Err(Refusal::NotFound));
    world.mark("安阳", id, "city_archived", "2013-09-11 11:00").unwrap();
    assert_eq!(lacking(&world), 0);
    assert_eq!(world.record(id).marks["city_archived"].unit, world.unit("安阳"));
}

#[test]
fn s01_11_three_nominations_per_city_and_no_more() {
    let mut world = world();
    for (city, _) in CITIES {
        let of = if city == "信阳" { 2 } else { 3 };
        for i in 1..=of {
            let video = (city != "周口" || i > 1).then(|| json!(["v.mp4"]));
            let fields = json!({"unit": city, "lecturer": format!("专家{i}"), "courseware": ["k.pptx"], "video": video});
            world.submit(city, "nomination", "", fields, "2013-10-10 09:00").unwrap();
        }
    }
    let province = world.overview("nominations_each", "省", "2013-10-11 09:00");
    assert_eq!((province.quota.value, province.actual), (number(54), number(53)));
    let short = province.holders.iter().find(|h| h.unit == world.unit("信阳")).unwrap();
    assert_eq!((&short.met, &short.gap), (&Value::Bool(false), &number(1)));
    let fourth = json!({"unit": "安阳", "lecturer": "专家4", "courseware": ["k.pptx"], "video": ["v.mp4"]});
    assert_eq!(world.refused_fields("安阳", "nomination", "", fourth, "2013-10-11 09:00"), ["unit"]);
    // Nor by giving a nomination of another city to it.
    let of_xinyang = world.memory.all_records().find(|r| r.unit == world.unit("信阳")).unwrap().id;
    assert!(world.correct("省", of_xinyang, json!({"unit": "安阳"}), "2013-10-11 09:00").is_err());
    let incomplete = listed(&world.ctx("2013-10-11 09:00"), "incomplete_nominations", world.unit("省")).unwrap();
    assert_eq!(incomplete.len(), 1);
    assert_eq!(incomplete[0].missing, ["video"]);
    let refusal = world.move_to("周口", incomplete[0].record.id, "submitted", json!({}), "2013-10-11 10:00").unwrap_err();
    assert!(matches!(refusal, Refusal::Invalid { problems } if problems[0].field.as_deref() == Some("video")));
    // Selection is the province's.
    let complete = world.memory.all_records().find(|r| r.unit == world.unit("安阳")).unwrap().id;
    world.move_to("安阳", complete, "submitted", json!({}), "2013-10-11 10:00").unwrap();
    assert_eq!(world.move_to("安阳", complete, "selected", json!({}), "2013-10-12 10:00"), Err(Refusal::NotAllowed));
    world.move_to("省", complete, "selected", json!({}), "2013-10-12 10:00").unwrap();
}

#[test]
fn s01_12_no_number_is_made_of_what_the_text_leaves_open() {
    let world = world();
    let model = &world.programme.model;
    let lines: Vec<&str> = model.targets.values().filter_map(|t| t.clause.as_ref()).map(|c| c.0.as_str()).collect();
    assert!(!lines.iter().any(|l| ["L62", "L70", "L76"].contains(l)), "{lines:?}");
    assert_eq!(model.duties["evaluation"].due, luodi_model::programme::Due::Pending);
}

#[test]
fn s01_13_a_tree_with_a_county_less_is_reported_and_nothing_is_divided_anew() {
    let mut world = World::new("01-henan-health-tours", units(8));
    world.answer("first_month", json!("2013-09"), "2013-08-01 09:00");
    world.answer("last_month", json!("2014-02"), "2013-08-01 09:00");
    let fan = fanout(&world.ctx("2013-08-02 09:00"), world.unit("省"), &table_1(1000));
    let counties = fan.groups.iter().find(|g| g.name == "各县区").unwrap();
    assert_eq!((counties.count, counties.stated), (157, Some(158)));
    let of_anyang = fan.tables.iter().find(|t| t.source == "表1/县区级区县数" && t.at == world.unit("安阳")).unwrap();
    assert_eq!((&of_anyang.quota_sum, &of_anyang.stated), (&number(8), &number(9)));
    assert_eq!(of_anyang.agrees, Value::Bool(false));
    // Each unit keeps its own quota: 4 × (1 + 8) against the printed 40.
    let anyang = world.overview("tours_each", "安阳", "2013-08-02 09:00");
    assert!(anyang.holders.iter().all(|h| h.quota == number(4)));
    assert_eq!(anyang.quota.value, number(36));
    let tours = fan.targets.iter().find(|t| t.name == "tours_each").unwrap();
    let stated = tours.stated.iter().find(|s| s.at == world.unit("安阳")).unwrap();
    assert_eq!((&stated.stated, &stated.agrees), (&number(40), &Value::Bool(false)));
}

#[test]
fn s01_14_impossible_entries_are_refused_with_the_field_named() {
    let mut world = world();
    let mut check = |state: &str, change: serde_json::Value, expected: &[&str]| {
        let mut fields = json!({"unit": "开封2", "date": "2013-10-08", "people": 100});
        fields.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(world.refused_fields("开封2", "tour", state, fields, "2013-10-08 12:00"), expected, "{change}");
    };
    check("held", json!({"people": -1}), &["people"]);
    check("held", json!({"people": 3.5}), &["people"]);
    check("held", json!({"people": ""}), &["people"]);
    check("held", json!({"people": null}), &["people"]);
    check("held", json!({"floating": 101}), &["floating"]);
    check("held", json!({"date": "2013-10-09"}), &["date"]);
    check("held", json!({"people": "99999999999999999999999"}), &["people"]);
    check("planned", json!({"unit": "开封99"}), &["unit"]);
    check("planned", json!({"date": null}), &["date"]);
    let fields = json!({"unit": "开封2", "date": "2013-10-08", "people": 0});
    let id = world.submit("开封2", "tour", "held", fields, "2013-10-08 12:00").unwrap();
    assert_eq!(world.record(id).fields["people"], json!("0"));
    let kaifeng = world.overview("people_each", "开封", "2013-10-08 13:00");
    let judged = kaifeng.holders.iter().find(|h| h.unit == world.unit("开封2")).unwrap();
    assert_eq!((&judged.actual, &judged.gap), (&number(0), &number(1000)));
    // A correction can't take back what a held tour had to have.
    assert!(world.correct("开封2", id, json!({"people": null}), "2013-10-08 14:00").is_err());
    assert!(world.correct("开封2", id, json!({"date": "2013-10-20"}), "2013-10-08 14:00").is_err());
}

#[test]
fn s01_15_another_city_neither_sees_nor_changes_a_record() {
    let mut world = world();
    held(&mut world, "郑州1", "2013-09-10", 120);
    let id = world.memory.all_records().next().unwrap().id;
    let fields = serde_json::from_value(json!({"people": 1})).unwrap();
    let tries = [
        Command::Correct { id, seen: 1, fields, reason: None },
        Command::Move { id, seen: 1, to: "cancelled".into(), fields: Default::default(), reason: None },
        Command::Mark { id, field: "city_archived".into() },
    ];
    for command in &tries {
        assert_eq!(world.act("洛阳", command, "2013-09-11 09:00"), Err(Refusal::NotFound), "{command:?}");
    }
    let programme = world.programme.model.programme.clone();
    let file =
        Command::File { programme, form: "monthly".into(), unit: world.unit("郑州"), first: day("2013-09-01"), id: world.id() };
    assert_eq!(world.act("洛阳", &file, "2013-09-11 09:00"), Err(Refusal::NotFound));
    // Nor into its own jurisdiction, nor out of it.
    let other = json!({"unit": "郑州1", "date": "2013-09-10", "people": 1});
    assert_eq!(world.submit("洛阳", "tour", "held", other, "2013-09-11 09:00"), Err(Refusal::NotFound));
    held(&mut world, "洛阳1", "2013-09-10", 120);
    let own = world.memory.all_records().find(|r| r.unit == world.unit("洛阳1")).unwrap().id;
    assert_eq!(world.correct("洛阳", own, json!({"unit": "郑州1"}), "2013-09-11 09:00"), Err(Refusal::NotFound));
    let leader = world.actor("洛阳", Role::Leader);
    let command = Command::Mark { id: own, field: "city_archived".into() };
    assert_eq!(world.run(&leader, &command, at("2013-09-11 10:00")), Err(Refusal::NotAllowed));
    // The province sees and may correct all.
    world.correct("省", id, json!({"people": 121}), "2013-09-12 09:00").unwrap();
}

#[test]
fn s01_15_only_who_stands_above_all_answers_an_ask() {
    let mut world = world();
    let command = Command::Answer {
        programme: world.programme.model.programme.clone(),
        ask: "plan_due".into(),
        value: json!("2013-09-30"),
    };
    for (by, role) in [("洛阳", Role::Manager), ("安阳1", Role::Manager), ("省", Role::Clerk)] {
        let actor = world.actor(by, role);
        assert_eq!(world.run(&actor, &command, at("2013-08-05 09:00")), Err(Refusal::NotAllowed));
    }
    world.answer("plan_due", json!("2013-09-30"), "2013-08-05 09:00");
}

#[test]
fn s01_16_plans_without_a_date_are_counted_and_never_late() {
    let mut world = world();
    for (city, _) in CITIES {
        if city != "许昌" {
            world.submit(city, "paper", "", json!({"unit": city, "kind": "巡讲工作方案"}), "2013-09-20 09:00").unwrap();
        }
    }
    let seen = |world: &World, now: &str| board(&world.ctx(now), world.unit("省"));
    let before = seen(&world, "2014-02-20 09:00");
    let plan = before.once.iter().find(|d| d.name == "city_plan").unwrap();
    assert_eq!((plan.done.len(), plan.open.as_slice(), plan.pending), (17, &[world.unit("许昌")][..], true));
    assert!(!before.red.iter().any(|r| r.name == "city_plan"));
    for name in ["city_plan", "city_team", "evaluation", "summary"] {
        assert!(before.once.iter().any(|d| d.name == name && d.pending), "{name}");
    }
    // Once a person enters a date, what is missing is late, and what came later than the date too.
    world.answer("plan_due", json!("2013-09-15"), "2014-02-20 10:00");
    let after = seen(&world, "2014-02-20 11:00");
    let red = after.red.iter().find(|r| r.name == "city_plan").unwrap();
    assert_eq!(red.units, [world.unit("许昌")]);
}

#[test]
fn s01_16_a_paper_made_in_time_and_filled_later_is_late() {
    let mut world = world();
    world.answer("plan_due", json!("2013-09-15"), "2013-08-05 09:00");
    let id = world.submit("许昌", "paper", "", json!({"unit": "许昌", "kind": "成立专家团"}), "2013-09-10 09:00").unwrap();
    world.correct("许昌", id, json!({"note": "已印发"}), "2013-10-01 09:00").unwrap();
    let duty = world.programme.model.duties["city_plan"].clone();
    let owed = |world: &World| {
        luodi_engine::duty_of(
            &world.ctx("2013-10-20 09:00"),
            "city_plan",
            &duty,
            world.unit("许昌"),
            day("2013-09-01"),
            day("2014-02-28"),
        )
        .pop()
        .unwrap()
    };
    assert_eq!(owed(&world).state, OwedState::Overdue { days: 35 });
    world.submit("许昌", "paper", "", json!({"unit": "许昌", "kind": "巡讲工作方案"}), "2013-09-18 09:00").unwrap();
    assert_eq!(owed(&world).state, OwedState::LateMet { days: 3 });
    // Neither a later change of that paper nor turning an older one into a plan mends or makes lateness.
    let plan = world.memory.all_records().find(|r| r.fields["kind"] == json!("巡讲工作方案")).unwrap().id;
    world.correct("许昌", plan, json!({"note": "补充"}), "2013-10-19 09:00").unwrap();
    assert_eq!(owed(&world).state, OwedState::LateMet { days: 3 });
    world.correct("许昌", id, json!({"kind": "巡讲工作方案"}), "2013-10-19 10:00").unwrap();
    assert_eq!(owed(&world).state, OwedState::LateMet { days: 3 });
}

#[test]
fn s01_board_table_1_is_laid_out_with_its_blanks() {
    let mut world = world();
    held(&mut world, "济源", "2013-09-10", 100);
    let ctx = world.ctx("2013-10-01 09:00");
    let table = lay_out(&ctx, &world.programme.model.tables["quota"], world.unit("省"), None);
    assert_eq!((table.columns.len(), table.rows.len()), (20, 6));
    let blanks: usize = table.rows.iter().flat_map(|r| &r.cells).filter(|c| c.value.is_none()).count();
    assert_eq!(blanks, 24);
    let column = |unit: &str| table.columns.iter().position(|c| *c == TableColumn::Unit(world.unit(unit))).unwrap();
    let cell = |row: &str, at: usize| &table.rows.iter().find(|r| r.title == row).unwrap().cells[at];
    assert_eq!(cell("县区级区县数", column("济源")).value, None);
    assert_eq!(cell("县区级区县数", column("三门峡")).value, Some(number(6)));
    assert_eq!(cell("县区级区县数", column("南阳")).value, Some(number(13)));
    assert_eq!(cell("合计次数", 19).plan, Some(number(708)));
    assert_eq!(cell("合计次数", 19).value, Some(number(1)));
    assert_eq!(cell("合计覆盖人数", column("省")).plan, Some(number(1000)));
}

#[test]
fn s01_open_months_leave_tables_pending() {
    let world = World::new("01-henan-health-tours", units(9));
    let ctx = world.ctx("2013-10-20 09:00");
    let owed = luodi_engine::owed_by(&ctx, world.unit("洛阳"), day("2013-09-01"), day("2013-12-31"));
    assert!(owed.iter().all(|o| o.state == OwedState::Pending));
    assert!(matches!(ctx.window(), Err(Value::Unknown(Unknown::Pending(_)))));
}

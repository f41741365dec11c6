//! "Why is this red?": each explanation opens down to values, records and clause.

use crate::world::{World, day, number, tree};
use luodi_engine::{
    Explained, RECORDS_MAX, explain_duty, explain_duty_for, explain_measure, explain_overview, explain_return, explain_target,
};
use luodi_model::{Every, Period, RecordId, Unknown, Value};
use serde_json::json;

fn tours() -> World {
    let mut units = vec![("P".to_string(), "", "省", "省本级".to_string())];
    units.push(("A".to_string(), "P", "市", "甲市".to_string()));
    units.push(("A1".to_string(), "A", "县", "甲一县".to_string()));
    let mut world = World::new("01-henan-health-tours", tree(&units));
    world.answer("first_month", json!("2013-09"), "2013-08-01 09:00");
    world.answer("last_month", json!("2013-12"), "2013-08-01 09:00");
    world
}

fn tour(world: &mut World, unit: &str, date: &str) -> RecordId {
    let fields = json!({"unit": unit, "date": date, "people": 100});
    world.submit(unit, "tour", "held", fields, &format!("{date} 18:00")).unwrap()
}

fn value(explained: &Explained, title: &str) -> Value {
    explained.values.iter().find(|v| v.title == title).unwrap_or_else(|| panic!("{title}: {:?}", explained.values)).value.clone()
}

#[test]
fn a_target_opens_to_its_records_and_clause() {
    let mut world = tours();
    let ids: Vec<RecordId> = (0..10).map(|i| tour(&mut world, "A", &format!("2013-09-{:02}", 10 + i))).collect();
    tour(&mut world, "A1", "2013-09-10");
    let explained = explain_target(&world.ctx("2013-10-01 09:00"), "tours_each", world.unit("A"), None).unwrap();
    assert_eq!(explained.say, "甲市巡讲次数10次，任务至少4次，已完成。");
    assert_eq!(
        (explained.result.clone(), value(&explained, "实际"), value(&explained, "任务")),
        (Value::Bool(true), number(10), number(4))
    );
    assert_eq!((explained.records.clone(), explained.records_total), (ids, 10));
    assert_eq!((explained.clause.as_deref(), explained.rule.text.as_str()), (Some("L36"), "tours >= 4次"));
    assert_eq!(explained.rule.words, "巡讲次数至少4次");
    assert!(explained.parts.is_some());
    let county = explain_target(&world.ctx("2013-10-01 09:00"), "tours_each", world.unit("A1"), None).unwrap();
    assert_eq!(county.say, "甲一县巡讲次数1次，任务至少4次，未完成，还差3次。");
    let all = explain_overview(&world.ctx("2013-10-01 09:00"), "tours_each", world.unit("A"), None).unwrap();
    assert_eq!((all.result, all.records_total), (Value::Bool(false), 11));
    assert_eq!(
        all.say,
        "甲市范围内2个单位承担“巡讲次数”：1个完成、1个未完成；合计11次，任务合计8次；要求每个单位都完成，未全部完成。"
    );
}

#[test]
fn many_records_are_capped_with_their_total() {
    let mut world = tours();
    for i in 0..RECORDS_MAX + 5 {
        tour(&mut world, "A", &format!("2013-09-{:02}", i % 28 + 1));
    }
    let explained =
        explain_measure(&world.ctx("2013-10-01 09:00"), "people", world.unit("A"), true, (day("2013-09-01"), day("2013-09-30")))
            .unwrap();
    assert_eq!((explained.records.len(), explained.records_total), (RECORDS_MAX, RECORDS_MAX + 5));
    assert_eq!(explained.say, "甲市及所辖覆盖人数20500人，来自205条记录。");
    assert_eq!(explained.rule.text, "sum(tour.people where state == \"held\")");
}

#[test]
fn a_once_duty_names_the_records_that_decide() {
    let mut world = tours();
    world.answer("plan_due", json!("2013-09-15"), "2013-08-05 09:00");
    let other = json!({"unit": "A", "kind": "成立专家团"});
    world.submit("A", "paper", "", other, "2013-09-10 09:00").unwrap();
    let late = explain_duty(&world.ctx("2013-09-18 09:00"), "city_plan", world.unit("A"), None).unwrap();
    assert_eq!((late.result, late.records.len()), (Value::Bool(false), 0));
    assert!(late.say.starts_with("甲市“制定巡讲工作方案”应于2013年9月15日24时前完成，尚未完成，已迟3天。"), "{}", late.say);
    let id = world.submit("A", "paper", "", json!({"unit": "A", "kind": "巡讲工作方案"}), "2013-09-20 09:30").unwrap();
    let done = explain_duty(&world.ctx("2013-10-01 09:00"), "city_plan", world.unit("A"), None).unwrap();
    assert_eq!((done.result, done.records, done.clause.as_deref()), (Value::Bool(true), vec![id], Some("L66")));
    assert_eq!(done.say, "甲市“制定巡讲工作方案”应于2013年9月15日24时前完成，2013年9月20日09:30完成，迟5天。");
    assert!(explain_duty(&world.ctx("2013-10-01 09:00"), "city_plan", world.unit("A1"), None).is_none());
}

#[test]
fn a_return_says_when_it_came_and_what_is_in_it() {
    let mut world = tours();
    let id = tour(&mut world, "A1", "2013-09-10");
    tour(&mut world, "A1", "2013-10-10");
    world.file("monthly", "A", "2013-09-01", "2013-10-06 00:00").unwrap();
    world.file("monthly", "A", "2013-09-01", "2013-10-07 08:00").unwrap();
    let september = Period::containing(Every::Month, day("2013-09-01"));
    let explained = explain_return(&world.ctx("2013-10-20 09:00"), "monthly", world.unit("A"), &september).unwrap();
    assert_eq!(
        explained.say,
        "甲市2013年9月“健康巡讲活动开展情况统计表”应于2013年10月5日24时前完成，2013年10月6日00:00完成，迟1天。后又报送1版，迟早以第一版为准。"
    );
    assert_eq!((explained.records, value_of(&explained.values)), (vec![id], number(1)));
    assert_eq!(explained.clause.as_deref(), Some("L72-L74"));
}

fn value_of(values: &[luodi_engine::Named]) -> Value {
    values.iter().find(|v| v.title == "迟延天数").unwrap().value.clone()
}

#[test]
fn a_short_share_says_what_would_reach_it() {
    let units = [
        ("H".to_string(), "", "卫生院", "青石卫生院".to_string()),
        ("V1".to_string(), "H", "村", "第1村".to_string()),
        ("C1".to_string(), "H", "村卫生室", "第1村卫生室".to_string()),
    ];
    let mut world = World::new("02-township-health-tours", tree(&units));
    world.answer("first_day", json!("2014-01-01"), "2013-12-20 09:00");
    world.answer("last_day", json!("2014-12-31"), "2013-12-20 09:00");
    let none = explain_target(&world.ctx("2014-02-01 09:00"), "share_tours", world.unit("H"), None).unwrap();
    assert!(matches!(none.result, Value::Unknown(Unknown::NotComputable(_))));
    assert!(none.say.contains("尚无数据") && none.say.contains("还不能判断"), "{}", none.say);
    for i in 0..20 {
        let fields = json!({"kind": "乡镇巡讲", "village": "V1", "date": "2014-03-05", "tcm": i < 5});
        world.submit("H", "event", "held", fields, "2014-03-05 18:00").unwrap();
    }
    let explained = explain_target(&world.ctx("2014-06-01 09:00"), "share_tours", world.unit("H"), None).unwrap();
    assert_eq!(
        explained.say,
        "青石卫生院中医药占比（只算乡镇巡讲）25%，任务至少30%，未完成，按现有总数还差1次；再连续增加2次即达到（7/22）。"
    );
    assert_eq!((value(&explained, "中医药巡讲次数"), value(&explained, "乡镇巡讲次数")), (number(5), number(20)));
    assert_eq!(explained.records_total, 20);
    let march = Period::containing(Every::Month, day("2014-03-01"));
    let silent = explain_duty(&world.ctx("2014-04-01 09:00"), "monthly_lecture", world.unit("C1"), Some(&march)).unwrap();
    assert!(
        silent.say.starts_with("第1村卫生室2014年3月“每月举办健康讲座”应于2014年3月31日24时前完成，本期没有完成，也没有报零。"),
        "{}",
        silent.say
    );
    assert!(silent.say.contains("村级讲座次数 0"), "{}", silent.say);
    let tours = explain_duty(&world.ctx("2014-04-01 09:00"), "monthly_tour", world.unit("H"), Some(&march)).unwrap();
    assert_eq!((tours.result, tours.records_total), (Value::Bool(true), 20));
}

#[test]
fn a_delivery_is_explained_by_its_record() {
    let mut world = World::new("03-qujing-health-lectures", tree(&[("H".to_string(), "", "医院", "河湾医院".to_string())]));
    world.answer("term", json!("calendar"), "2015-11-01 09:00");
    let fields = json!({"hospital": "H", "date": "2016-02-10", "topic": "合理膳食", "lecturer": "甲"});
    let id = world.submit("H", "lecture", "", fields, "2016-02-10 08:00").unwrap();
    for step in ["topic_set", "lecturer_set", "content_approved", "venue_ready", "notice_sent"] {
        world.move_to("H", id, step, json!({}), "2016-02-10 08:00").unwrap();
    }
    let fields = json!({"start": "14:00", "end": "15:00", "listeners": 60});
    world.move_to("H", id, "held", fields, "2016-02-10 18:00").unwrap();
    assert!(explain_duty_for(&world.ctx("2016-02-11 09:00"), "delivery", id).is_none(), "not owed before it is finished");
    world.move_to("H", id, "finished", json!({"record_form": ["表.pdf"], "summary": "已完成"}), "2016-02-11 09:00").unwrap();
    let explained = explain_duty_for(&world.ctx("2016-02-12 09:00"), "delivery", id).unwrap();
    assert!(explained.say.starts_with("河湾医院“报送活动记录表、总结和评价”时限待定"), "{}", explained.say);
    assert_eq!((explained.records, explained.clause.as_deref()), (vec![id], Some("L272")));
    assert!(!value_of(&explained.values).is_known());
}

//! Two plans held against each other: a revision, and a lower unit's plan.

use luodi_reading::difference::{Change, Difference, Element, Relation, Side, between};
use luodi_reading::{Options, read};

const BEFORE: &str = "某市河道整治工作方案\n\n一、工作目标\n\n到年底，河道保洁率达到95%以上，整治排污口不少于40个，漏报率控制在3%以内。\n\n二、工作任务\n\n（一）巡河检查。各镇每月5日前报送巡河检查情况。（市水务局牵头，市生态环境局配合）\n\n（二）排口整治。6月30日前完成入河排口的排查和编号。（市生态环境局牵头）\n\n（三）宣传发动。各村要组织护河志愿服务活动。\n\n（四）建立台账。市水务局牵头建立河道问题台账。";

fn compare(before: &str, after: &str, relation: Relation) -> Vec<Difference> {
    let options = Options { year: Some(2024), ..Options::default() };
    let (a, b) = (read(before, &options), read(after, &options));
    between(Side { reading: &a, raw: before, document: 0 }, Side { reading: &b, raw: after, document: 0 }, relation)
}

fn shown(list: &[Difference]) -> Vec<(Element, Change)> {
    list.iter().map(|d| (d.element, d.change)).collect()
}

fn told(list: &[Difference]) -> Vec<String> {
    list.iter().map(|d| format!("{:?} {:?} {}", d.element, d.change, d.message)).collect()
}

#[test]
fn the_same_plan_has_no_differences() {
    for relation in [Relation::Revision, Relation::Lower] {
        assert_eq!(compare(BEFORE, BEFORE, relation), []);
    }
}

#[test]
fn a_revision() {
    let after = BEFORE
        .replace("达到95%以上", "达到97%以上")
        .replace("不少于40个", "不少于35个")
        .replace("每月5日前", "每月10日前")
        .replace("（市生态环境局牵头）", "（市住建局牵头）")
        .replace("\n\n（三）宣传发动。各村要组织护河志愿服务活动。", "\n\n（三）设施建设。市水务局牵头新建水位监测站。");
    let list = compare(BEFORE, &after, Relation::Revision);
    assert_eq!(
        shown(&list),
        [
            (Element::Target, Change::Stronger),
            (Element::Target, Change::Weaker),
            (Element::Limit, Change::Later),
            (Element::Owner, Change::Changed),
            (Element::Duty, Change::Dropped),
            (Element::Duty, Change::Added),
        ],
        "{:#?}",
        told(&list)
    );
    let later = &list[2];
    let (before, after) = (later.before.as_ref().expect("the old clause"), later.after.as_ref().expect("the new clause"));
    assert!(before.words.contains("5日前") && after.words.contains("10日前"));
    assert_eq!(before.at.line, after.at.line);
    assert!(list[3].message.contains("市住建局"));
}

#[test]
fn a_lower_units_plan() {
    let lower = "甲镇河道整治工作方案\n\n一、工作目标\n\n到年底，河道保洁率达到90%以上，整治排污口不少于6个，漏报率控制在5%以内。\n\n二、工作任务\n\n（一）巡河检查。各村每季度报送巡河检查情况。（镇水利站牵头）\n\n（二）排口整治。8月31日前完成入河排口的排查和编号。（镇环保站牵头）\n\n（三）宣传发动。各村要组织护河志愿服务活动。\n\n（四）环境美化。各村要种植护岸树木。";
    let list = compare(BEFORE, lower, Relation::Lower);
    assert_eq!(
        shown(&list),
        [
            (Element::Target, Change::Weaker),
            (Element::Target, Change::Weaker),
            (Element::Target, Change::Weaker),
            (Element::Limit, Change::Weaker),
            (Element::Limit, Change::Later),
            (Element::Duty, Change::Dropped),
        ],
        "{:#?}",
        told(&list)
    );
    assert!(!list[0].message.contains("分解"), "a rate is owed in full");
    assert!(list[1].message.contains("分解"), "a count may be a share");
    assert!(list[5].before.as_ref().is_some_and(|c| c.sentence.contains("台账")) && list[5].after.is_none());
}

#[test]
fn what_cannot_be_told_is_undecided() {
    let hidden = BEFORE.replace("不少于40个", "不少于**个");
    let list = compare(BEFORE, &hidden, Relation::Revision);
    assert_eq!(shown(&list), [(Element::Target, Change::Undecided)], "{:#?}", told(&list));
    let (a, b) = (read(BEFORE, &Options::default()), read(BEFORE, &Options { year: Some(2024), ..Options::default() }));
    let list = between(
        Side { reading: &a, raw: BEFORE, document: 0 },
        Side { reading: &b, raw: BEFORE, document: 0 },
        Relation::Revision,
    );
    assert!(
        list.iter().all(|d| (d.element, d.change) == (Element::Limit, Change::Undecided)) && !list.is_empty(),
        "{:#?}",
        told(&list)
    );
}

#[test]
fn aspired_is_less_than_firm() {
    let softer = BEFORE.replace("河道保洁率达到", "力争河道保洁率达到");
    let list = compare(BEFORE, &softer, Relation::Lower);
    assert!(shown(&list).contains(&(Element::Target, Change::Weaker)), "{:#?}", told(&list));
}

#[test]
fn a_large_plan_is_compared_in_time_that_grows_with_it() {
    let many = |n: usize, day: usize| {
        let items: Vec<String> =
            (0..n).map(|i| format!("{}、第{i}村要在{}月{day}日前完成编号为{i}的水塘清淤。", i + 1, i % 9 + 1)).collect();
        format!("某县清淤工作方案\n\n一、任务\n\n{}", items.join("\n\n"))
    };
    let list = compare(&many(400, 5), &many(400, 8), Relation::Revision);
    assert!(list.iter().filter(|d| d.change == Change::Later).count() >= 100, "{}", list.len());
}

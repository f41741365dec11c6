//! Statements about reading of system 04.

mod common;

use common::rows::flagged;
use common::{read_lines, shared};
use luodi_reading::Op;

#[test]
fn s04_outline_and_noise() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 276, 357, None);
    assert_eq!(common::numbers(&plan, 1), ["一", "二", "三", "四", "五"]);
    let item = plan.outline.iter().find(|h| h.at.line == 307).expect("the heading with the tag");
    assert_eq!((item.number.as_str(), item.title.as_str(), item.level), ("1", "巡讲活动任务", 3));
    assert!(plan.outline.iter().any(|h| h.at.line == 291 && h.empty));
}

#[test]
fn s04_02_one_target_and_no_other() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 276, 357, None);
    let targets: Vec<(usize, Op, &str)> = plan.targets.iter().map(|t| (t.at.line, t.op, t.text.as_str())).collect();
    assert_eq!(targets, [(309, Op::Equal, "1次")]);
}

#[test]
fn s04_13_the_date_of_the_text_is_no_deadline() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 276, 357, None);
    assert_eq!(plan.documents[0].date.map(|d| d.to_string()).as_deref(), Some("2015-01-16"));
    assert!(plan.time_limits.iter().all(|t| t.at.line != 353 && t.at.line != 309 && t.at.line != 357));
}

#[test]
fn s04_01_the_name_of_the_group_is_whole() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 276, 357, None);
    let name = plan.joined_sentences.iter().find(|j| j.lines == [325, 327]).expect("the name goes over two lines");
    assert!(name.text.ends_with("社区卫生服务中心健康素养巡讲活动小组"), "{}", name.text);
}

#[test]
fn s04_03_slips_and_gaps_are_listed() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 276, 357, None);
    for (code, line) in [
        ("mark_stray", 283),
        ("empty_heading", 291),
        ("page_mark_inside", 307),
        ("mark_stray", 309),
        ("count_without_time", 309),
        ("word_doubled", 315),
        ("typing_error", 317),
        ("typing_error", 325),
        ("typing_error", 335),
        ("broken_line", 325),
        ("level_copied", 349),
        ("form_not_handed_out", 353),
    ] {
        assert!(flagged(&plan, code, line), "{code} L{line}");
    }
}

#[test]
fn s04_04_no_town_and_an_office_with_a_head() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 276, 357, None);
    assert!(plan.responsibilities.iter().all(|r| !r.unit.contains('镇')));
    let group = &plan.groups[0];
    let deputy = &group.deputies[0].name;
    assert!(group.has_office && group.office_heads.iter().any(|h| h.name.contains(deputy.as_str())), "{group:?}");
}

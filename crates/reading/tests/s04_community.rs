//! Statements about reading of system 04.

mod common;

use common::{read_lines, shared};
use luodi_reading::Op;

// open s04_01: the name of the group that is broken over L325 and L327 is not joined
// open s04_03: the copied level word, the questionnaire that nobody hands out and three slips have no finding yet
// open s04_04: the head of the office is named by his post with a slip and is not read

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

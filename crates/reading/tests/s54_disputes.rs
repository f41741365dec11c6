//! Statements of system 54 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s54_03_04_05_meetings_receptions_and_letters() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 263, 297, None);
    let list = targets_of(&plan, 269);
    assert_eq!(list, [">=1次", ">=1次", ">=40%"]);
    assert!(limits_of(&plan, 269).contains(&"every quarterly".to_owned()));
}

#[test]
fn s54_08_09_limits_are_set_by_persons() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 263, 297, None);
    assert!([283, 285].iter().all(|l| limits_of(&plan, *l).iter().all(|x| x.starts_with("within P0D"))), "no day is made up");
    assert!(flagged(&plan, "vague_time", 285));
}

#[test]
fn s54_13_teams() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 263, 297, None);
    for unit in ["市紧急救援中心", "市中心血站", "市二级以上医疗机构", "市疾控中心", "其他医疗卫生单位"]
    {
        assert!(plan.responsibilities.iter().any(|r| r.at.line == 293 && r.unit == unit), "{unit}");
    }
}

#[test]
fn s54_14_the_damaged_word() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 263, 297, None);
    assert!(flagged(&plan, "text_damaged", 277));
    assert_eq!(level_counts(&plan), [5]);
}

// open s54_14: words that were cut without a trace (L269, L275, L283, L293) leave a sentence that rules on words cannot tell from a whole one

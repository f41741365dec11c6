//! Statements of system 42 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s42_01_outline() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1422, 1494, None);
    assert_eq!(level_counts(&plan), [3, 11, 6, 10]);
    assert!(plan.outline.iter().all(|h| !h.title.starts_with("是")), "一是 is no heading");
}

#[test]
fn s42_05_every_three_days() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1422, 1494, None);
    assert_eq!(limits_of(&plan, 1450), ["every 3-daily"]);
}

#[test]
fn s42_08_09_stocks_and_clinics() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1422, 1494, None);
    assert_eq!(targets_of(&plan, 1474), ["in[15,20]%"]);
    assert_eq!((targets_of(&plan, 1478), limits_of(&plan, 1478)), (vec!["~90%".to_owned()], vec!["by 2023-03-31".to_owned()]));
    assert!(plan.targets.iter().any(|t| t.at.line == 1478 && t.aspired));
}

#[test]
fn s42_06_14_words_without_a_number() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1422, 1494, None);
    assert!(plan.targets.iter().all(|t| !t.text.contains("高热")));
    assert!(flagged(&plan, "vague_time", 1450) && says(&plan, "vague_time", "尽快"));
}

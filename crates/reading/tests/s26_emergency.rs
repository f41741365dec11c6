//! Statements of system 26 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s26_01_outline_and_tasks_without_a_day() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 309, 399, None);
    assert_eq!(level_counts(&plan), [7, 14, 8]);
    let first = &plan.outline[0];
    assert_eq!((first.at.line, first.number.as_str(), first.title.as_str()), (313, "一", "指导思想"));
    assert!((327..=332).all(|l| limits_of(&plan, l).is_empty()));
}

#[test]
fn s26_02_03_06_floors_and_the_range() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 309, 399, None);
    assert_eq!(targets_of(&plan, 342), [">=30人", ">=15人"]);
    assert_eq!(targets_of(&plan, 358), [">=10人"]);
    assert_eq!(targets_of(&plan, 349), ["in[50,120]平方米"]);
    assert!((365..=368).all(|l| targets_of(&plan, l).is_empty()), "a village store has no area");
}

#[test]
fn s26_14_misprints() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 309, 399, None);
    for line in [311, 354, 363, 376] {
        assert!(flagged(&plan, "typing_error", line), "{line}");
    }
    assert!(flagged(&plan, "mark_unpaired", 370));
    assert!(flagged(&plan, "masked_text", 345) && says(&plan, "masked_text", "D建"));
}

#[test]
fn s26_18_no_minutes_are_made_up() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 309, 399, None);
    assert!(limits(&plan).iter().all(|(_, l)| l == "within P0D"), "{:?}", limits(&plan));
}

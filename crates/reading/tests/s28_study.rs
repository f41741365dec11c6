//! Statements of system 28 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

const TASKS: [usize; 14] = [467, 470, 473, 476, 479, 484, 487, 490, 493, 496, 499, 504, 507, 510];

#[test]
fn s28_01_brackets_over_two_lines() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 455, 519, None);
    assert_eq!(heading_lines(&plan, 3), TASKS);
    for line in TASKS {
        assert!(!named(&plan, line, Role::Lead).is_empty(), "{line}");
        assert_eq!(limits_of(&plan, line + 1).len(), 1, "{line}");
        assert!(limits_of(&plan, line).is_empty());
    }
}

#[test]
fn s28_02_05_deadlines() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 455, 519, None);
    let of_day =
        |day: &str| -> Vec<usize> { (1..=14).filter(|n| limits_of(&plan, TASKS[n - 1] + 1) == [day.to_owned()]).collect() };
    assert_eq!(of_day("by 2022-10-31"), [5, 8]);
    assert_eq!(of_day("by 2022-11-30"), [1, 2, 3, 4, 7, 9]);
    assert_eq!(of_day("by 2022-12-31"), [6, 10, 12]);
    assert_eq!(of_day("standing long-term"), [11, 13, 14]);
}

#[test]
fn s28_03_sections() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 455, 519, None);
    let who =
        |unit: &str| -> Vec<usize> { (1..=14).filter(|n| named(&plan, TASKS[n - 1], Role::Lead).contains(&unit)).collect() };
    assert_eq!(who("人秘科"), [1, 2, 5, 6, 9, 10, 11, 12, 13, 14]);
    assert_eq!(who("党总支"), [3, 4, 6, 7, 8, 11, 12, 13, 14]);
}

#[test]
fn s28_11_masks() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 455, 519, None);
    assert!(says(&plan, "masked_text", "20D") && says(&plan, "masked_text", "***"));
    assert!(plan.documents[0].years_named.is_empty(), "the title has no year");
}

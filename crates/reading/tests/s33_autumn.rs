//! Statements of system 33 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

#[test]
fn s33_01_outline_and_missing_dates() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 801, 827, None);
    assert_eq!(level_counts(&plan), [3, 5]);
    assert_eq!(heading_lines(&plan, 2), [811, 813, 821, 823, 825]);
    assert!([815, 816, 817, 826, 827].iter().all(|l| !is_heading(&plan, *l)));
    assert!(plan.outline.iter().find(|h| h.at.line == 813).is_some_and(|h| raw[h.extent.start..h.extent.end].contains("责任区")));
    assert!(plan.time_limits.is_empty() && plan.documents[0].years_named.is_empty());
}

#[test]
fn s33_03_five_in_each_team() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 801, 827, None);
    assert_eq!(targets_of(&plan, 813), [">=5人"]);
}

#[test]
fn s33_04_14_rules_that_overlap() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 801, 827, None);
    let found = of(&plan, "bands_overlap");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].at[0].line, 825);
    assert!(found[0].choices.iter().all(|c| c.value.is_none()), "no reading is preferred");
    assert!([825, 826, 827].iter().all(|l| targets_of(&plan, *l).is_empty()), "deductions are no targets");
}

#[test]
fn s33_14_persons_are_named() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 801, 827, None);
    assert!(flagged(&plan, "person_named", 807));
}

#[test]
fn s33_16_the_first_responsible() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 801, 827, None);
    assert!(named(&plan, 813, Role::Lead).contains(&"各村书记"));
}

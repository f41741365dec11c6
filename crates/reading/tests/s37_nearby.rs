//! Statements of system 37 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

#[test]
fn s37_01_outline_tasks_and_pairs() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1037, 1095, None);
    assert_eq!(level_counts(&plan), [4, 11, 7]);
    let tasks = [1047, 1050, 1053, 1056, 1059, 1062];
    let days: Vec<String> = tasks.iter().flat_map(|l| limits_of(&plan, l + 1)).collect();
    let (oct, nov) = ("by 2022-10-31", "by 2022-11-30");
    assert_eq!(days, [oct, oct, oct, nov, oct, oct]);
    let units = tally(&plan, 1046, 1064, Role::Lead);
    let shown: Vec<(&str, usize)> = units.iter().map(|(n, c)| (n.as_str(), *c)).collect();
    assert_eq!(shown, [("县公共服务中心", 6), ("审批二科", 6), ("审批三科", 5), ("审批四科", 5), ("局办公室", 1)]);
}

#[test]
fn s37_02_the_goal_above_the_tasks() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1037, 1095, None);
    assert_eq!(limits_of(&plan, 1043), ["by 2022-12-31"]);
}

#[test]
fn s37_03_lists_that_are_not_attached() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1037, 1095, None);
    assert!(flagged(&plan, "annex_missing", 1047));
}

#[test]
fn s37_05_11_duties_of_the_same_day() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1037, 1095, None);
    for line in [1069, 1072, 1077, 1081] {
        assert!(limits_of(&plan, line).contains(&"within P0D".to_owned()), "{line}");
    }
    assert!(limits_of(&plan, 1087).is_empty(), "a city case has no such duty");
}

#[test]
fn s37_14_brackets_of_the_number() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1037, 1095, None);
    assert!(!of(&plan, "mark_unpaired").is_empty());
}

//! Statements of system 30 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s30_01_outline_and_continuations() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 596, 650, Some(2022));
    assert_eq!(level_counts(&plan), [4, 16]);
    for line in [620, 621, 624, 628, 633, 636, 639, 650] {
        assert!(!is_heading(&plan, line), "{line}");
    }
}

#[test]
fn s30_02_six_ranges() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 596, 650, Some(2022));
    let ranges: Vec<String> = (632..=639).flat_map(|l| limits_of(&plan, l)).filter(|l| l.starts_with("between")).collect();
    assert_eq!(
        ranges,
        [
            "between 2022-04-20/2022-05-15",
            "between 2022-09-01/2022-09-20",
            "between 2022-05-16/2022-07-20",
            "between 2022-09-21/2022-12-20",
            "between 2022-07-21/2022-07-30",
            "between 2022-12-21/2022-12-30",
        ]
    );
}

#[test]
fn s30_07_08_two_amounts() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 596, 650, Some(2022));
    assert_eq!(targets_of(&plan, 647), ["=2000元", "=1000元"]);
}

#[test]
fn s30_12_13_limits_and_rates() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 596, 650, Some(2022));
    assert!(targets_of(&plan, 610).contains(&"<=15厘米".to_owned()));
    assert!(targets_of(&plan, 602).contains(&">=96%".to_owned()));
}

#[test]
fn s30_14_the_daily_circular() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 596, 650, Some(2022));
    assert!(limits_of(&plan, 624).contains(&"every daily".to_owned()));
    assert!(flagged(&plan, "vague_time", 620) || flagged(&plan, "vague_time", 623));
}

#[test]
fn s30_15_the_masked_hotline() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 596, 650, Some(2022));
    assert!(flagged(&plan, "masked_text", 645));
}

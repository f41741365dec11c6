//! Statements of system 27 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s27_01_numbers_that_run_through() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 401, 453, None);
    assert_eq!(level_counts(&plan), [3, 7, 13]);
    let numbers: Vec<u32> = plan.outline.iter().filter(|h| h.level == 3).filter_map(|h| h.ordinal).collect();
    assert_eq!(numbers, (1..=13).collect::<Vec<u32>>());
    let under = |first: usize, last: usize| heading_lines(&plan, 3).iter().filter(|l| (first..=last).contains(l)).count();
    assert_eq!([under(411, 416), under(417, 426), under(427, 440), under(441, 446)], [2, 4, 5, 2]);
    assert!(of(&plan, "number_restarts").is_empty() && of(&plan, "number_missing").is_empty());
}

#[test]
fn s27_04_two_officers() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 401, 453, None);
    assert_eq!(targets_of(&plan, 419), [">=2人"]);
}

#[test]
fn s27_15_16_misprint_and_rhythms_without_a_day() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 401, 453, None);
    assert!(flagged(&plan, "word_doubled", 413));
    assert_eq!(limits_of(&plan, 453), ["every half-yearly"]);
    assert!(limits_of(&plan, 445).contains(&"every yearly".to_owned()));
    assert_eq!(limits_of(&plan, 415), ["every yearly"], "年初 has no day");
    assert!(flagged(&plan, "vague_time", 453));
    assert!(says(&plan, "masked_text", "XX") || plan.documents[0].title.contains("XX"));
}

//! Statements of system 41 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s41_01_outline_clocks_and_annexes() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1380, 1420, None);
    assert_eq!(level_counts(&plan), [4, 9, 4]);
    assert_eq!(limits_of(&plan, 1400), ["within P60WD", "within P7WD", "within P5WD"]);
    assert_eq!(limits_of(&plan, 1392), ["within P0D"]);
    assert_eq!(limits_of(&plan, 1398), ["within P0D", "within P0D"]);
    assert!(limits_of(&plan, 1386).is_empty(), "an aim, no duty");
    assert_eq!(limits_of(&plan, 1420), ["between 2022-12-01/"]);
    assert!(plan.targets.is_empty(), "{:?}", plan.targets);
    assert!(flagged(&plan, "annex_missing", 1396) && flagged(&plan, "annex_missing", 1408));
}

#[test]
fn s41_14_a_doubled_word() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1380, 1420, None);
    assert!(flagged(&plan, "word_doubled", 1416));
}

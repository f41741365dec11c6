//! Statements of system 36 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s36_01_outline_without_units() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 968, 1035, None);
    assert_eq!(level_counts(&plan), [4, 12]);
    assert!((976..=979).all(|l| !is_heading(&plan, l)), "guidelines");
    assert!(plan.responsibilities.iter().all(|r| !r.explicit), "no bracket is made up");
}

#[test]
fn s36_02_year_ends_without_a_year() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 968, 1035, None);
    for line in [976, 983, 989] {
        assert_eq!(limits_of(&plan, line), ["by --12-31"], "{line}");
        assert!(line == 976 || flagged(&plan, "year_missing", line), "{line}");
    }
    assert!(limits_of(&plan, 997).is_empty(), "今冬 has no end");
    let dated = read_lines(&raw, 968, 1035, Some(2022));
    for line in [976, 983, 989] {
        assert_eq!(limits_of(&dated, line), ["by 2022-12-31"], "{line}");
    }
}

#[test]
fn s36_03_kinds_without_a_number() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 968, 1035, None);
    assert!((985..=1015).all(|l| targets_of(&plan, l).is_empty()), "一批 is neither 0 nor 1");
}

#[test]
fn s36_04_baselines_are_no_targets() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 968, 1035, None);
    assert!(targets_of(&plan, 1007).is_empty());
}

#[test]
fn s36_14_the_mask() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 968, 1035, None);
    assert!(flagged(&plan, "masked_text", 974));
}

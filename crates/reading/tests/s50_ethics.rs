//! Statements of system 50 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s50_05_a_number_without_a_unit() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 117, 129, None);
    let found = of(&plan, "unit_of_measure_lost");
    assert!(found.len() == 1 && found[0].at[0].line == 127 && found[0].message.contains("26"));
    assert!(targets_of(&plan, 127).is_empty(), "it enters no total");
    assert!(found[0].choices.iter().all(|c| c.value.is_none()));
}

#[test]
fn s50_13_damaged_words() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 117, 129, None);
    assert!(flagged(&plan, "text_damaged", 129));
    assert_eq!(level_counts(&plan), [5]);
}

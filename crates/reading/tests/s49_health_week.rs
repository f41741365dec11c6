//! Statements of system 49 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s49_01_the_year_is_cut_out() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 99, 115, None);
    assert!(flagged(&plan, "year_cut_out", 107));
    assert!(flagged(&plan, "year_missing", 103));
    assert!(plan.documents[0].years_named.is_empty(), "an exhibition names no year");
    let dated = read_lines(&raw, 99, 115, Some(2010));
    assert!(of(&dated, "year_missing").is_empty());
}

#[test]
fn s49_05_a_result_of_100_is_no_target() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 99, 115, None);
    assert!(targets_of(&plan, 109).is_empty());
}

#[test]
fn s49_13_misprint_and_unexplained_term() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 99, 115, None);
    assert!(flagged(&plan, "typing_error", 105) && says(&plan, "typing_error", "按时"));
    assert!(says(&plan, "term_undefined", "五小"));
    assert_eq!(level_counts(&plan), [2, 5]);
}

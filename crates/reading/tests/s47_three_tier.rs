//! Statements of system 47 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Genre;

#[test]
fn s47_01_results_are_no_duties() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 31, 43, None);
    assert!(targets_of(&plan, 33).is_empty() && limits_of(&plan, 33).is_empty());
    assert!(plan.responsibilities.iter().all(|r| r.at.line != 33));
    assert_eq!(plan.documents[0].genre, Genre::Report);
}

#[test]
fn s47_02_what_is_lost() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 31, 43, None);
    assert!(flagged(&plan, "text_damaged", 33), "the name of a vaccine");
    assert!(flagged(&plan, "empty_bracket", 33));
    assert!(flagged(&plan, "year_cut_out", 37));
    assert!(flagged(&plan, "empty_heading", 43));
}

#[test]
fn s47_03_a_floor_that_is_a_range() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 31, 43, None);
    let found = of(&plan, "minimum_or_range");
    assert!(found.len() == 1 && found[0].at[0].line == 37);
    assert_eq!(found[0].choices.iter().map(|c| c.code.as_str()).collect::<Vec<_>>(), ["minimum", "range", "leave_open"]);
}

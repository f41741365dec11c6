//! Statements of system 48 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s48_01_hidden_years() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 45, 67, None);
    for line in [49, 53, 57, 61, 65] {
        assert!(flagged(&plan, "year_masked", line), "{line}");
    }
    assert!(of(&plan, "year_masked")[0].choices.iter().all(|c| c.value.is_none()));
}

#[test]
fn s48_02_donations_add_up() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 45, 67, None);
    assert!(of(&plan, "parts_differ").is_empty());
    let other = raw.replacen("3100.00", "3050.00", 1);
    let plan = read_lines(&other, 45, 67, None);
    let found = of(&plan, "parts_differ")[0].compared.clone().expect("both sums");
    assert_eq!((found.computed, found.printed, found.difference), (8050.into(), 8100.into(), 50.into()));
}

#[test]
fn s48_11_a_chapter_without_text() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 45, 67, None);
    assert!(flagged(&plan, "empty_heading", 67));
    assert!(plan.targets.is_empty());
}

#[test]
fn s48_12_a_misprint_and_a_masked_person() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 45, 67, None);
    assert!(flagged(&plan, "typing_error", 65) && says(&plan, "typing_error", "末梢水"));
    assert!(flagged(&plan, "masked_text", 49));
}

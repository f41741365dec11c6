//! Statements of system 44 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s44_01_the_year_is_masked() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 17, 85, None);
    let years = of(&plan, "year_masked");
    assert!(years.len() == 1 && years[0].choices.iter().all(|c| c.value.is_none()));
    assert!(flagged(&plan, "year_masked", 19) && flagged(&plan, "year_masked", 47));
    assert_eq!(limits_of(&plan, 53), ["by --06-30"]);
    let dated = read_lines(&raw, 17, 85, Some(2008));
    assert_eq!(limits_of(&dated, 53), ["by 2008-06-30"]);
}

#[test]
fn s44_02_hidden_figures() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 17, 85, None);
    let found = of(&plan, "masked_number");
    assert_eq!(found.len(), 2);
    assert!(found[0].message.contains("10至19") && found[0].message.contains("45场次"));
    assert!(found[1].message.contains("2800至2890") && found[1].message.contains("3150人次"));
    assert!(targets_of(&plan, 27).iter().all(|t| !t.contains("28")), "a hidden number has no value");
}

#[test]
fn s44_03_04_ranges_and_rates() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 17, 85, None);
    assert_eq!(targets_of(&plan, 49), ["in[1,2]所"]);
    assert_eq!(targets_of(&plan, 51), [">=50%"]);
}

#[test]
fn s44_13_numbering_and_counts() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 17, 85, None);
    assert!(flagged(&plan, "series_gap", 21) && says(&plan, "series_gap", "“五是”出现了两次"));
    let counts = of(&plan, "count_differs");
    assert!(counts.iter().any(|f| f.at[0].line == 77 && f.message.contains("说有3项，下面是4项")));
    assert!(flagged(&plan, "typing_error", 51));
    assert!(flagged(&plan, "number_starts_late", 39), "no chapter 一");
}

#[test]
fn s44_15_no_year_is_derived() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 17, 85, None);
    assert!(plan.documents[0].years_named.is_empty());
    assert!(limits(&plan).iter().all(|(_, l)| !l.contains("20")), "{:?}", limits(&plan));
}

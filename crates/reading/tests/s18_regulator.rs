//! Statements about reading of system 18.

mod common;

use common::rows::{flagged, limits_of};
use common::{numbers, read_lines, shared};
use luodi_reading::Genre;

// open s18_01: five of the six forward-looking items of L41 have their day; the shares of 30 and 35 per cent are not read
// open s18_02: the last of the six (chain, 35 per cent) has no day
// open s18_17: a list of four documents with three named and exact numbers with more behind them are found; names that reveal the mask are not

#[test]
fn s18_outline_and_results() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 19, 66, None);
    assert_eq!(report.documents[0].genre, Genre::Report);
    assert_eq!(numbers(&report, 1), ["一", "二", "三", "四"]);
    let parents: Vec<usize> = [20, 38, 50, 62]
        .iter()
        .map(|line| {
            let parent = report.outline.iter().position(|h| h.at.line == *line);
            report.outline.iter().filter(|h| h.parent == parent).count()
        })
        .collect();
    assert_eq!(parents, [6, 4, 3, 2]);
    assert!(report.targets.is_empty(), "numbers are results");
}

#[test]
fn s18_what_is_still_to_come() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 19, 66, None);
    let days = limits_of(&report, 41);
    assert!(days.contains(&"by 2009-07-31".to_owned()) && days.contains(&"by 2009-12-31".to_owned()), "{days:?}");
    assert_eq!(days.iter().filter(|d| *d == "by --12-31").count(), 3, "without a year");
    assert!(flagged(&report, "list_incomplete", 29) && flagged(&report, "exact_and_more", 57));
}

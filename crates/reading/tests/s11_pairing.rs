//! Statements about reading of system 11.

mod common;

use common::{codes, numbers, read_lines, shared};

// open s11_02: two villages with one ending are not told apart, and names in the open text are not masked
// open s11_03: the year that follows from the anniversary is not computed

#[test]
fn s11_headings_items_and_the_open_bracket() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 747, 765, None);
    assert_eq!(numbers(&report, 1), ["一", "二", "三"]);
    assert_eq!(
        report.items.iter().map(|i| (i.at.line, i.ordinal)).collect::<Vec<_>>(),
        (1..=4).map(|n| (765, n)).collect::<Vec<_>>()
    );
    let bracket = report.findings.iter().find(|f| f.code == "mark_unpaired").expect("a bracket is open");
    assert!(bracket.at.iter().any(|a| a.line == 759));
    assert!(report.targets.is_empty() && report.time_limits.is_empty(), "no duty with a number, no date with a guessed year");
    assert!(codes(&report).contains(&"year_missing"));
}
// open s11_01: a leading group whose members were cut off is not listed

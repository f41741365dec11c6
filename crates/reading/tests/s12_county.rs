//! Statements about reading of system 12.

mod common;

use common::rows::limits_of;
use common::{numbers, read_lines, shared};

// open s12_01: recurring duties by day, week, month, quarter and half-year are told from the results; the settlement of the year is not

#[test]
fn s12_headings_items_and_decimals() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 767, 809, None);
    assert_eq!(numbers(&report, 1), ["一", "二", "三", "四", "五", "六", "七", "八"]);
    let run_in: Vec<usize> = report.outline.iter().filter(|h| h.level == 2).map(|h| h.at.line).collect();
    assert_eq!(run_in, [773, 775, 797, 799, 803, 805]);
    let items = |line: usize| report.items.iter().filter(|i| i.at.line == line).map(|i| i.ordinal).collect::<Vec<_>>();
    let counts: Vec<usize> = [773, 775, 779, 791, 797, 799, 803, 805].iter().map(|l| items(*l).len()).collect();
    assert_eq!(counts, [5, 6, 6, 6, 5, 5, 5, 5]);
    assert_eq!(items(805), [1, 3, 4, 5, 5], "numbers stay as printed");
    let decimals = report.findings.iter().find(|f| f.code == "decimal_mark").expect("points written as full stops");
    assert_eq!(decimals.at.len(), 18);
    assert!(report.targets.is_empty(), "figures are results");
}

#[test]
fn s12_recurring_duties_inside_the_results() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 767, 809, None);
    assert!(report.time_limits.iter().all(|t| [775, 791].contains(&t.at.line)), "{:?}", report.time_limits);
    assert_eq!(limits_of(&report, 775), ["every daily", "every weekly"]);
    let of_line = limits_of(&report, 791);
    for rhythm in ["every monthly", "every quarterly", "every half-yearly"] {
        assert!(of_line.contains(&rhythm.to_owned()), "{rhythm}: {of_line:?}");
    }
}

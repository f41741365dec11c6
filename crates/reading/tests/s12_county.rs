//! Statements about reading of system 12.

mod common;

use common::{numbers, read_lines, shared};

// open s12_01: recurring duties inside the results (L775, L791) are not told from them

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

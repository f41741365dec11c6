//! Statements about reading of system 10.

mod common;

use common::{joined, numbers, read_lines, shared};

// open s10_13: goals without a number and a year that is over have no finding

#[test]
fn s10_headings_items_and_decimals() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 703, 745, None);
    assert_eq!(numbers(&report, 1), ["一", "二", "三", "四"]);
    let under = |line: usize| {
        let heading = report.outline.iter().position(|h| h.at.line == line);
        report.items.iter().filter(|i| i.heading == heading).map(|i| i.ordinal).collect::<Vec<_>>()
    };
    assert_eq!(under(709), [1, 2]);
    assert_eq!(under(717), [1, 2, 3, 4, 5]);
    assert_eq!(under(729), [1, 2, 3, 4, 5, 6]);
    assert_eq!(joined(&report), [[711, 713]]);
    assert!(report.joined_sentences[0].text.contains("人才激励稳定任务"));
    let decimals = report.findings.iter().find(|f| f.code == "decimal_mark").expect("points written as full stops");
    let lines: Vec<usize> = decimals.at.iter().map(|a| a.line).collect();
    assert_eq!(lines, [723, 723, 727, 727, 727, 727, 727, 735, 737]);
}
// open s10_01: the four fields of L745, which have no numbers, are not told apart

#[test]
fn s10_results_are_no_targets() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 703, 745, None);
    let lines: Vec<usize> = report.targets.iter().map(|t| t.at.line).collect();
    assert_eq!(lines, [745, 745], "only the goals of the part that looks ahead");
}

//! Statements about reading of system 10.

mod common;

use common::rows::{flagged, of};
use common::{joined, numbers, read_lines, shared};

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

#[test]
fn s10_results_are_no_targets() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 703, 745, None);
    let lines: Vec<usize> = report.targets.iter().map(|t| t.at.line).collect();
    assert_eq!(lines, [745, 745], "only the goals of the part that looks ahead");
}

#[test]
fn s10_01_four_fields_without_numbers() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 703, 745, None);
    let fields: Vec<u32> = report.items.iter().filter(|i| i.at.line == 745).map(|i| i.ordinal).collect();
    assert_eq!(fields, [1, 2, 3, 4]);
    assert_eq!(report.items.len(), 13 + 4);
}

#[test]
fn s10_13_goals_without_a_number_and_a_year_that_is_over() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 703, 745, None);
    let vague = of(&report, "goal_without_number");
    assert!(["较大增长", "较好完成", "稳中有降"].iter().all(|w| vague[0].message.contains(w)), "{}", vague[0].message);
    assert!(flagged(&report, "goal_year_over", 745));
    assert!(report.time_limits.iter().all(|t| t.at.line != 745), "no deadline is set");
    let names = of(&report, "list_incomplete");
    let counted = names.iter().find(|f| f.at[0].line == 745).and_then(|f| f.compared.as_ref()).expect("three centres, two names");
    assert_eq!((counted.printed.to_string(), counted.computed.to_string()), ("3".to_owned(), "2".to_owned()));
}

//! Statements about reading of system 13.

mod common;

use common::{numbers, read_lines, shared};

#[test]
fn s13_01_headings_masks_and_the_end() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 811, 873, None);
    assert_eq!(numbers(&report, 1), ["一", "二", "三", "四", "五"]);
    let lines: Vec<usize> = report.outline.iter().filter(|h| h.level == 2).map(|h| h.at.line).collect();
    assert_eq!(lines, [821, 831, 835, 839, 843, 863, 865, 867, 869, 871, 873]);
    let first = report.outline.iter().position(|h| h.at.line == 821);
    let items: Vec<(usize, u32)> = report.items.iter().filter(|i| i.heading == first).map(|i| (i.at.line, i.ordinal)).collect();
    assert_eq!(items, [(823, 1), (827, 2)]);
    let cut = report.findings.iter().find(|f| f.code == "text_cut_off").expect("the last sentence has no end");
    assert_eq!(cut.at[0].line, 873);
    let masks = report.findings.iter().find(|f| f.code == "masked_text").expect("masks are listed");
    assert_eq!(masks.at.iter().map(|a| a.line).collect::<Vec<_>>(), [817, 825, 825, 825]);
    assert!(report.targets.is_empty(), "a mask is no number and enters no sum");
}

#[test]
fn s13_02_five_aspects_and_fifteen_rows() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 811, 873, None);
    let found = report.findings.iter().find(|f| f.code == "tasks_not_listed").expect("tasks are counted and not listed");
    assert_eq!(found.at[0].line, 817);
    let rows = found.choices.iter().find(|c| c.code == "lay_out_rows").and_then(|c| c.value.as_deref());
    assert_eq!(rows, Some("15"));
    assert_eq!(report.items.iter().filter(|i| i.at.line == 817).count(), 5, "the aspects");
}

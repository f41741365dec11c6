//! Statements about reading of system 19.

mod common;

use common::{codes, read_lines, shared};

// open s19_16: a plan with a masked first year, a quota that is a name and 超额 without a target have no finding

#[test]
fn s19_the_first_heading_is_missing() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 67, 88, None);
    let chapters: Vec<(usize, &str)> = report
        .outline
        .iter()
        .filter(|h| h.form == luodi_reading::NumberForm::Chinese)
        .map(|h| (h.at.line, h.number.as_str()))
        .collect();
    assert_eq!(chapters, [(71, "二"), (76, "三"), (80, "四"), (84, "五")]);
    let items = report.outline.iter().filter(|h| h.form == luodi_reading::NumberForm::Arabic).count();
    assert_eq!(items, 17);
    assert!(codes(&report).contains(&"number_starts_late"));
}
// open s19_01: results of the report are still proposed as targets where its voice is not told

#[test]
fn s19_15_equal_masks_are_not_one_place() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 67, 88, None);
    let masks = report.findings.iter().find(|f| f.code == "masked_text").expect("masks are listed");
    for line in [69, 74, 75, 77, 78, 82, 85, 87] {
        assert!(masks.at.iter().any(|a| a.line == line), "L{line}");
    }
    let codes = codes(&report);
    assert!(!codes.contains(&"names_alike") && !codes.contains(&"quota_repeated"), "no two places are made one");
}

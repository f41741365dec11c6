//! Statements about reading of system 20.

mod common;

use common::rows::of;
use common::{codes, read_lines, shared};

// open s20_01: numbers that were stripped out before their unit are found in part only
// open s20_15: a part of the slips has a finding

#[test]
fn s20_numbers_of_rows_stay_as_printed() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 89, 119, None);
    let twice: Vec<u32> = report.items.iter().filter(|i| i.at.line == 117).map(|i| i.ordinal).collect();
    assert_eq!(twice.iter().filter(|n| **n == 4).count(), 2, "{twice:?}");
    assert!(codes(&report).contains(&"series_gap"));
}

#[test]
fn s20_02_indicators_without_their_number() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 89, 119, None);
    let missing = of(&report, "number_missing_in_source");
    assert_eq!(missing.len(), 1);
    assert!(missing[0].message.contains("电视人口综合覆盖率达"), "{}", missing[0].message);
    assert!(report.targets.iter().all(|t| t.at.line != 90), "neither 0 nor 100");
}

#[test]
fn s20_03_masked_years_are_asked_apart() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 89, 119, None);
    let asked: Vec<Vec<usize>> = of(&report, "year_masked").iter().map(|f| f.at.iter().map(|a| a.line).collect()).collect();
    assert_eq!(asked, [vec![91], vec![100, 101, 119], vec![115]], "review, plan and the year of the works");
    let evidence = of(&report, "year_masked")[1].choices.iter().find(|c| c.label.contains("2006")).expect("evidence");
    assert!(evidence.value.is_none(), "stored only when a person confirms");
}

//! Statements about reading of system 20.

mod common;

use common::{codes, read_lines, shared};

// open s20_01: numbers that were stripped out before their unit are found in part only
// open s20_02: an indicator without its number is not listed
// open s20_03: the masked years of review and plan are not asked for apart
// open s20_15: a part of the slips has a finding

#[test]
fn s20_numbers_of_rows_stay_as_printed() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 89, 119, None);
    let twice: Vec<u32> = report.items.iter().filter(|i| i.at.line == 117).map(|i| i.ordinal).collect();
    assert_eq!(twice.iter().filter(|n| **n == 4).count(), 2, "{twice:?}");
    assert!(codes(&report).contains(&"series_gap"));
}

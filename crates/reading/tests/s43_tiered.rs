//! Statements of system 43 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s43_01_outline_dates_and_annex() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1496, 1558, None);
    assert_eq!(level_counts(&plan), [3, 10, 8, 4]);
    assert_eq!(limits_of(&plan, 1551), ["by 2022-12-20", "by --12-20"]);
    assert_eq!(limits_of(&plan, 1553), ["by 2022-12-15"]);
    assert!(flagged(&plan, "annex_missing", 1510));
    let dated = read_lines(&raw, 1496, 1558, Some(2022));
    assert_eq!(limits_of(&dated, 1551), ["by 2022-12-20", "by 2022-12-20"]);
}

#[test]
fn s43_09_beds_and_staff() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1496, 1558, None);
    let list = targets_of(&plan, 1533);
    assert!(list.contains(&"in[2.5,3]名".to_owned()) && list.contains(&"in[20,30]%".to_owned()), "{list:?}");
}

#[test]
fn s43_12_stocks() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1496, 1558, None);
    assert_eq!(targets_of(&plan, 1529), ["in[15,20]%"]);
}

#[test]
fn s43_13_the_year_of_one_date_is_missing() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1496, 1558, None);
    assert!(flagged(&plan, "year_missing", 1551));
}

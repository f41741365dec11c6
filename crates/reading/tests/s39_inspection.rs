//! Statements of system 39 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s39_01_outline_and_dates_without_a_year() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1228, 1279, None);
    assert_eq!(level_counts(&plan), [4, 12]);
    let days: Vec<(usize, String)> = limits(&plan).into_iter().filter(|(_, l)| l.starts_with("by")).collect();
    let shown: Vec<(usize, &str)> = days.iter().map(|(l, d)| (*l, d.as_str())).collect();
    assert_eq!(shown, [(1238, "by --11-30"), (1240, "by --04-30"), (1245, "by --04-30")]);
    let year = of(&plan, "year_missing")[0];
    assert!(year.choices.iter().all(|c| c.value.is_none()), "no year is offered");
}

#[test]
fn s39_03_04_each_fortnight() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1228, 1279, None);
    assert_eq!(limits_of(&plan, 1243), ["every 2-weekly"]);
    assert!(targets_of(&plan, 1243).contains(&">=1次".to_owned()));
    assert!(limits_of(&plan, 1240).contains(&"every monthly".to_owned()));
}

#[test]
fn s39_10_an_undefined_number_is_no_clock() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1228, 1279, None);
    assert!(says(&plan, "term_undefined", "3030"));
    assert!(limits(&plan).iter().all(|(_, l)| !l.contains("30D") && !l.contains("30M")));
}

#[test]
fn s39_13_damage_terms_and_masks() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1228, 1279, None);
    assert!(flagged(&plan, "text_damaged", 1230), "a letter stands for a figure");
    assert!(says(&plan, "term_undefined", "三个责任") && says(&plan, "term_undefined", "三个必须管"));
    assert!(says(&plan, "masked_text", "20D"));
}

#[test]
fn s39_16_periods_without_dates() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1228, 1279, None);
    assert!(limits(&plan).iter().all(|(l, d)| *l != 1243 || !d.starts_with("by")));
}

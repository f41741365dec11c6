//! Statements about reading of system 07.

mod common;

use common::{codes, numbers, read_lines, shared};
use luodi_reading::{Options, read, to_gold_json};

#[test]
fn s07_01_where_the_plan_ends() {
    let Some(raw) = shared("000.txt") else { return };
    let all = read(&raw, &Options::default());
    let plan = all.documents.iter().find(|d| d.first_line == 585).expect("the plan");
    assert_eq!(plan.last_line, 620);
    assert!(all.documents.iter().any(|d| d.first_line == 622));
    assert!(all.outline.iter().all(|h| h.at.line != 586), "the separator is no heading");
    let plan = read_lines(&raw, 585, 620, Some(2015));
    assert_eq!(numbers(&plan, 1), ["一", "二", "三", "四", "五"]);
    assert_eq!(numbers(&plan, 2), ["一", "二"]);
}

#[test]
fn s07_02_dates_with_their_lines() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 585, 620, Some(2015));
    let gold = to_gold_json(&plan);
    let limits: Vec<(u64, &str)> = gold["time_limits"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|t| (t["line"].as_u64().unwrap_or(0), t["value"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(
        limits,
        [
            (608, "2015-07-09/2015-07-12"),
            (612, "2015-06-11/2015-06-20"),
            (616, "2015-06-21/2015-07-10"),
            (618, "2015-06-20"),
            (620, "2015-07-01/2015-07-10")
        ]
    );
}

#[test]
fn s07_03_04_days_outside_their_phase() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 585, 620, Some(2015));
    let lines = |code: &str| {
        let found: Vec<&luodi_reading::Finding> = plan.findings.iter().filter(|f| f.code == code).collect();
        assert_eq!(found.len(), 1, "{code}");
        assert!(found[0].choices.len() >= 2, "a person decides");
        found[0].at.iter().map(|a| a.line).collect::<Vec<_>>()
    };
    assert_eq!(lines("period_outside_phase"), [608, 616]);
    assert_eq!(lines("day_outside_phase"), [618, 616]);
}

#[test]
fn s07_07_annexes_are_missing() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 585, 620, Some(2015));
    let finding = plan.findings.iter().find(|f| f.code == "annex_missing").expect("the annexes");
    assert_eq!(finding.at.iter().map(|a| a.line).collect::<Vec<_>>(), [600, 608]);
    assert!(codes(&plan).iter().all(|c| *c != "year_missing"));
}

#[test]
fn s07_13_no_targets() {
    let Some(raw) = shared("000.txt") else { return };
    assert!(read_lines(&raw, 585, 620, Some(2015)).targets.is_empty());
}

#[test]
fn s07_14_two_topics_without_a_mark() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 585, 620, Some(2015));
    let found = plan.findings.iter().find(|f| f.code == "topics_run_in").expect("two topics in one");
    assert_eq!(found.at[0].line, 596);
    assert_eq!(&raw[found.at[0].span.start..found.at[0].span.end], "基本药物合理使用优生优育");
}

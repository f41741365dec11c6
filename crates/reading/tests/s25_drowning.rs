//! Statements of system 25 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

#[test]
fn s25_01_outline_and_daily_duties() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 255, 307, None);
    assert_eq!(level_counts(&plan), [7, 17]);
    assert_eq!(targets_of(&plan, 279), [">=2次"]);
    assert_eq!((limits_of(&plan, 279), limits_of(&plan, 281)), (vec!["every daily".to_owned()], vec!["every daily".to_owned()]));
    assert!(limits(&plan).iter().all(|(_, l)| l.starts_with("every") || l.starts_with("within")), "no season, no year");
    assert!(plan.documents[0].years_named.is_empty());
}

#[test]
fn s25_17_duties_of_the_group_without_a_day() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 255, 307, None);
    assert_eq!(named(&plan, 271, Role::Lead), ["领导小组"]);
    assert!(limits_of(&plan, 271).is_empty() && targets_of(&plan, 271).is_empty());
}

#[test]
fn s25_11_reports_up_the_levels_have_no_invented_time() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 255, 307, None);
    assert_eq!(limits_of(&plan, 301), ["within P0D"], "at once, as the text says, and nothing else");
}

// open s25_14: contradictions of content (who alerts whom, who tells the family) are not found by rules on words

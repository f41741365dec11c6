//! Statements about reading of system 11.

mod common;

use common::rows::of;
use common::{codes, numbers, read_lines, shared};

// open s11_02: two villages with one ending and names in the open text have findings; counties, townships and units are not counted
// open s11_03: the sum of the anniversary is shown; the 2015 of the page beside it is not

#[test]
fn s11_headings_items_and_the_open_bracket() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 747, 765, None);
    assert_eq!(numbers(&report, 1), ["一", "二", "三"]);
    assert_eq!(
        report.items.iter().map(|i| (i.at.line, i.ordinal)).collect::<Vec<_>>(),
        (1..=4).map(|n| (765, n)).collect::<Vec<_>>()
    );
    let bracket = report.findings.iter().find(|f| f.code == "mark_unpaired").expect("a bracket is open");
    assert!(bracket.at.iter().any(|a| a.line == 759));
    assert!(report.targets.is_empty() && report.time_limits.is_empty(), "no duty with a number, no date with a guessed year");
    assert!(codes(&report).contains(&"year_missing"));
}

#[test]
fn s11_01_a_group_with_one_leader_and_no_members() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 747, 765, None);
    assert_eq!(report.groups.len(), 1);
    let group = &report.groups[0];
    assert_eq!((group.at.line, group.leaders.len(), group.members.len()), (759, 1, 0));
    assert!(group.member_posts.is_none() && group.deputies.is_empty(), "nothing is completed by guess");
}

#[test]
fn s11_villages_persons_and_the_anniversary() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 747, 765, None);
    let shared_name = of(&report, "names_shared");
    assert_eq!(shared_name.iter().map(|f| f.at[0].line).collect::<Vec<_>>(), [765]);
    let persons = of(&report, "person_named");
    assert_eq!(persons[0].at.iter().map(|a| a.line).collect::<Vec<_>>(), [755, 755, 759, 765, 765]);
    assert!(persons[0].message.contains("**"), "shown with the family name only");
    let year =
        of(&report, "year_missing")[0].choices.iter().find(|c| c.label.contains("1921 + 92 = 2013")).expect("the sum is shown");
    assert_eq!(year.value.as_deref(), Some("2013"));
    assert!(report.time_limits.is_empty(), "and not entered by itself");
}

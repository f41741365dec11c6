//! Statements of system 22 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s22_01_outline_and_no_deadline() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 64, 110, Some(2022));
    assert_eq!(level_counts(&plan), [5, 15]);
    let under = |first: usize, last: usize| heading_lines(&plan, 2).iter().filter(|l| (first..=last).contains(l)).count();
    assert_eq!([under(76, 87), under(88, 101), under(102, 110)], [5, 6, 4]);
    assert_eq!(plan.documents[0].years_named, [2022]);
    assert!(plan.time_limits.is_empty(), "{:?}", limits(&plan));
}

#[test]
fn s22_06_an_aspired_target() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 64, 110, Some(2022));
    assert_eq!(targets_of(&plan, 100), ["=11个", "=1个"]);
    assert!(plan.targets.iter().all(|t| t.aspired));
}

#[test]
fn s22_11_persons_are_told_by_post() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 64, 110, Some(2022));
    let people = of(&plan, "person_named");
    assert_eq!((people.len(), people[0].at.len()), (1, 3));
    assert!(people[0].at.iter().all(|a| a.line == 104));
    assert!(people[0].message.contains("**"));
}

#[test]
fn s22_12_misprints_masks_and_unexplained_terms() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 64, 110, Some(2022));
    assert!(flagged(&plan, "typing_error", 94));
    for word in ["***", "20D", "D建", "XX"] {
        assert!(says(&plan, "masked_text", word), "{word}");
    }
    for line in [70, 82, 90, 98, 106] {
        assert!(flagged(&plan, "masked_text", line), "{line}");
    }
    for term in ["十大创建行动", "十个我", "十个微"] {
        assert!(says(&plan, "term_undefined", term), "{term}");
    }
}

// open s22_12: the stray 当, the leaked place names and the two orders of levels (L90, L92) need a list of places or a grammar

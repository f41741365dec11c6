//! Statements of system 51 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s51_03_lists_that_meet_their_count() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 131, 167, None);
    assert!(of(&plan, "count_differs").is_empty(), "five, eight and eight");
    let goal = plan.outline.iter().find(|h| h.at.line == 145).expect("the goal").extent;
    let start = goal.start + raw[goal.start..goal.end].find(':').expect("the list stands behind it");
    let other = format!("{}{}", &raw[..start], raw[start..].replacen('、', "", 1));
    let plan = read_lines(&other, 131, 167, None);
    let found = of(&plan, "count_differs");
    assert!(found.len() == 1 && found[0].at[0].line == 145, "{found:?}");
    let compared = found[0].compared.as_ref().expect("both counts");
    assert_eq!((compared.printed, compared.computed), (8.into(), 7.into()));
}

#[test]
fn s51_04_a_remark_of_the_page_inside_a_sentence() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 131, 167, None);
    let noise: Vec<&luodi_reading::Noise> = plan.noise.iter().filter(|n| n.at.line == 151).collect();
    assert_eq!(noise.len(), 1);
    let text = &raw[noise[0].at.span.start..noise[0].at.span.end];
    assert!(text.starts_with('(') && text.ends_with(')') && text.contains("文秘站"));
}

#[test]
fn s51_10_a_day_without_its_year() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 131, 167, None);
    assert_eq!(limits_of(&plan, 161), ["by --05-01"]);
    assert!(flagged(&plan, "year_masked", 161));
    let dated = read_lines(&raw, 131, 167, Some(2009));
    assert_eq!(limits_of(&dated, 161), ["by 2009-05-01"]);
}

#[test]
fn s51_01_selected_works() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 131, 167, None);
    assert_eq!(targets_of(&plan, 137), ["=48项", "=21项"]);
}

// open s51_02: the sums of announced counts (5 + 3 + 8 + 8 against 21) go over several paragraphs and need a person to say which belong together

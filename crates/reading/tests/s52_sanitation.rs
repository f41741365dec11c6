//! Statements of system 52 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::HeadingPlace;

#[test]
fn s52_01_sentences_and_buried_headings() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 169, 243, None);
    let lines: Vec<Vec<usize>> = plan.joined_sentences.iter().map(|j| j.lines.clone()).collect();
    assert_eq!(lines, [[195, 197], [241, 243]]);
    let buried: Vec<(usize, &str)> =
        plan.outline.iter().filter(|h| h.place == HeadingPlace::Buried).map(|h| (h.at.line, h.number.as_str())).collect();
    assert_eq!(buried, [(181, "二"), (243, "5")]);
    assert!(of(&plan, "number_missing").is_empty());
    assert!(flagged(&plan, "number_restarts", 199), "the rural part lacks its heading");
}

#[test]
fn s52_04_the_districts_add_up() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 169, 243, None);
    assert!(of(&plan, "parts_differ").is_empty());
    assert!(flagged(&plan, "unit_of_measure_lost", 201) && says(&plan, "unit_of_measure_lost", "1387.12万"));
    let other = raw.replacen("1255.46", "1255.64", 1);
    let plan = read_lines(&other, 169, 243, None);
    let found = of(&plan, "parts_differ")[0].compared.clone().expect("both sums");
    assert_eq!(found.difference.abs(), 1800.into(), "0.18万元");
}

#[test]
fn s52_12_13_goals_of_the_part_that_looks_ahead() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 169, 243, None);
    assert_eq!(targets_of(&plan, 241), ["=10个"]);
    assert_eq!(targets_of(&plan, 239), ["=100%"]);
    for line in [175, 191, 197, 201, 205] {
        assert!(targets_of(&plan, line).is_empty(), "{line}: results");
    }
}

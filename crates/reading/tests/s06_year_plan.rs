//! Statements about reading of system 06.

mod common;

use common::rows::of;
use common::{read_lines, shared};
use luodi_reading::{Amount, Day, Limit};
use rust_decimal::Decimal;

/// The lines of the 14 headings without a number.
const HEADINGS: [usize; 14] = [479, 483, 487, 491, 501, 511, 521, 525, 529, 533, 545, 549, 561, 573];

#[test]
fn s06_headings_and_items() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 474, 583, Some(2016));
    let plain: Vec<usize> = plan.outline.iter().filter(|h| h.number.is_empty()).map(|h| h.at.line).collect();
    assert_eq!(plain, HEADINGS);
    assert_eq!(plan.outline.iter().filter(|h| !h.number.is_empty()).count(), 28, "1、 and 1. alike");
}

#[test]
fn s06_03_days_with_points_and_ranges() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 474, 583, Some(2016));
    let on = |month: i8, day: i8| Limit::On { day: Day { year: Some(2016), month, day } };
    let days: Vec<(usize, &str, &Limit)> = plan
        .time_limits
        .iter()
        .filter(|t| matches!(t.limit, Limit::On { .. }))
        .map(|t| (t.at.line, t.text.as_str(), &t.limit))
        .collect();
    for (line, text, limit) in [(543, "3.24", on(3, 24)), (519, "12.1日", on(12, 1)), (543, "12.1", on(12, 1))] {
        assert!(days.contains(&(line, text, &limit)), "{text}: {days:?}");
    }
    let season = plan.time_limits.iter().find(|t| t.at.line == 499).expect("the season");
    let day = |month, day| Some(Day { year: Some(2016), month, day });
    assert_eq!(season.limit, Limit::Between { from: day(5, 1), to: day(10, 31) });
    let ranges: Vec<&Amount> = plan.targets.iter().filter(|t| [489, 495].contains(&t.at.line)).map(|t| &t.amount).collect();
    let range = |from: i64, to: i64| Amount::Range { from: Decimal::from(from), to: Decimal::from(to) };
    assert_eq!(ranges, [&range(1, 2), &range(2, 3)]);
    assert!(plan.targets.iter().all(|t| t.at.line != 519 && t.at.line != 543 && t.at.line != 499));
}

#[test]
fn s06_12_vaccines_in_brackets_are_no_units() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 474, 583, Some(2016));
    assert!(plan.responsibilities.iter().all(|r| r.at.line != 551 && !r.unit.contains("疫苗")), "{:?}", plan.responsibilities);
}

#[test]
fn s06_01_two_titles_below_their_field() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 474, 583, Some(2016));
    let at = |line: usize| plan.outline.iter().find(|h| h.at.line == line).expect("a heading");
    let field = plan.outline.iter().position(|h| h.at.line == 545);
    for line in [549, 561] {
        assert_eq!((at(line).level, at(line).parent), (2, field), "L{line}");
    }
    assert_eq!(plan.outline.iter().filter(|h| h.number.is_empty() && h.level == 1).count(), 12);
}

#[test]
fn s06_02_a_heading_that_runs_into_its_sentence() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 474, 583, Some(2016));
    let found = of(&plan, "heading_run_in");
    assert_eq!(found.iter().map(|f| f.at[0].line).collect::<Vec<_>>(), [581]);
    assert!(
        !raw[found[0].at[0].span.start..found[0].at[0].span.end].contains("各项工作"),
        "the closing paragraph is no part of it"
    );
    assert!(plan.responsibilities.iter().all(|r| r.at.line != 581) && plan.time_limits.iter().all(|t| t.at.line != 581));
}

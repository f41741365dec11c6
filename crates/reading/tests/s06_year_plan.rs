//! Statements about reading of system 06.

mod common;

use common::{read_lines, shared};
use luodi_reading::{Amount, Day, Limit};
use rust_decimal::Decimal;

// open s06_01: 工作指标 and 主要工作和措施 stand beside 免疫规划, not below it
// open s06_02: a heading that runs into its sentence without a mark (L581) is not offered

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

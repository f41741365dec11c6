//! Statements about reading of system 05.

mod common;

use common::rows::of;
use common::{codes, joined, numbers, read_lines, shared};
use luodi_reading::{Amount, NoiseReason, Op, Severity};
use rust_decimal::Decimal;

#[test]
fn s05_01_columns_become_items() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 359, 472, None);
    let lines: Vec<usize> = plan.outline.iter().filter(|h| (372..414).contains(&h.at.line)).map(|h| h.at.line).collect();
    assert_eq!(lines, [372, 374, 386], "the lines of an item are no items of their own");
    assert!(joined(&plan).contains(&vec![426, 430]));
    let sentence = plan.joined_sentences.iter().find(|j| j.lines == [426, 430]).expect("the sentence over the tag");
    assert!(sentence.text.contains("居民健康教育需求,确定健康巡讲的主题"), "{}", sentence.text);
    let covered: Vec<usize> = plan.joined_sentences.iter().flat_map(|j| j.lines.clone()).collect();
    assert!((374..=384).chain(388..=396).chain(400..=412).filter(|l| l % 2 == 0).all(|l| covered.contains(&l)), "{covered:?}");
}

#[test]
fn s05_words_over_the_tags_are_whole() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 359, 472, None);
    let tags: Vec<usize> = plan.noise.iter().filter(|n| n.reason == NoiseReason::Tag).map(|n| n.at.line).collect();
    assert_eq!(tags, [398, 428, 462]);
    for word in ["世界无烟日", "卫生宣传日", "寄生虫病", "(试行)》", "提高康教育"] {
        assert!(plan.joined_sentences.iter().any(|j| j.text.contains(word)), "{word}");
    }
}

#[test]
fn s05_03_the_outline() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 359, 472, None);
    assert_eq!(numbers(&plan, 1), ["一", "二", "三", "四"]);
    let under = |line: usize| {
        let parent = plan.outline.iter().position(|h| h.at.line == line);
        plan.outline.iter().filter(|h| h.parent == parent).map(|h| h.number.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(under(372), ["1", "2"]);
    assert_eq!(under(418), ["一", "二", "三"]);
    assert_eq!(under(424).len(), 5);
    assert_eq!(under(452).len(), 2);
    assert_eq!(plan.outline.len(), 16);
}

#[test]
fn s05_04_three_targets_whose_product_agrees() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 359, 472, None);
    let targets: Vec<(Op, Option<Decimal>, &str)> = plan
        .targets
        .iter()
        .map(|t| (t.op, if let Amount::Known { value, .. } = t.amount { Some(value) } else { None }, t.unit.as_str()))
        .collect();
    let expected = [(6, "次"), (500, "人"), (3000, "人")].map(|(n, u)| (Op::AtLeast, Some(Decimal::from(n)), u));
    assert_eq!(targets, expected);
    let product = plan.findings.iter().find(|f| f.code == "product_agrees").expect("6 × 500 = 3000");
    assert!(product.message.contains("6 × 500 = 3000"), "{}", product.message);
}

#[test]
fn s05_11_the_timetable_is_missing() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 359, 472, None);
    assert!(codes(&plan).contains(&"table_missing"));
    let finding = plan.findings.iter().find(|f| f.code == "table_missing").expect("the table");
    assert_eq!(finding.at[0].line, 460);
    assert!(finding.choices.iter().any(|c| c.code == "enter"));
}

#[test]
fn s05_02_a_character_that_dropped_out() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 359, 472, None);
    let lost = of(&plan, "character_lost");
    assert_eq!(lost.iter().map(|f| f.at[0].line).collect::<Vec<_>>(), [378]);
    assert!(lost[0].message.contains('健') && lost[0].message.contains("康教育"));
}

#[test]
fn s05_09_named_days_without_a_date() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 359, 472, None);
    let days = of(&plan, "named_day_without_date");
    assert_eq!(days.len(), 1);
    let names: Vec<&str> = days[0].choices.iter().filter_map(|c| c.value.as_deref()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(plan.time_limits.iter().all(|t| !(394..=402).contains(&t.at.line)), "no date is taken from elsewhere");
}

#[test]
fn s05_10_a_month_or_the_year() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 359, 472, None);
    let period = of(&plan, "month_or_year");
    assert_eq!((period.len(), period[0].severity), (1, Severity::ToBeSettled));
    let periods: Vec<&str> = period[0].choices.iter().filter_map(|c| c.value.as_deref()).collect();
    assert_eq!(periods, ["2014-02-01/2014-02-28", "2014-01-01/2014-12-31"]);
}

#[test]
fn s05_13_four_issuers_and_the_signature() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 359, 472, None);
    let document = &plan.documents[0];
    let lines: Vec<usize> = document.issuers.iter().map(|m| m.at.line).collect();
    assert_eq!(lines, [462, 464, 464, 466]);
    let signed = document.signature.as_deref().expect("the name again is the signature");
    assert!(signed.starts_with(document.issuers[3].name.as_str()) && signed.ends_with("健康教育科"), "{signed}");
    assert_eq!(document.signature_at.map(|a| a.line), Some(468));
}

//! Statements about reading of system 05.

mod common;

use common::{codes, joined, numbers, read_lines, shared};
use luodi_reading::{Amount, NoiseReason, Op};
use rust_decimal::Decimal;

// open s05_02: the character that dropped out between L378 and L380 has no finding
// open s05_09: named health days without dates are not listed
// open s05_10: a month in the preamble against a plan for a year has no finding
// open s05_13: the four issuers under 主办单位 and the signature of three lines are not read

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

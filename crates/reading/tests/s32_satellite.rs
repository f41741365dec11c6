//! Statements of system 32 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

#[test]
fn s32_01_outline_documents_and_words_of_time() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 764, 799, None);
    assert_eq!(level_counts(&plan), [3, 5]);
    let numbers: Vec<&str> = plan.citations.iter().filter(|c| c.at.line == 766).filter_map(|c| c.number.as_deref()).collect();
    assert_eq!(
        numbers,
        ["自然资办发〔2022〕3号", "粤自然资发〔2022〕6号", "湛自然资(执法监督)〔2022〕89号", "廉自然资〔2022〕761号"]
    );
    assert!(limits(&plan).iter().all(|(_, l)| l == "within P0D"), "no number stands in any limit: {:?}", limits(&plan));
    assert!(says(&plan, "vague_time", "规定时限内") && says(&plan, "vague_time", "规定时间内"));
}

#[test]
fn s32_05_11_who_does_what() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 764, 799, None);
    assert_eq!(named(&plan, 778, Role::Lead), ["镇政府"]);
    for line in [780, 788] {
        assert_eq!(named(&plan, line, Role::Lead), ["综合行政执法队"], "{line}");
    }
}

#[test]
fn s32_14_a_broken_list() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 764, 799, None);
    assert!(flagged(&plan, "mark_stray", 799));
    assert!(flagged(&plan, "masked_text", 770));
}

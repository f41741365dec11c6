//! Reading never fails on content, and every place it names lies in the text.

mod common;

use luodi_reading::{At, Options, Span, outline_text, read, to_gold_json};
use proptest::prelude::*;

/// Pieces that the rules look for, so that random texts reach them.
const PIECES: [&str; 40] = [
    "一、",
    "（二）",
    "1.",
    "(3)",
    "①",
    "第三章 ",
    "工作目标",
    "。",
    "；",
    "，",
    "：",
    "\n",
    "\n\n",
    " ",
    "　",
    "《某某表》",
    "“清零”",
    "每月5日前",
    "2022年11月底前",
    "6月",
    "13月40日",
    "不少于",
    "达到",
    "96%",
    "以上",
    "1.5亿",
    "元",
    "由",
    "市教育局",
    "牵头",
    "、",
    "各县区",
    "（",
    "）",
    "负责",
    "附件：1、",
    "组 长：",
    "表1 某表\n单位 甲 乙 丙 合计\n",
    "1 2 3 4 5 6",
    "百分之",
];

fn check(raw: &str, options: &Options) {
    let reading = read(raw, options);
    let lines = raw.bytes().filter(|b| *b == b'\n').count() + 1;
    let in_text = |at: &At| {
        assert!((1..=lines).contains(&at.line), "line {} of {lines}", at.line);
        let Span { start, end } = at.span;
        assert!(raw.get(start..end).is_some(), "span {start}..{end} is no part of the text");
    };
    reading.outline.iter().for_each(|h| in_text(&h.at));
    reading.responsibilities.iter().for_each(|r| in_text(&r.at));
    reading.time_limits.iter().for_each(|t| in_text(&t.at));
    reading.targets.iter().for_each(|t| in_text(&t.at));
    reading.noise.iter().for_each(|n| in_text(&n.at));
    reading.joined_sentences.iter().for_each(|j| in_text(&j.at));
    reading.findings.iter().flat_map(|f| &f.at).for_each(in_text);
    reading.outline.iter().for_each(|h| assert!(raw.get(h.extent.start..h.extent.end).is_some()));
    reading.targets.iter().for_each(|t| assert!(raw.get(t.sentence.start..t.sentence.end).is_some()));
    assert!(to_gold_json(&reading).is_object());
    let _ = outline_text(&reading, raw);
    for document in &reading.documents {
        let _ = luodi_reading::draft::draft(&reading, raw, document.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn texts_of_plan_pieces(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60), year in prop::option::of(1990i32..2050)) {
        check(&pieces.concat(), &Options { year, ..Options::default() });
    }

    #[test]
    fn any_text_and_any_lines(raw in "\\PC{0,200}", first in 0usize..9, last in 0usize..9) {
        check(&raw, &Options { first_line: Some(first), last_line: Some(last), year: None });
    }
}

#[test]
fn the_same_text_gives_the_same_reading() {
    let raw = common::example("health-tours-province.txt");
    let options = Options { year: Some(2024), ..Options::default() };
    assert_eq!(read(&raw, &options), read(&raw, &options));
}

#[test]
fn source_texts_have_places_in_range() {
    for name in ["000.txt", "001.txt", "002.txt", "003.txt", "004.txt"] {
        let Some(raw) = common::shared(name) else { return };
        check(&raw, &Options::default());
    }
}

//! Statements of system 46 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::{Options, read};

#[test]
fn s46_01_reading_aids_are_dropped_and_offsets_are_raw() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 7, 29, None);
    let titles: Vec<&str> = plan.outline.iter().map(|h| h.title.as_str()).collect();
    assert_eq!(titles.len(), 4);
    assert!(
        titles.iter().all(|t| t.chars().all(|c| !c.is_ascii_alphabetic() && !('\u{e0}'..='\u{24f}').contains(&c))),
        "{titles:?}"
    );
    assert!(titles[0].contains("强化措施"), "simplified: {titles:?}");
    for h in &plan.outline {
        let shown = &raw[h.at.span.start..h.at.span.end];
        assert!(shown.contains('(') && shown.contains(&h.number), "the raw characters, aids and all: {shown}");
    }
}

#[test]
fn s46_02_damaged_words_are_kept() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 7, 29, None);
    assert!(flagged(&plan, "text_damaged", 17));
    let second = read_lines(&raw, 69, 97, None);
    assert!(flagged(&second, "text_damaged", 77));
    for at in of(&plan, "text_damaged").iter().flat_map(|f| &f.at) {
        assert!(raw[at.span.start..at.span.end].contains('?'), "nothing is filled in");
    }
}

#[test]
fn s46_03_two_parts_and_a_broken_sentence() {
    let Some(raw) = shared("004.txt") else { return };
    let all = read(&raw, &Options::default());
    for first in [7, 69] {
        assert!(all.documents.iter().any(|d| d.first_line == first), "{first}");
    }
    let plan = read_lines(&raw, 69, 97, None);
    assert_eq!(plan.joined_sentences.iter().map(|j| j.lines.clone()).collect::<Vec<_>>(), [[95, 97]]);
    let seam = &plan.joined_sentences[0];
    assert!(seam.text[seam.seam..].starts_with("安监局"));
    let last = plan.outline.last().expect("headings");
    assert_eq!((last.number.as_str(), last.at.line, last.empty), ("五", 97, true));
    assert!(flagged(&plan, "empty_heading", 97));
    assert!(limits_of(&plan, 95).contains(&"on --07-11".to_owned()));
}

#[test]
fn s46_09_a_chapter_that_begins_late() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 7, 29, None);
    assert!(flagged(&plan, "number_starts_late", 11));
}

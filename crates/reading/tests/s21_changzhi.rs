//! Statements about reading of system 21.

mod common;

use common::{joined, numbers, read_lines, shared};
use luodi_reading::{Amount, HeadingPlace, outline_text};

// open s21_01: the part that is announced and not there, and the one run into L228, have no finding
// open s21_03: the code of the platform is asked for, its defaults are not shown
// open s21_17: lost words are flagged in part only

#[test]
fn s21_headings_and_broken_words() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 120, 228, Some(2017));
    let lines = |level: usize| report.outline.iter().filter(|h| h.level == level).map(|h| h.at.line).collect::<Vec<_>>();
    assert_eq!(numbers(&report, 1), ["一", "二", "三", "四"]);
    assert_eq!(lines(1), [123, 138, 148, 224]);
    assert_eq!(lines(2), [153, 161, 168, 172, 178, 184, 188, 193, 199, 204, 211, 219]);
    assert!(report.outline.iter().any(|h| h.at.line == 184 && h.place == HeadingPlace::RunIn));
    assert_eq!(joined(&report), [[127, 128], [131, 132], [139, 140]]);
    for word in ["农商行", "新农合", "新的一页"] {
        assert!(report.joined_sentences.iter().any(|j| j.text.contains(word)), "{word}");
    }
}

#[test]
fn s21_one_number_in_two_lines_and_two_that_differ() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 120, 228, Some(2017));
    let lines = |text: &str| report.targets.iter().filter(|t| t.text == text).map(|t| t.at.line).collect::<Vec<_>>();
    assert_eq!(lines("6.8万亩"), [170]);
    assert!(lines("6.8万人").contains(&151) && lines("6.8万名").contains(&160));
    assert_eq!(lines("11400套"), [151, 195]);
}

#[test]
fn s21_20_no_reading_aid_stands() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 120, 228, Some(2017));
    let toned = |text: &str| text.chars().any(|c| ('\u{e0}'..='\u{24f}').contains(&c));
    assert!(report.targets.iter().all(|t| !toned(&t.text) && !toned(&t.what)));
    assert!(report.outline.iter().all(|h| !toned(&h.title)));
    assert!(report.joined_sentences.iter().all(|j| !toned(&j.text)));
    assert!(report.outline.iter().any(|h| h.number == "十二"), "the brackets of numbers stand");
    let unpaired = report.findings.iter().find(|f| f.code == "mark_unpaired").expect("brackets at the damaged runs");
    assert_eq!(unpaired.at.len(), 13);
    assert!(outline_text(&report, &raw).contains("狠抓安全稳定工作"));
}

#[test]
fn s21_02_twenty_one_indicators_and_eight_without_a_value() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 120, 228, Some(2017));
    let rows: Vec<_> = report.targets.iter().filter(|t| [150, 151].contains(&t.at.line)).collect();
    let pending = rows.iter().filter(|t| t.amount == Amount::Pending).count();
    assert_eq!((rows.len(), pending), (21, 8));
}

#[test]
fn s21_10_one_target_in_two_lines() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 120, 228, Some(2017));
    let pairs: Vec<Vec<usize>> =
        report.findings.iter().filter(|f| f.code == "quota_repeated").map(|f| f.at.iter().map(|a| a.line).collect()).collect();
    assert!(pairs.contains(&vec![151, 160]) && pairs.contains(&vec![151, 195]), "{pairs:?}");
    for line in [160, 169, 195, 213] {
        assert!(pairs.iter().filter(|p| p[1] == line).count() <= 1 && !pairs.contains(&vec![line, 213]), "8,000 is four targets");
    }
}

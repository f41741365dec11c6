//! Statements of system 53 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::NoiseReason;

#[test]
fn s53_01_remarks_of_the_page_and_damaged_words() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 245, 261, None);
    let lines: Vec<usize> = plan.noise.iter().filter(|n| n.reason == NoiseReason::Advert).map(|n| n.at.line).collect();
    assert_eq!(lines, [247, 253]);
    assert!(flagged(&plan, "text_damaged", 253));
    assert!(!flagged(&plan, "empty_bracket", 247), "the remark is taken out whole");
}

#[test]
fn s53_02_parts_without_numbers() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 245, 261, None);
    let titles: Vec<(usize, &str)> = plan.outline.iter().map(|h| (h.at.line, h.title.as_str())).collect();
    let first: Vec<(usize, &str)> = titles.iter().copied().filter(|(l, _)| *l <= 257).collect();
    assert_eq!(
        first,
        [(249, "制定一个方案"), (251, "建立一个制度"), (253, "开辟一个平台"), (255, "组建两支队伍"), (257, "树立三种意识")]
    );
    assert!(plan.outline.iter().all(|h| h.level == 1), "一是 and 二是 are no tasks");
}

#[test]
fn s53_03_counts_of_the_past_are_no_targets() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 245, 261, None);
    assert!(targets_of(&plan, 259).is_empty());
}

#[test]
fn s53_08_no_deadline_is_in_the_text() {
    let Some(raw) = shared("004.txt") else { return };
    let plan = read_lines(&raw, 245, 261, None);
    assert!(limits(&plan).iter().all(|(_, l)| l.starts_with("every")), "{:?}", limits(&plan));
}

//! Rows of 一是, 二是 … and counts that a text announces.
//!
//! # What it finds
//! A 一是 without 二是, numbers of such a row left out or used twice, and announced counts (抓好3方面工作, 三个问题) that what follows
//! does not meet.
//!
//! # Why
//! An item that was announced and is not there may be lost; only the author's text can say.
//!
//! # Read
//! `针对问题抓好3方面工作，保障运转。⏎⏎（一）增收。努力增收。⏎⏎（二）节支。努力节支。` → `说有3项，下面是2项`;
//! `要注意三个问题。一是快。二是准。三是稳。四是实。`; `推进八项工程：东湖公园、西山广场、南门大街。`; `加强督查。一是督查。针对存在问题限期整改。`;
//! `一是学习。二是整改。二是总结。` → `出现了两次`
//!
//! # Not read
//! `抓好各方面工作，打好三大攻坚战。`; lists that end with 等: `推进八项工程：东湖公园、西山广场、南门大街等。`; counts that agree:
//! `要注意两个问题。一是快。二是准。`

use crate::findings::{Subject, compared};
use crate::numeral;
use crate::pattern;
use crate::types::{Finding, Severity};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

static ITEM: LazyLock<Regex> =
    LazyLock::new(|| pattern::new(r"(?:^|[,。;:!])(?P<n>[一二三四五六七八九十]{1,3})(?:是|要)").expect("fixed"));
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?P<n>[二两三四五六七八九十]{1,3}|\d{1,2})(?:个|项|点|条|种)?(?P<w>问题|方面|环节|要求|方式|步骤|原则|意见|措施|关系|任务|工作)[^,。;:]{0,6}[:。]$")
        .expect("fixed")
});
static SECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:抓好|做好|从|以下|采取|落实|突出|完成|分)(?:以下|下列)?(?P<n>[二两三四五六七八九十]{1,3}|\d{1,2})(?:个|大)?(?P<w>方面|项措施|条措施|项任务|项工作|个步骤|个阶段)")
        .expect("fixed")
});
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:形成|提出|制定|细化|共)[^,。;]{0,8}?(?P<n>\d{1,3})(?:条|项)(?:具体)?(?:措施|举措|任务)").expect("fixed")
});
static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?P<n>[二两三四五六七八九十]{1,3}|\d{1,2})(?:个|项|种|条|所|家|大)(?P<noun>[\p{Han}、“”()]{2,44}):(?P<list>[^,。;:]{6,240})(?:。|$)").expect("fixed")
});

fn count(words: &str) -> Option<u32> {
    words
        .parse()
        .ok()
        .or_else(|| if words == "两" { Some(2) } else { numeral::chinese(words).and_then(|n| u32::try_from(n).ok()) })
}

/// 一是 … 三是: rows inside paragraphs and over the paragraphs of one heading.
pub(crate) fn rows(subject: &Subject, out: &mut Vec<Finding>) {
    let mut row: Vec<(u32, crate::types::At)> = Vec::new();
    let mut said: Option<(u32, String)> = None;
    let mut heading = None;
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        if block.heading != heading {
            close(subject, &mut row, &mut said, out);
            heading = block.heading;
        }
        if !block.passage.cues.all("一") || !block.passage.cues.any("是要") {
            continue;
        }
        for found in ITEM.captures_iter(text) {
            let Some((m, n)) = found.name("n").and_then(|m| Some((m, count(m.as_str())?))) else { continue };
            if n == 1 {
                close(subject, &mut row, &mut said, out);
                let head = &text[..m.start()];
                let head = &head[crate::text::floor_boundary(head, head.len().saturating_sub(120))..];
                said = ANNOUNCED
                    .captures(head)
                    .and_then(|f| Some((count(&f["n"])?, f.get(0)?.as_str().trim_end_matches(['。', ':']).to_owned())));
            }
            row.push((n, subject.source.at(block.passage.raw_span(m.start(), m.end()))));
        }
    }
    close(subject, &mut row, &mut said, out);
}

fn close(subject: &Subject, row: &mut Vec<(u32, crate::types::At)>, said: &mut Option<(u32, String)>, out: &mut Vec<Finding>) {
    let items = std::mem::take(row);
    let said = said.take();
    let Some((first, _)) = items.first() else { return };
    let show = |n: u32| crate::number::chinese_figure(n);
    if items.len() == 1 && *first == 1 {
        out.push(subject.finding("series_gap", Severity::Remark, vec![items[0].1], "只有“一是”，没有“二是”。".to_owned()));
        return;
    }
    let mut last = 0;
    for (n, at) in &items {
        if *n == last {
            out.push(subject.finding("series_gap", Severity::Remark, vec![*at], format!("“{}是”出现了两次。", show(*n))));
        } else if *n > last + 1 && last > 0 {
            let message = format!("“{}是”之后是“{}是”，中间可能缺失。", show(last), show(*n));
            out.push(subject.finding("series_gap", Severity::Remark, vec![*at], message));
        }
        last = *n;
    }
    if let Some((announced, words)) = said.filter(|(announced, _)| *announced as usize != items.len() && *first == 1) {
        out.push(differs(subject, announced, items.len(), &words, items.iter().map(|i| i.1).collect()));
    }
}

fn differs(subject: &Subject, announced: u32, found: usize, words: &str, at: Vec<crate::types::At>) -> Finding {
    let message = format!("“{words}”说有{announced}项，下面是{found}项。");
    let mut finding = subject.finding("count_differs", Severity::ToBeSettled, at, message);
    finding.compared = Some(compared("下面的项数".to_owned(), Decimal::from(found), Decimal::from(announced)));
    finding.choices = crate::rules::checks_text::choices(&[
        ("text_missing", "缺了内容，需要补充原文"),
        ("only_count", "只是数写错了，内容齐全"),
    ]);
    finding
}

/// For each heading of the document: how many numbered headings stand directly below it.
fn children(subject: &Subject) -> Vec<usize> {
    let mut counts = vec![0; subject.outline.len()];
    for h in subject.outline.iter().filter(|h| h.ordinal.is_some()) {
        let Some(parent) = h.parent.and_then(|p| p.checked_sub(subject.first_heading)) else { continue };
        if subject.outline.get(parent).is_some_and(|above| above.level + 1 == h.level) {
            counts[parent] += 1;
        }
    }
    counts
}

/// The numbered headings of the deepest level.
fn deepest(subject: &Subject) -> usize {
    let level = subject.outline.iter().filter(|h| h.ordinal.is_some()).map(|h| h.level).max().unwrap_or(0);
    subject.outline.iter().filter(|h| h.level == level && h.ordinal.is_some()).count()
}

/// 抓好3方面工作 above the items of a section; 形成23条措施 of the whole text.
pub(crate) fn sections(subject: &Subject, out: &mut Vec<Finding>) {
    let below = children(subject);
    let deepest = std::cell::LazyCell::new(|| deepest(subject));
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        let cues = block.passage.cues;
        if !cues.any("0一") || !cues.any("方项措骤阶:") {
            continue;
        }
        let place = |m: regex::Match| subject.source.at(block.passage.raw_span(m.start(), m.end()));
        // Headings stand in the order of the text.
        let head = subject.outline.partition_point(|h| h.at.span.start <= block.piece().start).checked_sub(1);
        if let Some((head, found)) = head.zip(SECTION.captures(text)) {
            let (items, head) = (below[head], &subject.outline[head]);
            if let Some((n, m)) = count(&found["n"]).zip(found.get(0)).filter(|(n, _)| items >= 2 && *n as usize != items) {
                out.push(differs(subject, n, items, m.as_str(), vec![place(m), head.at]));
            }
        }
        if let Some(found) = WHOLE.captures(text).filter(|_| head.is_none()) {
            let items = *deepest;
            if let Some((n, m)) = count(&found["n"]).zip(found.get(0)).filter(|(n, _)| items >= 3 && *n as usize != items) {
                out.push(differs(subject, n, items, m.as_str(), vec![place(m)]));
            }
        }
        listed(subject, block, out);
    }
}

/// 八项工程:甲、乙、丙: the list behind the colon.
fn listed(subject: &Subject, block: &crate::blocks::Block, out: &mut Vec<Finding>) {
    if !block.passage.cues.all(":、") {
        return;
    }
    for found in LISTED.captures_iter(&block.passage.text) {
        let (Some(n), Some(whole)) = (count(&found["n"]), found.get(0)) else { continue };
        let list = &found["list"];
        let items = list.split('、').count();
        let plain = list.split('、').all(|p| (2..=24).contains(&p.chars().count()));
        if items < 3 || list.contains('等') || !plain || items == n as usize {
            continue;
        }
        let words = whole.as_str().split(':').next().unwrap_or_default();
        out.push(differs(subject, n, items, words, vec![subject.source.at(block.passage.raw_span(whole.start(), whole.end()))]));
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn found(text: &str) -> Vec<String> {
        let reading = read(&format!("某县工作方案\n\n一、要求\n\n{text}"), &Options::default());
        reading
            .findings
            .into_iter()
            .filter(|f| ["series_gap", "count_differs"].contains(&f.code.as_str()))
            .map(|f| f.message)
            .collect()
    }

    #[test]
    fn rows_of_items() {
        assert_eq!(found("加强督查。一是督查。针对存在问题限期整改。"), ["只有“一是”，没有“二是”。"]);
        assert_eq!(found("一是学习。二是整改。二是总结。"), ["“二是”出现了两次。"]);
        assert_eq!(found("要注意三个问题。一是快。二是准。三是稳。四是实。"), ["“三个问题”说有3项，下面是4项。"]);
        assert!(found("要注意两个问题。一是快。二是准。").is_empty());
    }

    #[test]
    fn announced_counts() {
        assert_eq!(
            found("针对问题抓好3方面工作，保障运转。\n\n（一）增收。努力增收。\n\n（二）节支。努力节支。"),
            ["“抓好3方面”说有3项，下面是2项。"]
        );
        assert!(found("针对问题抓好2方面工作，保障运转。\n\n（一）增收。努力增收。\n\n（二）节支。努力节支。").is_empty());
        assert!(found("抓好各方面工作，打好三大攻坚战。").is_empty());
        assert_eq!(found("推进八项工程：东湖公园、西山广场、南门大街。"), ["“八项工程”说有8项，下面是3项。"]);
        assert!(found("推进三项工程：东湖公园、西山广场、南门大街。").is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_series.rs"), found);
    }
}

//! Items of a row inside a paragraph.
//!
//! # What it finds
//! `一是…二是…`, `第一，…第二，…` and `(1)…(2)…` in running text, with their numbers as printed.
//!
//! # Why
//! Reports and plans list measures without headings; each of them can become a task, and a number left out or used twice must
//! be seen. The numbers are never put right.
//!
//! # Read
//! `主要做法：一是抓学习。二是抓整改。` → `二是 2`, a paragraph that begins with one: `三是抓总结。`, `把握要点：(1)开头，点明主旨。(2)主体，内容充实。`,
//! `第一，统一思想。第二，明确责任。`, fields without numbers, as many as were announced:
//! `抓好两个方面的工作：抓好体系建设项目。实施好周转房建设，改善条件。提高公共服务能力。努力提高住院率，降低死亡率。` → `提高公共服务能力 2`
//!
//! # Not read
//! `这一是非问题要说清楚。`, `其一要求从严。`, a single number: `按照(1)办理。`, `选派第一书记驻村。`, numbers of headings.

use crate::blocks::{Block, BlockKind};
use crate::numeral;
use crate::text::{Passage, Source};
use crate::types::{Heading, Item, NumberForm};
use regex::Regex;
use std::sync::LazyLock;

static SAID: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:^|[,。;:!”])(?P<w>(?P<n>[一二三四五六七八九十]{1,3})是|第(?P<o>[一二三四五六七八九十]{1,3})[,:])")
        .expect("fixed")
});
static BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:[,。;:!]|^)(?P<w>\((?P<n>\d{1,2})\)|\((?P<c>[一二三四五六七八九十]{1,3})\))").expect("fixed")
});

/// The items of one document.
pub(crate) fn find(source: &Source, document: usize, blocks: &[Block], outline: &[Heading], out: &mut Vec<Item>) {
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Text) {
        let mut found = Vec::new();
        said(&block.passage, &mut found);
        in_brackets(&block.passage, &mut found);
        if found.is_empty() {
            fields(&block.passage, &mut found);
        }
        found.sort_by_key(|f| f.start);
        let level = block.heading.and_then(|h| outline.get(h)).map_or(1, |h| h.level + 1);
        for (i, f) in found.iter().enumerate() {
            let end = found[i + 1..].iter().find(|next| next.form == f.form).map_or(block.passage.text.len(), |next| next.start);
            out.push(Item {
                document,
                heading: block.heading,
                level,
                form: f.form,
                number: block.passage.text[f.start..f.end].trim_end_matches([',', ':']).to_owned(),
                ordinal: f.ordinal,
                at: source.at(block.passage.raw_span(f.start, f.end)),
                extent: block.passage.raw_span(f.start, end),
            });
        }
    }
}

struct Found {
    start: usize,
    end: usize,
    ordinal: u32,
    form: NumberForm,
}

fn ordinal(figures: &str) -> Option<u32> {
    figures.parse().ok().or_else(|| numeral::chinese(figures).and_then(|n| u32::try_from(n).ok()))
}

fn said(passage: &Passage, out: &mut Vec<Found>) {
    if !passage.cues.all("一") || !passage.cues.any("是第") {
        return;
    }
    for f in SAID.captures_iter(&passage.text) {
        let (Some(w), Some(n)) = (f.name("w"), f.name("n").or(f.name("o"))) else { continue };
        if let Some(ordinal) = ordinal(n.as_str()) {
            out.push(Found { start: w.start(), end: w.end(), ordinal, form: NumberForm::None });
        }
    }
}

/// 抓好四个方面的工作:… and as many short sentences that name a field each, without numbers.
fn fields(passage: &Passage, out: &mut Vec<Found>) {
    static SAID: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(r"(?:抓好|做好|突出|围绕)(?P<n>[二两三四五六七八九]|\d)个方面的?(?:重点)?工作:").expect("fixed")
    });
    let text = passage.text.as_str();
    let Some((whole, n)) = SAID.captures(text).and_then(|f| Some((f.get(0)?.end(), f["n"].to_owned()))) else { return };
    let Some(announced) = (if n == "两" { Some(2) } else { ordinal(&n) }).and_then(|n| usize::try_from(n).ok()) else { return };
    let mut rows = Vec::new();
    let mut start = whole;
    for (at, _) in text[whole..].match_indices('。') {
        let end = whole + at;
        let sentence = &text[start..end];
        if (4..=16).contains(&sentence.chars().count()) && !sentence.contains([',', '、', ';', ':']) {
            let ordinal = u32::try_from(rows.len() + 1).unwrap_or(u32::MAX);
            rows.push(Found { start, end, ordinal, form: NumberForm::None });
        }
        start = end + '。'.len_utf8();
    }
    // Only as many as were announced are what was announced.
    if rows.len() == announced {
        out.append(&mut rows);
    }
}

/// Numbers in brackets make a row where 1 and 2 stand in one paragraph.
fn in_brackets(passage: &Passage, out: &mut Vec<Found>) {
    if !passage.cues.all("(") || !passage.cues.any("0一") {
        return;
    }
    let mut rows: [Vec<Found>; 2] = [Vec::new(), Vec::new()];
    for f in BRACKETS.captures_iter(&passage.text) {
        let (Some(w), Some(n)) = (f.name("w"), f.name("n").or(f.name("c"))) else { continue };
        let chinese = f.name("c").is_some();
        let row = &mut rows[usize::from(chinese)];
        let form = if chinese { NumberForm::ChineseInBrackets } else { NumberForm::ArabicInBrackets };
        let next = row.last().map_or(1, |last| last.ordinal + 1);
        if let Some(ordinal) = ordinal(n.as_str()).filter(|o| *o == next) {
            row.push(Found { start: w.start(), end: w.end(), ordinal, form });
        }
    }
    rows.into_iter().filter(|row| row.len() >= 2).for_each(|row| out.extend(row));
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn items(text: &str) -> Vec<String> {
        let reading = read(&format!("某县工作方案\n\n一、要求\n\n{text}"), &Options::default());
        reading.items.into_iter().map(|i| format!("{} {}", i.number, i.ordinal)).collect()
    }

    #[test]
    fn rows() {
        assert_eq!(items("主要做法：一是抓学习。二是抓整改。"), ["一是 1", "二是 2"]);
        assert_eq!(items("三是抓总结。"), ["三是 3"]);
        assert_eq!(items("把握要点：(1)开头，点明主旨。(2)主体，内容充实。"), ["(1) 1", "(2) 2"]);
        assert_eq!(items("第一，统一思想。第二，明确责任。"), ["第一 1", "第二 2"]);
        for text in ["这一是非问题要说清楚。", "其一要求从严。", "按照(1)办理。", "选派第一书记驻村。"]
        {
            assert!(items(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("items.rs"), items);
    }
}

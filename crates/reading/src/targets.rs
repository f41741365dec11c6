//! Runs the rules that find targets and keeps what binds: no background, no past facts.

use crate::blocks::{Block, BlockKind};
use crate::rules::target_quantities::{self, Quantity};
use crate::rules::{target_masked, target_pending, target_rises, target_zero};
use crate::text::{Passage, Source, clause_around};
use crate::time_limits::{chapter_titles, is_forward, is_goal_paragraph, looks_ahead};
use crate::types::{Amount, Document, Genre, Heading, Target};
use regex::Regex;
use std::sync::LazyLock;

static BACKGROUND: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"背景|意义|回顾|基本情况|现状|存在的?问题|工作成效|主要成绩|完成情况|指导思想|概况").expect("fixed")
});
pub(crate) static GOALS: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"目标|指标").expect("fixed"));
pub(crate) static AHEAD: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"打算|计划|下一步|下步|下半年|明年|工作安排|工作目标|预期目标|目标任务|主要任务|重点任务|工作任务|思路")
        .expect("fixed")
});
static ASPIRED: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"力争|争取").expect("fixed"));

pub(crate) fn run(source: &Source, document: &Document, blocks: &[Block], outline: &[Heading], out: &mut Vec<Target>) {
    let headed = blocks.iter().any(|b| b.heading.is_some());
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Text) {
        let chapter = chapter_titles(outline, block.heading);
        let labelled = is_goal_paragraph(&block.passage.text);
        if (headed && block.heading.is_none() && !labelled) || chapter.iter().any(|t| BACKGROUND.is_match(t)) {
            continue;
        }
        // A report binds only where it looks ahead.
        let told = matches!(document.genre, Genre::Report | Genre::Article) && !chapter.iter().any(|t| AHEAD.is_match(t));
        if told && (document.genre == Genre::Article || !looks_ahead(&block.passage.text)) {
            continue;
        }
        let mut found: Vec<Quantity> = Vec::new();
        target_quantities::find(&block.passage, labelled || chapter.iter().any(|t| GOALS.is_match(t)), &mut found);
        target_zero::find(&block.passage, &mut found);
        target_masked::find(&block.passage, &mut found);
        found.sort_by_key(|q| (q.start, std::cmp::Reverse(q.end)));
        found.dedup_by(|later, earlier| later.number < earlier.end && later.number >= earlier.start);
        // What a report says of things to come is a goal; the rest are results.
        found.retain(|q| !told || is_forward(&block.passage.text, q.start));
        out.extend(found.into_iter().map(|q| target(source, document, block, q)));
        if told {
            continue;
        }
        let goals = chapter.iter().any(|t| GOALS.is_match(t));
        if goals {
            pending(source, document, block, out);
        }
        if goals || labelled {
            set_later(source, document, block, out);
        }
    }
}

fn target(source: &Source, document: &Document, block: &Block, q: Quantity) -> Target {
    let passage = &block.passage;
    let (start, end) = passage.sentence_around(q.number);
    let (clause, clause_end) = clause_around(&passage.text, q.number);
    let head = own_part(&passage.text[clause..q.start.max(clause)]);
    let tail = &passage.text[q.end.min(clause_end)..clause_end];
    // The thing stands before the comparison or behind the unit; what is short on one side is taken with the other.
    let what = if head.chars().count() >= 2 { head } else { tail };
    Target {
        document: document.id,
        at: source.at(passage.raw_span(q.start, q.end)),
        sentence: passage.raw_span(start, end),
        text: passage.text[q.start..q.end].to_owned(),
        op: q.op,
        amount: q.amount,
        unit: q.unit,
        what: last_part(what).to_owned(),
        aspired: aspired_near(passage, start, q.number),
        heading: block.heading,
    }
}

/// Behind the quantity before it in the same clause: 知晓率达80%、形成率…
fn own_part(head: &str) -> &str {
    let after = head.rfind(|c: char| c.is_ascii_digit() || c == '%').map_or(head, |i| &head[i + 1..]);
    // A 、 inside a bracket separates names, not quantities.
    let own = after.find('、').filter(|i| after.len() < head.len() && !after[*i..].contains(')')).map_or(head, |i| &after[i..]);
    own.trim_start_matches(['、', '“', '和'])
}

/// 力争 holds for what follows it, until 确保 sets something firm.
fn aspired_near(passage: &Passage, start: usize, number: usize) -> bool {
    let head = &passage.text[start..number];
    ASPIRED.find_iter(head).last().is_some_and(|m| head[m.end()..].chars().count() < 80 && !head[m.end()..].contains("确保"))
}

/// The last 24 characters are enough to name a measure.
fn last_part(text: &str) -> &str {
    let count = text.chars().count();
    text.char_indices().nth(count.saturating_sub(24)).map_or("", |(i, _)| &text[i..])
}

/// Indicators whose number another office sets later, and those that stay as they are.
fn set_later(source: &Source, document: &Document, block: &Block, out: &mut Vec<Target>) {
    let mut found = Vec::new();
    target_pending::find(&block.passage, &mut found);
    for p in found {
        let start = block.passage.sentence_around(p.what.0).0;
        let end = block.passage.sentence_around(p.words.0).1;
        out.push(Target {
            document: document.id,
            at: source.at(block.passage.raw_span(p.what.0, p.what.1)),
            sentence: block.passage.raw_span(start, end),
            text: block.passage.text[p.words.0..p.words.1].to_owned(),
            op: p.op,
            amount: p.amount,
            unit: p.unit.to_owned(),
            // What is left of damaged reading aids names nothing.
            what: block.passage.text[p.what.0..p.what.1].chars().filter(|c| !matches!(c, '?' | '\u{e0}'..='\u{24f}')).collect(),
            aspired: aspired_near(&block.passage, start, p.what.0),
            heading: block.heading,
        });
    }
}

fn pending(source: &Source, document: &Document, block: &Block, out: &mut Vec<Target>) {
    let mut rises = Vec::new();
    target_rises::find(&block.passage, &mut rises);
    for r in rises {
        let (start, end) = block.passage.sentence_around(r.words.0);
        out.push(Target {
            document: document.id,
            at: source.at(block.passage.raw_span(r.start, r.end)),
            sentence: block.passage.raw_span(start, end),
            text: block.passage.text[r.words.0..r.words.1].to_owned(),
            op: r.op,
            amount: Amount::Pending,
            unit: String::new(),
            what: block.passage.text[r.start..r.end].to_owned(),
            aspired: false,
            heading: block.heading,
        });
    }
}

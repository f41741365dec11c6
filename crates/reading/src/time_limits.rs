//! Runs the rules that find limits of time, and settles which of two overlapping finds holds.

use crate::blocks::{Block, BlockKind};
use crate::calendar::{Years, five_year_plan};
use crate::rules::{TimeFound, time_between, time_by, time_every, time_on, time_standing, time_within};
use crate::targets::AHEAD;
use crate::text::{Passage, Source, clause_around};
use crate::types::{Document, Genre, Heading, Limit, TimeLimit};
use regex::Regex;
use std::sync::LazyLock;

static FIVE_YEAR: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:^|[^《])“?(?P<n>十[一二三四五六七八九])五”?(?:期间|规划|时期)").expect("fixed"));
static PAST: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"以来|已于|已在|去年|上年|往年|近年来?|前年|曾|截至|截止").expect("fixed"));
static BACKGROUND: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"背景|意义|回顾|基本情况|现状|存在的?问题|工作成效|主要成绩|完成情况").expect("fixed"));
static GUIDING: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"指导思想|总体要求|基本原则|背景|意义").expect("fixed"));

pub(crate) fn run(
    source: &Source,
    document: &Document,
    blocks: &[Block],
    outline: &[Heading],
    year: Option<i32>,
    out: &mut Vec<TimeLimit>,
) {
    let years = Years { plan: year, period: period(blocks) };
    let headed = blocks.iter().any(|b| b.heading.is_some());
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Text) {
        let preamble = headed && block.heading.is_none() && !is_goal_paragraph(&block.passage.text);
        let chapter = chapter_titles(outline, block.heading);
        if chapter.iter().any(|t| BACKGROUND.is_match(t)) {
            continue;
        }
        // The days of a report are over, but for the part that looks ahead.
        let told = matches!(document.genre, Genre::Report | Genre::Article) && !chapter.iter().any(|t| AHEAD.is_match(t));
        if told && (document.genre == Genre::Article || !looks_ahead(&block.passage.text)) {
            continue;
        }
        let guiding = chapter.iter().any(|t| GUIDING.is_match(t));
        let mut found = Vec::new();
        for rule in [time_by::find, time_between::find, time_every::find, time_within::find, time_standing::find, time_on::find] {
            rule(&block.passage, years, &mut found);
        }
        found.retain(|f| binds(&block.passage, f, preamble, guiding) && (!told || forward(&block.passage.text, f)));
        for f in settle(&block.passage, found) {
            let (start, end) = block.passage.sentence_around(f.start);
            out.push(TimeLimit {
                document: document.id,
                at: source.at(block.passage.raw_span(f.start, f.end)),
                sentence: block.passage.raw_span(start, end),
                text: block.passage.text[f.start..f.end].to_owned(),
                limit: f.limit,
                heading: block.heading,
            });
        }
    }
}

/// 预计于7月底竣工 in a report of results: what is still to come.
static FORWARD: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"预计(?:可|将|在|于|到)|计划(?:于|在)|拟于|可于|到年底可|力争(?:在|于|到)").expect("fixed")
});
/// 实行日报告、周调度: a rhythm that was set up and goes on.
static SET_UP: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"实行|按月上报|兑现|绩效考核|决算|制度").expect("fixed"));

/// Whether a report says in this paragraph what is still to come, or a rhythm that goes on.
pub(crate) fn looks_ahead(text: &str) -> bool {
    FORWARD.is_match(text) || SET_UP.is_match(text)
}

/// Whether the clause at a place says what is still to come.
pub(crate) fn is_forward(text: &str, at: usize) -> bool {
    let (from, to) = clause_around(text, at);
    FORWARD.is_match(&text[from..to])
}

fn forward(text: &str, f: &TimeFound) -> bool {
    let (from, to) = clause_around(text, f.start);
    match f.limit {
        Limit::Every { .. } => SET_UP.is_match(&text[from..to]),
        _ => FORWARD.is_match(&text[from..to]),
    }
}

/// 主要指标:… in front of the first chapter is no preamble.
pub(crate) fn is_goal_paragraph(text: &str) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(r"^(?:总体|主要|工作|具体|年度|预期|约束性){0,2}(?:目标任务|目标|指标|任务)(?:是)?:").expect("fixed")
    });
    LABEL.is_match(text)
}

/// The five-year plan that the document is about.
fn period(blocks: &[Block]) -> Option<(i32, i32)> {
    blocks.iter().find_map(|b| FIVE_YEAR.captures(&b.passage.text).and_then(|f| five_year_plan(&f["n"])))
}

/// Titles of a heading and of those above it.
pub(crate) fn chapter_titles(outline: &[Heading], heading: Option<usize>) -> Vec<&str> {
    let mut titles = Vec::new();
    let mut at = heading;
    while let Some(h) = at.and_then(|at| outline.get(at)) {
        titles.push(h.title.as_str());
        at = h.parent;
    }
    titles
}

fn binds(passage: &Passage, f: &TimeFound, preamble: bool, guiding: bool) -> bool {
    let text = passage.text.as_str();
    if inside(text, f.start, '《', '》') {
        return false;
    }
    let (from, to) = clause_around(text, f.start);
    if PAST.is_match(&text[from..f.end.max(from).min(to.max(f.end))]) && !matches!(f.limit, Limit::Every { .. }) {
        return false;
    }
    // 为到2015年实现目标奠定基础: what the work is for, no limit of it.
    if matches!(f.limit, Limit::By { .. }) && text[..f.start].ends_with('为') && text[f.start..].starts_with('到') {
        return false;
    }
    let lasts = text[f.start..f.end].starts_with("为期");
    match f.limit {
        Limit::Within { ref duration } if duration == "P0D" => !preamble && !guiding,
        _ => !preamble || lasts,
    }
}

/// Whether `at` stands between an opening and a closing mark.
pub(crate) fn inside(text: &str, at: usize, open: char, close: char) -> bool {
    let before = &text[..at];
    let start = before.char_indices().rev().take(60).find(|(_, c)| *c == open || *c == close);
    start.is_some_and(|(_, c)| c == open)
}

/// Longer finds win over the ones inside them; a due day without period takes the period of its sentence.
fn settle(passage: &Passage, mut found: Vec<TimeFound>) -> Vec<TimeFound> {
    found.sort_by(|a, b| a.start.cmp(&b.start).then((b.end - b.start).cmp(&(a.end - a.start))));
    let mut kept: Vec<TimeFound> = Vec::new();
    for f in found {
        if let Some(last) = kept.last_mut().filter(|last| f.start < last.end) {
            if f.end - f.start > last.end - last.start {
                *last = f;
            }
            continue;
        }
        kept.push(f);
    }
    for i in 1..kept.len() {
        let (sentence, _) = passage.sentence_around(kept[i].start);
        let yearly = kept[..i]
            .iter()
            .rev()
            .take_while(|k| k.start >= sentence)
            .any(|k| matches!(&k.limit, Limit::Every { rhythm, due: Some(_) } if rhythm == "yearly"));
        if let Limit::By { day } = &kept[i].limit
            && yearly
            && !passage.text[kept[i].start..kept[i].end].contains('年')
        {
            let due = Some(format!("{:02}-{:02}", day.month, day.day));
            kept[i].limit = Limit::Every { rhythm: "yearly".to_owned(), due };
        }
    }
    kept
}

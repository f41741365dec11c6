//! Paragraphs of a document: numbers, joined lines, and the outline that they make.

use crate::documents::{Draft, Row};
use crate::number::{self, Number};
use crate::rules::buried_headings::{self, Next};
use crate::rules::heading_titles::{self, Follows};
use crate::rules::line_joins::{self, Join, Pair};
use crate::text::{Passage, Source, is_blank, squeeze};
use crate::types::{Heading, HeadingPlace, JoinedSentence, NumberForm, Span};
use regex::Regex;
use std::sync::LazyLock;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Text,
    /// A row of a flattened table, or its caption.
    TableRow,
    /// An entry of the list of annexes.
    Annex,
}

/// A paragraph: one or more pieces of lines.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub kind: BlockKind,
    pub number: Option<Number>,
    pub number_span: Span,
    /// Line of the first piece.
    pub line: usize,
    last_line: usize,
    /// Behind the number.
    pub passage: Passage,
    /// Folded bytes of the title, 0 where there is none, and where the text behind it begins.
    pub title_end: usize,
    pub body_from: usize,
    /// The heading that this block is or stands under, as index of the outline.
    pub heading: Option<usize>,
    buried: bool,
    /// Opening brackets less closing ones.
    open_brackets: i64,
    /// The last piece, squeezed.
    tail: String,
    pieces: Vec<(usize, Span)>,
    /// Noise inside the pieces.
    holes: Vec<Span>,
}

impl Block {
    /// The first piece of the block in the raw text.
    pub fn piece(&self) -> Span {
        self.pieces[0].1
    }
}

/// One document as paragraphs.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub blocks: Vec<Block>,
    pub joined: Vec<JoinedSentence>,
}

/// No paragraph grows longer than this by joining lines.
const PARAGRAPH_BYTES_MAX: usize = 24_000;

static ANNEX: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^附\s*件?\s*\d{0,2}\s*[:.、]|^附件\s*\d{0,2}$|^附[:]").expect("fixed"));
static CAPTION: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?:附?表)\s*[\d一二三四五六七八九十]{1,2}[^,。;]{2,40}$").expect("fixed"));

pub(crate) fn build(source: &Source, draft: &Draft) -> Body {
    let mut body = Body::default();
    let spaced = is_spaced(&draft.rows);
    // 1 总则 is a chapter where 1.1 目的 stands below it.
    let is_dotted = |r: &&Row| number::parse(source.line(r.line)).is_some_and(|n| n.form == NumberForm::Dotted);
    let dotted = draft.rows.iter().filter(is_dotted).take(2).count() == 2;
    let width = line_joins::wrap_width(draft.rows.iter().map(|r| source.squeezed(r.line)));
    let mut next = Next { chapter: 1, bracket: 1, arabic: 1 };
    let mut annexes = false;
    let mut last_form: Option<(NumberForm, bool)> = None;
    for row in &draft.rows {
        for (index, piece) in pieces(source, draft, row, &next).into_iter().enumerate() {
            let mut block = new_block(source, row, piece, index > 0, dotted);
            annexes = is_annex(source, &block, annexes);
            if annexes {
                block.kind = BlockKind::Annex;
            }
            let previous = body
                .blocks
                .last()
                .filter(|b| b.passage.text.len() < PARAGRAPH_BYTES_MAX)
                .filter(|b| index == 0 && b.kind == block.kind && b.kind == BlockKind::Text && block.number.is_none());
            let join = previous.map_or(Join::No, |previous| {
                let sibling = last_form
                    .is_some_and(|(form, sentence)| sentence && previous.number.as_ref().is_some_and(|n| n.form == form));
                let pair = Pair {
                    numbered: previous.number.is_some(),
                    sibling_is_sentence: sibling,
                    adjacent: row.line == previous.last_line + 1,
                    spaced,
                    width,
                    open_bracket: previous.open_brackets > 0,
                };
                line_joins::find(&previous.tail, &block.tail, pair)
            });
            match (join, body.blocks.last_mut()) {
                (Join::Sentence | Join::Paragraph, Some(previous)) => {
                    if join == Join::Sentence {
                        let joined = join_sentence(source, previous, &block);
                        // A sentence over three lines is one sentence.
                        match body.joined.last_mut().filter(|j| j.at.span.start == joined.at.span.start) {
                            Some(known) => *known = joined,
                            None => body.joined.push(joined),
                        }
                    }
                    extend(source, previous, &block);
                }
                _ => {
                    if let Some(done) = body.blocks.last().filter(|b| b.number.is_some()) {
                        let sentence = done.passage.text.ends_with(['。', ';']);
                        last_form = done.number.as_ref().map(|n| (n.form, sentence));
                    }
                    count_on(&mut next, &block);
                    body.blocks.push(block);
                }
            }
        }
    }
    body
}

/// Opening brackets less closing ones of a squeezed piece.
fn open_brackets(squeezed: &str) -> i64 {
    squeezed.bytes().map(|b| i64::from(b == b'(') - i64::from(b == b')')).sum()
}

fn is_spaced(rows: &[Row]) -> bool {
    let apart = rows.windows(2).filter(|w| w[1].line > w[0].line + 1).count();
    apart * 2 > rows.len()
}

/// Goes on counting behind a numbered block.
fn count_on(next: &mut Next, block: &Block) {
    match block.number.as_ref().filter(|n| n.marked).map(|n| (n.form, n.ordinal + 1)) {
        Some((NumberForm::Chinese, chapter)) => *next = Next { chapter, bracket: 1, arabic: 1 },
        Some((NumberForm::ChineseInBrackets, bracket)) => (next.bracket, next.arabic) = (bracket, 1),
        Some((NumberForm::Arabic, arabic)) => next.arabic = arabic,
        _ => {}
    }
}

/// The pieces of a row: noise cut out, buried headings split off.
fn pieces(source: &Source, draft: &Draft, row: &Row, next: &Next) -> Vec<Span> {
    let mut span = source.line_span(row.line);
    if let Some(from) = draft.text_from.filter(|f| (span.start..span.end).contains(f)) {
        span.start = from;
    }
    // Noise inside a line stands at its end or between sentences; the longest part before it and behind it are kept.
    let mut parts = Vec::new();
    let mut from = span.start;
    for cut in &row.cut {
        if cut.start > from {
            parts.push(Span::new(from, cut.start));
        }
        from = from.max(cut.end);
    }
    if from < span.end {
        parts.push(Span::new(from, span.end));
    }
    let mut result = Vec::new();
    for part in parts {
        let raw = source.slice(part);
        if raw.chars().all(is_blank) {
            continue;
        }
        let form = number::parse(raw).filter(|n| n.marked).map(|n| n.form);
        let mut start = part.start;
        for at in buried_headings::cuts(raw, form, *next) {
            result.push(Span::new(start, part.start + at));
            start = part.start + at;
        }
        result.push(Span::new(start, part.end));
    }
    result
}

fn new_block(source: &Source, row: &Row, span: Span, buried: bool, dotted: bool) -> Block {
    let raw = source.slice(span);
    let lead = raw.len() - raw.trim_start_matches(is_blank).len();
    let number = number::parse(raw)
        .filter(|n| n.marked || ((n.form == NumberForm::Chinese || dotted) && raw.trim_matches(is_blank).chars().count() <= 20));
    let used = number.as_ref().map_or(0, |n| n.raw_len);
    let mut passage = Passage::default();
    push_around(source, &mut passage, Span::new(span.start + used, span.end), &row.holes, false);
    let tail = if span == source.line_span(row.line) { source.squeezed(row.line).to_owned() } else { squeeze(raw) };
    let kind = if number.is_none() && is_table_row(raw, &tail) { BlockKind::TableRow } else { BlockKind::Text };
    Block {
        kind,
        number_span: Span::new(span.start + lead, span.start + used.max(lead)),
        number,
        line: row.line,
        last_line: row.line,
        passage,
        title_end: 0,
        body_from: 0,
        heading: None,
        buried,
        open_brackets: open_brackets(&tail),
        tail,
        pieces: vec![(row.line, span)],
        holes: row.holes.clone(),
    }
}

/// `表1 某某表` above a table.
pub(crate) fn is_caption(text: &str) -> bool {
    CAPTION.is_match(text)
}

/// A caption, five or more short words in a row, or nothing but figures.
fn is_table_row(raw: &str, squeezed: &str) -> bool {
    if squeezed.contains(['。', ';', ':', ',']) && !squeezed.starts_with(['表', '附']) {
        return false;
    }
    let text = crate::rules::titles::fold_line(raw);
    if CAPTION.is_match(&text) {
        return true;
    }
    if text.contains(['。', ';', ':', ',']) || crate::rules::line_joins::is_date(&text) {
        return false;
    }
    let words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
    let figures = words.iter().filter(|w| w.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'%')).count();
    (words.len() >= 6 && words.iter().all(|w| w.chars().count() <= 8)) || (words.len() >= 3 && figures * 2 >= words.len())
}

fn is_annex(source: &Source, block: &Block, before: bool) -> bool {
    if !before && !block.tail.starts_with('附') {
        return false;
    }
    let raw = crate::rules::titles::fold_line(source.slice(block.piece()));
    if block.number.is_none() {
        return ANNEX.is_match(&raw) || (before && raw.chars().count() <= 40 && raw.contains(['《', '表']));
    }
    // 2、《某某表》 goes on with the list; a chapter ends it.
    before && block.number.as_ref().is_some_and(|n| matches!(n.form, NumberForm::Arabic)) && raw.chars().count() <= 60
}

fn extend(source: &Source, previous: &mut Block, block: &Block) {
    for (line, span) in &block.pieces {
        push_around(source, &mut previous.passage, *span, &block.holes, true);
        previous.pieces.push((*line, *span));
        previous.last_line = *line;
    }
    previous.open_brackets += block.open_brackets;
    previous.tail.clone_from(&block.tail);
}

/// Pushes a span without the noise inside it.
fn push_around(source: &Source, passage: &mut Passage, span: Span, holes: &[Span], joint: bool) {
    let mut from = span.start;
    for hole in holes.iter().filter(|h| h.start >= span.start && h.end <= span.end) {
        passage.push(source.raw(), Span::new(from, hole.start), joint && from == span.start);
        from = hole.end;
    }
    passage.push(source.raw(), Span::new(from, span.end), joint && from == span.start);
}

fn join_sentence(source: &Source, previous: &Block, block: &Block) -> JoinedSentence {
    let text = &previous.passage.text;
    let from = text.rfind(crate::text::is_sentence_end).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let second = &block.passage.text;
    let to = second
        .find(crate::text::is_sentence_end)
        .map_or(second.len(), |i| i + second[i..].chars().next().map_or(1, char::len_utf8));
    let span = previous.passage.raw_span(from, text.len()).join(block.passage.raw_span(0, to));
    let mut lines: Vec<usize> = previous.pieces.iter().map(|p| p.0).filter(|l| *l >= source.line_of(span.start)).collect();
    lines.push(block.line);
    lines.dedup();
    JoinedSentence {
        lines,
        at: source.at(span),
        seam: text.len() - from,
        text: format!("{}{}", &text[from..], &second[..to]),
        is_title: false,
    }
}

/// Builds the outline of a document out of its blocks and fills in their titles.
pub(crate) fn outline(source: &Source, document: usize, blocks: &mut [Block], headings: &mut Vec<Heading>) {
    let mut levels = Levels::default();
    let any_chapter =
        blocks.iter().any(|b| b.number.as_ref().is_some_and(|n| matches!(n.form, NumberForm::Chinese | NumberForm::Chapter)));
    let plain_titles = if any_chapter { vec![false; blocks.len()] } else { plain_titles(blocks) };
    let labels = if any_chapter { vec![false; blocks.len()] } else { label_titles(blocks) };
    let lower = lower_titles(blocks, &plain_titles);
    let mut chapters = Chapters::default();
    let first = headings.len();
    let mut under: Option<usize> = None;
    for i in 0..blocks.len() {
        let follows = if plain_titles.get(i + 1) == Some(&true) { Follows::Sibling } else { follows(blocks, i) };
        let block = &mut blocks[i];
        let part = block.number.is_none() && block.kind == BlockKind::Text && PART.is_match(&block.passage.text);
        let number = match &block.number {
            None if part => None,
            Some(n) if block.kind == BlockKind::Text => Some(n.clone()),
            None if block.kind == BlockKind::Text
                && !any_chapter
                && (is_section_title(&block.passage.text) || plain_titles[i] || labels[i]) =>
            {
                None
            }
            _ => {
                block.heading = under;
                continue;
            }
        };
        let end = title_end(block, number.as_ref(), follows, labels[i], chapters);
        (block.title_end, block.body_from) = (end.title, end.rest);
        let form = number.as_ref().map_or(NumberForm::None, |n| n.form);
        if part {
            levels.open.clear();
        }
        let level = if lower[i] { levels.enter_lower() } else { levels.enter(form, number.as_ref().map(|n| n.ordinal)) };
        let title = block.passage.text[..end.title].trim_end_matches([',', '、', ':', '.', '。']).to_owned();
        let span = Span::new(
            if number.is_some() { block.number_span.start } else { block.passage.whole_span().start },
            block.passage.raw_span(0, end.title).end,
        );
        let runs_on = end.rest < block.passage.text.len();
        let place = match (block.buried, runs_on) {
            (true, _) => HeadingPlace::Buried,
            (false, true) => HeadingPlace::RunIn,
            (false, false) => HeadingPlace::OwnLine,
        };
        chapters.add(form, place == HeadingPlace::OwnLine && !title.is_empty());
        let parent = parent_of(headings, first, level);
        under = Some(headings.len());
        block.heading = under;
        headings.push(Heading {
            document,
            parent,
            level,
            form,
            number: number.as_ref().map_or_else(String::new, |n| n.printed.clone()),
            ordinal: number.as_ref().map(|n| n.ordinal),
            title,
            place,
            at: source.at(Span::new(span.start, span.end.max(block.number_span.end))),
            extent: block.passage.whole_span().join(block.number_span),
            empty: false,
        });
    }
    fill_extents(blocks, headings, first);
}

/// The chapters (一、 二、) above a heading.
#[derive(Debug, Clone, Copy, Default)]
struct Chapters {
    count: usize,
    /// How many of them are titles on lines of their own.
    titles: usize,
}

impl Chapters {
    fn add(&mut self, form: NumberForm, is_title: bool) {
        if form == NumberForm::Chinese {
            self.count += 1;
            self.titles += usize::from(is_title);
        }
    }
}

/// Where the title of a heading ends.
fn title_end(
    block: &Block,
    number: Option<&Number>,
    follows: Follows,
    labelled: bool,
    before: Chapters,
) -> heading_titles::TitleEnd {
    let text = block.passage.text.as_str();
    let whole = heading_titles::TitleEnd { title: text.len(), rest: text.len() };
    let end = match number {
        // An article is a sentence; only `第一条 目的` on a line of its own has a title.
        Some(n) if n.form == NumberForm::Article && text.contains(crate::text::is_sentence_end) => {
            heading_titles::TitleEnd { title: 0, rest: 0 }
        }
        Some(_) => heading_titles::find(&block.passage, follows),
        None if labelled => {
            let colon = text.find(':').unwrap_or(0);
            heading_titles::TitleEnd { title: colon, rest: colon + 1 }
        }
        None => whole,
    };
    if end.title == 0 && is_titled_like_siblings(block, follows, before) { whole } else { end }
}

/// A chapter whose siblings are all titles on lines of their own is one too, though a full stop closes it and nothing follows.
fn is_titled_like_siblings(block: &Block, follows: Follows, before: Chapters) -> bool {
    if !block.number.as_ref().is_some_and(|n| n.marked && n.form == NumberForm::Chinese) {
        return false;
    }
    let text = block.passage.text.trim_end_matches(['。', ';']);
    follows == Follows::Sibling
        && before.count >= 2
        && before.titles == before.count
        && (4..=42).contains(&text.chars().count())
        && !text.contains(crate::text::is_sentence_end)
}

/// The last heading of a higher level: the one before, or one of those above it.
fn parent_of(headings: &[Heading], first: usize, level: usize) -> Option<usize> {
    let mut at = headings.len().checked_sub(1).filter(|at| *at >= first);
    while let Some(i) = at.filter(|i| headings[*i].level >= level) {
        at = headings[i].parent;
    }
    at
}

/// What stands behind block `i`.
fn follows(blocks: &[Block], i: usize) -> Follows {
    let Some(next) = blocks[i + 1..].first() else { return Follows::Sibling };
    match (&blocks[i].number, &next.number) {
        (_, None) if next.kind != BlockKind::Annex => Follows::Body,
        (Some(a), Some(b)) if rank(b.form) > rank(a.form) => Follows::Lower,
        _ => Follows::Sibling,
    }
}

/// The usual order of forms, from high to low; it tells whether the next item is a part of this one.
fn rank(form: NumberForm) -> u8 {
    match form {
        NumberForm::Chapter | NumberForm::Part => 0,
        NumberForm::Section => 1,
        NumberForm::Chinese | NumberForm::Article => 2,
        NumberForm::ChineseInBrackets => 3,
        NumberForm::Arabic => 4,
        NumberForm::Dotted => 5,
        NumberForm::DottedTwice | NumberForm::ArabicInBrackets => 6,
        NumberForm::ArabicHalfBracket => 7,
        NumberForm::Circled => 8,
        NumberForm::None => 9,
    }
}

/// 2020年工作回顾 on a line of its own.
pub(crate) fn is_part(squeezed: &str) -> bool {
    PART.is_match(squeezed)
}

/// Parts of a report: 2020年工作回顾, 今年工作安排. Chapters begin anew under each.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:20\d{2}年|今年|去年|明年|下一年|本届|过去[五一二三]年|今后[五一二三]年|下一步|当前)[\p{Han}、和]{0,8}(?:回顾|总结|安排|任务|重点|思路|打算|计划|工作|建议|目标)$").expect("fixed")
});

static SECTION: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:[\p{Han}]{0,6})(?:指导思想|工作目标|目标任务|总体要求|总体目标|工作任务|主要任务|重点任务|组织领导|保障措施|工作要求|工作措施|实施步骤|时间安排|工作安排|活动安排|活动内容|活动时间|活动主题|活动形式|工作背景|活动背景|背景|组织机构|责任分工|职责分工|工作步骤|方法步骤|范围|有关要求|基本原则|工作原则|适用范围|监督检查|检查考核|附则)$").expect("fixed")
});

/// Short lines without a number that head a paragraph each; they are titles where a document has several of them.
fn plain_titles(blocks: &[Block]) -> Vec<bool> {
    let text = |i: usize| blocks.get(i).filter(|b| b.kind == BlockKind::Text);
    let short = |b: &Block| {
        let count = b.passage.text.chars().count();
        b.number.is_none()
            && (2..=14).contains(&count)
            && b.passage.gaps.is_empty()
            && b.passage.text.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '、' | '“' | '”'))
    };
    let marks: Vec<bool> = (0..blocks.len())
        .map(|i| {
            let heads = text(i + 1).is_some_and(|next| !short(next));
            let behind = i == 0
                || text(i - 1).is_some_and(|b| b.passage.text.ends_with(['。', ';', ':', '!', '?', '”', '>', '…']) || short(b));
            text(i).is_some_and(short) && heads && behind
        })
        .collect();
    if marks.iter().filter(|m| **m).count() >= 3 { marks } else { vec![false; blocks.len()] }
}

/// 工作指标, 工作措施 among titles that name fields of work: each is a part of the field above it.
fn lower_titles(blocks: &[Block], plain: &[bool]) -> Vec<bool> {
    static PART_OF_FIELD: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(r"^(?:主要|具体)?(?:工作)?(?:指标|目标|措施|要求|内容|步骤)$|^主要工作(?:和|及|与)措施$")
            .expect("fixed")
    });
    let generic: Vec<bool> = blocks.iter().zip(plain).map(|(b, p)| *p && PART_OF_FIELD.is_match(&b.passage.text)).collect();
    let (parts, titles) = (generic.iter().filter(|g| **g).count(), plain.iter().filter(|p| **p).count());
    // Where most titles are of this kind they are the parts of the plan itself.
    let first_is_field = plain.iter().zip(&generic).find(|(p, _)| **p).is_some_and(|(_, g)| !g);
    if first_is_field && parts * 3 <= titles { generic } else { vec![false; blocks.len()] }
}

/// `建立一个制度:我们逐月……`: paragraphs without numbers that each begin with a label; they are titles where a document has
/// three of them and no numbers at all.
fn label_titles(blocks: &[Block]) -> Vec<bool> {
    let none = vec![false; blocks.len()];
    if blocks.iter().any(|b| b.number.is_some()) {
        return none;
    }
    let labelled = |b: &Block| {
        b.kind == BlockKind::Text
            && b.passage.text.chars().count() >= 40
            && b.passage.text.split_once(':').is_some_and(|(label, _)| {
                (4..=10).contains(&label.chars().count()) && label.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
            })
    };
    let found: Vec<bool> = blocks.iter().map(labelled).collect();
    if found.iter().filter(|f| **f).count() >= 3 { found } else { none }
}

fn is_section_title(text: &str) -> bool {
    text.chars().count() <= 12 && SECTION.is_match(text)
}

/// The extent of a heading reaches to the next one of the same or a higher level; it is empty if nothing stands in it.
fn fill_extents(blocks: &[Block], headings: &mut [Heading], first: usize) {
    let mut has_text = vec![false; headings.len() - first];
    let mut end = vec![0; headings.len() - first];
    for block in blocks.iter().filter(|b| b.kind != BlockKind::Annex) {
        let Some(heading) = block.heading.and_then(|h| h.checked_sub(first)) else { continue };
        let whole = block.passage.whole_span();
        end[heading] = end[heading].max(whole.end);
        has_text[heading] |=
            block.body_from < block.passage.text.len() || (block.title_end == 0 && !block.passage.text.is_empty());
    }
    for i in (0..has_text.len()).rev() {
        let level = headings[first + i].level;
        let inner = (i + 1..has_text.len()).take_while(|k| headings[first + *k].level > level);
        let (mut last, mut any) = (end[i], false);
        // Levels are few, so that the children are reached in one hop each: only the last one counts for the end.
        if let Some(k) = inner.last() {
            last = last.max(end[k]);
            any = true;
        }
        headings[first + i].extent.end = headings[first + i].extent.end.max(last);
        headings[first + i].empty = !has_text[i] && !any;
    }
}

/// Levels by the order in which forms of numbers appear.
#[derive(Debug, Default)]
struct Levels {
    /// Open headings: form and level.
    open: Vec<(NumberForm, usize)>,
    /// Last level and number of each form that was seen.
    seen: Vec<(NumberForm, usize, Option<u32>)>,
}

impl Levels {
    /// A title without a number below the one before it.
    fn enter_lower(&mut self) -> usize {
        let Some(at) = self.open.iter().position(|(f, _)| *f == NumberForm::None) else {
            return self.enter(NumberForm::None, None);
        };
        let level = self.open[at].1 + 1;
        self.open.truncate(at + 1);
        self.open.push((NumberForm::None, level));
        level
    }

    fn enter(&mut self, form: NumberForm, ordinal: Option<u32>) -> usize {
        let level = if let Some(at) = self.open.iter().position(|(f, _)| *f == form) {
            let level = self.open[at].1;
            self.open.truncate(at);
            level
        } else {
            // A text may begin in the middle: 二、 stands above the （一） before it, though it comes later.
            if rank(form) <= rank(NumberForm::Chinese) {
                let keep = self
                    .open
                    .iter()
                    .position(|(f, _)| rank(*f) > rank(form) && *f != NumberForm::None)
                    .unwrap_or(self.open.len());
                self.open.truncate(keep);
            }
            // 1 to 20 run through the chapters, 21 under the next chapter is of the same row.
            let row = self
                .seen
                .iter()
                .find(|(f, _, last)| *f == form && ordinal.is_some_and(|o| o > 1 && last.is_some_and(|l| l + 1 == o)));
            row.map_or(self.open.last().map_or(0, |(_, l)| *l) + 1, |(_, level, _)| *level)
        };
        self.open.push((form, level));
        self.seen.retain(|(f, _, _)| *f != form);
        self.seen.push((form, level, ordinal));
        level
    }
}

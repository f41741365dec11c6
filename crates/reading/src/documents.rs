//! Splitting a file into its documents.
//!
//! Lines are sorted into noise, separators and content first; a document then begins at a separator or at a
//! title that stands behind the end of another document. Documents inside a part of a collection are its children.

use crate::rules::separators::{self, Family, Separator};
use crate::rules::{article, closing, noise, titles};
use crate::text::{Source, is_blank};
use crate::types::{At, Document, Genre, JoinedSentence, Noise, NoiseReason, NumberForm, Options, Span};
use regex::Regex;
use std::sync::LazyLock;

/// A line that is neither empty nor noise.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub line: usize,
    pub separator: Option<Separator>,
    /// Parts of the line that are noise.
    pub cut: Vec<Span>,
    /// Noise in the middle of a sentence, which reads on behind it.
    pub holes: Vec<Span>,
}

/// A document with the rows that are its text (titles taken out).
#[derive(Debug)]
pub(crate) struct Draft {
    pub document: Document,
    pub rows: Vec<Row>,
    /// The title ran in at the start of the first row; its text begins at this raw byte.
    pub text_from: Option<usize>,
    /// The title stood on several lines.
    pub joined_title: Option<JoinedSentence>,
    family: Family,
    has_body: bool,
    implicit: bool,
}

/// The documents of a file, with what belongs to none.
#[derive(Debug, Default)]
pub(crate) struct Split {
    pub drafts: Vec<Draft>,
    pub noise: Vec<Noise>,
    /// Lines of titles that head the page and no document.
    pub page_titles: Vec<usize>,
}

impl Draft {
    /// A part of the collection that the file is: a separator opened it, and no other part holds it.
    pub fn is_piece(&self) -> bool {
        self.family != Family::Title && self.document.parent.is_none()
    }
}

pub(crate) fn split(source: &Source, options: &Options) -> Split {
    let mut result = Split::default();
    let rows = content_rows(source, options, &mut result.noise);
    let mut stack: Vec<(Family, usize)> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let raw = source.line(row.line);
        if let Some(separator) = &row.separator {
            let pulled = if separator.family == Family::Trailing { pull_title(source, &mut result.drafts, &stack) } else { None };
            open(source, &mut result, &mut stack, separator.family, false, pulled.as_ref().unwrap_or(row).line);
            push_row(source, &mut result, &stack, pulled);
        } else if stack.is_empty()
            || (titles::begins_document(raw) && stands_at_start(source, &rows, i, current(&result, &stack)))
        {
            let implicit = !titles::begins_document(raw);
            open(source, &mut result, &mut stack, Family::Title, implicit, row.line);
        }
        push_row(source, &mut result, &stack, Some(row.clone()));
    }
    last_lines(&mut result.drafts);
    drop_bodiless(source, &mut result);
    for i in 0..result.drafts.len() {
        result.drafts[i].joined_title = take_title(source, &mut result.drafts[i]);
        close(source, &mut result.drafts, i);
    }
    result
}

/// A document ends with its last line of text, a collection with its last part.
fn last_lines(drafts: &mut [Draft]) {
    for i in (0..drafts.len()).rev() {
        let own = drafts[i].rows.last().map_or(drafts[i].document.first_line, |r| r.line);
        let last = drafts[i].document.last_line.max(own);
        drafts[i].document.last_line = last;
        if let Some(parent) = drafts[i].document.parent {
            drafts[parent].document.last_line = drafts[parent].document.last_line.max(last);
        }
    }
}

fn current<'a>(result: &'a Split, stack: &[(Family, usize)]) -> Option<&'a Draft> {
    stack.last().and_then(|(_, id)| result.drafts.get(*id))
}

fn content_rows(source: &Source, options: &Options, found: &mut Vec<Noise>) -> Vec<Row> {
    let first = options.first_line.unwrap_or(1).max(1);
    let last = options.last_line.unwrap_or(usize::MAX).min(source.line_count());
    let tags = noise::tags(source);
    let mut rows: Vec<Row> = Vec::new();
    let mut in_links = false;
    for line in first..=last {
        let raw = source.line(line);
        if source.squeezed(line).is_empty() {
            continue;
        }
        let span = source.line_span(line);
        let separator = separators::parse(raw);
        if separator.is_some() {
            in_links = false;
        } else if let Some(reason) = noise::line(source.squeezed(line), &mut in_links) {
            found.push(Noise { at: source.at(span), reason });
            continue;
        }
        let cut = noise::tag_spans(source, span, &tags);
        found.extend(cut.iter().map(|s| Noise { at: source.at(*s), reason: NoiseReason::Tag }));
        let holes = noise::inner_spans(source, span);
        found.extend(holes.iter().map(|s| Noise { at: source.at(*s), reason: NoiseReason::Advert }));
        let left: usize = raw.trim_matches(is_blank).len()
            - cut.iter().map(|s| s.end - s.start).sum::<usize>().min(raw.trim_matches(is_blank).len());
        if left > 0 {
            rows.push(Row { line, separator, cut, holes });
        }
    }
    drop_contents(source, rows, found)
}

/// Three or more entries with page numbers in a row are a table of contents.
fn drop_contents(source: &Source, rows: Vec<Row>, found: &mut Vec<Noise>) -> Vec<Row> {
    let entry: Vec<bool> = rows.iter().map(|r| r.separator.is_none() && noise::contents_entry(source.squeezed(r.line))).collect();
    let mut keep = Vec::with_capacity(rows.len());
    let mut i = 0;
    while i < rows.len() {
        let run = entry[i..].iter().take_while(|e| **e).count();
        if run >= 3 {
            for row in &rows[i..i + run] {
                found.push(Noise { at: source.at(source.line_span(row.line)), reason: NoiseReason::Contents });
            }
            i += run;
        } else {
            keep.push(rows[i].clone());
            i += 1;
        }
    }
    keep
}

/// A title begins a new document only behind the end of the one before, and only if a text follows.
fn stands_at_start(source: &Source, rows: &[Row], i: usize, current: Option<&Draft>) -> bool {
    // Titles in a row are one title; a heap of them is the head of the page.
    if !current.is_some_and(|draft| draft.has_body || (draft.family == Family::Title && draft.rows.len() >= 4)) {
        return false;
    }
    let before = source.line(rows[i - 1].line).trim_matches(is_blank);
    let ended = before.ends_with(['。', '!', '！', ';', '；', ')', '）']) || before.chars().count() < 30;
    let followed = rows.get(i + 1).is_some_and(|next| {
        let raw = source.line(next.line);
        next.separator.is_none()
            && (raw.chars().count() >= 40 || raw.trim_matches(is_blank).ends_with([':', '：']) || titles::begins_document(raw))
    });
    let alone = rows[i].line > rows[i - 1].line + 1 || before.ends_with('。');
    ended && followed && alone
}

/// Before `… 第三篇` the title of the part stands on a line of its own.
fn pull_title(source: &Source, drafts: &mut [Draft], stack: &[(Family, usize)]) -> Option<Row> {
    let rows = &mut drafts.get_mut(stack.last()?.1)?.rows;
    let fits = rows.last().is_some_and(|row| row.separator.is_none() && titles::title_like(source.line(row.line)));
    if fits { rows.pop() } else { None }
}

fn open(source: &Source, result: &mut Split, stack: &mut Vec<(Family, usize)>, family: Family, implicit: bool, line: usize) {
    if let Some(at) = stack.iter().position(|(f, _)| *f == family) {
        stack.truncate(at);
    } else if family != Family::Title {
        // A title that only the first line made is no collection.
        stack.retain(|(f, _)| *f != Family::Title);
    }
    let id = result.drafts.len();
    result.drafts.push(Draft {
        document: Document {
            id,
            parent: stack.last().map(|(_, id)| *id),
            title: String::new(),
            title_at: None,
            title_lines: Vec::new(),
            first_line: line,
            last_line: line,
            genre: Genre::Plan,
            date: None,
            date_at: None,
            signature: None,
            signature_at: None,
            issuers: Vec::new(),
            addressees: Vec::new(),
            years_named: Vec::new(),
        },
        rows: Vec::new(),
        text_from: None,
        joined_title: None,
        family,
        has_body: false,
        implicit,
    });
    stack.push((family, id));
    debug_assert!(line <= source.line_count());
}

fn push_row(source: &Source, result: &mut Split, stack: &[(Family, usize)], row: Option<Row>) {
    let (Some(row), Some((_, id))) = (row, stack.last()) else { return };
    let raw = source.line(row.line);
    let draft = &mut result.drafts[*id];
    let sentence = raw.contains(['。', '；', ';']) || crate::number::parse(raw).is_some_and(|n| n.marked);
    draft.has_body |= row.separator.is_none() && (sentence || titles::run_in_title(raw).is_some());
    draft.rows.push(row);
}

/// Titles of the page before the first text are noise; so are separators.
fn drop_bodiless(source: &Source, result: &mut Split) {
    let count = result.drafts.len();
    let mut is_collection = vec![false; count];
    result.drafts.iter().filter_map(|d| d.document.parent).for_each(|p| is_collection[p] = true);
    let mut new_id = vec![None; count];
    let mut kept = Vec::new();
    for (i, mut draft) in std::mem::take(&mut result.drafts).into_iter().enumerate() {
        let page_title = !draft.has_body && draft.family == Family::Title && !is_collection[i] && i + 1 < count;
        for row in draft.rows.iter().filter(|r| page_title || r.separator.as_ref().is_some_and(|s| s.title.is_none())) {
            let reason = if row.separator.is_some() { NoiseReason::Separator } else { NoiseReason::PageHeader };
            result.noise.push(Noise { at: source.at(source.line_span(row.line)), reason });
            if reason == NoiseReason::PageHeader {
                result.page_titles.push(row.line);
            }
        }
        if !page_title {
            new_id[i] = Some(kept.len());
            draft.document.id = kept.len();
            draft.document.parent = draft.document.parent.and_then(|p| new_id[p]);
            kept.push(draft);
        }
    }
    result.noise.sort_by_key(|n| n.at.span);
    result.drafts = kept;
}

/// Moves the title lines from the rows to the document; returns the joined title where it stood on two lines.
fn take_title(source: &Source, draft: &mut Draft) -> Option<JoinedSentence> {
    if let Some((separator, line)) =
        draft.rows.iter().find_map(|r| r.separator.clone().filter(|s| s.title.is_some()).map(|s| (s, r.line)))
    {
        draft.document.title = separator.title.unwrap_or_default();
        draft.document.title_at = Some(source.at(source.line_span(line)));
        draft.document.title_lines = vec![line];
    }
    let head = draft.rows.iter().take(8).take_while(|r| r.separator.is_some() || heads(source, r)).count();
    let after = draft.rows.get(head).map(|r| r.line);
    let mut candidates: Vec<usize> = draft.rows[..head].iter().filter(|r| r.separator.is_none()).map(|r| r.line).collect();
    // 2020年工作回顾 right under the title heads the first part.
    let parts = candidates.iter().rev().take_while(|l| crate::blocks::is_part(source.squeezed(**l))).count();
    candidates.truncate(candidates.len().saturating_sub(parts).max(1));
    // What is the only content, or no title by its looks, stays text.
    if draft.implicit && candidates.iter().all(|l| titles::genre(source.line(*l)).is_none()) && draft.document.title.is_empty() {
        candidates.clear();
    }
    draft.rows.retain(|r| r.separator.is_none() && !candidates.contains(&r.line));
    let run_in = after.and_then(|line| titles::run_in_title(source.line(line)).map(|len| (line, len)));
    if let Some((line, len)) = run_in {
        let start = source.line_span(line).start;
        let span = Span::new(start, start + len);
        draft.text_from = Some(span.end);
        set_title(source, &mut draft.document, &[line], titles::fold_line(source.slice(span)), source.at(span));
        return None;
    }
    let last = candidates.iter().rposition(|l| titles::genre(source.line(*l)).is_some())?;
    let mut first = last;
    while first > 0
        && titles::genre(source.line(candidates[first - 1])).is_none()
        && source.line(candidates[first - 1]).chars().count() >= 6
    {
        first -= 1;
    }
    // Numbers of the issue stand above a title: 某政发〔2020〕1号.
    while first < last && is_issue_number(source.line(candidates[first])) {
        first += 1;
    }
    let lines = &candidates[first..=last];
    let parts: Vec<String> = lines.iter().map(|l| titles::fold_line(source.line(*l)).replace(' ', "")).collect();
    let span = source.line_span(lines[0]).join(source.line_span(lines[lines.len() - 1]));
    let title = parts.concat();
    set_title(source, &mut draft.document, lines, title.clone(), source.at(span));
    (lines.len() > 1).then(|| JoinedSentence {
        lines: lines.to_vec(),
        at: source.at(span),
        seam: parts[0].len(),
        text: title,
        is_title: true,
    })
}

fn heads(source: &Source, row: &Row) -> bool {
    let raw = source.line(row.line);
    // 1 总则 right below the title is the first chapter.
    let chapter = crate::number::parse(raw).is_some_and(|n| !n.marked && n.form == crate::types::NumberForm::Arabic);
    if chapter && titles::genre(raw).is_none() {
        return false;
    }
    titles::title_like(raw) || is_issue_number(raw) || {
        let text = titles::fold_line(raw);
        text.starts_with('(') && text.ends_with(')') && text.chars().count() <= 24 && crate::number::parse(raw).is_none()
    }
}

fn is_issue_number(raw: &str) -> bool {
    let text = titles::fold_line(raw);
    text.ends_with('号') && text.contains(['〔', '[', '【', '(']) && text.chars().count() <= 30
}

fn set_title(source: &Source, document: &mut Document, lines: &[usize], title: String, at: At) {
    document.title = title;
    document.title_lines = lines.to_vec();
    document.title_at = Some(at);
    debug_assert!(at.span.end <= source.raw().len());
}

/// Genre, date and signature.
fn close(source: &Source, drafts: &mut [Draft], i: usize) {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"(20\d{2})(?:年|—|-|~)").expect("fixed"));
    drafts[i].document.years_named = YEAR.captures_iter(&drafts[i].document.title).filter_map(|f| f[1].parse().ok()).collect();
    let parent_genre = drafts[i].document.parent.map(|p| drafts[p].document.genre);
    let draft = &mut drafts[i];
    draft.document.genre =
        titles::genre(&draft.document.title).or(parent_genre).unwrap_or_else(|| told_or_planned(source, draft));
    let from = draft.rows.len().saturating_sub(8);
    let Some(at) = (from..draft.rows.len()).rev().find(|k| closing::date(source.line(draft.rows[*k].line)).is_some()) else {
        return;
    };
    let line = draft.rows[at].line;
    draft.document.date = closing::date(source.line(line));
    let signed = draft.document.date.map(|d| i32::from(d.year()));
    draft.document.years_named.extend(signed);
    draft.document.years_named.sort_unstable();
    draft.document.years_named.dedup();
    draft.document.date_at = Some(source.at(trimmed(source, line)));
    draft.rows.remove(at);
    let Some(above) = at.checked_sub(1).map(|k| draft.rows[k].line) else { return };
    if closing::signature(source.line(above)) {
        let span = trimmed(source, above);
        draft.document.signature = Some(source.slice(span).to_owned());
        draft.document.signature_at = Some(source.at(span));
        draft.rows.remove(at - 1);
    } else if let Some(offset) = closing::run_in_signature(source.line(above)) {
        let line_span = source.line_span(above);
        let span = Span::new(line_span.start + offset, trimmed(source, above).end);
        draft.document.signature = Some(source.slice(span).to_owned());
        draft.document.signature_at = Some(source.at(span));
        draft.rows[at - 1].cut.push(span);
    }
}

static REPORTER: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"本报讯|本报记者|本刊记者|告诉记者|对记者|记者(?:采访|了解到|从|获悉|在|近日|发现|看到)").expect("fixed")
});

/// So many numbered articles (第一条) make rules of a text without a title.
const ARTICLES_MIN: usize = 3;

/// A text without a title that tells news is an article, one that tells what was done a report; else it is read as a plan.
fn told_or_planned(source: &Source, draft: &Draft) -> Genre {
    let (mut told, mut asked, mut news, mut articles, mut numbered) = (0usize, 0usize, 0usize, 0usize, false);
    for row in &draft.rows {
        let text = source.squeezed(row.line);
        news += article::marks(text);
        let number = crate::number::parse(source.line(row.line)).filter(|n| n.marked);
        numbered |= number.is_some();
        articles += usize::from(number.is_some_and(|n| n.form == NumberForm::Article));
        told += text.matches('了').count();
        asked += ["要", "应", "须", "确保", "力争"].iter().map(|w| text.matches(w).count()).sum::<usize>();
    }
    // A newspaper's voice makes an article (报道); so do several marks of news in a text without numbered items.
    if (news >= 2 && !numbered) || draft.rows.iter().any(|r| REPORTER.is_match(source.squeezed(r.line))) {
        return Genre::Article;
    }
    if articles >= ARTICLES_MIN {
        return Genre::Rules;
    }
    if told >= 6 && told > asked { Genre::Report } else { Genre::Plan }
}

fn trimmed(source: &Source, line: usize) -> Span {
    let span = source.line_span(line);
    let raw = source.slice(span);
    let start = span.start + (raw.len() - raw.trim_start_matches(is_blank).len());
    Span::new(start, (start + raw.trim_matches(is_blank).len()).max(start))
}

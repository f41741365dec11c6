//! A plan beside its source: every element and finding with its place in the text, and what a person decided.

use super::person::{NamesPeople, Person};
use super::review::{ElementValues, Rebase, Touched};
use super::words::{Confirmed, ElementKind, FindingSeverity, GenreName, NoiseName, Origin, PlanState};
use crate::review::edits::{Content, Review, Shift};
use indexmap::IndexMap;
use luodi_reading::{Amount, At, Cell, Finding, Heading, Limit, Reading, Responsibility, Role, Span, Table, Target, TimeLimit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A plan in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanItem {
    pub id: String,
    pub title: String,
    /// Name of the file.
    pub name: String,
    pub uploaded_at: String,
    pub uploaded_by: Person,
    pub state: PlanState,
    pub open_findings: usize,
    pub programme: Option<String>,
}

/// The review page of one document of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanPage {
    pub id: String,
    pub name: String,
    pub title: String,
    pub year: Option<i32>,
    pub uploaded_at: String,
    pub uploaded_by: Person,
    pub documents: Vec<DocumentRef>,
    /// Which of the documents is shown.
    pub document: usize,
    pub lines: Vec<Line>,
    pub elements: Vec<Element>,
    pub tables: Vec<TableView>,
    /// Sentences and titles that run on over a broken line, put together.
    pub joined: Vec<JoinedView>,
    pub groups: Vec<LeadingGroupView>,
    pub findings: Vec<FindingPage>,
    pub progress: Progress,
    /// All dates are moved: the day that the text means, and the day that is meant now.
    pub rebase: Option<Rebase>,
    /// What was noticed while the file was read (encoding guessed, damaged characters …).
    pub notes: Vec<String>,
    pub programme: Option<String>,
}

impl NamesPeople for PlanItem {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        visit(&mut self.uploaded_by);
    }
}
impl NamesPeople for PlanPage {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        visit(&mut self.uploaded_by);
        self.elements.iter_mut().filter_map(|e| e.touched.as_mut()).for_each(|t| visit(&mut t.by));
        for finding in &mut self.findings {
            finding.decision.iter_mut().chain(&mut finding.history).for_each(|d| visit(&mut d.by));
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DocumentRef {
    pub index: usize,
    pub title: String,
    pub genre: GenreName,
    pub first_line: usize,
    pub last_line: usize,
    /// Who signed (落款), and the day under it.
    pub signature: Option<String>,
    pub date: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JoinedView {
    pub lines: Vec<usize>,
    pub text: String,
    /// A title, not a sentence.
    pub is_title: bool,
}

/// A leading group (领导小组) as the text sets it up. An empty list: the text names nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LeadingGroupView {
    pub line: usize,
    pub leaders: Vec<String>,
    pub deputies: Vec<String>,
    pub members: Vec<String>,
    /// The words where members are posts and not names.
    pub member_posts: Option<String>,
    pub has_office: bool,
    pub office_at: Option<String>,
    pub office_heads: Vec<String>,
    pub office_staff: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Line {
    pub n: usize,
    pub text: String,
    /// Why the line is no part of the document.
    pub noise: Option<NoiseName>,
}

/// Something read: a heading, a unit made responsible, a limit of time, a quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Element {
    pub id: String,
    pub kind: ElementKind,
    pub line: usize,
    pub last_line: usize,
    /// UTF-16 offset in the first line.
    pub col_start: usize,
    /// UTF-16 offset in the last line, exclusive.
    pub col_end: usize,
    /// In a few words.
    pub label: String,
    pub detail: String,
    /// The sentence behind it.
    pub quote: String,
    /// `null`: open.
    pub confirmed: Option<Confirmed>,
    /// What can be changed of it.
    pub values: ElementValues,
    /// Sent back with an edit: refused where somebody touched the element since.
    pub version: usize,
    pub origin: Origin,
    pub touched: Option<Touched>,
    /// The dates of the text, where all dates of the plan were moved; `detail` says the moved ones.
    pub detail_before: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TableView {
    pub title: String,
    pub line: usize,
    pub last_line: usize,
    pub columns: Vec<String>,
    pub rows: Vec<TableRowPage>,
    pub numbers: usize,
    pub blanks: usize,
    /// In how many ways the blanks could have been placed; 1: the sums leave one way only.
    pub placements: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TableRowPage {
    pub label: String,
    /// `null`: blank in the text, not zero.
    pub cells: Vec<Option<String>>,
}

/// A finding as a question, with its decision if there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FindingPage {
    pub id: String,
    pub code: String,
    pub severity: FindingSeverity,
    pub say: String,
    pub lines: Vec<usize>,
    pub arithmetic: Option<Arithmetic>,
    pub choices: Vec<ChoiceView>,
    /// The one that holds; `null`: open.
    pub decision: Option<DecisionView>,
    /// Every decision, oldest first, with those that were replaced or taken back (`undone`).
    pub history: Vec<DecisionView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Arithmetic {
    pub parts: String,
    pub computed: String,
    pub printed: String,
    pub difference: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChoiceView {
    pub key: String,
    pub title: String,
    pub value: Option<String>,
}

/// What was decided, by whom, when, and both values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionView {
    pub choice: String,
    pub value: Option<String>,
    pub before: Option<String>,
    pub note: Option<String>,
    pub by: Person,
    pub at: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    pub confirmed: usize,
    pub total: usize,
    pub open_findings: usize,
}

/// Turns byte spans of the raw text into lines and UTF-16 columns.
#[derive(Debug)]
pub struct Places<'a> {
    raw: &'a str,
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    pub fn new(raw: &'a str) -> Places<'a> {
        let starts = std::iter::once(0).chain(raw.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Places { raw, starts }
    }
    pub fn lines(&self) -> usize {
        self.starts.len()
    }
    /// The text of a line (1-based), without its end.
    pub fn line(&self, n: usize) -> Option<&'a str> {
        let start = *self.starts.get(n.checked_sub(1)?)?;
        let end = self.starts.get(n).map_or(self.raw.len(), |e| e - 1);
        self.raw.get(start..end).map(|l| l.trim_end_matches('\r'))
    }
    /// Lines `first..=last` joined.
    pub fn lines_text(&self, first: usize, last: usize) -> String {
        (first..=last).filter_map(|n| self.line(n)).collect::<Vec<_>>().join("\n")
    }
    /// Line (1-based) and UTF-16 column of a byte.
    fn place(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&s| s <= byte);
        let before = self.raw.get(self.starts[line - 1]..byte).unwrap_or_default();
        (line, before.encode_utf16().count())
    }
    /// The byte at a UTF-16 column of a line; `None`: outside the line, or inside a character.
    pub fn byte(&self, line: usize, column: usize) -> Option<usize> {
        let text = self.line(line)?;
        let mut at = 0;
        for (byte, c) in text.char_indices() {
            if at >= column {
                return (at == column).then_some(self.starts[line - 1] + byte);
            }
            at += c.len_utf16();
        }
        (at == column).then_some(self.starts[line - 1] + text.len())
    }
    /// Line (1-based) of a byte.
    pub fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|&s| s <= byte)
    }
    /// The words of a span, without line ends.
    pub fn words(&self, span: Span) -> String {
        self.text(span)
    }
    /// The sentence around a span, within its lines.
    pub fn sentence(&self, span: Span) -> Span {
        let first = self.starts[self.line_of(span.start) - 1];
        let last = self.starts.get(self.line_of(span.end.max(span.start + 1) - 1)).map_or(self.raw.len(), |e| e - 1);
        let before = self.raw.get(first..span.start).unwrap_or_default();
        let behind = self.raw.get(span.end..last).unwrap_or_default();
        let start = before.rfind('。').map_or(first, |at| first + at + '。'.len_utf8());
        let end = behind.find('。').map_or(last, |at| span.end + at + '。'.len_utf8());
        Span::new(start, end.max(span.end))
    }
    fn text(&self, span: Span) -> String {
        self.raw.get(span.start..span.end).unwrap_or_default().replace(['\n', '\r'], "")
    }
}

/// The choice that takes a decision back; the history keeps both.
pub const UNDONE: &str = "undone";

/// Everything the page needs beside the reading.
#[derive(Debug, Clone, Default)]
pub struct Reviewed {
    pub review: Review,
    /// How far all dates are moved.
    pub shift: Option<Shift>,
    /// Finding id → every decision, oldest first.
    pub decisions: IndexMap<String, Vec<DecisionView>>,
}

impl Reviewed {
    /// The decision on a finding that holds.
    pub fn decision(&self, finding: &str) -> Option<&DecisionView> {
        self.decisions.get(finding)?.last().filter(|d| d.choice != UNDONE)
    }
}

pub fn elements(reading: &Reading, places: &Places<'_>, document: usize, reviewed: &Reviewed) -> Vec<Element> {
    let mut out: Vec<Element> = vec![];
    let mut push =
        |kind: ElementKind, at: &At, quote: String, label: String, detail: (String, Option<String>), values: ElementValues| {
            let (line, col_start) = places.place(at.span.start);
            let (last_line, col_end) = places.place(at.span.end);
            let id = element_id(kind, at.span);
            let stand = reviewed.review.of(&id);
            if stand.content == Some(Content::Gone) {
                return;
            }
            let origin = if stand.content.is_some() { Origin::Edited } else { Origin::Read };
            let touched = stand.touched.map(|(by, at)| Touched { by: by.into(), at: at.to_string() });
            let (confirmed, version) = (stand.confirmed, stand.version);
            let (detail, detail_before) = detail;
            out.push(Element {
                id,
                kind,
                line,
                last_line,
                col_start,
                col_end,
                label,
                detail,
                quote,
                confirmed,
                values,
                version,
                origin,
                touched,
                detail_before,
            });
        };
    for h in reading.outline.iter().filter(|h| h.document == document) {
        push(ElementKind::Heading, &h.at, places.text(h.at.span), heading_label(h), (format!("第{}级", h.level), None), h.into());
    }
    for r in reading.responsibilities.iter().filter(|r| r.document == document) {
        push(ElementKind::Responsibility, &r.at, places.text(r.sentence), r.unit.clone(), (role_label(r), None), r.into());
    }
    for t in reading.time_limits.iter().filter(|t| t.document == document) {
        push(ElementKind::TimeLimit, &t.at, places.text(t.sentence), t.text.clone(), moved_label(t, reviewed.shift), t.into());
    }
    for t in reading.targets.iter().filter(|t| t.document == document) {
        push(ElementKind::Target, &t.at, places.text(t.sentence), target_label(t), (t.what.clone(), None), t.into());
    }
    out.sort_by_key(|e| (e.line, e.col_start, e.last_line));
    out
}

/// An element is known by its kind and place, so that it keeps its confirmation when the reading is made anew.
pub fn element_id(kind: ElementKind, span: Span) -> String {
    let kind = match kind {
        ElementKind::Heading => "heading",
        ElementKind::Responsibility => "responsibility",
        ElementKind::TimeLimit => "time_limit",
        ElementKind::Target => "target",
    };
    format!("{kind}-{}-{}", span.start, span.end)
}

fn heading_label(h: &Heading) -> String {
    let title = if h.title.is_empty() { "（整句，无标题）" } else { &h.title };
    if h.number.is_empty() { title.to_string() } else { format!("{} {title}", h.number) }
}

fn role_label(r: &Responsibility) -> String {
    let role = match r.role {
        Role::Lead => "牵头",
        Role::Support => "配合",
        Role::Executor => "落实",
    };
    if r.explicit { role.to_string() } else { format!("{role}（作主语）") }
}

/// What the limit says, and where all dates are moved, what the text says.
fn moved_label(t: &TimeLimit, shift: Option<Shift>) -> (String, Option<String>) {
    let read = limit_label(&t.limit);
    match shift.map(|s| limit_label(&s.limit(&t.limit))).filter(|moved| *moved != read) {
        Some(moved) => (moved, Some(read)),
        None => (read, None),
    }
}

fn limit_label(limit: &Limit) -> String {
    let day = |d: &luodi_reading::Day| d.to_string();
    match limit {
        Limit::By { day: d } => format!("{}前（含当日）", day(d)),
        Limit::Between { from, to } => {
            let side = |d: &Option<luodi_reading::Day>| d.as_ref().map_or("…".to_string(), day);
            format!("{} 至 {}", side(from), side(to))
        }
        Limit::Every { rhythm, due: Some(due) } => format!("{}，{due}", rhythm_label(rhythm)),
        Limit::Every { rhythm, due: None } => rhythm_label(rhythm).to_string(),
        Limit::Within { duration } => format!("期限 {duration}"),
        Limit::Standing => "长期".to_string(),
        Limit::On { day: d } => format!("{}当日", day(d)),
    }
}

fn rhythm_label(rhythm: &str) -> &str {
    match rhythm {
        "daily" => "每日",
        "weekly" => "每周",
        "2-weekly" => "每两周",
        "10-daily" => "每旬",
        "monthly" => "每月",
        "quarterly" => "每季度",
        "half-yearly" => "每半年",
        "yearly" => "每年",
        other => other,
    }
}

fn target_label(t: &Target) -> String {
    let op = match t.op.symbol() {
        ">=" => "不少于",
        "<=" => "不超过",
        "=" => "",
        "~" => "约",
        "+" => "增加",
        "-" => "减少",
        _ => "范围",
    };
    let amount = match &t.amount {
        Amount::Known { value, .. } => value.normalize().to_string(),
        Amount::Range { from, to } => format!("{}—{}", from.normalize(), to.normalize()),
        Amount::Masked => "＊".to_string(),
        Amount::Pending => "待定".to_string(),
    };
    let aspired = if t.aspired { "（力争）" } else { "" };
    format!("{op}{amount}{}{aspired}", t.unit)
}

pub fn table(t: &Table, places: &Places<'_>) -> TableView {
    let cell = |c: &Cell| match c {
        Cell::Blank => None,
        Cell::Number { value, .. } => Some(value.normalize().to_string()),
        Cell::Text { text, .. } => Some(text.clone()),
    };
    TableView {
        title: t.title.clone(),
        line: t.at.line,
        last_line: places.place(t.at.span.end).0,
        columns: t.columns.clone(),
        rows: t.rows.iter().map(|r| TableRowPage { label: r.label.clone(), cells: r.cells.iter().map(cell).collect() }).collect(),
        numbers: t.number_count(),
        blanks: t.blank_count(),
        placements: t.placements,
    }
}

/// A finding is known by its code and the first place it speaks of, so that it keeps its decision when the reading is made anew.
pub fn finding_id(f: &Finding) -> String {
    match f.at.first() {
        Some(at) => format!("{}-{}-{}", f.code, f.document, at.span.start),
        None => format!("{}-{}", f.code, f.document),
    }
}

pub fn finding(f: &Finding, reviewed: &Reviewed) -> FindingPage {
    let id = finding_id(f);
    let mut lines: Vec<usize> = f.at.iter().map(|a| a.line).collect();
    lines.dedup();
    FindingPage {
        code: f.code.clone(),
        severity: f.severity.into(),
        say: f.message.clone(),
        lines,
        arithmetic: f.compared.as_ref().map(|c| Arithmetic {
            parts: c.parts.clone(),
            computed: c.computed.normalize().to_string(),
            printed: c.printed.normalize().to_string(),
            difference: c.difference.normalize().to_string(),
        }),
        choices: f
            .choices
            .iter()
            .map(|c| ChoiceView { key: c.code.clone(), title: c.label.clone(), value: c.value.clone() })
            .collect(),
        decision: reviewed.decision(&id).cloned(),
        history: reviewed.decisions.get(&id).cloned().unwrap_or_default(),
        id,
    }
}

pub fn documents(reading: &Reading) -> Vec<DocumentRef> {
    reading
        .documents
        .iter()
        .map(|d| DocumentRef {
            index: d.id,
            title: d.title.clone(),
            genre: d.genre.into(),
            first_line: d.first_line,
            last_line: d.last_line,
            signature: d.signature.clone(),
            date: d.date.map(|d| d.to_string()),
        })
        .collect()
}

/// Sentences broken over lines, between two lines of the text.
pub fn joined(reading: &Reading, first: usize, last: usize) -> Vec<JoinedView> {
    let inside = reading.joined_sentences.iter().filter(|j| (first..=last).contains(&j.at.line));
    inside.map(|j| JoinedView { lines: j.lines.clone(), text: j.text.clone(), is_title: j.is_title }).collect()
}

pub fn groups(reading: &Reading, document: usize) -> Vec<LeadingGroupView> {
    let names = |members: &[luodi_reading::Member]| members.iter().map(|m| m.name.clone()).collect();
    let group = |g: &luodi_reading::LeadingGroup| LeadingGroupView {
        line: g.at.line,
        leaders: names(&g.leaders),
        deputies: names(&g.deputies),
        members: names(&g.members),
        member_posts: g.member_posts.clone(),
        has_office: g.has_office,
        office_at: g.office_at.clone(),
        office_heads: names(&g.office_heads),
        office_staff: names(&g.office_staff),
    };
    reading.groups.iter().filter(|g| g.document == document).map(group).collect()
}

/// The lines of a document, with the reason of each that is noise.
pub fn lines(reading: &Reading, places: &Places<'_>, first: usize, last: usize) -> Vec<Line> {
    let mut noise: IndexMap<usize, NoiseName> = IndexMap::new();
    for n in &reading.noise {
        let end = places.place(n.at.span.end.saturating_sub(1).max(n.at.span.start)).0;
        for line in n.at.line..=end {
            let whole = places.line(line).is_some_and(|t| t.trim().len() <= n.at.span.end - n.at.span.start);
            if whole {
                noise.insert(line, n.reason.into());
            }
        }
    }
    let line = |n: usize| Some(Line { n, text: places.line(n)?.to_string(), noise: noise.get(&n).copied() });
    (first..=last).filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_as_a_browser_does() {
        let places = Places::new("甲乙\n𠮷丙丁\n");
        assert_eq!(places.place("甲乙\n𠮷".len()), (2, 2));
        assert_eq!(places.line(2), Some("𠮷丙丁"));
        assert_eq!(places.lines(), 3);
    }
}

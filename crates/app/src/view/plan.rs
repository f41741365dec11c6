//! A plan beside its source: every element and finding with its place in the text, and what a person decided.

use super::labels::{self, Label};
use super::person::{NamesPeople, Person};
use super::places::Places;
use super::review::{ElementValues, Rebase, Touched};
use super::words::{Confirmed, ElementKind, FindingSeverity, GenreName, NoiseName, Origin, PlanState};
use crate::review::edits::{Review, Shift, Stand};
use crate::review::parts::Part;
use indexmap::IndexMap;
use luodi_reading::{Amount, At, Cell, Finding, Heading, Reading, Span, Table};
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
    /// Read, and dropped by a person.
    pub dropped: Vec<Element>,
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
        self.elements.iter_mut().chain(&mut self.dropped).filter_map(|e| e.touched.as_mut()).for_each(|t| visit(&mut t.by));
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
    /// Decided: confirmed, rejected or dropped.
    pub confirmed: usize,
    pub total: usize,
    pub open_findings: usize,
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

/// Elements of a document in the order of the text; the wider ones before those inside them.
pub fn elements(reading: &Reading, parts: &[Part], places: &Places<'_>, document: usize, reviewed: &Reviewed) -> Vec<Element> {
    let mut out: Vec<Element> = vec![];
    let mut push = |at: At, quote: Span, values: ElementValues, label: Label| {
        let id = element_id(values.kind(), at.span);
        let stand = reviewed.review.of(&id);
        if !stand.is_gone() && out.last().is_none_or(|last: &Element| last.id != id) {
            out.push(element(id, (at.span, quote), values, label, stand, places));
        }
    };
    for h in reading.outline.iter().filter(|h| h.document == document) {
        let label = Label { label: heading_label(h), detail: format!("第{}级", h.level), detail_before: None };
        push(h.at, h.at.span, h.into(), label);
    }
    for r in reading.responsibilities.iter().filter(|r| r.document == document) {
        let mut label = labels::of(&r.into(), "", None);
        if !r.explicit {
            label.detail.push_str("（作主语）");
        }
        push(r.at, r.sentence, r.into(), label);
    }
    for t in reading.time_limits.iter().filter(|t| t.document == document) {
        push(t.at, t.sentence, t.into(), labels::of(&t.into(), &t.text, reviewed.shift));
    }
    for t in reading.targets.iter().filter(|t| t.document == document) {
        let mut label = labels::of(&t.into(), &t.text, None);
        if t.amount == Amount::Masked {
            label.label = label.label.replace(labels::PENDING, "＊");
        }
        push(t.at, t.sentence, t.into(), label);
    }
    for part in parts {
        let words = places.text(part.at.span);
        push(part.at, part.sentence, part.values.clone(), labels::of(&part.values, &words, reviewed.shift));
    }
    out.sort_by_key(|e| (e.line, e.col_start, std::cmp::Reverse((e.last_line, e.col_end)), e.kind as u8));
    out
}

fn element(
    id: String,
    (span, quote): (Span, Span),
    values: ElementValues,
    label: Label,
    stand: Stand,
    places: &Places<'_>,
) -> Element {
    let place = places.view(span);
    Element {
        id,
        kind: values.kind(),
        line: place.line,
        last_line: place.last_line,
        col_start: place.col_start,
        col_end: place.col_end,
        label: label.label,
        detail: label.detail,
        quote: places.text(quote),
        confirmed: stand.confirmed,
        values,
        version: stand.version,
        origin: if stand.content.is_some() { Origin::Edited } else { Origin::Read },
        touched: stand.touched.map(|(by, at)| Touched { by: by.into(), at: at.to_string() }),
        detail_before: label.detail_before,
    }
}

/// What the reader found and people dropped, with who did: it can be put back.
pub fn dropped(reading: &Reading, parts: &[Part], places: &Places<'_>, document: usize, reviewed: &Reviewed) -> Vec<Element> {
    let as_read = Reviewed { review: Review::default(), ..reviewed.clone() };
    let mut all = elements(reading, parts, places, document, &as_read);
    all.retain_mut(|e| {
        let stand = reviewed.review.of(&e.id);
        e.version = stand.version;
        e.touched = stand.touched.map(|(by, at)| Touched { by: by.into(), at: at.to_string() });
        stand.is_dropped()
    });
    all
}

/// An element is known by its kind and place, so that it keeps its confirmation when the reading is made anew.
pub fn element_id(kind: ElementKind, span: Span) -> String {
    let kind = match kind {
        ElementKind::Heading => "heading",
        ElementKind::Responsibility => "responsibility",
        ElementKind::TimeLimit => "time_limit",
        ElementKind::Target => "target",
        ElementKind::Duty => "duty",
        ElementKind::Task => "task",
        ElementKind::Phase => "phase",
        ElementKind::Register => "register",
        ElementKind::Ask => "ask",
    };
    format!("{kind}-{}-{}", span.start, span.end)
}

fn heading_label(h: &Heading) -> String {
    let title = if h.title.is_empty() { "（整句，无标题）" } else { &h.title };
    if h.number.is_empty() { title.to_string() } else { format!("{} {title}", h.number) }
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

//! What is composed of what was read: tasks, phases, duties, registers and open questions of a document, with what people
//! changed of them. They are made anew from the edited reading, so that a changed unit or limit is in the duty at once.

use super::edits::{Content, Put, Review, Shift};
use crate::view::places::Places;
use crate::view::plan::element_id;
use crate::view::review::{ElementValues, UnitInRole};
use crate::view::words::{Confirmed, ElementKind};
use luodi_reading::draft::{self, Ask, Draft, DutyProposal, Owner, PhaseProposal, ReturnProposal, TaskProposal};
use luodi_reading::{At, Day, Reading, Span};

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub at: At,
    /// The words to show behind it.
    pub sentence: Span,
    pub values: ElementValues,
}

impl Part {
    fn id(&self) -> String {
        element_id(self.values.kind(), self.at.span)
    }
}

/// Is this kind composed, and not read word for word?
fn is_composed(kind: ElementKind) -> bool {
    use ElementKind::{Ask, Duty, Heading, Phase, Register, Responsibility, Target, Task, TimeLimit};
    match kind {
        Task | Phase | Duty | Register | Ask => true,
        Heading | Responsibility | TimeLimit | Target => false,
    }
}

/// Those of a document, with the edits.
pub fn edited(reading: &Reading, places: &Places<'_>, document: usize, review: &Review) -> Vec<Part> {
    let mut parts = read(reading, places, document);
    parts.retain(|p| review.0.get(&p.id()).is_none_or(|s| s.content.is_none()));
    let Some(shown) = reading.documents.iter().find(|d| d.id == document) else { return parts };
    for stand in review.0.values() {
        let Some(Content::Put(put)) = &stand.content else { continue };
        let line = places.line_of(put.start);
        if is_composed(put.values.kind()) && (shown.first_line..=shown.last_line).contains(&line) {
            parts.push(put_part(put, line, places));
        }
    }
    parts.sort_by_key(|p| (p.at.span, p.values.kind() as u8));
    parts
}

fn put_part(put: &Put, line: usize, places: &Places<'_>) -> Part {
    let span = Span::new(put.start, put.end);
    Part { at: At { line, span }, sentence: places.sentence(span), values: put.values.clone() }
}

/// Those of a document as the reader makes them.
pub fn read(reading: &Reading, places: &Places<'_>, document: usize) -> Vec<Part> {
    let raw = places.raw();
    let tasks = draft::tasks(reading, raw, document);
    let mut parts: Vec<Part> = vec![];
    for duty in draft::duties(reading, raw, document) {
        // Items don't overlap: the last that begins before the duty is the only one that can hold it.
        let before = tasks.partition_point(|t| t.extent.start <= duty.clause.span.start);
        let item = before.checked_sub(1).map(|i| &tasks[i]).filter(|t| duty.clause.span.end <= t.extent.end);
        // A bracket of units behind an item is the owner of the task, no duty of its own.
        if item.is_none() || !draft::names_units_only(&duty.what) {
            parts.push(Part { at: duty.clause, sentence: duty.clause.span, values: duty_values(duty) });
        }
    }
    for task in tasks {
        let (from, to) = (task.from.as_ref().map(Day::to_string), task.to.as_ref().map(Day::to_string));
        let values = ElementValues::Task { title: task.title, who: units(task.who), from, to };
        // The whole item, so that its units and limits stand inside.
        let end = task.extent.start + raw.get(task.extent.start..task.extent.end).unwrap_or_default().trim_end().len();
        let item = Span::new(task.clause.span.start, end.max(task.clause.span.end));
        parts.push(Part { at: At { line: task.clause.line, span: item }, sentence: item, values });
    }
    for phase in draft::phases(reading, document) {
        let (from, to) = (phase.from.as_ref().map(Day::to_string), phase.to.as_ref().map(Day::to_string));
        let values = ElementValues::Phase { title: phase.title, from, to };
        parts.push(Part { at: phase.clause, sentence: places.sentence(phase.clause.span), values });
    }
    for form in draft::returns(reading, raw, document) {
        let every = form.recurrence.map(|r| r.split(':').next().unwrap_or_default().to_string());
        let values = ElementValues::Register { title: form.name, every };
        parts.push(Part { at: form.clause, sentence: places.sentence(form.clause.span), values });
    }
    for ask in draft::open_terms(reading, document) {
        if let Some(at) = ask.clauses.first().filter(|at| at.span.start < at.span.end) {
            let values = ElementValues::Ask { question: ask.question };
            parts.push(Part { at: *at, sentence: places.sentence(at.span), values });
        }
    }
    parts
}

fn units(who: Vec<Owner>) -> Vec<UnitInRole> {
    let mut out: Vec<UnitInRole> = vec![];
    for owner in who {
        let unit = UnitInRole { unit: owner.unit, role: owner.role.into() };
        if !out.contains(&unit) {
            out.push(unit);
        }
    }
    out
}

fn duty_values(duty: DutyProposal) -> ElementValues {
    let (every, due) = match duty.recurrence {
        Some(recurrence) => match recurrence.split_once(':') {
            Some((every, due)) => (Some(every.to_string()), Some(due.to_string())),
            None => (Some(recurrence), None),
        },
        None => (None, duty.due),
    };
    ElementValues::Duty { what: duty.what, who: units(duty.who), every, due }
}

/// The draft of a document as people left it: nothing rejected or dropped, everything changed and added, dates moved.
/// `reading` holds the edits; `settled` says of a finding whether somebody decided it.
pub fn draft_of(
    reading: &Reading,
    places: &Places<'_>,
    document: usize,
    (review, shift): (&Review, Option<Shift>),
    settled: impl Fn(&luodi_reading::Finding) -> bool,
) -> Draft {
    let mut reading = reading.clone();
    super::edits::without_rejected(&mut reading, review);
    reading.findings.retain(|f| !settled(f));
    let mut draft =
        Draft { targets: draft::targets(&reading, document), asks: draft::finding_asks(&reading, document), ..Draft::default() };
    for part in edited(&reading, places, document, review) {
        if review.of(&part.id()).confirmed != Some(Confirmed::No) {
            let values = shift.map_or_else(|| part.values.clone(), |s| s.values(&part.values));
            add(&mut draft, values, part.at);
        }
    }
    draft
}

fn add(draft: &mut Draft, values: ElementValues, clause: At) {
    let owners = |who: Vec<UnitInRole>| who.into_iter().map(|w| Owner { unit: w.unit, role: w.role.into() }).collect();
    let day = |text: Option<String>| text.as_deref().and_then(super::edits::day_of);
    match values {
        ElementValues::Duty { what, who, every, due } => {
            let (recurrence, due) = match (every, due) {
                (Some(every), Some(due)) => (Some(format!("{every}:{due}")), None),
                (every, due) => (every, due),
            };
            draft.duties.push(DutyProposal { who: owners(who), what, recurrence, due, clause });
        }
        ElementValues::Task { title, who, from, to } => {
            draft.tasks.push(TaskProposal { title, who: owners(who), from: day(from), to: day(to), clause, extent: clause.span })
        }
        ElementValues::Phase { title, from, to } => {
            draft.phases.push(PhaseProposal { title, from: day(from), to: day(to), clause });
        }
        ElementValues::Register { title, every } => {
            draft.returns.push(ReturnProposal { name: title, recurrence: every, clause });
        }
        ElementValues::Ask { question } => {
            draft.asks.push(Ask { code: "asked".to_string(), question, choices: vec![], clauses: vec![clause] });
        }
        ElementValues::Heading { .. }
        | ElementValues::Responsibility { .. }
        | ElementValues::TimeLimit(_)
        | ElementValues::Target { .. } => {}
    }
}

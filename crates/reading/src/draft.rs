//! Proposals that a person turns into a programme: targets, duties, returns and open questions.
//!
//! A proposal is neutral: it names what the text says and where. What the text leaves open stays open.

use crate::gold;
use crate::types::{
    Amount, At, Choice, Day, Finding, Heading, Limit, Op, Reading, Responsibility, Role, Severity, Span, TimeLimit,
};
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

/// Everything proposed for one document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub targets: Vec<TargetProposal>,
    pub duties: Vec<DutyProposal>,
    #[serde(default)]
    pub tasks: Vec<TaskProposal>,
    #[serde(default)]
    pub phases: Vec<PhaseProposal>,
    /// Names of forms and returns (《…表》) that the text asks for.
    pub returns: Vec<ReturnProposal>,
    pub asks: Vec<Ask>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetProposal {
    /// What is measured, in the words of the text.
    pub measure: String,
    pub op: Op,
    pub amount: Amount,
    pub unit: String,
    /// Who must reach it; empty where the sentence names nobody.
    pub who: Vec<String>,
    pub aspired: bool,
    pub clause: At,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DutyProposal {
    pub who: Vec<Owner>,
    /// The clause of the text that says what is to be done.
    pub what: String,
    /// `monthly:5`, `quarterly`; absent where it is owed once.
    pub recurrence: Option<String>,
    /// Last day, period or length; absent where the text names none (value pending).
    pub due: Option<String>,
    pub clause: At,
}

/// A lowest item of the outline that names who carries it out (任务).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskProposal {
    /// Empty where the item is a sentence of its own.
    pub title: String,
    pub who: Vec<Owner>,
    pub from: Option<Day>,
    /// The last day that the item names.
    pub to: Option<Day>,
    /// Number and title of the item.
    pub clause: At,
    /// The whole item.
    pub extent: Span,
}

/// A stage of the work under a heading of its own (阶段).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhaseProposal {
    pub title: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub clause: At,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub unit: String,
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReturnProposal {
    /// Without 《》.
    pub name: String,
    pub recurrence: Option<String>,
    pub clause: At,
}

/// A question that the text leaves open; it has no default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// The code of the finding it comes from.
    pub code: String,
    pub question: String,
    pub choices: Vec<Choice>,
    pub clauses: Vec<At>,
}

static FORM: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"《([^《》]{2,40}(?:表|台账|清单|登记册|记录|名册|报告书|承诺书))》").expect("fixed"));

/// The draft of one document of a reading.
pub fn draft(reading: &Reading, raw: &str, document: usize) -> Draft {
    Draft {
        targets: targets(reading, document),
        duties: duties(reading, raw, document),
        tasks: tasks(reading, raw, document),
        phases: phases(reading, document),
        returns: returns(reading, raw, document),
        asks: asks(reading, document),
    }
}

/// Responsibilities of a document in the order of the text, for looking up those inside a sentence.
struct Owners<'a>(Vec<&'a Responsibility>);

impl<'a> Owners<'a> {
    fn of(reading: &'a Reading, document: usize) -> Self {
        let mut list: Vec<&Responsibility> = reading.responsibilities.iter().filter(|r| r.document == document).collect();
        list.sort_by_key(|r| r.at.span);
        Self(list)
    }

    fn inside(&self, sentence: Span) -> impl Iterator<Item = &'a Responsibility> + '_ {
        let from = self.0.partition_point(|r| r.at.span.start < sentence.start);
        self.0[from..].iter().take_while(move |r| r.at.span.end <= sentence.end).copied()
    }
}

/// Targets with the units of their sentence.
pub fn targets(reading: &Reading, document: usize) -> Vec<TargetProposal> {
    let owners = Owners::of(reading, document);
    reading
        .targets
        .iter()
        .filter(|t| t.document == document)
        .map(|t| TargetProposal {
            measure: t.what.clone(),
            op: t.op,
            amount: t.amount.clone(),
            unit: t.unit.clone(),
            who: owners.inside(t.sentence).map(|r| r.unit.clone()).collect(),
            aspired: t.aspired,
            clause: t.at,
        })
        .collect()
}

/// One duty for each sentence that names a unit or a limit of time.
pub fn duties(reading: &Reading, raw: &str, document: usize) -> Vec<DutyProposal> {
    let owners = Owners::of(reading, document);
    let limits: Vec<&TimeLimit> = reading.time_limits.iter().filter(|t| t.document == document).collect();
    // Sentences by their start: those with a limit of time first, then those that only name a unit.
    let mut sentences: BTreeMap<usize, (Span, usize)> =
        limits.iter().map(|t| (t.sentence.start, (t.sentence, t.at.line))).collect();
    for r in &owners.0 {
        let held = sentences.range(..=r.at.span.start).next_back().is_some_and(|(_, (s, _))| r.at.span.end <= s.end);
        if !held {
            let sentence = whole_sentence(raw, r.sentence);
            sentences.insert(sentence.start, (sentence, r.at.line));
        }
    }
    let mut duties = Vec::new();
    let mut from = 0;
    for (sentence, line) in sentences.into_values() {
        while limits.get(from).is_some_and(|t| t.at.span.start < sentence.start) {
            from += 1;
        }
        let inside = || limits[from..].iter().take_while(|t| t.at.span.end <= sentence.end).map(|t| &t.limit);
        let who = owners.inside(sentence).map(|r| Owner { unit: r.unit.clone(), role: r.role }).collect();
        let recurrence = inside().find(|l| matches!(l, Limit::Every { .. })).map(|l| gold::limit(l).1);
        let due = inside().find(|l| !matches!(l, Limit::Every { .. })).map(|l| gold::limit(l).1);
        let what: String = raw.get(sentence.start..sentence.end).unwrap_or("").split_whitespace().collect();
        if !what.is_empty() {
            duties.push(DutyProposal { who, what, recurrence, due, clause: At { line, span: sentence } });
        }
    }
    duties
}

/// The sentence around a span, up to 。 or the end of the line.
fn whole_sentence(raw: &str, span: Span) -> Span {
    let stop = |c: char| matches!(c, '。' | '\n' | '；' | ';');
    let start = crate::text::start_behind(raw, span.start, stop);
    let end = crate::text::end_before(raw, span.end, stop);
    Span::new(start, end.max(span.end))
}

/// `(甲局牵头)` or `责任单位:甲局`: units and nothing else.
pub fn names_units_only(sentence: &str) -> bool {
    sentence.starts_with(['(', '（', '〔', '[', '【'])
        || ["责任", "牵头", "配合", "完成时限", "主办"]
            .iter()
            .any(|w| sentence.starts_with(w) && sentence.chars().take(8).any(|c| matches!(c, ':' | '：')))
}

/// The lowest items of a document that a bracket, a line of units or a statement gives to units as a whole. A unit inside a
/// sentence owes that sentence.
pub fn tasks(reading: &Reading, raw: &str, document: usize) -> Vec<TaskProposal> {
    let mut who: BTreeMap<usize, Vec<Owner>> = BTreeMap::new();
    let gives_all = |r: &&Responsibility| {
        let words: String = raw.get(r.sentence.start..r.sentence.end).unwrap_or("").split_whitespace().collect();
        r.document == document && r.explicit && names_units_only(&words)
    };
    let explicit = reading.responsibilities.iter().filter(gives_all);
    let said = explicit.filter_map(|r| Some((r.heading?, Owner { unit: r.unit.clone(), role: r.role })));
    let inherited = reading.inherited.iter().map(|i| (i.heading, Owner { unit: i.unit.clone(), role: i.role }));
    for (heading, owner) in said.chain(inherited) {
        let known = who.entry(heading).or_default();
        if !known.contains(&owner) {
            known.push(owner);
        }
    }
    let limits = Limits::of(reading, document);
    let parents: HashSet<usize> = reading.outline.iter().filter_map(|h| h.parent).collect();
    let is_task = |(i, h): &(usize, &Heading)| h.document == document && !parents.contains(i) && !is_phase(h);
    let lowest = reading.outline.iter().enumerate().filter(is_task);
    let mut tasks: Vec<TaskProposal> = lowest
        .filter_map(|(i, h)| {
            let who = who.remove(&i)?;
            let (from, to) = limits.days_inside(h.extent);
            Some(TaskProposal { title: h.title.clone(), who, from, to, clause: h.at, extent: h.extent })
        })
        .collect();
    tasks.sort_by_key(|t| t.extent);
    tasks
}

/// Headings that name a stage, with the days under them.
pub fn phases(reading: &Reading, document: usize) -> Vec<PhaseProposal> {
    let limits = Limits::of(reading, document);
    let stages = reading.outline.iter().filter(|h| h.document == document && is_phase(h));
    stages
        .map(|h| {
            let (from, to) = limits.days_inside(h.extent);
            PhaseProposal { title: h.title.clone(), from, to, clause: h.at }
        })
        .collect()
}

/// 第一阶段, 宣传发动阶段(3月至4月); 阶段性目标 is no stage.
fn is_phase(heading: &Heading) -> bool {
    heading.title.match_indices("阶段").any(|(at, word)| !heading.title[at + word.len()..].starts_with("性"))
}

/// Limits of a document in the order of the text.
struct Limits<'a>(Vec<&'a TimeLimit>);

impl<'a> Limits<'a> {
    fn of(reading: &'a Reading, document: usize) -> Self {
        let mut list: Vec<&TimeLimit> = reading.time_limits.iter().filter(|t| t.document == document).collect();
        list.sort_by_key(|t| t.at.span);
        Self(list)
    }

    /// The first days that a part of the text names as its limit.
    fn days_inside(&self, extent: Span) -> (Option<Day>, Option<Day>) {
        let from = self.0.partition_point(|t| t.at.span.start < extent.start);
        let inside = self.0[from..].iter().take_while(|t| t.at.span.end <= extent.end);
        let mut days = inside.filter_map(|t| match &t.limit {
            Limit::By { day } | Limit::On { day } => Some((None, Some(*day))),
            Limit::Between { from, to } => Some((*from, *to)),
            Limit::Every { .. } | Limit::Within { .. } | Limit::Standing => None,
        });
        days.next().unwrap_or((None, None))
    }
}

/// Forms named in 《》, each once, with the rhythm of their sentence.
pub fn returns(reading: &Reading, raw: &str, document: usize) -> Vec<ReturnProposal> {
    let mut found: Vec<ReturnProposal> = Vec::new();
    let Some(d) = reading.documents.iter().find(|d| d.id == document) else { return found };
    let source = crate::text::Source::new(raw);
    let (start, end) = (source.line_span(d.first_line).start, source.line_span(d.last_line).end);
    let Some(text) = raw.get(start..end) else { return found };
    for f in FORM.captures_iter(text) {
        let (Some(name), Some(whole)) = (f.get(1), f.get(0)) else { continue };
        let at = source.at(Span::new(start + whole.start(), start + whole.end()));
        let recurrence = reading
            .time_limits
            .iter()
            .filter(|t| t.sentence.start <= at.span.start && at.span.end <= t.sentence.end)
            .find_map(|t| matches!(t.limit, Limit::Every { .. }).then(|| gold::limit(&t.limit).1));
        let name: String = name.as_str().split_whitespace().collect();
        match found.iter_mut().find(|r| r.name == name) {
            Some(known) => {
                if known.recurrence.is_none() {
                    known.recurrence = recurrence;
                }
            }
            None => found.push(ReturnProposal { name, recurrence, clause: at }),
        }
    }
    found
}

/// Open questions: findings to be settled, vague terms, and targets without a value.
pub fn asks(reading: &Reading, document: usize) -> Vec<Ask> {
    let mut asks = finding_asks(reading, document);
    asks.extend(open_terms(reading, document));
    asks
}

fn ask_of(finding: &Finding) -> Ask {
    Ask {
        code: finding.code.clone(),
        question: finding.message.clone(),
        choices: finding.choices.clone(),
        clauses: finding.at.clone(),
    }
}

/// Findings to be settled, as questions.
pub fn finding_asks(reading: &Reading, document: usize) -> Vec<Ask> {
    let open = |f: &&Finding| f.document == document && f.severity == Severity::ToBeSettled;
    reading.findings.iter().filter(open).map(ask_of).collect()
}

/// What the text itself leaves open: vague terms, and targets without a value.
pub fn open_terms(reading: &Reading, document: usize) -> Vec<Ask> {
    let vague = |f: &&Finding| f.document == document && f.code == "vague_time" && f.severity != Severity::ToBeSettled;
    let mut asks: Vec<Ask> = reading.findings.iter().filter(vague).map(ask_of).collect();
    for t in reading.targets.iter().filter(|t| t.document == document && matches!(t.amount, Amount::Pending | Amount::Masked)) {
        let question = format!("“{}”{}，没有数值和基期，请填写。", t.what, t.text);
        asks.push(Ask { code: "target_value_pending".to_owned(), question, choices: Vec::new(), clauses: vec![t.at] });
    }
    asks
}

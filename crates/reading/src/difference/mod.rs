//! What differs between two plans: a revised plan and the one before it, or a lower unit's plan and its superior's.
//!
//! [`between`] is pure. It pairs what the two texts say by their words, judges each pair by its numbers and days, and shows
//! both clauses. It never decides: where a number is hidden, pending or of another kind, the pair is *undecided*.

mod judge;
pub mod lines;
mod pairs;

use crate::draft;
use crate::types::{At, Limit, Reading, Role, Span, Target, TimeLimit};
use serde::{Deserialize, Serialize};

/// One of the two plans: a document of a reading, and the raw text that was read.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    pub reading: &'a Reading,
    pub raw: &'a str,
    pub document: usize,
}

/// How the second plan stands to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// It replaces the first (修订稿): everything that was added, changed or dropped is told.
    Revision,
    /// It carries the first out at a lower level (下级方案): only what is missing, weaker or later is told.
    Lower,
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Element {
    /// A sentence that binds somebody or has a limit of time (责任事项).
    Duty,
    /// A quantity to be reached, kept or not exceeded (指标).
    Target,
    /// When a duty that both have is owed (时限).
    Limit,
    /// Who owes a duty that both have (责任单位).
    Owner,
}

/// How it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Added,
    /// In the first plan and not in the second.
    Dropped,
    /// Other words, numbers or names; neither side asks for more.
    Changed,
    /// The second asks for less.
    Weaker,
    /// The second asks for more.
    Stronger,
    Later,
    Earlier,
    /// Both speak of it, and which asks for more cannot be told (hidden, pending, another year or unit).
    Undecided,
}

/// Where one of the plans says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    pub at: At,
    /// The sentence, without white space.
    pub sentence: String,
    /// The words that were compared; the sentence where it is compared as a whole.
    pub words: String,
}

/// One difference, with the clause of each plan that has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub element: Element,
    pub change: Change,
    pub before: Option<Clause>,
    pub after: Option<Clause>,
    /// The sentence a person reads, in Chinese.
    pub message: String,
}

/// A duty with what can be compared.
struct Duty<'a> {
    clause: Clause,
    /// The sentence without quantities, limits, marks and numbers of items.
    wording: String,
    /// The heading it stands under.
    item: Option<usize>,
    owners: Vec<(String, Role)>,
    limits: Vec<&'a TimeLimit>,
}

/// The differences in the order of the first plan, then what only the second has.
pub fn between(first: Side, second: Side, relation: Relation) -> Vec<Difference> {
    let mut found = duties(first, second, relation);
    found.extend(targets(first, second, relation));
    if relation == Relation::Lower {
        found.retain(|d| matches!(d.change, Change::Dropped | Change::Weaker | Change::Later | Change::Undecided));
    }
    let place = |d: &Difference| match (&d.before, &d.after) {
        (Some(before), _) => (0, before.at.span.start),
        (None, Some(after)) => (1, after.at.span.start),
        (None, None) => (2, 0),
    };
    found.sort_by_key(place);
    found
}

fn duties_of<'a>(side: Side<'a>) -> Vec<Duty<'a>> {
    let limits: Vec<&TimeLimit> = side.reading.time_limits.iter().filter(|t| t.document == side.document).collect();
    let mut duties: Vec<Duty> = Vec::new();
    for d in draft::duties(side.reading, side.raw, side.document) {
        let owners: Vec<(String, Role)> = d.who.into_iter().map(|o| (o.unit, o.role)).collect();
        let from = limits.partition_point(|t| t.at.span.start < d.clause.span.start);
        let inside: Vec<&TimeLimit> = limits[from..].iter().take_while(|t| t.at.span.end <= d.clause.span.end).copied().collect();
        let item = innermost(side, d.clause.span.start);
        if draft::names_units_only(&d.what) {
            // A bracket or a label of units behind the text of an item says who owes the item.
            let mut own = duties.iter_mut().rev().take_while(|o| o.item == item && item.is_some()).peekable();
            if own.peek().is_some() {
                own.for_each(|o| {
                    o.owners.extend(owners.iter().cloned());
                    o.limits.extend(inside.iter().copied());
                });
                continue;
            }
        }
        let clause = match item.filter(|_| draft::names_units_only(&d.what)).map(|i| &side.reading.outline[i]) {
            Some(h) => {
                clause_of(side, At { line: h.at.line, span: Span::new(h.extent.start, d.clause.span.start.max(h.extent.start)) })
            }
            None => clause_of(side, d.clause),
        };
        duties.push(Duty { wording: wording(side, clause.at.span), clause, item, owners, limits: inside });
    }
    duties
}

fn clause_of(side: Side, at: At) -> Clause {
    let sentence: String = side.raw.get(at.span.start..at.span.end).unwrap_or("").split_whitespace().collect();
    Clause { at, words: sentence.clone(), sentence }
}

/// The lowest heading that holds a place.
fn innermost(side: Side, at: usize) -> Option<usize> {
    let last = side.reading.outline.partition_point(|h| h.at.span.start <= at).checked_sub(1)?;
    let heading = &side.reading.outline[last];
    (heading.document == side.document && heading.extent.end >= at).then_some(last)
}

/// The sentence without its quantities and limits, which are compared by themselves.
fn wording(side: Side, span: Span) -> String {
    let mut cuts: Vec<Span> = side
        .reading
        .targets
        .iter()
        .map(|t| t.at.span)
        .chain(side.reading.time_limits.iter().map(|t| t.at.span))
        .filter(|s| s.start >= span.start && s.end <= span.end)
        .collect();
    cuts.sort_unstable();
    let mut out = String::new();
    // （三） becomes （四） where an item was added above: no change of words.
    let text = side.raw.get(span.start..span.end).unwrap_or("");
    let mut from = span.start + crate::number::parse(text).filter(|n| n.marked).map_or(0, |n| n.raw_len);
    for cut in cuts {
        out.push_str(side.raw.get(from..cut.start.max(from)).unwrap_or(""));
        from = from.max(cut.end);
    }
    out.push_str(side.raw.get(from..span.end.max(from)).unwrap_or(""));
    out.chars().filter(|c| c.is_alphanumeric()).map(crate::text::fold_char).collect()
}

fn duties(first: Side, second: Side, relation: Relation) -> Vec<Difference> {
    let (before, after) = (duties_of(first), duties_of(second));
    let texts = |list: &[Duty]| list.iter().map(|d| d.clause.sentence.clone()).collect::<Vec<_>>();
    let pairs = pairs::find(&texts(&before), &texts(&after), |_, _| true);
    let mut found = Vec::new();
    for (i, old) in before.iter().enumerate() {
        match pairs.of_first(i).and_then(|j| after.get(j)) {
            Some(new) => duty_pair(old, new, relation, &mut found),
            None => {
                let words = if relation == Relation::Lower {
                    "上级方案的这一项，下级方案里没有"
                } else {
                    "修订后没有这一项"
                };
                found.push(one_sided(Element::Duty, Change::Dropped, &old.clause, words));
            }
        }
    }
    for (_, new) in after.iter().enumerate().filter(|(j, _)| pairs.of_second(*j).is_none()) {
        found.push(one_sided(Element::Duty, Change::Added, &new.clause, "新增的一项"));
    }
    found
}

fn one_sided(element: Element, change: Change, clause: &Clause, words: &str) -> Difference {
    let (before, after) = if change == Change::Added { (None, Some(clause.clone())) } else { (Some(clause.clone()), None) };
    Difference { element, change, before, after, message: format!("{words}：{}", clause.words) }
}

fn two_sided(element: Element, change: Change, before: Clause, after: Clause, message: String) -> Difference {
    Difference { element, change, before: Some(before), after: Some(after), message }
}

fn duty_pair(old: &Duty, new: &Duty, relation: Relation, found: &mut Vec<Difference>) {
    let at_start = found.len();
    // A lower unit's plan names its own units; only a revision tells who changed.
    if relation == Relation::Revision && !same_owners(&old.owners, &new.owners) {
        let message = format!("责任单位由“{}”改为“{}”", names(&old.owners), names(&new.owners));
        found.push(two_sided(Element::Owner, Change::Changed, old.clause.clone(), new.clause.clone(), message));
    }
    limits(old, new, found);
    if found.len() == at_start && old.wording != new.wording {
        found.push(two_sided(Element::Duty, Change::Changed, old.clause.clone(), new.clause.clone(), "措辞有改动".to_owned()));
    }
}

fn same_owners(a: &[(String, Role)], b: &[(String, Role)]) -> bool {
    let sorted = |list: &[(String, Role)]| {
        let mut list: Vec<(String, u8)> = list.iter().map(|(n, r)| (n.clone(), *r as u8)).collect();
        list.sort_unstable();
        list.dedup();
        list
    };
    sorted(a) == sorted(b)
}

fn names(owners: &[(String, Role)]) -> String {
    if owners.is_empty() { "未写明".to_owned() } else { owners.iter().map(|o| o.0.as_str()).collect::<Vec<_>>().join("、") }
}

/// Limits of the same kind are held against each other, in their order.
fn limits(old: &Duty, new: &Duty, found: &mut Vec<Difference>) {
    let clause = |duty: &Duty, limit: &TimeLimit| Clause {
        at: limit.at,
        sentence: duty.clause.sentence.clone(),
        words: limit.text.clone(),
    };
    for kind in [judge::Kind::Day, judge::Kind::Length, judge::Kind::Rhythm] {
        let of = |duty: &Duty| -> Vec<usize> {
            (0..duty.limits.len()).filter(|i| judge::kind(&duty.limits[*i].limit) == Some(kind)).collect()
        };
        let (a, b) = (of(old), of(new));
        for k in 0..a.len().max(b.len()) {
            match (a.get(k).map(|i| old.limits[*i]), b.get(k).map(|i| new.limits[*i])) {
                (Some(x), Some(y)) => {
                    if let Some(change) = judge::limits(&x.limit, &y.limit) {
                        let message = format!("时限由“{}”改为“{}”，{}", x.text, y.text, change_words(change));
                        found.push(two_sided(Element::Limit, change, clause(old, x), clause(new, y), message));
                    }
                }
                (Some(x), None) if !same_meaning(&x.limit, new) => {
                    let message = format!("没有写时限“{}”", x.text);
                    let after = new.clause.clone();
                    found.push(two_sided(Element::Limit, Change::Weaker, clause(old, x), after, message));
                }
                (None, Some(y)) if !same_meaning(&y.limit, old) => {
                    let message = format!("新写明时限“{}”", y.text);
                    let before = old.clause.clone();
                    found.push(two_sided(Element::Limit, Change::Stronger, before, clause(new, y), message));
                }
                _ => {}
            }
        }
    }
}

/// A limit may stand in the other text under another kind of expression: 12月4日 and 12月4日前.
fn same_meaning(limit: &Limit, duty: &Duty) -> bool {
    duty.limits.iter().any(|t| judge::limits(limit, &t.limit).is_none() && judge::kind(limit) == judge::kind(&t.limit))
}

fn change_words(change: Change) -> &'static str {
    match change {
        Change::Later => "推后了",
        Change::Earlier => "提前了",
        Change::Weaker => "放宽了",
        Change::Stronger => "收紧了",
        Change::Undecided => "哪个更严无法判断，需要由人确认",
        Change::Changed | Change::Added | Change::Dropped => "有改动",
    }
}

fn targets(first: Side, second: Side, relation: Relation) -> Vec<Difference> {
    let of = |side: Side| -> Vec<(Target, Clause)> {
        let own = side.reading.targets.iter().filter(|t| t.document == side.document);
        own.map(|t| (t.clone(), target_clause(side.raw, t))).collect()
    };
    let (before, after) = (of(first), of(second));
    // What is counted tells more than the rest of the sentence; the number itself tells nothing.
    let text = |(t, c): &(Target, Clause)| format!("{}{}{}", t.what, t.what, c.sentence.replace(t.text.as_str(), ""));
    let texts = |list: &[(Target, Clause)]| list.iter().map(text).collect::<Vec<_>>();
    let pairs = pairs::find(&texts(&before), &texts(&after), |i, j| judge::comparable(&before[i].0, &after[j].0));
    let mut found = Vec::new();
    for (i, (old, clause)) in before.iter().enumerate() {
        let Some((new, other)) = pairs.of_first(i).and_then(|j| after.get(j)) else {
            let words = if relation == Relation::Lower {
                "上级方案的指标，下级方案里没有"
            } else {
                "修订后没有这一指标"
            };
            found.push(one_sided(Element::Target, Change::Dropped, clause, words));
            continue;
        };
        if let Some(change) = judge::targets(old, new) {
            let share = relation == Relation::Lower && change == Change::Weaker && !judge::is_rate(&old.unit);
            let note = if share { "；如果是分解到本级的数，请确认各级合计" } else { "" };
            let message = format!("“{}”由“{}”改为“{}”，{}{note}", old.what, old.text, new.text, change_words(change));
            found.push(two_sided(Element::Target, change, clause.clone(), other.clone(), message));
        }
    }
    for (_, (_, clause)) in after.iter().enumerate().filter(|(j, _)| pairs.of_second(*j).is_none()) {
        found.push(one_sided(Element::Target, Change::Added, clause, "新增的指标"));
    }
    found
}

fn target_clause(raw: &str, target: &Target) -> Clause {
    let sentence: String = raw.get(target.sentence.start..target.sentence.end).unwrap_or("").split_whitespace().collect();
    Clause { at: target.at, sentence, words: format!("{}{}", target.what, target.text) }
}

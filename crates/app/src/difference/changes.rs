//! What a draft changes of the published programme, and what would be lost: a register with records, a return that was
//! filed, a duty that was done. Publication refuses to lose anything; closed duties end by a `where` and stay.

use super::running::{Tally, tally};
use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::problem::{Code, Outcome, Problem};
use crate::view::changes::{DraftChanges, ElementChange, FileChange, FilePart, PropertyChange};
use crate::view::difference::RunningKind;
use crate::view::words::ProgrammeState;
use luodi_model::programme::Programme;
use luodi_store::{Order, RecordList};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

const PARTS: [(&str, FilePart); 12] = [
    ("asks", FilePart::Asks),
    ("groups", FilePart::Groups),
    ("registers", FilePart::Registers),
    ("given", FilePart::Given),
    ("measures", FilePart::Measures),
    ("targets", FilePart::Targets),
    ("bundles", FilePart::Bundles),
    ("agreements", FilePart::Agreements),
    ("duties", FilePart::Duties),
    ("returns", FilePart::Returns),
    ("lists", FilePart::Lists),
    ("tables", FilePart::Tables),
];

/// Longest value shown.
const VALUE_CHARS_MAX: usize = 200;

/// What the second file adds, changes and drops, element by element. A clause alone is no change of what is owed.
pub fn changes(before: &Programme, after: &Programme) -> Vec<ElementChange> {
    let (a, b) = (json_of(before), json_of(after));
    let mut out = vec![];
    for (part, kind) in PARTS {
        let of = |file: &Json| file.get(part).and_then(Json::as_object).cloned().unwrap_or_default();
        let (a, b) = (of(&a), of(&b));
        let one = |name: &String, change: FileChange, element: &Json, properties: Vec<PropertyChange>| ElementChange {
            part: kind,
            name: name.clone(),
            title: element.get("title").and_then(Json::as_str).unwrap_or(name).to_string(),
            change,
            properties,
            kept: None,
            loses: None,
        };
        for (name, old) in &a {
            match b.get(name) {
                None => out.push(one(name, FileChange::Dropped, old, vec![])),
                Some(new) => {
                    let differing = properties(old, new);
                    if !differing.is_empty() {
                        out.push(one(name, FileChange::Changed, new, differing));
                    }
                }
            }
        }
        out.extend(b.iter().filter(|(n, _)| !a.contains_key(*n)).map(|(n, new)| one(n, FileChange::Added, new, vec![])));
    }
    out
}

fn json_of(model: &Programme) -> Json {
    serde_json::to_value(model).unwrap_or(Json::Null)
}

fn properties(old: &Json, new: &Json) -> Vec<PropertyChange> {
    let none = Map::new();
    let (a, b) = (old.as_object().unwrap_or(&none), new.as_object().unwrap_or(&none));
    let names = a.keys().chain(b.keys().filter(|k| !a.contains_key(*k))).filter(|k| *k != "clause");
    let differing = names.filter(|k| a.get(*k) != b.get(*k));
    differing
        .map(|k| PropertyChange { property: k.clone(), before: a.get(k).and_then(words), after: b.get(k).and_then(words) })
        .collect()
}

fn words(value: &Json) -> Option<String> {
    let text = match value {
        Json::Null => return None,
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(text.chars().take(VALUE_CHARS_MAX).collect())
}

impl App {
    /// What the draft changes of what runs.
    ///
    /// # Errors
    /// Not found; the draft has errors.
    pub async fn draft_changes(&self, caller: &Caller, id: &str) -> Outcome<DraftChanges> {
        let draft = self.editable(caller, id).await?;
        match self.programmes().get(id) {
            Ok(live) => {
                let items = self.changes_of(&live, &draft).await?;
                Ok(DraftChanges { state: ProgrammeState::Both, version: Some(live.version), items })
            }
            Err(_) => Ok(DraftChanges { state: ProgrammeState::Draft, version: None, items: vec![] }),
        }
    }

    async fn changes_of(&self, live: &Arc<Live>, draft: &Live) -> Outcome<Vec<ElementChange>> {
        let mut items = changes(&live.compiled.model, &draft.compiled.model);
        for item in &mut items {
            if item.change == FileChange::Added {
                continue;
            }
            let (kept, held) = self.kept(live, item).await?;
            let dropped = item.change == FileChange::Dropped;
            item.loses = kept.as_ref().filter(|_| dropped && held).map(|k| loses(item.part, &item.title, k));
            item.kept = kept;
        }
        Ok(items)
    }

    /// What was kept of an element, in words, and whether there is anything.
    async fn kept(&self, live: &Arc<Live>, item: &ElementChange) -> Outcome<(Option<String>, bool)> {
        let kind = match item.part {
            FilePart::Registers => {
                let total = self.records_of(live, &item.name).await?;
                return Ok((Some(format!("{total}条记录")), total > 0));
            }
            FilePart::Duties => RunningKind::Duty,
            FilePart::Returns => RunningKind::Return,
            _ => return Ok((None, false)),
        };
        let name = item.name.clone();
        let tally: Tally = self.looking_at(Arc::clone(live), move |ctx| Ok(tally(ctx, &(kind, name)))).await?;
        let words = match tally {
            Tally { uncounted: true, .. } => "单位太多，没有逐个统计".to_string(),
            Tally { done, zero: 0, .. } => format!("已办结或已报{done}次"),
            Tally { done, zero, .. } => format!("已办结{done}次，零报告{zero}次"),
        };
        Ok((Some(words), tally.holds_something()))
    }

    async fn records_of(&self, live: &Live, register: &str) -> Outcome<i64> {
        let list = RecordList {
            programme: live.compiled.model.programme.clone(),
            register: register.to_string(),
            within: None,
            days: None,
            state: None,
            text: None,
            order: Order::default(),
            limit: 1,
            offset: 0,
        };
        Ok(self.store().records(&list).await?.total)
    }

    /// What a draft would change, for its publication; refused where something that was kept would be lost.
    pub(crate) async fn publishable(&self, id: &str, draft: &Live) -> Outcome<Vec<ElementChange>> {
        let Ok(live) = self.programmes().get(id) else { return Ok(vec![]) };
        let items = self.changes_of(&live, draft).await?;
        let lost = items.iter().filter_map(|i| Some((i, i.loses.as_ref()?)));
        let problem = lost.fold(None, |problem: Option<Problem>, (item, say)| {
            let problem =
                problem.unwrap_or_else(|| Problem::say(Code::Invalid, "发布这一版会丢掉已有的记录、报表或办结情况，没有发布。"));
            Some(problem.and_field(&item.name, say.clone()))
        });
        problem.map_or(Ok(items), Err)
    }
}

fn loses(part: FilePart, title: &str, kept: &str) -> String {
    match part {
        FilePart::Registers => format!("台账“{title}”有{kept}，不能去掉"),
        FilePart::Returns => format!("报表“{title}”{kept}，不能去掉"),
        _ => format!("事项“{title}”{kept}，不能去掉；不再承担时请写 where，如 period.last < 2026-07-01"),
    }
}

//! Reviewing a reading (审阅): change, merge, split, add, drop, confirm, undo, and moving all dates of a historic plan. What was
//! done stays in the log of the plan; the review is replayed from it. Whoever saw an older version of an element is told so.

pub(crate) mod edits;
pub(crate) mod parts;

use crate::App;
use crate::accounts::Caller;
use crate::plans::Opened;
use crate::problem::{Code, Outcome, Problem};
use crate::view::places::Places;
use crate::view::plan::{UNDONE, element_id};
use crate::view::review::{Confirmations, PlaceView, Rebase, ReviewEdit, ReviewEdited, SeenElement};
use crate::view::words::Confirmed;
use edits::{AS_READ, Content, GONE, PUT, Put, Review};
use luodi_model::PlanId;
use luodi_reading::Span;
use luodi_store::PlanDecision;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Elements in one edit at most.
const ELEMENTS_MAX: usize = 50;
/// Elements confirmed in one step at most.
const CONFIRMED_MAX: usize = 1000;
/// Marks the entries of an undo in the log.
const UNDO: &str = "undo:";

/// Is a decision of the log one on an element (and not on a finding)?
pub(crate) fn is_element(id: &str) -> bool {
    const KINDS: [&str; 9] = ["heading", "responsibility", "time_limit", "target", "duty", "task", "phase", "register", "ask"];
    id.split_once('-').is_some_and(|(kind, place)| KINDS.contains(&kind) && place.starts_with(|c: char| c.is_ascii_digit()))
}

impl App {
    /// Replaces elements by others: change, merge, split, add, drop.
    ///
    /// # Errors
    /// Not found; somebody changed an element meanwhile; values that can't be read; a place outside the text.
    pub async fn edit_review(&self, caller: &Caller, id: PlanId, edit: ReviewEdit) -> Outcome<ReviewEdited> {
        let opened = self.open_plan(caller, id).await?;
        if edit.of.is_empty() && edit.put.is_empty() || edit.of.len() + edit.put.len() > ELEMENTS_MAX {
            return Err(Problem::field("put", format!("一次最多处理{ELEMENTS_MAX}处，也不能为空")));
        }
        let places = Places::new(&opened.plan.text);
        let shown = opened.element_ids(&places);
        let replaced: Vec<&String> = edit.of.iter().map(|s| &s.element).collect();
        if !replaced.iter().all(|id| shown.contains(*id)) {
            return Err(Problem::not_found());
        }
        let mut changes: Vec<(String, &str, Option<String>)> = vec![];
        for put in &edit.put {
            edits::check(&put.values).map_err(|say| Problem::field("put", say))?;
            let span = span_of(&places, &put.place).ok_or_else(|| Problem::field("put", "文中没有这个位置"))?;
            let element = element_id(put.values.kind(), span);
            let taken = shown.contains(&element) && !replaced.contains(&&element);
            if taken || changes.iter().any(|(known, ..)| *known == element) {
                return Err(Problem::field("put", "这个位置已有一处同类内容，请改那一处"));
            }
            let put = Put { start: span.start, end: span.end, values: put.values.clone() };
            let json = serde_json::to_string(&put).map_err(Problem::internal)?;
            changes.push((element, PUT, Some(json)));
        }
        let elements: Vec<String> = changes.iter().map(|c| c.0.clone()).collect();
        let gone = replaced.iter().filter(|id| !elements.contains(id));
        changes.extend(gone.map(|id| ((*id).clone(), GONE, None)).collect::<Vec<_>>());
        self.log_review(caller, &opened, &edit.of, changes, None).await?;
        Ok(ReviewEdited { elements })
    }

    /// Confirms (`yes`), rejects (`no`) or reopens (`None`) something read. `seen`: the version that the person saw.
    ///
    /// # Errors
    /// Not found; somebody changed it meanwhile.
    pub async fn confirm_element(
        &self,
        caller: &Caller,
        id: PlanId,
        element: &str,
        confirmed: Option<Confirmed>,
        seen: Option<usize>,
    ) -> Outcome<()> {
        let opened = self.open_plan(caller, id).await?;
        if !opened.element_ids(&Places::new(&opened.plan.text)).contains(element) {
            return Err(Problem::not_found());
        }
        let seen: Vec<SeenElement> =
            seen.map(|version| SeenElement { element: element.to_string(), version }).into_iter().collect();
        self.log_review(caller, &opened, &seen, vec![(element.to_string(), word(confirmed), None)], None).await
    }

    /// Confirms, rejects or reopens several elements as one step.
    ///
    /// # Errors
    /// Not found; somebody changed one of them meanwhile: nothing is done then.
    pub async fn confirm_elements(&self, caller: &Caller, id: PlanId, together: Confirmations) -> Outcome<()> {
        let opened = self.open_plan(caller, id).await?;
        if together.of.is_empty() || together.of.len() > CONFIRMED_MAX {
            return Err(Problem::field("of", format!("一次最多确认{CONFIRMED_MAX}处，也不能为空")));
        }
        let shown = opened.element_ids(&Places::new(&opened.plan.text));
        if !together.of.iter().all(|s| shown.contains(&s.element)) {
            return Err(Problem::not_found());
        }
        let changes = together.of.iter().map(|s| (s.element.clone(), word(together.confirmed), None)).collect();
        self.log_review(caller, &opened, &together.of, changes, None).await
    }

    /// Takes back the caller's last step in the review. A step after which somebody else touched the same stays.
    ///
    /// # Errors
    /// There is none; somebody touched it since.
    pub async fn undo_review(&self, caller: &Caller, id: PlanId) -> Outcome<ReviewEdited> {
        let opened = self.open_plan(caller, id).await?;
        let log: Vec<&PlanDecision> = opened.decisions.iter().filter(|d| is_element(&d.finding)).collect();
        let undone: HashSet<&str> = log.iter().filter_map(|d| d.value_a.as_deref()?.strip_prefix(UNDO)).collect();
        let mine = |d: &&&PlanDecision| {
            let step = d.value_a.as_deref().unwrap_or(UNDO);
            d.by == caller.user() && !step.starts_with(UNDO) && !undone.contains(step)
        };
        let Some(step) = log.iter().rev().find(mine).and_then(|d| d.value_a.clone()) else {
            return Err(Problem::say(Code::Step, "没有可以撤销的步骤。"));
        };
        let first = log.iter().position(|d| d.value_a.as_deref() == Some(&step)).unwrap_or(0);
        let touched: BTreeSet<&str> =
            log.iter().filter(|d| d.value_a.as_deref() == Some(&step)).map(|d| d.finding.as_str()).collect();
        let later = |d: &&PlanDecision| d.value_a.as_deref() != Some(&step) && touched.contains(d.finding.as_str());
        let is_settled = |d: &&PlanDecision| {
            let of = d.value_a.as_deref().unwrap_or_default();
            undone.contains(of) || of.strip_prefix(UNDO).is_some_and(|u| undone.contains(u))
        };
        if log[first..].iter().copied().filter(|d| later(d)).any(|d| !is_settled(&d)) {
            return Err(Problem::say(Code::Conflict, "这一步之后又有人改过同一处，不能撤销，请直接修改。"));
        }
        let before = Review::replay(log[..first].iter().copied());
        let mut changes = vec![];
        for element in &touched {
            let stand = before.of(element);
            match stand.content {
                Some(Content::Put(put)) => {
                    changes.push(((*element).to_string(), PUT, Some(serde_json::to_string(&put).map_err(Problem::internal)?)));
                }
                Some(Content::Replaced | Content::Dropped) => changes.push(((*element).to_string(), GONE, None)),
                None => changes.push(((*element).to_string(), AS_READ, None)),
            }
            changes.push(((*element).to_string(), word(stand.confirmed), None));
        }
        let elements = touched.iter().map(|e| (*e).to_string()).collect();
        self.log_review(caller, &opened, &[], changes, Some(&step)).await?;
        Ok(ReviewEdited { elements })
    }

    /// Moves all dates of a historic plan; `None` takes it back. The dates of the text stay beside the moved ones.
    ///
    /// # Errors
    /// Not found; a day that can't be read.
    pub async fn rebase_plan(&self, caller: &Caller, id: PlanId, rebase: Option<Rebase>) -> Outcome<()> {
        if let Some(r) = &rebase {
            for (field, text) in [("from", &r.from), ("to", &r.to)] {
                if text.parse::<jiff::civil::Date>().is_err() {
                    return Err(Problem::field(field, format!("“{text}”不是日期，应如 2013-09-01")));
                }
            }
        }
        self.change_standing(caller, id, |s| s.rebase = rebase).await
    }

    async fn log_review(
        &self,
        caller: &Caller,
        opened: &Opened,
        seen: &[SeenElement],
        changes: Vec<(String, &str, Option<String>)>,
        undoes: Option<&str>,
    ) -> Outcome<()> {
        let at = self.clock().now();
        let step = match undoes {
            Some(step) => format!("{UNDO}{step}"),
            None => self.entropy().id(at).simple().to_string(),
        };
        let entry = |(finding, choice, value_b): (String, &str, Option<String>)| PlanDecision {
            finding,
            choice: choice.to_string(),
            value_a: Some(step.clone()),
            value_b,
            note: None,
            by: caller.user(),
            at,
        };
        let mut versions: BTreeMap<String, i64> = seen.iter().map(|s| (s.element.clone(), s.version as i64)).collect();
        let entries: Vec<PlanDecision> = changes.into_iter().map(entry).collect();
        if undoes.is_some() {
            // What was looked at when it was decided that the step may be taken back.
            versions.extend(entries.iter().map(|e| (e.finding.clone(), opened.review.of(&e.finding).version as i64)));
        }
        let stored = self.store().review_plan(&self.stamp(&caller.actor()), opened.plan.summary.id, entries, versions).await?;
        if stored {
            Ok(())
        } else {
            Err(Problem::say(Code::Conflict, "这一处已被他人修改，您的修改没有保存，请刷新后再改。"))
        }
    }
}

/// A confirmation as it stands in the log.
pub(crate) fn word(confirmed: Option<Confirmed>) -> &'static str {
    match confirmed {
        Some(Confirmed::Yes) => "yes",
        Some(Confirmed::No) => "no",
        None => UNDONE,
    }
}

fn span_of(places: &Places<'_>, place: &PlaceView) -> Option<Span> {
    let (start, end) = (places.byte(place.line, place.col_start)?, places.byte(place.last_line, place.col_end)?);
    (start < end).then(|| Span::new(start, end))
}

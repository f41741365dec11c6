//! Proposals as a page: what the model proposed, beside its sentence, and who allowed what to be sent.

use super::hold::Held;
use super::model::LanguageModel;
use super::{ALLOWED, Document, Kept, PROPOSED, RECEIVED, RunResult, SENT};
use crate::view::labels::{self, Label};
use crate::view::person::{NamesPeople, Person};
use crate::view::places::Places;
use crate::view::plan::element_id;
use crate::view::words::{Confirmed, ElementKind};
use luodi_reading::Span;
use luodi_store::PlanDecision;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const PROPOSAL: &str = "proposal-";

/// The model that the server was started with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ModelView {
    pub name: String,
    /// Where texts are sent.
    pub address: String,
}

/// Who allowed the text of this document to be sent to the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Permission {
    pub by: Person,
    pub at: String,
    /// Name and address of the model that it was given for. For another one it must be given anew.
    pub model: String,
}

/// How many were dropped for a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DroppedCount {
    pub reason: String,
    pub count: usize,
}

/// One sending of the text, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProposalRun {
    pub by: Person,
    pub at: String,
    pub model: String,
    /// `null`: no usable answer came.
    pub kept: Option<usize>,
    pub dropped: Vec<DroppedCount>,
}

/// An element that the model proposes. Its quote and words stand in the text; whether it is right, a person says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProposalView {
    pub id: String,
    pub kind: ElementKind,
    pub line: usize,
    pub last_line: usize,
    /// UTF-16 offset in the first line.
    pub col_start: usize,
    /// UTF-16 offset in the last line, exclusive.
    pub col_end: usize,
    pub label: String,
    pub detail: String,
    pub quote: String,
    /// Name of the model that proposed it.
    pub model: String,
    pub at: String,
    /// `null`: open.
    pub confirmed: Option<Confirmed>,
    pub confirmed_by: Option<Person>,
}

/// Proposals for one document of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProposalPage {
    pub document: usize,
    /// `null`: off.
    pub model: Option<ModelView>,
    /// `null`: nobody allowed it, or it was withdrawn.
    pub permission: Option<Permission>,
    pub items: Vec<ProposalView>,
    /// Every sending, oldest first.
    pub runs: Vec<ProposalRun>,
}

impl NamesPeople for ProposalPage {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        self.permission.iter_mut().for_each(|p| visit(&mut p.by));
        self.runs.iter_mut().for_each(|r| visit(&mut r.by));
        self.items.iter_mut().filter_map(|i| i.confirmed_by.as_mut()).for_each(visit);
    }
}

/// The log of decisions of a plan, oldest first.
pub(super) struct Log(Vec<PlanDecision>);

impl Log {
    pub fn new(decisions: Vec<PlanDecision>) -> Log {
        Log(decisions)
    }
    pub fn last(&self, of: &str) -> Option<&PlanDecision> {
        self.0.iter().rev().find(|d| d.finding == of)
    }
    pub fn proposal(&self, id: &str) -> Option<Kept> {
        let proposed = self.0.iter().find(|d| d.finding == id && d.choice == PROPOSED && id.starts_with(PROPOSAL));
        serde_json::from_str(proposed?.value_b.as_deref()?).ok()
    }
}

/// A proposal is known by its kind and place, as an element is.
pub(super) fn proposal_id(held: &Held) -> String {
    format!("{PROPOSAL}{}", element_id(held.values.kind(), Span::new(held.start, held.end)))
}

/// Was it read by rule at this place, or proposed before?
pub(super) fn is_known(opened: &Document, held: &Held) -> bool {
    let at = Places::new(&opened.text).view(Span::new(held.start, held.end));
    let overlaps = |e: &crate::view::plan::Element| {
        let before = (e.line, e.col_start) < (at.last_line, at.col_end);
        e.kind == held.values.kind() && before && (at.line, at.col_start) < (e.last_line, e.col_end)
    };
    opened.log.proposal(&proposal_id(held)).is_some() || opened.page.elements.iter().any(overlaps)
}

pub(super) fn page(opened: &Document, model: Option<&dyn LanguageModel>) -> ProposalPage {
    let permission = opened.log.last(&opened.permission()).filter(|d| d.choice == ALLOWED);
    let proposed = opened.log.0.iter().filter(|d| d.choice == PROPOSED);
    let places = Places::new(&opened.text);
    let mut items: Vec<ProposalView> = proposed.filter_map(|d| item(opened, &places, d)).collect();
    items.sort_by_key(|i| (i.line, i.col_start));
    ProposalPage {
        document: opened.page.document,
        model: model.map(|m| ModelView { name: m.name().to_string(), address: m.address().to_string() }),
        permission: permission.map(|d| Permission {
            by: d.by.into(),
            at: d.at.to_string(),
            model: d.value_b.clone().unwrap_or_default(),
        }),
        items,
        runs: runs(&opened.log.0, &opened.run()),
    }
}

fn item(opened: &Document, places: &Places<'_>, proposed: &PlanDecision) -> Option<ProposalView> {
    let kept = opened.log.proposal(&proposed.finding).filter(|k| k.document == opened.page.document)?;
    let span = Span::new(kept.start, kept.end);
    let at = places.view(span);
    let Label { label, detail, .. } = labels::of(&kept.values, &places.text(span), None);
    let last = opened.log.last(&proposed.finding)?;
    let confirmed = match last.choice.as_str() {
        "yes" => Some(Confirmed::Yes),
        "no" => Some(Confirmed::No),
        _ => None,
    };
    Some(ProposalView {
        id: proposed.finding.clone(),
        kind: kept.values.kind(),
        line: at.line,
        last_line: at.last_line,
        col_start: at.col_start,
        col_end: at.col_end,
        label,
        detail,
        quote: kept.quote,
        model: kept.model,
        at: proposed.at.to_string(),
        confirmed,
        confirmed_by: confirmed.map(|_| last.by.into()),
    })
}

fn runs(log: &[PlanDecision], of: &str) -> Vec<ProposalRun> {
    let mut out: Vec<ProposalRun> = vec![];
    for d in log.iter().filter(|d| d.finding == of) {
        match (d.choice.as_str(), out.last_mut()) {
            (SENT, _) => out.push(ProposalRun {
                by: d.by.into(),
                at: d.at.to_string(),
                model: d.value_b.clone().unwrap_or_default(),
                kept: None,
                dropped: vec![],
            }),
            (RECEIVED, Some(run)) => {
                let result: Option<RunResult> = d.value_b.as_deref().and_then(|json| serde_json::from_str(json).ok());
                run.kept = result.as_ref().map(|r| r.kept);
                run.dropped = result.map(|r| r.dropped).unwrap_or_default();
            }
            _ => {}
        }
    }
    out
}

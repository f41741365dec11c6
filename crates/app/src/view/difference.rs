//! What differs between two plans, as a page: each difference with both sentences, what runs because of it, and whether a
//! person takes it over.

use super::person::{NamesPeople, Person};
use super::review::PlaceView;
use super::words::{ChangeName, Confirmed, DifferenceElement, RelationName};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One of the two plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanSide {
    pub id: String,
    pub title: String,
    pub document: usize,
}

/// Where a plan says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SaidView {
    pub place: PlaceView,
    pub sentence: String,
    /// The words that were compared.
    pub words: String,
}

/// What runs in the programme because of the first plan's sentence, and what has been done under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunningView {
    /// `duty`, `return`, `target`, `register`.
    pub kind: RunningKind,
    pub name: String,
    pub title: String,
    /// What was owed and done so far, over units and periods; of a target the units that reach it.
    pub done: usize,
    /// Zero reports.
    pub zero: usize,
    /// Owed and not done.
    pub open: usize,
    /// In words: what stays as it is.
    pub say: String,
    /// Not counted: too many units.
    pub uncounted: bool,
}

/// A kind of element that runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunningKind {
    Duty,
    Return,
    Target,
    Register,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DifferenceView {
    pub id: String,
    pub element: DifferenceElement,
    pub change: ChangeName,
    pub say: String,
    /// What the first plan says; `null`: nothing.
    pub before: Option<SaidView>,
    pub after: Option<SaidView>,
    pub running: Vec<RunningView>,
    /// Taken over into the programme (`yes`), left out (`no`), or not decided (`null`).
    pub taken: Option<Confirmed>,
    pub taken_by: Option<Person>,
    pub taken_at: Option<String>,
}

/// The programme that runs by the first plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunningProgramme {
    pub id: String,
    pub title: String,
    pub version: u32,
    /// A draft is there already: taking the differences over replaces it.
    pub has_draft: bool,
    /// First day on which the new version can hold: tomorrow.
    pub from: String,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DifferencePage {
    pub relation: RelationName,
    pub before: PlanSide,
    pub after: PlanSide,
    /// `null`: nothing runs by the first plan, or the plans are compared as a lower and a higher one.
    pub programme: Option<RunningProgramme>,
    pub items: Vec<DifferenceView>,
    /// Taken over so far.
    pub taken: usize,
    pub undecided: usize,
}

impl NamesPeople for DifferencePage {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        self.items.iter_mut().filter_map(|i| i.taken_by.as_mut()).for_each(visit);
    }
}

/// What became of the differences that were taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Revised {
    pub programme: String,
    /// Version of the draft.
    pub draft: u32,
    /// What was put into the draft.
    pub done: Vec<String>,
    /// What a person must still look at in the draft.
    pub notes: Vec<String>,
}

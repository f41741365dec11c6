//! Reviewing what was read: the values of an element as a person can change them, and what a person changed.

use super::person::Person;
use super::words::{Confirmed, ElementKind, LimitKind, ReadOp, UnitRole};
use luodi_reading::{Amount, Day, Heading, Limit, Responsibility, Target, TimeLimit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an element says, by its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ElementValues {
    Heading {
        title: String,
        /// From 1.
        level: usize,
    },
    Responsibility {
        unit: String,
        role: UnitRole,
    },
    TimeLimit(LimitView),
    Target {
        /// What is counted.
        what: String,
        op: ReadOp,
        /// A decimal number; `null`: hidden by the text, or to be settled.
        value: Option<String>,
        /// For a range its upper end.
        to: Option<String>,
        measured_in: String,
        /// 力争, 争取
        aspired: bool,
    },
    Duty {
        /// What is to be done.
        what: String,
        who: Vec<UnitInRole>,
        /// daily, weekly, monthly …; `null`: once.
        every: Option<String>,
        /// Once: the day, a period `from/to` or a duration; with a rhythm: its due part (`5`, `end`). `null`: the text names none.
        due: Option<String>,
    },
    Task {
        title: String,
        who: Vec<UnitInRole>,
        from: Option<String>,
        to: Option<String>,
    },
    Phase {
        title: String,
        from: Option<String>,
        to: Option<String>,
    },
    /// A register, form or report that the text asks for.
    Register {
        title: String,
        every: Option<String>,
    },
    /// A question that the text leaves open.
    Ask {
        question: String,
    },
}

/// A unit with what it has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitInRole {
    pub unit: String,
    pub role: UnitRole,
}

/// A limit of time. Days are `2013-09-01`, or `--09-01` where the year is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LimitView {
    pub limit: LimitKind,
    pub from: Option<String>,
    /// The last day (by, between), or the day (on).
    pub to: Option<String>,
    /// daily, weekly, monthly …; for `within` an ISO 8601 duration.
    pub length: Option<String>,
    /// For `every`: the due part in the words of the text.
    pub due: Option<String>,
}

/// A place in the text, as the page counts: lines from 1, columns in UTF-16, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlaceView {
    pub line: usize,
    pub last_line: usize,
    pub col_start: usize,
    pub col_end: usize,
}

/// An element that is replaced, in the version that the person saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SeenElement {
    pub element: String,
    pub version: usize,
}

/// What stands instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PutElement {
    pub place: PlaceView,
    pub values: ElementValues,
}

/// Some elements are replaced by others: one by one is a change, several by one a merger, one by several a split, none by
/// one an addition, one by none is dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewEdit {
    #[serde(default)]
    pub of: Vec<SeenElement>,
    #[serde(default)]
    pub put: Vec<PutElement>,
}

/// Elements that are confirmed, rejected or reopened together, as one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Confirmations {
    pub of: Vec<SeenElement>,
    /// `yes`, `no`, or `null` to reopen.
    pub confirmed: Option<Confirmed>,
}

/// What an edit came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewEdited {
    /// Ids of what stands there now.
    pub elements: Vec<String>,
}

/// Who touched an element last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Touched {
    pub by: Person,
    pub at: String,
}

/// All dates of the plan are moved: from the day that the text means to the day that is meant now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rebase {
    pub from: String,
    pub to: String,
}

impl ElementValues {
    pub fn kind(&self) -> ElementKind {
        match self {
            ElementValues::Heading { .. } => ElementKind::Heading,
            ElementValues::Responsibility { .. } => ElementKind::Responsibility,
            ElementValues::TimeLimit(_) => ElementKind::TimeLimit,
            ElementValues::Target { .. } => ElementKind::Target,
            ElementValues::Duty { .. } => ElementKind::Duty,
            ElementValues::Task { .. } => ElementKind::Task,
            ElementValues::Phase { .. } => ElementKind::Phase,
            ElementValues::Register { .. } => ElementKind::Register,
            ElementValues::Ask { .. } => ElementKind::Ask,
        }
    }
}

impl From<&Heading> for ElementValues {
    fn from(h: &Heading) -> ElementValues {
        ElementValues::Heading { title: h.title.clone(), level: h.level }
    }
}
impl From<&Responsibility> for ElementValues {
    fn from(r: &Responsibility) -> ElementValues {
        ElementValues::Responsibility { unit: r.unit.clone(), role: r.role.into() }
    }
}
impl From<&TimeLimit> for ElementValues {
    fn from(t: &TimeLimit) -> ElementValues {
        let day = |d: &Day| Some(d.to_string());
        let of = |limit: LimitKind| LimitView { limit, from: None, to: None, length: None, due: None };
        ElementValues::TimeLimit(match &t.limit {
            Limit::By { day: d } => LimitView { to: day(d), ..of(LimitKind::By) },
            Limit::On { day: d } => LimitView { to: day(d), ..of(LimitKind::On) },
            Limit::Between { from, to } => {
                LimitView { from: from.as_ref().and_then(day), to: to.as_ref().and_then(day), ..of(LimitKind::Between) }
            }
            Limit::Every { rhythm, due } => LimitView { length: Some(rhythm.clone()), due: due.clone(), ..of(LimitKind::Every) },
            Limit::Within { duration } => LimitView { length: Some(duration.clone()), ..of(LimitKind::Within) },
            Limit::Standing => of(LimitKind::Standing),
        })
    }
}
impl From<&Target> for ElementValues {
    fn from(t: &Target) -> ElementValues {
        let (value, to) = match &t.amount {
            Amount::Known { value, .. } => (Some(value.normalize().to_string()), None),
            Amount::Range { from, to } => (Some(from.normalize().to_string()), Some(to.normalize().to_string())),
            Amount::Masked | Amount::Pending => (None, None),
        };
        let (what, measured_in) = (t.what.clone(), t.unit.clone());
        ElementValues::Target { what, op: t.op.into(), value, to, measured_in, aspired: t.aspired }
    }
}

//! The model of a programme (方案): what a programme file says, as data.
//!
//! Expressions stand here as text ([`Expression`]); the crate `language` parses and types them. Every element may point at
//! its clause, the lines of the plan's text that it rests on.

mod duty;
mod given;
mod measure;
mod register;

pub use duty::{Column, ColumnShows, Due, During, Duty, Earlier, List, Notice, Return, Table, TableRow};
pub use given::{Entry, Given};
pub use measure::{Agreement, Bundle, Comparator, Measure, MeasureKind, Need, RollUp, SameAs, Stage, Stated, Strength, Target};
pub use register::{Access, Check, Field, FieldType, Preset, Register, Severity, State};

use crate::ProgrammeId;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Text of an expression in Luodi's own language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Expression(pub String);

/// Where in the plan's text an element stands: `L36` or `L36-L58`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Clause(pub String);

impl Clause {
    /// First and last line (1-based, inclusive), or `None` where the text is no clause.
    pub fn lines(&self) -> Option<(u32, u32)> {
        let mut parts = self.0.split('-').map(|p| p.trim().trim_start_matches('L').parse::<u32>());
        let first = parts.next()?.ok()?;
        let last = match parts.next() {
            Some(p) => p.ok()?,
            None => first,
        };
        (parts.next().is_none() && first >= 1 && first <= last).then_some((first, last))
    }
}

/// One programme: everything an office set going with one plan.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Short name, as the folder is called.
    pub programme: ProgrammeId,
    /// Title in the office's words.
    pub title: String,
    #[serde(default)]
    pub summary: String,
    /// First and last day; both may rest on asks. Absent: open at both ends.
    #[serde(default)]
    pub window: Option<Window>,
    /// Questions that the text leaves open (待定事项). Never with a guessed answer.
    #[serde(default)]
    pub asks: IndexMap<String, Ask>,
    /// Groups of units (各省辖市, 各村卫生室 …).
    #[serde(default)]
    pub groups: IndexMap<String, Group>,
    #[serde(default)]
    pub registers: IndexMap<String, Register>,
    /// Records that come with the programme: tasks, indicators, dates that its text lays down.
    #[serde(default)]
    pub given: IndexMap<String, Given>,
    #[serde(default)]
    pub measures: IndexMap<String, Measure>,
    #[serde(default)]
    pub targets: IndexMap<String, Target>,
    /// Targets that are counted together.
    #[serde(default)]
    pub bundles: IndexMap<String, Bundle>,
    /// Figures that should be equal.
    #[serde(default)]
    pub agreements: IndexMap<String, Agreement>,
    #[serde(default)]
    pub duties: IndexMap<String, Duty>,
    /// Periodic returns (报表) that units file.
    #[serde(default)]
    pub returns: IndexMap<String, Return>,
    /// Saved selections of records that need somebody (清单).
    #[serde(default)]
    pub lists: IndexMap<String, List>,
    /// Tables laid out from measures (汇总表).
    #[serde(default)]
    pub tables: IndexMap<String, Table>,
    /// Pages that anybody may see.
    #[serde(default)]
    pub public: Vec<PublicPage>,
    /// Figures that anybody may see, as long as enough stand behind them.
    #[serde(default)]
    pub public_figures: Vec<PublicFigure>,
    /// Organisation set up by the plan (领导小组 …).
    #[serde(default)]
    pub bodies: Vec<Body>,
    /// Rank units by results? Off unless the plan asks for it.
    #[serde(default)]
    pub ranking: bool,
}

/// First and last day of a programme, as expressions (`2013-09-01`, `first_day(ask.first_month)`).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub from: Expression,
    pub to: Expression,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// A question that the text leaves open; what depends on it is pending until a person answers.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    pub title: String,
    /// `text`, `whole`, `decimal`, `percent`, `date`, `month` (its first day), `year`, `bool`, `choice`.
    #[serde(rename = "type")]
    pub type_: String,
    #[serde(default)]
    pub clause: Option<Clause>,
    /// For `choice`: what can be chosen. A choice may carry the window it would give, so that its consequences
    /// (how many quarters?) can be shown before anybody chooses.
    #[serde(default)]
    pub options: IndexMap<String, AskOption>,
    /// Must be answered before publication.
    #[serde(default)]
    pub before_publication: bool,
    /// What the answer decides, for the person who is asked.
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskOption {
    pub title: String,
    #[serde(default)]
    pub window: Option<Window>,
}

/// A group of units. Selected by an expression over the unit (`level == "市"`), or the union of other groups.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    #[serde(default, rename = "where")]
    pub where_: Option<Expression>,
    #[serde(default)]
    pub union: Vec<String>,
    #[serde(default)]
    pub clause: Option<Clause>,
    /// How many the text says there are; a difference is reported at publication.
    #[serde(default)]
    pub stated: Option<u32>,
}

/// A page open to everybody: upcoming or published records of a register, with the fields named and no others.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicPage {
    pub title: String,
    pub register: String,
    #[serde(default, rename = "where")]
    pub where_: Option<Expression>,
    pub fields: Vec<String>,
}

/// A figure open to everybody (公开数): over everything that the programme obliges, in its whole window. With fewer behind it
/// than `at_least` it is masked, or it would tell what one of them reported.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicFigure {
    pub title: String,
    pub value: Expression,
    /// How many stand behind it (`distinct(revenue.firm)`).
    pub contributors: Expression,
    /// Two at the least.
    #[serde(default = "two")]
    pub at_least: u32,
    #[serde(default)]
    pub clause: Option<Clause>,
}

fn two() -> u32 {
    2
}

/// A leading group, an office or another body named by the plan, with its posts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub title: String,
    #[serde(default)]
    pub clause: Option<Clause>,
    #[serde(default)]
    pub posts: Vec<BodyPost>,
}

/// One kind of post in a body; `count` absent: the text doesn't say how many; `holder` names a post, never guesses a person.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BodyPost {
    pub title: String,
    #[serde(default)]
    pub count: Option<u32>,
    #[serde(default)]
    pub holder: Option<String>,
}

//! Measures (指标) and targets (目标任务): what is counted, and held against what.

use super::{Clause, Expression};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A measure: a cell for every unit and period, live from the records.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "MeasureFile", into = "MeasureFile")]
#[schemars(with = "MeasureFile")]
pub struct Measure {
    pub title: String,
    /// Unit of measure (次, 人, %).
    pub measured_in: Option<String>,
    pub kind: MeasureKind,
    pub clause: Option<Clause>,
}

/// How a measure is computed.
#[derive(Clone, PartialEq, Debug)]
pub enum MeasureKind {
    /// Number of records of a register.
    Count { count: String, where_: Option<Expression> },
    /// Sum of a field: `tour.people`. Records without a value make the sum partial.
    Sum { sum: String, where_: Option<Expression> },
    /// Part ÷ whole, both measures of this programme; rolled up as ratio of sums. 0 of 0 is not computable.
    Ratio { part: String, whole: String },
    /// Expression over other measures of the same unit and period.
    Formula { formula: Expression },
}

/// A measure as it stands in a programme file: one of `count`, `sum`, `part` with `whole`, `formula`; `where` goes with the
/// first two.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MeasureFile {
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    measured_in: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sum: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "where")]
    where_: Option<Expression>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    whole: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    formula: Option<Expression>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clause: Option<Clause>,
}

impl TryFrom<MeasureFile> for Measure {
    type Error = String;
    fn try_from(file: MeasureFile) -> Result<Measure, String> {
        let kind = match (file.count, file.sum, file.part, file.whole, file.formula, file.where_) {
            (Some(count), None, None, None, None, where_) => MeasureKind::Count { count, where_ },
            (None, Some(sum), None, None, None, where_) => MeasureKind::Sum { sum, where_ },
            (None, None, Some(part), Some(whole), None, None) => MeasureKind::Ratio { part, whole },
            (None, None, None, None, Some(formula), None) => MeasureKind::Formula { formula },
            _ => {
                return Err(format!(
                    "指标“{}”应写 count、sum、part 与 whole、formula 之中的一种；where 只用于 count 和 sum",
                    file.title
                ));
            }
        };
        Ok(Measure { title: file.title, measured_in: file.measured_in, kind, clause: file.clause })
    }
}

impl From<Measure> for MeasureFile {
    fn from(measure: Measure) -> MeasureFile {
        let mut file = MeasureFile {
            title: measure.title,
            measured_in: measure.measured_in,
            count: None,
            sum: None,
            where_: None,
            part: None,
            whole: None,
            formula: None,
            clause: measure.clause,
        };
        match measure.kind {
            MeasureKind::Count { count, where_ } => (file.count, file.where_) = (Some(count), where_),
            MeasureKind::Sum { sum, where_ } => (file.sum, file.where_) = (Some(sum), where_),
            MeasureKind::Ratio { part, whole } => (file.part, file.whole) = (Some(part), Some(whole)),
            MeasureKind::Formula { formula } => file.formula = Some(formula),
        }
        file
    }
}

/// A target: a measure of each unit of a group against a number.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub title: String,
    pub measure: String,
    /// Group of units; each holds the target.
    pub who: String,
    /// Held where this isn't known to be false (a township without any child has no rate): else it doesn't apply, and enters
    /// no verdict above.
    #[serde(default, rename = "where")]
    pub where_: Option<Expression>,
    pub op: Comparator,
    /// The number, as an expression (may use `unit`, asks, other measures); absent: value pending.
    #[serde(default)]
    pub value: Option<Expression>,
    /// With `between`: the upper end (5至10家).
    #[serde(default)]
    pub upper: Option<Expression>,
    /// What it is compared with (上年, 基期). With `rise`, `fall` and `growth` there is no verdict while it is open; beside a plain
    /// `value` it is where the way began (由15万元提高到20万元), and is shown.
    #[serde(default)]
    pub baseline: Option<Expression>,
    /// By how much of the baseline it must have grown, or fallen with `fall` (增长10%, 下降3.5%). Percentage points are a `value`.
    #[serde(default)]
    pub growth: Option<Expression>,
    /// With `growth`: so much in each of so many years, one on top of the other (年均增长).
    #[serde(default)]
    pub years: Option<Expression>,
    /// With `rise` or `fall` and no amount: is the target met where the figure stands as the baseline (稳中有降遇持平)? Absent: no.
    #[serde(default)]
    pub unchanged: Option<Expression>,
    /// The day by which it must stand (截止日), where that isn't the end of the window. Open: no verdict.
    #[serde(default)]
    pub by: Option<Expression>,
    /// What must stand on the way there (阶段目标). Between the stages nothing is asked, and nothing is interpolated.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// What must hold before there is a verdict at all (口径一致, 口径已定).
    #[serde(default)]
    pub needs: Vec<Need>,
    /// With `every`: how many periods in a row must meet it to be called steady (稳定); said beside the verdict.
    #[serde(default)]
    pub steady: Option<Expression>,
    /// The same quota, named at another place of the text.
    #[serde(default)]
    pub same_as: Option<SameAs>,
    /// 约束性, 预期性: shown with the target and counted apart.
    #[serde(default)]
    pub strength: Strength,
    /// Judged per this period; absent: over the whole window.
    #[serde(default)]
    pub every: Option<crate::Every>,
    /// Does the unit's own record alone count (false), or its whole subtree (true)?
    #[serde(default)]
    pub subtree: bool,
    /// How units above read it.
    #[serde(default)]
    pub roll_up: RollUp,
    /// 力争, 争取: missed reads "not reached (aspired)".
    #[serde(default)]
    pub aspired: bool,
    /// 左右: tolerance given by the user, an expression; absent with op `about`: neither met nor missed.
    #[serde(default)]
    pub tolerance: Option<Expression>,
    /// Totals that the text or its tables state for this target; fan-out is reconciled with them.
    #[serde(default)]
    pub stated: Vec<Stated>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    AtLeast,
    AtMost,
    Equals,
    MoreThan,
    LessThan,
    About,
    /// From `value` to `upper`; more than that is above the range, which is neither short nor plainly met.
    Between,
    /// Must stand above its baseline, by the value at least where there is one.
    Rise,
    /// Must stand below its baseline, by the value at least where there is one.
    Fall,
}

/// A stage (阶段目标): what the measure must have reached by a day on the way.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    #[serde(default)]
    pub title: Option<String>,
    pub by: Expression,
    pub value: Expression,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// What must hold before a target is judged. Known to be false or not known: no verdict, and `say` is the reason.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Need {
    pub require: Expression,
    /// `{measure}` and `{ask.name}` stand for their values.
    pub say: String,
}

/// Two targets of one text that may be one (同一指标两处写). Each keeps its own quota; what is reported serves both where they are
/// the same.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SameAs {
    pub target: String,
    /// Are they the same? An ask, as a rule: until a person has said so, each has its own figure. Absent: they are.
    #[serde(default)]
    pub when: Option<Expression>,
}

/// How binding a target is (约束性、预期性). 力争 is `aspired`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    #[default]
    Plain,
    /// 预期性
    Expected,
    /// 约束性
    Binding,
}

/// Targets that are counted together: "13 of 14" (约束性指标, 四图五清单). One known failure decides; an average never rescues it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    pub title: String,
    pub targets: Vec<String>,
    /// Count each unit that holds one of them (30 cells of 10 rates × 3 cities), instead of each target.
    #[serde(default)]
    pub each_unit: bool,
    /// So many of them are enough (任选其一); absent: all.
    #[serde(default)]
    pub enough: Option<usize>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// Two figures that should be equal (分项与合计, 比例与基数). The difference is shown and never levelled out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    pub title: String,
    /// Over the unit that looks, in the whole window.
    pub left: Expression,
    pub right: Expression,
    /// They may differ by this much.
    #[serde(default)]
    pub within: Option<Expression>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// How a target reads at a unit above those that hold it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RollUp {
    /// Every unit must pass; the sum is shown beside and never rescues it.
    #[default]
    EveryUnit,
    /// The sums are compared.
    Sum,
    /// Ratio of sums.
    RatioOfSums,
}

/// A total stated by the text: the sum of the quotas over the subtree of each unit of `at`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// Group of units for whose subtree the total is stated.
    pub at: String,
    /// One number for each of them …
    #[serde(default)]
    pub value: Option<Expression>,
    /// … or a row of a table of the plan (`表1/合计次数`), whose columns carry the units' names.
    #[serde(default)]
    pub row: Option<String>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

//! Registers (台账): what is kept.

use super::{Clause, Expression};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A register: typed fields, states, checks.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    pub title: String,
    #[serde(default)]
    pub clause: Option<Clause>,
    /// The field (type `unit`) that says whose record this is. Jurisdiction follows it.
    pub unit: String,
    /// The field (type `date`) that says in which period a record counts. Absent: the day of entry in Beijing.
    #[serde(default)]
    pub day: Option<String>,
    pub fields: IndexMap<String, Field>,
    /// Absent: records have no states.
    #[serde(default)]
    pub states: IndexMap<String, State>,
    /// States in which a new record may begin; absent: the first state only.
    #[serde(default)]
    pub begin: Vec<String>,
    /// Conditions that each stored version of a record must meet.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Values offered in a new record's form when the condition holds.
    #[serde(default)]
    pub presets: Vec<Preset>,
    /// Who may enter records: group of units; absent: every unit for itself, and its superiors.
    #[serde(default)]
    pub kept_by: Option<String>,
    /// Fields of type `unit` whose units work on a record too (牵头、核定、抄送单位), wherever they stand in the tree: they open it, and
    /// take the steps and set the marks that their group may (`by`), and no others.
    #[serde(default)]
    pub partners: Vec<String>,
    /// Group of units whose members may read every record of the programme here, wherever they stand in the tree; absent:
    /// only units above. Fields stay as masked as they are.
    #[serde(default)]
    pub seen_by: Option<String>,
}

/// A field of a register.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub title: String,
    #[serde(rename = "type")]
    pub type_: FieldType,
    /// Must be known in every stored version.
    #[serde(default)]
    pub required: bool,
    /// Unit of measure (人, 次, 元).
    #[serde(default)]
    pub measured_in: Option<String>,
    /// For `choice` and `choices`: what can be chosen.
    #[serde(default)]
    pub options: Vec<String>,
    /// For numbers with a unit of measure: the entry must name its unit (300000万元 where 亿元 is kept), so that nobody has to
    /// guess which one was meant.
    #[serde(default)]
    pub with_unit: bool,
    /// The list of options ends with 等: another value is allowed, with a reason in this field; the record is marked.
    #[serde(default)]
    pub open_with_reason: Option<String>,
    /// For `record`: the register referred to. For `unit`: the group it must belong to.
    #[serde(default)]
    pub of: Option<String>,
    /// For `record`: condition on the record referred to, beside the register's own checks.
    #[serde(default, rename = "where")]
    pub where_: Option<Expression>,
    /// Said when the condition `where` fails.
    #[serde(default)]
    pub say: Option<String>,
    /// For `mark`: group of units whose members may set it; absent: who keeps the record.
    #[serde(default)]
    pub by: Option<String>,
    /// For `computed`: the expression.
    #[serde(default)]
    pub value: Option<Expression>,
    /// Shown in the form only when this holds.
    #[serde(default)]
    pub shown: Option<Expression>,
    #[serde(default)]
    pub access: Access,
    #[serde(default)]
    pub clause: Option<Clause>,
    /// Help under the field.
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    Text,
    LongText,
    /// Whole number ≥ 0 (人, 次). A negative or fractional entry is refused.
    Whole,
    /// Decimal number.
    Decimal,
    /// 元, two decimals.
    Money,
    Percent,
    Date,
    /// Minute of the day, `HH:MM`.
    Time,
    Bool,
    Choice,
    Choices,
    Unit,
    /// Reference to a record of another register.
    Record,
    /// Attachments.
    Files,
    /// Who confirmed it and when (存档, 签收); set by its own action, never typed. Expressions see the day it was set.
    Mark,
    /// Computed from other fields.
    Computed,
}

/// Who sees a field, the most open first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    Public,
    /// Signed-in staff with jurisdiction.
    #[default]
    Internal,
    /// The unit that keeps the record, and nobody above or beside it.
    Restricted,
    /// Shown masked; opening leaves a trace.
    Masked,
}

/// A state of a record.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub title: String,
    /// States that may follow.
    #[serde(default)]
    pub next: Vec<String>,
    /// Conditions for entering this state.
    #[serde(default)]
    pub needs: Vec<Check>,
    /// Group of units whose members may move a record into this state; absent: who keeps the record. The unit's superiors
    /// act only where the group says so.
    #[serde(default)]
    pub by: Option<String>,
    /// Fields that are filled when this state is entered (交办之日, 办结期限): field → expression over the record as it enters.
    /// Nobody types them, and no later answer or parameter changes them.
    #[serde(default)]
    pub sets: IndexMap<String, Expression>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// A condition with the field it concerns and the sentence said when it fails. Unknown is not enough: the condition must be true.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub require: Expression,
    /// Checked only when this is true.
    #[serde(default)]
    pub when: Option<Expression>,
    /// The field named in the refusal.
    #[serde(default)]
    pub field: Option<String>,
    pub say: String,
    #[serde(default)]
    pub severity: Severity,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// What a failed check does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing is stored.
    #[default]
    Refuse,
    /// Stored, and marked: what has happened is recorded with its breach as a finding.
    Finding,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    pub field: String,
    pub when: Expression,
    /// Options chosen beforehand (for `choices`) or the one value.
    pub values: Vec<String>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

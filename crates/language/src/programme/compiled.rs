//! A programme with its expressions compiled: what the engine runs.

use crate::expression::Expr;
use crate::types::Type;
use indexmap::IndexMap;
use luodi_model::programme::Programme;

/// Option → the first and last day that it would give the programme.
pub type Windows = IndexMap<String, (Expr, Expr)>;

/// The model with every expression compiled, under the names of the model.
#[derive(Clone, PartialEq, Debug)]
pub struct Compiled {
    pub model: Programme,
    /// `None`: a union of other groups.
    pub groups: IndexMap<String, Option<Expr>>,
    pub registers: IndexMap<String, CompiledRegister>,
    pub measures: IndexMap<String, CompiledMeasure>,
    /// Measures, those before others that rest on them (parts and wholes of ratios, formulas).
    pub measure_order: Vec<String>,
    pub targets: IndexMap<String, CompiledTarget>,
    pub duties: IndexMap<String, CompiledDuty>,
    pub agreements: IndexMap<String, CompiledAgreement>,
    pub returns: IndexMap<String, CompiledReturn>,
    pub lists: IndexMap<String, Expr>,
    /// First and last day of the programme.
    pub window: Option<(Expr, Expr)>,
    /// For asks of type `choice`: ask → option → the window that the option would give.
    pub ask_windows: IndexMap<String, Windows>,
    /// Conditions of the public pages, in their order.
    pub public: Vec<Option<Expr>>,
    /// Value and contributors of the public figures, in their order.
    pub public_figures: Vec<(Expr, Expr)>,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct CompiledRegister {
    pub checks: Vec<CompiledCheck>,
    /// What each state needs, in the order of the model.
    pub states: IndexMap<String, Vec<CompiledCheck>>,
    /// Fields that each state fills, in their order; states that fill none are left out.
    pub sets: IndexMap<String, Vec<(String, Expr)>>,
    pub fields: IndexMap<String, CompiledField>,
    /// Computed fields, those before others that rest on them.
    pub computed_order: Vec<String>,
    /// Conditions of the presets, in their order.
    pub presets: Vec<Expr>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct CompiledCheck {
    pub require: Expr,
    pub when: Option<Expr>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct CompiledField {
    /// Over the record referred to; `my.x` is the record that refers.
    pub where_: Option<Expr>,
    pub value: Option<Expr>,
    pub shown: Option<Expr>,
    pub type_: Type,
    /// A computed field that rests, itself or by way of other computed fields, on more than its own record: other records, the
    /// day, an ask. It is computed when it is looked at.
    pub live: bool,
}

/// Register and field are those that the records are counted in or summed over.
#[derive(Clone, PartialEq, Debug)]
pub struct CompiledMeasure {
    pub register: Option<String>,
    pub field: Option<String>,
    pub where_: Option<Expr>,
    pub formula: Option<Expr>,
    /// With its unit of measure. A ratio has its values in the unit declared (90 for 90 %), or as a plain fraction without one.
    pub type_: Type,
}

/// Expressions of a target, in the unit of its measure.
#[derive(Clone, PartialEq, Debug)]
pub struct CompiledTarget {
    pub where_: Option<Expr>,
    pub value: Option<Expr>,
    pub tolerance: Option<Expr>,
    pub upper: Option<Expr>,
    pub baseline: Option<Expr>,
    /// In percent: 10 for 10 %.
    pub growth: Option<Expr>,
    pub years: Option<Expr>,
    pub unchanged: Option<Expr>,
    pub by: Option<Expr>,
    /// Day and value of each stage, in the order of the model.
    pub stages: Vec<(Expr, Expr)>,
    /// In the order of the model.
    pub needs: Vec<Expr>,
    pub steady: Option<Expr>,
    pub same: Option<Expr>,
    /// In the order of the model; `None` where a row of a table is named.
    pub stated: Vec<Option<Expr>>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct CompiledDuty {
    pub where_: Option<Expr>,
    /// First and last day in which the duty recurs for a record.
    pub during: Option<(Expr, Expr)>,
    pub done: Expr,
    pub due_on: Option<Expr>,
    /// In the order of the model.
    pub earlier: Vec<CompiledEarlier>,
}

/// A due day of an earlier version.
#[derive(Clone, PartialEq, Debug)]
pub struct CompiledEarlier {
    pub until: Expr,
    pub due_on: Option<Expr>,
}

/// Two figures that should be equal, both in the unit of the left one.
#[derive(Clone, PartialEq, Debug)]
pub struct CompiledAgreement {
    pub left: Expr,
    pub right: Expr,
    pub within: Option<Expr>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct CompiledReturn {
    /// The day it is due, where `due` is an expression.
    pub due_on: Option<Expr>,
    /// In the order of the model.
    pub earlier: Vec<CompiledEarlier>,
}

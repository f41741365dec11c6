//! The typed tree that is evaluated: names resolved, units of measure brought to one scale.

use crate::diagnostic::Place;
use crate::function::Function;
use crate::name::Name;
use crate::near::NearBy;
use crate::syntax::{Comparison, Operation};
use crate::types::{Choices, Rescale};
use luodi_model::Value;
use rust_decimal::Decimal;
use std::sync::Arc;

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Node {
    pub kind: Kind,
    pub at: Place,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Kind {
    Literal(Value),
    Name(Name, Box<Label>),
    Not(Box<Node>),
    Negate(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Compare(Comparison, Box<[Node; 2]>),
    Arithmetic(Operation, Box<[Node; 2]>),
    /// Brings a number to another unit of measure.
    Scale(Rescale, Box<Node>),
    List(Vec<Node>),
    /// Item, list.
    In {
        pair: Box<[Node; 2]>,
        negated: bool,
    },
    IsKnown {
        item: Box<Node>,
        known: bool,
    },
    If(Box<[Node; 3]>),
    Call(Function, Vec<Node>),
    Band(Box<Band>),
    Aggregate(Box<Aggregate>),
}

/// How a person knows a name and its values.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Label {
    pub title: Box<str>,
    /// Unit of measure, written after the number.
    pub unit: Box<str>,
    pub choices: Option<Arc<Choices>>,
}

/// `band(x, [[limit, value], …])`: limits ascending.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Band {
    pub of: Node,
    pub rows: Vec<(Decimal, Node)>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Aggregate {
    pub what: Aggregator,
    pub register: String,
    /// Of the register.
    pub title: Box<str>,
    pub value: Option<Node>,
    pub where_: Option<Node>,
    /// Bounds on the records, read out of the condition.
    pub near: Option<NearBy>,
    /// For `all`.
    pub holds: Option<Node>,
    /// The day by which first and last are told.
    pub by: Option<Node>,
    /// The value is a whole number, never below zero: a partial sum has a lower bound.
    pub never_negative: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Aggregator {
    Count,
    Sum,
    /// All multiplied (逐年连乘).
    Product,
    Min,
    Max,
    Distinct,
    Any,
    All,
    First,
    Last,
}

//! The typed tree that is evaluated: names resolved, units of measure brought to one scale.

use crate::diagnostic::Place;
use crate::function::Function;
use crate::name::Name;
use crate::syntax::{Comparison, Operation};
use crate::types::Rescale;
use luodi_model::Value;
use rust_decimal::Decimal;

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Node {
    pub kind: Kind,
    pub at: Place,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Kind {
    Literal(Value),
    /// With the title a person knows it by.
    Name(Name, Option<Box<str>>),
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
    pub value: Option<Node>,
    pub where_: Option<Node>,
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
    Min,
    Max,
    Distinct,
    Any,
    All,
    First,
    Last,
}

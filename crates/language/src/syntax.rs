//! The syntax tree of an expression, before names and types are known.

use crate::diagnostic::Place;
use jiff::civil::Date;
use rust_decimal::Decimal;

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Syntax {
    pub kind: SyntaxKind,
    pub at: Place,
    /// Levels below this one; bounded, so that nothing that walks a tree can overflow the stack.
    pub depth: u32,
}

/// A word of the text with its place.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Word {
    pub text: String,
    pub at: Place,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum SyntaxKind {
    Number(Decimal, Option<String>),
    Date(Date),
    Text(String),
    Bool(bool),
    Missing,
    /// `a`, `a.b`, `my.unit.level`
    Path(Vec<Word>),
    Not(Box<Syntax>),
    Negate(Box<Syntax>),
    /// Two or more parts.
    And(Vec<Syntax>),
    Or(Vec<Syntax>),
    Compare(Comparison, Box<Syntax>, Box<Syntax>),
    Arithmetic(Operation, Box<Syntax>, Box<Syntax>),
    In {
        item: Box<Syntax>,
        list: Box<Syntax>,
        negated: bool,
    },
    List(Vec<Syntax>),
    IsKnown {
        item: Box<Syntax>,
        known: bool,
    },
    /// Condition, then, else.
    If(Box<[Syntax; 3]>),
    Call(Word, Vec<Syntax>),
    Aggregate(Box<AggregateSyntax>),
}

/// `sum(tour.people where c by date)`
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct AggregateSyntax {
    pub what: Word,
    pub register: Word,
    /// What is taken from each record; empty for count, any, all.
    pub value: Vec<Word>,
    pub where_: Option<Syntax>,
    /// For `all`: what must hold of each.
    pub holds: Option<Syntax>,
    pub by: Option<Word>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

//! What an expression can ask its surroundings for, and the trait by which the engine answers.

use crate::near::Near;
use jiff::civil::Date;
use luodi_model::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::ControlFlow;

/// What an expression is about; it decides which names there are.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Scope {
    /// One unit (groups): `level`, `unit.level`, `ask.x`.
    Unit,
    /// One version of a record of this register, stored or about to be stored.
    Record { register: String },
    /// A unit in a period (duties, targets, formulas).
    UnitPeriod,
    /// A duty owed for a record of this register: the names of the record; nobody acts, so there is no `actor`.
    RecordDuty {
        register: String,
        by_each: bool,
        /// It recurs, so that there is a `period`.
        in_period: bool,
    },
    /// Only asks and dates (the window of a programme).
    Window,
}

/// A resolved name. `My` steps out of one aggregate; everything else is asked of the nearest record, unit or period.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Name {
    /// Field of the record. A `mark` is the day it was set.
    Field(String),
    /// Field of the record that a field of type `record` refers to; the second part may be `state`.
    Through(String, String),
    /// Attribute of the unit in this field; `field` is `unit` in unit scopes. An empty path is the unit itself (unit scopes only);
    /// `parent` alone at the end is a unit. Else the path ends in `level`, `name`, `code` or `tags`.
    UnitAttr {
        field: String,
        path: Vec<String>,
    },
    State,
    /// The previous stored version of the record; missing for a new record.
    Old(Box<Name>),
    Ask(String),
    Today,
    My(Box<Name>),
    Period(Edge),
    Window(Edge),
    ActorUnit,
    /// The record itself, to tell it from the others of its register and to find those that refer to it.
    This,
    /// The unit that owes what each unit owes for each record.
    Owner,
    Measure {
        name: String,
        over: Over,
        span: Span,
    },
    /// Was this return filed by the unit in the period?
    Filed(String),
}

/// First or last day of a period or window.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Edge {
    First,
    Last,
}

/// Of which units a measure is taken.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Over {
    Own,
    /// The unit and everything under it.
    Subtree,
}

/// Of which days a measure is taken.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Span {
    Period,
    /// From the begin of the window to the end of the period.
    Cumulative,
    /// The whole window.
    Whole,
    /// The period before, of the same length (上月, 上年).
    Previous,
}

/// The surroundings of an evaluation: pure answers, no clock and no randomness of its own.
///
/// Answers must fit the declared types; an answer of another type makes the result not computable, never a panic.
pub trait Env {
    /// The value of a name; `Value::MISSING` where there is none.
    fn get(&self, name: &Name) -> Value;

    /// Like [`Env::get`], lending the value where it stands ready (saves a copy of texts on the hot path).
    fn view<'a>(&'a self, name: &Name) -> Cow<'a, Value> {
        Cow::Owned(self.get(name))
    }

    /// Visits the records of a register of this programme, each as surroundings of its own, whose `My(..)` is answered
    /// by these. Stops when the visitor breaks. Which records are visible is the engine's affair; the order doesn't matter.
    fn records(&self, register: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>);

    /// Like [`Env::records`], where only some records can matter. May leave out records of another unit and of days outside the
    /// bounds, and no others; the condition is evaluated all the same.
    fn records_near(&self, register: &str, near: &Near, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        let _ = near;
        self.records(register, visit);
    }

    /// Is the day worked (工作日)? By the table of the State Council's notices, unless these surroundings know better. `None`: not
    /// known, and nothing is assumed.
    fn working_day(&self, day: Date) -> Option<bool> {
        crate::working_days::is_working_day(day)
    }

    /// A value as a person knows it, for explanations: the name of a unit, the title of a record.
    fn shown(&self, value: &Value) -> String {
        value.to_string()
    }
}

/// What an expression reads: the engine recomputes what rests on a change, and refuses what a place can't read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reads {
    /// Fields of the record the expression is about.
    pub fields: BTreeSet<String>,
    /// Names of the record that refers, in the condition of a field of type `record`.
    pub referring: BTreeSet<String>,
    /// Fields read through a field of type `record`.
    pub through: BTreeSet<(String, String)>,
    /// Fields whose unit's attributes are read (`unit` in unit scopes).
    pub unit_attributes: BTreeSet<String>,
    pub asks: BTreeSet<String>,
    /// Registers aggregated over.
    pub registers: BTreeSet<String>,
    /// Fields of those registers.
    pub register_fields: BTreeSet<(String, String)>,
    pub measures: BTreeSet<String>,
    pub returns: BTreeSet<String>,
    pub state: bool,
    pub today: bool,
    pub old: bool,
    pub period: bool,
    pub window: bool,
    pub actor: bool,
}

impl Reads {
    /// Notes a name; `inside` is the register whose records are being aggregated over, if any.
    pub(crate) fn note(&mut self, name: &Name, inside: Option<&str>, outer: &[Option<String>]) {
        match name {
            Name::Field(f) => self.note_field(f, inside),
            Name::Through(f, g) => {
                self.note_field(f, inside);
                self.through.insert((f.clone(), g.clone()));
            }
            Name::UnitAttr { field, .. } => {
                self.unit_attributes.insert(field.clone());
            }
            Name::State => self.state = true,
            Name::Old(n) => {
                self.old = true;
                self.note(n, inside, outer);
            }
            Name::My(n) => match outer.split_last() {
                Some((last, rest)) => self.note(n, last.as_deref(), rest),
                None => {
                    self.referring.insert(n.to_string());
                }
            },
            Name::Ask(a) => {
                self.asks.insert(a.clone());
            }
            Name::Today => self.today = true,
            Name::Period(_) => self.period = true,
            Name::Window(_) => self.window = true,
            Name::ActorUnit => self.actor = true,
            Name::This | Name::Owner => {}
            Name::Measure { name, .. } => {
                self.measures.insert(name.clone());
            }
            Name::Filed(r) => {
                self.returns.insert(r.clone());
            }
        }
    }
    fn note_field(&mut self, field: &str, inside: Option<&str>) {
        match inside {
            Some(register) => self.register_fields.insert((register.to_string(), field.to_string())),
            None => self.fields.insert(field.to_string()),
        };
    }
}

/// As it is written in an expression.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let edge = |e: &Edge| if *e == Edge::First { "first" } else { "last" };
        match self {
            Name::Field(n) => f.write_str(n),
            Name::Through(a, b) => write!(f, "{a}.{b}"),
            Name::UnitAttr { field, path } if path.is_empty() => f.write_str(field),
            Name::UnitAttr { field, path } => write!(f, "{field}.{}", path.join(".")),
            Name::State => f.write_str("state"),
            Name::Old(n) => write!(f, "old.{n}"),
            Name::Ask(a) => write!(f, "ask.{a}"),
            Name::Today => f.write_str("today"),
            Name::My(n) => write!(f, "my.{n}"),
            Name::Period(e) => write!(f, "period.{}", edge(e)),
            Name::Window(e) => write!(f, "window.{}", edge(e)),
            Name::ActorUnit => f.write_str("actor.unit"),
            Name::This => f.write_str("this"),
            Name::Owner => f.write_str("owner"),
            Name::Measure { name, over, span } => {
                let inner = match span {
                    Span::Period => name.clone(),
                    Span::Cumulative => format!("cumulative({name})"),
                    Span::Whole => format!("whole({name})"),
                    Span::Previous => format!("previous({name})"),
                };
                match over {
                    Over::Own => f.write_str(&inner),
                    Over::Subtree => write!(f, "subtree({inner})"),
                }
            }
            Name::Filed(r) => write!(f, "filed({r})"),
        }
    }
}

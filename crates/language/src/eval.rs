//! Evaluation: total, bounded, and with unknowns that stay unknown unless the known part decides.

use crate::aggregate::aggregate;
use crate::function::is_time;
use crate::name::Env;
use crate::node::{Band, Kind, Node};
use crate::syntax::{Comparison, Operation};
use luodi_model::{Number, Unknown, Value};
use std::borrow::Cow;
use std::cell::Cell;

/// Most nodes that one evaluation visits, aggregates included: about a million records with a short condition.
pub const STEPS_MAX: u32 = 10_000_000;

/// One evaluation.
pub(crate) struct Run {
    steps_left: Cell<u32>,
}

impl Run {
    pub fn new(steps_max: u32) -> Run {
        Run { steps_left: Cell::new(steps_max) }
    }
    /// Takes a step; `false` when there are none left.
    pub fn step(&self) -> bool {
        let left = self.steps_left.get();
        self.steps_left.set(left.saturating_sub(1));
        left > 0
    }
    pub fn is_spent(&self) -> bool {
        self.steps_left.get() == 0
    }
}

/// Evaluates within a budget; a spent budget makes the whole result not computable, whatever the parts said.
pub(crate) fn evaluate(node: &Node, env: &dyn Env, steps_max: u32) -> Value {
    let run = Run::new(steps_max);
    let value = eval(node, env, &run).into_owned();
    if run.is_spent() { not_computable("计算步数超出上限") } else { value }
}

pub(crate) fn not_computable(why: &str) -> Value {
    Value::Unknown(Unknown::NotComputable(why.to_string()))
}
fn wrong_type() -> Value {
    not_computable("值的类型与定义不符")
}

const UNDECIDED: &str = "约数的上下限不足以判断";
const OVERFLOW: &str = "数太大";

type Result<'a> = Cow<'a, Value>;

fn owned<'a>(v: Value) -> Result<'a> {
    Cow::Owned(v)
}

pub(crate) fn eval<'a>(node: &'a Node, env: &'a dyn Env, run: &Run) -> Result<'a> {
    if !run.step() {
        return owned(not_computable("计算步数超出上限"));
    }
    match &node.kind {
        Kind::Literal(v) => Cow::Borrowed(v),
        Kind::Name(name, _) => env.view(name),
        Kind::Not(a) => owned(match &*eval(a, env, run) {
            Value::Bool(b) => Value::Bool(!b),
            v => unknown_of(v),
        }),
        Kind::Negate(a) => owned(match &*eval(a, env, run) {
            Value::Number(n) => Value::Number(n.negated()),
            v => unknown_of(v),
        }),
        Kind::And(parts) => owned(joined(parts, env, run, false)),
        Kind::Or(parts) => owned(joined(parts, env, run, true)),
        Kind::Compare(c, pair) => owned(compare(*c, &eval(&pair[0], env, run), &eval(&pair[1], env, run))),
        Kind::Arithmetic(o, pair) => owned(arithmetic(*o, &eval(&pair[0], env, run), &eval(&pair[1], env, run))),
        Kind::Scale(by, a) => owned(match &*eval(a, env, run) {
            Value::Number(n) => by.apply(n).map_or_else(|| not_computable(OVERFLOW), Value::Number),
            v => unknown_of(v),
        }),
        Kind::List(items) => owned(Value::List(items.iter().map(|i| eval(i, env, run).into_owned()).collect())),
        Kind::In { pair, negated } => owned(contained(pair, *negated, env, run)),
        Kind::IsKnown { item, known } => owned(Value::Bool(eval(item, env, run).is_known() == *known)),
        Kind::If(parts) => if_then_else(parts, env, run),
        Kind::Call(function, arguments) => owned(call(*function, arguments, env, run)),
        Kind::Band(band) => self::band(band, env, run),
        Kind::Aggregate(a) => owned(aggregate(a, env, run)),
    }
}

/// The unknown itself, or that a value has not the type that was declared for it.
pub(crate) fn unknown_of(v: &Value) -> Value {
    match v {
        Value::Unknown(u) => Value::Unknown(u.clone()),
        _ => wrong_type(),
    }
}

/// `and` (`decides` false) and `or` (`decides` true): one deciding part decides; else the first unknown remains.
fn joined(parts: &[Node], env: &dyn Env, run: &Run, decides: bool) -> Value {
    let mut first_unknown = None;
    for part in parts {
        match &*eval(part, env, run) {
            Value::Bool(b) if *b == decides => return Value::Bool(decides),
            Value::Bool(_) => {}
            v => {
                first_unknown.get_or_insert_with(|| unknown_of(v));
            }
        }
    }
    first_unknown.unwrap_or(Value::Bool(!decides))
}

fn if_then_else<'a>(parts: &'a [Node; 3], env: &'a dyn Env, run: &Run) -> Result<'a> {
    let condition = eval(&parts[0], env, run);
    match &*condition {
        Value::Bool(true) => eval(&parts[1], env, run),
        Value::Bool(false) => eval(&parts[2], env, run),
        unknown => {
            // Both ways the same known value: the condition doesn't matter.
            let (then, other) = (eval(&parts[1], env, run), eval(&parts[2], env, run));
            if then.is_known() && same(&then, &other) == Some(true) { then } else { owned(unknown_of(unknown)) }
        }
    }
}

pub(crate) fn compare(c: Comparison, left: &Value, right: &Value) -> Value {
    if let Value::Unknown(u) = left {
        return Value::Unknown(u.clone());
    }
    if let Value::Unknown(u) = right {
        return Value::Unknown(u.clone());
    }
    let decided = match c {
        Comparison::Equal => same(left, right),
        Comparison::Unequal => same(left, right).map(|b| !b),
        Comparison::AtLeast => at_least(left, right),
        Comparison::AtMost => at_least(right, left),
        Comparison::More => at_least(right, left).map(|b| !b),
        Comparison::Less => at_least(left, right).map(|b| !b),
    };
    match decided {
        Some(b) => Value::Bool(b),
        None if left.as_number().is_some() && right.as_number().is_some() => not_computable(UNDECIDED),
        None => wrong_type(),
    }
}

/// Are two known values the same? `None` where approximate numbers don't decide it, or where types don't go together.
pub(crate) fn same(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.compare(b).map(|o| o.is_eq()),
        (Value::Text(a), Value::Text(b)) => Some(a == b),
        (Value::List(a), Value::List(b)) => same_list(a, b),
        _ if std::mem::discriminant(left) == std::mem::discriminant(right) && left.is_known() => Some(left == right),
        _ => None,
    }
}
fn same_list(a: &[Value], b: &[Value]) -> Option<bool> {
    if a.len() != b.len() {
        return Some(false);
    }
    let mut all = Some(true);
    for (a, b) in a.iter().zip(b) {
        match same(a, b) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// `left >= right` of known values.
pub(crate) fn at_least(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.at_least(b),
        (Value::Date(a), Value::Date(b)) => Some(a >= b),
        (Value::Instant(a), Value::Instant(b)) => Some(a >= b),
        // Only times of day are compared so.
        (Value::Text(a), Value::Text(b)) => Some(is_time(a)? >= is_time(b)?),
        _ => None,
    }
}

fn arithmetic(o: Operation, left: &Value, right: &Value) -> Value {
    let (a, b): (&Number, &Number) = match (left, right) {
        (Value::Number(a), Value::Number(b)) => (a, b),
        (Value::Number(_), v) | (v, _) => return unknown_of(v),
    };
    let result = match o {
        Operation::Add => a.plus(b),
        Operation::Subtract => a.minus(b),
        Operation::Multiply => a.times(b),
        Operation::Divide => a.divided_by(b),
    };
    match result {
        Some(n) => Value::Number(n),
        None if o == Operation::Divide && b.shown.is_zero() => not_computable("除数为零"),
        None if o == Operation::Divide && !b.is_exact() => not_computable("除数可能为零"),
        None => not_computable(OVERFLOW),
    }
}

fn contained(pair: &[Node; 2], negated: bool, env: &dyn Env, run: &Run) -> Value {
    let item = eval(&pair[0], env, run);
    if !item.is_known() {
        return unknown_of(&item);
    }
    let mut first_unknown = None;
    let mut found = |v: &Value| match compare(Comparison::Equal, &item, v) {
        Value::Bool(b) => b,
        unknown => {
            first_unknown.get_or_insert(unknown);
            false
        }
    };
    let any = match &pair[1].kind {
        Kind::List(items) => items.iter().any(|i| found(&eval(i, env, run))),
        _ => match &*eval(&pair[1], env, run) {
            Value::List(items) => items.iter().any(found),
            v => return unknown_of(v),
        },
    };
    match first_unknown {
        Some(unknown) if !any => unknown,
        _ => Value::Bool(any != negated),
    }
}

fn call(function: crate::function::Function, arguments: &[Node], env: &dyn Env, run: &Run) -> Value {
    let values: Vec<Result> = arguments.iter().map(|a| eval(a, env, run)).collect();
    if let Some(unknown) = values.iter().find(|v| !v.is_known()) {
        return unknown_of(unknown);
    }
    let values: Vec<&Value> = values.iter().map(|v| &**v).collect();
    function.apply(&values, &|day| env.working_day(day)).unwrap_or_else(not_computable)
}

/// The value of the last row whose limit the number reaches; not applicable below the first.
fn band<'a>(band: &'a Band, env: &'a dyn Env, run: &Run) -> Result<'a> {
    let of = eval(&band.of, env, run);
    let Value::Number(n) = &*of else { return owned(unknown_of(&of)) };
    let mut row = None;
    for (limit, value) in &band.rows {
        match n.at_least(&Number::exact(*limit)) {
            Some(true) => row = Some(value),
            Some(false) => break,
            None => return owned(not_computable(UNDECIDED)),
        }
    }
    match row {
        Some(value) => eval(value, env, run),
        None => owned(Value::Unknown(Unknown::NotApplicable)),
    }
}

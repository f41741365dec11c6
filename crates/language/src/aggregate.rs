//! Aggregates over records: what is unknown in a record makes a result approximate, or unknown, never smaller in silence.
//!
//! A record whose condition is unknown may or may not count. A value that is not applicable does not exist and is passed over;
//! every other unknown value exists and is not known.

use crate::eval::{Run, at_least, eval, not_computable, same, unknown_of};
use crate::name::Env;
use crate::node::{Aggregate, Aggregator, Node};
use luodi_model::{Number, Unknown, Value};
use rust_decimal::Decimal;
use std::collections::HashSet;
use std::ops::ControlFlow;

/// What one record says to the aggregate.
enum Counts {
    No,
    Yes,
    /// The condition is unknown for this reason.
    Perhaps(Value),
}

pub(crate) fn aggregate(a: &Aggregate, env: &dyn Env, run: &Run) -> Value {
    match a.what {
        Aggregator::Count => count(a, env, run),
        Aggregator::Sum => sum(a, env, run),
        Aggregator::Product => product(a, env, run),
        Aggregator::Min | Aggregator::Max => extreme(a, env, run),
        Aggregator::Distinct => distinct(a, env, run),
        Aggregator::Any => any(a, env, run),
        Aggregator::All => all(a, env, run),
        Aggregator::First | Aggregator::Last => by_day(a, env, run),
    }
}

fn condition(node: Option<&Node>, env: &dyn Env, run: &Run) -> Counts {
    let Some(node) = node else { return Counts::Yes };
    match &*eval(node, env, run) {
        Value::Bool(true) => Counts::Yes,
        Value::Bool(false) => Counts::No,
        v => Counts::Perhaps(unknown_of(v)),
    }
}

/// Visits the records that count or may count.
fn each(a: &Aggregate, env: &dyn Env, run: &Run, mut counted: impl FnMut(&dyn Env, Counts) -> ControlFlow<()>) {
    let mut visit = |record: &dyn Env| {
        if !run.step() {
            return ControlFlow::Break(());
        }
        match condition(a.where_.as_ref(), record, run) {
            Counts::No => ControlFlow::Continue(()),
            counts => counted(record, counts),
        }
    };
    match &a.near {
        Some(near) => env.records_near(&a.register, &near.eval(env, run), &mut visit),
        None => env.records(&a.register, &mut visit),
    }
}

fn value_of(a: &Aggregate, record: &dyn Env, run: &Run) -> Value {
    a.value.as_ref().map_or_else(|| not_computable("没有可取的值"), |v| eval(v, record, run).into_owned())
}

/// A number of which `perhaps` more may have to be counted.
fn counted(sure: u64, perhaps: u64) -> Value {
    let (sure, most) = (Decimal::from(sure), Decimal::from(sure.saturating_add(perhaps)));
    Value::Number(if perhaps == 0 { Number::exact(sure) } else { Number::about(sure, Some(sure), Some(most)) })
}

fn count(a: &Aggregate, env: &dyn Env, run: &Run) -> Value {
    let (mut sure, mut perhaps) = (0, 0);
    each(a, env, run, |_, counts| {
        match counts {
            Counts::Yes => sure += 1,
            _ => perhaps += 1,
        }
        ControlFlow::Continue(())
    });
    counted(sure, perhaps)
}

fn sum(a: &Aggregate, env: &dyn Env, run: &Run) -> Value {
    let mut total = Number::ZERO;
    let mut overflow = false;
    let bottom = a.never_negative.then_some(Decimal::ZERO);
    each(a, env, run, |record, counts| {
        let value = value_of(a, record, run);
        let part = match (value, counts) {
            (Value::Unknown(Unknown::NotApplicable), _) => return ControlFlow::Continue(()),
            (Value::Number(n), Counts::Yes) => n,
            (Value::Number(n), _) => perhaps(&n),
            _ => Number::about(Decimal::ZERO, bottom, None),
        };
        match total.plus(&part) {
            Some(t) => total = t,
            None => overflow = true,
        }
        if overflow { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if overflow { not_computable("数太大") } else { Value::Number(total) }
}
/// A factor that isn't known leaves the product unknown: nothing can be said of it from the others.
fn product(a: &Aggregate, env: &dyn Env, run: &Run) -> Value {
    let mut total = Some(Number::from(1));
    let mut first_unknown = None;
    each(a, env, run, |record, counts| {
        match (value_of(a, record, run), counts) {
            (Value::Unknown(Unknown::NotApplicable), _) => {}
            (_, Counts::Perhaps(unknown)) | (unknown @ Value::Unknown(_), _) => {
                first_unknown.get_or_insert(unknown);
            }
            (Value::Number(n), _) => total = total.take().and_then(|t| t.times(&n)),
            _ => total = None,
        }
        if total.is_some() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    match (total, first_unknown) {
        (None, _) => not_computable("数太大"),
        (_, Some(unknown)) => unknown,
        (Some(total), None) => Value::Number(total),
    }
}

/// The number or nothing: between zero and the number.
fn perhaps(n: &Number) -> Number {
    let low = n.low().map(|l| l.min(Decimal::ZERO));
    let high = n.high().map(|h| h.max(Decimal::ZERO));
    Number::about(Decimal::ZERO, low, high)
}

fn distinct(a: &Aggregate, env: &dyn Env, run: &Run) -> Value {
    let mut seen: HashSet<String> = HashSet::new();
    let mut unsure = 0;
    each(a, env, run, |record, counts| {
        match (value_of(a, record, run), counts) {
            (Value::Unknown(Unknown::NotApplicable), _) => {}
            (value, Counts::Yes) if is_plain(&value) => {
                seen.insert(value.to_json().to_string());
            }
            _ => unsure += 1,
        }
        ControlFlow::Continue(())
    });
    counted(seen.len() as u64, unsure)
}
/// Can the value be told from every other one?
fn is_plain(v: &Value) -> bool {
    v.is_known() && v.as_number().is_none_or(Number::is_exact)
}

fn any(a: &Aggregate, env: &dyn Env, run: &Run) -> Value {
    let mut found = false;
    let mut first_unknown = None;
    each(a, env, run, |_, counts| match counts {
        Counts::Perhaps(unknown) => {
            first_unknown.get_or_insert(unknown);
            ControlFlow::Continue(())
        }
        _ => {
            found = true;
            ControlFlow::Break(())
        }
    });
    match first_unknown {
        Some(unknown) if !found => unknown,
        _ => Value::Bool(found),
    }
}

/// One known failure decides; else one unknown record leaves it undecided. Of no records, all hold.
fn all(a: &Aggregate, env: &dyn Env, run: &Run) -> Value {
    let mut failed = false;
    let mut first_unknown = None;
    each(a, env, run, |record, counts| {
        match (counts, condition(a.holds.as_ref(), record, run)) {
            (_, Counts::Yes) => {}
            (Counts::Yes, Counts::No) => failed = true,
            (Counts::Perhaps(unknown), _) | (_, Counts::Perhaps(unknown)) => {
                first_unknown.get_or_insert(unknown);
            }
            (Counts::No, _) => {}
        }
        if failed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    match first_unknown {
        _ if failed => Value::Bool(false),
        Some(unknown) => unknown,
        None => Value::Bool(true),
    }
}

/// Min and max of numbers or days. Unknown values leave the side open on which they could lie.
fn extreme(a: &Aggregate, env: &dyn Env, run: &Run) -> Value {
    let greater = a.what == Aggregator::Max;
    let mut best: Option<Value> = None;
    let mut first_unknown: Option<Value> = None;
    each(a, env, run, |record, counts| {
        let value = value_of(a, record, run);
        match (&value, counts) {
            (Value::Unknown(Unknown::NotApplicable), _) => {}
            (Value::Unknown(_), _) => {
                first_unknown.get_or_insert(value);
            }
            (_, Counts::Perhaps(unknown)) => {
                first_unknown.get_or_insert(unknown);
            }
            _ => best = Some(best.take().map_or(value.clone(), |b| better(b, value, greater))),
        }
        ControlFlow::Continue(())
    });
    match (best, first_unknown) {
        (Some(best), None) => best,
        (Some(Value::Number(n)), Some(_)) => {
            Value::Number(if greater { Number::about(n.shown, n.low(), None) } else { Number::about(n.shown, None, n.high()) })
        }
        (_, Some(unknown)) => unknown,
        (None, None) => not_computable("没有符合条件的记录"),
    }
}
fn better(a: Value, b: Value, greater: bool) -> Value {
    match (&a, &b) {
        (Value::Number(x), Value::Number(y)) => Value::Number(crate::number::pick(x, y, greater)),
        _ if (at_least(&b, &a) == Some(true)) == greater => b,
        _ => a,
    }
}

/// The value of the record with the earliest or latest day. Two on one day with different values leave it undecided.
fn by_day(a: &Aggregate, env: &dyn Env, run: &Run) -> Value {
    let latest = a.what == Aggregator::Last;
    let mut best: Option<(Value, Value)> = None;
    let mut first_unknown: Option<Value> = None;
    each(a, env, run, |record, counts| {
        let day = a.by.as_ref().map_or(Value::MISSING, |by| eval(by, record, run).into_owned());
        if let Counts::Perhaps(unknown) = counts {
            first_unknown.get_or_insert(unknown);
        } else if !day.is_known() {
            first_unknown.get_or_insert(day);
        } else {
            let value = value_of(a, record, run);
            best = Some(match best.take() {
                None => (day, value),
                Some((d, v)) if d == day => {
                    let tied =
                        if same(&v, &value) == Some(true) { v } else { not_computable("同一天有几条不同的记录") };
                    (d, tied)
                }
                Some((d, v)) => {
                    if (at_least(&day, &d) == Some(true)) == latest {
                        (day, value)
                    } else {
                        (d, v)
                    }
                }
            });
        }
        ControlFlow::Continue(())
    });
    match (best, first_unknown) {
        (_, Some(unknown)) => unknown,
        (Some((_, value)), None) => value,
        (None, None) => not_computable("没有符合条件的记录"),
    }
}

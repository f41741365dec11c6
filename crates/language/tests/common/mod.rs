//! Surroundings for tests: values by the written form of a name.
#![allow(dead_code)]

use luodi_language::{Env, Expr, Name, Scope, compile, load};
use luodi_model::programme::Programme;
use luodi_model::{Number, UnitId, Value};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

pub const TOURS: &str = include_str!("../files/tours.yaml");

pub fn tours() -> Programme {
    let loaded = load(TOURS, "tours.yaml");
    loaded.model.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))
}

pub fn record_scope() -> Scope {
    Scope::Record { register: "tour".into() }
}

/// Answers by `name.to_string()`; what is not set is missing.
#[derive(Clone, Default, Debug)]
pub struct Known {
    pub values: BTreeMap<String, Value>,
    pub records: BTreeMap<String, Vec<Known>>,
}

impl Known {
    pub fn with(mut self, name: &str, value: impl Into<Value2>) -> Known {
        self.values.insert(name.into(), value.into().0);
        self
    }
    pub fn record(mut self, register: &str, record: Known) -> Known {
        self.records.entry(register.into()).or_default().push(record);
        self
    }
}

/// A value out of a literal.
pub struct Value2(pub Value);
impl From<Value> for Value2 {
    fn from(v: Value) -> Self {
        Value2(v)
    }
}
impl From<i64> for Value2 {
    fn from(n: i64) -> Self {
        Value2(Value::number(n))
    }
}
impl From<bool> for Value2 {
    fn from(b: bool) -> Self {
        Value2(Value::Bool(b))
    }
}
impl From<&str> for Value2 {
    fn from(s: &str) -> Self {
        Value2(s.parse().map_or_else(|_| Value::text(s), Value::Date))
    }
}

pub fn unit(n: u32) -> Value {
    Value::Unit(UnitId(n))
}
pub fn about(shown: i64, low: Option<i64>, high: Option<i64>) -> Value {
    Value::Number(Number::about(shown.into(), low.map(Into::into), high.map(Into::into)))
}

struct Inner<'a> {
    known: &'a Known,
    outer: Option<&'a dyn Env>,
}

impl Env for Inner<'_> {
    fn get(&self, name: &Name) -> Value {
        match (name, self.outer) {
            (Name::My(inner), Some(outer)) => outer.get(inner),
            _ => self.known.values.get(&name.to_string()).cloned().unwrap_or(Value::MISSING),
        }
    }
    fn records(&self, register: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        // Records are those of the outermost surroundings.
        match self.outer {
            Some(outer) => outer.records(register, &mut |r: &dyn Env| visit(&Rehung { record: r, outer: self })),
            None => {
                for known in self.known.records.get(register).into_iter().flatten() {
                    if visit(&Inner { known, outer: Some(self) }).is_break() {
                        return;
                    }
                }
            }
        }
    }
}

/// A record seen from a nested aggregate.
struct Rehung<'a> {
    record: &'a dyn Env,
    outer: &'a dyn Env,
}
impl Env for Rehung<'_> {
    fn get(&self, name: &Name) -> Value {
        match name {
            Name::My(inner) => self.outer.get(inner),
            _ => self.record.get(name),
        }
    }
    fn records(&self, register: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        self.outer.records(register, &mut |r: &dyn Env| visit(&Rehung { record: r, outer: self }));
    }
}

impl Env for Known {
    fn get(&self, name: &Name) -> Value {
        Inner { known: self, outer: None }.get(name)
    }
    fn records(&self, register: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        Inner { known: self, outer: None }.records(register, visit);
    }
}

/// Compiles in the scope or panics with the diagnostics.
pub fn compiled(source: &str, scope: &Scope) -> Expr {
    compile(source, scope, &tours(), None).unwrap_or_else(|d| panic!("{source}: {d:#?}"))
}

/// `code@column: hint` of each problem.
pub fn problems(source: &str, scope: &Scope) -> String {
    match compile(source, scope, &tours(), None) {
        Ok(e) => format!("ok {}", e.result_type()),
        Err(d) => d
            .iter()
            .map(|d| format!("{}@{}{}", d.code, d.column, d.hint.as_ref().map(|h| format!(": {h}")).unwrap_or_default()))
            .collect::<Vec<_>>()
            .join("; "),
    }
}

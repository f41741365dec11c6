//! A value as it stands in a record, an answer or a result: known, or unknown with its kind.

use crate::{Number, RecordId, UnitId};
use jiff::{Timestamp, civil::Date};
use serde_json::{Value as Json, json};
use std::fmt;

/// Why a value is not there. Five different things, never mixed with zero or with each other.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Unknown {
    /// Nobody has given it (未填). Shown as "—".
    Missing,
    /// It waits for something named: an open ask, a date that the text leaves open (待定).
    Pending(String),
    /// It exists and is not shown here (＊).
    Masked,
    /// The question doesn't arise for this one (不适用).
    NotApplicable,
    /// It can't be computed from what is there, for the reason named (0 of 0, …) (尚不可计算).
    NotComputable(String),
}

/// A value. Numbers carry no unit of measure: units are checked where an expression is typed.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Unknown(Unknown),
    Bool(bool),
    Number(Number),
    Text(String),
    Date(Date),
    Instant(Timestamp),
    Unit(UnitId),
    Record(RecordId),
    List(Vec<Value>),
}

impl Value {
    pub const MISSING: Value = Value::Unknown(Unknown::Missing);

    pub fn is_known(&self) -> bool {
        !matches!(self, Value::Unknown(_))
    }
    pub fn text(s: impl Into<String>) -> Value {
        Value::Text(s.into())
    }
    pub fn number(n: impl Into<Number>) -> Value {
        Value::Number(n.into())
    }
    pub fn pending(why: impl Into<String>) -> Value {
        Value::Unknown(Unknown::Pending(why.into()))
    }
    pub fn as_number(&self) -> Option<&Number> {
        if let Value::Number(n) = self { Some(n) } else { None }
    }
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(s) = self { Some(s) } else { None }
    }
    pub fn as_date(&self) -> Option<Date> {
        if let Value::Date(d) = self { Some(*d) } else { None }
    }
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(b) = self { Some(*b) } else { None }
    }

    /// The JSON of the wire and of the store. Known values are plain JSON (numbers as decimal strings keep their
    /// digits: `"79.5"`), unknown ones are objects: `null` missing, `{"unknown":"pending","why":"…"}`; an approximate
    /// number is `{"about":"50","low":"50","high":null}`.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Unknown(Unknown::Missing) => Json::Null,
            Value::Unknown(u) => match u.why() {
                Some(why) => json!({"unknown": u.code(), "why": why}),
                None => json!({"unknown": u.code()}),
            },
            Value::Bool(b) => Json::Bool(*b),
            Value::Number(n) => n.to_json(),
            Value::Text(s) => Json::String(s.clone()),
            Value::Date(d) => Json::String(d.to_string()),
            Value::Instant(t) => Json::String(t.to_string()),
            Value::Unit(u) => json!(u.0),
            Value::Record(r) => Json::String(r.to_string()),
            Value::List(l) => Json::Array(l.iter().map(Value::to_json).collect()),
        }
    }
}

impl Unknown {
    /// The stable code in JSON and in SQL.
    pub fn code(&self) -> &'static str {
        match self {
            Unknown::Missing => "missing",
            Unknown::Pending(_) => "pending",
            Unknown::Masked => "masked",
            Unknown::NotApplicable => "not_applicable",
            Unknown::NotComputable(_) => "not_computable",
        }
    }
    pub fn why(&self) -> Option<&str> {
        match self {
            Unknown::Pending(why) | Unknown::NotComputable(why) => Some(why),
            _ => None,
        }
    }
    /// Reads `null` and `{"unknown": …}`; anything else is no unknown.
    pub fn from_json(json: &Json) -> Option<Unknown> {
        if json.is_null() {
            return Some(Unknown::Missing);
        }
        let object = json.as_object()?;
        let why = || object.get("why").and_then(Json::as_str).unwrap_or_default().to_string();
        match object.get("unknown")?.as_str()? {
            "missing" => Some(Unknown::Missing),
            "pending" => Some(Unknown::Pending(why())),
            "masked" => Some(Unknown::Masked),
            "not_applicable" => Some(Unknown::NotApplicable),
            "not_computable" => Some(Unknown::NotComputable(why())),
            _ => None,
        }
    }
}

/// As the screen shows it: missing "—", pending "待定", masked "＊", not applicable "不适用".
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Unknown(Unknown::Missing | Unknown::NotComputable(_)) => f.write_str("—"),
            Value::Unknown(Unknown::Pending(_)) => f.write_str("待定"),
            Value::Unknown(Unknown::Masked) => f.write_str("＊"),
            Value::Unknown(Unknown::NotApplicable) => f.write_str("不适用"),
            Value::Bool(true) => f.write_str("是"),
            Value::Bool(false) => f.write_str("否"),
            Value::Number(n) => n.fmt(f),
            Value::Text(s) => f.write_str(s),
            Value::Date(d) => d.fmt(f),
            Value::Instant(t) => crate::beijing(*t).strftime("%Y-%m-%d %H:%M").fmt(f),
            Value::Unit(u) => u.0.fmt(f),
            Value::Record(r) => r.fmt(f),
            Value::List(l) => {
                for (i, v) in l.iter().enumerate() {
                    if i > 0 {
                        f.write_str("、")?;
                    }
                    v.fmt(f)?;
                }
                Ok(())
            }
        }
    }
}

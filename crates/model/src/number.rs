//! A decimal number that may be approximate: 50余, 约 300, 左右, or the known part of a partial sum.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use std::{cmp::Ordering, fmt};

/// A number. `shown` is what is written; an approximate number also knows between which bounds (both inclusive,
/// `None`: open) the true value lies. Exact numbers have no bounds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Number {
    pub shown: Decimal,
    bounds: Option<(Option<Decimal>, Option<Decimal>)>,
}

impl Number {
    pub const ZERO: Number = Number { shown: Decimal::ZERO, bounds: None };

    pub fn exact(value: Decimal) -> Number {
        Number { shown: value, bounds: None }
    }
    /// An approximate number; bounds are inclusive, `None` is open.
    pub fn about(shown: Decimal, low: Option<Decimal>, high: Option<Decimal>) -> Number {
        Number { shown, bounds: Some((low, high)) }
    }
    pub fn is_exact(&self) -> bool {
        self.bounds.is_none()
    }
    /// The exact value, or `None` where the number is approximate.
    pub fn value(&self) -> Option<Decimal> {
        self.is_exact().then_some(self.shown)
    }
    pub fn low(&self) -> Option<Decimal> {
        self.bounds.map_or(Some(self.shown), |b| b.0)
    }
    pub fn high(&self) -> Option<Decimal> {
        self.bounds.map_or(Some(self.shown), |b| b.1)
    }
    pub fn is_whole(&self) -> bool {
        self.shown.fract().is_zero()
    }

    /// How two numbers compare, or `None` where their bounds don't decide it.
    pub fn compare(&self, other: &Number) -> Option<Ordering> {
        if let (Some(a), Some(b)) = (self.value(), other.value()) {
            return Some(a.cmp(&b));
        }
        if matches!((self.high(), other.low()), (Some(h), Some(l)) if h < l) {
            return Some(Ordering::Less);
        }
        if matches!((self.low(), other.high()), (Some(l), Some(h)) if l > h) {
            return Some(Ordering::Greater);
        }
        None
    }
    /// `self >= other`, where the bounds decide it (the known part may decide before all is known).
    pub fn at_least(&self, other: &Number) -> Option<bool> {
        match (self.low(), other.high()) {
            (Some(l), Some(h)) if l >= h => return Some(true),
            _ => {}
        }
        match (self.high(), other.low()) {
            (Some(h), Some(l)) if h < l => Some(false),
            _ => None,
        }
    }

    fn combine(&self, other: &Number, shown: Decimal, low: Option<Decimal>, high: Option<Decimal>) -> Number {
        if self.is_exact() && other.is_exact() { Number::exact(shown) } else { Number::about(shown, low, high) }
    }
    /// `None` on overflow.
    pub fn plus(&self, other: &Number) -> Option<Number> {
        let add = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_add(b?);
        let shown = self.shown.checked_add(other.shown)?;
        Some(self.combine(other, shown, add(self.low(), other.low()), add(self.high(), other.high())))
    }
    pub fn negated(&self) -> Number {
        Number { shown: -self.shown, bounds: self.bounds.map(|(l, h)| (h.map(|h| -h), l.map(|l| -l))) }
    }
    /// `None` on overflow.
    pub fn minus(&self, other: &Number) -> Option<Number> {
        self.plus(&other.negated())
    }
    /// `None` on overflow. The bounds of a product with an open or sign-changing factor are open.
    pub fn times(&self, other: &Number) -> Option<Number> {
        let shown = self.shown.checked_mul(other.shown)?;
        let bounds = || {
            let (a, b, c, d) = (self.low()?, self.high()?, other.low()?, other.high()?);
            let all = [a.checked_mul(c)?, a.checked_mul(d)?, b.checked_mul(c)?, b.checked_mul(d)?];
            Some((all.iter().copied().min()?, all.iter().copied().max()?))
        };
        let (low, high) = bounds().unzip();
        Some(self.combine(other, shown, low, high))
    }
    /// `None` on division by zero, by a number whose bounds contain zero, or on overflow.
    pub fn divided_by(&self, other: &Number) -> Option<Number> {
        if let (Some(a), Some(b)) = (self.value(), other.value()) {
            return Some(Number::exact(a.checked_div(b)?));
        }
        let (c, d) = (other.low()?, other.high()?);
        if c <= Decimal::ZERO && d >= Decimal::ZERO {
            return None;
        }
        let one = Decimal::ONE;
        self.times(&Number::about(one.checked_div(other.shown)?, one.checked_div(d), one.checked_div(c)))
    }

    /// Exact: a decimal string. Approximate: `{"about":"50","low":"50","high":null}`.
    pub fn to_json(&self) -> Json {
        match self.bounds {
            None => Json::String(self.shown.normalize().to_string()),
            Some((low, high)) => json!({
                "about": self.shown.normalize().to_string(),
                "low": low.map(|d| d.normalize().to_string()),
                "high": high.map(|d| d.normalize().to_string()),
            }),
        }
    }
    /// Reads a JSON number, a decimal string or the object of an approximate number.
    pub fn from_json(json: &Json) -> Option<Number> {
        match json {
            Json::Number(n) => decimal(&n.to_string()).map(Number::exact),
            Json::String(s) => decimal(s.trim()).map(Number::exact),
            Json::Object(o) => {
                let side = |key: &str| o.get(key).filter(|v| !v.is_null()).map(|v| Number::from_json(v).map(|n| n.shown));
                let about = Number::from_json(o.get("about")?)?.shown;
                let (low, high) = (side("low"), side("high"));
                if matches!(low, Some(None)) || matches!(high, Some(None)) {
                    return None;
                }
                Some(Number::about(about, low.flatten(), high.flatten()))
            }
            _ => None,
        }
    }
}

fn decimal(s: &str) -> Option<Decimal> {
    s.parse().ok().or_else(|| Decimal::from_scientific(s).ok())
}

impl From<i64> for Number {
    fn from(n: i64) -> Number {
        Number::exact(Decimal::from(n))
    }
}
impl From<Decimal> for Number {
    fn from(n: Decimal) -> Number {
        Number::exact(n)
    }
}

/// Plain digits, "约 50" where approximate.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_exact() {
            f.write_str("约 ")?;
        }
        self.shown.normalize().fmt(f)
    }
}

//! Types of expressions, with units of measure.

use crate::token::split_myriads;
use luodi_model::programme::{Field, FieldType};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The type of an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    Bool,
    /// With its unit of measure; `None`: a bare number, or a field for which none is declared. It goes with every unit but percent.
    Number(Option<Quantity>),
    Text,
    /// Text out of a list (options of a field, states).
    Choice(Arc<Choices>),
    /// Minute of the day, as text `HH:MM`.
    Time,
    Date,
    Unit,
    /// A record of this register.
    Record(String),
    List(Box<Type>),
    /// `missing`, or an empty list's items: goes with everything.
    Any,
}

/// What can be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choices {
    pub options: Vec<String>,
    /// What a person reads for each option; empty: the options themselves.
    pub titles: Vec<String>,
    /// Other texts are possible too (the list ends with 等).
    pub open: bool,
}

/// A unit of measure: a product of powers of base units, times a scale (万元 = 10000 · 元, % = 0.01).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quantity {
    pub scale: Decimal,
    pub powers: BTreeMap<String, i8>,
}

/// How to bring a number from one scale to another, exactly where decimals allow it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Rescale {
    pub by: Decimal,
    pub divide: bool,
}

/// Other spellings and multiples of base units: name, how many, of what.
const MULTIPLES: [(&str, i64, &str); 10] = [
    ("小时", 60, "分钟"),
    ("天", 1, "日"),
    ("周", 7, "日"),
    ("千克", 1, "公斤"),
    ("kg", 1, "公斤"),
    ("吨", 1000, "公斤"),
    ("公里", 1000, "米"),
    ("千米", 1000, "米"),
    ("km", 1000, "米"),
    ("公顷", 15, "亩"),
];

impl Quantity {
    /// A ratio without a unit.
    pub fn pure() -> Quantity {
        Quantity { scale: Decimal::ONE, powers: BTreeMap::new() }
    }
    /// Reads `人`, `万元`, `%`, `‰`, `元/人`.
    pub fn named(written: &str) -> Quantity {
        let mut parts = written.split('/');
        let mut quantity = base(parts.next().unwrap_or_default());
        for part in parts {
            quantity = quantity.combined(&base(part), -1).unwrap_or(quantity);
        }
        quantity
    }
    pub fn is_pure(&self) -> bool {
        self.powers.is_empty() && self.scale == Decimal::ONE
    }
    /// %, ‰ and the like: no base unit, but a scale.
    pub fn is_percent(&self) -> bool {
        self.powers.is_empty() && self.scale != Decimal::ONE
    }
    /// Product (`sign` 1) or quotient (-1).
    fn combined(&self, other: &Quantity, sign: i8) -> Option<Quantity> {
        let scale = if sign > 0 { self.scale.checked_mul(other.scale)? } else { self.scale.checked_div(other.scale)? };
        let mut powers = self.powers.clone();
        for (unit, power) in &other.powers {
            let sum = powers.remove(unit).unwrap_or(0).checked_add(power.checked_mul(sign)?)?;
            if sum != 0 {
                powers.insert(unit.clone(), sum);
            }
        }
        Some(Quantity { scale, powers })
    }
    /// How to bring a number in this unit into the other one; `None` where they measure different things.
    pub(crate) fn to(&self, other: &Quantity) -> Option<Rescale> {
        if self.powers != other.powers {
            return None;
        }
        if self.scale >= other.scale {
            return Some(Rescale { by: self.scale.checked_div(other.scale)?, divide: false });
        }
        Some(Rescale { by: other.scale.checked_div(self.scale)?, divide: true })
    }
}

/// A number with the unit written after it, in another unit; `None`: the two measure different things. 亿 alone counts in what
/// `to` counts in: 1.4亿 is 14000 in 万元. No unit written: the number is in `to` already. No `to`: only 万 and 亿 are understood.
pub fn in_unit(number: Decimal, written: &str, to: Option<&str>) -> Option<Decimal> {
    let written = written.trim();
    if written.is_empty() {
        return Some(number);
    }
    let from = Quantity::named(written);
    let to = to.map_or_else(Quantity::pure, Quantity::named);
    let myriads = from.powers.is_empty() && !matches!(written, "%" | "％" | "‰");
    // 万元 is 元 in tens of thousands; 万 alone is so many of whatever the base is.
    let from = if myriads { Quantity { scale: from.scale, powers: to.powers.clone() } } else { from };
    let by = from.to(&to)?;
    if by.divide { number.checked_div(by.by) } else { number.checked_mul(by.by) }
}

fn base(written: &str) -> Quantity {
    let written = written.trim();
    match written {
        "%" | "％" => return Quantity { scale: Decimal::new(1, 2), powers: BTreeMap::new() },
        "‰" => return Quantity { scale: Decimal::new(1, 3), powers: BTreeMap::new() },
        "" => return Quantity::pure(),
        _ => {}
    }
    let (scale, unit) = split_myriads(written);
    let Some(unit) = unit else { return Quantity { scale, powers: BTreeMap::new() } };
    let (many, unit) = MULTIPLES.iter().find(|(n, ..)| *n == unit).map_or((1, unit.as_str()), |(_, many, of)| (*many, of));
    Quantity { scale: scale.checked_mul(Decimal::from(many)).unwrap_or(scale), powers: BTreeMap::from([(unit.to_string(), 1)]) }
}

/// The unit of a product or quotient. Percentages count as their ratio there. Bare numbers keep the other's unit.
pub(crate) fn product(left: &Option<Quantity>, right: &Option<Quantity>, divide: bool) -> Option<Quantity> {
    let ratio = |q: &Quantity| if q.is_percent() { Quantity::pure() } else { q.clone() };
    match (left, right) {
        (None, None) => divide.then(Quantity::pure),
        (Some(l), None) => Some(ratio(l)),
        (None, Some(r)) if !divide => Some(ratio(r)),
        (None, Some(r)) => Quantity::pure().combined(&ratio(r), -1),
        (Some(l), Some(r)) => ratio(l).combined(&ratio(r), if divide { -1 } else { 1 }),
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_pure() {
            return f.write_str("无单位的比值");
        }
        if self.powers.is_empty() {
            return match self.scale {
                s if s == Decimal::new(1, 2) => f.write_str("%"),
                s if s == Decimal::new(1, 3) => f.write_str("‰"),
                s => write!(f, "{}", s.normalize()),
            };
        }
        let multiple = MULTIPLES.iter().find(|(_, many, of)| {
            Decimal::from(*many) == self.scale && *many > 1 && self.powers.len() == 1 && self.powers.get(*of) == Some(&1)
        });
        if let Some((name, ..)) = multiple {
            return f.write_str(name);
        }
        match self.scale {
            s if s == Decimal::ONE => {}
            s if s == Decimal::from(10_000) => f.write_str("万")?,
            s if s == Decimal::from(100_000_000) => f.write_str("亿")?,
            s => write!(f, "{}", s.normalize())?,
        }
        let mut first = true;
        for (unit, power) in self.powers.iter().filter(|(_, p)| **p > 0) {
            if !first {
                f.write_str("·")?;
            }
            first = false;
            write_power(f, unit, *power)?;
        }
        for (unit, power) in self.powers.iter().filter(|(_, p)| **p < 0) {
            f.write_str(if first { "1/" } else { "/" })?;
            first = false;
            write_power(f, unit, -power)?;
        }
        Ok(())
    }
}

fn write_power(f: &mut fmt::Formatter<'_>, unit: &str, power: i8) -> fmt::Result {
    if power == 1 { f.write_str(unit) } else { write!(f, "{unit}^{power}") }
}

impl Type {
    pub(crate) fn bare() -> Type {
        Type::Number(None)
    }
    pub(crate) fn measured(unit: &str) -> Type {
        Type::Number(Some(Quantity::named(unit)))
    }
    pub(crate) fn is_textual(&self) -> bool {
        matches!(self, Type::Text | Type::Choice(_) | Type::Time)
    }
    /// Are values of both types comparable with `==`? (Units of measure are checked apart.)
    pub(crate) fn goes_with(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Any, _) | (_, Type::Any) | (Type::Number(_), Type::Number(_)) => true,
            (Type::List(a), Type::List(b)) => a.goes_with(b),
            (Type::Record(a), Type::Record(b)) => a == b,
            _ if self.is_textual() => other.is_textual(),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
    /// The type of a field as expressions see it; computed fields are typed by their expression.
    pub(crate) fn of_field(field: &Field) -> Type {
        let measured = |fallback: Option<&str>| match field.measured_in.as_deref().or(fallback) {
            Some(unit) => Type::measured(unit),
            None => Type::bare(),
        };
        let choices = || {
            Type::Choice(Arc::new(Choices {
                options: field.options.clone(),
                titles: vec![],
                open: field.open_with_reason.is_some(),
            }))
        };
        match field.type_ {
            FieldType::Text | FieldType::LongText => Type::Text,
            FieldType::Whole | FieldType::Decimal => measured(None),
            FieldType::Money => measured(Some("元")),
            FieldType::Percent => measured(Some("%")),
            FieldType::Date | FieldType::Mark => Type::Date,
            FieldType::Time => Type::Time,
            FieldType::Bool => Type::Bool,
            FieldType::Choice => choices(),
            FieldType::Choices => Type::List(Box::new(choices())),
            FieldType::Unit => Type::Unit,
            FieldType::Record => Type::Record(field.of.clone().unwrap_or_default()),
            FieldType::Files => Type::List(Box::new(Type::Text)),
            FieldType::Computed => Type::Any,
        }
    }
}

/// In Chinese, for messages.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Bool => f.write_str("是或否"),
            Type::Number(None) => f.write_str("数"),
            Type::Number(Some(q)) => write!(f, "数（{q}）"),
            Type::Text => f.write_str("文字"),
            Type::Choice(_) => f.write_str("选项"),
            Type::Time => f.write_str("时刻"),
            Type::Date => f.write_str("日期"),
            Type::Unit => f.write_str("单位"),
            Type::Record(r) => write!(f, "{r} 的记录"),
            Type::List(t) => write!(f, "{t}的列表"),
            Type::Any => f.write_str("任何值"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_units(from: &str, to: &str, expected: Option<(i64, bool)>) {
        let got = Quantity::named(from).to(&Quantity::named(to));
        assert_eq!(got, expected.map(|(by, divide)| Rescale { by: Decimal::from(by), divide }), "{from} → {to}");
    }

    #[test]
    fn units_of_one_kind_convert_and_others_do_not() {
        check_units("万元", "元", Some((10_000, false)));
        check_units("元", "万元", Some((10_000, true)));
        check_units("亿元", "万元", Some((10_000, false)));
        check_units("小时", "分钟", Some((60, false)));
        check_units("亩", "公顷", Some((15, true)));
        check_units("", "%", Some((100, false)));
        check_units("元/人", "元/人", Some((1, false)));
        check_units("人", "人次", None);
        check_units("人", "%", None);
    }

    #[test]
    fn products_cancel() {
        let unit = |s: &str| Some(Quantity::named(s));
        assert_eq!(product(&unit("人"), &unit("人"), true), Some(Quantity::pure()));
        assert_eq!(product(&unit("元/人"), &unit("人"), false), unit("元"));
        assert_eq!(product(&unit("人"), &unit("%"), false), unit("人"));
        assert_eq!(product(&None, &None, true), Some(Quantity::pure()));
        assert_eq!(product(&unit("万元"), &unit("人"), true).map(|q| q.to_string()).as_deref(), Some("万元/人"));
    }
}

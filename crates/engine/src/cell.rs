//! A measure cell: what records of one unit add to one measure in one span of days.

use luodi_model::{Number, UnitId, Value};
use rust_decimal::Decimal;

/// Additive content of a cell. Subtrees and longer spans are sums of cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    /// Records counted.
    pub count: i64,
    /// Sum of the known, exact values.
    pub sum: Decimal,
    /// Records whose value is unknown or approximate, or of which it isn't known whether they count.
    pub unknown: i64,
}

/// What one version of a record adds to one measure (negative to take an earlier version back).
#[derive(Clone, PartialEq, Debug)]
pub struct Contribution {
    pub measure: String,
    pub unit: UnitId,
    pub day: jiff::civil::Date,
    pub cell: Cell,
}

impl Cell {
    pub fn add(&mut self, other: &Cell) {
        self.count += other.count;
        self.sum += other.sum;
        self.unknown += other.unknown;
    }
    pub fn negated(&self) -> Cell {
        Cell { count: -self.count, sum: -self.sum, unknown: -self.unknown }
    }
    /// The count as a value; records that may count make it approximate.
    pub fn count_value(&self) -> Value {
        let (sure, most) = (Decimal::from(self.count), Decimal::from(self.count.saturating_add(self.unknown)));
        let number = if self.unknown == 0 { Number::exact(sure) } else { Number::about(sure, Some(sure), Some(most)) };
        Value::Number(number)
    }
    /// The sum as a value. With unknown parts the known part is a lower bound where no value can be negative, else no bound.
    pub fn sum_value(&self, never_negative: bool) -> Value {
        if self.unknown == 0 {
            Value::Number(Number::exact(self.sum))
        } else {
            Value::Number(Number::about(self.sum, never_negative.then_some(self.sum), None))
        }
    }
}

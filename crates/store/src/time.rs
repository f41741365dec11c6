//! Days and instants as the whole numbers that the tables hold.

use crate::error::{Result, StoreError};
use jiff::{Timestamp, civil::Date};

/// 2013-09-05 → 20130905.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// 20130905 → 2013-09-05.
pub(crate) fn date(number: i64) -> Result<Date> {
    let bad = || StoreError::broken(format!("day {number}"));
    let part = |n: i64| i8::try_from(n).map_err(|_| bad());
    let year = i16::try_from(number.div_euclid(10_000)).map_err(|_| bad())?;
    let rest = number.rem_euclid(10_000);
    Date::new(year, part(rest / 100)?, part(rest % 100)?).map_err(|_| bad())
}

pub(crate) fn timestamp(us: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(us).map_err(|_| StoreError::broken(format!("time {us}")))
}

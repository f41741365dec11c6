//! The functions: one table with their arguments, and what each does with known values.

use crate::number::{abs, at_scale, pick, root, whole_days};
use crate::working_days::{Worked, add_working_days, working_days_between};
use jiff::{ToSpan, civil::Date};
use luodi_model::{Number, Value};
use rust_decimal::{Decimal, RoundingStrategy};

/// A function of known values. Unknown arguments make the result unknown before any of these is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Function {
    Year,
    Month,
    Quarter,
    Half,
    Day,
    DaysBetween,
    AddDays,
    AddMonths,
    AddYears,
    FirstDay,
    LastDay,
    EndOfQuarter,
    DateOf,
    MinutesBetween,
    AddWorkingDays,
    WorkingDaysBetween,
    IsWorkingDay,
    Exact,
    Abs,
    Round,
    Floor,
    Ceil,
    Min,
    Max,
    Root,
    Power,
    Place,
    Size,
}

/// What an argument must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Parameter {
    Date,
    Time,
    /// A number of any unit; the result has the same.
    Number,
    /// A bare number or a ratio; 112 % counts as 1.12.
    Ratio,
    /// A bare whole number.
    Whole,
    Text,
    List,
}

/// What comes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Gives {
    Date,
    Bare,
    Measured(&'static str),
    Bool,
    SameAsFirst,
    Ratio,
}

use Function as F;
use Parameter as P;

/// Name, function, parameters (the last one repeats where `repeats`), result.
pub(crate) struct Entry {
    pub name: &'static str,
    pub function: Function,
    pub parameters: &'static [Parameter],
    pub repeats: bool,
    pub gives: Gives,
}

const fn entry(name: &'static str, function: Function, parameters: &'static [Parameter], gives: Gives) -> Entry {
    Entry { name, function, parameters, repeats: false, gives }
}

pub(crate) const FUNCTIONS: [Entry; 28] = [
    entry("year", F::Year, &[P::Date], Gives::Bare),
    entry("month", F::Month, &[P::Date], Gives::Bare),
    entry("quarter", F::Quarter, &[P::Date], Gives::Bare),
    entry("half", F::Half, &[P::Date], Gives::Bare),
    entry("day", F::Day, &[P::Date], Gives::Bare),
    entry("days_between", F::DaysBetween, &[P::Date, P::Date], Gives::Measured("日")),
    entry("add_days", F::AddDays, &[P::Date, P::Whole], Gives::Date),
    entry("add_months", F::AddMonths, &[P::Date, P::Whole], Gives::Date),
    entry("add_years", F::AddYears, &[P::Date, P::Whole], Gives::Date),
    entry("first_day", F::FirstDay, &[P::Date], Gives::Date),
    entry("last_day", F::LastDay, &[P::Date], Gives::Date),
    entry("end_of_quarter", F::EndOfQuarter, &[P::Date], Gives::Date),
    entry("date", F::DateOf, &[P::Whole, P::Whole, P::Whole], Gives::Date),
    entry("minutes_between", F::MinutesBetween, &[P::Time, P::Time], Gives::Measured("分钟")),
    entry("add_working_days", F::AddWorkingDays, &[P::Date, P::Whole], Gives::Date),
    entry("working_days_between", F::WorkingDaysBetween, &[P::Date, P::Date], Gives::Measured("日")),
    entry("is_working_day", F::IsWorkingDay, &[P::Date], Gives::Bool),
    entry("exact", F::Exact, &[P::Number], Gives::Bool),
    entry("abs", F::Abs, &[P::Number], Gives::SameAsFirst),
    entry("round", F::Round, &[P::Number, P::Whole], Gives::SameAsFirst),
    entry("floor", F::Floor, &[P::Number], Gives::SameAsFirst),
    entry("ceil", F::Ceil, &[P::Number], Gives::SameAsFirst),
    Entry { repeats: true, ..entry("min", F::Min, &[P::Number, P::Number], Gives::SameAsFirst) },
    Entry { repeats: true, ..entry("max", F::Max, &[P::Number, P::Number], Gives::SameAsFirst) },
    entry("root", F::Root, &[P::Number, P::Whole], Gives::SameAsFirst),
    entry("power", F::Power, &[P::Ratio, P::Whole], Gives::Ratio),
    entry("place", F::Place, &[P::Text, P::List], Gives::Bare),
    entry("size", F::Size, &[P::List], Gives::Bare),
];

/// Why a call has no value.
pub(crate) const OUT_OF_CALENDAR: &str = "日期超出日历范围";
pub(crate) const NOT_WHOLE: &str = "天数、月数须是确定的整数";
pub(crate) const NO_CALENDAR: &str = "这一年的放假安排还没有录入，不能算工作日";
pub(crate) const NO_TIME: &str = "时刻须写成 HH:MM";
const NO_ROOT: &str = "这个数开不了方";
/// Years of a yearly growth at most.
const ROOT_MAX: u32 = 100;
const NO_DAY: &str = "没有这一天";
const TOO_LARGE: &str = "数太大";
/// Most factors of a power.
const FACTORS_MAX: i64 = 200;
const WRONG_VALUE: &str = "值的类型不对";

impl Function {
    /// Applies the function to known values; `Err` says why there is no result. `worked` is the calendar of the surroundings.
    pub fn apply(self, arguments: &[&Value], worked: Worked<'_>) -> Result<Value, &'static str> {
        let first = arguments.first().ok_or(WRONG_VALUE)?;
        match self {
            F::Year | F::Month | F::Quarter | F::Half | F::Day => Ok(Value::number(self.part(date(first)?))),
            F::FirstDay | F::LastDay | F::EndOfQuarter => Ok(Value::Date(self.edge(date(first)?))),
            F::DaysBetween => {
                let days = (date(arguments.get(1).ok_or(WRONG_VALUE)?)? - date(first)?).get_days();
                Ok(Value::number(i64::from(days)))
            }
            F::AddDays | F::AddMonths | F::AddYears => {
                let many = number(arguments.get(1).ok_or(WRONG_VALUE)?)?;
                self.moved(date(first)?, whole_days(many).ok_or(NOT_WHOLE)?).map(Value::Date)
            }
            F::AddWorkingDays => {
                let many = whole_days(number(arguments.get(1).ok_or(WRONG_VALUE)?)?).ok_or(NOT_WHOLE)?;
                add_working_days(date(first)?, many, worked).map(Value::Date).ok_or(NO_CALENDAR)
            }
            F::WorkingDaysBetween => {
                let to = date(arguments.get(1).ok_or(WRONG_VALUE)?)?;
                working_days_between(date(first)?, to, worked).map(Value::number).ok_or(NO_CALENDAR)
            }
            F::IsWorkingDay => worked(date(first)?).map(Value::Bool).ok_or(NO_CALENDAR),
            F::Exact => Ok(Value::Bool(number(first)?.is_exact())),
            F::MinutesBetween => {
                let minutes = minute_of_day(arguments.get(1).ok_or(WRONG_VALUE)?)? - minute_of_day(first)?;
                Ok(Value::number(minutes))
            }
            F::Abs => Ok(Value::Number(abs(number(first)?))),
            F::Floor => Ok(Value::Number(at_scale(number(first)?, 0, RoundingStrategy::ToNegativeInfinity))),
            F::Ceil => Ok(Value::Number(at_scale(number(first)?, 0, RoundingStrategy::ToPositiveInfinity))),
            F::Round => {
                let digits = whole_days(number(arguments.get(1).ok_or(WRONG_VALUE)?)?).ok_or(NOT_WHOLE)?;
                let digits = u32::try_from(digits.clamp(0, 12)).unwrap_or(0);
                Ok(Value::Number(at_scale(number(first)?, digits, RoundingStrategy::MidpointAwayFromZero)))
            }
            F::Min | F::Max => {
                let mut best = *number(first)?;
                for v in &arguments[1..] {
                    best = pick(&best, number(v)?, self == F::Max);
                }
                Ok(Value::Number(best))
            }
            F::Root => {
                let many = whole_days(number(arguments.get(1).ok_or(WRONG_VALUE)?)?).ok_or(NOT_WHOLE)?;
                let many = u32::try_from(many).ok().filter(|m| (1..=ROOT_MAX).contains(m)).ok_or(NOT_WHOLE)?;
                root(number(first)?, many).map(Value::Number).ok_or(NO_ROOT)
            }
            F::DateOf => {
                let part = |i: usize| whole_days(number(arguments.get(i).ok_or(WRONG_VALUE)?)?).ok_or(NOT_WHOLE);
                let (year, month, day) = (part(0)?, part(1)?, part(2)?);
                let small = |n: i64| i8::try_from(n).map_err(|_| NO_DAY);
                let year = i16::try_from(year).map_err(|_| NO_DAY)?;
                Date::new(year, small(month)?, small(day)?).map(Value::Date).map_err(|_| NO_DAY)
            }
            F::Power => {
                let many = whole_days(number(arguments.get(1).ok_or(WRONG_VALUE)?)?).ok_or(NOT_WHOLE)?;
                if !(0..=FACTORS_MAX).contains(&many) {
                    return Err(NOT_WHOLE);
                }
                let of = number(first)?;
                let product = (0..many).try_fold(Number::from(1), |product, _| product.times(of));
                product.map(Value::Number).ok_or(TOO_LARGE)
            }
            F::Place => {
                let Some(Value::List(items)) = arguments.get(1) else { return Err(WRONG_VALUE) };
                let at = items.iter().position(|item| item == *first).ok_or("不在所列的等级里")?;
                Ok(Value::number(i64::try_from(at + 1).unwrap_or(i64::MAX)))
            }
            F::Size => match first {
                Value::List(l) => Ok(Value::number(i64::try_from(l.len()).unwrap_or(i64::MAX))),
                _ => Err(WRONG_VALUE),
            },
        }
    }

    fn part(self, d: Date) -> i64 {
        let month = i64::from(d.month());
        match self {
            F::Year => i64::from(d.year()),
            F::Month => month,
            F::Quarter => (month - 1) / 3 + 1,
            F::Half => (month - 1) / 6 + 1,
            _ => i64::from(d.day()),
        }
    }
    fn edge(self, d: Date) -> Date {
        match self {
            F::FirstDay => d.first_of_month(),
            F::LastDay => d.last_of_month(),
            _ => {
                let last_month = (d.month() - 1) / 3 * 3 + 3;
                Date::new(d.year(), last_month, 1).map_or(d, Date::last_of_month)
            }
        }
    }
    /// Months and years keep the day number, else take the month's last day (house rule for clocks in months).
    fn moved(self, d: Date, many: i64) -> Result<Date, &'static str> {
        const MANY_MAX: i64 = 4_000_000;
        if many.abs() > MANY_MAX {
            return Err(OUT_OF_CALENDAR);
        }
        let moved = match self {
            F::AddDays => d.checked_add(many.days()),
            F::AddMonths if many.abs() <= 200_000 => d.checked_add(many.months()),
            F::AddYears if many.abs() <= 15_000 => d.checked_add(many.years()),
            _ => return Err(OUT_OF_CALENDAR),
        };
        moved.map_err(|_| OUT_OF_CALENDAR)
    }
}

fn date(v: &Value) -> Result<Date, &'static str> {
    v.as_date().ok_or(WRONG_VALUE)
}
fn number(v: &Value) -> Result<&Number, &'static str> {
    v.as_number().ok_or(WRONG_VALUE)
}

/// Minutes since midnight of `HH:MM`; 24:00 is the end of the day.
fn minute_of_day(v: &Value) -> Result<i64, &'static str> {
    let text = v.as_text().ok_or(WRONG_VALUE)?;
    is_time(text).ok_or(NO_TIME)
}

/// Minutes since midnight where the text is a time of day.
pub(crate) fn is_time(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let part = |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i64>().ok()).flatten();
    let (hour, minute) = (part(hour)?, part(minute)?);
    (minute < 60 && (hour < 24 || (hour == 24 && minute == 0))).then_some(hour * 60 + minute)
}

/// Is the number a whole count of days or digits, written in the expression?
pub(crate) fn is_whole(n: &Decimal) -> bool {
    n.fract().is_zero()
}

/// Names of the functions of the language, for editors and the manual's test.
pub fn function_names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|e| e.name).chain(["band", "subtree", "cumulative", "whole", "previous", "filed"])
}

//! Periods of the civil calendar: a day, a month, a quarter … as a duty or a table names them.

use jiff::{ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// How often something recurs (周期). `Once` is the whole window of the programme.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    Day,
    /// Monday to Sunday.
    Week,
    /// 旬: days 1–10, 11–20, 21–end.
    TenDays,
    Month,
    Quarter,
    HalfYear,
    Year,
    Once,
    /// So many days each (每10天), counted from the first day of the window; the last one may be cut short by its end.
    Days(u16),
}

/// One period, named by its first day. Text form: `2013-09-05`, `2013-W36` (ISO), `2013-09-2` (旬), `2013-09`, `2013-Q3`,
/// `2013-H2`, `2013`, `2013-09-05+10` (10 days from then), `once`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Period {
    pub every: Every,
    pub first: Date,
    pub last: Date,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a period: {0}")]
pub struct PeriodError(pub String);

impl Period {
    /// The period of this length that contains the day. `Once` has no calendar of its own: use [`Period::once`]. A number of days
    /// has none either: it begins on the day.
    pub fn containing(every: Every, day: Date) -> Period {
        let month_start = |m: i8| Date::constant(day.year(), m, 1);
        let (first, last) = match every {
            Every::Day | Every::Once => (day, day),
            Every::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                let first = day.saturating_sub(back.days());
                (first, first.saturating_add(6.days()))
            }
            Every::TenDays => match day.day() {
                1..=10 => (day.first_of_month(), Date::constant(day.year(), day.month(), 10)),
                11..=20 => (Date::constant(day.year(), day.month(), 11), Date::constant(day.year(), day.month(), 20)),
                _ => (Date::constant(day.year(), day.month(), 21), day.last_of_month()),
            },
            Every::Month => (day.first_of_month(), day.last_of_month()),
            Every::Quarter => {
                let m = (day.month() - 1) / 3 * 3 + 1;
                (month_start(m), month_start(m + 2).last_of_month())
            }
            Every::HalfYear => {
                let m = if day.month() <= 6 { 1 } else { 7 };
                (month_start(m), month_start(m + 5).last_of_month())
            }
            Every::Year => (month_start(1), month_start(12).last_of_month()),
            Every::Days(many) => (day, day.saturating_add((i64::from(many.max(1)) - 1).days())),
        };
        Period { every, first, last }
    }
    /// The whole window of a programme as one period.
    pub fn once(first: Date, last: Date) -> Period {
        Period { every: Every::Once, first, last }
    }
    pub fn contains(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }
    /// The period after this one; `None` for `Once` and at the end of the calendar.
    pub fn next(&self) -> Option<Period> {
        if self.every == Every::Once {
            return None;
        }
        Some(Period::containing(self.every, self.last.checked_add(1.day()).ok()?))
    }
    /// All periods of this length that touch the days from..=to, in order.
    pub fn between(every: Every, from: Date, to: Date) -> Vec<Period> {
        if from > to {
            return vec![];
        }
        if every == Every::Once {
            return vec![Period::once(from, to)];
        }
        let mut out = vec![];
        let mut at = Some(Period::containing(every, from));
        while let Some(p) = at.filter(|p| p.first <= to) {
            out.push(p);
            at = p.next();
        }
        out
    }
    /// For people: 2013年9月, 2013年第3季度, 2013年上半年 ….
    pub fn title(&self) -> String {
        let (y, m, d) = (self.first.year(), self.first.month(), self.first.day());
        match self.every {
            Every::Day => format!("{y}年{m}月{d}日"),
            Every::Week => format!("{y}年{m}月{d}日起一周"),
            Every::TenDays => format!(
                "{y}年{m}月{}旬",
                if d == 1 {
                    "上"
                } else if d == 11 {
                    "中"
                } else {
                    "下"
                }
            ),
            Every::Month => format!("{y}年{m}月"),
            Every::Quarter => format!("{y}年第{}季度", (m - 1) / 3 + 1),
            Every::HalfYear => format!("{y}年{}半年", if m == 1 { "上" } else { "下" }),
            Every::Year => format!("{y}年"),
            Every::Once => "全程".to_string(),
            Every::Days(_) => format!("{y}年{m}月{d}日起{}天", (self.last - self.first).get_days() + 1),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = (self.first.year(), self.first.month(), self.first.day());
        match self.every {
            Every::Day => write!(f, "{}", self.first),
            Every::Week => {
                let iso = self.first.iso_week_date();
                write!(f, "{:04}-W{:02}", iso.year(), iso.week())
            }
            Every::TenDays => write!(f, "{y:04}-{m:02}-{}", d / 10 + 1),
            Every::Month => write!(f, "{y:04}-{m:02}"),
            Every::Quarter => write!(f, "{y:04}-Q{}", (m - 1) / 3 + 1),
            Every::HalfYear => write!(f, "{y:04}-H{}", if m == 1 { 1 } else { 2 }),
            Every::Year => write!(f, "{y:04}"),
            Every::Once => f.write_str("once"),
            Every::Days(_) => write!(f, "{}+{}", self.first, (self.last - self.first).get_days() + 1),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;
    /// Reads every text form but `once`, which needs the window of its programme.
    fn from_str(s: &str) -> Result<Period, PeriodError> {
        let bad = || PeriodError(s.to_string());
        if let Some((first, days)) = s.split_once('+') {
            let (first, days) = (first.parse().map_err(|_| bad())?, days.parse().map_err(|_| bad())?);
            return if days > 0 { Ok(Period::containing(Every::Days(days), first)) } else { Err(bad()) };
        }
        let parts: Vec<&str> = s.split('-').collect();
        let year: i16 = parts[0].parse().map_err(|_| bad())?;
        let date = |m: &str, d: i8| Date::new(year, m.parse().map_err(|_| bad())?, d).map_err(|_| bad());
        let at = |every, day| Ok(Period::containing(every, day));
        match parts[1..] {
            [] => at(Every::Year, date("1", 1)?),
            ["H1"] => at(Every::HalfYear, date("1", 1)?),
            ["H2"] => at(Every::HalfYear, date("7", 1)?),
            [q] if q.starts_with('Q') => match q {
                "Q1" => at(Every::Quarter, date("1", 1)?),
                "Q2" => at(Every::Quarter, date("4", 1)?),
                "Q3" => at(Every::Quarter, date("7", 1)?),
                "Q4" => at(Every::Quarter, date("10", 1)?),
                _ => Err(bad()),
            },
            [w] if w.starts_with('W') => {
                let week: i8 = w[1..].parse().map_err(|_| bad())?;
                let iso = jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).map_err(|_| bad())?;
                at(Every::Week, iso.date())
            }
            [m] => at(Every::Month, date(m, 1)?),
            [m, d] if d.len() == 1 => match d {
                "1" => at(Every::TenDays, date(m, 1)?),
                "2" => at(Every::TenDays, date(m, 11)?),
                "3" => at(Every::TenDays, date(m, 21)?),
                _ => Err(bad()),
            },
            [m, d] => at(Every::Day, date(m, d.parse().map_err(|_| bad())?)?),
            _ => Err(bad()),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_forms_read_back() {
        for s in [
            "2013-09-05",
            "2013-W36",
            "2013-09-2",
            "2013-09",
            "2013-Q3",
            "2013-H2",
            "2013",
            "2013-02-3",
            "2015-W53",
            "2020-06-01+10",
        ] {
            assert_eq!(s.parse::<Period>().unwrap().to_string(), s);
        }
        for s in ["", "2013-13", "2013-Q5", "2013-09-4", "2013-02-30", "once", "2014-W53", "2020-06-01+0", "2020-06+10"] {
            assert!(s.parse::<Period>().is_err(), "{s}");
        }
    }

    #[test]
    fn periods_of_a_window() {
        let q = Period::between(Every::Quarter, Date::constant(2015, 10, 19), Date::constant(2020, 12, 31));
        assert_eq!(q.len(), 21);
        assert_eq!(q[0].title(), "2015年第4季度");
    }
}

//! Days, months and years as plans write them.

use crate::numeral::chinese;
use crate::types::Day;
use jiff::civil::Date;

/// The years that the reader knows of: the entered one, and the five-year plan that the text names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Years {
    /// The year of the plan, as a person entered it.
    pub plan: Option<i32>,
    /// First and last year of the five-year plan (五年规划) that the text names.
    pub period: Option<(i32, i32)>,
}

impl Years {
    /// The year that a word names: `2022`, `今`, `明`; the year of the plan where there is no word.
    pub fn of(self, word: Option<&str>) -> Option<i32> {
        match word {
            None | Some("今" | "当" | "本") => self.plan,
            Some("明" | "次" | "翌") => self.plan.map(|y| y + 1),
            Some(figures) => figures.parse().ok().or_else(|| chinese(figures).and_then(|y| i32::try_from(y).ok())),
        }
    }
}

/// Last day of a month; 28 for February of an unknown year.
pub(crate) fn month_end(year: Option<i32>, month: i8) -> i8 {
    let year = year.and_then(|y| i16::try_from(y).ok()).unwrap_or(2001);
    Date::new(year, month, 1).map_or(31, |d| d.days_in_month())
}

/// A day, if there is one; 31 in a shorter month is none.
pub(crate) fn day(year: Option<i32>, month: i8, day: i8) -> Option<Day> {
    let full = i16::try_from(year.unwrap_or(2000)).ok()?;
    Date::new(full, month, day).ok().map(|_| Day { year, month, day })
}

/// The end of a part of a month: 底, 末, 上旬, 中旬, 下旬, 初.
pub(crate) fn part_end(year: Option<i32>, month: i8, part: &str) -> i8 {
    match part {
        "初" | "上旬" => 10,
        "中" | "中旬" => 20,
        _ => month_end(year, month),
    }
}

/// First and last year of a five-year plan: 十二 → 2011–2015. Plans before the sixth had other lengths and are not read.
pub(crate) fn five_year_plan(figure: &str) -> Option<(i32, i32)> {
    let n = i32::try_from(chinese(figure)?).ok().filter(|n| (6..=30).contains(n))?;
    let first = 1981 + 5 * (n - 6);
    Some((first, first + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends() {
        assert_eq!(month_end(Some(2024), 2), 29);
        assert_eq!(five_year_plan("十二"), Some((2011, 2015)));
        assert_eq!(five_year_plan("十四"), Some((2021, 2025)));
        assert_eq!(day(Some(2023), 2, 30), None);
        assert_eq!(Years { plan: Some(2020), period: None }.of(Some("明")), Some(2021));
    }
}

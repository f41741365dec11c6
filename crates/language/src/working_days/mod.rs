//! The working-day calendar (工作日历): Mondays to Fridays, less the holidays and with the exchanged days (调休) of the State
//! Council's yearly notices. A year without a notice is not known: nothing is assumed about its days.

mod table;

use jiff::{ToSpan, civil::Date, civil::Weekday};

/// Is the day worked? `None`: its year's notice is not in the table.
pub fn is_working_day(day: Date) -> Option<bool> {
    let (first, last) = table::YEARS;
    if !(first..=last).contains(&day.year()) {
        return None;
    }
    let number = u32::try_from(i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())).ok()?;
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let listed = if weekend { &table::WORKED[..] } else { &table::FREE[..] };
    Some(weekend == listed.binary_search(&number).is_ok())
}

/// Says of a day whether it is worked; `None`: not known.
pub(crate) type Worked<'a> = &'a dyn Fn(Date) -> Option<bool>;

/// Most working days that may be counted at once: some ten years.
const DAYS_MAX: i64 = 3_000;

/// The day so many working days later (earlier, where negative); the day itself is not counted. `None`: beyond what is known.
pub(crate) fn add_working_days(from: Date, many: i64, worked: Worked<'_>) -> Option<Date> {
    if many.abs() > DAYS_MAX {
        return None;
    }
    let step = if many < 0 { -1 } else { 1 };
    let mut day = from;
    let mut left = many.abs();
    while left > 0 {
        day = day.checked_add(step.days()).ok()?;
        if worked(day)? {
            left -= 1;
        }
    }
    Some(day)
}

/// Working days after the first day, up to and with the second; negative where the second is earlier.
pub(crate) fn working_days_between(from: Date, to: Date, worked: Worked<'_>) -> Option<i64> {
    if from > to {
        return working_days_between(to, from, worked).map(|n| -n);
    }
    if i64::from((to - from).get_days()) > DAYS_MAX * 2 {
        return None;
    }
    let mut day = from;
    let mut count = 0;
    while day < to {
        day = day.tomorrow().ok()?;
        count += i64::from(worked(day)?);
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn holidays_exchanged_days_and_unknown_years() {
        let check = |text: &str, expected: Option<bool>| assert_eq!(is_working_day(day(text)), expected, "{text}");
        check("2017-03-01", Some(true));
        check("2017-03-04", Some(false));
        check("2024-10-01", Some(false));
        check("2024-10-12", Some(true));
        check("2024-02-04", Some(true));
        check("1999-10-01", None);
        check("2099-03-03", None);
    }

    #[test]
    fn days_are_counted_from_the_day_after() {
        assert_eq!(add_working_days(day("2017-03-01"), 3, &is_working_day), Some(day("2017-03-06")));
        assert_eq!(add_working_days(day("2017-03-01"), 7, &is_working_day), Some(day("2017-03-10")));
        assert_eq!(add_working_days(day("2024-09-30"), 1, &is_working_day), Some(day("2024-10-08")));
        assert_eq!(add_working_days(day("2017-03-06"), -1, &is_working_day), Some(day("2017-03-03")));
        assert_eq!(working_days_between(day("2017-03-01"), day("2017-03-10"), &is_working_day), Some(7));
        assert_eq!(add_working_days(day("2098-01-01"), 1, &is_working_day), None);
    }
}

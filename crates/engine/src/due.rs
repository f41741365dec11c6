//! Days by which something is owed, and how late it came. Always the end of a civil day in Beijing; calendar days.

use crate::Context;
use jiff::{Timestamp, ToSpan, civil::Date};
use luodi_language::{Env, Expr};
use luodi_model::programme::Due;
use luodi_model::{Period, Unknown, Value, beijing};

/// By when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DueDay {
    On(Date),
    /// Never late; why no day is known.
    Pending(String),
}

impl DueDay {
    /// Days late at an instant: 0 up to 24:00 of the due day.
    pub fn days_late(&self, at: Timestamp) -> i64 {
        match self {
            DueDay::On(due) => i64::from((beijing(at).date() - *due).get_days()).max(0),
            DueDay::Pending(_) => 0,
        }
    }
    pub fn day(&self) -> Option<Date> {
        if let DueDay::On(day) = self { Some(*day) } else { None }
    }
    pub fn to_value(&self) -> Value {
        match self {
            DueDay::On(day) => Value::Date(*day),
            DueDay::Pending(why) => Value::pending(why.clone()),
        }
    }
}

/// The due day of a period. `on` is the compiled expression of [`Due::On`], with the surroundings it sees.
pub(crate) fn due_day(due: &Due, period: &Period, on: Option<(&Expr, &dyn Env)>) -> DueDay {
    match due {
        Due::EndOfPeriod => DueDay::On(period.last),
        Due::DayAfter(day) => DueDay::On(day_after(period.last, *day)),
        Due::Pending => DueDay::Pending("文中没有写明时限".to_string()),
        Due::On(source) => match on.map(|(expr, env)| expr.eval(env)) {
            Some(Value::Date(day)) => DueDay::On(day),
            Some(Value::Unknown(Unknown::Pending(why) | Unknown::NotComputable(why))) => DueDay::Pending(why),
            _ => DueDay::Pending(format!("时限（{}）还不能确定", source.0)),
        },
    }
}

/// This day of the month after the one that contains `last`; a month too short takes its last day.
fn day_after(last: Date, day: i8) -> Date {
    let next = last.first_of_month().saturating_add(1.month());
    Date::new(next.year(), next.month(), day.clamp(1, 31)).unwrap_or_else(|_| next.last_of_month())
}

/// The period's own place in the window of the programme: periods of this length that touch `from..=to`.
pub(crate) fn periods(ctx: &Context<'_>, every: luodi_model::Every, from: Date, to: Date) -> Result<Vec<Period>, String> {
    let window = ctx.window().map_err(|unknown| match unknown {
        Value::Unknown(u) => u.why().unwrap_or("起止时间").to_string(),
        _ => "起止时间".to_string(),
    })?;
    Ok(match (every, window) {
        (luodi_model::Every::Once, Some((first, last))) => vec![Period::once(first, last)],
        (luodi_model::Every::Once, None) => vec![Period::once(Date::MIN, Date::MAX)],
        // So many days each are counted from the first day, wherever one begins to look.
        (luodi_model::Every::Days(_), Some((first, last))) => {
            let all = Period::between(every, first, to.min(last)).into_iter().filter(|p| p.last >= from);
            all.map(|p| Period { last: p.last.min(last), ..p }).collect()
        }
        (luodi_model::Every::Days(_), None) => return Err("按天数分期要有起止时间".to_string()),
        (_, Some((first, last))) => Period::between(every, from.max(first), to.min(last)),
        (_, None) => Period::between(every, from, to),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use luodi_model::Every;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn late_by_the_minute_in_beijing() {
        let month = Period::containing(Every::Month, Date::constant(2013, 9, 1));
        let due = due_day(&Due::DayAfter(5), &month, None);
        assert_eq!(due, DueDay::On(Date::constant(2013, 10, 5)));
        assert_eq!(due.days_late(at("2013-10-05T23:59:00+08:00")), 0);
        assert_eq!(due.days_late(at("2013-10-06T00:00:00+08:00")), 1);
    }

    #[test]
    fn the_table_of_december_is_due_next_year_and_short_months_end() {
        let december = Period::containing(Every::Month, Date::constant(2013, 12, 9));
        assert_eq!(due_day(&Due::DayAfter(5), &december, None).day(), Some(Date::constant(2014, 1, 5)));
        let january = Period::containing(Every::Month, Date::constant(2014, 1, 9));
        assert_eq!(due_day(&Due::DayAfter(31), &january, None).day(), Some(Date::constant(2014, 2, 28)));
    }
}

//! Which of two targets or limits asks for more.

use super::Change;
use crate::types::{Amount, Day, Limit, Op, Target};
use rust_decimal::Decimal;

/// Limits that can be held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Day,
    Length,
    Rhythm,
}

pub(super) fn kind(limit: &Limit) -> Option<Kind> {
    match limit {
        Limit::By { .. } | Limit::On { .. } | Limit::Between { to: Some(_), .. } => Some(Kind::Day),
        Limit::Within { .. } => Some(Kind::Length),
        Limit::Every { .. } => Some(Kind::Rhythm),
        Limit::Between { to: None, .. } | Limit::Standing => None,
    }
}

/// How the second limit stands to the first; `None` where they are the same.
pub(super) fn limits(first: &Limit, second: &Limit) -> Option<Change> {
    if first == second {
        return None;
    }
    match (first, second) {
        (Limit::Within { duration: a }, Limit::Within { duration: b }) => lengths(a, b),
        (Limit::Every { rhythm: a, due: da }, Limit::Every { rhythm: b, due: db }) => match (days_of(a), days_of(b)) {
            (Some(x), Some(y)) if x != y => Some(if y > x { Change::Weaker } else { Change::Stronger }),
            (Some(_), Some(_)) => due_parts(da.as_deref(), db.as_deref()),
            _ => Some(Change::Undecided),
        },
        _ => match (last_day(first), last_day(second)) {
            (Some(a), Some(b)) => days(a, b),
            _ => Some(Change::Undecided),
        },
    }
}

fn last_day(limit: &Limit) -> Option<Day> {
    match limit {
        Limit::By { day } | Limit::On { day } => Some(*day),
        Limit::Between { to, .. } => *to,
        _ => None,
    }
}

/// Days with and without a year cannot be held against each other.
fn days(a: Day, b: Day) -> Option<Change> {
    match (a.year, b.year) {
        (Some(_), None) | (None, Some(_)) => Some(Change::Undecided),
        _ if b > a => Some(Change::Later),
        _ if b < a => Some(Change::Earlier),
        _ => None,
    }
}

/// ISO durations of one unit: P5WD against P7WD.
fn lengths(a: &str, b: &str) -> Option<Change> {
    let parts = |d: &str| -> Option<(u32, String)> {
        let body = d.strip_prefix("PT").map(|b| (b, "T")).or_else(|| d.strip_prefix('P').map(|b| (b, "")))?;
        let split = body.0.find(|c: char| !c.is_ascii_digit())?;
        Some((body.0[..split].parse().ok()?, format!("{}{}", body.1, &body.0[split..])))
    };
    match (parts(a), parts(b)) {
        (Some((x, u)), Some((y, v))) if u == v => match y.cmp(&x) {
            std::cmp::Ordering::Greater => Some(Change::Later),
            std::cmp::Ordering::Less => Some(Change::Earlier),
            std::cmp::Ordering::Equal => None,
        },
        _ => Some(Change::Undecided),
    }
}

/// About how many days lie between two times of a rhythm.
fn days_of(rhythm: &str) -> Option<u32> {
    let named = match rhythm {
        "daily" => 1,
        "weekly" => 7,
        "monthly" => 30,
        "quarterly" => 91,
        "half-yearly" => 182,
        "yearly" => 365,
        _ => 0,
    };
    if named > 0 {
        return Some(named);
    }
    let (count, unit) = rhythm.split_once('-')?;
    days_of(unit)?.checked_mul(count.parse().ok()?)
}

/// monthly:5 against monthly:10.
fn due_parts(a: Option<&str>, b: Option<&str>) -> Option<Change> {
    match (a, b) {
        (None, None) => None,
        (Some(_), None) => Some(Change::Weaker),
        (None, Some(_)) => Some(Change::Stronger),
        (Some(a), Some(b)) if a == b => None,
        (Some(a), Some(b)) => match (due_place(a), due_place(b)) {
            (Some(x), Some(y)) => Some(if y > x { Change::Later } else { Change::Earlier }),
            _ => Some(Change::Undecided),
        },
    }
}

/// `5` and `01-31` as month and day; `end` is behind every day.
fn due_place(due: &str) -> Option<(u32, u32)> {
    match due.split_once('-') {
        Some((month, day)) => Some((month.parse().ok()?, day.parse().ok()?)),
        None if due == "end" => Some((0, 32)),
        None => Some((0, due.parse().ok()?)),
    }
}

/// A percentage or another share, which a lower unit owes in full.
pub(super) fn is_rate(unit: &str) -> bool {
    matches!(unit, "%" | "‰" | "个百分点") || unit.contains('/')
}

/// Quantities of one unit can be held against each other.
pub(super) fn comparable(a: &Target, b: &Target) -> bool {
    const COUNTS: [&str; 6] = ["个", "家", "所", "处", "座", "户"];
    a.unit == b.unit || (COUNTS.contains(&a.unit.as_str()) && COUNTS.contains(&b.unit.as_str()))
}

/// How the second target stands to the first; `None` where they ask for the same.
pub(super) fn targets(a: &Target, b: &Target) -> Option<Change> {
    let ways = (direction(a.op), direction(b.op));
    let (x, y) = match (bounds(&a.amount), bounds(&b.amount)) {
        (Some(x), Some(y)) => (x, y),
        _ => return (a.amount != b.amount).then_some(Change::Undecided),
    };
    let by_number = match ways {
        (Some(Way::Up), Some(Way::Up)) => order(x.0, y.0, true),
        (Some(Way::Down), Some(Way::Down)) => order(x.1, y.1, false),
        (None, None) if a.op == b.op && x == y => None,
        (None, None) if a.op == Op::Within && b.op == Op::Within => {
            // A range inside the other asks for more.
            let inner = y.0 >= x.0 && y.1 <= x.1;
            let outer = y.0 <= x.0 && y.1 >= x.1;
            Some(if inner {
                Change::Stronger
            } else if outer {
                Change::Weaker
            } else {
                Change::Undecided
            })
        }
        _ => Some(Change::Undecided),
    };
    match (by_number, a.aspired, b.aspired) {
        // 力争 binds less than the same number without it.
        (None, false, true) => Some(Change::Weaker),
        (None, true, false) => Some(Change::Stronger),
        (found, _, _) => found,
    }
}

enum Way {
    Up,
    Down,
}

fn direction(op: Op) -> Option<Way> {
    match op {
        Op::AtLeast | Op::Equal | Op::RiseBy | Op::FallBy => Some(Way::Up),
        Op::AtMost => Some(Way::Down),
        Op::About | Op::Within => None,
    }
}

fn bounds(amount: &Amount) -> Option<(Decimal, Decimal)> {
    match amount {
        Amount::Known { value, .. } => Some((*value, *value)),
        Amount::Range { from, to } => Some((*from, *to)),
        Amount::Masked | Amount::Pending => None,
    }
}

fn order(first: Decimal, second: Decimal, more_is_stronger: bool) -> Option<Change> {
    if first == second {
        None
    } else if (second > first) == more_is_stronger {
        Some(Change::Stronger)
    } else {
        Some(Change::Weaker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every(rhythm: &str, due: Option<&str>) -> Limit {
        Limit::Every { rhythm: rhythm.to_owned(), due: due.map(str::to_owned) }
    }

    fn by(year: Option<i32>, month: i8, day: i8) -> Limit {
        Limit::By { day: Day { year, month, day } }
    }

    #[test]
    fn times() {
        assert_eq!(limits(&by(Some(2024), 6, 30), &by(Some(2024), 7, 31)), Some(Change::Later));
        assert_eq!(limits(&by(None, 6, 30), &by(None, 5, 31)), Some(Change::Earlier));
        assert_eq!(limits(&by(Some(2024), 6, 30), &by(None, 6, 30)), Some(Change::Undecided));
        assert_eq!(limits(&every("monthly", Some("5")), &every("quarterly", None)), Some(Change::Weaker));
        assert_eq!(limits(&every("monthly", Some("5")), &every("monthly", Some("10"))), Some(Change::Later));
        assert_eq!(limits(&every("10-daily", None), &every("weekly", None)), Some(Change::Stronger));
        let within = |d: &str| Limit::Within { duration: d.to_owned() };
        assert_eq!(limits(&within("P5WD"), &within("P7WD")), Some(Change::Later));
        assert_eq!(limits(&within("P5WD"), &within("P5D")), Some(Change::Undecided));
        assert_eq!(limits(&within("PT24H"), &within("PT24H")), None);
    }
}

//! What functions do to approximate numbers: both bounds move with the number.

use luodi_model::Number;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

/// Applies a function that never falls (floor, round …) to the number and its bounds.
fn rising(n: &Number, f: impl Fn(Decimal) -> Decimal) -> Number {
    match n.value() {
        Some(v) => Number::exact(f(v)),
        None => Number::about(f(n.shown), n.low().map(&f), n.high().map(&f)),
    }
}

/// Rounds the number and its bounds.
pub(crate) fn at_scale(n: &Number, digits: u32, how: RoundingStrategy) -> Number {
    rising(n, |d| d.round_dp_with_strategy(digits, how))
}

pub(crate) fn abs(n: &Number) -> Number {
    if let Some(v) = n.value() {
        return Number::exact(v.abs());
    }
    let (low, high) = (n.low(), n.high());
    let never_negative = low.is_some_and(|l| l >= Decimal::ZERO);
    let never_positive = high.is_some_and(|h| h <= Decimal::ZERO);
    match (never_negative, never_positive) {
        (true, _) => *n,
        (_, true) => n.negated(),
        _ => {
            let top = low.zip(high).map(|(l, h)| l.abs().max(h.abs()));
            Number::about(n.shown.abs(), Some(Decimal::ZERO), top)
        }
    }
}

/// The greater or the lesser of two numbers, with what the bounds say about it.
pub(crate) fn pick(a: &Number, b: &Number, greater: bool) -> Number {
    let of = |x: Decimal, y: Decimal| if greater { x.max(y) } else { x.min(y) };
    // An open bound stays open on the side that it can pull away, and gives way to the other number's bound on the other side.
    let side = |x: Option<Decimal>, y: Option<Decimal>, open_wins: bool| match (x, y) {
        (Some(x), Some(y)) => Some(of(x, y)),
        (Some(z), None) | (None, Some(z)) if !open_wins => Some(z),
        _ => None,
    };
    let shown = of(a.shown, b.shown);
    if a.is_exact() && b.is_exact() {
        return Number::exact(shown);
    }
    let low = side(a.low(), b.low(), !greater);
    let high = side(a.high(), b.high(), greater);
    if low.is_some() && low == high { Number::exact(low.unwrap_or(shown)) } else { Number::about(shown, low, high) }
}

/// The root of this degree, to twelve decimals (年均增长: `root(to / from, years) - 1`). `None`: below zero, or too large on the way.
pub(crate) fn root(n: &Number, degree: u32) -> Option<Number> {
    let of = |d: Option<Decimal>| d.map(|d| decimal_root(d, degree));
    let (low, high) = (of(n.low()), of(n.high()));
    if low == Some(None) || high == Some(None) {
        return None;
    }
    let shown = decimal_root(n.shown, degree)?;
    Some(if n.is_exact() { Number::exact(shown) } else { Number::about(shown, low.flatten(), high.flatten()) })
}

/// Newton's method; it converges from above for any start that isn't below the root.
fn decimal_root(d: Decimal, degree: u32) -> Option<Decimal> {
    const STEPS_MAX: u32 = 400;
    if d < Decimal::ZERO {
        return None;
    }
    if d.is_zero() || degree == 1 {
        return Some(d);
    }
    let many = Decimal::from(degree);
    let mut x = d.max(Decimal::ONE);
    for _ in 0..STEPS_MAX {
        // d / x^(degree - 1), step by step, so that no power overflows.
        let share = (1..degree).try_fold(d, |share, _| share.checked_div(x))?;
        let next = ((many - Decimal::ONE).checked_mul(x)?.checked_add(share)?).checked_div(many)?;
        let step = (next - x).abs();
        x = next;
        if step < Decimal::new(1, 16) {
            break;
        }
    }
    Some(x.round_dp_with_strategy(12, RoundingStrategy::MidpointAwayFromZero))
}

/// The number as a whole count, if it is exact and whole.
pub(crate) fn whole_days(n: &Number) -> Option<i64> {
    n.value().filter(|v| v.fract().is_zero())?.to_i64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(shown: i64, low: Option<i64>, high: Option<i64>) -> Number {
        Number::about(shown.into(), low.map(Into::into), high.map(Into::into))
    }

    #[test]
    fn bounds_follow_the_number() {
        let check = |got: Number, expected: Number| assert_eq!(got, expected);
        let fifty = about(50, Some(50), None);
        check(pick(&fifty, &Number::from(30), false), Number::from(30));
        check(pick(&fifty, &Number::from(30), true), fifty);
        check(pick(&fifty, &Number::from(80), true), about(80, Some(80), None));
        check(abs(&about(-3, Some(-5), Some(2))), about(3, Some(0), Some(5)));
        check(abs(&about(-3, Some(-5), Some(-2))), about(3, Some(2), Some(5)));
        check(at_scale(&Number::exact(Decimal::new(-25, 1)), 0, RoundingStrategy::MidpointAwayFromZero), Number::from(-3));
    }
}

//! A figure as people write it with its unit of measure: 300000万元, 12.5 亿元, 1,200 亩.

use crate::types::Quantity;
use rust_decimal::Decimal;

/// Why a text is no figure in a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Misread {
    /// There is no number in front.
    NoNumber,
    /// A number alone.
    NoUnit,
    /// Its unit measures something else.
    OtherUnit,
}

/// Reads a figure into the unit in which it is kept: `300000 万元` into 亿元 is 30.
///
/// # Errors
/// [`Misread`]: nothing is guessed.
pub fn read_measured(text: &str, into: &str) -> Result<Decimal, Misread> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'))).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: Decimal = number.replace(',', "").parse().map_err(|_| Misread::NoNumber)?;
    let unit = unit.trim();
    if unit.is_empty() {
        return Err(Misread::NoUnit);
    }
    let rescale = Quantity::named(unit).to(&Quantity::named(into)).ok_or(Misread::OtherUnit)?;
    let scaled = if rescale.divide { number.checked_div(rescale.by) } else { number.checked_mul(rescale.by) };
    scaled.map(|n| n.normalize()).ok_or(Misread::NoNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_into_the_unit_of_the_field() {
        let check = |text: &str, into: &str, expected: Result<&str, Misread>| {
            let expected = expected.map(|n| n.parse::<Decimal>().unwrap());
            assert_eq!(read_measured(text, into), expected, "{text} in {into}");
        };
        check("300000万元", "亿元", Ok("30"));
        check(" 12.5 亿元 ", "亿元", Ok("12.5"));
        check("-1,200亩", "公顷", Ok("-80"));
        check("5%", "%", Ok("5"));
        check("30", "亿元", Err(Misread::NoUnit));
        check("三十亿元", "亿元", Err(Misread::NoNumber));
        check("30吨", "亿元", Err(Misread::OtherUnit));
        check("", "亿元", Err(Misread::NoNumber));
    }
}

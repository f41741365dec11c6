//! A figure as people write it (约数、隐去的数): 1.4亿, 50余, 约300, 57232以上, 28*0. Converted where units measure the same, never
//! rounded; what is approximate stays so, what is masked stays masked.

use luodi_language::in_unit;
use luodi_model::{Number, Unknown, Value};
use rust_decimal::Decimal;

/// The value that a text says in the unit of its field (`None`: the field has none). `Ok(None)`: it is no figure.
///
/// # Errors
/// The unit measures something else than the field's; what was written after the number.
pub(crate) fn read(text: &str, unit: Option<&str>) -> Result<Option<Value>, String> {
    let text = text.trim();
    if is_masked(text) {
        return Ok(Some(Value::Unknown(Unknown::Masked)));
    }
    let (around, text) = stripped(text);
    let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(text.len());
    let Ok(number) = text[..digits].parse::<Decimal>() else { return Ok(None) };
    let (inside, written) = stripped_unit(text[digits..].trim());
    let Some(value) = in_unit(number, &written, unit) else { return Err(written) };
    Ok(Some(Value::Number(match around.or(inside) {
        None => Number::exact(value),
        Some(Around::More) => Number::about(value, Some(value), None),
        Some(Around::About) => Number::about(value, None, None),
    })))
}

/// Is something hidden or approximate in the text, or does it count in 万 or 亿 of nothing that is named?
pub(crate) fn is_loose(text: &str) -> bool {
    let text = text.trim();
    text.contains(['*', '＊', '余', '多', '约', '近', '上', '右']) || text.ends_with(['万', '亿'])
}

/// Was a unit of measure written?
pub(crate) fn has_unit(text: &str) -> bool {
    let rest = stripped(text.trim()).1.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    !stripped_unit(rest.trim()).1.is_empty()
}

/// Digits of which some are hidden: `1*`, `28＊0`.
fn is_masked(text: &str) -> bool {
    let hidden = |c: char| matches!(c, '*' | '＊');
    text.contains(hidden) && text.chars().all(|c| hidden(c) || c.is_ascii_digit() || c == '.')
}

#[derive(Clone, Copy)]
enum Around {
    /// 余, 多, 以上: that much at least.
    More,
    /// 约, 近, 左右: nobody knows how far off.
    About,
}

fn stripped(text: &str) -> (Option<Around>, &str) {
    for before in ["大约", "约", "近"] {
        if let Some(rest) = text.strip_prefix(before) {
            return (Some(Around::About), rest.trim());
        }
    }
    match ending(text) {
        (None, text) => (None, text),
        found => found,
    }
}

fn ending(text: &str) -> (Option<Around>, &str) {
    for (after, around) in [("左右", Around::About), ("以上", Around::More), ("余", Around::More), ("多", Around::More)] {
        if let Some(rest) = text.strip_suffix(after) {
            return (Some(around), rest.trim());
        }
    }
    (None, text)
}

/// `余人`, `万余人`: 余 may stand inside the unit.
fn stripped_unit(written: &str) -> (Option<Around>, String) {
    let myriads = written.len() - written.trim_start_matches(['万', '亿']).len();
    match written[myriads..].strip_prefix(['余', '多']) {
        Some(rest) => (Some(Around::More), format!("{}{}", &written[..myriads], rest.trim())),
        None => (None, written.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, unit: Option<&str>, expected: &str) {
        let got = match read(text, unit) {
            Ok(None) => "none".to_string(),
            Ok(Some(Value::Number(n))) => n.to_json().to_string(),
            Ok(Some(other)) => other.to_json().to_string(),
            Err(written) => format!("wrong {written}"),
        };
        assert_eq!(got, expected, "{text} as {unit:?}");
    }

    #[test]
    fn figures_as_they_are_written() {
        check("1.4亿元", Some("万元"), "\"14000\"");
        check("1.4亿", Some("万元"), "\"14000\"");
        check("14000", Some("万元"), "\"14000\"");
        check("95%", Some("%"), "\"95\"");
        check("12人", Some("人次"), "wrong 人");
        check("50余人", Some("人"), "{\"about\":\"50\",\"low\":\"50\",\"high\":null}");
        check("39.23万余人次", Some("人次"), "{\"about\":\"392300\",\"low\":\"392300\",\"high\":null}");
        check("39.23万余", Some("人次"), "{\"about\":\"392300\",\"low\":\"392300\",\"high\":null}");
        check("约300", None, "{\"about\":\"300\",\"low\":null,\"high\":null}");
        check("57232以上", None, "{\"about\":\"57232\",\"low\":\"57232\",\"high\":null}");
        check("28*0", None, "{\"unknown\":\"masked\"}");
        check("很多", None, "none");
        check("2013-10-05", None, "none");
    }
}

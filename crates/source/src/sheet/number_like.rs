//! Numbers as people type them into cells: "1,000", "12人", "１２", "85%", "1.5万元".

/// A number found in a text, and what was taken off to find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberLike {
    /// A plain decimal: an optional minus sign, digits, an optional fraction. 万 and 亿 are multiplied in; % is not divided.
    pub value: String,
    /// What stands after the number: 人, 元, % …
    pub unit: Option<String>,
    pub stripped: Vec<Stripped>,
}

/// What was taken off a text to get its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stripped {
    /// Digits or signs of full width.
    FullWidth,
    /// Commas or spaces between groups of three digits.
    Grouping,
    /// A currency sign before the number.
    Currency,
    /// A plus sign.
    Plus,
    /// Zeros before the number: it may be a code.
    LeadingZeros,
    /// 万 or 亿.
    Magnitude,
    /// The unit after the number.
    Unit,
    /// Brackets that mean a negative number in accounts.
    Brackets,
}

/// Units have at most this many characters; what is longer is a sentence.
const UNIT_CHARACTERS_MAX: usize = 6;

/// The number that a text is; none for ranges, dates, sentences and approximate numbers ("50余人", "约30", "左右"),
/// which are not the same as their digits.
pub fn number_like(text: &str) -> Option<NumberLike> {
    let mut stripped = Vec::new();
    let mut text = narrow(text.trim(), &mut stripped);
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        if !inner.starts_with(|c: char| c.is_ascii_digit()) || inner.len() < 2 {
            return None;
        }
        stripped.push(Stripped::Brackets);
        text = format!("-{inner}");
    }
    let mut rest = text.as_str();
    let mut negative = false;
    if let Some(after) = rest.strip_prefix(['-', '−']) {
        negative = true;
        rest = after;
    } else if let Some(after) = rest.strip_prefix('+') {
        stripped.push(Stripped::Plus);
        rest = after;
    }
    if let Some(after) = rest.strip_prefix(['¥', '￥', '$']) {
        stripped.push(Stripped::Currency);
        rest = after.trim_start();
    }
    let (whole, rest) = whole_part(rest, &mut stripped)?;
    let (fraction, rest) = fraction_part(rest)?;
    let (power, rest) = magnitude(rest.trim_start(), &mut stripped);
    let unit = unit_of(rest.trim())?;
    if unit.is_some() {
        stripped.push(Stripped::Unit);
    }
    let mut value = scaled(&whole, &fraction, power);
    if negative && value.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        value.insert(0, '-');
    }
    Some(NumberLike { value, unit, stripped })
}

/// Full-width forms of ASCII become ASCII, except ￥.
fn narrow(text: &str, stripped: &mut Vec<Stripped>) -> String {
    let mut changed = false;
    let narrowed = text
        .chars()
        .map(|character| match character {
            '\u{ff01}'..='\u{ff5e}' => {
                changed = true;
                char::from_u32(character as u32 - 0xfee0).unwrap_or(character)
            }
            '\u{3000}' | '\u{a0}' => ' ',
            other => other,
        })
        .collect();
    if changed {
        stripped.push(Stripped::FullWidth);
    }
    narrowed
}

/// Digits before the point, groups of three joined.
fn whole_part<'t>(text: &'t str, stripped: &mut Vec<Stripped>) -> Option<(String, &'t str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == ',')).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let groups: Vec<&str> = digits.split(',').collect();
    let grouped = groups.len() > 1;
    let sound = groups.iter().enumerate().all(|(at, group)| match (grouped, at) {
        (false, _) => !group.is_empty(),
        (true, 0) => (1..=3).contains(&group.len()),
        (true, _) => group.len() == 3,
    });
    if !sound {
        return None;
    }
    if grouped {
        stripped.push(Stripped::Grouping);
    }
    let joined = groups.concat();
    let trimmed = joined.trim_start_matches('0');
    if joined.len() > 1 && joined.starts_with('0') {
        stripped.push(Stripped::LeadingZeros);
    }
    let whole = if trimmed.is_empty() { "0" } else { trimmed };
    Some((whole.to_owned(), rest))
}

fn fraction_part(text: &str) -> Option<(String, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((String::new(), text));
    };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(end);
    // A second point makes it a date or a number of a chapter.
    (!digits.is_empty() && !rest.starts_with('.')).then(|| (digits.to_owned(), rest))
}

fn magnitude<'t>(text: &'t str, stripped: &mut Vec<Stripped>) -> (usize, &'t str) {
    for (sign, power) in [("万亿", 12), ("亿", 8), ("万", 4)] {
        if let Some(rest) = text.strip_prefix(sign) {
            stripped.push(Stripped::Magnitude);
            return (power, rest);
        }
    }
    (0, text)
}

/// The unit; the outer none when the rest shows that this is no plain number.
fn unit_of(rest: &str) -> Option<Option<String>> {
    const NOT_EXACT: [char; 14] = ['余', '多', '几', '来', '左', '右', '约', '近', '上', '下', '内', '超', '不', '至'];
    const OF_DATES: [char; 7] = ['年', '月', '日', '号', '时', '点', '第'];
    if rest.is_empty() {
        return Some(None);
    }
    let odd = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || NOT_EXACT.contains(&c)
            || OF_DATES.contains(&c)
            || (c.is_ascii_punctuation() && !matches!(c, '%' | '/'))
            || "、，。；：（）《》—～".contains(c)
    };
    if rest.chars().count() > UNIT_CHARACTERS_MAX || rest.chars().any(odd) {
        return None;
    }
    Some(Some(rest.to_owned()))
}

/// Moves the point to the right.
fn scaled(whole: &str, fraction: &str, power: usize) -> String {
    let mut digits = format!("{whole}{fraction}");
    while digits.len() < whole.len() + power {
        digits.push('0');
    }
    let (whole, fraction) = digits.split_at(whole.len() + power);
    let trimmed = whole.trim_start_matches('0');
    let whole = if trimmed.is_empty() { "0" } else { trimmed };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, value: &str, unit: Option<&str>, stripped: &[Stripped]) {
        let number = number_like(text).expect("a number");
        assert_eq!(number.value, value);
        assert_eq!(number.unit.as_deref(), unit);
        assert_eq!(number.stripped, stripped);
    }

    #[test]
    fn numbers() {
        check("12", "12", None, &[]);
        check("-3.50", "-3.50", None, &[]);
        check("1,000", "1000", None, &[Stripped::Grouping]);
        check("12人", "12", Some("人"), &[Stripped::Unit]);
        check("１２", "12", None, &[Stripped::FullWidth]);
        check("８５．５％", "85.5", Some("%"), &[Stripped::FullWidth, Stripped::Unit]);
        check("1.5万元", "15000", Some("元"), &[Stripped::Magnitude, Stripped::Unit]);
        check("0.00012亿", "12000", None, &[Stripped::Magnitude]);
        check("￥1，200.50", "1200.50", None, &[Stripped::FullWidth, Stripped::Currency, Stripped::Grouping]);
        check("(1,000)", "-1000", None, &[Stripped::Brackets, Stripped::Grouping]);
        check("007", "7", None, &[Stripped::LeadingZeros]);
        check("0.5", "0.5", None, &[]);
        check("-0", "0", None, &[]);
        check("30 元/人", "30", Some("元/人"), &[Stripped::Unit]);
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "",
            "无",
            "—",
            "50余人",
            "约30",
            "30左右",
            "12-15",
            "1,00",
            "2024.5.1",
            "2024年",
            "5月1日",
            "3、巡查",
            "12人以上",
            "1.2.3",
            "一百",
            "(12",
            "()",
            "12人3户",
            ".5",
            "5.",
            "+",
            "-",
            "￥",
        ] {
            assert_eq!(number_like(text), None, "{text}");
        }
    }
}

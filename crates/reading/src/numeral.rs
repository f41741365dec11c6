//! Numbers as plans write them: `1.5亿`, `一百二` (120), `廿三`, `百分之八十五`, `千分之三`, `一半`.
//!
//! A number that the text leaves open stays open: `50余` is approximate, `**` and `×` are masked.

use crate::text::after;
use rust_decimal::Decimal;

/// How a number must be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    /// As printed.
    Exact,
    /// 余, 多, 左右, 约, 近: about this much.
    Approximate,
    /// `*`, `×`: the text hides the number.
    Masked,
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numeral {
    pub value: Decimal,
    pub exactness: Exactness,
    /// Bytes that the number takes up in the text, with 余/多 but without its unit.
    pub len: usize,
    /// Written in Chinese figures (一, 两, 百万) rather than in Arabic ones.
    pub chinese: bool,
}

fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '两' | '贰' | '兩' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn power(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// Whether a character can stand in a Chinese number.
pub fn is_chinese_figure(c: char) -> bool {
    digit(c).is_some() || power(c).is_some() || matches!(c, '廿' | '卅')
}

/// Value of a number in Chinese figures, `None` where the figures make none.
///
/// `一百二` is 120 (the last figure takes the power below), `二〇二二` is read figure by figure.
pub fn chinese(text: &str) -> Option<u64> {
    let chars: Vec<char> = text.chars().collect();
    if chars.is_empty() || chars.len() > 16 || !chars.iter().all(|c| is_chinese_figure(*c)) {
        return None;
    }
    if chars.len() > 1 && chars.iter().all(|c| digit(*c).is_some()) {
        return chars.iter().try_fold(0u64, |sum, c| sum.checked_mul(10)?.checked_add(u64::from(digit(*c)?)));
    }
    let (mut total, mut section, mut pending, mut last_power, mut zero) = (0u64, 0u64, None, 1u64, false);
    for c in &chars {
        if let Some(d) = digit(*c) {
            zero |= d == 0;
            pending = (d != 0).then_some(u64::from(d));
        } else if matches!(c, '廿' | '卅') {
            section += if *c == '廿' { 20 } else { 30 };
            last_power = 10;
        } else {
            let p = power(*c)?;
            if p >= 10_000 {
                let group = section + pending.take().unwrap_or(0);
                total = total.checked_add(group.max(u64::from(total == 0)).checked_mul(p)?)?;
                section = 0;
            } else {
                section = section.checked_add(pending.take().unwrap_or(1).checked_mul(p)?)?;
            }
            last_power = p;
            zero = false;
        }
    }
    let rest = match pending {
        Some(d) if last_power >= 100 && !zero => d.checked_mul(last_power / 10)?,
        Some(d) => d,
        None => 0,
    };
    total.checked_add(section)?.checked_add(rest)
}

/// Reads the number that begins at the start of `text`, with its 万/亿 and its 余/多.
pub fn scan(text: &str) -> Option<Numeral> {
    let first = text.chars().next()?;
    let mut numeral = if first.is_ascii_digit() {
        scan_arabic(text)?
    } else if is_chinese_figure(first) {
        scan_chinese(text)?
    } else {
        return None;
    };
    if let Some(more) = text[numeral.len..].chars().next().filter(|c| matches!(c, '余' | '多')) {
        numeral.exactness = Exactness::Approximate;
        numeral.len += more.len_utf8();
        if let Some(p) = text[numeral.len..].chars().next().and_then(power).filter(|p| *p >= 10_000) {
            numeral.value = numeral.value.checked_mul(Decimal::from(p))?;
            numeral.len += 3;
        }
    }
    Some(numeral)
}

/// A longer row of figures is no number; where it ends is not looked for.
const FIGURES_MAX: usize = 40;

fn scan_arabic(text: &str) -> Option<Numeral> {
    let bytes = text.as_bytes();
    let mut end = 0;
    let mut digits = String::new();
    let mut point = false;
    let mut group = 0;
    while end < bytes.len() {
        if end > FIGURES_MAX {
            return None;
        }
        match bytes[end] {
            b @ b'0'..=b'9' => digits.push(b as char),
            b'.' if !point && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => {
                point = true;
                digits.push('.');
            }
            // 177,000: a comma belongs to the number only before exactly three figures.
            b',' if !point && end - group <= 3 && thousands(&bytes[end + 1..]) => group = end + 1,
            _ => break,
        }
        end += 1;
    }
    let mut value: Decimal = digits.parse().ok()?;
    let mut chinese_tail = 0;
    for c in text[end..].chars() {
        match power(c).filter(|p| *p >= 100) {
            Some(p) if c != '百' || !text[end..].starts_with("百分") => {
                value = value.checked_mul(Decimal::from(p))?;
                chinese_tail += c.len_utf8();
            }
            _ => break,
        }
    }
    Some(Numeral { value, exactness: Exactness::Exact, len: end + chinese_tail, chinese: false })
}

fn thousands(rest: &[u8]) -> bool {
    rest.len() >= 3 && rest[..3].iter().all(u8::is_ascii_digit) && !rest.get(3).is_some_and(u8::is_ascii_digit)
}

fn scan_chinese(text: &str) -> Option<Numeral> {
    let mut places = text.char_indices().take(FIGURES_MAX);
    let end = places.find(|(_, c)| !is_chinese_figure(*c)).map_or_else(|| after(text, 0, FIGURES_MAX).len(), |(at, _)| at);
    let value = chinese(&text[..end])?;
    Some(Numeral { value: Decimal::from(value), exactness: Exactness::Exact, len: end, chinese: true })
}

/// A share: `85%`, `百分之八十五`, `千分之三`, `3‰`, `八成`, `一半`; the value and its unit (`%` or `‰`).
pub fn share(text: &str) -> Option<(Numeral, &'static str)> {
    for (head, unit) in [("百分之", "%"), ("千分之", "‰")] {
        if let Some(rest) = text.strip_prefix(head) {
            let mut numeral = scan(rest)?;
            numeral.len += head.len();
            return Some((numeral, unit));
        }
    }
    for (word, value) in [("一半", 50), ("半数", 50)] {
        if text.starts_with(word) {
            return Some((
                Numeral { value: Decimal::from(value), exactness: Exactness::Exact, len: word.len(), chinese: true },
                "%",
            ));
        }
    }
    let mut numeral = scan(text)?;
    let rest = &text[numeral.len..];
    let (len, unit, factor) = if rest.starts_with('%') {
        (1, "%", 1)
    } else if rest.starts_with('‰') {
        ('‰'.len_utf8(), "‰", 1)
    } else if rest.starts_with('成')
        && !rest.starts_with("成立")
        && !rest.starts_with("成为")
        && numeral.value <= Decimal::from(10)
    {
        ('成'.len_utf8(), "%", 10)
    } else {
        return None;
    };
    numeral.len += len;
    numeral.value *= Decimal::from(factor);
    Some((numeral, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<String> {
        scan(text).map(|n| n.value.normalize().to_string())
    }

    #[test]
    fn chinese_figures() {
        for (text, expected) in [
            ("十", 10),
            ("十五", 15),
            ("一百二", 120),
            ("一百零二", 102),
            ("廿三", 23),
            ("两千五", 2500),
            ("百万", 1_000_000),
            ("三万六", 36_000),
            ("二〇二二", 2022),
            ("一亿二千万", 120_000_000),
            ("一千零一", 1001),
        ] {
            assert_eq!(chinese(text), Some(expected), "{text}");
        }
        assert_eq!(chinese("人"), None);
    }

    #[test]
    fn numbers_with_powers_and_doubt() {
        assert_eq!(value("1.5亿元").as_deref(), Some("150000000"));
        assert_eq!(value("3.1万人次").as_deref(), Some("31000"));
        assert_eq!(value("177,000").as_deref(), Some("177000"));
        assert_eq!(value("4,5").as_deref(), Some("4"));
        assert_eq!(scan("50余人").unwrap().exactness, Exactness::Approximate);
        assert_eq!(value("10多万人").as_deref(), Some("100000"));
    }

    #[test]
    fn shares() {
        let read = |t: &str| share(t).map(|(n, u)| format!("{}{u}", n.value.normalize()));
        assert_eq!(read("百分之八十五").as_deref(), Some("85%"));
        assert_eq!(read("千分之三").as_deref(), Some("3‰"));
        assert_eq!(read("八成以上").as_deref(), Some("80%"));
        assert_eq!(read("一半以上").as_deref(), Some("50%"));
        assert_eq!(read("5.5%").as_deref(), Some("5.5%"));
        assert_eq!(read("一成立"), None);
    }
}

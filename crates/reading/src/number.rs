//! Numbers of headings: 一、 (一) 1. (1) ① 第一章 and their many spellings.

use crate::numeral::chinese;
use crate::text::{fold_char, is_blank};
use crate::types::NumberForm;
use regex::Regex;
use std::sync::LazyLock;

/// A heading number at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    pub form: NumberForm,
    /// The figure as printed, without brackets and points.
    pub printed: String,
    pub ordinal: u32,
    /// Bytes of the raw line that number and point take up, with leading white space.
    pub raw_len: usize,
    /// The number had a point, comma or bracket of its own; `一 总则` has none.
    pub marked: bool,
}

const CN: &str = "[一二三四五六七八九十百零〇廿]";

static FORMS: LazyLock<Vec<(NumberForm, Regex)>> = LazyLock::new(|| {
    let forms = [
        (NumberForm::Chapter, format!(r"^第\s*({CN}{{1,4}}|\d{{1,3}})\s*章\s*[、.,:]?")),
        (NumberForm::Section, format!(r"^第\s*({CN}{{1,4}}|\d{{1,3}})\s*节\s*[、.,:]?")),
        (NumberForm::Part, format!(r"^第\s*({CN}{{1,4}}|\d{{1,3}})\s*部\s*分\s*[、.,:]?")),
        (NumberForm::Article, format!(r"^第\s*({CN}{{1,4}}|\d{{1,3}})\s*条\s*[、.,:]?")),
        (NumberForm::ChineseInBrackets, format!(r"^[(〔]\s*({CN}{{1,4}})\s*[)〕]\s*[、.,:]?")),
        (NumberForm::Chinese, format!(r"^({CN}{{1,4}})\s*[、.:,]\s*")),
        (NumberForm::ArabicInBrackets, r"^\(\s*(\d{1,2})\s*\)\s*[、.,:]?".to_owned()),
        (NumberForm::DottedTwice, r"^(\d{1,2}\.\d{1,2}\.\d{1,2})(?:\s*[、.]|\s+|[^\d.\s%])".to_owned()),
        (NumberForm::Dotted, r"^(\d{1,2}\.\d{1,2})(?:\s*[、.]|\s+)".to_owned()),
        (NumberForm::Arabic, r"^(\d{1,3})\s*[、.]\s*".to_owned()),
        (NumberForm::ArabicHalfBracket, r"^(\d{1,2})\s*\)\s*".to_owned()),
    ];
    forms.into_iter().map(|(form, pattern)| (form, crate::pattern::new(&pattern).expect("the pattern is fixed"))).collect()
});

/// Numbers that are one character: ⒈ ⑴ ① ㈠.
fn enclosed(c: char) -> Option<(NumberForm, u32)> {
    let c = c as u32;
    Some(match c {
        0x2488..=0x249b => (NumberForm::Arabic, c - 0x2487),
        0x2474..=0x2487 => (NumberForm::ArabicInBrackets, c - 0x2473),
        0x2460..=0x2473 => (NumberForm::Circled, c - 0x245f),
        0x3220..=0x3229 => (NumberForm::ChineseInBrackets, c - 0x321f),
        _ => return None,
    })
}

/// Reads the number at the start of a raw line or of a piece of it.
pub fn parse(line: &str) -> Option<Number> {
    // Most lines begin with a word: they are let go before anything is folded.
    let begins = |c: char| c.is_ascii_digit() || CN.contains(c) || matches!(c, '(' | '〔' | '第' | '—') || enclosed(c).is_some();
    if !line.chars().find(|c| !is_blank(*c)).is_some_and(|c| begins(fold_char(c))) {
        return None;
    }
    // Folding keeps one character for each, so that lengths can be counted back in characters.
    let folded: String = line.chars().take(24).map(|c| if is_blank(c) { ' ' } else { fold_char(c) }).collect();
    let lead = folded.chars().take_while(|c| *c == ' ').count();
    let body = folded.trim_start_matches(' ');
    let raw_len = |chars: usize| line.char_indices().nth(lead + chars).map_or(line.len(), |(i, _)| i);

    if let Some((form, ordinal)) = body.chars().next().and_then(enclosed) {
        let printed = if form == NumberForm::ChineseInBrackets { chinese_figure(ordinal) } else { ordinal.to_string() };
        let point = body.chars().nth(1).is_some_and(|c| matches!(c, '、' | '.'));
        return Some(Number { form, printed, ordinal, raw_len: raw_len(1 + usize::from(point)), marked: true });
    }
    // A dash in place of 一: —、总则.
    if body.starts_with("—、") {
        return Some(Number {
            form: NumberForm::Chinese,
            printed: "一".to_owned(),
            ordinal: 1,
            raw_len: raw_len(2),
            marked: true,
        });
    }
    for (form, pattern) in FORMS.iter() {
        let Some(found) = pattern.captures(body) else { continue };
        let printed = found[1].to_owned();
        let whole = found.get(0).map_or(0, |m| m.end());
        let used = match form {
            // The character behind 1.2.3 may be the first of the title.
            NumberForm::DottedTwice => found.get(1).map_or(whole, |m| m.end()),
            _ => whole,
        };
        if !plausible(*form, &printed, &body[whole..]) {
            continue;
        }
        let ordinal = ordinal(&printed)?;
        return Some(Number { form: *form, printed, ordinal, raw_len: raw_len(body[..used].chars().count()), marked: true });
    }
    let bare =
        bare_chinese(body).map(|n| (NumberForm::Chinese, n)).or_else(|| bare_arabic(body).map(|n| (NumberForm::Arabic, n)));
    bare.map(|(form, (printed, ordinal, chars))| Number { form, printed, ordinal, raw_len: raw_len(chars), marked: false })
}

/// `1 总则`, the chapter above `1.1 目的`: a figure, a blank and a word.
fn bare_arabic(body: &str) -> Option<(String, u32, usize)> {
    let (figure, title) = body.split_once(' ')?;
    let ordinal = figure.parse::<u32>().ok().filter(|n| (1..=20).contains(n) && figure.len() <= 2)?;
    let word = title.chars().next().is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    word.then(|| (figure.to_owned(), ordinal, figure.len() + 1))
}

/// `一 总则`: a figure, a blank and a short title.
fn bare_chinese(body: &str) -> Option<(String, u32, usize)> {
    let end = body.find(' ')?;
    let ordinal = u32::try_from(chinese(&body[..end])?).ok().filter(|n| (1..=20).contains(n))?;
    Some((body[..end].to_owned(), ordinal, body[..end].chars().count() + 1))
}

/// `二、三产业` and `1.5亿元` begin with a number that is none of a heading.
fn plausible(form: NumberForm, printed: &str, rest: &str) -> bool {
    let next = rest.chars().next();
    match form {
        NumberForm::Chinese => {
            !next.is_some_and(|c| CN.contains(c) && rest.chars().nth(1).is_some_and(|d| "、级类产次季批期线年月".contains(d)))
        }
        NumberForm::Arabic => {
            let year: Vec<char> = rest.chars().take(5).collect();
            let is_year = year.len() == 5 && year[..4].iter().all(char::is_ascii_digit) && year[4] == '年';
            printed != "0" && (!next.is_some_and(|c| c.is_ascii_digit()) || is_year)
        }
        NumberForm::Dotted | NumberForm::DottedTwice => !printed.ends_with(".0") && !printed.starts_with("0."),
        _ => true,
    }
}

fn ordinal(printed: &str) -> Option<u32> {
    let last = printed.rsplit('.').next()?;
    last.parse().ok().or_else(|| chinese(last).and_then(|n| u32::try_from(n).ok()))
}

/// 1–99 in Chinese figures.
pub fn chinese_figure(n: u32) -> String {
    const FIGURES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (n / 10 % 10, n % 10);
    let head = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        t => format!("{}十", FIGURES[t as usize]),
    };
    head + FIGURES[ones as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(NumberForm, String, &str)> {
        parse(line).map(|n| (n.form, n.printed.clone(), &line[n.raw_len..]))
    }

    #[test]
    fn spellings_of_one_form_are_one_form() {
        use NumberForm::*;
        for (line, form, printed, rest) in [
            ("一、目标", Chinese, "一", "目标"),
            ("（二）、任务", ChineseInBrackets, "二", "任务"),
            ("( 三)、任务", ChineseInBrackets, "三", "任务"),
            ("1 .拓宽渠道", Arabic, "1", "拓宽渠道"),
            ("⒈拓宽", Arabic, "1", "拓宽"),
            ("１、拓宽", Arabic, "1", "拓宽"),
            ("( 6)、提高", ArabicInBrackets, "6", "提高"),
            ("①宣传", Circled, "1", "宣传"),
            ("第三章 罚则", Chapter, "三", "罚则"),
            ("1.2 目标", Dotted, "1.2", "目标"),
            ("1.2022年要点", Arabic, "1", "2022年要点"),
        ] {
            assert_eq!(read(line), Some((form, printed.to_owned(), rest)), "{line}");
        }
    }

    #[test]
    fn numbers_of_quantities_are_none() {
        for line in ["1.5亿元", "二、三产业齐头并进", "3月底前完成", "一是加强领导", "10个乡镇"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}

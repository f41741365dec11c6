//! Signature and date at the end of a document (落款).
//!
//! # What it finds
//! The date under a document and who signed it, also where the signature runs on behind the last sentence.
//!
//! # Why
//! The signature is no part of the last item, and the date is a fact about the text, not a deadline.
//!
//! # Read
//! `各村要落实责任。⏎⏎某某医院⏎⏎2015年10月19日` → `某某医院 2015-10-19`; also where the signature runs on behind the last sentence:
//! `各村要上报有关部门。 某某医院⏎⏎2015年10月19日` → `某某医院`; `各村要落实责任。⏎⏎二〇二二年五月六日` → `2022-05-06`
//!
//! # Not read
//! Dates inside sentences: `各村要于2015年10月19日前完成。`; a last sentence with a verb as signature: `各村要落实责任。⏎⏎上报有关部门。`

use crate::numeral::chinese;
use crate::text::{fold_char, is_blank};
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"^\(?([\d二〇○零一三四五六七八九十]{4})年([\d一二三四五六七八九十]{1,3})月([\d一二三四五六七八九十]{1,3})日\)?$",
    )
    .expect("fixed")
});

static SLASHED: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$").expect("fixed"));

/// The date that a line is.
pub fn date(raw: &str) -> Option<Date> {
    let text: String = raw.chars().filter(|c| !is_blank(*c)).map(|c| if c == '○' { '〇' } else { fold_char(c) }).collect();
    if let Some(found) = SLASHED.captures(&text) {
        return Date::new(found[1].parse().ok()?, found[2].parse().ok()?, found[3].parse().ok()?).ok();
    }
    let found = DATE.captures(&text)?;
    let number =
        |i: usize| -> Option<i16> { found[i].parse().ok().or_else(|| chinese(&found[i]).and_then(|n| i16::try_from(n).ok())) };
    Date::new(number(1)?, i8::try_from(number(2)?).ok()?, i8::try_from(number(3)?).ok()?).ok()
}

/// Whether a line of its own can be a signature: short, no punctuation, no number.
pub fn signature(raw: &str) -> bool {
    let text: String = raw.chars().filter(|c| !is_blank(*c)).map(fold_char).collect();
    let count = text.chars().count();
    (3..=30).contains(&count) && !text.contains(['。', ',', ';', ':', '、', '(', '《']) && crate::number::parse(raw).is_none()
}

/// The byte at which a signature begins behind the last sentence of a line.
pub fn run_in_signature(raw: &str) -> Option<usize> {
    let stop = raw.rfind('。')? + '。'.len_utf8();
    let tail = &raw[stop..];
    let lead = tail.len() - tail.trim_start_matches(is_blank).len();
    (lead > 0 && signature(tail)).then_some(stop + lead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_signatures() {
        assert_eq!(date("2015年10月19日").map(|d| d.to_string()).as_deref(), Some("2015-10-19"));
        assert_eq!(date("二〇二二年五月六日").map(|d| d.to_string()).as_deref(), Some("2022-05-06"));
        assert_eq!(date("2015/1/16").map(|d| d.to_string()).as_deref(), Some("2015-01-16"));
        assert_eq!(date("2015年10月19日前完成"), None);
        assert!(signature("某某医院"));
        assert!(!signature("上报有关部门。"));
        assert_eq!(run_in_signature("上报有关部门。 某某医院").map(|at| &"上报有关部门。 某某医院"[at..]), Some("某某医院"));
        assert_eq!(run_in_signature("上报有关部门。"), None);
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("closing.rs"), |t| {
            let reading = crate::read(&format!("某县工作方案\n\n{t}"), &crate::Options::default());
            let d = &reading.documents[0];
            let parts = [d.signature.clone(), d.date.map(|d| d.to_string())];
            let shown = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            if shown.is_empty() { Vec::new() } else { vec![shown] }
        });
    }
}

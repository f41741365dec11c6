//! Holds a proposal against the text: the quote must stand there word for word, and every number, unit and date inside the
//! quote. What doesn't is dropped with its reason; nothing is mended.

use super::question::Raw;
use crate::view::review::{ElementValues, LimitView};
use crate::view::words::{LimitKind, ReadOp};
use luodi_reading::numeral::{scan, share};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

/// Shorter quotes name no sentence; longer ones are no quotes.
const QUOTE_CHARS_MIN: usize = 4;
const QUOTE_CHARS_MAX: usize = 600;

/// Why a proposal is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dropped {
    NoSuchSentence,
    NotInTheSentence,
    Unusable,
    Known,
}

impl Dropped {
    pub fn say(self) -> &'static str {
        match self {
            Dropped::NoSuchSentence => "原文中没有所引的句子",
            Dropped::NotInTheSentence => "数字、单位或日期不在所引的句子里",
            Dropped::Unusable => "内容不全或类别不明",
            Dropped::Known => "已经读出或提过",
        }
    }
}

/// A proposal that the text bears out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Held {
    /// Bytes of the words in the text.
    pub start: usize,
    pub end: usize,
    pub quote: String,
    /// As a person could have entered them.
    pub values: ElementValues,
}

/// The words that a proposal rests on, with what it says of them.
struct Said<'a> {
    words: &'a str,
    values: ElementValues,
}

/// What one kind of proposal says, where its quote bears it out.
type Check = for<'a> fn(&'a Raw) -> Result<Said<'a>, Dropped>;

/// Looks the proposal up in `text[from..to]`.
pub(super) fn hold(raw: &Raw, text: &str, (from, to): (usize, usize)) -> Result<Held, Dropped> {
    let check: Check = match raw.kind.as_str() {
        "responsibility" => responsibility,
        "time_limit" => time_limit,
        "target" => target,
        _ => return Err(Dropped::Unusable),
    };
    let chars = raw.quote.chars().count();
    let within = text.get(from..to).unwrap_or_default();
    let at = within.find(&raw.quote).filter(|_| (QUOTE_CHARS_MIN..=QUOTE_CHARS_MAX).contains(&chars));
    let quote_at = from + at.ok_or(Dropped::NoSuchSentence)?;
    let said = check(raw)?;
    if said.words.is_empty() {
        return Err(Dropped::Unusable);
    }
    let start = quote_at + raw.quote.find(said.words).ok_or(Dropped::NotInTheSentence)?;
    Ok(Held { start, end: start + said.words.len(), quote: raw.quote.clone(), values: said.values })
}

/// A fixed word of the wire.
fn word<T: DeserializeOwned>(word: &str) -> Result<T, Dropped> {
    serde_json::from_value(Json::from(word)).map_err(|_| Dropped::Unusable)
}

fn responsibility(raw: &Raw) -> Result<Said<'_>, Dropped> {
    let values = ElementValues::Responsibility { unit: raw.unit.clone(), role: word(&raw.role)? };
    Ok(Said { words: &raw.unit, values })
}

fn time_limit(raw: &Raw) -> Result<Said<'_>, Dropped> {
    let given = |text: &Option<String>| text.clone().filter(|t| !t.is_empty());
    let (from, to, length) = (given(&raw.from), given(&raw.to), given(&raw.length));
    let limit: LimitKind = word(&raw.limit)?;
    match (limit, &from, &to, &length) {
        (LimitKind::By | LimitKind::On, None, Some(_), _) | (LimitKind::Between, Some(_), Some(_), _) => {}
        (LimitKind::Every, None, None, Some(length)) => says_rhythm(length, &raw.words)?,
        _ => return Err(Dropped::Unusable),
    }
    let days = days_in(&raw.words);
    for day in [&from, &to].into_iter().flatten() {
        if !days.contains(&day_of(day).ok_or(Dropped::Unusable)?) {
            return Err(Dropped::NotInTheSentence);
        }
    }
    let length = length.filter(|_| limit == LimitKind::Every);
    Ok(Said { words: &raw.words, values: ElementValues::TimeLimit(LimitView { limit, from, to, length, due: None }) })
}

/// Do the words say this rhythm?
fn says_rhythm(length: &str, words: &str) -> Result<(), Dropped> {
    let said: &[&str] = match length {
        "daily" => &["每日", "每天", "日报"],
        "weekly" => &["每周", "周报", "每星期"],
        "monthly" => &["每月", "每个月", "按月", "月报", "月底", "月末"],
        "quarterly" => &["每季", "按季", "季报", "季度"],
        "half-yearly" => &["每半年", "半年"],
        "yearly" => &["每年", "年度", "年报"],
        _ => return Err(Dropped::Unusable),
    };
    if said.iter().any(|s| words.contains(s)) { Ok(()) } else { Err(Dropped::NotInTheSentence) }
}

fn target(raw: &Raw) -> Result<Said<'_>, Dropped> {
    let op: ReadOp = word(&raw.op)?;
    let written = match &raw.value {
        Json::String(text) => text.trim().to_string(),
        Json::Number(number) => number.to_string(),
        _ => return Err(Dropped::Unusable),
    };
    let value: Decimal = written.parse().map_err(|_| Dropped::Unusable)?;
    if op == ReadOp::Within || raw.measured_in.is_empty() || raw.what.trim().is_empty() {
        return Err(Dropped::Unusable);
    }
    if !stands_in(value, &raw.measured_in, &raw.words) {
        return Err(Dropped::NotInTheSentence);
    }
    let (what, measured_in) = (raw.what.clone(), raw.measured_in.clone());
    let value = Some(value.normalize().to_string());
    Ok(Said { words: &raw.words, values: ElementValues::Target { what, op, value, to: None, measured_in, aspired: false } })
}

/// Where numbers begin: a figure with none before it.
fn number_starts(words: &str) -> impl Iterator<Item = &str> {
    let figure = |c: char| c.is_ascii_digit() || luodi_reading::numeral::is_chinese_figure(c);
    let mut before = None;
    words.char_indices().filter_map(move |(at, c)| {
        let begins = figure(c) && before.is_none_or(|b: char| !figure(b) && b != '.');
        before = Some(c);
        begins.then(|| &words[at..])
    })
}

/// Does this number stand in the words, with this unit right behind it?
fn stands_in(value: Decimal, unit: &str, words: &str) -> bool {
    let followed = |rest: &str| rest.trim_start().starts_with(unit);
    let read = |from: &str| scan(from).is_some_and(|n| n.value == value && followed(&from[n.len..]));
    // 1.5 with the unit 亿元 is 1.5亿元 too.
    let printed = |from: &str| {
        let end = from.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(from.len());
        from[..end].parse() == Ok(value) && followed(&from[end..])
    };
    let shared =
        || words.char_indices().any(|(at, _)| share(&words[at..]).is_some_and(|(n, sign)| n.value == value && sign == unit));
    number_starts(words).any(|from| read(from) || printed(from)) || shared()
}

/// A day as it is written: year (0: none), month, day.
type Written = (u32, u32, u32);

/// `2013-09-01`, or `--09-01` where no year is written.
fn day_of(text: &str) -> Option<Written> {
    let (year, rest) = match text.strip_prefix("--") {
        Some(rest) => (0, rest),
        None => (text.get(..4)?.parse().ok()?, text.get(5..)?),
    };
    let (month, day) = rest.split_once('-')?;
    Some((year, month.parse().ok()?, day.parse().ok()?))
}

/// The days that the words write out. A day takes the month and year before it; without and with the year it is the same.
fn days_in(words: &str) -> Vec<Written> {
    let (mut year, mut month) = (0, 0);
    let mut out = vec![];
    for from in number_starts(words) {
        let figures = |c: char| c.is_ascii_digit() || luodi_reading::numeral::is_chinese_figure(c);
        let end = from.find(|c: char| !figures(c)).unwrap_or(from.len());
        let number = from[..end].parse().ok().or_else(|| luodi_reading::numeral::chinese(&from[..end]));
        let Some(number) = number.and_then(|n| u32::try_from(n).ok()) else { continue };
        match from[end..].trim_start().chars().next() {
            Some('年') => year = number,
            Some('月') => month = number,
            Some('日' | '号' | '至' | '-' | '—') if month > 0 => {
                out.push((0, month, number));
                if year > 0 {
                    out.push((year, month, number));
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::labels;
    use serde_json::json;

    const TEXT: &str =
        "前文。\n各县在十二月三十一日前由市水利局报送总结，巡查河道不少于1.5万公里、合格率达到百分之九十。\n后文。";

    #[track_caller]
    fn check(raw: Json, expected: Result<(&str, &str), Dropped>) {
        let mut raw: Raw = serde_json::from_value(raw).unwrap();
        if raw.quote.is_empty() {
            raw.quote = "各县在十二月三十一日前由市水利局报送总结，巡查河道不少于1.5万公里、合格率达到百分之九十。".into();
        }
        let held = hold(&raw, TEXT, (0, TEXT.len()));
        let label = |h: &Held| labels::of(&h.values, &TEXT[h.start..h.end], None).label;
        let found = held.as_ref().map(|h| (&TEXT[h.start..h.end], label(h))).map_err(|d| *d);
        assert_eq!(found, expected.map(|(words, label)| (words, label.to_string())), "{raw:?}");
    }

    #[test]
    fn what_the_sentence_says_is_held() {
        check(json!({"kind": "responsibility", "unit": "市水利局", "role": "executor"}), Ok(("市水利局", "市水利局")));
        check(
            json!({"kind": "time_limit", "words": "十二月三十一日前", "limit": "by", "to": "--12-31"}),
            Ok(("十二月三十一日前", "十二月三十一日前")),
        );
        let km = |value: Json, unit: &str| json!({"kind": "target", "words": "不少于1.5万公里", "what": "巡查", "op": "at_least", "value": value, "measured_in": unit});
        check(km(json!("15000"), "公里"), Ok(("不少于1.5万公里", "不少于15000公里")));
        check(km(json!(1.5), "万公里"), Ok(("不少于1.5万公里", "不少于1.5万公里")));
        let share = json!({"kind": "target", "words": "百分之九十", "what": "合格率", "op": "at_least", "value": "90", "measured_in": "%"});
        check(share, Ok(("百分之九十", "不少于90%")));
    }

    #[test]
    fn an_invented_quote_is_no_sentence() {
        for quote in ["各县在十一月三十日前报送总结。", "。", "前文"] {
            check(
                json!({"kind": "responsibility", "quote": quote, "unit": "各县", "role": "lead"}),
                Err(Dropped::NoSuchSentence),
            );
        }
    }

    #[test]
    fn an_invented_number_unit_or_day_is_not_in_the_sentence() {
        let km = |value: &str, unit: &str| json!({"kind": "target", "words": "不少于1.5万公里", "what": "巡查", "op": "at_least", "value": value, "measured_in": unit});
        for (value, unit) in [("1.5", "公里"), ("5", "万公里"), ("15000", "米"), ("20000", "公里")] {
            check(km(value, unit), Err(Dropped::NotInTheSentence));
        }
        for day in ["2013-12-31", "--12-30", "--11-30"] {
            check(
                json!({"kind": "time_limit", "words": "十二月三十一日前", "limit": "by", "to": day}),
                Err(Dropped::NotInTheSentence),
            );
        }
        check(
            json!({"kind": "time_limit", "words": "12月31日前", "limit": "by", "to": "--12-31"}),
            Err(Dropped::NotInTheSentence),
        );
        check(
            json!({"kind": "time_limit", "words": "十二月三十一日前", "limit": "every", "length": "monthly"}),
            Err(Dropped::NotInTheSentence),
        );
        check(json!({"kind": "responsibility", "unit": "市卫生局", "role": "lead"}), Err(Dropped::NotInTheSentence));
    }

    #[test]
    fn what_is_incomplete_is_unusable() {
        for raw in [
            json!({}),
            json!({"kind": "finding"}),
            json!({"kind": "responsibility", "unit": "各县", "role": "boss"}),
            json!({"kind": "responsibility", "role": "lead"}),
        ] {
            check(raw, Err(Dropped::Unusable));
        }
    }

    #[test]
    fn days_carry_their_month_and_year() {
        assert_eq!(days_in("2013年9月1日至30日"), [(0, 9, 1), (2013, 9, 1), (0, 9, 30), (2013, 9, 30)]);
        assert_eq!(days_in("30日前"), []);
    }
}

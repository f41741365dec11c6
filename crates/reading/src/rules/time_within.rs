//! Periods that run from an event.
//!
//! # What it finds
//! `N个工作日内`, `24小时内`, at once, and how long the whole thing lasts.
//!
//! # Why
//! A clock starts with the event and needs its length, and whether working days count.
//!
//! # Read
//! `在60个工作日内办结` → `within P60WD`, `于7日内答复` → `within P7D`, `24小时内上报` → `within PT24H`, `应立即报告` → `within P0D`, `第一时间处置`, `当场反馈`, `同步推送`,
//! `为期5年` → `within P5Y`, `压缩到1个工作日` → `within P1WD`
//!
//! # Not read
//! `实行24小时值守`, vague terms without a number: `及时上报`, `尽快办理`; `在规定范围内`.

use super::TimeFound;
use crate::calendar::Years;
use crate::numeral::chinese;
use crate::text::Passage;
use crate::types::Limit;
use regex::Regex;
use std::sync::LazyLock;

const NUMBER: &str = r"(?P<n>\d{1,4}|[一二两三四五六七八九十半]{1,3})";

static WITHIN: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(&format!(r"{NUMBER}(?P<u>个工作日|工作日|个自然日|个?小时|天|日|周|个月|年|分钟)(?:之内|以内|内)"))
        .expect("fixed")
});
static CUT: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(&format!(r"(?:压缩|缩短|压减|控制|限定)(?:到|至|为|在){NUMBER}(?P<u>个工作日|工作日|个?小时|天|日|个月)"))
        .expect("fixed")
});
static LASTS: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(&format!(r"为期{NUMBER}(?P<u>个月|年|天|周)")).expect("fixed"));
static AT_ONCE: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"立即|马上|第一时间|即刻|即时|当场|(?:^|[^日号节])当[天日](?:内|前)?(?:完成|上报|报|办|处|反馈|清|将|寄|出具|送|交|转|答复|通报|公布|汇总)|同步(?:推送|报送|上报|公开|报告)").expect("fixed")
});

pub(crate) fn find(passage: &Passage, _years: Years, out: &mut Vec<TimeFound>) {
    let text = passage.text.as_str();
    let numbers = passage.cues.any("0一半");
    for pattern in [&WITHIN, &CUT, &LASTS].into_iter().filter(|_| numbers && passage.cues.any("天日周时月年分")) {
        for f in pattern.captures_iter(text) {
            let Some(whole) = f.get(0) else { continue };
            let number = &f["n"];
            let previous = text[..f.name("n").map_or(0, |n| n.start())].chars().next_back();
            if previous.is_some_and(|c| c.is_ascii_digit() || "第.年月近过首".contains(c))
                && whole.start() == f.name("n").map_or(0, |n| n.start())
            {
                continue;
            }
            let unit = f["u"].trim_start_matches('个');
            let Some(duration) = duration(number, unit) else { continue };
            out.push(TimeFound { start: whole.start(), end: whole.end(), limit: Limit::Within { duration } });
        }
    }
    for found in AT_ONCE.find_iter(text) {
        let lead = found.as_str().find("当天").or(found.as_str().find("当日")).unwrap_or(0);
        let start = found.start() + lead;
        let word: &str = ["立即", "即时", "马上", "第一时间", "即刻", "当场", "当天", "当日", "同步"]
            .into_iter()
            .find(|w| text[start..].starts_with(w))
            .unwrap_or(&text[start..found.end()]);
        out.push(TimeFound { start, end: start + word.len(), limit: Limit::Within { duration: "P0D".to_owned() } });
    }
}

fn duration(number: &str, unit: &str) -> Option<String> {
    if number == "半" {
        return match unit {
            "小时" => Some("PT30M".to_owned()),
            "年" => Some("P6M".to_owned()),
            "天" => Some("PT12H".to_owned()),
            _ => None,
        };
    }
    let n = number.parse::<u64>().ok().or_else(|| chinese(number))?;
    Some(match unit {
        "工作日" => format!("P{n}WD"),
        "小时" => format!("PT{n}H"),
        "分钟" => format!("PT{n}M"),
        "周" => format!("P{n}W"),
        "月" => format!("P{n}M"),
        "年" => format!("P{n}Y"),
        _ => format!("P{n}D"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::times;

    fn read(text: &str) -> Vec<String> {
        times(text, Years::default(), find)
    }

    #[test]
    fn periods() {
        assert_eq!(read("在60个工作日内办结"), ["60个工作日内 within P60WD"]);
        assert_eq!(read("于7日内答复"), ["7日内 within P7D"]);
        assert_eq!(read("15分钟内发布"), ["15分钟内 within PT15M"]);
        assert_eq!(read("24小时内上报"), ["24小时内 within PT24H"]);
        assert_eq!(read("应立即报告"), ["立即 within P0D"]);
        assert_eq!(read("同步推送"), ["同步 within P0D"]);
        assert_eq!(read("为期5年"), ["为期5年 within P5Y"]);
        assert_eq!(read("压缩到1个工作日"), ["压缩到1个工作日 within P1WD"]);
        for text in ["实行24小时值守", "及时上报", "在规定范围内"] {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("time_within.rs"), read);
    }
}

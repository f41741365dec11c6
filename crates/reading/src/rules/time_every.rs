//! Rhythms.
//!
//! # What it finds
//! How often something is owed, and the due day inside the period where it is given.
//!
//! # Why
//! A duty that recurs is owed once in each period; a report of a month has its own last day.
//!
//! # Read
//! `每天巡查` → `every daily`, `每月5日前报送` → `every monthly:5`, `每季度一次` → `every quarterly`, `每半年开展一次` → `every half-yearly`, `每年1月底前` → `every yearly:01-31`,
//! `按季度调度` → `every quarterly`, `每10天统计` → `every 10-daily`, `进行月通报` → `every monthly`, `实行日报告` → `every daily`, `半年开展一次考核` → `every half-yearly`, `每月情况在当月底报送` → `every monthly:end`
//!
//! # Not read
//! Rates, not rhythms: `每人每月200元`, `每月价格补贴标准`.

use super::TimeFound;
use crate::calendar::{Years, part_end};
use crate::numeral::chinese;
use crate::text::{Passage, after, before};
use crate::types::Limit;
use regex::Regex;
use std::sync::LazyLock;

static EVERY: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"每(?:(?P<n>\d{1,3}|[两二三四五六七八九十]{1,3})(?P<nu>天|日|周|个?月|年)|(?P<half>半年|半个?月)|个?(?P<u>工作日|天|日|晚|星期|周|月度?|季度?|年度?))").expect("fixed")
});
/// 上、下半年各一次.
static HALVES: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"上(?:半年)?(?:、|和|及)下半年|半年(?:开展|进行|组织|召开|通报|考核)一次").expect("fixed")
});
static NEXT_MONTH: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:次|下|翌|当)月(?:的)?(?P<d>\d{1,2})[日号](?:之?前)").expect("fixed"));
static WEEK_DAY: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?P<w>[一二三四五六日天])(?:下班)?(?:之?前)?").expect("fixed"));
static MONTH_DAY: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?:的)?(?P<d>\d{1,2})[日号](?:之?前)?").expect("fixed"));
static MONTH_END: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"^(?:月)?(?:底|末)(?:之?前)?").expect("fixed"));
static LATER_END: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^[^,。;]{0,14}?(?:在|于)?(?:当月|本月|月)(?:底|末)(?:之?前)?").expect("fixed"));
static YEAR_DAY: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:的)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]|(?P<p>底|末|上旬|中旬|下旬))(?:之?前)?").expect("fixed")
});
static BY: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:按|逐)(?P<u>日|周|月|季度?|年度?)(?P<v>[\p{Han}]{0,2})").expect("fixed"));
static COMPOUND: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?P<u>日|周|月|季)(?:通报|调度|报告|督导|例会|碰头|小结|排名)").expect("fixed"));
static RATE: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:价格|给予|补助|补贴|奖励|津贴|标准|工资|租金|\d+(?:元|小时|学时|课时|分钟)|发放标准)")
        .expect("fixed")
});

pub(crate) fn find(passage: &Passage, _years: Years, out: &mut Vec<TimeFound>) {
    let text = passage.text.as_str();
    if !passage.cues.any("天日周晚期月季年") {
        return;
    }
    if passage.cues.all("每") {
        with_every(text, out);
    }
    without_every(passage, out);
}

fn with_every(text: &str, out: &mut Vec<TimeFound>) {
    for f in EVERY.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        let (start, mut end) = (whole.start(), whole.end());
        let rest = &text[end..];
        let owner = before(text, start, 3);
        if RATE.is_match(rest)
            || owner.ends_with("每人")
            || owner.ends_with("每亩")
            || owner.ends_with("每户")
            || owner.ends_with("人均")
        {
            continue;
        }
        let mut due = None;
        let rhythm = if let Some(half) = f.name("half") {
            if half.as_str() == "半年" { "half-yearly".to_owned() } else { "half-monthly".to_owned() }
        } else if let (Some(n), Some(unit)) = (f.name("n"), f.name("nu")) {
            let Some(n) = n.as_str().parse::<u64>().ok().or_else(|| chinese(n.as_str())) else { continue };
            match unit.as_str() {
                "天" | "日" => format!("{n}-daily"),
                "周" => format!("{n}-weekly"),
                "年" => format!("{n}-yearly"),
                _ => format!("{n}-monthly"),
            }
        } else {
            let rhythm = rhythm(f.name("u").map_or("", |u| u.as_str()));
            (due, end) = due_part(text, end, rhythm);
            rhythm.to_owned()
        };
        out.push(TimeFound { start, end, limit: Limit::Every { rhythm, due } });
    }
}

/// Rhythms that are not said with 每.
fn without_every(passage: &Passage, out: &mut Vec<TimeFound>) {
    let text = passage.text.as_str();
    for found in HALVES.find_iter(text) {
        out.push(TimeFound {
            start: found.start(),
            end: found.end(),
            limit: Limit::Every { rhythm: "half-yearly".to_owned(), due: None },
        });
    }
    for f in NEXT_MONTH.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        let due = f["d"].parse::<u8>().ok().map(|d| d.to_string());
        out.push(TimeFound { start: whole.start(), end: whole.end(), limit: Limit::Every { rhythm: "monthly".to_owned(), due } });
    }
    if passage.cues.any("按逐") {
        by_unit(text, out);
    }
    for f in COMPOUND.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        let previous = text[..whole.start()].chars().next_back();
        if previous.is_some_and(|c| c.is_ascii_digit() || "每按逐当本上次今明节假生末底个半工作十一二三四五六七八九".contains(c))
        {
            continue;
        }
        out.push(TimeFound {
            start: whole.start(),
            end: whole.end(),
            limit: Limit::Every { rhythm: rhythm(&f["u"]).to_owned(), due: None },
        });
    }
}

/// 按月, 逐日.
fn by_unit(text: &str, out: &mut Vec<TimeFound>) {
    for f in BY.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        let word = &f["v"];
        // 按日期, 按月份, 逐日志: the unit is a part of another word.
        if word.starts_with(['期', '份', '子', '程', '龄', '限', '计', '连']) {
            continue;
        }
        let unit = f.name("u").map_or(0..0, |u| u.range());
        out.push(TimeFound {
            start: whole.start(),
            end: unit.end,
            limit: Limit::Every { rhythm: rhythm(&f["u"]).to_owned(), due: None },
        });
    }
}

fn rhythm(unit: &str) -> &'static str {
    match unit {
        "工作日" => "workdaily",
        "天" | "日" | "晚" => "daily",
        "星期" | "周" => "weekly",
        "月" | "月度" => "monthly",
        "季" | "季度" => "quarterly",
        _ => "yearly",
    }
}

/// The due day behind a rhythm, and where it ends.
fn due_part(text: &str, end: usize, rhythm: &str) -> (Option<String>, usize) {
    let rest = &text[end..];
    match rhythm {
        "monthly" => {
            if let Some(f) = MONTH_DAY.captures(rest) {
                return (f["d"].parse::<u8>().ok().map(|d| d.to_string()), end + f.get(0).map_or(0, |m| m.end()));
            }
            if let Some(f) = MONTH_END.find(rest).or_else(|| LATER_END.find(rest)) {
                return (Some("end".to_owned()), end + f.end());
            }
        }
        "yearly" => {
            if let Some(f) = YEAR_DAY.captures(rest) {
                let Some(m) = f["m"].parse::<i8>().ok().filter(|m| (1..=12).contains(m)) else { return (None, end) };
                let d = f
                    .name("d")
                    .and_then(|d| d.as_str().parse::<i8>().ok())
                    .unwrap_or_else(|| part_end(None, m, f.name("p").map_or("底", |p| p.as_str())));
                return (Some(format!("{m:02}-{d:02}")), end + f.get(0).map_or(0, |m| m.end()));
            }
            if after(text, end, 2).starts_with("年底") || after(text, end, 2).starts_with("年末") {
                return (Some("12-31".to_owned()), end + "年底".len());
            }
        }
        "weekly" => {
            // Days of the week by their number, Monday is 1.
            if let Some(f) = WEEK_DAY.captures(rest) {
                let day = "一二三四五六日".find(&f["w"]).map_or(7, |i| i / 3 + 1);
                return (Some(day.to_string()), end + f.get(0).map_or(0, |m| m.end()));
            }
        }
        "quarterly" if rest.starts_with("末月") => return (None, end + "末月".len()),
        "quarterly" if rest.starts_with('末') || rest.starts_with('底') => return (Some("end".to_owned()), end + 3),
        _ => {}
    }
    (None, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::times;

    fn read(text: &str) -> Vec<String> {
        times(text, Years::default(), find)
    }

    #[test]
    fn rhythms() {
        assert_eq!(read("每天巡查"), ["每天 every daily"]);
        assert_eq!(read("每月5日前报送"), ["每月5日前 every monthly:5"]);
        assert_eq!(read("每季度一次"), ["每季度 every quarterly"]);
        assert_eq!(read("每年1月底前"), ["每年1月底前 every yearly:01-31"]);
        assert_eq!(read("上、下半年各举办一期"), ["上、下半年 every half-yearly"]);
        assert_eq!(read("每周五前报送"), ["每周五前 every weekly:5"]);
        assert_eq!(read("次月10日前汇总"), ["次月10日前 every monthly:10"]);
        assert_eq!(read("按季度调度"), ["按季度 every quarterly"]);
        assert_eq!(read("每10天统计"), ["每10天 every 10-daily"]);
        assert_eq!(read("进行月通报"), ["月通报 every monthly"]);
        assert_eq!(read("每月情况在当月底报送"), ["每月情况在当月底 every monthly:end"]);
        assert!(read("每人每月200元").is_empty());
        assert!(read("每月价格补贴标准").is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("time_every.rs"), read);
    }
}

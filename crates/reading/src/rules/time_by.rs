//! The last day allowed.
//!
//! # What it finds
//! Days, months and years by whose end something must be done.
//!
//! # Why
//! A deadline (时限) makes a duty late; 底, 末 and 底前 mean the last day of the period, `5日前` includes day 5.
//!
//! # Read
//! `2022年11月底前完成` → `by 2022-11-30`, `6月30日前上报` → `by 2022-06-30`, `年底前完成` → `by 2022-12-31`, `年内完成`, `到2025年，全部建成` → `by 2025-12-31`,
//! `2022年全县利用率达到96%` → `by 2022-12-31`, the day before March begins: `3月前完成` → `by 2022-02-28`
//!
//! # Not read
//! Years of past facts: `受2019年影响`; a state, not a limit: `截至6月底完成80%`; `每年年底考核`, `年终考评`.

use super::TimeFound;
use crate::calendar::{Years, day, five_year_plan, month_end, part_end};
use crate::text::{Passage, after, before, clause_around};
use crate::types::{Day, Limit};
use regex::Regex;
use std::sync::LazyLock;

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:(?P<y>\d{4}|今|明|当|本)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号](?P<tail>之?前|以前|止|为止)?")
        .expect("fixed")
});
static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:(?P<y>\d{4}|今|明|当|本)年)?(?P<m>\d{1,2})月份?(?:(?P<part>底|末|上旬|中旬|下旬|初)(?P<tail>之?前|以前)?|(?P<early>之?前|以前))").expect("fixed")
});
static YEAR_END: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:(?P<y>\d{4}|今|明|本)年年?|年)(?P<w>底|末|内|终)(?:之?前|以前)?").expect("fixed"));
static UNTIL_YEAR: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:到|至)(?P<y>20\d{2})年(?P<w>底|末)?(?:之?前)?").expect("fixed"));
static IN_YEAR: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"(?P<y>20\d{2})年").expect("fixed"));
static WHOLE_YEAR: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"全年(?P<day>、?全天候?)?").expect("fixed"));
static GOAL: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"达到|达|实现|完成|控制在|启动|建成|不低于|不少于|新增|力争|确保|争取|组织|开展|推进|建立|制定|创建|编制|出台|探索|谋划|排查|提高|下降|增长|消除|覆盖|基本")
        .expect("fixed")
});
static STATE: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?:综合|考核|考评|绩效|评比|目标考|述职|评优)").expect("fixed"));
static ALL_YEAR: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?:生产|无休|开放|营业|供应|不间断|运行|常|经济社会)").expect("fixed"));
static PLAN_END: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"到“?(?P<n>十[一二三四五六七八九])五”?末").expect("fixed"));
static MORE: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"^、(?P<y>20\d{2})年").expect("fixed"));
static BEFORE_YEAR: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"(?P<y>20\d{2})年(?:之|以)?前").expect("fixed"));
static FIRM: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"达到|控制在|以上|以内|底前|不低于|不少于").expect("fixed"));
/// 年终要进行总结 is due by the end of the year; 年终考评 is an event.
static YEAR_CLOSE: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?:前|要|应|须|进行|开展|形成|做好|撰写|上报|报送)").expect("fixed"));
static HALF: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"(?:(?P<y>\d{4}|今|明)年)?上半年").expect("fixed"));

pub(crate) fn find(passage: &Passage, years: Years, out: &mut Vec<TimeFound>) {
    let text = passage.text.as_str();
    if !passage.cues.any("年月") {
        return;
    }
    if passage.cues.all("0月") {
        days_and_months(text, years, out);
    }
    if passage.cues.all("年") {
        years_of(passage, years, out);
    }
}

fn days_and_months(text: &str, years: Years, out: &mut Vec<TimeFound>) {
    for f in DAY.captures_iter(text) {
        let (Some(m), Some(whole)) = (f.name("m").and_then(|m| m.as_str().parse().ok()), f.get(0)) else { continue };
        let until = before(text, whole.start(), 3);
        let bound = f.name("tail").is_some()
            || until.ends_with("延至")
            || until.ends_with("延长至")
            || until.ends_with("延长到")
            || until.ends_with("前于");
        let Some(d) = f["d"].parse().ok().and_then(|d| day(years.of(f.name("y").map(|y| y.as_str())), m, d)).filter(|_| bound)
        else {
            continue;
        };
        push(text, whole.range(), d, out);
    }
    for f in MONTH.captures_iter(text) {
        let (Some(m), Some(whole)) = (f["m"].parse::<i8>().ok().filter(|m| (1..=12).contains(m)), f.get(0)) else { continue };
        let year = years.of(f.name("y").map(|y| y.as_str()));
        // 6月中旬 without 前 is a period; the rule for periods reads it.
        if f.name("part").is_some_and(|p| p.as_str().ends_with('旬')) && f.name("tail").is_none() {
            continue;
        }
        let bound = match f.name("part") {
            Some(part) => day(year, m, part_end(year, m, part.as_str())),
            // 3月前 ends before March begins.
            None if m == 1 => day(year.map(|y| y - 1), 12, 31),
            None => day(year, m - 1, month_end(year, m - 1)),
        };
        // 12月底开始 opens a period; the rule for periods reads it.
        let opens = text[whole.end()..].starts_with("开始") || text[whole.end()..].starts_with('起');
        if let Some(d) = bound.filter(|_| !opens) {
            push(text, whole.range(), d, out);
        }
    }
}

fn years_of(passage: &Passage, years: Years, out: &mut Vec<TimeFound>) {
    let text = passage.text.as_str();
    for f in YEAR_END.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        let alone = f.name("y").is_none();
        let previous = text[..whole.start()].chars().next_back();
        // 每年年底, 去年底, 年终考评 are none; a bare 年 needs a beginning of a phrase before it.
        if alone
            && (previous.is_some_and(|c| "每去前往上近多几数年常0123456789一二三四五六七八九十两".contains(c))
                || (&f["w"] == "终" && !YEAR_CLOSE.is_match(&text[whole.end()..])))
        {
            continue;
        }
        // 年底综合考核 names an event, not a limit.
        if STATE.is_match(&text[whole.end()..]) && !whole.as_str().ends_with('前') {
            continue;
        }
        if let Some(d) = day(years.of(f.name("y").map(|y| y.as_str())), 12, 31) {
            push(text, whole.range(), d, out);
        }
    }
    if passage.cues.all("0") {
        calendar_years(text, out);
    }
    in_year(passage, years, out);
}

/// Limits at the end or the beginning of a year that is written out.
fn calendar_years(text: &str, out: &mut Vec<TimeFound>) {
    for f in UNTIL_YEAR.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        let tail = after(text, whole.end(), 1);
        if tail.starts_with(|c: char| c.is_ascii_digit()) || before(text, whole.start(), 1).ends_with('年') {
            continue;
        }
        if let Some(d) = f["y"].parse().ok().and_then(|y| day(Some(y), 12, 31)) {
            push(text, whole.range(), d, out);
        }
        // 到2016年、2020年: the word 到 holds for both.
        if let Some(next) = MORE.captures(&text[whole.end()..])
            && let Some(d) = next["y"].parse().ok().and_then(|y| day(Some(y), 12, 31))
        {
            let end = next.get(0).map_or(0, |m| m.end());
            push(text, whole.end() + '、'.len_utf8()..whole.end() + end, d, out);
        }
    }
    for f in BEFORE_YEAR.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        // 2020年前 ends before that year begins.
        if let Some(d) = f["y"].parse::<i32>().ok().and_then(|y| day(Some(y - 1), 12, 31)) {
            push(text, whole.range(), d, out);
        }
    }
}

/// Years that bind by the goal of their clause, and the whole year.
fn in_year(passage: &Passage, years: Years, out: &mut Vec<TimeFound>) {
    let text = passage.text.as_str();
    for f in PLAN_END.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        if let Some(d) = five_year_plan(&f["n"]).and_then(|(_, last)| day(Some(last), 12, 31)) {
            push(text, whole.range(), d, out);
        }
    }
    for f in IN_YEAR.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        let (start, end) = clause_around(text, whole.start());
        let opens = whole.start() == start || ["力争", "确保", "争取"].iter().any(|w| text[start..whole.start()] == **w);
        let next = after(text, whole.end(), 1);
        let apart = !next.starts_with(|c: char| c.is_ascii_digit() || "度底末内初上下第以来的前起".contains(c));
        let goal = if next.starts_with(',') { sentence_has_goal(text, end) } else { GOAL.is_match(&text[whole.end()..end]) };
        let year: Option<i32> = f["y"].parse().ok();
        let future = year.is_some_and(|y| years.plan.is_none_or(|p| y >= p));
        // Without a year of the plan, a year alone may be past: the words must say that it is not.
        let meant =
            years.plan.is_some() || text[start..whole.start()].chars().count() > 1 || FIRM.is_match(&text[whole.end()..end]);
        if opens
            && meant
            && apart
            && goal
            && future
            && !months_follow(text, whole.end())
            && let Some(d) = day(year, 12, 31)
        {
            push(text, whole.range(), d, out);
        }
    }
    for found in WHOLE_YEAR.find_iter(text) {
        // 全域、全年、全天候 is a state that must hold all year, read by the rule for periods.
        let use_of_year = ALL_YEAR.is_match(&text[found.end()..]);
        if found.as_str() == "全年"
            && !use_of_year
            && !before(text, found.start(), 1).ends_with('、')
            && let Some(d) = day(years.plan, 12, 31)
        {
            push(text, found.range(), d, out);
        }
    }
    for f in HALF.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        if after(text, whole.end(), 3).starts_with("和下半") || after(text, whole.end(), 2).starts_with('、') {
            continue;
        }
        if let Some(d) = day(years.of(f.name("y").map(|y| y.as_str())), 6, 30) {
            push(text, whole.range(), d, out);
        }
    }
}

fn months_follow(text: &str, at: usize) -> bool {
    after(text, at, 3).contains('月')
}

/// `2022年,某市全面启动`: the goal stands in the clause behind the comma.
fn sentence_has_goal(text: &str, comma: usize) -> bool {
    let rest = &text[comma..];
    let end = rest.find(crate::text::is_sentence_end).unwrap_or(rest.len());
    GOAL.is_match(&rest[..end])
}

fn push(text: &str, range: std::ops::Range<usize>, d: Day, out: &mut Vec<TimeFound>) {
    let state = before(text, range.start, 2);
    if state.ends_with("截至")
        || state.ends_with("截止")
        || state.ends_with("至") && before(text, range.start, 4).starts_with("截")
    {
        return;
    }
    out.push(TimeFound { start: range.start, end: range.end, limit: Limit::By { day: d } });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::times;

    fn read(text: &str) -> Vec<String> {
        times(text, Years { plan: Some(2022), period: None }, find)
    }

    #[test]
    fn last_days() {
        assert_eq!(read("2022年11月底前完成"), ["2022年11月底前 by 2022-11-30"]);
        assert_eq!(read("6月30日前上报"), ["6月30日前 by 2022-06-30"]);
        assert_eq!(read("年底前完成"), ["年底前 by 2022-12-31"]);
        assert_eq!(read("到2025年，全部建成"), ["到2025年 by 2025-12-31"]);
        assert_eq!(read("2022年全县利用率达到96%"), ["2022年 by 2022-12-31"]);
        assert_eq!(read("到2023年、2025年分别达到60%、90%"), ["到2023年 by 2023-12-31", "2025年 by 2025-12-31"]);
        assert_eq!(read("2025年前基本消除"), ["2025年前 by 2024-12-31"]);
        assert_eq!(read("3月前完成"), ["3月前 by 2022-02-28"]);
    }

    #[test]
    fn no_limits() {
        for text in ["受2019年影响", "截至6月底完成80%", "每年年底考核", "年终考评"] {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("time_by.rs"), read);
    }
}

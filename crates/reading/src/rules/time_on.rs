//! The day itself.
//!
//! # What it finds
//! A day on which something takes place.
//!
//! # Why
//! An event on a day is neither late before nor allowed after it.
//!
//! # Read
//! `12月4日开展宪法宣传日活动` → `on 2022-12-04`, `于2022年9月6日召开` → `on 2022-09-06`; a last day: `争取6月30日开诊` → `by 2022-06-30`
//!
//! # Not read
//! `3.24万人参加宣传日`, `增长5.31%`; days with 前, 起 or in a range: `6月30日前`, `自6月1日起`, `6月1日至7月1日`; `截至6月5日`.

use super::TimeFound;
use crate::calendar::{Years, day};
use crate::text::{Passage, after, before};
use crate::types::Limit;
use regex::Regex;
use std::sync::LazyLock;

static DAY: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:(?P<y>\d{4}|今)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]").expect("fixed"));

/// 3.24结核病宣传日, 12.1日世界艾滋病宣传日: month and day in front of the name of a day.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:^|[^0-9.])(?P<w>(?P<m>\d{1,2})\.(?P<d>\d{1,2})日?)“?[\p{Han}“”]{2,12}?(?:日|节)").expect("fixed")
});
/// 3.24万人: a measure word behind the figures makes a quantity of them.
const MEASURES: &str = "万亿元人个户亩吨公千平立米升度岁年倍次例百厘毫分小";

fn named(text: &str, years: Years, out: &mut Vec<TimeFound>) {
    for f in NAMED.captures_iter(text) {
        let Some(w) = f.name("w") else { continue };
        // 宣传日前: the name of a day goes on, or the day is a limit.
        let goes_on = text[f.get(0).map_or(0, |m| m.end())..].starts_with(['常', '前', '内', '期', '约']);
        let measured = text[w.end()..].starts_with(|c: char| MEASURES.contains(c)) && !w.as_str().ends_with('日');
        let found = f["m"]
            .parse()
            .ok()
            .zip(f["d"].parse().ok())
            .and_then(|(m, d)| day(years.plan, m, d))
            .filter(|_| !measured && !goes_on);
        if let Some(day) = found {
            out.push(TimeFound { start: w.start(), end: w.end(), limit: Limit::On { day } });
        }
    }
}

pub(crate) fn find(passage: &Passage, years: Years, out: &mut Vec<TimeFound>) {
    let text = passage.text.as_str();
    if passage.cues.all("0") && passage.cues.any("日节") {
        named(text, years, out);
    }
    if !passage.cues.all("0月") {
        return;
    }
    for f in DAY.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        let (head, tail) = (before(text, whole.start(), 2), after(text, whole.end(), 2));
        // 争取6月30日开诊: aimed at, so the day is the last one.
        let aimed = matches!(head, "争取" | "力争" | "确保" | "务必")
            && !tail.starts_with(['前', '之', '以', '—', '-', '~', '至', '到', '起']);
        let ranged = !aimed
            && tail.starts_with([
                '前', '之', '以', '起', '止', '—', '-', '~', '至', '到', '印', '发', '通', '颁', '下', '全', '会', '开', '为',
            ])
            && !tail.starts_with("开展")
            && !tail.starts_with("为全")
            || head.ends_with(['—', '-', '~', '至', '到', '自', '从', '每']);
        let year = years.of(f.name("y").map(|y| y.as_str()));
        let past = matches!((year, years.plan), (Some(y), Some(p)) if y < p);
        if ranged || past {
            continue;
        }
        if let Some(d) = f["m"].parse().ok().zip(f["d"].parse().ok()).and_then(|(m, d)| day(year, m, d)) {
            // 完成时限:9月30日 is the last day, not the day.
            let label = before(text, whole.start(), 6);
            let limit = if aimed || label.ends_with("时限:") || label.ends_with("完成时间:") {
                Limit::By { day: d }
            } else {
                Limit::On { day: d }
            };
            out.push(TimeFound { start: whole.start(), end: whole.end(), limit });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::times;

    #[test]
    fn days() {
        let read = |t: &str| times(t, Years { plan: Some(2022), period: None }, find);
        assert_eq!(read("12月4日开展宪法宣传日活动"), ["12月4日 on 2022-12-04"]);
        assert_eq!(read("于2022年9月6日召开"), ["2022年9月6日 on 2022-09-06"].to_vec());
        assert_eq!(read("完成时限：9月30日"), ["9月30日 by 2022-09-30"]);
        assert_eq!(read("如3.24结核病宣传日，12.1日世界艾滋病宣传日"), ["3.24 on 2022-03-24", "12.1日 on 2022-12-01"]);
        for text in ["3.24万人参加宣传日", "增长5.31%", "6月30日前", "自6月1日起", "6月1日至7月1日", "截至6月5日"]
        {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("time_on.rs"), |t| times(t, Years { plan: Some(2022), period: None }, find));
    }
}

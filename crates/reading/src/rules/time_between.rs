//! Periods with a first and a last day.
//!
//! # What it finds
//! Ranges of days and months, halves and quarters of a year, five-year plans, open beginnings.
//!
//! # Why
//! Phases (阶段) and running periods carry their own duties and open and close windows.
//!
//! # Read
//! `4月20日—5月15日` → `2020-04-20/2020-05-15`, `2020年3月—6月` → `2020-03-01/2020-06-30`, `后半年再输出` → `2020-07-01/2020-12-31`, `三季度继续回升`,
//! `今年后7个月` → `2020-06-01/2020-12-31`, `自2022年12月1日起` → `2022-12-01/`, `“十二五”期间，全面完成` → `2011-01-01/2015-12-31`; where the text names the five-year plan:
//! `五年下降13%` → `2011-01-01/2015-12-31`
//!
//! # Not read
//! Ranges of numbers without days: `每场50—120人`, `完成3至5件`.

use super::TimeFound;
use crate::calendar::{Years, day, five_year_plan, month_end};
use crate::text::{Passage, after, before};
use crate::types::{Day, Limit};
use regex::Regex;
use std::sync::LazyLock;

static DAYS: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:(?P<y1>\d{4}|今|明)年)?(?P<m1>\d{1,2})月(?:(?P<d1>\d{1,2})[日号]?|(?P<p1>上旬|中旬|下旬|初))?(?:—+|-+|~+|～+|至|到)(?:(?P<y2>\d{4}|明|次|翌)年)?(?:(?P<m2>\d{1,2})月)?(?:(?P<d2>\d{1,2})[日号]|(?P<p2>底|末|上旬|中旬|下旬))?").expect("fixed")
});
static MONTHS: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:(?P<y>\d{4}|今|明)年)?(?P<m1>\d{1,2})(?:—+|-+|~+|至|到)(?P<m2>\d{1,2})月份?").expect("fixed")
});
static YEARS: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?P<y1>20\d{2})年?(?:—+|-+|~+|至|到)(?P<y2>20\d{2})年").expect("fixed"));
static FROM: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"[自从](?:(?P<y>\d{4}|今|明)年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?(?:份)?(?:起|开始)").expect("fixed")
});
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:(?P<y>\d{4}|今|明)年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|(?P<p>底|上旬|中旬|下旬|初))?(?:(?:—+|-+|至|到)长期|开始|起(?:[,。;)]|$))").expect("fixed")
});
/// 4月份开展, 2020年5月,建设…: the month in which something takes place.
static IN_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:(?P<y>\d{4}|今)年)?(?P<m>\d{1,2})月(?:份)?(?P<v>,|开展|启动|举办|举行|召开|组织|进行|完成|部署)")
        .expect("fixed")
});
static YEAR_ON: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"(?:自|从)?(?P<y>20\d{2})年(?:度)?起").expect("fixed"));
/// 6月中旬, and a month that is all a bracket holds: 动员阶段(3月).
static PART: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:(?P<y>\d{4}|今|明)年)?(?P<m>\d{1,2})月(?:份)?(?P<p>上旬|中旬|下旬)|\((?:(?P<y2>\d{4}|今|明)年)?(?P<m2>\d{1,2})月(?:份)?\)").expect("fixed")
});
static LAST_MONTHS: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:今年)?后(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})个月").expect("fixed"));
static HALF: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:(?P<y>\d{4}|今|明)年)?(?:下半年|后半年)").expect("fixed"));
static QUARTER: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:(?P<y>\d{4}|今|明)年)?(?:第)?(?P<q>[一二三四1234])季度").expect("fixed"));
static PLAN: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"“?(?P<n>十[一二三四五六七八九]?)五”?(?:期间|时期)").expect("fixed"));
static PERIOD: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:五|5)年(?:内|的努力|年均|累计|下降|降低|减少|增长|提高|新增)").expect("fixed"));
static WHOLE: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"(?P<y>20\d{2})年度").expect("fixed"));
static STATE: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"、全年(?:、|全天)|全年、全天").expect("fixed"));

pub(crate) fn find(passage: &Passage, years: Years, out: &mut Vec<TimeFound>) {
    let text = passage.text.as_str();
    if !passage.cues.any("年月季期") {
        return;
    }
    if passage.cues.any("0") {
        ranges(text, years, out);
        openings(text, years, out);
        months(text, years, out);
    }
    parts_of_year(text, years, out);
    long_periods(text, years, out);
}

/// Periods with a beginning and no end.
fn openings(text: &str, years: Years, out: &mut Vec<TimeFound>) {
    for f in FROM.captures_iter(text) {
        let year = years.of(f.name("y").map(|y| y.as_str()));
        let d = f.name("d").and_then(|d| d.as_str().parse().ok()).unwrap_or(1);
        push(&f, f["m"].parse().ok().and_then(|m| day(year, m, d)), None, out);
    }
    for f in OPEN.captures_iter(text) {
        let year = years.of(f.name("y").map(|y| y.as_str()));
        let Ok(m) = f["m"].parse::<i8>() else {
            continue;
        };
        if before(text, f.get(0).map_or(0, |w| w.start()), 1).ends_with(['自', '从']) {
            continue;
        }
        let d = match (f.name("d"), f.name("p")) {
            (Some(d), _) => d.as_str().parse().ok(),
            (None, Some(p)) => Some(crate::calendar::part_end(year, m, p.as_str())),
            _ => Some(1),
        };
        push(&f, d.and_then(|d| day(year, m, d)), None, out);
    }
    for f in YEAR_ON.captures_iter(text) {
        push(&f, f["y"].parse().ok().and_then(|y| day(Some(y), 1, 1)), None, out);
    }
}

/// The last months, halves and quarters of a year.
fn parts_of_year(text: &str, years: Years, out: &mut Vec<TimeFound>) {
    for f in LAST_MONTHS.captures_iter(text) {
        let n: Option<i8> = f["n"].parse().ok().or_else(|| crate::numeral::chinese(&f["n"]).and_then(|n| i8::try_from(n).ok()));
        if let Some(n) = n.filter(|n| (1..=11).contains(n)) {
            push(&f, day(years.plan, 13 - n, 1), day(years.plan, 12, 31), out);
        }
    }
    for f in HALF.captures_iter(text) {
        let start = f.get(0).map_or(0, |m| m.start());
        if !before(text, start, 2).ends_with(['和', '、']) {
            let year = years.of(f.name("y").map(|y| y.as_str()));
            push(&f, day(year, 7, 1), day(year, 12, 31), out);
        }
    }
    for f in QUARTER.captures_iter(text) {
        let quarter = "一二三四".find(&f["q"]).map(|i| i / 3).or_else(|| "1234".find(&f["q"]));
        let end = f.get(0).map_or(0, |m| m.end());
        if let Some(q) = quarter.and_then(|q| i8::try_from(q).ok()).filter(|_| !after(text, end, 2).starts_with("一次")) {
            let (year, last) = (years.of(f.name("y").map(|y| y.as_str())), q * 3 + 3);
            push(&f, day(year, q * 3 + 1, 1), day(year, last, month_end(year, last)), out);
        }
    }
}

/// Single months and their thirds.
fn months(text: &str, years: Years, out: &mut Vec<TimeFound>) {
    for f in PART.captures_iter(text) {
        let year = years.of(f.name("y").or(f.name("y2")).map(|y| y.as_str()));
        let Some(m) = f.name("m").or(f.name("m2")).and_then(|m| m.as_str().parse::<i8>().ok()) else {
            continue;
        };
        let (from, to) = match f.name("p").map(|p| p.as_str()) {
            Some("上旬") => (1, 10),
            Some("中旬") => (11, 20),
            Some(_) => (21, month_end(year, m)),
            None => (1, month_end(year, m)),
        };
        let before_end = after(text, f.get(0).map_or(0, |w| w.end()), 1).starts_with('前');
        if !before_end {
            push(&f, day(year, m, from), day(year, m, to), out);
        }
    }
    for f in IN_MONTH.captures_iter(text) {
        let year = years.of(f.name("y").map(|y| y.as_str()));
        let (Ok(m), Some(whole), Some(verb)) = (f["m"].parse::<i8>(), f.get(0), f.name("v")) else { continue };
        let head = before(text, whole.start(), 1);
        // 1—6月, 至6月, 每年3月 belong to other rules.
        if head.ends_with(['—', '-', '~', '至', '到', '、', '和', '每', '年']) || head.ends_with(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        if let (Some(from), Some(to)) = (day(year, m, 1), day(year, m, month_end(year, m))) {
            out.push(TimeFound {
                start: whole.start(),
                end: verb.start(),
                limit: Limit::Between { from: Some(from), to: Some(to) },
            });
        }
    }
}

fn ranges(text: &str, years: Years, out: &mut Vec<TimeFound>) {
    for f in DAYS.captures_iter(text) {
        let year = years.of(f.name("y1").map(|y| y.as_str()));
        let Some(m1) = f["m1"].parse::<i8>().ok() else { continue };
        let (m2, d2, p2) = (f.name("m2"), f.name("d2"), f.name("p2"));
        if m2.is_none() && d2.is_none() {
            continue;
        }
        let m2: i8 = m2.and_then(|m| m.as_str().parse().ok()).unwrap_or(m1);
        let later = match f.name("y2") {
            Some(y) => years.of(Some(y.as_str())),
            // 11月20日至2月10日 runs into the next year.
            None if m2 < m1 => year.map(|y| y + 1),
            None => year,
        };
        let first = match (f.name("d1"), f.name("p1").map(|p| p.as_str())) {
            (Some(d), _) => d.as_str().parse().ok(),
            (None, Some("中旬")) => Some(11),
            (None, Some("下旬")) => Some(21),
            _ => Some(1),
        };
        let last = match (d2, p2) {
            (Some(d), _) => d.as_str().parse().ok(),
            (None, Some(p)) => Some(crate::calendar::part_end(later, m2, p.as_str())),
            (None, None) => Some(month_end(later, m2)),
        };
        let (from, to) = (first.and_then(|d| day(year, m1, d)), last.and_then(|d| day(later, m2, d)));
        if from.is_some() && to.is_some() {
            push(&f, from, to, out);
        }
    }
    for f in MONTHS.captures_iter(text) {
        let year = years.of(f.name("y").map(|y| y.as_str()));
        let (Ok(m1), Ok(m2)) = (f["m1"].parse::<i8>(), f["m2"].parse::<i8>()) else { continue };
        let later = if m2 < m1 { year.map(|y| y + 1) } else { year };
        if (1..=12).contains(&m1) && (1..=12).contains(&m2) {
            push(&f, day(year, m1, 1), day(later, m2, month_end(later, m2)), out);
        }
    }
    for f in YEARS.captures_iter(text) {
        if let (Ok(a), Ok(b)) = (f["y1"].parse::<i32>(), f["y2"].parse::<i32>())
            && a < b
        {
            push(&f, day(Some(a), 1, 1), day(Some(b), 12, 31), out);
        }
    }
}

fn long_periods(text: &str, years: Years, out: &mut Vec<TimeFound>) {
    for f in PLAN.captures_iter(text) {
        let (start, end) = f.get(0).map_or((0, 0), |m| (m.start(), m.end()));
        let opens = start == 0 || before(text, start, 1).ends_with(['。', ';', ',', ':', '在']);
        let next = after(text, end, 1);
        let binds = next.starts_with([',', '全', '要']) || (opens && !next.starts_with(['的', '“', '是', '《']));
        if let Some((a, b)) = five_year_plan(&f["n"]).filter(|_| opens && binds) {
            push(&f, day(Some(a), 1, 1), day(Some(b), 12, 31), out);
        }
    }
    if let Some((a, b)) = years.period {
        for found in PERIOD.find_iter(text) {
            let previous = text[..found.start()].chars().next_back();
            if previous.is_some_and(|c| c.is_ascii_digit() || "十近前后.".contains(c)) {
                continue;
            }
            let end = found.start() + found.as_str().find('年').map_or(0, |i| i + "年".len());
            out.push(TimeFound {
                start: found.start(),
                end,
                limit: Limit::Between { from: day(Some(a), 1, 1), to: day(Some(b), 12, 31) },
            });
        }
    }
    for f in WHOLE.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        let year: Option<i32> = f["y"].parse().ok();
        let opens = whole.start() == 0 || before(text, whole.start(), 1).ends_with(['。', ';', ',']);
        if opens && year.is_some() && year == years.plan {
            push(&f, day(year, 1, 1), day(year, 12, 31), out);
        }
    }
    for found in STATE.find_iter(text) {
        let start = found.start() + found.as_str().find("全年").unwrap_or(0);
        out.push(TimeFound {
            start,
            end: start + "全年".len(),
            limit: Limit::Between { from: day(years.plan, 1, 1), to: day(years.plan, 12, 31) },
        });
    }
}

fn push(f: &regex::Captures, from: Option<Day>, to: Option<Day>, out: &mut Vec<TimeFound>) {
    let Some(whole) = f.get(0).filter(|_| from.is_some() || to.is_some()) else { return };
    out.push(TimeFound { start: whole.start(), end: whole.end(), limit: Limit::Between { from, to } });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::times;

    fn read(text: &str) -> Vec<String> {
        times(text, Years { plan: Some(2020), period: Some((2011, 2015)) }, find)
    }

    #[test]
    fn periods() {
        assert_eq!(read("（4月20日—5月15日）"), ["4月20日—5月15日 between 2020-04-20/2020-05-15"]);
        assert_eq!(read("2020年3月—6月"), ["2020年3月—6月 between 2020-03-01/2020-06-30"]);
        assert_eq!(read("11月20日至2月10日"), ["11月20日至2月10日 between 2020-11-20/2021-02-10"]);
        assert_eq!(read("后半年再输出"), ["后半年 between 2020-07-01/2020-12-31"]);
        assert_eq!(read("三季度继续回升"), ["三季度 between 2020-07-01/2020-09-30"]);
        assert_eq!(read("今年后7个月"), ["今年后7个月 between 2020-06-01/2020-12-31"]);
        assert_eq!(read("自2022年12月1日起"), ["自2022年12月1日起 between 2022-12-01/"]);
        assert_eq!(read("计划于4月份开展培训"), ["4月份 between 2020-04-01/2020-04-30"]);
        assert_eq!(read("6月中旬启动"), ["6月中旬 between 2020-06-11/2020-06-20"]);
        assert_eq!(read("动员阶段（3月）"), ["(3月) between 2020-03-01/2020-03-31"]);
        assert_eq!(read("（11月21日—长期）"), ["11月21日—长期 between 2020-11-21/"]);
        assert_eq!(read("12月底开始试点"), ["12月底开始 between 2020-12-31/"]);
        assert_eq!(read("五年下降13%"), ["五年 between 2011-01-01/2015-12-31"]);
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("time_between.rs"), read);
    }
}

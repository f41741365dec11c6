//! Checks on years and terms.
//!
//! # What it finds
//! A plan without a year, a length in years that does not fit the years named, a range whose end lies before its start.
//!
//! # Why
//! Without its year no date of a plan can be computed, and a guessed year makes every deadline wrong.
//!
//! # Read
//! `今年要完成任务。` → `year_missing`, `年终进行总结。`, `6月底前完成任务。`, each without a year anywhere; six calendar years: `项目为期5年，实施期2015-2020年。` → `term_differs`;
//! `5月20日至5月1日开展宣传。` → `time_order`
//!
//! # Not read
//! Years inside numbers of documents and slogans; they are never offered as the year of the plan: `按照某发〔2010〕115号文件办理。`

use crate::findings::{Subject, compared};
use crate::numeral;
use crate::types::{Choice, Finding, Limit, Severity};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"今年|本年度|年终|年底|年内|上半年|下半年|全年|\d{1,2}月(?:\d{1,2}日|底|份|前)").expect("fixed")
});

/// The year of the plan, where dates need it and nobody entered it.
pub(crate) fn year(subject: &Subject, out: &mut Vec<Finding>) {
    if subject.year.is_some() {
        return;
    }
    let places: Vec<_> = subject
        .texts()
        .filter(|b| b.passage.cues.any("年月"))
        .flat_map(|b| RELATIVE.find_iter(&b.passage.text).map(move |m| (b, m)))
        .filter(|(b, m)| !b.passage.text[..m.start()].ends_with(|c: char| c.is_ascii_digit() || c == '年'))
        .map(|(b, m)| subject.source.at(b.passage.raw_span(m.start(), m.end())))
        .collect();
    if places.is_empty() {
        return;
    }
    let message = "文中有“今年、年终、某月”等相对时间，需要由人填写本方案的年份。".to_owned();
    let mut finding = subject.finding("year_missing", Severity::ToBeSettled, places, message);
    // Only a year of the title or under the signature is shown as a choice; a person still chooses.
    finding.choices = subject
        .document
        .years_named
        .iter()
        .map(|y| Choice {
            code: "year".to_owned(), label: format!("{y}年（标题或署期所写）"), value: Some(y.to_string())
        })
        .chain(anniversaries(subject))
        .chain([Choice { code: "enter_year".to_owned(), label: "填写年份".to_owned(), value: None }])
        .collect();
    out.push(finding);
}

/// 庆祝中国共产党成立92周年: the year that follows is shown with its sum, and a person still chooses.
fn anniversaries(subject: &Subject) -> Vec<Choice> {
    static SINCE: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(r"(?P<w>(?P<p>中国共产党成立|建党)|(?P<c>中华人民共和国成立|新中国成立|建国)|(?P<a>中国人民解放军建军|建军))(?P<n>\d{1,3})周年").expect("fixed")
    });
    let found = subject.texts().filter(|b| b.passage.cues.all("0周年")).find_map(|b| SINCE.captures(&b.passage.text));
    let Some(f) = found else { return Vec::new() };
    let first = if f.name("p").is_some() {
        1921
    } else if f.name("c").is_some() {
        1949
    } else {
        1927
    };
    let Ok(n) = f["n"].parse::<i32>() else { return Vec::new() };
    let year = first + n;
    let label = format!("{year}年（“{}{n}周年”：{first} + {n} = {year}）", &f["w"]);
    vec![Choice { code: "year".to_owned(), label, value: Some(year.to_string()) }]
}

/// 为期N年 against Y1–Y2.
pub(crate) fn term(subject: &Subject, out: &mut Vec<Finding>) {
    static LASTS: LazyLock<Regex> =
        LazyLock::new(|| crate::pattern::new(r"为期(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})年").expect("fixed"));
    static YEARS: LazyLock<Regex> =
        LazyLock::new(|| crate::pattern::new(r"(?P<a>20\d{2})年?(?:—+|-+|~+|至)(?P<b>20\d{2})年").expect("fixed"));
    let lasts = subject.texts().find_map(|b| LASTS.captures(&b.passage.text).map(|f| (b, f)));
    let years = subject.texts().find_map(|b| YEARS.captures(&b.passage.text).map(|f| (b, f)));
    let (Some((lb, l)), Some((yb, y))) = (lasts, years) else { return };
    let n = l["n"].parse::<i32>().ok().or_else(|| numeral::chinese(&l["n"]).and_then(|n| i32::try_from(n).ok()));
    let (Some(n), Ok(a), Ok(b)) = (n, y["a"].parse::<i32>(), y["b"].parse::<i32>()) else { return };
    let calendar = b - a + 1;
    if n == calendar || n < 1 || calendar < 1 {
        return;
    }
    let place = |block: &crate::blocks::Block, f: &regex::Captures| {
        f.get(0).map(|m| subject.source.at(block.passage.raw_span(m.start(), m.end())))
    };
    let at = [place(lb, &l), place(yb, &y)].into_iter().flatten().collect();
    let message = format!("写明为期{n}年，又写{a}—{b}年（{calendar}个年度），期限需要由人确定。");
    let mut finding = subject.finding("term_differs", Severity::ToBeSettled, at, message);
    finding.compared = Some(compared(format!("{a}—{b}年"), Decimal::from(calendar), Decimal::from(n)));
    let quarterly = subject.time_limits.iter().any(|t| matches!(&t.limit, Limit::Every { rhythm, .. } if rhythm == "quarterly"));
    let (per_year, unit) = if quarterly { (4, "个季度") } else { (1, "年") };
    let choice = |code: &str, label: String, count: i32| Choice { code: code.to_owned(), label, value: Some(count.to_string()) };
    finding.choices.push(choice("years_from_start", format!("从所选时间起{n}年，共{}{unit}", n * per_year), n * per_year));
    finding.choices.push(choice("calendar_years", format!("{a}—{b}年，共{}{unit}", calendar * per_year), calendar * per_year));
    if let Some(date) = subject.document.date.filter(|d| (a..=b).contains(&i32::from(d.year())) && quarterly) {
        let quarter = i32::from((date.month() - 1) / 3);
        let left = (b - i32::from(date.year())) * 4 + 4 - quarter;
        finding.choices.push(choice("from_date_of_text", format!("从署期所在季度到{b}年底，共{left}个季度"), left));
    }
    out.push(finding);
}

/// A period that ends before it begins.
pub(crate) fn time_order(subject: &Subject, out: &mut Vec<Finding>) {
    for t in subject.time_limits.iter() {
        if let Limit::Between { from: Some(from), to: Some(to) } = &t.limit
            && from.year == to.year
            && from > to
        {
            out.push(subject.finding(
                "time_order",
                Severity::ToBeSettled,
                vec![t.at],
                format!("“{}”的结束时间早于开始时间。", t.text),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn codes(text: &str) -> Vec<String> {
        let reading = read(&format!("某县工作方案\n\n一、要求\n\n{text}"), &Options::default());
        let own = ["year_missing", "term_differs", "time_order"];
        reading.findings.into_iter().map(|f| f.code).filter(|c| own.contains(&c.as_str())).collect()
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_time.rs"), codes);
    }
}

//! Whether a plan runs for a month or for its year.
//!
//! # What it finds
//! One month in the sentences before the first heading (2014年2月在我区开展…) of a text whose title or signature names that year alone.
//!
//! # Why
//! The end of the plan lies ten months later or not; until a person chooses, nothing of it has a last day.
//!
//! # Read
//! `2014年2月在我区开展健康巡讲。⏎⏎一、任务⏎⏎做好巡讲工作。` → `2014年2月`
//!
//! # Not read
//! A month of a past event: `2014年2月召开了部署会议。⏎⏎一、任务⏎⏎做好巡讲工作。`; two months: `2014年2月至6月在我区开展健康巡讲。⏎⏎一、任务⏎⏎做好巡讲工作。`

use crate::calendar::month_end;
use crate::findings::Subject;
use crate::pattern;
use crate::types::{Choice, Finding, Genre, Severity};
use regex::Regex;
use std::sync::LazyLock;

static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:^|[,。;])(?P<w>(?P<y>20\d{2})年(?P<m>\d{1,2})月)(?:份)?(?:在(?:我|全|本)[市县区镇乡州省][\p{Han}]{0,6})?(?:开展|实施|组织|举办)").expect("fixed")
});
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern::new(r"(?P<y>20\d{2})年?(?P<m>\d{1,2}月)?").expect("fixed"));

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    if subject.document.genre != Genre::Plan || subject.outline.is_empty() {
        return;
    }
    let preamble = || subject.texts().take_while(|b| b.heading.is_none());
    let found = preamble().find_map(|b| MONTH.captures(&b.passage.text).map(|f| (b, f)));
    let Some((block, f)) = found else { return };
    let (Some(w), Ok(year), Ok(month)) = (f.name("w"), f["y"].parse::<i32>(), f["m"].parse::<i8>()) else { return };
    if !(1..=12).contains(&month) || block.passage.text[w.end()..].starts_with('了') {
        return;
    }
    // The line of the title, and lines in front of the preamble that are no sentences.
    let title = subject.document.title.as_str();
    let names = |t: &str| YEAR.captures_iter(t).any(|y| y["y"] == f["y"] && y.name("m").is_none());
    let short = preamble().filter(|b| b.line < block.line && !b.passage.text.contains('。')).any(|b| names(&b.passage.text));
    if !(names(title) || short || subject.document.years_named == [year]) {
        return;
    }
    let (first, last) = (format!("{year}-{month:02}-01"), format!("{year}-{month:02}-{}", month_end(Some(year), month)));
    let message = format!("“{}”是整个方案的时间，还是只是开始的月份（标题只写{year}年），需要由人确定。", w.as_str());
    let mut finding =
        subject.finding("month_or_year", Severity::ToBeSettled, vec![subject.place(block, w.start(), w.end())], message);
    let period = |label: String, value: String| Choice { code: "use_period".to_owned(), label, value: Some(value) };
    finding.choices = vec![
        period(format!("{year}年{month}月"), format!("{first}/{last}")),
        period(format!("{year}年全年"), format!("{year}-01-01/{year}-12-31")),
        Choice { code: "enter_dates".to_owned(), label: "填写起止时间".to_owned(), value: None },
    ];
    out.push(finding);
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_period.rs"), |t| {
            let reading = read(&format!("某区2014年健康巡讲工作方案\n\n{t}"), &Options::default());
            reading.findings.into_iter().filter(|f| f.code == "month_or_year").map(|f| f.message).collect()
        });
    }
}

//! Named days (世界无烟日) without their date.
//!
//! # What it finds
//! Days, weeks and months of the calendar of campaigns that the text names and gives no date for.
//!
//! # Why
//! The plan asks for work on that day, and nobody can be reminded before somebody enters it. No date is taken from elsewhere.
//!
//! # Read
//! `在“世界无烟日”开展宣传。` → `世界无烟日`, `结合全国爱眼日举办讲座。`
//!
//! # Not read
//! A date beside the name: `5月31日世界无烟日开展宣传。`, `在3.24世界防治结核病日开展宣传。`, `在全国爱眼日（6月6日）举办讲座。`; `全国各地每日通报情况。`

use crate::findings::Subject;
use crate::pattern;
use crate::text::{after, before};
use crate::types::{At, Choice, Finding, Severity};
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(
        r"(?:世界|国际|全国)[^,。;:、()“”\d各每今近当本]{2,8}?日|全国[^,。;:、()“”\d各每今近当本]{2,8}?(?:宣传周|活动周|宣传月)",
    )
    .expect("fixed")
});

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut dated: HashSet<&str> = HashSet::new();
    let mut found: Vec<(&str, At)> = Vec::new();
    for block in subject.texts().filter(|b| b.passage.cues.any("日周月")) {
        let text = block.passage.text.as_str();
        for m in DAY.find_iter(text) {
            let figure = |t: &str| t.contains(|c: char| c.is_ascii_digit());
            let behind = after(text, m.end(), 6);
            let names_its_day =
                figure(before(text, m.start(), 4)) || (behind.trim_start_matches('”').starts_with('(') && figure(behind));
            if names_its_day {
                dated.insert(m.as_str());
            } else if seen.insert(m.as_str()) {
                found.push((m.as_str(), subject.place(block, m.start(), m.end())));
            }
        }
    }
    found.retain(|(name, _)| !dated.contains(name));
    if found.is_empty() {
        return;
    }
    let names: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
    let message = format!("“{}”没有写日期，相关事项的时限为待定。", names.join("”“"));
    let mut finding = subject.finding("named_day_without_date", Severity::Remark, found.iter().map(|f| f.1).collect(), message);
    finding.choices = names
        .iter()
        .map(|name| Choice {
            code: "enter_day".to_owned(),
            label: format!("填写“{name}”的日期"),
            value: Some((*name).to_owned()),
        })
        .collect();
    out.push(finding);
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_named_days.rs"), |t| {
            let reading = read(&format!("某县工作方案\n\n一、任务\n\n{t}"), &Options::default());
            reading.findings.into_iter().filter(|f| f.code == "named_day_without_date").map(|f| f.message).collect()
        });
    }
}

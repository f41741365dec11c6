//! Goals without a number, and goals for a year that is over.
//!
//! # What it finds
//! Words such as 较大增长 and 较好完成 in the part of a text that sets goals, and a goal to be reached by a year that the report itself
//! looks back on.
//!
//! # Why
//! Nobody can judge such a goal before a number or a later year is entered; until then it gives no verdict.
//!
//! # Read
//! `使中级职称人数有较大增长。` → `较大增长`, `确保发病率稳中有降。` → `稳中有降`, `较好完成防治任务。`
//!
//! # Not read
//! `使中级职称人数增长5%。`, `不断提高认识。`

use crate::findings::Subject;
use crate::pattern;
use crate::rules::checks_text::choices;
use crate::targets::{AHEAD, GOALS};
use crate::text::{clause_around, is_sentence_end};
use crate::types::{At, Finding, Genre, Severity};
use regex::Regex;
use std::sync::LazyLock;

static VAGUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:有|实现)?(?:较大|较快|大幅|明显)(?:幅度)?的?(?:增长|提高|提升|增加|改善|下降)|较好完成|稳中有降|稳中有升|稳步增长|保持平稳")
        .expect("fixed")
});
static REPORTED: LazyLock<Regex> =
    LazyLock::new(|| pattern::new(r"(?:现将|将)(?P<y>20\d{2})年[^。;]{0,30}(?:报告|汇报|总结)").expect("fixed"));
static UNTIL: LazyLock<Regex> = LazyLock::new(|| pattern::new(r"到(?P<y>20\d{2})年").expect("fixed"));

/// So many paragraphs at the beginning may name the year of a report.
const HEAD_BLOCKS_MAX: usize = 6;

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    let mut vague: Vec<(String, At)> = Vec::new();
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        if !ahead(subject, block.heading) {
            continue;
        }
        for m in VAGUE.find_iter(text) {
            let (from, to) = clause_around(text, m.start());
            // A number in the clause says how much.
            if !text[from..to].contains(|c: char| c.is_ascii_digit()) {
                vague.push((m.as_str().to_owned(), subject.place(block, m.start(), m.end())));
            }
        }
    }
    if !vague.is_empty() {
        let mut words: Vec<&str> = vague.iter().map(|(w, _)| w.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        let message = format!("“{}”没有数字，目标值待定，不作判断。", words.join("”“"));
        let mut finding = subject.finding("goal_without_number", Severity::Remark, vague.iter().map(|v| v.1).collect(), message);
        finding.choices = choices(&[("enter_number", "填写目标值"), ("leave_open", "暂不确定")]);
        out.push(finding);
    }
    over(subject, out);
}

/// Whether a heading, or one above it, looks ahead or sets goals.
fn ahead(subject: &Subject, heading: Option<usize>) -> bool {
    let mut at = heading;
    while let Some(h) = at.and_then(|index| subject.heading(index)) {
        if AHEAD.is_match(&h.title) || GOALS.is_match(&h.title) {
            return true;
        }
        at = h.parent;
    }
    false
}

/// 到2015年 in a report of 2015: the year lies in or before that of the report.
fn over(subject: &Subject, out: &mut Vec<Finding>) {
    if subject.document.genre != Genre::Report {
        return;
    }
    let said = subject.texts().take(HEAD_BLOCKS_MAX).find_map(|b| REPORTED.captures(&b.passage.text));
    let Some(year) = said.and_then(|f| f["y"].parse::<i32>().ok()) else { return };
    let mut places = Vec::new();
    for block in subject.texts().filter(|b| b.passage.cues.all("0到年") && ahead(subject, b.heading)) {
        let text = block.passage.text.as_str();
        for f in UNTIL.captures_iter(text) {
            let (Some(whole), Ok(until)) = (f.get(0), f["y"].parse::<i32>()) else { continue };
            let end = crate::text::end_before(text, whole.end(), is_sentence_end);
            if until <= year && text[whole.end()..end].contains(['实', '达', '建', '完']) {
                places.push(subject.place(block, whole.start(), whole.end()));
            }
        }
    }
    if !places.is_empty() {
        let message = format!("目标年份不晚于报告所述的{year}年，不据此设定时限，需要由人确认。");
        let mut finding = subject.finding("goal_year_over", Severity::Remark, places, message);
        finding.choices = choices(&[("enter_year", "填写应有的年份"), ("leave_open", "暂不确定")]);
        out.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn found(text: &str, own: &str) -> Vec<String> {
        read(text, &Options::default()).findings.into_iter().filter(|f| f.code == own).map(|f| f.message).collect()
    }

    #[test]
    fn a_year_that_is_over() {
        let report = |year: i32| {
            format!(
                "某州卫生工作情况报告\n\n现将2015年全州卫生工作情况报告如下。\n\n一、工作情况\n\n完成了任务。\n\n二、发展思路\n\n到{year}年实现三级甲等目标。"
            )
        };
        assert_eq!(found(&report(2015), "goal_year_over").len(), 1);
        assert!(found(&report(2016), "goal_year_over").is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_goals.rs"), |t| {
            found(&format!("某县工作方案\n\n一、工作目标\n\n{t}"), "goal_without_number")
        });
    }
}

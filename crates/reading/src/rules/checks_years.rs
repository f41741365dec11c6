//! Years that a copy has rewritten.
//!
//! # What it finds
//! One year that stands for several: the review and the plan of a report in the same year, two days that `分别` tells apart but
//! that are the same, a list that names one year twice.
//!
//! # Why
//! Pages replace the years of old texts to look new. Each date with that year is doubtful then, and a clock that starts by it would
//! call units late for nothing. No year is put in its place.
//!
//! # Read
//! `2016年工作回顾⏎⏎一、经济⏎⏎经济稳定。⏎⏎2016年工作安排⏎⏎一、经济⏎⏎保持稳定。` in one report; `一、任务⏎⏎2016、2016年底前，分别完成8座、3座。`;
//! `一、任务⏎⏎做好2016年、2016年的工作。`
//!
//! # Not read
//! `一、任务⏎⏎做好2016年上半年、2016年全年的工作。`; a year that simply stands often; years in numbers of documents, which stay as they are:
//! `一、任务⏎⏎按照某发〔2016〕17号、某发〔2016〕18号文件办理。`

use crate::findings::Subject;
use crate::rules::checks_text::choices;
use crate::types::{At, Finding, Severity};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static PAIR: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?P<a>20\d{2})年?(?:年?底?前?)?[、和](?P<b>20\d{2})年").expect("fixed"));
static REVIEW: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?P<y>20\d{2})年[\p{Han}、]{0,8}(?:回顾|总结|情况|(?P<plan>安排|任务|计划|思路|打算))$")
        .expect("fixed")
});

pub(crate) fn doubtful(subject: &Subject, out: &mut Vec<Finding>) {
    let mut doubtful: BTreeSet<&str> = BTreeSet::new();
    let (mut reviewed, mut planned) = (BTreeSet::new(), BTreeSet::new());
    for block in subject.texts().filter(|b| b.passage.cues.all("0年")) {
        let text = block.passage.text.as_str();
        doubtful.extend(PAIR.captures_iter(text).filter(|f| f["a"] == f["b"]).filter_map(|f| f.name("a")).map(|m| m.as_str()));
        if let Some((f, y)) = REVIEW.captures(text).and_then(|f| f.name("y").map(|y| (f.name("plan").is_some(), y.as_str()))) {
            if f {
                planned.insert(y)
            } else {
                reviewed.insert(y)
            };
        }
    }
    doubtful.extend(reviewed.intersection(&planned));
    for year in doubtful {
        let places: Vec<At> = subject.texts().flat_map(|b| places(subject, b, year)).collect();
        let message = format!("文中的“{year}”写在本应不同的年份上，这{}处年份都可能被改过，需要由人逐处确认。", places.len());
        let mut finding = subject.finding("year_doubtful", Severity::ToBeSettled, places, message);
        finding.choices = choices(&[
            ("enter_year", "填写年份和依据"),
            ("confirm_year", "确认原文年份无误"),
            ("leave_open", "暂不确定，相关时限不计时"),
        ]);
        out.push(finding);
        numbers(subject, year, out);
    }
}

/// 〔2016〕17号 in a text whose 2016 is doubtful: the numbers of its documents are doubtful too, and no link is made of them.
fn numbers(subject: &Subject, year: &str, out: &mut Vec<Finding>) {
    let mut places = Vec::new();
    for block in subject.texts().filter(|b| b.passage.cues.all("0") && b.passage.cues.any("〔[【")) {
        let text = block.passage.text.as_str();
        let number =
            |at: &usize| text[..*at].ends_with(['〔', '[', '【']) && text[at + year.len()..].starts_with(['〕', ']', '】']);
        places.extend(
            text.match_indices(year).map(|(at, _)| at).filter(number).map(|at| subject.place(block, at, at + year.len())),
        );
    }
    if !places.is_empty() {
        let message = format!("有{}个文号写着{year}年，年份可能被改过，不据此关联文件。", places.len());
        let mut finding = subject.finding("document_number_doubtful", Severity::Remark, places, message);
        finding.choices = choices(&[("enter_number", "填写文号和依据"), ("confirm_number", "确认原文文号无误")]);
        out.push(finding);
    }
}

/// The year wherever it stands in the text, but not in the number of a document.
fn places(subject: &Subject, block: &crate::blocks::Block, year: &str) -> Vec<At> {
    let text = block.passage.text.as_str();
    let alone = |at: &usize| {
        let (head, tail) = (&text[..*at], &text[at + year.len()..]);
        let digit = |c: char| c.is_ascii_digit();
        let document = head.ends_with(['〔', '[', '【']) && tail.starts_with(['〕', ']', '】']);
        !(head.ends_with(digit) || tail.starts_with(digit) || document)
    };
    text.match_indices(year)
        .map(|(at, _)| at)
        .filter(alone)
        .map(|at| subject.source.at(block.passage.raw_span(at, at + year.len())))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn places(text: &str) -> Vec<usize> {
        let reading = read(text, &Options::default());
        reading.findings.iter().filter(|f| f.code == "year_doubtful").map(|f| f.at.len()).collect()
    }

    #[test]
    fn one_year_for_two() {
        let pair = "某市工作方案\n\n一、任务\n\n2016、2016年底前，分别完成8座、3座。\n\n按照某政发〔2016〕9号，2016年启动。";
        assert_eq!(places(pair), [3]);
        let report = "某市政府工作报告\n\n2018年工作回顾\n\n一、经济\n\n经济稳定。\n\n2018年工作安排\n\n一、经济\n\n保持稳定。";
        assert_eq!(places(report), [2]);
        assert!(places("某市工作方案\n\n一、任务\n\n2016年、2017年底前，分别完成8座、3座。").is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_years.rs"), |t| {
            places(&format!("某市政府工作报告\n\n{t}")).iter().map(ToString::to_string).collect()
        });
    }
}

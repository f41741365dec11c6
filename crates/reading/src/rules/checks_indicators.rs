//! Indicators whose number is not there.
//!
//! # What it finds
//! Places at which a copy lost the number of a result or of a goal: a measure and 达 with nothing behind it, 增长 between two marks, a
//! verb of work directly in front of a unit.
//!
//! # Why
//! The number is missing in the source: it is neither 0 nor 100, makes no point on a chart and no part of an average.
//!
//! # Read
//! `广播人口覆盖率达；图书增加。` → `广播人口覆盖率达`, `千人床位数同比增长、；` → `千人床位数同比增长`, `就业人数达个。`, `投入万元改造线路。` → `投入万元`,
//! `创建标准化学校所。`
//!
//! # Not read
//! `覆盖率达95%。`, `实现稳定增长。`, `投入万元以上资金。`, `完成所有任务。`, `满意度逐年提高，`

use crate::findings::Subject;
use crate::pattern;
use crate::rules::checks_text::choices;
use crate::text::clause_around;
use crate::types::{At, Finding, Severity};
use regex::Regex;
use std::sync::LazyLock;

static REACHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:率|数|量|面积|总额|产值|收入)(?:达到?|提高到|增长到|下降到)(?:个|名|家|所|元)?(?:[,;。、]|$)")
        .expect("fixed")
});
static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:同比|相比|比去年|比上年|较去年|较上年)(?:分别|均|同比|同期|相比){0,2}(?:增长|提高|下降|上升|增加|减少)(?:[;。、]|,[^了到至])").expect("fixed")
});
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:投入|投资|安排资金|筹资|总投资|建筑面积)(?:万元|亿元|万平方米)(?:[,;。、]|[^以之余左])|(?:安排|创建|新增|新建|建成|建设|完成|实施)[\p{Han}“”]{0,8}[\p{Han}“”](?:个|所)[,;。、]")
        .expect("fixed")
});

/// A message names at most so many places.
const SHOWN_MAX: usize = 8;

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    let mut words: Vec<&str> = Vec::new();
    let mut places: Vec<At> = Vec::new();
    for block in subject.texts() {
        let (text, cues) = (block.passage.text.as_str(), block.passage.cues);
        let mut found: Vec<(usize, usize)> = Vec::new();
        if cues.any("达到") {
            found.extend(REACHED.find_iter(text).map(|m| (m.start(), m.end())));
        }
        if text.contains(['比', '较']) {
            found.extend(CHANGED.find_iter(text).map(|m| (m.start(), m.end())));
        }
        if cues.any("元个所") || text.contains("平方米") {
            found.extend(
                COUNTED.find_iter(text).map(|m| (m.start(), m.end())).filter(|(start, end)| !names_kinds(&text[*start..*end])),
            );
        }
        found.sort_unstable();
        for (start, end) in found {
            let start = clause_around(text, start).0.min(start);
            let end = start + text[start..end].trim_end_matches([',', ';', '。', '、']).len();
            places.push(subject.place(block, start, end));
            if words.len() < SHOWN_MAX {
                words.push(&text[start..end]);
            }
        }
    }
    if places.is_empty() {
        return;
    }
    let message = format!("有{}处数字缺失（“{}”），不当作零，不参与统计。", places.len(), words.join("”“"));
    let mut finding = subject.finding("number_missing_in_source", Severity::Remark, places, message);
    finding.choices = choices(&[("enter_number", "填写数字和依据"), ("leave_open", "原文缺失，保持空白")]);
    out.push(finding);
}

/// 建设若干个, 完成各个, 建设多所: the number is there in a word.
fn names_kinds(words: &str) -> bool {
    let head = words.trim_end_matches([',', ';', '。', '、', '个', '所']);
    head.ends_with([
        '几', '各', '多', '每', '数', '这', '那', '哪', '两', '整', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十',
        '百', '逐', '厕', '场', '住', '研', '究', '诊',
    ])
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_indicators.rs"), |t| {
            let reading = read(&format!("某县工作总结\n\n一、情况\n\n{t}"), &Options::default());
            reading.findings.into_iter().filter(|f| f.code == "number_missing_in_source").map(|f| f.message).collect()
        });
    }
}

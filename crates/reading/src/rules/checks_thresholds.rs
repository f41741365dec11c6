//! Limits that a rule needs and the text does not state.
//!
//! # What it finds
//! A comparison with a set limit whose number is nowhere: 高于既定阈值.
//!
//! # Why
//! The rule behind it (an alarm, a refusal) cannot run before somebody enters the limit.
//!
//! # Read
//! `温度高于既定阈值，系统自动报警。` → `温度高于既定阈值`, `流量超过设定上限的，暂停进场。`
//!
//! # Not read
//! `温度高于8度，系统自动报警。`, `达到国家标准。`

use crate::findings::Subject;
use crate::pattern;
use crate::rules::checks_text::choices;
use crate::text::clause_around;
use crate::types::{Finding, Severity};
use regex::Regex;
use std::sync::LazyLock;

static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:高于|低于|超过|超出|达到|大于|小于|不足)(?:了)?(?:既定|设定|预设|预定|一定)的?(?:阈值|限值|上限|下限|数值|数量|温度|比例|幅度|标准)").expect("fixed")
});

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    for block in subject.texts().filter(|b| b.passage.cues.all("定")) {
        let text = block.passage.text.as_str();
        for m in LIMIT.find_iter(text) {
            let start = clause_around(text, m.start()).0;
            let message = format!("“{}”没有写明数值，相关规则待定。", &text[start..m.end()]);
            let at = vec![subject.place(block, start, m.end())];
            let mut finding = subject.finding("limit_not_stated", Severity::Remark, at, message);
            finding.choices = choices(&[("enter_number", "填写数值和单位"), ("leave_open", "暂不确定，规则不运行")]);
            out.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_thresholds.rs"), |t| {
            let reading = read(&format!("某县工作方案\n\n一、任务\n\n{t}"), &Options::default());
            reading.findings.into_iter().filter(|f| f.code == "limit_not_stated").map(|f| f.message).collect()
        });
    }
}

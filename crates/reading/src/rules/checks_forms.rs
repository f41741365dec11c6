//! Papers and counts that the text uses without saying where they come from.
//!
//! # What it finds
//! Questionnaires that are compiled though no sentence hands them out, and a number of events that no sentence, heading or term dates.
//!
//! # Why
//! The step before is missing; the compilation would show zeros that nobody reported, and nobody can be late for an event without a day.
//!
//! # Read
//! `活动结束后由健康教育科对问卷进行汇总。` → `问卷`, `由中心组织开展1次巡讲活动。` → `没有写时间`
//!
//! # Not read
//! `活动现场发放问卷，由健康教育科对问卷进行汇总。`, `2020年底前由中心组织开展1次巡讲活动。`, `每季度由中心组织开展1次巡讲活动。`

use crate::findings::Subject;
use crate::pattern;
use crate::rules::checks_text::choices;
use crate::types::{At, Finding, Genre, Limit, Severity, Target};
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

static COMPILED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:汇总|统计|分析|整理|回收)[^,。;]{0,12}问卷|问卷[^,。;]{0,12}(?:汇总|统计|分析|整理|回收)").expect("fixed")
});
static HANDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:发放|填写|分发|印制|组织|开展|进行|设计|派发|问卷)[^。;]{0,16}问卷|问卷(?:调查|测评|星)|问卷[^,。;]{0,8}(?:发放|填写|发到)").expect("fixed")
});

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    let mut compiled: Vec<At> = Vec::new();
    let mut handed = false;
    for block in subject.texts().filter(|b| b.passage.text.contains("问卷")) {
        let text = block.passage.text.as_str();
        handed |= HANDED.is_match(text);
        compiled.extend(COMPILED.find_iter(text).map(|m| subject.place(block, m.start(), m.end())));
    }
    if !compiled.is_empty() && !handed {
        let mut finding = subject.finding(
            "form_not_handed_out",
            Severity::Remark,
            compiled,
            "文中要汇总问卷，没有写由谁发放、何时填写。".to_owned(),
        );
        finding.choices = choices(&[("add_step", "补充发放环节"), ("leave_open", "暂不确定")]);
        out.push(finding);
    }
    // A period of the whole plan dates what stands in it.
    let has_period = subject.time_limits.iter().any(|t| matches!(t.limit, Limit::Between { .. }));
    if matches!(subject.document.genre, Genre::Plan) && !has_period {
        let dated: HashSet<Option<usize>> = subject.time_limits.iter().map(|t| t.heading).collect();
        let events = |t: &&Target| matches!(t.unit.as_str(), "次" | "场" | "期" | "场次") && !dated.contains(&t.heading);
        let undated: Vec<At> = subject.targets.iter().filter(events).map(|t| t.at).collect();
        if !undated.is_empty() {
            let message = format!("有{}个次数指标没有写时间，时限为待定。", undated.len());
            let mut finding = subject.finding("count_without_time", Severity::Remark, undated, message);
            finding.choices = choices(&[("enter_dates", "填写起止时间"), ("leave_open", "暂不确定")]);
            out.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_forms.rs"), |t| {
            let reading = read(&format!("某县工作方案\n\n一、要求\n\n{t}"), &Options::default());
            let own = ["form_not_handed_out", "count_without_time"];
            reading.findings.into_iter().filter(|f| own.contains(&f.code.as_str())).map(|f| f.message).collect()
        });
    }
}

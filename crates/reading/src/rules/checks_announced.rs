//! Things that the text counts and does not name one by one.
//!
//! # What it finds
//! So many tasks that are nowhere listed, more documents counted behind 等 than are named, and more places counted than are named.
//!
//! # Why
//! Each of the counted things can be owed by somebody; those without a name stand as empty rows until a person fills them.
//!
//! # Read
//! `细化为5个方面15项具体工作任务，明确责任科室。` → `15项`, `印发《甲办法》《乙办法》等4部文件。` → `只写出2`, `建设东湖、西山3个县级中心。` → `只写出2`
//!
//! # Not read
//! Counts that are met, and lists that the text leaves open: `印发《甲办法》《乙办法》等2部文件。`, `印发《甲办法》《乙办法》等17部文件。`, `建设东湖、西山2个县级中心。`,
//! `建设东湖、西山等3个县级中心。`, `完成15项工作任务。`

use crate::findings::{Subject, compared};
use crate::numeral;
use crate::pattern;
use crate::text::{floor_boundary, start_behind};
use crate::types::{At, Choice, Finding, Severity};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

static TASKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:分为|分解为|细化为|分解成|梳理出|确定了?|明确了?|共有|共)[^,。;]{0,12}?(?P<n>\d{1,3})(?P<w>(?:项|条)(?:具体|重点)?(?:工作)?(?:任务|措施|举措))").expect("fixed")
});
static TITLES: LazyLock<Regex> =
    LazyLock::new(|| pattern::new(r"》等(?P<n>\d{1,2}|[二两三四五六七八九十]{1,2})(?P<u>部|个|项|份|件|篇)").expect("fixed"));
static PLACES: LazyLock<Regex> =
    LazyLock::new(|| pattern::new(r"(?P<n>\d|[三四五六七八九])个(?:县级|市级|镇级|乡级|村级|区域)").expect("fixed"));

/// Titles of one list are looked for so far back, in bytes.
const LIST_BYTES_MAX: usize = 1200;
/// More titles left out than these were never meant to be listed.
const FORGOTTEN_MAX: usize = 2;
/// Fewer tasks than these are told in running text.
const TASKS_MIN: u32 = 6;

fn count(words: &str) -> Option<u32> {
    words
        .parse()
        .ok()
        .or_else(|| if words == "两" { Some(2) } else { numeral::chinese(words).and_then(|n| u32::try_from(n).ok()) })
}

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    // How many numbered headings each level has.
    let mut levels = vec![0usize; 1 + subject.outline.iter().map(|h| h.level).max().unwrap_or(0)];
    subject.outline.iter().filter(|h| h.ordinal.is_some()).for_each(|h| levels[h.level] += 1);
    for block in subject.texts().filter(|b| b.passage.cues.any("0一")) {
        let text = block.passage.text.as_str();
        tasks(subject, block, &levels, out);
        for f in TITLES.captures_iter(text) {
            let (Some(whole), Some(n)) = (f.get(0), count(&f["n"])) else { continue };
            let named = titles_before(text, whole.start() + '》'.len_utf8());
            // Two of seventeen are examples; three of four is one forgotten.
            if named.1 < n as usize && named.1 + FORGOTTEN_MAX >= n as usize {
                let at = subject.place(block, named.0, whole.end());
                out.push(fewer(subject, &format!("等{}{}", &f["n"], &f["u"]), n, named.1, at));
            }
        }
        for f in PLACES.captures_iter(text).filter(|_| text.contains('、')) {
            let (Some(whole), Some(n)) = (f.get(0), count(&f["n"])) else { continue };
            let start = start_behind(text, whole.start(), |c| !('\u{4e00}'..='\u{9fff}').contains(&c) && c != '、');
            let list = &text[start..whole.start()];
            // A name behind 和 and 及 counts too where it is the last.
            let joined = list.rsplit('、').next().map_or(0, |last| last.matches(['和', '及', '与']).count());
            let named = list.split('、').count() + joined;
            let short = list.split('、').skip(1).all(|name| (2..=6).contains(&name.chars().count()));
            if short && list.contains('、') && !list.ends_with('等') && named < n as usize {
                let at = subject.place(block, start, whole.end());
                out.push(fewer(subject, &format!("{}个", &f["n"]), n, named, at));
            }
        }
    }
}

/// 细化为15项具体工作任务, and no row of so many items anywhere in the document.
fn tasks(subject: &Subject, block: &crate::blocks::Block, levels: &[usize], out: &mut Vec<Finding>) {
    for f in TASKS.captures_iter(&block.passage.text) {
        let (Some(whole), Some(n)) = (f.get(0), count(&f["n"]).filter(|n| *n >= TASKS_MIN)) else { continue };
        // Rows of so many items of one level would be the tasks.
        if levels.iter().any(|count| *count >= n as usize) {
            continue;
        }
        let message = format!("“{}{}”没有逐项列出，可列为{n}行空任务，逐行填写。", &f["n"], &f["w"]);
        let mut finding = subject.finding(
            "tasks_not_listed",
            Severity::Remark,
            vec![subject.place(block, whole.start(), whole.end())],
            message,
        );
        finding.choices = vec![
            Choice { code: "lay_out_rows".to_owned(), label: format!("列出{n}行空任务"), value: Some(n.to_string()) },
            Choice { code: "text_missing".to_owned(), label: "缺了内容，需要补充原文".to_owned(), value: None },
        ];
        out.push(finding);
    }
}

/// Where a list of titles that ends at `end` begins, and how many there are: 《甲》、《乙》和《丙》.
fn titles_before(text: &str, end: usize) -> (usize, usize) {
    let from = start_behind(text, end, |c| matches!(c, '。' | ';')).max(floor_boundary(text, end.saturating_sub(LIST_BYTES_MAX)));
    let (mut start, mut named, mut at) = (end, 0, end);
    while text[from..at].ends_with('》') {
        let Some(open) = text[from..at].rfind('《').map(|i| from + i) else { break };
        (start, named) = (open, named + 1);
        at = from + text[from..open].trim_end_matches(['、', '和', '及', ',']).len();
        // Titles with nothing between them are one list too.
    }
    (start, named)
}

fn fewer(subject: &Subject, words: &str, announced: u32, named: usize, at: At) -> Finding {
    let message = format!("写明“{words}”，只写出{named}个名称，其余没有写出。");
    let mut finding = subject.finding("list_incomplete", Severity::Remark, vec![at], message);
    finding.compared = Some(compared("写出的个数".to_owned(), Decimal::from(named), Decimal::from(announced)));
    finding.choices = crate::rules::checks_text::choices(&[("enter_names", "补充其余名称"), ("leave_open", "暂缺，保留空行")]);
    finding
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_announced.rs"), |t| {
            let reading = read(&format!("某县工作方案\n\n一、要求\n\n{t}"), &Options::default());
            let own = ["tasks_not_listed", "list_incomplete"];
            reading.findings.into_iter().filter(|f| own.contains(&f.code.as_str())).map(|f| f.message).collect()
        });
    }
}

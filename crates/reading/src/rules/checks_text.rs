//! Checks on numbering, chapters, annexes and wording.
//!
//! # What it finds
//! A number left out or printed twice, an empty chapter, annexes that are only named, traces of the page inside the
//! text, likely typing errors, rates without a method, several receivers for reports, vague terms.
//!
//! # Why
//! Each of them changes what a plan asks for, and only a person can say what was meant.
//!
//! # Read
//! `一、目标⏎⏎做好甲事。⏎⏎三、任务⏎⏎做好乙事。` → `number_missing`; `一、目标⏎⏎做好甲事。⏎⏎一、任务⏎⏎做好乙事。` → `number_repeated`;
//! `一、目标⏎⏎做好甲事。⏎⏎二、时间安排` → `empty_heading`; annexes that are only named at the end of the file:
//! `一、要求⏎⏎各村填写登记表。⏎⏎附件：1、《某某表》` → `annex_missing`; `一、目标⏎⏎居民健康知识知晓率达到80%以上。` → `rate_without_method`;
//! `一、要求⏎⏎各村要及时上报有关情况。` → `vague_time`; `一、要求⏎⏎力争新增 家企业。` → `number_left_blank`;
//! `一、要求⏎⏎各村情况上报县卫生局，同时报县财政局。` → `several_receivers`; `一、要求⏎⏎做好工作布署。` → `typing_error`
//!
//! # Not read
//! Whether the content is wise; spelling outside a short list of known confusions: `一、目标⏎⏎做好甲事。⏎⏎二、任务⏎⏎做好乙事。`

use crate::blocks::BlockKind;
use crate::findings::Subject;
use crate::number::chinese_figure;
use crate::types::{Choice, Finding, Heading, HeadingPlace, NoiseReason, NumberForm, Op, Severity, Span};
use crate::words::Words;
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

fn headings<'a>(subject: &'a Subject) -> impl Iterator<Item = &'a Heading> {
    subject.outline.iter()
}

/// Numbers that a row of headings leaves out or repeats.
pub(crate) fn numbers(subject: &Subject, out: &mut Vec<Finding>) {
    let mut open: Vec<(&Heading, u32)> = Vec::new();
    let first_chapter = headings(subject).find(|h| h.form == NumberForm::Chinese).map(|h| h.at);
    for h in headings(subject) {
        let Some(ordinal) = h.ordinal else {
            // Numbers begin anew under a heading without one.
            open.retain(|(o, _)| o.level < h.level);
            continue;
        };
        while open.last().is_some_and(|(o, _)| o.level > h.level) {
            open.pop();
        }
        match open.last_mut().filter(|(o, _)| o.level == h.level && o.form == h.form) {
            Some((before, last)) => {
                if ordinal > *last + 1 && ordinal - *last <= 5 {
                    let missing: Vec<String> = (*last + 1..ordinal).map(|n| show(h.form, n)).collect();
                    let message =
                        format!("“{}”之后是“{}”，缺少“{}”。", show(h.form, *last), show(h.form, ordinal), missing.join("、"));
                    let mut finding = subject.finding("number_missing", Severity::ToBeSettled, vec![before.at, h.at], message);
                    finding.choices =
                        choices(&[("only_numbering", "只是编号有误，内容齐全"), ("text_missing", "缺了内容，需要补充原文")]);
                    out.push(finding);
                } else if ordinal == 1 && *last >= 2 {
                    // （五） and then （一） again, with nothing above it.
                    let message = format!("“{}”之后又从“{}”开始，中间可能缺了上一级标题。", show(h.form, *last), show(h.form, 1));
                    out.push(subject.finding("number_restarts", Severity::Remark, vec![before.at, h.at], message));
                } else if ordinal == *last {
                    let message = format!("“{}”出现了两次。", show(h.form, ordinal));
                    out.push(subject.finding("number_repeated", Severity::Remark, vec![before.at, h.at], message));
                }
                (*before, *last) = (h, ordinal);
            }
            None => {
                // (一)…(七) and then 二、: the chapter 一 above them is not there.
                if h.level == 1 && first_chapter == Some(h.at) && (2..=9).contains(&ordinal) && h.form == NumberForm::Chinese {
                    let message = format!("第一个标题是“{}”，前面的部分可能缺失。", show(h.form, ordinal));
                    out.push(subject.finding("number_starts_late", Severity::Remark, vec![h.at], message));
                }
                open.push((h, ordinal));
            }
        }
    }
}

fn show(form: NumberForm, n: u32) -> String {
    match form {
        NumberForm::Chinese => chinese_figure(n),
        NumberForm::ChineseInBrackets => format!("（{}）", chinese_figure(n)),
        NumberForm::ArabicInBrackets => format!("（{n}）"),
        NumberForm::Chapter => format!("第{}章", chinese_figure(n)),
        NumberForm::Section => format!("第{}节", chinese_figure(n)),
        NumberForm::Article => format!("第{}条", chinese_figure(n)),
        _ => n.to_string(),
    }
}

pub(crate) fn choices(list: &[(&str, &str)]) -> Vec<Choice> {
    list.iter().map(|(code, label)| Choice { code: (*code).to_owned(), label: (*label).to_owned(), value: None }).collect()
}

pub(crate) fn empty_headings(subject: &Subject, out: &mut Vec<Finding>) {
    static TIME: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"时间|步骤|进度|阶段").expect("fixed"));
    for h in headings(subject).filter(|h| h.empty && !h.title.is_empty()) {
        let message = format!("“{}{}”下面没有内容。", numbered(h), h.title);
        let chapter = h.level == 1 || TIME.is_match(&h.title);
        let severity = if chapter { Severity::ToBeSettled } else { Severity::Remark };
        let mut finding = subject.finding("empty_heading", severity, vec![h.at], message);
        if TIME.is_match(&h.title) {
            finding.choices = choices(&[("enter_dates", "填写起止时间"), ("leave_open", "暂不确定，相关事项保持待定")]);
        }
        out.push(finding);
    }
    for h in headings(subject).filter(|h| h.place == HeadingPlace::Buried) {
        let message = format!("标题“{}{}”接在上一段后面，已按标题读取。", numbered(h), h.title);
        out.push(subject.finding("buried_heading", Severity::Remark, vec![h.at], message));
    }
}

fn numbered(h: &Heading) -> String {
    match h.form {
        NumberForm::Chinese => format!("{}、", h.number),
        NumberForm::ChineseInBrackets => format!("（{}）", h.number),
        NumberForm::Arabic => format!("{}.", h.number),
        NumberForm::ArabicInBrackets => format!("（{}）", h.number),
        _ => h.number.clone(),
    }
}

/// Annexes that the text names but does not hold.
pub(crate) fn annexes(subject: &Subject, out: &mut Vec<Finding>) {
    static REFERENCE: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"附件(?P<n>\d{1,2})?").expect("fixed"));
    static NAME: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"《[^《》]{2,40}》").expect("fixed"));
    let listed: Vec<_> = subject.blocks.iter().filter(|b| b.kind == BlockKind::Annex).collect();
    let last_annex = subject.blocks.iter().rposition(|b| b.kind == BlockKind::Annex);
    let has_content = last_annex.is_some_and(|at| subject.blocks[at + 1..].len() >= 2);
    let names: Vec<String> = listed.iter().filter_map(|b| NAME.find(&b.passage.text).map(|m| m.as_str().to_owned())).collect();
    if !listed.is_empty() && !has_content {
        let at = listed.iter().map(|b| subject.source.at(b.passage.whole_span())).collect();
        let shown = if names.is_empty() { format!("{}个附件", listed.len()) } else { format!("附件{}", names.join("、")) };
        let mut finding = subject.finding("annex_missing", Severity::ToBeSettled, at, format!("{shown}只有名称，没有正文。"));
        finding.choices =
            choices(&[("upload", "补充附件"), ("define_here", "在系统里另行定义表格"), ("leave_open", "暂缺，相关内容保持待定")]);
        out.push(finding);
    } else if listed.is_empty() {
        let references: Vec<_> = subject
            .texts()
            .filter(|b| b.passage.cues.all("附件"))
            .flat_map(|b| REFERENCE.find_iter(&b.passage.text).map(|m| subject.source.at(b.passage.raw_span(m.start(), m.end()))))
            .collect();
        if !references.is_empty() {
            out.push(subject.finding(
                "annex_missing",
                Severity::ToBeSettled,
                references,
                "正文提到附件，文件里没有附件。".to_owned(),
            ));
        }
    }
}

/// Page marks inside the text, broken sentences, a signature behind the last sentence.
pub(crate) fn page_marks(subject: &Subject, out: &mut Vec<Finding>) {
    for noise in subject.noise.iter().filter(|n| n.reason == NoiseReason::Tag) {
        // Headings stand in the order of the text.
        let at = subject.outline.partition_point(|h| h.at.line < noise.at.line);
        let heading = subject.outline.get(at).filter(|h| h.at.line == noise.at.line);
        let place = heading.map_or_else(|| "正文".to_owned(), |h| format!("标题“{}”", h.title));
        let message = format!("{place}里夹有网页标签“{}”，未作为正文读取。", subject.source.slice(noise.at.span));
        out.push(subject.finding("page_mark_inside", Severity::Remark, vec![noise.at], message));
    }
    for joined in subject.joined {
        let lines: Vec<String> = joined.lines.iter().map(|l| format!("第{l}行")).collect();
        let what = if joined.is_title { "标题" } else { "一句话" };
        out.push(subject.finding(
            "broken_line",
            Severity::Remark,
            vec![joined.at],
            format!("{what}被断成几行（{}），已连起来读。", lines.join("、")),
        ));
    }
    if let Some(at) = subject
        .document
        .title_at
        .filter(|at| at.span.end + 3 < subject.source.line_span(at.line).end && subject.document.title_lines.len() == 1)
    {
        out.push(subject.finding("title_run_in", Severity::Remark, vec![at], "标题和第一段连在一行，已分开。".to_owned()));
    }
    if let (Some(at), Some(name)) = (subject.document.signature_at, &subject.document.signature)
        && subject.source.line_span(at.line).start + 3 < at.span.start
    {
        out.push(subject.finding(
            "signature_run_in",
            Severity::Remark,
            vec![at],
            format!("落款“{name}”接在最后一段后面，已分开。"),
        ));
    }
}

/// 力争新增 家: a blank where the number should stand.
pub(crate) fn left_blank(subject: &Subject, out: &mut Vec<Finding>) {
    static VERB: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(r"(?:培育|新增|达到|完成|建设|引进|建成|开展|举办|组织|不少于|不低于|不超过)[\p{Han}()]{0,10}$")
            .expect("fixed")
    });
    static UNIT: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(r"^(?:家|个|名|人|户|万?亿?元|项|次|%|亩|吨|套|台|公里)(?:[^\p{Han}]|[\p{Han}]{2,})").expect("fixed")
    });
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        for gap in &block.passage.gaps {
            let head = crate::text::before(text, *gap, 16);
            if VERB.is_match(head) && UNIT.is_match(&text[*gap..]) && !starts_a_word(&text[*gap..]) {
                let end = *gap + text[*gap..].chars().next().map_or(0, char::len_utf8);
                let at = subject.source.at(block.passage.raw_span(*gap - last_len(head), end));
                let words = format!("{}　{}", crate::text::before(text, *gap, 6), crate::text::after(text, *gap, 4));
                let mut finding = subject.finding(
                    "number_left_blank",
                    Severity::ToBeSettled,
                    vec![at],
                    format!("“{words}”处没有写数字，需要填写。"),
                );
                finding.choices = choices(&[("enter_number", "填写数字"), ("leave_open", "暂不确定，该指标保持待定")]);
                out.push(finding);
            }
        }
    }
}

/// 人民, 个体, 家庭, 项目 begin with a measure word but are none.
fn starts_a_word(text: &str) -> bool {
    [
        "人民", "人员", "人才", "人大", "人工", "人居", "人均", "人力", "个体", "个人", "个别", "家庭", "家长", "家禽", "家畜",
        "项目", "名单", "名额", "户外", "户籍", "元旦", "次日", "台账", "套餐", "人社", "户厕",
    ]
    .iter()
    .any(|w| text.starts_with(w))
}

fn last_len(head: &str) -> usize {
    head.chars().next_back().map_or(0, char::len_utf8)
}

/// Frequent confusions of characters: wrong form and what is usually meant. The text is never changed.
const CONFUSED: [(&str, &str); 13] = [
    ("慨念", "概念"),
    ("心里卫生", "心理卫生"),
    ("心里健康", "心理健康"),
    ("心里疏导", "心理疏导"),
    ("布署", "部署"),
    ("按装", "安装"),
    ("座谈回", "座谈会"),
    ("既使", "即使"),
    ("通迅", "通讯"),
    ("帐户", "账户"),
    ("松驰", "松弛"),
    ("竟赛", "竞赛"),
    ("副主长", "副组长"),
];

pub(crate) fn typing_errors(subject: &Subject, out: &mut Vec<Finding>) {
    // 对活动行汇总: the 进 of 进行 was lost behind 对.
    static LOST: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(r"对[\p{Han}]{1,8}?[^进实执可施发推运银举横]行(?P<w>汇总|总结|检查|评估|分析|考核)").expect("fixed")
    });
    static WRONG: LazyLock<Words> = LazyLock::new(|| Words::new(CONFUSED.map(|(wrong, _)| wrong).join("|").leak()));
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        for (at, word) in WRONG.find_iter(text) {
            let Some((wrong, meant)) = CONFUSED.iter().find(|(wrong, _)| *wrong == word) else { continue };
            out.push(typing_error(subject, block.passage.raw_span(at, at + word.len()), wrong, meant));
        }
        set_up_without_word(subject, block, out);
        for found in block.passage.cues.all("对行").then(|| LOST.captures_iter(text)).into_iter().flatten() {
            let Some(word) = found.name("w") else { continue };
            let start = word.start() - "行".len();
            let span = block.passage.raw_span(found.get(0).map_or(start, |m| m.start()), word.end());
            out.push(typing_error(subject, span, &format!("行{}", word.as_str()), &format!("进行{}", word.as_str())));
        }
    }
}

/// 特成某某工作小组: the 立 of 成立 was lost.
fn set_up_without_word(subject: &Subject, block: &crate::blocks::Block, out: &mut Vec<Finding>) {
    static SET_UP: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(
            r"(?:^|[,。;])(?:特|现|决定|拟)(?P<w>成)[^立为员功就熟长都了,。;][^,。;]{2,40}?(?:小组|指挥部|专班|委员会)",
        )
        .expect("fixed")
    });
    if !block.passage.cues.any("成") {
        return;
    }
    for word in SET_UP.captures_iter(&block.passage.text).filter_map(|f| f.name("w")) {
        out.push(typing_error(subject, block.passage.raw_span(word.start(), word.end()), "成", "成立"));
    }
}

pub(crate) fn typing_error(subject: &Subject, span: Span, wrong: &str, meant: &str) -> Finding {
    subject.finding(
        "typing_error",
        Severity::Remark,
        vec![subject.source.at(span)],
        format!("“{wrong}”可能是“{meant}”，原文保留不改。"),
    )
}

/// Rates of knowledge, behaviour and satisfaction need a survey; the text may not say how it is made.
pub(crate) fn rates(subject: &Subject, out: &mut Vec<Finding>) {
    static SURVEY: LazyLock<Regex> =
        LazyLock::new(|| crate::pattern::new(r"抽样|问卷|抽查|测评|调查方法|监测方法|样本|统计口径|计算方法").expect("fixed"));
    static RATE: LazyLock<Regex> =
        LazyLock::new(|| crate::pattern::new(r"知晓率|形成率|掌握率|满意度|满意率|普及率|持有率|具备").expect("fixed"));
    let rates: Vec<_> = subject
        .targets
        .iter()
        .filter(|t| t.unit == "%" && matches!(t.op, Op::AtLeast | Op::Equal))
        .filter(|t| RATE.is_match(&t.what) || RATE.is_match(subject.source.slice(t.sentence)))
        .map(|t| t.at)
        .collect();
    if !rates.is_empty() && !subject.texts().any(|b| SURVEY.is_match(&b.passage.text)) {
        let message = format!("{}个比率指标没有写明抽样、调查方法和评价时间。", rates.len());
        out.push(subject.finding("rate_without_method", Severity::Remark, rates, message));
    }
}

/// Reports that go to more than one office.
pub(crate) fn receivers(subject: &Subject, out: &mut Vec<Finding>) {
    static TO: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(r"(?:上报|报送(?:至|到)?|报)(?P<n>[\p{Han}]{1,12}?(?:办公室|爱卫办|[^主公]办|局相关部门|局|委|厅|部门|中心|科))(?:[,。;、(]|$)").expect("fixed")
    });
    let mut seen: Vec<(String, crate::types::At)> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    for block in subject.texts() {
        if !block.passage.cues.any("报") {
            continue;
        }
        for name in TO.captures_iter(&block.passage.text).filter_map(|f| f.name("n")) {
            if known.insert(name.as_str()) {
                seen.push((name.as_str().to_owned(), subject.source.at(block.passage.raw_span(name.start(), name.end()))));
            }
        }
    }
    if seen.len() >= 2 {
        let names: Vec<&str> = seen.iter().map(|(n, _)| n.as_str()).collect();
        let message = format!("报送对象有{}个：{}。", names.len(), names.join("、"));
        out.push(subject.finding("several_receivers", Severity::Remark, seen.iter().map(|(_, at)| *at).collect(), message));
    }
}

/// 及时, 适时, 定期: duties whose time nobody can check before a person sets it.
pub(crate) fn vague_terms(subject: &Subject, out: &mut Vec<Finding>) {
    static VAGUE: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(
            r"适时|及时(?:上报|报送|填报|填写|报告|反馈|通报|公布)|定期(?:报送|上报|组织|开展|通报|召开)|尽快|规定时[限间]内",
        )
        .expect("fixed")
    });
    let places: Vec<_> = subject
        .texts()
        .filter(|b| b.heading.is_some())
        .filter(|b| b.passage.cues.any("时期快"))
        .flat_map(|b| {
            VAGUE
                .find_iter(&b.passage.text)
                .map(|m| (m.as_str().to_owned(), subject.source.at(b.passage.raw_span(m.start(), m.end()))))
        })
        .collect();
    if !places.is_empty() {
        let mut words: Vec<&str> = places.iter().map(|(w, _)| w.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        let message = format!("“{}”没有具体时间，相关事项的时限为待定。", words.join("”“"));
        out.push(subject.finding("vague_time", Severity::Remark, places.iter().map(|(_, at)| *at).collect(), message));
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn codes(text: &str) -> Vec<String> {
        read(&format!("某县工作方案\n\n{text}"), &Options::default()).findings.into_iter().map(|f| f.code).collect()
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_text.rs"), codes);
    }
}

//! Characters that this copy of the text hides, has lost, or has damaged.
//!
//! # What it finds
//! Masks (`***`, `20D`, `D建`, `XX镇`, `__市`), hidden years and numbers, a year that was cut out, empty brackets, damaged
//! characters, a number whose unit of measure is lost.
//!
//! # Why
//! What is hidden or lost was known to the author: it is not zero and not empty. It is shown as it stands and never filled in.
//!
//! # Read
//! `以***思想为指导。`, `学习党的20D精神。`, `加强D建工作。`, `XX镇要落实。`, `__市要落实。`, `20__年5月1日前完成。` → `year_masked`,
//! `培训1*场次。` → `masked_number`, `年我局承担了任务。` → `year_cut_out`, `落实《纲要()》的要求。` → `empty_bracket`, `安装监控?像头24个。` → `text_damaged`;
//! a letter for a figure: `按3月3l日会议要求办理。`; `药品让利26,使群众受益。` → `unit_of_measure_lost`
//!
//! # Not read
//! `推广3D打印。`, `近年来成效明显。`, `是否完成?请核实。`, `收入增长15%。`

use crate::findings::Subject;
use crate::pattern;
use crate::rules::checks_text::choices;
use crate::text::{after, before, start_behind};
use crate::types::{At, Choice, Finding, Severity};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static MASK: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"\*+|_{2,}|[×○]{2,}|[Xx]{2,}|(?:1[6-9]|20)D|D(?:[建员委性内组风校群政课史章纪]|总支|支部)").expect("fixed")
});
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:(?:20|19)(?:\*+|_+|[Xx×○]+)|(?:^|[^\p{Han}\d*×○Xx_])(?:×{2,4}|\*{2,4}|○{2,4}|_{2,4}|[Xx]{2,4})|[在于至到成]×{2,4})年度?").expect("fixed")
});
static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"^(?:20|19)?[*×○Xx_]{1,4}年[\p{Han}、]{0,8}(?:回顾|总结|情况|思路|安排|计划|打算|任务|重点|目标)$")
        .expect("fixed")
});
/// “十一五”规划的起始年: what the year is called tells which one it is.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"是[^,。;]{0,4}?“?(?P<n>十[一二三四五六]?)五”?(?:规划|计划)?[\p{Han}]{0,4}?的?(?P<w>起始|开局|第一|收官|最后)(?:之|的一)?年").expect("fixed")
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?P<n>\d+\*+\d*|\*+\d+)(?P<u>人次|场次|人|次|场|个|户|家|所|万元|元|亩|%|名|项|件|份|篇|台|辆)")
        .expect("fixed")
});
static PART: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?P<n>\d+)(?P<u>人次|场次|人|次|场|个|户|家|所|万元|元|亩|名|项|件|份|篇|台|辆)").expect("fixed")
});
static YEAR_CUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:^|[,。;:、(]|[继自至从])(?P<y>年)(?:以来|来|我[局县市区省镇乡院]|全[县市省区乡镇州])").expect("fixed")
});
static DAMAGED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"[?\u{fffd}\u{e000}-\u{f8ff}]+|[\u{e0}-\u{24f}]|\d[lI][日月年号时]|[\p{Han})]o[\p{Han}]").expect("fixed")
});
static ASKS: LazyLock<Regex> =
    LazyLock::new(|| pattern::new(r"[吗呢么吧何谁哪几]|怎|多少|是否|为什|能不能|有没有|[不没]有?$").expect("fixed"));
static EMPTY: LazyLock<Regex> = LazyLock::new(|| pattern::new(r"\(\)|《》|“”|【】|〖〗|〔〕").expect("fixed"));
static NO_UNIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(
        r"(?:让利|增长|下降|提高|减少|增加|上升|降低|投入|压减|节约|覆盖|率达到?)(?P<n>\d+(?:\.\d+)?万?)(?P<t>[,。;、]|以及)",
    )
    .expect("fixed")
});

/// A message shows at most so many masked words.
const WORDS_SHOWN_MAX: usize = 8;

/// `***`, `20D`, `XX镇`: one remark with all places.
pub(crate) fn masks(subject: &Subject, out: &mut Vec<Finding>) {
    let mut places: Vec<At> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        if !block.passage.cues.any("*_×○XxD") {
            continue;
        }
        for m in MASK.find_iter(text) {
            let inside_word = text[..m.start()].ends_with(|c: char| c.is_ascii_alphabetic())
                || text[m.end()..].starts_with(|c: char| c.is_ascii_alphabetic());
            if inside_word {
                continue;
            }
            places.push(subject.source.at(block.passage.raw_span(m.start(), m.end())));
            // No more are shown.
            if words.len() < WORDS_SHOWN_MAX && !words.iter().any(|w| w == m.as_str()) {
                words.push(m.as_str().to_owned());
            }
        }
    }
    if !places.is_empty() {
        let message = format!("文中有{}处字词被遮盖（“{}”），原文保留，不补写。", places.len(), words.join("”“"));
        out.push(subject.finding("masked_text", Severity::Remark, places, message));
    }
}

/// 20__年: a person enters the year; 1*场次: a hidden number, with the bounds that its figures leave.
pub(crate) fn hidden_numbers(subject: &Subject, out: &mut Vec<Finding>) {
    let mut years = MaskedYears::default();
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        if !block.passage.cues.any("*_×○Xx") {
            continue;
        }
        years.add(subject, block);
        for found in NUMBER.captures_iter(text) {
            let (Some(n), Some(u)) = (found.name("n"), found.name("u")) else { continue };
            let at = subject.source.at(block.passage.raw_span(n.start(), u.end()));
            let message = hidden_message(text, n.as_str(), u.as_str(), u.end());
            let mut finding = subject.finding("masked_number", Severity::ToBeSettled, vec![at], message);
            finding.choices = choices(&[("enter_number", "填写数字"), ("leave_open", "暂不确定，不参与合计和比例")]);
            out.push(finding);
        }
    }
    years.tell(subject, out);
}

/// Masked years, apart by their words and by the part of the text they stand in: a review and a plan have two years.
#[derive(Default)]
struct MaskedYears<'a> {
    groups: BTreeMap<(usize, &'a str), Vec<At>>,
    /// Lines that head a part and name a masked year themselves (20__年工作安排).
    parts: Vec<&'a str>,
    /// Years that the text calls by their place in a five-year plan: the part, the words and the year.
    called: Vec<(usize, &'a str, i32)>,
}

impl<'a> MaskedYears<'a> {
    fn add(&mut self, subject: &Subject, block: &'a crate::blocks::Block) {
        let text = block.passage.text.as_str();
        let mut part: Option<usize> = None;
        if HEADED.is_match(text) {
            self.parts.push(text);
        }
        for m in YEAR.find_iter(text) {
            let words = m.as_str().trim_start_matches(|c: char| !matches!(c, '0'..='9' | '*' | '×' | '○' | '_' | 'X' | 'x'));
            // 1999年×年级, ××年级: a class, no year.
            if text[m.end()..].starts_with('级') {
                continue;
            }
            let part = *part.get_or_insert(self.parts.len());
            let place = subject.place(block, m.end() - words.len(), m.end());
            self.groups.entry((part, words)).or_default().push(place);
        }
        if let Some(part) = part
            && let Some(f) = CALLED.captures(text)
            && let Some((first, last)) = crate::calendar::five_year_plan(&f["n"])
        {
            let year = if matches!(&f["w"], "收官" | "最后") { last } else { first };
            self.called.extend(f.get(0).map(|m| (part, m.as_str().trim_start_matches('是'), year)));
        }
    }

    fn tell(self, subject: &Subject, out: &mut Vec<Finding>) {
        let several = self.groups.len() > 1;
        for ((part, words), places) in self.groups {
            let mut message = format!("有{}处年份被遮盖，需要由人填写，不从别处推断。", places.len());
            if several {
                let title = part.checked_sub(1).and_then(|i| self.parts.get(i)).copied().unwrap_or("开头");
                message = format!("“{title}”部分有{}处年份被遮盖（“{words}”），单独填写，不从别处推断。", places.len());
            }
            let mut finding = subject.finding("year_masked", Severity::ToBeSettled, places, message);
            finding.choices = choices(&[("enter_year", "填写年份")]);
            for (_, called, year) in self.called.iter().filter(|c| c.0 == part) {
                // Evidence, no value: the same words can mask another year too.
                let label = format!("填写年份：文中称“{called}”，即{year}年，由人确认是哪一处");
                finding.choices.push(Choice { code: "enter_year_by_evidence".to_owned(), label, value: None });
            }
            out.push(finding);
        }
    }
}

/// Each `*` may hide one figure: then 1* lies between 10 and 19; a part (其中) above that is told.
fn hidden_message(text: &str, number: &str, unit: &str, behind: usize) -> String {
    let bound = |figure: char| number.replace('*', &figure.to_string()).parse::<u64>().ok();
    let (Some(low), Some(high)) = (bound('0'), bound('9')) else {
        return format!("“{number}{unit}”的数字被遮盖，不能参与计算。");
    };
    let mut message = format!("“{number}{unit}”的数字被遮盖；若一个“*”代表一位数，应在{low}至{high}之间");
    let rest = &text[behind..crate::text::end_before(text, behind, crate::text::is_sentence_end)];
    if let Some(inner) = rest.find("其中") {
        let part = PART
            .captures_iter(&rest[inner..])
            .filter(|f| &f["u"] == unit)
            .find_map(|f| f["n"].parse::<u64>().ok().filter(|n| *n > high));
        if let Some(part) = part {
            message.push_str(&format!("，小于其中的{part}{unit}"));
        }
    }
    message.push('。');
    message
}

/// 年我局…, 《纲要()》, 监控?像头, 让利26.
pub(crate) fn lost(subject: &Subject, out: &mut Vec<Finding>) {
    let (mut cut, mut empty, mut damaged) = (Vec::new(), Vec::new(), Vec::new());
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        let place = |start: usize, end: usize| subject.source.at(block.passage.raw_span(start, end));
        let cues = block.passage.cues;
        let cut_off = cues.all("年").then(|| YEAR_CUT.captures_iter(text)).into_iter().flatten();
        cut.extend(cut_off.filter_map(|f| f.name("y")).map(|m| place(m.start(), m.end())));
        if cues.any("(《“【〔〖") {
            empty.extend(EMPTY.find_iter(text).map(|m| place(m.start(), m.end())));
        }
        if text.contains(may_be_damaged) {
            let found = DAMAGED.find_iter(text).filter(|m| is_damage(text, m.start(), m.as_str()));
            damaged.extend(found.map(|m| place(m.start(), m.end())));
        }
        for found in cues.all("0").then(|| NO_UNIT.captures_iter(text)).into_iter().flatten() {
            let (Some(n), Some(t)) = (found.name("n"), found.name("t")) else { continue };
            // 1,200: the comma stands inside a number; 增长5、6个: the unit stands behind the next number.
            if matches!(t.as_str(), "," | "。") && text[t.end()..].starts_with(|c: char| c.is_ascii_digit())
                || t.as_str() == "、" && !n.as_str().ends_with('万')
            {
                continue;
            }
            let words = &text[found.get(0).map_or(n.start(), |m| m.start())..n.end()];
            let message = format!("“{words}”没有计量单位，不进入统计，需要由人确定。");
            let mut finding =
                subject.finding("unit_of_measure_lost", Severity::ToBeSettled, vec![place(n.start(), n.end())], message);
            finding.choices = choices(&[("enter_unit", "填写单位"), ("leave_open", "暂不确定")]);
            out.push(finding);
        }
    }
    for (code, places, words) in [
        ("year_cut_out", cut, "处年份缺失，只剩“年”字，不推断"),
        ("empty_bracket", empty, "处括号或书名号里是空的，内容可能丢失"),
        ("text_damaged", damaged, "处文字损坏，保留原样，不补写"),
    ] {
        if !places.is_empty() {
            let message = format!("有{}{words}。", places.len());
            out.push(subject.finding(code, Severity::Remark, places, message));
        }
    }
}

/// The characters without which nothing is damaged.
fn may_be_damaged(c: char) -> bool {
    matches!(c, '?' | 'l' | 'I' | 'o' | '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{e0}'..='\u{24f}')
}

/// A question mark is one where the sentence asks.
fn is_damage(text: &str, at: usize, found: &str) -> bool {
    if !found.chars().all(|c| c == '?') || found.len() > 1 {
        return found.chars().count() > 1 || !text[..at].ends_with(|c: char| c.is_ascii_alphabetic());
    }
    let sentence = &text[start_behind(text, at, |c| matches!(c, '。' | '!' | '?' | ';'))..at];
    let han = |t: &str| t.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    !ASKS.is_match(sentence)
        && han(before(text, at, 1)) | before(text, at, 1).contains(['。', '“', '”', ','])
        && !after(text, at + 1, 1).is_empty()
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn found(text: &str) -> Vec<(String, String)> {
        let reading = read(&format!("某县工作方案\n\n一、目标\n\n{text}"), &Options::default());
        let own = |c: &str| {
            [
                "masked_text",
                "masked_number",
                "year_masked",
                "year_cut_out",
                "empty_bracket",
                "text_damaged",
                "unit_of_measure_lost",
            ]
            .contains(&c)
        };
        reading.findings.into_iter().filter(|f| own(&f.code)).map(|f| (f.code, f.message)).collect()
    }

    fn codes(text: &str) -> Vec<String> {
        found(text).into_iter().map(|f| f.0).collect()
    }

    #[test]
    fn hidden() {
        assert_eq!(codes("以***思想为指导，学习党的20D精神。"), ["masked_text"]);
        assert_eq!(codes("20__年5月1日前完成。"), ["year_masked", "masked_text"]);
        let number = found("培训1*场次，其中三天以上45场次。");
        assert_eq!(number[0].0, "masked_number");
        assert!(number[0].1.contains("10至19") && number[0].1.contains("小于其中的45场次"), "{}", number[0].1);
    }

    #[test]
    fn lost() {
        assert_eq!(codes("年我局承担了任务。"), ["year_cut_out"]);
        assert_eq!(codes("落实《纲要（）》的要求。"), ["empty_bracket"]);
        assert_eq!(codes("安装监控?像头24个。"), ["text_damaged"]);
        assert_eq!(codes("按3月3l日会议要求。"), ["text_damaged"]);
        assert_eq!(codes("药品让利26，使群众受益。"), ["unit_of_measure_lost"]);
    }

    #[test]
    fn nothing_lost() {
        for text in ["推广3D打印。", "近年来成效明显。", "是否完成?请核实。", "收入增长15%。", "参会1,200人。"]
        {
            assert!(codes(text).is_empty(), "{text} {:?}", found(text));
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_masks.rs"), codes);
    }
}

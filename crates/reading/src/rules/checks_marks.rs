//! Marks and words that a copy broke.
//!
//! # What it finds
//! Quotation marks and brackets that do not pair, doubled marks, a 、 in front of 要 or 应, words set twice.
//!
//! # Why
//! Each of them can hide a lost word; names with a doubled word are not the name of another unit.
//!
//! # Read
//! `落实“九个一“要求，做好工作。`, `按照某发〔2022)2号文件精神，做好工作。`, `各责任单位、要倒排工期。`, `规范行政行政执法行为。`,
//! `县人民人民政府负责。`, `巡讲主题要要按照要求设计。`; a decimal point written as a full stop: `分娩率达67。96%。` → `decimal_mark`;
//! `查处案件1556余件。` → `exact_and_more`, `我所在大道抓获一人。` → `name_cut_out`
//!
//! # Not read
//! `落实“一岗双责”要求。`, `包括1)学习 2)整改。`, `一项一项落实。`, `认真研究研究。`, `目的的确明确。`, `办实实在在的事。`; `查处案件1500余件。`, `走在大道上。`

use crate::findings::Subject;
use crate::pattern;
use crate::types::{At, Finding, Severity};
use crate::words::Words;
use regex::Regex;
use std::sync::LazyLock;

/// 1,556余: an exact number with 余 behind it.
static EXACT_AND_MORE: LazyLock<Regex> = LazyLock::new(|| pattern::new(r"\d{2}[1-9]余").expect("fixed"));
/// 在大道抓获: the name in front of the road was cut out.
static NAMELESS: LazyLock<Regex> = LazyLock::new(|| pattern::new(r"[在于沿](?:大道|大街|路段|街道)").expect("fixed"));

/// Who acts stands before the road, and what is done behind it.
fn is_nameless(text: &str, start: usize, end: usize) -> bool {
    let (before, behind) = (text[..start].chars().next_back(), text[end..].chars().next());
    let opens = before.is_none_or(|c| !('\u{4e00}'..='\u{9fff}').contains(&c) || "我所份子队员人们".contains(c));
    opens && behind.is_none_or(|c| !"上前两路办的社口工、和与".contains(c))
}

/// Numbers that say exactly how much and then more, and roads without their name.
pub(crate) fn exact_and_nameless(subject: &Subject, out: &mut Vec<Finding>) {
    let (mut exact, mut nameless): (Vec<At>, Vec<At>) = (Vec::new(), Vec::new());
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        if block.passage.cues.all("0") && text.contains('余') {
            exact.extend(EXACT_AND_MORE.find_iter(text).map(|m| subject.place(block, m.start(), m.end())));
        }
        let roads = NAMELESS.find_iter(text).filter(|m| is_nameless(text, m.start(), m.end()));
        nameless.extend(roads.map(|m| subject.place(block, m.start(), m.end())));
    }
    if !exact.is_empty() {
        let message = format!("有{}个精确到个位的数后面又写“余”，是准数还是约数需要由人确定。", exact.len());
        out.push(subject.finding("exact_and_more", Severity::Remark, exact, message));
    }
    if !nameless.is_empty() {
        let message = format!("有{}处道路、街道前的名称缺失，保留空缺，不补写。", nameless.len());
        out.push(subject.finding("name_cut_out", Severity::Remark, nameless, message));
    }
}

static STRAY: LazyLock<Regex> =
    LazyLock::new(|| pattern::new(r"、(?:要|应当|必须|务必|不得)|[,、;:][,。、;:]|。[,。、;:]|\d。\d").expect("fixed"));

/// 达67。96%: read as 67.96; the text stays.
pub(crate) fn decimals(subject: &Subject, out: &mut Vec<Finding>) {
    let places: Vec<At> = subject
        .texts()
        .flat_map(|b| b.passage.decimals.iter().map(|at| subject.source.at(b.passage.raw_span(*at, at + 1))))
        .collect();
    if !places.is_empty() {
        let message = format!("有{}个数的小数点写成了句号，已按小数读取，原文保留不改。", places.len());
        out.push(subject.finding("decimal_mark", Severity::Remark, places, message));
    }
}

pub(crate) fn marks(subject: &Subject, out: &mut Vec<Finding>) {
    let (mut unpaired, mut stray): (Vec<At>, Vec<At>) = (Vec::new(), Vec::new());
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        let place = |start: usize, end: usize| subject.source.at(block.passage.raw_span(start, end));
        unpaired.extend(unpaired_at(text).into_iter().map(|at| place(at, at + char_len(text, at))));
        stray.extend(STRAY.find_iter(text).map(|m| place(m.start(), m.end())));
    }
    if !unpaired.is_empty() {
        let message = format!("有{}处引号或括号没有成对。", unpaired.len());
        out.push(subject.finding("mark_unpaired", Severity::Remark, unpaired, message));
    }
    if !stray.is_empty() {
        let message = format!("有{}处标点多余，可能漏了字词。", stray.len());
        out.push(subject.finding("mark_stray", Severity::Remark, stray, message));
    }
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// So many open marks are looked through for one of the same kind.
const NESTED_MAX: usize = 16;

/// Places of marks that open inside the same kind, close nothing, close another kind, or never close.
fn unpaired_at(text: &str) -> Vec<usize> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut wrong = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '“' if open.iter().rev().take(NESTED_MAX).any(|(o, _)| *o == '“') => wrong.push(at),
            '“' | '《' | '(' | '〔' | '【' => open.push((c, at)),
            '”' | '》' | ')' | '〕' | '】' => match open.last() {
                Some((o, _)) if pairs(*o, c) => {
                    open.pop();
                }
                // 1) numbers an item.
                _ if c == ')' && before.is_ascii_digit() && !open.iter().rev().take(NESTED_MAX).any(|(o, _)| *o == '〔') => {}
                _ => {
                    wrong.push(at);
                    // What it was meant to close is closed.
                    open.pop();
                }
            },
            _ => {}
        }
        before = c;
    }
    wrong.extend(open.iter().map(|(_, at)| *at));
    wrong.sort_unstable();
    wrong
}

fn pairs(open: char, close: char) -> bool {
    matches!((open, close), ('“', '”') | ('《', '》') | ('(', ')') | ('〔', '〕') | ('【', '】'))
}

/// 行政行政: two characters that stand twice in a row.
pub(crate) fn doubled(subject: &Subject, out: &mut Vec<Finding>) {
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        doubled_word(subject, block, out);
        let mut last: [(usize, char); 3] = [(0, ' '); 3];
        for (at, c) in text.char_indices() {
            let [(start, a), (_, b), (_, again)] = last;
            let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            if a == again && b == c && a != b && han(a) && han(b) && !is_reduplication(a, b) {
                let end = at + c.len_utf8();
                let places = vec![subject.source.at(block.passage.raw_span(start, end))];
                out.push(subject.finding(
                    "word_doubled",
                    Severity::Remark,
                    places,
                    format!("“{a}{b}”重复出现，可能多印了一次。"),
                ));
            }
            last = [last[1], last[2], (at, c)];
        }
    }
}

/// 要要, 在在: one small word set twice; what may stand before and behind where it is meant.
fn doubled_word(subject: &Subject, block: &crate::blocks::Block, out: &mut Vec<Finding>) {
    static TWICE: LazyLock<Words> = LazyLock::new(|| Words::new("要要|应应|的的|和和|在在|将将|对对|及及|由由|于于|把把|为为"));
    let text = block.passage.text.as_str();
    for (at, word) in TWICE.find_iter(text) {
        let end = at + word.len();
        let (before, behind) = (text[..at].chars().next_back().unwrap_or(' '), text[end..].chars().next().unwrap_or(' '));
        let meant = match word {
            "的的" => "目标".contains(before) || "确士".contains(behind),
            "和和" => before == '和' || "气睦美平".contains(behind),
            "在在" => "实存现所正潜内自".contains(before),
            "对对" => "联口手".contains(behind),
            "为为" => "作成".contains(before),
            _ => false,
        };
        if !meant {
            let c: String = word.chars().take(1).collect();
            let message = format!("“{c}”重复出现，可能多印了一次。");
            out.push(subject.finding("word_doubled", Severity::Remark, vec![subject.place(block, at, end)], message));
        }
    }
}

/// 一项一项, 研究研究: meant twice.
fn is_reduplication(a: char, b: char) -> bool {
    "一两几每逐又越边".contains(a)
        || a == '人' && b == '每'
        || "一二三四五六七八九十".contains(b)
        || matches!(
            (a, b),
            ('研', '究') | ('讨', '论') | ('商', '量') | ('学', '习') | ('彼', '此') | ('村', '镇') | ('哈', '尔')
        )
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn codes(text: &str) -> Vec<String> {
        let reading = read(&format!("某县工作方案\n\n一、要求\n\n{text}"), &Options::default());
        let own = ["decimal_mark", "mark_unpaired", "mark_stray", "word_doubled", "exact_and_more", "name_cut_out"];
        reading.findings.into_iter().map(|f| f.code).filter(|c| own.contains(&c.as_str())).collect()
    }

    #[test]
    fn broken_marks() {
        assert_eq!(codes("落实“九个一“要求，做好工作。"), ["mark_unpaired"]);
        assert_eq!(codes("根据某发〔2022)2号文件精神，做好工作。"), ["mark_unpaired"]);
        assert_eq!(codes("各责任单位、要倒排工期。"), ["mark_stray"]);
        assert_eq!(codes("分娩率达67。96%。"), ["decimal_mark"]);
        assert_eq!(codes("规范行政行政执法行为。"), ["word_doubled"]);
        assert_eq!(codes("县人民人民政府负责。"), ["word_doubled"]);
    }

    #[test]
    fn whole_marks() {
        for text in ["落实“一岗双责”和《办法》（试行）。", "包括1)学习 2)整改。", "一项一项落实，认真研究研究。"]
        {
            assert!(codes(text).is_empty(), "{text} {:?}", codes(text));
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_marks.rs"), codes);
    }
}

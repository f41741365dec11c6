//! Words that ran into each other because a mark or a line end was lost.
//!
//! # What it finds
//! A heading without a number that runs into its sentence, two villages (schools, teams) that share one ending, and two topics of a
//! list with no mark between them.
//!
//! # Why
//! Each is offered as what it may be; the text stays, and no unit, time or topic is made up.
//!
//! # Read
//! `为做好工作，制定本方案。⏎⏎内部管理⏎⏎做好内部管理工作。⏎⏎卫生应急⏎⏎做好应急工作。⏎⏎检验检测⏎⏎做好检测工作。⏎⏎死因监测开展死亡人口的补报工作。` → `死因监测`,
//! `前往幸福一、二村开展工作。` → `幸福一村”“幸福二村`, `普及烟草控制、基本药物合理使用优生优育、妇幼保健等知识。` → `优生优育`
//!
//! # Not read
//! `一、要求⏎⏎死因监测开展死亡人口的补报工作。`, `前往一、二村开展工作。`, `普及烟草控制、优生优育、妇幼保健等知识。`

use crate::findings::Subject;
use crate::pattern;
use crate::rules::checks_text::choices;
use crate::types::{Finding, HeadingPlace, NumberForm, Severity};
use regex::Regex;
use std::sync::LazyLock;

static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(
        r"^(?P<t>[\p{Han}]{2,8}?(?:监测|管理|防治|检测|监督|培训|宣传|教育|建设|保障|应急))(?:开展|做好|加强|抓好|完成|进行)",
    )
    .expect("fixed")
});
static SHARED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?P<a>[一二三四五六七八九])、(?P<b>[一二三四五六七八九十])(?P<e>村|社区|小区|中学|小学|中队|大队|小组)")
        .expect("fixed")
});
static TOPICS: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"、(?P<a>[\p{Han}]{2,12}?(?:使用|控制|防治|保健|预防|治疗|管理|锻炼|饮食|健康))(?P<b>优生优育|妇幼保健|计划生育|心理健康|合理膳食|健康教育|安全用药|科学就医|疾病预防|控烟限酒|传染病防治|慢性病防治|食品安全|环境卫生)[、等和]").expect("fixed")
});

/// Headings without numbers that make a document of such headings.
const PLAIN_MIN: usize = 3;
/// A heading that runs into its sentence makes a short paragraph.
const PARAGRAPH_CHARS_MAX: usize = 60;

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    let plain =
        subject.outline.iter().filter(|h| h.form == NumberForm::None && h.place == HeadingPlace::OwnLine).count() >= PLAIN_MIN;
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        let alone = plain && block.number.is_none() && block.title_end == 0 && text.chars().nth(PARAGRAPH_CHARS_MAX).is_none();
        if let Some(title) = HEADED.captures(text).filter(|_| alone).and_then(|f| f.name("t")) {
            let message = format!("“{}”可能是一个小标题，与后面的句子连在一起，由人确认。", title.as_str());
            let mut finding =
                subject.finding("heading_run_in", Severity::Remark, vec![subject.place(block, 0, text.len())], message);
            finding.choices = choices(&[("as_heading", "作为小标题"), ("as_sentence", "只是一句话")]);
            out.push(finding);
        }
        if !text.contains('、') {
            continue;
        }
        for f in SHARED.captures_iter(text) {
            let Some(whole) = f.get(0) else { continue };
            let (head, end) = (crate::text::before(text, whole.start(), 4), &f["e"]);
            let han = head
                .rfind(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c))
                .map_or(0, |at| at + head[at..].chars().next().map_or(0, char::len_utf8));
            let stem = own_name(&head[han..]);
            // 一、二村 alone, or 十一、二村 behind a figure, name no village.
            if stem.chars().nth(1).is_none() {
                continue;
            }
            let start = whole.start() - stem.len();
            let written = &text[start..whole.end()];
            let message = format!("“{written}”是两个单位：“{stem}{}{end}”“{stem}{}{end}”，由人确认。", &f["a"], &f["b"]);
            out.push(subject.finding("names_shared", Severity::Remark, vec![subject.place(block, start, whole.end())], message));
        }
        for f in TOPICS.captures_iter(text) {
            let (Some(a), Some(b)) = (f.name("a"), f.name("b")) else { continue };
            let message = format!("“{}”与“{}”之间可能漏了标点，是两项，由人确认。", a.as_str(), b.as_str());
            let mut finding =
                subject.finding("topics_run_in", Severity::Remark, vec![subject.place(block, a.start(), b.end())], message);
            finding.choices = choices(&[("two_topics", "是两项"), ("one_topic", "是一项")]);
            out.push(finding);
        }
    }
}

/// The name in front of the figure, without a preposition or a level word before it.
fn own_name(words: &str) -> &str {
    let from = ["前往", "往", "在", "和", "与", "到", "赴", "对", "乡", "镇", "县", "区", "市"]
        .iter()
        .filter_map(|w| words.rfind(w).map(|at| at + w.len()))
        .max()
        .unwrap_or(0);
    &words[from..]
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_run_in.rs"), |t| {
            let reading = read(&format!("某县工作方案\n\n{t}"), &Options::default());
            let own = ["heading_run_in", "names_shared", "topics_run_in"];
            reading.findings.into_iter().filter(|f| own.contains(&f.code.as_str())).map(|f| f.message).collect()
        });
    }
}

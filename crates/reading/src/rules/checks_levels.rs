//! A level of government that the text has nowhere else.
//!
//! # What it finds
//! A word such as 全镇 that stands once, in a sentence that also speaks of another level, in a text that knows no unit of that level.
//!
//! # Why
//! The sentence was copied from another text; no unit of that level may be made of it.
//!
//! # Read
//! `全区各社区要重视。区卫生局组织全区培训。推动全镇活动深入开展，实现全区目标。` → `全镇`
//!
//! # Not read
//! Levels that the text really has: `全县各镇要重视。县卫生局组织全县培训。推动全镇活动深入开展，实现全县目标。`

use crate::findings::Subject;
use crate::rules::checks_text::choices;
use crate::text::{end_before, is_sentence_end, start_behind};
use crate::types::{Finding, Severity};

const LEVELS: [char; 7] = ['省', '市', '州', '县', '区', '乡', '镇'];
/// Another level must be the one of the text: it stands at least so often.
const OTHER_MIN: usize = 3;

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    // Each level: how often it stands in the text, and the place of its 全X.
    let mut counts = [0usize; LEVELS.len()];
    let mut whole: [Vec<(&crate::blocks::Block, usize)>; LEVELS.len()] = Default::default();
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            if let Some(level) = LEVELS.iter().position(|l| *l == c) {
                counts[level] += 1;
                if before == '全' && whole[level].len() < 2 {
                    whole[level].push((block, at - '全'.len_utf8()));
                }
            }
            before = c;
        }
    }
    for (level, c) in LEVELS.iter().enumerate().filter(|(level, _)| counts[*level] == 1) {
        let [(block, at)] = whole[level][..] else { continue };
        let text = block.passage.text.as_str();
        let sentence = &text[start_behind(text, at, is_sentence_end)..end_before(text, at, is_sentence_end)];
        let other = LEVELS
            .iter()
            .enumerate()
            .find(|(o, l)| *o != level && counts[*o] >= OTHER_MIN && sentence.contains(&format!("全{l}")));
        if let (Some((_, own)), false) = (other, subject.document.title.contains(*c)) {
            let message = format!("“全{c}”只出现一次，同一句又写“全{own}”，文中没有{c}一级的单位，可能是从别处抄来的。");
            let place = subject.place(block, at, at + '全'.len_utf8() + c.len_utf8());
            let mut finding = subject.finding("level_copied", Severity::Remark, vec![place], message);
            finding.choices = choices(&[("use_own_level", "按本级理解"), ("keep", "原文无误")]);
            out.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_levels.rs"), |t| {
            let reading = read(&format!("某社区工作方案\n\n一、要求\n\n{t}"), &Options::default());
            reading.findings.into_iter().filter(|f| f.code == "level_copied").map(|f| f.message).collect()
        });
    }
}

//! Ends that are missing: of a text, and of what a heading announces.
//!
//! # What it finds
//! A document whose last sentence has no end, and the name of a table with no table under it.
//!
//! # Why
//! What stood behind may have held duties or dates. It is not made up.
//!
//! # Read
//! `要按照科学规范运作的要求，进一步建立健全责任追究制度` at the end of a document; the name of a table and nothing under it:
//! `2014年课时表⏎⏎各村要落实。`
//!
//! # Not read
//! Signatures, dates, annexes, titles and names of tables inside 《》: `各村要填写《课时表》，按时上报。`, `各村要选好村民代表⏎⏎各村要落实。`

use crate::blocks::BlockKind;
use crate::findings::Subject;
use crate::rules::checks_text::choices;
use crate::types::{Finding, Severity};

/// A shorter last line can be a name or a place.
const SENTENCE_CHARS_MIN: usize = 24;

pub(crate) fn cut_off(subject: &Subject, out: &mut Vec<Finding>) {
    let Some(last) = subject.blocks.last().filter(|b| b.kind == BlockKind::Text) else { return };
    let text = last.passage.text.as_str();
    let open = text.ends_with(|c: char| !matches!(c, '。' | '!' | '?' | ';' | ')' | '”' | '》' | '〕' | '】' | '>' | '…' | ':'));
    if open && text.chars().count() >= SENTENCE_CHARS_MIN && text.contains([',', '。']) {
        let from = crate::text::floor_boundary(text, text.len().saturating_sub(30));
        let at = subject.source.at(last.passage.raw_span(from, text.len()));
        out.push(subject.finding(
            "text_cut_off",
            Severity::Remark,
            vec![at],
            "最后一句没有写完，后面的内容可能缺失。".to_owned(),
        ));
    }
}

pub(crate) fn tables(subject: &Subject, out: &mut Vec<Finding>) {
    for (i, block) in subject.blocks.iter().enumerate().filter(|(_, b)| b.kind == BlockKind::Text && b.number.is_none()) {
        let text = block.passage.text.as_str();
        let name = text.ends_with('表') && !text.ends_with("代表") && (4..=30).contains(&text.chars().count());
        let plain = !text.contains(['。', ',', ';', ':', '《', '、']);
        let follows = subject.blocks.get(i + 1).is_some_and(|b| b.kind == BlockKind::TableRow);
        if name && plain && !follows && block.heading.is_some() {
            let at = subject.source.at(block.passage.whole_span());
            let mut finding =
                subject.finding("table_missing", Severity::ToBeSettled, vec![at], format!("只有表名“{text}”，没有表格内容。"));
            finding.choices = choices(&[("upload", "补充表格"), ("enter", "手工填写"), ("leave_open", "暂缺，相关内容保持待定")]);
            out.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn codes(text: &str) -> Vec<String> {
        let reading = read(&format!("某县工作方案\n\n一、安排\n\n{text}"), &Options::default());
        reading.findings.into_iter().map(|f| f.code).filter(|c| ["text_cut_off", "table_missing"].contains(&c.as_str())).collect()
    }

    #[test]
    fn missing_ends() {
        assert_eq!(codes("要按照科学规范运作的要求，进一步建立健全责任追究制度"), ["text_cut_off"]);
        assert!(codes("要按照科学规范运作的要求，进一步建立健全责任追究制度。").is_empty());
        assert_eq!(codes("2014年健康教育课时表\n\n各村要落实。"), ["table_missing"]);
        assert!(codes("各村要选好村民代表\n\n各村要落实。").is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_ends.rs"), codes);
    }
}

//! Lists of responsible units that the text leaves open.
//!
//! # What it finds
//! 等 at the end of a list of units that lead, take part or support.
//!
//! # Why
//! Others may belong to the list; nobody is added, and the list is shown as open.
//!
//! # Read
//! `做好治理。（市环保局牵头，市发改委、水利局等参与）` → `Support`, `做好治理。（市环保局、水利局等部门按职责分工负责）` → `Lead`
//!
//! # Not read
//! `做好治理。（市环保局牵头，市发改委、水利局参与）`, `做好宣传等配合工作。`

use crate::blocks::{Block, BlockKind};
use crate::pattern;
use crate::text::{Passage, Source, start_behind};
use crate::types::{OpenList, Role};
use regex::Regex;
use std::sync::LazyLock;

static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?P<w>等(?:有关|相关|各)?(?:单位|部门|科室)?)(?:按照?(?:各自)?职责(?:分工)?)?(?:共同|积极|密切)?(?:(?P<lead>牵头|负责)|(?P<execute>落实|组织实施)|(?P<support>参与|配合|参加|协助|协同))(?:落实|做好|实施)?(?:[,;。)〕\]】]|$)").expect("fixed")
});

pub(crate) fn find(source: &Source, document: usize, blocks: &[Block], out: &mut Vec<OpenList>) {
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Text && b.passage.cues.any("牵负落参配协")) {
        let text = block.passage.text.as_str();
        for f in OPEN.captures_iter(text) {
            let (Some(whole), Some(word)) = (f.get(0), f.name("w")) else { continue };
            // A list stands inside a bracket, or between marks with a 、 in it.
            let start = start_behind(text, word.start(), |c| matches!(c, '(' | '〔' | '[' | '【' | ',' | ';' | '。' | ':'));
            if !text[start..word.start()].contains('、') && !opens_in_bracket(&block.passage, start) {
                continue;
            }
            let role = if f.name("lead").is_some() {
                Role::Lead
            } else if f.name("execute").is_some() {
                Role::Executor
            } else {
                Role::Support
            };
            out.push(OpenList {
                document,
                at: source.at(block.passage.raw_span(word.start(), word.end())),
                role,
                sentence: block.passage.raw_span(start, whole.end()),
            });
        }
    }
}

/// Whether the list begins behind an opening bracket, or behind a comma inside one.
fn opens_in_bracket(passage: &Passage, start: usize) -> bool {
    let head = &passage.text[start_behind(&passage.text, start, |c| c == '。')..start];
    head.rfind(['(', '〔', '[', '【']).is_some_and(|open| !head[open..].contains([')', '〕', ']', '】']))
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("responsibility_open_lists.rs"), |t| {
            let reading = read(&format!("某市工作方案\n\n一、任务\n\n{t}"), &Options::default());
            reading.open_lists.iter().map(|l| format!("{:?}", l.role)).collect()
        });
    }
}

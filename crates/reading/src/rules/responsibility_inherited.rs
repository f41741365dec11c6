//! Units that a document names once for all items that follow.
//!
//! # What it finds
//! A statement such as 以下均需各县落实,不再列出, and each later item with a bracket of responsible units that inherits its units.
//!
//! # Why
//! The units owe each of those items though no bracket names them; the inherited rows show the statement as their source.
//!
//! # Read
//! `（一）宣传。做好宣传。（市文旅局牵头，各镇负责落实。以下均需相关镇、村委会落实，不再列出）⏎⏎（二）治理。做好治理。（市水务局牵头）` → `村委会 治理`,
//! `以下各项均由各乡镇负责，不再重复列出。⏎⏎（一）治理。做好治理。（市水务局牵头）` → `各乡镇 治理`
//!
//! # Not read
//! `成立专班（以下简称专班）。`; a statement without units: `以下均需落实，不再列出。⏎⏎（一）治理。做好治理。（市水务局牵头）`; items before the statement.

use crate::blocks::{Block, BlockKind};
use crate::lexicon::{split_list, unit_kind};
use crate::pattern;
use crate::text::Source;
use crate::types::{Inherited, Responsibility, Role};
use regex::Regex;
use std::sync::LazyLock;

static SAID: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"以下(?:各项|任务|事项|各条)?(?:均|都)(?:需要?|由|须)(?P<l>[^。;]{2,120}?)(?:组织)?(?P<v>落实|负责|实施|配合)[,、]?(?:以下|下文|后文)?不再(?:重复|一一|逐项)?(?:列出|列举|注明)").expect("fixed")
});

/// So many statements of a document hold; each later one would add a row to every item behind it.
const STATEMENTS_MAX: usize = 8;

pub(crate) fn find(source: &Source, blocks: &[Block], explicit: &[Responsibility], out: &mut Vec<Inherited>) {
    let said = blocks
        .iter()
        .filter(|b| b.kind == BlockKind::Text && b.passage.text.contains("不再"))
        .filter_map(|b| Some((b, SAID.captures(&b.passage.text)?)));
    for (block, found) in said.take(STATEMENTS_MAX) {
        let text = block.passage.text.as_str();
        let (Some(whole), Some(list)) = (found.get(0), found.name("l")) else { continue };
        let role = if &found["v"] == "配合" { Role::Support } else { Role::Executor };
        let from = source.at(block.passage.raw_span(whole.start(), whole.end()));
        let names: Vec<(usize, usize)> = split_list(text, list.start(), list.end(), &block.passage.gaps)
            .into_iter()
            .filter(|(s, e)| unit_kind(&text[*s..*e]).is_some() || text[*s..*e].ends_with(['市', '县', '区', '乡', '镇', '村']))
            .collect();
        // Each later paragraph that names responsible units is a task; paragraphs stand in the order of the text.
        let mut last = None;
        for row in explicit.iter().filter(|r| r.explicit && r.at.span.start > from.span.end) {
            let task = blocks.partition_point(|b| b.piece().start <= row.at.span.start).checked_sub(1);
            let Some(heading) = row.heading.filter(|_| task != last && task.is_some_and(|t| blocks[t].line != block.line)) else {
                continue;
            };
            last = task;
            let to = Some(source.at(row.sentence));
            out.extend(names.iter().map(|(s, e)| Inherited { unit: text[*s..*e].to_owned(), role, heading, to, from }));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn later_items_inherit() {
        let text = "某市工作方案\n\n一、任务\n\n（一）宣传。做好宣传。（市文旅局牵头，各镇负责落实。以下均需相关镇、村委会落实，不再列出）\n\n（二）治理。做好治理。（市水务局牵头）\n\n（三）总结。做好总结工作。";
        let reading = read(text, &Options::default());
        let rows: Vec<(&str, &str)> =
            reading.inherited.iter().map(|i| (i.unit.as_str(), reading.outline[i.heading].title.as_str())).collect();
        assert_eq!(rows, [("相关镇", "治理"), ("村委会", "治理")]);
        for text in ["成立专班（以下简称专班）。", "以下均需落实，不再列出。"] {
            assert!(read(&format!("某市工作方案\n\n一、任务\n\n{text}"), &Options::default()).inherited.is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("responsibility_inherited.rs"), |t| {
            let reading = read(&format!("某市工作方案\n\n一、任务\n\n{t}"), &Options::default());
            reading.inherited.iter().map(|i| format!("{} {}", i.unit, reading.outline[i.heading].title)).collect()
        });
    }
}

//! Units that a document names once for all items that follow.
//!
//! # What it finds
//! A statement such as 以下均需各县落实,不再列出, and each later item with a bracket of responsible units that inherits its units.
//!
//! # Why
//! The units owe each of those items though no bracket names them; the inherited rows show the statement as their source.
//!
//! # Read
//! `以下均需相关市、县政府落实,不再列出`, `以下各项均由各乡镇负责,不再重复列出`.
//!
//! # Not read
//! `以下简称专班`, `以下均需落实` without units, items before the statement.

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

pub(crate) fn find(source: &Source, blocks: &[Block], explicit: &[Responsibility], out: &mut Vec<Inherited>) {
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Text && b.passage.text.contains("不再")) {
        let text = block.passage.text.as_str();
        let Some(found) = SAID.captures(text) else { continue };
        let (Some(whole), Some(list)) = (found.get(0), found.name("l")) else { continue };
        let role = if &found["v"] == "配合" { Role::Support } else { Role::Executor };
        let from = source.at(block.passage.raw_span(whole.start(), whole.end()));
        let names: Vec<(usize, usize)> = split_list(text, list.start(), list.end(), &block.passage.gaps)
            .into_iter()
            .filter(|(s, e)| unit_kind(&text[*s..*e]).is_some() || text[*s..*e].ends_with(['市', '县', '区', '乡', '镇', '村']))
            .collect();
        // Each later heading under which a bracket stands.
        let mut headings: Vec<usize> =
            explicit.iter().filter(|r| r.explicit && r.at.span.start > from.span.end).filter_map(|r| r.heading).collect();
        headings.sort_unstable();
        headings.dedup();
        let own = block.heading;
        for heading in headings.into_iter().filter(|h| Some(*h) != own) {
            out.extend(names.iter().map(|(s, e)| Inherited { unit: text[*s..*e].to_owned(), role, heading, from }));
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
}

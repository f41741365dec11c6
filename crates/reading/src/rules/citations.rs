//! Documents that a text cites.
//!
//! # What it finds
//! Titles in 《》 with the number of the document behind them, and titles that name a kind of document.
//!
//! # Why
//! A duty may stand in the cited document and not in this one; who publishes the plan must be able to open it.
//!
//! # Read
//! `按照《关于开展执法工作的通知》（某资发〔2022〕3号）执行。` → `某资发〔2022〕3号`,
//! `按照《某省关于印发<某方案>的通知》（某资（执法）〔2022〕89号）执行。` → `某资(执法)〔2022〕89号`, `落实《某市城镇管理办法》。`
//!
//! # Not read
//! Forms that the text asks for, books and broadcasts without a kind of document in their title: `填写《登记表》。`, `收看《远方》。`

use crate::blocks::{Block, BlockKind};
use crate::pattern;
use crate::text::Source;
use crate::types::Citation;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(
        r"^[(〔\[]?(?P<n>[\p{Han}]{1,12}(?:\([\p{Han}]{1,8}\))?[\p{Han}]{0,4}[〔\[(【]\d{4}[〕\])】](?:第)?\d{1,5}号)[)〕\]]?",
    )
    .expect("fixed")
});
static KIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:通知|意见|方案|计划|办法|细则|预案|规划|纲要|要点|规定|条例|法|决定|标准|规范|规程|导则|清单|指南|目录|公约|制度|章程|公告|通报|报告)(?:\([^()]{1,12}\))?$").expect("fixed")
});

/// The longest title that is read, in bytes.
const NAME_BYTES_MAX: usize = 300;

/// Each cited document once, at its first place.
pub(crate) fn find(source: &Source, document: usize, blocks: &[Block], out: &mut Vec<Citation>) {
    let mut known: HashMap<&str, usize> = HashMap::new();
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Text && b.passage.text.contains('《')) {
        let text = block.passage.text.as_str();
        for (at, _) in text.match_indices('《') {
            let open = at + '《'.len_utf8();
            let near = &text[open..crate::text::floor_boundary(text, open + NAME_BYTES_MAX + '》'.len_utf8())];
            let Some(close) = near.find('》').map(|i| open + i) else { continue };
            let name = &text[open..close];
            if name.contains('《') || name.is_empty() {
                continue;
            }
            let behind = close + '》'.len_utf8();
            let number = NUMBER.captures(&text[behind..]).and_then(|f| f.name("n")).map(|m| m.as_str().to_owned());
            if number.is_none() && !KIND.is_match(name) {
                continue;
            }
            match known.get(name) {
                Some(i) => out[*i].number = out[*i].number.take().or(number),
                None => {
                    known.insert(name, out.len());
                    let at = source.at(block.passage.raw_span(at, behind));
                    out.push(Citation { document, at, name: name.to_owned(), number });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn cited(text: &str) -> Vec<(String, Option<String>)> {
        let reading = read(&format!("某县工作方案\n\n{text}\n\n一、要求\n\n各村要落实。"), &Options::default());
        reading.citations.into_iter().map(|c| (c.name, c.number)).collect()
    }

    #[test]
    fn titles_and_numbers() {
        let list = cited(
            "根据《关于开展执法工作的通知》（某资发〔2022〕3号）、《某省关于印发<某方案>的通知》（某资（执法）〔2022〕89号）和《某市城镇管理办法》，填写《登记表》，收看《远方》。",
        );
        assert_eq!(
            list,
            [
                ("关于开展执法工作的通知".to_owned(), Some("某资发〔2022〕3号".to_owned())),
                ("某省关于印发<某方案>的通知".to_owned(), Some("某资(执法)〔2022〕89号".to_owned())),
                ("某市城镇管理办法".to_owned(), None),
            ]
        );
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("citations.rs"), |t| {
            cited(t).into_iter().map(|(name, number)| name + &number.unwrap_or_default()).collect()
        });
    }
}

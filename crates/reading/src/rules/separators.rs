//! Lines that number the parts of a collection.
//!
//! # What it finds
//! The lines with which a file of several documents separates them.
//!
//! # Why
//! Duties of one plan must never hang under the heading of another.
//!
//! # Read
//! `篇2`, `第3篇：工作汇报` → `工作汇报`, `某某方案 第三篇`, a title with a number: `某市政府工作报告【二】`
//!
//! # Not read
//! `翻开第三篇章`, sentences that mention a part: `详见第三篇。`

use crate::text::{fold_char, is_blank};
use regex::Regex;
use std::sync::LazyLock;

/// Which spelling a separator has. Parts with one spelling are siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `篇2`
    Bare,
    /// `第3篇：…`
    Leading,
    /// `… 第三篇`
    Trailing,
    /// `…【二】`
    Bracket,
    /// no separator: a title begins the next document
    Title,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separator {
    pub family: Family,
    /// The title that stands on the same line.
    pub title: Option<String>,
}

static BARE: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:篇\s*[\d一二三四五六七八九十]{1,3}|第\s*[\d一二三四五六七八九十]{1,3}\s*篇|【?第?[\d一二三四五六七八九十]{1,3}篇】?)[:.、]?$").expect("fixed")
});
static LEADING: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"^(?:第\s*[\d一二三四五六七八九十]{1,3}\s*篇|篇\s*[\d一二三四五六七八九十]{1,3})\s*[:. 、]\s*([^。;]{2,50})$",
    )
    .expect("fixed")
});
static TRAILING: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^[^。,;:]{2,40}?\s*第[一二三四五六七八九十\d]{1,3}篇$").expect("fixed"));
static BRACKET: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^([^。,;:【]{4,50})【[一二三四五六七八九十\d]{1,3}】$").expect("fixed"));

pub fn parse(raw: &str) -> Option<Separator> {
    if raw.len() > 240 || !raw.contains(['篇', '【']) {
        return None;
    }
    let folded: String = raw.chars().map(|c| if is_blank(c) { ' ' } else { fold_char(c) }).collect();
    let text = folded.trim();
    if BARE.is_match(text) {
        return Some(Separator { family: Family::Bare, title: None });
    }
    if let Some(found) = LEADING.captures(text) {
        return Some(Separator { family: Family::Leading, title: Some(found[1].trim().to_owned()) });
    }
    if TRAILING.is_match(text) {
        return Some(Separator { family: Family::Trailing, title: None });
    }
    BRACKET.captures(text).map(|found| Separator { family: Family::Bracket, title: Some(found[1].trim().to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        let family = |t: &str| parse(t).map(|s| s.family);
        assert_eq!(family("篇2"), Some(Family::Bare));
        assert_eq!(family("第3篇：工作汇报"), Some(Family::Leading));
        assert_eq!(family("某某方案 第三篇"), Some(Family::Trailing));
        assert_eq!(family("某市政府工作报告【二】"), Some(Family::Bracket));
        assert_eq!(family("翻开第三篇章"), None);
        assert_eq!(family("详见第三篇。"), None);
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("separators.rs"), |t| {
            parse(t).map(|s| s.title.unwrap_or_else(|| "separator".to_owned())).into_iter().collect()
        });
    }
}

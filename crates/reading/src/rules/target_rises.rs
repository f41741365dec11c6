//! Rises and falls without an amount.
//!
//! # What it finds
//! `……水平分别得到提高` in a chapter of goals: a direction, no number.
//!
//! # Why
//! The plan binds to a change that nobody can judge before a baseline is entered; the value is pending, not missing.
//!
//! # Read
//! Three targets: `甲素养、乙素养、丙素养水平分别得到提高` → `丙素养水平`; `能耗明显下降` → `能耗`
//!
//! # Not read
//! `提高认识`, `不断提高水平`, changes with an amount: `收入明显提高到3万元`.

use crate::text::{Passage, clause_around};
use crate::types::Op;
use regex::Regex;
use std::sync::LazyLock;

/// A pending change: the thing that changes, as folded bytes, and its direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rise {
    pub start: usize,
    pub end: usize,
    pub op: Op,
    pub words: (usize, usize),
}

static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:分别|均|都)?(?:得到|有所|明显|显著|大幅|逐步)(?:得到)?(?P<w>提高|提升|增强|下降|降低|减少)")
        .expect("fixed")
});

pub(crate) fn find(passage: &Passage, out: &mut Vec<Rise>) {
    let text = passage.text.as_str();
    for f in CHANGE.captures_iter(text) {
        let Some(whole) = f.get(0) else { continue };
        if text[whole.end()..].starts_with(|c: char| c.is_ascii_digit() || c == '到' || c == '至') {
            continue;
        }
        let (start, _) = clause_around(text, whole.start());
        let op = if matches!(&f["w"], "提高" | "提升" | "增强") { Op::RiseBy } else { Op::FallBy };
        let mut from = start;
        for part in text[start..whole.start()].split('、') {
            let end = from + part.len();
            if part.chars().count() >= 2 {
                out.push(Rise { start: from, end, op, words: (whole.start(), whole.end()) });
            }
            from = end + '、'.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Span;

    #[test]
    fn rises() {
        let read = |text: &str| {
            let mut passage = Passage::default();
            passage.push(text, Span::new(0, text.len()), false);
            let mut out = Vec::new();
            find(&passage, &mut out);
            out.into_iter().map(|r| passage.text[r.start..r.end].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(read("甲素养、乙素养、丙素养水平分别得到提高"), ["甲素养", "乙素养", "丙素养水平"]);
        assert_eq!(read("能耗明显下降"), ["能耗"]);
        assert!(read("提高认识").is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("target_rises.rs"), |t| {
            let mut passage = Passage::default();
            passage.push(t, Span::new(0, t.len()), false);
            let mut out = Vec::new();
            find(&passage, &mut out);
            out.into_iter().map(|r| passage.text[r.start..r.end].to_owned()).collect()
        });
    }
}

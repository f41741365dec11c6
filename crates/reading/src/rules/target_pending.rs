//! Indicators that a plan names and whose number another office will set.
//!
//! # What it finds
//! `…目标根据…设置`, a list that ends in 省下达任务, and 与上年持平 (a growth of 0).
//!
//! # Why
//! The indicator binds, its number is known later: it is pending, neither zero nor missing.
//!
//! # Read
//! `固定资产投资增长目标根据新的统计口径设置。` → `pending 固定资产投资增长目标`, `全面完成细颗粒物浓度下降比例、二氧化硫减排幅度等省下达任务。` → `pending 二氧化硫减排幅度`,
//! `财政收入与上年持平。` → `持平`
//!
//! # Not read
//! `固定资产投资增长5%。`, `完成上级下达任务。`, `增长目标根据情况确定为5%。`

use crate::numeral::Exactness;
use crate::pattern;
use crate::text::{Passage, clause_around};
use crate::types::{Amount, Op};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// An indicator without its number, as folded bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pending {
    /// What is measured.
    pub what: (usize, usize),
    /// The words that leave the number open.
    pub words: (usize, usize),
    pub op: Op,
    pub amount: Amount,
    pub unit: &'static str,
}

static LATER: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(
        r"(?:目标|指标|任务)(?P<w>(?:待|将|另行|根据[^,。;\d]{2,16}?|按照?[^,。;\d]{2,16}?)(?:设置|设定|确定|下达))(?:[,。;]|$)",
    )
    .expect("fixed")
});
static ASSIGNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"完成(?P<l>[^。;:]{4,40}(?:[,、][^。;:]{2,40}){0,8}?)等?(?P<w>(?:国家|省|市|州|上级)下达的?(?:目标)?任务)")
        .expect("fixed")
});
static LEVEL: LazyLock<Regex> = LazyLock::new(|| pattern::new(r"(?P<w>与(?:上年|去年)(?:同期)?(?:基本)?持平)").expect("fixed"));

pub(crate) fn find(passage: &Passage, out: &mut Vec<Pending>) {
    let text = passage.text.as_str();
    for f in LATER.captures_iter(text) {
        let Some(w) = f.name("w") else { continue };
        let start = clause_around(text, w.start()).0;
        if w.start() - start >= "某目标".len() {
            out.push(pending((start, w.start()), (w.start(), w.end())));
        }
    }
    for f in ASSIGNED.captures_iter(text) {
        let (Some(list), Some(w)) = (f.name("l"), f.name("w")) else { continue };
        let mut depth = 0;
        let mut from = list.start();
        let ends = list.as_str().char_indices().filter_map(|(i, c)| {
            // A bracket that closes nothing is what damage left.
            depth = (depth + i32::from(c == '(') - i32::from(c == ')')).max(0);
            (depth == 0 && matches!(c, '、' | ',')).then_some((list.start() + i, c.len_utf8()))
        });
        let ends: Vec<(usize, usize)> = ends.chain([(list.end(), 0)]).collect();
        for (end, mark) in ends {
            let to = from + text[from..end].trim_end_matches('等').len();
            if text[from..to].chars().count() >= 2 {
                out.push(pending((from, to), (w.start(), w.end())));
            }
            from = end + mark;
        }
    }
    for f in LEVEL.captures_iter(text) {
        let Some(w) = f.name("w") else { continue };
        let start = clause_around(text, w.start()).0;
        if start < w.start() {
            let amount = Amount::Known { value: Decimal::ZERO, exactness: Exactness::Exact };
            out.push(Pending { what: (start, w.start()), words: (w.start(), w.end()), op: Op::RiseBy, amount, unit: "%" });
        }
    }
}

fn pending(what: (usize, usize), words: (usize, usize)) -> Pending {
    Pending { what, words, op: Op::Equal, amount: Amount::Pending, unit: "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Span;

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("target_pending.rs"), |t| {
            let mut passage = Passage::default();
            passage.push(t, Span::new(0, t.len()), false);
            let mut out = Vec::new();
            find(&passage, &mut out);
            let word = |p: &Pending| if p.amount == Amount::Pending { "pending" } else { "持平" };
            out.iter().map(|p| format!("{} {}", word(p), &passage.text[p.what.0..p.what.1])).collect()
        });
    }
}

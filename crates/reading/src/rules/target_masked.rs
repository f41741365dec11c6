//! Quantities whose number the text hides.
//!
//! # What it finds
//! `不少于**人`, `新增×家`: a comparison or a verb of work, a mask, a unit.
//!
//! # Why
//! A hidden number is not zero and not missing: the plan sets a value that this copy does not show. It must be entered
//! by somebody who knows it.
//!
//! # Read
//! `每场不少于**人` → `>=人`, `新增就业×××人` → `=人`, `覆盖率达到XX%以上` → `>=%`, `完成投资××亿元` → `=元`
//!
//! # Not read
//! Masked names and words: `XX镇`, `以***新时代思想为指导`; a mask without a verb before it: `共有XX个村`.

use super::target_quantities::Quantity;
use crate::text::Passage;
use crate::types::{Amount, Op};
use regex::Regex;
use std::sync::LazyLock;

static MASKED: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?P<c>不(?:得|应)?(?:少于|低于)|至少|达到|不(?:得|应)?(?:超过|高于)|控制在|新增[\p{Han}]{0,8}|完成[\p{Han}]{0,8}|增长|下降|培育|建设|引进|发放|种植)(?P<n>[*×Xx○]{1,6})(?P<p>[十百千万亿]?)(?P<u>%|‰|个百分点|人次|场次|人|名|次|场|期|户|个|家|所|处|座|项|件|份|台|辆|套|元|亩|公里|吨|平方米)(?P<t>以上|以下|以内|左右)?").expect("fixed")
});

pub(crate) fn find(passage: &Passage, out: &mut Vec<Quantity>) {
    if !passage.cues.any("*×Xx○") {
        return;
    }
    for f in MASKED.captures_iter(&passage.text) {
        let (Some(whole), Some(number)) = (f.get(0), f.name("n")) else { continue };
        let words = &f["c"];
        let op = match (f.name("t").map(|t| t.as_str()), words) {
            (Some("左右"), _) => Op::About,
            (Some("以下" | "以内"), _) => Op::AtMost,
            (_, "增长") => Op::RiseBy,
            (_, "下降") => Op::FallBy,
            (_, w) if w.starts_with('不') && (w.ends_with("超过") || w.ends_with("高于")) => Op::AtMost,
            (None, w)
                if w.starts_with("新增") || w.starts_with("完成") || matches!(w, "培育" | "建设" | "引进" | "发放" | "种植") =>
            {
                Op::Equal
            }
            (_, "控制在") => Op::AtMost,
            _ => Op::AtLeast,
        };
        // 万 before the unit is a part of the hidden number; the unit stays the measure word.
        out.push(Quantity {
            start: whole.start(),
            end: whole.end(),
            number: number.start(),
            op,
            amount: Amount::Masked,
            unit: f["u"].to_owned(),
            bare: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Span;

    #[test]
    fn masks() {
        let read = |text: &str| {
            let mut passage = Passage::default();
            passage.push(text, Span::new(0, text.len()), false);
            let mut out = Vec::new();
            find(&passage, &mut out);
            out.into_iter().map(|q| format!("{}{}", q.op.symbol(), q.unit)).collect::<Vec<_>>()
        };
        assert_eq!(read("每场不少于**人"), [">=人"]);
        assert_eq!(read("新增就业×××人"), ["=人"]);
        assert_eq!(read("覆盖率达到XX%以上"), [">=%"]);
        assert_eq!(read("完成投资××亿元"), ["=元"]);
        for text in ["XX镇", "以***新时代思想为指导", "共有XX个村"] {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("target_masked.rs"), |t| {
            let mut passage = Passage::default();
            passage.push(t, Span::new(0, t.len()), false);
            let mut out = Vec::new();
            find(&passage, &mut out);
            out.into_iter().map(|q| format!("{}{}", q.op.symbol(), q.unit)).collect()
        });
    }
}

//! Zero targets and “none may be left out”.
//!
//! # What it finds
//! `清零`, `零火点`, `不漏一人`, `一机一人`.
//!
//! # Why
//! Zero is a target like any other number, though no figure is written.
//!
//! # Read
//! `问题整改“清零”`, `实现零火点` → `=火点`, `做到不漏一户` → `=户`, `落实“一机一人”` → `=人`, `实现零材料` → `=材料`
//!
//! # Not read
//! A group: `零就业家庭`; `零距离服务`, `零容忍`, `零报告制度`, `零排放矿山`, `建立动态清零机制`.

use super::target_quantities::Quantity;
use crate::numeral::Exactness;
use crate::text::Passage;
use crate::types::{Amount, Op};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

static ZERO: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?P<clear>清零)|[通报实现确保保持达到户“]零(?P<u>火点|事故|死亡|伤亡|材料|上访|发生|新增|投诉|违规|拖欠|漏报|差错|感染|溺亡)|不漏一(?P<o>人|户|项|处|村|家|车|企)|一[\p{Han}]一(?P<p>人|策|档|码|员)”?").expect("fixed")
});

pub(crate) fn find(passage: &Passage, out: &mut Vec<Quantity>) {
    if !passage.cues.any("零漏一") {
        return;
    }
    for f in ZERO.captures_iter(&passage.text) {
        let Some(whole) = f.get(0) else { continue };
        let (value, unit) = if f.name("clear").is_some() {
            let next = passage.text[whole.end()..].trim_start_matches(['”', '"']);
            if ["机制", "政策", "后", "总", "方针"].iter().any(|w| next.starts_with(w)) {
                continue;
            }
            (0, "")
        } else if let Some(u) = f.name("u") {
            (0, u.as_str())
        } else if let Some(o) = f.name("o") {
            (0, o.as_str())
        } else {
            // 一村一策 and the like set a way of work; only people are counted.
            match f.name("p").map(|p| p.as_str()) {
                Some("人") if !passage.text[..whole.start()].ends_with('第') => (1, "人"),
                _ => continue,
            }
        };
        let amount = Amount::Known { value: Decimal::from(value), exactness: Exactness::Exact };
        out.push(Quantity {
            start: whole.start(),
            end: whole.end(),
            number: whole.start(),
            op: Op::Equal,
            amount,
            unit: unit.to_owned(),
            bare: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Span;

    #[test]
    fn zeros() {
        let read = |text: &str| {
            let mut passage = Passage::default();
            passage.push(text, Span::new(0, text.len()), false);
            let mut out = Vec::new();
            find(&passage, &mut out);
            out.into_iter().map(|q| q.unit).collect::<Vec<_>>()
        };
        assert_eq!(read("问题整改“清零”"), [""]);
        assert_eq!(read("实现零火点"), ["火点"]);
        assert_eq!(read("全部覆盖，不漏一人"), ["人"]);
        assert_eq!(read("落实“一机一人”"), ["人"]);
        for text in ["零就业家庭", "零距离服务", "零容忍", "零报告制度", "一村一策"] {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("target_zero.rs"), |t| {
            let mut passage = Passage::default();
            passage.push(t, Span::new(0, t.len()), false);
            let mut out = Vec::new();
            find(&passage, &mut out);
            out.into_iter().map(|q| format!("{}{}", q.op.symbol(), q.unit)).collect()
        });
    }
}

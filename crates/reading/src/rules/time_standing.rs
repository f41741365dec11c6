//! Duties without an end.
//!
//! # What it finds
//! `长期` where it is the time of a task.
//!
//! # Why
//! A standing duty is never late and never done; it must not be shown as one without a deadline.
//!
//! # Read
//! `（完成时间：长期）` → `standing long-term`, `完成时限:长期坚持`, `做好保洁工作（长期坚持）`
//!
//! # Not read
//! `长期以来`, `对长期沉淀资金`, `中长期规划`.

use super::TimeFound;
use crate::calendar::Years;
use crate::text::Passage;
use crate::types::Limit;
use regex::Regex;
use std::sync::LazyLock;

static LONG: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"(?:(?:时间|时限|期限|进度|安排):|[,;(、])(?P<w>长期(?:坚持|推进|实施|开展)?|常年坚持|持续推进|持续实施)(?:[)。;,]|$)",
    )
    .expect("fixed")
});

pub(crate) fn find(passage: &Passage, _years: Years, out: &mut Vec<TimeFound>) {
    if !passage.cues.any("长常持") {
        return;
    }
    for f in LONG.captures_iter(&passage.text) {
        let Some(word) = f.name("w") else { continue };
        let labelled = f.get(0).is_some_and(|w| w.as_str().contains(':')) || word.as_str().starts_with("长期");
        if labelled {
            out.push(TimeFound { start: word.start(), end: word.end(), limit: Limit::Standing });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::times;

    #[test]
    fn standing() {
        assert_eq!(times("（完成时间：长期）", Years::default(), find), ["长期 standing long-term"]);
        for text in ["长期以来", "对长期沉淀资金", "中长期规划"] {
            assert!(times(text, Years::default(), find).is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("time_standing.rs"), |t| times(t, Years::default(), find));
    }
}

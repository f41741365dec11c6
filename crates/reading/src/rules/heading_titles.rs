//! Where the title of a numbered item ends.
//!
//! # What it finds
//! The title of a numbered line, and whether the item is a sentence without a title.
//!
//! # Why
//! The outline shows titles; the sentence of an item is evidence for duties and must not be shortened to one.
//!
//! # Read
//! `认真谋划。全年抓好三件事。` → `认真谋划`; `频次：每季度一次。` → `频次`; `动员阶段(4月1日—5月1日)` → `动员阶段`; `某某中心 联系人：张三` → `某某中心`
//!
//! # Not read
//! Sentences, whose title stays empty: `各村要制定方案;`, `森林覆盖率达到30%。`, `对不合格的，取消资格。`

use crate::text::{Passage, is_sentence_end};
use regex::Regex;
use std::sync::LazyLock;

/// What stands behind an item, as far as it tells a title from a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// A line without a number: the body of the item.
    Body,
    /// A heading of a lower level.
    Lower,
    /// The next item, or the end.
    Sibling,
}

/// Where the title ends, in folded bytes; 0 where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TitleEnd {
    pub title: usize,
    /// First byte of the text behind title and punctuation.
    pub rest: usize,
}

const NONE: TitleEnd = TitleEnd { title: 0, rest: 0 };

static MODAL: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:^|[^重主必需摘纪提概紧])要(?:[^素求点件道务领塞害津闻闸职]|$)|应当|(?:^|[^响供对适相反效感呼照顺])应[^急对用变战征届有]|必须|不得|不准|务必|须|可以|能够|负责|立即|(?:^|[^反准])将|尽快|视情").expect("fixed")
});
static OPENER: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"^(在|对(?:[^标接照]|$)|由|当|凡|如|若|按照|根据|为了?|从|经|每[个次年月]|各[^类项]|因|除|一旦|遇|违反|未)",
    )
    .expect("fixed")
});
static QUANTITY: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"\d+(?:\.\d+)?(?:%|‰|[余多]?[万亿]?(?:人|次|个|户|元|亩|吨|家|名|米|公顷|立方|平方|天|日|项|条|起|宗|例|场|所|台|辆|座|处)|[年月]?底?前)|达到|不少于|不低于|控制在|不超过").expect("fixed")
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"^[\p{Han}]{2,6}:").expect("fixed"));
static TASK_BRACKET: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"单位|牵头|责任|负责|配合|落实|部门|:|\d+月|\d+日|年底|月底|长期").expect("fixed"));

pub fn find(passage: &Passage, follows: Follows) -> TitleEnd {
    let text = passage.text.as_str();
    let end = text.find(is_sentence_end).unwrap_or(text.len());
    if let Some(cut) = gap_cut(passage, end) {
        return cut;
    }
    let head_end = bracket_cut(text, end);
    let head = &text[..head_end];
    if let Some(colon) = text[..end].find(':').filter(|c| *c < head_end) {
        return colon_cut(text, colon);
    }
    let whole = rest_of(text, end) >= text.len() || head_end < end;
    if is_title(head, text[end..].chars().next(), whole && !follows_text(text, end), follows) {
        TitleEnd { title: head_end, rest: rest_of(text, if head_end < end { head_end } else { end }) }
    } else {
        NONE
    }
}

fn follows_text(text: &str, end: usize) -> bool {
    rest_of(text, end) < text.len()
}

/// First byte behind the end mark of a sentence.
fn rest_of(text: &str, end: usize) -> usize {
    text[end..].chars().next().filter(|c| is_sentence_end(*c) || *c == ':').map_or(end, |c| end + c.len_utf8())
}

/// `某某中心 联系人：…` and `目标 全年……`: a blank ends the title.
fn gap_cut(passage: &Passage, end: usize) -> Option<TitleEnd> {
    let text = passage.text.as_str();
    let gap = *passage.gaps.iter().find(|g| **g > 0)?;
    if gap >= end || text[..gap].contains([',', ':', '、']) {
        return None;
    }
    let (head, rest) = (text[..gap].chars().count(), text[gap..end].chars().count());
    let labelled = LABEL.is_match(&text[gap..]) && head >= 2;
    ((labelled && head <= 40) || ((2..=12).contains(&head) && rest > 30)).then_some(TitleEnd { title: gap, rest: gap })
}

/// A colon ends a short title; before a long text it introduces a sentence.
fn colon_cut(text: &str, colon: usize) -> TitleEnd {
    let head = &text[..colon];
    let count = head.chars().count();
    let title = (1..=20).contains(&count)
        && !MODAL.is_match(head)
        && !head.contains(',')
        && !head.ends_with("如下")
        && !head.ends_with("包括");
    if title { TitleEnd { title: colon, rest: colon + 1 } } else { NONE }
}

/// A bracket at the end that names dates or units is no part of the title.
fn bracket_cut(text: &str, end: usize) -> usize {
    let Some(open) = text[..end].rfind('(').filter(|o| *o > 0) else { return end };
    let closed = text[open..end].contains(')');
    let inside = &text[open..end];
    let at_end = !closed || text[..end].ends_with(')');
    if at_end && TASK_BRACKET.is_match(inside) { open } else { end }
}

fn is_title(head: &str, mark: Option<char>, whole: bool, follows: Follows) -> bool {
    let count = head.chars().count();
    if count == 0 || mark == Some(';') && whole {
        return false;
    }
    let commas = head.matches(',').count();
    // A line of its own that nothing closes, with text under it, is a title whatever its verbs.
    if whole && mark.is_none() && follows != Follows::Sibling && commas <= 2 {
        return count <= 42;
    }
    if MODAL.is_match(head)
        || QUANTITY.is_match(head)
        || commas > 2
        || (OPENER.is_match(head) && ((whole && follows == Follows::Sibling) || count > 16 || commas > 0))
    {
        return false;
    }
    let longest = match (whole, mark, follows) {
        // The text goes on in the same line.
        (false, _, _) if commas > 0 => 26,
        (false, _, _) => 34,
        // Something belongs to it: a title, though it may close with a full stop.
        (true, _, Follows::Body | Follows::Lower) => 42,
        (true, None, Follows::Sibling) => 40,
        // An item that is all there is, closed by a full stop, reads as a sentence unless it is very short.
        (true, Some(_), Follows::Sibling) => 12,
    };
    count <= longest && (commas < 2 || count <= 34)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Span;

    fn title(text: &str, follows: Follows) -> String {
        let mut passage = Passage::default();
        passage.push(text, Span::new(0, text.len()), false);
        passage.text[..find(&passage, follows).title].to_owned()
    }

    #[test]
    fn titles() {
        for (text, follows, expected) in [
            ("认真谋划。全年抓好三件事。", Follows::Sibling, "认真谋划"),
            ("频次：每季度一次。", Follows::Sibling, "频次"),
            ("动员阶段（4月1日—5月1日）", Follows::Body, "动员阶段"),
            ("某某中心 联系人：张三", Follows::Sibling, "某某中心"),
            ("加强顶层设计，完善管理体系。", Follows::Lower, "加强顶层设计,完善管理体系"),
            ("严格执行程序", Follows::Body, "严格执行程序"),
            ("要发挥部门作用", Follows::Body, "要发挥部门作用"),
        ] {
            assert_eq!(title(text, follows), expected, "{text}");
        }
    }

    #[test]
    fn sentences() {
        for text in [
            "各村要制定方案；",
            "森林覆盖率达到30%。",
            "对不合格的，取消资格。",
            "由卫生院现场研判。",
            "提升站点以及整个行业在居民眼里的好感和可信程度。",
        ] {
            assert_eq!(title(text, Follows::Sibling), "", "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("heading_titles.rs"), |t| {
            Some(title(t, Follows::Sibling)).filter(|t| !t.is_empty()).into_iter().collect()
        });
    }
}

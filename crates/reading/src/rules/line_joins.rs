//! Sentences that the source broke over lines.
//!
//! # What it finds
//! Whether a line goes on with the sentence of the line before.
//!
//! # Why
//! Page breaks cut sentences (and words) in two; a duty may have its day in the second half.
//!
//! # Read
//! A line without end mark, long enough to be a line of text, and a next line that is neither numbered nor a label:
//! `办好村民讲堂并且按月更新内容是今年乡里的重点⏎工作之一，各村要重视。`, `（一）提升基层文化站点组织开展群众活动的本⏎领，带动各村文艺队伍。`; a line inside a bracket:
//! `各村要做好夏秋两季的工作（夏季：四月⏎秋季：九月）。`
//!
//! # Not read
//! `成立领导小组如下：⏎组长：张三`; a title and the paragraph under it: `（一）加强组织领导和统筹协调推进全面工作落实⏎各村要成立领导小组，明确职责。`; rows of tables.

use crate::text::squeeze;
use regex::Regex;
use std::sync::LazyLock;

/// What is known of the two lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pair {
    /// The first line begins with a number.
    pub numbered: bool,
    /// The item before it with the same form of number ended with an end mark.
    pub sibling_is_sentence: bool,
    /// Nothing stands between the lines.
    pub adjacent: bool,
    /// Paragraphs of this document are separated by empty lines.
    pub spaced: bool,
    /// A bracket of the paragraph is still open.
    pub open_bracket: bool,
    /// The document breaks its lines at about this many characters, wherever a sentence stands.
    pub width: Option<usize>,
}

/// How two lines belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Two paragraphs.
    No,
    /// One paragraph, the sentence ended with the line.
    Paragraph,
    /// One sentence.
    Sentence,
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:组长|副组长|成员|主任|副主任|联系人|联系电话|附件|附:|抄送|主送|责任单位|牵头单位|配合单位|责任部门|完成时限|完成时间|时间安排|责任领导|责任人|——|表\d|注:)").expect("fixed")
});
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^[\d二〇○零一三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$")
        .expect("fixed")
});

/// A body is being set up, and its name has not come to its end.
static SET_UP: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:特|决定|现|拟|经研究)?(?:成立|组建|设立)[^,。;:]{2,}$|(?:特|决定|现|拟)成[^,。;:立]{2,}$")
        .expect("fixed")
});

/// `first` and `second` are squeezed lines, or parts of lines.
pub fn find(first: &str, second: &str, pair: Pair) -> Join {
    let Some(last) = first.chars().last() else { return Join::No };
    if LABEL.is_match(second)
        || DATE.is_match(second)
        || crate::number::parse(second).is_some_and(|n| n.marked)
        || is_table_row(second)
    {
        return Join::No;
    }
    let open_bracket = pair.open_bracket || first.matches('(').count() > first.matches(')').count();
    if pair.adjacent && pair.spaced {
        if matches!(last, ';' | ',' | '、') || open_bracket {
            return if last == ';' { Join::Paragraph } else { Join::Sentence };
        }
        if matches!(last, '。' | '!' | '?') && !second.starts_with('(') {
            return Join::No;
        }
    }
    if matches!(last, '。' | ';' | '!' | '?' | ':' | '…') {
        return Join::No;
    }
    let begins_inside =
        second.starts_with([',', '、', ')', '》', '”', '。', ';']) || (second.starts_with('(') && !matches!(last, ')'));
    let fragment = second.find([',', '。', '、', ';']).is_some_and(|at| second[..at].chars().count() <= 2);
    if matches!(last, ')' | '”') && !begins_inside && !open_bracket {
        return Join::No;
    }
    let (count, next) = (first.chars().count(), second.chars().count());
    // In a text of hard line ends a full line goes on, a short one does not.
    if pair.width.is_some_and(|w| count + 4 >= w && count <= w + 6) && next >= 1 && !is_table_row(first) {
        return Join::Sentence;
    }
    // …,特成立某某中心服 + 务组织工作小组: the name of a body broken over two lines.
    let body = first.contains(',')
        && SET_UP.is_match(first)
        && (4..=24).contains(&next)
        && ["小组", "指挥部", "专班", "委员会"].iter().any(|w| second.ends_with(w))
        && !["小组", "指挥部", "专班", "委员会"].iter().any(|w| first.ends_with(w));
    let whole_enough = body || second.ends_with(['。', ';', ')', '!', '?']) || next >= 30;
    if count < 18 || !whole_enough || is_table_row(first) {
        return Join::No;
    }
    let broken = if pair.numbered {
        first.contains('。') || first.contains(':') || begins_inside || fragment || pair.sibling_is_sentence
    } else {
        !LABEL.is_match(first)
    };
    if broken || matches!(last, ',' | '、') { Join::Sentence } else { Join::No }
}

/// The width at which a text was broken; `None` unless many full lines in a row end inside a sentence.
pub fn wrap_width<'a>(lines: impl Iterator<Item = &'a str>) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    let (mut run, mut longest_run) = (0, 0);
    for line in lines {
        let text = line;
        let count = text.chars().count();
        let inside = (15..=60).contains(&count) && !text.ends_with(['。', ';', '!', '?', ':', ')', '”', '》']);
        run = if inside { run + 1 } else { 0 };
        longest_run = longest_run.max(run);
        if inside {
            open.push(count);
        }
    }
    open.sort_unstable();
    let width = *open.get(open.len() / 2)?;
    let near = open.iter().filter(|n| n.abs_diff(width) <= 3).count();
    (open.len() >= 8 && longest_run >= 3 && near * 3 >= open.len() * 2).then_some(width)
}

/// Mostly figures: a row of a flattened table.
fn is_table_row(text: &str) -> bool {
    let figures = text.chars().filter(char::is_ascii_digit).count();
    figures * 2 > text.chars().count() && text.chars().count() > 3
}

/// Whether a squeezed line is a date and nothing else.
pub fn is_date(text: &str) -> bool {
    DATE.is_match(&squeeze(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(first: &str, second: &str, pair: Pair) -> Join {
        super::find(&squeeze(first), &squeeze(second), pair)
    }

    #[test]
    fn broken_words() {
        let numbered = Pair { numbered: true, ..Pair::default() };
        assert_eq!(find("（二）提升基层文化站点组织开展群众活动的本", "领，带动各村文艺队伍；", numbered), Join::Sentence);
        assert_eq!(
            find("办好村民讲堂并且按月更新内容是今年乡里的重点", "工作之一，各村要重视。", Pair::default()),
            Join::Sentence
        );
        assert_eq!(find("（一）加强组织领导和统筹协调推进全面工作落实", "各村要成立领导小组，明确职责。", numbered), Join::No);
        assert_eq!(find("成立领导小组如下：", "组长：张三", Pair::default()), Join::No);
    }

    #[test]
    fn hard_line_ends() {
        let text = [
            "把活动室和图书角的钥匙交给志愿者轮流保管",
            "并且在门口公布每天开放的时间和值班人的电",
            "话号码让上班的年轻人晚上也能够来借书看报",
            "还能听课。",
            "周末安排手工和书法两类小课由退休教师轮流",
            "担任讲师每堂课控制在二十人左右材料费由社",
            "区统一承担报名的人太多时先照顾没有参加过",
            "的居民。",
            "每个月最后一个星期天整理书架把破损的书挑",
            "出来修补登记新书入库并且在公告栏里贴出书",
            "单。",
        ];
        assert_eq!(wrap_width(text.into_iter()), Some(20));
        let pair = Pair { numbered: true, width: Some(20), ..Pair::default() };
        assert_eq!(find(text[0], text[1], pair), Join::Sentence);
    }

    #[test]
    fn a_semicolon_at_the_end_of_a_line() {
        let pair = Pair { adjacent: true, spaced: true, ..Pair::default() };
        assert_eq!(find("（夏季：4月20日—5月15日；", "秋季：9月1日—9月20日）。", pair), Join::Paragraph);
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("line_joins.rs"), |t| {
            let reading = crate::read(&format!("某县工作方案\n\n一、要求\n\n{t}"), &crate::Options::default());
            reading.joined_sentences.into_iter().map(|j| j.text).collect()
        });
    }
}

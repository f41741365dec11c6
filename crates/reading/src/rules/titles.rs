//! Titles of documents.
//!
//! # What it finds
//! Lines that can be the title of a document, and the kind of text (文种) that the title names.
//!
//! # Why
//! The title begins a document, gives its genre, and is no heading.
//!
//! # Read
//! `某县健康巡讲工作方案` → `Plan`, `关于印发某某方案的通知` → `Plan`, `关于印发某某办法的通知` → `Rules`, `某县学校食堂管理制度` → `Rules`, `某院2020年工作计划(试行)` → `Plan`, `在全县大会上的讲话` → `Speech`, `2020年工作总结【二】` → `Report`
//!
//! # Not read
//! Numbered lines: `一、要制定工作方案`; sentences: `要制定工作方案。`; labels: `附件：某某表`.

use crate::text::{fold_char, is_blank};
use crate::types::Genre;
use regex::Regex;
use std::sync::LazyLock;

static PLAN: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(方案|计划|意见|预案|规划|纲要|要点|通知|安排|措施|分工|决定|公告|通告|倡议书|责任书)$").expect("fixed")
});
static RULES: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:办法|细则|制度|规定|条例|章程|规程|守则|准则|规则)$").expect("fixed"));
/// 关于印发某某管理办法(试行)的通知: what is issued, not the notice, is the text.
static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:印发|发布|公布|出台)[^,。;]*?(?P<w>办法|细则|制度|规定|条例|章程|规程|守则|准则|规则)》?(?:\([^()]{1,12}\))?》?的(?:通知|公告|通告|决定)$")
        .expect("fixed")
});
static REPORT: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(总结|报告|汇报|情况|通报|小结|材料|述职|说明)$").expect("fixed"));
static SPEECH: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"(讲话|发言|致辞|主持词|讲话稿|发言稿)$").expect("fixed"));
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(\([^()]{1,16}\)|【[^】]{1,4}】|范文|模板|(?:[一二三四五六七八九十]|\d{1,2})篇|样例|最新|精选)+$")
        .expect("fixed")
});

/// Titles are short: of a longer line only the beginning is folded.
const FOLDED_BYTES_MAX: usize = 4_000;

/// Folds the beginning of a line; blanks become spaces, reading aids are dropped.
pub fn fold_line(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len().min(FOLDED_BYTES_MAX));
    let mut skip_to = 0;
    for (at, c) in raw.char_indices().take_while(|(at, _)| *at < FOLDED_BYTES_MAX) {
        if at < skip_to {
            continue;
        }
        skip_to = at + crate::variants::reading_aid(&raw[at..]);
        if skip_to == at {
            out.push(if is_blank(c) { ' ' } else { fold_char(c) });
        }
    }
    out.trim().to_owned()
}

/// A line that can be (a part of) a title: short, without end of sentence, without number or label.
pub fn title_like(raw: &str) -> bool {
    let text = fold_line(raw);
    let count = text.chars().filter(|c| *c != ' ').count();
    (2..=60).contains(&count)
        && !text.contains(['。', ';', '!', '?', ':', '→'])
        && text.matches(',').count() <= 1
        && !text.ends_with([',', '、'])
        && crate::number::parse(raw).is_none_or(|n| !n.marked)
        && !text.starts_with("附件")
        && !text.starts_with("——")
        && !text.starts_with("表")
        && text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The genre that a title names by its last word.
pub fn genre(title: &str) -> Option<Genre> {
    let squeezed: String = title.chars().filter(|c| !is_blank(*c)).map(fold_char).collect();
    let title = TAIL.replace(&squeezed, "");
    if RULES.is_match(&title) || ISSUED.is_match(&title) {
        Some(Genre::Rules)
    } else if PLAN.is_match(&title) {
        Some(Genre::Plan)
    } else if SPEECH.is_match(&title) {
        Some(Genre::Speech)
    } else if REPORT.is_match(&title) {
        Some(Genre::Report)
    } else {
        None
    }
}

/// A line that begins a document by itself: a title with a genre, long enough to name something.
pub fn begins_document(raw: &str) -> bool {
    let count = raw.chars().filter(|c| !is_blank(*c)).take(61).count();
    (8..=60).contains(&count) && title_like(raw) && genre(raw).is_some() && !raw.trim().ends_with("情况")
}

/// A title at the start of a line whose text goes on behind a blank; the bytes of the title in `raw`.
pub fn run_in_title(raw: &str) -> Option<usize> {
    let trimmed = raw.trim_start_matches(is_blank);
    let lead = raw.len() - trimmed.len();
    let gap = trimmed.find(is_blank)?;
    let (head, rest) = trimmed.split_at(gap);
    (head.chars().count() >= 8 && title_like(head) && genre(head).is_some() && rest.chars().count() > 30).then_some(lead + gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_genres() {
        assert_eq!(genre("某县健康巡讲工作方案"), Some(Genre::Plan));
        assert_eq!(genre("某院工作计划（试行）"), Some(Genre::Plan));
        assert_eq!(genre("关于印发某县工作方案的通知"), Some(Genre::Plan));
        assert_eq!(genre("某县学校食堂管理办法（试行）"), Some(Genre::Rules));
        assert_eq!(genre("关于印发《某县水库调度规程（试行）》的通知"), Some(Genre::Rules));
        assert_eq!(genre("在全县大会上的讲话"), Some(Genre::Speech));
        assert_eq!(genre("2020年工作总结【二】"), Some(Genre::Report));
        assert!(!title_like("一、要制定工作方案"));
        assert!(!title_like("要制定工作方案。"));
        assert!(!title_like("附件：某某表"));
        assert!(begins_document("某县健康巡讲工作方案"));
        assert_eq!(
            run_in_title("某县健康巡讲工作方案 为贯彻落实上级文件精神，结合我县工作实际，制定本方案，请认真执行，抓好落实。"),
            Some(30)
        );
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("titles.rs"), |t| {
            Some(t).filter(|t| title_like(t)).and_then(genre).map(|g| format!("{g:?}")).into_iter().collect()
        });
    }
}

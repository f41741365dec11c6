//! Lines of the web page around a text.
//!
//! # What it finds
//! Breadcrumbs, posting dates, adverts, copyright notes, lists of other pages, and tags in 【】 that the page repeats.
//!
//! # Why
//! A scraped file carries its page with it. Nothing of the page may become a heading, a unit or a date of the plan.
//!
//! # Read
//! `当前位置：首页 > 文档`, `2020-01-01 10:00 来源：某某网 浏览：3`, `相关热词搜索：方案`, and after a line of links the rest of the file:
//! `推荐访问：方案⏎某某方案五篇` → `某某方案五篇`; words in 【】 that stand elsewhere in the file: `做好各项【健康大讲堂方案】工作。⏎⏎制定健康大讲堂方案。` → `【健康大讲堂方案】`;
//! inside a sentence: `坚定(来源：某某网 )不移地推进。` → `来源`
//!
//! # Not read
//! A document number: `按照某发【2010】115号文件，各村按2010年要求办理。`; 【…】 that stands once: `做好【只此一次】的工作。`; any line that is long and ends like a sentence.

use crate::text::{Source, is_blank};
use crate::types::{NoiseReason, Span};
use regex::Regex;
use std::sync::LazyLock;

static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(当前位置|您的位置|你的位置|所在位置|首页>|首页»|导读:|来源:|编辑:|责任编辑|发布时间|发布日期|浏览次数|阅读次数|点击数|作者:[^,。]{0,12}$|下面是小编|以下是小编|本文是小编|小编为大家)|\d{4}-\d{1,2}-\d{1,2}.*(编辑:|来源:|浏览)|小编.{0,12}(整理|分享|搜集).{0,40}(参考|帮助|借鉴)").expect("fixed")
});
/// An abstract or a crumb of the page, of whatever length.
static LEAD: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?:导读|导语|序论|摘要)[:：]|^\|?来源:|^时间:\d{4}-|^当前位置").expect("fixed"));
static ADVERT: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"版权所有|转载请注明|复制分享|点击下载|免费下载|关注公众号|扫码|(https?://|www\.)[^,。]{6,}$|网友提供|仅供参考,?不",
    )
    .expect("fixed")
});
static LINKS: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(推荐访问|推荐阅读|相关阅读|延伸阅读|相关热词|猜你喜欢|热门推荐|最新推荐|相关推荐|上一篇|下一篇|相关文章|拓展阅读)|相关热词搜索").expect("fixed")
});
static CONTENTS: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^\d{1,2}[.、].{4,60}?\D\d{1,3}$|^目录$").expect("fixed"));

/// Sorts out one squeezed line. `in_links` stays true after a line that opens a list of links.
pub fn line(text: &str, in_links: &mut bool) -> Option<NoiseReason> {
    if text.is_empty() {
        return None;
    }
    if LEAD.is_match(text) {
        return Some(NoiseReason::PageHeader);
    }
    let long = text.chars().nth(120).is_some();
    if LINKS.is_match(text) {
        *in_links = true;
        return Some(NoiseReason::LinkList);
    }
    if *in_links {
        // A list of links ends where a real paragraph begins.
        if long && text.ends_with('。') {
            *in_links = false;
            return None;
        }
        return Some(if ADVERT.is_match(text) { NoiseReason::Advert } else { NoiseReason::LinkList });
    }
    if long {
        return None;
    }
    if HEADER.is_match(text) {
        return Some(NoiseReason::PageHeader);
    }
    if ADVERT.is_match(text) && !text.ends_with('。') {
        return Some(NoiseReason::Advert);
    }
    None
}

/// Whether a squeezed line looks like an entry of a table of contents (title and page number).
pub fn contents_entry(text: &str) -> bool {
    (text == "目录" || text.starts_with(|c: char| c.is_ascii_digit())) && CONTENTS.is_match(text) && !text.contains('。')
}

static BRACKET: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"【([^【】\n]{4,30})】").expect("fixed"));

/// Words in 【】 that are looked for elsewhere in the file; more would make long files slow.
const TAGS_LOOKED_AT_MAX: usize = 200;

/// The words of the tags that the page repeats: in 【】 without figures, and once more elsewhere in the file.
pub fn tags(source: &Source) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for found in BRACKET.captures_iter(source.raw()).take(TAGS_LOOKED_AT_MAX) {
        let word = &found[1];
        if word.chars().any(|c| c.is_ascii_digit()) || words.iter().any(|w| w == word) {
            continue;
        }
        // Twice anywhere, with or without brackets, makes it a tag; the search ends at the second.
        if source.raw().match_indices(word).nth(1).is_some() {
            words.push(word.to_owned());
        }
        if words.len() >= 16 {
            break;
        }
    }
    words
}

/// The spans of repeated tags inside one line.
pub fn tag_spans(source: &Source, line: Span, tags: &[String]) -> Vec<Span> {
    let text = source.slice(line);
    if tags.is_empty() || !text.contains('【') {
        return Vec::new();
    }
    BRACKET
        .captures_iter(text)
        .filter(|c| tags.iter().any(|t| *t == c[1]))
        .filter_map(|c| c.get(0).map(|m| Span::new(line.start + m.start(), line.start + m.end())))
        .collect()
}

static INNER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:来源|欲查看|欲了解|更多[\p{Han}]{0,10}(?:访问|关注|点击|请)|本文(?:来自|转自|来源)|转载|摘自|点击查看)")
        .expect("fixed")
});

/// Remarks of the page in brackets that stand in the middle of a sentence: the sentence reads on behind them.
pub fn inner_spans(source: &Source, line: Span) -> Vec<Span> {
    let raw = source.slice(line);
    let mut found = Vec::new();
    if !["源", "更多", "本文", "转载", "轉", "摘自"].iter().any(|w| raw.contains(w)) {
        return found;
    }
    for (at, open) in raw.char_indices().filter(|(_, c)| matches!(c, '(' | '（')) {
        if crate::variants::reading_aid(&raw[at..]) > 0 {
            continue;
        }
        let Some(len) = bracket_len(&raw[at..]) else { continue };
        let inside = crate::rules::titles::fold_line(&raw[at + open.len_utf8()..at + len]).replace(' ', "");
        let han = |c: Option<char>| c.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        // A source named at the end of a sentence is the author's.
        let middle = han(raw[at + len..].chars().find(|c| !is_blank(*c)));
        if middle && INNER.is_match(&inside) {
            found.push(Span::new(line.start + at, line.start + at + len));
        }
    }
    found
}

/// Bytes of a bracket with its ends, over reading aids inside it; none where it is long or never closes.
fn bracket_len(rest: &str) -> Option<usize> {
    let mut skip_to = 0;
    for (at, c) in rest.char_indices().take(120).skip(1) {
        if at < skip_to {
            continue;
        }
        skip_to = at + crate::variants::reading_aid(&rest[at..]);
        // `?jiān)` is what is left of a damaged reading aid; it closes nothing.
        let left_over = rest[..at].ends_with(|c: char| c.is_ascii_alphabetic() || ('\u{e0}'..='\u{24f}').contains(&c));
        if skip_to == at && matches!(c, ')' | '）') && !left_over {
            return Some(at + c.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_plans() {
        let mut links = false;
        assert_eq!(line("当前位置:首页>文档", &mut links), Some(NoiseReason::PageHeader));
        assert_eq!(line("一、加强领导", &mut links), None);
        assert_eq!(line("相关热词搜索:方案", &mut links), Some(NoiseReason::LinkList));
        assert_eq!(line("某某方案五篇", &mut links), Some(NoiseReason::LinkList));
        assert!(contents_entry("3.某镇工作方案16"));
        assert!(!contents_entry("3.某镇工作方案"));
    }

    #[test]
    fn remarks_inside_a_sentence() {
        let inner = |text: &str| {
            let source = Source::new(text);
            inner_spans(&source, source.line_span(1)).into_iter().map(|s| source.slice(s).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(inner("坚定(来源：某某网 )不移地推进"), ["(来源：某某网 )"]);
        assert_eq!(inner("在精心指(欲查看更多精品文章請(qǐng)訪問(wèn)〖〗)导下"), ["(欲查看更多精品文章請(qǐng)訪問(wèn)〖〗)"]);
        assert_eq!(inner("的精心指(欲查看更多精品文章請(qǐng)?jiān)L問(wèn)〖〗)导下").len(), 1);
        assert!(inner("参合率达到95%（来源：某县统计局）。").is_empty());
        assert!(inner("增加收入来源（含转移收入）的农户").is_empty());
    }

    #[test]
    fn a_tag_is_repeated_and_has_no_figures() {
        let source = Source::new("五、领导【巡讲方案】\n某发【2010】115号\n巡讲方案 第二篇\n【只此一次】");
        assert_eq!(tags(&source), ["巡讲方案"]);
        assert_eq!(tag_spans(&source, source.line_span(1), &tags(&source)).len(), 1);
        assert!(tag_spans(&source, source.line_span(2), &tags(&source)).is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("noise.rs"), |t| {
            let text = format!("某县工作方案\n\n一、要求\n\n各村要落实责任。\n\n{t}");
            let reading = crate::read(&text, &crate::Options::default());
            reading.noise.iter().map(|n| text[n.at.span.start..n.at.span.end].to_owned()).collect()
        });
    }
}

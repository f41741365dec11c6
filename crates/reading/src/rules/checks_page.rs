//! What the page around a collection says of it.
//!
//! # What it finds
//! A number of pieces that the page announces and does not hold, and a title of the page that names a kind of text (文种) which none of
//! the pieces is.
//!
//! # Why
//! Who looks for a plan under such a title must be told that there is none, and that pieces are missing.
//!
//! # Read
//! `某会保障方案范文⏎导语：整理的三篇范文，供你借鉴。⏎篇1⏎本报讯 近日，某驿站开张。据介绍，已建成5个。⏎篇2⏎本报讯 日前，某市场开业。据统计，已入驻3家。` → `三篇`
//!
//! # Not read
//! `某会保障方案范文⏎导语：整理的二篇范文，供你借鉴。⏎篇1⏎某县保障工作方案⏎⏎一、要求⏎⏎各村要落实责任。⏎篇2⏎某市保障工作方案⏎⏎一、要求⏎⏎各村要落实责任。`

use crate::documents::Split;
use crate::findings::compared;
use crate::numeral;
use crate::pattern;
use crate::rules::titles;
use crate::text::Source;
use crate::types::{Finding, Genre, NoiseReason, Severity};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

static PIECES: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:整理|收集|搜集|分享|精选|共)[\p{Han}]{0,8}?(?P<n>[二三四五六七八九十]{1,3}|\d{1,2})篇").expect("fixed")
});

/// Lines of the page that are looked at: those at the beginning.
const PAGE_LINES_MAX: usize = 40;

pub(crate) fn find(source: &Source, split: &Split, out: &mut Vec<Finding>) {
    let pieces: Vec<_> = split.drafts.iter().filter(|d| d.is_piece()).collect();
    let Some(first) = pieces.first().map(|d| d.document.first_line).filter(|_| pieces.len() >= 2) else { return };
    let page = split.noise.iter().filter(|n| n.at.line <= first.min(PAGE_LINES_MAX) && n.reason == NoiseReason::PageHeader);
    for noise in page.clone() {
        let text = source.squeezed(noise.at.line);
        let Some(said) = PIECES.captures(text) else { continue };
        let announced =
            said["n"].parse::<usize>().ok().or_else(|| numeral::chinese(&said["n"]).and_then(|n| usize::try_from(n).ok()));
        let Some(announced) = announced.filter(|n| *n != pieces.len()) else { continue };
        let message = format!("页面说有{}篇，文中是{}篇，其余可能缺失。", &said["n"], pieces.len());
        let places =
            [noise.at].into_iter().chain(pieces.iter().map(|p| source.at(source.line_span(p.document.first_line)))).collect();
        let mut finding = on_page("count_differs", places, message);
        finding.compared = Some(compared("文中的篇数".to_owned(), Decimal::from(pieces.len()), Decimal::from(announced)));
        out.push(finding);
    }
    // The title of the page: a line above the first piece that names a kind of text and stands for no document of its own.
    let title = split
        .page_titles
        .iter()
        .copied()
        .filter(|line| *line < first)
        .find_map(|line| Some((line, titles::genre(source.line(line))?)));
    if let Some((line, genre)) = title
        && !pieces.iter().any(|d| fits(genre, d.document.genre))
    {
        let text = titles::fold_line(source.line(line));
        let message = format!("页面标题“{text}”与内容不符：{}篇中没有这一文种。", pieces.len());
        out.push(on_page("page_title_differs", vec![source.at(source.line_span(line))], message));
    }
}

/// Rules can stand under the title of a plan.
fn fits(title: Genre, genre: Genre) -> bool {
    title == genre || matches!((title, genre), (Genre::Plan, Genre::Rules) | (Genre::Rules, Genre::Plan))
}

fn on_page(code: &str, at: Vec<crate::types::At>, message: String) -> Finding {
    Finding { document: 0, code: code.to_owned(), severity: Severity::Remark, message, at, compared: None, choices: Vec::new() }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_page.rs"), |t| {
            let reading = read(t, &Options::default());
            let own = ["count_differs", "page_title_differs"];
            reading.findings.into_iter().filter(|f| own.contains(&f.code.as_str())).map(|f| f.message).collect()
        });
    }
}

//! Statements about reading of system 16.

mod common;

use common::{read_lines, shared};
use luodi_reading::{Genre, Options, read};

// open s16_02: nets, chains, patterns and layers that a name counts are not listed
// open s16_05: ten pieces announced and five there are found; a page title that fits none is not, for a piece without a title is read as a plan

#[test]
fn s16_01_an_article_orders_nothing() {
    let Some(raw) = shared("001.txt") else { return };
    let article = read_lines(&raw, 4, 18, None);
    assert_eq!(article.documents[0].genre, Genre::Article);
    assert_eq!(article.outline.iter().map(|h| h.at.line).collect::<Vec<_>>(), [6, 9, 13, 17]);
    assert!(article.outline.iter().all(|h| h.number.is_empty()));
    assert!(article.targets.is_empty() && article.time_limits.is_empty());
    assert!(article.responsibilities.iter().all(|r| !r.explicit), "{:?}", article.responsibilities);
}

#[test]
fn s16_03_cleaned_text_and_raw_line() {
    let Some(raw) = shared("001.txt") else { return };
    let article = read_lines(&raw, 4, 18, None);
    let heading = &article.outline[0];
    assert_eq!(heading.title, "一网五链三大格局");
    let shown = &raw[heading.at.span.start..heading.at.span.end];
    assert!(shown.contains('鏈'), "the raw line is unchanged: {shown}");
    let all = read(&raw, &Options::default());
    let title = all.noise.iter().find(|n| n.at.line == 1).expect("the title of the page");
    assert!(raw[title.at.span.start..title.at.span.end].contains('動'));
}

#[test]
fn s16_04_damage_is_marked() {
    let Some(raw) = shared("001.txt") else { return };
    let article = read_lines(&raw, 4, 18, None);
    let damaged = article.findings.iter().find(|f| f.code == "text_damaged").expect("damaged runs");
    for line in [5, 8, 12] {
        assert!(damaged.at.iter().any(|a| a.line == line), "L{line}");
    }
    assert!(article.responsibilities.iter().all(|r| !r.unit.contains('惥')));
}

#[test]
fn s16_pieces_that_the_page_announces() {
    let Some(raw) = shared("001.txt") else { return };
    let all = read(&raw, &Options::default());
    let found = all.findings.iter().find(|f| f.code == "count_differs" && f.at[0].line == 3).expect("ten are announced");
    assert_eq!(found.at[1..].iter().map(|a| a.line).collect::<Vec<_>>(), [4, 19, 67, 89, 120]);
}

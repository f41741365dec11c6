//! Statements about reading of system 17.

mod common;

use common::{read_lines, shared};
use luodi_reading::Genre;

#[test]
fn s17_an_article_without_quota_and_deadline() {
    let Some(raw) = shared("001.txt") else { return };
    let article = read_lines(&raw, 4, 18, None);
    assert_eq!(article.documents[0].genre, Genre::Article);
    assert!(article.targets.iter().all(|t| !(13..=16).contains(&t.at.line)));
    assert!(article.time_limits.iter().all(|t| !(13..=16).contains(&t.at.line)));
}

#[test]
fn s17_01_the_limit_is_not_stated() {
    let Some(raw) = shared("001.txt") else { return };
    let article = read_lines(&raw, 4, 18, None);
    let found: Vec<_> = article.findings.iter().filter(|f| f.code == "limit_not_stated").collect();
    assert_eq!(found.iter().map(|f| f.at[0].line).collect::<Vec<_>>(), [15]);
    assert!(found[0].choices.iter().any(|c| c.code == "enter_number"));
}

//! Statements about reading of system 17.

mod common;

use common::{read_lines, shared};
use luodi_reading::Genre;

// open s17_01: the rule with a limit that is not stated (L15) is not read

#[test]
fn s17_an_article_without_quota_and_deadline() {
    let Some(raw) = shared("001.txt") else { return };
    let article = read_lines(&raw, 4, 18, None);
    assert_eq!(article.documents[0].genre, Genre::Article);
    assert!(article.targets.iter().all(|t| !(13..=16).contains(&t.at.line)));
    assert!(article.time_limits.iter().all(|t| !(13..=16).contains(&t.at.line)));
}

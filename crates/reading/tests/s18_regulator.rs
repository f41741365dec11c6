//! Statements about reading of system 18.

mod common;

use common::{numbers, read_lines, shared};
use luodi_reading::Genre;

// open s18_01: the six forward-looking items of L41 are not told from the results
// open s18_02: dates with and without a year in L41 are not read, for the report looks back
// open s18_17: counts of documents and names that reveal the mask have no finding

#[test]
fn s18_outline_and_results() {
    let Some(raw) = shared("001.txt") else { return };
    let report = read_lines(&raw, 19, 66, None);
    assert_eq!(report.documents[0].genre, Genre::Report);
    assert_eq!(numbers(&report, 1), ["一", "二", "三", "四"]);
    let parents: Vec<usize> = [20, 38, 50, 62]
        .iter()
        .map(|line| {
            let parent = report.outline.iter().position(|h| h.at.line == *line);
            report.outline.iter().filter(|h| h.parent == parent).count()
        })
        .collect();
    assert_eq!(parents, [6, 4, 3, 2]);
    assert!(report.targets.is_empty(), "numbers are results");
}

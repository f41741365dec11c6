//! Statements about reading of system 08.

mod common;

use common::{read_lines, shared};
use luodi_reading::{HeadingPlace, NoiseReason, NumberForm, Options, read};

#[test]
fn s08_01_headings_that_do_not_start_a_line() {
    let Some(raw) = shared("000.txt") else { return };
    let guide = read_lines(&raw, 622, 657, None);
    let lines = |level: usize| guide.outline.iter().filter(|h| h.level == level).map(|h| h.at.line).collect::<Vec<_>>();
    assert_eq!(lines(1), [627, 631, 639, 651]);
    assert_eq!(lines(2), [639, 643, 649, 653, 655, 657]);
    let points: Vec<(usize, u32, usize)> =
        guide.items.iter().filter(|i| i.form == NumberForm::ArabicInBrackets).map(|i| (i.at.line, i.ordinal, i.level)).collect();
    assert_eq!(points, [(643, 1, 3), (643, 2, 3), (643, 3, 3)]);
    assert_eq!(guide.outline.len() + points.len(), 13);
    assert_eq!(guide.outline.iter().filter(|h| h.place == HeadingPlace::Buried).count(), 4);
    assert!(guide.noise.iter().any(|n| n.at.line == 647 && n.reason == NoiseReason::Tag));
    assert!(guide.responsibilities.is_empty() && guide.targets.is_empty() && guide.time_limits.is_empty());
}

#[test]
fn s08_five_reports_follow() {
    let Some(raw) = shared("000.txt") else { return };
    let all = read(&raw, &Options::default());
    let reports: Vec<(usize, usize)> =
        all.documents.iter().filter(|d| (659..=873).contains(&d.first_line)).map(|d| (d.first_line, d.last_line)).collect();
    assert_eq!(reports, [(659, 701), (703, 745), (747, 765), (767, 809), (811, 873)]);
    let joined: Vec<&[usize]> = all.joined_sentences.iter().map(|j| j.lines.as_slice()).filter(|l| l[0] == 711).collect();
    assert_eq!(joined, [[711, 713]]);
    let cut: Vec<usize> = all.findings.iter().filter(|f| f.code == "text_cut_off").map(|f| f.at[0].line).collect();
    assert!(cut.contains(&873), "{cut:?}");
}
// open s08_13: genre words, recipients and parts of an imported report are not compared

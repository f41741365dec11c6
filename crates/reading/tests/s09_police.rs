//! Statements about reading of system 09.

mod common;

use common::{read_lines, shared};

// open s09_14: roads without a name are found; the town of unclear relation, words used for others and the genre of the first part are not

#[test]
fn s09_01_kinds_and_problems_and_no_tasks() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 659, 701, None);
    let lines = |level: usize| report.outline.iter().filter(|h| h.level == level).map(|h| h.at.line).collect::<Vec<_>>();
    assert_eq!(lines(1), [663, 695]);
    assert_eq!(lines(2), [667, 679]);
    assert_eq!(lines(3), [671, 673, 675, 677, 683, 685, 687, 689, 691, 693]);
    let problems: Vec<(usize, u32)> = report.items.iter().map(|i| (i.at.line, i.ordinal)).collect();
    assert_eq!(problems, [(697, 1), (699, 2), (701, 3)]);
    assert!(report.targets.is_empty() && report.time_limits.is_empty());
    assert!(report.responsibilities.iter().all(|r| ![661, 665].contains(&r.at.line)));
}

#[test]
fn s09_roads_without_a_name() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 659, 701, None);
    let cut = report.findings.iter().find(|f| f.code == "name_cut_out").expect("roads without their name");
    assert_eq!(cut.at.iter().map(|a| a.line).collect::<Vec<_>>(), [677, 691, 693]);
}

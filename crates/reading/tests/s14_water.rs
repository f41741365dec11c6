//! Statements about reading of system 14.

mod common;

use common::{numbers, read_lines, shared};
use luodi_reading::{Limit, Reading, Role};
use std::collections::{BTreeMap, BTreeSet};

// open s14_04: the executors of L892 are not inherited by the other tasks

/// Lines of the tasks: those with a lead.
fn tasks(plan: &Reading) -> BTreeSet<usize> {
    plan.responsibilities.iter().filter(|r| r.explicit && r.role == Role::Lead).map(|r| r.at.line).collect()
}

#[test]
fn s14_01_parts_groups_tasks_and_rows() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 878, 1204, None);
    assert_eq!(numbers(&plan, 1).len(), 10);
    assert_eq!(numbers(&plan, 2).len(), 40);
    let parts: Vec<usize> = plan.outline.iter().filter(|h| h.level == 1).map(|h| h.at.line).collect();
    let tasks = tasks(&plan);
    let counts: Vec<usize> =
        parts.iter().enumerate().map(|(i, from)| tasks.range(from..parts.get(i + 1).unwrap_or(&usize::MAX)).count()).collect();
    assert_eq!(counts, [14, 8, 8, 9, 11, 9, 6, 14, 16, 13]);
    let rows = |role: Role| plan.responsibilities.iter().filter(|r| r.explicit && r.role == role).count();
    assert_eq!((rows(Role::Lead), rows(Role::Support)), (142, 387), "with the two carve-outs");
    let mut roles: BTreeMap<usize, [usize; 2]> = BTreeMap::new();
    for r in plan.responsibilities.iter().filter(|r| r.explicit && r.role != Role::Executor) {
        roles.entry(r.at.line).or_default()[usize::from(r.role == Role::Support)] += 1;
    }
    for line in [1008, 1034, 1054] {
        assert_eq!(roles[&line], [1, 0], "L{line} has one unit and no participants");
    }
}

#[test]
fn s14_02_units_that_share_a_prefix() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 878, 1204, None);
    let lines = |names: &[&str], role: Role| {
        let found = plan.responsibilities.iter().filter(|r| r.explicit && r.role == role && names.contains(&r.unit.as_str()));
        found.map(|r| r.at.line).collect::<Vec<_>>()
    };
    assert_eq!(lines(&["市发改委", "发改委"], Role::Support).len(), 51);
    assert_eq!(lines(&["市农委", "农委"], Role::Lead).len(), 5);
    assert_eq!(lines(&["市农委", "农委"], Role::Support).len(), 27);
    let rural: BTreeSet<usize> = [Role::Lead, Role::Support].iter().flat_map(|r| lines(&["市委农办", "农办"], *r)).collect();
    assert_eq!(rural.into_iter().collect::<Vec<_>>(), [952, 954, 970]);
}

#[test]
fn s14_05_a_year_that_was_rewritten() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 878, 1204, None);
    let doubtful = plan.findings.iter().find(|f| f.code == "year_doubtful").expect("2016 stands for several years");
    assert_eq!(doubtful.at.len(), 36);
    let lines: BTreeSet<usize> = doubtful.at.iter().map(|a| a.line).collect();
    assert_eq!(lines.len(), 29);
    let sound = [898, 920, 928, 936, 940, 968, 970, 976, 982, 984, 988, 1126, 1130, 1136, 1150, 1160];
    assert!(sound.iter().all(|l| !lines.contains(l)));
    assert!(doubtful.choices.iter().all(|c| c.value.is_none()), "no year is offered");
    assert_eq!(doubtful.at.iter().filter(|a| a.line == 1146).count(), 2, "分别 needs two different years");
    let sound = plan.time_limits.iter().find(|t| t.at.line == 912 && t.text.starts_with("2020")).expect("a sound date");
    assert!(matches!(&sound.limit, Limit::By { day } if day.to_string() == "2020-12-31"));
}

#[test]
fn s14_ends_of_periods() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 878, 1204, None);
    let by = |line: usize| {
        let limit = plan.time_limits.iter().find(|t| t.at.line == line && matches!(t.limit, Limit::By { .. }));
        limit.map(|t| if let Limit::By { day } = t.limit { day.to_string() } else { String::new() })
    };
    for (line, day) in
        [(894, "2016-12-31"), (1088, "2016-06-30"), (1144, "2016-06-30"), (1162, "2016-06-30"), (1150, "2019-12-31")]
    {
        assert_eq!(by(line).as_deref(), Some(day), "L{line}");
    }
}

#[test]
fn s14_03_lists_that_are_open() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 878, 1204, None);
    let open: Vec<usize> = plan.open_lists.iter().filter(|l| l.role == Role::Support).map(|l| l.at.line).collect();
    assert_eq!(open.len(), 99);
    for line in [994, 996, 1156, 1180, 1184, 1186] {
        assert!(plan.responsibilities.iter().any(|r| r.at.line == line && r.role == Role::Support), "L{line} has participants");
        assert!(!open.contains(&line), "L{line} is closed");
    }
}

#[test]
fn s14_06_numbers_of_documents_with_that_year() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 878, 1204, None);
    let found: Vec<_> = plan.findings.iter().filter(|f| f.code == "document_number_doubtful").collect();
    assert_eq!((found.len(), found[0].at.len()), (1, 11));
}

#[test]
fn s14_07_two_dates_for_the_same_waters() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 878, 1204, None);
    let found: Vec<_> = plan.findings.iter().filter(|f| f.code == "limits_differ").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].at.iter().map(|a| a.line).collect::<Vec<_>>(), [886, 1150]);
    let days: Vec<&str> = found[0].choices.iter().filter_map(|c| c.value.as_deref()).collect();
    assert_eq!(days, ["2020-12-31", "2019-12-31"]);
}

//! Statements of system 31 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

#[test]
fn s31_01_actions_and_their_units() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 653, 762, None);
    assert_eq!(level_counts(&plan), [6, 13]);
    let lines = [705, 711, 719, 728, 736, 742];
    assert_eq!(lines.map(|l| named(&plan, l, Role::Lead).len()), [4, 4, 3, 6, 3, 4]);
    for (line, above) in lines.into_iter().zip([697, 707, 713, 721, 730, 738]) {
        let row = plan.responsibilities.iter().find(|r| r.at.line == line).and_then(|r| r.heading);
        assert_eq!(row.map(|h| plan.outline[h].at.line), Some(above));
    }
    let units = tally(&plan, 705, 742, Role::Lead);
    assert_eq!(units[0], ("镇综合执法中队".to_owned(), 5));
    assert_eq!(units.iter().map(|u| u.1).sum::<usize>(), 24);
}

#[test]
fn s31_02_one_unit_under_two_names() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 653, 762, None);
    assert!(flagged(&plan, "names_alike", 728) && says(&plan, "names_alike", "“镇村镇建设服务中心”与“村镇建设服务中心”"));
    let outside = of(&plan, "responsible_not_member");
    assert_eq!((outside.len(), outside[0].at.len()), (1, 1));
    assert!(outside[0].message.contains("镇党务政务服务中心"));
}

#[test]
fn s31_03_heads_and_deputies() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 653, 762, None);
    assert_eq!(plan.groups.len(), 1);
    let group = &plan.groups[0];
    assert_eq!((group.leaders.len(), group.deputies.len(), group.members.len()), (2, 10, 11));
    assert!(group.leaders.iter().chain(&group.deputies).all(|m| m.name == "XX" && m.post.is_some()), "{group:?}");
}

#[test]
fn s31_04_three_ranges() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 653, 762, None);
    let ranges: Vec<String> = [746, 748, 750].iter().flat_map(|l| limits_of(&plan, *l)).collect();
    assert_eq!(ranges, ["between --10-30/--11-06", "between --11-07/--11-20", "between --11-21/"]);
}

#[test]
fn s31_07_a_limit_without_a_number_is_none() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 653, 762, None);
    assert!(limits_of(&plan, 761).iter().all(|l| l == "every monthly"));
}

#[test]
fn s31_12_a_list_that_is_missing() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 653, 762, None);
    assert!(says(&plan, "term_undefined", "八乱"));
}

#[test]
fn s31_14_defects_of_the_text() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 653, 762, None);
    assert!(flagged(&plan, "series_gap", 761) && says(&plan, "series_gap", "没有“二是”"));
    assert!(flagged(&plan, "mark_stray", 757));
    for line in [746, 748, 750] {
        assert!(flagged(&plan, "year_missing", line), "{line}");
    }
    assert!(flagged(&plan, "masked_text", 693));
}

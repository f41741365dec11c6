//! Statements of system 40 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s40_01_outline() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1282, 1378, Some(2020));
    assert_eq!(level_counts(&plan), [3, 6, 23]);
    let numbers: Vec<u32> = plan.outline.iter().filter(|h| h.level == 3).filter_map(|h| h.ordinal).collect();
    assert_eq!(numbers, (1..=23).collect::<Vec<u32>>());
    assert!([1312, 1313, 1360, 1361, 1362].iter().all(|l| !is_heading(&plan, *l)));
}

#[test]
fn s40_02_announced_counts() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1282, 1378, Some(2020));
    let found = of(&plan, "count_differs");
    assert_eq!(found.iter().map(|f| f.at[0].line).collect::<Vec<_>>(), [1357]);
    let compared = found[0].compared.as_ref().expect("both counts");
    assert_eq!((compared.printed, compared.computed), (3.into(), 2.into()));
    let other = raw.replacen("23条措施", "24条措施", 1);
    let plan = read_lines(&other, 1282, 1378, Some(2020));
    assert!(flagged(&plan, "count_differs", 1284), "24 announced, 23 found");
}

#[test]
fn s40_04_signs() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1282, 1378, Some(2020));
    let has = |line: usize, target: &str| {
        assert!(targets_of(&plan, line).contains(&target.to_owned()), "{line} {target} {:?}", targets_of(&plan, line))
    };
    has(1296, "<=5.5%");
    has(1332, "<=1%");
    has(1342, ">=800000吨");
    has(1301, "~350人");
    has(1318, "~3.3%");
    has(1318, "+1倍");
    has(1336, "<=1个工作日");
}

#[test]
fn s40_05_zero_and_what_is_left() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1282, 1378, Some(2020));
    assert!(targets_of(&plan, 1312).contains(&"=7339名".to_owned()));
}

#[test]
fn s40_09_background_is_no_target() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1282, 1378, Some(2020));
    for value in ["1563", "6314", "2202", "8461"] {
        assert!(plan.targets.iter().all(|t| !t.text.contains(value)), "{value}");
    }
    assert!(targets_of(&plan, 1364).iter().all(|t| !t.contains("20%") && !t.contains("30%")), "last year's cuts");
    assert!(targets_of(&plan, 1299).iter().all(|t| !t.contains("150000")), "the amount that is raised");
}

#[test]
fn s40_11_every_ten_days() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1282, 1378, Some(2020));
    assert!(limits_of(&plan, 1305).contains(&"every 10-daily".to_owned()));
}

#[test]
fn s40_12_at_most_three() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1282, 1378, Some(2020));
    let list = targets_of(&plan, 1305);
    assert!(list.contains(&"<=3次".to_owned()) && list.contains(&"=31000人次".to_owned()), "{list:?}");
}

#[test]
fn s40_13_marks_and_letters() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1282, 1378, Some(2020));
    for line in [1330, 1370] {
        assert!(flagged(&plan, "mark_unpaired", line), "{line}");
    }
    assert!(flagged(&plan, "text_damaged", 1330));
}

#[test]
fn s40_18_aspired_targets() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1282, 1378, Some(2020));
    let aspired: Vec<&str> = plan.targets.iter().filter(|t| t.aspired).map(|t| t.text.as_str()).collect();
    assert_eq!(aspired, ["降到1%以下", "增长5%以上", "达到0.32%", "30%以上", "10家"], "and two directions without a number");
}

//! Statements of system 23 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

#[test]
fn s23_01_tasks_and_units() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 112, 151, Some(2022));
    let counts: Vec<usize> = [128, 130, 132, 134, 136, 139, 141].iter().map(|l| named(&plan, *l, Role::Lead).len()).collect();
    assert_eq!(counts, [2, 1, 3, 2, 4, 3, 1]);
    let units: Vec<(String, usize)> = tally(&plan, 112, 151, Role::Lead);
    let shown: Vec<(&str, usize)> = units.iter().map(|(n, c)| (n.as_str(), *c)).collect();
    assert_eq!(shown, [("县科技局", 7), ("县工信局", 5), ("工业园区管委会", 2), ("县商务局", 1), ("县金融服务中心", 1)]);
    assert!(plan.responsibilities.iter().filter(|r| r.explicit).all(|r| r.role == Role::Lead), "none is more than another");
}

#[test]
fn s23_02_members_without_a_task() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 112, 151, Some(2022));
    let found = of(&plan, "member_without_task");
    assert_eq!((found.len(), found[0].at.len()), (1, 5), "{found:?}");
    for unit in ["县统计局", "县税务局", "生态环境局", "县应急管理局", "县供电公司"] {
        assert!(found[0].message.contains(unit), "{unit}");
    }
}

#[test]
fn s23_03_numbers_left_blank() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 112, 151, Some(2022));
    assert_eq!(of(&plan, "number_left_blank").iter().map(|f| f.at[0].line).collect::<Vec<_>>(), [132, 134]);
    for line in [132, 134] {
        assert!(targets_of(&plan, line).is_empty(), "{line}");
    }
}

#[test]
fn s23_04_a_target_below_its_baseline() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 112, 151, Some(2022));
    let found = of(&plan, "target_below_baseline");
    let compared = found[0].compared.as_ref().expect("both numbers");
    assert_eq!((compared.printed, compared.computed), (8.into(), 9.into()));
    assert!(targets_of(&plan, 124).contains(&">=8家".to_owned()));
}

#[test]
fn s23_07_milestones() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 112, 151, Some(2022));
    assert_eq!(limits_of(&plan, 122), ["by 2022-12-31"]);
    assert_eq!(limits_of(&plan, 124), ["by 2023-12-31", "by 2025-12-31"]);
    assert!(targets_of(&plan, 122).contains(&">=3000000000元".to_owned()));
    assert!(targets_of(&plan, 124).ends_with(&[">=4000000000元".to_owned(), ">=10000000000元".to_owned()]));
    assert!(limits(&plan).iter().all(|(_, l)| !l.contains("2024")), "nothing is put between");
}

#[test]
fn s23_09_two_spellings_of_one_firm() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 112, 151, Some(2022));
    let found = of(&plan, "names_alike");
    assert!(found.iter().any(|f| f.at.iter().any(|a| a.line == 122) && f.at.iter().any(|a| a.line == 130)));
}

#[test]
fn s23_14_doubled_word_and_mask() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 112, 151, Some(2022));
    assert!(flagged(&plan, "word_doubled", 114));
    assert!(flagged(&plan, "masked_text", 118));
    assert!(flagged(&plan, "person_named", 145));
}

#[test]
fn s23_15_outline_and_continuations() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 112, 151, Some(2022));
    assert_eq!(level_counts(&plan), [4, 11]);
    assert!([123, 124, 139].iter().all(|l| !is_heading(&plan, *l)));
    assert_eq!(limits_of(&plan, 145), ["every quarterly"]);
    assert!([145, 147, 149, 151].iter().all(|l| named(&plan, *l, Role::Lead).is_empty()));
}

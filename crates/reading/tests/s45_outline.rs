//! Statements of system 45 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;
use std::collections::BTreeSet;

/// Lines that hold an explicit unit, 103 to 399.
fn duty_lines(plan: &luodi_reading::Reading) -> BTreeSet<usize> {
    plan.responsibilities.iter().filter(|r| r.explicit).map(|r| r.at.line).collect()
}

#[test]
fn s45_01_16_items_lines_and_rows() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 87, 405, None);
    assert_eq!(plan.outline.iter().filter(|h| h.level == 3).count(), 41);
    let lines = duty_lines(&plan);
    assert_eq!(lines.len(), 52);
    let leads = tally(&plan, 87, 405, Role::Lead);
    assert_eq!(leads.iter().map(|u| u.1).sum::<usize>(), 107, "{leads:?}");
    assert_eq!(leads.len(), 46);
    let group: Vec<usize> =
        lines.iter().copied().filter(|l| !named(&plan, *l, Role::Executor).contains(&"各乡镇办场区园")).collect();
    assert_eq!(group, [171]);
    let others: Vec<usize> = lines.iter().copied().filter(|l| !named(&plan, *l, Role::Support).contains(&"有关部门")).collect();
    assert_eq!(others, [105]);
}

#[test]
fn s45_03_an_incomplete_name_is_not_merged() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 87, 405, None);
    assert_eq!(tally(&plan, 87, 405, Role::Lead).iter().find(|u| u.0 == "市局").map(|u| u.1), Some(2));
    assert!(named(&plan, 379, Role::Lead).contains(&"市公安局"));
}

#[test]
fn s45_04_fourteen_constraints() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 87, 405, None);
    let targets: Vec<String> = (103..138).flat_map(|l| targets_of(&plan, l)).collect();
    assert_eq!(targets.len(), 14, "{targets:?}");
    assert!(targets.contains(&">=2800000立方米".to_owned()) && targets.contains(&"-13%".to_owned()));
    assert!(targets.contains(&"<=1662000人".to_owned()) && targets.contains(&"=155800公顷".to_owned()));
}

#[test]
fn s45_06_parts_that_add_up() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 87, 405, None);
    assert!(of(&plan, "parts_differ").is_empty());
    let other = raw.replacen("12万人", "11万人", 1);
    let plan = read_lines(&other, 87, 405, None);
    assert!(flagged(&plan, "parts_differ", 275), "14.0 of 15");
}

#[test]
fn s45_09_10_19_levels_and_growth() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 87, 405, None);
    assert_eq!(targets_of(&plan, 149), ["+4%", ">=11000元", "+12%"]);
    assert!(targets_of(&plan, 163).contains(&">=900000人".to_owned()));
    assert!(targets_of(&plan, 293).contains(&">=800000000元".to_owned()));
    assert!(targets_of(&plan, 221).contains(&">=200000吨/日".to_owned()));
}

#[test]
fn s45_13_places_in_a_ranking_are_no_targets() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 87, 405, None);
    assert_eq!(targets_of(&plan, 325), [">=2平方米", ">=50%"]);
}

#[test]
fn s45_15_an_empty_chapter_and_two_spellings() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 87, 405, None);
    assert!(flagged(&plan, "empty_heading", 405));
    assert!(limits_of(&plan, 405).is_empty(), "no schedule is made up");
    assert!(of(&plan, "names_alike").iter().any(|f| f.at.iter().any(|a| a.line == 163) && f.at.iter().any(|a| a.line == 175)));
}

#[test]
fn s45_18_names_with_figures_are_no_quotas() {
    let Some(raw) = shared("003.txt") else { return };
    let plan = read_lines(&raw, 87, 405, None);
    assert!(plan.targets.iter().all(|t| !t.text.contains("321") && !t.text.contains("六五")));
    assert_eq!(targets_of(&plan, 239), [">=155800公顷", "=129000公顷", "=72000亩"]);
}

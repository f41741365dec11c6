//! Statements of system 34 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

const ITEMS: [usize; 16] = [841, 843, 845, 849, 851, 853, 857, 859, 863, 865, 867, 869, 871, 875, 877, 879];

#[test]
fn s34_01_outline_departments_and_leads() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 829, 889, None);
    assert_eq!(level_counts(&plan), [3, 9, 16]);
    assert_eq!(heading_lines(&plan, 3), ITEMS);
    let leads = |unit: &str| -> Vec<usize> {
        ITEMS.iter().chain(&[883, 885, 887, 889]).copied().filter(|l| named(&plan, *l, Role::Lead).contains(&unit)).collect()
    };
    let alone =
        |unit: &str| -> Vec<usize> { leads(unit).into_iter().filter(|l| named(&plan, *l, Role::Lead).len() == 1).collect() };
    assert_eq!(alone("生态环境厅").into_iter().filter(|l| *l < 881).collect::<Vec<_>>(), [841, 875, 877, 879]);
    assert!(leads("生态环境厅").contains(&883) && leads("生态环境厅").contains(&885));
    assert_eq!(alone("住房城乡建设厅"), [865, 867, 869]);
    assert!(named(&plan, 871, Role::Lead).contains(&"住房城乡建设厅"));
}

#[test]
fn s34_02_units_inherited_from_one_statement() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 829, 889, None);
    for city in ["拉萨市", "日喀则市", "山南市人民政府"] {
        assert!(named(&plan, 841, Role::Executor).contains(&city), "{city}");
    }
    let mut lines: Vec<usize> =
        plan.inherited.iter().filter(|i| i.unit == "相关市").map(|i| plan.outline[i.heading].at.line).collect();
    lines.sort_unstable();
    let all: Vec<usize> = ITEMS[1..].iter().copied().chain([883, 885, 887, 889]).collect();
    assert_eq!(lines, all, "the 19 items behind the statement");
    assert!(plan.inherited.iter().all(|i| i.from.line == 841 && i.role == Role::Executor));
}

#[test]
fn s34_03_several_leads_side_by_side() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 829, 889, None);
    assert_eq!(named(&plan, 871, Role::Lead), ["商务厅", "住房城乡建设厅", "发展改革委"]);
    assert_eq!(named(&plan, 851, Role::Lead).len() + named(&plan, 851, Role::Support).len(), 3);
}

#[test]
fn s34_04_indicators() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 829, 889, None);
    assert_eq!(targets_of(&plan, 857), [">=92%"]);
    assert_eq!(targets_of(&plan, 859), [">=80%", ">=90%", ">=95%"]);
    assert_eq!(targets_of(&plan, 865), [">=98%"]);
    assert_eq!(targets_of(&plan, 867), ["=95%"]);
    assert_eq!(targets_of(&plan, 869), [">=60%", ">=70%"]);
    assert_eq!(targets_of(&plan, 879), [">=1座", ">=100%"]);
    assert_eq!((targets_of(&plan, 849), targets_of(&plan, 853)), (vec!["=15家".to_owned()], vec![">=3家".to_owned()]));
    assert_eq!(limits_of(&plan, 865), ["by 2025-12-31"]);
}

#[test]
fn s34_10_11_filings() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 829, 889, None);
    assert_eq!(limits_of(&plan, 883), ["by 2022-12-31"]);
    assert_eq!(limits_of(&plan, 885), ["every yearly:01-31", "every yearly:03-31", "every quarterly"]);
}

#[test]
fn s34_14_the_region_is_masked() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 829, 889, None);
    assert!(flagged(&plan, "masked_text", 845));
    assert!(limits(&plan).iter().filter(|(_, l)| l.starts_with("by 2025")).map(|(l, _)| *l).eq([835, 865]));
}

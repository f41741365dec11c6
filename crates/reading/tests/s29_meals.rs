//! Statements of system 29 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

#[test]
fn s29_01_the_quotas_add_up() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 522, 593, None);
    assert_eq!(targets_of(&plan, 542), ["=50家", "=2个", "=8个", "=39个", "=1个"]);
    assert!(of(&plan, "parts_differ").is_empty());
    let other = raw.replacen("完成39个", "完成38个", 1);
    let plan = read_lines(&other, 522, 593, None);
    let found = of(&plan, "parts_differ")[0].compared.clone().expect("both numbers");
    assert_eq!((found.computed, found.printed), (49.into(), 50.into()));
}

#[test]
fn s29_02_two_deadlines() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 522, 593, None);
    let found = of(&plan, "limits_differ");
    assert_eq!(found.len(), 1);
    let days: Vec<&str> = found[0].choices.iter().filter_map(|c| c.value.as_deref()).collect();
    assert_eq!(days, ["2020-05-31", "2020-04-30"]);
}

#[test]
fn s29_11_edges_of_the_bands() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 522, 593, None);
    let found = of(&plan, "bands_overlap");
    assert_eq!(found.iter().map(|f| f.at[0].line).collect::<Vec<_>>(), [552, 553]);
    assert!(found[0].message.contains("20人") && found[1].message.contains("30人"));
}

#[test]
fn s29_15_masked_year_and_undefined_term() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 522, 593, None);
    assert!(flagged(&plan, "year_masked", 524));
    assert!(says(&plan, "term_undefined", "四可") && says(&plan, "masked_text", "D建"));
}

#[test]
fn s29_16_owners_of_the_documents() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 522, 593, None);
    assert_eq!(named(&plan, 579, Role::Lead), ["组织", "民政部门"]);
    assert!(limits_of(&plan, 561).is_empty() && limits_of(&plan, 589).is_empty());
}

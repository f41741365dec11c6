//! Statements of system 38 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

#[test]
fn s38_01_outline_and_brackets() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1097, 1225, None);
    assert_eq!(level_counts(&plan), [4, 29]);
    let brackets: std::collections::BTreeSet<usize> =
        plan.responsibilities.iter().filter(|r| r.explicit && r.role == Role::Lead).map(|r| r.at.line).collect();
    let leads: usize = brackets.iter().map(|l| named(&plan, *l, Role::Lead).len()).sum();
    assert_eq!((brackets.len(), leads), (23, 24));
    assert_eq!(named(&plan, 1161, Role::Lead).len(), 2);
    assert!(named(&plan, 1125, Role::Executor).contains(&"各县(市、区)政府"));
    assert!([1145, 1146, 1147].iter().filter(|l| is_heading(&plan, **l)).count() == 1);
    assert!(plan.documents[0].years_named.is_empty());
}

#[test]
fn s38_02_groups_in_brackets() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1097, 1225, None);
    // A bracket is a line with a lead; the group in the body of 二十四 and 二十五 is no bracket.
    let bracket = |line: usize| !named(&plan, line, Role::Lead).is_empty();
    let rows = |unit: &str| plan.responsibilities.iter().filter(|r| r.explicit && r.unit == unit && bracket(r.at.line)).count();
    assert_eq!((rows("各县(市、区)政府"), rows("市直园区管委会")), (22, 22));
    assert!(!named(&plan, 1221, Role::Executor).contains(&"各县(市、区)政府"), "none for 二十三");
    for line in [1223, 1225] {
        let body = plan.responsibilities.iter().filter(|r| r.at.line == line && r.unit == "各县(市、区)政府");
        assert!(body.map(|r| r.explicit).eq([false]), "{line}: marked as no bracket");
    }
}

#[test]
fn s38_12_19_ceilings_and_floors() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1097, 1225, None);
    assert!(targets_of(&plan, 1107).contains(&">=100%".to_owned()));
    assert!(targets_of(&plan, 1155).contains(&">=3家".to_owned()));
}

#[test]
fn s38_14_terms_and_masks() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 1097, 1225, None);
    assert!(says(&plan, "term_undefined", "两书一牌一档"));
    assert!(flagged(&plan, "masked_text", 1103));
}

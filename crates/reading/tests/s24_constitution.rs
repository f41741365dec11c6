//! Statements of system 24 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};
use luodi_reading::Role;

#[test]
fn s24_01_themes_and_leads() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 154, 252, Some(2022));
    let themes: Vec<usize> = heading_lines(&plan, 3).into_iter().filter(|l| *l < 214).collect();
    assert_eq!(themes, [186, 190, 194, 198, 202, 206, 210]);
    let leads: usize = (188..=212).map(|l| named(&plan, l, Role::Lead).len()).sum();
    assert_eq!(leads, 10);
    assert_eq!((named(&plan, 204, Role::Lead).len(), named(&plan, 212, Role::Lead).len()), (3, 2));
    assert!(named(&plan, 184, Role::Support).contains(&"有关地方司法厅(局)"), "the group term stays open");
}

#[test]
fn s24_02_arrangements_requested_and_own() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 154, 252, Some(2022));
    let own: Vec<usize> = heading_lines(&plan, 3).into_iter().filter(|l| *l > 214).collect();
    let media: Vec<usize> = heading_lines(&plan, 2).into_iter().filter(|l| (231..246).contains(l)).collect();
    assert_eq!((own.len(), media.len()), (6, 7));
    let asked = |line: usize| plan.responsibilities.iter().any(|r| r.at.line == line && r.role == Role::Executor);
    for line in [218, 220, 234, 236, 238, 242, 244] {
        assert!(asked(line), "{line}");
    }
    assert!([216, 222, 224].iter().all(|l| named(&plan, *l, Role::Lead).is_empty()));
}

#[test]
fn s24_03_the_week() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 154, 252, Some(2022));
    assert!(limits_of(&plan, 178).contains(&"between 2022-12-04/2022-12-10".to_owned()));
}

#[test]
fn s24_04_on_the_day_itself() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 154, 252, Some(2022));
    assert_eq!(
        (limits_of(&plan, 240), limits_of(&plan, 244)),
        (vec!["on 2022-12-04".to_owned()], vec!["on 2022-12-04".to_owned()])
    );
    assert!(limits_of(&plan, 232).is_empty());
}

#[test]
fn s24_14_the_year_is_not_in_the_dates() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 154, 252, None);
    assert!(flagged(&plan, "year_missing", 156) && flagged(&plan, "year_missing", 178));
    let year = of(&plan, "year_missing")[0];
    assert!(year.choices.iter().any(|c| c.value.as_deref() == Some("2022")), "the title names it; a person chooses");
    assert_eq!(limits_of(&plan, 240), ["on --12-04"]);
    assert!(says(&plan, "masked_text", "20D") && says(&plan, "masked_text", "***"));
    assert!(says(&plan, "term_undefined", "一网两微一端"));
}

#[test]
fn s24_16_18_no_dates_and_no_quotas_are_made_up() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 154, 252, Some(2022));
    assert!([216, 218, 220, 222, 224, 226].iter().all(|l| limits_of(&plan, *l).is_empty()));
    assert_eq!(plan.targets.iter().map(|t| t.at.line).collect::<Vec<_>>(), [252], "only the visits of advisers are counted");
    assert_eq!(targets_of(&plan, 252), [">=1次"]);
}

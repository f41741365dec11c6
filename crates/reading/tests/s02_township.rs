//! Statements 1, 2, 3 and 13 of system 02, and its source errors.

mod common;

use common::{codes, example, joined, numbers, read_lines, shared};
use luodi_reading::{LeadingGroup, Op, Options, Reading, Severity, read};

fn missing_number(reading: &Reading) -> Vec<&str> {
    reading.findings.iter().filter(|f| f.code == "number_missing").map(|f| f.message.as_str()).collect()
}

fn group(reading: &Reading) -> &LeadingGroup {
    assert_eq!(reading.groups.len(), 1);
    &reading.groups[0]
}

#[test]
fn s02_01_the_missing_number_is_kept_missing() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 106, 185, None);
    assert_eq!(numbers(&plan, 1), ["一", "二", "三", "五", "六", "七"]);
    let found = missing_number(&plan);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("缺少“四”"), "{}", found[0]);
}

#[test]
fn s02_02_page_marks_and_broken_sentences() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 106, 185, None);
    let heading = plan.outline.iter().find(|h| h.at.line == 155).expect("the heading of 五");
    assert_eq!(heading.title, "组织领导");
    assert!(plan.noise.iter().any(|n| n.at.line == 155));
    assert!(plan.noise.iter().all(|n| n.at.line != 109), "【2010】 is a number of a document");
    assert_eq!(joined(&plan), [[171, 173]]);
    let sentence = &plan.joined_sentences[0];
    assert_eq!(&sentence.text[sentence.seam - "重要".len()..sentence.seam + "基础和关键环节".len()], "重要基础和关键环节");
    assert!(plan.outline.iter().any(|h| h.at.line == 121 && h.empty));
}

#[test]
fn s02_03_the_year_is_never_guessed() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 106, 185, None);
    let year = plan.findings.iter().find(|f| f.code == "year_missing").expect("a person must enter the year");
    assert_eq!(year.severity, Severity::ToBeSettled);
    assert!(year.choices.iter().all(|c| c.value.is_none()), "no year is offered");
    let days: Vec<String> = plan.time_limits.iter().map(|t| format!("{:?}", t.limit)).collect();
    assert!(days.iter().all(|d| !d.contains("2020") && !d.contains("2010")), "{days:?}");
}

#[test]
fn s02_13_the_leading_group() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 106, 185, None);
    let group = group(&plan);
    assert_eq!((group.leaders.len(), group.deputies.len(), group.members.len()), (1, 1, 8));
    assert!(group.has_office && group.office_heads.is_empty());
}

#[test]
fn our_township_has_the_same_kinds_of_defects() {
    let raw = example("township-lectures.txt");
    let plan = read(&raw, &Options::default());
    assert_eq!(plan.documents[0].title, "柳坪镇卫生院健康知识下乡宣讲工作方案");
    assert_eq!(numbers(&plan, 1), ["一", "二", "三", "五", "六", "七"]);
    assert_eq!(missing_number(&plan).len(), 1);
    assert_eq!(plan.outline.iter().find(|h| h.number == "五").map(|h| h.title.as_str()), Some("组织领导"));
    assert_eq!(joined(&plan), [[57, 59]]);
    let year = plan.findings.iter().find(|f| f.code == "year_missing").expect("a person must enter the year");
    assert!(year.choices.iter().all(|c| c.value.is_none()));
    let group = group(&plan);
    assert_eq!((group.leaders.len(), group.deputies.len(), group.members.len()), (1, 1, 6));
    assert!(group.has_office && group.office_heads.is_empty());
    let targets: Vec<(Op, &str)> = plan.targets.iter().map(|t| (t.op, t.text.as_str())).collect();
    assert_eq!(targets.len(), 3, "{targets:?}");
    let limits: Vec<String> = plan.time_limits.iter().map(|t| format!("{:?}", t.limit)).collect();
    assert!(limits.iter().all(|l| !l.contains("2030")), "2030 is a slogan: {limits:?}");
    assert!(codes(&plan).contains(&"empty_heading"));
}

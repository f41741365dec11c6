//! Statements 1, 2, 3, 7 and 15 of system 03, and its source errors.

mod common;

use common::{codes, example, joined, read_lines, shared};
use luodi_reading::{Amount, NumberForm, Op, Options, Reading, read};

/// Titles of the headings of one form between two lines.
fn series(reading: &Reading, form: NumberForm, first: usize, last: usize) -> Vec<(u32, usize)> {
    reading
        .outline
        .iter()
        .filter(|h| h.form == form && (first..=last).contains(&h.at.line))
        .map(|h| (h.ordinal.unwrap_or(0), h.level))
        .collect()
}

fn shown_targets(reading: &Reading) -> Vec<String> {
    reading
        .targets
        .iter()
        .map(|t| match &t.amount {
            Amount::Known { value, .. } => format!("{}{value}{}", t.op.symbol(), t.unit),
            Amount::Pending => format!("{}pending", t.op.symbol()),
            other => format!("{other:?}"),
        })
        .collect()
}

#[test]
fn s03_01_forms_of_numbers() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 187, 274, None);
    assert_eq!(series(&plan, NumberForm::ChineseInBrackets, 206, 240), [(1, 2), (2, 2), (3, 2), (4, 2)]);
    assert_eq!(series(&plan, NumberForm::ChineseInBrackets, 266, 272), [(1, 2), (2, 2), (3, 2), (4, 2)]);
    let items = series(&plan, NumberForm::ArabicInBrackets, 220, 234);
    assert_eq!(items, (1..=7).map(|n| (n, 4)).collect::<Vec<_>>());
    assert_eq!(plan.outline.iter().find(|h| h.at.line == 234).map(|h| h.title.as_str()), Some(""));
    assert_eq!(series(&plan, NumberForm::Arabic, 214, 218), [(1, 3), (2, 3), (3, 3)]);
}

#[test]
fn s03_02_broken_sentences_and_the_signature() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 187, 274, None);
    assert_eq!(joined(&plan), [[208, 210], [228, 230], [248, 250]]);
    for word in ["增进健康理念", "健康传播材料", "电子邮件"] {
        assert!(plan.joined_sentences.iter().any(|j| j.text.contains(word)), "{word}");
    }
    let document = &plan.documents[0];
    assert_eq!(document.signature.as_deref(), Some("宣威市来宾医院"));
    assert_eq!(document.date.map(|d| d.to_string()).as_deref(), Some("2015-10-19"));
    let item = plan.outline.iter().rfind(|h| h.number == "四" && h.level == 2).expect("item 四");
    assert!(document.signature_at.is_some_and(|at| at.line == 272 && at.span.start >= item.extent.end));
}

#[test]
fn s03_03_rates_and_pending_rises() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 187, 274, None);
    let goals: Vec<String> = shown_targets(&plan).into_iter().filter(|t| t.contains('%') || t.contains("pending")).collect();
    assert_eq!(goals, [">=80%", ">=70%", ">=70%", ">=50%", "+pending", "+pending", "+pending"]);
    assert!(plan.targets.iter().filter(|t| t.amount == Amount::Pending).all(|t| t.op == Op::RiseBy));
}

#[test]
fn s03_07_a_person_settles_the_term() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 187, 274, None);
    let term = plan.findings.iter().find(|f| f.code == "term_differs").expect("five years against six");
    let counts: Vec<&str> = term.choices.iter().filter_map(|c| c.value.as_deref()).collect();
    assert_eq!(counts, ["20", "24", "21"]);
}

#[test]
fn s03_15_the_office() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 187, 274, None);
    assert_eq!(plan.groups.len(), 1);
    let group = &plan.groups[0];
    assert_eq!(group.office_at.as_deref(), Some("防保科"));
    assert_eq!((group.office_heads.len(), group.office_staff.len()), (1, 4));
    assert!(group.members.is_empty() && group.member_posts.as_deref().is_some_and(|p| p.contains("负责人")));
}

#[test]
fn s03_source_errors() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 187, 274, None);
    let typing: Vec<usize> = plan.findings.iter().filter(|f| f.code == "typing_error").map(|f| f.at[0].line).collect();
    assert_eq!(typing, [208, 234, 272]);
    for code in ["rate_without_method", "signature_run_in", "several_receivers"] {
        assert!(codes(&plan).contains(&code), "{code}");
    }
}

#[test]
fn our_hospital_has_the_same_kinds_of_defects() {
    let raw = example("hospital-lectures.txt");
    let plan = read(&raw, &Options::default());
    assert_eq!(joined(&plan), [[17, 19], [41, 43]]);
    assert_eq!(plan.documents[0].signature.as_deref(), Some("云溪第二医院"));
    assert_eq!(
        shown_targets(&plan),
        [">=75%", ">=65%", ">=60%", ">=50%", ">=1次", "+pending", "+pending", ">=2次", ">=40人", ">=45分钟", "=1份"]
    );
    let term = plan.findings.iter().find(|f| f.code == "term_differs").expect("four years against five");
    assert_eq!(term.choices.iter().filter_map(|c| c.value.as_deref()).collect::<Vec<_>>(), ["16", "20", "17"]);
    let group = &plan.groups[0];
    assert_eq!((group.office_at.as_deref(), group.office_heads.len(), group.office_staff.len()), (Some("公共卫生科"), 1, 3));
    assert_eq!(plan.findings.iter().filter(|f| f.code == "typing_error").count(), 3);
    let series: Vec<NumberForm> = plan.outline.iter().filter(|h| h.level == 2).map(|h| h.form).collect();
    assert!(series.iter().all(|f| *f == NumberForm::ChineseInBrackets));
}

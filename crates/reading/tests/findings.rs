//! Small texts and what must be found in them; each check of the text has its line here.

mod common;

use common::codes;
use luodi_reading::{Amount, Options, Severity, read};

/// Codes of the findings of a text that was read without a year.
fn check(text: &str, expected: &[&str]) {
    let reading = read(text, &Options::default());
    assert_eq!(codes(&reading), expected, "{text}\n{:#?}", reading.findings);
}

#[test]
fn numbering() {
    check("某县工作方案\n\n一、目标\n\n办好实事。\n\n三、要求\n\n各村要落实。", &["number_missing"]);
    check("某县工作方案\n\n一、目标\n\n办好实事。\n\n一、要求\n\n各村要落实。", &["number_repeated"]);
    check("某县工作方案\n\n二、目标\n\n办好实事。\n\n三、要求\n\n各村要落实。", &["number_starts_late"]);
    check("某县工作方案\n\n一、目标\n\n办好实事。\n\n二、要求\n\n各村要落实。", &[]);
}

#[test]
fn empty_chapters_and_annexes() {
    check("某县工作方案\n\n一、目标\n\n办好实事。\n\n二、时间安排\n\n三、要求\n\n各村要落实。", &["empty_heading"]);
    check("某县工作方案\n\n一、目标\n\n按登记表（见附件1）填写。", &["annex_missing"]);
    check("某县工作方案\n\n一、目标\n\n办好实事。\n\n附件：1、《登记表》\n\n2、《汇总表》", &["annex_missing"]);
}

#[test]
fn years_and_terms() {
    check("某县工作方案\n\n一、目标\n\n年底前完成全部任务。", &["year_missing"]);
    check("某县工作方案\n\n一、目标\n\n开展为期三年的行动（2020-2023年）。", &["term_differs"]);
    check("某县工作方案\n\n一、目标\n\n活动从2022年6月10日至2022年6月1日举行。", &["time_order"]);
    let reading = read("某县工作方案\n\n一、目标\n\n年底前完成全部任务。", &Options { year: Some(2023), ..Options::default() });
    assert!(reading.findings.is_empty());
}

#[test]
fn words() {
    check("某县工作方案\n\n一、目标\n\n适时开展评估。", &["vague_time"]);
    check("某县工作方案\n\n一、目标\n\n理清慨念，办好实事。", &["typing_error"]);
    check("某县工作方案\n\n一、目标\n\n力争新增科技型企业 家，办好实事。", &["number_left_blank"]);
    check("某县工作方案\n\n一、目标\n\n居民健康知识知晓率达到80%。", &["rate_without_method"]);
    check("某县工作方案\n\n一、目标\n\n居民健康知识知晓率达到80%，以抽样调查为准。", &[]);
    check("某县工作方案\n\n一、要求\n\n每月情况报送县卫健局。\n\n活动结束后总结上报市疾控中心。", &["several_receivers"]);
}

#[test]
fn a_hidden_number_is_masked_and_a_blank_one_is_no_zero() {
    let reading = read("某县工作方案\n\n一、目标\n\n新增就业***人，不少于**场。", &Options::default());
    assert_eq!(reading.targets.iter().map(|t| &t.amount).collect::<Vec<_>>(), [&Amount::Masked, &Amount::Masked]);
    assert!(luodi_reading::draft::asks(&reading, 0).iter().all(|a| a.code == "target_value_pending" && a.choices.is_empty()));
}

#[test]
fn what_must_be_settled_stands_first() {
    let raw = common::example("health-tours-province.txt");
    let reading = read(&raw, &Options { year: Some(2024), ..Options::default() });
    let severities: Vec<Severity> = reading.findings.iter().map(|f| f.severity).collect();
    assert!(severities.is_sorted());
}

#[test]
fn a_table_row_by_row_and_its_text() {
    let text = "某市工作方案\n\n一、任务\n\n全市总场数不少于30场。\n\n表1 任务分配表\n\n单位 甲县 乙县 丙县 合计\n\n场数 8 9 10 27\n\n合计场数 8 9 10 27\n";
    let reading = read(text, &Options::default());
    assert_eq!(reading.tables.len(), 1);
    let finding = reading.findings.iter().find(|f| f.code == "table_text_differs").expect("30 against 27");
    assert_eq!(finding.choices.iter().filter_map(|c| c.value.as_deref()).collect::<Vec<_>>(), ["30", "27"]);
}

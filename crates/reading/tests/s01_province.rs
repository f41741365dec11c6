//! Statements 1 to 4 and 12 of system 01, and the source errors that the reader must flag.

mod common;

use common::{codes, example, joined, numbers, read_lines, shared};
use luodi_reading::{Amount, Cell, Finding, HeadingPlace, Options, Reading, Severity, Table, read};
use rust_decimal::Decimal;

fn table(reading: &Reading) -> &Table {
    &reading.tables[0]
}

fn cell(table: &Table, row: &str, column: &str) -> Option<Decimal> {
    let c = table.columns.iter().position(|c| c == column).expect("the column exists");
    table.rows.iter().find(|r| r.label == row).expect("the row exists").cells[c].number()
}

fn sum_finding(reading: &Reading) -> &Finding {
    let found: Vec<&Finding> = reading.findings.iter().filter(|f| f.code == "table_sum_differs").collect();
    assert_eq!(found.len(), 1, "one difference and no other");
    found[0]
}

#[test]
fn s01_01_the_plan_stands_alone() {
    let Some(raw) = shared("000.txt") else { return };
    let all = read(&raw, &Options::default());
    let articles: Vec<(usize, usize)> =
        all.documents.iter().filter(|d| d.parent.is_none()).map(|d| (d.first_line, d.last_line)).collect();
    assert_eq!(articles.len(), 9);
    assert_eq!(articles[0], (9, 104));
    assert!(all.outline.iter().all(|h| h.at.line != 9 && h.at.line != 10), "header and separator are no headings");
    assert!(all.noise.iter().any(|n| n.at.line == 10));

    let plan = read_lines(&raw, 9, 104, Some(2013));
    assert_eq!(numbers(&plan, 1), ["一", "二", "三", "四", "五", "六", "七"]);
    let buried: Vec<(usize, &str)> =
        plan.outline.iter().filter(|h| h.place == HeadingPlace::Buried).map(|h| (h.at.line, h.title.as_str())).collect();
    assert_eq!(buried, [(34, "内容与要求"), (34, "任务量")]);
    assert!(plan.outline.iter().any(|h| h.at.line == 90 && h.number == "六" && h.empty));
    assert_eq!(joined(&plan), [[12, 14], [26, 28], [72, 74]]);
    assert!(plan.joined_sentences[0].is_title);
}

#[test]
fn s01_02_the_table_is_rebuilt() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 9, 104, Some(2013));
    let table = table(&plan);
    assert_eq!((table.columns.len(), table.rows.len()), (20, 6));
    assert_eq!((table.number_count(), table.blank_count()), (96, 24));
    assert_eq!(table.placements, 1);
    assert_eq!(cell(table, "县区级 区县数", "济源"), None);
    assert_eq!(cell(table, "县区级 区县数", "三门峡"), Some(Decimal::from(6)));
    assert_eq!(cell(table, "县区级 区县数", "南阳"), Some(Decimal::from(13)));
    assert_eq!(cell(table, "县区级 次数", "济源"), None);
    assert_eq!(cell(table, "省级 次数", "省本级"), Some(Decimal::from(4)));
    assert_eq!(cell(table, "省辖市 次数", "省本级"), None);
}

#[test]
fn s01_03_sums_that_agree_are_no_difference() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 9, 104, Some(2013));
    let table = table(&plan);
    let sum = |row: &str| -> Decimal {
        let row = table.rows.iter().find(|r| r.label == row).expect("the row exists");
        row.cells[..19].iter().filter_map(Cell::number).sum()
    };
    assert_eq!(sum("县区级 区县数"), Decimal::from(158));
    assert_eq!(sum("县区级 次数"), Decimal::from(632));
    assert_eq!(sum("省辖市 次数"), Decimal::from(72));
    assert_eq!(sum("合计次数"), Decimal::from(708));
    let blank = plan.findings.iter().find(|f| f.code == "table_total_blank").expect("the blank sum is remarked");
    assert_eq!(blank.severity, Severity::Remark);
    assert!(blank.message.contains("158") && blank.message.contains("34"), "{}", blank.message);
    assert!(!codes(&plan).contains(&"table_text_differs"));
}

#[test]
fn s01_04_the_coverage_row_gives_one_finding() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 9, 104, Some(2013));
    let finding = sum_finding(&plan);
    let compared = finding.compared.as_ref().expect("numbers were compared");
    assert_eq!((compared.computed, compared.printed, compared.difference), (176_100.into(), 177_000.into(), 900.into()));
    assert_eq!(finding.severity, Severity::ToBeSettled);
    assert!(
        finding.choices.iter().any(|c| c.code == "set_cell" && c.value.as_deref() == Some("1000") && c.label.contains("省本级"))
    );
    assert!(finding.message.contains("36"), "the quota sentence is named: {}", finding.message);
    assert_eq!(cell(table(&plan), "合计覆盖人数", "省本级"), Some(Decimal::from(100)), "the value stays");
    assert!(codes(&plan).contains(&"empty_heading") && codes(&plan).contains(&"annex_missing"));
}

#[test]
fn s01_12_no_targets_and_no_dates_out_of_vague_words() {
    let Some(raw) = shared("000.txt") else { return };
    let plan = read_lines(&raw, 9, 104, Some(2013));
    for line in [62, 70, 76] {
        assert!(plan.targets.iter().all(|t| t.at.line != line), "no target in line {line}");
    }
    assert!(plan.time_limits.iter().all(|t| t.at.line != 70 && t.at.line != 76));
    let vague = plan.findings.iter().find(|f| f.code == "vague_time").expect("vague words are remarked");
    assert!(vague.at.iter().any(|a| a.line == 70) && vague.at.iter().any(|a| a.line == 76));
}

#[test]
fn our_province_has_the_same_kinds_of_defects() {
    let raw = example("health-tours-province.txt");
    let plan = read(&raw, &Options { year: Some(2024), ..Options::default() });
    assert_eq!(plan.documents.len(), 1);
    assert_eq!(numbers(&plan, 1), ["一", "二", "三", "四", "五", "六", "七"]);
    assert_eq!(plan.outline.iter().filter(|h| h.place == HeadingPlace::Buried).count(), 2);
    assert_eq!(joined(&plan), [[1, 3], [15, 17], [61, 63]]);
    let table = table(&plan);
    assert_eq!(
        (table.columns.len(), table.rows.len(), table.number_count(), table.blank_count(), table.placements),
        (14, 6, 66, 18, 1)
    );
    assert_eq!(cell(table, "县级 县数", "平渡"), None);
    assert_eq!(cell(table, "县级 县数", "石棠"), Some(Decimal::from(8)));
    assert_eq!(cell(table, "县级 县数", "合计"), None);
    let compared = sum_finding(&plan).compared.as_ref().expect("numbers were compared");
    assert_eq!((compared.computed, compared.printed, compared.difference), (111_720.into(), 123_600.into(), 11_880.into()));
    let choice = sum_finding(&plan).choices.iter().find(|c| c.code == "set_cell").expect("a cause is proposed");
    assert_eq!((choice.value.as_deref(), choice.label.contains("白鹭")), (Some("13200"), true));
    assert!(
        codes(&plan).contains(&"empty_heading")
            && codes(&plan).contains(&"annex_missing")
            && codes(&plan).contains(&"table_total_blank")
    );
    let minimum = plan.targets.iter().find(|t| t.text == "不少于5场").expect("the quota of tours");
    assert!(matches!(&minimum.amount, Amount::Known { value, .. } if *value == Decimal::from(5)));
    let draft = luodi_reading::draft::draft(&plan, &raw, 0);
    let monthly = draft.returns.iter().find(|r| r.name == "巡讲活动月度统计表").expect("the monthly return");
    assert_eq!(monthly.recurrence.as_deref(), Some("monthly:5"));
    assert!(draft.asks.iter().any(|a| a.code == "empty_heading") && draft.asks.iter().any(|a| a.code == "vague_time"));
}

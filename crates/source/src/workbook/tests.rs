use rust_xlsxwriter::{ExcelDateTime as Date, Format as XlsxFormat, Formula, Workbook, Worksheet};

use super::*;

/// A workbook with one sheet.
pub(crate) fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().expect("xlsx")
}

fn codes(source: &Source) -> Vec<NoteCode> {
    source.notes.iter().map(|note| note.code).collect()
}

#[track_caller]
fn check(bytes: &[u8], text: &str, expected: &[NoteCode]) -> Source {
    let source = crate::read(bytes, Some("表.xlsx"), &Limits::default()).expect("xlsx");
    assert_eq!(source.kind, Kind::Xlsx);
    assert_eq!(source.text, text);
    assert_eq!(codes(&source), expected);
    for cell in source.tables.iter().flat_map(|table| table.rows.iter().flatten()) {
        assert_eq!(&source.text[cell.span.start..cell.span.end], cell.text);
    }
    source
}

#[test]
fn merged_cells_dates_percentages_and_formulas() {
    let bytes = workbook(|sheet| {
        let plain = XlsxFormat::new();
        sheet.merge_range(0, 0, 0, 3, "青禾县巡查统计", &plain).expect("merge");
        for (column, name) in ["乡镇", "村", "日期", "完成率"].iter().enumerate() {
            sheet.write(1, column as u16, *name).expect("cell");
        }
        sheet.merge_range(2, 0, 3, 0, "河口乡", &plain).expect("merge");
        sheet.write(2, 1, "东河村").expect("cell");
        sheet.write(3, 1, "西河村").expect("cell");
        let day = XlsxFormat::new().set_num_format("yyyy-mm-dd");
        let month = XlsxFormat::new().set_num_format("yyyy\"年\"m\"月\"");
        let date = Date::from_ymd(2026, 5, 31).expect("date");
        sheet.write_with_format(2, 2, &date, &day).expect("cell");
        sheet.write_with_format(3, 2, &date, &month).expect("cell");
        let percent = XlsxFormat::new().set_num_format("0.0%");
        sheet.write_with_format(2, 3, 0.955, &percent).expect("cell");
        sheet.write(3, 3, Formula::new("=1/8").set_result("0.125")).expect("cell");
    });
    let source = check(
        &bytes,
        "青禾县巡查统计\n乡镇\t村\t日期\t完成率\n河口乡\t东河村\t2026-05-31\t95.5%\n\t西河村\t2026-05\t0.125",
        &[NoteCode::FormulaAsValue, NoteCode::MergedFilled],
    );
    let table = &source.tables[0];
    assert_eq!((table.title_rows, table.header_rows), (1, 1));
    assert_eq!(table.rows[3][0].text, "河口乡");
    assert!(table.rows[3][0].filled);
    assert_eq!(table.name.as_deref(), Some("Sheet1"));
}

#[test]
fn sheets_are_named_and_hidden_ones_left_out() {
    let mut book = Workbook::new();
    let first = book.add_worksheet();
    first.set_name("一季度").expect("name").write(0, 0, "甲").expect("cell");
    let second = book.add_worksheet();
    second.set_name("二季度").expect("name").write(0, 0, 1.5).expect("cell");
    let third = book.add_worksheet();
    third.set_hidden(true).write(0, 0, "密").expect("cell");
    let bytes = book.save_to_buffer().expect("xlsx");
    check(&bytes, "一季度\n甲\n二季度\n1.5", &[NoteCode::HiddenSheets]);
}

#[test]
fn numbers_read_as_the_office_program_shows_them() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, 0.1 + 0.2).expect("cell");
        sheet.write(0, 1, 120000.0).expect("cell");
        sheet.write(0, 2, "120").expect("cell");
        sheet.write(0, 3, 510_123_199_001_011_234_f64).expect("cell");
        sheet.write(0, 4, true).expect("cell");
    });
    check(&bytes, "0.3\t120000\t120\t510123199001011000\tTRUE", &[NoteCode::DigitsLost, NoteCode::NumbersAsText]);
}

#[test]
fn a_far_away_cell_does_not_fill_the_memory() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "a").expect("cell");
        sheet.write(1_048_575, 16_383, "b").expect("cell");
    });
    let error = crate::read(&bytes, None, &Limits::default()).expect_err("too many cells");
    assert_eq!(error.code(), "source_expands");
}

#[test]
fn a_damaged_workbook_is_an_error() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "a").expect("cell");
    });
    let error = crate::read(&bytes[..bytes.len() - 40], None, &Limits::default()).expect_err("cut");
    assert_eq!(error.code(), "source_damaged");
    assert!(error.chinese().contains("xlsx"), "{}", error.chinese());
}

#[test]
fn number_formats() {
    assert_eq!(Format::of("0.00%"), Format::Percent);
    assert_eq!(Format::of("yyyy\"年\"m\"月\""), Format::Month);
    assert_eq!(Format::of("yyyy\"年\"m\"月\"d\"日\""), Format::Plain);
    assert_eq!(Format::of("0\"%\""), Format::Plain);
}

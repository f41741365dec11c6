use super::*;
use crate::workbook::tests::workbook;
use rust_xlsxwriter::{Format, Formula};

fn texts(row: &SheetRow) -> Vec<&str> {
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

#[test]
fn header_of_two_rows_with_title_and_margin() {
    let bytes = workbook(|sheet| {
        let plain = Format::new();
        sheet.merge_range(1, 1, 1, 4, "低保台账", &plain).expect("merge");
        sheet.write(2, 1, "填报单位：河口乡").expect("cell");
        sheet.merge_range(3, 1, 4, 1, "村", &plain).expect("merge");
        sheet.merge_range(3, 2, 3, 3, "人数", &plain).expect("merge");
        sheet.merge_range(3, 4, 4, 4, "合计", &plain).expect("merge");
        sheet.write(4, 2, "男").expect("cell");
        sheet.write(4, 3, "女").expect("cell");
        sheet.write(5, 1, "东河村").expect("cell");
        sheet.write(5, 2, 12).expect("cell");
        sheet.write(5, 3, "9人").expect("cell");
        sheet.write(5, 4, Formula::new("=C6+9").set_result("21")).expect("cell");
        sheet.write(7, 1, "西河村").expect("cell");
    });
    let sheet = read_sheet(&bytes, Some("低保.xlsx")).expect("sheet");
    assert_eq!(sheet.titles, ["低保台账", "填报单位：河口乡"]);
    assert_eq!(sheet.header, ["村", "人数/男", "人数/女", "合计"]);
    let numbers: Vec<usize> = sheet.rows.iter().map(|row| row.row_number).collect();
    assert_eq!(numbers, [6, 8]);
    assert_eq!(texts(&sheet.rows[0]), ["东河村", "12", "9人", "21"]);
    let kinds: Vec<CellKind> = sheet.rows[0].cells.iter().map(|cell| cell.kind).collect();
    assert_eq!(kinds, [CellKind::Text, CellKind::Number, CellKind::Text, CellKind::Number]);
    assert!(sheet.rows[0].cells[3].from_formula);
    assert_eq!(sheet.rows[0].cells[3].column_letter, "E");
    assert_eq!(sheet.rows[1].cells[1].kind, CellKind::Blank);
}

#[test]
fn csv_in_gb18030() {
    let text = "姓名,身份证号,金额\n张三,510123199001011234,\"1,000\"\n\n李四,510123199001011235,";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    let sheet = read_sheet(&bytes, Some("补贴.csv")).expect("sheet");
    assert_eq!(sheet.name, "补贴");
    assert_eq!(sheet.header, ["姓名", "身份证号", "金额"]);
    assert_eq!(texts(&sheet.rows[0]), ["张三", "510123199001011234", "1,000"]);
    assert_eq!(sheet.rows[0].cells[1].kind, CellKind::Text);
    assert_eq!(sheet.rows[1].row_number, 4);
    assert_eq!(sheet.rows[1].cells[2].kind, CellKind::Blank);
}

#[test]
fn a_page_under_the_name_of_a_workbook() {
    let page = "<html><body><table><tr><td colspan=3>补贴</td></tr><tr><td rowspan=2>村</td><td colspan=2>金额</td></tr>\
                <tr><td>春</td><td>秋</td></tr><tr><td>东河村</td><td>120</td><td></td></tr></table></body></html>";
    let sheet = read_sheet(page.as_bytes(), Some("补贴.xls")).expect("sheet");
    assert_eq!(sheet.titles, ["补贴"]);
    assert_eq!(sheet.header, ["村", "金额/春", "金额/秋"]);
    assert_eq!(sheet.rows[0].row_number, 4);
    assert_eq!(sheet.rows[0].cells[1].kind, CellKind::Number);
}

#[test]
fn a_title_line_in_csv_is_no_header() {
    let sheet = read_sheet("巡查记录,,\n村,次数,备注\n东河村,2,".as_bytes(), None).expect("sheet");
    assert_eq!(sheet.titles, ["巡查记录"]);
    assert_eq!(sheet.header, ["村", "次数", "备注"]);
}

#[test]
fn a_document_is_no_sheet() {
    let error = read_sheet(b"<html><body><p>x</p></body></html>", None).expect_err("page");
    assert_eq!(error.code(), "source_not_a_sheet");
    assert_eq!(read_sheet(b" \n ", None).expect_err("blank").code(), "source_blank");
    assert_eq!(read_sheet(b"", None).expect_err("empty").code(), "source_empty");
}

#[test]
fn other_sheets_are_noted() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "a").expect("cell");
    book.add_worksheet().write(0, 0, "b").expect("cell");
    let bytes = book.save_to_buffer().expect("xlsx");
    let sheet = read_sheet(&bytes, None).expect("sheet");
    assert_eq!(sheet.notes[0].code, NoteCode::OtherSheets);
    assert_eq!(sheet.header, ["a"]);
}

#[test]
fn letters_of_columns() {
    let letters: Vec<String> = [0, 25, 26, 701, 702, 16_383].map(column_letter).to_vec();
    assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
}

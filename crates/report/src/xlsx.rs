//! XLSX as an office's table: merged header, frozen panes, borders, A4 print setup, figures as numbers.

use crate::{Cell, HeadCell, Sheet};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError};
use std::collections::HashSet;

/// The workbook could not be written (too many rows, a name used twice …).
#[derive(Debug, thiserror::Error)]
#[error("写表格文件失败：{0}")]
pub struct ReportError(#[from] XlsxError);

/// Body font: falls back to what the office program has.
const FONT: &str = "宋体";
const TITLE_FONT: &str = "黑体";
/// Rows of the widths' guess; longer tables are like their beginning.
const MEASURED_ROWS: usize = 200;

struct Formats {
    title: Format,
    subtitle: Format,
    right: Format,
    head: Format,
    text: Format,
    number: Format,
    decimal: Format,
    said: Format,
    total_text: Format,
    total_number: Format,
    total_decimal: Format,
    note: Format,
}

impl Formats {
    fn new() -> Formats {
        let base = Format::new().set_font_name(FONT).set_font_size(10);
        let boxed = base.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let total = boxed.clone().set_bold();
        Formats {
            title: Format::new().set_font_name(TITLE_FONT).set_font_size(16).set_align(FormatAlign::Center),
            subtitle: base.clone(),
            right: base.clone().set_align(FormatAlign::Right),
            head: boxed
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_text_wrap()
                .set_background_color(Color::RGB(0xF2F2F2)),
            text: boxed.clone(),
            number: boxed.clone().set_num_format("#,##0"),
            decimal: boxed.clone().set_num_format("#,##0.0###"),
            said: boxed.clone().set_align(FormatAlign::Right).set_font_color(Color::RGB(0x666666)),
            total_text: total.clone(),
            total_number: total.clone().set_num_format("#,##0"),
            total_decimal: total.set_num_format("#,##0.0###"),
            note: base.set_font_color(Color::RGB(0x444444)),
        }
    }
}

/// Writes sheets into one workbook.
///
/// # Errors
/// [`ReportError`] where XLSX has a limit (1,048,576 rows, 16,384 columns).
pub fn to_xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, ReportError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let mut used = HashSet::new();
    for sheet in sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(tab_name(&sheet.name, &mut used))?;
        write_sheet(worksheet, sheet, &formats)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// At most 31 characters, none of `[]:*?/\`, not twice.
fn tab_name(wanted: &str, used: &mut HashSet<String>) -> String {
    let cleaned: String = wanted.chars().filter(|c| !r"[]:*?/\'".contains(*c)).take(28).collect();
    let base = if cleaned.trim().is_empty() { "表".to_string() } else { cleaned };
    let mut name = base.clone();
    let mut n = 2;
    while !used.insert(name.clone()) {
        name = format!("{base}{n}");
        n += 1;
    }
    name
}

fn write_sheet(ws: &mut Worksheet, sheet: &Sheet, f: &Formats) -> Result<(), XlsxError> {
    let width = columns_of(sheet);
    let mut row = write_caption(ws, sheet, width, f)?;
    let first_head = row;
    row = write_header(ws, &sheet.header, row, f)?;
    ws.set_freeze_panes(row, sheet.frozen_columns)?;
    if row > first_head {
        ws.set_repeat_rows(first_head, row - 1)?;
    }
    for cells in &sheet.rows {
        write_cells(ws, row, cells, f, false)?;
        row += 1;
    }
    if let Some(total) = &sheet.total {
        write_cells(ws, row, total, f, true)?;
        row += 1;
    }
    for note in &sheet.notes {
        ws.write_with_format(row, 0, note, &f.note)?;
        row += 1;
    }
    set_widths(ws, sheet, width)?;
    // A4, across where the table is wide; one page wide, as many long as needed.
    ws.set_paper_size(9);
    if width > 8 {
        ws.set_landscape();
    }
    ws.set_print_fit_to_pages(1, 0);
    ws.set_footer("&C第 &P 页，共 &N 页");
    Ok(())
}

fn columns_of(sheet: &Sheet) -> u16 {
    let head = sheet.header.iter().map(|r| r.iter().map(|h| h.columns).sum::<u16>()).max().unwrap_or(0);
    let body = sheet.rows.iter().map(Vec::len).max().unwrap_or(0) as u16;
    head.max(body).max(1)
}

fn write_caption(ws: &mut Worksheet, sheet: &Sheet, width: u16, f: &Formats) -> Result<u32, XlsxError> {
    if sheet.title.is_empty() {
        return Ok(0);
    }
    if width > 1 {
        ws.merge_range(0, 0, 0, width - 1, &sheet.title, &f.title)?;
    } else {
        ws.write_with_format(0, 0, &sheet.title, &f.title)?;
    }
    ws.set_row_height(0, 28)?;
    ws.write_with_format(1, 0, &sheet.subtitle.0, &f.subtitle)?;
    if width > 1 {
        ws.write_with_format(1, width - 1, &sheet.subtitle.1, &f.right)?;
    }
    Ok(2)
}

/// Header cells fill the grid from the left, around those that reach down from the rows above.
fn write_header(ws: &mut Worksheet, header: &[Vec<HeadCell>], top: u32, f: &Formats) -> Result<u32, XlsxError> {
    let mut taken: HashSet<(u32, u16)> = HashSet::new();
    for (i, cells) in header.iter().enumerate() {
        let row = top + i as u32;
        let mut column = 0;
        for cell in cells {
            while taken.contains(&(row, column)) {
                column += 1;
            }
            for r in row..row + cell.rows {
                for c in column..column + cell.columns {
                    taken.insert((r, c));
                }
            }
            let (last_row, last_column) = (row + cell.rows - 1, column + cell.columns - 1);
            if cell.rows > 1 || cell.columns > 1 {
                ws.merge_range(row, column, last_row, last_column, &cell.text, &f.head)?;
            } else {
                ws.write_with_format(row, column, &cell.text, &f.head)?;
            }
            column += cell.columns;
        }
    }
    Ok(top + header.len() as u32)
}

fn write_cells(ws: &mut Worksheet, row: u32, cells: &[Cell], f: &Formats, total: bool) -> Result<(), XlsxError> {
    let (text, whole, decimal) =
        if total { (&f.total_text, &f.total_number, &f.total_decimal) } else { (&f.text, &f.number, &f.decimal) };
    for (column, cell) in cells.iter().enumerate() {
        let column = column as u16;
        match cell {
            Cell::Blank => ws.write_blank(row, column, text)?,
            Cell::Text(s) => ws.write_with_format(row, column, s, text)?,
            Cell::Number(n) => {
                let format = if n.fract().is_zero() { whole } else { decimal };
                match n.to_f64() {
                    Some(number) => ws.write_with_format(row, column, number, format)?,
                    None => ws.write_with_format(row, column, n.to_string(), format)?,
                }
            }
            Cell::Said { text, reason } => {
                if let Some(reason) = reason {
                    ws.insert_note(row, column, &Note::new(reason))?;
                }
                ws.write_with_format(row, column, text, &f.said)?
            }
        };
    }
    Ok(())
}

fn set_widths(ws: &mut Worksheet, sheet: &Sheet, width: u16) -> Result<(), XlsxError> {
    for column in 0..width {
        let given = sheet.widths.get(column as usize).copied();
        ws.set_column_width(column, given.unwrap_or_else(|| guessed_width(sheet, column as usize)))?;
    }
    Ok(())
}

/// Chinese characters are two wide; between 6 and 40.
fn guessed_width(sheet: &Sheet, column: usize) -> f64 {
    let wide = |s: &str| s.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let body = sheet.rows.iter().take(MEASURED_ROWS).filter_map(|r| r.get(column)).map(|c| match c {
        Cell::Blank => 0,
        Cell::Text(s) | Cell::Said { text: s, .. } => wide(s),
        Cell::Number(n) => n.to_string().len() + 2,
    });
    let head = sheet.header.last().and_then(|r| r.get(column)).map_or(0, |h| wide(&h.text).min(12));
    (body.chain(std::iter::once(head)).max().unwrap_or(0) + 2).clamp(6, 40) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use luodi_model::Value;
    use std::io::Cursor;

    #[test]
    fn figures_are_numbers_and_unknowns_keep_their_sign() {
        let sheet = Sheet {
            name: "统计表/9月".into(),
            title: "开展情况统计表".into(),
            subtitle: ("临江市".into(), "2013年9月".into()),
            header: vec![
                vec![HeadCell::tall("单位", 2), HeadCell::wide("本月", 2)],
                vec![HeadCell::new("次数"), HeadCell::new("人数")],
            ],
            rows: vec![vec![Cell::text("甲县"), Cell::figure(&Value::number(0)), Cell::figure(&Value::MISSING)]],
            total: Some(vec![Cell::text("合计"), Cell::Blank, Cell::figure(&Value::pending("某问"))]),
            notes: vec!["18个中17个已报".into()],
            frozen_columns: 1,
            widths: vec![],
        };
        let bytes = to_xlsx(&[sheet.clone(), sheet]).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["统计表9月", "统计表9月2"]);
        let range = book.worksheet_range("统计表9月").unwrap();
        let at = |r, c| range.get_value((r, c)).cloned().unwrap_or(Data::Empty);
        assert_eq!(at(3, 1), Data::String("次数".into()));
        assert_eq!(at(4, 1), Data::Float(0.0));
        assert_eq!(at(4, 2), Data::String("—".into()));
        assert_eq!(at(5, 2), Data::String("待定".into()));
        assert_eq!(at(6, 0), Data::String("18个中17个已报".into()));
    }
}

//! Registers (台账) from workbooks, CSV and tables of pages: a header and rows, for imports.

mod csv;
mod number_like;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::grid::Grid;
use crate::workbook::{self, RawSheet};
use crate::{Kind, Limits, Note, NoteCode, SourceError, check_size, detect, html, isolated};

pub use number_like::{NumberLike, Stripped, number_like};

/// One sheet as a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Name of the sheet; the file's name for CSV.
    pub name: String,
    /// Lines above the header: title, 填报单位, date.
    pub titles: Vec<String>,
    /// Names of the columns; a header of several rows is joined with "/". A column without a name is "".
    pub header: Vec<String>,
    /// Rows with at least one cell of their own that is not blank; all have as many cells as the header.
    pub rows: Vec<SheetRow>,
    pub notes: Vec<Note>,
}

/// One row of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetRow {
    /// 1-based, as the office program shows it.
    pub row_number: usize,
    pub cells: Vec<Cell>,
}

/// One cell of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// A, B … AA, as the office program shows it.
    pub column_letter: String,
    /// The value as text: dates as 2026-05-01, percentages with their sign, line breaks kept.
    pub text: String,
    pub kind: CellKind,
    /// The value is a formula's stored result. With [`CellKind::Blank`] it is unknown.
    pub from_formula: bool,
    /// Copied here from a merged cell.
    pub filled: bool,
}

/// What the office program holds in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    Text,
    Number,
    Date,
    Bool,
    Blank,
    Error,
}

impl CellKind {
    /// What the office program would take a text for on opening a file of texts.
    pub(crate) fn of_text(text: &str) -> CellKind {
        let text = text.trim();
        if let Some(number) = number_like(text)
            && number.stripped.is_empty()
            && text.len() <= 15
        {
            return CellKind::Number;
        }
        let parts: Vec<&str> = text.split(['-', '/']).collect();
        let in_range = |part: &str, most: u32| part.len() <= 2 && part.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
        match parts.as_slice() {
            [year, month, day]
                if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && in_range(month, 12) && in_range(day, 31) =>
            {
                CellKind::Date
            }
            _ => match text.to_ascii_uppercase().as_str() {
                "TRUE" | "FALSE" => CellKind::Bool,
                _ => CellKind::Text,
            },
        }
    }
}

/// Reads the first sheet that holds anything, with the default limits.
///
/// # Errors
/// As [`read_sheets`].
pub fn read_sheet(bytes: &[u8], name_hint: Option<&str>) -> Result<Sheet, SourceError> {
    let mut sheets = read_sheets(bytes, name_hint, &Limits::default())?;
    let mut sheet = sheets.remove(0);
    if !sheets.is_empty() {
        let names: Vec<&str> = sheets.iter().map(|other| other.name.as_str()).collect();
        let message = format!("只读取了第一个工作表“{}”，没有读取：{}。", sheet.name, names.join("、"));
        sheet.notes.push(Note::new(NoteCode::OtherSheets, message));
    }
    Ok(sheet)
}

/// Reads all visible sheets that hold anything; at least one.
///
/// # Errors
/// [`SourceError`] when the bytes are no workbook or CSV, or cannot be read, or hold nothing.
pub fn read_sheets(bytes: &[u8], name_hint: Option<&str>, limits: &Limits) -> Result<Vec<Sheet>, SourceError> {
    check_size(bytes, limits)?;
    let kind = detect::detect(bytes, limits)?;
    let (raw, hidden) = match kind {
        Kind::Xlsx | Kind::Xls => workbook::load(bytes, kind, limits)?,
        Kind::Txt => {
            let mut sheet = csv::load(bytes, limits)?;
            if let Some(name) = name_hint {
                name.rsplit_once('.').map_or(name, |(stem, _)| stem).clone_into(&mut sheet.name);
            }
            (vec![sheet], 0)
        }
        Kind::Html => (isolated(kind, || html::sheets(bytes, limits))?, 0),
        Kind::Docx | Kind::Pdf | Kind::Doc => {
            return Err(SourceError::NotASheet { kind });
        }
    };
    if raw.is_empty() {
        return Err(SourceError::NotASheet { kind });
    }
    let filled = raw.into_iter().filter(|sheet| !sheet.cells.is_empty());
    let mut sheets = Vec::new();
    for sheet in filled {
        sheets.push(register(sheet, limits)?);
    }
    let Some(first) = sheets.first_mut() else {
        return Err(SourceError::Blank { kind });
    };
    if hidden > 0 {
        let message = format!("{hidden} 个隐藏的工作表没有读取。");
        first.notes.push(Note::new(NoteCode::HiddenSheets, message));
    }
    Ok(sheets)
}

fn register(sheet: RawSheet, limits: &Limits) -> Result<Sheet, SourceError> {
    let grid = without_margins(&sheet, limits)?;
    let (title_rows, header_rows) = grid.grid.heading_rows(true);
    let body = title_rows + header_rows;
    let titles =
        (0..title_rows).map(|row| distinct_texts(&grid.grid, row).join(" ")).filter(|title| !title.trim().is_empty()).collect();
    let header: Vec<String> = (0..grid.grid.width).map(|column| column_name(&grid.grid, title_rows..body, column)).collect();
    let raw: HashMap<(usize, usize), usize> =
        sheet.cells.iter().enumerate().map(|(index, cell)| ((cell.row, cell.column), index)).collect();
    let rows = (body..grid.grid.slots.len())
        .map(|row| SheetRow {
            row_number: grid.first_row + row + 1,
            cells: (0..grid.grid.width).map(|column| cell(&sheet, &raw, &grid, row, column)).collect(),
        })
        // A row that only a merged cell reaches into says nothing of its own; a formula without a value does.
        .filter(|row| row.cells.iter().any(|cell| !cell.filled && (cell.kind != CellKind::Blank || cell.from_formula)))
        .collect();
    let mut notes = sheet.notes;
    note_unnamed(&header, grid.first_column, &mut notes);
    Ok(Sheet { name: sheet.name, titles, header, rows, notes })
}

/// A grid that starts at the first row and column with anything in it.
struct Inset {
    grid: Grid,
    first_row: usize,
    first_column: usize,
}

fn without_margins(sheet: &RawSheet, limits: &Limits) -> Result<Inset, SourceError> {
    let first_row = sheet.cells.iter().map(|cell| cell.row).min().unwrap_or(0);
    let first_column = sheet.cells.iter().map(|cell| cell.column).min().unwrap_or(0);
    let whole = sheet.grid(limits.cells_max)?;
    let cells = whole
        .cells
        .into_iter()
        .filter(|cell| cell.row >= first_row && cell.column >= first_column)
        .map(|mut cell| {
            cell.row -= first_row;
            cell.column -= first_column;
            cell
        })
        .collect();
    Ok(Inset { grid: Grid::new(cells, limits.cells_max)?, first_row, first_column })
}

fn cell(sheet: &RawSheet, raw: &HashMap<(usize, usize), usize>, inset: &Inset, row: usize, column: usize) -> Cell {
    let column_letter = column_letter(column + inset.first_column);
    let origin = inset.grid.slots[row][column].map(|index| {
        let cell = &inset.grid.cells[index];
        (cell.row, cell.column)
    });
    let known =
        origin.and_then(|(r, c)| raw.get(&(r + inset.first_row, c + inset.first_column))).map(|index| &sheet.cells[*index]);
    match known {
        Some(raw) => Cell {
            column_letter,
            text: raw.text.clone(),
            kind: raw.kind,
            from_formula: raw.from_formula,
            filled: origin != Some((row, column)),
        },
        None => Cell { column_letter, text: String::new(), kind: CellKind::Blank, from_formula: false, filled: false },
    }
}

/// Texts of a row, merged cells once.
fn distinct_texts(grid: &Grid, row: usize) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut last = None;
    for slot in &grid.slots[row] {
        if *slot != last
            && let Some(index) = slot
            && !grid.cells[*index].text.is_empty()
        {
            texts.push(grid.cells[*index].text.as_str());
        }
        last = *slot;
    }
    texts
}

/// The names over a column from top to bottom; a cell that spans rows counts once.
fn column_name(grid: &Grid, rows: std::ops::Range<usize>, column: usize) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut last = None;
    for row in rows {
        let slot = grid.slots[row][column];
        let text = grid.text(row, column).trim();
        if slot != last && !text.is_empty() {
            parts.push(text);
        }
        last = slot;
    }
    parts.join("/")
}

fn note_unnamed(header: &[String], first_column: usize, notes: &mut Vec<Note>) {
    let unnamed: Vec<String> = header
        .iter()
        .enumerate()
        .filter(|(_, name)| name.is_empty())
        .map(|(column, _)| column_letter(column + first_column))
        .collect();
    if !unnamed.is_empty() {
        let message = format!("{} 列没有表头。", unnamed.join("、"));
        notes.push(Note::new(NoteCode::RaggedRows, message));
    }
}

/// A for 0, Z for 25, AA for 26.
pub(crate) fn column_letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(b'A' + (left % 26) as u8);
        left /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests;

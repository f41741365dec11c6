//! Workbooks (xlsx, xls): every visible sheet as a table and as lines.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use calamine::{Data, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx};

use crate::archive::Archive;
use crate::builder::{Builder, one_line};
use crate::error::Expansion;
use crate::grid::{Grid, Placed};
use crate::sheet::CellKind;
use crate::{Kind, Limits, Note, NoteCode, Source, SourceError};

/// A cell with a value or a formula; places are 0-based.
#[derive(Debug, Clone)]
pub(crate) struct RawCell {
    pub row: usize,
    pub column: usize,
    pub text: String,
    pub kind: CellKind,
    pub from_formula: bool,
}

/// A visible sheet.
#[derive(Debug)]
pub(crate) struct RawSheet {
    pub name: String,
    pub cells: Vec<RawCell>,
    pub merges: Vec<Dimensions>,
    pub notes: Vec<Note>,
}

pub(crate) fn read(bytes: &[u8], kind: Kind, limits: &Limits) -> Result<Source, SourceError> {
    let (sheets, hidden) = load(bytes, kind, limits)?;
    let mut out = Builder::default();
    let several = sheets.iter().filter(|sheet| !sheet.cells.is_empty()).count() > 1;
    for sheet in sheets {
        if sheet.cells.is_empty() {
            continue;
        }
        if several {
            out.line(&sheet.name);
        }
        out.notes.extend(sheet.notes.iter().cloned());
        let cells_left = limits.cells_max.saturating_sub(out.cells());
        let grid = sheet.grid(cells_left)?;
        out.table(Some(sheet.name), &grid);
    }
    if hidden > 0 {
        let message = format!("{hidden} 个隐藏的工作表没有读取。");
        out.notes.push(Note::new(NoteCode::HiddenSheets, message));
    }
    Ok(out.finish(kind, None))
}

impl RawSheet {
    /// A sheet from a table of a page: what the office program would make of each text on opening it.
    pub(crate) fn from_placed(name: String, placed: Vec<Placed>, notes: Vec<Note>) -> RawSheet {
        let merged = placed.iter().filter(|cell| cell.rows > 1 || cell.columns > 1);
        let place = |row: usize, column: usize| (row as u32, column as u32);
        let merges = merged
            .map(|cell| {
                let end = place(cell.row + cell.rows - 1, cell.column + cell.columns - 1);
                Dimensions::new(place(cell.row, cell.column), end)
            })
            .collect();
        let cells = placed
            .into_iter()
            .filter(|cell| !cell.text.trim().is_empty())
            .map(|cell| RawCell {
                row: cell.row,
                column: cell.column,
                kind: CellKind::of_text(&cell.text),
                text: cell.text,
                from_formula: false,
            })
            .collect();
        RawSheet { name, cells, merges, notes }
    }

    /// Cells with their merges. The grid starts at the first row and column of the sheet, so that places are those of the office program.
    pub(crate) fn grid(&self, cells_max: usize) -> Result<Grid, SourceError> {
        let origins: HashMap<(usize, usize), &Dimensions> =
            self.merges.iter().map(|merge| ((merge.start.0 as usize, merge.start.1 as usize), merge)).collect();
        let placed = self.cells.iter().map(|cell| {
            let mut placed = Placed::single(cell.row, cell.column, one_line(&cell.text));
            if let Some(merge) = origins.get(&(cell.row, cell.column)) {
                placed.rows = merge.end.0.saturating_sub(merge.start.0) as usize + 1;
                placed.columns = merge.end.1.saturating_sub(merge.start.1) as usize + 1;
            }
            placed
        });
        Grid::new(placed.collect(), cells_max)
    }
}

/// All visible sheets, and how many hidden ones were left out.
pub(crate) fn load(bytes: &[u8], kind: Kind, limits: &Limits) -> Result<(Vec<RawSheet>, usize), SourceError> {
    match kind {
        Kind::Xls => crate::biff::check(bytes, limits)?,
        _ => drop(Archive::open(bytes, kind, limits)?),
    }
    crate::isolated(kind, || match kind {
        Kind::Xls => load_xls(bytes, limits),
        _ => load_xlsx(bytes, limits),
    })
}

fn damaged(kind: Kind, detail: impl std::fmt::Display) -> SourceError {
    SourceError::Damaged { kind, detail: detail.to_string().chars().take(200).collect() }
}

fn load_xlsx(bytes: &[u8], limits: &Limits) -> Result<(Vec<RawSheet>, usize), SourceError> {
    let bad = |error: calamine::XlsxError| damaged(Kind::Xlsx, error);
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(bad)?;
    let (names, hidden) = visible(book.sheets_metadata());
    let mut sheets = Vec::new();
    let mut cells_left = limits.cells_max;
    for name in names {
        let formats = formats(&mut book, &name).map_err(bad)?;
        let merges = book.merge_cells_by_sheet_name(&name).map_err(bad)?;
        let mut reader = book.worksheet_cells_reader(&name).map_err(bad)?;
        let mut sheet = Collector::new(cells_left, limits.cells_max);
        while let Some(cell) = reader.next_cell_with_formula().map_err(bad)? {
            let format = formats.get(&cell.pos).copied().unwrap_or(Format::Plain);
            let value = Data::from(cell.value);
            let expands = cell.formula.is_some();
            sheet.add(cell.pos, &value, expands, format)?;
        }
        cells_left = cells_left.saturating_sub(sheet.cells.len());
        sheets.push(sheet.finish(name, merges));
    }
    Ok((sheets, hidden))
}

fn load_xls(bytes: &[u8], limits: &Limits) -> Result<(Vec<RawSheet>, usize), SourceError> {
    let bad = |error: XlsError| match error {
        XlsError::Password => SourceError::Encrypted { what: "旧版 Excel 表格" },
        other => damaged(Kind::Xls, other),
    };
    let mut book = Xls::new(Cursor::new(bytes)).map_err(bad)?;
    let (names, hidden) = visible(book.sheets_metadata());
    let mut sheets = Vec::new();
    let mut cells_left = limits.cells_max;
    for name in names {
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let range = book.worksheet_range(&name).map_err(bad)?;
        let formulas: HashSet<(u32, u32)> = match book.worksheet_formula(&name) {
            Ok(range) => {
                let (row, column) = range.start().unwrap_or_default();
                let cells = range.used_cells().filter(|(_, _, formula)| !formula.is_empty());
                cells.map(|(r, c, _)| (row + r as u32, column + c as u32)).collect()
            }
            Err(_) => HashSet::new(),
        };
        let (row, column) = range.start().unwrap_or_default();
        let mut sheet = Collector::new(cells_left, limits.cells_max);
        for (r, c, value) in range.used_cells() {
            let place = (row + r as u32, column + c as u32);
            sheet.add(place, value, formulas.contains(&place), Format::Plain)?;
        }
        cells_left = cells_left.saturating_sub(sheet.cells.len());
        sheets.push(sheet.finish(name, merges));
    }
    Ok((sheets, hidden))
}

fn visible(sheets: &[calamine::Sheet]) -> (Vec<String>, usize) {
    let worksheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (shown, hidden): (Vec<_>, Vec<_>) = worksheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
    (shown.into_iter().map(|sheet| sheet.name.clone()).collect(), hidden.len())
}

/// What the number format of a cell adds to its value.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Format {
    Plain,
    /// 0.95 is shown as 95%.
    Percent,
    /// A date of which only year and month are shown.
    Month,
}

impl Format {
    fn of(code: &str) -> Format {
        let code = code.split(';').next().unwrap_or_default().to_lowercase();
        // Literal text may hold any letter.
        let mut quoted = false;
        let bare: String = code
            .chars()
            .filter(|c| {
                quoted ^= *c == '"';
                !quoted
            })
            .collect();
        if bare.contains('%') {
            Format::Percent
        } else if bare.contains('y') && bare.contains('m') && !bare.contains('d') && !bare.contains('h') {
            Format::Month
        } else {
            Format::Plain
        }
    }
}

/// Formats that change the text, by place.
fn formats(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<HashMap<(u32, u32), Format>, calamine::XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let by_style: Vec<Format> = reader
        .styles()
        .iter()
        .map(|style| {
            let code = style.number_format.as_ref().map(|f| f.format_code.as_str());
            code.map_or(Format::Plain, Format::of)
        })
        .collect();
    let mut formats = HashMap::new();
    if by_style.iter().all(|format| *format == Format::Plain) {
        return Ok(formats);
    }
    while let Some((row, column, style)) = reader.next_style_id()? {
        let format = by_style.get(style).copied().unwrap_or(Format::Plain);
        if format != Format::Plain {
            formats.insert((row, column), format);
        }
    }
    Ok(formats)
}

/// Cells of one sheet, with what is to be noted.
struct Collector {
    cells: Vec<RawCell>,
    cells_left: usize,
    cells_max: usize,
    formulas: usize,
    formulas_without_value: Vec<String>,
    errors: Vec<String>,
    digits_lost: Vec<String>,
    numbers_as_text: usize,
}

impl Collector {
    fn new(cells_left: usize, cells_max: usize) -> Collector {
        Collector {
            cells: Vec::new(),
            cells_left,
            cells_max,
            formulas: 0,
            formulas_without_value: Vec::new(),
            errors: Vec::new(),
            digits_lost: Vec::new(),
            numbers_as_text: 0,
        }
    }

    fn add(&mut self, (row, column): (u32, u32), value: &Data, from_formula: bool, format: Format) -> Result<(), SourceError> {
        let (text, kind) = text_of(value, format);
        if kind == CellKind::Blank && !from_formula {
            return Ok(());
        }
        if self.cells.len() >= self.cells_left {
            return Err(SourceError::Expands { what: Expansion::Cells { cells_max: self.cells_max } });
        }
        let place = || format!("{}{}", crate::sheet::column_letter(column as usize), row + 1);
        self.formulas += usize::from(from_formula);
        if from_formula && kind == CellKind::Blank {
            self.formulas_without_value.push(place());
        }
        match kind {
            CellKind::Error => self.errors.push(place()),
            CellKind::Number if has_lost_digits(value) => self.digits_lost.push(place()),
            CellKind::Text if is_plain_number(&text) => self.numbers_as_text += 1,
            _ => {}
        }
        self.cells.push(RawCell { row: row as usize, column: column as usize, text, kind, from_formula });
        Ok(())
    }

    fn finish(self, name: String, merges: Vec<Dimensions>) -> RawSheet {
        let mut notes = Vec::new();
        let mut add = |code, count: usize, message: String| {
            if count > 0 {
                notes.push(Note::new(code, format!("工作表“{name}”：{message}")));
            }
        };
        let count = self.formulas;
        add(NoteCode::FormulaAsValue, count, format!("{count} 个格子是公式，取的是文件里保存的计算结果。"));
        let places = &self.formulas_without_value;
        add(
            NoteCode::FormulaWithoutValue,
            places.len(),
            format!("{}的公式没有保存结果，按未知处理。请在办公软件里打开保存一次再导入。", list(places)),
        );
        add(NoteCode::ErrorCells, self.errors.len(), format!("{}是错误值，按未知处理。", list(&self.errors)));
        add(
            NoteCode::DigitsLost,
            self.digits_lost.len(),
            format!("{}的数字超过 15 位，末尾几位可能已不准。证件号码请存成文字。", list(&self.digits_lost)),
        );
        let count = self.numbers_as_text;
        add(NoteCode::NumbersAsText, count, format!("{count} 个格子里的数字存成了文字，原样读取。"));
        RawSheet { name, cells: self.cells, merges, notes }
    }
}

/// The first places, and how many there are.
fn list(places: &[String]) -> String {
    const NAMED_MAX: usize = 5;
    let named = places[..places.len().min(NAMED_MAX)].join("、");
    if places.len() > NAMED_MAX { format!("{named} 等 {} 个格子", places.len()) } else { named }
}

fn text_of(value: &Data, format: Format) -> (String, CellKind) {
    match value {
        Data::Empty => (String::new(), CellKind::Blank),
        Data::String(text) if text.trim().is_empty() => (String::new(), CellKind::Blank),
        Data::String(text) => (text.clone(), CellKind::Text),
        Data::Int(number) => (number.to_string(), CellKind::Number),
        Data::Float(number) if format == Format::Percent => (format!("{}%", number_text(number * 100.0)), CellKind::Number),
        Data::Float(number) => (number_text(*number), CellKind::Number),
        Data::Bool(flag) => (if *flag { "TRUE" } else { "FALSE" }.to_owned(), CellKind::Bool),
        Data::DateTime(date) => (date_text(date, format), CellKind::Date),
        Data::DateTimeIso(text) | Data::DurationIso(text) => (text.clone(), CellKind::Date),
        Data::Error(error) => (error.to_string(), CellKind::Error),
    }
}

/// The office program keeps 15 digits: 0.1 + 0.2 is 0.3 to it.
fn number_text(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

fn has_lost_digits(value: &Data) -> bool {
    matches!(value, Data::Float(number) if number.abs() >= 1e15)
}

/// Digits only, as someone types a number; codes with leading zeros and longer numbers (telephones, certificates) are meant as text.
fn is_plain_number(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 10
        && !(text.len() > 1 && text.starts_with('0') && !text.starts_with("0."))
        && crate::sheet::number_like(text).is_some_and(|number| number.stripped.is_empty())
}

fn date_text(date: &ExcelDateTime, format: Format) -> String {
    if date.is_duration() {
        let minutes = (date.as_f64() * 24.0 * 60.0).round();
        return format!("{}:{:02}", (minutes / 60.0).trunc(), (minutes % 60.0).abs());
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let time = if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") };
    if (0.0..1.0).contains(&date.as_f64()) {
        return time;
    }
    match format {
        Format::Month => format!("{year:04}-{month:02}"),
        _ if (hour, minute, second) == (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

#[cfg(test)]
pub(crate) mod tests;

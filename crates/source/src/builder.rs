//! Grows the text line by line and keeps the spans of the tables in it.

use crate::grid::Grid;
use crate::{Kind, Note, NoteCode, Source, Span, Table, TableCell};

/// A [`Source`] in the making.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    text: String,
    tables: Vec<Table>,
    pub notes: Vec<Note>,
    merged_cells: usize,
    cells: usize,
}

impl Builder {
    /// Adds a line; line breaks within it make several lines. An empty line is kept.
    pub(crate) fn line(&mut self, line: &str) {
        for part in line.split('\n') {
            self.text.push_str(part.trim_end_matches(['\r', ' ', '\t']));
            self.text.push('\n');
        }
    }

    /// Cells of the tables so far.
    pub(crate) fn cells(&self) -> usize {
        self.cells
    }

    /// Adds a table: one line a row, cells separated by tabs, blank rows without a line.
    pub(crate) fn table(&mut self, name: Option<String>, grid: &Grid) {
        let start = self.text.len();
        let mut spans = vec![Span { start: usize::MAX, end: usize::MAX }; grid.cells.len()];
        let mut rows = Vec::with_capacity(grid.slots.len());
        for row in 0..grid.slots.len() {
            rows.push(self.row(grid, row, &mut spans));
        }
        let (title_rows, header_rows) = grid.heading_rows(false);
        self.cells += grid.width * rows.len();
        let end = self.text.len().saturating_sub(1).max(start);
        self.tables.push(Table { name, span: Span { start, end }, title_rows, header_rows, rows });
    }

    fn row(&mut self, grid: &Grid, row: usize, spans: &mut [Span]) -> Vec<TableCell> {
        let mut cells = Vec::with_capacity(grid.width);
        let line_start = self.text.len();
        for column in 0..grid.width {
            if column > 0 {
                self.text.push('\t');
            }
            let here = Span { start: self.text.len(), end: self.text.len() };
            let Some(index) = grid.slots[row][column] else {
                cells.push(TableCell { text: String::new(), span: here, filled: false });
                continue;
            };
            let text = &grid.cells[index].text;
            let origin = grid.is_origin(row, column, index);
            // The origin comes first, in reading order, unless another cell took its slot.
            if spans[index].start == usize::MAX {
                self.text.push_str(text);
                spans[index] = Span { start: here.start, end: self.text.len() };
            }
            self.merged_cells += usize::from(!origin);
            cells.push(TableCell { text: text.clone(), span: spans[index], filled: !origin });
        }
        let kept = self.end_row(line_start);
        let clamp = |span: &mut Span| {
            span.start = span.start.min(kept);
            span.end = span.end.min(kept);
        };
        for index in grid.slots[row].iter().flatten() {
            clamp(&mut spans[*index]);
        }
        cells.iter_mut().for_each(|cell| clamp(&mut cell.span));
        cells
    }

    /// Cuts the tabs of trailing empty cells, so that a title over the whole width is a plain line, and drops the line
    /// of a blank row. Returns where the text of the row ends.
    fn end_row(&mut self, line_start: usize) -> usize {
        let row = self.text[line_start..].trim_end_matches(['\t', ' ']);
        let kept = line_start + row.len();
        self.text.truncate(kept);
        if kept > line_start {
            self.text.push('\n');
        }
        kept
    }

    /// The finished source. The last line has no line break after it.
    pub(crate) fn finish(mut self, kind: Kind, encoding: Option<String>) -> Source {
        let kept = self.text.trim_end_matches('\n').len();
        self.text.truncate(kept);
        for table in &mut self.tables {
            for span in std::iter::once(&mut table.span).chain(table.rows.iter_mut().flatten().map(|cell| &mut cell.span)) {
                span.start = span.start.min(kept);
                span.end = span.end.min(kept);
            }
        }
        if self.merged_cells > 0 {
            let message = format!("表格里的合并单元格已展开，{} 个格子填入了合并格的内容。", self.merged_cells);
            self.notes.push(Note::new(NoteCode::MergedFilled, message));
        }
        Source { kind, encoding, text: self.text, tables: self.tables, notes: self.notes }
    }
}

/// Text of a cell on one line: white space of any kind around breaks becomes one space, tabs too.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.split(['\n', '\r', '\t']) {
        let part = part.trim_matches(' ');
        if !line.is_empty() && !part.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

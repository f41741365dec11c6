//! Cells with merges → a full grid; and which rows are title and header.

use std::collections::HashMap;

use crate::SourceError;
use crate::error::Expansion;

/// A cell as the format gives it: its place, how far it reaches, its text (no line breaks).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    pub text: String,
    /// Marked as header by the format (`th`, `w:tblHeader`).
    pub heading: bool,
}

impl Placed {
    pub(crate) fn single(row: usize, column: usize, text: String) -> Placed {
        Placed { row, column, rows: 1, columns: 1, text, heading: false }
    }
}

/// More lone rows than this are data of one column.
const TITLE_ROWS_MAX: usize = 10;
/// A deeper header is a form whose every row has merged cells.
const HEADER_ROWS_MAX: usize = 4;

/// A rectangle of slots, each holding the index of the cell that covers it.
#[derive(Debug)]
pub(crate) struct Grid {
    pub cells: Vec<Placed>,
    pub width: usize,
    pub slots: Vec<Vec<Option<usize>>>,
}

impl Grid {
    /// Lays the cells out. Where two cells claim a slot, the first keeps it. Cells reach at most to the last row that any cell starts in.
    pub(crate) fn new(cells: Vec<Placed>, cells_max: usize) -> Result<Grid, SourceError> {
        let height = cells.iter().map(|cell| cell.row + 1).max().unwrap_or(0);
        let width = cells.iter().map(|cell| cell.column.saturating_add(cell.columns.max(1))).max().unwrap_or(0);
        if height.saturating_mul(width) > cells_max {
            return Err(SourceError::Expands { what: Expansion::Cells { cells_max } });
        }
        let mut slots = vec![vec![None; width]; height];
        let mut claimed = 0_usize;
        for (index, cell) in cells.iter().enumerate() {
            let last_row = cell.row.saturating_add(cell.rows.max(1)).min(height);
            let last_column = cell.column.saturating_add(cell.columns.max(1)).min(width);
            // Cells that lie on one another cost time, not slots.
            claimed = claimed.saturating_add((last_row - cell.row) * (last_column - cell.column));
            if claimed / 2 > cells_max {
                return Err(SourceError::Expands { what: Expansion::Cells { cells_max } });
            }
            for row in &mut slots[cell.row..last_row] {
                for slot in &mut row[cell.column..last_column] {
                    slot.get_or_insert(index);
                }
            }
        }
        Ok(Grid { cells, width, slots })
    }

    pub(crate) fn is_origin(&self, row: usize, column: usize, index: usize) -> bool {
        let cell = &self.cells[index];
        cell.row == row && cell.column == column
    }

    pub(crate) fn text(&self, row: usize, column: usize) -> &str {
        self.slots[row][column].map_or("", |index| self.cells[index].text.as_str())
    }

    /// Title rows and header rows. `header_wanted`: the first full row is the header even if nothing marks it (imports).
    pub(crate) fn heading_rows(&self, header_wanted: bool) -> (usize, usize) {
        let height = self.slots.len();
        let marked = |row: usize| {
            let mut cells = self.slots[row].iter().flatten().peekable();
            cells.peek().is_some() && cells.all(|index| self.cells[*index].heading)
        };
        let mut title = 0;
        while title < height.min(TITLE_ROWS_MAX + 1) && !marked(title) && self.is_title_row(title) {
            title += 1;
        }
        if title > TITLE_ROWS_MAX {
            title = 0;
        }
        if title == height {
            return (0, 0);
        }
        let marked_rows = (title..height).take_while(|row| marked(*row)).count();
        if marked_rows > 0 {
            return (title, marked_rows.max(self.header_depth(title)));
        }
        let looks_like_header = height > title + 1 && self.is_header_row(title);
        if header_wanted || looks_like_header {
            return (title, self.header_depth(title));
        }
        (if header_wanted { title } else { 0 }, 0)
    }

    /// A title stands alone in its row; a line such as 填报单位 covers less than half of it. A fuller row must follow.
    fn is_title_row(&self, row: usize) -> bool {
        if self.width < 2 {
            return false;
        }
        let (distinct, covered) = self.filled(row);
        let fuller = (row + 1..self.slots.len()).any(|next| self.filled(next).0 > distinct.max(1));
        fuller && (distinct <= 1 || (covered * 2 < self.width && self.width > 3))
    }

    /// How many different cells with text the row has, and how many columns they cover.
    fn filled(&self, row: usize) -> (usize, usize) {
        let mut last = None;
        let (mut distinct, mut covered) = (0, 0);
        for slot in &self.slots[row] {
            let Some(index) = slot else { continue };
            if self.cells[*index].text.trim().is_empty() {
                continue;
            }
            covered += 1;
            if last != Some(*index) {
                distinct += 1;
                last = Some(*index);
            }
        }
        (distinct, covered)
    }

    /// Every column named, no two alike unless merged, none a number.
    fn is_header_row(&self, row: usize) -> bool {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for column in 0..self.width {
            let Some(index) = self.slots[row][column] else {
                return false;
            };
            let text = self.cells[index].text.trim();
            if text.is_empty() || crate::sheet::number_like(text).is_some() {
                return false;
            }
            if *seen.entry(text).or_insert(index) != index {
                return false;
            }
        }
        self.width > 1
    }

    /// Rows of the header that starts in `first`: as deep as its merged cells reach; one more where a cell spans columns.
    fn header_depth(&self, first: usize) -> usize {
        let height = self.slots.len();
        let mut end = first + 1;
        let mut row = first;
        while row < end && row < height && end - first <= HEADER_ROWS_MAX {
            let mut last = None;
            for index in self.slots[row].iter().flatten() {
                // A merged cell stands in many slots: once is enough.
                if last.replace(*index) == Some(*index) {
                    continue;
                }
                let cell = &self.cells[*index];
                end = end.max(cell.row + cell.rows);
                let spans_columns = cell.columns > 1 && cell.columns < self.width;
                if spans_columns && !cell.text.trim().is_empty() && self.is_sub_header(cell) {
                    end = end.max(cell.row + cell.rows + 1);
                }
            }
            row += 1;
        }
        // A header that leaves no row for data is no header but a form.
        let is_form = end >= height || end - first > HEADER_ROWS_MAX;
        if is_form { 1 } else { end - first }
    }

    /// The cells under a spanning header cell name its columns: all filled, no number.
    fn is_sub_header(&self, cell: &Placed) -> bool {
        let below = cell.row + cell.rows;
        below < self.slots.len()
            && (cell.column..cell.column + cell.columns).all(|column| {
                let text = self.text(below, column).trim();
                !text.is_empty() && crate::sheet::number_like(text).is_none()
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(row: usize, column: usize, rows: usize, columns: usize, text: &str) -> Placed {
        Placed { row, column, rows, columns, text: text.to_owned(), heading: false }
    }

    #[track_caller]
    fn check(cells: Vec<Placed>, expected: (usize, usize)) {
        let grid = Grid::new(cells, 1000).expect("small");
        assert_eq!(grid.heading_rows(false), expected);
    }

    #[test]
    fn title_then_header_of_two_rows() {
        check(
            vec![
                placed(0, 0, 1, 4, "青禾县统计表"),
                placed(1, 0, 2, 1, "单位"),
                placed(1, 1, 1, 2, "人数"),
                placed(1, 3, 2, 1, "备注"),
                placed(2, 1, 1, 1, "男"),
                placed(2, 2, 1, 1, "女"),
                placed(3, 0, 1, 1, "东河村"),
                placed(3, 1, 1, 1, "12"),
                placed(3, 2, 1, 1, "9"),
            ],
            (1, 2),
        );
    }

    #[test]
    fn numbers_in_the_first_row_are_no_header() {
        check(
            vec![placed(0, 0, 1, 1, "东河村"), placed(0, 1, 1, 1, "12"), placed(1, 0, 1, 1, "西河村"), placed(1, 1, 1, 1, "9")],
            (0, 0),
        );
    }

    #[test]
    fn a_form_has_no_deep_header() {
        let mut cells = Vec::new();
        for row in 0..8 {
            cells.push(placed(row, 0, 1, 1, &format!("项目{row}")));
            cells.push(placed(row, 1, 1, 2, &format!("内容{row}")));
        }
        check(cells, (0, 1));
    }

    #[test]
    fn many_lone_rows_are_data() {
        let mut cells: Vec<Placed> = (0..30).map(|row| placed(row, 0, 1, 1, &format!("第{row}项"))).collect();
        cells.push(placed(30, 1, 1, 1, "备注"));
        cells.push(placed(30, 0, 1, 1, "合计"));
        check(cells, (0, 0));
    }

    #[test]
    fn a_grid_larger_than_the_limit_is_refused() {
        let cells = vec![placed(0, 0, 1, 1, "a"), placed(1_048_575, 16_383, 1, 1, "b")];
        let error = Grid::new(cells, 2_000_000).expect_err("17 thousand million cells");
        assert_eq!(error.code(), "source_expands");
    }
}

//! Tables of web pages → cells with their places (HTML, 4.9.12: forming a table).

use std::collections::HashSet;

use scraper::ElementRef;

use super::lines::cell_text;
use crate::grid::Placed;

/// The most columns and rows that one cell may span (HTML, 4.9.11).
const COLUMNS_SPAN_MAX: usize = 1000;
const ROWS_SPAN_MAX: usize = 65_534;
/// A cell with more characters than this is a page laid out with a table.
const CELL_CHARACTERS_MAX: usize = 3000;

/// Rows and columns of data, not a page laid out with a table.
pub(super) fn is_data_table(table: ElementRef<'_>) -> bool {
    let nested = table.descendent_elements().skip(1).any(|element| element.value().name() == "table");
    if nested {
        return false;
    }
    let rows = rows(table);
    rows.iter().any(|row| cells(*row).count() > 1)
        && rows.iter().flat_map(|row| cells(*row)).all(|cell| {
            let characters: usize = cell.text().map(|text| text.chars().count()).sum();
            characters <= CELL_CHARACTERS_MAX
        })
}

/// Rows in order, also those of the groups.
fn rows(table: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let mut rows = Vec::new();
    for child in table.child_elements() {
        match child.value().name() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => {
                rows.extend(child.child_elements().filter(|row| row.value().name() == "tr"));
            }
            _ => {}
        }
    }
    rows
}

fn cells(row: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th"))
}

pub(super) fn placed(table: ElementRef<'_>, cells_max: usize) -> Vec<Placed> {
    let mut placed = Vec::new();
    let mut taken: HashSet<(usize, usize)> = HashSet::new();
    for (row_at, row) in rows(table).into_iter().enumerate() {
        let in_head = row.parent().and_then(ElementRef::wrap).is_some_and(|group| group.value().name() == "thead");
        let mut column = 0;
        for cell in cells(row) {
            while taken.contains(&(row_at, column)) {
                column += 1;
            }
            let columns = span(cell, "colspan", COLUMNS_SPAN_MAX);
            let rows = span(cell, "rowspan", ROWS_SPAN_MAX);
            if rows > 1 && taken.len().saturating_add(rows * columns) <= cells_max {
                taken.extend((row_at + 1..row_at + rows).flat_map(|r| (column..column + columns).map(move |c| (r, c))));
            }
            placed.push(Placed {
                row: row_at,
                column,
                rows,
                columns,
                text: cell_text(cell),
                heading: in_head || cell.value().name() == "th",
            });
            column += columns;
        }
    }
    placed
}

fn span(cell: ElementRef<'_>, name: &str, most: usize) -> usize {
    cell.attr(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, most)
}

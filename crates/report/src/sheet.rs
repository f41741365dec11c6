//! A table before it becomes a file.

use luodi_model::{Number, Unknown, Value};
use rust_decimal::Decimal;

/// One sheet of a workbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Tab; shortened and cleaned where XLSX doesn't allow it.
    pub name: String,
    /// Printed large over the table; empty: none.
    pub title: String,
    /// Under the title, left and right: who filed, which period, unit of measure.
    pub subtitle: (String, String),
    /// Rows of the header; cells may span.
    pub header: Vec<Vec<HeadCell>>,
    pub rows: Vec<Vec<Cell>>,
    /// Last row, printed bold.
    pub total: Option<Vec<Cell>>,
    /// Under the table: coverage, remarks.
    pub notes: Vec<String>,
    /// Columns that stay in sight.
    pub frozen_columns: u16,
    /// Width of each column in characters; absent: from the contents.
    pub widths: Vec<f64>,
}

/// A cell of the header, over `columns` × `rows` cells of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadCell {
    pub text: String,
    pub columns: u16,
    pub rows: u32,
}

impl HeadCell {
    pub fn new(text: impl Into<String>) -> HeadCell {
        HeadCell { text: text.into(), columns: 1, rows: 1 }
    }
    pub fn wide(text: impl Into<String>, columns: u16) -> HeadCell {
        HeadCell { text: text.into(), columns, rows: 1 }
    }
    pub fn tall(text: impl Into<String>, rows: u32) -> HeadCell {
        HeadCell { text: text.into(), columns: 1, rows }
    }
}

/// A cell of the body. Unknowns keep their sign; a blank is nothing at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Blank,
    Text(String),
    Number(Decimal),
    /// Approximate or partial: text, with the reason as a comment.
    Said {
        text: String,
        reason: Option<String>,
    },
}

impl Cell {
    pub fn text(s: impl Into<String>) -> Cell {
        Cell::Text(s.into())
    }
    /// A figure as the screen shows it.
    pub fn figure(value: &Value) -> Cell {
        match value {
            Value::Number(n) => number(n),
            Value::Unknown(Unknown::Missing) => Cell::Said { text: "—".into(), reason: Some("未报".into()) },
            Value::Unknown(u) => Cell::Said { text: value.to_string(), reason: u.why().map(str::to_string) },
            other => Cell::Text(other.to_string()),
        }
    }
}

fn number(n: &Number) -> Cell {
    match n.value() {
        Some(exact) => Cell::Number(exact),
        None => Cell::Said { text: n.to_string(), reason: Some("数据不全或为约数".into()) },
    }
}

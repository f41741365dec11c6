//! Comma-separated values (RFC 4180), with the separators and encodings that office programs write.

use crate::error::Expansion;
use crate::sheet::CellKind;
use crate::workbook::{RawCell, RawSheet};
use crate::{Limits, SourceError, encoding};

/// Separators in the order of preference.
const SEPARATORS: [char; 5] = [',', '\t', ';', '，', '|'];

pub(super) fn load(bytes: &[u8], limits: &Limits) -> Result<RawSheet, SourceError> {
    let decoded = encoding::decode(bytes, None)?;
    let mut text = decoded.text.as_str();
    let mut separator = guess_separator(text);
    let mut row = 0;
    // The office program's own line that names the separator.
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(named) = rest.chars().next()
    {
        separator = named;
        text = rest.split_once('\n').map_or("", |(_, rest)| rest);
        row = 1;
    }
    let mut cells = Vec::new();
    let mut parser = Parser { rest: text, separator };
    while let Some(fields) = parser.record() {
        for (column, field) in fields.into_iter().enumerate() {
            if cells.len() >= limits.cells_max {
                let cells_max = limits.cells_max;
                return Err(SourceError::Expands { what: Expansion::Cells { cells_max } });
            }
            if !field.trim().is_empty() {
                cells.push(RawCell { row, column, kind: CellKind::of_text(&field), text: field, from_formula: false });
            }
        }
        row += 1;
    }
    Ok(RawSheet { name: "csv".to_owned(), cells, merges: Vec::new(), notes: decoded.notes })
}

/// The separator that stands most evenly in the first lines: the same number in most of them.
fn guess_separator(text: &str) -> char {
    const LINES_SEEN: usize = 20;
    let lines: Vec<Vec<usize>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(LINES_SEEN)
        .map(|line| SEPARATORS.iter().map(|s| outside_quotes(line, *s)).collect())
        .collect();
    let score = |at: usize| {
        let counts: Vec<usize> = lines.iter().map(|line| line[at]).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let even = counts.iter().filter(|count| **count == most).count();
        (usize::from(most > 0) * even, most)
    };
    // `max_by_key` takes the last of equals: the order of preference is from the end.
    (0..SEPARATORS.len()).rev().max_by_key(|at| score(*at)).map_or(',', |at| SEPARATORS[at])
}

fn outside_quotes(line: &str, separator: char) -> usize {
    let mut quoted = false;
    line.chars()
        .filter(|c| {
            quoted ^= *c == '"';
            !quoted && *c == separator
        })
        .count()
}

struct Parser<'t> {
    rest: &'t str,
    separator: char,
}

impl Parser<'_> {
    /// The next record: quoted fields may hold separators, line breaks and doubled quotes.
    fn record(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut fields = Vec::new();
        loop {
            let (field, end) = self.field();
            fields.push(field);
            if end != Some(self.separator) {
                return Some(fields);
            }
        }
    }

    /// One field, and the character that ended it.
    fn field(&mut self) -> (String, Option<char>) {
        let mut field = String::new();
        let mut characters = self.rest.char_indices().peekable();
        let mut quoted = false;
        if characters.next_if(|(_, c)| *c == '"').is_some() {
            quoted = true;
        }
        while let Some((at, character)) = characters.next() {
            if quoted && character == '"' {
                if characters.next_if(|(_, c)| *c == '"').is_some() {
                    field.push('"');
                } else {
                    quoted = false;
                }
            } else if !quoted && (character == self.separator || character == '\n') {
                self.rest = &self.rest[at + character.len_utf8()..];
                return (field, Some(character));
            } else {
                field.push(character);
            }
        }
        self.rest = "";
        (field, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(usize, usize, &str)]) {
        let sheet = load(text.as_bytes(), &Limits::default()).expect("csv");
        let cells: Vec<(usize, usize, &str)> =
            sheet.cells.iter().map(|cell| (cell.row, cell.column, cell.text.as_str())).collect();
        assert_eq!(cells, expected);
    }

    #[test]
    fn quotes_and_separators() {
        check("a,\"b,\"\"c\"\"\"\n1,2", &[(0, 0, "a"), (0, 1, "b,\"c\""), (1, 0, "1"), (1, 1, "2")]);
        check("a\tb,c\n1\t2", &[(0, 0, "a"), (0, 1, "b,c"), (1, 0, "1"), (1, 1, "2")]);
        check("a;b\r\n1;2\r\n", &[(0, 0, "a"), (0, 1, "b"), (1, 0, "1"), (1, 1, "2")]);
        check("\"x\ny\",z", &[(0, 0, "x\ny"), (0, 1, "z")]);
        check("sep=;\na,b;c", &[(1, 0, "a,b"), (1, 1, "c")]);
    }

    #[test]
    fn kinds() {
        assert_eq!(CellKind::of_text("12.5"), CellKind::Number);
        assert_eq!(CellKind::of_text("12人"), CellKind::Text);
        assert_eq!(CellKind::of_text("007"), CellKind::Text);
        assert_eq!(CellKind::of_text("2026-5-1"), CellKind::Date);
        assert_eq!(CellKind::of_text("2026-13-1"), CellKind::Text);
        assert_eq!(CellKind::of_text("123456789012345678"), CellKind::Text);
    }
}

//! Workbooks of 1997 are measured before the library reads them: a record that claims a far cell must not fill the memory.
//!
//! Records of [MS-XLS]: a type and a length of two bytes each, then the data.

use crate::compound::{Compound, u16_at, u32_at};
use crate::error::Expansion;
use crate::{Kind, Limits, SourceError};

/// A full sheet of the format: 65,536 rows of 256 columns.
const ROWS_MAX: u32 = 65_536;
const COLUMNS_MAX: u32 = 256;
const AREA_MAX: u64 = ROWS_MAX as u64 * COLUMNS_MAX as u64;
const SHEETS_MAX: usize = 1024;

const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const MUL_RK: u16 = 0x00bd;
/// Number, Label, RString, BoolErr, Rk, LabelSst, Formula: row and column come first.
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x00d6, 0x0205, 0x027e, 0x00fd, 0x0006];
const END: u16 = 0x000a;

pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<(), SourceError> {
    let damaged = |detail: &str| SourceError::Damaged { kind: Kind::Xls, detail: detail.to_owned() };
    let compound = Compound::open(bytes).ok_or_else(|| damaged("the table of sectors is damaged"))?;
    for name in ["Workbook", "Book"] {
        let streams = compound.streams(name).ok_or_else(|| damaged("the workbook's stream is damaged"))?;
        for stream in streams {
            let area = area_of(&stream).ok_or_else(|| damaged("a record lies outside of its sheet"))?;
            if area > AREA_MAX {
                let cells_max = limits.cells_max;
                return Err(SourceError::Expands { what: Expansion::Cells { cells_max } });
            }
        }
    }
    Ok(())
}

/// Cells of the rectangles that the sheets span, together. None when a place is not in the format's range.
fn area_of(stream: &[u8]) -> Option<u64> {
    let sheets: Vec<usize> = records(stream)
        .take_while(|(kind, _)| *kind != END)
        .filter(|(kind, _)| *kind == BOUND_SHEET)
        .filter_map(|(_, data)| u32_at(data, 0))
        .map(|at| at as usize)
        .collect();
    if sheets.len() > SHEETS_MAX {
        return None;
    }
    let mut area = 0_u64;
    for start in sheets {
        area = area.saturating_add(sheet_area(stream.get(start..)?)?);
        if area > AREA_MAX {
            break;
        }
    }
    Some(area)
}

fn sheet_area(sheet: &[u8]) -> Option<u64> {
    let mut bounds: Option<(u32, u32, u32, u32)> = None;
    let mut depth = 0;
    for (kind, data) in records(sheet) {
        match kind {
            0x0809 => depth += 1,
            END => {
                depth -= 1;
                if depth <= 0 {
                    break;
                }
            }
            DIMENSIONS => check_dimensions(data)?,
            kind if kind == MUL_RK || CELLS.contains(&kind) => {
                // A record cut short is an error of the library.
                let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { continue };
                let last = if kind == MUL_RK { u16_at(data, data.len().checked_sub(2)?)? } else { column };
                let (row, column, last) = (u32::from(row), u32::from(column), u32::from(last));
                if column >= COLUMNS_MAX || last >= COLUMNS_MAX || last < column {
                    return None;
                }
                let (top, bottom, left, right) = bounds.unwrap_or((row, row, column, last));
                bounds = Some((top.min(row), bottom.max(row), left.min(column), right.max(last)));
            }
            _ => {}
        }
    }
    let area = bounds.map_or(0, |(top, bottom, left, right)| u64::from(bottom - top + 1) * u64::from(right - left + 1));
    Some(area)
}

/// First row, one past the last, first column, one past the last ([MS-XLS] 2.4.90); older ones are shorter.
fn check_dimensions(data: &[u8]) -> Option<()> {
    let (top, bottom, left, right) = match data.len() {
        10 => (u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?), u16_at(data, 4)?, u16_at(data, 6)?),
        14 | 16 => (u32_at(data, 0)?, u32_at(data, 4)?, u16_at(data, 8)?, u16_at(data, 10)?),
        _ => return Some(()),
    };
    let empty = bottom == 0 || right == 0;
    let sound = bottom <= ROWS_MAX && u32::from(right) <= COLUMNS_MAX && top < bottom.max(1) && (left <= right || left > 0xff);
    (empty || sound).then_some(())
}

fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let kind = u16_at(rest, 0)?;
        let length = usize::from(u16_at(rest, 2)?);
        let data = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, data))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compound::tests::compound;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
    }

    /// One cell with a number.
    fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        record(0x0203, &[&place[..], &value.to_le_bytes()].concat())
    }

    /// A workbook with the sheet "Y" and these records.
    fn workbook(records: &[Vec<u8>]) -> Vec<u8> {
        let bof = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let globals = bof(5);
        let start = globals.len() + 4 + 9 + 4;
        let bound = record(BOUND_SHEET, &[&(start as u32).to_le_bytes()[..], &[0, 0, 1, 0, b'Y']].concat());
        let end = record(END, &[]);
        let stream = [globals, bound, end.clone(), bof(0x10), records.concat(), end].concat();
        compound("Workbook", &stream)
    }

    #[test]
    fn a_small_workbook_is_read() {
        let bytes = workbook(&[number(0, 0, 12.0), number(0, 1, 0.5)]);
        let source = crate::read(&bytes, Some("a.xls"), &Limits::default()).expect("xls");
        assert_eq!((source.kind, source.text.as_str()), (Kind::Xls, "12\t0.5"));
    }

    #[test]
    fn places_outside_of_the_format_are_refused() {
        let far = workbook(&[number(0, 0, 1.0), number(65_535, 65_535, 1.0)]);
        assert_eq!(check(&far, &Limits::default()).expect_err("far").code(), "source_damaged");
        let huge = [0_u32.to_le_bytes(), u32::MAX.to_le_bytes(), [0, 0, 255, 0], [0, 0, 0, 0]].concat();
        let claims = workbook(&[record(DIMENSIONS, &huge[..14])]);
        assert_eq!(check(&claims, &Limits::default()).expect_err("claim").code(), "source_damaged");
    }

    #[test]
    fn cut_and_circular_files_are_refused() {
        let bytes = workbook(&[number(0, 0, 1.0)]);
        assert_eq!(check(&bytes[..1024], &Limits::default()).expect_err("cut").code(), "source_damaged");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 128, ..Default::default() })]

        /// Wrong bytes where the library looks first: header, directory, records.
        #[test]
        fn wrong_bytes_never_panic(changes in proptest::collection::vec((0..3_usize, 0..400_usize, proptest::prelude::any::<u8>()), 1..6)) {
            let mut bytes = workbook(&[number(0, 0, 12.0), number(1, 1, 0.5)]);
            for (part, at, byte) in changes {
                bytes[[0, 512, 1536][part] + at] = byte;
            }
            let _ = crate::read(&bytes, None, &Limits::default());
        }
    }
}

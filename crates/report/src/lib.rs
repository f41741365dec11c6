//! What is said: tables as an office files them, and days as a calendar shows them.
//!
//! What it does: a neutral [`Sheet`] (title, header over several rows, figures with unknowns) becomes an XLSX workbook.
//! What it must never do: compute a figure, or turn an unknown into a number.
//! How to add the usual new thing: another form of output is a module that takes a [`Sheet`].

mod ics;
mod sheet;
mod xlsx;

pub use ics::{Calendar, CalendarDay, to_ics};
pub use sheet::{Cell, HeadCell, Sheet};
pub use xlsx::{ReportError, to_xlsx};

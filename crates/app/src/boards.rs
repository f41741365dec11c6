//! The board and the tables of a programme.

use crate::App;
use crate::accounts::Caller;
use crate::problem::{Outcome, Problem};
use crate::sheets;
use crate::view::board::{BoardPage, page as board_page};
use crate::view::tables::{TablePage, page as table_page};
use luodi_engine::board;
use luodi_report::to_xlsx;

impl App {
    /// What is red and why, for the unit (absent: the caller's own) and everything under it.
    ///
    /// # Errors
    /// Not found or outside the jurisdiction.
    pub async fn board(&self, caller: &Caller, programme: &str, unit: Option<&str>) -> Outcome<BoardPage> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit_or_own(unit)?.id;
        self.looking_at(live, move |ctx| Ok(board_page(ctx, &board(ctx, unit)))).await
    }

    /// A table of plan against actual.
    ///
    /// # Errors
    /// Not found or outside the jurisdiction; the period can't be read.
    pub async fn table(
        &self,
        caller: &Caller,
        programme: &str,
        name: &str,
        unit: Option<&str>,
        period: Option<&str>,
    ) -> Outcome<TablePage> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit_or_own(unit)?.id;
        let period = period.filter(|p| *p != "once").map(super::returns::period_of).transpose()?;
        let name = name.to_string();
        self.looking_at(live, move |ctx| table_page(ctx, &name, unit, period.as_ref()).ok_or_else(Problem::not_found)).await
    }
}

/// The XLSX of a table.
///
/// # Errors
/// The file can't be written.
pub fn table_xlsx(page: &TablePage) -> Outcome<Vec<u8>> {
    to_xlsx(&[sheets::of_table(page)]).map_err(Problem::internal)
}

//! The board and the tables of a programme.

use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::problem::{Code, Outcome, Problem};
use crate::sheets;
use crate::view::board::{BoardPage, page as board_page};
use crate::view::tables::{TableOfPeriod, TablePage, page as table_page, series as table_series};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use luodi_engine::{AsOf, Context, board};
use luodi_model::{Period, UnitId, beijing_midnight};
use luodi_report::to_xlsx;
use luodi_store::{Order, RecordList};
use std::sync::Arc;

/// Records of a programme that can be looked back at.
const LOOKED_BACK_MAX: i64 = 200_000;

/// Periods of a table that are asked for at once, at most.
const PERIODS_MAX: usize = 120;

impl App {
    /// What is red and why, for the unit (absent: the caller's own) and everything under it. `on`: as it was known at the
    /// end of an earlier day.
    ///
    /// # Errors
    /// Not found or outside the jurisdiction; a day to come; more records than can be looked back at.
    pub async fn board(&self, caller: &Caller, programme: &str, unit: Option<&str>, on: Option<&str>) -> Outcome<BoardPage> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit_or_own(unit)?.id;
        if let Some(at) = self.end_of(on)? {
            return self.board_at(live, unit, at).await;
        }
        self.looking_at(live, move |ctx| Ok(board_page(ctx, &board(ctx, unit)))).await
    }

    /// The end of an earlier day; `None`: today.
    fn end_of(&self, on: Option<&str>) -> Outcome<Option<Timestamp>> {
        let Some(text) = on.filter(|t| !t.is_empty()) else { return Ok(None) };
        let bad = |say: String| Problem::say(Code::BadParameter, say);
        let day: Date = text.parse().map_err(|_| bad(format!("“{text}”不是日期，应如 2013-09-01")))?;
        let today = self.clock().today();
        if day > today {
            return Err(bad("只能回看今天以前的日子。".to_string()));
        }
        let end = day.tomorrow().ok().and_then(beijing_midnight).ok_or_else(|| bad(format!("“{text}”太远")))?;
        let last = end.checked_sub(SignedDuration::from_micros(1)).map_err(Problem::internal)?;
        Ok((day < today).then_some(last))
    }

    /// Looking back counts the records as they were.
    async fn board_at(&self, live: Arc<Live>, unit: UnitId, at: Timestamp) -> Outcome<BoardPage> {
        let mut records = 0;
        for register in live.compiled.model.registers.keys() {
            let query = RecordList {
                programme: live.compiled.model.programme.clone(),
                register: register.clone(),
                within: None,
                days: None,
                state: None,
                text: None,
                order: Order::Newest,
                limit: 1,
                offset: 0,
            };
            let page = self.store().records(&query).await?;
            records += if page.more { LOOKED_BACK_MAX + 1 } else { page.total };
        }
        if records > LOOKED_BACK_MAX {
            return Err(Problem::say(Code::BadParameter, format!("这个方案有{records}条记录，太多了，不能回看；请看当前看板。")));
        }
        self.with_facts(move |moment| {
            let facts = AsOf::new(moment.facts, &live.compiled, at);
            let ctx = Context::new(&live.compiled, &facts, at);
            Ok(BoardPage { looks_back: true, ..board_page(&ctx, &board(&ctx, unit)) })
        })
        .await
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

    /// A table of several periods, all of one moment: from `first` to `last`, which are of the same length.
    ///
    /// # Errors
    /// Not found or outside the jurisdiction; a period can't be read, they differ in length, or are too many.
    pub async fn table_series(
        &self,
        caller: &Caller,
        programme: &str,
        name: &str,
        unit: Option<&str>,
        (first, last): (&str, &str),
    ) -> Outcome<Vec<TableOfPeriod>> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit_or_own(unit)?.id;
        let (from, to) = (super::returns::period_of(first)?, super::returns::period_of(last)?);
        if from.every != to.every || from.first > to.first {
            let say = format!("“{first}”到“{last}”不是前后相接的各期，两端应同为月、季或年，先早后晚");
            return Err(Problem::say(Code::BadParameter, say));
        }
        let periods = Period::between(from.every, from.first, to.last);
        if periods.len() > PERIODS_MAX {
            return Err(Problem::say(Code::BadParameter, format!("一次最多 {PERIODS_MAX} 期，请分几次查询")));
        }
        let name = name.to_string();
        self.looking_at(live, move |ctx| table_series(ctx, &name, unit, &periods).ok_or_else(Problem::not_found)).await
    }
}

/// The XLSX of a table.
///
/// # Errors
/// The file can't be written.
pub fn table_xlsx(page: &TablePage) -> Outcome<Vec<u8>> {
    to_xlsx(&[sheets::of_table(page)]).map_err(Problem::internal)
}

//! Filed returns, zero reports and answers, for lists.

use crate::db::args;
use crate::error::Result;
use crate::query::{self, Where};
use crate::store::Store;
use jiff::{Timestamp, civil::Date};
use luodi_engine::Filing;
use luodi_model::{ProgrammeId, UnitId, UserId};
use serde_json::Value as Json;
use std::sync::Arc;

/// That a unit said that nothing happened (零报告).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZeroReport {
    pub duty: String,
    pub unit: UnitId,
    pub first: Date,
    pub at: Timestamp,
}

/// The answer to an ask, with who gave it.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    pub ask: String,
    pub value: Json,
    pub by: UserId,
    pub at: Timestamp,
}

impl Store {
    /// The last version of each unit's return for the period that begins on `first`, of a unit and everything under it.
    pub async fn filings_last(
        &self,
        programme: &ProgrammeId,
        form: &str,
        within: UnitId,
        first: Date,
    ) -> Result<Vec<Arc<Filing>>> {
        let mut w = Where::default();
        w.and("f.programme = ? AND f.form = ? AND f.first = ?", args![&programme.0, form, first]);
        w.within("f.unit", &self.units(), within);
        let last = "f.version = (SELECT MAX(l.version) FROM filing l WHERE l.programme = f.programme AND l.form = f.form \
                    AND l.first = f.first AND l.unit = f.unit)";
        w.and(last, vec![]);
        let sql = format!("SELECT e.payload FROM filing f JOIN event e ON e.seq = f.seq{} ORDER BY f.unit", w.text());
        self.readers().acquire().await?.rows(sql, w.args).await?.iter().map(query::filing).collect()
    }

    /// All versions of one unit's returns, newest period first, oldest version first.
    pub async fn filings_of(&self, programme: &ProgrammeId, form: &str, unit: UnitId) -> Result<Vec<Arc<Filing>>> {
        let sql = "SELECT e.payload FROM filing f JOIN event e ON e.seq = f.seq \
                   WHERE f.programme = $1 AND f.form = $2 AND f.unit = $3 ORDER BY f.first DESC, f.version";
        let rows = self.readers().acquire().await?.rows(sql, args![&programme.0, form, unit]).await?;
        rows.iter().map(query::filing).collect()
    }

    /// Zero reports of a duty for periods that begin in a span, of a unit and everything under it.
    pub async fn zero_reports(
        &self,
        programme: &ProgrammeId,
        duty: &str,
        within: UnitId,
        firsts: (Date, Date),
    ) -> Result<Vec<ZeroReport>> {
        let mut w = Where::default();
        w.and("z.programme = ? AND z.duty = ?", args![&programme.0, duty]);
        w.days("z.first", firsts);
        w.within("z.unit", &self.units(), within);
        let sql = format!("SELECT z.duty, z.unit, z.first, z.at_us FROM zero_report z{} ORDER BY z.first, z.unit", w.text());
        let rows = self.readers().acquire().await?.rows(sql, w.args).await?;
        rows.iter().map(|r| Ok(ZeroReport { duty: r.text(0)?, unit: r.unit(1)?, first: r.day(2)?, at: r.time(3)? })).collect()
    }

    /// The answers of a programme.
    pub async fn answers(&self, programme: &ProgrammeId) -> Result<Vec<Answer>> {
        let sql = "SELECT ask, value, actor, at_us FROM answer WHERE programme = $1 ORDER BY ask";
        let rows = self.readers().acquire().await?.rows(sql, args![&programme.0]).await?;
        rows.iter()
            .map(|r| Ok(Answer { ask: r.text(0)?, value: query::answer_json(r.str(1)?)?, by: r.user(2)?, at: r.time(3)? }))
            .collect()
    }
}

//! The working-day calendar (工作日历): which days an administrator has said are worked or free.

use super::event;
use crate::db::args;
use crate::error::Result;
use crate::job::Stamp;
use crate::store::Store;
use jiff::civil::Date;
use serde_json::json;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CalendarDay {
    pub day: Date,
    pub working: bool,
}

impl Store {
    /// States days; others keep what was said of them.
    pub async fn put_calendar(&self, stamp: &Stamp, days: Vec<CalendarDay>) -> Result<()> {
        self.table(stamp, move |link| {
            let sql = "INSERT INTO calendar_day (day, working) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET working = excluded.working";
            for d in &days {
                link.execute(sql, args![d.day, d.working])?;
            }
            let list: Vec<_> = days.iter().map(|d| json!([d.day, d.working])).collect();
            Ok(((), event("calendar_stated", "", json!({ "days": list }))))
        })
        .await
    }

    /// What was said of the days of a span, in order. A day that is not in it is unknown, not free.
    pub async fn calendar(&self, from: Date, to: Date) -> Result<Vec<CalendarDay>> {
        let sql = "SELECT day, working FROM calendar_day WHERE day >= $1 AND day <= $2 ORDER BY day";
        let rows = self.readers().acquire().await?.rows(sql, args![from, to]).await?;
        rows.iter().map(|r| Ok(CalendarDay { day: r.day(0)?, working: r.flag(1)? })).collect()
    }
}

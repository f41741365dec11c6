//! What I owe today, over all programmes.

mod bulletin;
mod calendar;
mod moves;

pub use bulletin::{Bulletin, BulletinUnit};
pub use calendar::CalendarWanted;

use crate::App;
use crate::accounts::Caller;
use crate::problem::Outcome;
use crate::view::duties::{DutyList, NoticeItem};
use jiff::ToSpan;
use jiff::civil::Date;
use luodi_engine::{Command, owed_by, told};
use luodi_model::{ProgrammeId, UnitId, beijing};

/// Duties are looked for from this many days back …
const BACK_DAYS: i64 = 400;
/// … to this many days ahead.
const AHEAD_DAYS: i64 = 62;

impl App {
    /// The duties of a unit (absent: the caller's own) in one programme or all.
    ///
    /// # Errors
    /// The unit is outside the jurisdiction; the programme isn't published.
    pub async fn duties(
        &self,
        caller: &Caller,
        unit: Option<&str>,
        programme: Option<&str>,
        days: Option<(Date, Date)>,
    ) -> Outcome<DutyList> {
        let unit = caller.unit_or_own(unit)?.id;
        let lives = match programme {
            Some(id) => vec![self.programme_for(caller, id).await?],
            None => self.programmes_for(caller),
        };
        self.with_facts(move |moment| {
            let today = beijing(moment.now).date();
            let mut list = DutyList::new(today);
            for live in lives {
                let around = (today.saturating_sub(BACK_DAYS.days()), today.saturating_add(AHEAD_DAYS.days()));
                let (from, to) = days.unwrap_or(around);
                moment.at(&live, |ctx| {
                    for owed in owed_by(ctx, unit, from, to) {
                        list.add(ctx, &owed, days.is_some());
                    }
                    for name in live.compiled.model.targets.keys() {
                        list.add_target(ctx, name, unit);
                    }
                });
            }
            list.sort();
            Ok(list)
        })
        .await
    }

    /// What a unit (absent: the caller's own) is told today: reminders of its own duties, and what is overdue below it.
    ///
    /// # Errors
    /// The unit is outside the jurisdiction; the programme isn't published.
    pub async fn notices(&self, caller: &Caller, unit: Option<&str>, programme: Option<&str>) -> Outcome<Vec<NoticeItem>> {
        let unit = caller.unit_or_own(unit)?.id;
        let lives = match programme {
            Some(id) => vec![self.programme_for(caller, id).await?],
            None => self.programmes_for(caller),
        };
        self.with_facts(move |moment| {
            let today = beijing(moment.now).date();
            let (from, to) = (today.saturating_sub(BACK_DAYS.days()), today.saturating_add(AHEAD_DAYS.days()));
            let mut items = vec![];
            for live in lives {
                moment.at(&live, |ctx| {
                    items.extend(told(ctx, unit, from, to).iter().map(|t| NoticeItem::of(ctx, t)));
                });
            }
            Ok(items)
        })
        .await
    }

    /// Says that nothing happened in a period (零报告).
    ///
    /// # Errors
    /// The engine's refusal.
    pub async fn report_zero(&self, caller: &Caller, programme: &str, duty: &str, unit: UnitId, period: &str) -> Outcome<()> {
        let live = self.programme_for(caller, programme).await?;
        let first = super::returns::period_of(period)?.first;
        let command = Command::ReportZero { programme: ProgrammeId(programme.to_string()), duty: duty.to_string(), unit, first };
        self.carry_out(caller, &live, command).await?;
        Ok(())
    }
}

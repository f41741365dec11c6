//! One duty of one unit, opened.

use crate::App;
use crate::accounts::Caller;
use crate::explain::view as explained_view;
use crate::problem::{Code, Outcome, Problem};
use crate::view::duties::item;
use crate::view::duty_page::{DutyPage, clock, conditions, days_left};
use jiff::civil::Date;
use luodi_engine::{Context, Owed, OwedKind, duty_of, explain_duty, explain_owed_for, owed_for};
use luodi_model::programme::Clause;
use luodi_model::{Period, RecordId, UnitId};

impl App {
    /// A duty of a unit (absent: the caller's own) in a period, or for one record.
    ///
    /// # Errors
    /// Not found, outside the jurisdiction, or the unit doesn't owe it then; the period can't be read.
    pub async fn duty_page(
        &self,
        caller: &Caller,
        programme: &str,
        duty: &str,
        unit: Option<&str>,
        period: Option<&str>,
        record: Option<RecordId>,
    ) -> Outcome<DutyPage> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit_or_own(unit)?.id;
        // What each unit owes for a record is its own to see, whosever the record is.
        let by_each = live.compiled.model.duties.get(duty).is_some_and(|d| d.by_each);
        let unit = match record {
            Some(id) if !by_each => {
                let (_, stored) = self.record_for(caller, id).await?;
                caller.check_sees(stored.unit)?;
                stored.unit
            }
            _ => unit,
        };
        let period = period.filter(|p| *p != "once").map(super::returns::period_of).transpose()?;
        let sentences = match live.plan {
            Some(plan) => Some(self.plan_sentences(plan).await?),
            None => None,
        };
        let name = duty.to_string();
        self.looking_at(live, move |ctx| {
            let owed = owed(ctx, &name, unit, period.as_ref(), record)?;
            let found = match owed.kind {
                OwedKind::ForRecord(_) => explain_owed_for(ctx, &owed),
                _ => explain_duty(ctx, &name, unit, period.as_ref()),
            };
            let found = found.ok_or_else(Problem::not_found)?;
            let conditions = found.parts.as_ref().map(conditions).unwrap_or_default();
            let sentence = |lines: &str| sentences.as_ref().and_then(|s| s(&Clause(lines.to_string())));
            let explained = explained_view(ctx, found, &sentence);
            Ok(DutyPage {
                item: item(ctx, &owed),
                say: explained.say,
                clause: explained.clause,
                conditions,
                records: explained.records,
                records_total: explained.records_total,
                clock: clock(ctx, &owed),
                days_left: days_left(ctx, &owed),
            })
        })
        .await
    }
}

fn owed(ctx: &Context<'_>, name: &str, unit: UnitId, period: Option<&Period>, record: Option<RecordId>) -> Outcome<Owed> {
    let duty = ctx.programme.model.duties.get(name).ok_or_else(Problem::not_found)?;
    let found = match record {
        Some(id) => owed_for(ctx, name, id, unit, period.copied()),
        None if duty.for_each.is_some() => {
            return Err(Problem::say(Code::BadParameter, "这项责任按记录产生，请用 record 指明是哪一条。"));
        }
        None => {
            ctx.facts.units().get(unit).filter(|u| ctx.in_group(&duty.who, u)).ok_or_else(Problem::not_found)?;
            let (from, to) = period.map_or((Date::MIN, Date::MAX), |p| (p.first, p.last));
            duty_of(ctx, name, duty, unit, from, to).into_iter().find(|o| period.is_none_or(|p| o.period == Some(*p)))
        }
    };
    found.ok_or_else(Problem::not_found)
}

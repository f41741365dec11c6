//! Days of targets (目标期限): when a target that a unit holds, or a stage of it, must stand.

use crate::{Context, due, judge};
use jiff::civil::Date;
use luodi_model::{Every, Period, UnitId, Value};

/// A day on which something must stand.
#[derive(Clone, PartialEq, Debug)]
pub struct TargetDay {
    /// Name in the programme.
    pub name: String,
    /// Which stage of the target, counted from 0; `None`: the target itself.
    pub stage: Option<usize>,
    /// The period, where the target is held per period.
    pub period: Option<Period>,
    /// `None`: the day is open.
    pub day: Option<Date>,
    /// Bool, or unknown.
    pub met: Value,
}

/// Days between two days on which targets of a unit must stand, and those whose day is open. A target held every day has no
/// day of its own.
pub fn target_days(ctx: &Context<'_>, unit: UnitId, from: Date, to: Date) -> Vec<TargetDay> {
    let Some(found) = ctx.facts.units().get(unit) else { return vec![] };
    let held = ctx.programme.model.targets.iter().filter(|(_, target)| ctx.in_group(&target.who, found));
    let mut days = vec![];
    for (name, target) in held {
        match target.every {
            None => once(ctx, name, unit, &mut days),
            Some(Every::Day) => {}
            Some(every) => {
                for period in due::periods(ctx, every, from, to).unwrap_or_default() {
                    let Some(judged) = judge(ctx, name, unit, Some(&period)) else { continue };
                    let day = Some(period.last);
                    days.push(TargetDay { name: name.clone(), stage: None, period: Some(period), day, met: judged.met });
                }
            }
        }
    }
    days.retain(|d| d.day.is_none_or(|day| (from..=to).contains(&day)) && !crate::target::not_applicable(&d.met));
    days
}

/// The day of a target over the whole run, and those of its stages.
fn once(ctx: &Context<'_>, name: &str, unit: UnitId, days: &mut Vec<TargetDay>) {
    let Some(judged) = judge(ctx, name, unit, None) else { return };
    let dated = |value: &Value| if let Value::Date(day) = value { Some(*day) } else { None };
    let end = ctx.window().ok().flatten().map(|(_, last)| last);
    let day = judged.by.as_ref().map_or(end, dated);
    // Without any window there is no day to wait for.
    if day.is_some() || judged.by.is_some() {
        days.push(TargetDay { name: name.to_string(), stage: None, period: None, day, met: judged.met });
    }
    for (i, stage) in judged.stages.into_iter().enumerate() {
        days.push(TargetDay { name: name.to_string(), stage: Some(i), period: None, day: dated(&stage.by), met: stage.met });
    }
}

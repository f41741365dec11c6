//! Notices (提醒、催办、上报): who is told of a duty that isn't done, from which day on. Computed like the duty itself.

use crate::owed::{Owed, OwedState, duty_of};
use crate::{Context, DueDay};
use jiff::civil::Date;
use luodi_model::UnitId;
use luodi_model::programme::Notice;

/// Something one unit is told today.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    pub to: UnitId,
    /// Since which day.
    pub since: Date,
    /// Days from the due day to the notice: negative before it.
    pub days: i16,
    pub say: Option<String>,
    pub owed: Owed,
}

/// What a unit is told today: of its own duties, and of those of the units below that it stands over.
pub fn told(ctx: &Context<'_>, unit: UnitId, from: Date, to: Date) -> Vec<Told> {
    let mut out = vec![];
    for (name, duty) in &ctx.programme.model.duties {
        if duty.notices.is_empty() {
            continue;
        }
        for owing in ctx.members(&duty.who, Some(unit)) {
            let concerns = |n: &&Notice| addressee(ctx, n, owing) == Some(unit);
            let notices: Vec<&Notice> = duty.notices.iter().filter(concerns).collect();
            if notices.is_empty() {
                continue;
            }
            for owed in duty_of(ctx, name, duty, owing, from, to) {
                out.extend(notices.iter().filter_map(|n| due_today(ctx, n, unit, &owed)));
            }
        }
    }
    out
}

fn addressee(ctx: &Context<'_>, notice: &Notice, owing: UnitId) -> Option<UnitId> {
    match &notice.to {
        None => Some(owing),
        Some(group) => {
            let above = ctx.facts.units().ancestors(owing).skip(1);
            above.into_iter().find(|u| ctx.in_group(group, u)).map(|u| u.id)
        }
    }
}

fn due_today(ctx: &Context<'_>, notice: &Notice, to: UnitId, owed: &Owed) -> Option<Told> {
    let open = matches!(owed.state, OwedState::Open | OwedState::Overdue { .. } | OwedState::Unmet | OwedState::NoReport);
    let DueDay::On(due) = owed.due else { return None };
    let since = due.saturating_add(jiff::Span::new().days(i64::from(notice.days)));
    (open && since <= ctx.today()).then(|| Told { to, since, days: notice.days, say: notice.say.clone(), owed: owed.clone() })
}

//! The bulletin (督办通报): what is late below a unit, and what was late and is done or has got another day since.

use crate::Context;
use crate::owed::{Owed, OwedState, duty_of, return_of};
use jiff::civil::Date;
use luodi_model::UnitId;

/// Everything late in the subtree of a unit, in periods that touch `from..=to`, in the order of the file and of the tree. What
/// was done late or moved after its day stands in it: it is no longer urgent, and not forgotten. At most `most` lines; the
/// second part says how many there are.
pub fn bulletin(ctx: &Context<'_>, within: UnitId, (from, to): (Date, Date), most: usize) -> (Vec<Owed>, usize) {
    let mut lines = vec![];
    let mut total = 0;
    let mut take = |found: Vec<Owed>| {
        for owed in found.into_iter().filter(is_late) {
            total += 1;
            if lines.len() < most {
                lines.push(owed);
            }
        }
    };
    for (name, duty) in &ctx.programme.model.duties {
        for unit in ctx.members(&duty.who, Some(within)) {
            take(duty_of(ctx, name, duty, unit, from, to));
        }
    }
    for (name, form) in &ctx.programme.model.returns {
        for unit in ctx.members(&form.who, Some(within)) {
            take(return_of(ctx, name, form, unit, from, to));
        }
    }
    (lines, total)
}

fn is_late(owed: &Owed) -> bool {
    let late =
        matches!(owed.state, OwedState::Overdue { .. } | OwedState::Unmet | OwedState::NoReport | OwedState::LateMet { .. });
    late || !owed.missed.is_empty()
}

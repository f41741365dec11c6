//! From a command to events: who may, what follows, or why not.

use crate::{Actor, Command, Context, Event, Facts, Problem, Refusal, Role, change, file};
use jiff::Timestamp;
use luodi_language::Compiled;
use luodi_model::UnitId;

/// Carries out a command in thought. Nothing is stored here: the events are what the store writes, in one transaction.
///
/// # Errors
/// [`Refusal`] with the reason in words. Things outside the actor's jurisdiction read [`Refusal::NotFound`].
pub fn decide(
    programme: &Compiled,
    facts: &dyn Facts,
    actor: &Actor,
    command: &Command,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let ctx = Context::new(programme, facts, now);
    if command.programme().is_some_and(|p| *p != programme.model.programme) {
        return Err(Refusal::NotFound);
    }
    match command {
        Command::Submit { programme: _, register, id, state, fields } => {
            change::submit(&ctx, actor, register, *id, state.as_deref(), fields)
        }
        Command::Give { programme: _, row } => change::give(&ctx, actor, row),
        Command::Correct { id, seen, fields, reason } => change::correct(&ctx, actor, *id, *seen, fields, reason.as_deref()),
        Command::Move { id, seen, to, fields, reason } => {
            change::move_to(&ctx, actor, (*id, *seen), to, fields, reason.as_deref())
        }
        Command::Mark { id, field } => change::mark(&ctx, actor, *id, field),
        Command::File { programme: _, form, unit, first, id } => file::file(&ctx, actor, form, *unit, *first, *id),
        Command::ReportZero { programme: _, duty, unit, first } => file::report_zero(&ctx, actor, duty, *unit, *first),
        Command::Answer { programme, ask, value } => {
            may(&ctx, actor, None, &[Role::Manager])?;
            answers_for_all(&ctx, actor)?;
            let model = ctx.programme.model.asks.get(ask).ok_or(Refusal::NotFound)?;
            crate::ask::check(ask, model, value).map_err(|say| Refusal::field(ask, say))?;
            if ctx.facts.answer(&ctx.programme.model.programme, ask).as_ref() == Some(value) {
                return Ok(vec![]);
            }
            window_in_order(&ctx, ask, value)?;
            Ok(vec![Event::AskAnswered { programme: programme.clone(), ask: ask.clone(), value: value.clone() }])
        }
    }
}

/// Jurisdiction first (outside it a thing doesn't exist), then the role.
pub(crate) fn may(ctx: &Context<'_>, actor: &Actor, unit: Option<UnitId>, roles: &[Role]) -> Result<(), Refusal> {
    if unit.is_some_and(|u| !ctx.facts.units().within(u, actor.unit)) {
        return Err(Refusal::NotFound);
    }
    if roles.contains(&actor.role) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Problems, if any, as a refusal.
pub(crate) fn none_of(problems: Vec<Problem>) -> Result<(), Refusal> {
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid { problems }) }
}

/// An answer holds for everybody in the programme: only who stands above all of them gives it. Where the facts name no
/// unit that the programme was published for, whoever calls checks it.
fn answers_for_all(ctx: &Context<'_>, actor: &Actor) -> Result<(), Refusal> {
    match ctx.facts.home(&ctx.programme.model.programme) {
        Some(home) if !ctx.facts.units().within(home, actor.unit) => Err(Refusal::NotAllowed),
        _ => Ok(()),
    }
}

/// An answer may not turn the programme's window around.
fn window_in_order(ctx: &Context<'_>, ask: &str, value: &serde_json::Value) -> Result<(), Refusal> {
    let answered = crate::Otherwise::answer(ctx.facts, ask, value);
    let then = Context { facts: &answered, ..*ctx };
    match then.window() {
        Ok(Some((from, to))) if from > to => {
            Err(Refusal::field(ask, format!("这样方案在{to}结束，早于{from}开始，请核对起止时间")))
        }
        _ => Ok(()),
    }
}

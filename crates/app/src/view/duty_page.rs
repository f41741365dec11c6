//! One duty as a page (责任事项): what exactly, why, and how it is finished.

use super::duties::DutyItem;
use super::words::{StageName, StageState};
use super::{Figure, FigureSchema};
use crate::explain::{ClauseView, RecordRef};
use jiff::civil::Date;
use luodi_engine::{Context, DueDay, Owed, OwedKind, OwedState};
use luodi_language::Explanation;
use luodi_model::{Every, Value, beijing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DutyPage {
    pub item: DutyItem,
    /// In one sentence: who, what, by when, how it stands.
    pub say: String,
    /// The sentence of the plan.
    pub clause: Option<ClauseView>,
    /// All of them must hold.
    pub conditions: Vec<ConditionView>,
    /// Records that count already.
    pub records: Vec<RecordRef>,
    pub records_total: usize,
    /// In the order in which they come.
    pub clock: Vec<StageView>,
    /// Calendar days until the due day; negative: late.
    pub days_left: Option<i64>,
}

/// A closing condition as a line of a checklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConditionView {
    /// As the programme writes it.
    pub text: String,
    /// With the values that it rests on.
    pub say: String,
    /// True, false, or unknown with its reason.
    #[schema(value_type = FigureSchema)]
    pub met: Figure,
}

/// A stage of the clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StageView {
    pub stage: StageName,
    pub title: String,
    /// A day, an instant, or pending with its reason.
    #[schema(value_type = FigureSchema)]
    pub at: Figure,
    pub state: StageState,
}

pub fn conditions(parts: &Explanation) -> Vec<ConditionView> {
    let line = |e: &Explanation| ConditionView { text: e.text.clone(), say: e.in_words_zh(), met: e.value.clone() };
    parts.conditions().into_iter().map(line).collect()
}

/// Begin, what was said or done, due day, end: each passed, now, or ahead.
pub fn clock(ctx: &Context<'_>, owed: &Owed) -> Vec<StageView> {
    let today = ctx.today();
    let mut days: Vec<(Option<Date>, StageView)> = vec![];
    let mut add = |stage: StageName, title: &str, day: Option<Date>, at: Figure| {
        let state = match day {
            None => StageState::Unknown,
            Some(d) if d == today => StageState::Now,
            Some(d) if d < today => StageState::Passed,
            Some(_) => StageState::Ahead,
        };
        days.push((day, StageView { stage, title: title.to_string(), at, state }));
    };
    if let Some(begin) = begins(ctx, owed) {
        add(StageName::Begins, "开始", Some(begin), Value::Date(begin).to_json());
    }
    add(StageName::Due, "到期", owed.due.day(), owed.due.to_value().to_json());
    if let Some(at) = owed.done_at {
        let title = if matches!(owed.state, OwedState::LateMet { .. }) { "迟后完成" } else { "完成" };
        add(StageName::Done, title, Some(beijing(at).date()), Value::Instant(at).to_json());
    }
    if let Some(at) = zero_at(ctx, owed) {
        add(StageName::Zero, "零报告", Some(beijing(at).date()), Value::Instant(at).to_json());
    }
    if let (OwedState::Overdue { .. }, DueDay::On(due)) = (&owed.state, &owed.due) {
        let late_from = due.tomorrow().unwrap_or(*due);
        add(StageName::Late, "开始迟延", Some(late_from), Value::Date(late_from).to_json());
    }
    days.sort_by_key(|(day, _)| day.unwrap_or(Date::MAX));
    days.into_iter().map(|(_, stage)| stage).collect()
}

fn begins(ctx: &Context<'_>, owed: &Owed) -> Option<Date> {
    match owed.kind {
        OwedKind::ForRecord(id) => ctx.facts.record(id).map(|r| beijing(r.created_at).date()),
        _ => owed.period.filter(|p| p.first > Date::MIN).map(|p| p.first),
    }
}

fn zero_at(ctx: &Context<'_>, owed: &Owed) -> Option<jiff::Timestamp> {
    let period = owed.period.filter(|p| p.every != Every::Once)?;
    ctx.facts.zero_reported(&ctx.programme.model.programme, &owed.name, owed.unit, period.first)
}

/// Calendar days until the due day, for what is still to be done.
pub fn days_left(ctx: &Context<'_>, owed: &Owed) -> Option<i64> {
    let open = matches!(owed.state, OwedState::Open | OwedState::Overdue { .. });
    owed.due.day().filter(|_| open).map(|due| i64::from((due - ctx.today()).get_days()))
}

//! My duties: what a unit owes, one line each, the most urgent first.

use super::board::judgement;
use super::words::{DutyKind, DutyState, LightColour};
use super::{Figure, FigureSchema, UnitRef};
use jiff::ToSpan;
use jiff::civil::Date;
use luodi_engine::{Context, Owed, OwedKind, OwedState, has_begun, judge};
use luodi_model::programme::MeasureKind;
use luodi_model::{Every, Period, UnitId, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is owed, grouped by urgency. Each list is in order of the due day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DutyList {
    /// The day in Beijing.
    pub today: String,
    pub overdue: Vec<DutyItem>,
    #[serde(rename = "today_due")]
    pub due_today: Vec<DutyItem>,
    pub this_week: Vec<DutyItem>,
    pub later: Vec<DutyItem>,
    /// No day is known: never late.
    pub pending: Vec<DutyItem>,
    /// Over and not met; nothing more can be done for them.
    pub missed: Vec<DutyItem>,
    pub done: Vec<DutyItem>,
}

/// One line: what, for whom, by when, one button.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DutyItem {
    pub programme: String,
    pub programme_title: String,
    pub kind: DutyKind,
    pub name: String,
    pub title: String,
    pub unit: UnitRef,
    /// Text form of the period (`2013-09`), where it has one.
    pub period: Option<String>,
    pub period_title: Option<String>,
    /// Day, or `{"unknown":"pending","why":…}`.
    #[schema(value_type = FigureSchema)]
    pub due: Figure,
    pub state: DutyState,
    pub days_late: Option<i64>,
    /// Limits that ran out before they were moved.
    pub missed: Vec<MissedView>,
    /// How it stands, and why.
    pub light: LightView,
    pub done_at: Option<String>,
    /// The record it is owed for.
    pub record: Option<String>,
    /// What the record is called.
    pub record_title: Option<String>,
    /// The register whose form does it.
    pub form: Option<String>,
    pub clause: Option<String>,
    /// "Nothing happened" may be said with one button.
    pub zero_report: bool,
    /// To whom it is delivered.
    pub to: Option<String>,
    /// For targets: how far it is.
    pub progress: Option<TargetProgress>,
}

/// A limit that was moved after it had run out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MissedView {
    pub due: String,
    /// Calendar days from the limit to the day on which it was done, or moved undone.
    pub days: i64,
}

/// A traffic light with its reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LightView {
    pub colour: LightColour,
    pub why: String,
}

impl LightView {
    pub fn of(light: luodi_engine::Light) -> LightView {
        LightView { colour: light.colour.into(), why: light.why }
    }
}

/// A target as something owed: reached so far, quota, what is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TargetProgress {
    #[schema(value_type = FigureSchema)]
    pub actual: Figure,
    #[schema(value_type = FigureSchema)]
    pub quota: Figure,
    #[schema(value_type = FigureSchema)]
    pub gap: Figure,
    pub measured_in: Option<String>,
}

/// A target that the unit holds, as a line; `None`: it doesn't hold it.
fn target_item(ctx: &Context<'_>, name: &str, unit: UnitId) -> Option<(DutyItem, Value, Option<Date>)> {
    let model = &ctx.programme.model;
    let target = model.targets.get(name)?;
    let judged = judge(ctx, name, unit, None)?;
    // Without a window, or a day of its own, nobody can say by when.
    let due = match &judged.by {
        Some(Value::Date(by)) => Some(*by),
        Some(_) => None,
        None => ctx.window().ok().flatten().map(|_| judged.period.last),
    };
    let open_day = judged.by.clone().unwrap_or_else(|| Value::pending("起止时间待定"));
    let view = judgement(ctx, target, &judged);
    let register = match &model.measures.get(&target.measure)?.kind {
        MeasureKind::Count { count, .. } => Some(count.clone()),
        MeasureKind::Sum { sum, .. } => sum.split_once('.').map(|(register, _)| register.to_string()),
        MeasureKind::Ratio { .. } | MeasureKind::Formula { .. } => None,
    };
    let item = DutyItem {
        programme: model.programme.0.clone(),
        programme_title: model.title.clone(),
        kind: DutyKind::Target,
        name: name.to_string(),
        title: target.title.clone(),
        unit: UnitRef::of(ctx.facts.units(), unit),
        period: Some(judged.period).filter(|p| p.every != Every::Once).map(|p| p.to_string()),
        period_title: Some(judged.period).filter(|p| p.every != Every::Once).map(|p| p.title()),
        due: due.map_or(open_day, Value::Date).to_json(),
        state: DutyState::Open,
        days_late: judged.days_late,
        missed: vec![],
        light: LightView { colour: LightColour::Grey, why: String::new() },
        done_at: None,
        record: None,
        record_title: None,
        form: register,
        clause: target.clause.as_ref().map(|c| c.0.clone()),
        zero_report: false,
        to: None,
        progress: Some(TargetProgress {
            actual: view.actual,
            quota: view.quota,
            gap: view.gap,
            measured_in: model.measures.get(&target.measure).and_then(|m| m.measured_in.clone()),
        }),
    };
    Some((item, judged.met, due))
}

/// One owed thing as a line.
pub fn item(ctx: &Context<'_>, owed: &Owed) -> DutyItem {
    let model = &ctx.programme.model;
    let duty = model.duties.get(&owed.name);
    let form = model.returns.get(&owed.name);
    let is_return = owed.kind == OwedKind::Return;
    let (title, clause) = match (is_return, duty, form) {
        (false, Some(d), _) => (d.title.clone(), d.clause.clone()),
        (_, _, Some(r)) => (format!("报送《{}》", r.title), r.clause.clone()),
        _ => (owed.name.clone(), None),
    };
    DutyItem {
        programme: model.programme.0.clone(),
        programme_title: model.title.clone(),
        kind: DutyKind::from(&owed.kind),
        name: owed.name.clone(),
        title,
        unit: UnitRef::of(ctx.facts.units(), owed.unit),
        period: owed.period.map(|p| p.to_string()),
        period_title: owed.period.filter(|p| p.every != Every::Once).map(|p| p.title()),
        due: owed.due.to_value().to_json(),
        state: DutyState::from(&owed.state),
        days_late: owed.state.days_late(),
        missed: owed.missed.iter().map(|m| MissedView { due: m.due.to_string(), days: m.days }).collect(),
        light: LightView::of(luodi_engine::light(ctx, owed)),
        done_at: owed.done_at.map(|t| t.to_string()),
        record: match owed.kind {
            OwedKind::ForRecord(id) => Some(id.to_string()),
            _ => None,
        },
        record_title: match owed.kind {
            OwedKind::ForRecord(id) => luodi_engine::record_title(ctx, id),
            _ => None,
        },
        form: duty.filter(|_| !is_return).and_then(|d| d.form.clone()),
        clause: clause.map(|c| c.0),
        zero_report: !is_return && duty.is_some_and(|d| d.zero_report),
        to: if is_return { form.map(|f| f.to.clone()) } else { duty.and_then(|d| d.to.clone()) },
        progress: None,
    }
}

impl DutyList {
    pub fn new(today: Date) -> DutyList {
        DutyList { today: today.to_string(), ..DutyList::default() }
    }

    /// Puts a line where it belongs. What has not begun yet is left out, nobody can do it today; unless a span of days was asked
    /// for (`ahead`).
    pub fn add(&mut self, ctx: &Context<'_>, owed: &Owed, ahead: bool) {
        let today = ctx.today();
        let not_begun = |p: &Period| p.every != Every::Once && !has_begun(ctx, p);
        if !ahead && owed.period.as_ref().is_some_and(not_begun) {
            return;
        }
        let list = match (&owed.state, owed.due.day()) {
            (OwedState::Met | OwedState::LateMet { .. }, _) => &mut self.done,
            (OwedState::Overdue { .. }, _) => &mut self.overdue,
            (OwedState::Unmet | OwedState::NoReport, _) => &mut self.missed,
            (OwedState::Zero, Some(due)) if due < today => &mut self.missed,
            (OwedState::Zero, _) => &mut self.done,
            (_, None) => &mut self.pending,
            (_, Some(due)) if due <= today => &mut self.due_today,
            (_, Some(due)) if due <= week_end(today) => &mut self.this_week,
            _ => &mut self.later,
        };
        list.push(item(ctx, owed));
    }

    /// Puts a target that the unit holds where it belongs: met, still to be reached, over and missed, or pending.
    pub fn add_target(&mut self, ctx: &Context<'_>, name: &str, unit: UnitId) {
        let Some((mut item, met, due)) = target_item(ctx, name, unit) else { return };
        let today = ctx.today();
        let (list, state) = match (met.as_bool(), due) {
            (Some(true), _) => (&mut self.done, DutyState::Met),
            (Some(false), _) if item.days_late.is_some() => (&mut self.done, DutyState::LateMet),
            (None, _) | (_, None) => (&mut self.pending, DutyState::Pending),
            (Some(false), Some(due)) if due < today => (&mut self.missed, DutyState::Unmet),
            (Some(false), Some(due)) if due == today => (&mut self.due_today, DutyState::Open),
            (Some(false), Some(due)) if due <= week_end(today) => (&mut self.this_week, DutyState::Open),
            _ => (&mut self.later, DutyState::Open),
        };
        item.light = target_light(&item, state);
        item.state = state;
        list.push(item);
    }

    pub fn sort(&mut self) {
        let key = |i: &DutyItem| (i.due.as_str().map(str::to_string), i.period.clone(), i.unit.code.clone());
        for list in [&mut self.overdue, &mut self.due_today, &mut self.this_week, &mut self.later, &mut self.pending] {
            list.sort_by_key(key);
        }
        for list in [&mut self.missed, &mut self.done] {
            list.sort_by_key(|i| std::cmp::Reverse(key(i)));
        }
    }
}

fn target_light(item: &DutyItem, state: DutyState) -> LightView {
    let due = item.due.as_str().map_or(String::new(), |d| format!("{d}到期，"));
    let (colour, why) = match state {
        DutyState::Met => (LightColour::Green, "已达到".to_string()),
        DutyState::LateMet => (LightColour::Yellow, "已达到，迟了".to_string()),
        DutyState::Unmet => (LightColour::Red, format!("{due}没有达到")),
        DutyState::Pending => (LightColour::Grey, "还不能判断".to_string()),
        _ => (LightColour::Green, format!("{due}还没有达到")),
    };
    LightView { colour, why }
}

/// Sunday of this week.
fn week_end(today: Date) -> Date {
    today.saturating_add((6 - i64::from(today.weekday().to_monday_zero_offset())).days())
}

/// Something that a unit is told today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NoticeItem {
    /// Day since which it is told.
    pub since: String,
    /// Days from the due day to the notice: negative is a reminder, positive is overdue.
    pub days: i16,
    /// What the programme says with it.
    pub say: Option<String>,
    pub duty: DutyItem,
}

impl NoticeItem {
    pub fn of(ctx: &Context<'_>, told: &luodi_engine::Told) -> NoticeItem {
        NoticeItem { since: told.since.to_string(), days: told.days, say: told.say.clone(), duty: item(ctx, &told.owed) }
    }
}

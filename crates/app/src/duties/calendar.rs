//! The duties of a unit as a calendar to subscribe to (日历订阅): one entry for each day by which something is owed, and one for
//! each day on which targets of a programme must stand. What has no day yet is left out and counted.

use crate::App;
use crate::accounts::{Caller, SessionKind};
use crate::problem::{Outcome, Problem};
use crate::view::duties::{DutyItem, item};
use jiff::ToSpan;
use jiff::civil::Date;
use luodi_engine::{Context, Owed, OwedKind, OwedState, TargetDay, owed_by, target_days};
use luodi_model::{UnitId, Value, beijing};
use luodi_report::{Calendar, CalendarDay, to_ics};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Periods are looked for from this many days back: what is owed for them may be due later …
const BACK_DAYS: i64 = 400;
/// … and what is done or over is shown for so long.
const PAST_DAYS: i64 = 31;
const AHEAD_DAYS: i64 = 366;
/// Entries of a calendar at most, the nearest first; a phone chokes on more.
const ENTRIES_MAX: usize = 3000;
const REMIND_DAYS_MAX: u16 = 30;

/// What the address of a calendar carries.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CalendarWanted {
    /// Token of a calendar (`POST /api/feeds`).
    pub token: String,
    /// Remind so many days before, at nine in the morning; absent: no alarm.
    #[serde(default)]
    pub remind_days: Option<u16>,
}

/// Entries, and what has no day.
#[derive(Default)]
struct Collected {
    days: Vec<CalendarDay>,
    pending: usize,
}

impl App {
    /// The calendar of a unit for whoever holds the token, as a file.
    ///
    /// # Errors
    /// The token is none, or was ended; the unit is outside the jurisdiction of its account.
    pub async fn calendar(&self, unit: &str, wanted: &CalendarWanted) -> Outcome<String> {
        let caller = self.caller(&wanted.token, SessionKind::Feed, "日历").await?;
        if wanted.remind_days.is_some_and(|days| days > REMIND_DAYS_MAX) {
            return Err(Problem::field("remind_days", format!("提前提醒最多{REMIND_DAYS_MAX}天")));
        }
        self.unit_calendar(&caller, unit, wanted.remind_days).await
    }

    async fn unit_calendar(&self, caller: &Caller, unit: &str, remind: Option<u16>) -> Outcome<String> {
        let unit = caller.unit_by_code(unit)?.clone();
        let mut lives = vec![];
        for live in self.programmes_for(caller) {
            let moves = self.moves_of(&live).await?;
            lives.push((live, moves));
        }
        self.with_facts(move |moment| {
            let today = beijing(moment.now).date();
            let span = (today.saturating_sub(BACK_DAYS.days()), today.saturating_add(AHEAD_DAYS.days()));
            let mut all = Collected::default();
            for (live, moves) in &lives {
                let moved = moves.counted(moment.facts.units(), unit.id, span);
                moment.at(live, |ctx| {
                    for owed in owed_by(ctx, unit.id, span.0, span.1) {
                        all.add(ctx, &owed, |key| moved.get(key).copied().unwrap_or(0), remind);
                    }
                    all.add_targets(ctx, unit.id, span, remind);
                });
            }
            let left_out = all.cut(today);
            let name = format!("{}责任事项", unit.name);
            Ok(to_ics(&Calendar { note: note(&unit.name, all.pending, left_out), name, at: moment.now, days: all.days }))
        })
        .await
    }
}

fn note(unit: &str, pending: usize, left_out: usize) -> String {
    let mut note = format!("{unit}应办事项的截止日，只读。");
    if pending > 0 {
        note.push_str(&format!("另有 {pending} 项时限待定，未列入。"));
    }
    if left_out > 0 {
        note.push_str(&format!("事项过多，较远的 {left_out} 项未列入。"));
    }
    note
}

impl Collected {
    fn add(&mut self, ctx: &Context<'_>, owed: &Owed, moved: impl Fn(&str) -> u32, remind: Option<u16>) {
        let Some(day) = owed.due.day() else {
            // What was done needs no day any more.
            self.pending += usize::from(!owed.state.is_done());
            return;
        };
        let key = key(owed);
        let item = item(ctx, owed);
        self.days.push(CalendarDay {
            uid: format!("{}.{key}.{}@luodi", item.programme, item.unit.code),
            day,
            title: title(&item, &owed.state),
            note: description(&item, &owed.state),
            moved: match owed.kind {
                // The day of a record's duty moves with the record.
                OwedKind::ForRecord(id) => ctx.facts.record(id).map_or(0, |r| r.version.saturating_sub(1)),
                OwedKind::Duty | OwedKind::Return => moved(&key),
            },
            remind_days_before: remind.filter(|_| still_to_do(&owed.state)),
        });
    }

    /// Targets that end on one day are one entry: twelve of them are twelve lines of it, and not twelve alarms.
    fn add_targets(&mut self, ctx: &Context<'_>, unit: UnitId, (from, to): (Date, Date), remind: Option<u16>) {
        let mut by_day: BTreeMap<Date, Vec<TargetDay>> = BTreeMap::new();
        for target in target_days(ctx, unit, from, to) {
            match target.day {
                Some(day) => by_day.entry(day).or_default().push(target),
                None => self.pending += usize::from(target.met != Value::Bool(true)),
            }
        }
        let Some(unit) = ctx.facts.units().get(unit) else { return };
        let today = ctx.today();
        for (day, targets) in by_day {
            let open = targets.iter().any(|t| t.met != Value::Bool(true));
            let programme = &ctx.programme.model.programme;
            let lines = targets.iter().map(|t| line(ctx, t, today));
            let head = [format!("方案：{}", ctx.programme.model.title), format!("单位：{}", unit.name)];
            self.days.push(CalendarDay {
                uid: format!("{programme}.targets.{day}.{}@luodi", unit.code),
                day,
                title: match &targets[..] {
                    [one] => format!("目标到期：{}", target_title(ctx, one)),
                    many => format!("{}项目标到期：{}", many.len(), ctx.programme.model.title),
                },
                note: head.into_iter().chain(lines).collect::<Vec<_>>().join("\n"),
                moved: 0,
                remind_days_before: remind.filter(|_| open && day >= today),
            });
        }
    }

    /// Keeps what can be acted on and what is near; answers how many had to be left out.
    fn cut(&mut self, today: Date) -> usize {
        let (from, to) = (today.saturating_sub(PAST_DAYS.days()), today.saturating_add(AHEAD_DAYS.days()));
        self.days.retain(|d| (from..=to).contains(&d.day) || (d.day < from && d.title.starts_with(OVERDUE)));
        self.days.sort_by(|a, b| (a.day, &a.uid).cmp(&(b.day, &b.uid)));
        let left_out = self.days.len().saturating_sub(ENTRIES_MAX);
        self.days.truncate(ENTRIES_MAX);
        left_out
    }
}

const OVERDUE: &str = "逾期：";

/// Title of a target, with the period or the stage that ends.
fn target_title(ctx: &Context<'_>, target: &TargetDay) -> String {
    let Some(model) = ctx.programme.model.targets.get(&target.name) else { return target.name.clone() };
    let part = match (target.period, target.stage) {
        (Some(period), _) => Some(period.title()),
        (None, Some(i)) => Some(model.stages.get(i).and_then(|s| s.title.clone()).unwrap_or_else(|| format!("第{}阶段", i + 1))),
        (None, None) => None,
    };
    format!("{}{}", model.title, part.map(|p| format!("（{p}）")).unwrap_or_default())
}

/// `已达到：机构养老床位`; before its day a target that is not reached yet is neither.
fn line(ctx: &Context<'_>, target: &TargetDay, today: Date) -> String {
    let aspired = ctx.programme.model.targets.get(&target.name).is_some_and(|t| t.aspired);
    let state = match (&target.met, target.day.is_some_and(|day| day < today)) {
        (Value::Bool(true), _) => "已达到",
        (Value::Bool(false), true) if aspired => "未达到（力争）",
        (Value::Bool(false), true) => "未达到",
        (Value::Bool(false), false) => "尚未达到",
        _ => "还不能判断",
    };
    format!("{state}：{}", target_title(ctx, target))
}

/// What names the same thing owed in every version of the programme.
pub(super) fn key(owed: &Owed) -> String {
    let what = match &owed.kind {
        OwedKind::Duty => "duty".to_string(),
        OwedKind::Return => "return".to_string(),
        OwedKind::ForRecord(id) => id.to_string(),
    };
    let period = owed.period.map_or_else(|| "once".to_string(), |p| p.to_string());
    format!("{}.{what}.{period}", owed.name)
}

fn still_to_do(state: &OwedState) -> bool {
    matches!(state, OwedState::Open | OwedState::Overdue { .. })
}

fn title(item: &DutyItem, state: &OwedState) -> String {
    let before = match state {
        OwedState::Met | OwedState::LateMet { .. } => "已办：",
        OwedState::Overdue { .. } => OVERDUE,
        OwedState::Unmet | OwedState::NoReport => "未办：",
        OwedState::Zero => "零报告：",
        OwedState::Open | OwedState::Pending => "",
    };
    let period = item.period_title.as_ref().map_or_else(String::new, |p| format!("（{p}）"));
    format!("{before}{}{period}", item.title)
}

fn description(item: &DutyItem, state: &OwedState) -> String {
    let mut lines = vec![format!("方案：{}", item.programme_title), format!("单位：{}", item.unit.name)];
    if let Some(days) = state.days_late() {
        lines.push(format!("迟 {days} 天"));
    }
    if let Some(clause) = &item.clause {
        lines.push(format!("依据：原文 {clause}"));
    }
    lines.join("\n")
}

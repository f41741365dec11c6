//! The board as a page: what is red and why first, then units × matters.

use super::bundles::{self, AgreementCard, BundleCard};
use super::figure::measured;
use super::words::{CellState, DutyState, OpName, RedName, StrengthName};
use super::{Figure, FigureSchema, UnitRef};
use luodi_engine::{Board, Context, Judged, OnceDuty, Overview, Red, RedKind, StageJudged, Twin, judge, overview};
use luodi_model::programme::{Stage, Target};
use luodi_model::{UnitId, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoardPage {
    pub programme: String,
    pub title: String,
    pub unit: UnitRef,
    /// The day that is shown: today, or the day looked back at.
    pub today: String,
    /// It is looked back at: figures as they were known at the end of that day, by the present rules.
    pub looks_back: bool,
    /// The most urgent first.
    pub red: Vec<RedView>,
    pub targets: Vec<TargetCard>,
    pub matrix: Matrix,
    pub returns: Vec<ReturnCard>,
    pub once: Vec<OnceCard>,
    /// Targets counted together: "13 of 14".
    pub bundles: Vec<BundleCard>,
    /// Figures that should be equal.
    pub agreements: Vec<AgreementCard>,
}

/// Something that needs a person, in one sentence, with the way to its explanation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RedView {
    pub kind: RedName,
    pub name: String,
    pub title: String,
    pub say: String,
    pub units: Vec<UnitRef>,
    pub period: Option<String>,
    pub days_late: i64,
    pub clause: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TargetCard {
    pub name: String,
    pub title: String,
    pub measure: String,
    pub measured_in: Option<String>,
    pub op: OpName,
    /// Sum of the quotas of the holders (for ratios: the quota).
    #[schema(value_type = FigureSchema)]
    pub quota: Figure,
    /// Of ranges: the upper ends of the holders together.
    #[schema(value_type = Option<FigureSchema>)]
    pub upper: Option<Figure>,
    #[schema(value_type = FigureSchema)]
    pub actual: Figure,
    /// Holders with a figure.
    pub units_reported: usize,
    /// Does the unit's subtree as a whole meet it: bool or unknown.
    #[schema(value_type = FigureSchema)]
    pub complete: Figure,
    pub units_met: usize,
    pub units_short: usize,
    pub units_total: usize,
    pub aspired: bool,
    pub strength: StrengthName,
    /// The unit's own judgement, where it holds the target itself.
    pub own: Option<Judgement>,
    pub short: Vec<UnitRef>,
    pub clause: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Judgement {
    #[schema(value_type = FigureSchema)]
    pub quota: Figure,
    #[schema(value_type = FigureSchema)]
    pub actual: Figure,
    #[schema(value_type = FigureSchema)]
    pub met: Figure,
    #[schema(value_type = FigureSchema)]
    pub gap: Figure,
    pub forecast: Option<ForecastView>,
    /// Upper end of a range.
    #[schema(value_type = Option<FigureSchema>)]
    pub upper: Option<Figure>,
    /// Above the range: no fault, and not plainly met.
    pub above: bool,
    #[schema(value_type = Option<FigureSchema>)]
    pub baseline: Option<Figure>,
    /// The day by which it must stand, where the target names one.
    #[schema(value_type = Option<FigureSchema>)]
    pub by: Option<Figure>,
    /// Not met by its day, and met so many days later.
    pub days_late: Option<i64>,
    /// How much of the way from the baseline to the value is behind, in percent.
    #[schema(value_type = Option<FigureSchema>)]
    pub progress: Option<Figure>,
    pub stages: Vec<TargetStageView>,
    /// Met in so many periods in a row.
    #[schema(value_type = Option<FigureSchema>)]
    pub steady: Option<Figure>,
    pub twin: Option<TwinView>,
}

/// What must stand by a day on the way to a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TargetStageView {
    pub title: Option<String>,
    #[schema(value_type = FigureSchema)]
    pub by: Figure,
    #[schema(value_type = FigureSchema)]
    pub quota: Figure,
    #[schema(value_type = FigureSchema)]
    pub actual: Figure,
    #[schema(value_type = FigureSchema)]
    pub met: Figure,
    pub clause: Option<String>,
}

/// The other target of the text that names the same quota.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TwinView {
    pub target: String,
    pub title: String,
    /// Bool; pending until a person has said whether they are the same.
    #[schema(value_type = FigureSchema)]
    pub same: Figure,
    #[schema(value_type = FigureSchema)]
    pub quota: Figure,
    pub clause: Option<String>,
}

/// How many more of the part in a row would reach the quota.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ForecastView {
    pub more: String,
    pub part: String,
    pub whole: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Matrix {
    pub columns: Vec<MatrixColumn>,
    pub rows: Vec<MatrixRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MatrixColumn {
    pub name: String,
    pub title: String,
    pub measured_in: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MatrixRow {
    pub unit: UnitRef,
    /// The unit has units below it.
    pub has_children: bool,
    pub cells: Vec<MatrixCell>,
}

/// A unit's subtree under one target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MatrixCell {
    #[schema(value_type = FigureSchema)]
    pub actual: Figure,
    #[schema(value_type = FigureSchema)]
    pub quota: Figure,
    pub state: CellState,
    pub units_met: usize,
    pub units_total: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReturnCard {
    pub name: String,
    pub title: String,
    pub period: String,
    pub period_title: String,
    pub filed: usize,
    pub zero: usize,
    pub late: usize,
    pub expected: usize,
    pub missing: Vec<UnitRef>,
    /// The due day, or pending with its reason.
    #[schema(value_type = FigureSchema)]
    pub due: Figure,
    /// Of all filers together: met and late_met when the last has filed, overdue while one is late.
    pub state: DutyState,
    pub days_late: Option<i64>,
}

/// A duty owed once: 17 of 18 have done it, and who has not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OnceCard {
    pub name: String,
    pub title: String,
    pub done: usize,
    pub expected: usize,
    pub open: Vec<UnitRef>,
    /// No day is known: nobody is late.
    pub pending: bool,
    pub clause: Option<String>,
}

pub fn page(ctx: &Context<'_>, board: &Board) -> BoardPage {
    let model = &ctx.programme.model;
    let tree = ctx.facts.units();
    BoardPage {
        programme: model.programme.0.clone(),
        title: model.title.clone(),
        unit: UnitRef::of(tree, board.unit),
        today: ctx.today().to_string(),
        looks_back: false,
        red: board.red.iter().map(|r| red(ctx, r)).collect(),
        targets: board.targets.iter().filter(|(_, o)| !o.holders.is_empty()).filter_map(|(n, o)| card(ctx, n, o)).collect(),
        matrix: matrix(ctx, board),
        returns: board.returns.iter().rev().filter_map(|r| return_card(ctx, r)).collect(),
        once: board.once.iter().filter(|o| !(o.done.is_empty() && o.open.is_empty())).filter_map(|o| once(ctx, o)).collect(),
        bundles: bundles::bundles(ctx, board.unit),
        agreements: bundles::agreements(ctx, board.unit),
    }
}

fn red(ctx: &Context<'_>, red: &Red) -> RedView {
    let model = &ctx.programme.model;
    let (title, clause) = match red.kind {
        RedKind::ReturnMissing => {
            let form = model.returns.get(&red.name);
            (form.map(|f| f.title.clone()), form.and_then(|f| f.clause.clone()))
        }
        RedKind::DutyOverdue => {
            let duty = model.duties.get(&red.name);
            (duty.map(|d| d.title.clone()), duty.and_then(|d| d.clause.clone()))
        }
        RedKind::TargetShort => {
            let target = model.targets.get(&red.name);
            (target.map(|t| t.title.clone()), target.and_then(|t| t.clause.clone()))
        }
    };
    let title = title.unwrap_or_else(|| red.name.clone());
    let units = UnitRef::all(ctx.facts.units(), &red.units);
    RedView {
        kind: red.kind.into(),
        name: red.name.clone(),
        say: sentence(red, &title, &units),
        title,
        units,
        period: red.period.map(|p| p.to_string()),
        days_late: red.days_late,
        clause: clause.map(|c| c.0),
    }
}

fn sentence(red: &Red, title: &str, units: &[UnitRef]) -> String {
    let names: Vec<&str> = units.iter().take(3).map(|u| u.name.as_str()).collect();
    let who = if units.len() > 3 { format!("{}等{}个单位", names.join("、"), units.len()) } else { names.join("、") };
    let period = red.period.filter(|p| p.every != luodi_model::Every::Once).map(|p| p.title()).unwrap_or_default();
    match red.kind {
        RedKind::ReturnMissing => format!("{who}未报{period}《{title}》，已迟{}天", red.days_late),
        RedKind::DutyOverdue if red.days_late > 0 => format!("{who}未完成{period}“{title}”，已迟{}天", red.days_late),
        RedKind::DutyOverdue => format!("{who}{period}没有完成“{title}”"),
        RedKind::TargetShort => format!("{who}到期未达到“{title}”"),
    }
}

fn card(ctx: &Context<'_>, name: &str, o: &Overview) -> Option<TargetCard> {
    let target = ctx.programme.model.targets.get(name)?;
    let ratio_quota = o.holders.first().map(|h| h.quota.clone()).unwrap_or(Value::MISSING);
    let is_sum = ctx.programme.model.measures.get(&target.measure).is_some_and(|m| {
        matches!(m.kind, luodi_model::programme::MeasureKind::Count { .. } | luodi_model::programme::MeasureKind::Sum { .. })
    });
    let total = if is_sum { o.quota.value.clone() } else { ratio_quota };
    let short: Vec<UnitId> = o.holders.iter().filter(|h| h.met == Value::Bool(false)).map(|h| h.unit).collect();
    Some(TargetCard {
        name: name.to_string(),
        title: target.title.clone(),
        measure: target.measure.clone(),
        measured_in: ctx.programme.model.measures.get(&target.measure).and_then(|m| m.measured_in.clone()),
        op: target.op.into(),
        quota: total.to_json(),
        upper: o.upper.as_ref().map(Value::to_json),
        units_reported: o.reported,
        actual: measured(ctx, &target.measure, &o.actual, Some(&total)).to_json(),
        complete: o.complete.to_json(),
        units_met: o.units_met,
        units_short: o.units_short,
        units_total: o.holders.len(),
        aspired: target.aspired,
        strength: target.strength.into(),
        own: judge(ctx, name, o.unit, None).map(|j| judgement(ctx, target, &j)),
        short: UnitRef::all(ctx.facts.units(), &short),
        clause: target.clause.as_ref().map(|c| c.0.clone()),
    })
}

pub fn judgement(ctx: &Context<'_>, target: &Target, j: &Judged) -> Judgement {
    let figure = |value: &Value, quota: &Value| measured(ctx, &target.measure, value, Some(quota)).to_json();
    let stage = |(model, stage): (&Stage, &StageJudged)| TargetStageView {
        title: model.title.clone(),
        by: stage.by.to_json(),
        quota: stage.quota.to_json(),
        actual: figure(&stage.actual, &stage.quota),
        met: stage.met.to_json(),
        clause: model.clause.as_ref().map(|c| c.0.clone()),
    };
    Judgement {
        quota: j.quota.to_json(),
        actual: figure(&j.actual, &j.quota),
        met: j.met.to_json(),
        gap: j.gap.to_json(),
        forecast: j.forecast.as_ref().map(|f| ForecastView {
            more: f.more.normalize().to_string(),
            part: f.part.normalize().to_string(),
            whole: f.whole.normalize().to_string(),
        }),
        upper: j.upper.as_ref().map(Value::to_json),
        above: j.above,
        baseline: j.baseline.as_ref().map(Value::to_json),
        by: j.by.as_ref().map(Value::to_json),
        days_late: j.days_late,
        progress: j.progress.as_ref().map(Value::to_json),
        stages: target.stages.iter().zip(&j.stages).map(stage).collect(),
        steady: j.steady.as_ref().map(Value::to_json),
        twin: j.twin.as_ref().and_then(|t| twin(ctx, t)),
    }
}

fn twin(ctx: &Context<'_>, twin: &Twin) -> Option<TwinView> {
    let target = ctx.programme.model.targets.get(&twin.target)?;
    Some(TwinView {
        target: twin.target.clone(),
        title: target.title.clone(),
        same: twin.same.to_json(),
        quota: twin.quota.to_json(),
        clause: target.clause.as_ref().map(|c| c.0.clone()),
    })
}

/// The unit itself and its children, against the targets.
fn matrix(ctx: &Context<'_>, board: &Board) -> Matrix {
    let model = &ctx.programme.model;
    let tree = ctx.facts.units();
    let names: Vec<&String> = board.targets.iter().filter(|(_, o)| !o.holders.is_empty()).map(|(n, _)| n).collect();
    let column = |name: &&String| {
        let target = model.targets.get(*name)?;
        let measured_in = model.measures.get(&target.measure).and_then(|m| m.measured_in.clone());
        Some(MatrixColumn { name: (*name).clone(), title: target.title.clone(), measured_in })
    };
    let row = |unit: UnitId| MatrixRow {
        unit: UnitRef::of(tree, unit),
        has_children: tree.children(unit).next().is_some(),
        cells: names.iter().map(|name| matrix_cell(ctx, name, unit)).collect(),
    };
    let units = std::iter::once(board.unit).chain(tree.children(board.unit).map(|u| u.id));
    Matrix { columns: names.iter().filter_map(column).collect(), rows: units.map(row).collect() }
}

fn matrix_cell(ctx: &Context<'_>, name: &str, unit: UnitId) -> MatrixCell {
    let none = MatrixCell { actual: Figure::Null, quota: Figure::Null, state: CellState::None, units_met: 0, units_total: 0 };
    let Some(o) = overview(ctx, name, unit, None).filter(|o| !o.holders.is_empty()) else { return none };
    let Some(card) = card(ctx, name, &o) else { return none };
    MatrixCell {
        actual: card.actual,
        quota: card.quota,
        state: CellState::from(&o.complete),
        units_met: o.units_met,
        units_total: o.holders.len(),
    }
}

fn return_card(
    ctx: &Context<'_>,
    (name, period, table): &(String, luodi_model::Period, luodi_engine::CompiledReturn),
) -> Option<ReturnCard> {
    let form = ctx.programme.model.returns.get(name)?;
    let late = |r: &&luodi_engine::CompiledRow| matches!(r.owed.state, luodi_engine::OwedState::LateMet { .. });
    Some(ReturnCard {
        name: name.clone(),
        title: form.title.clone(),
        period: period.to_string(),
        period_title: period.title(),
        filed: table.filed,
        zero: table.zero,
        late: table.rows.iter().filter(late).count(),
        expected: table.expected,
        missing: UnitRef::all(ctx.facts.units(), &table.missing),
        due: table.rows.first().map_or(Figure::Null, |r| r.owed.due.to_value().to_json()),
        state: together(table),
        days_late: table.rows.iter().filter_map(|r| r.owed.state.days_late()).max(),
    })
}

/// The state of a return as its receiver sees it: as far behind as the last of its filers.
fn together(table: &luodi_engine::CompiledReturn) -> DutyState {
    use luodi_engine::OwedState as S;
    let any = |wanted: fn(&S) -> bool| table.rows.iter().any(|r| wanted(&r.owed.state));
    if any(|s| matches!(s, S::Overdue { .. } | S::Unmet | S::NoReport)) {
        DutyState::Overdue
    } else if any(|s| *s == S::Pending) {
        DutyState::Pending
    } else if any(|s| matches!(s, S::Open | S::Zero)) {
        DutyState::Open
    } else if any(|s| matches!(s, S::LateMet { .. })) {
        DutyState::LateMet
    } else {
        DutyState::Met
    }
}

fn once(ctx: &Context<'_>, duty: &OnceDuty) -> Option<OnceCard> {
    let model = ctx.programme.model.duties.get(&duty.name)?;
    Some(OnceCard {
        name: duty.name.clone(),
        title: model.title.clone(),
        done: duty.done.len(),
        expected: duty.done.len() + duty.open.len(),
        open: UnitRef::all(ctx.facts.units(), &duty.open),
        pending: duty.pending,
        clause: model.clause.as_ref().map(|c| c.0.clone()),
    })
}

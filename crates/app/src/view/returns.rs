//! Returns (报表) as pages: one unit's table, and the receiver's compiled table.

use super::figure::measured;
use super::person::{NamesPeople, Person};
use super::words::{DutyState, ShowsName};
use super::{Figure, FigureSchema, UnitRef};
use luodi_engine::{CompiledReturn, Context, Filing, ReturnTable, aligned_table, live, return_in};
use luodi_model::programme::{Column, ColumnShows, Return};
use luodi_model::{Period, UnitId, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ColumnHead {
    pub title: String,
    pub measure: String,
    pub measured_in: Option<String>,
    pub shows: ShowsName,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TableLine {
    pub unit: UnitRef,
    #[schema(value_type = Vec<FigureSchema>)]
    pub cells: Vec<Figure>,
}

/// A version that was filed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Filed {
    pub version: u32,
    pub at: String,
    pub by: Person,
    pub zero: bool,
    /// Calendar days after the due day.
    pub days_late: i64,
}

impl NamesPeople for Filed {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        visit(&mut self.by);
    }
}
impl NamesPeople for ReturnPage {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        self.filed.each_person(visit);
    }
}

/// One unit's table for a period: live, or a filed version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReturnPage {
    pub programme: String,
    pub name: String,
    pub title: String,
    pub unit: UnitRef,
    pub period: String,
    pub period_title: String,
    /// Periods that have begun, newest first, for the chooser.
    pub periods: Vec<PeriodRef>,
    #[schema(value_type = FigureSchema)]
    pub due: Figure,
    pub state: DutyState,
    pub days_late: Option<i64>,
    pub may_file: bool,
    pub filed: Vec<Filed>,
    /// The version shown; absent: live.
    pub version: Option<u32>,
    pub columns: Vec<ColumnHead>,
    pub rows: Vec<TableLine>,
    #[schema(value_type = Vec<FigureSchema>)]
    pub total: Vec<Figure>,
    /// Live figures that differ from the latest filed version.
    pub differences: Vec<Difference>,
    pub clause: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PeriodRef {
    pub period: String,
    pub title: String,
}

impl PeriodRef {
    pub fn of(period: &Period) -> PeriodRef {
        PeriodRef { period: period.to_string(), title: period.title() }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    pub unit: UnitRef,
    pub column: String,
    #[schema(value_type = FigureSchema)]
    pub filed: Figure,
    #[schema(value_type = FigureSchema)]
    pub now: Figure,
}

/// The receiver's table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CompiledPage {
    pub programme: String,
    pub name: String,
    pub title: String,
    pub unit: UnitRef,
    pub period: String,
    pub period_title: String,
    pub periods: Vec<PeriodRef>,
    pub columns: Vec<ColumnHead>,
    pub rows: Vec<CompiledLine>,
    pub total: Vec<TotalFigure>,
    /// 合计, or 已报合计（17/18） while some are missing: then it is never called a total.
    pub total_title: String,
    pub coverage: Coverage,
    pub clause: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CompiledLine {
    pub unit: UnitRef,
    pub state: DutyState,
    pub days_late: Option<i64>,
    pub version: Option<u32>,
    pub filed_at: Option<String>,
    pub zero: bool,
    #[schema(value_type = Vec<FigureSchema>)]
    pub cells: Vec<Figure>,
}

/// A sum with the number of units it rests on: "17/18" is never called a total.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TotalFigure {
    #[schema(value_type = FigureSchema)]
    pub value: Figure,
    pub reported: usize,
    pub expected: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Coverage {
    pub filed: usize,
    pub zero: usize,
    pub expected: usize,
    pub missing: Vec<UnitRef>,
}

pub fn columns(ctx: &Context<'_>, form: &Return) -> Vec<ColumnHead> {
    let head = |c: &Column| ColumnHead {
        title: c.title.clone(),
        measure: c.measure.clone(),
        measured_in: ctx.programme.model.measures.get(&c.measure).and_then(|m| m.measured_in.clone()),
        shows: c.shows.into(),
    };
    form.columns.iter().map(head).collect()
}

fn figures(ctx: &Context<'_>, form: &Return, values: &[Value]) -> Vec<Figure> {
    let shown = |(column, value): (&Column, &Value)| match column.shows {
        ColumnShows::Period | ColumnShows::Cumulative => measured(ctx, &column.measure, value, None).to_json(),
        ColumnShows::Target => value.to_json(),
        ColumnShows::Gap => value.to_json(),
    };
    form.columns.iter().zip(values).map(shown).collect()
}

/// Which version a page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shows {
    Live,
    Version(u32),
}

/// `None`: there is no such return, or no such version.
pub fn page(ctx: &Context<'_>, name: &str, unit: UnitId, period: &Period, shows: Shows) -> Option<ReturnPage> {
    let form = ctx.programme.model.returns.get(name)?;
    let tree = ctx.facts.units();
    let owed = return_in(ctx, name, form, unit, *period);
    let filings = ctx.facts.filings(&ctx.programme.model.programme, name, unit, period.first);
    let now = live(ctx, form, unit, period);
    let (table, version) = match shows {
        Shows::Live => (now.clone(), None),
        Shows::Version(v) => (aligned_table(form, filings.iter().find(|f| f.version == v)?), Some(v)),
    };
    let line =
        |row: &luodi_engine::ReturnRow| TableLine { unit: UnitRef::of(tree, row.unit), cells: figures(ctx, form, &row.values) };
    let filed = |f: &std::sync::Arc<Filing>| Filed {
        version: f.version,
        at: f.at.to_string(),
        by: f.by.into(),
        zero: f.zero,
        days_late: owed.due.days_late(f.at),
    };
    let mut periods: Vec<PeriodRef> = luodi_engine::begun(ctx, form.every).iter().map(PeriodRef::of).collect();
    periods.reverse();
    Some(ReturnPage {
        programme: ctx.programme.model.programme.0.clone(),
        name: name.to_string(),
        title: form.title.clone(),
        unit: UnitRef::of(tree, unit),
        period: period.to_string(),
        period_title: period.title(),
        periods,
        due: owed.due.to_value().to_json(),
        state: DutyState::from(&owed.state),
        days_late: owed.state.days_late(),
        may_file: tree.get(unit).is_some_and(|u| ctx.in_group(&form.who, u)) && luodi_engine::has_begun(ctx, period),
        filed: filings.iter().map(filed).collect(),
        version,
        columns: columns(ctx, form),
        rows: table.rows.iter().map(line).collect(),
        total: figures(ctx, form, &table.total),
        differences: filings.last().map(|f| differences(ctx, form, &aligned_table(form, f), &now)).unwrap_or_default(),
        clause: form.clause.as_ref().map(|c| c.0.clone()),
    })
}

/// What changed in the records of the period since the latest version was filed. Cumulative and gap columns follow from them.
fn differences(ctx: &Context<'_>, form: &Return, filed: &ReturnTable, now: &ReturnTable) -> Vec<Difference> {
    let mut out = vec![];
    for row in &now.rows {
        let before = filed.rows.iter().find(|r| r.unit == row.unit);
        for (i, column) in form.columns.iter().enumerate().filter(|(_, c)| c.shows == ColumnShows::Period) {
            let was = before.and_then(|b| b.values.get(i)).cloned().unwrap_or(Value::MISSING);
            if was != row.values[i] {
                out.push(Difference {
                    unit: UnitRef::of(ctx.facts.units(), row.unit),
                    column: column.title.clone(),
                    filed: measured(ctx, &column.measure, &was, None).to_json(),
                    now: measured(ctx, &column.measure, &row.values[i], None).to_json(),
                });
            }
        }
    }
    out
}

fn total_title(filed: usize, expected: usize) -> String {
    if filed < expected { format!("已报合计（{filed}/{expected}）") } else { "合计".to_string() }
}

pub fn compiled_page(
    ctx: &Context<'_>,
    name: &str,
    unit: UnitId,
    period: &Period,
    table: &CompiledReturn,
) -> Option<CompiledPage> {
    let form = ctx.programme.model.returns.get(name)?;
    let tree = ctx.facts.units();
    let line = |row: &luodi_engine::CompiledRow| CompiledLine {
        unit: UnitRef::of(tree, row.owed.unit),
        state: DutyState::from(&row.owed.state),
        days_late: row.owed.state.days_late(),
        version: row.filing.as_ref().map(|f| f.version),
        filed_at: row.owed.done_at.map(|t| t.to_string()),
        zero: row.filing.as_ref().is_some_and(|f| f.zero),
        cells: figures(ctx, form, &row.values),
    };
    let total = |(column, partial): (&Column, &luodi_engine::Partial)| TotalFigure {
        value: measured(ctx, &column.measure, &partial.value, None).to_json(),
        reported: partial.reported,
        expected: partial.expected,
    };
    let mut periods: Vec<PeriodRef> = luodi_engine::begun(ctx, form.every).iter().map(PeriodRef::of).collect();
    periods.reverse();
    Some(CompiledPage {
        programme: ctx.programme.model.programme.0.clone(),
        name: name.to_string(),
        title: form.title.clone(),
        unit: UnitRef::of(tree, unit),
        period: period.to_string(),
        period_title: period.title(),
        periods,
        columns: columns(ctx, form),
        rows: table.rows.iter().map(line).collect(),
        total: form.columns.iter().zip(&table.total).map(total).collect(),
        total_title: total_title(table.filed, table.expected),
        coverage: Coverage {
            filed: table.filed,
            zero: table.zero,
            expected: table.expected,
            missing: UnitRef::all(tree, &table.missing),
        },
        clause: form.clause.as_ref().map(|c| c.0.clone()),
    })
}

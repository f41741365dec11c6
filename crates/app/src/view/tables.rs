//! Tables (汇总表) as pages: plan against actual, blank cells blank.

use super::figure::measured;
use super::{Figure, FigureSchema, UnitRef};
use luodi_engine::{Context, LaidOut, Layout, TableCell, TableColumn};
use luodi_model::programme::Table;
use luodi_model::{Period, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TablePage {
    pub programme: String,
    pub name: String,
    pub title: String,
    pub units_across: bool,
    /// Units, then the total (`null`).
    pub columns: Vec<Option<UnitRef>>,
    pub rows: Vec<TableRowView>,
    pub clause: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TableRowView {
    pub title: String,
    pub measure: Option<String>,
    pub measured_in: Option<String>,
    pub cells: Vec<CellView>,
}

/// A cell; `blank`: the question doesn't arise there, nothing is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CellView {
    pub blank: bool,
    #[schema(value_type = FigureSchema)]
    pub value: Figure,
    #[schema(value_type = Option<FigureSchema>)]
    pub plan: Option<Figure>,
    /// How many units the figure rests on.
    pub units: usize,
}

/// A table as it stands for one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TableOfPeriod {
    /// `2013-09`
    pub period: String,
    pub page: TablePage,
}

pub fn page(ctx: &Context<'_>, name: &str, unit: UnitId, period: Option<&Period>) -> Option<TablePage> {
    let table = ctx.programme.model.tables.get(name)?;
    Some(view(ctx, name, table, &Layout::new(ctx, table, unit).over(ctx, period)))
}

/// The table for each of several periods.
pub fn series(ctx: &Context<'_>, name: &str, unit: UnitId, periods: &[Period]) -> Option<Vec<TableOfPeriod>> {
    let table = ctx.programme.model.tables.get(name)?;
    let layout = Layout::new(ctx, table, unit);
    let of = |period: &Period| TableOfPeriod {
        period: period.to_string(),
        page: view(ctx, name, table, &layout.over(ctx, Some(period))),
    };
    Some(periods.iter().map(of).collect())
}

fn view(ctx: &Context<'_>, name: &str, table: &Table, laid: &LaidOut) -> TablePage {
    let tree = ctx.facts.units();
    let column = |c: &TableColumn| match c {
        TableColumn::Unit(id) => Some(UnitRef::of(tree, *id)),
        TableColumn::Total => None,
    };
    let rows = table.rows.values().zip(&laid.rows).map(|(model, row)| {
        let measure = model.measure.as_deref().unwrap_or_default();
        let cell = |c: &TableCell| CellView {
            blank: c.value.is_none(),
            value: c.value.as_ref().map_or(Figure::Null, |v| measured(ctx, measure, v, None).to_json()),
            plan: c.plan.as_ref().map(|p| p.to_json()),
            units: c.units,
        };
        TableRowView {
            title: row.title.clone(),
            measure: model.measure.clone(),
            measured_in: ctx.programme.model.measures.get(measure).and_then(|m| m.measured_in.clone()),
            cells: row.cells.iter().map(cell).collect(),
        }
    });
    TablePage {
        programme: ctx.programme.model.programme.0.clone(),
        name: name.to_string(),
        title: table.title.clone(),
        units_across: table.units_across,
        rows: rows.collect(),
        columns: laid.columns.iter().map(column).collect(),
        clause: table.clause.as_ref().map(|c| c.0.clone()),
    }
}

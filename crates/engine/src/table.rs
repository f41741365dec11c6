//! Tables (汇总表) laid out from measures: plan against actual, blanks kept blank.

use crate::{Context, measure, target};
use jiff::civil::Date;
use luodi_model::programme::{Table, TableRow};
use luodi_model::{Period, UnitId, Value};

/// A table as data: one column per unit, then the total; the caller turns it if units stand down the side.
#[derive(Clone, PartialEq, Debug)]
pub struct LaidOut {
    pub columns: Vec<TableColumn>,
    pub rows: Vec<LaidOutRow>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableColumn {
    Unit(UnitId),
    Total,
}

#[derive(Clone, PartialEq, Debug)]
pub struct LaidOutRow {
    pub title: String,
    pub cells: Vec<TableCell>,
}

/// A blank cell has neither value nor plan: the question doesn't arise there.
#[derive(Clone, PartialEq, Debug)]
pub struct TableCell {
    pub value: Option<Value>,
    pub plan: Option<Value>,
    /// The units whose figures were added.
    pub units: Vec<UnitId>,
}

const BLANK: TableCell = TableCell { value: None, plan: None, units: vec![] };

/// Lays a table out for the subtree of a unit, over a period (`None`: the whole window).
pub fn lay_out(ctx: &Context<'_>, table: &Table, root: UnitId, period: Option<&Period>) -> LaidOut {
    let units = ctx.members(&table.units, Some(root));
    let days = period.map(|p| (p.first, p.last)).or(ctx.window().ok().flatten()).unwrap_or((Date::MIN, Date::MAX));
    let rows = table.rows.iter().map(|(title, row)| {
        let mut cells: Vec<TableCell> = units.iter().map(|&u| cell(ctx, row, share(ctx, row, u, &units), days, period)).collect();
        cells.push(if row.no_total { BLANK } else { total(&cells) });
        LaidOutRow { title: title.clone(), cells }
    });
    let rows = rows.collect();
    let columns = units.into_iter().map(TableColumn::Unit).chain(std::iter::once(TableColumn::Total)).collect();
    LaidOut { columns, rows }
}

/// Members of the row's group that belong to this column: in its subtree, and to no column further down.
fn share(ctx: &Context<'_>, row: &TableRow, column: UnitId, columns: &[UnitId]) -> Vec<UnitId> {
    let tree = ctx.facts.units();
    let owner = |unit: UnitId| tree.ancestors(unit).map(|u| u.id).find(|id| columns.contains(id));
    let mut members = ctx.members(&row.of, Some(column));
    members.retain(|&m| if row.own_only { m == column } else { owner(m) == Some(column) });
    members
}

fn cell(ctx: &Context<'_>, row: &TableRow, units: Vec<UnitId>, days: (Date, Date), period: Option<&Period>) -> TableCell {
    if units.is_empty() {
        return BLANK;
    }
    let value = match &row.measure {
        None => Value::number(units.len() as i64),
        Some(name) => sum(units.iter().map(|&u| measure::value(ctx, name, u, false, days))),
    };
    let plan = row
        .target
        .as_ref()
        .map(|name| sum(units.iter().map(|&u| target::judge(ctx, name, u, period).map_or(Value::MISSING, |j| j.quota))));
    TableCell { value: Some(value), plan, units }
}

fn sum(values: impl Iterator<Item = Value>) -> Value {
    let values: Vec<Value> = values.collect();
    crate::file::add_up(values.iter()).at_least()
}

fn total(cells: &[TableCell]) -> TableCell {
    let filled: Vec<&TableCell> = cells.iter().filter(|c| c.value.is_some()).collect();
    if filled.is_empty() {
        return BLANK;
    }
    let plans: Option<Vec<Value>> = filled.iter().map(|c| c.plan.clone()).collect();
    TableCell {
        value: Some(sum(filled.iter().filter_map(|c| c.value.clone()))),
        plan: plans.map(|p| sum(p.into_iter())),
        units: filled.iter().flat_map(|c| c.units.iter().copied()).collect(),
    }
}

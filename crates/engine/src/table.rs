//! Tables (汇总表) laid out from measures: plan against actual, blanks kept blank.

use crate::{Context, measure, target};
use jiff::civil::Date;
use luodi_model::programme::{Table, TableRow};
use luodi_model::{Period, UnitId, Value};
use std::collections::HashMap;

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
    /// How many units' figures were added.
    pub units: usize,
}

const BLANK: TableCell = TableCell { value: None, plan: None, units: 0 };

/// Lays a table out for the subtree of a unit, over a period (`None`: the whole window).
pub fn lay_out(ctx: &Context<'_>, table: &Table, root: UnitId, period: Option<&Period>) -> LaidOut {
    let units = ctx.members(&table.units, Some(root));
    let days = period.map(|p| (p.first, p.last)).or(ctx.window().ok().flatten()).unwrap_or((Date::MIN, Date::MAX));
    let side = Side::new(ctx, &units);
    let rows = table.rows.iter().map(|(title, row)| {
        let mut cells: Vec<TableCell> = (0..units.len()).map(|i| cell(ctx, row, &side, i, days, period)).collect();
        cells.push(if row.no_total { BLANK } else { total(&cells) });
        LaidOutRow { title: title.clone(), cells }
    });
    let rows = rows.collect();
    let columns = units.into_iter().map(TableColumn::Unit).chain(std::iter::once(TableColumn::Total)).collect();
    LaidOut { columns, rows }
}

/// The units along one side, each without what belongs to another one further down.
struct Side<'u> {
    units: &'u [UnitId],
    /// For each unit: the next ones down that stand on the side themselves.
    nested: Vec<Vec<UnitId>>,
}

impl<'u> Side<'u> {
    fn new(ctx: &Context<'_>, units: &'u [UnitId]) -> Side<'u> {
        let tree = ctx.facts.units();
        let place: HashMap<UnitId, usize> = units.iter().enumerate().map(|(i, u)| (*u, i)).collect();
        let mut nested = vec![vec![]; units.len()];
        for unit in units {
            let above = tree.ancestors(*unit).skip(1).find_map(|u| place.get(&u.id));
            if let Some(&i) = above {
                nested[i].push(*unit);
            }
        }
        Side { units, nested }
    }

    /// Members of the row's group that belong to a unit of the side.
    fn members(&self, ctx: &Context<'_>, row: &TableRow, at: usize) -> Vec<UnitId> {
        let unit = self.units[at];
        let mut members = ctx.members(&row.of, Some(unit));
        let tree = ctx.facts.units();
        let elsewhere = |m: UnitId| self.nested[at].iter().any(|n| tree.within(m, *n));
        members.retain(|&m| if row.own_only { m == unit } else { !elsewhere(m) });
        members
    }

    fn count_members(&self, ctx: &Context<'_>, row: &TableRow, at: usize) -> usize {
        if row.own_only {
            return self.members(ctx, row, at).len();
        }
        let nested: usize = self.nested[at].iter().map(|n| ctx.count_members(&row.of, *n)).sum();
        ctx.count_members(&row.of, self.units[at]) - nested
    }
}

fn cell(ctx: &Context<'_>, row: &TableRow, side: &Side<'_>, at: usize, days: (Date, Date), period: Option<&Period>) -> TableCell {
    let units = side.count_members(ctx, row, at);
    if units == 0 {
        return BLANK;
    }
    let value = match &row.measure {
        None => Value::number(units as i64),
        Some(name) if row.target.is_none() && sums_subtree(ctx, row, name) => {
            measure::less_subtrees(ctx, name, side.units[at], &side.nested[at], days)
        }
        Some(name) => sum(side.members(ctx, row, at).iter().map(|&u| measure::value(ctx, name, u, false, days))),
    };
    let quota = |name: &String| {
        let members = side.members(ctx, row, at);
        sum(members.iter().map(|&u| target::judge(ctx, name, u, period).map_or(Value::MISSING, |j| j.quota)))
    };
    TableCell { value: Some(value), plan: row.target.as_ref().map(quota), units }
}

/// Are the records of a measure only ever of units in the row's group? Then the subtree's cell is the sum, and nobody has to
/// be asked one by one.
fn sums_subtree(ctx: &Context<'_>, row: &TableRow, measure: &str) -> bool {
    let register = ctx.programme.measures.get(measure).and_then(|m| m.register.as_deref());
    let Some(register) = register.and_then(|r| ctx.register(r)).filter(|_| !row.own_only) else { return false };
    let of = register.fields.get(&register.unit).and_then(|f| f.of.as_deref());
    of.is_some_and(|of| ctx.group_covers(&row.of, of))
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
        units: filled.iter().map(|c| c.units).sum(),
    }
}

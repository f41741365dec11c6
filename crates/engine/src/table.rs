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
    Layout::new(ctx, table, root).over(ctx, period)
}

/// What a table of a unit is for any period: its columns, and whom each cell is about.
#[derive(Debug)]
pub struct Layout<'t> {
    table: &'t Table,
    side: Side,
    /// For each row and column: how many units' figures the cell adds.
    counts: Vec<Vec<usize>>,
}

impl<'t> Layout<'t> {
    pub fn new(ctx: &Context<'_>, table: &'t Table, root: UnitId) -> Layout<'t> {
        let side = Side::new(ctx, ctx.members(&table.units, Some(root)));
        let count = |row: &TableRow| (0..side.units.len()).map(|at| side.count_members(ctx, row, at)).collect();
        let counts = table.rows.values().map(count).collect();
        Layout { table, side, counts }
    }

    pub fn over(&self, ctx: &Context<'_>, period: Option<&Period>) -> LaidOut {
        let days = period.map(|p| (p.first, p.last)).or(ctx.window().ok().flatten()).unwrap_or((Date::MIN, Date::MAX));
        let rows = self.table.rows.iter().zip(&self.counts).map(|((title, row), counts)| {
            let of = RowOf {
                ctx,
                row,
                side: &self.side,
                days,
                period,
                subtree: row.measure.as_deref().filter(|m| sums_subtree(ctx, row, m)),
            };
            let mut cells: Vec<TableCell> = counts.iter().enumerate().map(|(at, units)| of.cell(at, *units)).collect();
            cells.push(if row.no_total { BLANK } else { total(&cells) });
            LaidOutRow { title: title.clone(), cells }
        });
        let rows = rows.collect();
        let columns = self.side.units.iter().copied().map(TableColumn::Unit).chain(std::iter::once(TableColumn::Total)).collect();
        LaidOut { columns, rows }
    }
}

/// The units along one side, each without what belongs to another one further down.
#[derive(Debug)]
struct Side {
    units: Vec<UnitId>,
    /// For each unit: the next ones down that stand on the side themselves.
    nested: Vec<Vec<UnitId>>,
}

impl Side {
    fn new(ctx: &Context<'_>, units: Vec<UnitId>) -> Side {
        let tree = ctx.facts.units();
        let place: HashMap<UnitId, usize> = units.iter().enumerate().map(|(i, u)| (*u, i)).collect();
        let mut nested = vec![vec![]; units.len()];
        for unit in &units {
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

/// A row over one period.
struct RowOf<'a> {
    ctx: &'a Context<'a>,
    row: &'a TableRow,
    side: &'a Side,
    days: (Date, Date),
    period: Option<&'a Period>,
    /// The measure, where the figure of a subtree is the sum of its members.
    subtree: Option<&'a str>,
}

impl RowOf<'_> {
    fn cell(&self, at: usize, units: usize) -> TableCell {
        let RowOf { ctx, row, side, days, period, subtree } = *self;
        if units == 0 {
            return BLANK;
        }
        let value = match (&row.measure, subtree) {
            (None, _) => Value::number(units as i64),
            (Some(_), Some(name)) if row.target.is_none() => {
                measure::less_subtrees(ctx, name, side.units[at], &side.nested[at], days)
            }
            (Some(name), _) => sum(side.members(ctx, row, at).iter().map(|&u| measure::value(ctx, name, u, false, days))),
        };
        let quota = |name: &String| {
            let members = side.members(ctx, row, at);
            sum(members.iter().map(|&u| target::judge(ctx, name, u, period).map_or(Value::MISSING, |j| j.quota)))
        };
        TableCell { value: Some(value), plan: row.target.as_ref().map(quota), units }
    }
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

//! Fan-out (任务分解): how groups, quotas and duties fall on units, and whether they add up to what the text says.

use crate::owed::owed_by;
use crate::{Context, target};
use jiff::civil::Date;
use luodi_model::programme::Stated;
use luodi_model::{Number, Period, UnitId, Value};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Figures of the plan's own tables: row (`表1/合计次数`) → name of the column → figure; a blank cell has no entry.
pub type PlanRows = BTreeMap<String, BTreeMap<String, Decimal>>;

#[derive(Clone, PartialEq, Debug)]
pub struct Fanout {
    pub units: usize,
    pub groups: Vec<GroupCount>,
    pub targets: Vec<TargetFanout>,
    pub load: Vec<Load>,
    /// Asks still open, by name.
    pub open_asks: Vec<String>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct GroupCount {
    pub name: String,
    pub count: usize,
    /// What the text says; a difference is for a person to see.
    pub stated: Option<u32>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct TargetFanout {
    pub name: String,
    pub units: usize,
    pub quota_sum: Value,
    pub stated: Vec<Reconciled>,
}

/// One stated total beside the sum of the quotas.
#[derive(Clone, PartialEq, Debug)]
pub struct Reconciled {
    pub at: UnitId,
    pub quota_sum: Value,
    pub stated: Value,
    /// Where it is stated: a clause or a row of a table.
    pub source: String,
    /// Unknown where one side is.
    pub agrees: Value,
}

/// How many duties and returns fall due in a month at one level of the tree.
#[derive(Clone, PartialEq, Debug)]
pub struct Load {
    pub level: String,
    pub month: Period,
    pub duties: usize,
    pub units: usize,
}

/// Computes the fan-out of a programme over the tree below a unit.
pub fn fanout(ctx: &Context<'_>, root: UnitId, rows: &PlanRows) -> Fanout {
    let model = &ctx.programme.model;
    let groups = model.groups.iter().map(|(name, group)| GroupCount {
        name: name.clone(),
        count: ctx.members(name, Some(root)).len(),
        stated: group.stated,
    });
    let targets = model.targets.keys().filter_map(|name| target_fanout(ctx, root, name, rows));
    let open = |ask: &&String| !ctx.answer(ask).is_known();
    Fanout {
        units: everybody(ctx, root).len(),
        groups: groups.collect(),
        targets: targets.collect(),
        load: load(ctx, root),
        open_asks: model.asks.keys().filter(open).cloned().collect(),
    }
}

/// Units that hold or owe anything in the programme.
fn everybody(ctx: &Context<'_>, root: UnitId) -> Vec<UnitId> {
    let model = &ctx.programme.model;
    let mut groups: Vec<&String> = model.targets.values().map(|t| &t.who).collect();
    groups.extend(model.duties.values().map(|d| &d.who));
    groups.extend(model.returns.values().map(|r| &r.who));
    let tree = ctx.facts.units();
    let member = |u: &&luodi_model::Unit| groups.iter().any(|g| ctx.in_group(g, u));
    tree.subtree(root).map(|p| tree.at(p)).filter(member).map(|u| u.id).collect()
}

fn target_fanout(ctx: &Context<'_>, root: UnitId, name: &str, rows: &PlanRows) -> Option<TargetFanout> {
    let target = ctx.programme.model.targets.get(name)?;
    let overview = target::overview(ctx, name, root, None)?;
    let compiled = ctx.programme.targets.get(name);
    let stated = target.stated.iter().enumerate().flat_map(|(i, stated)| {
        let value = compiled.and_then(|c| c.stated.get(i)).and_then(Option::as_ref);
        reconcile(ctx, root, name, stated, value, rows)
    });
    Some(TargetFanout {
        name: name.to_string(),
        units: overview.holders.len(),
        quota_sum: overview.quota.value.clone(),
        stated: stated.collect(),
    })
}

fn reconcile(
    ctx: &Context<'_>,
    root: UnitId,
    name: &str,
    stated: &Stated,
    value: Option<&luodi_language::Expr>,
    rows: &PlanRows,
) -> Vec<Reconciled> {
    let tree = ctx.facts.units();
    let source = stated.row.clone().or_else(|| stated.clause.as_ref().map(|c| c.0.clone())).unwrap_or_default();
    let one = |at: UnitId| {
        let quota_sum = target::overview(ctx, name, at, None)?.quota.value;
        let figure = match (&stated.row, value) {
            (Some(row), _) => rows.get(row).and_then(|r| named(r, tree.get(at)?)).map_or(Value::MISSING, Value::number),
            (None, Some(expr)) => {
                let period = Period::once(Date::MIN, Date::MAX);
                expr.eval(&crate::env::UnitPeriodEnv { ctx, unit: at, period, as_of: None } as &dyn luodi_language::Env)
            }
            _ => Value::MISSING,
        };
        let agrees = match (quota_sum.as_number().and_then(Number::value), figure.as_number().and_then(Number::value)) {
            (Some(a), Some(b)) => Value::Bool(a == b),
            _ => Value::MISSING,
        };
        Some(Reconciled { at, quota_sum, stated: figure, source: source.clone(), agrees })
    };
    ctx.members(&stated.at, Some(root)).into_iter().filter_map(one).collect()
}

/// A column bears the unit's name, or one of its aliases.
fn named(row: &BTreeMap<String, Decimal>, unit: &luodi_model::Unit) -> Option<Decimal> {
    std::iter::once(&unit.name).chain(&unit.aliases).find_map(|n| row.get(n)).copied()
}

/// How many duties each level owes in each month of the window; empty while the window is pending or open.
fn load(ctx: &Context<'_>, root: UnitId) -> Vec<Load> {
    let Ok(Some((from, to))) = ctx.window() else { return vec![] };
    let tree = ctx.facts.units();
    let mut counts: BTreeMap<(String, Period), (usize, std::collections::BTreeSet<UnitId>)> = BTreeMap::new();
    for position in tree.subtree(root) {
        let unit = tree.at(position);
        for owed in owed_by(ctx, unit.id, from, to) {
            let Some(due) = owed.due.day() else { continue };
            let month = Period::containing(luodi_model::Every::Month, due);
            let entry = counts.entry((unit.level.clone(), month)).or_default();
            entry.0 += 1;
            entry.1.insert(unit.id);
        }
    }
    counts.into_iter().map(|((level, month), (duties, units))| Load { level, month, duties, units: units.len() }).collect()
}

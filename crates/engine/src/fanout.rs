//! Fan-out (任务分解): how groups, quotas and duties fall on units, and whether they add up to what the text says.

use crate::owed::owed_by;
use crate::{Context, Remembering, TableColumn, lay_out, target};
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
    /// Figures of the plan's own tables beside what the loaded units and quotas give. A difference is for a person to see;
    /// nothing is divided anew.
    pub tables: Vec<Reconciled>,
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
    /// For a target held per period: how many periods the window has (`None`: the window is open or pending) …
    pub periods: Option<usize>,
    /// … and what they ask together.
    pub quota_total: Value,
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
    let facts = Remembering::new(ctx.facts);
    let ctx = &Context { facts: &facts, ..*ctx };
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
        tables: reconcile_tables(ctx, root, rows),
        load: load(ctx, root),
        open_asks: model.asks.keys().filter(open).cloned().collect(),
    }
}

/// Units that hold or owe anything in the programme.
fn everybody(ctx: &Context<'_>, root: UnitId) -> Vec<UnitId> {
    let tree = ctx.facts.units();
    tree.subtree(root).map(|p| tree.at(p)).filter(|u| ctx.takes_part(u)).map(|u| u.id).collect()
}

fn target_fanout(ctx: &Context<'_>, root: UnitId, name: &str, rows: &PlanRows) -> Option<TargetFanout> {
    let target = ctx.programme.model.targets.get(name)?;
    let overview = target::overview(ctx, name, root, None)?;
    let compiled = ctx.programme.targets.get(name);
    let stated = target.stated.iter().enumerate().flat_map(|(i, stated)| {
        let value = compiled.and_then(|c| c.stated.get(i)).and_then(Option::as_ref);
        reconcile(ctx, root, name, stated, value, rows)
    });
    let periods = match (target.every, ctx.window()) {
        (Some(every), Ok(Some((from, to)))) => Some(Period::between(every, from, to)),
        _ => None,
    };
    let quota_total = match (&periods, target.every) {
        (Some(periods), _) => target::quota_over(ctx, name, Some(root), periods),
        (None, Some(_)) => ctx.window().err().unwrap_or(Value::MISSING),
        (None, None) => overview.quota.value.clone(),
    };
    Some(TargetFanout {
        periods: periods.map(|p| p.len()),
        quota_total,
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
            (Some(row), _) => rows.get(row).and_then(|r| named(r, tree.get(at)?, root)).map_or(Value::MISSING, Value::number),
            (None, Some(expr)) => {
                let period = Period::once(Date::MIN, Date::MAX);
                expr.eval(&crate::env::UnitPeriodEnv::new(ctx, at, period) as &dyn luodi_language::Env)
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

/// Rows of the programme's tables that bear the name of a row of the plan's table: what the units and quotas give beside
/// what is printed. Blank cells of the print are blank, not zero, and are not compared.
fn reconcile_tables(ctx: &Context<'_>, root: UnitId, rows: &PlanRows) -> Vec<Reconciled> {
    let mut out = vec![];
    for table in ctx.programme.model.tables.values() {
        let laid = lay_out(ctx, table, root, None);
        for row in &laid.rows {
            let Some(shape) = table.rows.get(&row.title) else { continue };
            // A row of a measure without a quota shows what was done, which no plan prints.
            if shape.measure.is_some() && shape.target.is_none() {
                continue;
            }
            let Some((source, printed)) = printed_row(rows, &table.title, &row.title) else { continue };
            for (column, cell) in laid.columns.iter().zip(&row.cells) {
                let (at, figure) = match column {
                    TableColumn::Unit(unit) => (*unit, ctx.facts.units().get(*unit).and_then(|u| named(printed, u, root))),
                    TableColumn::Total => (root, TOTALS.iter().find_map(|t| printed.get(*t)).copied()),
                };
                let Some(figure) = figure else { continue };
                let computed = if shape.measure.is_some() { cell.plan.clone() } else { cell.value.clone() };
                // Printed, but no unit is there to bear it: known to differ.
                let agrees = computed.as_ref().map_or(Value::Bool(figure.is_zero()), |c| agree(c, figure));
                let quota_sum = computed.unwrap_or(Value::MISSING);
                out.push(Reconciled { at, quota_sum, stated: Value::number(figure), source: source.clone(), agrees });
            }
        }
    }
    out
}

/// What the total column is called in tables of plans.
const TOTALS: [&str; 3] = ["合计", "总计", "小计"];

fn agree(computed: &Value, figure: Decimal) -> Value {
    match computed.as_number().and_then(Number::value) {
        Some(n) => Value::Bool(n == figure),
        None => Value::MISSING,
    }
}

/// The printed row of this name: of the table whose name begins the title where several tables have one.
fn printed_row<'r>(rows: &'r PlanRows, table: &str, row: &str) -> Option<(String, &'r BTreeMap<String, Decimal>)> {
    let named: Vec<(&String, &BTreeMap<String, Decimal>)> =
        rows.iter().filter(|(key, _)| key.rsplit('/').next() == Some(row)).collect();
    let of_table = |key: &str| key.split('/').next().is_some_and(|name| table.starts_with(name));
    let found = match named.as_slice() {
        [one] => Some(*one),
        several => several.iter().find(|(key, _)| of_table(key)).copied(),
    };
    found.map(|(key, figures)| (key.clone(), figures))
}

/// A column bears the unit's name, an alias, or the name without the word for its kind (清漪 for 清漪市); that of the unit
/// whose plan it is may be called by its level (省本级) or 本级.
fn named(row: &BTreeMap<String, Decimal>, unit: &luodi_model::Unit, root: UnitId) -> Option<Decimal> {
    let names = std::iter::once(&unit.name).chain(&unit.aliases).map(String::as_str);
    let stem = stem(&unit.name);
    let own = [format!("{}本级", unit.level), "本级".to_string()];
    let own = own.iter().map(String::as_str).filter(|_| unit.id == root);
    names.chain(stem).chain(own).find_map(|n| row.get(n)).copied()
}

/// A name without the word for its kind: 清漪 for 清漪市.
pub(crate) fn stem(name: &str) -> Option<&str> {
    KINDS.iter().find_map(|kind| name.strip_suffix(kind)).filter(|s| s.chars().count() >= 2)
}

/// Words for kinds of divisions, longer ones first (中华人民共和国行政区划).
const KINDS: &[&str] =
    &["自治区", "自治州", "自治县", "自治旗", "地区", "街道", "省", "市", "盟", "县", "区", "旗", "镇", "乡", "村"];

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

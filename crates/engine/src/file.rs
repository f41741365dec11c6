//! Returns (报表): the live table of a unit and period, its filing as a version, and the receiver's compiled table.

use crate::decide::may;
use crate::env::span_days;
use crate::owed::{Owed, has_begun, return_in};
use crate::{Actor, Context, Event, Filing, FilingCell, Refusal, Role, measure, target};
use jiff::civil::Date;
use luodi_language::Span;
use luodi_model::programme::{Column, ColumnShows, MeasureKind, Return};
use luodi_model::{Number, Period, RecordId, UnitId, Unknown, Value};
use rust_decimal::Decimal;
use std::sync::Arc;

/// A table as it stands now, or as it was filed.
#[derive(Clone, PartialEq, Debug)]
pub struct ReturnTable {
    pub rows: Vec<ReturnRow>,
    pub total: Vec<Value>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ReturnRow {
    pub unit: UnitId,
    pub values: Vec<Value>,
}

/// A figure over several units: how many of them it rests on.
#[derive(Clone, PartialEq, Debug)]
pub struct Partial {
    pub value: Value,
    pub reported: usize,
    pub expected: usize,
}

impl Partial {
    /// Known in part: at least that much, never a total. Of figures that can't be negative.
    pub fn at_least(self) -> Value {
        match self.value {
            Value::Number(n) if self.reported < self.expected => Value::Number(Number::about(n.shown, n.low(), None)),
            other => other,
        }
    }
}

/// The receiver's table: one row per filer, blank where nothing was filed.
#[derive(Clone, Debug)]
pub struct CompiledReturn {
    pub rows: Vec<CompiledRow>,
    pub total: Vec<Partial>,
    pub expected: usize,
    pub filed: usize,
    /// Of the filed ones: tables of zeros.
    pub zero: usize,
    pub missing: Vec<UnitId>,
}

#[derive(Clone, Debug)]
pub struct CompiledRow {
    pub owed: Owed,
    /// The latest version.
    pub filing: Option<Arc<Filing>>,
    /// Figures of the latest version; missing where nothing was filed.
    pub values: Vec<Value>,
}

/// The period of a return that begins on a day, if one does.
pub fn period_from(ctx: &Context<'_>, form: &Return, first: Date) -> Option<Period> {
    let period = Period::containing(form.every, first);
    let period = match (form.every, ctx.window()) {
        (luodi_model::Every::Once, Ok(Some((from, to)))) => Period::once(from, to),
        (_, Ok(Some((from, to)))) if period.last < from || period.first > to => return None,
        (_, Err(_)) => return None,
        _ => period,
    };
    (period.first == first).then_some(period)
}

/// The table from the records of this moment.
pub fn live(ctx: &Context<'_>, form: &Return, unit: UnitId, period: &Period) -> ReturnTable {
    let units = match &form.rows {
        Some(group) => ctx.members(group, Some(unit)),
        None => vec![unit],
    };
    let subtree = form.rows.is_none();
    let row = |&unit: &UnitId| {
        let value = |c: &Column| reported(ctx, c, unit, period, figure(ctx, c, unit, subtree, period));
        ReturnRow { unit, values: form.columns.iter().map(value).collect() }
    };
    let rows: Vec<ReturnRow> = units.iter().map(row).collect();
    let total = form.columns.iter().enumerate().map(|(i, column)| total(ctx, column, i, &rows, unit, period)).collect();
    ReturnTable { rows, total }
}

fn figure(ctx: &Context<'_>, column: &Column, unit: UnitId, subtree: bool, period: &Period) -> Value {
    match column.shows {
        ColumnShows::Period => measure::value(ctx, &column.measure, unit, subtree, (period.first, period.last)),
        ColumnShows::Cumulative => measure::value(ctx, &column.measure, unit, subtree, span_days(ctx, period, &Span::Cumulative)),
        ColumnShows::Target | ColumnShows::Gap => {
            let Some(name) = &column.target else { return Value::MISSING };
            let Some(judged) = target::judge(ctx, name, unit, Some(period)) else {
                return Value::Unknown(Unknown::NotApplicable);
            };
            if column.shows == ColumnShows::Target { judged.quota } else { judged.gap }
        }
    }
}

/// Nothing from a unit that owes a report of nothing (零报告) is a blank, not a zero: 0 reported is a report.
fn reported(ctx: &Context<'_>, column: &Column, unit: UnitId, period: &Period, value: Value) -> Value {
    let zero = value.as_number().and_then(Number::value) == Some(Decimal::ZERO);
    if !zero || column.shows != ColumnShows::Period {
        return value;
    }
    let Some(found) = ctx.facts.units().get(unit) else { return value };
    let owes = ctx.programme.model.duties.iter().filter(|(name, duty)| {
        let reads = ctx.programme.duties.get(*name).map(|d| d.done.reads());
        duty.zero_report && reads.is_some_and(|r| r.measures.contains(&column.measure)) && ctx.in_group(&duty.who, found)
    });
    let mut silent = false;
    for (name, duty) in owes {
        for owed in crate::owed::duty_of(ctx, name, duty, unit, period.first, period.last) {
            if owed.period.is_none_or(|p| !has_begun(ctx, &p)) {
                continue;
            }
            if owed.state.is_done() || owed.state == crate::OwedState::Zero {
                return value;
            }
            silent = true;
        }
    }
    if silent { Value::MISSING } else { value }
}

/// A ratio is taken of the sums; everything else adds up, gaps without netting.
fn total(ctx: &Context<'_>, column: &Column, at: usize, rows: &[ReturnRow], unit: UnitId, period: &Period) -> Value {
    let kind = ctx.programme.model.measures.get(&column.measure).map(|m| &m.kind);
    let additive = matches!(kind, Some(MeasureKind::Count { .. } | MeasureKind::Sum { .. }));
    if !additive {
        return match column.shows {
            ColumnShows::Period | ColumnShows::Cumulative => figure(ctx, column, unit, true, period),
            ColumnShows::Target | ColumnShows::Gap => Value::Unknown(Unknown::NotApplicable),
        };
    }
    add_up(rows.iter().map(|r| &r.values[at])).at_least()
}

/// Adds what is known; says on how many of how many it rests. Not-applicable entries are not expected.
pub fn add_up<'v>(values: impl Iterator<Item = &'v Value>) -> Partial {
    let mut sum = Number::ZERO;
    let (mut reported, mut expected, mut unknown) = (0, 0, None);
    for value in values {
        match value {
            Value::Number(n) => {
                sum = sum.plus(n).unwrap_or(sum);
                reported += 1;
                expected += 1;
            }
            Value::Unknown(Unknown::NotApplicable) => {}
            other => {
                unknown.get_or_insert_with(|| other.clone());
                expected += 1;
            }
        }
    }
    let value = match unknown {
        Some(why) if reported == 0 => why,
        None if expected == 0 => Value::Unknown(Unknown::NotApplicable),
        _ => Value::Number(sum),
    };
    Partial { value, reported, expected }
}

pub(crate) fn file(
    ctx: &Context<'_>,
    actor: &Actor,
    name: &str,
    unit: UnitId,
    first: Date,
    id: RecordId,
) -> Result<Vec<Event>, Refusal> {
    let form = ctx.programme.model.returns.get(name).ok_or(Refusal::NotFound)?;
    may(ctx, actor, Some(unit), &[Role::Clerk, Role::Manager])?;
    let filer = ctx.facts.units().get(unit).ok_or(Refusal::NotFound)?;
    if !ctx.in_group(&form.who, filer) {
        return Err(Refusal::say(format!("{}不报送《{}》", filer.name, form.title)));
    }
    let period = period_from(ctx, form, first).ok_or_else(|| Refusal::say(format!("《{}》没有这一期", form.title)))?;
    if !has_begun(ctx, &period) {
        return Err(Refusal::say(format!("{}还没有开始，不能报送", period.title())));
    }
    let filings = ctx.facts.filings(&ctx.programme.model.programme, name, unit, first);
    if filings.iter().any(|f| f.id == id) {
        return Ok(vec![]); // Sent twice, filed once.
    }
    let table = live(ctx, form, unit, &period);
    Ok(vec![Event::ReturnFiled(Filing {
        programme: ctx.programme.model.programme.clone(),
        form: name.to_string(),
        unit,
        every: form.every,
        first,
        version: filings.last().map_or(1, |f| f.version + 1),
        at: ctx.now,
        by: actor.user,
        zero: is_zero(form, &table),
        columns: form.columns.clone(),
        rows: table
            .rows
            .iter()
            .map(|r| FilingCell { unit: r.unit, values: r.values.iter().map(Value::to_json).collect() })
            .collect(),
        total: table.total.iter().map(Value::to_json).collect(),
        id,
    })])
}

/// Every figure of the period is zero (零报告). A table without a figure of its period is never called zero.
fn is_zero(form: &Return, table: &ReturnTable) -> bool {
    let mut of_period =
        form.columns.iter().zip(&table.total).filter(|(c, _)| c.shows == ColumnShows::Period).map(|(_, v)| v).peekable();
    of_period.peek().is_some()
        && of_period.all(|v| match v {
            Value::Number(n) => n.value() == Some(Decimal::ZERO),
            Value::Unknown(Unknown::NotComputable(_)) => true,
            _ => false,
        })
}

/// A filed version as a table.
pub fn filed_table(filing: &Filing) -> ReturnTable {
    let rows = filing.rows.iter().map(|r| ReturnRow { unit: r.unit, values: r.values.iter().map(figure_from_json).collect() });
    ReturnTable { rows: rows.collect(), total: filing.total.iter().map(figure_from_json).collect() }
}

/// A filed version under the columns of the return as it stands now. A column that was not filed is missing.
pub fn aligned_table(form: &Return, filing: &Filing) -> ReturnTable {
    let filed = filed_table(filing);
    if filing.columns == form.columns {
        return filed;
    }
    let same = |c: &Column, now: &Column| c.measure == now.measure && c.shows == now.shows && c.target == now.target;
    // A filing without columns is older than their being kept: its figures are in the order of the return.
    let place = |at: usize, now: &Column| match filing.columns.is_empty() {
        true => Some(at),
        false => filing.columns.iter().position(|c| same(c, now)),
    };
    let places: Vec<Option<usize>> = form.columns.iter().enumerate().map(|(at, now)| place(at, now)).collect();
    let moved = |values: Vec<Value>| -> Vec<Value> {
        places.iter().map(|p| p.and_then(|at| values.get(at)).cloned().unwrap_or(Value::MISSING)).collect()
    };
    let rows = filed.rows.into_iter().map(|r| ReturnRow { unit: r.unit, values: moved(r.values) });
    ReturnTable { rows: rows.collect(), total: moved(filed.total) }
}

/// Figures of tables are numbers or unknown.
pub fn figure_from_json(json: &serde_json::Value) -> Value {
    if let Some(unknown) = Unknown::from_json(json) {
        return Value::Unknown(unknown);
    }
    Number::from_json(json).map_or(Value::MISSING, Value::Number)
}

/// What the receiver holds for a period: the filers of its subtree, each with the latest version.
pub fn compiled(ctx: &Context<'_>, name: &str, receiver: UnitId, period: &Period) -> Option<CompiledReturn> {
    let form = ctx.programme.model.returns.get(name)?;
    let mut rows = vec![];
    for unit in ctx.members(&form.who, Some(receiver)).into_iter().filter(|u| ctx.exists_in(*u, period)) {
        let owed = return_in(ctx, name, form, unit, *period);
        let filing = ctx.facts.filings(&ctx.programme.model.programme, name, unit, period.first).pop();
        let values = match &filing {
            Some(f) => aligned_table(form, f).total,
            None => vec![Value::MISSING; form.columns.len()],
        };
        rows.push(CompiledRow { owed, filing, values });
    }
    let sums: Vec<Partial> = (0..form.columns.len()).map(|i| add_up(rows.iter().map(|r| &r.values[i]))).collect();
    let total = (0..form.columns.len()).map(|i| compiled_total(ctx, form, i, &sums)).collect();
    let filed = rows.iter().filter(|r| r.filing.is_some()).count();
    let zero = rows.iter().filter(|r| r.filing.as_ref().is_some_and(|f| f.zero)).count();
    let missing = rows.iter().filter(|r| r.filing.is_none()).map(|r| r.owed.unit).collect();
    Some(CompiledReturn { expected: rows.len(), filed, zero, missing, total, rows })
}

/// What was filed adds up, but for rates: a rate over several filers is the rate of their sums, where the table has both
/// parts as columns of the same kind; else it can't be told from what was filed.
fn compiled_total(ctx: &Context<'_>, form: &Return, at: usize, sums: &[Partial]) -> Partial {
    let column = &form.columns[at];
    let measures = &ctx.programme.model.measures;
    let sum_of = |name: &str| {
        let same = |c: &&Column| c.measure == name && c.shows == column.shows;
        form.columns.iter().position(|c| same(&c)).map(|i| &sums[i].value)
    };
    let value = match measures.get(&column.measure).map(|m| (&m.kind, measure::scale(m))) {
        Some((MeasureKind::Count { .. } | MeasureKind::Sum { .. }, _)) => return sums[at].clone(),
        Some((MeasureKind::Ratio { part, whole }, scale)) => match (sum_of(part), sum_of(whole)) {
            (Some(p), Some(w)) => measure::ratio(ctx, whole, p, w, scale),
            _ => Value::Unknown(Unknown::NotComputable("比率不能相加".to_string())),
        },
        _ => Value::Unknown(Unknown::NotComputable("这一栏不能相加".to_string())),
    };
    Partial { value, ..sums[at].clone() }
}

pub(crate) fn report_zero(
    ctx: &Context<'_>,
    actor: &Actor,
    name: &str,
    unit: UnitId,
    first: Date,
) -> Result<Vec<Event>, Refusal> {
    let duty = ctx.programme.model.duties.get(name).ok_or(Refusal::NotFound)?;
    may(ctx, actor, Some(unit), &[Role::Clerk, Role::Manager])?;
    let who = ctx.facts.units().get(unit).ok_or(Refusal::NotFound)?;
    if !ctx.in_group(&duty.who, who) || !duty.zero_report {
        return Err(Refusal::say(format!("“{}”不收零报告", duty.title)));
    }
    let every = duty.every.unwrap_or(luodi_model::Every::Once);
    let programme = ctx.programme.model.programme.clone();
    if ctx.facts.zero_reported(&programme, name, unit, first).is_some() {
        return Ok(vec![]);
    }
    let owed = crate::owed::duty_of(ctx, name, duty, unit, first, first).pop();
    let Some((owed, period)) = owed.and_then(|o| o.period.filter(|p| p.first == first).map(|p| (o, p))) else {
        return Err(Refusal::say(format!("“{}”没有从{first}开始的一期", duty.title)));
    };
    if !has_begun(ctx, &period) {
        return Err(Refusal::say(format!("{}还没有开始，不能报零", period.title())));
    }
    if owed.state.is_done() {
        return Err(Refusal::say(format!("{}已有完成的记录，不能报零", period.title())));
    }
    Ok(vec![Event::ZeroReported { programme, duty: name.to_string(), unit, every, first }])
}

//! Explanations: why is this red? From a result down to the sentence, the rule, the values, the records and the clause.

use crate::env::{RecordEnv, UnitPeriodEnv};
use crate::measure::{Figure, Of, contribution, figure};
use crate::owed::{Owed, OwedState, duty_of, return_in};
use crate::target::{Judged, Overview, judge, overview, shown};
use crate::{Context, RecordQuery, StoredRecord, measure};
use jiff::civil::Date;
use luodi_language::{Env, Explanation, Expr, Name};
use luodi_model::programme::{Comparator, MeasureKind, RollUp, Target};
use luodi_model::{Period, RecordId, UnitId, Unknown, Value};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Most records listed by an explanation; the total is said beside.
pub const RECORDS_MAX: usize = 200;

/// A result that opens.
#[derive(Clone, PartialEq, Debug)]
pub struct Explained {
    pub result: Value,
    /// One plain sentence.
    pub say: String,
    pub rule: Rule,
    pub values: Vec<Named>,
    /// The records that count, by day; at most [`RECORDS_MAX`] of them.
    pub records: Vec<RecordId>,
    pub records_total: usize,
    /// The lines of the plan that it rests on.
    pub clause: Option<String>,
    /// How the rule's expression came to its value, where there is one.
    pub parts: Option<Explanation>,
}

/// The rule as the programme writes it, and in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    pub text: String,
    pub words: String,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    pub title: String,
    pub value: Value,
}

fn named(title: &str, value: Value) -> Named {
    Named { title: title.to_string(), value }
}

/// A measure of a unit over days: which records give it.
pub fn explain_measure(ctx: &Context<'_>, name: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Option<Explained> {
    let model = ctx.programme.model.measures.get(name)?;
    let of = Of { unit, subtree, days, as_of: None };
    let result = measure::value_of(ctx, name, &of);
    let (records, records_total) = capped(counted(ctx, name, &of));
    let text = match &model.kind {
        MeasureKind::Count { count, where_ } => format!("count({count}{})", condition(where_.as_ref().map(|e| e.0.as_str()))),
        MeasureKind::Sum { sum, where_ } => format!("sum({sum}{})", condition(where_.as_ref().map(|e| e.0.as_str()))),
        MeasureKind::Ratio { part, whole } => format!("{part} / {whole}"),
        MeasureKind::Formula { formula } => formula.0.clone(),
    };
    let formula = ctx.programme.measures.get(name).and_then(|m| m.formula.as_ref());
    let parts = formula.map(|f| {
        let env = UnitPeriodEnv { subtree, ..UnitPeriodEnv::new(ctx, unit, Period::once(days.0, days.1)) };
        f.explain(&env as &dyn Env).1
    });
    let scope = if subtree { "及所辖" } else { "" };
    let shown = quantity(ctx, name, &result, None);
    let why = why_unknown(&result).map(|w| format!("（{w}）")).unwrap_or_default();
    Some(Explained {
        say: format!("{}{scope}{}{shown}{why}，来自{records_total}条记录。", unit_name(ctx, unit), model.title),
        rule: Rule { words: model.title.clone(), text },
        values: std::iter::once(named(&model.title, result.clone())).chain(ratio_parts(ctx, name, &of)).collect(),
        result,
        records,
        records_total,
        clause: model.clause.as_ref().map(|c| c.0.clone()),
        parts,
    })
}

fn condition(where_: Option<&str>) -> String {
    where_.map(|w| format!(" where {w}")).unwrap_or_default()
}

/// The parts of a ratio, by their titles.
fn ratio_parts(ctx: &Context<'_>, name: &str, of: &Of) -> Vec<Named> {
    let measures = &ctx.programme.model.measures;
    let Some(MeasureKind::Ratio { part, whole }) = measures.get(name).map(|m| &m.kind) else { return vec![] };
    let title = |n: &str| measures.get(n).map_or(n.to_string(), |m| m.title.clone());
    match figure(ctx, name, of) {
        Figure::Ratio { part: p, whole: w, .. } => vec![named(&title(part), p), named(&title(whole), w)],
        Figure::Plain(_) => vec![],
    }
}

/// A target at a unit that holds it: its own figure against its own quota. At a unit that doesn't hold it: as
/// [`explain_overview`].
pub fn explain_target(ctx: &Context<'_>, name: &str, unit: UnitId, period: Option<&Period>) -> Option<Explained> {
    let target = ctx.programme.model.targets.get(name)?;
    let Some(judged) = judge(ctx, name, unit, period) else { return explain_overview(ctx, name, unit, period) };
    let of = Of { unit, subtree: target.subtree, days: (judged.period.first, judged.period.last), as_of: None };
    let mut values = judged_values(&judged);
    values.extend(ratio_parts(ctx, &target.measure, &of));
    let (records, records_total) = capped(counted(ctx, &target.measure, &of));
    let rule = target_rule(ctx, target, &judged.quota);
    let say = say_judged(ctx, target, &judged);
    let parts = quota_parts(ctx, name, unit, judged.period);
    let clause = target.clause.as_ref().map(|c| c.0.clone());
    Some(Explained { result: judged.met, say, rule, values, records, records_total, clause, parts })
}

/// A target as a superior reads it: all holders in its subtree.
pub fn explain_overview(ctx: &Context<'_>, name: &str, unit: UnitId, period: Option<&Period>) -> Option<Explained> {
    let target = ctx.programme.model.targets.get(name)?;
    let below = overview(ctx, name, unit, period)?;
    let of = Of { unit, subtree: true, days: (below.period.first, below.period.last), as_of: None };
    let members: BTreeSet<UnitId> = below.holders.iter().map(|h| h.unit).collect();
    // Figures of holders are added up, and nothing else, where each holder's own records count.
    let own = !target.subtree && is_additive(ctx, &target.measure);
    let found = counted(ctx, &target.measure, &of).into_iter().filter(|r| !own || members.contains(&r.unit));
    let (records, records_total) = capped(found.collect());
    let mut values = overview_values(&below);
    values.extend(ratio_parts(ctx, &target.measure, &of));
    let quota = below.holders.first().map_or(Value::MISSING, |h| h.quota.clone());
    Some(Explained {
        say: say_overview(ctx, target, &below),
        rule: target_rule(ctx, target, &quota),
        values,
        records,
        records_total,
        clause: target.clause.as_ref().map(|c| c.0.clone()),
        parts: quota_parts(ctx, name, unit, below.period),
        result: below.complete,
    })
}

fn quota_parts(ctx: &Context<'_>, name: &str, unit: UnitId, period: Period) -> Option<Explanation> {
    let expr = ctx.programme.targets.get(name)?.value.as_ref()?;
    Some(expr.explain(&UnitPeriodEnv::new(ctx, unit, period) as &dyn Env).1)
}

fn is_additive(ctx: &Context<'_>, name: &str) -> bool {
    let kind = ctx.programme.model.measures.get(name).map(|m| &m.kind);
    matches!(kind, Some(MeasureKind::Count { .. } | MeasureKind::Sum { .. }))
}

fn target_rule(ctx: &Context<'_>, target: &Target, quota: &Value) -> Rule {
    let written = target.value.as_ref().map_or("待定", |v| v.0.as_str());
    let symbol = match target.op {
        Comparator::AtLeast => ">=",
        Comparator::AtMost => "<=",
        Comparator::Equals => "==",
        Comparator::MoreThan => ">",
        Comparator::LessThan => "<",
        Comparator::About => "≈",
        Comparator::Between => "…",
        Comparator::Rise => "↑",
        Comparator::Fall => "↓",
    };
    let aspired = if target.aspired { "力争" } else { "" };
    let words = format!("{}{aspired}{}", target.title, asked_for(ctx, target, quota));
    Rule { text: format!("{} {symbol} {written}", target.measure), words }
}

/// 至少4次, 不超过3件, 左右 ….
fn asked_for(ctx: &Context<'_>, target: &Target, quota: &Value) -> String {
    let number = quantity(ctx, &target.measure, quota, None);
    match target.op {
        Comparator::AtLeast => format!("至少{number}"),
        Comparator::AtMost => format!("不超过{number}"),
        Comparator::Equals => format!("应为{number}"),
        Comparator::MoreThan => format!("超过{number}"),
        Comparator::LessThan => format!("低于{number}"),
        Comparator::About => format!("{number}左右"),
        Comparator::Between => format!("{number}起，有上限"),
        Comparator::Rise if quota.is_known() => format!("应高于基期，目标{number}"),
        Comparator::Fall if quota.is_known() => format!("应低于基期，目标{number}"),
        Comparator::Rise => "应提高".to_string(),
        Comparator::Fall => "应下降".to_string(),
    }
}

fn say_judged(ctx: &Context<'_>, target: &Target, judged: &Judged) -> String {
    let actual = quantity(ctx, &target.measure, &judged.actual, Some(&judged.quota));
    let head = format!(
        "{}{}{}，任务{}",
        unit_name(ctx, judged.unit),
        target.title,
        if judged.actual.is_known() { actual } else { "尚无数据".to_string() },
        match &judged.upper {
            Some(upper) => format!(
                "{}至{}",
                quantity(ctx, &target.measure, &judged.quota, None),
                quantity(ctx, &target.measure, upper, None)
            ),
            None => asked_for(ctx, target, &judged.quota),
        }
    );
    let ending = match &judged.met {
        Value::Bool(true) if judged.above => "高于任务范围".to_string(),
        Value::Bool(true) => "已完成".to_string(),
        Value::Bool(false) if judged.days_late.is_some() => {
            format!("到期未达到，迟{}天达到", judged.days_late.unwrap_or_default())
        }
        Value::Bool(false) => {
            let short = if target.aspired { "未达到（力争）" } else { "未完成" };
            match gap_words(ctx, target, judged) {
                Some(gap) => format!("{short}，{gap}"),
                None => short.to_string(),
            }
        }
        unknown => format!("还不能判断{}", why_unknown(unknown).map(|w| format!("：{w}")).unwrap_or_default()),
    };
    format!("{head}，{ending}。")
}

/// 还差4次; for a ratio also what would reach it.
fn gap_words(ctx: &Context<'_>, target: &Target, judged: &Judged) -> Option<String> {
    let gap = judged.gap.as_number()?;
    let of = match ctx.programme.model.measures.get(&target.measure).map(|m| &m.kind) {
        Some(MeasureKind::Ratio { part, .. }) => part,
        _ => &target.measure,
    };
    let over = matches!(target.op, Comparator::AtMost | Comparator::LessThan | Comparator::Fall);
    let amount = quantity(ctx, of, &Value::Number(*gap), None);
    let words = if over { format!("超出{amount}") } else { format!("还差{amount}") };
    let Some(forecast) = &judged.forecast else { return Some(words) };
    let more = quantity(ctx, of, &Value::number(forecast.more), None);
    Some(format!("按现有总数{words}；再连续增加{more}即达到（{}/{}）", forecast.part.normalize(), forecast.whole.normalize()))
}

fn say_overview(ctx: &Context<'_>, target: &Target, below: &Overview) -> String {
    let units = below.holders.len();
    let open = units - below.units_met - below.units_short;
    let undecided = if open > 0 { format!("、{open}个还不能判断") } else { String::new() };
    let end = match (&below.complete, target.roll_up) {
        (Value::Bool(true), _) => "全部完成",
        (Value::Bool(false), RollUp::EveryUnit) => "要求每个单位都完成，未全部完成",
        (Value::Bool(false), _) => "未完成",
        _ => "还不能判断",
    };
    let sum = match target.roll_up {
        RollUp::RatioOfSums => {
            format!("合并计算{}", quantity(ctx, &target.measure, &below.actual, below.holders.first().map(|h| &h.quota)))
        }
        _ => format!(
            "合计{}，任务合计{}",
            quantity(ctx, &target.measure, &below.actual, None),
            quantity(ctx, &target.measure, &below.quota.value, None)
        ),
    };
    format!(
        "{}范围内{units}个单位承担“{}”：{}个完成、{}个未完成{undecided}；{sum}；{end}。",
        unit_name(ctx, below.unit),
        target.title,
        below.units_met,
        below.units_short
    )
}

fn judged_values(judged: &Judged) -> Vec<Named> {
    let mut values =
        vec![named("实际", judged.actual.clone()), named("任务", judged.quota.clone()), named("尚缺", judged.gap.clone())];
    if let Some(forecast) = &judged.forecast {
        values.push(named("还需连续增加", Value::number(forecast.more)));
    }
    let more =
        [("基期", &judged.baseline), ("期限", &judged.by), ("已走过的比例（%）", &judged.progress), ("连续达到", &judged.steady)];
    values.extend(more.into_iter().filter_map(|(title, value)| Some(named(title, value.clone()?))));
    values.extend(judged.days_late.map(|days| named("迟达到（天）", Value::number(days))));
    values.extend(judged.twin.iter().map(|twin| named("另一处的任务", twin.quota.clone())));
    values
}

fn overview_values(below: &Overview) -> Vec<Named> {
    let count = |n: usize| Value::number(n as i64);
    vec![
        named("合计", below.actual.clone()),
        named("任务合计", below.quota.value.clone()),
        named("承担单位", count(below.holders.len())),
        named("完成单位", count(below.units_met)),
        named("未完成单位", count(below.units_short)),
    ]
}

/// A duty of a unit in a period (`None`: owed once). Duties owed for records are explained by [`explain_duty_for`].
pub fn explain_duty(ctx: &Context<'_>, name: &str, unit: UnitId, period: Option<&Period>) -> Option<Explained> {
    let duty = ctx.programme.model.duties.get(name).filter(|d| d.for_each.is_none())?;
    let compiled = ctx.programme.duties.get(name)?;
    ctx.facts.units().get(unit).filter(|u| ctx.in_group(&duty.who, u))?;
    let (from, to) = period.map_or((Date::MIN, Date::MAX), |p| (p.first, p.last));
    let owed = match period {
        Some(p) => duty_of(ctx, name, duty, unit, from, to).into_iter().find(|o| o.period == Some(*p)),
        None => duty_of(ctx, name, duty, unit, from, to).into_iter().next(),
    }?;
    let in_period = owed.period.unwrap_or(Period::once(Date::MIN, Date::MAX));
    let env = UnitPeriodEnv::new(ctx, unit, in_period);
    let (result, parts) = compiled.done.explain(&env as &dyn Env);
    let (records, records_total) = capped(deciding(ctx, &compiled.done, unit, in_period));
    Some(owed_explained(ctx, &owed, &duty.title, (&duty.done.0, parts), result, (records, records_total), duty.clause.as_ref()))
}

/// What is owed for one record.
pub fn explain_duty_for(ctx: &Context<'_>, name: &str, record: RecordId) -> Option<Explained> {
    let duty = ctx.programme.model.duties.get(name)?;
    let register = duty.for_each.as_ref()?;
    let stored = ctx.facts.record(record).filter(|r| r.register == *register)?;
    let owed = duty_of(ctx, name, duty, stored.unit, stored.day, stored.day)
        .into_iter()
        .find(|o| o.kind == crate::OwedKind::ForRecord(record))?;
    explain_owed_for(ctx, &owed)
}

/// Something owed for a record, by whichever unit owes it and in whichever period.
pub fn explain_owed_for(ctx: &Context<'_>, owed: &Owed) -> Option<Explained> {
    let crate::OwedKind::ForRecord(record) = owed.kind else { return None };
    let duty = ctx.programme.model.duties.get(&owed.name)?;
    let compiled = ctx.programme.duties.get(&owed.name)?;
    let stored = ctx.facts.record(record)?;
    let owner = duty.by_each.then_some(owed.unit);
    let period = crate::for_record::cut(ctx, compiled, &stored, owner, owed.period);
    let env = RecordEnv { owner, period, ..RecordEnv::new(ctx, ctx.register(&stored.register)?, &stored) };
    let (result, parts) = compiled.done.explain(&env as &dyn Env);
    let text = (duty.done.0.as_str(), parts);
    Some(owed_explained(ctx, owed, &duty.title, text, result, (vec![record], 1), duty.clause.as_ref()))
}

fn owed_explained(
    ctx: &Context<'_>,
    owed: &Owed,
    title: &str,
    (text, parts): (&str, Explanation),
    result: Value,
    (records, records_total): (Vec<RecordId>, usize),
    clause: Option<&luodi_model::programme::Clause>,
) -> Explained {
    let words = parts.in_words_zh();
    Explained {
        say: format!("{}{}", say_owed(ctx, owed, title), if owed.state.is_done() { "" } else { words.as_str() }),
        result,
        rule: Rule { text: text.to_string(), words },
        values: owed_values(owed),
        records,
        records_total,
        clause: clause.map(|c| c.0.clone()),
        parts: Some(parts),
    }
}

fn owed_values(owed: &Owed) -> Vec<Named> {
    vec![
        named("时限", owed.due.to_value()),
        named("完成时间", owed.done_at.map_or(Value::MISSING, Value::Instant)),
        named("状态", Value::text(owed.state.code())),
        named("迟延天数", owed.state.days_late().map_or(Value::Unknown(Unknown::NotApplicable), Value::number)),
    ]
}

/// 洛阳市2013年9月“…”应于2013-10-05前完成，迟1天.
fn say_owed(ctx: &Context<'_>, owed: &Owed, title: &str) -> String {
    let period = owed.period.filter(|p| p.every != luodi_model::Every::Once && p.every != luodi_model::Every::Day);
    let period = period.map(|p| p.title()).unwrap_or_default();
    let due = match owed.due.day().filter(|d| *d < Date::MAX) {
        Some(day) => format!("应于{}24时前完成", in_words(day)),
        None => match owed.due.to_value() {
            Value::Unknown(u) => format!("时限待定（{}）", u.why().unwrap_or("文中没有写明")),
            _ => "没有时限".to_string(),
        },
    };
    let at = owed.done_at.map(|t| {
        let civil = luodi_model::beijing(t);
        format!("{}{:02}:{:02}", in_words(civil.date()), civil.hour(), civil.minute())
    });
    let state = match (&owed.state, at) {
        (OwedState::Met, Some(at)) => format!("已于{at}完成"),
        (OwedState::Met, None) => "已完成".to_string(),
        (OwedState::LateMet { days }, Some(at)) => format!("{at}完成，迟{days}天"),
        (OwedState::LateMet { days }, None) => format!("已完成，迟{days}天"),
        (OwedState::Open, _) => "尚未完成，还在时限内".to_string(),
        (OwedState::Pending, _) => "尚未完成，不算迟".to_string(),
        (OwedState::Overdue { days }, _) => format!("尚未完成，已迟{days}天"),
        (OwedState::Unmet, _) => "本期没有完成".to_string(),
        (OwedState::NoReport, _) => "本期没有完成，也没有报零".to_string(),
        (OwedState::Zero, _) => "本期报零，没有完成".to_string(),
    };
    format!("{}{period}“{title}”{due}，{state}。", unit_name(ctx, owed.unit))
}

/// A return of a unit for a period: filed when, and from which records its figures come.
pub fn explain_return(ctx: &Context<'_>, name: &str, unit: UnitId, period: &Period) -> Option<Explained> {
    let form = ctx.programme.model.returns.get(name)?;
    ctx.facts.units().get(unit).filter(|u| ctx.in_group(&form.who, u))?;
    let owed = return_in(ctx, name, form, unit, *period);
    let filings = ctx.facts.filings(&ctx.programme.model.programme, name, unit, period.first);
    let of = Of { unit, subtree: true, days: (period.first, period.last), as_of: None };
    let mut seen = BTreeSet::new();
    let mut found: Vec<Arc<StoredRecord>> = vec![];
    for column in &form.columns {
        found.extend(counted(ctx, &column.measure, &of).into_iter().filter(|r| seen.insert(r.id)));
    }
    found.sort_by_key(|r| (r.day, r.id));
    let (records, records_total) = capped(found);
    let versions = filings.len();
    let again =
        if versions > 1 { format!("后又报送{}版，迟早以第一版为准。", versions - 1) } else { String::new() };
    let mut values = owed_values(&owed);
    values.push(named("报送版数", Value::number(versions as i64)));
    Some(Explained {
        result: Value::Bool(versions > 0),
        say: format!("{}{again}", say_owed(ctx, &owed, &form.title)),
        rule: Rule { text: name.to_string(), words: format!("《{}》{}", form.title, due_words(&owed)) },
        values,
        records,
        records_total,
        clause: form.clause.as_ref().map(|c| c.0.clone()),
        parts: None,
    })
}

fn due_words(owed: &Owed) -> String {
    owed.due.day().map_or("时限待定".to_string(), |d| format!("应于{}24时前报送", in_words(d)))
}

/// The records that a measure counts, by day: of a ratio those of both parts, of a formula those of what it reads.
fn counted(ctx: &Context<'_>, name: &str, of: &Of) -> Vec<Arc<StoredRecord>> {
    let mut bases = BTreeSet::new();
    bases_of(ctx, name, 8, &mut bases);
    let mut seen = BTreeSet::new();
    let mut found = vec![];
    for base in bases {
        let Some(register) = ctx.programme.measures.get(base).and_then(|m| m.register.as_deref()) else { continue };
        let programme = &ctx.programme.model.programme;
        let query = RecordQuery { programme, register, within: Some(of.unit), days: Some(of.days) };
        ctx.facts.records(&query, &mut |record| {
            let counts =
                (of.subtree || record.unit == of.unit) && contribution(ctx, base, record).is_some_and(|c| c.cell.count > 0);
            if counts && seen.insert(record.id) {
                found.push(Arc::clone(record));
            }
        });
    }
    found.sort_by_key(|r| (r.day, r.id));
    found
}

/// Count and sum measures that a measure rests on.
fn bases_of<'a>(ctx: &Context<'a>, name: &str, depth: u8, out: &mut BTreeSet<&'a str>) {
    let Some((name, model)) = ctx.programme.model.measures.get_key_value(name).filter(|_| depth > 0) else { return };
    match &model.kind {
        MeasureKind::Count { .. } | MeasureKind::Sum { .. } => {
            out.insert(name);
        }
        MeasureKind::Ratio { part, whole } => {
            bases_of(ctx, part, depth - 1, out);
            bases_of(ctx, whole, depth - 1, out);
        }
        MeasureKind::Formula { .. } => {
            let formula = ctx.programme.measures.get(name).and_then(|m| m.formula.as_ref());
            for inner in formula.into_iter().flat_map(|f| &f.reads().measures) {
                bases_of(ctx, inner, depth - 1, out);
            }
        }
    }
}

fn capped(found: Vec<Arc<StoredRecord>>) -> (Vec<RecordId>, usize) {
    (found.iter().take(RECORDS_MAX).map(|r| r.id).collect(), found.len())
}

/// Most records tried one by one against a condition.
const TRIED_MAX: usize = 2_000;

/// The records that move a duty's condition: those counted by its measures, and those that change one of its aggregates
/// when they alone are shown to it.
fn deciding(ctx: &Context<'_>, done: &Expr, unit: UnitId, period: Period) -> Vec<Arc<StoredRecord>> {
    let of = Of { unit, subtree: true, days: (period.first, period.last), as_of: None };
    let mut found: Vec<Arc<StoredRecord>> = done.reads().measures.iter().flat_map(|m| counted(ctx, m, &of)).collect();
    let inner = UnitPeriodEnv::new(ctx, unit, period);
    let leaves = |only: Option<&Arc<StoredRecord>>| {
        let mut values = vec![];
        leaf_values(&done.explain(&Alone { ctx, inner: &inner, only } as &dyn Env).1, &mut values);
        values
    };
    let none = leaves(None);
    for register in &done.reads().registers {
        let programme = &ctx.programme.model.programme;
        let mut tried = vec![];
        let query = RecordQuery { programme, register, within: Some(unit), days: None };
        ctx.facts.records(&query, &mut |r| {
            if tried.len() < TRIED_MAX {
                tried.push(Arc::clone(r));
            }
        });
        found.extend(tried.into_iter().filter(|r| leaves(Some(r)) != none));
    }
    let mut seen = BTreeSet::new();
    found.retain(|r| seen.insert(r.id));
    found.sort_by_key(|r| (r.day, r.id));
    found
}

fn leaf_values(explanation: &Explanation, out: &mut Vec<serde_json::Value>) {
    if explanation.parts.is_empty() {
        out.push(explanation.value.clone());
    }
    explanation.parts.iter().for_each(|p| leaf_values(p, out));
}

/// A unit in a period that has one record only, or none.
struct Alone<'a> {
    ctx: &'a Context<'a>,
    inner: &'a UnitPeriodEnv<'a>,
    only: Option<&'a Arc<StoredRecord>>,
}

impl Env for Alone<'_> {
    fn get(&self, name: &Name) -> Value {
        self.inner.get(name)
    }
    fn records(&self, register: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        let Some(record) = self.only.filter(|r| r.register == register) else { return };
        let Some(model) = self.ctx.register(register) else { return };
        let env = RecordEnv { outer: Some(self), ..RecordEnv::new(self.ctx, model, record) };
        let _ = visit(&env);
    }
    fn working_day(&self, day: Date) -> Option<bool> {
        self.inner.working_day(day)
    }
}

/// 2013年10月5日.
fn in_words(day: Date) -> String {
    Period::containing(luodi_model::Every::Day, day).title()
}

fn unit_name(ctx: &Context<'_>, unit: UnitId) -> String {
    ctx.facts.units().get(unit).map_or("（单位已不在名录中）".to_string(), |u| u.name.clone())
}

fn why_unknown(value: &Value) -> Option<&str> {
    match value {
        Value::Unknown(u) => u.why(),
        _ => None,
    }
}

/// A figure with its unit of measure; a ratio rounded so that it never reads as its quota without reaching it.
fn quantity(ctx: &Context<'_>, name: &str, value: &Value, quota: Option<&Value>) -> String {
    let model = ctx.programme.model.measures.get(name);
    let Value::Number(n) = value else { return value.to_string() };
    let unit = model.and_then(|m| m.measured_in.as_deref()).unwrap_or_default();
    let is_ratio = matches!(model.map(|m| &m.kind), Some(MeasureKind::Ratio { .. }));
    match n.value() {
        Some(exact) if is_ratio => format!("{}{unit}", shown(exact, quota.and_then(Value::as_number).and_then(|q| q.value()))),
        Some(_) => format!("{n}{unit}"),
        None if n.high().is_none() && n.low() == Some(n.shown) => format!("至少已知{}{unit}", n.shown.normalize()),
        None => format!("{n}{unit}"),
    }
}

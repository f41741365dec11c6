//! Guards: what must hold before a version of a record is stored, and which steps lead to a state.

use crate::decide::none_of;
use crate::env::{RecordEnv, field_value};
use crate::{Context, Finding, Problem, Refusal, StoredRecord};
use luodi_language::{CompiledCheck, Env, Name};
use luodi_model::programme::{Check, Field, FieldType, Register, Severity};
use luodi_model::{UnitId, Value};
use std::collections::{HashMap, VecDeque};

/// A version of a record that is about to be stored.
pub(crate) struct Guarded<'a> {
    pub ctx: &'a Context<'a>,
    pub register: &'a Register,
    pub record: &'a StoredRecord,
    pub before: Option<&'a StoredRecord>,
    pub actor_unit: UnitId,
}

/// All conditions of the record and of its state. Refusals together; breaches to be recorded as findings.
pub(crate) fn check(guarded: &Guarded<'_>) -> Result<Vec<Finding>, Refusal> {
    let mut problems = vec![];
    let mut findings = vec![];
    for (name, field) in &guarded.register.fields {
        field_conditions(guarded, name, field, &mut problems, &mut findings);
    }
    let env = RecordEnv {
        old: guarded.before,
        actor_unit: Some(guarded.actor_unit),
        ..RecordEnv::new(guarded.ctx, guarded.register, guarded.record)
    };
    let compiled = guarded.ctx.programme.registers.get(&guarded.record.register);
    let empty: &[CompiledCheck] = &[];
    let always = compiled.map_or(empty, |r| &r.checks);
    judge(&env, &guarded.register.checks, always, &mut problems, &mut findings);
    for name in states_to_hold(guarded) {
        let Some(state) = guarded.register.states.get(name) else { continue };
        let needs = compiled.and_then(|r| r.states.get(name)).map_or(empty, |n| n.as_slice());
        judge(&env, &state.needs, needs, &mut problems, &mut findings);
    }
    unique(&mut problems);
    unique(&mut findings);
    none_of(problems)?;
    Ok(findings)
}

/// Entering a state asks what that state needs. A change of content asks what every state needs that the record went
/// through, so that no later correction takes back what a step had to have.
fn states_to_hold<'a>(guarded: &'a Guarded<'_>) -> Vec<&'a str> {
    let record = guarded.record;
    let stays = guarded.before.is_some_and(|b| b.state == record.state);
    let mut states = vec![record.state.as_str()];
    if stays {
        states.extend(record.entered.keys().map(String::as_str).filter(|s| *s != record.state));
    }
    states
}

/// Two states may ask the same; it is said once.
fn unique<T: PartialEq>(items: &mut Vec<T>) {
    let mut kept: Vec<T> = vec![];
    for item in items.drain(..) {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    *items = kept;
}

fn judge(
    env: &RecordEnv<'_>,
    models: &[Check],
    compiled: &[CompiledCheck],
    problems: &mut Vec<Problem>,
    findings: &mut Vec<Finding>,
) {
    for (model, check) in models.iter().zip(compiled) {
        let env: &dyn Env = env;
        let applies = check.when.as_ref().is_none_or(|when| when.eval(env).as_bool() == Some(true));
        if !applies || check.require.eval(env).as_bool() == Some(true) {
            continue;
        }
        let clause = model.clause.as_ref().map(|c| c.0.clone());
        let say = with_values(env, &model.say);
        match model.severity {
            Severity::Refuse => problems.push(Problem { field: model.field.clone(), say, clause }),
            Severity::Finding => findings.push(Finding { field: model.field.clone(), say, clause }),
        }
    }
}

/// `{field}` in a sentence is the field's value as a person knows it; fields that not everybody may see stay out.
fn with_values(env: &dyn Env, say: &str) -> String {
    fill(say, |name| env.shown(&env.get(&Name::Field(name.to_string()))))
}

/// Puts a value in the place of each `{name}`.
pub(crate) fn fill(say: &str, value: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = say;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, from)| Some((before, from.split_once('}')?)))
    {
        out.push_str(before);
        out.push_str(&value(name.trim()));
        rest = after;
    }
    out + rest
}

/// Required, open lists with a reason, references with their condition.
fn field_conditions(g: &Guarded<'_>, name: &str, field: &Field, problems: &mut Vec<Problem>, findings: &mut Vec<Finding>) {
    let clause = || field.clause.as_ref().map(|c| c.0.clone());
    let value = field_value(g.ctx, g.register, g.record, name);
    if field.required && !value.is_known() {
        problems.push(Problem { field: Some(name.to_string()), say: format!("请填写{}", field.title), clause: clause() });
    }
    if let Some(reason_field) = &field.open_with_reason {
        for strange in outside_options(field, &value) {
            if field_value(g.ctx, g.register, g.record, reason_field).is_known() {
                let say = format!("{}“{strange}”不在列出的范围内，已说明理由", field.title);
                findings.push(Finding { field: Some(name.to_string()), say, clause: clause() });
            } else {
                let title = g.register.fields.get(reason_field).map_or("理由", |f| f.title.as_str());
                let say = format!("{}“{strange}”不在列出的范围内，请填写{title}", field.title);
                problems.push(Problem { field: Some(reason_field.clone()), say, clause: clause() });
            }
        }
    }
    if field.type_ == FieldType::Record
        && value.is_known()
        && let Some(problem) = reference(g, name, field, &value)
    {
        problems.push(problem);
    }
}

fn outside_options(field: &Field, value: &Value) -> Vec<String> {
    let known = |s: &str| field.options.iter().any(|o| o == s);
    match value {
        Value::Text(s) if !known(s) => vec![s.clone()],
        Value::List(items) => items.iter().filter_map(Value::as_text).filter(|s| !known(s)).map(str::to_string).collect(),
        _ => vec![],
    }
}

/// The record referred to must be there and meet the field's condition; looked at only when the reference is new, so that
/// what was right when it happened stays.
fn reference(g: &Guarded<'_>, name: &str, field: &Field, value: &Value) -> Option<Problem> {
    let Value::Record(id) = value else { return None };
    if g.before.is_some_and(|b| field_value(g.ctx, g.register, b, name) == *value) {
        return None;
    }
    let problem =
        |say: String| Some(Problem { field: Some(name.to_string()), say, clause: field.clause.as_ref().map(|c| c.0.clone()) });
    let wanted = field.of.as_deref().unwrap_or_default();
    let Some(target) = g.ctx.facts.record(*id).filter(|t| t.register == wanted && t.programme == g.record.programme) else {
        return problem(format!("{}所指的记录不存在", field.title));
    };
    let register = g.ctx.register(wanted)?;
    let condition = g.ctx.programme.registers.get(&g.record.register)?.fields.get(name)?.where_.as_ref()?;
    // `my.x` is the record that refers.
    let referring = RecordEnv { actor_unit: Some(g.actor_unit), ..RecordEnv::new(g.ctx, g.register, g.record) };
    let env = RecordEnv { outer: Some(&referring), ..RecordEnv::new(g.ctx, register, &target) };
    if condition.eval(&env as &dyn Env).as_bool() == Some(true) {
        return None;
    }
    problem(field.say.clone().unwrap_or_else(|| format!("{}不符合条件", field.title)))
}

/// May a record go from one state straight to another? Else the steps between are named.
pub(crate) fn reachable(register: &Register, from: &str, to: &str) -> Result<(), Refusal> {
    if register.states.get(from).is_some_and(|s| s.next.iter().any(|n| n == to)) {
        return Ok(());
    }
    match between(register, from, to) {
        Some(missing) => Err(Refusal::Step { missing }),
        None => {
            let title = |s: &str| register.states.get(s).map_or(s.to_string(), |s| s.title.clone());
            Err(Refusal::say(format!("“{}”之后不能转为“{}”", title(from), title(to))))
        }
    }
}

/// Titles of the states between two states on the shortest way, both ends left out; `None`: no way leads there.
pub(crate) fn between(register: &Register, from: &str, to: &str) -> Option<Vec<String>> {
    let mut came: HashMap<&str, &str> = HashMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(at) = queue.pop_front() {
        for next in register.states.get(at).map_or(&[] as &[String], |s| &s.next) {
            if next != from && !came.contains_key(next.as_str()) {
                came.insert(next, at);
                queue.push_back(next);
            }
        }
    }
    let mut steps = vec![];
    let mut at = *came.get(to)?;
    while at != from {
        steps.push(register.states.get(at)?.title.clone());
        at = came.get(at)?;
    }
    steps.reverse();
    Some(steps)
}

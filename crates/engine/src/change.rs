//! Changes of records: submit, correct, move to the next state, set a mark.

use crate::decide::{may, none_of};
use crate::env::{RecordEnv, current, store_computed};
use crate::guard::{self, Guarded};
use crate::{Actor, Context, Event, GivenRow, Mark, Problem, Refusal, Role, StoredRecord, intake, is_partner};
use indexmap::IndexMap;
use jiff::civil::Date;
use luodi_language::Env;
use luodi_model::programme::{FieldType, Register};
use luodi_model::{RecordId, UnitId, Unknown, Value, beijing};
use serde_json::Value as Json;
use std::sync::Arc;

const WRITERS: &[Role] = &[Role::Clerk, Role::Manager];

pub(crate) fn submit(
    ctx: &Context<'_>,
    actor: &Actor,
    register_name: &str,
    id: RecordId,
    state: Option<&str>,
    fields: &IndexMap<String, Json>,
) -> Result<Vec<Event>, Refusal> {
    let register = ctx.register(register_name).ok_or(Refusal::NotFound)?;
    if let Some(known) = ctx.facts.record(id) {
        return again(ctx, actor, (register_name, register), &known, state, fields);
    }
    let mut record = StoredRecord { state: first_state(register, state)?, ..blank(ctx, actor, register_name, id) };
    if !record.state.is_empty() {
        record.entered.insert(record.state.clone(), ctx.now);
    }
    put(ctx, register, &mut record, fields)?;
    settle(ctx, actor, register, &mut record, None, By::Person)?;
    Ok(vec![Event::RecordStored { record: Box::new(record), before: None, reason: None }])
}

/// A record that comes with the programme, in the name of whoever publishes. Once stored it is people's: it is never given
/// a second time.
pub(crate) fn give(ctx: &Context<'_>, actor: &Actor, row: &GivenRow) -> Result<Vec<Event>, Refusal> {
    may(ctx, actor, None, &[Role::Manager])?;
    if ctx.facts.record(row.id).is_some() {
        return Ok(vec![]);
    }
    let register = ctx.register(&row.register).ok_or(Refusal::NotFound)?;
    let mut record = blank(ctx, actor, &row.register, row.id);
    record.state = row.state.clone().or_else(|| register.states.keys().next().cloned()).unwrap_or_default();
    if !record.state.is_empty() {
        record.entered.insert(record.state.clone(), ctx.now);
    }
    put(ctx, register, &mut record, &row.fields)?;
    settle(ctx, actor, register, &mut record, None, By::Programme)?;
    Ok(vec![Event::RecordStored { record: Box::new(record), before: None, reason: None }])
}

/// Whose hand fills a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Person,
    /// It comes with the programme: nobody's office keeps it from being stored.
    Programme,
}

fn blank(ctx: &Context<'_>, actor: &Actor, register: &str, id: RecordId) -> StoredRecord {
    StoredRecord {
        id,
        programme: ctx.programme.model.programme.clone(),
        register: register.to_string(),
        unit: actor.unit,
        day: beijing(ctx.now).date(),
        state: String::new(),
        version: 1,
        fields: IndexMap::new(),
        marks: IndexMap::new(),
        findings: vec![],
        entered: IndexMap::new(),
        earlier: vec![],
        created_at: ctx.now,
        changed_at: ctx.now,
        changed_by: actor.user,
    }
}

/// The same id again: the same content is answered as the first time; other content under a used id is refused.
fn again(
    ctx: &Context<'_>,
    actor: &Actor,
    (register_name, register): (&str, &Register),
    known: &StoredRecord,
    state: Option<&str>,
    fields: &IndexMap<String, Json>,
) -> Result<Vec<Event>, Refusal> {
    may(ctx, actor, Some(known.unit), WRITERS).map_err(|_| Refusal::IdTaken)?;
    if known.register != register_name || known.programme != ctx.programme.model.programme {
        return Err(Refusal::IdTaken);
    }
    if known.version > 1 {
        return Ok(vec![]); // Corrected since; the late copy of the first submission changes nothing.
    }
    let mut copy = StoredRecord { fields: IndexMap::new(), ..known.clone() };
    let same = first_state(register, state).is_ok_and(|s| s == known.state)
        && put(ctx, register, &mut copy, fields).is_ok()
        && same_entries(register, &copy, known);
    if same { Ok(vec![]) } else { Err(Refusal::IdTaken) }
}

/// The same content of all fields that people fill; computed ones follow from them.
fn same_entries(register: &Register, a: &StoredRecord, b: &StoredRecord) -> bool {
    let filled = register.fields.iter().filter(|(_, f)| f.type_ != FieldType::Computed);
    filled.map(|(name, _)| name).all(|name| a.fields.get(name) == b.fields.get(name))
}

pub(crate) fn correct(
    ctx: &Context<'_>,
    actor: &Actor,
    id: RecordId,
    seen: u32,
    fields: &IndexMap<String, Json>,
    reason: Option<&str>,
) -> Result<Vec<Event>, Refusal> {
    let (before, register) = existing(ctx, actor, id)?;
    may(ctx, actor, None, WRITERS)?;
    if works_as(ctx, actor, register, &before) == Works::Partner {
        return Err(Refusal::NotAllowed); // It takes steps, and leaves what is written to those who keep the record.
    }
    keeper(ctx, actor, register, before.unit)?;
    let mut record = next_version(ctx, actor, &before);
    let read = put(ctx, register, &mut record, fields);
    if read.is_ok() && same_entries(register, &record, &before) {
        return Ok(vec![]); // It says so already: asked twice, or by two people alike.
    }
    unchanged_since(&before, seen)?;
    read?;
    settle(ctx, actor, register, &mut record, Some(&before), By::Person)?;
    Ok(stored(record, &before, reason))
}

pub(crate) fn move_to(
    ctx: &Context<'_>,
    actor: &Actor,
    (id, seen): (RecordId, u32),
    to: &str,
    fields: &IndexMap<String, Json>,
    reason: Option<&str>,
) -> Result<Vec<Event>, Refusal> {
    let (before, register) = existing(ctx, actor, id)?;
    may(ctx, actor, None, WRITERS)?;
    let target = register.states.get(to).ok_or_else(|| Refusal::say(format!("没有“{to}”这个状态")))?;
    match &target.by {
        Some(group) => acts_for(ctx, actor, group)?,
        None if works_as(ctx, actor, register, &before) == Works::Partner => return Err(Refusal::NotAllowed),
        None => keeper(ctx, actor, register, before.unit)?,
    }
    let mut record = next_version(ctx, actor, &before);
    let read = put(ctx, register, &mut record, fields);
    if before.state == to {
        return if read.is_ok() && same_entries(register, &record, &before) {
            Ok(vec![]) // Asked twice, done once.
        } else {
            unchanged_since(&before, seen)?;
            Err(Refusal::say(format!("已是“{}”；要改内容请用更正", target.title)))
        };
    }
    unchanged_since(&before, seen)?;
    guard::reachable(register, &before.state, to)?;
    read?;
    record.state = to.to_string();
    // A state entered again stands last, as the order of entry is read from it.
    record.entered.shift_remove(to);
    record.entered.insert(to.to_string(), ctx.now);
    settle(ctx, actor, register, &mut record, Some(&before), By::Person)?;
    Ok(stored(record, &before, reason))
}

pub(crate) fn mark(ctx: &Context<'_>, actor: &Actor, id: RecordId, name: &str) -> Result<Vec<Event>, Refusal> {
    let (before, register) = existing(ctx, actor, id)?;
    may(ctx, actor, None, WRITERS)?;
    let field = register.fields.get(name).filter(|f| f.type_ == FieldType::Mark).ok_or(Refusal::NotFound)?;
    match &field.by {
        Some(group) => acts_for(ctx, actor, group)?,
        None if works_as(ctx, actor, register, &before) == Works::Partner => return Err(Refusal::NotAllowed),
        None => keeper(ctx, actor, register, before.unit)?,
    }
    if before.marks.contains_key(name) {
        return Ok(vec![]);
    }
    let mut record = next_version(ctx, actor, &before);
    record.marks.insert(name.to_string(), Mark { at: ctx.now, by: actor.user, unit: actor.unit });
    settle(ctx, actor, register, &mut record, Some(&before), By::Person)?;
    Ok(stored(record, &before, None))
}

fn stored(record: StoredRecord, before: &Arc<StoredRecord>, reason: Option<&str>) -> Vec<Event> {
    let before = Some(Box::new((**before).clone()));
    vec![Event::RecordStored { record: Box::new(record), before, reason: reason.map(str::to_string) }]
}

fn existing<'a>(ctx: &Context<'a>, actor: &Actor, id: RecordId) -> Result<(Arc<StoredRecord>, &'a Register), Refusal> {
    let record = ctx.facts.record(id).ok_or(Refusal::NotFound)?;
    if record.programme != ctx.programme.model.programme {
        return Err(Refusal::NotFound);
    }
    let register = ctx.register(&record.register).ok_or(Refusal::NotFound)?;
    match works_as(ctx, actor, register, &record) {
        Works::Stranger => Err(Refusal::NotFound),
        Works::Above | Works::Partner => Ok((record, register)),
    }
}

/// As what somebody comes to a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Works {
    /// It lies in the jurisdiction: the actor's own unit keeps it, or one below.
    Above,
    /// The record names the actor's unit as one that works on it too.
    Partner,
    Stranger,
}

fn works_as(ctx: &Context<'_>, actor: &Actor, register: &Register, record: &StoredRecord) -> Works {
    let tree = ctx.facts.units();
    if tree.within(record.unit, actor.unit) {
        return Works::Above;
    }
    let partner = tree.get(actor.unit).is_some_and(|unit| is_partner(register, record, &unit.code));
    if partner { Works::Partner } else { Works::Stranger }
}

fn next_version(ctx: &Context<'_>, actor: &Actor, before: &StoredRecord) -> StoredRecord {
    StoredRecord { version: before.version + 1, changed_at: ctx.now, changed_by: actor.user, ..before.clone() }
}

fn unchanged_since(before: &StoredRecord, seen: u32) -> Result<(), Refusal> {
    if before.version == seen { Ok(()) } else { Err(Refusal::Conflict { current: before.version }) }
}

fn first_state(register: &Register, wanted: Option<&str>) -> Result<String, Refusal> {
    let Some(first) = register.states.keys().next() else {
        return match wanted {
            None | Some("") => Ok(String::new()),
            Some(state) => Err(Refusal::say(format!("{}没有状态，不能以“{state}”登记", register.title))),
        };
    };
    match wanted.filter(|w| !w.is_empty()) {
        None => Ok(register.begin.first().unwrap_or(first).clone()),
        Some(state) if !register.states.contains_key(state) => Err(Refusal::say(format!("没有“{state}”这个状态"))),
        Some(state) if state == first || register.begin.iter().any(|b| b == state) => Ok(state.to_string()),
        Some(state) => {
            let mut missing = vec![register.states[first].title.clone()];
            missing.extend(guard::between(register, first, state).unwrap_or_default());
            Err(Refusal::Step { missing })
        }
    }
}

/// Reads the fields given into the record; collects every problem, so that a person corrects them all at once.
fn put(
    ctx: &Context<'_>,
    register: &Register,
    record: &mut StoredRecord,
    fields: &IndexMap<String, Json>,
) -> Result<(), Refusal> {
    let mut problems = vec![];
    for (name, json) in fields {
        let Some(field) = register.fields.get(name) else {
            problems.push(Problem {
                field: Some(name.clone()),
                say: format!("{}没有“{name}”这一栏", register.title),
                clause: None,
            });
            continue;
        };
        // A form sends back what it was shown.
        if field.with_unit && record.fields.get(name) == Some(json) {
            continue;
        }
        match intake::read(ctx, name, field, json) {
            Ok(value) if filled_by_state(register, name).is_some() => {
                // Only another value is an attempt to type it.
                let shown = || value.as_ref() == Some(&current(ctx, record, name).to_json());
                if record.fields.get(name) != value.as_ref() && !shown() {
                    let state = filled_by_state(register, name).unwrap_or_default();
                    let say = format!("{}在“{state}”时由系统填写，不能改", field.title);
                    problems.push(Problem { field: Some(name.clone()), say, clause: None });
                }
            }
            Ok(Some(value)) => {
                record.fields.insert(name.clone(), value);
            }
            Ok(None) => {
                record.fields.shift_remove(name);
            }
            Err(problem) => problems.push(problem),
        }
    }
    none_of(problems)
}

/// What follows from the fields: the unit, the day, computed fields, and whether everything required holds.
fn settle(
    ctx: &Context<'_>,
    actor: &Actor,
    register: &Register,
    record: &mut StoredRecord,
    before: Option<&Arc<StoredRecord>>,
    by: By,
) -> Result<(), Refusal> {
    if let Some(unit) = record.fields.get(&register.unit).and_then(Json::as_str) {
        record.unit = ctx.facts.units().by_code(unit).map(|u| u.id).ok_or(Refusal::NotFound)?;
    }
    let partner = before.is_some_and(|b| b.unit == record.unit && works_as(ctx, actor, register, b) == Works::Partner);
    may(ctx, actor, Some(record.unit).filter(|_| !partner), WRITERS)?;
    if before.is_none() && by == By::Person {
        keeper(ctx, actor, register, record.unit)?;
    }
    if before.is_none_or(|b| b.state != record.state) {
        fill(ctx, actor, register, record, before);
    }
    if let Some(day) = day_of(register, record) {
        record.day = day;
    }
    compute(ctx, register, record, before);
    if let Some(before) = before {
        record.note_earlier(before);
    }
    let guarded = Guarded { ctx, register, record, before: before.map(|b| b.as_ref()), actor_unit: actor.unit };
    let findings = guard::check(&guarded)?;
    record.findings = findings;
    Ok(())
}

/// What the state that is entered fills in. It holds from then on, whatever changes later that it was computed from.
fn fill(ctx: &Context<'_>, actor: &Actor, register: &Register, record: &mut StoredRecord, before: Option<&Arc<StoredRecord>>) {
    let Some(sets) = ctx.programme.registers.get(&record.register).and_then(|r| r.sets.get(&record.state)) else { return };
    for (name, expr) in sets {
        let value = {
            let env = RecordEnv {
                old: before.map(|b| b.as_ref()),
                actor_unit: Some(actor.unit),
                ..RecordEnv::new(ctx, register, record)
            };
            expr.eval(&env as &dyn Env)
        };
        match stored_json(ctx, &value) {
            Some(json) => record.fields.insert(name.clone(), json),
            None => record.fields.shift_remove(name),
        };
    }
}

/// A value as a field holds it: units by their code. What is missing or pending stays blank; what can't be computed yet (a limit
/// in working days of a year without a notice) says so, and is computed when it can be.
fn stored_json(ctx: &Context<'_>, value: &Value) -> Option<Json> {
    match value {
        Value::Unknown(Unknown::NotComputable(_)) => Some(value.to_json()),
        Value::Unknown(_) => None,
        Value::Unit(unit) => ctx.facts.units().get(*unit).map(|u| Json::String(u.code.clone())),
        known => Some(known.to_json()),
    }
}

/// Is the field filled by a state, so that nobody types it?
fn filled_by_state<'a>(register: &'a Register, name: &str) -> Option<&'a str> {
    register.states.values().find(|s| s.sets.contains_key(name)).map(|s| s.title.as_str())
}

fn day_of(register: &Register, record: &StoredRecord) -> Option<Date> {
    record.fields.get(register.day.as_ref()?)?.as_str()?.parse().ok()
}

/// Computed fields, each after those that it rests on (the language refuses cycles).
fn compute(ctx: &Context<'_>, register: &Register, record: &mut StoredRecord, before: Option<&Arc<StoredRecord>>) {
    let Some(compiled) = ctx.programme.registers.get(&record.register) else { return };
    for name in &compiled.computed_order {
        let Some(expr) = compiled.fields.get(name).and_then(|f| f.value.as_ref()) else { continue };
        let value = {
            let env = RecordEnv { old: before.map(|b| b.as_ref()), ..RecordEnv::new(ctx, register, record) };
            expr.eval(&env as &dyn Env)
        };
        store_computed(&mut record.fields, name, &value);
    }
}

/// Who keeps the record: the group named by the register, else the unit itself and its superiors.
fn keeper(ctx: &Context<'_>, actor: &Actor, register: &Register, unit: UnitId) -> Result<(), Refusal> {
    if !ctx.facts.units().within(unit, actor.unit) {
        return Err(Refusal::NotFound);
    }
    match &register.kept_by {
        Some(group) => acts_for(ctx, actor, group),
        None => Ok(()),
    }
}

fn acts_for(ctx: &Context<'_>, actor: &Actor, group: &str) -> Result<(), Refusal> {
    let belongs = ctx.facts.units().get(actor.unit).is_some_and(|u| ctx.in_group(group, u));
    if belongs { Ok(()) } else { Err(Refusal::NotAllowed) }
}

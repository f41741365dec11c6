//! Lists (清单), presets of a new record's form, and public pages: records picked by a condition of the programme.

use crate::env::{RecordEnv, UnitPeriodEnv, current};
use crate::{Context, RecordQuery, StoredRecord, intake};
use indexmap::IndexMap;
use jiff::civil::Date;
use luodi_language::{Env, Expr};
use luodi_model::programme::FieldType;
use luodi_model::{Number, Period, RecordId, UnitId, Unknown, UserId, Value};
use serde_json::Value as Json;
use std::sync::Arc;

/// A record on a list, with the list's columns that are blank: what it still needs, by name.
#[derive(Clone, PartialEq, Debug)]
pub struct Listed {
    pub record: Arc<StoredRecord>,
    pub missing: Vec<String>,
}

/// The records on a list in the subtree of a unit, by day; `None`: no such list.
pub fn listed(ctx: &Context<'_>, name: &str, within: UnitId) -> Option<Vec<Listed>> {
    let list = ctx.programme.model.lists.get(name)?;
    let found = picked(ctx, &list.register, Some(within), ctx.programme.lists.get(name));
    let missing = |record: &StoredRecord| {
        let blank = list.columns.iter().filter(|c| current(ctx, record, c) == Value::MISSING);
        blank.cloned().collect()
    };
    Some(found.into_iter().map(|record| Listed { missing: missing(&record), record }).collect())
}

/// A public page: the fields named by it and no others. Fields that are not public by their page are never read.
pub fn public_page(ctx: &Context<'_>, page: usize, within: Option<UnitId>) -> Option<Vec<Vec<(String, Value)>>> {
    let model = ctx.programme.model.public.get(page)?;
    let condition = ctx.programme.public.get(page)?.as_ref();
    let found = picked(ctx, &model.register, within, condition);
    let shown = |r: &Arc<StoredRecord>| model.fields.iter().map(|f| (f.clone(), current(ctx, r, f))).collect();
    Some(found.iter().map(shown).collect())
}

/// A public figure over everything that the programme obliges; masked where too few stand behind it, or nobody can say how many.
pub fn public_figure(ctx: &Context<'_>, at: usize, home: UnitId) -> Option<Value> {
    let model = ctx.programme.model.public_figures.get(at)?;
    let (value, contributors) = ctx.programme.public_figures.get(at)?;
    let (first, last) = ctx.window().ok().flatten().unwrap_or((Date::MIN, Date::MAX));
    let env = UnitPeriodEnv { subtree: true, ..UnitPeriodEnv::new(ctx, home, Period::once(first, last)) };
    let env: &dyn Env = &env;
    let enough = Number::from(i64::from(model.at_least));
    let behind = contributors.eval(env).as_number().and_then(|n| n.at_least(&enough));
    Some(if behind == Some(true) { value.eval(env) } else { Value::Unknown(Unknown::Masked) })
}

fn picked(ctx: &Context<'_>, register: &str, within: Option<UnitId>, condition: Option<&Expr>) -> Vec<Arc<StoredRecord>> {
    let Some(model) = ctx.register(register) else { return vec![] };
    let query = RecordQuery { programme: &ctx.programme.model.programme, register, within, days: None };
    let mut found = vec![];
    ctx.facts.records(&query, &mut |record| {
        let env = RecordEnv::new(ctx, model, record);
        if condition.is_none_or(|c| c.eval(&env as &dyn Env).as_bool() == Some(true)) {
            found.push(Arc::clone(record));
        }
    });
    found
}

/// What a new record's form offers beforehand, given what is filled so far: field → values. Fields filled already are left alone.
pub fn presets(ctx: &Context<'_>, register: &str, unit: UnitId, filled: &IndexMap<String, Json>) -> Vec<(String, Vec<String>)> {
    let (Some(model), Some(compiled)) = (ctx.register(register), ctx.programme.registers.get(register)) else { return vec![] };
    let draft = draft(ctx, register, unit, filled);
    let env = RecordEnv::new(ctx, model, &draft);
    let offered = model.presets.iter().zip(&compiled.presets).filter(|(preset, when)| {
        !draft.fields.contains_key(&preset.field) && when.eval(&env as &dyn Env).as_bool() == Some(true)
    });
    offered.map(|(preset, _)| (preset.field.clone(), preset.values.clone())).collect()
}

/// A record that is only being filled in; what can't be read yet is blank.
fn draft(ctx: &Context<'_>, register: &str, unit: UnitId, filled: &IndexMap<String, Json>) -> StoredRecord {
    let mut fields = IndexMap::new();
    let model = ctx.register(register);
    for (name, json) in filled {
        let Some(field) = model.and_then(|m| m.fields.get(name)).filter(|f| f.type_ != FieldType::Computed) else { continue };
        if let Ok(Some(value)) = intake::read(ctx, name, field, json) {
            fields.insert(name.clone(), value);
        }
    }
    StoredRecord {
        id: RecordId(uuid::Uuid::nil()),
        programme: ctx.programme.model.programme.clone(),
        register: register.to_string(),
        unit,
        day: ctx.today(),
        state: String::new(),
        version: 0,
        fields,
        marks: IndexMap::new(),
        findings: vec![],
        entered: IndexMap::new(),
        earlier: vec![],
        created_at: ctx.now,
        changed_at: ctx.now,
        changed_by: UserId(0),
    }
}

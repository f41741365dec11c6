//! What names mean in an expression: over a record, a unit, or a unit in a period.

use crate::record::StoredRecord;
use crate::{Context, RecordQuery, measure};
use indexmap::IndexMap;
use jiff::{Timestamp, civil::Date};
use luodi_language::{Edge, Env, Name, Over, Span};
use luodi_model::programme::{FieldType, Register};
use luodi_model::{Number, Period, UnitId, Unknown, Value, beijing};
use serde_json::Value as Json;
use std::ops::ControlFlow;

/// Names over one record: its fields, state, unit, earlier version.
pub(crate) struct RecordEnv<'a> {
    pub ctx: &'a Context<'a>,
    pub register: &'a Register,
    pub record: &'a StoredRecord,
    pub old: Option<&'a StoredRecord>,
    pub actor_unit: Option<UnitId>,
    pub outer: Option<&'a dyn Env>,
    /// Only records created up to this instant are seen by aggregates.
    pub as_of: Option<Timestamp>,
}

impl<'a> RecordEnv<'a> {
    pub fn new(ctx: &'a Context<'a>, register: &'a Register, record: &'a StoredRecord) -> RecordEnv<'a> {
        RecordEnv { ctx, register, record, old: None, actor_unit: None, outer: None, as_of: None }
    }
}

/// Evaluates an expression over a record (conditions of forms, lists, public pages).
pub fn eval_on_record(ctx: &Context<'_>, register: &Register, record: &StoredRecord, expr: &luodi_language::Expr) -> Value {
    expr.eval(&RecordEnv::new(ctx, register, record) as &dyn Env)
}

impl Env for RecordEnv<'_> {
    fn get(&self, name: &Name) -> Value {
        match name {
            Name::Field(field) => field_value(self.ctx, self.register, self.record, field),
            Name::Through(field, inner) => match field_value(self.ctx, self.register, self.record, field) {
                Value::Record(id) => through(self.ctx, id, inner),
                other => other,
            },
            Name::UnitAttr { field, path } => match field_value(self.ctx, self.register, self.record, field) {
                Value::Unit(unit) => unit_attribute(self.ctx, unit, path),
                other => other,
            },
            Name::State => Value::Text(self.record.state.clone()),
            Name::Old(inner) => match self.old {
                Some(old) => RecordEnv { record: old, old: None, ..*self }.get(inner),
                None => Value::MISSING,
            },
            Name::My(inner) => match self.outer {
                Some(outer) => outer.get(inner),
                None => self.get(inner),
            },
            Name::ActorUnit => self.actor_unit.map_or(Value::MISSING, Value::Unit),
            Name::Filed(form) => filed_in(self.ctx, form, self.record.unit, self.record.day),
            other => common(self.ctx, other),
        }
    }

    fn records(&self, register: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        visit_records(self.ctx, register, None, None, self.as_of, self, visit);
    }
}

/// Names over one unit, outside any period: groups, windows, asks.
pub(crate) struct UnitEnv<'a> {
    ctx: &'a Context<'a>,
    unit: Option<UnitId>,
}

impl<'a> UnitEnv<'a> {
    pub fn new(ctx: &'a Context<'a>, unit: UnitId) -> UnitEnv<'a> {
        UnitEnv { ctx, unit: Some(unit) }
    }
    /// For the window itself, which sees asks and dates only.
    pub fn windowless(ctx: &'a Context<'a>) -> UnitEnv<'a> {
        UnitEnv { ctx, unit: None }
    }
}

impl Env for UnitEnv<'_> {
    fn get(&self, name: &Name) -> Value {
        match (name, self.unit) {
            (Name::UnitAttr { path, .. }, Some(unit)) => unit_attribute(self.ctx, unit, path),
            (Name::Field(field), Some(unit)) => unit_attribute(self.ctx, unit, std::slice::from_ref(field)),
            (Name::My(inner), _) => self.get(inner),
            (Name::Window(_), None) => Value::MISSING,
            (other, _) => common(self.ctx, other),
        }
    }
    fn records(&self, register: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        visit_records(self.ctx, register, self.unit, None, None, self, visit);
    }
}

/// Names over a unit in a period: measures, returns filed, quotas.
pub(crate) struct UnitPeriodEnv<'a> {
    pub ctx: &'a Context<'a>,
    pub unit: UnitId,
    pub period: Period,
    pub as_of: Option<Timestamp>,
}

impl Env for UnitPeriodEnv<'_> {
    fn get(&self, name: &Name) -> Value {
        match name {
            Name::Measure { name, over, span } => {
                let days = span_days(self.ctx, &self.period, span);
                measure::value(self.ctx, name, self.unit, matches!(over, Over::Subtree), days)
            }
            Name::Filed(form) => filed(self.ctx, form, self.unit, self.period.first),
            Name::Period(Edge::First) => Value::Date(self.period.first),
            Name::Period(Edge::Last) => Value::Date(self.period.last),
            Name::UnitAttr { path, .. } => unit_attribute(self.ctx, self.unit, path),
            Name::Field(field) if field == "unit" => Value::Unit(self.unit),
            Name::My(inner) => self.get(inner),
            other => common(self.ctx, other),
        }
    }
    fn records(&self, register: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        visit_records(self.ctx, register, None, None, self.as_of, self, visit);
    }
}

/// The days that a span of a measure covers, seen from a period. An open window reaches as far as the calendar.
pub(crate) fn span_days(ctx: &Context<'_>, period: &Period, span: &Span) -> (Date, Date) {
    let window = ctx.window().ok().flatten().unwrap_or((Date::MIN, Date::MAX));
    match span {
        Span::Period => (period.first, period.last),
        Span::Cumulative => (window.0.min(period.first), period.last),
        Span::Whole => window,
    }
}

fn common(ctx: &Context<'_>, name: &Name) -> Value {
    match name {
        Name::Today => Value::Date(ctx.today()),
        Name::Ask(ask) => ctx.answer(ask),
        Name::Window(edge) => match ctx.window() {
            Ok(Some((first, last))) => Value::Date(if matches!(edge, Edge::First) { first } else { last }),
            Ok(None) => Value::MISSING,
            Err(unknown) => unknown,
        },
        _ => Value::MISSING,
    }
}

fn filed(ctx: &Context<'_>, form: &str, unit: UnitId, first: Date) -> Value {
    Value::Bool(!ctx.facts.filings(&ctx.programme.model.programme, form, unit, first).is_empty())
}

/// Was the return of the period that contains this day filed?
fn filed_in(ctx: &Context<'_>, form: &str, unit: UnitId, day: Date) -> Value {
    let Some(model) = ctx.programme.model.returns.get(form) else { return Value::MISSING };
    filed(ctx, form, unit, Period::containing(model.every, day).first)
}

fn visit_records(
    ctx: &Context<'_>,
    register: &str,
    within: Option<UnitId>,
    days: Option<(Date, Date)>,
    as_of: Option<Timestamp>,
    outer: &dyn Env,
    visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>,
) {
    let Some(model) = ctx.register(register) else { return };
    let query = RecordQuery { programme: &ctx.programme.model.programme, register, within, days };
    let mut going = true;
    ctx.facts.records(&query, &mut |record| {
        if going && as_of.is_none_or(|at| record.created_at <= at) {
            let env = RecordEnv { outer: Some(outer), as_of, ..RecordEnv::new(ctx, model, record) };
            going = visit(&env).is_continue();
        }
    });
}

/// A field of the record that another record's field refers to.
fn through(ctx: &Context<'_>, id: luodi_model::RecordId, inner: &str) -> Value {
    let Some(record) = ctx.facts.record(id) else { return Value::MISSING };
    let Some(register) = ctx.register(&record.register) else { return Value::MISSING };
    if inner == "state" {
        return Value::Text(record.state.clone());
    }
    field_value(ctx, register, &record, inner)
}

/// `level`, `name`, `code`, `tags`, `parent.…` of a unit; no path: the unit itself.
fn unit_attribute(ctx: &Context<'_>, unit: UnitId, path: &[String]) -> Value {
    let tree = ctx.facts.units();
    let Some(found) = tree.get(unit) else { return Value::MISSING };
    match path.first().map(String::as_str) {
        None => Value::Unit(unit),
        Some("level") => Value::text(&found.level),
        Some("name") => Value::text(&found.name),
        Some("code") => Value::text(&found.code),
        Some("tags") => Value::List(found.tags.iter().map(Value::text).collect()),
        Some("parent") => match found.parent {
            Some(parent) => unit_attribute(ctx, parent, &path[1..]),
            None => Value::Unknown(Unknown::NotApplicable),
        },
        Some(_) => Value::MISSING,
    }
}

/// The typed value of a field as stored.
pub(crate) fn field_value(ctx: &Context<'_>, register: &Register, record: &StoredRecord, name: &str) -> Value {
    let Some(field) = register.fields.get(name) else { return Value::MISSING };
    if field.type_ == FieldType::Mark {
        return record.marks.get(name).map_or(Value::MISSING, |m| Value::Date(beijing(m.at).date()));
    }
    match record.fields.get(name) {
        None => Value::MISSING,
        Some(json) => typed(ctx, field.type_, json),
    }
}

/// Reads the JSON of a stored field back into a value of its type.
pub(crate) fn typed(ctx: &Context<'_>, type_: FieldType, json: &Json) -> Value {
    if let Some(unknown) = Unknown::from_json(json) {
        return Value::Unknown(unknown);
    }
    let text = || json.as_str().unwrap_or_default().to_string();
    match type_ {
        FieldType::Whole | FieldType::Decimal | FieldType::Money | FieldType::Percent => {
            Number::from_json(json).map_or(Value::MISSING, Value::Number)
        }
        FieldType::Date => text().parse().map_or(Value::MISSING, Value::Date),
        FieldType::Bool => json.as_bool().map_or(Value::MISSING, Value::Bool),
        FieldType::Unit => ctx.facts.units().by_code(&text()).map_or(Value::MISSING, |u| Value::Unit(u.id)),
        FieldType::Record => text().parse().map_or(Value::MISSING, |id| Value::Record(luodi_model::RecordId(id))),
        FieldType::Choices | FieldType::Files => {
            json.as_array().map_or(Value::MISSING, |items| Value::List(items.iter().map(|i| Value::Text(list_item(i))).collect()))
        }
        FieldType::Computed => computed(json),
        FieldType::Text | FieldType::LongText | FieldType::Time | FieldType::Choice | FieldType::Mark => Value::Text(text()),
    }
}

fn list_item(json: &Json) -> String {
    match json {
        Json::String(s) => s.clone(),
        Json::Object(o) => o.get("name").and_then(Json::as_str).unwrap_or_default().to_string(),
        other => other.to_string(),
    }
}

/// A computed value says its own type: stored as `{"number": …}` and so on, because JSON strings would be ambiguous.
fn computed(json: &Json) -> Value {
    let Some((kind, inner)) = json.as_object().and_then(|o| o.iter().next()) else {
        return json.as_bool().map_or(Value::MISSING, Value::Bool);
    };
    match kind.as_str() {
        "number" => Number::from_json(inner).map_or(Value::MISSING, Value::Number),
        "date" => inner.as_str().and_then(|s| s.parse().ok()).map_or(Value::MISSING, Value::Date),
        "text" => inner.as_str().map_or(Value::MISSING, Value::text),
        _ => Value::MISSING,
    }
}

/// The inverse of [`computed`].
pub(crate) fn store_computed(fields: &mut IndexMap<String, Json>, name: &str, value: &Value) {
    let json = match value {
        Value::Unknown(Unknown::Missing) => {
            fields.shift_remove(name);
            return;
        }
        Value::Number(n) => serde_json::json!({"number": n.to_json()}),
        Value::Date(d) => serde_json::json!({"date": d.to_string()}),
        Value::Text(s) => serde_json::json!({"text": s}),
        other => other.to_json(),
    };
    fields.insert(name.to_string(), json);
}

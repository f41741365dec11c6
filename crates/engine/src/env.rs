//! What names mean in an expression: over a record, a unit, or a unit in a period.

use crate::record::StoredRecord;
use crate::{Context, RecordQuery, measure};
use indexmap::IndexMap;
use jiff::{Timestamp, ToSpan, civil::Date};
use luodi_language::{Edge, Env, Name, Near, Over, Span};
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
    /// The unit that owes what each unit owes for the record.
    pub owner: Option<UnitId>,
    /// The period in which something is owed for the record.
    pub period: Option<Period>,
    /// Aggregates see what was known at this instant.
    pub as_of: Option<Timestamp>,
    /// The day taken as today: that of a state's entry, where what it fills in is computed later. `None`: today.
    pub today: Option<Date>,
    /// Computed fields as they were stored with the record. Cells count by them, so that a cell changes with its records
    /// and with nothing else.
    pub stored_only: bool,
}

impl<'a> RecordEnv<'a> {
    pub fn new(ctx: &'a Context<'a>, register: &'a Register, record: &'a StoredRecord) -> RecordEnv<'a> {
        RecordEnv {
            ctx,
            register,
            record,
            old: None,
            actor_unit: None,
            outer: None,
            owner: None,
            period: None,
            as_of: None,
            today: None,
            stored_only: false,
        }
    }

    /// A computed field that rests on more than its own record (other records, the day, an ask) is computed when it is
    /// looked at: what it rests on changes by itself.
    fn field(&self, name: &str) -> Value {
        if !self.stored_only
            && let Some(expr) = live_value(self.ctx, &self.record.register, name)
        {
            return expr.eval(&RecordEnv { outer: None, ..*self } as &dyn Env);
        }
        match field_value(self.ctx, self.register, self.record, name) {
            Value::Unknown(Unknown::NotComputable(why)) if !self.stored_only && self.today.is_none() => {
                self.filled_later(name).unwrap_or(Value::Unknown(Unknown::NotComputable(why)))
            }
            stored => stored,
        }
    }

    /// What the state entered last would have filled in on its day, had it been computable then.
    fn filled_later(&self, name: &str) -> Option<Value> {
        let sets = &self.ctx.programme.registers.get(&self.record.register)?.sets;
        let fills = |(state, at): (&String, &Timestamp)| {
            let (_, expr) = sets.get(state)?.iter().find(|(field, _)| field == name)?;
            Some((expr, *at))
        };
        let (expr, at) = self.record.entered.iter().rev().find_map(fills)?;
        let then = RecordEnv { outer: None, old: None, today: Some(beijing(at).date()), ..*self };
        Some(expr.eval(&then as &dyn Env))
    }
}

/// The expression of a computed field that rests on more than its own record.
fn live_value<'a>(ctx: &Context<'a>, register: &str, name: &str) -> Option<&'a luodi_language::Expr> {
    let field = ctx.programme.registers.get(register)?.fields.get(name)?;
    field.value.as_ref().filter(|_| field.live)
}

/// A field of a record as it reads now: as stored, or computed anew where it rests on more than the record.
pub fn current(ctx: &Context<'_>, record: &StoredRecord, name: &str) -> Value {
    let Some(register) = ctx.register(&record.register) else { return Value::MISSING };
    RecordEnv::new(ctx, register, record).field(name)
}

/// Evaluates an expression over a record (conditions of forms, lists, public pages).
pub fn eval_on_record(ctx: &Context<'_>, register: &Register, record: &StoredRecord, expr: &luodi_language::Expr) -> Value {
    expr.eval(&RecordEnv::new(ctx, register, record) as &dyn Env)
}

impl Env for RecordEnv<'_> {
    fn get(&self, name: &Name) -> Value {
        match name {
            Name::Field(field) => self.field(field),
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
            Name::This => Value::Record(self.record.id),
            Name::Owner => self.owner.map_or(Value::MISSING, Value::Unit),
            Name::Filed(form) => Value::Bool(contained_at(self.ctx, form, self.record).is_some_and(|t| until(self.as_of, t))),
            Name::Period(edge) => {
                self.period.map_or(Value::MISSING, |p| Value::Date(if matches!(edge, Edge::First) { p.first } else { p.last }))
            }
            Name::Today => Value::Date(self.today.unwrap_or_else(|| self.ctx.today())),
            other => common(self.ctx, other),
        }
    }

    fn records(&self, register: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        visit_records(self.ctx, register, &Near::default(), self.as_of, self, visit);
    }
    fn records_near(&self, register: &str, near: &Near, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        visit_records(self.ctx, register, near, self.as_of, self, visit);
    }
    fn working_day(&self, day: Date) -> Option<bool> {
        self.ctx.facts.working_day(day)
    }
    fn shown(&self, value: &Value) -> String {
        shown(self.ctx, value)
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
        visit_records(self.ctx, register, &Near::default(), None, self, visit);
    }
    fn records_near(&self, register: &str, near: &Near, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        visit_records(self.ctx, register, near, None, self, visit);
    }
    fn working_day(&self, day: Date) -> Option<bool> {
        self.ctx.facts.working_day(day)
    }
    fn shown(&self, value: &Value) -> String {
        shown(self.ctx, value)
    }
}

/// Names over a unit in a period: measures, returns filed, quotas.
pub(crate) struct UnitPeriodEnv<'a> {
    pub ctx: &'a Context<'a>,
    pub unit: UnitId,
    pub period: Period,
    pub as_of: Option<Timestamp>,
    /// Measures are taken of the whole subtree, also where the expression doesn't say so (a formula rolled up).
    pub subtree: bool,
}

impl<'a> UnitPeriodEnv<'a> {
    pub fn new(ctx: &'a Context<'a>, unit: UnitId, period: Period) -> UnitPeriodEnv<'a> {
        UnitPeriodEnv { ctx, unit, period, as_of: None, subtree: false }
    }
}

impl Env for UnitPeriodEnv<'_> {
    fn get(&self, name: &Name) -> Value {
        match name {
            Name::Measure { name, over, span } => {
                let days = span_days(self.ctx, &self.period, span);
                let of = measure::Of {
                    unit: self.unit,
                    subtree: self.subtree || matches!(over, Over::Subtree),
                    days,
                    as_of: self.as_of,
                };
                measure::value_of(self.ctx, name, &of)
            }
            Name::Filed(form) => {
                let filings = self.ctx.facts.filings(&self.ctx.programme.model.programme, form, self.unit, self.period.first);
                Value::Bool(filings.first().is_some_and(|f| until(self.as_of, f.at)))
            }
            Name::Period(Edge::First) => Value::Date(self.period.first),
            Name::Period(Edge::Last) => Value::Date(self.period.last),
            Name::UnitAttr { path, .. } => unit_attribute(self.ctx, self.unit, path),
            Name::Field(field) if field == "unit" => Value::Unit(self.unit),
            Name::My(inner) => self.get(inner),
            other => common(self.ctx, other),
        }
    }
    fn records(&self, register: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        visit_records(self.ctx, register, &Near::default(), self.as_of, self, visit);
    }
    fn records_near(&self, register: &str, near: &Near, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        visit_records(self.ctx, register, near, self.as_of, self, visit);
    }
    fn working_day(&self, day: Date) -> Option<bool> {
        self.ctx.facts.working_day(day)
    }
    fn shown(&self, value: &Value) -> String {
        shown(self.ctx, value)
    }
}

/// The days that a span of a measure covers, seen from a period. An open window reaches as far as the calendar.
pub(crate) fn span_days(ctx: &Context<'_>, period: &Period, span: &Span) -> (Date, Date) {
    let window = ctx.window().ok().flatten().unwrap_or((Date::MIN, Date::MAX));
    match span {
        Span::Period => (period.first, period.last),
        Span::Cumulative => (window.0.min(period.first), period.last),
        Span::Whole => window,
        Span::Previous => previous_days(period),
    }
}

/// The days of the period before, of the same length: so many months where it is whole months, else so many days.
fn previous_days(period: &Period) -> (Date, Date) {
    let last = period.first.saturating_sub(1.day());
    if period.every != luodi_model::Every::Once {
        let before = Period::containing(period.every, last);
        return (before.first, before.last);
    }
    let (from, to) = (period.first, period.last);
    if from == from.first_of_month() && to == to.last_of_month() {
        let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month()) + 1;
        return (from.saturating_sub(months.months()), last);
    }
    let days = i64::from((to - from).get_days());
    (last.saturating_sub(days.days()), last)
}

pub(crate) fn common(ctx: &Context<'_>, name: &Name) -> Value {
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

fn until(as_of: Option<Timestamp>, at: Timestamp) -> bool {
    as_of.is_none_or(|limit| at <= limit)
}

/// When the return of the record's period was first filed with this record in it: a version filed after the record
/// counted in one of its columns. A record that no column counts is in every version.
pub(crate) fn contained_at(ctx: &Context<'_>, form: &str, record: &StoredRecord) -> Option<Timestamp> {
    let model = ctx.programme.model.returns.get(form)?;
    let period = Period::containing(model.every, record.day);
    let filer = ctx.superior_in(&model.who, record.unit)?;
    let filings = ctx.facts.filings(&ctx.programme.model.programme, form, filer, period.first);
    // The record may be given as it was known earlier; whether a column counts it at all is asked of it as it is.
    let latest = ctx.facts.record(record.id);
    let record = latest.as_deref().unwrap_or(record);
    let counted = |record: &StoredRecord| {
        let contributions = measure::contributions(ctx.programme, ctx.facts, record, ctx.now);
        contributions
            .iter()
            .any(|c| c.cell.count > 0 && model.columns.iter().any(|column| rests_on(ctx, &column.measure, &c.measure)))
    };
    if !counted(record) {
        return filings.first().map(|f| f.at);
    }
    filings.iter().map(|f| f.at).find(|&at| record.as_of(at).is_some_and(|then| counted(&then)))
}

/// Is a measure this one, or a ratio of it?
fn rests_on(ctx: &Context<'_>, measure: &str, on: &str) -> bool {
    let parts = match ctx.programme.model.measures.get(measure).map(|m| &m.kind) {
        Some(luodi_model::programme::MeasureKind::Ratio { part, whole }) => part == on || whole == on,
        _ => false,
    };
    measure == on || parts
}

/// Visits the records of a register that may matter. Over what was known at an instant nothing is left out: a record may
/// have been another unit's, or of another day, then.
fn visit_records(
    ctx: &Context<'_>,
    register: &str,
    near: &Near,
    as_of: Option<Timestamp>,
    outer: &dyn Env,
    visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>,
) {
    let Some(model) = ctx.register(register) else { return };
    let near = if as_of.is_some() { Near::default() } else { *near };
    let days = (near.from.is_some() || near.to.is_some()).then(|| (near.from.unwrap_or(Date::MIN), near.to.unwrap_or(Date::MAX)));
    let query = RecordQuery { programme: &ctx.programme.model.programme, register, within: near.unit, days };
    let mut going = true;
    ctx.facts.records(&query, &mut |record| {
        if !going || near.unit.is_some_and(|unit| record.unit != unit) {
            return;
        }
        let then = as_of.map(|at| record.as_of(at));
        let record = match &then {
            None => record.as_ref(),
            Some(Some(then)) => then,
            Some(None) => return,
        };
        let env = RecordEnv { outer: Some(outer), as_of, ..RecordEnv::new(ctx, model, record) };
        going = visit(&env).is_continue();
    });
}

/// A value as a person knows it: a unit by its name, a record by its first line of text.
fn shown(ctx: &Context<'_>, value: &Value) -> String {
    match value {
        Value::Unit(unit) => ctx.facts.units().get(*unit).map_or_else(|| value.to_string(), |u| u.name.clone()),
        Value::Record(id) => record_title(ctx, *id).unwrap_or_else(|| value.to_string()),
        Value::List(items) => items.iter().map(|v| shown(ctx, v)).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}

/// The first text of a record that may be shown to whoever may see the record.
pub fn record_title(ctx: &Context<'_>, id: luodi_model::RecordId) -> Option<String> {
    let record = ctx.facts.record(id)?;
    let register = ctx.register(&record.register)?;
    let open = |f: &&luodi_model::programme::Field| {
        matches!(f.type_, FieldType::Text | FieldType::Choice) && f.access <= luodi_model::programme::Access::Internal
    };
    let titled = register.fields.iter().filter(|(_, f)| open(f));
    titled.filter_map(|(name, _)| record.fields.get(name)?.as_str()).next().map(str::to_string)
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

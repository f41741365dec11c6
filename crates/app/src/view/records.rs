//! Records (台账记录) as lines and pages; forms of registers.

use super::person::{NamesPeople, Person};
use super::words::{AccessName, FeedKind, FieldTypeName};
use super::{Figure, FigureSchema, UnitRef};
use crate::openings::Opening;
use indexmap::IndexMap;
use luodi_engine::{Context, StoredRecord};
use luodi_model::programme::{Access, Field, FieldType, Register};
use luodi_model::{RecordId, UnitId, Unknown, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A record as a line of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordView {
    pub id: String,
    pub programme: String,
    pub register: String,
    pub register_title: String,
    pub unit: UnitRef,
    pub day: String,
    pub state: String,
    pub state_title: String,
    pub version: u32,
    /// Values by field; masked and restricted ones read `{"unknown":"masked"}`.
    #[schema(value_type = IndexMap<String, FigureSchema>)]
    pub fields: IndexMap<String, Figure>,
    /// Words for values that are codes or ids (units, references).
    pub labels: IndexMap<String, String>,
    pub marks: IndexMap<String, MarkView>,
    pub findings: Vec<FindingView>,
    pub created_at: String,
    pub changed_at: String,
    pub changed_by: Person,
}

impl NamesPeople for RecordView {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        visit(&mut self.changed_by);
        self.marks.values_mut().for_each(|mark| visit(&mut mark.by));
    }
}
impl NamesPeople for RecordList {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        self.items.each_person(visit);
    }
}
impl NamesPeople for RecordPage {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        self.record.each_person(visit);
        self.history.iter_mut().for_each(|version| visit(&mut version.by));
        self.openings.iter_mut().for_each(|opening| visit(&mut opening.by));
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MarkView {
    pub at: String,
    pub by: Person,
    pub unit: UnitRef,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FindingView {
    pub field: Option<String>,
    pub say: String,
    pub clause: Option<String>,
}

/// A page of a register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordList {
    pub total: u64,
    pub page: u32,
    pub size: u32,
    pub columns: Vec<ColumnRef>,
    pub items: Vec<RecordView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ColumnRef {
    pub name: String,
    pub title: String,
    #[serde(rename = "type")]
    pub type_: FieldTypeName,
}

/// A record with everything that happened to it and what may happen next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordPage {
    pub record: RecordView,
    pub may_correct: bool,
    pub next_states: Vec<NextState>,
    pub marks_open: Vec<MarkOpen>,
    pub history: Vec<Version>,
    pub feeds: Vec<Feed>,
    /// Attachments of the fields that are shown.
    #[schema(value_type = IndexMap<String, Vec<super::files::FileRef>>)]
    pub files: super::files::Attached,
    /// May the caller open what is masked, for a reason?
    pub may_open: bool,
    /// Who opened it, newest first.
    pub openings: Vec<Opening>,
}

/// A state that may follow, with what is still missing for it in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NextState {
    pub name: String,
    pub title: String,
    pub missing: Vec<FindingView>,
    /// The fields among them: a form with just these, sent with the state, takes the step.
    pub fields: Vec<FieldView>,
    /// Something is missing that no field can give (a mark, an earlier step).
    pub blocked: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MarkOpen {
    pub field: String,
    pub title: String,
    /// May the caller set it?
    pub may: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Version {
    pub version: u32,
    pub at: String,
    pub by: Person,
    pub device: Option<String>,
    pub reason: Option<String>,
    pub state_title: String,
    pub changes: Vec<Change>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Change {
    pub field: String,
    pub title: String,
    #[schema(value_type = FigureSchema)]
    pub from: Figure,
    #[schema(value_type = FigureSchema)]
    pub to: Figure,
}

/// What the record counts in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Feed {
    pub kind: FeedKind,
    pub name: String,
    pub title: String,
    #[schema(value_type = FigureSchema)]
    pub value: Figure,
}

/// The form of a register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FormSchema {
    pub name: String,
    pub title: String,
    pub clause: Option<String>,
    pub unit_field: String,
    pub day_field: Option<String>,
    /// May the caller enter records here?
    pub may_write: bool,
    pub begin: Vec<String>,
    pub states: Vec<StateView>,
    pub fields: Vec<FieldView>,
    /// Those that hold for the unit of the form.
    pub presets: Vec<PresetView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StateView {
    pub name: String,
    pub title: String,
    pub next: Vec<String>,
    /// Fields that this state asks for.
    pub asks_for: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FieldView {
    pub name: String,
    pub title: String,
    #[serde(rename = "type")]
    pub type_: FieldTypeName,
    pub required: bool,
    pub options: Vec<String>,
    pub open_with_reason: Option<String>,
    pub of: Option<String>,
    pub measured_in: Option<String>,
    /// The entry must name its unit of measure: 300000万元.
    pub with_unit: bool,
    /// Shown to the caller's unit in a new form.
    pub shown: bool,
    pub access: AccessName,
    pub note: Option<String>,
    pub clause: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PresetView {
    pub field: String,
    pub values: Vec<String>,
    /// The condition as the programme writes it, for the explanation.
    pub when: String,
}

/// May a viewer of this unit see the field of a record of that unit in the clear?
pub fn visible(field: &Field, viewer: UnitId, owner: UnitId) -> bool {
    match field.access {
        Access::Public | Access::Internal => true,
        Access::Restricted => viewer == owner,
        Access::Masked => false,
    }
}

pub fn record(ctx: &Context<'_>, register: &Register, record: &StoredRecord, viewer: UnitId) -> RecordView {
    let tree = ctx.facts.units();
    let mut fields = IndexMap::new();
    let mut labels = IndexMap::new();
    for (name, field) in register.fields.iter().filter(|(_, f)| f.type_ != FieldType::Mark) {
        let stored = record.fields.get(name).cloned().unwrap_or(Figure::Null);
        if !stored.is_null() && !visible(field, viewer, record.unit) {
            fields.insert(name.clone(), Value::Unknown(Unknown::Masked).to_json());
            continue;
        }
        if let Some(label) = label(ctx, field, &stored) {
            labels.insert(name.clone(), label);
        }
        // A computed field may rest on what was recorded elsewhere since: it is computed when it is looked at.
        // So is a limit that couldn't be computed when its state was entered.
        let waits = || matches!(Unknown::from_json(&stored), Some(Unknown::NotComputable(_)));
        let shown = if field.type_ == FieldType::Computed || waits() {
            luodi_engine::current_value(ctx, record, name).to_json()
        } else {
            stored
        };
        fields.insert(name.clone(), shown);
    }
    let marks = record
        .marks
        .iter()
        .map(|(name, m)| (name.clone(), MarkView { at: m.at.to_string(), by: m.by.into(), unit: UnitRef::of(tree, m.unit) }));
    RecordView {
        id: record.id.to_string(),
        programme: record.programme.0.clone(),
        register: record.register.clone(),
        register_title: register.title.clone(),
        unit: UnitRef::of(tree, record.unit),
        day: record.day.to_string(),
        state: record.state.clone(),
        state_title: register.states.get(&record.state).map_or(String::new(), |s| s.title.clone()),
        version: record.version,
        fields,
        labels,
        marks: marks.collect(),
        findings: record
            .findings
            .iter()
            .map(|f| FindingView { field: f.field.clone(), say: f.say.clone(), clause: f.clause.clone() })
            .collect(),
        created_at: record.created_at.to_string(),
        changed_at: record.changed_at.to_string(),
        changed_by: record.changed_by.into(),
    }
}

/// Computed values are stored with their type; on the wire they are plain.
fn plain(field: &Field, stored: Figure) -> Figure {
    if field.type_ != FieldType::Computed {
        return stored;
    }
    match stored.as_object().and_then(|o| o.iter().next()) {
        Some((kind, inner)) if matches!(kind.as_str(), "number" | "date" | "text") => inner.clone(),
        _ => stored,
    }
}

fn label(ctx: &Context<'_>, field: &Field, stored: &Figure) -> Option<String> {
    let text = stored.as_str()?;
    match field.type_ {
        FieldType::Unit => ctx.facts.units().by_code(text).map(|u| u.name.clone()),
        FieldType::Record => {
            let referred = ctx.facts.record(RecordId(text.parse().ok()?))?;
            let register = ctx.register(&referred.register)?;
            Some(headline(register, &referred))
        }
        _ => None,
    }
}

/// A record in a few words: its first text fields, else its day.
pub fn headline(register: &Register, record: &StoredRecord) -> String {
    let texts = register
        .fields
        .iter()
        .filter(|(_, f)| matches!(f.type_, FieldType::Text | FieldType::Choice) && f.access <= Access::Internal);
    let words: Vec<&str> = texts.filter_map(|(name, _)| record.fields.get(name)?.as_str()).take(2).collect();
    if words.is_empty() { format!("{}（{}）", register.title, record.day) } else { words.join(" ") }
}

pub fn columns(register: &Register) -> Vec<ColumnRef> {
    let short = |f: &Field| !matches!(f.type_, FieldType::LongText | FieldType::Files);
    let column = |(name, f): (&String, &Field)| ColumnRef { name: name.clone(), title: f.title.clone(), type_: f.type_.into() };
    register.fields.iter().filter(|(_, f)| short(f)).map(column).collect()
}

pub fn form(ctx: &Context<'_>, name: &str, register: &Register, viewer: UnitId, may_write: bool) -> FormSchema {
    let compiled = ctx.programme.registers.get(name);
    let blank = blank_record(ctx, name, register, viewer);
    let shown = |field: &str| {
        let Some(expr) = compiled.and_then(|c| c.fields.get(field)).and_then(|f| f.shown.as_ref()) else { return true };
        // Unknown before the form is filled: shown, so that nothing needed is hidden.
        luodi_engine::eval_on_record(ctx, register, &blank, expr).as_bool() != Some(false)
    };
    let filled = register.fields.iter().filter(|(_, f)| f.type_ != FieldType::Mark);
    let fields = filled.map(|(name, f)| FieldView { shown: shown(name), ..field_view(name, f) });
    let states = register.states.iter().map(|(name, s)| StateView {
        name: name.clone(),
        title: s.title.clone(),
        next: s.next.clone(),
        asks_for: s.needs.iter().filter_map(|n| n.field.clone()).collect(),
    });
    let begin =
        if register.begin.is_empty() { register.states.keys().take(1).cloned().collect() } else { register.begin.clone() };
    FormSchema {
        name: name.to_string(),
        title: register.title.clone(),
        clause: register.clause.as_ref().map(|c| c.0.clone()),
        unit_field: register.unit.clone(),
        day_field: register.day.clone(),
        may_write,
        begin,
        states: states.collect(),
        fields: fields.collect(),
        presets: presets_for(ctx, name, &blank),
    }
}

/// A field as a form asks for it.
pub fn field_view(name: &str, field: &Field) -> FieldView {
    FieldView {
        name: name.to_string(),
        title: field.title.clone(),
        type_: field.type_.into(),
        required: field.required,
        options: field.options.clone(),
        open_with_reason: field.open_with_reason.clone(),
        of: field.of.clone(),
        measured_in: field.measured_in.clone(),
        with_unit: field.with_unit,
        shown: true,
        access: field.access.into(),
        note: field.note.clone(),
        clause: field.clause.as_ref().map(|c| c.0.clone()),
    }
}

/// A new record of the viewer's own unit, as the form sees it before anything is typed.
pub fn blank_record(ctx: &Context<'_>, name: &str, register: &Register, viewer: UnitId) -> StoredRecord {
    let mut fields = IndexMap::new();
    if let Some(unit) = ctx.facts.units().get(viewer) {
        fields.insert(register.unit.clone(), Figure::String(unit.code.clone()));
    }
    StoredRecord {
        id: RecordId(uuid::Uuid::nil()),
        programme: ctx.programme.model.programme.clone(),
        register: name.to_string(),
        unit: viewer,
        day: ctx.today(),
        state: String::new(),
        version: 0,
        fields,
        marks: IndexMap::new(),
        findings: vec![],
        entered: IndexMap::new(),
        earlier: Default::default(),
        created_at: ctx.now,
        changed_at: ctx.now,
        changed_by: luodi_model::UserId(0),
    }
}

/// What changed from one version to the next.
pub fn changes(register: &Register, before: Option<&StoredRecord>, after: &StoredRecord) -> Vec<Change> {
    let mut out = vec![];
    for (name, field) in &register.fields {
        if field.type_ == FieldType::Mark {
            let (was, is) = (before.and_then(|b| b.marks.get(name)), after.marks.get(name));
            if was != is {
                let at = |m: Option<&luodi_engine::Mark>| m.map_or(Figure::Null, |m| Figure::String(m.at.to_string()));
                out.push(Change { field: name.clone(), title: field.title.clone(), from: at(was), to: at(is) });
            }
            continue;
        }
        let was = before.and_then(|b| b.fields.get(name)).cloned().unwrap_or(Figure::Null);
        let is = after.fields.get(name).cloned().unwrap_or(Figure::Null);
        if was != is {
            let hidden = field.access >= Access::Restricted;
            let show =
                |v: Figure| if hidden && !v.is_null() { Value::Unknown(Unknown::Masked).to_json() } else { plain(field, v) };
            out.push(Change { field: name.clone(), title: field.title.clone(), from: show(was), to: show(is) });
        }
    }
    out
}

/// Presets that hold for a record as filled so far.
pub fn presets_for(ctx: &Context<'_>, register_name: &str, record: &StoredRecord) -> Vec<PresetView> {
    let (Some(register), Some(compiled)) = (ctx.register(register_name), ctx.programme.registers.get(register_name)) else {
        return vec![];
    };
    let holds = |when: &luodi_language::Expr| luodi_engine::eval_on_record(ctx, register, record, when).as_bool() == Some(true);
    let held = register.presets.iter().zip(&compiled.presets).filter(|(_, when)| holds(when));
    let preset = |p: &luodi_model::programme::Preset| PresetView {
        field: p.field.clone(),
        values: p.values.clone(),
        when: p.when.0.clone(),
    };
    held.map(|(p, _)| preset(p)).collect()
}

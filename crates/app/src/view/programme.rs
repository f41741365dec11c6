//! A programme as a page: what runs here, with the clause of every line, and the asks still open.

use super::person::{NamesPeople, Person};
use super::records::{FormSchema, form};
use super::words::{DiagnosticSeverity, ProgrammeState};
use super::{Figure, FigureSchema, UnitRef};
use indexmap::IndexMap;
use luodi_engine::{Context, Role};
use luodi_language::Diagnostic;
use luodi_model::programme::{Ask, Clause, Programme};
use luodi_model::{UnitId, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{Object, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A programme in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgrammeItem {
    pub id: String,
    pub title: String,
    pub summary: String,
    pub state: ProgrammeState,
    pub version: Option<u32>,
    pub published_at: Option<String>,
    pub plan: Option<String>,
    pub open_asks: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgrammePage {
    pub id: String,
    pub title: String,
    pub summary: String,
    pub version: Option<u32>,
    pub published_at: Option<String>,
    pub plan: Option<String>,
    /// The programme file as data.
    #[schema(value_type = ProgrammeModel)]
    pub model: serde_json::Value,
    pub window: WindowView,
    pub asks: Vec<AskView>,
    pub groups: Vec<GroupRef>,
    /// Clause (`L36`) → the words of the plan that stand there.
    pub clauses: IndexMap<String, String>,
    pub registers: Vec<FormSchema>,
}

/// Stands for the programme file in the interface description, which takes its schema from [`model_schemas`].
#[derive(Clone, Copy, Debug)]
pub struct ProgrammeModel;

impl PartialSchema for ProgrammeModel {
    fn schema() -> RefOr<Schema> {
        Object::new().into()
    }
}
impl ToSchema for ProgrammeModel {}

/// The schema of programme files, each definition under a name of its own (`ProgrammeModel`, `ModelDuty`, …).
pub fn model_schemas() -> BTreeMap<String, serde_json::Value> {
    let mut root = luodi_language::json_schema();
    repoint(&mut root);
    let mut out = BTreeMap::new();
    if let Some(object) = root.as_object_mut() {
        object.remove("$schema");
        if let Some(serde_json::Value::Object(defs)) = object.remove("$defs") {
            out.extend(defs.into_iter().map(|(name, schema)| (format!("Model{name}"), schema)));
        }
    }
    out.insert("ProgrammeModel".to_string(), root);
    out
}

fn repoint(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::Object(o) => {
            for (key, value) in o {
                match value.as_str().and_then(|v| v.strip_prefix("#/$defs/")) {
                    Some(name) if key == "$ref" => *value = format!("#/components/schemas/Model{name}").into(),
                    _ => repoint(value),
                }
            }
        }
        serde_json::Value::Array(a) => a.iter_mut().for_each(repoint),
        _ => {}
    }
}

/// First and last day, each a day or an unknown with its reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WindowView {
    #[schema(value_type = FigureSchema)]
    pub from: Figure,
    #[schema(value_type = FigureSchema)]
    pub to: Figure,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AskView {
    pub name: String,
    pub title: String,
    #[serde(rename = "type")]
    pub type_: String,
    pub options: Vec<AskOptionView>,
    pub note: String,
    pub clause: Option<String>,
    /// As it was given; `null`: open.
    #[schema(value_type = FigureSchema)]
    pub answer: Figure,
    /// Who gave the answer, or took one back; `null`: nobody yet.
    pub answered: Option<AnsweredView>,
    pub needed_before_publication: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnsweredView {
    pub by: Person,
    pub at: String,
}

impl AskView {
    /// Notes who answered, from the answers of the programme.
    pub fn note_answered(&mut self, answers: &[luodi_store::Answer]) {
        let found = answers.iter().find(|a| a.ask == self.name);
        self.answered = found.map(|a| AnsweredView { by: a.by.into(), at: a.at.to_string() });
    }
}
impl NamesPeople for AskView {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        self.answered.iter_mut().for_each(|a| visit(&mut a.by));
    }
}
impl NamesPeople for ProgrammePage {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        self.asks.each_person(visit);
    }
}
impl NamesPeople for DraftView {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        visit(&mut self.edited_by);
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AskOptionView {
    pub key: String,
    pub title: String,
    /// What choosing it would mean, in words (20个季度 …).
    pub consequences: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GroupRef {
    pub name: String,
    pub count: usize,
    pub stated: Option<u32>,
    pub units: Vec<UnitRef>,
}

/// A draft as it is edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DraftView {
    pub programme: String,
    pub yaml: String,
    pub version: u32,
    pub plan: Option<String>,
    pub edited_at: String,
    pub edited_by: Person,
    pub diagnostics: Vec<DiagnosticView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DiagnosticView {
    pub line: usize,
    pub column: usize,
    pub severity: DiagnosticSeverity,
    pub code: String,
    pub message: String,
    pub hint: Option<String>,
}

impl DiagnosticView {
    pub fn of(d: &Diagnostic) -> DiagnosticView {
        DiagnosticView {
            line: d.line,
            column: d.column,
            severity: d.severity.into(),
            code: d.code.to_string(),
            message: d.message.clone(),
            hint: d.hint.clone(),
        }
    }
}

/// Where a programme stands: its published version and the plan it was read from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    pub version: Option<u32>,
    pub published_at: Option<String>,
    pub plan: Option<String>,
}

/// Members of a group are listed up to this many.
const MEMBERS_MAX: usize = 200;

/// `sentence` gives the words of the plan at a clause.
pub fn page(
    ctx: &Context<'_>,
    standing: Standing,
    viewer: UnitId,
    role: Role,
    sentence: &dyn Fn(&Clause) -> Option<String>,
) -> ProgrammePage {
    let model = &ctx.programme.model;
    let tree = ctx.facts.units();
    let group = |(name, g): (&String, &luodi_model::programme::Group)| {
        let members = ctx.members(name, Some(viewer));
        let first: Vec<UnitId> = members.iter().take(MEMBERS_MAX).copied().collect();
        GroupRef { name: name.clone(), count: members.len(), stated: g.stated, units: UnitRef::all(tree, &first) }
    };
    let forms =
        model.registers.iter().map(|(name, r)| form(ctx, name, r, viewer, role != Role::Leader && may_keep(ctx, r, viewer)));
    ProgrammePage {
        id: model.programme.0.clone(),
        title: model.title.clone(),
        summary: model.summary.clone(),
        version: standing.version,
        published_at: standing.published_at,
        plan: standing.plan,
        model: serde_json::to_value(model).unwrap_or_default(),
        window: window(ctx),
        asks: model.asks.iter().map(|(name, a)| ask(ctx, name, a)).collect(),
        groups: model.groups.iter().map(group).collect(),
        clauses: clauses(model, sentence),
        registers: forms.collect(),
    }
}

fn may_keep(ctx: &Context<'_>, register: &luodi_model::programme::Register, viewer: UnitId) -> bool {
    match (&register.kept_by, ctx.facts.units().get(viewer)) {
        (Some(group), Some(unit)) => ctx.in_group(group, unit),
        (None, Some(_)) => true,
        _ => false,
    }
}

fn window(ctx: &Context<'_>) -> WindowView {
    match ctx.window() {
        Ok(Some((from, to))) => WindowView { from: Value::Date(from).to_json(), to: Value::Date(to).to_json() },
        Ok(None) => WindowView { from: Figure::Null, to: Figure::Null },
        Err(unknown) => WindowView { from: unknown.to_json(), to: unknown.to_json() },
    }
}

pub fn ask(ctx: &Context<'_>, name: &str, ask: &Ask) -> AskView {
    let given = ctx.facts.answer(&ctx.programme.model.programme, name).unwrap_or(Figure::Null);
    let consequences = luodi_engine::ask_consequences(ctx, name).unwrap_or_default();
    let words = |c: &luodi_engine::Consequence| consequence_words(ctx, c);
    let option = |(key, o): (&String, &luodi_model::programme::AskOption)| AskOptionView {
        key: key.clone(),
        title: o.title.clone(),
        consequences: consequences.iter().filter(|c| c.option == *key).flat_map(words).collect(),
    };
    AskView {
        name: name.to_string(),
        title: ask.title.clone(),
        type_: ask.type_.clone(),
        options: ask.options.iter().map(option).collect(),
        note: ask.note.clone(),
        clause: ask.clause.as_ref().map(|c| c.0.clone()),
        answer: given,
        answered: None,
        needed_before_publication: ask.before_publication,
    }
}

/// What an option would bring, in words: the window, the number of periods, what targets ask over all of them.
fn consequence_words(ctx: &Context<'_>, c: &luodi_engine::Consequence) -> Vec<String> {
    let (from, to) = match &c.window {
        Ok(window) => window,
        Err(_) => return vec!["还要先答复另一个事项".to_string()],
    };
    let mut words = vec![format!("{from} 至 {to}")];
    for (every, count) in &c.periods {
        let unit = match every {
            luodi_model::Every::Day => "天",
            luodi_model::Every::Week => "周",
            luodi_model::Every::TenDays => "旬",
            luodi_model::Every::Month => "个月",
            luodi_model::Every::Quarter => "个季度",
            luodi_model::Every::HalfYear => "个半年",
            luodi_model::Every::Year => "年",
            luodi_model::Every::Days(_) => "期",
            luodi_model::Every::Once => continue,
        };
        words.push(format!("{count}{unit}"));
    }
    for (target, total) in &c.totals {
        let title = ctx.programme.model.targets.get(target).map_or(target.as_str(), |t| t.title.as_str());
        words.push(format!("{title}合计{total}"));
    }
    words
}

/// Every clause that the programme points at, with its words.
fn clauses(model: &Programme, sentence: &dyn Fn(&Clause) -> Option<String>) -> IndexMap<String, String> {
    let mut found = IndexMap::new();
    let json = serde_json::to_value(model).unwrap_or_default();
    collect(&json, &mut |clause| {
        if !found.contains_key(clause)
            && let Some(words) = sentence(&Clause(clause.to_string()))
        {
            found.insert(clause.to_string(), words);
        }
    });
    found
}

fn collect(json: &serde_json::Value, visit: &mut dyn FnMut(&str)) {
    match json {
        serde_json::Value::Object(o) => {
            for (key, value) in o {
                match value.as_str() {
                    Some(clause) if key == "clause" => visit(clause),
                    _ => collect(value, visit),
                }
            }
        }
        serde_json::Value::Array(a) => a.iter().for_each(|v| collect(v, visit)),
        _ => {}
    }
}

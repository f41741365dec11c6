//! Registers as lists and pages: find, open, take out as a sheet.

use crate::App;
use crate::accounts::Caller;
use crate::attachments::attached;
use crate::problem::{Code, Outcome, Problem};
use crate::sheets;
use crate::view::records::{self as view, Feed, FindingView, FormSchema, MarkOpen, NextState, RecordList, RecordPage, Version};
use crate::view::words::FeedKind;
use luodi_engine::{Actor, Command, Context, Refusal, StoredRecord, decide, eval_on_record, is_partner};
use luodi_model::RecordId;
use luodi_model::programme::{Access, FieldType, List, Register};
use luodi_report::{HeadCell, Sheet, to_xlsx};
use luodi_store::{Order, RecordList as Query};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Lines of a page at most.
const SIZE_MAX: u32 = 500;
/// Rows of an export at most: what an office program opens without pain.
const EXPORT_MAX: u32 = 100_000;

/// Which records of a register, in which order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Find {
    /// Code of a unit: it and everything under it. Absent: the caller's own.
    pub unit: Option<String>,
    pub state: Option<String>,
    /// Text that some field contains.
    pub q: Option<String>,
    /// Name of a saved selection of the programme.
    pub list: Option<String>,
    /// `-date`, `people`; absent: newest first.
    pub sort: Option<String>,
    /// First and last day.
    pub from: Option<String>,
    pub to: Option<String>,
    /// From 1.
    pub page: Option<u32>,
    pub size: Option<u32>,
}

/// A saved selection with its number of records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ListItem {
    pub name: String,
    pub title: String,
    pub register: String,
    pub count: usize,
    pub clause: Option<String>,
}

impl App {
    /// A page of a register.
    ///
    /// # Errors
    /// Not found or outside the jurisdiction; a parameter that can't be read.
    pub async fn find_records(&self, caller: &Caller, programme: &str, register: &str, find: &Find) -> Outcome<RecordList> {
        let size = find.size.unwrap_or(50).clamp(1, SIZE_MAX);
        let list = self.find_sized(caller, programme, register, find, size).await?;
        self.with_names(caller, list).await
    }

    async fn find_sized(&self, caller: &Caller, programme: &str, register: &str, find: &Find, size: u32) -> Outcome<RecordList> {
        let live = self.programme_for(caller, programme).await?;
        let model = live.compiled.model.registers.get(register).ok_or_else(Problem::not_found)?;
        let unit = match find.unit.as_deref() {
            None if self.reads_all(caller, &live, model).await? => live.root,
            unit => caller.unit_or_own(unit)?.id,
        };
        let page = find.page.unwrap_or(1).max(1);
        let mut query = Query {
            programme: live.compiled.model.programme.clone(),
            register: register.to_string(),
            within: Some(unit),
            days: days(find)?,
            state: find.state.clone().filter(|s| !s.is_empty()),
            text: find.q.clone().map(|q| q.trim().to_string()).filter(|q| !q.is_empty()),
            order: order(find.sort.as_deref(), model),
            limit: size,
            offset: (page - 1).saturating_mul(size),
        };
        if let Some(name) = &find.list {
            if live.compiled.model.lists.get(name).is_none_or(|l| l.register != register) {
                return Err(Problem::not_found());
            }
            // The condition is an expression: everything that the other filters leave is looked at.
            (query.limit, query.offset) = (EXPORT_MAX, 0);
        }
        let found = self.store().records(&query).await?;
        let (viewer, register, list) = (caller.unit().id, register.to_string(), find.list.clone());
        self.looking_at(live, move |ctx| {
            let model = ctx.register(&register).ok_or_else(Problem::not_found)?;
            let (records, total) = match &list {
                None => (found.records, found.total as u64),
                Some(name) => {
                    let selected = select(ctx, model, name, found.records);
                    let total = selected.len() as u64;
                    let skip = (page - 1).saturating_mul(size) as usize;
                    (selected.into_iter().skip(skip).take(size as usize).collect(), total)
                }
            };
            let items = records.iter().map(|r| view::record(ctx, model, r, viewer)).collect();
            Ok(RecordList { total, page, size, columns: view::columns(model), items })
        })
        .await
    }

    /// Does the register let the caller's unit read every record of the programme?
    async fn reads_all(&self, caller: &Caller, live: &Arc<crate::live::Live>, register: &Register) -> Outcome<bool> {
        let Some(group) = register.seen_by.clone() else { return Ok(false) };
        let unit = caller.unit().clone();
        self.looking_at(Arc::clone(live), move |ctx| Ok(ctx.in_group(&group, &unit))).await
    }

    /// The saved selections of a programme with their numbers, for the caller's subtree.
    ///
    /// # Errors
    /// The programme isn't published.
    pub async fn lists(&self, caller: &Caller, programme: &str) -> Outcome<Vec<ListItem>> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit().id;
        self.looking_at(live, move |ctx| {
            let item = |(name, list): (&String, &List)| {
                let model = ctx.register(&list.register)?;
                let query = luodi_engine::RecordQuery {
                    programme: &ctx.programme.model.programme,
                    register: &list.register,
                    within: Some(unit),
                    days: None,
                };
                let mut all = vec![];
                ctx.facts.records(&query, &mut |r| all.push(Arc::clone(r)));
                let count = select(ctx, model, name, all).len();
                let clause = list.clause.as_ref().map(|c| c.0.clone());
                Some(ListItem { name: name.clone(), title: list.title.clone(), register: list.register.clone(), count, clause })
            };
            Ok(ctx.programme.model.lists.iter().filter_map(item).collect())
        })
        .await
    }

    /// A record with its history and what may follow.
    ///
    /// # Errors
    /// Not found or outside the jurisdiction.
    pub async fn record_page(&self, caller: &Caller, id: RecordId) -> Outcome<RecordPage> {
        let history = self.store().history(id).await?;
        let latest = history.last().ok_or_else(Problem::not_found)?;
        let live = self.programme_for(caller, &latest.record.programme.0).await?;
        let model = live.compiled.model.registers.get(&latest.record.register).ok_or_else(Problem::not_found)?;
        if !is_partner(model, &latest.record, &caller.unit().code) && !self.reads_all(caller, &live, model).await? {
            caller.check_sees(latest.record.unit)?;
        }
        let actor = caller.actor();
        let model = live.compiled.model.registers.get(&latest.record.register).ok_or_else(Problem::not_found)?.clone();
        let owner = latest.record.unit;
        let page = self.looking_at(live, move |ctx| {
            let record = ctx.facts.record(id).ok_or_else(Problem::not_found)?;
            let register = ctx.register(&record.register).ok_or_else(Problem::not_found)?;
            Ok(page(ctx, register, &record, &history, &actor))
        });
        let mut page = page.await?;
        page.files = self.with_file_facts(caller.units(), owner, page.files).await?;
        page.openings = self.openings(&model, id).await?;
        self.with_names(caller, page).await
    }

    /// The form of a register for a new record of a unit (absent: the caller's own): what is shown and preset depends on it.
    ///
    /// # Errors
    /// Not found, or outside the jurisdiction.
    pub async fn form(&self, caller: &Caller, programme: &str, register: &str, unit: Option<&str>) -> Outcome<FormSchema> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit_or_own(unit)?.id;
        let (viewer, writes, register) = (unit, caller.may_write(unit), register.to_string());
        self.looking_at(live, move |ctx| {
            let model = ctx.register(&register).ok_or_else(Problem::not_found)?;
            Ok(view::form(ctx, &register, model, viewer, writes))
        })
        .await
    }

    /// All records that match, as a sheet.
    ///
    /// # Errors
    /// As [`App::find_records`]; too many rows.
    pub async fn export_xlsx(&self, caller: &Caller, programme: &str, register: &str, find: &Find) -> Outcome<Vec<u8>> {
        let all = Find { page: Some(1), ..find.clone() };
        let list = self.find_sized(caller, programme, register, &all, EXPORT_MAX).await?;
        if list.total > u64::from(EXPORT_MAX) {
            let say = format!("符合条件的有{}条，一张表最多{EXPORT_MAX}条，请缩小范围后再导出", list.total);
            return Err(Problem::say(Code::BadParameter, say));
        }
        let title = self.programme_for(caller, programme).await?.compiled.model.registers.get(register).map(|r| r.title.clone());
        to_xlsx(&[sheets::of_records(&title.unwrap_or_default(), &list)]).map_err(Problem::internal)
    }

    /// An empty sheet in the columns of a register, to be filled and imported.
    ///
    /// # Errors
    /// Not found.
    pub async fn template_xlsx(&self, caller: &Caller, programme: &str, register: &str) -> Outcome<Vec<u8>> {
        let live = self.programme_for(caller, programme).await?;
        let model = live.compiled.model.registers.get(register).ok_or_else(Problem::not_found)?;
        let mut header: Vec<HeadCell> = model
            .fields
            .values()
            .filter(|f| !matches!(f.type_, FieldType::Mark | FieldType::Computed | FieldType::Files))
            .map(|f| match &f.measured_in {
                Some(unit) => HeadCell::new(format!("{}（{unit}）", f.title)),
                None => HeadCell::new(f.title.clone()),
            })
            .collect();
        if !model.states.is_empty() {
            header.push(HeadCell::new("状态"));
        }
        let sheet = Sheet { name: model.title.clone(), header: vec![header], frozen_columns: 1, ..Sheet::default() };
        to_xlsx(&[sheet]).map_err(Problem::internal)
    }
}

fn days(find: &Find) -> Outcome<Option<(jiff::civil::Date, jiff::civil::Date)>> {
    let day = |text: &Option<String>, open: jiff::civil::Date| match text.as_deref().filter(|t| !t.is_empty()) {
        None => Ok(open),
        Some(t) => t.parse().map_err(|_| Problem::say(Code::BadParameter, format!("“{t}”不是日期，应如 2013-09-01"))),
    };
    if find.from.is_none() && find.to.is_none() {
        return Ok(None);
    }
    Ok(Some((day(&find.from, jiff::civil::Date::MIN)?, day(&find.to, jiff::civil::Date::MAX)?)))
}

fn order(sort: Option<&str>, register: &Register) -> Order {
    let Some(sort) = sort.filter(|s| !s.is_empty()) else { return Order::Newest };
    let (name, descending) = sort.strip_prefix('-').map_or((sort, false), |n| (n, true));
    if register.day.as_deref() == Some(name) {
        return if descending { Order::Newest } else { Order::Oldest };
    }
    if name == "changed_at" {
        return Order::Changed;
    }
    Order::Field { name: name.to_string(), descending }
}

/// The records for which the condition of a saved selection is true.
fn select(ctx: &Context<'_>, register: &Register, name: &str, records: Vec<Arc<StoredRecord>>) -> Vec<Arc<StoredRecord>> {
    let Some(condition) = ctx.programme.lists.get(name) else { return vec![] };
    records.into_iter().filter(|r| eval_on_record(ctx, register, r, condition).as_bool() == Some(true)).collect()
}

fn page(
    ctx: &Context<'_>,
    register: &Register,
    record: &StoredRecord,
    history: &[luodi_store::Version],
    actor: &Actor,
) -> RecordPage {
    let mut before: Option<&StoredRecord> = None;
    let mut versions = vec![];
    for v in history {
        versions.push(Version {
            version: v.record.version,
            at: v.at.to_string(),
            by: v.by.into(),
            device: v.device.clone(),
            reason: v.reason.clone(),
            state_title: register.states.get(&v.record.state).map_or(String::new(), |s| s.title.clone()),
            changes: view::changes(register, before, &v.record),
        });
        before = Some(&v.record);
    }
    versions.reverse();
    let try_it = |command: Command| decide(ctx.programme, ctx.facts, actor, &command, ctx.now);
    let correct = Command::Correct { id: record.id, seen: record.version, fields: Default::default(), reason: None };
    RecordPage {
        record: view::record(ctx, register, record, actor.unit),
        may_correct: !matches!(try_it(correct), Err(Refusal::NotAllowed | Refusal::NotFound)),
        next_states: next_states(register, record, &try_it),
        marks_open: marks_open(register, record, &try_it),
        history: versions,
        feeds: feeds(ctx, record),
        files: attached(register, &record.fields, |f| view::visible(f, actor.unit, record.unit)),
        may_open: luodi_engine::may_open(actor, record.unit, ctx.facts.units()) && has_masked(register, record),
        openings: vec![],
    }
}

/// Does the record hold something that is masked?
fn has_masked(register: &Register, record: &StoredRecord) -> bool {
    register.fields.iter().any(|(name, f)| f.access == Access::Masked && record.fields.contains_key(name))
}

/// What stands in the way of each next state is what the engine says when it is tried.
fn next_states(
    register: &Register,
    record: &StoredRecord,
    try_it: &dyn Fn(Command) -> Result<Vec<luodi_engine::Event>, Refusal>,
) -> Vec<NextState> {
    let next = register.states.get(&record.state).map_or(&[] as &[String], |s| &s.next);
    let state = |to: &String| {
        let command =
            Command::Move { id: record.id, seen: record.version, to: to.clone(), fields: Default::default(), reason: None };
        let missing: Vec<FindingView> = match try_it(command) {
            Ok(_) => vec![],
            Err(Refusal::NotAllowed | Refusal::NotFound) => return None,
            Err(Refusal::Invalid { problems }) => {
                problems.into_iter().map(|p| FindingView { field: p.field, say: p.say, clause: p.clause }).collect()
            }
            Err(other) => vec![FindingView { field: None, say: other.to_string(), clause: None }],
        };
        let title = register.states.get(to).map_or(to.clone(), |s| s.title.clone());
        let mut fields: Vec<view::FieldView> = vec![];
        for name in missing.iter().filter_map(|m| m.field.as_ref()) {
            if let Some(field) = fillable(register, name).filter(|_| fields.iter().all(|f| f.name != *name)) {
                fields.push(view::field_view(name, field));
            }
        }
        let blocked = missing.iter().any(|m| m.field.as_ref().is_none_or(|name| fillable(register, name).is_none()));
        Some(NextState { name: to.clone(), title, missing, fields, blocked })
    };
    next.iter().filter_map(state).collect()
}

/// A field that a person can fill.
fn fillable<'a>(register: &'a Register, name: &str) -> Option<&'a luodi_model::programme::Field> {
    register.fields.get(name).filter(|f| !matches!(f.type_, FieldType::Mark | FieldType::Computed))
}

fn marks_open(
    register: &Register,
    record: &StoredRecord,
    try_it: &dyn Fn(Command) -> Result<Vec<luodi_engine::Event>, Refusal>,
) -> Vec<MarkOpen> {
    let open =
        |(name, f): &(&String, &luodi_model::programme::Field)| f.type_ == FieldType::Mark && !record.marks.contains_key(*name);
    let mark = |(name, f): (&String, &luodi_model::programme::Field)| MarkOpen {
        field: name.clone(),
        title: f.title.clone(),
        may: try_it(Command::Mark { id: record.id, field: name.clone() }).is_ok(),
    };
    register.fields.iter().filter(open).map(mark).collect()
}

/// What the record counts in: "every number opens" in the other direction.
fn feeds(ctx: &Context<'_>, record: &StoredRecord) -> Vec<Feed> {
    let contributions = luodi_engine::contributions(ctx.programme, ctx.facts, record, ctx.now);
    let feed = |c: luodi_engine::Contribution| {
        let title = ctx.programme.model.measures.get(&c.measure).map_or(c.measure.clone(), |m| m.title.clone());
        Feed { kind: FeedKind::Measure, name: c.measure, title, value: c.cell.sum_value(false).to_json() }
    };
    contributions.into_iter().map(feed).collect()
}

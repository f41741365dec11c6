//! Opening masked fields (打开并留痕): the values of one record, for a reason, with an event that stays.

use crate::App;
use crate::accounts::Caller;
use crate::attachments::attached;
use crate::problem::{Code, Outcome, Problem};
use crate::view::files::{Attached, FileRef};
use crate::view::person::{NamesPeople, Person};
use crate::view::{Figure, FigureSchema};
use indexmap::IndexMap;
use jiff::SignedDuration;
use luodi_engine::{Event, Facts, may_open};
use luodi_model::RecordId;
use luodi_model::programme::{Access, FieldType, Register};
use luodi_store::{EventList, Job, LoggedEvent};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashSet;
use utoipa::ToSchema;

/// Name of the event.
const OPENED: &str = "record_opened";
const REASON_CHARS_MIN: usize = 2;
const REASON_CHARS_MAX: usize = 200;
/// Openings shown with a record at most.
const SHOWN_MAX: u32 = 100;
/// After this many minutes files of masked fields must be opened anew.
const OPEN_MINUTES: i64 = 15;

/// Why masked fields are to be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpenRequest {
    pub reason: String,
}

/// The masked values of a record, in the clear, and the trace that this left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpenedRecord {
    #[schema(value_type = IndexMap<String, FigureSchema>)]
    pub fields: IndexMap<String, Figure>,
    #[schema(value_type = IndexMap<String, Vec<FileRef>>)]
    pub files: Attached,
    pub opening: Opening,
}

/// That somebody opened masked fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Opening {
    pub at: String,
    pub by: Person,
    pub reason: String,
    /// Titles of the fields.
    pub fields: Vec<String>,
}

impl NamesPeople for OpenedRecord {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        visit(&mut self.opening.by);
    }
}

impl App {
    /// Shows the masked values of one record and notes who asked, when, and why.
    ///
    /// # Errors
    /// Not found or outside the jurisdiction; no reason; somebody without the right.
    pub async fn open_masked(&self, caller: &Caller, id: RecordId, request: OpenRequest) -> Outcome<OpenedRecord> {
        let reason = request.reason.trim().to_string();
        if !(REASON_CHARS_MIN..=REASON_CHARS_MAX).contains(&reason.chars().count()) {
            let say = format!("请写明理由（{REASON_CHARS_MIN}到{REASON_CHARS_MAX}字），理由会留在记录上");
            return Err(Problem::field("reason", say));
        }
        let (live, record) = self.record_for(caller, id).await?;
        let register = live.compiled.model.registers.get(&record.register).ok_or_else(Problem::not_found)?;
        if !may_open(&caller.actor(), record.unit, caller.units()) {
            return Err(Problem::say(
                Code::NotAllowed,
                "遮盖的内容只有本单位经办、管理员和上级管理员可以说明理由后打开。没有打开任何内容。",
            ));
        }
        let masked = masked(register);
        let held: Vec<&String> = masked.iter().copied().filter(|n| record.fields.contains_key(*n)).collect();
        let fields: Vec<(String, String)> = held.iter().map(|n| ((*n).clone(), register.fields[*n].title.clone())).collect();
        let at = self.clock().now();
        let event = Event::Other {
            name: OPENED.to_string(),
            subject: id.to_string(),
            data: json!({ "reason": reason, "fields": fields.iter().map(|f| &f.0).collect::<Vec<_>>() }),
        };
        let stamp = luodi_store::Stamp::of(&caller.actor(), at);
        // Shown only when the trace is durable.
        self.store()
            .write(Job { stamp, record: None, key: None, decide: Box::new(move |_: &dyn Facts| Ok(vec![event.clone()])) })
            .await?;
        let values = held.iter().filter(|n| register.fields[**n].type_ != FieldType::Files);
        let files = attached(register, &record.fields, |f| f.access == Access::Masked);
        let opened = OpenedRecord {
            fields: values.filter_map(|n| Some(((*n).clone(), record.fields.get(*n)?.clone()))).collect(),
            files: self.with_file_facts(caller.units(), record.unit, files).await?,
            opening: Opening {
                at: at.to_string(),
                by: caller.user().into(),
                reason,
                fields: fields.into_iter().map(|f| f.1).collect(),
            },
        };
        self.with_names(caller, opened).await
    }

    /// Who opened masked fields of a record, newest first.
    pub(crate) async fn openings(&self, register: &Register, id: RecordId) -> Outcome<Vec<Opening>> {
        let list =
            EventList { kind: Some(OPENED.to_string()), subject: Some(id.to_string()), limit: SHOWN_MAX, ..EventList::default() };
        let found = self.store().events(&list).await?;
        Ok(found.events.iter().map(|e| opening(register, e)).collect())
    }

    /// Names of the fields that the caller opened a short while ago.
    pub(crate) async fn opened_lately(&self, caller: &Caller, id: RecordId) -> Outcome<HashSet<String>> {
        let list = EventList {
            kind: Some(OPENED.to_string()),
            subject: Some(id.to_string()),
            actor: Some(caller.user()),
            from: self.clock().now().checked_sub(SignedDuration::from_mins(OPEN_MINUTES)).ok(),
            limit: SHOWN_MAX,
            ..EventList::default()
        };
        let found = self.store().events(&list).await?;
        Ok(found.events.iter().flat_map(field_names).collect())
    }
}

fn masked(register: &Register) -> Vec<&String> {
    register.fields.iter().filter(|(_, f)| f.access == Access::Masked).map(|(name, _)| name).collect()
}

fn data(event: &LoggedEvent) -> Option<&serde_json::Value> {
    match &event.event {
        Event::Other { data, .. } => Some(data),
        _ => None,
    }
}

fn field_names(event: &LoggedEvent) -> Vec<String> {
    let names = data(event).and_then(|d| d["fields"].as_array()).into_iter().flatten();
    names.filter_map(|n| n.as_str().map(str::to_string)).collect()
}

fn opening(register: &Register, event: &LoggedEvent) -> Opening {
    let title = |name: String| register.fields.get(&name).map_or(name, |f| f.title.clone());
    Opening {
        at: event.at.to_string(),
        by: event.by.into(),
        reason: data(event).and_then(|d| d["reason"].as_str()).unwrap_or_default().to_string(),
        fields: field_names(event).into_iter().map(title).collect(),
    }
}

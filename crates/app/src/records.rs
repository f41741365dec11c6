//! Records (台账记录): find, open, submit, correct, move on, confirm; sheets in and out.

use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::problem::{Outcome, Problem};
use crate::view::FigureSchema;
use crate::view::records::{self as view, RecordView};
use indexmap::IndexMap;
use luodi_engine::{Command, Event, StoredRecord, is_partner};
use luodi_model::programme::Register;
use luodi_model::{ProgrammeId, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::sync::Arc;
use utoipa::ToSchema;

/// A new record as it is sent. The id is made by the client: sent twice, it is one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NewRecord {
    pub id: uuid::Uuid,
    #[serde(default)]
    pub state: Option<String>,
    #[schema(value_type = IndexMap<String, FigureSchema>)]
    pub fields: IndexMap<String, Json>,
}

/// Other values for some fields; `null` clears.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Correction {
    /// The version that the person saw.
    pub seen: u32,
    #[serde(default)]
    #[schema(value_type = IndexMap<String, FigureSchema>)]
    pub fields: IndexMap<String, Json>,
    #[serde(default)]
    pub reason: Option<String>,
}

/// What a submission came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Submitted {
    pub record: RecordView,
    /// It was there already.
    pub repeated: bool,
}

impl App {
    /// Submits a record.
    ///
    /// # Errors
    /// The engine's refusal, with each field named; nothing is stored then.
    pub async fn submit(&self, caller: &Caller, programme: &str, register: &str, new: NewRecord) -> Outcome<Submitted> {
        let live = self.programme_for(caller, programme).await?;
        let model = live.compiled.model.registers.get(register).ok_or_else(Problem::not_found)?;
        self.check_files(caller, model, &new.fields).await?;
        let id = RecordId(new.id);
        let command = Command::Submit {
            programme: ProgrammeId(programme.to_string()),
            register: register.to_string(),
            id,
            state: new.state,
            fields: new.fields,
        };
        let done = self.carry_out(caller, &live, command).await?;
        let stored = done.events.into_iter().find_map(stored);
        let repeated = done.repeated || stored.is_none();
        match stored {
            Some(record) if !repeated && !refers(model) => {
                let record = self.with_names(caller, view_alone(caller, &live, model, &record)).await?;
                Ok(Submitted { record, repeated })
            }
            _ => Ok(Submitted { record: self.line(caller, Arc::clone(&live), id).await?, repeated }),
        }
    }

    /// Corrects fields of a record (更正). Earlier versions stay readable.
    ///
    /// # Errors
    /// The engine's refusal; a conflict where somebody stored another version meanwhile.
    pub async fn correct(&self, caller: &Caller, id: RecordId, change: Correction) -> Outcome<RecordView> {
        let live = self.programme_of(caller, id, &change.fields).await?;
        let command = Command::Correct { id, seen: change.seen, fields: change.fields, reason: change.reason };
        self.carry_out(caller, &live, command).await?;
        self.line(caller, live, id).await
    }

    /// Moves a record into its next state.
    ///
    /// # Errors
    /// The engine's refusal: steps that are open are named.
    pub async fn move_record(&self, caller: &Caller, id: RecordId, to: &str, change: Correction) -> Outcome<RecordView> {
        let live = self.programme_of(caller, id, &change.fields).await?;
        let command = Command::Move { id, seen: change.seen, to: to.to_string(), fields: change.fields, reason: change.reason };
        self.carry_out(caller, &live, command).await?;
        self.line(caller, live, id).await
    }

    /// Sets a mark (存档, 签收) in the name of the caller's unit.
    ///
    /// # Errors
    /// The engine's refusal.
    pub async fn mark_record(&self, caller: &Caller, id: RecordId, field: &str) -> Outcome<RecordView> {
        let (live, _) = self.record_for(caller, id).await?;
        self.carry_out(caller, &live, Command::Mark { id, field: field.to_string() }).await?;
        self.line(caller, live, id).await
    }

    /// A record in the caller's jurisdiction, with its programme.
    pub(crate) async fn record_for(&self, caller: &Caller, id: RecordId) -> Outcome<(Arc<Live>, Arc<StoredRecord>)> {
        let record = self.with_facts(move |moment| moment.facts.record(id).ok_or_else(Problem::not_found)).await?;
        let live = self.programme_for(caller, &record.programme.0).await?;
        let register = live.compiled.model.registers.get(&record.register);
        if !register.is_some_and(|r| is_partner(r, &record, &caller.unit().code)) {
            caller.check_sees(record.unit)?;
        }
        Ok((live, record))
    }

    /// The programme of a record that is to be changed, when its new attachments are there.
    async fn programme_of(&self, caller: &Caller, id: RecordId, fields: &IndexMap<String, Json>) -> Outcome<Arc<Live>> {
        let (live, record) = self.record_for(caller, id).await?;
        let register = live.compiled.model.registers.get(&record.register).ok_or_else(Problem::not_found)?;
        self.check_files(caller, register, fields).await?;
        Ok(live)
    }

    async fn line(&self, caller: &Caller, live: Arc<Live>, id: RecordId) -> Outcome<RecordView> {
        let viewer = caller.unit().id;
        let line = self.looking_at(live, move |ctx| {
            let record = ctx.facts.record(id).ok_or_else(Problem::not_found)?;
            let register = ctx.register(&record.register).ok_or_else(Problem::not_found)?;
            Ok(view::record(ctx, register, &record, viewer))
        });
        self.with_names(caller, line.await?).await
    }
}

/// Where no reference needs a look-up the answer is made from what was stored, without asking the database again.
fn view_alone(caller: &Caller, live: &Live, model: &Register, record: &StoredRecord) -> RecordView {
    let facts = luodi_engine::UnitsAlone::new(caller.units());
    let ctx = luodi_engine::Context::new(&live.compiled, &facts, record.created_at);
    view::record(&ctx, model, record, caller.unit().id)
}

fn stored(event: Event) -> Option<StoredRecord> {
    match event {
        Event::RecordStored { record, .. } => Some(*record),
        _ => None,
    }
}

fn refers(register: &Register) -> bool {
    register.fields.values().any(|f| f.type_ == luodi_model::programme::FieldType::Record)
}

//! What is asked of the writer, and what it answers.

use crate::error::{Result, StoreError, WriteError};
use crate::link::Link;
use crate::writer::Writer;
use jiff::Timestamp;
use luodi_engine::{Actor, Event, Facts, Refusal};
use luodi_model::{RecordId, UnitId, UserId};
use std::fmt;
use tokio::sync::oneshot;

/// Who writes, for which unit, from which device, and when: what each event of the log carries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stamp {
    pub user: UserId,
    pub unit: UnitId,
    pub device: Option<String>,
    pub at: Timestamp,
}

impl Stamp {
    pub fn of(actor: &Actor, at: Timestamp) -> Stamp {
        Stamp { user: actor.user, unit: actor.unit, device: actor.device.clone(), at }
    }
}

/// Decides on a command against the facts of the moment it is its turn. It may be called again when a batch is repeated
/// without a job that failed, so it must not keep anything from the first call.
pub type Decide = Box<dyn FnMut(&dyn Facts) -> Result<Vec<Event>, Refusal> + Send>;

/// A key under which a command is carried out once, however often it is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobKey {
    pub key: String,
    /// SM3 of what was asked; the same key with another digest is refused.
    pub digest: [u8; 32],
}

/// One command to be decided and stored.
pub struct Job {
    pub stamp: Stamp,
    /// The record that the command names, where it names one: looked up for the whole batch at once. For a new record
    /// it is also the key under which the command is carried out once.
    pub record: Option<RecordId>,
    pub key: Option<JobKey>,
    pub decide: Decide,
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("stamp", &self.stamp).field("record", &self.record).finish_non_exhaustive()
    }
}

/// What was stored, durably.
#[derive(Clone, PartialEq, Debug)]
pub struct Done {
    /// Numbers of the events in the log.
    pub seqs: Vec<i64>,
    pub events: Vec<Event>,
    /// The command had been carried out before, and this is what it did then; or its record said so already, and this
    /// is the version that does.
    pub repeated: bool,
}

/// A write to the plain tables (accounts, plans …) with the events that tell of it. May be called again, like [`Decide`].
pub(crate) type TableWrite = Box<dyn FnMut(&mut Link) -> Result<Vec<Event>> + Send>;

pub(crate) enum Work {
    Decide { record: Option<RecordId>, key: Option<JobKey>, decide: Decide },
    Table(TableWrite),
}

pub(crate) type Reply = oneshot::Sender<Result<Done, WriteError>>;

pub(crate) struct Queued {
    pub stamp: Stamp,
    pub work: Work,
    pub reply: Reply,
}

pub(crate) type Task = Box<dyn FnOnce(&mut Writer) + Send>;

pub(crate) enum Message {
    Write(Queued),
    /// Something that the writer's thread does between two batches.
    Task(Task),
    Stop(oneshot::Sender<()>),
}

pub(crate) fn closed<T>(_: T) -> StoreError {
    StoreError::Closed
}

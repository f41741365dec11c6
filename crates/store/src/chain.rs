//! The audit chain (审计链): one row per event, each hash over the one before, so that a changed, removed or inserted
//! row shows. SM3 is the hash of GB/T 32905-2016.

use crate::error::{Result, StoreError};
use jiff::Timestamp;
use luodi_engine::Event;
use luodi_model::{UnitId, UserId};
use sm3::{Digest, Sm3};
use std::borrow::Cow;

pub(crate) type Hash = [u8; 32];

/// The hash before the first event.
pub(crate) const GENESIS: Hash = [0; 32];

/// Kind of the events that store versions of records.
pub(crate) const RECORD_STORED: &str = "record_stored";

/// A row of the log as it will be or was written.
#[derive(Clone, Debug)]
pub(crate) struct LogRow {
    pub seq: i64,
    pub at: Timestamp,
    pub actor: UserId,
    pub unit: UnitId,
    pub device: Option<String>,
    pub kind: Cow<'static, str>,
    pub subject: String,
    pub prev: Option<i64>,
    pub payload: String,
    pub hash: Hash,
}

/// The fields of a row that the hash covers, borrowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hashed<'a> {
    pub seq: i64,
    pub at_us: i64,
    pub actor: i64,
    pub unit: i64,
    pub device: Option<&'a str>,
    pub kind: &'a str,
    pub subject: &'a str,
    pub prev: Option<i64>,
    pub payload: &'a str,
}

impl Hashed<'_> {
    /// SM3(previous hash ‖ fields), each field with its length before it, so that no two rows share an encoding. An
    /// absent field is a length of all ones.
    pub fn hash(&self, previous: &Hash) -> Hash {
        let mut h = Sm3::new();
        h.update(previous);
        let mut field = |bytes: Option<&[u8]>| match bytes {
            None => h.update(u64::MAX.to_be_bytes()),
            Some(b) => {
                h.update((b.len() as u64).to_be_bytes());
                h.update(b);
            }
        };
        field(Some(&self.seq.to_be_bytes()));
        field(Some(&self.at_us.to_be_bytes()));
        field(Some(&self.actor.to_be_bytes()));
        field(Some(&self.unit.to_be_bytes()));
        field(self.device.map(str::as_bytes));
        field(Some(self.kind.as_bytes()));
        field(Some(self.subject.as_bytes()));
        field(self.prev.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
        field(Some(self.payload.as_bytes()));
        h.finalize().into()
    }
}

impl LogRow {
    pub fn hashed(&self) -> Hashed<'_> {
        Hashed {
            seq: self.seq,
            at_us: self.at.as_microsecond(),
            actor: self.actor.0,
            unit: i64::from(self.unit.0),
            device: self.device.as_deref(),
            kind: &self.kind,
            subject: &self.subject,
            prev: self.prev,
            payload: &self.payload,
        }
    }
}

/// Kind and subject of an event: what the log can be searched by.
pub(crate) fn kind_and_subject(event: &Event) -> (Cow<'static, str>, String) {
    match event {
        Event::RecordStored { record, .. } => (RECORD_STORED.into(), record.id.to_string()),
        Event::ReturnFiled(f) => ("return_filed".into(), format!("{}/{}", f.programme, f.form)),
        Event::ZeroReported { programme, duty, .. } => ("zero_reported".into(), format!("{programme}/{duty}")),
        Event::AskAnswered { programme, ask, .. } => ("ask_answered".into(), format!("{programme}/{ask}")),
        Event::Other { name, subject, .. } => (name.clone().into(), subject.clone()),
    }
}

/// The JSON of the log. Events are our own types, so that failing means a defect, which is reported, not hidden.
pub(crate) fn payload(event: &Event) -> Result<String> {
    serde_json::to_string(event).map_err(|e| StoreError::broken(format!("event can't be written as JSON: {e}")))
}

pub(crate) fn read_event(payload: &str) -> Result<Event> {
    serde_json::from_str(payload).map_err(|e| StoreError::broken(format!("event: {e}")))
}

/// The record of a `record_stored` payload, without the detour of reading a tagged enum.
pub(crate) fn read_record(payload: &str) -> Result<luodi_engine::StoredRecord> {
    #[derive(serde::Deserialize)]
    struct Only {
        record: luodi_engine::StoredRecord,
    }
    let only: Only = serde_json::from_str(payload).map_err(|e| StoreError::broken(format!("record: {e}")))?;
    Ok(only.record)
}

pub(crate) fn hash_from(bytes: &[u8]) -> Result<Hash> {
    bytes.try_into().map_err(|_| StoreError::broken("hash of 32 bytes expected"))
}

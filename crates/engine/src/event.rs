//! Events: what happened, in the order of the log. The store chains them; every view can be computed from them.

use crate::StoredRecord;
use jiff::{Timestamp, civil::Date};
use luodi_model::programme::Column;
use luodi_model::{Every, ProgrammeId, RecordId, UnitId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One thing that happened. `Other` carries what the engine doesn't decide on (accounts, plans, decisions on findings).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A new version of a record. `before` is the version replaced, for the measures; it is not stored in the log.
    RecordStored {
        record: Box<StoredRecord>,
        #[serde(skip)]
        before: Option<Box<StoredRecord>>,
        /// Why it was changed (更正理由), where the actor said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    ReturnFiled(Filing),
    /// A unit says that nothing happened (零报告).
    ZeroReported {
        programme: ProgrammeId,
        duty: String,
        unit: UnitId,
        every: Every,
        first: Date,
    },
    AskAnswered {
        programme: ProgrammeId,
        ask: String,
        value: Json,
    },
    Other {
        name: String,
        subject: String,
        data: Json,
    },
}

/// A filed return (报表): a version that stays readable.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Filing {
    pub programme: ProgrammeId,
    /// The return's name in the programme (`return` is a word of Rust).
    pub form: String,
    pub unit: UnitId,
    pub every: Every,
    /// First day of the period.
    pub first: Date,
    pub version: u32,
    pub at: Timestamp,
    pub by: UserId,
    /// All figures of the filer are zero (零报告).
    pub zero: bool,
    /// The columns as they stood when it was filed, so that the version stays readable when the programme changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
    /// The figures as filed.
    pub rows: Vec<FilingCell>,
    /// The total row, in the order of the columns; JSON of [`luodi_model::Value`].
    pub total: Vec<Json>,
    /// Client-made id of the submission: sent twice, filed once.
    pub id: RecordId,
}

/// One row of a filed table: the figures of one unit, in the order of the return's columns.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FilingCell {
    pub unit: UnitId,
    /// JSON of [`luodi_model::Value`].
    pub values: Vec<Json>,
}

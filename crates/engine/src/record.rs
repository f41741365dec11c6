//! A record (台账记录) as it is stored: one version, with everything that counting needs.

use indexmap::IndexMap;
use jiff::{Timestamp, civil::Date};
use luodi_model::{ProgrammeId, RecordId, UnitId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The current version of a record. Earlier versions live in the events.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StoredRecord {
    pub id: RecordId,
    pub programme: ProgrammeId,
    pub register: String,
    /// Whose record it is: jurisdiction and measures follow it.
    pub unit: UnitId,
    /// The day in whose period it counts.
    pub day: Date,
    /// Empty where the register has no states.
    pub state: String,
    /// 1 for the first version.
    pub version: u32,
    /// Values by field name in the JSON of [`luodi_model::Value`]; a missing value has no entry.
    pub fields: IndexMap<String, Json>,
    /// Confirmations (存档, 签收) by field name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub marks: IndexMap<String, Mark>,
    /// Breaches recorded with the record (checks of severity `finding`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// When each state was entered.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub entered: IndexMap<String, Timestamp>,
    /// When fields were filled that were blank when the record was made. A correction of a value keeps the instant: it
    /// says what had been true all along, so that it neither makes nor mends lateness.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub filled: IndexMap<String, Timestamp>,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub changed_by: UserId,
}

impl StoredRecord {
    /// What was known of the record at an instant: the state it was in, the fields filled and the marks set by then;
    /// `None` before it was made.
    pub fn as_of(&self, at: Timestamp) -> Option<StoredRecord> {
        if self.created_at > at {
            return None;
        }
        let mut then = self.clone();
        // States are noted with the instant of their last entry; several at one instant keep the order of entry.
        let entered = self.entered.iter().filter(|(_, t)| **t <= at).max_by_key(|(_, t)| **t);
        if let Some((state, _)) = entered {
            then.state = state.clone();
        }
        then.fields.retain(|name, _| self.filled.get(name).is_none_or(|t| *t <= at));
        then.marks.retain(|_, mark| mark.at <= at);
        Some(then)
    }

    /// Every instant at which something became true of the record.
    pub fn instants(&self) -> impl Iterator<Item = Timestamp> + '_ {
        let marks = self.marks.values().map(|m| m.at);
        std::iter::once(self.created_at).chain(self.entered.values().copied()).chain(self.filled.values().copied()).chain(marks)
    }
}

/// Who confirmed and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    pub at: Timestamp,
    pub by: UserId,
    pub unit: UnitId,
}

/// A breach that was recorded, not refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finding {
    pub field: Option<String>,
    pub say: String,
    pub clause: Option<String>,
}

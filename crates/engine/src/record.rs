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
    /// What earlier versions said where they differed from the next one, oldest first: what was known when can be told
    /// from the record alone, so that no later change makes or mends lateness.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub changed_by: UserId,
}

/// What a record said until an instant, where the version from then on says something else.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Earlier {
    pub until: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Values by field; `null` where the field was blank.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub fields: IndexMap<String, Json>,
}

impl Earlier {
    fn of(before: &StoredRecord, after: &StoredRecord) -> Earlier {
        let names = before.fields.keys().chain(after.fields.keys().filter(|k| !before.fields.contains_key(*k)));
        let changed = names.filter(|n| before.fields.get(*n) != after.fields.get(*n));
        Earlier {
            until: after.changed_at,
            unit: (before.unit != after.unit).then_some(before.unit),
            day: (before.day != after.day).then_some(before.day),
            state: (before.state != after.state).then(|| before.state.clone()),
            fields: changed.map(|n| (n.clone(), before.fields.get(n).cloned().unwrap_or(Json::Null))).collect(),
        }
    }
    /// Puts back what was said.
    fn restore(&self, record: &mut StoredRecord) {
        record.unit = self.unit.unwrap_or(record.unit);
        record.day = self.day.unwrap_or(record.day);
        if let Some(state) = &self.state {
            record.state.clone_from(state);
        }
        for (name, value) in &self.fields {
            if value.is_null() {
                record.fields.shift_remove(name);
            } else {
                record.fields.insert(name.clone(), value.clone());
            }
        }
    }
}

impl StoredRecord {
    /// Notes what the version before said.
    pub(crate) fn note_earlier(&mut self, before: &StoredRecord) {
        let earlier = Earlier::of(before, self);
        self.earlier.push(earlier);
    }

    /// What was known of the record at an instant; `None` before it was made.
    pub fn as_of(&self, at: Timestamp) -> Option<StoredRecord> {
        if self.created_at > at {
            return None;
        }
        let mut then = self.clone();
        for earlier in self.earlier.iter().rev().take_while(|e| e.until > at) {
            earlier.restore(&mut then);
        }
        then.marks.retain(|_, mark| mark.at <= at);
        Some(then)
    }

    /// Every instant at which the record changed.
    pub fn instants(&self) -> impl Iterator<Item = Timestamp> + '_ {
        let marks = self.marks.values().map(|m| m.at);
        std::iter::once(self.created_at).chain(self.earlier.iter().map(|e| e.until)).chain(marks)
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

//! What the engine may ask about the world. Implemented by the store's snapshot and, in memory, by the simulation.

use crate::{Cell, Filing, StoredRecord};
use jiff::{Timestamp, civil::Date};
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use serde_json::Value as Json;
use std::sync::Arc;

/// Which records: of one register, of a subtree of units, with a day in a span. `None`: no limit.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordQuery<'a> {
    pub programme: &'a ProgrammeId,
    pub register: &'a str,
    /// The unit and everything under it.
    pub within: Option<UnitId>,
    pub days: Option<(Date, Date)>,
}

/// Synchronous read access to facts. All answers are of one moment.
pub trait Facts {
    fn units(&self) -> &UnitTree;
    fn record(&self, id: RecordId) -> Option<Arc<StoredRecord>>;
    /// Visits matching records, ordered by day, then by id.
    fn records(&self, query: &RecordQuery<'_>, visit: &mut dyn FnMut(&Arc<StoredRecord>));
    /// The cell of a count or sum measure over the days `from..=to`, of the unit alone or its subtree. Days are exact
    /// where the programme keeps cells by day, else spans must begin and end with months.
    fn cell(&self, programme: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell;
    /// All versions of a unit's filing for the period that begins on `first`, oldest first.
    fn filings(&self, programme: &ProgrammeId, form: &str, unit: UnitId, first: Date) -> Vec<Arc<Filing>>;
    /// When the unit said that nothing happened in the period that begins on `first`.
    fn zero_reported(&self, programme: &ProgrammeId, duty: &str, unit: UnitId, first: Date) -> Option<Timestamp>;
    /// The answer to an ask as it was given, in JSON; the engine reads it by the ask's type. `None`: open.
    fn answer(&self, programme: &ProgrammeId, ask: &str) -> Option<Json>;
    /// Is the day worked (工作日)? What an administrator has said of it, else the table of the State Council's notices. `None`: not
    /// known.
    fn working_day(&self, day: Date) -> Option<bool> {
        luodi_language::is_working_day(day)
    }
    /// The unit that the programme was published for: it obliges this unit and everything under it. `None`: every unit.
    fn home(&self, _programme: &ProgrammeId) -> Option<UnitId> {
        None
    }
}

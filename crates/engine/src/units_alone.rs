//! Facts of the tree of units and of nothing that happened: for views, counts and days that ask nothing else.

use crate::{Cell, Facts, Filing, RecordQuery, StoredRecord};
use jiff::{Timestamp, civil::Date};
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::sync::Arc;

/// The units, and the answers of one programme where they matter.
#[derive(Clone, Copy, Debug)]
pub struct UnitsAlone<'a> {
    units: &'a UnitTree,
    answers: Option<&'a HashMap<String, Json>>,
    home: Option<UnitId>,
}

impl<'a> UnitsAlone<'a> {
    pub fn new(units: &'a UnitTree) -> UnitsAlone<'a> {
        UnitsAlone { units, answers: None, home: None }
    }
    /// With what was answered, for a programme that starts from this unit.
    pub fn answered(units: &'a UnitTree, answers: &'a HashMap<String, Json>, home: UnitId) -> UnitsAlone<'a> {
        UnitsAlone { units, answers: Some(answers), home: Some(home) }
    }
}

impl Facts for UnitsAlone<'_> {
    fn units(&self) -> &UnitTree {
        self.units
    }
    fn record(&self, _: RecordId) -> Option<Arc<StoredRecord>> {
        None
    }
    fn records(&self, _: &RecordQuery<'_>, _: &mut dyn FnMut(&Arc<StoredRecord>)) {}
    fn cell(&self, _: &ProgrammeId, _: &str, _: UnitId, _: bool, _: (Date, Date)) -> Cell {
        Cell::default()
    }
    fn filings(&self, _: &ProgrammeId, _: &str, _: UnitId, _: Date) -> Vec<Arc<Filing>> {
        vec![]
    }
    fn zero_reported(&self, _: &ProgrammeId, _: &str, _: UnitId, _: Date) -> Option<Timestamp> {
        None
    }
    fn answer(&self, _: &ProgrammeId, ask: &str) -> Option<Json> {
        self.answers?.get(ask).cloned()
    }
    fn home(&self, _: &ProgrammeId) -> Option<UnitId> {
        self.home
    }
}

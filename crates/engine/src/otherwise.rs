//! Facts with something said otherwise: where programmes start from, or the answer to an ask. Everything else is passed on,
//! here and nowhere else.

use crate::{Cell, Facts, Filing, RecordQuery, StoredRecord};
use jiff::{Timestamp, civil::Date};
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use serde_json::Value as Json;
use std::sync::Arc;

/// Where programmes start from.
#[derive(Clone, Copy)]
pub enum Home<'a> {
    /// The one programme that is looked at.
    At(UnitId),
    /// Each its own.
    Of(&'a dyn Fn(&ProgrammeId) -> Option<UnitId>),
}

/// Facts of which one thing is told.
#[derive(Clone, Copy)]
pub struct Otherwise<'a> {
    facts: &'a dyn Facts,
    home: Option<Home<'a>>,
    answer: Option<(&'a str, &'a Json)>,
}

impl std::fmt::Debug for Home<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Home::At(unit) => write!(f, "At({})", unit.0),
            Home::Of(_) => write!(f, "Of(…)"),
        }
    }
}

impl std::fmt::Debug for Otherwise<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Otherwise({:?})", self.answer)
    }
}

impl<'a> Otherwise<'a> {
    pub fn home(facts: &'a dyn Facts, home: Home<'a>) -> Otherwise<'a> {
        Otherwise { facts, home: Some(home), answer: None }
    }
    /// As if an ask were answered.
    pub fn answer(facts: &'a dyn Facts, ask: &'a str, value: &'a Json) -> Otherwise<'a> {
        Otherwise { facts, home: None, answer: Some((ask, value)) }
    }
}

impl Facts for Otherwise<'_> {
    fn units(&self) -> &UnitTree {
        self.facts.units()
    }
    fn record(&self, id: RecordId) -> Option<Arc<StoredRecord>> {
        self.facts.record(id)
    }
    fn records(&self, query: &RecordQuery<'_>, visit: &mut dyn FnMut(&Arc<StoredRecord>)) {
        self.facts.records(query, visit);
    }
    fn cell(&self, programme: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell {
        self.facts.cell(programme, measure, unit, subtree, days)
    }
    fn filings(&self, programme: &ProgrammeId, form: &str, unit: UnitId, first: Date) -> Vec<Arc<Filing>> {
        self.facts.filings(programme, form, unit, first)
    }
    fn zero_reported(&self, programme: &ProgrammeId, duty: &str, unit: UnitId, first: Date) -> Option<Timestamp> {
        self.facts.zero_reported(programme, duty, unit, first)
    }
    fn working_day(&self, day: Date) -> Option<bool> {
        self.facts.working_day(day)
    }
    fn answer(&self, programme: &ProgrammeId, ask: &str) -> Option<Json> {
        match self.answer {
            Some((told, value)) if told == ask => Some(value.clone()),
            _ => self.facts.answer(programme, ask),
        }
    }
    fn home(&self, programme: &ProgrammeId) -> Option<UnitId> {
        match self.home {
            Some(Home::At(unit)) => Some(unit),
            Some(Home::Of(home)) => home(programme),
            None => self.facts.home(programme),
        }
    }
}

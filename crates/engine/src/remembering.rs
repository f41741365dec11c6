//! Facts that remember what was asked: one view asks the same cells and registers for every unit it shows.

use crate::{Cell, Facts, Filing, RecordQuery, StoredRecord};
use jiff::{Timestamp, civil::Date};
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

type CellKey = (ProgrammeId, String, UnitId, bool, (Date, Date));
type Records = Arc<Vec<Arc<StoredRecord>>>;

/// Facts of one moment, each asked once. For the length of one view, never longer: what is remembered doesn't change.
pub struct Remembering<'a> {
    facts: &'a dyn Facts,
    /// Whole registers, as conditions over other units' records visit them.
    registers: RefCell<HashMap<(ProgrammeId, String), Records>>,
    cells: RefCell<HashMap<CellKey, Cell>>,
    answers: RefCell<HashMap<(ProgrammeId, String), Option<Json>>>,
}

/// A register with more records than this is visited anew each time instead of being held.
const HELD_MAX: usize = 200_000;

impl std::fmt::Debug for Remembering<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Remembering({} cells)", self.cells.borrow().len())
    }
}

impl<'a> Remembering<'a> {
    pub fn new(facts: &'a dyn Facts) -> Remembering<'a> {
        Remembering { facts, registers: RefCell::default(), cells: RefCell::default(), answers: RefCell::default() }
    }

    fn whole_register(&self, query: &RecordQuery<'_>) -> Option<Records> {
        let key = (query.programme.clone(), query.register.to_string());
        if let Some(held) = self.registers.borrow().get(&key) {
            return (held.len() <= HELD_MAX).then(|| Arc::clone(held));
        }
        let mut found = vec![];
        self.facts.records(query, &mut |r| {
            // One more than can be held says that it is too many.
            if found.len() <= HELD_MAX {
                found.push(Arc::clone(r));
            }
        });
        let found = Arc::new(found);
        self.registers.borrow_mut().insert(key, Arc::clone(&found));
        (found.len() <= HELD_MAX).then_some(found)
    }
}

impl Facts for Remembering<'_> {
    fn units(&self) -> &UnitTree {
        self.facts.units()
    }
    fn record(&self, id: RecordId) -> Option<Arc<StoredRecord>> {
        self.facts.record(id)
    }
    fn records(&self, query: &RecordQuery<'_>, visit: &mut dyn FnMut(&Arc<StoredRecord>)) {
        let whole = query.within.is_none() && query.days.is_none();
        match whole.then(|| self.whole_register(query)).flatten() {
            Some(records) => records.iter().for_each(visit),
            None => self.facts.records(query, visit),
        }
    }
    fn cell(&self, programme: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell {
        let key = (programme.clone(), measure.to_string(), unit, subtree, days);
        if let Some(cell) = self.cells.borrow().get(&key) {
            return *cell;
        }
        let cell = self.facts.cell(programme, measure, unit, subtree, days);
        self.cells.borrow_mut().insert(key, cell);
        cell
    }
    fn filings(&self, programme: &ProgrammeId, form: &str, unit: UnitId, first: Date) -> Vec<Arc<Filing>> {
        self.facts.filings(programme, form, unit, first)
    }
    fn zero_reported(&self, programme: &ProgrammeId, duty: &str, unit: UnitId, first: Date) -> Option<Timestamp> {
        self.facts.zero_reported(programme, duty, unit, first)
    }
    fn home(&self, programme: &ProgrammeId) -> Option<UnitId> {
        self.facts.home(programme)
    }
    fn working_day(&self, day: Date) -> Option<bool> {
        self.facts.working_day(day)
    }
    fn answer(&self, programme: &ProgrammeId, ask: &str) -> Option<Json> {
        let key = (programme.clone(), ask.to_string());
        if let Some(answer) = self.answers.borrow().get(&key) {
            return answer.clone();
        }
        let answer = self.facts.answer(programme, ask);
        self.answers.borrow_mut().insert(key, answer.clone());
        answer
    }
}

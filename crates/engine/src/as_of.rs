//! Facts as they were known at an instant: what was entered, corrected or filed later is left out. Answers to asks and the
//! tree of units are those of now: a programme is looked back at by its present rules.

use crate::{Cell, Contribution, Facts, Filing, RecordQuery, StoredRecord, contributions};
use jiff::{Timestamp, civil::Date};
use luodi_language::Compiled;
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

type Records = Arc<Vec<Arc<StoredRecord>>>;
/// Contributions by measure.
type Counted = Arc<HashMap<String, Vec<Contribution>>>;

/// Looks back over one programme. Its cells are counted anew from the records as they were, so that it is for programmes of
/// a size that can be read at once.
pub struct AsOf<'a> {
    facts: &'a dyn Facts,
    programme: &'a Compiled,
    at: Timestamp,
    registers: RefCell<HashMap<(ProgrammeId, String), Records>>,
    counted: RefCell<Option<Counted>>,
}

impl std::fmt::Debug for AsOf<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AsOf({})", self.at)
    }
}

impl<'a> AsOf<'a> {
    pub fn new(facts: &'a dyn Facts, programme: &'a Compiled, at: Timestamp) -> AsOf<'a> {
        AsOf { facts, programme, at, registers: RefCell::default(), counted: RefCell::default() }
    }

    /// A register as it was: a record may have stood at another unit or day then.
    fn register(&self, programme: &ProgrammeId, register: &str) -> Records {
        let key = (programme.clone(), register.to_string());
        if let Some(held) = self.registers.borrow().get(&key) {
            return Arc::clone(held);
        }
        let mut then = vec![];
        let query = RecordQuery { programme, register, within: None, days: None };
        self.facts.records(&query, &mut |r| then.extend(r.as_of(self.at).map(Arc::new)));
        then.sort_by_key(|r| (r.day, r.id));
        let then = Arc::new(then);
        self.registers.borrow_mut().insert(key, Arc::clone(&then));
        then
    }

    fn counted(&self) -> Counted {
        if let Some(counted) = &*self.counted.borrow() {
            return Arc::clone(counted);
        }
        // What is counted rests on stored fields alone, never on a cell: a look at one from here finds nothing yet.
        *self.counted.borrow_mut() = Some(Arc::default());
        let model = &self.programme.model;
        let mut counted: HashMap<String, Vec<Contribution>> = HashMap::new();
        for register in model.registers.keys() {
            for record in self.register(&model.programme, register).iter() {
                for c in contributions(self.programme, self, record, self.at) {
                    counted.entry(c.measure.clone()).or_default().push(c);
                }
            }
        }
        let counted = Arc::new(counted);
        *self.counted.borrow_mut() = Some(Arc::clone(&counted));
        counted
    }
}

impl Facts for AsOf<'_> {
    fn units(&self) -> &UnitTree {
        self.facts.units()
    }
    fn record(&self, id: RecordId) -> Option<Arc<StoredRecord>> {
        self.facts.record(id)?.as_of(self.at).map(Arc::new)
    }
    fn records(&self, query: &RecordQuery<'_>, visit: &mut dyn FnMut(&Arc<StoredRecord>)) {
        let here = |r: &&Arc<StoredRecord>| {
            query.within.is_none_or(|unit| self.units().within(r.unit, unit))
                && query.days.is_none_or(|(from, to)| from <= r.day && r.day <= to)
        };
        self.register(query.programme, query.register).iter().filter(here).for_each(visit);
    }
    fn cell(&self, programme: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell {
        let mut cell = Cell::default();
        if *programme != self.programme.model.programme {
            return cell;
        }
        let here = |c: &&Contribution| {
            days.0 <= c.day && c.day <= days.1 && (c.unit == unit || (subtree && self.units().within(c.unit, unit)))
        };
        let counted = self.counted();
        counted.get(measure).into_iter().flatten().filter(here).for_each(|c| cell.add(&c.cell));
        cell
    }
    fn filings(&self, programme: &ProgrammeId, form: &str, unit: UnitId, first: Date) -> Vec<Arc<Filing>> {
        let mut filings = self.facts.filings(programme, form, unit, first);
        filings.retain(|f| f.at <= self.at);
        filings
    }
    fn zero_reported(&self, programme: &ProgrammeId, duty: &str, unit: UnitId, first: Date) -> Option<Timestamp> {
        self.facts.zero_reported(programme, duty, unit, first).filter(|at| *at <= self.at)
    }
    fn working_day(&self, day: Date) -> Option<bool> {
        self.facts.working_day(day)
    }
    fn answer(&self, programme: &ProgrammeId, ask: &str) -> Option<Json> {
        self.facts.answer(programme, ask)
    }
    fn home(&self, programme: &ProgrammeId) -> Option<UnitId> {
        self.facts.home(programme)
    }
}

//! Facts in memory: a fold of events. The simulation runs on it, and tests hold the store against it.

use crate::{Cell, Event, Facts, Filing, RecordQuery, StoredRecord, contributions};
use jiff::{Timestamp, civil::Date};
use luodi_language::Compiled;
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

type CellKey = (ProgrammeId, String, UnitId, Date);
type PeriodKey = (ProgrammeId, String, UnitId, Date);

/// Everything that happened to some programmes over one tree of units.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    units: Arc<UnitTree>,
    programmes: BTreeMap<ProgrammeId, Arc<Compiled>>,
    records: HashMap<RecordId, Arc<StoredRecord>>,
    cells: HashMap<(ProgrammeId, String), BTreeMap<(UnitId, Date), Cell>>,
    filings: HashMap<PeriodKey, Vec<Arc<Filing>>>,
    zeros: HashMap<PeriodKey, Timestamp>,
    answers: HashMap<(ProgrammeId, String), Json>,
    homes: HashMap<ProgrammeId, UnitId>,
}

impl Memory {
    pub fn new(units: UnitTree) -> Memory {
        Memory { units: Arc::new(units), ..Memory::default() }
    }

    pub fn publish(&mut self, programme: Arc<Compiled>) {
        self.programmes.insert(programme.model.programme.clone(), programme);
    }

    /// Publishes for one unit and everything under it.
    pub fn publish_for(&mut self, programme: Arc<Compiled>, home: UnitId) {
        self.homes.insert(programme.model.programme.clone(), home);
        self.publish(programme);
    }

    /// Takes one event in, at the instant at which it happened.
    pub fn apply(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::RecordStored { record, .. } => self.store(record, at),
            Event::ReturnFiled(filing) => {
                let key = (filing.programme.clone(), filing.form.clone(), filing.unit, filing.first);
                self.filings.entry(key).or_default().push(Arc::new(filing.clone()));
            }
            Event::ZeroReported { programme, duty, unit, first, .. } => {
                self.zeros.insert((programme.clone(), duty.clone(), *unit, *first), at);
            }
            Event::AskAnswered { programme, ask, value } => {
                self.answers.insert((programme.clone(), ask.clone()), value.clone());
            }
            Event::Other { .. } => {}
        }
    }

    fn store(&mut self, record: &StoredRecord, at: Timestamp) {
        let Some(programme) = self.programmes.get(&record.programme).cloned() else { return };
        if let Some(before) = self.records.get(&record.id).cloned() {
            self.count(&programme, &before, at, true);
        }
        self.count(&programme, record, at, false);
        self.records.insert(record.id, Arc::new(record.clone()));
    }

    fn count(&mut self, programme: &Compiled, record: &StoredRecord, at: Timestamp, back: bool) {
        for c in contributions(programme, self, record, at) {
            let cell = if back { c.cell.negated() } else { c.cell };
            let cells = self.cells.entry((record.programme.clone(), c.measure)).or_default();
            cells.entry((c.unit, c.day)).or_default().add(&cell);
        }
    }

    /// Every record, in no particular order.
    pub fn all_records(&self) -> impl Iterator<Item = &Arc<StoredRecord>> {
        self.records.values()
    }

    /// All cells counted anew from the records: must equal what the fold holds.
    pub fn recount(&self, at: Timestamp) -> HashMap<CellKey, Cell> {
        let mut cells: HashMap<CellKey, Cell> = HashMap::new();
        for record in self.records.values() {
            let Some(programme) = self.programmes.get(&record.programme) else { continue };
            for c in contributions(programme, self, record, at) {
                cells.entry((record.programme.clone(), c.measure, c.unit, c.day)).or_default().add(&c.cell);
            }
        }
        cells
    }

    /// The cells of the fold that are not empty.
    pub fn cells(&self) -> HashMap<CellKey, Cell> {
        let measures = self.cells.iter().flat_map(|((p, m), cells)| cells.iter().map(move |(at, c)| ((p, m, at), c)));
        measures.filter(|(_, c)| **c != Cell::default()).map(|((p, m, at), c)| ((p.clone(), m.clone(), at.0, at.1), *c)).collect()
    }
}

impl Facts for Memory {
    fn units(&self) -> &UnitTree {
        &self.units
    }
    fn record(&self, id: RecordId) -> Option<Arc<StoredRecord>> {
        self.records.get(&id).cloned()
    }
    fn records(&self, query: &RecordQuery<'_>, visit: &mut dyn FnMut(&Arc<StoredRecord>)) {
        let matches = |r: &&Arc<StoredRecord>| {
            r.programme == *query.programme
                && r.register == query.register
                && query.within.is_none_or(|u| self.units.within(r.unit, u))
                && query.days.is_none_or(|(from, to)| from <= r.day && r.day <= to)
        };
        let mut found: Vec<&Arc<StoredRecord>> = self.records.values().filter(matches).collect();
        found.sort_by_key(|r| (r.day, r.id));
        found.into_iter().for_each(visit);
    }
    fn cell(&self, programme: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell {
        let mut sum = Cell::default();
        let Some(cells) = self.cells.get(&(programme.clone(), measure.to_string())) else { return sum };
        if !subtree {
            cells.range((unit, days.0)..=(unit, days.1)).for_each(|(_, cell)| sum.add(cell));
            return sum;
        }
        for ((u, day), cell) in cells {
            if self.units.within(*u, unit) && days.0 <= *day && *day <= days.1 {
                sum.add(cell);
            }
        }
        sum
    }
    fn filings(&self, programme: &ProgrammeId, form: &str, unit: UnitId, first: Date) -> Vec<Arc<Filing>> {
        self.filings.get(&(programme.clone(), form.to_string(), unit, first)).cloned().unwrap_or_default()
    }
    fn zero_reported(&self, programme: &ProgrammeId, duty: &str, unit: UnitId, first: Date) -> Option<Timestamp> {
        self.zeros.get(&(programme.clone(), duty.to_string(), unit, first)).copied()
    }
    fn home(&self, programme: &ProgrammeId) -> Option<UnitId> {
        self.homes.get(programme).copied()
    }
    fn answer(&self, programme: &ProgrammeId, ask: &str) -> Option<Json> {
        self.answers.get(&(programme.clone(), ask.to_string())).cloned()
    }
}

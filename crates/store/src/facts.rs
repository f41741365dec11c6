//! The facts that a batch's jobs see: the database as of the transaction, and what the jobs before them added.

use crate::batch::Batch;
use crate::chain;
use crate::error::Result;
use crate::index::{Published, Split, add_to};
use crate::link::Link;
use crate::query;
use jiff::{Timestamp, civil::Date};
use luodi_engine::{Cell, Facts, Filing, RecordQuery, StoredRecord};
use luodi_model::{ProgrammeId, RecordId, UnitId, UnitTree};
use std::sync::Arc;

impl Batch<'_> {
    /// Facts can't report an error: it is kept, and the job fails after its decision.
    fn kept<T: Default>(&self, result: Result<T>) -> T {
        result.unwrap_or_else(|e| {
            self.state.borrow_mut().failed.get_or_insert(e);
            T::default()
        })
    }

    fn flushed<T>(&self, read: impl FnOnce(&mut Link) -> Result<T>) -> Result<T> {
        self.flush()?;
        read(&mut self.link.borrow_mut())
    }

    /// What the batch itself adds to a cell so far.
    fn pending(&self, p: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell {
        let state = self.state.borrow();
        let tree = &self.published.tree;
        let mut cell = Cell::default();
        let Some(deltas) = state.by_measure.get(p).and_then(|m| m.get(measure)) else { return cell };
        for c in deltas.iter().map(|i| &state.deltas[*i].contribution) {
            let here = if subtree { tree.within(c.unit, unit) } else { c.unit == unit };
            if here && days.0 <= c.day && c.day <= days.1 {
                add_to(&mut cell, &c.cell);
            }
        }
        cell
    }
}

impl Facts for Batch<'_> {
    fn units(&self) -> &UnitTree {
        &self.published.tree
    }
    fn record(&self, id: RecordId) -> Option<Arc<StoredRecord>> {
        let known = self.known(id);
        self.kept(known).map(|k| k.record)
    }
    fn records(&self, query: &RecordQuery<'_>, visit: &mut dyn FnMut(&Arc<StoredRecord>)) {
        let found = self.flushed(|link| query::find(link, &self.published.tree, query));
        let found = self.kept(found);
        for chunk in found.chunks(query::CHUNK) {
            let records = query::load(&mut self.link.borrow_mut(), chunk);
            for record in self.kept(records) {
                visit(&record);
            }
        }
    }
    fn cell(&self, p: &ProgrammeId, measure: &str, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell {
        let (mut cell, edges) = indexed(&self.published, p, measure, unit, subtree, days);
        if edges.is_empty() {
            add_to(&mut cell, &self.pending(p, measure, unit, subtree, days));
            return cell;
        }
        // The records of the edges hold the batch's own already; its part within whole months must be added.
        if let Some((from, to)) = whole_parts(days, &edges) {
            add_to(&mut cell, &self.pending(p, measure, unit, subtree, (from, to)));
        }
        for edge in edges {
            let counted = self.flushed(|link| query::count_edge(link, &self.published, p, measure, unit, subtree, edge));
            add_to(&mut cell, &self.kept(counted));
        }
        cell
    }
    fn filings(&self, programme: &ProgrammeId, form: &str, unit: UnitId, first: Date) -> Vec<Arc<Filing>> {
        let filings = self.flushed(|link| {
            let (sql, args) = query::filings(programme, form, unit, first);
            link.rows(sql, args)?.iter().map(query::filing).collect::<Result<Vec<_>>>()
        });
        self.kept(filings)
    }
    fn zero_reported(&self, programme: &ProgrammeId, duty: &str, unit: UnitId, first: Date) -> Option<Timestamp> {
        let at = self.flushed(|link| {
            let (sql, args) = query::zero_reported(programme, duty, unit, first);
            link.row(sql, args)?.map(|r| r.time(0)).transpose()
        });
        self.kept(at)
    }
    fn working_day(&self, day: Date) -> Option<bool> {
        if self.state.borrow().calendar.is_none() {
            let calendar = query::calendar(&mut self.link.borrow_mut());
            let calendar = self.kept(calendar);
            self.state.borrow_mut().calendar = Some(calendar);
        }
        let stated = self.state.borrow().calendar.as_ref().and_then(|c| c.get(&day).copied());
        stated.or_else(|| luodi_engine::is_working_day(day))
    }
    fn answer(&self, programme: &ProgrammeId, ask: &str) -> Option<serde_json::Value> {
        let answer = self.flushed(|link| {
            let (sql, args) = query::answer(programme, ask);
            link.row(sql, args)?.map(|r| query::answer_json(r.str(0)?)).transpose()
        });
        self.kept(answer)
    }
}

/// The part of a cell that the index answers, and the spans that only records answer.
pub(crate) fn indexed(
    published: &Published,
    programme: &ProgrammeId,
    measure: &str,
    unit: UnitId,
    subtree: bool,
    days: (Date, Date),
) -> (Cell, Vec<(Date, Date)>) {
    let range = published.tree.subtree(unit);
    let Some(measure) = published.index.measure(programme, measure).filter(|_| !range.is_empty()) else {
        return (Cell::default(), vec![]);
    };
    let Split { whole, edges } = measure.split(days);
    let cell = match whole {
        None => Cell::default(),
        Some(whole) if subtree => measure.subtree(&range, whole),
        Some(whole) => measure.own(&published.tree, unit, whole),
    };
    (cell, edges)
}

/// `days` without the edges (which lie at its ends).
fn whole_parts(days: (Date, Date), edges: &[(Date, Date)]) -> Option<(Date, Date)> {
    let (mut from, mut to) = days;
    for edge in edges {
        if edge.0 <= from {
            from = edge.1.tomorrow().ok()?;
        } else {
            to = edge.0.yesterday().ok()?;
        }
    }
    (from <= to).then_some((from, to))
}

/// The record of a log row, shared.
pub(crate) fn shared_record(payload: &str) -> Result<Arc<StoredRecord>> {
    chain::read_record(payload).map(Arc::new)
}

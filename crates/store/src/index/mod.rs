//! The measure index (指标索引): cells by programme, measure, month or day, and unit, in memory. A fold of the log.

mod bucket;
mod leaf;
#[cfg(test)]
mod naive_test;

pub(crate) use bucket::{Bucket, Delta};

use jiff::civil::Date;
use luodi_engine::{Cell, Contribution, StoredRecord};
use luodi_model::{ProgrammeId, UnitId, UnitTree};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// How records are counted. The app implements it with the published programmes; the store only adds up.
pub trait Counting: Send + Sync {
    /// What this version of a record adds to the measures of its programme. The fold takes it back later by asking
    /// again, so it must follow from the arguments and from what [`Counting::basis`] names alone (instants that count
    /// are those in the record), and each contribution must bear the record's own unit and day.
    fn contributions(&self, units: &UnitTree, record: &StoredRecord) -> Vec<Contribution>;
    /// Are this measure's cells kept by day? Else by month.
    fn by_day(&self, programme: &ProgrammeId, measure: &str) -> bool;
    /// Changes whenever the programme's counting changes: cells counted under another basis are counted anew.
    /// Empty: the programme is not known (yet); it is not counted, and its checkpoint waits until it is.
    fn basis(&self, programme: &ProgrammeId) -> String;
}

/// Counts nothing: for a store opened before any programme is known.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoCounting;
impl Counting for NoCounting {
    fn contributions(&self, _: &UnitTree, _: &StoredRecord) -> Vec<Contribution> {
        vec![]
    }
    fn by_day(&self, _: &ProgrammeId, _: &str) -> bool {
        false
    }
    fn basis(&self, _: &ProgrammeId) -> String {
        String::new()
    }
}

/// One measure's buckets by their first day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measure {
    pub by_day: bool,
    pub buckets: BTreeMap<Date, Arc<Bucket>>,
}

pub(crate) type Measures = HashMap<String, Arc<Measure>>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    pub programmes: HashMap<ProgrammeId, Arc<Measures>>,
}

/// The state of one moment that readers share: the cells as of event `seq`, over `tree`.
#[derive(Clone)]
pub(crate) struct Published {
    pub seq: i64,
    pub tree: Arc<UnitTree>,
    /// Number of the tree's version: the event that last changed it.
    pub tree_seq: i64,
    pub index: Index,
    pub counting: Arc<dyn Counting>,
}
impl std::fmt::Debug for Published {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Published").field("seq", &self.seq).field("units", &self.tree.len()).finish_non_exhaustive()
    }
}

/// The part of a span that buckets answer, and the days at its edges that only records can.
#[derive(Debug, PartialEq, Eq, Default)]
pub(crate) struct Split {
    pub whole: Option<(Date, Date)>,
    pub edges: Vec<(Date, Date)>,
}

impl Index {
    pub fn measure(&self, programme: &ProgrammeId, measure: &str) -> Option<&Measure> {
        self.programmes.get(programme)?.get(measure).map(Arc::as_ref)
    }

    /// Adds one contribution that comes from event `seq`. A unit that is not in the tree counts nowhere: `false`.
    pub fn add(&mut self, tree: &UnitTree, counting: &dyn Counting, programme: &ProgrammeId, c: &Contribution, seq: i64) -> bool {
        let Some(position) = tree.position(c.unit) else { return false };
        let by_day = || counting.by_day(programme, &c.measure);
        let bucket = self.bucket_mut(programme, &c.measure, by_day, c.day);
        bucket.touched = seq;
        bucket.add(position, &Delta::new(&c.cell), &|p| tree.parent_position(p));
        true
    }

    /// The bucket that holds a day; `by_day` is asked when the measure is new.
    pub fn bucket_mut(
        &mut self,
        programme: &ProgrammeId,
        measure: &str,
        by_day: impl FnOnce() -> bool,
        day: Date,
    ) -> &mut Bucket {
        if !self.programmes.contains_key(programme) {
            self.programmes.insert(programme.clone(), Arc::default());
        }
        let Some(measures) = self.programmes.get_mut(programme).map(Arc::make_mut) else { unreachable!("inserted above") };
        if !measures.contains_key(measure) {
            measures.insert(measure.to_string(), Arc::new(Measure { by_day: by_day(), buckets: BTreeMap::new() }));
        }
        let Some(measure) = measures.get_mut(measure).map(Arc::make_mut) else { unreachable!("inserted above") };
        let first = measure.first_bucket(day);
        Arc::make_mut(measure.buckets.entry(first).or_default())
    }

    /// Bytes held, about.
    pub fn size(&self) -> usize {
        self.buckets().map(|(_, _, _, b)| b.size() + 64).sum()
    }

    pub fn buckets(&self) -> impl Iterator<Item = (&ProgrammeId, &str, Date, &Arc<Bucket>)> {
        self.programmes.iter().flat_map(|(p, ms)| {
            ms.iter().flat_map(move |(m, measure)| measure.buckets.iter().map(move |(d, b)| (p, m.as_str(), *d, b)))
        })
    }

    /// The same figures over another tree: what each unit had of its own is added along its new ancestors.
    pub fn moved(&self, old: &UnitTree, new: &UnitTree) -> Index {
        let mut out = Index::default();
        for (programme, name, day, bucket) in self.buckets() {
            let by_day = self.measure(programme, name).is_some_and(|m| m.by_day);
            let target = out.bucket_mut(programme, name, || by_day, day);
            target.touched = bucket.touched;
            let to = |p: u32| new.position(old.at(p).id);
            bucket.visit(&mut |position, figures| {
                let mut move_to = |at: u32, sign: i128| {
                    let mut own = figures;
                    own.count *= sign as i64;
                    own.unknown *= sign as i64;
                    own.sum *= sign;
                    if let Some(at) = to(at) {
                        target.add_figures(at, &own, &|p| new.parent_position(p));
                    }
                };
                // A subtree's figures count for the unit and are taken back from its parent: what stays is its own.
                move_to(position, 1);
                if let Some(parent) = old.parent_position(position) {
                    move_to(parent, -1);
                }
            });
            for (position, odd) in bucket.odd() {
                if let Some(at) = to(position) {
                    target.add_odd(at, odd);
                }
            }
        }
        out
    }
}

impl Measure {
    /// Splits a span of days into what the buckets answer exactly and the rest.
    pub fn split(&self, days: (Date, Date)) -> Split {
        let (from, to) = days;
        if from > to {
            return Split::default();
        }
        if self.by_day {
            return Split { whole: Some(days), edges: vec![] };
        }
        let (first_end, last_start) = (from.last_of_month(), to.first_of_month());
        let starts_whole = from.day() == 1;
        let ends_whole = to == to.last_of_month();
        let mut edges = vec![];
        if first_end >= to && !(starts_whole && ends_whole) {
            edges.push(days);
        } else {
            if !starts_whole {
                edges.push((from, first_end));
            }
            if !ends_whole {
                edges.push((last_start, to));
            }
        }
        // An edge whose month holds nothing is answered: zero.
        edges.retain(|e| self.buckets.contains_key(&e.0.first_of_month()));
        let whole_from = if starts_whole { Some(from) } else { first_end.tomorrow().ok() };
        let whole_to = if ends_whole { Some(to) } else { last_start.yesterday().ok() };
        let whole = whole_from.zip(whole_to).filter(|(f, t)| f <= t);
        Split { whole, edges }
    }

    /// First day of the bucket that holds a day.
    pub fn first_bucket(&self, day: Date) -> Date {
        if self.by_day { day } else { day.first_of_month() }
    }

    /// Figures of the subtree at `range` over whole buckets.
    pub fn subtree(&self, range: &Range<u32>, whole: (Date, Date)) -> Cell {
        let mut cell = Cell::default();
        for (_, bucket) in self.buckets.range(whole.0..=whole.1) {
            add_to(&mut cell, &bucket.subtree(range));
        }
        cell
    }
    /// Figures of the unit alone: its subtree without the subtrees of its children.
    pub fn own(&self, tree: &UnitTree, unit: UnitId, whole: (Date, Date)) -> Cell {
        let mut cell = Cell::default();
        let Some(position) = tree.position(unit) else { return cell };
        for (_, bucket) in self.buckets.range(whole.0..=whole.1) {
            let children = tree.children(unit).filter_map(|c| tree.position(c.id));
            add_to(&mut cell, &bucket.own(position, children));
        }
        cell
    }
}

/// Adds without the panic of an overflowing decimal.
pub(crate) fn add_to(cell: &mut Cell, other: &Cell) {
    cell.count += other.count;
    cell.unknown += other.unknown;
    cell.sum = cell.sum.saturating_add(other.sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A measure by month with something in March, April and May of 2025.
    fn spring() -> Measure {
        let buckets = (3..=5).map(|m| (Date::constant(2025, m, 1), Arc::default())).collect();
        Measure { by_day: false, buckets }
    }

    #[test]
    fn a_span_is_whole_months_and_edges() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let span = |from: &str, to: &str| Some((day(from), day(to)));
        let check = [
            ("2025-03-01", "2025-05-31", span("2025-03-01", "2025-05-31"), vec![]),
            ("2025-03-02", "2025-05-31", span("2025-04-01", "2025-05-31"), vec![("2025-03-02", "2025-03-31")]),
            ("2025-03-01", "2025-05-30", span("2025-03-01", "2025-04-30"), vec![("2025-05-01", "2025-05-30")]),
            ("2025-04-09", "2025-05-09", None, vec![("2025-04-09", "2025-04-30"), ("2025-05-01", "2025-05-09")]),
            ("2025-04-09", "2025-04-10", None, vec![("2025-04-09", "2025-04-10")]),
            ("2025-04-01", "2025-04-30", span("2025-04-01", "2025-04-30"), vec![]),
            // Nothing was counted in the months that are cut.
            ("2024-01-15", "2025-07-15", span("2024-02-01", "2025-06-30"), vec![]),
            ("2025-07-02", "2025-07-03", None, vec![]),
            ("2025-05-02", "2025-04-01", None, vec![]),
        ];
        for (from, to, whole, edges) in check {
            let edges = edges.into_iter().map(|(f, t)| (day(f), day(t))).collect();
            assert_eq!(spring().split((day(from), day(to))), Split { whole, edges }, "{from} {to}");
        }
    }
}

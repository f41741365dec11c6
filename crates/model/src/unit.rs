//! Units (单位) and their tree: administrative divisions, departments, grids.

use crate::UnitId;
use hashbrown::{DefaultHashBuilder, HashTable};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::hash::{BuildHasher, Hash};
use std::ops::Range;

/// A unit: an office, a division, a village, an institution.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub parent: Option<UnitId>,
    /// Public name of the unit in addresses and tables: a division code or a code of the office's own. Unique.
    pub code: String,
    /// 省, 市, 县, 乡, 村, or what the office calls it (医院, 村卫生室 …). Groups select by it.
    pub level: String,
    pub name: String,
    /// Other names under which texts and tables know it (安阳 for 安阳市).
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Free marks that groups can ask for (偏远 …).
    #[serde(default)]
    pub tags: Vec<String>,
    /// First day on which the unit exists; `None`: always.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day on which the unit exists; `None`: open.
    #[serde(default)]
    pub to: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitTreeError {
    #[error("unit {code}: parent {parent:?} is not in the tree")]
    NoParent { code: String, parent: UnitId },
    #[error("unit code {0} stands twice")]
    CodeTwice(String),
    #[error("unit {0} is its own ancestor")]
    Cycle(String),
}

/// A tree (or several roots) in pre-order: a subtree is a range of positions. Made for a whole country: beside the units
/// themselves it keeps some 25 bytes for each.
#[derive(Clone, Debug, Default)]
pub struct UnitTree {
    units: Vec<Unit>,
    /// One past the last position of the subtree at each position.
    end: Vec<u32>,
    parent: Vec<Option<u32>>,
    by_id: Positions,
    by_code: Positions,
}

impl UnitTree {
    /// Orders the units; children keep the order of the input.
    pub fn new(units: Vec<Unit>) -> Result<UnitTree, UnitTreeError> {
        let mut given = Positions::with_capacity(units.len());
        for (at, unit) in units.iter().enumerate() {
            given.insert(unit.id, at as u32, |other| units[other as usize].id);
        }
        let mut parents = Vec::with_capacity(units.len());
        for unit in &units {
            parents.push(match unit.parent {
                None => None,
                Some(id) => match given.find(&id, |at| units[at as usize].id == id) {
                    Some(at) => Some(at),
                    None => return Err(UnitTreeError::NoParent { code: unit.code.clone(), parent: id }),
                },
            });
        }
        let (order, end) = pre_order(&parents);
        if order.len() < units.len() {
            let seen: std::collections::HashSet<u32> = order.iter().copied().collect();
            let lost = (0..units.len()).find(|&at| !seen.contains(&(at as u32))).unwrap_or_default();
            return Err(UnitTreeError::Cycle(units[lost].code.clone()));
        }
        let (units, parent, by_id) = in_order(units, parents, given, &order);
        let mut by_code = Positions::with_capacity(units.len());
        for (at, unit) in units.iter().enumerate() {
            if by_code.find(unit.code.as_str(), |other| units[other as usize].code == unit.code).is_some() {
                return Err(UnitTreeError::CodeTwice(unit.code.clone()));
            }
            by_code.insert(unit.code.as_str(), at as u32, |other| units[other as usize].code.as_str());
        }
        Ok(UnitTree { units, end, parent, by_id, by_code })
    }

    pub fn len(&self) -> usize {
        self.units.len()
    }
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }
    /// All units in pre-order.
    pub fn all(&self) -> &[Unit] {
        &self.units
    }
    pub fn at(&self, position: u32) -> &Unit {
        &self.units[position as usize]
    }
    pub fn position(&self, id: UnitId) -> Option<u32> {
        self.by_id.find(&id, |at| self.units[at as usize].id == id)
    }
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.position(id).map(|p| self.at(p))
    }
    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.by_code.find(code, |at| self.units[at as usize].code == code).map(|at| self.at(at))
    }
    /// Positions of the unit and everything under it; empty for an unknown unit.
    pub fn subtree(&self, id: UnitId) -> Range<u32> {
        self.position(id).map_or(0..0, |p| p..self.end[p as usize])
    }
    /// Is `inner` the unit `outer` or under it?
    pub fn within(&self, inner: UnitId, outer: UnitId) -> bool {
        self.position(inner).is_some_and(|p| self.subtree(outer).contains(&p))
    }
    pub fn parent_position(&self, position: u32) -> Option<u32> {
        self.parent[position as usize]
    }
    /// The unit itself, then its parent, up to the root.
    pub fn ancestors(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        std::iter::successors(self.position(id), |&p| self.parent[p as usize]).map(|p| self.at(p))
    }
    /// Direct children in order.
    pub fn children(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        let range = self.subtree(id);
        let mut next = range.start + 1;
        std::iter::from_fn(move || {
            (next < range.end).then(|| {
                let at = next;
                next = self.end[at as usize];
                self.at(at)
            })
        })
    }
}

/// Positions in a list found by a key that stands in the list itself, so that no key is kept twice.
#[derive(Clone, Debug, Default)]
struct Positions {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Positions {
    fn with_capacity(n: usize) -> Positions {
        Positions { table: HashTable::with_capacity(n), hasher: DefaultHashBuilder::default() }
    }

    fn find<K: Hash + ?Sized>(&self, key: &K, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        self.table.find(self.hasher.hash_one(key), |&at| is_it(at)).copied()
    }

    /// Keeps the position of a key; `key_of` tells the key at a position that is kept already.
    fn insert<K: Hash>(&mut self, key: K, at: u32, key_of: impl Fn(u32) -> K) {
        let hasher = &self.hasher;
        self.table.insert_unique(hasher.hash_one(&key), at, |&other| hasher.hash_one(key_of(other)));
    }
}

/// Puts the units into pre-order. Those that stand in it already, as a kept copy of the tree does, are not moved: a second
/// list of a country's units would be the largest thing in memory for as long as the start takes.
fn in_order(
    units: Vec<Unit>,
    parents: Vec<Option<u32>>,
    given: Positions,
    order: &[u32],
) -> (Vec<Unit>, Vec<Option<u32>>, Positions) {
    if order.iter().zip(0..).all(|(&from, to)| from == to) {
        return (units, parents, given);
    }
    drop(given);
    let mut moved = vec![0; units.len()];
    for (&from, to) in order.iter().zip(0..) {
        moved[from as usize] = to;
    }
    let parent = order.iter().map(|&from| parents[from as usize].map(|p| moved[p as usize])).collect();
    let mut slots: Vec<Option<Unit>> = units.into_iter().map(Some).collect();
    let units: Vec<Unit> = order.iter().filter_map(|&from| slots[from as usize].take()).collect();
    let mut by_id = Positions::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        by_id.insert(unit.id, at as u32, |other| units[other as usize].id);
    }
    (units, parent, by_id)
}

/// The order in which the list at `parents` is walked from its roots, and one past the last position of each subtree (by position).
/// What hangs on itself is not reached.
fn pre_order(parents: &[Option<u32>]) -> (Vec<u32>, Vec<u32>) {
    let mut first_child: Vec<Option<u32>> = vec![None; parents.len()];
    let mut next: Vec<Option<u32>> = vec![None; parents.len()];
    let mut first_root = None;
    for (at, parent) in parents.iter().enumerate().rev() {
        let first = parent.map_or(&mut first_root, |p| &mut first_child[p as usize]);
        next[at] = first.replace(at as u32);
    }
    let mut order = Vec::with_capacity(parents.len());
    let mut end = vec![0; parents.len()];
    // Units entered and not yet left, with their positions.
    let mut open: Vec<(u32, usize)> = vec![];
    let mut at = first_root;
    loop {
        if let Some(unit) = at {
            open.push((unit, order.len()));
            order.push(unit);
            at = first_child[unit as usize];
        } else if let Some((unit, position)) = open.pop() {
            end[position] = order.len() as u32;
            at = next[unit as usize];
        } else {
            return (order, end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: u32, parent: Option<u32>) -> Unit {
        Unit {
            id: UnitId(id),
            parent: parent.map(UnitId),
            code: format!("u{id}"),
            level: "级".into(),
            name: format!("单位{id}"),
            aliases: vec![],
            tags: vec![],
            from: None,
            to: None,
        }
    }

    #[test]
    fn a_subtree_is_a_range() {
        let tree =
            UnitTree::new(vec![unit(5, Some(2)), unit(1, None), unit(2, Some(1)), unit(3, Some(1)), unit(4, Some(2))]).unwrap();
        assert_eq!(tree.subtree(UnitId(2)).len(), 3);
        assert_eq!(tree.subtree(UnitId(1)), 0..5);
        assert!(tree.within(UnitId(4), UnitId(2)) && !tree.within(UnitId(4), UnitId(3)));
        assert_eq!(tree.children(UnitId(1)).map(|u| u.id.0).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(tree.ancestors(UnitId(5)).map(|u| u.id.0).collect::<Vec<_>>(), [5, 2, 1]);
        let again = UnitTree::new(tree.all().to_vec()).unwrap();
        assert_eq!(again.all(), tree.all(), "a list in pre-order stays as it is");
        for unit in tree.all() {
            assert_eq!(again.subtree(unit.id), tree.subtree(unit.id));
            assert_eq!(again.by_code(&unit.code), Some(unit));
            assert_eq!(again.ancestors(unit.id).collect::<Vec<_>>(), tree.ancestors(unit.id).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_cycle_and_a_lost_parent_are_named() {
        assert!(matches!(UnitTree::new(vec![unit(1, Some(2)), unit(2, Some(1))]), Err(UnitTreeError::Cycle(_))));
        assert!(matches!(UnitTree::new(vec![unit(1, Some(9))]), Err(UnitTreeError::NoParent { .. })));
        assert!(matches!(UnitTree::new(vec![unit(1, None), unit(2, Some(2))]), Err(UnitTreeError::Cycle(_))));
        let twice = vec![unit(1, None), Unit { code: "u1".into(), ..unit(2, None) }];
        assert_eq!(UnitTree::new(twice).unwrap_err(), UnitTreeError::CodeTwice("u1".into()));
    }
}

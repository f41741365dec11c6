//! Units (单位) and their tree: administrative divisions, departments, grids.

use crate::UnitId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
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

/// A tree (or several roots) in pre-order: a subtree is a range of positions.
#[derive(Clone, Debug, Default)]
pub struct UnitTree {
    units: Vec<Unit>,
    /// One past the last position of the subtree at each position.
    end: Vec<u32>,
    parent: Vec<Option<u32>>,
    position: HashMap<UnitId, u32>,
    by_code: HashMap<String, u32>,
}

impl UnitTree {
    /// Orders the units; children keep the order of the input.
    pub fn new(units: Vec<Unit>) -> Result<UnitTree, UnitTreeError> {
        let index: HashMap<UnitId, usize> = units.iter().enumerate().map(|(i, u)| (u.id, i)).collect();
        let mut children: Vec<Vec<usize>> = vec![vec![]; units.len()];
        let mut roots = vec![];
        for (i, u) in units.iter().enumerate() {
            match u.parent {
                None => roots.push(i),
                Some(p) => match index.get(&p) {
                    Some(&at) => children[at].push(i),
                    None => return Err(UnitTreeError::NoParent { code: u.code.clone(), parent: p }),
                },
            }
        }
        let (order, end) = pre_order(&children, &roots);
        if order.len() < units.len() {
            let seen: std::collections::HashSet<usize> = order.iter().copied().collect();
            let lost = (0..units.len()).find(|i| !seen.contains(i)).unwrap_or_default();
            return Err(UnitTreeError::Cycle(units[lost].code.clone()));
        }
        let mut slots: Vec<Option<Unit>> = units.into_iter().map(Some).collect();
        let units: Vec<Unit> = order.iter().filter_map(|&i| slots[i].take()).collect();
        let position: HashMap<UnitId, u32> = units.iter().enumerate().map(|(i, u)| (u.id, i as u32)).collect();
        let parent = units.iter().map(|u| u.parent.map(|p| position[&p])).collect();
        let mut by_code = HashMap::with_capacity(units.len());
        for (i, u) in units.iter().enumerate() {
            if by_code.insert(u.code.clone(), i as u32).is_some() {
                return Err(UnitTreeError::CodeTwice(u.code.clone()));
            }
        }
        Ok(UnitTree { units, end, parent, position, by_code })
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
        self.position.get(&id).copied()
    }
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.position(id).map(|p| self.at(p))
    }
    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.by_code.get(code).map(|&p| self.at(p))
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

fn pre_order(children: &[Vec<usize>], roots: &[usize]) -> (Vec<usize>, Vec<u32>) {
    let mut order = Vec::with_capacity(children.len());
    let mut end = vec![0u32; children.len()];
    let mut stack: Vec<(usize, Option<usize>)> = roots.iter().rev().map(|&r| (r, None)).collect();
    // Each unit is pushed twice: once to be entered, once (with its position) to note where its subtree ends.
    while let Some((unit, entered)) = stack.pop() {
        match entered {
            Some(position) => end[position] = order.len() as u32,
            None => {
                stack.push((unit, Some(order.len())));
                order.push(unit);
                stack.extend(children[unit].iter().rev().map(|&c| (c, None)));
            }
        }
    }
    (order, end)
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
    }

    #[test]
    fn a_cycle_and_a_lost_parent_are_named() {
        assert!(matches!(UnitTree::new(vec![unit(1, Some(2)), unit(2, Some(1))]), Err(UnitTreeError::Cycle(_))));
        assert!(matches!(UnitTree::new(vec![unit(1, Some(9))]), Err(UnitTreeError::NoParent { .. })));
    }
}

//! Members of groups, found once for a tree of units and kept: a national table asks for them at every request.

use crate::Context;
use luodi_model::{UnitId, UnitTree};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// The groups of one programme over one tree. Whoever keeps it drops it when the programme or the tree changes.
#[derive(Debug, Default)]
pub struct Groups(Mutex<HashMap<String, Option<Arc<Members>>>>);

/// Positions in the tree, ascending.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Members(Vec<u32>);

impl Members {
    pub fn contains(&self, position: u32) -> bool {
        self.0.binary_search(&position).is_ok()
    }
    /// Those within a range of positions.
    pub fn within(&self, range: &Range<u32>) -> &[u32] {
        let from = self.0.partition_point(|p| *p < range.start);
        let to = self.0.partition_point(|p| *p < range.end);
        &self.0[from..to]
    }
}

impl Groups {
    /// The members of a group; `None`: its condition rests on asks or on the day, so that it can't be kept.
    pub(crate) fn members(&self, ctx: &Context<'_>, group: &str) -> Option<Arc<Members>> {
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(group) {
            return known.clone();
        }
        let found = keeps(ctx, group, 8).then(|| Arc::new(find(ctx, group)));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(group.to_string(), found.clone());
        found
    }
}

fn find(ctx: &Context<'_>, group: &str) -> Members {
    let tree: &UnitTree = ctx.facts.units();
    // Asked without what is kept, or it would ask itself.
    let plain = Context { groups: None, ..*ctx };
    Members((0..tree.len() as u32).filter(|p| plain.in_group(group, tree.at(*p))).collect())
}

/// Does the group depend on nothing but the tree?
fn keeps(ctx: &Context<'_>, group: &str, depth: u8) -> bool {
    let Some(model) = ctx.programme.model.groups.get(group).filter(|_| depth > 0) else { return true };
    let own = match ctx.programme.groups.get(group) {
        Some(Some(expr)) => {
            let reads = expr.reads();
            reads.asks.is_empty() && reads.registers.is_empty() && !reads.today
        }
        _ => true,
    };
    own && model.union.iter().all(|part| keeps(ctx, part, depth - 1))
}

impl Context<'_> {
    /// Is every unit of the inner group sure to be in the outer one, by how they are written?
    pub(crate) fn group_covers(&self, outer: &str, inner: &str) -> bool {
        let covers = |outer: &str, depth: u8| self.covers_bounded(outer, inner, depth);
        covers(outer, 8)
    }

    fn covers_bounded(&self, outer: &str, inner: &str, depth: u8) -> bool {
        outer == inner
            || (depth > 0
                && self
                    .programme
                    .model
                    .groups
                    .get(outer)
                    .is_some_and(|g| g.union.iter().any(|part| self.covers_bounded(part, inner, depth - 1))))
    }

    /// How many members of a group lie in the subtree of a unit.
    pub fn count_members(&self, group: &str, within: UnitId) -> usize {
        match self.groups.and_then(|g| g.members(self, group)) {
            Some(members) => members.within(&self.facts.units().subtree(within)).len(),
            None => self.members(group, Some(within)).len(),
        }
    }
}

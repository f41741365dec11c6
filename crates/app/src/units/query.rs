//! Looking at units: one with its superiors, the children of one, a search, a whole subtree.

use crate::App;
use crate::accounts::Caller;
use crate::problem::Outcome;
use luodi_model::{Unit, UnitTree};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Units in one answer, at most.
const SIZE_MAX: usize = 2000;
const SIZE: usize = 500;

/// A unit as it is named on every screen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct UnitName {
    pub code: String,
    pub name: String,
    pub level: String,
}

/// A unit in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct UnitItem {
    pub code: String,
    pub name: String,
    pub level: String,
    /// Code of the superior unit.
    pub parent: Option<String>,
    pub children_count: usize,
    pub aliases: Vec<String>,
    pub tags: Vec<String>,
}

/// A unit with its superiors, from the root down.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct UnitView {
    #[serde(flatten)]
    pub unit: UnitItem,
    pub ancestors: Vec<UnitName>,
    /// The unit itself and everything under it.
    pub subtree_count: usize,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct UnitList {
    pub items: Vec<UnitItem>,
    /// How many there are, where `items` holds a part.
    pub total: usize,
}

/// Which units. Nothing given: the caller's own.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UnitFilter {
    /// Children of this unit (code).
    pub parent: Option<String>,
    /// Part of a name, an alias or a code, in the caller's subtree or under `under`.
    pub q: Option<String>,
    /// This unit and everything under it.
    pub under: Option<String>,
    /// Only units of this level.
    pub level: Option<String>,
    /// From 1.
    pub page: Option<usize>,
    /// At most 2000.
    pub size: Option<usize>,
}

impl UnitName {
    pub fn of(unit: &Unit) -> UnitName {
        UnitName { code: unit.code.clone(), name: unit.name.clone(), level: unit.level.clone() }
    }
}

impl UnitItem {
    pub fn of(tree: &UnitTree, unit: &Unit) -> UnitItem {
        UnitItem {
            code: unit.code.clone(),
            name: unit.name.clone(),
            level: unit.level.clone(),
            parent: unit.parent.and_then(|p| tree.get(p)).map(|p| p.code.clone()),
            children_count: tree.children(unit.id).count(),
            aliases: unit.aliases.clone(),
            tags: unit.tags.clone(),
        }
    }
}

impl App {
    /// One unit of the caller's jurisdiction.
    ///
    /// # Errors
    /// Not found, or outside the jurisdiction.
    pub fn unit(&self, caller: &Caller, code: &str) -> Outcome<UnitView> {
        let unit = caller.unit_by_code(code)?;
        let tree = caller.units();
        let mut ancestors: Vec<UnitName> = tree.ancestors(unit.id).skip(1).map(UnitName::of).collect();
        ancestors.reverse();
        Ok(UnitView { unit: UnitItem::of(tree, unit), ancestors, subtree_count: tree.subtree(unit.id).len() })
    }

    /// Units of the caller's jurisdiction.
    ///
    /// # Errors
    /// A unit named by the filter is not found, or outside the jurisdiction.
    pub fn list_units(&self, caller: &Caller, filter: &UnitFilter) -> Outcome<UnitList> {
        let tree = caller.units();
        let of_level = |u: &&Unit| filter.level.as_ref().is_none_or(|level| *level == u.level);
        let found: Vec<&Unit> = if let Some(parent) = &filter.parent {
            tree.children(caller.unit_by_code(parent)?.id).filter(of_level).collect()
        } else if filter.q.is_some() || filter.under.is_some() {
            let top = match &filter.under {
                Some(code) => caller.unit_by_code(code)?.id,
                None => caller.unit().id,
            };
            let wanted = filter.q.as_deref().unwrap_or_default().trim().to_lowercase();
            tree.subtree(top).map(|p| tree.at(p)).filter(of_level).filter(|u| named(u, &wanted)).collect()
        } else {
            vec![caller.unit()]
        };
        let size = filter.size.unwrap_or(SIZE).clamp(1, SIZE_MAX);
        let skipped = filter.page.unwrap_or(1).saturating_sub(1).saturating_mul(size);
        let items = found.iter().skip(skipped).take(size).map(|u| UnitItem::of(tree, u)).collect();
        Ok(UnitList { items, total: found.len() })
    }
}

/// Does the unit answer to this part of a name? `wanted` is in lower case.
fn named(unit: &Unit, wanted: &str) -> bool {
    wanted.is_empty()
        || unit.name.to_lowercase().contains(wanted)
        || unit.code.to_lowercase().contains(wanted)
        || unit.aliases.iter().any(|a| a.to_lowercase().contains(wanted))
}

//! Programmes at work: the published versions, compiled, and how their records are counted.

use crate::problem::{Code, Outcome, Problem};
use jiff::Timestamp;
use luodi_engine::{Contribution, Groups, StoredRecord, UnitsAlone, contributions};
use luodi_language::Compiled;
use luodi_model::{PlanId, ProgrammeId, UnitId, UnitTree};
use luodi_store::Counting;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// The published version of a programme.
#[derive(Clone, Debug)]
pub struct Live {
    pub compiled: Arc<Compiled>,
    /// 1 for the first publication.
    pub version: u32,
    pub published_at: Timestamp,
    /// The plan that it was drafted from.
    pub plan: Option<PlanId>,
    /// The unit that it starts from: it obliges this unit and everything under it.
    pub root: UnitId,
    pub kept: KeptGroups,
}

/// Members of a programme's groups over the tree of now. A new tree starts anew.
#[derive(Clone, Debug, Default)]
pub struct KeptGroups(Arc<Mutex<Option<GroupsOf>>>);

/// Groups worked out over the tree that they were worked out for.
type GroupsOf = (Arc<UnitTree>, Arc<Groups>);

impl KeptGroups {
    /// What was found over this tree before.
    pub fn over(&self, tree: &Arc<UnitTree>) -> Arc<Groups> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*held {
            Some((known, groups)) if Arc::ptr_eq(known, tree) => Arc::clone(groups),
            _ => {
                let groups = Arc::new(Groups::default());
                *held = Some((Arc::clone(tree), Arc::clone(&groups)));
                groups
            }
        }
    }
}

type Map = BTreeMap<ProgrammeId, Arc<Live>>;

/// The programmes at work, shared by requests and by the store's writer.
#[derive(Clone, Debug, Default)]
pub struct Programmes(Arc<RwLock<Arc<Map>>>);

impl Programmes {
    /// All of them, as they are now.
    pub fn all(&self) -> Arc<Map> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// # Errors
    /// Not found: nothing is published under this name.
    pub fn get(&self, id: &str) -> Outcome<Arc<Live>> {
        self.all().get(&ProgrammeId(id.to_string())).cloned().ok_or_else(|| Problem::new(Code::NotFound))
    }
    /// Puts a version to work. The store must be told to count by it (`Store::set_counting`).
    pub fn put(&self, live: Live) {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut map = Map::clone(&held);
        map.insert(live.compiled.model.programme.clone(), Arc::new(live));
        *held = Arc::new(map);
    }
    /// How records are counted by the programmes as they are now.
    pub fn counting(&self) -> LiveCounting {
        LiveCounting { programmes: self.all() }
    }
}

/// Counts records by the programmes of one moment.
#[derive(Clone, Debug, Default)]
pub struct LiveCounting {
    programmes: Arc<Map>,
}

impl Counting for LiveCounting {
    fn contributions(&self, units: &UnitTree, record: &StoredRecord) -> Vec<Contribution> {
        let Some(live) = self.programmes.get(&record.programme) else { return vec![] };
        // A cell is a fold of the log: what a record adds depends on the record and the units, never on other facts or on today.
        contributions(&live.compiled, &UnitsAlone::new(units), record, record.changed_at)
    }
    fn by_day(&self, programme: &ProgrammeId, _measure: &str) -> bool {
        self.programmes.get(programme).is_some_and(|live| needs_days(&live.compiled))
    }
    fn basis(&self, programme: &ProgrammeId) -> String {
        self.programmes.get(programme).map_or_else(String::new, |live| format!("v{}", live.version))
    }
}

/// Does anything in the programme look at spans that don't begin and end with months?
fn needs_days(programme: &Compiled) -> bool {
    use luodi_model::Every;
    let by_day = |every: Every| matches!(every, Every::Day | Every::Week | Every::TenDays | Every::Days(_));
    let model = &programme.model;
    // A window may begin or end inside a month, and is known only when its asks are answered.
    model.window.is_some()
        || model.duties.values().any(|d| d.every.is_some_and(by_day))
        || model.returns.values().any(|r| by_day(r.every))
        || model.targets.values().any(|t| t.every.is_some_and(by_day))
}

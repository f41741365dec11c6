//! The trace (留痕): what happened, who did it, when and from where.

use crate::App;
use crate::accounts::Caller;
use crate::problem::{Code, Outcome, Problem};
use crate::view::person::{NamesPeople, Person};
use luodi_store::EventList;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TraceFilter {
    /// record_stored, return_filed, zero_reported, ask_answered, other
    pub kind: Option<String>,
    /// Go on below this number.
    pub below: Option<i64>,
    pub size: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TracePage {
    pub items: Vec<TraceItem>,
    /// Where to go on; absent: nothing is left.
    pub next: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TraceItem {
    pub seq: i64,
    pub at: String,
    pub by: Person,
    pub unit: crate::view::UnitRef,
    pub device: Option<String>,
    pub kind: String,
    pub subject: String,
    /// Hash of the chain at this row (SM3, hexadecimal).
    pub hash: String,
}

impl NamesPeople for TracePage {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        self.items.iter_mut().for_each(|item| visit(&mut item.by));
    }
}

impl App {
    /// The newest events of the caller's subtree.
    ///
    /// # Errors
    /// Not a manager.
    pub async fn trace(&self, caller: &Caller, filter: &TraceFilter) -> Outcome<TracePage> {
        caller.check_manager()?;
        if filter.size.is_some_and(|s| s == 0 || s > 500) {
            return Err(Problem::say(Code::BadParameter, "size 应在1至500之间。"));
        }
        let list = EventList {
            kind: filter.kind.clone().filter(|k| !k.is_empty()),
            within: Some(caller.unit().id),
            below: filter.below,
            limit: filter.size.unwrap_or(50),
            ..EventList::default()
        };
        let page = self.store().events(&list).await?;
        let tree = caller.units();
        let item = |e: luodi_store::LoggedEvent| TraceItem {
            seq: e.seq,
            at: e.at.to_string(),
            by: e.by.into(),
            unit: crate::view::UnitRef::of(tree, e.by_unit),
            device: e.device,
            kind: e.kind,
            subject: e.subject,
            hash: e.hash,
        };
        let page = TracePage { items: page.events.into_iter().map(item).collect(), next: page.next };
        self.with_names(caller, page).await
    }
}

//! Somebody at work in one programme: the everyday acts in a line each, with what a test always wants to know of them.

use crate::client::{Answer, Client};
use serde_json::{Value as Json, json};
use std::sync::atomic::{AtomicU64, Ordering};

/// An id as a client makes it: another one at each call, the same order in each run.
#[must_use]
pub fn next_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    uuid::Uuid::from_u128(u128::from(NEXT.fetch_add(1, Ordering::Relaxed)) | 0x8000_0000_0000_4000_8000_0000_0000_0000)
        .to_string()
}

/// Fields that a refusal names, in its order.
#[must_use]
pub fn named_fields(problem: &Json) -> Vec<String> {
    let problems = problem["problems"].as_array().into_iter().flatten();
    problems.filter_map(|p| p["field"].as_str().map(str::to_string)).collect()
}

/// A signed-in person in one programme.
#[derive(Debug)]
pub struct Desk {
    pub client: Client,
    pub programme: String,
}

impl Desk {
    /// `/api/programmes/{programme}/{rest}`; an empty rest: the programme itself.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        let slash = if rest.is_empty() { "" } else { "/" };
        format!("/api/programmes/{}{slash}{rest}", self.programme)
    }
    /// Reads an address of the programme.
    ///
    /// # Panics
    /// Unless it answers 200.
    #[must_use]
    pub fn get(&self, rest: &str) -> Json {
        let (status, said) = self.client.get(&self.path(rest));
        assert_eq!(status, 200, "{rest}: {said}");
        said
    }
    /// Downloads from an address of the programme.
    #[must_use]
    pub fn download(&self, rest: &str) -> Answer {
        self.client.download(&self.path(rest))
    }

    /// Sends a record; `state` empty: the register's first.
    pub fn submit(&self, register: &str, state: &str, fields: Json) -> (u16, Json) {
        self.submit_as(&next_id(), register, state, fields)
    }
    /// Sends a record under an id of the test.
    pub fn submit_as(&self, id: &str, register: &str, state: &str, fields: Json) -> (u16, Json) {
        let state = (!state.is_empty()).then_some(state);
        self.client
            .post(&self.path(&format!("registers/{register}/records")), &json!({"id": id, "state": state, "fields": fields}))
    }
    /// Sends a record that must be stored; its id.
    ///
    /// # Panics
    /// When it is refused.
    pub fn stored(&self, register: &str, state: &str, fields: Json) -> String {
        let (status, said) = self.submit(register, state, fields);
        assert_eq!(status, 201, "{said}");
        said["id"].as_str().unwrap_or_default().to_string()
    }
    /// Sends a record that must be refused; the fields that the refusal names.
    ///
    /// # Panics
    /// When it isn't refused as invalid, or something was stored all the same.
    pub fn refused(&self, register: &str, state: &str, fields: Json) -> Vec<String> {
        let before = self.count(register);
        let id = next_id();
        let (status, problem) = self.submit_as(&id, register, state, fields.clone());
        assert_eq!((status, problem["code"].as_str()), (422, Some("invalid")), "{fields}: {problem}");
        assert_eq!(self.client.get(&format!("/api/records/{id}")).0, 404, "{fields}: nothing may be stored");
        assert_eq!(self.count(register), before, "{fields}: nothing may be stored");
        named_fields(&problem)
    }
    /// Number of records of a register in sight.
    #[must_use]
    pub fn count(&self, register: &str) -> u64 {
        self.get(&format!("registers/{register}/records?size=1"))["total"].as_u64().unwrap_or_default()
    }
    /// Records of a saved selection.
    #[must_use]
    pub fn listed(&self, register: &str, list: &str) -> Vec<Json> {
        let found = self.get(&format!("registers/{register}/records?list={list}&size=500"));
        found["items"].as_array().cloned().unwrap_or_default()
    }

    /// The page of a record.
    ///
    /// # Panics
    /// When it isn't there.
    #[must_use]
    pub fn record(&self, id: &str) -> Json {
        let (status, said) = self.client.get(&format!("/api/records/{id}"));
        assert_eq!(status, 200, "{id}: {said}");
        said
    }
    fn seen(&self, id: &str) -> Json {
        self.record(id)["record"]["version"].clone()
    }
    pub fn correct(&self, id: &str, fields: Json) -> (u16, Json) {
        let seen = self.seen(id);
        self.client.patch(&format!("/api/records/{id}"), &json!({"seen": seen, "fields": fields}))
    }
    pub fn move_to(&self, id: &str, state: &str, fields: Json) -> (u16, Json) {
        let seen = self.seen(id);
        self.client.post(&format!("/api/records/{id}/states/{state}"), &json!({"seen": seen, "fields": fields}))
    }
    pub fn mark(&self, id: &str, field: &str) -> (u16, Json) {
        self.client.post(&format!("/api/records/{id}/marks/{field}"), &json!({}))
    }

    /// Files a return for the caller's own unit.
    pub fn file(&self, name: &str, period: &str) -> (u16, Json) {
        self.client.post(&self.path(&format!("returns/{name}/file")), &json!({"id": next_id(), "period": period}))
    }
    pub fn report_zero(&self, duty: &str, period: &str) -> (u16, Json) {
        self.client.post(&self.path(&format!("duties/{duty}/zero")), &json!({"period": period}))
    }

    /// The card of a target on the board of a unit.
    ///
    /// # Panics
    /// When the board has no such card.
    #[must_use]
    pub fn card(&self, target: &str, unit: &str) -> Json {
        let board = self.get(&format!("board?unit={unit}"));
        let card = find(&board["targets"], "name", target);
        card.unwrap_or_else(|| panic!("no card {target} on the board of {unit}"))
    }
    /// A unit's own judgement under a target: actual, quota, met, gap.
    #[must_use]
    pub fn own(&self, target: &str, unit: &str) -> Json {
        self.card(target, unit)["own"].clone()
    }
    /// What a unit owes under a name, in whatever list it stands.
    #[must_use]
    pub fn owed(&self, unit: &str, name: &str) -> Vec<Json> {
        let (status, said) = self.client.get(&format!("/api/duties?unit={unit}&programme={}", self.programme));
        assert_eq!(status, 200, "{said}");
        let lists = said.as_object().into_iter().flat_map(|o| o.values()).filter_map(Json::as_array).flatten();
        lists.filter(|item| item["name"] == name).cloned().collect()
    }
    /// The one thing owed under a name for a period.
    ///
    /// # Panics
    /// When there is none, or more than one.
    #[must_use]
    pub fn owed_in(&self, unit: &str, name: &str, period: &str) -> Json {
        let mut found = self.owed(unit, name);
        found.retain(|item| item["period"] == period);
        assert_eq!(found.len(), 1, "{unit} owes {name} in {period}: {found:?}");
        found.remove(0)
    }
}

/// The first element of an array whose member says this.
#[must_use]
pub fn find(array: &Json, member: &str, value: &str) -> Option<Json> {
    array.as_array()?.iter().find(|item| item[member] == value).cloned()
}

/// Texts of one member over an array.
#[must_use]
pub fn texts(array: &Json, member: &str) -> Vec<String> {
    let items = array.as_array().into_iter().flatten();
    items.filter_map(|item| item[member].as_str().map(str::to_string)).collect()
}

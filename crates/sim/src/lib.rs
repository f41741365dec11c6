//! Simulation: the units of a programme at work for months, on a bad network and a process that dies, from one seed.
//!
//! What it does: clients send random commands for their units; messages are lost, doubled, delayed and overtake each other;
//! the process is killed and comes back from its log alone; after every step the invariants are checked.
//! What it must never do: ask a clock or a random source (a seed gives one run, to the last byte), or know a programme:
//! values are made from the types of the fields.
//! How to add the usual new thing: an invariant is one function in `invariants.rs`; a fault is one field of [`Faults`] and one
//! branch where messages travel (`run.rs`).

mod client;
mod dice;
mod invariants;
mod journal;
mod make;
mod run;
mod server;
mod world;

pub use run::simulate;
pub use world::setup_for;

use jiff::civil::Date;
use luodi_language::Compiled;
use luodi_model::UnitTree;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is simulated.
#[derive(Clone, Debug)]
pub struct Setup {
    pub programme: Arc<Compiled>,
    pub units: UnitTree,
    /// Asks answered before the first day: name and answer.
    pub answers: Vec<(String, serde_json::Value)>,
    /// First and last day on which people act.
    pub from: Date,
    pub to: Date,
    /// People at work; several may belong to one unit.
    pub clients: usize,
    /// Commands that they think of.
    pub acts: usize,
    pub faults: Faults,
}

/// How often things go wrong, in percent of messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Faults {
    pub lost_requests: u64,
    pub lost_replies: u64,
    pub duplicates: u64,
    pub delays: u64,
    /// The process dies before or after it has stored what the message asked for.
    pub kills: u64,
    /// A person acts on what they saw earlier.
    pub stale_views: u64,
    /// Entries that can't be right.
    pub bad_values: u64,
}

impl Default for Faults {
    fn default() -> Faults {
        Faults { lost_requests: 8, lost_replies: 8, duplicates: 10, delays: 20, kills: 2, stale_views: 30, bad_values: 5 }
    }
}

/// What a run came to. The same seed and setup give the same report.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Report {
    pub seed: u64,
    pub acts: u64,
    pub delivered: u64,
    /// Commands whose sender knows that they were carried out.
    pub acknowledged: u64,
    /// Refusals that reached their sender, by code.
    pub refused: BTreeMap<String, u64>,
    /// Commands of which one copy was refused and told so, and another copy, delivered when things had changed, was
    /// carried out. Only a network that delivers copies hours apart does this.
    pub stored_after_refusal: u64,
    /// Commands whose sender gave up without an answer.
    pub unanswered: u64,
    pub lost_requests: u64,
    pub lost_replies: u64,
    pub duplicates: u64,
    pub delayed: u64,
    pub kills: u64,
    pub records: u64,
    /// Versions of records stored after the first.
    pub changes: u64,
    pub filings: u64,
    pub zero_reports: u64,
    /// Filings later than their due day.
    pub late: u64,
    /// Checks of single cells and of everything.
    pub checks: u64,
    /// Over the log and all answers, in order.
    pub digest: u64,
}

/// An invariant that was broken, with what is needed to see it again.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("seed {seed}, step {step}, {at}: {what}")]
pub struct Broken {
    pub seed: u64,
    pub step: u64,
    pub at: jiff::Timestamp,
    pub what: String,
}

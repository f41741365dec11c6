//! The engine: registers with states and guards, duties, clocks, measures, targets, returns, fan-out.
//!
//! What it does: `(programme, facts, actor, command, now) → events`, and the views computed from facts (what is owed, what
//! a cell holds, whether a target is met and why).
//! What it must never do: know a clock, a random source, a file, a socket or SQL. The same engine runs the server, the
//! rehearsal before publication and the simulation.
//! How to add the usual new thing: a mechanism is one file here, driven by an element of the programme model; a programme
//! never gets code of its own.

mod cell;
mod command;
mod event;
mod facts;
mod record;
mod refusal;

pub use cell::{Cell, Contribution};
pub use command::{Actor, Command, Role};
pub use event::{Event, Filing, FilingCell};
pub use facts::{Facts, RecordQuery};
pub use record::{Finding, Mark, StoredRecord};
pub use refusal::{Problem, Refusal};

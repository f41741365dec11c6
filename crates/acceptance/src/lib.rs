//! Holds the whole product from outside: the tests of this crate use public interfaces only (the binary, the HTTP API,
//! the files of the repository). This library is their harness: a real server on a port of its own, over a database in a
//! temporary folder, with a clock that stands where it is set.
//!
//! What it must never do: be a dependency of anything, or reach into the insides of a crate.
//! How to add the usual new thing: the acceptance statements of a system are one file `tests/systems/sNN.rs`, one test for
//! each statement, named for it; a rule about the repository itself is one file in `tests/structure/`.
//!
//! Tests run over SQLite; with `LUODI_ACCEPTANCE_POSTGRES=1` the same ones run over a PostgreSQL of their own.
//!
//! ```no_run
//! # use luodi_acceptance::{Role, Server};
//! let server = Server::start("2013-09-02 08:00");
//! server.units(&[("41", "中州省", "省", ""), ("4103", "河洛市", "市", "41")]);
//! server.account("city4103", "4103", Role::Clerk);
//! let city = server.login("city4103");
//! let (status, me) = city.get("/api/session");
//! server.clock.set("2013-10-05 23:59");
//! ```

mod client;
pub mod desk;
pub mod files;
pub mod plans;
#[path = "../../store/tests/support/postgres.rs"]
mod postgres;
mod server;
mod time;

pub use client::{Answer, Client};
pub use desk::Desk;
pub use luodi_api::{ModelAddress, Rate, Secret, Settings};
pub use luodi_app::accounts::RoleName as Role;
pub use serde_json::{Value as Json, json};
pub use server::{PASSWORD, Server};
pub use time::{SetClock, at};

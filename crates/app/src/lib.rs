//! Use cases and jobs: what a person or a program can ask for, as methods of [`App`].
//!
//! What it does: checks who asks ([`accounts::Caller`]), reads facts from the store, lets the engine decide, and gives back
//! views (structs that are the wire types: `Serialize` and `ToSchema`) or a [`problem::Problem`].
//! What it must never do: know HTTP, hold SQL, or decide what the engine decides.
//! How to add the usual new thing: a use case is a method in a file named for its subject,
//! `pub async fn verb(&self, caller: &Caller, …) -> Outcome<View>`; a problem that is new to users is an entry of the
//! catalogue in `problem.rs`. Time and randomness come from [`App::clock`] and [`App::entropy`].

pub mod accounts;
pub mod attachments;
pub mod boards;
pub mod clock;
pub mod demo;
pub mod difference;
pub mod drafting;
pub mod duties;
pub mod duty_page;
pub mod entropy;
mod errors;
pub mod explain;
mod follow;
pub mod imports;
pub mod live;
pub mod openings;
pub mod people;
pub mod plans;
pub mod problem;
pub mod programmes;
pub mod proposals;
pub mod public;
pub mod records;
pub mod registers;
pub mod returns;
pub mod review;
pub mod sheets;
mod state;
pub mod trace;
pub mod units;
pub mod view;
mod work;
pub mod working_calendar;

pub use follow::follow;
pub use state::{App, Config, Health, SYSTEM_USER};

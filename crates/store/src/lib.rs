//! The store: records, cells and the audit chain in SQLite or PostgreSQL.
//!
//! What it does: takes jobs (a decision of the engine each), stores their events durably in groups, keeps the measure
//! cells as a fold of the log in memory, and answers reads. SQL stands only in this crate.
//! What it must never do: know a rule of a programme, a clock or a random source; acknowledge what is not durable;
//! change or delete a row of the log.
//! How to add the usual new thing: a plain table is one file with typed functions that write through `Store::table`,
//! which leaves the event in the same transaction; a change of the schema is a new file under `migrations/`, entered in
//! `migrate.rs`, never an edit of an old one; its test is a case in `tests/contract.rs`, which runs on both databases.

//!
//! The doors:
//! - [`Store::open`], [`Store::write`] (a [`Job`]: who, when, and a decision of the engine), [`Store::bulk_records`] (or its two steps),
//!   [`Store::put_units`], [`Store::set_counting`] (after a publication), [`Store::close`].
//! - [`Store::snapshot`]: facts of one moment for the engine, on threads that may block. [`Store::cells`]: the cells alone.
//! - [`Store::records`], [`Store::record`], [`Store::history`], [`Store::events`], [`Store::filings_last`],
//!   [`Store::zero_reports`], [`Store::answers`]: lists.
//! - Accounts, sessions, plans, drafts, programmes, quotas, calendar, posts, settings: functions of [`Store`] by those names.
//! - [`verify`]: chain, records and cells checked.

mod batch;
mod bulk;
mod chain;
mod checkpoint;
mod db;
mod error;
mod facts;
mod index;
mod job;
mod link;
mod migrate;
mod query;
mod read_events;
mod read_records;
mod read_returns;
mod snapshot;
mod sqlite;
mod store;
mod tables;
mod tail;
mod time;
mod tree_blob;
mod units;
mod verify;
mod wal;
mod writer;

pub use bulk::{Bulk, BulkDone};
pub use db::Db;
pub use error::{StoreError, WriteError};
pub use index::{Counting, NoCounting};
pub use job::{Decide, Done, Job, JobKey, Stamp};
pub use read_events::{EventList, EventPage, LoggedEvent};
pub use read_records::{Order, RecordList, RecordPage, Version};
pub use read_returns::{Answer, ZeroReport};
pub use snapshot::{Cells, Snapshot};
pub use store::Store;
pub use tables::{
    Account, AccountChange, Attachment, AttachmentUpload, CalendarDay, Draft, NewAccount, NewAttachment, NewPlan, NewProgramme,
    Plan, PlanDecision, PlanSummary, Post, ProgrammeVersion, Session,
};
pub use verify::{Bad, Verification, verify};

//! The plain tables: accounts, plans, programmes and the like. Each write leaves an event in the chain, in the same
//! transaction; what is secret (password hashes, session tokens) or large (documents) never stands in an event.

mod account;
mod attachment;
mod calendar;
mod download;
mod draft;
mod plan;
mod post;
mod programme;
mod quota;
mod session;
mod setting;

pub use account::{Account, AccountChange, NewAccount};
pub(crate) use attachment::attachment_id;
pub use attachment::{Attachment, AttachmentUpload, NewAttachment};
pub use calendar::CalendarDay;
pub use draft::Draft;
pub use plan::{NewPlan, Plan, PlanDecision, PlanSummary};
pub use post::Post;
pub use programme::{NewProgramme, ProgrammeVersion};
pub use session::Session;

use crate::error::{Result, StoreError};
use crate::link::Link;
use luodi_engine::Event;
use serde_json::Value as Json;

fn event(name: &str, subject: impl Into<String>, data: Json) -> Option<Event> {
    Some(Event::Other { name: name.to_string(), subject: subject.into(), data })
}

/// The next number of a table whose numbers the store gives.
fn next_id(link: &mut Link, sql: &'static str) -> Result<i64> {
    let row = link.row(sql, vec![])?;
    Ok(row.map(|r| r.int_or_null(0)).transpose()?.flatten().unwrap_or(0) + 1)
}

/// A unique key was hit.
fn taken(error: StoreError, what: &'static str) -> StoreError {
    match &error {
        e if e.is_unique_violation() => StoreError::Taken(what),
        _ => error,
    }
}

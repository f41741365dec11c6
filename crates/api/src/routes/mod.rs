//! All addresses, one family in one file. A new family: its file, and one line in [`all`].

mod accounts;
mod attachments;
mod boards;
mod calendar;
mod difference;
mod duties;
mod explain;
mod health;
mod plans;
mod programmes;
mod proposals;
mod public;
mod records;
mod returns;
mod review;
mod session;
mod tokens;
mod units;

use crate::Api;
use utoipa_axum::router::OpenApiRouter;

/// Every route with its description.
pub fn all() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .merge(health::routes())
        .merge(session::routes())
        .merge(tokens::routes())
        .merge(accounts::routes())
        .merge(units::routes())
        .merge(calendar::routes())
        .merge(plans::routes())
        .merge(review::routes())
        .merge(difference::routes())
        .merge(proposals::routes())
        .merge(programmes::routes())
        .merge(duties::routes())
        .merge(records::routes())
        .merge(attachments::routes())
        .merge(returns::routes())
        .merge(boards::routes())
        .merge(explain::routes())
        .merge(public::routes())
}

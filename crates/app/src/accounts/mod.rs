//! Accounts (账号): signing in and out, sessions and tokens, roles, jurisdiction, and how managers keep accounts.

mod admin;
mod caller;
mod feeds;
pub mod password;
mod session;
mod sign_in;
mod token;
mod tokens;
mod views;

pub use admin::AccountFilter;
pub use caller::{Caller, SessionKind};
pub(crate) use session::SessionCache;
pub use session::{SESSION_DAYS_MAX, SESSION_IDLE_HOURS_MAX};
pub(crate) use sign_in::{Attempts, Strangers};
pub use sign_in::{LOCK_MINUTES, LOGIN_FAILURES_MAX, SignedIn};
pub use tokens::{NewToken, TokenItem, TokenList};
pub use views::{AccountChange, AccountItem, AccountList, AccountWithPassword, Me, NewAccount, RoleName, UserName};

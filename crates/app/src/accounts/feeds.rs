//! Tokens of calendars (日历订阅): a calendar program can't sign in, so the address itself carries a token. It opens the
//! calendars of the account's jurisdiction and nothing else, for reading, until it is ended. In their row of the session
//! table the place of the CSRF value holds `feed:` and the name.

use crate::App;
use crate::accounts::tokens::named;
use crate::accounts::{Caller, NewToken, SessionKind, TokenList};
use crate::problem::Outcome;

/// Marks the sessions that are tokens of calendars.
const MARK: &str = "feed:";
/// A calendar is subscribed to once and then forgotten.
const DAYS: u32 = 366;

impl App {
    /// A new token for calendars of the caller's account.
    ///
    /// # Errors
    /// The name or the number of days won't do; not allowed to programs.
    pub async fn create_feed(&self, caller: &Caller, name: &str, days: Option<u32>) -> Outcome<NewToken> {
        caller.check_at_screen()?;
        let stamp = self.stamp(&caller.actor());
        self.token_of_kind(&stamp, caller.user(), (SessionKind::Feed, MARK), name, Some(days.unwrap_or(DAYS))).await
    }

    /// Tokens for calendars of the caller's account, newest first.
    ///
    /// # Errors
    /// The store can't be read.
    pub async fn feeds(&self, caller: &Caller) -> Outcome<TokenList> {
        Ok(named(&self.store().sessions_of(caller.user()).await?, MARK))
    }

    /// Ends a token: calendars that use it get nothing any more.
    ///
    /// # Errors
    /// No such token.
    pub async fn end_feed(&self, caller: &Caller, wanted: &str) -> Outcome<()> {
        self.end_of_kind(caller, MARK, wanted).await
    }
}

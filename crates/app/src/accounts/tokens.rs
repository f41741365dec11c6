//! Bearer tokens for programs: sessions of an account that last longer and carry no CSRF value. In their row of the
//! session table the place of the CSRF value holds `token:` and the token's name; no browser session begins like that.

use crate::App;
use crate::accounts::token;
use crate::accounts::{Caller, SessionKind};
use crate::problem::{Code, Outcome, Problem};
use jiff::SignedDuration;
use luodi_model::UserId;
use luodi_store::{Session, Stamp};
use serde::Serialize;
use utoipa::ToSchema;

const DAYS: u32 = 90;
const DAYS_MAX: u32 = 366;
const NAME_CHARS_MAX: usize = 50;
/// Characters of the hash that name a token in lists.
const ID_CHARS: usize = 16;

/// Marks the sessions that are tokens of programs.
const MARK: &str = "token:";

/// A new token. It is shown this once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct NewToken {
    pub token: String,
    pub id: String,
    pub name: String,
    pub expires_at: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct TokenItem {
    pub id: String,
    pub name: String,
    pub created_at: String,
    /// Noted every few minutes.
    pub used_at: String,
    pub expires_at: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct TokenList {
    pub items: Vec<TokenItem>,
}

impl App {
    /// A new token of the caller's account. Only a person at a screen makes one: a leaked token must not make others.
    ///
    /// # Errors
    /// The name or the number of days won't do; not allowed to programs.
    pub async fn create_token(&self, caller: &Caller, name: &str, days: Option<u32>) -> Outcome<NewToken> {
        caller.check_at_screen()?;
        self.token_for(&self.stamp(&caller.actor()), caller.user(), name, days).await
    }

    /// Tokens of the caller's account, newest first.
    ///
    /// # Errors
    /// The store can't be read.
    pub async fn tokens(&self, caller: &Caller) -> Outcome<TokenList> {
        Ok(named(&self.store().sessions_of(caller.user()).await?, MARK))
    }

    /// Ends a token of the caller's account.
    ///
    /// # Errors
    /// No such token.
    pub async fn end_token(&self, caller: &Caller, wanted: &str) -> Outcome<()> {
        self.end_of_kind(caller, MARK, wanted).await
    }

    pub(super) async fn end_of_kind(&self, caller: &Caller, mark: &str, wanted: &str) -> Outcome<()> {
        let sessions = self.store().sessions_of(caller.user()).await?;
        let found = sessions.iter().find(|s| s.csrf.starts_with(mark) && id(&s.token) == wanted);
        let token = found.ok_or_else(Problem::not_found)?.token;
        self.store().end_session(&self.stamp(&caller.actor()), token).await?;
        self.sessions().forget(&token);
        Ok(())
    }

    /// A new token of any account without anybody being signed in (command line).
    ///
    /// # Errors
    /// No such account; the name or the number of days won't do.
    pub async fn set_up_token(&self, device: &str, login: &str, name: &str, days: Option<u32>) -> Outcome<NewToken> {
        let found = self.store().account_by_login(login).await?;
        let account = found.ok_or_else(|| Problem::say(Code::NotFound, format!("没有账号 {login}。")))?;
        self.token_for(&self.system_stamp(device), account.id, name, days).await
    }

    pub(crate) async fn token_for(&self, stamp: &Stamp, user: UserId, name: &str, days: Option<u32>) -> Outcome<NewToken> {
        self.token_of_kind(stamp, user, (SessionKind::Program, MARK), name, days).await
    }

    /// `mark` tells kinds of tokens apart in the session table.
    pub(super) async fn token_of_kind(
        &self,
        stamp: &Stamp,
        user: UserId,
        (kind, mark): (SessionKind, &str),
        name: &str,
        days: Option<u32>,
    ) -> Outcome<NewToken> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
            return Err(Problem::field("name", format!("请填写用途，最多{NAME_CHARS_MAX}个字")));
        }
        let days = days.unwrap_or(DAYS);
        if !(1..=DAYS_MAX).contains(&days) {
            return Err(Problem::field("days", format!("有效期为1到{DAYS_MAX}天")));
        }
        let account = self.store().account(user).await?.ok_or_else(Problem::not_found)?;
        let token = token::new(self.entropy(), kind);
        let hash = token::hash(&token);
        let expires = self
            .open_session(stamp, &account, hash, format!("{mark}{name}"), SignedDuration::from_hours(24 * i64::from(days)))
            .await?;
        Ok(NewToken { token, id: id(&hash), name: name.to_string(), expires_at: expires.to_string() })
    }
}

/// The tokens of a kind among the sessions of an account.
pub(super) fn named(sessions: &[Session], mark: &str) -> TokenList {
    let item = |s: &Session| {
        Some(TokenItem {
            id: id(&s.token),
            name: s.csrf.strip_prefix(mark)?.to_string(),
            created_at: s.created.to_string(),
            used_at: s.seen.to_string(),
            expires_at: s.expires.to_string(),
        })
    };
    TokenList { items: sessions.iter().filter_map(item).collect() }
}

fn id(hash: &token::TokenHash) -> String {
    token::hex(hash)[..ID_CHARS].to_string()
}

//! Sessions: found by the hash of their token, cached for half a minute, ended by time, by log-out and by managers.

use crate::App;
use crate::accounts::caller::{Caller, Identity, SessionKind};
use crate::accounts::token::{self, TokenHash};
use crate::problem::{Code, Outcome, Problem};
use jiff::{SignedDuration, Timestamp};
use luodi_model::UserId;
use luodi_store::{Account, Session, Stamp};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// A browser session ends when nothing was asked for so long.
pub const SESSION_IDLE_HOURS_MAX: i64 = 12;
/// A browser session ends after so many days, whatever happens.
pub const SESSION_DAYS_MAX: i64 = 7;

/// A session is looked up anew after so long: what another process changed shows by then.
const CACHED_S: i64 = 30;
/// The use of a session is noted so often.
const NOTED_S: i64 = 300;
/// Sessions cached at most; beyond, all are looked up anew.
const CACHED_MAX: usize = 50_000;

#[derive(Clone, Debug)]
struct Cached {
    identity: Arc<Identity>,
    checked_at: Timestamp,
    ends_at: Timestamp,
}

/// Sessions looked up lately.
#[derive(Debug, Default)]
pub(crate) struct SessionCache(RwLock<HashMap<TokenHash, Cached>>);

impl SessionCache {
    fn get(&self, hash: &TokenHash, now: Timestamp) -> Option<Arc<Identity>> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let cached = held.get(hash)?;
        let age_s = now.duration_since(cached.checked_at).as_secs();
        ((0..CACHED_S).contains(&age_s) && now < cached.ends_at).then(|| cached.identity.clone())
    }
    fn put(&self, hash: TokenHash, cached: Cached) {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= CACHED_MAX {
            held.clear();
        }
        held.insert(hash, cached);
    }
    pub(crate) fn forget(&self, hash: &TokenHash) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(hash);
    }
    pub(crate) fn forget_user(&self, user: UserId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).retain(|_, c| c.identity.user != user);
    }
}

impl App {
    /// Who asks, by the token that was presented and how it was carried.
    ///
    /// # Errors
    /// No such session, or it has ended, or its account was disabled.
    pub async fn caller(&self, token: &str, kind: SessionKind, device: &'static str) -> Outcome<Caller> {
        let nobody = || Problem::new(Code::NotSignedIn);
        if token::kind(token) != kind {
            return Err(nobody());
        }
        let (hash, now) = (token::hash(token), self.clock().now());
        let identity = match self.sessions().get(&hash, now) {
            Some(identity) => identity,
            None => self.look_up(hash, kind, now).await?.ok_or_else(nobody)?,
        };
        Caller::new(identity, Some(device), self.units()).ok_or_else(nobody)
    }

    /// A caller in the name of an account, without a session: for the command line, whose user holds the database anyway.
    /// Events name the account and the device.
    ///
    /// # Errors
    /// No such account, or it is disabled.
    pub async fn caller_in_name_of(&self, login: &str, device: &'static str) -> Outcome<Caller> {
        let found = self.store().account_by_login(login).await?.filter(|a| !a.disabled);
        let account = found.ok_or_else(|| Problem::say(Code::NotFound, format!("没有账号 {login}，或已停用。")))?;
        let now = self.clock().now();
        let session = Session { token: [0; 32], account: account.id, csrf: String::new(), created: now, seen: now, expires: now };
        let identity = Arc::new(identity(account, &session, SessionKind::Program, session.token));
        let nowhere = || Problem::say(Code::NotFound, format!("账号 {login} 的单位不在单位名录中。"));
        Caller::new(identity, Some(device), self.units()).ok_or_else(nowhere)
    }

    /// Forgets sessions that have ended by their days. A job: nothing waits for it.
    ///
    /// # Errors
    /// The store can't write.
    pub async fn forget_ended_sessions(&self, device: &str) -> Outcome<u64> {
        Ok(self.store().forget_expired_sessions(&self.system_stamp(device)).await?)
    }

    async fn look_up(&self, hash: TokenHash, kind: SessionKind, now: Timestamp) -> Outcome<Option<Arc<Identity>>> {
        let Some(session) = self.store().session(&hash).await? else { return Ok(None) };
        let ends_at = ends_at(&session, kind);
        if now >= ends_at {
            return Ok(None);
        }
        let Some(account) = self.store().account(session.account).await?.filter(|a| !a.disabled) else { return Ok(None) };
        if now.duration_since(session.seen).as_secs() >= NOTED_S {
            let stamp = Stamp { user: account.id, unit: account.unit, device: None, at: now };
            self.store().touch_session(&stamp, hash, session.expires).await?;
        }
        let identity = Arc::new(identity(account, &session, kind, hash));
        self.sessions().put(hash, Cached { identity: identity.clone(), checked_at: now, ends_at });
        Ok(Some(identity))
    }
}

fn ends_at(session: &Session, kind: SessionKind) -> Timestamp {
    let idle = || session.seen.saturating_add(SignedDuration::from_hours(SESSION_IDLE_HOURS_MAX)).unwrap_or(Timestamp::MAX);
    match kind {
        SessionKind::Browser => session.expires.min(idle()),
        SessionKind::Program | SessionKind::Feed => session.expires,
    }
}

fn identity(account: Account, session: &Session, kind: SessionKind, hash: TokenHash) -> Identity {
    Identity {
        user: account.id,
        login: account.login,
        name: account.name,
        unit: account.unit,
        role: account.role,
        must_change_password: account.must_change,
        kind,
        // For programs the column holds the token's name; they need no CSRF value.
        csrf: if kind == SessionKind::Browser { session.csrf.clone() } else { String::new() },
        token_hash: hash,
    }
}

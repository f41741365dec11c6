//! Signing in and out, and changing the password. Five wrong passwords in a row lock an account for a quarter of an hour.

use crate::App;
use crate::accounts::token::{self, TokenHash};
use crate::accounts::{Caller, Me, SESSION_DAYS_MAX, SessionKind, UserName, password};
use crate::problem::{Code, Outcome, Problem};
use crate::units::UnitName;
use jiff::{SignedDuration, Timestamp};
use luodi_model::beijing;
use luodi_store::{Account, Session, Stamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Wrong passwords in a row that lock an account.
pub const LOGIN_FAILURES_MAX: i64 = 5;
/// For how long.
pub const LOCK_MINUTES: i64 = 15;
/// Logins without an account whose failures are remembered.
const STRANGERS_MAX: usize = 10_000;

/// A new session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Goes into the cookie; kept nowhere.
    pub token: String,
    pub me: Me,
}

/// Failures of logins that nobody has: they lock as well, so that an answer doesn't tell whether an account exists.
#[derive(Debug, Default)]
pub(crate) struct Strangers(Mutex<HashMap<String, (i64, Option<Timestamp>)>>);

/// Attempts of one login wait for each other, so that many at once don't get more tries than five.
#[derive(Debug)]
pub(crate) struct Attempts([tokio::sync::Mutex<()>; 64]);

impl Default for Attempts {
    fn default() -> Attempts {
        Attempts(std::array::from_fn(|_| tokio::sync::Mutex::default()))
    }
}

impl Attempts {
    async fn turn(&self, login: &str) -> tokio::sync::MutexGuard<'_, ()> {
        let lane = usize::from(token::hash(login)[0]) % self.0.len();
        self.0[lane].lock().await
    }
}

impl Strangers {
    fn locked_until(&self, login: &str, now: Timestamp) -> Option<Timestamp> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(login).and_then(|(_, until)| *until).filter(|until| now < *until)
    }
    /// Counts a failure.
    fn fail(&self, login: &str, now: Timestamp) -> Failed {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= STRANGERS_MAX {
            held.clear();
        }
        let (failures, until) = held.entry(login.to_string()).or_default();
        *failures += 1;
        *until = lock_after(*failures, now);
        Failed { failures: *failures, locked_until: *until }
    }
}

/// Failures since the last good log-in, and the lock that the last one brought.
struct Failed {
    failures: i64,
    locked_until: Option<Timestamp>,
}

/// Each fifth failure in a row locks.
fn lock_after(failures: i64, now: Timestamp) -> Option<Timestamp> {
    let lasts = SignedDuration::from_mins(LOCK_MINUTES);
    (failures % LOGIN_FAILURES_MAX == 0).then(|| now.saturating_add(lasts).unwrap_or(Timestamp::MAX))
}

fn locked(until: Timestamp) -> Problem {
    let clock = beijing(until).strftime("%H:%M").to_string();
    Problem {
        until: Some(until),
        ..Problem::say(Code::Locked, format!("连续{LOGIN_FAILURES_MAX}次输错密码，{clock} 后可再试；急用请找管理员重置密码。"))
    }
}

fn refused(failed: &Failed) -> Problem {
    match failed.locked_until {
        Some(until) => locked(until),
        None => {
            let left = LOGIN_FAILURES_MAX - failed.failures % LOGIN_FAILURES_MAX;
            Problem::say(Code::BadLogin, format!("请核对后再试，还可以试 {left} 次；忘记密码请找本单位或上级单位的管理员重置。"))
        }
    }
}

impl App {
    /// Signs in with login and password.
    ///
    /// # Errors
    /// Wrong login or password (the two are not told apart), or locked; disabled is told only to who knows the password.
    pub async fn sign_in(&self, login: &str, password: String, device: Option<&'static str>) -> Outcome<SignedIn> {
        let (login, now) = (login.trim(), self.clock().now());
        let _turn = self.attempts().turn(login).await;
        let account = self.store().account_by_login(login).await?;
        let locked_until = match &account {
            Some(account) => account.locked_until.filter(|until| now < *until),
            None => self.strangers().locked_until(login, now),
        };
        if let Some(until) = locked_until {
            return Err(locked(until));
        }
        let right = password::verify(password, account.as_ref().map(|a| a.password.clone())).await?;
        let Some(account) = account else {
            return Err(refused(&self.strangers().fail(login, now)));
        };
        let stamp = account_stamp(&account, device, now);
        if !right {
            return Err(refused(&self.note_failure(&stamp, &account).await?));
        }
        if account.disabled {
            return Err(Problem::say(Code::BadLogin, "这个账号已停用，请联系本单位管理员。"));
        }
        let token = token::new(self.entropy(), SessionKind::Browser);
        let csrf = token::hex(&self.entropy().secret());
        let days = SignedDuration::from_hours(24 * SESSION_DAYS_MAX);
        self.open_session(&stamp, &account, token::hash(&token), csrf, days).await?;
        let caller = self.caller(&token, SessionKind::Browser, device.unwrap_or_default()).await.map_err(|_| {
            Problem::internal(format!("the unit {} of account {} is not in the tree", account.unit.0, account.login))
        })?;
        Ok(SignedIn { token, me: self.me(&caller) })
    }

    async fn note_failure(&self, stamp: &Stamp, account: &Account) -> Outcome<Failed> {
        let locked_until = lock_after(account.failed + 1, stamp.at);
        let failures = self.store().login_failed(stamp, account.id, locked_until).await?;
        Ok(Failed { failures, locked_until })
    }

    pub(crate) async fn open_session(
        &self,
        stamp: &Stamp,
        account: &Account,
        token: TokenHash,
        csrf: String,
        lasts: SignedDuration,
    ) -> Outcome<Timestamp> {
        let expires = stamp.at.saturating_add(lasts).unwrap_or(Timestamp::MAX);
        let session = Session { token, account: account.id, csrf, created: stamp.at, seen: stamp.at, expires };
        self.store().create_session(stamp, session).await?;
        Ok(expires)
    }

    /// Who is signed in.
    pub fn me(&self, caller: &Caller) -> Me {
        Me {
            user: UserName { id: caller.user().0, login: caller.login().to_string(), name: caller.name().to_string() },
            unit: UnitName::of(caller.unit()),
            role: caller.role_name(),
            must_change_password: caller.must_change_password(),
            csrf: caller.csrf().to_string(),
            today: self.clock().today().to_string(),
            now: self.clock().now().to_string(),
            version: env!("CARGO_PKG_VERSION").to_string(),
        }
    }

    /// Ends the caller's session.
    ///
    /// # Errors
    /// The store can't write.
    pub async fn sign_out(&self, caller: &Caller) -> Outcome<()> {
        self.sessions().forget(&caller.token_hash());
        self.store().end_session(&self.stamp(&caller.actor()), caller.token_hash()).await?;
        Ok(())
    }

    /// Changes the caller's own password; every other session of the account ends.
    ///
    /// # Errors
    /// The old password is wrong (counts as a failed log-in), or the new one breaks the rule.
    pub async fn change_password(&self, caller: &Caller, old: String, new: String) -> Outcome<()> {
        let stamp = self.stamp(&caller.actor());
        let _turn = self.attempts().turn(caller.login()).await;
        let account = self.store().account(caller.user()).await?.ok_or_else(|| Problem::new(Code::NotSignedIn))?;
        if let Some(until) = account.locked_until.filter(|until| stamp.at < *until) {
            return Err(locked(until));
        }
        if !password::verify(old.clone(), Some(account.password.clone())).await? {
            return Err(match self.note_failure(&stamp, &account).await?.locked_until {
                Some(until) => locked(until),
                None => Problem::new(Code::WrongPassword).and_field("old", "原密码不对"),
            });
        }
        password::check(&new, &account.login)?;
        if new == old {
            return Err(Problem::new(Code::WeakPassword).and_field("new", "新密码不能与原密码相同"));
        }
        let hash = password::hash(new, self.entropy()).await?;
        self.store().set_password(&stamp, account.id, hash, false).await?;
        self.store().end_sessions_of(&stamp, account.id, Some(caller.token_hash())).await?;
        self.sessions().forget_user(account.id);
        Ok(())
    }
}

/// The stamp of an account that is signing in: there is no caller yet.
fn account_stamp(account: &Account, device: Option<&str>, at: Timestamp) -> Stamp {
    Stamp { user: account.id, unit: account.unit, device: device.map(str::to_string), at }
}

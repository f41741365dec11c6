//! Sessions (登录会话): only a hash of the token is kept.

use super::event;
use crate::db::args;
use crate::error::Result;
use crate::job::Stamp;
use crate::store::Store;
use jiff::Timestamp;
use luodi_model::UserId;
use serde_json::json;

#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of the token that the browser holds.
    pub token: [u8; 32],
    pub account: UserId,
    pub csrf: String,
    pub created: Timestamp,
    pub seen: Timestamp,
    pub expires: Timestamp,
}
impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("account", &self.account).field("expires", &self.expires).finish_non_exhaustive()
    }
}

impl Store {
    /// A good login: the session is stored and failed attempts are forgotten.
    pub async fn create_session(&self, stamp: &Stamp, session: Session) -> Result<()> {
        self.table(stamp, move |link| {
            let sql =
                "INSERT INTO session (token, account, csrf, created_us, seen_us, expires_us) VALUES ($1, $2, $3, $4, $5, $6)";
            let s = &session;
            link.execute(sql, args![&s.token[..], s.account, &s.csrf, s.created, s.seen, s.expires])?;
            let sql = "UPDATE account SET failed = 0, locked_until_us = NULL WHERE id = $1";
            link.execute(sql, args![s.account])?;
            let data = json!({ "account": s.account.0, "expires": s.expires });
            Ok(((), event("session_started", s.account.0.to_string(), data)))
        })
        .await
    }

    /// The session of a token, expired or not.
    pub async fn session(&self, token: &[u8; 32]) -> Result<Option<Session>> {
        let sql = "SELECT account, csrf, created_us, seen_us, expires_us FROM session WHERE token = $1";
        let row = self.readers().acquire().await?.row(sql, args![&token[..]]).await?;
        row.map(|r| {
            Ok(Session {
                token: *token,
                account: r.user(0)?,
                csrf: r.text(1)?,
                created: r.time(2)?,
                seen: r.time(3)?,
                expires: r.time(4)?,
            })
        })
        .transpose()
    }

    /// All sessions of an account, newest first.
    pub async fn sessions_of(&self, account: UserId) -> Result<Vec<Session>> {
        let sql = "SELECT token, csrf, created_us, seen_us, expires_us FROM session WHERE account = $1 ORDER BY created_us DESC";
        let rows = self.readers().acquire().await?.rows(sql, args![account]).await?;
        let read = |r: &crate::db::Row| {
            Ok(Session {
                token: crate::chain::hash_from(r.blob(0)?)?,
                account,
                csrf: r.text(1)?,
                created: r.time(2)?,
                seen: r.time(3)?,
                expires: r.time(4)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Notes that the session is in use. The one write that leaves no event: it says nothing that anybody did.
    pub async fn touch_session(&self, stamp: &Stamp, token: [u8; 32], expires: Timestamp) -> Result<()> {
        let seen = stamp.at;
        self.table(stamp, move |link| {
            link.execute("UPDATE session SET seen_us = $2, expires_us = $3 WHERE token = $1", args![&token[..], seen, expires])?;
            Ok(((), None))
        })
        .await
    }

    pub async fn end_session(&self, stamp: &Stamp, token: [u8; 32]) -> Result<bool> {
        self.table(stamp, move |link| {
            let sql = "DELETE FROM session WHERE token = $1 RETURNING account";
            let account = link.row(sql, args![&token[..]])?.map(|r| r.int(0)).transpose()?;
            let told = account.and_then(|a| event("session_ended", a.to_string(), json!({ "account": a })));
            Ok((account.is_some(), told))
        })
        .await
    }

    /// Ends every session of an account but `keep` (its password was changed, it was disabled).
    pub async fn end_sessions_of(&self, stamp: &Stamp, account: UserId, keep: Option<[u8; 32]>) -> Result<u64> {
        self.table(stamp, move |link| {
            let keep = keep.map_or(vec![], |k| k.to_vec());
            let n = link.execute("DELETE FROM session WHERE account = $1 AND token <> $2", args![account, keep])?;
            let data = json!({ "account": account.0, "sessions": n });
            Ok((n, if n > 0 { event("sessions_ended", account.0.to_string(), data) } else { None }))
        })
        .await
    }

    /// Forgets sessions that expired before the stamp's instant.
    pub async fn forget_expired_sessions(&self, stamp: &Stamp) -> Result<u64> {
        let now = stamp.at;
        self.table(stamp, move |link| {
            let n = link.execute("DELETE FROM session WHERE expires_us < $1", args![now])?;
            Ok((n, if n > 0 { event("sessions_expired", "", json!({ "sessions": n })) } else { None }))
        })
        .await
    }
}

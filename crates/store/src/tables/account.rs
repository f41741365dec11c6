//! Accounts (账号).

use super::{event, next_id, taken};
use crate::db::{Row, args};
use crate::error::{Result, StoreError};
use crate::job::Stamp;
use crate::query::Where;
use crate::store::Store;
use jiff::Timestamp;
use luodi_engine::Role;
use luodi_model::{UnitId, UserId};
use serde_json::json;

/// A person's account. `password` is a hash string (PHC), never a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub id: UserId,
    pub login: String,
    pub name: String,
    pub password: String,
    pub unit: UnitId,
    pub role: Role,
    /// The password was given by someone else and must be changed at the next login.
    pub must_change: bool,
    pub disabled: bool,
    /// Failed attempts since the last login.
    pub failed: i64,
    pub locked_until: Option<Timestamp>,
    pub created: Timestamp,
}

/// The hash doesn't go to logs.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("id", &self.id).field("login", &self.login).finish_non_exhaustive()
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct NewAccount {
    pub login: String,
    pub name: String,
    pub password: String,
    pub unit: UnitId,
    pub role: Role,
    pub must_change: bool,
}
impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAccount").field("login", &self.login).finish_non_exhaustive()
    }
}

/// What may change; `None` stays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AccountChange {
    pub name: Option<String>,
    pub unit: Option<UnitId>,
    pub role: Option<Role>,
    pub disabled: Option<bool>,
}

const COLUMNS: &str = "id, login, name, password, unit, role, must_change, disabled, failed, locked_until_us, created_us";

fn role_text(role: Role) -> &'static str {
    match role {
        Role::Clerk => "clerk",
        Role::Leader => "leader",
        Role::Manager => "manager",
    }
}

fn read(row: &Row) -> Result<Account> {
    let role = match row.str(5)? {
        "clerk" => Role::Clerk,
        "leader" => Role::Leader,
        "manager" => Role::Manager,
        other => return Err(StoreError::broken(format!("role {other}"))),
    };
    Ok(Account {
        id: row.user(0)?,
        login: row.text(1)?,
        name: row.text(2)?,
        password: row.text(3)?,
        unit: row.unit(4)?,
        role,
        must_change: row.flag(6)?,
        disabled: row.flag(7)?,
        failed: row.int(8)?,
        locked_until: row.time_or_null(9)?,
        created: row.time(10)?,
    })
}

impl Store {
    /// [`StoreError::Taken`]: the login name is somebody's.
    pub async fn create_account(&self, stamp: &Stamp, new: NewAccount) -> Result<UserId> {
        let created = stamp.at;
        self.table(stamp, move |link| {
            let id = next_id(link, "SELECT MAX(id) FROM account")?;
            let sql = "INSERT INTO account (id, login, name, password, unit, role, must_change, disabled, failed, created_us) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8)";
            let role = role_text(new.role);
            let args = args![id, &new.login, &new.name, &new.password, new.unit, role, new.must_change, created];
            link.execute(sql, args).map_err(|e| taken(e, "login"))?;
            let data = json!({ "account": id, "name": new.name, "unit": new.unit.0, "role": role });
            Ok((UserId(id), event("account_created", &new.login, data)))
        })
        .await
    }

    pub async fn account(&self, id: UserId) -> Result<Option<Account>> {
        let sql = format!("SELECT {COLUMNS} FROM account WHERE id = $1");
        self.readers().acquire().await?.row(sql, args![id]).await?.map(|r| read(&r)).transpose()
    }
    pub async fn account_by_login(&self, login: &str) -> Result<Option<Account>> {
        let sql = format!("SELECT {COLUMNS} FROM account WHERE login = $1");
        self.readers().acquire().await?.row(sql, args![login]).await?.map(|r| read(&r)).transpose()
    }
    /// The accounts with these ids; those that nobody has are left out.
    pub async fn accounts_by_id(&self, ids: &[UserId]) -> Result<Vec<Account>> {
        let mut conn = self.readers().acquire().await?;
        let mut found = vec![];
        for id in ids {
            let sql = format!("SELECT {COLUMNS} FROM account WHERE id = $1");
            found.extend(conn.row(sql, args![*id]).await?.map(|r| read(&r)).transpose()?);
        }
        Ok(found)
    }
    /// Accounts of a unit and everything under it, by login name.
    pub async fn accounts(&self, within: UnitId, limit: u32, offset: u32) -> Result<Vec<Account>> {
        let mut w = Where::default();
        w.within("account.unit", &self.units(), within);
        let sql = format!("SELECT {COLUMNS} FROM account{} ORDER BY login LIMIT {limit} OFFSET {offset}", w.text());
        self.readers().acquire().await?.rows(sql, w.args).await?.iter().map(read).collect()
    }
    /// How many accounts there are.
    pub async fn account_count(&self) -> Result<i64> {
        let row = self.readers().acquire().await?.row("SELECT COUNT(*) FROM account", vec![]).await?;
        row.map_or(Ok(0), |r| r.int(0))
    }

    /// `false`: no such account.
    pub async fn change_account(&self, stamp: &Stamp, id: UserId, change: AccountChange) -> Result<bool> {
        self.table(stamp, move |link| {
            let sql = "UPDATE account SET name = COALESCE($2, name), unit = COALESCE($3, unit), role = COALESCE($4, role), \
                       disabled = COALESCE($5, disabled) WHERE id = $1";
            let unit = change.unit.map(|u| i64::from(u.0));
            let disabled = change.disabled.map(i64::from);
            let done = link.execute(sql, args![id, change.name.clone(), unit, change.role.map(role_text), disabled])? == 1;
            let data = json!({
                "account": id.0, "name": change.name, "unit": unit, "role": change.role.map(role_text), "disabled": change.disabled,
            });
            Ok((done, if done { event("account_changed", id.0.to_string(), data) } else { None }))
        })
        .await
    }

    /// `false`: no such account. Failed attempts are forgotten.
    pub async fn set_password(&self, stamp: &Stamp, id: UserId, password: String, must_change: bool) -> Result<bool> {
        self.table(stamp, move |link| {
            let sql = "UPDATE account SET password = $2, must_change = $3, failed = 0, locked_until_us = NULL WHERE id = $1";
            let done = link.execute(sql, args![id, &password, must_change])? == 1;
            let data = json!({ "account": id.0, "must_change": must_change });
            Ok((done, if done { event("password_set", id.0.to_string(), data) } else { None }))
        })
        .await
    }

    /// Notes a failed login; answers how many there were since the last good one.
    pub async fn login_failed(&self, stamp: &Stamp, id: UserId, locked_until: Option<Timestamp>) -> Result<i64> {
        self.table(stamp, move |link| {
            let sql = "UPDATE account SET failed = failed + 1, locked_until_us = COALESCE($2, locked_until_us) WHERE id = $1 \
                       RETURNING failed";
            let failed = link.row(sql, args![id, locked_until])?.map(|r| r.int(0)).transpose()?.unwrap_or(0);
            let data = json!({ "account": id.0, "failed": failed, "locked_until": locked_until });
            Ok((failed, event("login_failed", id.0.to_string(), data)))
        })
        .await
    }
}

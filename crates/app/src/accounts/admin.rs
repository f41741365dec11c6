//! Managers keep the accounts of their subtree.

use crate::App;
use crate::accounts::{AccountChange, AccountItem, AccountList, AccountWithPassword, Caller, NewAccount, password};
use crate::problem::{Code, Outcome, Problem};
use crate::units::UnitName;
use luodi_engine::Role;
use luodi_model::{UnitId, UnitTree, UserId};
use luodi_store::{Account, Stamp};
use serde::Deserialize;
use utoipa::IntoParams;

const LOGIN_CHARS_MIN: usize = 3;
const LOGIN_CHARS_MAX: usize = 40;
const NAME_CHARS_MAX: usize = 40;
/// Accounts looked through for one list.
const ACCOUNTS_MAX: u32 = 100_000;
const SIZE: usize = 200;
const SIZE_MAX: usize = 2000;

/// Which accounts of the caller's subtree.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccountFilter {
    /// Only accounts of this unit and below (code).
    pub under: Option<String>,
    /// Part of a login or a name.
    pub q: Option<String>,
    /// From 1.
    pub page: Option<usize>,
    /// At most 2000.
    pub size: Option<usize>,
}

impl AccountItem {
    /// `None`: the account's unit is not in the tree.
    fn of(units: &UnitTree, account: &Account) -> Option<AccountItem> {
        Some(AccountItem {
            id: account.id.0,
            login: account.login.clone(),
            name: account.name.clone(),
            unit: UnitName::of(units.get(account.unit)?),
            role: account.role.into(),
            must_change_password: account.must_change,
            disabled: account.disabled,
            locked_until: account.locked_until.map(|t| t.to_string()),
            created_at: account.created.to_string(),
        })
    }
}

impl App {
    /// Accounts of the caller's subtree.
    ///
    /// # Errors
    /// Not a manager; the unit is not found.
    pub async fn accounts(&self, caller: &Caller, filter: &AccountFilter) -> Outcome<AccountList> {
        caller.check_manager()?;
        let top = caller.unit_or_own(filter.under.as_deref())?.id;
        let wanted = filter.q.as_deref().unwrap_or_default().trim().to_lowercase();
        let mut found = self.store().accounts(top, ACCOUNTS_MAX, 0).await?;
        found
            .retain(|a| wanted.is_empty() || a.login.to_lowercase().contains(&wanted) || a.name.to_lowercase().contains(&wanted));
        let size = filter.size.unwrap_or(SIZE).clamp(1, SIZE_MAX);
        let skipped = filter.page.unwrap_or(1).saturating_sub(1).saturating_mul(size);
        let items = found.iter().skip(skipped).take(size).filter_map(|a| AccountItem::of(caller.units(), a)).collect();
        Ok(AccountList { items, total: found.len() })
    }

    /// A new account in the caller's subtree, with a password that works once.
    ///
    /// # Errors
    /// Not a manager; the unit is not found; the login is taken or won't do.
    pub async fn create_account(&self, caller: &Caller, new: NewAccount) -> Outcome<AccountWithPassword> {
        caller.check_manager()?;
        let unit = caller.unit_by_code(&new.unit)?.id;
        self.add_account(&self.stamp(&caller.actor()), unit, new, None).await
    }

    /// Sets up an account without anybody being signed in: from the command line and for the demo. Without a password,
    /// one is made that works once.
    ///
    /// # Errors
    /// The unit is not found; the login is taken or won't do; the password breaks the rule.
    pub async fn set_up_account(&self, device: &str, new: NewAccount, password: Option<String>) -> Outcome<AccountWithPassword> {
        let units = self.units();
        let unit = units.by_code(&new.unit).ok_or_else(|| Problem::say(Code::NotFound, format!("没有单位 {}。", new.unit)))?.id;
        self.add_account(&self.system_stamp(device), unit, new, password).await
    }

    async fn add_account(
        &self,
        stamp: &Stamp,
        unit: UnitId,
        new: NewAccount,
        password: Option<String>,
    ) -> Outcome<AccountWithPassword> {
        let (login, name) = (new.login.trim().to_string(), new.name.trim().to_string());
        check_names(&login, &name)?;
        let given = password.is_some();
        let password = password.unwrap_or_else(|| password::one_time(self.entropy()));
        password::check(&password, &login)?;
        let hash = password::hash(password.clone(), self.entropy()).await?;
        let account = luodi_store::NewAccount {
            login: login.clone(),
            name,
            password: hash,
            unit,
            role: new.role.into(),
            must_change: !given,
        };
        let added = self.store().create_account(stamp, account).await;
        let id = added.map_err(|e| match e {
            luodi_store::StoreError::Taken(_) => {
                Problem::new(Code::NameTaken).and_field("login", format!("账号“{login}”已有人使用"))
            }
            other => other.into(),
        })?;
        let account = self.store().account(id).await?.ok_or_else(Problem::not_found)?;
        self.with_password(&account, (!given).then_some(password))
    }

    /// Changes an account of the caller's subtree.
    ///
    /// # Errors
    /// Not a manager; no such account in the subtree; managers neither disable nor demote themselves.
    pub async fn change_account(&self, caller: &Caller, id: i64, change: AccountChange) -> Outcome<AccountWithPassword> {
        caller.check_manager()?;
        let found = self.store().account(UserId(id)).await?.filter(|a| caller.may_see(a.unit));
        let account = found.ok_or_else(Problem::not_found)?;
        if account.id == caller.user() {
            check_own(&change)?;
        }
        self.apply_change(&self.stamp(&caller.actor()), account, change).await
    }

    /// Changes an account by its login without anybody being signed in (command line).
    ///
    /// # Errors
    /// No such account.
    pub async fn set_up_change(&self, device: &str, login: &str, change: AccountChange) -> Outcome<AccountWithPassword> {
        let found = self.store().account_by_login(login).await?;
        let account = found.ok_or_else(|| Problem::say(Code::NotFound, format!("没有账号 {login}。")))?;
        self.apply_change(&self.system_stamp(device), account, change).await
    }

    async fn apply_change(&self, stamp: &Stamp, account: Account, change: AccountChange) -> Outcome<AccountWithPassword> {
        let name = change.name.map_or_else(|| account.name.clone(), |name| name.trim().to_string());
        check_names(&account.login, &name)?;
        let role = change.role.map_or(account.role, Role::from);
        let disabled = change.disabled.unwrap_or(account.disabled);
        if (&name, role, disabled) != (&account.name, account.role, account.disabled) {
            let change = luodi_store::AccountChange { name: Some(name), unit: None, role: Some(role), disabled: Some(disabled) };
            self.store().change_account(stamp, account.id, change).await?;
        }
        let mut one_time = None;
        if change.reset_password {
            let password = password::one_time(self.entropy());
            let hash = password::hash(password.clone(), self.entropy()).await?;
            self.store().set_password(stamp, account.id, hash, true).await?;
            one_time = Some(password);
        }
        if disabled || change.reset_password {
            self.store().end_sessions_of(stamp, account.id, None).await?;
        }
        self.sessions().forget_user(account.id);
        let account = self.store().account(account.id).await?.ok_or_else(Problem::not_found)?;
        self.with_password(&account, one_time)
    }

    fn with_password(&self, account: &Account, one_time_password: Option<String>) -> Outcome<AccountWithPassword> {
        let item = AccountItem::of(&self.units(), account).ok_or_else(|| {
            Problem::internal(format!("unit {} of account {} is not in the tree", account.unit.0, account.login))
        })?;
        Ok(AccountWithPassword { account: item, one_time_password })
    }
}

fn check_names(login: &str, name: &str) -> Outcome<()> {
    let length = login.chars().count();
    let will_do = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    if !(LOGIN_CHARS_MIN..=LOGIN_CHARS_MAX).contains(&length) || !login.chars().all(will_do) {
        let say = format!("账号用{LOGIN_CHARS_MIN}到{LOGIN_CHARS_MAX}个字母、数字、点、横线、下划线或@");
        return Err(Problem::field("login", say));
    }
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(Problem::field("name", format!("请填写姓名，最多{NAME_CHARS_MAX}个字")));
    }
    Ok(())
}

/// Nobody locks themselves out.
fn check_own(change: &AccountChange) -> Outcome<()> {
    if change.disabled == Some(true) {
        return Err(Problem::field("disabled", "不能停用自己的账号，请由上级管理员操作"));
    }
    if change.role.is_some_and(|role| role != crate::accounts::RoleName::Manager) {
        return Err(Problem::field("role", "不能降低自己的岗位，请由上级管理员操作"));
    }
    if change.reset_password {
        return Err(Problem::field("reset_password", "自己的密码请用“修改密码”"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_and_names() {
        let check =
            |login: &str, name: &str, will_do: bool| assert_eq!(check_names(login, name).is_ok(), will_do, "{login} {name}");
        check("city410300", "河洛市经办", true);
        check("ab", "甲", false);
        check("含中文", "甲", false);
        check("a b c", "甲", false);
        check("abc", "", false);
    }
}

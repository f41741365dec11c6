//! What goes over the wire about accounts.

use crate::units::UnitName;
use luodi_engine::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Role of an account on the wire.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    /// 经办：登记、更正、报送
    Clerk,
    /// 领导：查看
    Leader,
    /// 管理员：方案、发布、账号
    Manager,
}

impl From<Role> for RoleName {
    fn from(role: Role) -> RoleName {
        match role {
            Role::Clerk => RoleName::Clerk,
            Role::Leader => RoleName::Leader,
            Role::Manager => RoleName::Manager,
        }
    }
}
impl From<RoleName> for Role {
    fn from(role: RoleName) -> Role {
        match role {
            RoleName::Clerk => Role::Clerk,
            RoleName::Leader => Role::Leader,
            RoleName::Manager => Role::Manager,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct UserName {
    pub id: i64,
    pub login: String,
    pub name: String,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Me {
    pub user: UserName,
    pub unit: UnitName,
    pub role: RoleName,
    /// Nothing else is allowed until the first password is changed.
    pub must_change_password: bool,
    /// Sent back in `X-CSRF` with every request that is not a read; empty for bearer tokens, which need none.
    pub csrf: String,
    /// The day in Beijing.
    pub today: String,
    /// The instant (RFC 3339, UTC).
    pub now: String,
    /// Version of the program.
    pub version: String,
}

/// An account in the list of managers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct AccountItem {
    pub id: i64,
    pub login: String,
    pub name: String,
    pub unit: UnitName,
    pub role: RoleName,
    pub must_change_password: bool,
    pub disabled: bool,
    /// Until when it is locked after wrong passwords.
    pub locked_until: Option<String>,
    pub created_at: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct AccountList {
    pub items: Vec<AccountItem>,
    pub total: usize,
}

/// A new account.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    pub login: String,
    pub name: String,
    /// Code of the unit.
    pub unit: String,
    pub role: RoleName,
}

/// Changes of an account; what is absent stays.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AccountChange {
    pub name: Option<String>,
    pub role: Option<RoleName>,
    /// Disabled accounts can't sign in; their sessions end at once.
    pub disabled: Option<bool>,
    /// Gives a new one-time password, and lifts a lock.
    pub reset_password: bool,
}

/// An account with its one-time password, where one was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct AccountWithPassword {
    #[serde(flatten)]
    pub account: AccountItem,
    /// Works once: must be changed at the first log-in. Shown this one time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub one_time_password: Option<String>,
}

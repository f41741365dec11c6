//! `luodi account`: accounts, without anybody being signed in.

use crate::commands::{DEVICE, Database, block_on, said};
use clap::{Subcommand, ValueEnum};
use luodi_app::App;
use luodi_app::accounts::{AccountChange, AccountWithPassword, NewAccount, RoleName};
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// 新建账号；不给密码时生成一次性密码，首次登录须修改
    Add {
        #[command(flatten)]
        database: Database,
        /// 登录账号
        login: String,
        /// 单位编码
        #[arg(long)]
        unit: String,
        /// 岗位
        #[arg(long, value_enum, default_value_t = RoleArg::Clerk)]
        role: RoleArg,
        /// 姓名；缺省用登录账号
        #[arg(long)]
        name: Option<String>,
        /// 从环境变量 LUODI_PASSWORD 取密码，不要求首次修改
        #[arg(long)]
        password_from_env: bool,
    },
    /// 重置密码，生成新的一次性密码并解除锁定
    Reset {
        #[command(flatten)]
        database: Database,
        login: String,
    },
    /// 停用账号
    Disable {
        #[command(flatten)]
        database: Database,
        login: String,
    },
    /// 恢复账号
    Enable {
        #[command(flatten)]
        database: Database,
        login: String,
    },
    /// 为账号新建接口令牌（只显示一次）
    Token {
        #[command(flatten)]
        database: Database,
        login: String,
        /// 用途
        #[arg(long)]
        name: String,
        /// 有效天数，最多366
        #[arg(long)]
        days: Option<u32>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum RoleArg {
    /// 经办
    Clerk,
    /// 领导
    Leader,
    /// 管理员
    Manager,
}

impl From<RoleArg> for RoleName {
    fn from(role: RoleArg) -> RoleName {
        match role {
            RoleArg::Clerk => RoleName::Clerk,
            RoleArg::Leader => RoleName::Leader,
            RoleArg::Manager => RoleName::Manager,
        }
    }
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    block_on(async {
        let app = args.action.database().open().await?;
        let done = act(&app, &args.action).await;
        app.close().await?;
        done.map(|()| ExitCode::SUCCESS)
    })
}

impl Action {
    fn database(&self) -> &Database {
        match self {
            Action::Add { database, .. }
            | Action::Reset { database, .. }
            | Action::Disable { database, .. }
            | Action::Enable { database, .. }
            | Action::Token { database, .. } => database,
        }
    }
}

async fn act(app: &App, action: &Action) -> anyhow::Result<()> {
    match action {
        Action::Add { login, unit, role, name, password_from_env, .. } => {
            let password = if *password_from_env {
                let given = std::env::var("LUODI_PASSWORD").map_err(|_| anyhow::anyhow!("环境变量 LUODI_PASSWORD 没有设置"))?;
                Some(given)
            } else {
                None
            };
            let name = name.clone().unwrap_or_else(|| login.clone());
            let new = NewAccount { login: login.clone(), name, unit: unit.clone(), role: (*role).into() };
            show(&app.set_up_account(DEVICE, new, password).await.map_err(said)?);
        }
        Action::Reset { login, .. } => {
            change(app, login, AccountChange { reset_password: true, ..AccountChange::default() }).await?
        }
        Action::Disable { login, .. } => {
            change(app, login, AccountChange { disabled: Some(true), ..AccountChange::default() }).await?
        }
        Action::Enable { login, .. } => {
            change(app, login, AccountChange { disabled: Some(false), ..AccountChange::default() }).await?
        }
        Action::Token { login, name, days, .. } => {
            let made = app.set_up_token(DEVICE, login, name, *days).await.map_err(said)?;
            println!("{}", made.token);
            eprintln!("有效期至 {}。令牌只显示这一次。", made.expires_at);
        }
    }
    Ok(())
}

async fn change(app: &App, login: &str, change: AccountChange) -> anyhow::Result<()> {
    show(&app.set_up_change(DEVICE, login, change).await.map_err(said)?);
    Ok(())
}

fn show(done: &AccountWithPassword) {
    let account = &done.account;
    let state = if account.disabled { "已停用" } else { "可用" };
    println!("账号 {}  {}  {}（{}）  {state}", account.login, account.name, account.unit.name, account.unit.code);
    if let Some(password) = &done.one_time_password {
        println!("一次性密码 {password}  （首次登录须修改）");
    }
}

//! One file for each command.

pub mod account;
pub mod calendar;
pub mod check;
pub mod demo;
pub mod diff;
pub mod doctor;
pub mod export;
pub mod import;
mod outline;
pub mod publish;
pub mod read;
pub mod rehearse;
pub mod report;
pub mod serve;
pub mod units;
pub mod verify;

use luodi_app::accounts::Caller;
use luodi_app::{App, Config};
use std::future::Future;

/// How the events of the command line are marked.
pub const DEVICE: &str = "命令行";

/// Where the database is.
#[derive(clap::Args, Clone, Debug)]
pub struct Database {
    /// 数据库：SQLite 文件，或 postgres:// 地址
    #[arg(long = "db", value_name = "文件|地址", env = "LUODI_DB", default_value = "luodi.db")]
    pub address: String,
}

impl Database {
    pub async fn open(&self) -> anyhow::Result<App> {
        use anyhow::Context;
        App::open(Config::new(&self.address)).await.with_context(|| format!("无法打开数据库 {}", self.shown()))
    }
    /// Without the password that a PostgreSQL address may carry.
    pub fn shown(&self) -> String {
        match (self.address.split_once("://"), self.address.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
            _ => self.address.clone(),
        }
    }
}

/// In whose name a command works: jurisdiction and role are those of the account, as on the screen.
#[derive(clap::Args, Debug)]
pub struct Acting {
    #[command(flatten)]
    database: Database,
    /// 以哪个账号的名义（管辖范围和岗位随账号）
    #[arg(long = "as", value_name = "账号", env = "LUODI_AS")]
    login: String,
}

/// A register of a programme, worked with in somebody's name.
#[derive(clap::Args, Debug)]
pub struct OfRegister {
    /// 方案名称
    #[arg(long)]
    pub programme: String,
    /// 台账名称
    #[arg(long)]
    pub register: String,
    #[command(flatten)]
    pub acting: Acting,
}

impl Acting {
    /// Opens the database, works in the account's name, and closes it.
    pub fn run<T>(&self, work: impl AsyncFnOnce(&App, &Caller) -> anyhow::Result<T>) -> anyhow::Result<T> {
        block_on(async {
            let app = self.database.open().await?;
            let done = match app.caller_in_name_of(&self.login, DEVICE).await {
                Ok(caller) => work(&app, &caller).await,
                Err(problem) => Err(said(problem)),
            };
            app.close().await?;
            done
        })
    }
}

/// Runs asynchronous work to its end.
pub fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// A problem as the command line says it.
pub fn said(problem: luodi_app::problem::Problem) -> anyhow::Error {
    anyhow::Error::new(problem)
}

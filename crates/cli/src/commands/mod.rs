//! One file for each command.

pub mod account;
pub mod check;
pub mod demo;
pub mod doctor;
mod outline;
pub mod read;
pub mod serve;
pub mod units;
pub mod verify;

use luodi_app::{App, Config};
use std::future::Future;

/// How the events of the command line are marked.
pub const DEVICE: &str = "命令行";

/// Where the database is.
#[derive(clap::Args, Debug)]
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

/// Runs asynchronous work to its end.
pub fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// A problem as the command line says it.
pub fn said(problem: luodi_app::problem::Problem) -> anyhow::Error {
    anyhow::Error::new(problem)
}

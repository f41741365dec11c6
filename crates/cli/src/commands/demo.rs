//! `luodi demo`: an invented province at work, ready to be looked at.

use crate::commands::{Database, block_on, said, serve};
use anyhow::Context;
use luodi_app::clock::{Clock, ManualClock, SystemClock};
use luodi_app::demo::{LOGINS, PASSWORD, load};
use luodi_app::entropy::SystemEntropy;
use luodi_app::{App, Config};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// 演示数据库文件；没有就新建并装入演示内容
    #[arg(long = "db", value_name = "文件", default_value = "data/luodi.db")]
    file: PathBuf,
    /// 监听端口；0 由系统分配
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// 只装入演示内容，不启动服务
    #[arg(long)]
    load_only: bool,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if !args.file.exists() {
        println!("正在装入演示内容：上传方案、发布、五个月的工作……");
        block_on(prepare(&args.file))?;
    }
    println!("演示账号（密码都是 {PASSWORD}）：");
    for login in LOGINS {
        println!("  {:<10} {}：{}", login.login, login.name, login.look_at);
    }
    println!("  公众不用登录：打开 /public");
    if args.load_only {
        return Ok(ExitCode::SUCCESS);
    }
    let database = Database { address: args.file.display().to_string() };
    serve::run(&serve::Args::local(database, args.port))
}

/// Loads into a file beside the wanted one, which gets its name when everything is in: a demo is whole or not there.
async fn prepare(file: &Path) -> anyhow::Result<()> {
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).with_context(|| format!("无法建立文件夹 {}", folder.display()))?;
    let loading = file.with_extension("loading");
    for end in ["", "-wal", "-shm"] {
        let left = PathBuf::from(format!("{}{end}", loading.display()));
        if left.exists() {
            std::fs::remove_file(&left).with_context(|| format!("无法删除上次没有装完的 {}", left.display()))?;
        }
    }
    let now = SystemClock.now();
    let clock = Arc::new(ManualClock::new(now));
    let config = Config { database: loading.display().to_string(), clock: clock.clone(), entropy: Arc::new(SystemEntropy) };
    let app = App::open(config).await.map_err(said)?;
    load(&app, &clock, now).await.map_err(said).context("演示内容没有装完")?;
    app.close().await?;
    drop(app);
    // What the closed database still keeps in its write-ahead log belongs to it, and goes along under its new name.
    for end in ["-wal", ""] {
        let from = PathBuf::from(format!("{}{end}", loading.display()));
        let to = PathBuf::from(format!("{}{end}", file.display()));
        if from.exists() {
            std::fs::rename(&from, &to).with_context(|| format!("无法写入 {}", to.display()))?;
        }
    }
    let _ = std::fs::remove_file(format!("{}-shm", loading.display()));
    Ok(())
}

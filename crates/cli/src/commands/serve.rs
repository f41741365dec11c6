//! `luodi serve`: the web UI and the API.

use crate::commands::{Database, block_on};
use anyhow::{Context, bail};
use luodi_api::{ModelAddress, Secret, Settings};
use luodi_app::App;
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Requests under way get so long to finish after a signal to stop.
const FINISH: Duration = Duration::from_secs(20);

const TIDY: Duration = Duration::from_secs(60 * 60);

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    database: Database,
    /// 监听端口；0 由系统分配
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// 监听地址；对外服务写 0.0.0.0
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// 前面有反向代理：客户端地址取自 X-Forwarded-For
    #[arg(long)]
    behind_proxy: bool,
    /// 会话 cookie 只走 https（反向代理提供 TLS 时使用）
    #[arg(long)]
    secure_cookie: bool,
    /// 上传文件上限，单位 MB
    #[arg(long, default_value_t = 64, value_name = "MB")]
    upload_mb_max: usize,
    #[command(flatten)]
    model: Model,
}

/// 语言模型（可选，默认不用）
#[derive(clap::Args, Debug, Default)]
struct Model {
    /// 语言模型地址（OpenAI 兼容，http），例如 http://127.0.0.1:11434/v1；不写则不用
    #[arg(long = "model-url", env = "LUODI_MODEL_URL", value_name = "地址", requires = "name")]
    url: Option<String>,
    /// 语言模型名称
    #[arg(long = "model-name", env = "LUODI_MODEL_NAME", value_name = "名称", requires = "url")]
    name: Option<String>,
    /// 等待语言模型答复的秒数；密钥只从环境变量 LUODI_MODEL_KEY 读取
    #[arg(long = "model-timeout", default_value_t = 120, value_name = "秒", value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout_s: u64,
}

impl Model {
    /// # Errors
    /// The address is none that the program can use.
    fn address(&self) -> anyhow::Result<Option<ModelAddress>> {
        let (Some(url), Some(name)) = (&self.url, &self.name) else { return Ok(None) };
        if !url.starts_with("http://") {
            bail!("语言模型地址应以 http:// 开头；https 请经本单位的反向代理转发");
        }
        let key = std::env::var("LUODI_MODEL_KEY").ok().filter(|key| !key.is_empty()).map(Secret);
        Ok(Some(ModelAddress { url: url.clone(), name: name.clone(), key, timeout_s: self.timeout_s }))
    }
}

impl Args {
    /// A server for this machine alone, with the usual settings.
    pub fn local(database: Database, port: u16) -> Args {
        let host = IpAddr::from([127, 0, 0, 1]);
        Args { database, port, host, behind_proxy: false, secure_cookie: false, upload_mb_max: 64, model: Model::default() }
    }
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::try_from_env("LUODI_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    block_on(serve(args))
}

async fn serve(args: &Args) -> anyhow::Result<ExitCode> {
    let app = Arc::new(args.database.open().await?);
    let settings = Settings {
        behind_proxy: args.behind_proxy,
        secure_cookie: args.secure_cookie,
        upload_bytes_max: args.upload_mb_max << 20,
        model: args.model.address()?,
        ..Settings::default()
    };
    let wanted = SocketAddr::new(args.host, args.port);
    let listener = TcpListener::bind(wanted).await.with_context(|| format!("无法监听 {wanted}，端口可能已被占用"))?;
    println!("落地已启动：http://{}  数据库：{}", listener.local_addr()?, args.database.shown());
    tokio::spawn(luodi_app::follow(Arc::downgrade(&app)));
    tokio::spawn(tidy(app.clone()));
    let (stopping, stopped) = tokio::sync::watch::channel(false);
    let mut seen = stopped.clone();
    let graceful = async move {
        let _ = seen.wait_for(|stop| *stop).await;
    };
    let mut server = tokio::spawn(luodi_api::serve(listener, luodi_api::router(app.clone(), settings), graceful));
    tokio::select! {
        ended = &mut server => ended??,
        () = signal() => {
            println!("正在停止：等待进行中的请求完成");
            let _ = stopping.send(true);
            match tokio::time::timeout(FINISH, server).await {
                Ok(ended) => ended??,
                Err(_) => tracing::warn!("some connections did not end in time"),
            }
        }
    }
    app.close().await?;
    println!("已停止，已确认的内容都已保存");
    Ok(ExitCode::SUCCESS)
}

/// Once an hour, what has ended is forgotten.
async fn tidy(app: Arc<App>) {
    loop {
        if let Err(problem) = app.forget_ended_sessions("后台").await {
            tracing::warn!(%problem, "ended sessions could not be forgotten");
        }
        tokio::time::sleep(TIDY).await;
    }
}

/// Ctrl-C, or the signal that a service manager sends.
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

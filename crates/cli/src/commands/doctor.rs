//! `luodi doctor`: what this machine has, and what can't be done without it.

use crate::commands::{Database, block_on};
use std::path::Path;
use std::process::{Command, ExitCode};

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    database: Database,
}

/// Programs that help to read files, and what is lost without them.
const HELPERS: [(&str, &[&str], &str); 2] = [
    (
        "soffice",
        &["--version"],
        "不能读取 .doc、.wps、.rtf（docx、xlsx、txt、html 不受影响）；Debian 安装：apt install libreoffice-writer-nogui",
    ),
    ("pdftotext", &["-v"], "不能读取 .pdf；Debian 安装：apt install poppler-utils"),
];

/// Exit status 0: nothing that stops the work; 2: the database can't be used.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    println!("落地 {}", env!("CARGO_PKG_VERSION"));
    for (program, arguments, without) in HELPERS {
        match version(program, arguments) {
            Some(said) => line(true, program, &said),
            None => line(false, program, &format!("没有找到，{without}")),
        }
    }
    match chinese_fonts() {
        Some(0) => line(false, "中文字体", "没有找到，导出 PDF 会缺字；Debian 安装：apt install fonts-noto-cjk"),
        Some(count) => line(true, "中文字体", &format!("{count} 个")),
        None => line(false, "中文字体", "无法检查（没有 fc-list）"),
    }
    let folder = Path::new(&args.database.address).parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match free_space(folder) {
        Some(said) => line(true, "磁盘", &said),
        None => line(false, "磁盘", "无法检查剩余空间"),
    }
    database(args)
}

fn line(good: bool, title: &str, said: &str) {
    println!("{} {title}：{said}", if good { "✓" } else { "－" });
}

fn version(program: &str, arguments: &[&str]) -> Option<String> {
    let out = Command::new(program).args(arguments).output().ok()?;
    // Some programs tell their version on the error stream.
    let text = [out.stdout, out.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    text.lines().find(|l| !l.trim().is_empty()).map(|l| l.trim().to_string())
}

fn chinese_fonts() -> Option<usize> {
    let out = Command::new("fc-list").args([":lang=zh", "family"]).output().ok()?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    Some(text.lines().collect::<std::collections::BTreeSet<_>>().len())
}

/// The line of `df` for the folder.
fn free_space(folder: &Path) -> Option<String> {
    let out = Command::new("df").args(["-h", "--output=avail,target"]).arg(folder).output().ok()?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut fields = text.lines().nth(1)?.split_whitespace();
    let (free, mount) = (fields.next()?, fields.next()?);
    Some(format!("剩余 {free}（{mount}）"))
}

/// A doctor changes nothing: a database that is not there is not made.
fn database(args: &Args) -> anyhow::Result<ExitCode> {
    let address = &args.database.address;
    if !address.contains("://") && !Path::new(address.trim_start_matches("sqlite:")).exists() {
        line(true, "数据库", &format!("{address} 还不存在，启动服务时会自动建立"));
        return Ok(ExitCode::SUCCESS);
    }
    let opened = block_on(async {
        let app = args.database.open().await?;
        let health = app.health().await;
        app.close().await?;
        Ok(health?)
    });
    match opened {
        Ok(h) => {
            line(true, "数据库", &format!("{}，{} 个事件，{} 个单位，{} 个方案", h.database, h.events, h.units, h.programmes));
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            line(false, "数据库", &format!("{error:#}"));
            Ok(ExitCode::from(2))
        }
    }
}

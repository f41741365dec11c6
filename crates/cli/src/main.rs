//! The command `luodi`.
//!
//! What it does: parses arguments, calls one library or use case, prints for people (or JSON where asked).
//! What it must never do: hold a rule, or a second way of doing what the API does.
//! How to add the usual new thing: a file in `commands/` with an `Args` struct (Chinese help texts) and `run`, a variant
//! of [`Command`], an arm in [`run`].

mod commands;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 落地：读懂工作方案，并把它运行起来。
#[derive(Parser, Debug)]
#[command(name = "luodi", version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// 读一份方案文件，列出提纲、责任、时限、目标和疑点
    Read(commands::read::Args),
    /// 检查方案程序文件（programme.yaml），指出行、列和改法
    Check(commands::check::Args),
    /// 启动网页和接口服务
    Serve(commands::serve::Args),
    /// 演示：装入一个虚构省份的方案和五个月的工作，并启动服务
    Demo(commands::demo::Args),
    /// 核对审计链、台账和指标
    Verify(commands::verify::Args),
    /// 检查运行环境：辅助程序、字体、磁盘、数据库
    Doctor(commands::doctor::Args),
    /// 账号：新建、列出、重置密码、停用、接口令牌
    Account(commands::account::Args),
    /// 单位：导入、列出
    Units(commands::units::Args),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Read(args) => commands::read::run(&args),
        Command::Check(args) => commands::check::run(&args),
        Command::Serve(args) => commands::serve::run(&args),
        Command::Demo(args) => commands::demo::run(&args),
        Command::Verify(args) => commands::verify::run(&args),
        Command::Doctor(args) => commands::doctor::run(&args),
        Command::Account(args) => commands::account::run(&args),
        Command::Units(args) => commands::units::run(&args),
    }
}

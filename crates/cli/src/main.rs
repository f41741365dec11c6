//! The command `luodi`.
//!
//! What it does: parses arguments, calls one library or use case, prints for people (or JSON where asked).
//! What it must never do: hold a rule, or a second way of doing what the API does.
//! How to add the usual new thing: a file in `commands/` with an `Args` struct (Chinese help texts) and `run`, a variant
//! of [`Command`], an arm in [`run`].

mod chinese;
mod commands;

use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 落地：读懂工作方案，并把它运行起来。
#[derive(Parser, Debug)]
#[command(name = "luodi", version, disable_help_subcommand = true, disable_help_flag = true, disable_version_flag = true)]
struct Arguments {
    /// 显示帮助
    #[arg(short, long, action = ArgAction::Help, global = true)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// 读一份方案文件，列出提纲、责任、时限、目标和疑点
    Read(commands::read::Args),
    /// 比较两份方案：修订稿与原稿，或下级方案与上级方案（--lower）
    Diff(commands::diff::Args),
    /// 检查方案程序文件（programme.yaml），指出行、列和改法
    Check(commands::check::Args),
    /// 预演：方案落到各单位后，各担多少、与文中合计是否一致
    Rehearse(commands::rehearse::Args),
    /// 发布方案：从此各单位按它办
    Publish(commands::publish::Args),
    /// 导入台账（xlsx、csv）
    Import(commands::import::Args),
    /// 导出台账（xlsx）
    Export(commands::export::Args),
    /// 导出报表、汇总表（xlsx）
    Report(commands::report::Args),
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
    /// 工作日历：查看、录入一年的放假安排
    Calendar(commands::calendar::Args),
}

fn main() -> ExitCode {
    let parsed =
        chinese::headings(Arguments::command()).try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        // Help and version are asked for, not faults.
        Err(error) if !error.use_stderr() => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("{}", chinese::fault(&error));
            return ExitCode::from(2);
        }
    };
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
        Command::Diff(args) => commands::diff::run(&args),
        Command::Check(args) => commands::check::run(&args),
        Command::Rehearse(args) => commands::rehearse::run(&args),
        Command::Publish(args) => commands::publish::run(&args),
        Command::Import(args) => commands::import::run(&args),
        Command::Export(args) => commands::export::run(&args),
        Command::Report(args) => commands::report::run(&args),
        Command::Serve(args) => commands::serve::run(&args),
        Command::Demo(args) => commands::demo::run(&args),
        Command::Verify(args) => commands::verify::run(&args),
        Command::Doctor(args) => commands::doctor::run(&args),
        Command::Account(args) => commands::account::run(&args),
        Command::Units(args) => commands::units::run(&args),
        Command::Calendar(args) => commands::calendar::run(&args),
    }
}

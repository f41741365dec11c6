//! `luodi export`: a register as a workbook.

use crate::commands::{OfRegister, said};
use anyhow::Context;
use luodi_app::registers::Find;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// 写到这个文件（xlsx）
    file: PathBuf,
    #[command(flatten)]
    of: OfRegister,
    /// 只要这个单位及其下级（编码）；缺省为账号所在单位
    #[arg(long)]
    unit: Option<String>,
    /// 只要这个状态
    #[arg(long)]
    state: Option<String>,
    /// 首日，例如 2013-09-01
    #[arg(long)]
    from: Option<String>,
    /// 末日
    #[arg(long)]
    to: Option<String>,
    /// 只导出空白导入表
    #[arg(long)]
    template: bool,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let find = Find {
        unit: args.unit.clone(),
        state: args.state.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
        ..Find::default()
    };
    let bytes = args.of.acting.run(async |app, caller| {
        let made = if args.template {
            app.template_xlsx(caller, &args.of.programme, &args.of.register).await
        } else {
            app.export_xlsx(caller, &args.of.programme, &args.of.register, &find).await
        };
        made.map_err(said)
    })?;
    std::fs::write(&args.file, &bytes).with_context(|| format!("无法写入 {}", args.file.display()))?;
    println!("已写入 {}", args.file.display());
    Ok(ExitCode::SUCCESS)
}

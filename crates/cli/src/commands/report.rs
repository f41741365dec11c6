//! `luodi report`: a periodic table or a table of plan against actual as a workbook.

use crate::commands::{Acting, said};
use anyhow::Context;
use luodi_app::App;
use luodi_app::accounts::Caller;
use luodi_app::problem::Outcome;
use luodi_app::{boards, returns};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// 写到这个文件（xlsx）
    file: PathBuf,
    /// 方案名称
    #[arg(long)]
    programme: String,
    #[command(flatten)]
    what: What,
    #[command(flatten)]
    acting: Acting,
    /// 单位编码；缺省为账号所在单位
    #[arg(long)]
    unit: Option<String>,
    /// 期，例如 2013-09、2013-Q3；缺省为最近一期
    #[arg(long)]
    period: Option<String>,
    /// 已报送的第几版；缺省为按台账即时生成
    #[arg(long, requires = "form")]
    version: Option<u32>,
}

#[derive(clap::Args, Debug)]
#[group(required = true, multiple = false)]
struct What {
    /// 报表名称：本单位的报表
    #[arg(long = "return", value_name = "报表")]
    form: Option<String>,
    /// 报表名称：下级报来的汇总
    #[arg(long, value_name = "报表")]
    compiled: Option<String>,
    /// 汇总表名称：计划与实际
    #[arg(long, value_name = "汇总表")]
    table: Option<String>,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let bytes = args.acting.run(async |app, caller| made(app, caller, args).await.map_err(said))?;
    std::fs::write(&args.file, &bytes).with_context(|| format!("无法写入 {}", args.file.display()))?;
    println!("已写入 {}", args.file.display());
    Ok(ExitCode::SUCCESS)
}

async fn made(app: &App, caller: &Caller, args: &Args) -> Outcome<Vec<u8>> {
    let (unit, period) = (args.unit.as_deref(), args.period.as_deref());
    match (&args.what.form, &args.what.compiled, &args.what.table) {
        (Some(form), _, _) => {
            returns::return_xlsx(&app.return_page(caller, &args.programme, form, unit, period, args.version).await?)
        }
        (_, Some(form), _) => returns::compiled_xlsx(&app.compiled_page(caller, &args.programme, form, unit, period).await?),
        (_, _, table) => {
            let name = table.as_deref().unwrap_or_default();
            boards::table_xlsx(&app.table(caller, &args.programme, name, unit, period).await?)
        }
    }
}

//! `luodi import`: a sheet into a register; wrong rows come back with row, column and reason.

use crate::commands::{OfRegister, said};
use anyhow::Context;
use luodi_app::imports::{ImportOptions, ImportResult};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// 台账文件：xlsx 或 csv，表头为各字段名称
    file: PathBuf,
    #[command(flatten)]
    of: OfRegister,
    /// 只检查，不保存
    #[arg(long)]
    dry_run: bool,
    /// 表中没有状态列时，各行的状态
    #[arg(long)]
    state: Option<String>,
    /// 没有导入的行另存为（xlsx，末列写明原因）
    #[arg(long, value_name = "文件")]
    rejected: Option<PathBuf>,
}

/// Exit status 0: every row is in; 2: some were rejected.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let size = std::fs::metadata(&args.file).map_or(0, |m| m.len());
    if is_csv(&args.file) && size > STREAM_FROM_BYTES {
        return run_stream(args);
    }
    let bytes = std::fs::read(&args.file).with_context(|| format!("无法读取 {}", args.file.display()))?;
    let name = args.file.file_name().map(|n| n.to_string_lossy().into_owned());
    let options = ImportOptions { dry_run: args.dry_run, state: args.state.clone() };
    let (result, rejected) = args.of.acting.run(async |app, caller| {
        let file = (bytes.as_slice(), name.as_deref());
        let result = app.import_records(caller, &args.of.programme, &args.of.register, file, &options).await.map_err(said)?;
        let wanted = args.rejected.is_some() && result.rejected_rows > 0;
        let rejected = if wanted { Some(app.rejected_xlsx(caller, &result.id).map_err(said)?) } else { None };
        Ok((result, rejected))
    })?;
    if let (Some(file), Some(bytes)) = (&args.rejected, rejected) {
        std::fs::write(file, bytes).with_context(|| format!("无法写入 {}", file.display()))?;
    }
    show(&result);
    Ok(if result.rejected_rows == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// CSV files larger than this are read as a stream.
const STREAM_FROM_BYTES: u64 = 8 << 20;
/// Progress is told after so many rows.
const TELL_ROWS: usize = 500_000;

fn is_csv(file: &std::path::Path) -> bool {
    file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"))
}

/// A large CSV: checked and stored in large transactions, with progress.
fn run_stream(args: &Args) -> anyhow::Result<ExitCode> {
    let file = std::fs::File::open(&args.file).with_context(|| format!("无法读取 {}", args.file.display()))?;
    let options = ImportOptions { dry_run: args.dry_run, state: args.state.clone() };
    let result = args.of.acting.run(async |app, caller| {
        let next = std::cell::Cell::new(TELL_ROWS);
        let told = |rows: usize| {
            if rows >= next.get() {
                println!("  {rows} 行");
                next.set(rows + TELL_ROWS);
            }
        };
        let file = std::io::BufReader::with_capacity(1 << 20, file);
        app.import_stream(caller, &args.of.programme, &args.of.register, file, &options, told).await.map_err(said)
    })?;
    show(&result);
    Ok(if result.rejected_rows == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn show(result: &ImportResult) {
    let stored = if result.dry_run { "可以导入" } else { "已导入" };
    println!("{} 行：{stored} {}，原已有 {}，未导入 {}", result.rows, result.accepted, result.duplicates, result.rejected_rows);
    for cell in &result.rejected {
        let column = cell.column_title.as_deref().or(cell.column.as_deref()).unwrap_or_default();
        println!("  第 {} 行 {column}“{}”：{}", cell.row, cell.value.as_deref().unwrap_or_default(), cell.say);
    }
    for column in &result.unused_columns {
        println!("  没有用到的列：{column}");
    }
    for note in &result.notes {
        println!("  注意：{note}");
    }
}

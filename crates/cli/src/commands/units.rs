//! `luodi units`: loading and listing the tree of units.

use crate::commands::{DEVICE, Database, block_on, said};
use anyhow::{Context, bail};
use clap::Subcommand;
use luodi_app::units::{RowProblem, UnitImport, UnitRow, rows_of};
use luodi_source::sheet;
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// Wrong rows shown; the rest is counted.
const SHOWN_MAX: usize = 50;

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// 导入单位表（xlsx 或 csv）：按编码新增或更新，不删除；或装入随程序附带的全国区划
    Import {
        #[command(flatten)]
        database: Database,
        #[arg(required_unless_present = "national", conflicts_with = "national")]
        file: Option<PathBuf>,
        /// 装入全国区划（省、市、县、乡四级）；已有的编码保持不变
        #[arg(long)]
        national: bool,
        /// 只装一个省（名称或编码）
        #[arg(long, requires = "national", value_name = "省")]
        province: Option<String>,
        /// 省级单位放在这个单位之下（编码）；不写则放在最上层
        #[arg(long, requires = "national", value_name = "编码")]
        under: Option<String>,
        /// CSV 没有表头时，依次写明各列：code,name,level,parent,id,parent_id,-（- 表示不用）
        #[arg(long, value_delimiter = ',')]
        columns: Vec<String>,
        /// 级别列是数字 1、2、3…… 时的名称，例如 省,市,县,乡,村
        #[arg(long, value_delimiter = ',')]
        levels: Vec<String>,
    },
    /// 列出单位
    List {
        #[command(flatten)]
        database: Database,
        /// 只列这个单位及其下级（编码）
        #[arg(long)]
        under: Option<String>,
    },
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.action {
        Action::Import { database, file: None, province, under, .. } => national(database, province.as_deref(), under.as_deref()),
        Action::Import { database, file: Some(file), columns, levels, .. } => {
            let rows = if columns.is_empty() { sheet_rows(file)? } else { plain_rows(file, columns, levels)? };
            block_on(async {
                let app = database.open().await?;
                let done = app.set_up_units(DEVICE, rows).await.map_err(said);
                app.close().await?;
                Ok(shown(&done?))
            })
        }
        Action::List { database, under } => block_on(async {
            let app = database.open().await?;
            let tree = app.units();
            let range = match under {
                Some(code) => tree.subtree(tree.by_code(code).with_context(|| format!("没有单位 {code}"))?.id),
                None => 0..u32::try_from(tree.len())?,
            };
            for unit in range.map(|p| tree.at(p)) {
                let depth = tree.ancestors(unit.id).count() - 1;
                println!("{}{} {} {}", "  ".repeat(depth), unit.code, unit.name, unit.level);
            }
            app.close().await?;
            Ok(ExitCode::SUCCESS)
        }),
    }
}

fn national(database: &Database, province: Option<&str>, under: Option<&str>) -> anyhow::Result<ExitCode> {
    let divisions = luodi_api::divisions().map_err(said)?;
    block_on(async {
        let app = database.open().await?;
        let done = app.set_up_divisions(DEVICE, &divisions, province, under).await.map_err(said);
        app.close().await?;
        let done = done?;
        let levels = done.added_by_level.iter().map(|l| format!("{} {}", l.level, l.count)).collect::<Vec<_>>();
        println!("全国区划数据截至 {}（{}）", done.day, done.source);
        println!("新增 {}（{}），已有未改 {}", done.added, levels.join("，"), done.kept);
        Ok(rejected(&done.rejected))
    })
}

fn shown(done: &UnitImport) -> ExitCode {
    println!("新增 {}，更新 {}，无变化 {}，未导入 {}", done.added, done.changed, done.unchanged, done.rejected.len());
    rejected(&done.rejected)
}

fn rejected(rejected: &[RowProblem]) -> ExitCode {
    for p in rejected.iter().take(SHOWN_MAX) {
        println!("  第 {} 行 {}“{}”：{}", p.row, p.column_title, p.value, p.say);
    }
    if rejected.len() > SHOWN_MAX {
        println!("  …… 还有 {} 行", rejected.len() - SHOWN_MAX);
    }
    if rejected.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

fn sheet_rows(file: &PathBuf) -> anyhow::Result<Vec<UnitRow>> {
    let bytes = std::fs::read(file).with_context(|| format!("无法读取 {}", file.display()))?;
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned());
    let sheet = sheet::read_sheet(&bytes, name.as_deref()).map_err(|e| anyhow::anyhow!("{}", e.chinese()))?;
    let (rows, wrong) = rows_of(&sheet).map_err(said)?;
    if let Some(p) = wrong.first() {
        bail!("第 {} 行 {}“{}”：{}", p.row, p.column_title, p.value, p.say);
    }
    Ok(rows)
}

/// A file of plain lines without a header, for very large trees: no quotes, comma between fields. Where the superior is
/// named by a number of the file, its code is looked up.
fn plain_rows(file: &PathBuf, columns: &[String], levels: &[String]) -> anyhow::Result<Vec<UnitRow>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("无法读取 {}", file.display()))?;
    let known = ["code", "name", "level", "parent", "id", "parent_id", "-"];
    if let Some(odd) = columns.iter().find(|c| !known.contains(&c.as_str())) {
        bail!("不认识的列“{odd}”，可用：{}", known.join("、"));
    }
    let place = |column: &str| columns.iter().position(|c| c == column);
    let (id, parent_id) = (place("id"), place("parent_id"));
    let mut codes: HashMap<&str, &str> = HashMap::new();
    if let (Some(id), Some(code)) = (id, place("code")) {
        for line in text.lines() {
            let fields: Vec<&str> = line.split(',').collect();
            if let (Some(id), Some(code)) = (fields.get(id), fields.get(code)) {
                codes.insert(id, code);
            }
        }
    }
    let rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(i, line)| {
        let fields: Vec<&str> = line.split(',').collect();
        let field = |column: &str| place(column).and_then(|at| fields.get(at)).map_or("", |f| f.trim()).to_string();
        let by_id = parent_id.and_then(|at| fields.get(at)).and_then(|id| codes.get(id)).map(|code| (*code).to_string());
        let level = field("level");
        let named = level.parse::<usize>().ok().and_then(|n| levels.get(n.wrapping_sub(1))).cloned();
        UnitRow {
            row: i + 1,
            code: field("code"),
            name: field("name"),
            level: named.unwrap_or(level),
            parent: by_id.unwrap_or_else(|| field("parent")),
            ..UnitRow::default()
        }
    });
    Ok(rows.collect())
}

//! `luodi diff OLD NEW [--lower]`: what a revised plan changes, or what a lower unit's plan leaves out, weakens or puts off.

use anyhow::Context;
use luodi_reading::difference::{Change, Clause, Difference, Element, Relation, Side, between};
use luodi_reading::{Options, Reading};
use luodi_source::Limits;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// 原方案；用 --lower 时是上级方案
    old: PathBuf,
    /// 修订后的方案；用 --lower 时是下级方案
    new: PathBuf,
    /// 下级方案对照上级方案：只列缺的责任、放宽的指标、推后的时限
    #[arg(long)]
    lower: bool,
    /// 两份方案的年份；不写表示不知道（不会猜）
    #[arg(long, value_name = "年份")]
    year: Option<i32>,
    /// 输出 JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (old, new) = (open(&args.old, args.year)?, open(&args.new, args.year)?);
    let relation = if args.lower { Relation::Lower } else { Relation::Revision };
    let side = |plan: &(String, Reading)| -> anyhow::Result<usize> {
        plan.1.documents.first().map(|d| d.id).context("文件里没有读到方案内容")
    };
    let found = between(
        Side { reading: &old.1, raw: &old.0, document: side(&old)? },
        Side { reading: &new.1, raw: &new.0, document: side(&new)? },
        relation,
    );
    if args.json {
        println!("{}", serde_json::to_string_pretty(&found)?);
    } else {
        print!("{}", text(&found));
    }
    Ok(ExitCode::SUCCESS)
}

fn open(file: &Path, year: Option<i32>) -> anyhow::Result<(String, Reading)> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let bytes = std::fs::read(file).with_context(|| format!("无法读取 {}", file.display()))?;
    let source =
        luodi_source::read(&bytes, name.as_deref(), &Limits::default()).map_err(|e| anyhow::anyhow!("{}", e.chinese()))?;
    let reading = luodi_reading::read(&source.text, &Options { year, ..Options::default() });
    Ok((source.text.clone(), reading))
}

fn text(found: &[Difference]) -> String {
    if found.is_empty() {
        return "没有差别。\n".to_owned();
    }
    let mut out = format!("共{}处差别\n", found.len());
    for difference in found {
        let _ = writeln!(out, "\n{}·{}  {}", element(difference.element), change(difference.change), difference.message);
        clause(&mut out, "原", difference.before.as_ref());
        clause(&mut out, "新", difference.after.as_ref());
    }
    out
}

fn clause(out: &mut String, side: &str, clause: Option<&Clause>) {
    if let Some(clause) = clause {
        let _ = writeln!(out, "  {side} L{}  {}", clause.at.line, clause.sentence);
    }
}

fn element(element: Element) -> &'static str {
    match element {
        Element::Duty => "责任事项",
        Element::Target => "指标",
        Element::Limit => "时限",
        Element::Owner => "责任单位",
    }
}

fn change(change: Change) -> &'static str {
    match change {
        Change::Added => "新增",
        Change::Dropped => "缺少",
        Change::Changed => "改动",
        Change::Weaker => "放宽",
        Change::Stronger => "收紧",
        Change::Later => "推后",
        Change::Earlier => "提前",
        Change::Undecided => "待确认",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(old: &str, new: &str, relation: Relation) -> String {
        let (a, b) = (luodi_reading::read(old, &Options::default()), luodi_reading::read(new, &Options::default()));
        text(&between(Side { reading: &a, raw: old, document: 0 }, Side { reading: &b, raw: new, document: 0 }, relation))
    }

    #[test]
    fn both_clauses_are_shown() {
        let old = "某县禁渔工作方案\n\n一、任务\n\n（一）巡查。各镇每月巡查不少于8次。";
        let new = old.replace("不少于8次", "不少于6次");
        let shown = compared(old, &new, Relation::Revision);
        assert!(shown.starts_with("共1处差别") && shown.contains("指标·放宽"), "{shown}");
        assert!(shown.contains("原 L5") && shown.contains("新 L5"), "{shown}");
        assert_eq!(compared(old, old, Relation::Lower), "没有差别。\n");
    }
}

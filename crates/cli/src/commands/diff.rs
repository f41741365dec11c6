//! `luodi diff OLD NEW [--lower]`: what a revised plan changes, or what a lower unit's plan leaves out, weakens or puts off.
//! `luodi diff --db … --programme … --as … NEW`: the same against what runs, with what has been done under it.

use crate::commands::{Acting, Database, said};
use anyhow::Context;
use luodi_app::view::difference::DifferencePage;
use luodi_app::view::words::{ChangeName, DifferenceElement};
use luodi_reading::difference::{Change, Clause, Difference, Element, Relation, Side, between};
use luodi_reading::{Options, Reading};
use luodi_source::Limits;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// 两份方案：原方案和修订后的（用 --lower 时是上级方案和下级方案）；用 --programme 时只写修订后的一份
    #[arg(num_args = 1..=2, required = true, value_name = "文件")]
    files: Vec<PathBuf>,
    /// 下级方案对照上级方案：只列缺的责任、放宽的指标、推后的时限
    #[arg(long)]
    lower: bool,
    /// 对照这个正在运行的方案的原文，并说明各项已经办了多少
    #[arg(long, value_name = "方案", requires = "login", conflicts_with = "lower")]
    programme: Option<String>,
    #[command(flatten)]
    database: Database,
    /// 以哪个账号的名义（用 --programme 时）
    #[arg(long = "as", value_name = "账号", env = "LUODI_AS")]
    login: Option<String>,
    /// 方案的年份；不写表示不知道（不会猜）
    #[arg(long, value_name = "年份")]
    year: Option<i32>,
    /// 输出 JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match (&args.programme, args.files.as_slice()) {
        (Some(programme), [new]) => running(args, programme, new),
        (None, [old, new]) => plain(args, old, new),
        (Some(_), _) => anyhow::bail!("用 --programme 时只写修订后的一份文件"),
        (None, _) => anyhow::bail!("请写两份文件：原方案和修订后的方案"),
    }
}

fn plain(args: &Args, old: &Path, new: &Path) -> anyhow::Result<ExitCode> {
    let (old, new) = (open(old, args.year)?, open(new, args.year)?);
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

/// Against what runs: the same function as the page's.
fn running(args: &Args, programme: &str, new: &Path) -> anyhow::Result<ExitCode> {
    let acting = Acting { database: args.database.clone(), login: args.login.clone().unwrap_or_default() };
    let (name, text) = (new.display().to_string(), source(new)?);
    let page = acting
        .run(async |app, caller| app.text_difference(caller, programme, (&name, text.clone()), args.year).await.map_err(said))?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&page)?);
    } else {
        print!("{}", page_text(&page));
    }
    Ok(ExitCode::SUCCESS)
}

fn open(file: &Path, year: Option<i32>) -> anyhow::Result<(String, Reading)> {
    let text = source(file)?;
    let reading = luodi_reading::read(&text, &Options { year, ..Options::default() });
    Ok((text, reading))
}

fn source(file: &Path) -> anyhow::Result<String> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let bytes = std::fs::read(file).with_context(|| format!("无法读取 {}", file.display()))?;
    let read = luodi_source::read(&bytes, name.as_deref(), &Limits::default());
    Ok(read.map_err(|e| anyhow::anyhow!("{}", e.chinese()))?.text)
}

fn page_text(page: &DifferencePage) -> String {
    let mut out = match &page.programme {
        Some(p) => format!("{} 第{}版（{}）\n", p.title, p.version, p.id),
        None => String::new(),
    };
    let _ = writeln!(
        out,
        "{}",
        if page.items.is_empty() { "没有差别。".to_owned() } else { format!("共{}处差别", page.items.len()) }
    );
    for item in &page.items {
        let _ = writeln!(out, "\n{}·{}  {}", element_name(item.element), change_name(item.change), item.say);
        for (side, said) in [("原", &item.before), ("新", &item.after)] {
            if let Some(said) = said {
                let _ = writeln!(out, "  {side} L{}  {}", said.place.line, said.sentence);
            }
        }
        for running in &item.running {
            let _ = writeln!(out, "  运行中：{}（{}）", running.title, running.say);
        }
    }
    out
}

fn element_name(element: DifferenceElement) -> &'static str {
    match element {
        DifferenceElement::Duty => "责任事项",
        DifferenceElement::Target => "指标",
        DifferenceElement::Limit => "时限",
        DifferenceElement::Owner => "责任单位",
    }
}

fn change_name(change: ChangeName) -> &'static str {
    match change {
        ChangeName::Added => "新增",
        ChangeName::Dropped => "缺少",
        ChangeName::Changed => "改动",
        ChangeName::Weaker => "放宽",
        ChangeName::Stronger => "收紧",
        ChangeName::Later => "推后",
        ChangeName::Earlier => "提前",
        ChangeName::Undecided => "待确认",
    }
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
    element_name(element.into())
}

fn change(change: Change) -> &'static str {
    change_name(change.into())
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

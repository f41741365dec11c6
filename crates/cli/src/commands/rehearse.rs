//! `luodi rehearse`: how a programme would fall on the units, before anybody is obliged by it.

use crate::commands::{Acting, said};
use anyhow::Context;
use luodi_app::App;
use luodi_app::accounts::Caller;
use luodi_app::view::fanout::FanoutView;
use std::path::Path;
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// 方案程序文件（先存为草稿），或已有草稿、已发布方案的名称
    programme: String,
    #[command(flatten)]
    acting: Acting,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

/// Exit status 0: everything agrees and nothing is open; 2: something differs.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let view = args.acting.run(async |app, caller| {
        let id = draft(app, caller, &args.programme).await?;
        app.rehearse(caller, &id).await.map_err(said)
    })?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&view)?);
    } else {
        show(&view);
    }
    Ok(if view.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// The name of the programme; where a file is given, it becomes the draft first.
pub async fn draft(app: &App, caller: &Caller, given: &str) -> anyhow::Result<String> {
    let path = Path::new(given);
    let file = if path.is_dir() { path.join("programme.yaml") } else { path.to_path_buf() };
    if !file.is_file() {
        return Ok(given.to_string());
    }
    let yaml = std::fs::read_to_string(&file).with_context(|| format!("无法读取 {}", file.display()))?;
    let loaded = luodi_language::load(&yaml, &file.display().to_string());
    let Some(model) = loaded.model.filter(|_| loaded.programme.is_some()) else {
        let lines: Vec<String> = loaded.diagnostics.iter().map(ToString::to_string).collect();
        anyhow::bail!("方案文件有错误，没有存为草稿：\n{}", lines.join("\n"));
    };
    let id = model.programme.0;
    let seen = app.store().draft(&id).await?.map_or(0, |draft| draft.version);
    let saved = app.save_draft(caller, &id, &yaml, seen).await.map_err(said)?;
    eprintln!("已存为草稿：{id} 第 {} 稿", saved.version);
    Ok(id)
}

/// The fan-out in lines.
pub fn show(view: &FanoutView) {
    println!("单位 {} 个", view.units_total);
    for group in &view.groups {
        let stated = group.stated.map_or(String::new(), |stated| format!("，文中 {stated}"));
        println!("  {}：{} 个{stated}", group.name, group.count);
    }
    for target in &view.targets {
        println!("  目标 {}：{} 个单位，合计 {}", target.title, target.units, plain(&target.sum_of_quotas));
    }
    for load in &view.load {
        println!("  {} {}：{} 项，{} 个单位", load.month, load.level, load.duties, load.units);
    }
    for ask in &view.open_asks {
        let needed = if ask.needed_before_publication { "（发布前须答复）" } else { "" };
        println!("待定：{}{needed}", ask.title);
    }
    for difference in &view.differences {
        println!("不一致：{difference}");
    }
    if view.differences.is_empty() {
        println!("与文中合计一致");
    }
}

/// A figure of the wire as people read it.
fn plain(figure: &serde_json::Value) -> String {
    match figure {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => "—".to_string(),
        other => match other.get("about").and_then(serde_json::Value::as_str) {
            Some(about) => format!("约 {about}"),
            None => "待定".to_string(),
        },
    }
}

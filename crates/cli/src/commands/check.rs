//! `luodi check programme.yaml`: is a programme file right, and if not, where and what to write instead.

use anyhow::Context;
use luodi_language::Severity;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// 方案程序文件，可以多个；给出文件夹时检查其中的 programme.yaml
    #[arg(required_unless_present = "schema")]
    files: Vec<PathBuf>,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
    /// 输出编辑器用的 JSON Schema，不检查文件
    #[arg(long)]
    schema: bool,
}

/// Exit status 0: no errors; 2: errors.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.schema {
        println!("{}", serde_json::to_string_pretty(&luodi_language::json_schema())?);
        return Ok(ExitCode::SUCCESS);
    }
    let mut found = vec![];
    for given in &args.files {
        let file = if given.is_dir() { given.join("programme.yaml") } else { given.clone() };
        let yaml = std::fs::read_to_string(&file).with_context(|| format!("无法读取 {}", file.display()))?;
        found.extend(luodi_language::load(&yaml, &file.display().to_string()).diagnostics);
    }
    let errors = found.iter().filter(|d| d.severity == Severity::Error).count();
    if args.json {
        println!("{}", serde_json::to_string_pretty(&found)?);
    } else {
        for diagnostic in &found {
            println!("{diagnostic}");
        }
        println!("{} 个文件，{errors} 处错误，{} 处提醒", args.files.len(), found.len() - errors);
    }
    Ok(if errors > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

//! `luodi verify`: nothing was changed, nothing was lost, the figures are what counting gives.

use crate::commands::{Database, block_on};
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    database: Database,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

/// Exit status 0: all is as it should be; 2: something differs.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    block_on(async {
        let app = args.database.open().await?;
        let found = luodi_store::verify(app.store()).await?;
        app.close().await?;
        let good = found.is_good();
        if args.json {
            let bad = found.first_bad.as_ref().map(|b| serde_json::json!({"seq": b.seq, "what": b.what}));
            let json = serde_json::json!({
                "good": good, "events": found.events, "records": found.records, "head": found.head, "first_bad": bad,
                "wrong_records": found.wrong_records, "first_wrong_record": found.first_wrong_record,
                "wrong_cells": found.wrong_cells, "first_wrong_cell": found.first_wrong_cell,
                "attachments": found.attachments, "wrong_attachments": found.wrong_attachments,
                "first_wrong_attachment": found.first_wrong_attachment,
            });
            println!("{json}");
        } else {
            println!(
                "审计链：{} 个事件，{}",
                found.events,
                found.first_bad.as_ref().map_or("完整".to_string(), |b| format!("第 {} 个起不符：{}", b.seq, b.what))
            );
            println!("台账：{} 条，{}", found.records, differing(found.wrong_records, found.first_wrong_record.as_ref()));
            println!("指标：{}", differing(found.wrong_cells, found.first_wrong_cell.as_ref()));
            println!(
                "附件：{} 个，{}",
                found.attachments,
                match &found.first_wrong_attachment {
                    None => "与编号一致".to_string(),
                    Some(first) => format!("{} 个内容不符，第一个：{first}", found.wrong_attachments),
                }
            );
            println!("链尾：{}（请另行记下，以后可核对）", found.head);
        }
        Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(2) })
    })
}

fn differing(count: i64, first: Option<&String>) -> String {
    match first {
        None if count == 0 => "与记录一致".to_string(),
        first => format!("{count} 处不符，第一处：{}", first.map_or("", String::as_str)),
    }
}

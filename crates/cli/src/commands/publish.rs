//! `luodi publish`: from now on the programme obliges its units.

use crate::commands::{Acting, rehearse, said};
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// 方案程序文件（先存为草稿），或已有草稿的名称
    programme: String,
    #[command(flatten)]
    acting: Acting,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (id, published) = args.acting.run(async |app, caller| {
        let id = rehearse::draft(app, caller, &args.programme).await?;
        let published = app.publish(caller, &id).await.map_err(said)?;
        Ok((id, published))
    })?;
    println!("已发布：{id} 第 {} 版", published.version);
    rehearse::show(&published.fanout);
    for finding in &published.unsettled {
        println!("疑点未定：{finding}");
    }
    Ok(ExitCode::SUCCESS)
}

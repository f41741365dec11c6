//! `luodi calendar`: the working days of a year.

use crate::commands::{DEVICE, Database, block_on, said};
use anyhow::Context;
use clap::Subcommand;
use luodi_app::working_calendar::{CalendarSource, CalendarYear, calendar_of};
use luodi_source::sheet;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// 看一年的放假安排
    Show {
        #[command(flatten)]
        database: Database,
        year: i16,
    },
    /// 录入一年的放假安排（xlsx 或 csv，两列：日期、安排；安排写“休”或“班”）
    Set {
        #[command(flatten)]
        database: Database,
        year: i16,
        file: PathBuf,
    },
}

/// Exit status 0: the year is known; 2: it isn't.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let found = match &args.action {
        Action::Show { database, year } => block_on(async {
            let app = database.open().await?;
            let found = app.calendar_year(*year).await.map_err(said);
            app.close().await?;
            found
        }),
        Action::Set { database, year, file } => {
            let bytes = std::fs::read(file).with_context(|| format!("无法读取 {}", file.display()))?;
            let name = file.file_name().map(|n| n.to_string_lossy().into_owned());
            let sheet = sheet::read_sheet(&bytes, name.as_deref()).map_err(|e| anyhow::anyhow!("{}", e.chinese()))?;
            let stated = calendar_of(&sheet).map_err(said)?;
            block_on(async {
                let app = database.open().await?;
                let found = app.set_up_calendar(DEVICE, *year, &stated).await.map_err(said);
                app.close().await?;
                found
            })
        }
    }?;
    show(&found);
    Ok(if found.source == CalendarSource::Unknown { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn show(found: &CalendarYear) {
    let source = match found.source {
        CalendarSource::Notice => "国务院办公厅通知",
        CalendarSource::Stated => "管理员录入",
        CalendarSource::Unknown => "没有放假安排，涉及这一年工作日的时限待定",
    };
    println!("{}年：{source}", found.year);
    if found.source != CalendarSource::Unknown {
        println!("放假的工作日 {} 天：{}", found.free.len(), found.free.join("、"));
        println!("上班的周末 {} 天：{}", found.worked.len(), found.worked.join("、"));
    }
}

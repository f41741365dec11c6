//! The units of the demo, and a second programme for a town.

use super::{DEVICE, DemoLogin, PASSWORD, UNITS, account, load_units};
use crate::App;
use crate::accounts::{RoleName, SessionKind};
use crate::problem::Outcome;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

/// A town hospital with its villages and clinics under the first county; one village is remote.
const TOWN: &str = "\
编码,上级编码,级别,名称,标记
990101001,990101,卫生院,柳泉镇卫生院,
99010100101,990101001,村,上柳村,
99010100102,990101001,村,下柳村,
99010100103,990101001,村,石桥村,
99010100104,990101001,村,云顶村,偏远
99010100105,990101001,村,枣林村,
99010100106,990101001,村,清水村,
99010100111,990101001,村卫生室,上柳村卫生室,
99010100112,990101001,村卫生室,下柳村卫生室,
99010100113,990101001,村卫生室,石桥村卫生室,
99010100114,990101001,村卫生室,云顶村卫生室,
99010100121,990101001,社区卫生服务机构,柳泉社区卫生服务站,
";

const TOWNSHIP: &str = include_str!("../../../../programmes/02-township-health-tours/programme.yaml");
const TOWNSHIP_ID: &str = "02-township-health-tours";

pub(super) async fn units(app: &App) -> Outcome<()> {
    load_units(app, UNITS).await?;
    load_units(app, TOWN).await
}

/// The town hospital runs its own programme beside the province's.
pub(super) async fn publish_township(app: &App, begin: Date) -> Outcome<()> {
    let head = DemoLogin {
        login: "hospital", unit: "990101001", name: "柳泉镇卫生院院长", role: RoleName::Manager, look_at: ""
    };
    account(app, head).await?;
    let signed = app.sign_in(head.login, PASSWORD.to_string(), Some(DEVICE)).await?;
    let caller = app.caller(&signed.token, SessionKind::Browser, DEVICE).await?;
    app.save_draft(&caller, TOWNSHIP_ID, TOWNSHIP, 0).await?;
    let last = begin.saturating_add(11.months()).last_of_month();
    app.answer(&caller, TOWNSHIP_ID, "first_day", json!(begin.to_string())).await?;
    app.answer(&caller, TOWNSHIP_ID, "last_day", json!(last.to_string())).await?;
    app.publish(&caller, TOWNSHIP_ID).await?;
    Ok(())
}

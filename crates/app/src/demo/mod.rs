//! The demo: an invented province whose plan is uploaded, decided on, published and worked with for five months, through the
//! same use cases that people use.

mod months;
mod setting;

use crate::App;
use crate::accounts::{Caller, NewAccount, RoleName, SessionKind};
use crate::clock::ManualClock;
use crate::plans::NewDecision;
use crate::problem::{Outcome, Problem};
use crate::units::rows_of;
use crate::view::words::{Confirmed, ElementKind, FindingSeverity};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use luodi_model::PlanId;
use serde_json::json;

const PLAN: &str = include_str!("../../../../examples/plans/health-tours-province.txt");
const UNITS: &str = include_str!("../../../../examples/plans/health-tours-province-units.csv");
const PROGRAMME: &str = include_str!("../../../../examples/programmes/health-tours-province/programme.yaml");
const PROGRAMME_ID: &str = "health-tours-province";

/// Password of all accounts of the demo.
pub const PASSWORD: &str = "luodi-2026-demo";
const DEVICE: &str = "演示";

/// An account of the demo and what to look at with it.
#[derive(Clone, Copy, Debug)]
pub struct DemoLogin {
    pub login: &'static str,
    pub unit: &'static str,
    pub name: &'static str,
    pub role: RoleName,
    pub look_at: &'static str,
}

/// The accounts that the demo prints.
pub const LOGINS: &[DemoLogin] = &[
    DemoLogin {
        login: "province", unit: "99", name: "省级经办", role: RoleName::Manager, look_at: "看板、方案与原文、发布"
    },
    DemoLogin {
        login: "leader", unit: "99", name: "省级领导", role: RoleName::Leader, look_at: "只看不改：哪里红、为什么"
    },
    DemoLogin {
        login: "city", unit: "9901", name: "清漪市经办", role: RoleName::Clerk, look_at: "报送月表、存档、推荐专家"
    },
    DemoLogin {
        login: "county",
        unit: "990101",
        name: "禾川区经办",
        role: RoleName::Clerk,
        look_at: "今天该做什么、登记巡讲、导入",
    },
    DemoLogin {
        login: "town", unit: "990101001", name: "柳泉镇卫生院", role: RoleName::Clerk, look_at: "手机登记、零报告"
    },
];

/// Loads the demo into an empty database. The clock is set forward through five months and stands at `now` at the end.
///
/// # Errors
/// As the use cases that it goes through.
pub async fn load(app: &App, clock: &ManualClock, now: Timestamp) -> Outcome<()> {
    let today = luodi_model::beijing(now).date();
    let begin = today.first_of_month().saturating_sub(5.months());
    clock.set(months::at(begin.saturating_sub(20.days()), 9, 0));
    setting::units(app).await?;
    let province = caller(app, LOGINS[0]).await?;
    for login in &LOGINS[1..] {
        account(app, *login).await?;
    }
    publish(app, &province, begin).await?;
    setting::publish_township(app, begin).await?;
    months::run(app, clock, &province, begin, now).await?;
    clock.set(now);
    Ok(())
}

/// The plan's way: upload, decide on what doesn't fit, draft, complete the draft, answer, publish.
async fn publish(app: &App, province: &Caller, begin: Date) -> Outcome<()> {
    let id = app.upload_plan(province, "健康大讲堂巡讲实施方案.txt", PLAN.as_bytes().to_vec(), None).await?;
    let plan = PlanId(id.parse().map_err(Problem::internal)?);
    let page = app.plan_page(province, plan, None).await?;
    for finding in page.findings.iter().filter(|f| f.severity == FindingSeverity::Finding) {
        // The first choice mends what can be mended; what needs more words stays an ask of the programme.
        let Some(choice) = finding.choices.first() else { continue };
        let note = (finding.code == "table_sum_differs").then(|| "与省统计表核对，少写一个零".to_string());
        let decision = NewDecision { choice: choice.key.clone(), value: choice.value.clone(), note };
        app.decide_on_finding(province, plan, &finding.id, decision).await?;
    }
    for element in page.elements.iter().filter(|e| matches!(e.kind, ElementKind::Heading | ElementKind::Target)).take(24) {
        app.confirm_element(province, plan, &element.id, Some(Confirmed::Yes), None).await?;
    }
    app.draft_from_plan(province, plan, PROGRAMME_ID).await?;
    app.save_draft(province, PROGRAMME_ID, PROGRAMME, 1).await?;
    let last = begin.saturating_add(6.months());
    for (ask, value) in [
        ("first_month", months::month(begin)),
        ("last_month", months::month(last)),
        ("summary_due", last.last_of_month().to_string()),
        ("coverage_kind", "people".to_string()),
    ] {
        app.answer(province, PROGRAMME_ID, ask, json!(value)).await?;
    }
    app.publish(province, PROGRAMME_ID).await?;
    Ok(())
}

async fn account(app: &App, login: DemoLogin) -> Outcome<()> {
    let new = NewAccount {
        login: login.login.to_string(),
        name: login.name.to_string(),
        unit: login.unit.to_string(),
        role: login.role,
    };
    app.set_up_account(DEVICE, new, Some(PASSWORD.to_string())).await?;
    Ok(())
}

/// Makes an account and signs it in.
async fn caller(app: &App, login: DemoLogin) -> Outcome<Caller> {
    account(app, login).await?;
    let signed = app.sign_in(login.login, PASSWORD.to_string(), Some(DEVICE)).await?;
    app.caller(&signed.token, SessionKind::Browser, DEVICE).await
}

async fn load_units(app: &App, csv: &str) -> Outcome<()> {
    let sheet = luodi_source::sheet::read_sheet(csv.as_bytes(), Some("units.csv"))?;
    let (rows, wrong) = rows_of(&sheet)?;
    if let Some(first) = wrong.first() {
        return Err(Problem::field("units", first.say.clone()));
    }
    app.set_up_units(DEVICE, rows).await?;
    Ok(())
}

//! `/api/duties`: what a unit owes today.

mod bulletin;
mod calendar;

use crate::{Api, Input, Named, Parameters, Reply, Signed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use luodi_app::App;
use luodi_app::problem::{Code, Problem, ProblemDocument};
use luodi_app::view::duties::{DutyList, NoticeItem};
use luodi_app::view::duty_page::DutyPage;
use luodi_model::RecordId;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    let list = OpenApiRouter::new().routes(routes!(list)).routes(routes!(notices));
    list.routes(routes!(zero)).routes(routes!(open)).merge(bulletin::routes()).merge(calendar::routes())
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Code of a unit; absent: the caller's own.
    unit: Option<String>,
    programme: Option<String>,
    /// First and last day of the periods that are asked for; absent: around today. Both or neither.
    from: Option<String>,
    to: Option<String>,
}

fn days(wanted: &Wanted) -> Result<Option<(Date, Date)>, Problem> {
    let day = |text: &Option<String>, name: &str| match text.as_deref().map(str::parse::<Date>) {
        None => Ok(None),
        Some(Ok(day)) => Ok(Some(day)),
        Some(Err(_)) => Err(Problem::new(Code::Invalid).and_field(name, "应为日期，如 2013-10-05")),
    };
    match (day(&wanted.from, "from")?, day(&wanted.to, "to")?) {
        (Some(from), Some(to)) => Ok(Some((from, to))),
        (None, None) => Ok(None),
        (None, _) => Err(Problem::new(Code::Invalid).and_field("from", "请一并给出首日")),
        (_, None) => Err(Problem::new(Code::Invalid).and_field("to", "请一并给出末日")),
    }
}

/// 我的责任事项
#[utoipa::path(get, path = "/api/duties", tag = "work", params(Wanted), responses(
    (status = 200, body = DutyList), (status = 404, body = ProblemDocument)))]
async fn list(State(app): State<Arc<App>>, caller: Signed, Parameters(w): Parameters<Wanted>) -> Reply<Json<DutyList>> {
    Ok(Json(app.duties(&caller, w.unit.as_deref(), w.programme.as_deref(), days(&w)?).await?))
}

/// 提醒与催办
#[utoipa::path(get, path = "/api/notices", tag = "work", params(Wanted), responses(
    (status = 200, body = Vec<NoticeItem>), (status = 404, body = ProblemDocument)))]
async fn notices(State(app): State<Arc<App>>, caller: Signed, Parameters(w): Parameters<Wanted>) -> Reply<Json<Vec<NoticeItem>>> {
    Ok(Json(app.notices(&caller, w.unit.as_deref(), w.programme.as_deref()).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Code of a unit; absent: the caller's own.
    unit: Option<String>,
    /// `2013-09`; absent: what is owed once.
    period: Option<String>,
    /// For duties owed for records: which one.
    record: Option<uuid::Uuid>,
}

/// 一项责任：原文、办结条件、已有记录、时限各阶段
#[utoipa::path(get, path = "/api/programmes/{programme}/duties/{duty}", tag = "work",
    params(("programme" = String, Path), ("duty" = String, Path), Which), responses(
    (status = 200, body = DutyPage), (status = 400, body = ProblemDocument), (status = 404, body = ProblemDocument)))]
async fn open(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, duty)): Named<(String, String)>,
    Parameters(w): Parameters<Which>,
) -> Reply<Json<DutyPage>> {
    let (unit, period) = (w.unit.as_deref(), w.period.as_deref());
    Ok(Json(app.duty_page(&caller, &programme, &duty, unit, period, w.record.map(RecordId)).await?))
}

#[derive(Deserialize, ToSchema)]
struct Zero {
    /// Code of a unit; absent: the caller's own.
    unit: Option<String>,
    period: String,
}

/// 零报告
#[utoipa::path(post, path = "/api/programmes/{programme}/duties/{duty}/zero", tag = "work",
    params(("programme" = String, Path), ("duty" = String, Path)), request_body = Zero, responses(
    (status = 204), (status = 404, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn zero(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, duty)): Named<(String, String)>,
    Input(sent): Input<Zero>,
) -> Reply<StatusCode> {
    let unit = caller.unit_or_own(sent.unit.as_deref())?.id;
    app.report_zero(&caller, &programme, &duty, unit, &sent.period).await?;
    Ok(StatusCode::NO_CONTENT)
}

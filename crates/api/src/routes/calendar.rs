//! `/api/calendar`: which days are worked.

use crate::{Api, Input, Named, Reply, Signed};
use axum::Json;
use axum::extract::State;
use luodi_app::App;
use luodi_app::problem::ProblemDocument;
use luodi_app::working_calendar::{CalendarStated, CalendarYear};
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(open, state))
}

/// 一年的工作日历：放假的工作日、上班的周末、来源
#[utoipa::path(get, path = "/api/calendar/{year}", tag = "calendar", params(("year" = i16, Path)), responses(
    (status = 200, body = CalendarYear), (status = 422, body = ProblemDocument)))]
async fn open(State(app): State<Arc<App>>, _: Signed, Named(year): Named<i16>) -> Reply<Json<CalendarYear>> {
    Ok(Json(app.calendar_year(year).await?))
}

/// 录入一年的放假安排（最上级单位的管理员）
///
/// The whole year becomes known: Saturdays and Sundays are free unless they stand under `worked`. What waited for it is computed
/// from then on.
#[utoipa::path(put, path = "/api/calendar/{year}", tag = "calendar", params(("year" = i16, Path)), request_body = CalendarStated,
    responses((status = 200, body = CalendarYear), (status = 403, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn state(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(year): Named<i16>,
    Input(stated): Input<CalendarStated>,
) -> Reply<Json<CalendarYear>> {
    Ok(Json(app.state_calendar(&caller, year, &stated).await?))
}

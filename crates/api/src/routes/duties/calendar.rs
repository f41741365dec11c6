//! `/api/units/{code}/calendar.ics`: what a unit owes, as a calendar to subscribe to; `/api/feeds`: the tokens for it.

use crate::{Anybody, Api, Input, Named, Parameters, Reply, Signed};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use luodi_app::App;
use luodi_app::accounts::{NewToken, TokenList};
use luodi_app::duties::CalendarWanted;
use luodi_app::problem::ProblemDocument;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

const CALENDAR: &str = "text/calendar; charset=utf-8";

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(calendar)).routes(routes!(create, list)).routes(routes!(end))
}

/// 责任事项日历（iCalendar 订阅）
///
/// For calendar programs: the token in the address says who asks. Whole days, no alarm unless asked for.
#[utoipa::path(get, path = "/api/units/{code}/calendar.ics", tag = "work", params(("code" = String, Path), CalendarWanted),
    responses((status = 200, body = String, content_type = CALENDAR), (status = 401, body = ProblemDocument),
    (status = 404, body = ProblemDocument)))]
async fn calendar(
    State(app): State<Arc<App>>,
    _: Anybody,
    Named(code): Named<String>,
    Parameters(wanted): Parameters<CalendarWanted>,
) -> Reply<Response> {
    let file = app.calendar(&code, &wanted).await?;
    Ok(([(header::CONTENT_TYPE, CALENDAR), (header::CACHE_CONTROL, "private, no-cache")], file).into_response())
}

#[derive(Deserialize, ToSchema)]
struct FeedRequest {
    /// On which device it is used; shown in the list.
    name: String,
    /// Days until it ends, at most 366; absent: 366.
    #[serde(default)]
    days: Option<u32>,
}

/// 新建日历订阅令牌
///
/// The token is shown this once. The address is `/api/units/{code}/calendar.ics?token=…`.
#[utoipa::path(post, path = "/api/feeds", tag = "session", request_body = FeedRequest, responses(
    (status = 201, body = NewToken), (status = 422, body = ProblemDocument)))]
async fn create(
    State(app): State<Arc<App>>,
    caller: Signed,
    Input(sent): Input<FeedRequest>,
) -> Reply<(StatusCode, Json<NewToken>)> {
    Ok((StatusCode::CREATED, Json(app.create_feed(&caller, &sent.name, sent.days).await?)))
}

/// 我的日历订阅令牌
#[utoipa::path(get, path = "/api/feeds", tag = "session", responses((status = 200, body = TokenList)))]
async fn list(State(app): State<Arc<App>>, caller: Signed) -> Reply<Json<TokenList>> {
    Ok(Json(app.feeds(&caller).await?))
}

/// 停用日历订阅令牌
#[utoipa::path(delete, path = "/api/feeds/{id}", tag = "session", params(("id" = String, Path)), responses(
    (status = 204), (status = 404, body = ProblemDocument)))]
async fn end(State(app): State<Arc<App>>, caller: Signed, Named(id): Named<String>) -> Reply<StatusCode> {
    app.end_feed(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

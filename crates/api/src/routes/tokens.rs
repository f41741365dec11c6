//! `/api/tokens`: bearer tokens for programs. A token is a session of its account, with the account's jurisdiction.

use crate::{Api, Input, Named, Reply, Signed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use luodi_app::App;
use luodi_app::accounts::{NewToken, TokenList};
use luodi_app::problem::ProblemDocument;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(create, list)).routes(routes!(end))
}

#[derive(Deserialize, ToSchema)]
struct TokenRequest {
    /// What it is for; shown in the list.
    name: String,
    /// Days until it ends, at most 366.
    days: Option<u32>,
}

/// 新建接口令牌
///
/// The token is shown this once.
#[utoipa::path(post, path = "/api/tokens", tag = "session", request_body = TokenRequest, responses(
    (status = 201, body = NewToken), (status = 422, body = ProblemDocument)))]
async fn create(
    State(app): State<Arc<App>>,
    caller: Signed,
    Input(sent): Input<TokenRequest>,
) -> Reply<(StatusCode, Json<NewToken>)> {
    Ok((StatusCode::CREATED, Json(app.create_token(&caller, &sent.name, sent.days).await?)))
}

/// 我的接口令牌
#[utoipa::path(get, path = "/api/tokens", tag = "session", responses((status = 200, body = TokenList)))]
async fn list(State(app): State<Arc<App>>, caller: Signed) -> Reply<Json<TokenList>> {
    Ok(Json(app.tokens(&caller).await?))
}

/// 停用接口令牌
#[utoipa::path(delete, path = "/api/tokens/{id}", tag = "session", params(("id" = String, Path)), responses(
    (status = 204), (status = 404, body = ProblemDocument)))]
async fn end(State(app): State<Arc<App>>, caller: Signed, Named(id): Named<String>) -> Reply<StatusCode> {
    app.end_token(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! `/api/accounts`: managers keep the accounts of their subtree.

use crate::{Api, Input, Named, Parameters, Reply, Signed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use luodi_app::App;
use luodi_app::accounts::{AccountChange, AccountFilter, AccountList, AccountWithPassword, NewAccount};
use luodi_app::problem::ProblemDocument;
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(change))
}

/// 辖区内的账号
#[utoipa::path(get, path = "/api/accounts", tag = "accounts", params(AccountFilter), responses(
    (status = 200, body = AccountList), (status = 403, body = ProblemDocument)))]
async fn list(
    State(app): State<Arc<App>>,
    caller: Signed,
    Parameters(filter): Parameters<AccountFilter>,
) -> Reply<Json<AccountList>> {
    Ok(Json(app.accounts(&caller, &filter).await?))
}

/// 新建账号
///
/// Answers with a password that works once: it must be changed at the first log-in.
#[utoipa::path(post, path = "/api/accounts", tag = "accounts", request_body = NewAccount, responses(
    (status = 201, body = AccountWithPassword), (status = 404, body = ProblemDocument), (status = 409, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn create(
    State(app): State<Arc<App>>,
    caller: Signed,
    Input(new): Input<NewAccount>,
) -> Reply<(StatusCode, Json<AccountWithPassword>)> {
    Ok((StatusCode::CREATED, Json(app.create_account(&caller, new).await?)))
}

/// 修改账号：姓名、岗位、停用、重置密码
#[utoipa::path(patch, path = "/api/accounts/{id}", tag = "accounts", params(("id" = i64, Path)), request_body = AccountChange, responses(
    (status = 200, body = AccountWithPassword), (status = 404, body = ProblemDocument)))]
async fn change(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<i64>,
    Input(change): Input<AccountChange>,
) -> Reply<Json<AccountWithPassword>> {
    Ok(Json(app.change_account(&caller, id, change).await?))
}

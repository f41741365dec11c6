//! `/api/plans/{id}/…`: reviewing what was read.

use crate::{Api, Input, Named, Reply, Signed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use luodi_app::App;
use luodi_app::problem::ProblemDocument;
use luodi_app::view::review::{Confirmations, Rebase, ReviewEdit, ReviewEdited};
use luodi_app::view::words::Confirmed;
use luodi_model::PlanId;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(confirm))
        .routes(routes!(confirm_together))
        .routes(routes!(edit))
        .routes(routes!(undo))
        .routes(routes!(rebase))
}

#[derive(Deserialize, ToSchema)]
struct Confirmation {
    /// `yes`, `no`, or `null` to reopen.
    confirmed: Option<Confirmed>,
    /// `version` of the element as it was seen: refused where somebody touched it since. Absent: not asked.
    version: Option<usize>,
}

/// 确认、否定或重开一处识别结果
#[utoipa::path(put, path = "/api/plans/{id}/elements/{element}", tag = "plans",
    params(("id" = String, Path), ("element" = String, Path)), request_body = Confirmation, responses(
    (status = 204), (status = 404, body = ProblemDocument), (status = 409, body = ProblemDocument)))]
async fn confirm(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((id, element)): Named<(uuid::Uuid, String)>,
    Input(sent): Input<Confirmation>,
) -> Reply<StatusCode> {
    app.confirm_element(&caller, PlanId(id), &element, sent.confirmed, sent.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// 一步确认、否定或重开几处
#[utoipa::path(post, path = "/api/plans/{id}/confirmations", tag = "plans", params(("id" = String, Path)),
    request_body = Confirmations, responses((status = 204), (status = 404, body = ProblemDocument),
    (status = 409, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn confirm_together(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Input(sent): Input<Confirmations>,
) -> Reply<StatusCode> {
    app.confirm_elements(&caller, PlanId(id), sent).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// 修改、合并、拆分、增加、删除识别结果
#[utoipa::path(post, path = "/api/plans/{id}/edits", tag = "plans", params(("id" = String, Path)), request_body = ReviewEdit,
    responses((status = 200, body = ReviewEdited), (status = 404, body = ProblemDocument), (status = 409, body = ProblemDocument),
    (status = 422, body = ProblemDocument)))]
async fn edit(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Input(sent): Input<ReviewEdit>,
) -> Reply<Json<ReviewEdited>> {
    Ok(Json(app.edit_review(&caller, PlanId(id), sent).await?))
}

/// 撤销自己的上一步
#[utoipa::path(post, path = "/api/plans/{id}/undo", tag = "plans", params(("id" = String, Path)), responses(
    (status = 200, body = ReviewEdited), (status = 409, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn undo(State(app): State<Arc<App>>, caller: Signed, Named(id): Named<uuid::Uuid>) -> Reply<Json<ReviewEdited>> {
    Ok(Json(app.undo_review(&caller, PlanId(id)).await?))
}

#[derive(Deserialize, ToSchema)]
struct NewRebase {
    /// `null` takes it back.
    rebase: Option<Rebase>,
}

/// 历史方案整体平移日期（原日期保留在旁）
#[utoipa::path(put, path = "/api/plans/{id}/rebase", tag = "plans", params(("id" = String, Path)), request_body = NewRebase,
    responses((status = 204), (status = 404, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn rebase(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Input(sent): Input<NewRebase>,
) -> Reply<StatusCode> {
    app.rebase_plan(&caller, PlanId(id), sent.rebase).await?;
    Ok(StatusCode::NO_CONTENT)
}

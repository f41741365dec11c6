//! `/api/plans/{id}/proposals`: further elements that a language model proposes, where the server was started with one.

use crate::{Api, Input, Named, Parameters, Reply, Signed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use luodi_app::problem::ProblemDocument;
use luodi_app::proposals::ProposalPage;
use luodi_app::view::words::Confirmed;
use luodi_model::PlanId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list, ask)).routes(routes!(allow)).routes(routes!(confirm))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Another document of the file.
    document: Option<usize>,
}

/// 语言模型的提议
///
/// With the model that is set up (`null`: off), who allowed the text to be sent, and every sending.
#[utoipa::path(get, path = "/api/plans/{id}/proposals", tag = "plans", params(("id" = String, Path), Which), responses(
    (status = 200, body = ProposalPage), (status = 404, body = ProblemDocument)))]
async fn list(
    State(api): State<Api>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Parameters(which): Parameters<Which>,
) -> Reply<Json<ProposalPage>> {
    Ok(Json(api.app.proposals(&caller, PlanId(id), which.document, api.model.as_deref()).await?))
}

#[derive(Deserialize, ToSchema)]
struct Allowance {
    allowed: bool,
}

/// 同意或收回：把这份文件的文字发给语言模型
#[utoipa::path(put, path = "/api/plans/{id}/proposals/permission", tag = "plans", params(("id" = String, Path), Which),
    request_body = Allowance, responses((status = 200, body = ProposalPage), (status = 403, body = ProblemDocument),
    (status = 404, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn allow(
    State(api): State<Api>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Parameters(which): Parameters<Which>,
    Input(sent): Input<Allowance>,
) -> Reply<Json<ProposalPage>> {
    Ok(Json(api.app.allow_model(&caller, PlanId(id), which.document, sent.allowed, api.model.as_deref()).await?))
}

/// 请语言模型提议
///
/// Sends the text, waits for the answer, and keeps what the text bears out. A fault leaves everything as it was.
#[utoipa::path(post, path = "/api/plans/{id}/proposals", tag = "plans", params(("id" = String, Path), Which), responses(
    (status = 200, body = ProposalPage), (status = 404, body = ProblemDocument), (status = 422, body = ProblemDocument),
    (status = 502, body = ProblemDocument)))]
async fn ask(
    State(api): State<Api>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Parameters(which): Parameters<Which>,
) -> Reply<Json<ProposalPage>> {
    Ok(Json(api.app.ask_model(&caller, PlanId(id), which.document, api.model.clone()).await?))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = ProposalConfirmation)]
struct Confirmation {
    /// `yes`, `no`, or `null` to reopen.
    confirmed: Option<Confirmed>,
}

/// 确认、否定或重开一条提议
#[utoipa::path(put, path = "/api/plans/{id}/proposals/{proposal}", tag = "plans",
    params(("id" = String, Path), ("proposal" = String, Path)), request_body = Confirmation, responses(
    (status = 204), (status = 404, body = ProblemDocument)))]
async fn confirm(
    State(api): State<Api>,
    caller: Signed,
    Named((id, proposal)): Named<(uuid::Uuid, String)>,
    Input(sent): Input<Confirmation>,
) -> Reply<StatusCode> {
    api.app.confirm_proposal(&caller, PlanId(id), &proposal, sent.confirmed).await?;
    Ok(StatusCode::NO_CONTENT)
}

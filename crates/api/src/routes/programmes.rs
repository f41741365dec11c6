//! `/api/programmes`: drafts, asks, rehearsal, publication.

use crate::{Api, Input, Named, Reply, Signed};
use axum::Json;
use axum::extract::State;
use luodi_app::App;
use luodi_app::problem::ProblemDocument;
use luodi_app::programmes::{Published, check_yaml};
use luodi_app::view::FigureSchema;
use luodi_app::view::fanout::FanoutView;
use luodi_app::view::programme::{AskView, DiagnosticView, DraftView, ProgrammeItem, ProgrammePage};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(open))
        .routes(routes!(draft, save))
        .routes(routes!(check))
        .routes(routes!(answer))
        .routes(routes!(rehearse))
        .routes(routes!(publish))
}

/// 方案列表
#[utoipa::path(get, path = "/api/programmes", tag = "programmes", responses((status = 200, body = [ProgrammeItem])))]
async fn list(State(app): State<Arc<App>>, caller: Signed) -> Reply<Json<Vec<ProgrammeItem>>> {
    Ok(Json(app.programme_list(&caller).await?))
}

/// 一个方案：责任、台账、指标、报表、待定事项，各带原文
#[utoipa::path(get, path = "/api/programmes/{programme}", tag = "programmes", params(("programme" = String, Path)), responses(
    (status = 200, body = ProgrammePage), (status = 404, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn open(State(app): State<Arc<App>>, caller: Signed, Named(programme): Named<String>) -> Reply<Json<ProgrammePage>> {
    Ok(Json(app.programme_page(&caller, &programme).await?))
}

/// 草稿
#[utoipa::path(get, path = "/api/programmes/{programme}/draft", tag = "programmes", params(("programme" = String, Path)),
    responses((status = 200, body = DraftView), (status = 404, body = ProblemDocument)))]
async fn draft(State(app): State<Arc<App>>, caller: Signed, Named(programme): Named<String>) -> Reply<Json<DraftView>> {
    Ok(Json(app.draft(&caller, &programme).await?))
}

#[derive(Deserialize, ToSchema)]
struct Edited {
    yaml: String,
    /// The version that was edited; 0 for the first.
    version: u32,
}

/// 保存草稿（有错误也保存，错误逐条列出）
#[utoipa::path(put, path = "/api/programmes/{programme}/draft", tag = "programmes", params(("programme" = String, Path)),
    request_body = Edited, responses((status = 200, body = DraftView), (status = 409, body = ProblemDocument)))]
async fn save(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(programme): Named<String>,
    Input(sent): Input<Edited>,
) -> Reply<Json<DraftView>> {
    Ok(Json(app.save_draft(&caller, &programme, &sent.yaml, sent.version).await?))
}

#[derive(Deserialize, ToSchema)]
struct Unchecked {
    yaml: String,
}

/// 检查方案文件，不保存
#[utoipa::path(post, path = "/api/programmes/{programme}/check", tag = "programmes", params(("programme" = String, Path)),
    request_body = Unchecked, responses((status = 200, body = [DiagnosticView])))]
async fn check(_: Signed, Named(programme): Named<String>, Input(sent): Input<Unchecked>) -> Reply<Json<Vec<DiagnosticView>>> {
    Ok(Json(check_yaml(&sent.yaml, &programme)))
}

#[derive(Deserialize, ToSchema)]
struct Answer {
    /// `null` takes the answer back.
    #[schema(value_type = FigureSchema)]
    value: serde_json::Value,
}

/// 答复待定事项
#[utoipa::path(put, path = "/api/programmes/{programme}/asks/{ask}", tag = "programmes",
    params(("programme" = String, Path), ("ask" = String, Path)), request_body = Answer, responses(
    (status = 200, body = AskView), (status = 404, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn answer(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, ask)): Named<(String, String)>,
    Input(sent): Input<Answer>,
) -> Reply<Json<AskView>> {
    Ok(Json(app.answer(&caller, &programme, &ask, sent.value).await?))
}

/// 预演：任务怎样分到各单位，与原文是否相符
#[utoipa::path(post, path = "/api/programmes/{programme}/rehearse", tag = "programmes", params(("programme" = String, Path)),
    responses((status = 200, body = FanoutView), (status = 422, body = ProblemDocument)))]
async fn rehearse(State(app): State<Arc<App>>, caller: Signed, Named(programme): Named<String>) -> Reply<Json<FanoutView>> {
    Ok(Json(app.rehearse(&caller, &programme).await?))
}

/// 发布
#[utoipa::path(post, path = "/api/programmes/{programme}/publish", tag = "programmes", params(("programme" = String, Path)),
    responses((status = 200, body = Published), (status = 409, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn publish(State(app): State<Arc<App>>, caller: Signed, Named(programme): Named<String>) -> Reply<Json<Published>> {
    Ok(Json(app.publish(&caller, &programme).await?))
}

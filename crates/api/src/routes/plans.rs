//! `/api/plans`: upload, review beside the source, decide, draft.

use crate::input::UploadForm;
use crate::{Api, Input, Named, Parameters, Reply, Signed, Upload};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use luodi_app::App;
use luodi_app::plans::{NewDecision, PastedPlan};
use luodi_app::problem::ProblemDocument;
use luodi_app::view::plan::{PlanItem, PlanPage};
use luodi_model::PlanId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list, paste))
        .routes(routes!(upload))
        .routes(routes!(open))
        .routes(routes!(decide))
        .routes(routes!(year))
        .routes(routes!(draft))
}

/// The id of something new.
#[derive(Serialize, ToSchema)]
struct Made {
    id: String,
}

/// 方案原文列表
#[utoipa::path(get, path = "/api/plans", tag = "plans", responses((status = 200, body = [PlanItem]), (status = 403, body = ProblemDocument)))]
async fn list(State(app): State<Arc<App>>, caller: Signed) -> Reply<Json<Vec<PlanItem>>> {
    Ok(Json(app.plan_list(&caller).await?))
}

/// 粘贴方案文字
#[utoipa::path(post, path = "/api/plans", tag = "plans", request_body = PastedPlan, responses(
    (status = 201, body = Made), (status = 422, body = ProblemDocument)))]
async fn paste(State(app): State<Arc<App>>, caller: Signed, Input(sent): Input<PastedPlan>) -> Reply<(StatusCode, Json<Made>)> {
    Ok((StatusCode::CREATED, Json(Made { id: app.paste_plan(&caller, sent).await? })))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Year {
    /// The year of the plan, where the person knows it.
    year: Option<i32>,
}

/// 上传方案文件（txt、html、docx、xlsx、pdf，doc 和 wps 需要 LibreOffice）
#[utoipa::path(post, path = "/api/plans/upload", tag = "plans", params(Year), request_body(content = UploadForm, content_type = "multipart/form-data"), responses(
    (status = 201, body = Made), (status = 413, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn upload(
    State(app): State<Arc<App>>,
    caller: Signed,
    Parameters(y): Parameters<Year>,
    upload: Upload,
) -> Reply<(StatusCode, Json<Made>)> {
    let id = app.upload_plan(&caller, &upload.name, upload.bytes.to_vec(), y.year).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Another document of the file.
    document: Option<usize>,
}

/// 方案与原文对照
#[utoipa::path(get, path = "/api/plans/{id}", tag = "plans", params(("id" = String, Path), Which), responses(
    (status = 200, body = PlanPage), (status = 404, body = ProblemDocument)))]
async fn open(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Parameters(which): Parameters<Which>,
) -> Reply<Json<PlanPage>> {
    Ok(Json(app.plan_page(&caller, PlanId(id), which.document).await?))
}

/// 对一个问题作出决定
#[utoipa::path(post, path = "/api/plans/{id}/findings/{finding}/decision", tag = "plans",
    params(("id" = String, Path), ("finding" = String, Path)), request_body = NewDecision, responses(
    (status = 204), (status = 404, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn decide(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((id, finding)): Named<(uuid::Uuid, String)>,
    Input(sent): Input<NewDecision>,
) -> Reply<StatusCode> {
    app.decide_on_finding(&caller, PlanId(id), &finding, sent).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
struct NewYear {
    year: Option<i32>,
}

/// 填写方案的年份
#[utoipa::path(put, path = "/api/plans/{id}/year", tag = "plans", params(("id" = String, Path)), request_body = NewYear,
    responses((status = 204), (status = 422, body = ProblemDocument)))]
async fn year(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Input(sent): Input<NewYear>,
) -> Reply<StatusCode> {
    app.set_plan_year(&caller, PlanId(id), sent.year).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, Serialize, ToSchema)]
struct DraftName {
    /// Short name: lower-case letters, digits, hyphens.
    programme: String,
}

/// 由方案起草可运行的方案文件
#[utoipa::path(post, path = "/api/plans/{id}/draft", tag = "plans", params(("id" = String, Path)), request_body = DraftName,
    responses((status = 201, body = DraftName), (status = 409, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn draft(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Input(sent): Input<DraftName>,
) -> Reply<(StatusCode, Json<DraftName>)> {
    let programme = app.draft_from_plan(&caller, PlanId(id), &sent.programme).await?;
    Ok((StatusCode::CREATED, Json(DraftName { programme })))
}

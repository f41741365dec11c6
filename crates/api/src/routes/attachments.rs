//! `/api/files`: attachments in, and out again with the record that refers to them.

use crate::input::UploadForm;
use crate::reply::file;
use crate::{Api, Named, Reply, Signed, Upload};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use luodi_app::App;
use luodi_app::problem::{Problem, ProblemDocument};
use luodi_app::view::files::FileRef;
use luodi_model::RecordId;
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(upload)).routes(routes!(download))
}

/// 上传附件（照片、PDF、办公文档、文本、录音、录像，最多 20 MB）
///
/// Answers with the id that a `files` field refers to: 201 the first time, 200 with the same id when it is sent again.
#[utoipa::path(post, path = "/api/files", tag = "records",
    request_body(content = UploadForm, content_type = "multipart/form-data"), responses(
    (status = 201, body = FileRef), (status = 200, body = FileRef), (status = 403, body = ProblemDocument),
    (status = 413, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn upload(State(app): State<Arc<App>>, caller: Signed, upload: Upload) -> Reply<(StatusCode, Json<FileRef>)> {
    let kept = app.attach(&caller, &upload.name, upload.bytes).await?;
    let status = if kept.repeated { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(kept.file)))
}

/// 记录的附件
#[utoipa::path(get, path = "/api/records/{id}/files/{file}", tag = "records",
    params(("id" = String, Path), ("file" = String, Path)), responses(
    (status = 200, body = [u8], content_type = "application/octet-stream"), (status = 403, body = ProblemDocument),
    (status = 404, body = ProblemDocument)))]
async fn download(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((id, name)): Named<(uuid::Uuid, String)>,
) -> Reply<Response> {
    let wanted = name.parse().map_err(|_| Problem::not_found())?;
    let found = app.attachment(&caller, RecordId(id), wanted).await?;
    Ok(file(&found))
}

//! `/api/public`: what anybody may see without signing in.

use crate::{Anybody, Api, Named, Reply};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use luodi_app::App;
use luodi_app::problem::{Problem, ProblemDocument};
use luodi_app::public::PublicProgramme;
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(open)).routes(routes!(take))
}

/// 公开的方案
#[utoipa::path(get, path = "/api/public/programmes", tag = "public", responses((status = 200, body = [PublicProgramme])))]
async fn list(_: Anybody, State(app): State<Arc<App>>) -> Reply<Json<Vec<PublicProgramme>>> {
    Ok(Json(app.public_programmes().await?))
}

/// 一个方案的公开内容
#[utoipa::path(get, path = "/api/public/programmes/{programme}", tag = "public", params(("programme" = String, Path)),
    responses((status = 200, body = PublicProgramme), (status = 404, body = ProblemDocument)))]
async fn open(_: Anybody, State(app): State<Arc<App>>, Named(programme): Named<String>) -> Reply<Json<PublicProgramme>> {
    Ok(Json(app.public_programme(&programme).await?))
}

/// 公开页上的一个文件
///
/// The id is the SM3 of the content. Each download is counted.
#[utoipa::path(get, path = "/api/public/programmes/{programme}/files/{file}", tag = "public",
    params(("programme" = String, Path), ("file" = String, Path)), responses(
    (status = 200, body = [u8], content_type = "application/octet-stream"), (status = 404, body = ProblemDocument)))]
async fn take(_: Anybody, State(app): State<Arc<App>>, Named((programme, name)): Named<(String, String)>) -> Reply<Response> {
    let wanted = name.parse().map_err(|_| Problem::not_found())?;
    Ok(crate::reply::file(&app.public_file(&programme, wanted).await?))
}

//! `/api/programmes/{programme}/bulletin`: what is late, as a page and as a sheet.

use crate::reply::{XLSX, workbook};
use crate::{Api, Named, Parameters, Reply, Signed};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use luodi_app::App;
use luodi_app::duties::Bulletin;
use luodi_app::problem::ProblemDocument;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(open)).routes(routes!(sheet))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Of {
    /// Code of a unit: it and everything under it. Absent: the caller's own.
    unit: Option<String>,
}

/// 督办通报：下属各单位逾期和曾经迟延的事项
#[utoipa::path(get, path = "/api/programmes/{programme}/bulletin", tag = "work", params(("programme" = String, Path), Of), responses(
    (status = 200, body = Bulletin), (status = 404, body = ProblemDocument)))]
async fn open(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(programme): Named<String>,
    Parameters(of): Parameters<Of>,
) -> Reply<Json<Bulletin>> {
    Ok(Json(app.bulletin(&caller, &programme, of.unit.as_deref()).await?))
}

/// 督办通报（XLSX）
#[utoipa::path(get, path = "/api/programmes/{programme}/bulletin.xlsx", tag = "work", params(("programme" = String, Path), Of),
    responses((status = 200, body = [u8], content_type = XLSX), (status = 404, body = ProblemDocument)))]
async fn sheet(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(programme): Named<String>,
    Parameters(of): Parameters<Of>,
) -> Reply<Response> {
    let bytes = app.bulletin_xlsx(&caller, &programme, of.unit.as_deref()).await?;
    Ok(workbook("督办通报.xlsx", bytes))
}

//! `/api/units`: the units of the caller's jurisdiction.

mod national;

use crate::input::UploadForm;
use crate::{Api, Named, Parameters, Reply, Signed, Upload};
use axum::Json;
use axum::extract::State;
use luodi_app::App;
use luodi_app::problem::ProblemDocument;
use luodi_app::units::{UnitFilter, UnitImport, UnitList, UnitView};
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(import)).routes(routes!(one)).merge(national::routes())
}

/// 单位：下级、检索或整个子树
#[utoipa::path(get, path = "/api/units", tag = "units", params(UnitFilter), responses(
    (status = 200, body = UnitList), (status = 404, body = ProblemDocument)))]
async fn list(State(app): State<Arc<App>>, caller: Signed, Parameters(filter): Parameters<UnitFilter>) -> Reply<Json<UnitList>> {
    Ok(Json(app.list_units(&caller, &filter)?))
}

/// 一个单位及其上级
#[utoipa::path(get, path = "/api/units/{code}", tag = "units", params(("code" = String, Path)), responses(
    (status = 200, body = UnitView), (status = 404, body = ProblemDocument)))]
async fn one(State(app): State<Arc<App>>, caller: Signed, Named(code): Named<String>) -> Reply<Json<UnitView>> {
    Ok(Json(app.unit(&caller, &code)?))
}

/// 导入单位表（xlsx、csv）
///
/// Columns 编码、名称、级别、上级编码, and 别名, 标记 where wanted. Rows that are wrong come back; the right ones are in.
#[utoipa::path(post, path = "/api/units/import", tag = "units", request_body(content = UploadForm, content_type = "multipart/form-data"), responses(
    (status = 200, body = UnitImport), (status = 403, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn import(State(app): State<Arc<App>>, caller: Signed, upload: Upload) -> Reply<Json<UnitImport>> {
    Ok(Json(app.import_units(&caller, &upload.name, upload.bytes).await?))
}

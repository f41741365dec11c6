//! `/api/programmes/{p}/returns`: tables that units file, and what their receivers compile.

use crate::input::UnitPeriod;
use crate::reply::{XLSX, workbook};
use crate::{Api, Input, Named, Parameters, Reply, Signed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use luodi_app::App;
use luodi_app::problem::ProblemDocument;
use luodi_app::returns::{ReturnItem, compiled_xlsx, return_xlsx};
use luodi_app::view::returns::{CompiledPage, Filed, ReturnPage};
use luodi_model::RecordId;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(mine))
        .routes(routes!(list))
        .routes(routes!(page))
        .routes(routes!(sheet))
        .routes(routes!(file))
        .routes(routes!(compiled))
        .routes(routes!(compiled_sheet))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OfVersion {
    /// A version as filed; absent: as the records stand now.
    version: Option<u32>,
}

/// 与我有关的报表（全部方案）
#[utoipa::path(get, path = "/api/returns", tag = "returns", responses((status = 200, body = [ReturnItem])))]
async fn mine(State(app): State<Arc<App>>, caller: Signed) -> Reply<Json<Vec<ReturnItem>>> {
    Ok(Json(app.return_list(&caller, None).await?))
}

/// 一个方案的报表
#[utoipa::path(get, path = "/api/programmes/{programme}/returns", tag = "returns", params(("programme" = String, Path)),
    responses((status = 200, body = [ReturnItem]), (status = 404, body = ProblemDocument)))]
async fn list(State(app): State<Arc<App>>, caller: Signed, Named(programme): Named<String>) -> Reply<Json<Vec<ReturnItem>>> {
    Ok(Json(app.return_list(&caller, Some(&programme)).await?))
}

/// 一个单位一期的报表：当前数或某一版
#[utoipa::path(get, path = "/api/programmes/{programme}/returns/{name}", tag = "returns",
    params(("programme" = String, Path), ("name" = String, Path), UnitPeriod, OfVersion), responses(
    (status = 200, body = ReturnPage), (status = 404, body = ProblemDocument)))]
async fn page(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, name)): Named<(String, String)>,
    Parameters(w): Parameters<UnitPeriod>,
    Parameters(v): Parameters<OfVersion>,
) -> Reply<Json<ReturnPage>> {
    Ok(Json(app.return_page(&caller, &programme, &name, w.unit.as_deref(), w.period.as_deref(), v.version).await?))
}

/// 报表导出（XLSX）
#[utoipa::path(get, path = "/api/programmes/{programme}/returns/{name}/table.xlsx", tag = "returns",
    params(("programme" = String, Path), ("name" = String, Path), UnitPeriod, OfVersion), responses(
    (status = 200, body = [u8], content_type = XLSX), (status = 404, body = ProblemDocument)))]
async fn sheet(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, name)): Named<(String, String)>,
    Parameters(w): Parameters<UnitPeriod>,
    Parameters(v): Parameters<OfVersion>,
) -> Reply<Response> {
    let page = app.return_page(&caller, &programme, &name, w.unit.as_deref(), w.period.as_deref(), v.version).await?;
    let name = format!("{}{}{}.xlsx", page.title, page.unit.name, page.period_title);
    Ok(workbook(&name, return_xlsx(&page)?))
}

#[derive(Deserialize, ToSchema)]
struct Filing {
    /// Made by the client: sent twice, filed once.
    id: uuid::Uuid,
    /// Code of a unit; absent: the caller's own.
    unit: Option<String>,
    period: String,
}

/// 报送
#[utoipa::path(post, path = "/api/programmes/{programme}/returns/{name}/file", tag = "returns",
    params(("programme" = String, Path), ("name" = String, Path)), request_body = Filing, responses(
    (status = 201, body = Filed), (status = 404, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn file(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, name)): Named<(String, String)>,
    Input(sent): Input<Filing>,
) -> Reply<(StatusCode, Json<Filed>)> {
    let unit = caller.unit_or_own(sent.unit.as_deref())?.id;
    let filed = app.file_return(&caller, &programme, &name, unit, &sent.period, RecordId(sent.id)).await?;
    Ok((StatusCode::CREATED, Json(filed)))
}

/// 汇总表：各单位已报送的一版
#[utoipa::path(get, path = "/api/programmes/{programme}/returns/{name}/compiled", tag = "returns",
    params(("programme" = String, Path), ("name" = String, Path), UnitPeriod), responses(
    (status = 200, body = CompiledPage), (status = 404, body = ProblemDocument)))]
async fn compiled(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, name)): Named<(String, String)>,
    Parameters(w): Parameters<UnitPeriod>,
) -> Reply<Json<CompiledPage>> {
    Ok(Json(app.compiled_page(&caller, &programme, &name, w.unit.as_deref(), w.period.as_deref()).await?))
}

/// 汇总表导出（XLSX）
#[utoipa::path(get, path = "/api/programmes/{programme}/returns/{name}/compiled.xlsx", tag = "returns",
    params(("programme" = String, Path), ("name" = String, Path), UnitPeriod), responses(
    (status = 200, body = [u8], content_type = XLSX), (status = 404, body = ProblemDocument)))]
async fn compiled_sheet(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, name)): Named<(String, String)>,
    Parameters(w): Parameters<UnitPeriod>,
) -> Reply<Response> {
    let page = app.compiled_page(&caller, &programme, &name, w.unit.as_deref(), w.period.as_deref()).await?;
    let name = format!("{}汇总{}.xlsx", page.title, page.period_title);
    Ok(workbook(&name, compiled_xlsx(&page)?))
}

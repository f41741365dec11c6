//! `/api/programmes/{p}/board` and `/tables`: what is red and why; plan against actual.

use crate::input::UnitPeriod;
use crate::reply::{XLSX, workbook};
use crate::{Api, Named, Parameters, Reply, Signed};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use luodi_app::App;
use luodi_app::boards::table_xlsx;
use luodi_app::problem::ProblemDocument;
use luodi_app::view::board::BoardPage;
use luodi_app::view::tables::{TableOfPeriod, TablePage};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(board)).routes(routes!(table)).routes(routes!(table_series)).routes(routes!(table_sheet))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OnDay {
    /// Code of a unit; absent: the caller's own.
    unit: Option<String>,
    /// As it was known at the end of this day; absent: now.
    on: Option<String>,
}

/// 看板：哪些要处理，为什么
#[utoipa::path(get, path = "/api/programmes/{programme}/board", tag = "board", params(("programme" = String, Path), OnDay),
    responses((status = 200, body = BoardPage), (status = 400, body = ProblemDocument), (status = 404, body = ProblemDocument)))]
async fn board(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(programme): Named<String>,
    Parameters(w): Parameters<OnDay>,
) -> Reply<Json<BoardPage>> {
    Ok(Json(app.board(&caller, &programme, w.unit.as_deref(), w.on.as_deref()).await?))
}

/// 汇总表：任务与完成
#[utoipa::path(get, path = "/api/programmes/{programme}/tables/{name}", tag = "board",
    params(("programme" = String, Path), ("name" = String, Path), UnitPeriod), responses(
    (status = 200, body = TablePage), (status = 404, body = ProblemDocument)))]
async fn table(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, name)): Named<(String, String)>,
    Parameters(w): Parameters<UnitPeriod>,
) -> Reply<Json<TablePage>> {
    Ok(Json(app.table(&caller, &programme, &name, w.unit.as_deref(), w.period.as_deref()).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Span {
    /// Code of a unit; absent: the caller's own.
    unit: Option<String>,
    /// The first period: `2013-09`.
    first: String,
    /// The last one, of the same length.
    last: String,
}

/// 汇总表逐期：各期同一时刻的数
#[utoipa::path(get, path = "/api/programmes/{programme}/tables/{name}/series", tag = "board",
    params(("programme" = String, Path), ("name" = String, Path), Span), responses(
    (status = 200, body = [TableOfPeriod]), (status = 404, body = ProblemDocument)))]
async fn table_series(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, name)): Named<(String, String)>,
    Parameters(s): Parameters<Span>,
) -> Reply<Json<Vec<TableOfPeriod>>> {
    Ok(Json(app.table_series(&caller, &programme, &name, s.unit.as_deref(), (&s.first, &s.last)).await?))
}

/// 汇总表导出（XLSX）
#[utoipa::path(get, path = "/api/programmes/{programme}/tables/{name}/table.xlsx", tag = "board",
    params(("programme" = String, Path), ("name" = String, Path), UnitPeriod), responses(
    (status = 200, body = [u8], content_type = XLSX), (status = 404, body = ProblemDocument)))]
async fn table_sheet(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, name)): Named<(String, String)>,
    Parameters(w): Parameters<UnitPeriod>,
) -> Reply<Response> {
    let page = app.table(&caller, &programme, &name, w.unit.as_deref(), w.period.as_deref()).await?;
    let name = format!("{}.xlsx", page.title);
    Ok(workbook(&name, table_xlsx(&page)?))
}

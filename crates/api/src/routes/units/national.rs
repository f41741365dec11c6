//! `/api/divisions`: the divisions of the country that come with the program, and loading them as units.

use crate::{Api, Input, Reply, Signed, web};
use axum::Json;
use axum::extract::State;
use luodi_app::App;
use luodi_app::problem::{Problem, ProblemDocument};
use luodi_app::units::{Divisions, DivisionsImport, DivisionsView};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(divisions)).routes(routes!(import_divisions))
}

/// Reading the table takes some milliseconds.
async fn table() -> Result<Divisions, Problem> {
    tokio::task::spawn_blocking(web::divisions).await.map_err(Problem::internal)?
}

/// 随程序附带的全国区划：数据日期、各级数量、省份
#[utoipa::path(get, path = "/api/divisions", tag = "units", responses(
    (status = 200, body = DivisionsView), (status = 404, body = ProblemDocument)))]
async fn divisions(_: Signed) -> Reply<Json<DivisionsView>> {
    Ok(Json(table().await?.view()))
}

#[derive(Deserialize, ToSchema)]
struct Wanted {
    /// Name or code of one province; absent: everything below the caller's unit.
    #[serde(default)]
    province: Option<String>,
}

/// 装入全国区划（省、市、县、乡四级）
///
/// Under the caller's unit: what lies below it where it is a division itself, else the provinces. Units that are there
/// already stay as they are.
#[utoipa::path(post, path = "/api/divisions/import", tag = "units", request_body = Wanted, responses(
    (status = 200, body = DivisionsImport), (status = 403, body = ProblemDocument), (status = 404, body = ProblemDocument),
    (status = 422, body = ProblemDocument)))]
async fn import_divisions(
    State(app): State<Arc<App>>,
    caller: Signed,
    Input(wanted): Input<Wanted>,
) -> Reply<Json<DivisionsImport>> {
    caller.check_manager()?;
    Ok(Json(app.import_divisions(&caller, table().await?, wanted.province.as_deref()).await?))
}

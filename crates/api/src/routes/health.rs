//! `/api/health`: is the server up, and does its database answer?

use crate::{Api, Reply};
use axum::Json;
use axum::extract::State;
use luodi_app::{App, Health};
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(health))
}

/// 运行状态
#[utoipa::path(get, path = "/api/health", tag = "system", responses((status = 200, body = Health)))]
async fn health(State(app): State<Arc<App>>) -> Reply<Json<Health>> {
    Ok(Json(app.health().await?))
}

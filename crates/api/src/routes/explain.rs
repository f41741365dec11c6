//! `/api/programmes/{p}/explain` and `/api/events`: why, and what happened.

use crate::{Api, Named, Parameters, Reply, Signed};
use axum::Json;
use axum::extract::State;
use luodi_app::App;
use luodi_app::explain::{Explanation, Question};
use luodi_app::problem::ProblemDocument;
use luodi_app::trace::{TraceFilter, TracePage};
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(explain)).routes(routes!(events))
}

/// 为什么：结果、规则、数值、记录、原文
#[utoipa::path(get, path = "/api/programmes/{programme}/explain", tag = "board", params(("programme" = String, Path), Question),
    responses((status = 200, body = Explanation), (status = 404, body = ProblemDocument)))]
async fn explain(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(programme): Named<String>,
    Parameters(question): Parameters<Question>,
) -> Reply<Json<Explanation>> {
    Ok(Json(app.explain(&caller, &programme, question).await?))
}

/// 留痕：本单位及下级的操作
#[utoipa::path(get, path = "/api/events", tag = "trace", params(TraceFilter), responses(
    (status = 200, body = TracePage), (status = 403, body = ProblemDocument)))]
async fn events(
    State(app): State<Arc<App>>,
    caller: Signed,
    Parameters(filter): Parameters<TraceFilter>,
) -> Reply<Json<TracePage>> {
    Ok(Json(app.trace(&caller, &filter).await?))
}

//! `/api/plans/{id}/difference`: a revised plan against the one before it, a lower unit's plan against its superior's.

use crate::{Api, Input, Named, Parameters, Reply, Signed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use luodi_app::App;
use luodi_app::difference::{Compared, NewRevision, TakenDifferences, plan_id};
use luodi_app::problem::ProblemDocument;
use luodi_app::view::changes::DraftChanges;
use luodi_app::view::difference::{DifferencePage, Revised};
use luodi_app::view::words::RelationName;
use luodi_model::PlanId;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(compare, take)).routes(routes!(revise)).routes(routes!(changes))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Against {
    /// The plan before, or the superior's.
    against: String,
    /// Another document of the file.
    document: Option<usize>,
    /// Another document of the other file.
    against_document: Option<usize>,
    #[serde(default = "revision")]
    relation: RelationName,
}

fn revision() -> RelationName {
    RelationName::Revision
}

/// 与另一份方案的差异：修订前后，或下级对照上级
#[utoipa::path(get, path = "/api/plans/{id}/difference", tag = "plans", params(("id" = String, Path), Against), responses(
    (status = 200, body = DifferencePage), (status = 404, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn compare(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Parameters(of): Parameters<Against>,
) -> Reply<Json<DifferencePage>> {
    let against = plan_id(&of.against)?;
    let of = Compared {
        plan: PlanId(id),
        document: of.document,
        against,
        against_document: of.against_document,
        relation: of.relation,
    };
    Ok(Json(app.plan_difference(&caller, of).await?))
}

/// 采用、不采用或重开几处差异
#[utoipa::path(put, path = "/api/plans/{id}/difference", tag = "plans", params(("id" = String, Path)),
    request_body = TakenDifferences, responses((status = 204), (status = 404, body = ProblemDocument)))]
async fn take(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Input(sent): Input<TakenDifferences>,
) -> Reply<StatusCode> {
    app.take_differences(&caller, PlanId(id), sent).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// 由采用的差异起草方案的下一版
///
/// Nothing changes before the draft is published; what was closed before `from` stays as it was.
#[utoipa::path(post, path = "/api/plans/{id}/revision", tag = "plans", params(("id" = String, Path)), request_body = NewRevision,
    responses((status = 201, body = Revised), (status = 404, body = ProblemDocument), (status = 409, body = ProblemDocument),
    (status = 422, body = ProblemDocument)))]
async fn revise(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Input(sent): Input<NewRevision>,
) -> Reply<(StatusCode, Json<Revised>)> {
    Ok((StatusCode::CREATED, Json(app.revise_programme(&caller, PlanId(id), sent).await?)))
}

/// 草稿与已发布的一版有哪些不同，发布后保留什么
#[utoipa::path(get, path = "/api/programmes/{programme}/draft/changes", tag = "programmes", params(("programme" = String, Path)),
    responses((status = 200, body = DraftChanges), (status = 404, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn changes(State(app): State<Arc<App>>, caller: Signed, Named(programme): Named<String>) -> Reply<Json<DraftChanges>> {
    Ok(Json(app.draft_changes(&caller, &programme).await?))
}

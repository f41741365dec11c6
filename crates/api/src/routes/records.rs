//! Records: find, submit, open, correct, move on, confirm; sheets in and out.

use crate::input::UploadForm;
use crate::reply::{XLSX, workbook};
use crate::{Api, Input, Named, Parameters, Reply, Signed, Upload};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use luodi_app::App;
use luodi_app::imports::{ImportOptions, ImportResult};
use luodi_app::openings::{OpenRequest, OpenedRecord};
use luodi_app::problem::ProblemDocument;
use luodi_app::records::{Correction, NewRecord};
use luodi_app::registers::{Find, ListItem};
use luodi_app::view::records::{FormSchema, RecordList, RecordPage, RecordView};
use luodi_model::RecordId;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(find, submit))
        .routes(routes!(form))
        .routes(routes!(lists))
        .routes(routes!(export))
        .routes(routes!(template))
        .routes(routes!(import))
        .routes(routes!(rejected))
        .routes(routes!(open, correct))
        .routes(routes!(move_on))
        .routes(routes!(mark))
        .routes(routes!(open_masked))
}

/// 台账检索
#[utoipa::path(get, path = "/api/programmes/{programme}/registers/{register}/records", tag = "records",
    params(("programme" = String, Path), ("register" = String, Path), Find), responses(
    (status = 200, body = RecordList), (status = 404, body = ProblemDocument)))]
async fn find(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, register)): Named<(String, String)>,
    Parameters(find): Parameters<Find>,
) -> Reply<Json<RecordList>> {
    Ok(Json(app.find_records(&caller, &programme, &register, &find).await?))
}

/// 登记一条
///
/// The id is made by the client: 201 the first time, 200 with the same record when it is sent again.
#[utoipa::path(post, path = "/api/programmes/{programme}/registers/{register}/records", tag = "records",
    params(("programme" = String, Path), ("register" = String, Path)), request_body = NewRecord, responses(
    (status = 201, body = RecordView), (status = 200, body = RecordView), (status = 422, body = ProblemDocument),
    (status = 404, body = ProblemDocument), (status = 409, body = ProblemDocument)))]
async fn submit(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, register)): Named<(String, String)>,
    Input(new): Input<NewRecord>,
) -> Reply<(StatusCode, Json<RecordView>)> {
    let done = app.submit(&caller, &programme, &register, new).await?;
    let status = if done.repeated { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(done.record)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct For {
    /// Code of the unit that the record is for; absent: the caller's own.
    unit: Option<String>,
}

/// 登记表单：显示哪些栏、预填什么，随单位而定
#[utoipa::path(get, path = "/api/programmes/{programme}/registers/{register}/form", tag = "records",
    params(("programme" = String, Path), ("register" = String, Path), For), responses(
    (status = 200, body = FormSchema), (status = 404, body = ProblemDocument)))]
async fn form(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, register)): Named<(String, String)>,
    Parameters(new): Parameters<For>,
) -> Reply<Json<FormSchema>> {
    Ok(Json(app.form(&caller, &programme, &register, new.unit.as_deref()).await?))
}

/// 清单及条数
#[utoipa::path(get, path = "/api/programmes/{programme}/lists", tag = "records", params(("programme" = String, Path)),
    responses((status = 200, body = [ListItem]), (status = 404, body = ProblemDocument)))]
async fn lists(State(app): State<Arc<App>>, caller: Signed, Named(programme): Named<String>) -> Reply<Json<Vec<ListItem>>> {
    Ok(Json(app.lists(&caller, &programme).await?))
}

/// 台账导出（XLSX）
#[utoipa::path(get, path = "/api/programmes/{programme}/registers/{register}/export.xlsx", tag = "records",
    params(("programme" = String, Path), ("register" = String, Path), Find), responses(
    (status = 200, body = [u8], content_type = XLSX), (status = 404, body = ProblemDocument)))]
async fn export(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, register)): Named<(String, String)>,
    Parameters(find): Parameters<Find>,
) -> Reply<Response> {
    let bytes = app.export_xlsx(&caller, &programme, &register, &find).await?;
    Ok(workbook(&format!("{register}.xlsx"), bytes))
}

/// 空白导入表（XLSX）
#[utoipa::path(get, path = "/api/programmes/{programme}/registers/{register}/template.xlsx", tag = "records",
    params(("programme" = String, Path), ("register" = String, Path)), responses(
    (status = 200, body = [u8], content_type = XLSX), (status = 404, body = ProblemDocument)))]
async fn template(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, register)): Named<(String, String)>,
) -> Reply<Response> {
    let bytes = app.template_xlsx(&caller, &programme, &register).await?;
    Ok(workbook(&format!("{register}导入表.xlsx"), bytes))
}

/// 导入（XLSX、CSV）
///
/// The right rows are in; the wrong ones come back with row, column and reason. `dry_run=true` stores nothing; `state` is the
/// state of rows whose sheet has no column for it.
#[utoipa::path(post, path = "/api/programmes/{programme}/registers/{register}/import", tag = "records",
    params(("programme" = String, Path), ("register" = String, Path), ("dry_run" = Option<bool>, Query), ("state" = Option<String>, Query)),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, body = ImportResult), (status = 422, body = ProblemDocument)))]
async fn import(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((programme, register)): Named<(String, String)>,
    Parameters(options): Parameters<ImportOptions>,
    upload: Upload,
) -> Reply<Json<ImportResult>> {
    let file = (upload.bytes.as_ref(), Some(upload.name.as_str()));
    Ok(Json(app.import_records(&caller, &programme, &register, file, &options).await?))
}

/// 导入中待更正的行（XLSX）
#[utoipa::path(get, path = "/api/imports/{id}/rejected.xlsx", tag = "records", params(("id" = String, Path)),
    responses(
    (status = 200, body = [u8], content_type = XLSX), (status = 404, body = ProblemDocument)))]
async fn rejected(State(app): State<Arc<App>>, caller: Signed, Named(id): Named<String>) -> Reply<Response> {
    Ok(workbook("待更正.xlsx", app.rejected_xlsx(&caller, &id)?))
}

/// 一条记录：内容、经过、下一步
#[utoipa::path(get, path = "/api/records/{id}", tag = "records", params(("id" = String, Path)), responses(
    (status = 200, body = RecordPage), (status = 404, body = ProblemDocument)))]
async fn open(State(app): State<Arc<App>>, caller: Signed, Named(id): Named<uuid::Uuid>) -> Reply<Json<RecordPage>> {
    Ok(Json(app.record_page(&caller, RecordId(id)).await?))
}

/// 更正
#[utoipa::path(patch, path = "/api/records/{id}", tag = "records", params(("id" = String, Path)), request_body = Correction,
    responses((status = 200, body = RecordView), (status = 409, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn correct(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Input(change): Input<Correction>,
) -> Reply<Json<RecordView>> {
    Ok(Json(app.correct(&caller, RecordId(id), change).await?))
}

/// 转入下一状态
#[utoipa::path(post, path = "/api/records/{id}/states/{state}", tag = "records",
    params(("id" = String, Path), ("state" = String, Path)), request_body = Correction, responses(
    (status = 200, body = RecordView), (status = 409, body = ProblemDocument), (status = 422, body = ProblemDocument)))]
async fn move_on(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((id, state)): Named<(uuid::Uuid, String)>,
    Input(change): Input<Correction>,
) -> Reply<Json<RecordView>> {
    Ok(Json(app.move_record(&caller, RecordId(id), &state, change).await?))
}

/// 确认（存档、签收）
#[utoipa::path(post, path = "/api/records/{id}/marks/{field}", tag = "records",
    params(("id" = String, Path), ("field" = String, Path)), responses(
    (status = 200, body = RecordView), (status = 403, body = ProblemDocument), (status = 404, body = ProblemDocument)))]
async fn mark(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named((id, field)): Named<(uuid::Uuid, String)>,
) -> Reply<Json<RecordView>> {
    Ok(Json(app.mark_record(&caller, RecordId(id), &field).await?))
}

/// 打开遮盖的内容（须写明理由，留痕）
#[utoipa::path(post, path = "/api/records/{id}/open", tag = "records", params(("id" = String, Path)), request_body = OpenRequest,
    responses((status = 200, body = OpenedRecord), (status = 403, body = ProblemDocument), (status = 404, body = ProblemDocument),
    (status = 422, body = ProblemDocument)))]
async fn open_masked(
    State(app): State<Arc<App>>,
    caller: Signed,
    Named(id): Named<uuid::Uuid>,
    Input(sent): Input<OpenRequest>,
) -> Reply<Json<OpenedRecord>> {
    Ok(Json(app.open_masked(&caller, RecordId(id), sent).await?))
}

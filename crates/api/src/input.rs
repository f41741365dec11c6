//! What comes in, with problems in plain words: JSON bodies, parameters of the address, uploads.

use crate::Api;
use crate::reply::Fail;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::rejection::{BytesRejection, FailedToBufferBody, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Path, Query, Request};
use axum::http::header;
use axum::http::request::Parts;
use luodi_app::problem::{Code, Problem};
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// A JSON body.
#[derive(Debug)]
pub struct Input<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Api> for Input<T> {
    type Rejection = Fail;

    async fn from_request(request: Request, api: &Api) -> Result<Input<T>, Fail> {
        if !is_json(&request) {
            return Err(Problem::say(Code::UnsupportedMedia, "请以 Content-Type: application/json 提交。").into());
        }
        let limit = api.settings.json_bytes_max;
        let bytes = axum::body::Bytes::from_request(request, api).await.map_err(|e| unread(&e, limit))?;
        if bytes.len() > limit {
            return Err(too_large(limit).into());
        }
        parse(&bytes).map(Input).map_err(Fail)
    }
}

fn is_json(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || kind.ends_with("+json")
}

/// Reads JSON; a fault names line and column as the parser counts them.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|e| {
        let said = e.to_string();
        let what = said.split(" at line ").next().unwrap_or_default();
        Problem::say(Code::BadJson, format!("第 {} 行第 {} 列：{what}。没有做任何修改。", e.line(), e.column()))
    })
}

fn too_large(bytes_max: usize) -> Problem {
    Problem::say(Code::TooLarge, format!("最多 {}，没有保存任何内容，请拆分或压缩后再提交。", size(bytes_max)))
}

fn size(bytes: usize) -> String {
    if bytes >= 1 << 20 { format!("{} MB", bytes >> 20) } else { format!("{} KB", bytes >> 10) }
}

fn unread(rejection: &BytesRejection, bytes_max: usize) -> Fail {
    match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => too_large(bytes_max).into(),
        _ => Problem::new(Code::BadUpload).into(),
    }
}

/// Parameters after the `?` of the address.
#[derive(Debug)]
pub struct Parameters<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Api> for Parameters<T> {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Parameters<T>, Fail> {
        let read: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, api).await;
        read.map(|Query(value)| Parameters(value))
            .map_err(|e| Problem::say(Code::BadParameter, format!("地址中“?”后面的参数不对：{}。", e.body_text())).into())
    }
}

/// A unit and a period, as most pages of figures are asked for.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UnitPeriod {
    /// Code of a unit; absent: the caller's own.
    pub unit: Option<String>,
    /// `2013-09`; absent: the whole window, or the latest period that is over.
    pub period: Option<String>,
}

/// Names in the path of the address. One that doesn't read as what it should be is simply not found.
#[derive(Debug)]
pub struct Named<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Api> for Named<T> {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Named<T>, Fail> {
        let read: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, api).await;
        read.map(|Path(value)| Named(value)).map_err(|_| Problem::not_found().into())
    }
}

/// The form that [`Upload`] reads, for the interface description.
#[derive(Debug, utoipa::ToSchema)]
pub struct UploadForm {
    #[schema(value_type = String, format = Binary)]
    #[allow(dead_code)] // Described only; the bytes are read from the request.
    file: Vec<u8>,
}

/// A file sent as `multipart/form-data` in the field `file`, with the text fields beside it.
#[derive(Debug)]
pub struct Upload {
    /// Name under which it was sent; never a path.
    pub name: String,
    pub bytes: Vec<u8>,
    pub fields: HashMap<String, String>,
}

impl FromRequest<Api> for Upload {
    type Rejection = Fail;

    async fn from_request(request: Request, api: &Api) -> Result<Upload, Fail> {
        let limit = api.settings.upload_bytes_max;
        let mut parts = Multipart::from_request(request, api)
            .await
            .map_err(|_| Problem::say(Code::UnsupportedMedia, "请以 multipart/form-data 上传文件。"))?;
        let mut upload = Upload { name: String::new(), bytes: vec![], fields: HashMap::new() };
        let mut seen = false;
        while let Some(field) = parts.next_field().await.map_err(|e| broken(&e, limit))? {
            let key = field.name().unwrap_or_default().to_string();
            if key == "file" {
                seen = true;
                upload.name = base_name(field.file_name().unwrap_or_default());
                upload.bytes = read_field(field, limit).await?;
            } else {
                let bytes = read_field(field, api.settings.json_bytes_max).await?;
                upload.fields.insert(key, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        if !seen {
            return Err(Problem::say(Code::BadUpload, "没有找到文件：请把文件放在名为 file 的字段里。").into());
        }
        Ok(upload)
    }
}

async fn read_field(mut field: Field<'_>, bytes_max: usize) -> Result<Vec<u8>, Fail> {
    let mut bytes = vec![];
    while let Some(chunk) = field.chunk().await.map_err(|e| broken(&e, bytes_max))? {
        if bytes.len() + chunk.len() > bytes_max {
            return Err(too_large(bytes_max).into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn broken(error: &MultipartError, bytes_max: usize) -> Fail {
    match error.status().as_u16() {
        413 => too_large(bytes_max).into(),
        _ => Problem::new(Code::BadUpload).into(),
    }
}

/// The last part of a path of either kind of machine.
fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_in_json_is_placed() {
        let problem = parse::<HashMap<String, u32>>(b"{\n \"a\": x}").unwrap_err();
        assert_eq!(problem.code, Code::BadJson);
        assert!(problem.detail.unwrap_or_default().starts_with("第 2 行第 7 列"));
    }

    #[test]
    fn a_name_of_an_upload_is_never_a_path() {
        for (sent, kept) in [("../../etc/passwd", "passwd"), ("C:\\文件\\方案.docx", "方案.docx"), ("方案.txt", "方案.txt")]
        {
            assert_eq!(base_name(sent), kept);
        }
    }
}

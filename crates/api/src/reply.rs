//! What handlers give back, and how a problem becomes a document (RFC 9457): in one place, for our own problems, for
//! what the framework refuses before a handler runs, and for a handler that panics.

use crate::Api;
use axum::body::Body;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use luodi_app::attachments::Download;
use luodi_app::problem::{Code, Problem};
use std::error::Error as StdError;
use std::sync::Arc;

/// Media type of problem documents.
pub const PROBLEM_JSON: &str = "application/problem+json; charset=utf-8";

/// What a handler gives back.
pub type Reply<T> = Result<T, Fail>;

/// A problem as a response. [`finish`] writes its body.
#[derive(Debug)]
pub struct Fail(pub Problem);

impl From<Problem> for Fail {
    fn from(problem: Problem) -> Fail {
        Fail(problem)
    }
}

#[derive(Clone)]
struct Carried(Arc<Problem>);

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(Carried(Arc::new(self.0)));
        response
    }
}

/// Writes the document of a problem that a response carries. Errors from inside are logged under an id, and only the id is shown.
pub fn finish(api: &Api, method: &Method, uri: &Uri, mut response: Response) -> Response {
    let problem = match response.extensions_mut().remove::<Carried>() {
        Some(carried) => carried.0,
        None if is_api(uri.path()) && is_bare_failure(&response) => Arc::new(from_status(response.status())),
        None => return response,
    };
    let incident = (problem.status() >= 500).then(|| {
        let id = api.app.entropy().id(api.app.clock().now()).simple().to_string();
        tracing::error!(incident = %id, %method, path = uri.path(), error = %chain(&problem), "request failed");
        id
    });
    document(&problem, incident)
}

fn document(problem: &Problem, incident: Option<String>) -> Response {
    let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(&problem.document(incident)).unwrap_or_default();
    let mut response = (status, [(header::CONTENT_TYPE, PROBLEM_JSON)], Body::from(body)).into_response();
    if let Some(wait_s) = problem.retry_after_s {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
    }
    response
}

/// Does this path belong to the API, and not to the pages?
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// A failure that no handler of ours described.
fn is_bare_failure(response: &Response) -> bool {
    let status = response.status();
    let described = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"application/"));
    (status.is_client_error() || status.is_server_error()) && !described
}

fn from_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::new(Code::NoSuchAddress),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(Code::MethodNotAllowed),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(Code::UnsupportedMedia),
        s if s.is_client_error() => Problem::new(Code::BadParameter),
        s => Problem::internal(format!("the framework answered {s}")),
    }
}

/// The error with everything behind it, for the log.
fn chain(problem: &Problem) -> String {
    let mut out = problem.code.entry().name.to_string();
    let mut source = problem.source();
    while let Some(error) = source {
        out.push_str(": ");
        out.push_str(&error.to_string());
        source = error.source();
    }
    out
}

/// Media type of workbooks.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A workbook to be saved under a name.
pub fn workbook(name: &str, bytes: Vec<u8>) -> Response {
    let disposition = disposition("attachment", name);
    ([(header::CONTENT_TYPE, XLSX.to_string()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// A file as somebody uploaded it: pictures may be shown in a page, everything else is saved; nothing in it runs.
pub fn file(found: &Download) -> Response {
    let shown = if found.kind.is_picture() { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, found.kind.media_type().to_string()),
        (header::CONTENT_DISPOSITION, disposition(shown, &found.name)),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_string()),
    ];
    (headers, found.content.clone()).into_response()
}

/// How a file is to be shown or saved, under a name that may be Chinese (RFC 6266).
fn disposition(how: &str, name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    let extension: String = name.rsplit_once('.').map_or("", |(_, e)| e).chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{how}; filename=\"file.{extension}\"; filename*=UTF-8''{encoded}")
}

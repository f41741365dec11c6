//! The OpenAPI document and a page that lists its operations, without scripts, fonts or anything else from elsewhere.

use crate::{Api, wire};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Router, extract::Path};
use luodi_app::problem::{CATALOGUE, Code, Entry};
use std::fmt::Write;
use std::sync::Arc;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{InfoBuilder, OpenApi, RefOr};

/// `/api/openapi.json`, `/api/docs` and `/problems/…`.
pub fn routes(openapi: &OpenApi) -> Router<Api> {
    let openapi = described(openapi.clone());
    let page: Arc<str> = page(&openapi).into();
    let json: Arc<str> = wire::document(&openapi).to_string().into();
    Router::new()
        .route(
            "/api/openapi.json",
            get(move || {
                let json = json.clone();
                async move { ([(header::CONTENT_TYPE, "application/json")], json.to_string()) }
            }),
        )
        .route(
            "/api/docs",
            get(move || {
                let page = page.clone();
                async move { Html(page.to_string()) }
            }),
        )
        .route("/problems", get(async || Html(problems_page(CATALOGUE))))
        .route("/problems/{code}", get(problem_page))
}

/// With its title and how to sign in.
pub fn described(mut openapi: OpenApi) -> OpenApi {
    openapi.info = InfoBuilder::new()
        .title("落地 Luodi")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "错误一律为 application/problem+json（RFC 9457），代码见 /problems。网页用会话 cookie，非 GET 请求带 X-CSRF；程序用 \
             Authorization: Bearer。 Errors are problem documents; browsers use the session cookie with X-CSRF on writes, \
             programs a bearer token.",
        ))
        .build();
    let components = openapi.components.get_or_insert_default();
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(crate::COOKIE))));
    components.add_security_scheme("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    for (path, item) in &mut openapi.paths.paths {
        let all = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in all {
            if let Some(operation) = operation {
                operation.operation_id = Some(operation_name(method, path));
            }
        }
    }
    openapi
}

/// A name that no other operation has: `get_api_plans_id`. Client generators need one.
fn operation_name(method: &str, path: &str) -> String {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_")
}

fn operations(item: &PathItem) -> Vec<(&'static str, &Operation)> {
    let all = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("PATCH", &item.patch), ("DELETE", &item.delete)];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?))).collect()
}

fn page(openapi: &OpenApi) -> String {
    let mut body = String::from(
        "<h1>落地 HTTP 接口</h1><p>完整描述：<a href=\"/api/openapi.json\">/api/openapi.json</a>（OpenAPI 3.1）。\
         错误代码：<a href=\"/problems\">/problems</a>。</p><table><tr><th>操作<th>地址<th>说明<th>参数<th>回应</tr>",
    );
    for (path, item) in &openapi.paths.paths {
        for (method, operation) in operations(item) {
            let parameters: Vec<&str> = operation
                .parameters
                .iter()
                .flatten()
                .filter_map(|p| if let RefOr::T(p) = p { Some(p.name.as_str()) } else { None })
                .collect();
            let responses: Vec<&str> = operation.responses.responses.keys().map(String::as_str).collect();
            let said = operation.summary.as_deref().or(operation.description.as_deref()).unwrap_or_default();
            let _ = write!(
                body,
                "<tr><td><b>{method}</b><td><code>{}</code><td>{}<td>{}<td>{}</tr>",
                escape(path),
                escape(said),
                escape(&parameters.join(", ")),
                escape(&responses.join(", "))
            );
        }
    }
    body.push_str("</table>");
    html("落地 HTTP 接口", &body)
}

async fn problem_page(Path(code): Path<String>) -> Response {
    match Code::named(&code) {
        Some(entry) => Html(problems_page(std::slice::from_ref(entry))).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn problems_page(entries: &[Entry]) -> String {
    let mut body = String::from("<h1>错误说明</h1><table><tr><th>代码<th>状态<th>说明<th>English</tr>");
    for e in entries {
        let _ = write!(
            body,
            "<tr><td><code>{}</code><td>{}<td>{}。{}<td>{}. {}</tr>",
            e.name, e.status, e.title_zh, e.detail_zh, e.title_en, e.detail_en
        );
    }
    body.push_str("</table>");
    html("错误说明", &body)
}

fn html(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>body{{font-family:sans-serif;max-width:75rem;margin:1rem auto;padding:0 1rem}}\
         table{{border-collapse:collapse;width:100%}}td,th{{border-bottom:1px solid #ddd;padding:.4rem;text-align:left;\
         vertical-align:top}}</style>{body}</html>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

//! The web UI, embedded: hashed assets may be kept for a year, every other path that is no file gives the page itself.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use luodi_app::problem::{Code, Outcome, Problem};
use luodi_app::units::Divisions;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

/// The divisions of the country that the build of the pages put beside them.
///
/// # Errors
/// The pages are not built.
pub fn divisions() -> Outcome<Divisions> {
    let file = |name: &str| Dist::get(&format!("data/{name}"));
    match (file("divisions.csv"), file("divisions.json")) {
        (Some(table), Some(about)) => Divisions::read(&table.data, &about.data),
        _ => Err(Problem::say(
            Code::NotFound,
            "程序里没有全国区划数据：请在 web 目录运行 npm ci 和 npm run build，重新编译后再试。",
        )),
    }
}

/// Gives a file of the UI, or the page. A path that asks for a file (has an ending) and finds none is not found.
pub async fn page(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    if let Some(file) = Dist::get(path) {
        return give(path, &file, &headers);
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    match Dist::get("index.html") {
        Some(file) => give("index.html", &file, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn give(path: &str, file: &EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag = entity_tag(&file.metadata.sha256_hash());
    // Names under assets/ carry the hash of their content.
    let keep = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut answer = HeaderMap::new();
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(value) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, value);
    }
    if asked.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, answer).into_response();
    }
    if let Ok(value) = HeaderValue::from_str(&content_type(path, file.metadata.mimetype())) {
        answer.insert(header::CONTENT_TYPE, value);
    }
    (answer, file.data.clone().into_owned()).into_response()
}

/// Text is UTF-8.
fn content_type(path: &str, guessed: &str) -> String {
    if path.ends_with(".webmanifest") {
        return "application/manifest+json".to_string();
    }
    let text = guessed.starts_with("text/") || guessed == "application/javascript";
    if text { format!("{guessed}; charset=utf-8") } else { guessed.to_string() }
}

fn entity_tag(hash: &[u8]) -> String {
    let hex: String = hash.iter().take(16).map(|b| format!("{b:02x}")).collect();
    format!("\"{hex}\"")
}

//! How long the server took, for whoever measures (`Server-Timing`, W3C): without the network, with everything else.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

#[expect(clippy::disallowed_methods, reason = "measures a duration; decides nothing")]
pub async fn measure(request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let mut response = next.run(request).await;
    let took_ms = begin.elapsed().as_secs_f64() * 1000.0;
    if let Ok(value) = HeaderValue::from_str(&format!("app;dur={took_ms:.3}")) {
        response.headers_mut().insert(SERVER_TIMING, value);
    }
    response
}

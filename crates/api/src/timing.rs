//! How long the server took, for whoever measures (`Server-Timing`, W3C): without the network, with everything else.

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use std::time::Instant;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// Runs from the moment it is made.
#[derive(Debug)]
pub struct Watch(Instant);

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "measures a duration; decides nothing")]
    pub fn start() -> Watch {
        Watch(Instant::now())
    }

    pub fn note(&self, response: &mut Response) {
        let took_ms = self.0.elapsed().as_secs_f64() * 1000.0;
        if let Ok(value) = HeaderValue::from_str(&format!("app;dur={took_ms:.3}")) {
            response.headers_mut().insert(SERVER_TIMING, value);
        }
    }
}

//! What a refused request still sends is read to its end before the refusal is sent.
//!
//! A browser, and most clients, send the whole body first and look at the answer afterwards. If the server closed the connection in between, they
//! would see a broken connection instead of the sentence that says what is wrong; or, with a small body, their next request over the same
//! connection would fail. What is read here is thrown away.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::stream::{StreamExt, poll_fn};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// More than this is not read for the sake of politeness.
const DRAIN_BYTES_MAX: usize = 1 << 30;
const DRAIN_FOR: Duration = Duration::from_secs(60);

pub async fn refused(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let rest = Arc::new(Mutex::new(body.into_data_stream().fuse()));
    let handed = rest.clone();
    let read_by_handler = poll_fn(move |context| handed.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(context));
    let response = next.run(Request::from_parts(parts, Body::from_stream(read_by_handler))).await;
    if response.status().is_client_error() {
        let ended = poll_fn(move |context| rest.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(context));
        if tokio::time::timeout(DRAIN_FOR, discard(ended)).await.is_err() {
            tracing::debug!("a refused request was not read to its end in time");
        }
    }
    response
}

async fn discard(mut body: impl futures_util::Stream<Item = Result<Bytes, axum::Error>> + Unpin) {
    let mut bytes = 0;
    while let Some(Ok(chunk)) = body.next().await {
        bytes += chunk.len();
        if bytes > DRAIN_BYTES_MAX {
            return;
        }
    }
}

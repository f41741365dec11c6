//! What a refused request still sends is read to its end before the refusal is sent.
//!
//! A browser, and most clients, send the whole body first and look at the answer afterwards. If the server closed the connection in between, they
//! would see a broken connection instead of the sentence that says what is wrong; or, with a small body, their next request over the same
//! connection would fail. What is read here is thrown away.

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::Request;
use futures_util::stream::{Fuse, Stream, StreamExt};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// More than this is not read for the sake of politeness.
const DRAIN_BYTES_MAX: usize = 1 << 30;
const DRAIN_FOR: Duration = Duration::from_secs(60);

/// The body of a request, shared with whoever handles it.
#[derive(Clone)]
pub struct Rest(Arc<Mutex<Fuse<BodyDataStream>>>);

/// The request with its body shared; `None`: it has no body.
pub fn share(request: Request) -> (Request, Option<Rest>) {
    if request.body().is_end_stream() {
        return (request, None);
    }
    let (parts, body) = request.into_parts();
    let rest = Rest(Arc::new(Mutex::new(body.into_data_stream().fuse())));
    (Request::from_parts(parts, Body::from_stream(rest.clone())), Some(rest))
}

impl Rest {
    /// Reads what the handler of a refused request has left.
    pub async fn read_to_its_end(self) {
        if tokio::time::timeout(DRAIN_FOR, discard(self)).await.is_err() {
            tracing::debug!("a refused request was not read to its end in time");
        }
    }
}

impl Stream for Rest {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(context)
    }
}

async fn discard(mut body: Rest) {
    let mut bytes = 0;
    while let Some(Ok(chunk)) = body.next().await {
        bytes += chunk.len();
        if bytes > DRAIN_BYTES_MAX {
            return;
        }
    }
}

//! The router with everything around it, and the server.

use crate::{Api, Settings, docs, drain, headers, reply, routes, timing, web, wire};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use axum::{Router, middleware};
use luodi_app::App;
use std::any::Any;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::trace::{DefaultOnFailure, DefaultOnResponse, TraceLayer};
use tracing::Level;

/// Smaller answers are sent as they are: compressing them costs more than it saves.
const COMPRESS_FROM_BYTES: u64 = 1024;

/// The whole HTTP service over an app.
pub fn router(app: Arc<App>, settings: Settings) -> Router {
    let api = Api::new(app, settings);
    let (routes, openapi) = routes::all().split_for_parts();
    // Uploads have the largest bodies; smaller limits stand in the extractors, which say what is wrong.
    let body_limit = DefaultBodyLimit::max(api.settings.upload_bytes_max + (1 << 20));
    routes
        .merge(docs::routes(&openapi))
        .fallback(web::page)
        // One layer of several parts: each layer of a router costs every request a box and a copy of all that lies within.
        .layer(
            ServiceBuilder::new()
                .layer(
                    TraceLayer::new_for_http()
                        .on_response(DefaultOnResponse::new().level(Level::DEBUG))
                        .on_failure(DefaultOnFailure::new().level(Level::DEBUG)),
                )
                .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(SizeAbove::new(COMPRESS_FROM_BYTES))))
                .layer(middleware::from_fn_with_state(api.clone(), around))
                .layer(CatchPanicLayer::custom(panicked))
                .layer(body_limit),
        )
        .with_state(api)
}

/// What every request has around it: its body read to the end, problems as documents, headers, the time it took.
async fn around(State(api): State<Api>, request: Request, next: Next) -> Response {
    let watch = timing::Watch::start();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let (request, rest) = drain::share(request);
    let mut response = reply::finish(&api, &method, &uri, next.run(request).await);
    if let Some(rest) = rest.filter(|_| response.status().is_client_error()) {
        rest.read_to_its_end().await;
    }
    headers::set(&mut response, reply::is_api(uri.path()));
    watch.note(&mut response);
    response
}

/// The OpenAPI document alone (for the generated client).
pub fn openapi() -> serde_json::Value {
    wire::document(&docs::described(routes::all().into_openapi()))
}

/// Serves until `stop` is ready, then finishes the requests under way. What was acknowledged is durable already.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    // Small answers go out at once; without this a client waits for its own acknowledgement timer.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = said.unwrap_or("without words"), "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

//! The HTTP API: routes, who asks, status codes, headers, the OpenAPI document, and the embedded web UI.
//!
//! What it does: turns a request into a call of a use case in `luodi_app`, and its outcome into a response. The wire types
//! are the views of `luodi_app`; there is no second copy here.
//! What it must never do: decide anything. A rule about records, units or accounts stands in `engine` or `app`.
//! How to add the usual new thing: one family of addresses is one file in `routes/` with `pub fn routes()`, merged in
//! `routes/mod.rs`. A handler takes [`Signed`] (who asks; public ones [`Anybody`]), [`Input`], [`Parameters`], [`Named`] or [`Upload`], calls one
//! use case and gives back a [`Reply`]; `#[utoipa::path]` above it puts it into the OpenAPI document.

mod caller;
mod docs;
mod drain;
mod headers;
mod input;
mod model;
mod rate;
mod reply;
mod routes;
mod server;
mod settings;
mod timing;
mod web;
mod wire;

pub use caller::{Anybody, COOKIE, CSRF_HEADER, Client, Signed, SignedFirst};
pub use input::{Input, Named, Parameters, Upload};
pub use rate::{Key, Limiter};
pub use reply::{Fail, PROBLEM_JSON, Reply};
pub use server::{openapi, router, serve};
pub use settings::{ModelAddress, Rate, Secret, Settings};
pub use web::divisions;

use axum::extract::FromRef;
use luodi_app::App;
use luodi_app::problem::{Code, Problem};
use luodi_app::proposals::LanguageModel;
use std::sync::Arc;

/// What every handler can reach.
#[derive(Clone, Debug)]
pub struct Api {
    pub app: Arc<App>,
    pub settings: Arc<Settings>,
    limiter: Arc<Limiter>,
    /// `None`: no language model is set up.
    model: Option<Arc<dyn LanguageModel>>,
}

impl Api {
    pub fn new(app: Arc<App>, settings: Settings) -> Api {
        let model = settings.model.clone().map(|m| Arc::new(model::HttpModel::new(m)) as Arc<dyn LanguageModel>);
        Api { app, settings: Arc::new(settings), limiter: Arc::default(), model }
    }

    /// Counts against the limit of this key, where the settings have one.
    pub fn limit(&self, key: Key) -> Result<(), Problem> {
        let Some(rate) = self.settings.rate(&key) else { return Ok(()) };
        self.limiter.take(key, rate, self.app.clock().now()).map_err(|wait_s| Problem {
            retry_after_s: Some(wait_s),
            ..Problem::say(Code::TooManyRequests, format!("没有做任何修改，请在 {wait_s} 秒后再试。"))
        })
    }

    /// Takes back what [`Api::limit`] counted.
    pub fn give_back(&self, key: &Key) {
        if let Some(rate) = self.settings.rate(key) {
            self.limiter.give_back(key, rate);
        }
    }
}

impl FromRef<Api> for Arc<App> {
    fn from_ref(api: &Api) -> Arc<App> {
        api.app.clone()
    }
}

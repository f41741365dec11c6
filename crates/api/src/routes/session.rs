//! `/api/session`: signing in and out, who am I, changing the password.

use crate::caller::{COOKIE, Client};
use crate::rate::Key;
use crate::{Api, Input, Reply, SignedFirst};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use luodi_app::App;
use luodi_app::accounts::{Me, SESSION_DAYS_MAX};
use luodi_app::problem::{Code, ProblemDocument};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(sign_in, me, sign_out)).routes(routes!(change_password))
}

#[derive(Deserialize, ToSchema)]
struct Credentials {
    login: String,
    password: String,
}

/// 登录
///
/// Sets the session cookie. A locked account answers 423 with the instant until which it is locked.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = Credentials, responses(
    (status = 200, body = Me), (status = 401, body = ProblemDocument), (status = 423, body = ProblemDocument), (status = 429, body = ProblemDocument)))]
async fn sign_in(State(api): State<Api>, client: Client, Input(sent): Input<Credentials>) -> Reply<impl IntoResponse> {
    let keys = [Key::FailedLoginFrom(client.address), Key::FailedLoginOf(sent.login.clone())];
    for key in &keys {
        api.limit(key.clone())?;
    }
    let outcome = api.app.sign_in(&sent.login, sent.password, Some(client.device)).await;
    let failed = matches!(&outcome, Err(p) if matches!(p.code, Code::BadLogin | Code::Locked));
    if !failed {
        keys.iter().for_each(|key| api.give_back(key));
    }
    let signed = outcome?;
    let cookie = cookie(&signed.token, SESSION_DAYS_MAX * 24 * 60 * 60, api.settings.secure_cookie);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(signed.me)))
}

/// 当前用户
#[utoipa::path(get, path = "/api/session", tag = "session", responses((status = 200, body = Me), (status = 401, body = ProblemDocument)))]
async fn me(State(app): State<Arc<App>>, caller: SignedFirst) -> Reply<Json<Me>> {
    Ok(Json(app.me(&caller)))
}

/// 退出登录
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204), (status = 401, body = ProblemDocument)))]
async fn sign_out(State(api): State<Api>, caller: SignedFirst) -> Reply<impl IntoResponse> {
    api.app.sign_out(&caller).await?;
    let gone = cookie("", 0, api.settings.secure_cookie);
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, gone)])))
}

#[derive(Deserialize, ToSchema)]
struct PasswordChange {
    old: String,
    new: String,
}

/// 修改密码
///
/// Every other session of the account ends.
#[utoipa::path(post, path = "/api/session/password", tag = "session", request_body = PasswordChange, responses(
    (status = 204), (status = 422, body = ProblemDocument)))]
async fn change_password(
    State(app): State<Arc<App>>,
    caller: SignedFirst,
    Input(sent): Input<PasswordChange>,
) -> Reply<StatusCode> {
    app.change_password(&caller, sent.old, sent.new).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn cookie(token: &str, seconds: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    // A token is hexadecimal: it is always a header value.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

//! Who asks: the session cookie of a browser (with its CSRF value on everything that is not a read), or the bearer token
//! of a program.

use crate::Api;
use crate::rate::Key;
use crate::reply::Fail;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use luodi_app::accounts::{Caller, SessionKind};
use luodi_app::problem::{Code, Problem};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::Deref;

/// Name of the session cookie.
pub const COOKIE: &str = "luodi";
/// Header that carries the CSRF value.
pub const CSRF_HEADER: &str = "x-csrf";

/// A signed-in person who may work: the first password is changed. What almost every handler takes.
#[derive(Debug, Clone)]
pub struct Signed(pub Caller);

/// A signed-in person who may still have to change the first password.
#[derive(Debug, Clone)]
pub struct SignedFirst(pub Caller);

/// Address of the client, and the device as far as it says.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    pub address: IpAddr,
    pub device: &'static str,
}

/// Anybody, signed in or not: counted by address. What handlers of public addresses take.
#[derive(Debug, Clone, Copy)]
pub struct Anybody(pub Client);

impl FromRequestParts<Api> for Anybody {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Anybody, Fail> {
        let client = client(parts, api);
        api.limit(Key::AnonymousFrom(client.address))?;
        Ok(Anybody(client))
    }
}

impl Deref for Signed {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.0
    }
}
impl Deref for SignedFirst {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl FromRequestParts<Api> for Signed {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Signed, Fail> {
        let SignedFirst(caller) = SignedFirst::from_request_parts(parts, api).await?;
        if caller.must_change_password() {
            return Err(Problem::new(Code::MustChangePassword).into());
        }
        Ok(Signed(caller))
    }
}

impl FromRequestParts<Api> for SignedFirst {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<SignedFirst, Fail> {
        let client = client(parts, api);
        let presented = presented(&parts.headers);
        let caller = match &presented {
            Some((token, kind)) => api.app.caller(token, *kind, client.device).await,
            None => Err(Problem::new(Code::NotSignedIn)),
        };
        let caller = match caller {
            Ok(caller) => caller,
            Err(problem) => {
                // Guessing tokens costs what any anonymous request costs.
                api.limit(Key::AnonymousFrom(client.address))?;
                return Err(problem.into());
            }
        };
        api.limit(Key::Account(caller.user().0))?;
        if caller.session_kind() == SessionKind::Browser && is_write(&parts.method) {
            let sent = parts.headers.get(CSRF_HEADER).map(|v| v.as_bytes()).unwrap_or_default();
            if !same(sent, caller.csrf().as_bytes()) {
                return Err(Problem::new(Code::Csrf).into());
            }
        }
        Ok(SignedFirst(caller))
    }
}

impl FromRequestParts<Api> for Client {
    type Rejection = Fail;
    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Client, Fail> {
        Ok(client(parts, api))
    }
}

fn is_write(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// The token that was sent, and as what.
fn presented(headers: &HeaderMap) -> Option<(String, SessionKind)> {
    if let Some(sent) = headers.get(header::AUTHORIZATION) {
        let token = sent.to_str().ok()?.strip_prefix("Bearer ")?;
        return Some((token.trim().to_string(), SessionKind::Program));
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    let pairs = cookies.filter_map(|c| c.trim().split_once('='));
    pairs.filter(|(name, _)| *name == COOKIE).map(|(_, token)| (token.to_string(), SessionKind::Browser)).next()
}

/// Compares without telling by its time how much was right.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differing, (x, y)| differing | (x ^ y)) == 0
}

fn client(parts: &Parts, api: &Api) -> Client {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let forwarded = || {
        // The last entry was written by our own proxy; what stands before it, anybody can write.
        let value = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
        value.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let address = if api.settings.behind_proxy { forwarded().or(peer) } else { peer };
    Client { address: address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)), device: device(&parts.headers) }
}

fn device(headers: &HeaderMap) -> &'static str {
    if headers.contains_key(header::AUTHORIZATION) {
        return "接口";
    }
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if agent.contains("Mobile") || agent.contains("Android") { "手机" } else { "网页" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_session_is_found_among_other_cookies_and_a_bearer_token_wins() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=1; luodi=abc; b=2"));
        assert_eq!(presented(&headers), Some(("abc".into(), SessionKind::Browser)));
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Bearer t0"));
        assert_eq!(presented(&headers), Some(("t0".into(), SessionKind::Program)));
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Basic t0"));
        assert_eq!(presented(&headers), None);
    }

    #[test]
    fn values_are_compared_whole() {
        assert!(same(b"abc", b"abc") && !same(b"abc", b"abd") && !same(b"ab", b"abc") && !same(b"", b"abc"));
    }
}

//! A client as a browser is one: keeps its cookie, sends its CSRF value, and signs in again where a session has ended.

use serde_json::{Value as Json, json};
use std::cell::RefCell;
use std::time::Duration;
use ureq::Agent;
use ureq::http::{HeaderMap, Method, Request, header};

/// Largest answer read.
const ANSWER_BYTES_MAX: u64 = 256 << 20;

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null where it is none.
    #[must_use]
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes).unwrap_or(Json::Null)
    }
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    /// The header's value, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

/// Somebody who uses the API.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    base: String,
    session: RefCell<Session>,
}

#[derive(Debug, Default, Clone)]
struct Session {
    cookie: Option<String>,
    csrf: Option<String>,
    bearer: Option<String>,
    /// Used to sign in again when the clock was moved past the end of the session.
    credentials: Option<(String, String)>,
}

impl Client {
    pub(crate) fn new(base: String) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        Client { agent: config.into(), base, session: RefCell::default() }
    }

    /// Signs in; answers what the server said.
    pub fn sign_in(&self, login: &str, password: &str) -> (u16, Json) {
        *self.session.borrow_mut() = Session::default();
        let answer = self.send(Method::POST, "/api/session", Some(&json!({"login": login, "password": password})));
        if answer.status == 200 {
            let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_string();
            let csrf = answer.json()["csrf"].as_str().map(str::to_string);
            let credentials = Some((login.to_string(), password.to_string()));
            *self.session.borrow_mut() = Session { cookie: Some(cookie), csrf, bearer: None, credentials };
        }
        (answer.status, answer.json())
    }
    /// Uses a bearer token from now on.
    pub fn bearer(&self, token: &str) {
        *self.session.borrow_mut() = Session { bearer: Some(token.to_string()), ..Session::default() };
    }
    /// Sends this CSRF value from now on; `None`: none.
    pub fn set_csrf(&self, csrf: Option<&str>) {
        self.session.borrow_mut().csrf = csrf.map(str::to_string);
    }
    /// The head lines of the session, for a test that writes a request by hand.
    #[must_use]
    pub fn session_head(&self) -> String {
        let session = self.session.borrow();
        let line = |name: &str, value: &Option<String>| value.as_ref().map_or(String::new(), |v| format!("{name}: {v}\r\n"));
        line("Cookie", &session.cookie) + &line("X-CSRF", &session.csrf)
    }
    /// Doesn't sign in again when the session has ended.
    pub fn forget_password(&self) {
        self.session.borrow_mut().credentials = None;
    }

    pub fn get(&self, path: &str) -> (u16, Json) {
        self.call(Method::GET, path, None)
    }
    pub fn post(&self, path: &str, body: &Json) -> (u16, Json) {
        self.call(Method::POST, path, Some(body))
    }
    pub fn put(&self, path: &str, body: &Json) -> (u16, Json) {
        self.call(Method::PUT, path, Some(body))
    }
    pub fn patch(&self, path: &str, body: &Json) -> (u16, Json) {
        self.call(Method::PATCH, path, Some(body))
    }
    pub fn delete(&self, path: &str) -> (u16, Json) {
        self.call(Method::DELETE, path, None)
    }
    fn call(&self, method: Method, path: &str, body: Option<&Json>) -> (u16, Json) {
        let answer = self.send(method, path, body);
        (answer.status, answer.json())
    }

    /// Uploads a file in the field `file`.
    pub fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> (u16, Json) {
        self.upload_with(path, name, bytes, &[])
    }
    /// Uploads a file with text fields beside it.
    pub fn upload_with(&self, path: &str, name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> (u16, Json) {
        const BOUNDARY: &str = "luodi-boundary-7d1f";
        let mut body = vec![];
        for (key, value) in fields {
            let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"Content-Type: application/octet-stream\r\n\r\n");
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let answer = self.send_bytes(&Method::POST, path, Some((&kind, body)));
        (answer.status, answer.json())
    }

    /// Sends JSON, and gives the whole answer.
    pub fn send(&self, method: Method, path: &str, body: Option<&Json>) -> Answer {
        self.send_bytes(&method, path, body.map(|json| ("application/json", json.to_string().into_bytes())))
    }
    /// Downloads (XLSX and the like).
    pub fn download(&self, path: &str) -> Answer {
        self.send_bytes(&Method::GET, path, None)
    }

    /// Sends bytes of a content type, and gives the whole answer.
    pub fn send_bytes(&self, method: &Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let answer = self.once(method, path, body.clone());
        let credentials = self.session.borrow().credentials.clone();
        match credentials {
            Some((login, password)) if answer.status == 401 && answer.json()["code"] == "not_signed_in" => {
                let (status, said) = self.sign_in(&login, &password);
                assert_eq!(status, 200, "signing in again: {said}");
                self.once(method, path, body)
            }
            _ => answer,
        }
    }

    fn once(&self, method: &Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let session = self.session.borrow().clone();
        let mut request = Request::builder().method(method.clone()).uri(format!("{}{}", self.base, encoded(path)));
        if let Some(cookie) = &session.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(csrf) = session.csrf.as_ref().filter(|_| *method != Method::GET) {
            request = request.header("X-CSRF", csrf);
        }
        if let Some(bearer) = &session.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        }
        let response = match body {
            Some((kind, bytes)) => {
                let request = request.header(header::CONTENT_TYPE, kind).body(bytes).expect("a request");
                self.agent.run(request)
            }
            None => self.agent.run(request.body(()).expect("a request")),
        };
        let mut response = response.unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        let bytes = response.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            bytes: bytes.unwrap_or_else(|e| panic!("{method} {path}: {e}")),
        }
    }
}

/// Chinese and spaces in an address, as a browser sends them.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && byte != b'"' && byte != b'<' && byte != b'>' {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

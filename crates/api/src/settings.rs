//! What whoever runs the server may set. Every limit has a value that is right for one county on one machine.

/// How often something may be done: `burst` at once, then `per_minute` more.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rate {
    pub burst: u32,
    pub per_minute: u32,
}

/// A secret that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// Where a language model answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ModelAddress {
    /// OpenAI-compatible, plain HTTP, for example `http://127.0.0.1:11434/v1`.
    pub url: String,
    /// Name of the model there.
    pub name: String,
    pub key: Option<Secret>,
    /// Seconds until an answer is given up.
    pub timeout_s: u64,
}

/// Settings of the HTTP server.
#[derive(Clone, PartialEq, Debug)]
pub struct Settings {
    /// Largest JSON body, in bytes.
    pub json_bytes_max: usize,
    /// Largest upload (a plan, a workbook), in bytes.
    pub upload_bytes_max: usize,
    /// Failed log-ins per address; a log-in that succeeds costs nothing, so that a whole office behind one address can
    /// sign in at half past eight.
    pub failed_logins_per_address: Rate,
    /// Failed log-ins per login, beside the lock of the account.
    pub failed_logins_per_login: Rate,
    /// Requests per address by nobody who is signed in.
    pub anonymous_per_address: Rate,
    /// Requests per account; `None`: no limit (a collecting program sends thousands each second).
    pub requests_per_account: Option<Rate>,
    /// Take the client's address from `X-Forwarded-For`: only behind a proxy that sets it.
    pub behind_proxy: bool,
    /// Say `Secure` in the cookie: where a proxy does TLS.
    pub secure_cookie: bool,
    /// A language model may propose elements of plans; `None`: off.
    pub model: Option<ModelAddress>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            json_bytes_max: 1 << 20,
            upload_bytes_max: 64 << 20,
            failed_logins_per_address: Rate { burst: 30, per_minute: 10 },
            failed_logins_per_login: Rate { burst: 10, per_minute: 5 },
            anonymous_per_address: Rate { burst: 300, per_minute: 1200 },
            requests_per_account: None,
            behind_proxy: false,
            secure_cookie: false,
            model: None,
        }
    }
}

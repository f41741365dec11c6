//! A server of its own for each test.

use crate::client::Client;
use crate::desk::Desk;
use crate::time::{SetClock, at};
use luodi_api::Settings;
use luodi_app::accounts::{NewAccount, RoleName};
use luodi_app::clock::ManualClock;
use luodi_app::entropy::SeededEntropy;
use luodi_app::units::UnitRow;
use luodi_app::{App, Config};
use std::cell::RefCell;
use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// Password of every account that [`Server::account`] makes.
pub const PASSWORD: &str = "验收测试专用密码";

/// Asks for PostgreSQL instead of SQLite. Where it is asked for and not installed, tests fail: none is left out silently.
const POSTGRES: &str = "LUODI_ACCEPTANCE_POSTGRES";

/// Address of a new, empty database, where PostgreSQL is asked for.
fn postgres_address() -> Option<String> {
    static DATABASES: AtomicU32 = AtomicU32::new(0);
    std::env::var_os(POSTGRES)?;
    let name = format!("acceptance_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    Some(crate::postgres::new_database(&name).expect("PostgreSQL is installed"))
}

/// A running server: the real router over a SQLite file in a temporary folder. It stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    pub app: Arc<App>,
    pub clock: SetClock,
    /// Where it listens.
    pub address: SocketAddr,
    runtime: Option<Runtime>,
    stop: Option<oneshot::Sender<()>>,
    folder: TempDir,
    /// Units that have an account made by [`Server::desk`].
    clerks: RefCell<HashSet<String>>,
}

impl Server {
    /// Starts with the clock standing at this time of Beijing.
    ///
    /// # Panics
    /// When it can't start.
    #[must_use]
    pub fn start(beijing: &str) -> Server {
        Server::with(beijing, Settings::default())
    }

    /// Starts with other settings.
    ///
    /// # Panics
    /// When it can't start.
    #[must_use]
    pub fn with(beijing: &str, settings: Settings) -> Server {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = Arc::new(ManualClock::new(at(beijing)));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let config = Config {
            database: postgres_address().unwrap_or_else(|| folder.path().join("luodi.db").display().to_string()),
            clock: clock.clone(),
            entropy: Arc::new(SeededEntropy::new(1)),
        };
        let app = Arc::new(runtime.block_on(App::open(config)).expect("the database opens"));
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let router = luodi_api::router(app.clone(), settings);
        runtime.spawn(luodi_api::serve(listener, router, async {
            let _ = stopped.await;
        }));
        Server {
            app,
            clock: SetClock(clock),
            address,
            runtime: Some(runtime),
            stop: Some(stop),
            folder,
            clerks: RefCell::default(),
        }
    }

    /// Which database is underneath, as the store says: `Sqlite` or `Postgres`.
    #[must_use]
    pub fn database_kind(&self) -> String {
        format!("{:?}", self.app.store().db())
    }

    /// Runs a use case of the app.
    ///
    /// # Panics
    /// After the server has stopped.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.as_ref().expect("the server runs").block_on(work)
    }

    /// Path of the database file.
    #[must_use]
    pub fn database(&self) -> std::path::PathBuf {
        self.folder.path().join("luodi.db")
    }

    /// Puts units into the tree: code, name, level, code of the superior (empty: a root). A name that ends with `（偏远）`
    /// bears that tag.
    ///
    /// # Panics
    /// When a row is rejected.
    pub fn units<S: AsRef<str>>(&self, rows: &[(S, S, S, S)]) {
        let rows = rows.iter().enumerate().map(|(i, (code, name, level, parent))| UnitRow {
            row: i + 1,
            code: code.as_ref().to_string(),
            name: name.as_ref().to_string(),
            level: level.as_ref().to_string(),
            parent: parent.as_ref().to_string(),
            tags: if name.as_ref().ends_with("（偏远）") { vec!["偏远".to_string()] } else { vec![] },
            ..UnitRow::default()
        });
        let done = self.run(self.app.set_up_units("验收", rows.collect())).expect("the units are a tree");
        assert!(done.rejected.is_empty(), "{:?}", done.rejected);
    }

    /// Puts one unit into the tree, or changes it, with tags.
    ///
    /// # Panics
    /// When it is rejected.
    pub fn tagged(&self, code: &str, name: &str, level: &str, parent: &str, tags: &[&str]) {
        let row = UnitRow {
            row: 1,
            code: code.to_string(),
            name: name.to_string(),
            level: level.to_string(),
            parent: parent.to_string(),
            tags: tags.iter().map(ToString::to_string).collect(),
            ..UnitRow::default()
        };
        let done = self.run(self.app.set_up_units("验收", vec![row])).expect("the units are a tree");
        assert!(done.rejected.is_empty(), "{:?}", done.rejected);
    }

    /// An account that is ready to work, with the password [`PASSWORD`].
    ///
    /// # Panics
    /// When it can't be made.
    pub fn account(&self, login: &str, unit: &str, role: RoleName) {
        let new = NewAccount { login: login.to_string(), name: login.to_string(), unit: unit.to_string(), role };
        self.run(self.app.set_up_account("验收", new, Some(PASSWORD.to_string()))).expect("the account is made");
    }

    /// Somebody who is signed in.
    ///
    /// # Panics
    /// When the server refuses.
    #[must_use]
    pub fn login(&self, login: &str) -> Client {
        let client = self.anonymous();
        let (status, said) = client.sign_in(login, PASSWORD);
        assert_eq!(status, 200, "{login}: {said}");
        client
    }

    /// Somebody at work in a programme. The account is made where there is none yet; its login is `unit-` and the unit's code.
    ///
    /// # Panics
    /// When the server refuses.
    #[must_use]
    pub fn desk(&self, unit: &str, programme: &str) -> Desk {
        let login = format!("unit-{unit}");
        if self.clerks.borrow_mut().insert(unit.to_string()) {
            self.account(&login, unit, RoleName::Clerk);
        }
        Desk { client: self.login(&login), programme: programme.to_string() }
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(format!("http://{}", self.address))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(runtime) = self.runtime.take() {
            let _ = runtime.block_on(self.app.close());
            runtime.shutdown_background();
        }
    }
}

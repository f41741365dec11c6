//! The app: the store, the programmes at work, the sessions, the clock and the random source, behind one door.

use crate::accounts::{Attempts, SessionCache, Strangers};
use crate::clock::{Clock, SystemClock};
use crate::entropy::{Entropy, SystemEntropy};
use crate::live::Programmes;
use crate::problem::{Outcome, Problem};
use luodi_engine::Actor;
use luodi_model::{UnitId, UnitTree, UserId};
use luodi_store::{Stamp, Store, StoreError};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Who acts where no person does: the command line, the demo, setting up.
pub const SYSTEM_USER: UserId = UserId(0);

/// What an app is made of.
#[derive(Debug)]
pub struct Config {
    /// A path, `sqlite:path` or `postgres://…`.
    pub database: String,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
}

impl Config {
    /// With the machine's clock and randomness.
    pub fn new(database: impl Into<String>) -> Config {
        Config { database: database.into(), clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy) }
    }
}

/// Everything that use cases work on. One for a process.
#[derive(Debug)]
pub struct App {
    store: Store,
    programmes: Programmes,
    sessions: SessionCache,
    strangers: Strangers,
    attempts: Attempts,
    rejected: crate::imports::Rejected,
    readings: crate::plans::Readings,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl App {
    /// Opens the database and puts the published programmes to work.
    ///
    /// # Errors
    /// As the store: the database can't be opened, is newer, or broken.
    pub async fn open(config: Config) -> Outcome<App> {
        let Config { database, clock, entropy } = config;
        let programmes = Programmes::default();
        let store = Store::open(&database, Arc::new(programmes.counting())).await?;
        let app = App {
            store,
            programmes,
            sessions: SessionCache::default(),
            strangers: Strangers::default(),
            attempts: Attempts::default(),
            rejected: crate::imports::Rejected::default(),
            readings: crate::plans::Readings::default(),
            clock,
            entropy,
        };
        app.load_programmes().await?;
        Ok(app)
    }
    /// Finishes what was sent and closes the database.
    ///
    /// # Errors
    /// As the store.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.store.close().await
    }

    pub fn store(&self) -> &Store {
        &self.store
    }
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }
    pub fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }
    /// The tree of units as it is now. Take it once for a request.
    pub fn units(&self) -> Arc<UnitTree> {
        self.store.units()
    }
    /// The published programmes.
    pub fn programmes(&self) -> &Programmes {
        &self.programmes
    }
    pub(crate) fn rejected(&self) -> &crate::imports::Rejected {
        &self.rejected
    }
    pub(crate) fn readings(&self) -> &crate::plans::Readings {
        &self.readings
    }
    pub(crate) fn sessions(&self) -> &SessionCache {
        &self.sessions
    }

    pub(crate) fn strangers(&self) -> &Strangers {
        &self.strangers
    }

    pub(crate) fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// What each event of this caller carries, now.
    pub fn stamp(&self, actor: &Actor) -> Stamp {
        Stamp::of(actor, self.clock.now())
    }
    /// What each event carries where no person acts. `device` says from where (命令行, 演示).
    pub fn system_stamp(&self, device: &str) -> Stamp {
        let unit = self.units().all().first().map_or(UnitId(0), |root| root.id);
        Stamp { user: SYSTEM_USER, unit, device: Some(device.to_string()), at: self.clock.now() }
    }

    /// Is the server up, and does its database answer?
    ///
    /// # Errors
    /// The database doesn't answer.
    pub async fn health(&self) -> Outcome<Health> {
        let snapshot = self.store.snapshot().await.map_err(Problem::from)?;
        Ok(Health {
            status: "ok".to_string(),
            version: env!("CARGO_PKG_VERSION").to_string(),
            database: format!("{:?}", self.store.db()).to_lowercase(),
            events: snapshot.seq(),
            units: self.units().len(),
            programmes: self.programmes.all().len(),
            now: self.clock.now().to_string(),
        })
    }
}

/// State of the server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Health {
    pub status: String,
    pub version: String,
    /// `sqlite` or `postgres`.
    pub database: String,
    /// Number of the last event of the log.
    pub events: i64,
    pub units: usize,
    pub programmes: usize,
    pub now: String,
}

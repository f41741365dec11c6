//! What can go wrong in the store.

use luodi_engine::Refusal;

/// The store could not do its work. "Not found" is never an error here: it is `Ok(None)`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Something stored doesn't read as what it should be.
    #[error("stored data broken: {what}")]
    Broken { what: String },
    /// The database was written by a newer version of the program.
    #[error("the database is at schema {found}, this program knows schemas up to {known}")]
    Newer { found: i64, known: i64 },
    /// A migration that was shipped differs from the one that ran.
    #[error("migration {0} was changed after it had run")]
    MigrationChanged(i64),
    #[error("address of the database not understood: {0}")]
    Address(String),
    #[error(transparent)]
    Units(#[from] luodi_model::UnitTreeError),
    /// A unit that carries records or is somebody's parent can't leave the tree.
    #[error("unit {0} is in use and can't be left out")]
    UnitInUse(String),
    #[error("unit {0} is not in the tree")]
    NoUnit(u32),
    /// The writer has stopped: the store was closed, or its thread could not start.
    #[error("the store is closed")]
    Closed,
    #[error("too many rows match ({0}); narrow the selection")]
    TooMany(usize),
    /// The database could not be written; nothing of the job is certain to be stored. Send it again: ids make that safe.
    #[error("the database could not be written: {0}")]
    Unavailable(String),
    /// A deciding function panicked; nothing of its job was stored.
    #[error("internal error while deciding: {0}")]
    Panicked(String),
    /// A statement of a single-row write hit a unique key (login name, version).
    #[error("already there: {0}")]
    Taken(&'static str),
}

impl StoreError {
    pub(crate) fn broken(what: impl Into<String>) -> StoreError {
        StoreError::Broken { what: what.into() }
    }

    /// Was a unique key there already?
    pub(crate) fn is_unique_violation(&self) -> bool {
        use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
        match self {
            StoreError::Sql(sqlx::Error::Database(e)) => e.is_unique_violation(),
            StoreError::Sqlite(rusqlite::Error::SqliteFailure(e, _)) => {
                [SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY].contains(&e.extended_code)
            }
            _ => false,
        }
    }
}

/// Why a write was not done. In both cases nothing of the job was stored.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The rules said no; the words are for the person.
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub(crate) type Result<T, E = StoreError> = std::result::Result<T, E>;

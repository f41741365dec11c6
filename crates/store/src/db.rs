//! Two databases behind one small door: the same SQL text, arguments and rows of three types (whole numbers, texts,
//! bytes). What differs between SQLite and PostgreSQL stands in this file and nowhere else.

use crate::error::{Result, StoreError};
use crate::sqlite::{self, Direct, Values};
use futures_util::{Stream, StreamExt};
use rusqlite::types::Value;
use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgRow, Postgres};
use sqlx::sqlite::{
    Sqlite, SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous,
};
use sqlx::{Arguments, AssertSqlSafe, ConnectOptions, Row as _, SqlStr};
use std::fmt;
use std::ops::DerefMut;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// How long a writer waits for another process to finish its transaction.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
pub(crate) const STATEMENTS_CACHED: usize = 400;
const READERS_MAX: u32 = 8;
/// SQLite takes its write lock here, and not in the middle.
pub(crate) const BEGIN_WRITE_SQLITE: &str = "BEGIN IMMEDIATE";
/// Pages that a connection to SQLite keeps in memory.
pub(crate) const CACHE_KIB: i64 = 65_536;

/// Which database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Db {
    Sqlite,
    Postgres,
}

/// A bound value.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    Int(Option<i64>),
    Text(Option<String>),
    Shared(Arc<str>),
    Bytes(Option<Vec<u8>>),
}

macro_rules! arg_from {
    ($($t:ty => $make:expr),* $(,)?) => { $(impl From<$t> for Arg { fn from(v: $t) -> Arg { ($make)(v) } })* };
}
arg_from! {
    i64 => |v| Arg::Int(Some(v)),
    u32 => |v| Arg::Int(Some(i64::from(v))),
    bool => |v| Arg::Int(Some(i64::from(v))),
    Option<i64> => Arg::Int,
    &str => |v: &str| Arg::Text(Some(v.to_string())),
    &String => |v: &String| Arg::Text(Some(v.clone())),
    String => |v| Arg::Text(Some(v)),
    Option<String> => Arg::Text,
    Option<&str> => |v: Option<&str>| Arg::Text(v.map(str::to_string)),
    Arc<str> => Arg::Shared,
    &[u8] => |v: &[u8]| Arg::Bytes(Some(v.to_vec())),
    Vec<u8> => |v| Arg::Bytes(Some(v)),
    Option<Vec<u8>> => Arg::Bytes,
    luodi_model::UnitId => |v: luodi_model::UnitId| Arg::Int(Some(i64::from(v.0))),
    luodi_model::UserId => |v: luodi_model::UserId| Arg::Int(Some(v.0)),
    luodi_model::RecordId => |v: luodi_model::RecordId| Arg::Bytes(Some(v.0.as_bytes().to_vec())),
    luodi_model::AttachmentId => |v: luodi_model::AttachmentId| Arg::Bytes(Some(v.0.to_vec())),
    luodi_model::PlanId => |v: luodi_model::PlanId| Arg::Bytes(Some(v.0.as_bytes().to_vec())),
    jiff::Timestamp => |v: jiff::Timestamp| Arg::Int(Some(v.as_microsecond())),
    Option<jiff::Timestamp> => |v: Option<jiff::Timestamp>| Arg::Int(v.map(|t| t.as_microsecond())),
    jiff::civil::Date => |v| Arg::Int(Some(crate::time::day_number(v))),
}

/// `args![a, b, c]`: a list of bound values.
macro_rules! args {
    ($($e:expr),* $(,)?) => { vec![$(crate::db::Arg::from($e)),*] };
}
pub(crate) use args;

/// A row of either database. Columns are read by position.
#[derive(Debug)]
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
    Direct(Values),
}

macro_rules! column {
    ($name:ident, $t:ty, $read:expr) => {
        pub fn $name(&self, i: usize) -> Result<$t> {
            Ok(match self {
                Row::Sqlite(r) => r.try_get(i)?,
                Row::Postgres(r) => r.try_get(i)?,
                Row::Direct(r) => {
                    let value = sqlite::value(r, i)?;
                    let read: fn(&Value) -> Option<$t> = $read;
                    return read(value).ok_or_else(|| StoreError::broken(format!("column {i} is {:?}", value.data_type())));
                }
            })
        }
    };
}
/// Null, or what `read` makes of it.
fn or_null<T>(value: &Value, read: fn(&Value) -> Option<T>) -> Option<Option<T>> {
    if *value == Value::Null { Some(None) } else { read(value).map(Some) }
}
fn int_of(value: &Value) -> Option<i64> {
    if let Value::Integer(v) = value { Some(*v) } else { None }
}
fn text_of(value: &Value) -> Option<String> {
    if let Value::Text(v) = value { Some(v.clone()) } else { None }
}
fn bytes_of(value: &Value) -> Option<Vec<u8>> {
    if let Value::Blob(v) = value { Some(v.clone()) } else { None }
}
impl Row {
    column!(int, i64, int_of);
    column!(int_or_null, Option<i64>, |v| or_null(v, int_of));
    column!(text, String, text_of);
    column!(text_or_null, Option<String>, |v| or_null(v, text_of));
    column!(bytes, Vec<u8>, bytes_of);
    column!(bytes_or_null, Option<Vec<u8>>, |v| or_null(v, bytes_of));
    pub fn str(&self, i: usize) -> Result<&str> {
        Ok(match self {
            Row::Sqlite(r) => r.try_get(i)?,
            Row::Postgres(r) => r.try_get(i)?,
            Row::Direct(r) => match sqlite::value(r, i)? {
                Value::Text(v) => v,
                other => return Err(StoreError::broken(format!("column {i} is {:?}", other.data_type()))),
            },
        })
    }
    pub fn blob(&self, i: usize) -> Result<&[u8]> {
        Ok(match self {
            Row::Sqlite(r) => r.try_get(i)?,
            Row::Postgres(r) => r.try_get(i)?,
            Row::Direct(r) => match sqlite::value(r, i)? {
                Value::Blob(v) => v,
                other => return Err(StoreError::broken(format!("column {i} is {:?}", other.data_type()))),
            },
        })
    }
    pub fn flag(&self, i: usize) -> Result<bool> {
        Ok(self.int(i)? != 0)
    }
    pub fn time(&self, i: usize) -> Result<jiff::Timestamp> {
        crate::time::timestamp(self.int(i)?)
    }
    pub fn time_or_null(&self, i: usize) -> Result<Option<jiff::Timestamp>> {
        self.int_or_null(i)?.map(crate::time::timestamp).transpose()
    }
    pub fn day(&self, i: usize) -> Result<jiff::civil::Date> {
        crate::time::date(self.int(i)?)
    }
    pub fn unit(&self, i: usize) -> Result<luodi_model::UnitId> {
        let id = self.int(i)?;
        u32::try_from(id).map(luodi_model::UnitId).map_err(|_| StoreError::broken(format!("unit id {id}")))
    }
    pub fn user(&self, i: usize) -> Result<luodi_model::UserId> {
        Ok(luodi_model::UserId(self.int(i)?))
    }
    pub fn uuid(&self, i: usize) -> Result<uuid::Uuid> {
        uuid::Uuid::from_slice(self.blob(i)?).map_err(|e| StoreError::broken(format!("id: {e}")))
    }
}

/// SQL that is fixed text, or that this crate composed from fixed text (never from data).
#[derive(Clone)]
pub(crate) enum Sql {
    Fixed(&'static str),
    Made(Arc<str>),
}
impl From<&'static str> for Sql {
    fn from(s: &'static str) -> Sql {
        Sql::Fixed(s)
    }
}
impl From<String> for Sql {
    fn from(s: String) -> Sql {
        Sql::Made(s.into())
    }
}
impl From<Arc<str>> for Sql {
    fn from(s: Arc<str>) -> Sql {
        Sql::Made(s)
    }
}
impl Sql {
    pub fn as_str(&self) -> &str {
        match self {
            Sql::Fixed(s) => s,
            Sql::Made(s) => s,
        }
    }
    fn into_str(self) -> SqlStr {
        use sqlx::SqlSafeStr;
        match self {
            Sql::Fixed(s) => s.into_sql_str(),
            Sql::Made(s) => AssertSqlSafe(s).into_sql_str(),
        }
    }
}

/// A connection of either database, owned or taken from a pool.
pub(crate) enum Conn {
    Sqlite(Box<dyn DerefMut<Target = SqliteConnection> + Send>),
    /// The writer's own connection to SQLite: its statements run on the thread that asks.
    Direct(Box<Direct>),
    Postgres(Box<dyn DerefMut<Target = PgConnection> + Send>),
}

impl fmt::Debug for Conn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Conn::Sqlite(_) => "Conn::Sqlite",
            Conn::Direct(_) => "Conn::Direct",
            Conn::Postgres(_) => "Conn::Postgres",
        })
    }
}

macro_rules! bind {
    ($args:expr, $list:ty) => {{
        let mut list = <$list>::default();
        let args: Vec<Arg> = $args;
        list.reserve(args.len(), 0);
        for arg in args {
            match arg {
                Arg::Int(v) => list.add(v),
                Arg::Text(v) => list.add(v),
                Arg::Shared(v) => list.add(v),
                Arg::Bytes(v) => list.add(v),
            }
            .map_err(|e| StoreError::Sql(sqlx::Error::Encode(e)))?;
        }
        list
    }};
}

type RowStream<'c> = Pin<Box<dyn Stream<Item = Result<Row>> + Send + 'c>>;

impl Conn {
    pub fn db(&self) -> Db {
        match self {
            Conn::Sqlite(_) | Conn::Direct(_) => Db::Sqlite,
            Conn::Postgres(_) => Db::Postgres,
        }
    }

    /// Runs a statement; answers how many rows it changed.
    pub async fn execute(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<u64> {
        let sql = sql.into();
        Ok(match self {
            Conn::Direct(c) => c.execute(sql.as_str(), &args)?,
            Conn::Sqlite(c) => {
                let query = sqlx::query_with(sql.into_str(), bind!(args, SqliteArguments));
                query.execute(&mut ***c).await?.rows_affected()
            }
            Conn::Postgres(c) => {
                let query = sqlx::query_with(sql.into_str(), bind!(args, PgArguments));
                query.execute(&mut ***c).await?.rows_affected()
            }
        })
    }

    /// Rows one after the other, without holding them all.
    pub fn stream(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<RowStream<'_>> {
        let sql = sql.into();
        Ok(match self {
            Conn::Direct(c) => {
                let rows = c.rows(sql.as_str(), &args)?;
                Box::pin(futures_util::stream::iter(rows.into_iter().map(|r| Ok(Row::Direct(r)))))
            }
            Conn::Sqlite(c) => Box::pin(
                sqlx::query_with(sql.into_str(), bind!(args, SqliteArguments))
                    .fetch(&mut ***c)
                    .map(|r| r.map(Row::Sqlite).map_err(StoreError::from)),
            ),
            Conn::Postgres(c) => Box::pin(
                sqlx::query_with(sql.into_str(), bind!(args, PgArguments))
                    .fetch(&mut ***c)
                    .map(|r| r.map(Row::Postgres).map_err(StoreError::from)),
            ),
        })
    }

    pub async fn rows(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<Vec<Row>> {
        let sql = sql.into();
        Ok(match self {
            Conn::Direct(c) => c.rows(sql.as_str(), &args)?.into_iter().map(Row::Direct).collect(),
            Conn::Sqlite(c) => {
                let rows = sqlx::query_with(sql.into_str(), bind!(args, SqliteArguments)).fetch_all(&mut ***c).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Conn::Postgres(c) => {
                let rows = sqlx::query_with(sql.into_str(), bind!(args, PgArguments)).fetch_all(&mut ***c).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub async fn row(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Several statements without arguments (migrations).
    pub async fn script(&mut self, sql: String) -> Result<()> {
        match self {
            Conn::Direct(c) => c.script(&sql)?,
            Conn::Sqlite(c) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut ***c).await.map(drop)?,
            Conn::Postgres(c) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut ***c).await.map(drop)?,
        }
        Ok(())
    }

    /// Begins a transaction that will write. SQLite takes its write lock here; PostgreSQL when the chain head is written.
    pub async fn begin_write(&mut self) -> Result<()> {
        let sql = match self.db() {
            Db::Sqlite => BEGIN_WRITE_SQLITE,
            Db::Postgres => "BEGIN",
        };
        self.execute(sql, vec![]).await.map(drop)
    }
    /// Begins a transaction whose reads are all of one moment.
    pub async fn begin_read(&mut self) -> Result<()> {
        let sql = match self.db() {
            Db::Sqlite => "BEGIN",
            Db::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.execute(sql, vec![]).await.map(drop)
    }
    pub async fn commit(&mut self) -> Result<()> {
        self.execute("COMMIT", vec![]).await.map(drop)
    }
    pub async fn rollback(&mut self) -> Result<()> {
        self.execute("ROLLBACK", vec![]).await.map(drop)
    }
}

/// A pool of readers of either database.
#[derive(Clone, Debug)]
pub(crate) enum Pool {
    Sqlite(sqlx::Pool<Sqlite>),
    Postgres(sqlx::Pool<Postgres>),
}

impl Pool {
    pub async fn acquire(&self) -> Result<Conn> {
        Ok(match self {
            Pool::Sqlite(p) => Conn::Sqlite(Box::new(p.acquire().await?)),
            Pool::Postgres(p) => Conn::Postgres(Box::new(p.acquire().await?)),
        })
    }
    pub async fn close(&self) {
        match self {
            Pool::Sqlite(p) => p.close().await,
            Pool::Postgres(p) => p.close().await,
        }
    }
}

/// Where the database is: `sqlite:path` or a bare path, or `postgres://…`.
#[derive(Clone, Debug)]
pub(crate) enum Address {
    Sqlite(Box<SqliteConnectOptions>),
    Postgres(Box<PgConnectOptions>),
}

impl Address {
    pub fn parse(address: &str) -> Result<Address> {
        if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(address).map_err(|e| StoreError::Address(e.to_string()))?;
            let options = options.statement_cache_capacity(STATEMENTS_CACHED).disable_statement_logging();
            return Ok(Address::Postgres(Box::new(options)));
        }
        let path = address.strip_prefix("sqlite://").or_else(|| address.strip_prefix("sqlite:")).unwrap_or(address);
        if path.is_empty() || path.contains("://") {
            return Err(StoreError::Address(address.to_string()));
        }
        Ok(Address::Sqlite(Box::new(sqlite_options(path))))
    }
    pub fn db(&self) -> Db {
        match self {
            Address::Sqlite(_) => Db::Sqlite,
            Address::Postgres(_) => Db::Postgres,
        }
    }
    /// The one connection that writes.
    pub async fn connect_writer(&self) -> Result<Conn> {
        Ok(match self {
            Address::Sqlite(o) => Conn::Direct(Box::new(Direct::open(o.get_filename())?)),
            Address::Postgres(o) => Conn::Postgres(Box::new(Box::new(o.connect().await?))),
        })
    }
    pub fn readers(&self) -> Pool {
        match self {
            Address::Sqlite(o) => Pool::Sqlite(
                PoolOptions::new().max_connections(READERS_MAX).connect_lazy_with(o.as_ref().clone().pragma("query_only", "1")),
            ),
            Address::Postgres(o) => {
                Pool::Postgres(PoolOptions::new().max_connections(READERS_MAX).connect_lazy_with(o.as_ref().clone()))
            }
        }
    }
}

fn sqlite_options(path: &str) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(STATEMENTS_CACHED)
        .row_buffer_size(256)
        .pragma("cache_size", format!("-{CACHE_KIB}"))
        .pragma("temp_store", "memory")
        .disable_statement_logging()
}

/// `($1,$2),($3,$4)` for `rows` rows of `columns` values; on SQLite `(?,?),(?,?)`, because SQLite looks for the number of a
/// named parameter in a list, and thousands of them in one statement would take the square of that.
pub(crate) fn placeholders(db: Db, rows: usize, columns: usize) -> String {
    let mut out = String::with_capacity(rows * columns * 6);
    for r in 0..rows {
        out.push_str(if r == 0 { "(" } else { ",(" });
        for c in 0..columns {
            if c > 0 {
                out.push(',');
            }
            match db {
                Db::Sqlite => out.push('?'),
                Db::Postgres => {
                    out.push('$');
                    out.push_str(&(r * columns + c + 1).to_string());
                }
            }
        }
        out.push(')');
    }
    out
}

/// Sizes that statements with many rows are made in, so that few different texts are prepared: `n` itself up to 64, then
/// powers of two up to 512.
pub(crate) fn chunk_len(n: usize) -> usize {
    if n <= 64 { n } else { (1usize << n.ilog2()).min(512) }
}

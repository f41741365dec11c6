//! The connection that writes to SQLite, used on the writer's own thread: no hop to another thread for each statement,
//! and values are bound where they lie. Readers, who work in async code, keep to `sqlx`; both link the same SQLite.

use crate::db::{Arg, BUSY_TIMEOUT, CACHE_KIB, STATEMENTS_CACHED};
use crate::error::{Result, StoreError};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, Rows, ToSql};
use std::path::Path;

/// A row that was read, its values taken over.
pub(crate) type Values = Vec<Value>;

#[derive(Debug)]
pub(crate) struct Direct(Connection);

impl Direct {
    /// Opens the file, and creates it where it is not there.
    pub fn open(path: &Path) -> Result<Direct> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags)?;
        conn.busy_timeout(BUSY_TIMEOUT)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
        conn.pragma_update(None, "journal_mode", "WAL")?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        conn.pragma_update(None, "cache_size", -CACHE_KIB)?;
        conn.pragma_update(None, "temp_store", "memory")?;
        // Never a checkpoint inside a commit: that would make one commit in a thousand slow.
        conn.pragma_update(None, "wal_autocheckpoint", 0)?;
        Ok(Direct(conn))
    }

    /// Runs a statement; answers how many rows it changed.
    pub fn execute(&mut self, sql: &str, args: &[Arg]) -> Result<u64> {
        let mut statement = self.0.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        Ok(statement.raw_execute()? as u64)
    }

    /// Runs an inserting statement once for each `columns` values. One row at a time costs SQLite less than many in one
    /// statement: it need not be able to take back half of it.
    pub fn execute_each(&mut self, sql: &str, columns: usize, values: &[Arg]) -> Result<()> {
        let mut statement = self.0.prepare_cached(sql)?;
        for row in values.chunks(columns) {
            for (i, arg) in row.iter().enumerate() {
                statement.raw_bind_parameter(i + 1, arg)?;
            }
            statement.raw_execute()?;
        }
        Ok(())
    }

    /// Runs a statement over and over. `next` makes its values, told whether the run before changed a row; `false`: enough.
    pub fn execute_while(&mut self, sql: &str, next: &mut dyn FnMut(bool, &mut Vec<Arg>) -> bool) -> Result<()> {
        let mut statement = self.0.prepare_cached(sql)?;
        let mut values = vec![];
        let mut changed = false;
        while next(changed, &mut values) {
            for (i, arg) in values.iter().enumerate() {
                statement.raw_bind_parameter(i + 1, arg)?;
            }
            changed = statement.raw_execute()? > 0;
            values.clear();
        }
        Ok(())
    }

    /// Visits the rows of a query.
    pub fn each(&mut self, sql: &str, args: &[Arg], visit: &mut dyn FnMut(Values) -> Result<()>) -> Result<()> {
        let mut statement = self.0.prepare_cached(sql)?;
        let columns = statement.column_count();
        bind(&mut statement, args)?;
        let mut rows: Rows<'_> = statement.raw_query();
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|i| row.get(i)).collect::<rusqlite::Result<Values>>()?;
            visit(values)?;
        }
        Ok(())
    }

    pub fn rows(&mut self, sql: &str, args: &[Arg]) -> Result<Vec<Values>> {
        let mut out = vec![];
        self.each(sql, args, &mut |row| {
            out.push(row);
            Ok(())
        })?;
        Ok(out)
    }

    /// Several statements without arguments.
    pub fn script(&mut self, sql: &str) -> Result<()> {
        Ok(self.0.execute_batch(sql)?)
    }
}

/// `$n` stands for the nth value, wherever and however often it stands; `?` for the next.
fn bind(statement: &mut CachedStatement<'_>, args: &[Arg]) -> Result<()> {
    for i in 1..=statement.parameter_count() {
        let number = statement.parameter_name(i).and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let arg = args.get(number.unwrap_or(i).wrapping_sub(1));
        statement.raw_bind_parameter(i, arg.ok_or_else(|| StoreError::broken("a value is missing for a statement"))?)?;
    }
    Ok(())
}

impl ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Arg::Int(Some(v)) => ValueRef::Integer(*v),
            Arg::Text(Some(v)) => ValueRef::Text(v.as_bytes()),
            Arg::Shared(v) => ValueRef::Text(v.as_bytes()),
            Arg::Bytes(Some(v)) => ValueRef::Blob(v),
            Arg::Int(None) | Arg::Text(None) | Arg::Bytes(None) => ValueRef::Null,
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

/// What columns are read as, with the same strictness as the other drivers.
pub(crate) fn value(row: &[Value], i: usize) -> Result<&Value> {
    row.get(i).ok_or_else(|| StoreError::broken(format!("no column {i}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_values_stand_where_their_numbers_say() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = Direct::open(&dir.path().join("t.db")).unwrap();
        let rows = conn.rows("SELECT $2, $1, $2, $3", &[Arg::from("a"), Arg::from("b"), Arg::Int(None)]).unwrap();
        let text = |s: &str| Value::Text(s.to_string());
        assert_eq!(rows, vec![vec![text("b"), text("a"), text("b"), Value::Null]]);
        assert!(conn.rows("SELECT $2", &[Arg::from("a")]).is_err());
    }

    #[test]
    fn commits_are_flushed() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = Direct::open(&dir.path().join("t.db")).unwrap();
        let mut ask = |what: &str| conn.rows(&format!("PRAGMA {what}"), &[]).unwrap().remove(0).remove(0);
        assert_eq!(ask("synchronous"), Value::Integer(2), "2 is FULL");
        assert_eq!(ask("journal_mode"), Value::Text("wal".into()));
        assert_eq!(ask("wal_autocheckpoint"), Value::Integer(0));
    }
}

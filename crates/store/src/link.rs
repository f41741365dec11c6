//! A connection used from a thread that may wait: the writer's own, or a reader's blocking thread.

use crate::db::{Arg, BEGIN_WRITE_SQLITE, Conn, Db, Row, Sql, chunk_len, placeholders};
use crate::error::Result;
use futures_util::StreamExt;
use std::collections::HashMap;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

/// A statement that inserts many rows: `head VALUES (…),(…) tail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ManyRows {
    pub head: &'static str,
    pub columns: usize,
    pub tail: &'static str,
}

/// Rows whose values are made at a time for a connection that takes them one by one.
const DIRECT_ROWS: usize = 64;

/// What drives the connection's futures.
#[derive(Debug)]
pub(crate) enum Driver {
    /// The writer's own runtime on its own thread.
    Own(tokio::runtime::Runtime),
    /// The runtime that the store was opened in; only from threads that it allows to block.
    Shared(tokio::runtime::Handle),
}

impl Driver {
    pub fn wait<F: Future>(&self, future: F) -> F::Output {
        match self {
            Driver::Own(rt) => rt.block_on(future),
            Driver::Shared(handle) => handle.block_on(future),
        }
    }
}

pub(crate) struct Link {
    driver: Driver,
    pub conn: Conn,
    texts: HashMap<(&'static str, usize), Arc<str>>,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("conn", &self.conn).finish_non_exhaustive()
    }
}

impl Link {
    pub fn new(driver: Driver, conn: Conn) -> Link {
        Link { driver, conn, texts: HashMap::new() }
    }
    pub fn wait<F: Future>(&self, future: F) -> F::Output {
        self.driver.wait(future)
    }
    pub fn begin_write(&mut self) -> Result<()> {
        match &mut self.conn {
            Conn::Direct(c) => c.execute(BEGIN_WRITE_SQLITE, &[]).map(drop),
            conn => self.driver.wait(conn.begin_write()),
        }
    }
    pub fn commit(&mut self) -> Result<()> {
        match &mut self.conn {
            Conn::Direct(c) => c.execute("COMMIT", &[]).map(drop),
            conn => self.driver.wait(conn.commit()),
        }
    }
    pub fn rollback(&mut self) -> Result<()> {
        self.driver.wait(self.conn.rollback())
    }
    /// Gives the connection up.
    pub fn into_parts(self) -> (Driver, Conn) {
        (self.driver, self.conn)
    }
    pub fn execute(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<u64> {
        match &mut self.conn {
            Conn::Direct(c) => c.execute(sql.into().as_str(), &args),
            conn => self.driver.wait(conn.execute(sql, args)),
        }
    }
    pub fn rows(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<Vec<Row>> {
        match &mut self.conn {
            Conn::Direct(c) => Ok(c.rows(sql.into().as_str(), &args)?.into_iter().map(Row::Direct).collect()),
            conn => self.driver.wait(conn.rows(sql, args)),
        }
    }
    pub fn row(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<Option<Row>> {
        Ok(self.rows(sql, args)?.into_iter().next())
    }
    /// Visits rows without holding them all. The visitor must not use this link.
    pub fn each(&mut self, sql: impl Into<Sql>, args: Vec<Arg>, visit: &mut dyn FnMut(&Row) -> Result<()>) -> Result<()> {
        if let Conn::Direct(c) = &mut self.conn {
            return c.each(sql.into().as_str(), &args, &mut |row| visit(&Row::Direct(row)));
        }
        self.driver.wait(async {
            let mut rows = self.conn.stream(sql, args)?;
            while let Some(row) = rows.next().await {
                visit(&row?)?;
            }
            Ok(())
        })
    }

    /// Inserts rows (their values one after the other) in as few statements as the databases' limits allow.
    pub fn insert_many(&mut self, statement: ManyRows, values: Vec<Arg>) -> Result<()> {
        let rows = values.len() / statement.columns;
        let mut values = values.into_iter();
        self.insert_made(statement, rows, &mut |n, out| {
            out.extend(values.by_ref().take(n * statement.columns));
            Ok(())
        })
    }

    /// The same with values made when they are needed (`make` adds those of the next `n` rows): while the database
    /// carries out one statement, the values of the next are made here.
    pub fn insert_made(
        &mut self,
        statement: ManyRows,
        rows: usize,
        make: &mut dyn FnMut(usize, &mut Vec<Arg>) -> Result<()>,
    ) -> Result<()> {
        if matches!(self.conn, Conn::Direct(_)) {
            return self.insert_direct(statement, rows, make);
        }
        let mut next = |left: usize| -> Result<(usize, Vec<Arg>)> {
            let n = chunk_len(left);
            let mut values = Vec::with_capacity(n * statement.columns);
            if n > 0 {
                make(n, &mut values)?;
            }
            Ok((n, values))
        };
        let db = self.conn.db();
        let mut left = rows;
        let (mut n, mut values) = next(left)?;
        while n > 0 {
            let sql = self.text(statement.head, n, |n| {
                format!("{} VALUES {} {}", statement.head, placeholders(db, n, statement.columns), statement.tail)
            });
            left -= n;
            (n, values) = self.driver.wait(async {
                let mut running = pin!(self.conn.execute(sql, values));
                // The first poll sends the statement off.
                let begun = poll_fn(|cx| Poll::Ready(running.as_mut().poll(cx))).await;
                let made = next(left);
                match begun {
                    Poll::Ready(done) => done?,
                    Poll::Pending => running.await?,
                };
                made
            })?;
        }
        Ok(())
    }

    fn insert_direct(
        &mut self,
        statement: ManyRows,
        rows: usize,
        make: &mut dyn FnMut(usize, &mut Vec<Arg>) -> Result<()>,
    ) -> Result<()> {
        let one_row =
            |_| format!("{} VALUES {} {}", statement.head, placeholders(Db::Sqlite, 1, statement.columns), statement.tail);
        let sql = self.text(statement.head, 1, one_row);
        let Conn::Direct(conn) = &mut self.conn else { return Ok(()) };
        let mut values = Vec::with_capacity(rows.min(DIRECT_ROWS) * statement.columns);
        let mut left = rows;
        while left > 0 {
            let n = left.min(DIRECT_ROWS);
            make(n, &mut values)?;
            conn.execute_each(&sql, statement.columns, &values)?;
            values.clear();
            left -= n;
        }
        Ok(())
    }

    /// Rows whose key is one of many: `head (…) tail`. The list is filled up with its last key to few lengths.
    pub fn rows_in(&mut self, head: &'static str, keys: Vec<Arg>, tail: &'static str) -> Result<Vec<Row>> {
        let mut out = vec![];
        let db = self.conn.db();
        if let Conn::Direct(_) = self.conn {
            // Without a hop between threads, one look-up after the other costs less than a list made and sorted first.
            let sql = self.text(head, 1, |_| format!("{head} (?) {tail}"));
            let Conn::Direct(conn) = &mut self.conn else { return Ok(out) };
            for key in &keys {
                conn.each(&sql, std::slice::from_ref(key), &mut |row| {
                    out.push(Row::Direct(row));
                    Ok(())
                })?;
            }
            return Ok(out);
        }
        for chunk in keys.chunks(512) {
            let Some(last) = chunk.last() else { break };
            let n = [1, 4, 16, 64, 256].into_iter().find(|n| *n >= chunk.len()).unwrap_or(512);
            let sql = self.text(head, n, |n| format!("{head} {} {tail}", placeholders(db, 1, n)));
            let mut args = chunk.to_vec();
            args.resize(n, last.clone());
            out.extend(self.rows(sql, args)?);
        }
        Ok(out)
    }

    fn text(&mut self, head: &'static str, n: usize, make: impl FnOnce(usize) -> String) -> Arc<str> {
        self.texts.entry((head, n)).or_insert_with(|| make(n).into()).clone()
    }
}

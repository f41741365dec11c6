//! Upkeep of SQLite's write-ahead log. The writer never copies it into the database file inside a commit; this thread
//! does it beside the writer, who finishes the small rest between two batches so that the log starts over.

use crate::db::{Address, Conn};
use crate::error::Result;
use crate::job::{Message, Task};
use std::sync::mpsc;
use std::time::Duration;
use tokio::sync::mpsc::{Sender, WeakSender};

const EVERY: Duration = Duration::from_millis(500);
/// Pages in the log from which it is copied.
const PAGES_MIN: i64 = 1_000;
/// Pages from which the writer is asked to finish the copy.
const PAGES_FINISH: i64 = 16_000;

/// Stops when dropped.
#[derive(Debug)]
pub(crate) struct Keeper {
    _stop: mpsc::Sender<()>,
}

impl Keeper {
    /// `None` on PostgreSQL, which looks after itself.
    pub fn start(address: &Address, inbox: &Sender<Message>) -> Option<Keeper> {
        if !matches!(address, Address::Sqlite(_)) {
            return None;
        }
        let (stop, stopped) = mpsc::channel::<()>();
        let (address, inbox) = (address.clone(), inbox.downgrade());
        let run = move || {
            if let Err(e) = keep(&address, &inbox, &stopped) {
                tracing::warn!(error = %e, "upkeep of the write-ahead log stopped");
            }
        };
        std::thread::Builder::new().name("luodi-wal".to_string()).spawn(run).ok()?;
        Some(Keeper { _stop: stop })
    }
}

fn keep(address: &Address, inbox: &WeakSender<Message>, stopped: &mpsc::Receiver<()>) -> Result<()> {
    let rt = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| crate::StoreError::Sql(sqlx::Error::Io(e)))?;
    let mut conn = rt.block_on(address.connect_writer())?;
    let mut pages = 0;
    while matches!(stopped.recv_timeout(EVERY), Err(mpsc::RecvTimeoutError::Timeout)) {
        let Some(now) = rt.block_on(log_pages(address)) else { continue };
        if now < PAGES_MIN || now == pages {
            continue;
        }
        pages = now;
        rt.block_on(passive(&mut conn))?;
        if now < PAGES_FINISH {
            continue;
        }
        let Some(inbox) = inbox.upgrade() else { break };
        let finish: Task = Box::new(|writer| {
            let done = writer.link.row("PRAGMA wal_checkpoint(PASSIVE)", vec![]);
            if let Err(e) = done {
                tracing::warn!(error = %e, "the write-ahead log could not be finished");
            }
        });
        if inbox.blocking_send(Message::Task(finish)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Length of the log in pages, from the size of its file.
async fn log_pages(address: &Address) -> Option<i64> {
    let Address::Sqlite(options) = address else { return None };
    let mut path = options.get_filename().as_os_str().to_os_string();
    path.push("-wal");
    let size = std::fs::metadata(path).ok()?.len();
    i64::try_from(size / 4_096).ok()
}

/// Copies what no reader holds; waits for nobody.
async fn passive(conn: &mut Conn) -> Result<()> {
    conn.row("PRAGMA wal_checkpoint(PASSIVE)", vec![]).await.map(drop)
}

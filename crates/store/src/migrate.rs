//! Migrations: embedded texts, run in order, each in one transaction with the note that it ran. Once shipped, a text is
//! never edited: its SM3 is compared with the one that ran.

use crate::db::{Conn, Db, args};
use crate::error::{Result, StoreError};
use sm3::{Digest, Sm3};

const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../migrations/0001_start.sql")),
    (2, include_str!("../migrations/0002_unit_tree.sql")),
    (3, include_str!("../migrations/0003_attachment.sql")),
    (4, include_str!("../migrations/0004_download.sql")),
];

/// Brings the schema up to date. Safe when several processes start at once.
pub(crate) async fn migrate(conn: &mut Conn) -> Result<()> {
    let table = "CREATE TABLE IF NOT EXISTS migration (no BIGINT PRIMARY KEY, digest TEXT NOT NULL)";
    begin_alone(conn).await?;
    match migrate_in(conn, table).await {
        Ok(()) => conn.commit().await,
        Err(e) => {
            let _ = conn.rollback().await;
            Err(e)
        }
    }
}

/// One process migrates at a time; the others wait here.
async fn begin_alone(conn: &mut Conn) -> Result<()> {
    conn.begin_write().await?;
    if conn.db() == Db::Postgres {
        // Any constant will do; it only has to be the same in every process.
        conn.execute("SELECT pg_advisory_xact_lock(742199)", vec![]).await?;
    }
    Ok(())
}

async fn migrate_in(conn: &mut Conn, table: &str) -> Result<()> {
    conn.script(table.to_string()).await?;
    let mut done = 0;
    for row in conn.rows("SELECT no, digest FROM migration ORDER BY no", vec![]).await? {
        let (no, digest) = (row.int(0)?, row.text(1)?);
        let Some((_, text)) = MIGRATIONS.iter().find(|m| m.0 == no) else {
            return Err(StoreError::Newer { found: no, known: MIGRATIONS.last().map_or(0, |m| m.0) });
        };
        if digest_of(text) != digest {
            return Err(StoreError::MigrationChanged(no));
        }
        done = no;
    }
    for (no, text) in MIGRATIONS.iter().filter(|m| m.0 > done) {
        conn.script(in_dialect(conn.db(), text)).await?;
        conn.execute("INSERT INTO migration (no, digest) VALUES ($1, $2)", args![*no, digest_of(text)]).await?;
    }
    let zero = vec![0u8; 32];
    conn.execute("INSERT INTO chain_head (one, seq, hash) VALUES (1, 0, $1) ON CONFLICT (one) DO NOTHING", args![zero]).await?;
    Ok(())
}

fn in_dialect(db: Db, text: &str) -> String {
    let (key, bytes) = match db {
        Db::Sqlite => ("INTEGER PRIMARY KEY", "BLOB"),
        Db::Postgres => ("BIGINT PRIMARY KEY", "BYTEA"),
    };
    text.replace("SEQUENCE_KEY", key).replace("BYTES", bytes)
}

fn digest_of(text: &str) -> String {
    Sm3::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

//! Files that records refer to (附件), known by their content.

use super::event;
use crate::db::{Conn, args};
use crate::error::{Result, StoreError};
use crate::job::Stamp;
use crate::store::Store;
use jiff::Timestamp;
use luodi_model::{AttachmentId, UnitId, UserId};
use serde_json::json;
use sm3::{Digest, Sm3};
use std::sync::Arc;

#[derive(Clone, PartialEq, Debug)]
pub struct NewAttachment {
    /// Name under which it was sent.
    pub name: String,
    /// jpeg, pdf, docx …, as found in the content.
    pub kind: String,
    pub content: Vec<u8>,
}

/// A file without its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    pub id: AttachmentId,
    pub kind: String,
    /// Bytes.
    pub size: i64,
    /// The first first.
    pub uploads: Vec<AttachmentUpload>,
}

/// That somebody sent a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttachmentUpload {
    pub unit: UnitId,
    pub by: UserId,
    pub name: String,
    pub at: Timestamp,
}

/// The SM3 of the content.
pub(crate) fn attachment_id(content: &[u8]) -> AttachmentId {
    AttachmentId(Sm3::digest(content).into())
}

impl Store {
    /// Keeps a file. `false`: this person sent it before, nothing was stored.
    pub async fn put_attachment(&self, stamp: &Stamp, new: NewAttachment) -> Result<(AttachmentId, bool)> {
        let id = attachment_id(&new.content);
        let (unit, by, at) = (stamp.unit, stamp.user, stamp.at);
        let new = Arc::new(new);
        let is_new = self.table(stamp, move |link| {
            let held = link.row("SELECT 1 FROM attachment WHERE id = $1", args![id])?.is_some();
            let size = i64::try_from(new.content.len()).map_err(|e| StoreError::broken(e.to_string()))?;
            if !held {
                let sql = "INSERT INTO attachment (id, kind, size, content) VALUES ($1, $2, $3, $4)";
                link.execute(sql, args![id, &new.kind, size, &new.content[..]])?;
            }
            let sql = "INSERT INTO attachment_upload (id, unit, actor, name, at_us) VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT (id, unit, actor) DO NOTHING";
            let is_new = link.execute(sql, args![id, unit, by, &new.name, at])? == 1;
            let data = json!({ "name": new.name, "kind": new.kind, "bytes": size });
            Ok((is_new, if is_new { event("attachment_uploaded", id.to_string(), data) } else { None }))
        });
        Ok((id, is_new.await?))
    }

    /// The files with these ids; those that nobody sent are left out.
    pub async fn attachments(&self, ids: &[AttachmentId]) -> Result<Vec<Attachment>> {
        let mut conn = self.readers().acquire().await?;
        let mut found = vec![];
        for id in ids {
            let row = conn.row("SELECT kind, size FROM attachment WHERE id = $1", args![*id]).await?;
            if let Some(row) = row {
                let uploads = uploads(&mut conn, *id).await?;
                found.push(Attachment { id: *id, kind: row.text(0)?, size: row.int(1)?, uploads });
            }
        }
        Ok(found)
    }

    pub async fn attachment_content(&self, id: AttachmentId) -> Result<Option<Vec<u8>>> {
        let row = self.readers().acquire().await?.row("SELECT content FROM attachment WHERE id = $1", args![id]).await?;
        row.map(|r| r.bytes(0)).transpose()
    }
}

async fn uploads(conn: &mut Conn, id: AttachmentId) -> Result<Vec<AttachmentUpload>> {
    let sql = "SELECT unit, actor, name, at_us FROM attachment_upload WHERE id = $1 ORDER BY at_us, unit, actor";
    let rows = conn.rows(sql, args![id]).await?;
    rows.iter().map(|r| Ok(AttachmentUpload { unit: r.unit(0)?, by: r.user(1)?, name: r.text(2)?, at: r.time(3)? })).collect()
}

//! Drafts of programmes: edited by several people, saved only over the version that the editor saw.

use super::event;
use crate::db::{Row, args};
use crate::error::Result;
use crate::job::Stamp;
use crate::store::Store;
use jiff::Timestamp;
use luodi_model::{PlanId, UserId};
use serde_json::json;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    pub id: String,
    pub yaml: String,
    pub plan: Option<PlanId>,
    pub by: UserId,
    pub at: Timestamp,
    /// 1 for the first save.
    pub version: u32,
}

impl Store {
    /// Saves a draft over version `seen` (0: a new one). `None`: another version is there; nothing was saved.
    pub async fn put_draft(&self, stamp: &Stamp, id: &str, yaml: &str, plan: Option<PlanId>, seen: u32) -> Result<Option<u32>> {
        let (by, at, id, yaml) = (stamp.user, stamp.at, id.to_string(), yaml.to_string());
        self.table(stamp, move |link| {
            let version = seen + 1;
            let plan_id = plan.map(|p| p.0.as_bytes().to_vec());
            let args = args![&id, &yaml, plan_id, by, at, version];
            let done = if seen == 0 {
                let sql = "INSERT INTO draft (id, yaml, plan, actor, at_us, version) VALUES ($1, $2, $3, $4, $5, $6) \
                           ON CONFLICT (id) DO NOTHING";
                link.execute(sql, args)?
            } else {
                let sql = "UPDATE draft SET yaml = $2, plan = $3, actor = $4, at_us = $5, version = $6 \
                           WHERE id = $1 AND version = $6 - 1";
                link.execute(sql, args)?
            };
            if done == 0 {
                return Ok((None, None));
            }
            let data = json!({ "version": version, "plan": plan.map(|p| p.to_string()), "yaml": yaml });
            Ok((Some(version), event("draft_saved", &id, data)))
        })
        .await
    }

    pub async fn draft(&self, id: &str) -> Result<Option<Draft>> {
        let sql = "SELECT id, yaml, plan, actor, at_us, version FROM draft WHERE id = $1";
        self.readers().acquire().await?.row(sql, args![id]).await?.map(|r| read(&r)).transpose()
    }
    /// All drafts, last edited first.
    pub async fn drafts(&self) -> Result<Vec<Draft>> {
        let sql = "SELECT id, yaml, plan, actor, at_us, version FROM draft ORDER BY at_us DESC, id";
        self.readers().acquire().await?.rows(sql, vec![]).await?.iter().map(read).collect()
    }
    /// Takes a draft off the list; its text stays in the log.
    pub async fn drop_draft(&self, stamp: &Stamp, id: &str) -> Result<bool> {
        let id = id.to_string();
        self.table(stamp, move |link| {
            let done = link.execute("DELETE FROM draft WHERE id = $1", args![&id])? == 1;
            Ok((done, if done { event("draft_dropped", &id, json!({})) } else { None }))
        })
        .await
    }
}

fn read(row: &Row) -> Result<Draft> {
    Ok(Draft {
        id: row.text(0)?,
        yaml: row.text(1)?,
        plan: row.bytes_or_null(2)?.map(|_| row.uuid(2).map(PlanId)).transpose()?,
        by: row.user(3)?,
        at: row.time(4)?,
        version: u32::try_from(row.int(5)?).unwrap_or(u32::MAX),
    })
}

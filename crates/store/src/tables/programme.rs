//! Published programmes (方案): versions that are never changed.

use super::event;
use crate::db::{Row, args};
use crate::error::{Result, StoreError};
use crate::job::Stamp;
use crate::store::Store;
use jiff::Timestamp;
use luodi_model::{PlanId, ProgrammeId, UserId};
use serde_json::{Value as Json, json};

#[derive(Clone, PartialEq, Debug)]
pub struct NewProgramme {
    pub id: ProgrammeId,
    pub yaml: String,
    pub plan: Option<PlanId>,
    /// What the publication made of it (fan-out over the units): JSON.
    pub report: Json,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ProgrammeVersion {
    pub id: ProgrammeId,
    pub version: u32,
    pub yaml: String,
    pub plan: Option<PlanId>,
    pub by: UserId,
    pub at: Timestamp,
    pub report: Json,
}

const COLUMNS: &str = "id, version, yaml, plan, actor, at_us, report";

impl Store {
    /// Publishes the next version; answers its number. Then tell the store how it counts: [`Store::set_counting`].
    pub async fn publish(&self, stamp: &Stamp, new: NewProgramme) -> Result<u32> {
        let (by, at) = (stamp.user, stamp.at);
        self.table(stamp, move |link| {
            let sql = "SELECT MAX(version) FROM programme WHERE id = $1";
            let last = link.row(sql, args![&new.id.0])?.map(|r| r.int_or_null(0)).transpose()?.flatten().unwrap_or(0);
            let version = last + 1;
            let sql = "INSERT INTO programme (id, version, yaml, plan, actor, at_us, report) VALUES ($1, $2, $3, $4, $5, $6, $7)";
            let plan = new.plan.map(|p| p.0.as_bytes().to_vec());
            link.execute(sql, args![&new.id.0, version, &new.yaml, plan, by, at, new.report.to_string()])?;
            let changes = new.report.get("changes").cloned().unwrap_or(Json::Null);
            let plan = new.plan.map(|p| p.to_string());
            let data = json!({ "version": version, "plan": plan, "yaml": new.yaml, "changes": changes });
            let told = event("programme_published", &new.id.0, data);
            Ok((u32::try_from(version).unwrap_or(u32::MAX), told))
        })
        .await
    }

    /// A version; `None`: the last one.
    pub async fn programme(&self, id: &ProgrammeId, version: Option<u32>) -> Result<Option<ProgrammeVersion>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM programme WHERE id = $1 AND version = \
             COALESCE($2, (SELECT MAX(version) FROM programme WHERE id = $1))"
        );
        let args = args![&id.0, version.map(i64::from)];
        self.readers().acquire().await?.row(sql, args).await?.map(|r| read(&r)).transpose()
    }
    /// The last version of each programme, by name.
    pub async fn programmes(&self) -> Result<Vec<ProgrammeVersion>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM programme p WHERE version = (SELECT MAX(version) FROM programme q WHERE q.id = p.id) ORDER BY id"
        );
        self.readers().acquire().await?.rows(sql, vec![]).await?.iter().map(read).collect()
    }
    /// All versions of a programme, oldest first.
    pub async fn programme_versions(&self, id: &ProgrammeId) -> Result<Vec<ProgrammeVersion>> {
        let sql = format!("SELECT {COLUMNS} FROM programme WHERE id = $1 ORDER BY version");
        self.readers().acquire().await?.rows(sql, args![&id.0]).await?.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<ProgrammeVersion> {
    Ok(ProgrammeVersion {
        id: ProgrammeId(row.text(0)?),
        version: u32::try_from(row.int(1)?).map_err(|_| StoreError::broken("programme version"))?,
        yaml: row.text(2)?,
        plan: row.bytes_or_null(3)?.map(|_| row.uuid(3).map(PlanId)).transpose()?,
        by: row.user(4)?,
        at: row.time(5)?,
        report: serde_json::from_str(row.str(6)?).map_err(|e| StoreError::broken(format!("report: {e}")))?,
    })
}

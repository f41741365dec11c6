//! Quotas (分解指标) stated for units, where an office gives them itself instead of by a formula.

use super::event;
use crate::db::args;
use crate::error::{Result, StoreError};
use crate::job::Stamp;
use crate::store::Store;
use luodi_model::{ProgrammeId, UnitId};
use rust_decimal::Decimal;
use serde_json::json;

impl Store {
    /// States quotas of a target; units that are not named keep theirs.
    pub async fn put_quotas(
        &self,
        stamp: &Stamp,
        programme: &ProgrammeId,
        target: &str,
        quotas: Vec<(UnitId, Decimal)>,
    ) -> Result<()> {
        let (by, at, programme, target) = (stamp.user, stamp.at, programme.clone(), target.to_string());
        self.table(stamp, move |link| {
            let sql = "INSERT INTO quota (programme, target, unit, value, actor, at_us) VALUES ($1, $2, $3, $4, $5, $6) \
                       ON CONFLICT (programme, target, unit) DO UPDATE SET value = excluded.value, actor = excluded.actor, \
                       at_us = excluded.at_us";
            for (unit, value) in &quotas {
                link.execute(sql, args![&programme.0, &target, *unit, value.normalize().to_string(), by, at])?;
            }
            let list: Vec<_> = quotas.iter().map(|(u, v)| json!([u.0, v.normalize().to_string()])).collect();
            Ok(((), event("quotas_stated", format!("{programme}/{target}"), json!({ "quotas": list }))))
        })
        .await
    }

    /// The quotas stated for a target, by unit number.
    pub async fn quotas(&self, programme: &ProgrammeId, target: &str) -> Result<Vec<(UnitId, Decimal)>> {
        let sql = "SELECT unit, value FROM quota WHERE programme = $1 AND target = $2 ORDER BY unit";
        let rows = self.readers().acquire().await?.rows(sql, args![&programme.0, target]).await?;
        let value = |text: &str| text.parse().map_err(|_| StoreError::broken(format!("quota {text}")));
        rows.iter().map(|r| Ok((r.unit(0)?, value(r.str(1)?)?))).collect()
    }
}

//! Plan documents (工作方案): text, original bytes, reading, and the decisions on findings.

use super::event;
use crate::db::args;
use crate::error::{Result, StoreError};
use crate::job::Stamp;
use crate::store::Store;
use jiff::Timestamp;
use luodi_model::{PlanId, UserId};
use serde_json::{Value as Json, json};
use sm3::{Digest, Sm3};
use std::collections::BTreeMap;

#[derive(Clone, PartialEq, Debug)]
pub struct NewPlan {
    pub id: PlanId,
    /// File name as uploaded.
    pub name: String,
    /// docx, pdf, txt ….
    pub kind: String,
    pub text: String,
    pub original: Vec<u8>,
    /// What was read from it: JSON of the draft and its findings.
    pub reading: Json,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanSummary {
    pub id: PlanId,
    pub name: String,
    pub kind: String,
    pub by: UserId,
    pub at: Timestamp,
}

/// A plan without its original bytes.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    pub summary: PlanSummary,
    pub text: String,
    pub reading: Json,
}

/// What a person decided on a finding: which of two values holds, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanDecision {
    pub finding: String,
    pub choice: String,
    pub value_a: Option<String>,
    pub value_b: Option<String>,
    pub note: Option<String>,
    pub by: UserId,
    pub at: Timestamp,
}

impl Store {
    /// Stores a plan. The same id twice: the first stays, `false`.
    pub async fn put_plan(&self, stamp: &Stamp, plan: NewPlan) -> Result<bool> {
        let (by, at) = (stamp.user, stamp.at);
        self.table(stamp, move |link| {
            let sql = "INSERT INTO plan (id, name, kind, actor, at_us, content, original, reading) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";
            let p = &plan;
            let args = args![p.id, &p.name, &p.kind, by, at, &p.text, &p.original[..], p.reading.to_string()];
            let new = link.execute(sql, args)? == 1;
            let digest: String = Sm3::digest(&p.original).iter().map(|b| format!("{b:02x}")).collect();
            let data = json!({ "name": p.name, "kind": p.kind, "bytes": p.original.len(), "sm3": digest });
            Ok((new, if new { event("plan_uploaded", p.id.to_string(), data) } else { None }))
        })
        .await
    }

    /// A plan read anew (a newer reader, another split): the reading is replaced, the text is not.
    pub async fn replace_reading(&self, stamp: &Stamp, id: PlanId, reading: Json) -> Result<bool> {
        self.table(stamp, move |link| {
            let text = reading.to_string();
            let done = link.execute("UPDATE plan SET reading = $2 WHERE id = $1", args![id, &text])? == 1;
            let digest: String = Sm3::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
            Ok((done, if done { event("plan_read", id.to_string(), json!({ "sm3": digest })) } else { None }))
        })
        .await
    }

    pub async fn plan(&self, id: PlanId) -> Result<Option<Plan>> {
        let sql = "SELECT id, name, kind, actor, at_us, content, reading FROM plan WHERE id = $1";
        let row = self.readers().acquire().await?.row(sql, args![id]).await?;
        row.map(|r| {
            let reading = serde_json::from_str(r.str(6)?).map_err(|e| StoreError::broken(format!("reading: {e}")))?;
            Ok(Plan { summary: summary(&r)?, text: r.text(5)?, reading })
        })
        .transpose()
    }
    /// The bytes as uploaded.
    pub async fn plan_original(&self, id: PlanId) -> Result<Option<Vec<u8>>> {
        let row = self.readers().acquire().await?.row("SELECT original FROM plan WHERE id = $1", args![id]).await?;
        row.map(|r| r.bytes(0)).transpose()
    }
    /// All plans, newest first.
    pub async fn plans(&self) -> Result<Vec<PlanSummary>> {
        let sql = "SELECT id, name, kind, actor, at_us FROM plan ORDER BY at_us DESC, id";
        self.readers().acquire().await?.rows(sql, vec![]).await?.iter().map(summary).collect()
    }

    /// Adds a decision. Who and when are the stamp's.
    pub async fn decide_finding(&self, stamp: &Stamp, plan: PlanId, decision: PlanDecision) -> Result<()> {
        let (by, at) = (stamp.user, stamp.at);
        self.table(stamp, move |link| {
            let d = &decision;
            let seq = super::next_id(link, "SELECT MAX(seq) FROM plan_decision")?;
            let sql = "INSERT INTO plan_decision (seq, plan, finding, choice, value_a, value_b, note, actor, at_us) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
            let (a, b, note) = (d.value_a.clone(), d.value_b.clone(), d.note.clone());
            link.execute(sql, args![seq, plan, &d.finding, &d.choice, a, b, note, by, at])?;
            let data = json!({
                "finding": d.finding, "choice": d.choice, "value_a": d.value_a, "value_b": d.value_b, "note": d.note,
            });
            Ok(((), event("finding_decided", plan.to_string(), data)))
        })
        .await
    }

    /// Adds decisions together, where each of the things named has as many decisions as the person saw. `false`: somebody
    /// decided meanwhile, and nothing was stored.
    pub async fn review_plan(
        &self,
        stamp: &Stamp,
        plan: PlanId,
        decisions: Vec<PlanDecision>,
        seen: BTreeMap<String, i64>,
    ) -> Result<bool> {
        let (by, at) = (stamp.user, stamp.at);
        self.table(stamp, move |link| {
            for (finding, seen) in &seen {
                let sql = "SELECT COUNT(*) FROM plan_decision WHERE plan = $1 AND finding = $2";
                if link.row(sql, args![plan, finding])?.map(|r| r.int(0)).transpose()? != Some(*seen) {
                    return Ok((false, None));
                }
            }
            let first = super::next_id(link, "SELECT MAX(seq) FROM plan_decision")?;
            for (seq, d) in (first..).zip(&decisions) {
                let sql = "INSERT INTO plan_decision (seq, plan, finding, choice, value_a, value_b, note, actor, at_us) \
                           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
                let (a, b, note) = (d.value_a.clone(), d.value_b.clone(), d.note.clone());
                link.execute(sql, args![seq, plan, &d.finding, &d.choice, a, b, note, by, at])?;
            }
            let said = |d: &PlanDecision| json!({ "finding": d.finding, "choice": d.choice, "value_a": d.value_a, "value_b": d.value_b });
            let data = json!({ "decisions": decisions.iter().map(said).collect::<Vec<_>>() });
            Ok((true, event("plan_reviewed", plan.to_string(), data)))
        })
        .await
    }

    /// All decisions on a plan, oldest first: the last one of a finding holds, the others stay.
    pub async fn plan_decisions(&self, plan: PlanId) -> Result<Vec<PlanDecision>> {
        let sql = "SELECT finding, choice, value_a, value_b, note, actor, at_us FROM plan_decision WHERE plan = $1 ORDER BY seq";
        let rows = self.readers().acquire().await?.rows(sql, args![plan]).await?;
        rows.iter()
            .map(|r| {
                Ok(PlanDecision {
                    finding: r.text(0)?,
                    choice: r.text(1)?,
                    value_a: r.text_or_null(2)?,
                    value_b: r.text_or_null(3)?,
                    note: r.text_or_null(4)?,
                    by: r.user(5)?,
                    at: r.time(6)?,
                })
            })
            .collect()
    }
}

fn summary(row: &crate::db::Row) -> Result<PlanSummary> {
    Ok(PlanSummary { id: PlanId(row.uuid(0)?), name: row.text(1)?, kind: row.text(2)?, by: row.user(3)?, at: row.time(4)? })
}

//! Given records (方案自带记录): the rows of the plan itself, resolved against the units of the day.

use crate::{Context, Problem};
use indexmap::IndexMap;
use luodi_model::programme::{FieldType, Given, Register};
use luodi_model::{ProgrammeId, RecordId, Unit};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// A record to be stored when the programme is published.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GivenRow {
    pub id: RecordId,
    pub register: String,
    pub state: Option<String>,
    pub fields: IndexMap<String, Json>,
}

/// All given records of a programme, in the order of the file: those that others refer to stand before them.
///
/// # Errors
/// Rows that name a given record that isn't there, or two rows with one id.
pub fn given_rows(ctx: &Context<'_>) -> Result<Vec<GivenRow>, Vec<Problem>> {
    let mut rows = vec![];
    let mut problems = vec![];
    for (name, given) in &ctx.programme.model.given {
        let Some(register) = ctx.register(&given.register) else { continue };
        let holders: Vec<Option<&Unit>> = match &given.for_ {
            Some(group) => ctx.members(group, None).into_iter().map(|u| ctx.facts.units().get(u)).collect(),
            None => vec![None],
        };
        for holder in holders {
            for index in 0..given.rows.len() {
                match row(ctx, (name, given), register, holder, index) {
                    Ok(found) => rows.push(found),
                    Err(problem) => problems.push(problem),
                }
            }
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

fn row(
    ctx: &Context<'_>,
    (name, given): (&str, &Given),
    register: &Register,
    holder: Option<&Unit>,
    index: usize,
) -> Result<GivenRow, Problem> {
    let mut fields = IndexMap::new();
    let row = &given.rows[index];
    for (column, entry) in given.columns.iter().zip(row) {
        let text = entry.0.trim();
        if text.is_empty() {
            continue;
        }
        let value = match register.fields.get(column).map(|f| f.type_) {
            Some(FieldType::Record) => json!(referred(ctx, text, holder)?.to_string()),
            Some(FieldType::Bool) => json!(matches!(text, "true" | "是" | "有")),
            _ => json!(text),
        };
        fields.insert(column.clone(), value);
    }
    if let Some(unit) = holder {
        fields.insert(register.unit.clone(), json!(unit.code));
    }
    let key = row.first().map_or("", |e| e.0.trim());
    let id = given_id(&ctx.programme.model.programme, name, key, holder);
    Ok(GivenRow { id, register: given.register.clone(), state: given.state.clone(), fields })
}

/// `table/key`: the given record of that table; the same unit's where the table is given to each unit.
fn referred(ctx: &Context<'_>, text: &str, holder: Option<&Unit>) -> Result<RecordId, Problem> {
    let problem =
        || Problem { field: None, say: format!("没有方案自带记录 {text}，应写成 表/第一列"), clause: None };
    let (table, key) = text.split_once('/').ok_or_else(problem)?;
    let given = ctx.programme.model.given.get(table).ok_or_else(problem)?;
    if !given.rows.iter().any(|r| r.first().is_some_and(|e| e.0.trim() == key)) {
        return Err(problem());
    }
    let holder = if given.for_.is_some() { Some(holder.ok_or_else(problem)?) } else { None };
    Ok(given_id(&ctx.programme.model.programme, table, key, holder))
}

/// The id of a given record: always the same for the same row, so that it is stored once however often it is published.
pub fn given_id(programme: &ProgrammeId, table: &str, key: &str, holder: Option<&Unit>) -> RecordId {
    // FNV-1a over 128 bits: no secret rests on it, it only has to tell the rows of one programme apart.
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let parts = [programme.0.as_str(), table, key, holder.map_or("", |u| u.code.as_str())];
    for byte in parts.iter().flat_map(|p| p.bytes().chain([0])) {
        hash = (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    }
    RecordId(uuid::Builder::from_custom_bytes(hash.to_be_bytes()).into_uuid())
}

//! The unit tree in its table: kept in pre-order, so that a subtree is a range in SQL as well.

use crate::db::{Arg, args};
use crate::error::{Result, StoreError};
use crate::link::{Link, ManyRows};
use crate::tree_blob;
use jiff::civil::Date;
use luodi_engine::Event;
use luodi_model::{Unit, UnitId, UnitTree};
use serde::{Deserialize, Serialize};

/// Kind of the events that change the tree.
pub(crate) const CHANGED: &str = "units_changed";
const TREE_SEQ: &str = "tree_seq";

const UNITS: ManyRows = ManyRows {
    head: "INSERT INTO unit (id, parent, code, level, name, more, pos, past)",
    columns: 8,
    tail: "ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, code = excluded.code, level = excluded.level, \
           name = excluded.name, more = excluded.more, pos = excluded.pos, past = excluded.past",
};

/// What few units have.
#[derive(Serialize, Deserialize, Default, PartialEq)]
pub(crate) struct More {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl More {
    pub fn of(unit: &Unit) -> More {
        More { aliases: unit.aliases.clone(), tags: unit.tags.clone(), from: unit.from, to: unit.to }
    }
    /// `None` where there is nothing to say.
    pub fn json(&self) -> Result<Option<String>> {
        if *self == More::default() {
            return Ok(None);
        }
        serde_json::to_string(self).map(Some).map_err(|e| StoreError::broken(e.to_string()))
    }
    pub fn read(json: &str) -> Result<More> {
        serde_json::from_str(json).map_err(|e| StoreError::broken(format!("unit: {e}")))
    }
}

/// The tree, the event that last changed it (0: none yet), and whether its copy in one piece is there.
pub(crate) struct Found {
    pub tree: UnitTree,
    pub seq: i64,
    pub copied: bool,
}

/// Reads the tree: its copy in one piece where that is of the same event, else its rows.
pub(crate) fn load(link: &mut Link) -> Result<Found> {
    let seq = tree_seq(link)?;
    if let Some(units) = tree_blob::load(link, seq)? {
        return Ok(Found { tree: UnitTree::new(units)?, seq, copied: true });
    }
    Ok(Found { tree: UnitTree::new(rows(link)?)?, seq, copied: false })
}

/// The event that last changed the tree.
pub(crate) fn tree_seq(link: &mut Link) -> Result<i64> {
    let row = link.row("SELECT number FROM setting WHERE name = $1", args![TREE_SEQ])?;
    Ok(row.map(|r| r.int(0)).transpose()?.unwrap_or(0))
}

fn rows(link: &mut Link) -> Result<Vec<Unit>> {
    let mut units = vec![];
    link.each("SELECT id, parent, code, level, name, more FROM unit ORDER BY pos", vec![], &mut |row| {
        let parent = row.int_or_null(1)?.map(|_| row.unit(1)).transpose()?;
        let more = match row.text_or_null(5)? {
            None => More::default(),
            Some(json) => More::read(&json)?,
        };
        units.push(Unit {
            id: row.unit(0)?,
            parent,
            code: row.text(2)?,
            level: row.text(3)?,
            name: row.text(4)?,
            aliases: more.aliases,
            tags: more.tags,
            from: more.from,
            to: more.to,
        });
        Ok(())
    })?;
    Ok(units)
}

/// Writes the whole tree over the one before. Units may be added, renamed and moved; none may be left out, because
/// records and the log name them (a unit that ends gets its last day).
pub(crate) fn replace(link: &mut Link, old: &UnitTree, new: &UnitTree) -> Result<Vec<Event>> {
    if let Some(lost) = old.all().iter().find(|u| new.position(u.id).is_none()) {
        return Err(StoreError::UnitInUse(lost.code.clone()));
    }
    let mut values: Vec<Arg> = vec![];
    let mut changed = 0u64;
    for (position, unit) in new.all().iter().enumerate() {
        let range = new.subtree(unit.id);
        let same = old
            .position(unit.id)
            .is_some_and(|p| p as usize == position && old.at(p) == unit && old.subtree(unit.id).end == range.end);
        if same {
            continue;
        }
        changed += 1;
        if let Some(before) = old.get(unit.id).filter(|b| b.code != unit.code) {
            // Two units may swap codes: none of the two is in the way of the other.
            let sql = "UPDATE unit SET code = $1 WHERE id = $2";
            link.execute(sql, args![format!("~{}", before.id.0), unit.id])?;
        }
        values.extend(row(unit, &range)?);
        if values.len() >= 8 * 512 {
            link.insert_many(UNITS, std::mem::take(&mut values))?;
        }
    }
    link.insert_many(UNITS, values)?;
    let data = serde_json::json!({ "units": new.len(), "changed": changed });
    Ok(vec![Event::Other { name: CHANGED.to_string(), subject: String::new(), data }])
}

/// Notes which event changed the tree last.
pub(crate) fn note(link: &mut Link, seq: i64) -> Result<()> {
    let sql = "INSERT INTO setting (name, number) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET number = excluded.number";
    link.execute(sql, args![TREE_SEQ, seq]).map(drop)
}

fn row(unit: &Unit, range: &std::ops::Range<u32>) -> Result<[Arg; 8]> {
    let more = More::of(unit).json()?;
    let parent = unit.parent.map(|UnitId(p)| i64::from(p));
    Ok([
        Arg::from(unit.id),
        Arg::from(parent),
        Arg::from(&unit.code),
        Arg::from(&unit.level),
        Arg::from(&unit.name),
        Arg::from(more),
        Arg::from(range.start),
        Arg::from(range.end),
    ])
}

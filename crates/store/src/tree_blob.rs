//! The unit tree in one piece of bytes, beside the rows of its table: written with checkpoints, read at the start.
//!
//! Format 1: the format's number, how many units, then each in pre-order. Whole numbers are LEB128; a text is its length
//! and its bytes; a level that stood before is its number in the order of first mention.

use crate::db::args;
use crate::error::Result;
use crate::link::Link;
use crate::units::More;
use luodi_model::{Unit, UnitId, UnitTree};
use std::collections::HashMap;

const FORMAT: u64 = 1;

/// Keeps the tree as of `seq`. The row is only ever replaced by one of a later tree.
pub(crate) fn save(link: &mut Link, tree: &UnitTree, seq: i64) -> Result<()> {
    let sql = "INSERT INTO unit_tree (one, seq, content) VALUES (1, $1, $2) \
               ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, content = excluded.content WHERE unit_tree.seq < excluded.seq";
    link.execute(sql, args![seq, encode(tree.all())?]).map(drop)
}

/// The units as of `seq`, where they were kept. Bytes that can't be read are as good as none: the rows are there.
pub(crate) fn load(link: &mut Link, seq: i64) -> Result<Option<Vec<Unit>>> {
    let Some(row) = link.row("SELECT content FROM unit_tree WHERE one = 1 AND seq = $1", args![seq])? else { return Ok(None) };
    let units = decode(row.blob(0)?);
    if units.is_none() {
        tracing::warn!("the copy of the unit tree can't be read; its rows are read instead");
    }
    Ok(units)
}

fn encode(units: &[Unit]) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(units.len() * 48);
    let mut levels: HashMap<&str, u64> = HashMap::new();
    number(&mut out, FORMAT);
    number(&mut out, units.len() as u64);
    for unit in units {
        number(&mut out, u64::from(unit.id.0));
        number(&mut out, unit.parent.map_or(0, |p| u64::from(p.0) + 1));
        text(&mut out, &unit.code);
        let known = levels.len() as u64;
        let level = *levels.entry(&unit.level).or_insert(known);
        number(&mut out, level);
        if level == known {
            text(&mut out, &unit.level);
        }
        text(&mut out, &unit.name);
        text(&mut out, &More::of(unit).json()?.unwrap_or_default());
    }
    Ok(out)
}

fn number(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// `None`: the bytes are of another format, or broken.
fn decode(bytes: &[u8]) -> Option<Vec<Unit>> {
    let mut input = Input(bytes);
    if input.number()? != FORMAT {
        return None;
    }
    let n = usize::try_from(input.number()?).ok()?;
    // Each unit takes six bytes at least: a broken number must not reserve memory.
    let mut units = Vec::with_capacity(n.min(bytes.len() / 6));
    let mut levels: Vec<&str> = vec![];
    for _ in 0..n {
        units.push(input.unit(&mut levels)?);
    }
    input.0.is_empty().then_some(units)
}

struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn unit(&mut self, levels: &mut Vec<&'a str>) -> Option<Unit> {
        let id = UnitId(u32::try_from(self.number()?).ok()?);
        let parent = self.number()?.checked_sub(1).map(u32::try_from).transpose().ok()?.map(UnitId);
        let code = self.text()?.to_string();
        let level = usize::try_from(self.number()?).ok()?;
        if level == levels.len() {
            levels.push(self.text()?);
        }
        let level = levels.get(level)?.to_string();
        let name = self.text()?.to_string();
        let more = match self.text()? {
            "" => More::default(),
            json => More::read(json).ok()?,
        };
        let More { aliases, tags, from, to } = more;
        Some(Unit { id, parent, code, level, name, aliases, tags, from, to })
    }

    fn number(&mut self) -> Option<u64> {
        let (mut n, mut shift) = (0u64, 0);
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            n |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(n);
            }
            shift += 7;
        }
    }

    fn text(&mut self) -> Option<&'a str> {
        let len = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Vec<Unit> {
        let unit = |id: u32, parent: Option<u32>, level: &str| Unit {
            id: UnitId(id),
            parent: parent.map(UnitId),
            code: format!("4105{id}"),
            level: level.into(),
            name: format!("第{id}村"),
            aliases: vec![],
            tags: vec![],
            from: None,
            to: None,
        };
        let mut list = vec![unit(0, None, "县"), unit(300, Some(0), "村"), unit(u32::MAX, Some(300), "县")];
        list[1].aliases = vec!["三百".into()];
        list[1].tags = vec!["偏远".into()];
        list[1].to = "2014-06-30".parse().ok();
        list
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(decode(&encode(&units()).unwrap()), Some(units()));
        assert_eq!(decode(&encode(&[]).unwrap()), Some(vec![]));
    }

    #[test]
    fn cut_or_foreign_bytes_are_no_tree() {
        let bytes = encode(&units()).unwrap();
        for len in 0..bytes.len() {
            assert_eq!(decode(&bytes[..len]), None, "{len}");
        }
        let mut other = bytes.clone();
        other[0] = 2;
        assert_eq!(decode(&other), None);
        other = bytes;
        other.push(0);
        assert_eq!(decode(&other), None);
        assert_eq!(decode(&[1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]), None);
    }
}

//! The divisions of the country (统计用区划代码) down to towns, as they come with the program: which of them go where in the
//! tree of units. Units that are there already stay as people have described them.

use crate::App;
use crate::accounts::Caller;
use crate::problem::{Code, Outcome, Problem};
use crate::units::import::{RowProblem, UnitRow};
use luodi_model::{UnitId, UnitTree};
use luodi_store::Stamp;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

/// The table, and of which day it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Divisions {
    /// Superiors before their subordinates; a province has no superior.
    rows: Vec<UnitRow>,
    day: String,
    source: String,
}

/// What stands beside the table.
#[derive(Deserialize)]
struct About {
    day: String,
    source: String,
}

/// How many of a level.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct LevelCount {
    pub level: String,
    pub count: usize,
}

/// A province of the table, to choose from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Province {
    pub code: String,
    pub name: String,
}

/// What the table holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct DivisionsView {
    /// The day that the data describe.
    pub day: String,
    pub source: String,
    pub counts: Vec<LevelCount>,
    pub provinces: Vec<Province>,
}

/// What an import of divisions did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct DivisionsImport {
    /// The day that the data describe.
    pub day: String,
    pub source: String,
    pub added: usize,
    /// Of the added ones, by level.
    pub added_by_level: Vec<LevelCount>,
    /// Were there already under their code, and were left as they are.
    pub kept: usize,
    pub rejected: Vec<RowProblem>,
}

impl Divisions {
    /// Reads the table (`编码,名称,级别,上级编码`, without quotes) and what stands beside it.
    ///
    /// # Errors
    /// They were not made by the build of the pages.
    pub fn read(csv: &[u8], about: &[u8]) -> Outcome<Divisions> {
        let text = std::str::from_utf8(csv).map_err(Problem::internal)?;
        let About { day, source } = serde_json::from_slice(about).map_err(Problem::internal)?;
        let row = |(i, line): (usize, &str)| {
            let mut fields = line.split(',').map(str::to_string);
            let mut next = || fields.next().unwrap_or_default();
            UnitRow { row: i + 1, code: next(), name: next(), level: next(), parent: next(), ..UnitRow::default() }
        };
        let rows = text.lines().enumerate().skip(1).map(row).collect();
        Ok(Divisions { rows, day, source })
    }

    pub fn view(&self) -> DivisionsView {
        let provinces = self.rows.iter().filter(|r| r.parent.is_empty());
        DivisionsView {
            day: self.day.clone(),
            source: self.source.clone(),
            counts: counts(self.rows.iter()),
            provinces: provinces.map(|r| Province { code: r.code.clone(), name: r.name.clone() }).collect(),
        }
    }

    /// The province that somebody means by its code, its name or the beginning of its name.
    fn province(&self, wanted: &str) -> Outcome<&UnitRow> {
        let wanted = wanted.trim();
        let mut provinces = self.rows.iter().filter(|r| r.parent.is_empty());
        let found = provinces.clone().find(|r| r.code == wanted || r.name == wanted);
        let begins = || provinces.find(|r| !wanted.is_empty() && r.name.starts_with(wanted));
        found
            .or_else(begins)
            .ok_or_else(|| Problem::field("province", format!("没有省级区划“{wanted}”，请写全称或编码，例如 河南省、41")))
    }

    /// What lies under one of the codes, these rows included.
    fn within(&self, top: &str) -> Vec<&UnitRow> {
        let mut kept: HashSet<&str> = HashSet::new();
        let mut out = vec![];
        for row in &self.rows {
            if row.code == top || kept.contains(row.parent.as_str()) {
                kept.insert(&row.code);
                out.push(row);
            }
        }
        out
    }

    /// The rows to add for somebody whose unit is `own` (`None`: setting up, the whole tree): what lies under the own unit
    /// where it is a division itself, else the province or the whole country below it.
    fn wanted(&self, own: Option<&str>, province: Option<&str>) -> Outcome<Vec<&UnitRow>> {
        let province = province.map(|p| self.province(p)).transpose()?;
        let of_province = province.map(|p| self.within(&p.code));
        let own = own.filter(|code| self.rows.iter().any(|r| r.code == *code));
        Ok(match (own, of_province) {
            (Some(own), None) => self.within(own),
            // A province above the own unit, or the own one: what is one's own of it. Beside it: nothing.
            (Some(own), Some(rows)) if rows.iter().any(|r| r.code == own) => self.within(own),
            (Some(own), Some(rows)) if self.within(own).iter().any(|r| rows.first().is_some_and(|p| p.code == r.code)) => rows,
            (Some(_), Some(_)) => return Err(Problem::not_found()),
            (None, Some(rows)) => rows,
            (None, None) => self.rows.iter().collect(),
        })
    }

    /// Rows that are new to the tree; a province stands under `under`.
    fn new_rows(&self, tree: &UnitTree, wanted: &[&UnitRow], under: &str) -> Vec<UnitRow> {
        let new = wanted.iter().filter(|r| tree.by_code(&r.code).is_none());
        let placed = |r: &&UnitRow| UnitRow {
            parent: if r.parent.is_empty() { under.to_string() } else { r.parent.clone() },
            ..(*r).clone()
        };
        new.map(placed).collect()
    }
}

/// By level, in the order in which they first stand.
fn counts<'a>(rows: impl Iterator<Item = &'a UnitRow>) -> Vec<LevelCount> {
    let mut out: Vec<LevelCount> = vec![];
    for row in rows {
        match out.iter_mut().find(|c| c.level == row.level) {
            Some(found) => found.count += 1,
            None => out.push(LevelCount { level: row.level.clone(), count: 1 }),
        }
    }
    out
}

impl App {
    /// Adds the divisions under the caller's unit.
    ///
    /// # Errors
    /// Not a manager; no such province, or it is outside the jurisdiction.
    pub async fn import_divisions(&self, caller: &Caller, all: Divisions, province: Option<&str>) -> Outcome<DivisionsImport> {
        caller.check_manager()?;
        let own = caller.unit();
        let stamp = self.stamp(&caller.actor());
        self.add_divisions(&stamp, (Some(own.id), &own.code), &all, province).await
    }

    /// Adds divisions without anybody being signed in (command line): provinces stand under the unit `under`, or at the top.
    ///
    /// # Errors
    /// No such province or unit.
    pub async fn set_up_divisions(
        &self,
        device: &str,
        all: &Divisions,
        province: Option<&str>,
        under: Option<&str>,
    ) -> Outcome<DivisionsImport> {
        if let Some(code) = under.filter(|code| self.units().by_code(code).is_none()) {
            return Err(Problem::say(Code::NotFound, format!("没有单位 {code}。")));
        }
        self.add_divisions(&self.system_stamp(device), (None, under.unwrap_or_default()), all, province).await
    }

    async fn add_divisions(
        &self,
        stamp: &Stamp,
        (within, own): (Option<UnitId>, &str),
        all: &Divisions,
        province: Option<&str>,
    ) -> Outcome<DivisionsImport> {
        let wanted = all.wanted(Some(own).filter(|code| !code.is_empty()), province)?;
        let new = all.new_rows(&self.units(), &wanted, own);
        let added_by_level = counts(new.iter());
        let kept = wanted.len() - new.len();
        let done = self.merge_units(stamp, within, new, vec![]).await?;
        let added_by_level = if done.rejected.is_empty() { added_by_level } else { vec![] };
        Ok(DivisionsImport {
            day: all.day.clone(),
            source: all.source.clone(),
            added: done.added,
            added_by_level,
            kept,
            rejected: done.rejected,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "编码,名称,级别,上级编码\n91,中州省,省,\n92,岭西省,省,\n9101,河洛市,市,91\n9201,平嵩市,市,92\n910101,涧西县,县,9101\n910101100,柳泉镇,乡,910101\n";

    fn table() -> Divisions {
        Divisions::read(TABLE.as_bytes(), br#"{"day":"2023-06-30","source":"x 1","counts":{}}"#).unwrap()
    }

    #[track_caller]
    fn check(own: Option<&str>, province: Option<&str>, codes: &[&str]) {
        let table = table();
        let wanted = table.wanted(own, province).unwrap();
        assert_eq!(wanted.iter().map(|r| r.code.as_str()).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn each_gets_what_lies_below() {
        check(None, None, &["91", "92", "9101", "9201", "910101", "910101100"]);
        check(None, Some("岭西"), &["92", "9201"]);
        check(Some("office"), Some("92"), &["92", "9201"]);
        check(Some("9101"), None, &["9101", "910101", "910101100"]);
        check(Some("9101"), Some("中州省"), &["9101", "910101", "910101100"]);
    }

    #[test]
    fn a_province_beside_is_not_found_and_a_name_that_is_none_is_said() {
        assert_eq!(table().wanted(Some("9101"), Some("岭西省")).unwrap_err().code, Code::NotFound);
        assert_eq!(table().wanted(None, Some("河北")).unwrap_err().code, Code::Invalid);
        assert_eq!(table().wanted(None, Some("")).unwrap_err().code, Code::Invalid);
    }

    #[test]
    fn a_table_that_is_none_is_an_error() {
        assert!(Divisions::read(b"x", b"{}").is_err());
    }
}

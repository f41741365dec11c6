//! Loading units from a table: new ones are added, known ones (by code) changed, none removed. Rows that are wrong come
//! back with row, column and reason; the right ones are in.

use jiff::civil::Date;
use luodi_model::{Unit, UnitId, UnitTree};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

const CODE_CHARS_MAX: usize = 32;
const NAME_CHARS_MAX: usize = 100;
const LEVEL_CHARS_MAX: usize = 20;

/// One row of the table, as text. Empty: not given.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UnitRow {
    /// 1-based, as the office program shows it.
    pub row: usize,
    pub code: String,
    pub name: String,
    pub level: String,
    /// Code of the superior unit.
    pub parent: String,
    pub aliases: Vec<String>,
    pub tags: Vec<String>,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// What is wrong with one row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct RowProblem {
    pub row: usize,
    /// A, B … as the office program shows it; absent where the reason is not of one column.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub column: Option<String>,
    pub column_title: String,
    pub value: String,
    pub say: String,
}

/// What an import did.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
pub struct UnitImport {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub rejected: Vec<RowProblem>,
}

/// Works out the tree after an import. `within`: the subtree that the rows must stay in; `None`: anywhere (setting up).
/// Answers all units, old and new, and what was done with each row.
pub(crate) fn merge(tree: &UnitTree, within: Option<UnitId>, rows: Vec<UnitRow>) -> (Vec<Unit>, UnitImport) {
    let mut merging = Merging::over(tree, within);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut waiting = vec![];
    for row in rows {
        match fault(&row).or_else(|| repeated(&row, &mut seen)) {
            Some(problem) => merging.done.rejected.push(problem),
            None => waiting.push(row),
        }
    }
    // Parents may stand below their children in the file: rows whose parent is not there yet wait for another round.
    loop {
        let before = waiting.len();
        waiting = waiting.into_iter().filter_map(|row| merging.take(row)).collect();
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    let say = "没有这个上级单位，或上级单位的那一行没有导入";
    merging.done.rejected.extend(waiting.iter().map(|row| problem(row, "上级编码", &row.parent, say)));
    merging.done.rejected.sort_by_key(|p| p.row);
    (merging.units, merging.done)
}

/// The tree while rows are taken in.
struct Merging<'a> {
    tree: &'a UnitTree,
    within: Option<UnitId>,
    units: Vec<Unit>,
    /// Places in `units` by code.
    known: HashMap<String, usize>,
    /// First number of the units that this import adds; they stand in the subtree, else they would not have been added.
    first_new: u32,
    done: UnitImport,
}

impl Merging<'_> {
    fn over(tree: &UnitTree, within: Option<UnitId>) -> Merging<'_> {
        let units: Vec<Unit> = tree.all().to_vec();
        let known = units.iter().enumerate().map(|(i, u)| (u.code.clone(), i)).collect();
        let first_new = units.iter().map(|u| u.id.0).max().unwrap_or(0) + 1;
        Merging { tree, within, units, known, first_new, done: UnitImport::default() }
    }

    /// Takes a row in, or rejects it; gives it back where its parent is not there yet.
    fn take(&mut self, row: UnitRow) -> Option<UnitRow> {
        let parent = match row.parent.as_str() {
            "" => None,
            code => match self.known.get(code) {
                Some(&at) => Some(self.units[at].id),
                None => return Some(row),
            },
        };
        let at = self.known.get(&row.code).copied();
        if !self.may_place(parent, at) {
            self.done.rejected.push(problem(&row, "上级编码", &row.parent, "不在您的管辖范围"));
            return None;
        }
        let next = UnitId(self.first_new + u32::try_from(self.done.added).unwrap_or(u32::MAX));
        let unit = unit_of(row, at.map_or(next, |at| self.units[at].id), parent);
        match at {
            Some(at) if self.units[at] == unit => self.done.unchanged += 1,
            Some(at) => {
                self.units[at] = unit;
                self.done.changed += 1;
            }
            None => {
                self.known.insert(unit.code.clone(), self.units.len());
                self.units.push(unit);
                self.done.added += 1;
            }
        }
        None
    }

    /// May a unit (a known one at a place, or a new one) stand under this parent?
    fn may_place(&self, parent: Option<UnitId>, at: Option<usize>) -> bool {
        let Some(top) = self.within else { return true };
        let ours = |id: UnitId| id.0 >= self.first_new || self.tree.within(id, top);
        match (parent, at.map(|at| &self.units[at])) {
            // The caller's own unit may be described anew, not moved.
            (parent, Some(unit)) if unit.id == top => parent == unit.parent,
            (Some(parent), Some(unit)) => ours(parent) && ours(unit.id),
            (Some(parent), None) => ours(parent),
            (None, _) => false,
        }
    }
}

fn unit_of(row: UnitRow, id: UnitId, parent: Option<UnitId>) -> Unit {
    Unit {
        id,
        parent,
        code: row.code,
        level: row.level,
        name: row.name,
        aliases: row.aliases,
        tags: row.tags,
        from: row.from,
        to: row.to,
    }
}

fn problem(row: &UnitRow, title: &str, value: &str, say: &str) -> RowProblem {
    RowProblem { row: row.row, column: None, column_title: title.to_string(), value: value.to_string(), say: say.to_string() }
}

/// What is wrong with the row by itself.
fn fault(row: &UnitRow) -> Option<RowProblem> {
    let code_will_do = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if row.code.is_empty() {
        return Some(problem(row, "编码", "", "没有填写"));
    }
    if row.code.chars().count() > CODE_CHARS_MAX || !row.code.chars().all(code_will_do) {
        return Some(problem(row, "编码", &row.code, "只能用字母、数字、点、横线和下划线，最多32个"));
    }
    for (title, value, chars_max) in [("名称", &row.name, NAME_CHARS_MAX), ("级别", &row.level, LEVEL_CHARS_MAX)] {
        if value.is_empty() {
            return Some(problem(row, title, "", "没有填写"));
        }
        if value.chars().count() > chars_max {
            return Some(problem(row, title, value, &format!("最多{chars_max}个字")));
        }
    }
    if row.parent == row.code {
        return Some(problem(row, "上级编码", &row.parent, "不能是本单位自己"));
    }
    None
}

fn repeated(row: &UnitRow, seen: &mut HashMap<String, usize>) -> Option<RowProblem> {
    match seen.get(&row.code) {
        Some(first) => Some(problem(row, "编码", &row.code, &format!("与第 {first} 行重复"))),
        None => {
            seen.insert(row.code.clone(), row.row);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(row: usize, code: &str, parent: &str) -> UnitRow {
        UnitRow {
            row,
            code: code.into(),
            name: format!("{code}单位"),
            level: "县".into(),
            parent: parent.into(),
            ..UnitRow::default()
        }
    }

    fn tree() -> UnitTree {
        let (units, done) =
            merge(&UnitTree::default(), None, vec![row(1, "p", ""), row(2, "a", "p"), row(3, "b", "p"), row(4, "a1", "a")]);
        assert_eq!((done.added, done.rejected.len()), (4, 0));
        UnitTree::new(units).unwrap()
    }

    #[track_caller]
    fn check(within: Option<&str>, rows: Vec<UnitRow>, counts: (usize, usize, usize), rejected: &[(usize, &str)]) {
        let tree = tree();
        let within = within.map(|code| tree.by_code(code).unwrap().id);
        let (units, done) = merge(&tree, within, rows);
        assert_eq!((done.added, done.changed, done.unchanged), counts);
        assert_eq!(done.rejected.iter().map(|p| (p.row, p.column_title.as_str())).collect::<Vec<_>>(), rejected);
        assert!(UnitTree::new(units).is_ok());
    }

    #[test]
    fn children_may_stand_above_their_parents() {
        check(None, vec![row(2, "c1", "c"), row(3, "c", "p")], (2, 0, 0), &[]);
    }

    #[test]
    fn wrong_rows_come_back_and_the_right_ones_are_in() {
        let bad_code = row(4, "县 1", "a");
        let nameless = UnitRow { name: String::new(), ..row(5, "x5", "a") };
        let rows = vec![row(2, "a2", "a"), row(3, "a2", "a"), bad_code, nameless, row(6, "x6", "nowhere"), row(7, "x7", "x6")];
        check(None, rows, (1, 0, 0), &[(3, "编码"), (4, "编码"), (5, "名称"), (6, "上级编码"), (7, "上级编码")]);
    }

    #[test]
    fn a_manager_stays_in_the_subtree() {
        let rows = vec![row(2, "a2", "a"), row(3, "b1", "b"), row(4, "z", ""), row(5, "a3", "a2")];
        check(Some("a"), rows, (2, 0, 0), &[(3, "上级编码"), (4, "上级编码")]);
    }

    #[test]
    fn a_manager_can_neither_take_a_foreign_unit_nor_move_the_own_one() {
        check(Some("a"), vec![row(2, "b", "a"), row(3, "a", "b")], (0, 0, 0), &[(2, "上级编码"), (3, "上级编码")]);
    }

    #[test]
    fn a_second_import_changes_nothing() {
        check(None, vec![row(1, "p", ""), row(2, "a", "p")], (0, 0, 2), &[]);
    }
}

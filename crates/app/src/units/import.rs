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
    let mut done = UnitImport::default();
    let mut units: Vec<Unit> = tree.all().to_vec();
    let mut known: HashMap<String, usize> = units.iter().enumerate().map(|(i, u)| (u.code.clone(), i)).collect();
    let mut next = units.iter().map(|u| u.id.0).max().unwrap_or(0) + 1;
    let allowed = |id: UnitId, new: &HashMap<UnitId, bool>| {
        within.is_none_or(|top| tree.within(id, top) || new.get(&id).copied().unwrap_or(false))
    };
    let mut ours: HashMap<UnitId, bool> = HashMap::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    // Parents may stand below their children in the file: rows whose parent is not there yet wait for another round.
    let mut waiting = vec![];
    for row in rows {
        match fault(&row).or_else(|| repeated(&row, &mut seen)) {
            Some(problem) => done.rejected.push(problem),
            None => waiting.push(row),
        }
    }
    loop {
        let before = waiting.len();
        let mut later = vec![];
        for row in waiting {
            let parent = match row.parent.as_str() {
                "" => None,
                code => match known.get(code) {
                    Some(&at) => Some(units[at].id),
                    None => {
                        later.push(row);
                        continue;
                    }
                },
            };
            let at = known.get(&row.code).copied();
            let outside = match (parent, at) {
                _ if within.is_none() => false,
                // The caller's own unit may be described anew, not moved.
                (parent, Some(at)) if Some(units[at].id) == within => parent != units[at].parent,
                (Some(parent), Some(at)) => !allowed(parent, &ours) || !allowed(units[at].id, &ours),
                (Some(parent), None) => !allowed(parent, &ours),
                (None, _) => true,
            };
            if outside {
                done.rejected.push(problem(&row, "上级编码", &row.parent, "不在您的管辖范围"));
                continue;
            }
            let id = at.map_or(UnitId(next), |at| units[at].id);
            let unit = unit_of(row, id, parent);
            match at {
                Some(at) if units[at] == unit => done.unchanged += 1,
                Some(at) => {
                    units[at] = unit;
                    done.changed += 1;
                }
                None => {
                    known.insert(unit.code.clone(), units.len());
                    ours.insert(id, true);
                    units.push(unit);
                    next += 1;
                    done.added += 1;
                }
            }
        }
        waiting = later;
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    done.rejected
        .extend(waiting.iter().map(|row| problem(row, "上级编码", &row.parent, "没有这个上级单位，或上级单位的那一行没有导入")));
    done.rejected.sort_by_key(|p| p.row);
    (units, done)
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

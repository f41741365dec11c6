//! Loading units: from a workbook that a manager uploads, and from rows (command line, demo).

use crate::App;
use crate::accounts::Caller;
use crate::problem::{Code, Outcome, Problem};
use crate::units::import::{RowProblem, UnitImport, UnitRow, merge};
use luodi_model::UnitId;
use luodi_source::sheet::{self, Sheet, SheetRow};
use luodi_store::Stamp;

/// Columns of the table, by the titles that people give them.
const COLUMNS: [(Column, &[&str]); 8] = [
    (Column::Code, &["编码", "单位编码", "代码", "区划代码", "code"]),
    (Column::Name, &["名称", "单位名称", "单位", "name"]),
    (Column::Level, &["级别", "层级", "level"]),
    (Column::Parent, &["上级编码", "上级单位编码", "上级代码", "上级", "parent"]),
    (Column::Aliases, &["别名", "简称", "aliases"]),
    (Column::Tags, &["标记", "标签", "tags"]),
    (Column::From, &["启用日期", "from"]),
    (Column::To, &["停用日期", "to"]),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    Code,
    Name,
    Level,
    Parent,
    Aliases,
    Tags,
    From,
    To,
}

impl App {
    /// Loads units under the caller's from an uploaded workbook or CSV.
    ///
    /// # Errors
    /// Not a manager; the file can't be read; a needed column is missing.
    pub async fn import_units(&self, caller: &Caller, name: &str, bytes: Vec<u8>) -> Outcome<UnitImport> {
        caller.check_manager()?;
        let hint = name.to_string();
        let read = tokio::task::spawn_blocking(move || sheet::read_sheet(&bytes, Some(&hint))).await;
        let sheet = read.map_err(Problem::internal)??;
        let (rows, wrong) = rows_of(&sheet)?;
        self.merge_units(&self.stamp(&caller.actor()), Some(caller.unit().id), rows, wrong).await
    }

    /// Loads units without anybody being signed in: from the command line and for the demo. The whole tree may change.
    ///
    /// # Errors
    /// The rows together are no tree.
    pub async fn set_up_units(&self, device: &str, rows: Vec<UnitRow>) -> Outcome<UnitImport> {
        self.merge_units(&self.system_stamp(device), None, rows, vec![]).await
    }

    pub(super) async fn merge_units(
        &self,
        stamp: &Stamp,
        within: Option<UnitId>,
        rows: Vec<UnitRow>,
        wrong: Vec<RowProblem>,
    ) -> Outcome<UnitImport> {
        let tree = self.units();
        let merged = tokio::task::spawn_blocking(move || merge(&tree, within, rows)).await;
        let (units, mut done) = merged.map_err(Problem::internal)?;
        if done.added + done.changed > 0 {
            self.store().put_units(stamp, units).await?;
        }
        done.rejected.extend(wrong);
        done.rejected.sort_by_key(|p| p.row);
        Ok(done)
    }
}

/// The rows of a sheet, and those that can't be read.
///
/// # Errors
/// A column that every unit needs is missing.
pub fn rows_of(sheet: &Sheet) -> Outcome<(Vec<UnitRow>, Vec<RowProblem>)> {
    let place = |column: Column| {
        let titles = COLUMNS.iter().find(|(c, _)| *c == column).map_or(&[][..], |(_, titles)| *titles);
        sheet.header.iter().position(|h| titles.contains(&h.trim().to_lowercase().as_str()))
    };
    let missing: Vec<&str> =
        [(Column::Code, "编码"), (Column::Name, "名称"), (Column::Level, "级别"), (Column::Parent, "上级编码")]
            .iter()
            .filter(|(column, _)| place(*column).is_none())
            .map(|(_, title)| *title)
            .collect();
    if !missing.is_empty() {
        let say = format!(
            "表头缺少：{}。需要的列：编码、名称、级别、上级编码；可有：别名、标记、启用日期、停用日期。",
            missing.join("、")
        );
        return Err(Problem::say(Code::UnreadableFile, say));
    }
    let (mut rows, mut wrong) = (vec![], vec![]);
    for row in &sheet.rows {
        match read_row(row, &place) {
            Ok(read) => rows.push(read),
            Err(problem) => wrong.push(*problem),
        }
    }
    Ok((rows, wrong))
}

fn read_row(row: &SheetRow, place: &dyn Fn(Column) -> Option<usize>) -> Result<UnitRow, Box<RowProblem>> {
    let cell = |column: Column| place(column).and_then(|at| row.cells.get(at));
    let text = |column: Column| cell(column).map(|c| c.text.trim().to_string()).unwrap_or_default();
    let list = |column: Column| {
        let text = text(column);
        let parts = text.split(['、', '，', ',', ';', '；', '|']).map(str::trim);
        parts.filter(|p| !p.is_empty()).map(str::to_string).collect()
    };
    let date = |column: Column, title: &str| {
        let text = text(column);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            Box::new(RowProblem {
                row: row.row_number,
                column: cell(column).map(|c| c.column_letter.clone()),
                column_title: title.to_string(),
                value: text.clone(),
                say: "不是日期，例如 2026-01-31".to_string(),
            })
        })
    };
    Ok(UnitRow {
        row: row.row_number,
        code: text(Column::Code),
        name: text(Column::Name),
        level: text(Column::Level),
        parent: text(Column::Parent),
        aliases: list(Column::Aliases),
        tags: list(Column::Tags),
        from: date(Column::From, "启用日期")?,
        to: date(Column::To, "停用日期")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(csv: &str) -> Outcome<(Vec<UnitRow>, Vec<RowProblem>)> {
        rows_of(&sheet::read_sheet(csv.as_bytes(), Some("单位.csv")).unwrap())
    }

    #[test]
    fn a_table_with_titles_as_people_write_them() {
        let (rows, wrong) =
            check("单位编码,单位名称,级别,上级编码,别名\n4103,河洛市,市,41,河洛、洛城\n410301,涧西县,县,4103,\n").unwrap();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!((rows[0].row, rows[0].code.as_str(), rows[0].aliases.len()), (2, "4103", 2));
        assert_eq!((rows[1].parent.as_str(), rows[1].aliases.len()), ("4103", 0));
    }

    #[test]
    fn a_missing_column_is_named() {
        let problem = check("编码,名称\n1,甲\n2,乙\n").unwrap_err();
        assert!(problem.detail.unwrap_or_default().contains("级别、上级编码"));
    }

    #[test]
    fn a_date_that_is_none_comes_back_with_its_row() {
        let (rows, wrong) = check("编码,名称,级别,上级编码,停用日期\n1,甲,省,,明年\n2,乙,市,1,\n").unwrap();
        assert_eq!((rows.len(), wrong.len(), wrong[0].row, wrong[0].column_title.as_str()), (1, 1, 2, "停用日期"));
    }
}

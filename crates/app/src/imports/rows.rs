//! Rows of a sheet as submissions: which column is which field, and what each cell says in the field's type.

use super::RejectedCell;
use super::ids::Ids;
use crate::problem::{Code, Outcome, Problem};
use indexmap::IndexMap;
use luodi_engine::Refusal;
use luodi_language::read_measured;
use luodi_model::RecordId;
use luodi_model::programme::{Field, FieldType, Register};
use luodi_source::sheet::{CellKind, NumberLike, Sheet, SheetRow, Stripped, number_like};
use serde_json::{Value as Json, json};
use std::collections::HashMap;

/// Title of the column with reasons in a sheet of rejected rows; ignored when the sheet comes back.
pub const REASON_COLUMN: &str = "更正说明";
const STATE_COLUMN: &str = "状态";

/// A row ready to be submitted, or why it can't even be read.
#[derive(Debug)]
pub struct Row {
    pub id: RecordId,
    pub state: Option<String>,
    pub fields: Result<IndexMap<String, Json>, Refusal>,
}

/// Which column bears which field.
#[derive(Debug)]
pub struct Columns {
    /// Columns that bear a field, in the order of the fields' names.
    fields: Vec<(usize, String)>,
    state: Option<usize>,
    pub unused: Vec<String>,
    titles: HashMap<String, String>,
}

/// Titles are compared without blanks, brackets and units of measure: `覆盖人数（人）` is 覆盖人数.
fn plain(title: &str) -> String {
    let cut = title.find(['（', '(']).unwrap_or(title.len());
    title[..cut].chars().filter(|c| !c.is_whitespace() && *c != '*' && *c != '＊').collect()
}

impl Columns {
    /// # Errors
    /// No column bears the name of any field: most likely another table.
    pub fn of(register: &Register, header: &[String]) -> Outcome<Columns> {
        let mut columns = Columns { fields: vec![], state: None, unused: vec![], titles: HashMap::new() };
        for (at, title) in header.iter().enumerate() {
            let wanted = plain(title);
            let field = register.fields.iter().find(|(name, f)| {
                !matches!(f.type_, FieldType::Mark | FieldType::Computed)
                    && (plain(&f.title) == wanted || **name == *title.trim())
            });
            match field {
                Some((name, _)) => {
                    columns.fields.push((at, name.clone()));
                    columns.titles.insert(name.clone(), title.clone());
                }
                None if wanted == STATE_COLUMN && !register.states.is_empty() => columns.state = Some(at),
                None if wanted.is_empty() || wanted == REASON_COLUMN => {}
                None => columns.unused.push(title.clone()),
            }
        }
        if columns.fields.is_empty() {
            let known: Vec<&str> = register.fields.values().map(|f| f.title.as_str()).collect();
            let say = format!("表头里没有《{}》的任何一栏。可用的表头：{}", register.title, known.join("、"));
            return Err(Problem::say(Code::UnreadableFile, say));
        }
        columns.fields.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(columns)
    }

    /// What a row says; `cell` gives the text of a column, unless it is blank.
    pub fn read<'c>(&self, register: &Register, defaults: &Defaults<'_>, cell: impl Fn(usize) -> Option<&'c str>) -> Said {
        let mut fields = IndexMap::with_capacity(self.fields.len() + 1);
        for (at, name) in &self.fields {
            if let (Some(field), Some(text)) = (register.fields.get(name), cell(*at)) {
                fields.insert(name.clone(), text_value(field, text));
            }
        }
        if self.column(&register.unit).is_none() {
            fields.insert(register.unit.clone(), json!(defaults.unit));
            fields.sort_keys();
        }
        let written = self.state.and_then(cell).map(str::trim).filter(|s| !s.is_empty());
        Said { fields, state: written.or(defaults.state).map(str::to_string) }
    }

    /// The column that bears a field.
    pub fn column(&self, field: &str) -> Option<usize> {
        self.fields.iter().find(|(_, name)| name == field).map(|(at, _)| *at)
    }
    /// What the sheet calls a field.
    pub fn title<'a>(&'a self, field: &'a str) -> &'a str {
        self.titles.get(field).map_or(field, String::as_str)
    }

    /// A refusal in terms of the sheet: row, column, what stands there, why.
    pub fn explain(&self, _row: &Row, source: &SheetRow, refusal: &Refusal) -> Vec<RejectedCell> {
        let plain = |say: String| RejectedCell { row: source.row_number, column: None, column_title: None, value: None, say };
        let Refusal::Invalid { problems } = refusal else { return vec![plain(refusal.to_string())] };
        let cell = |p: &luodi_engine::Problem| {
            let at = p.field.as_deref().and_then(|f| self.column(f));
            let found = at.and_then(|at| source.cells.get(at));
            RejectedCell {
                row: source.row_number,
                column: found.map(|c| c.column_letter.clone()),
                column_title: p.field.as_ref().map(|f| self.titles.get(f).unwrap_or(f).clone()),
                value: found.map(|c| c.text.clone()),
                say: p.say.clone(),
            }
        };
        problems.iter().map(cell).collect()
    }
}

/// What stands in where the sheet says nothing.
#[derive(Clone, Copy, Debug)]
pub struct Defaults<'a> {
    /// Code of the unit, where the sheet has no column for it.
    pub unit: &'a str,
    /// State of rows whose sheet has no column for it.
    pub state: Option<&'a str>,
}

/// What a row says.
#[derive(Clone, Debug)]
pub struct Said {
    /// As a form would send them, in the order of their names.
    pub fields: IndexMap<String, Json>,
    /// By its title or name.
    pub state: Option<String>,
}

/// All rows of the sheet.
pub fn read(columns: &Columns, register: &Register, sheet: &Sheet, defaults: &Defaults<'_>, ids: &mut Ids) -> Vec<Row> {
    let read_row = |row: &SheetRow| {
        let cell = |at: usize| row.cells.get(at).filter(|c| c.kind != CellKind::Blank).map(|c| c.text.as_str());
        let said = columns.read(register, defaults, cell);
        let id = ids.next(&said);
        match state(register, said.state) {
            Ok(state) => Row { id, state, fields: Ok(said.fields) },
            Err(say) => Row { id, state: None, fields: Err(Refusal::say(say)) },
        }
    };
    sheet.rows.iter().map(read_row).collect()
}

/// By its title or name; absent: a state in which the record can begin and that counts as done comes from the programme.
pub fn state(register: &Register, text: Option<String>) -> Result<Option<String>, String> {
    let Some(text) = text else { return Ok(None) };
    let found = register.states.iter().find(|(name, s)| **name == text || s.title == text);
    match found {
        Some((name, _)) => Ok(Some(name.clone())),
        None => {
            let known: Vec<&str> = register.states.values().map(|s| s.title.as_str()).collect();
            Err(format!("状态“{text}”不认识，应为：{}", known.join("、")))
        }
    }
}

/// A cell as the form would send it. Numbers written as text (`1,000`, `12人`, `１２`) are read, into the unit of the field; anything
/// else goes on as it stands, so that the refusal can name it.
fn text_value(field: &Field, text: &str) -> Json {
    match field.type_ {
        FieldType::Whole | FieldType::Decimal | FieldType::Money | FieldType::Percent => {
            // Plain digits, the usual case, are taken as they are.
            if !text.is_empty() && text.len() < 16 && text.bytes().all(|b| b.is_ascii_digit()) {
                return json!(text);
            }
            let own = field.measured_in.as_deref();
            json!(number_like(text).and_then(|n| in_unit_of_field(n, own)).unwrap_or_else(|| text.to_string()))
        }
        _ => json!(text.trim()),
    }
}

/// `1.5万元` is 1.5 in a column of 万元 and 15000 in one of 元. `None`: another unit than the field's, or one that can't be told: `1.5万` in a
/// column of 万元 may be either.
fn in_unit_of_field(n: NumberLike, own: Option<&str>) -> Option<String> {
    match (&n.unit, own) {
        (Some(unit), Some(own)) => read_measured(&format!("{}{unit}", n.value), own).ok().map(|v| v.to_string()),
        (None, Some(own)) if n.stripped.contains(&Stripped::Magnitude) && own.starts_with(['万', '亿']) => None,
        _ => Some(n.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_into_the_unit_of_their_column() {
        let check = |text: &str, own: Option<&str>, expected: Option<&str>| {
            let found = number_like(text).and_then(|n| in_unit_of_field(n, own));
            assert_eq!(found.as_deref(), expected, "{text} in {own:?}");
        };
        check("1.5万元", Some("万元"), Some("1.5"));
        check("1.5万元", Some("元"), Some("15000"));
        check("1,200人", Some("人"), Some("1200"));
        check("12人", None, Some("12"));
        check("1.5万", Some("元"), Some("15000"));
        check("1.5万", Some("万元"), None);
        check("12元", Some("人"), None);
    }
}

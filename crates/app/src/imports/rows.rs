//! Rows of a sheet as submissions: which column is which field, and what each cell says in the field's type.

use super::RejectedCell;
use crate::problem::{Code, Outcome, Problem};
use indexmap::IndexMap;
use luodi_engine::Refusal;
use luodi_model::RecordId;
use luodi_model::programme::{FieldType, Register};
use luodi_source::sheet::{CellKind, Sheet, SheetRow, number_like};
use serde_json::{Value as Json, json};
use sm3::{Digest, Sm3};
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
    /// Column index → field.
    fields: HashMap<usize, String>,
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
        let mut columns = Columns { fields: HashMap::new(), state: None, unused: vec![], titles: HashMap::new() };
        for (at, title) in header.iter().enumerate() {
            let wanted = plain(title);
            let field = register.fields.iter().find(|(name, f)| {
                !matches!(f.type_, FieldType::Mark | FieldType::Computed)
                    && (plain(&f.title) == wanted || **name == *title.trim())
            });
            match field {
                Some((name, _)) => {
                    columns.fields.insert(at, name.clone());
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
        Ok(columns)
    }

    /// The field that a column bears.
    pub fn field(&self, column: usize) -> Option<&str> {
        self.fields.get(&column).map(String::as_str)
    }
    /// The column that bears a field.
    pub fn column(&self, field: &str) -> Option<usize> {
        self.fields.iter().find(|(_, name)| *name == field).map(|(at, _)| *at)
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
            let at = p.field.as_ref().and_then(|f| self.fields.iter().find(|(_, name)| *name == f)).map(|(at, _)| *at);
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
    /// Keeps ids of different registers apart.
    pub scope: &'a str,
}

/// All rows of the sheet.
pub fn read(columns: &Columns, register: &Register, sheet: &Sheet, defaults: &Defaults<'_>) -> Vec<Row> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    sheet.rows.iter().map(|row| read_row(columns, register, row, defaults, &mut seen)).collect()
}

fn read_row(
    columns: &Columns,
    register: &Register,
    row: &SheetRow,
    defaults: &Defaults<'_>,
    seen: &mut HashMap<String, u32>,
) -> Row {
    let mut fields = IndexMap::new();
    for (at, cell) in row.cells.iter().enumerate() {
        let Some(field) = columns.fields.get(&at).and_then(|name| Some((name, register.fields.get(name)?))) else { continue };
        if cell.kind != CellKind::Blank {
            fields.insert(field.0.clone(), text_value(field.1.type_, &cell.text));
        }
    }
    if !columns.fields.values().any(|f| *f == register.unit) {
        fields.insert(register.unit.clone(), json!(defaults.unit));
    }
    fields.sort_keys();
    let written = columns.state.and_then(|at| row.cells.get(at)).map(|c| c.text.trim()).filter(|s| !s.is_empty());
    let state_text = written.or(defaults.state).map(str::to_string);
    let contents = format!("{}\n{}\n{}", defaults.scope, state_text.as_deref().unwrap_or_default(), json!(fields));
    let nth = seen.entry(contents.clone()).or_default();
    *nth += 1;
    let id = id_of(&contents, *nth);
    match state(register, state_text) {
        Ok(state) => Row { id, state, fields: Ok(fields) },
        Err(say) => Row { id, state: None, fields: Err(Refusal::say(say)) },
    }
}

/// By its title or name; absent: a state in which the record can begin and that counts as done comes from the programme.
fn state(register: &Register, text: Option<String>) -> Result<Option<String>, String> {
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

/// A cell as the form would send it. Numbers written as text (`1,000`, `12人`, `１２`) are read; anything else goes on as it
/// stands, so that the refusal can name it.
pub fn text_value(type_: FieldType, text: &str) -> Json {
    match type_ {
        FieldType::Whole | FieldType::Decimal | FieldType::Money | FieldType::Percent => {
            // Plain digits, the usual case, are taken as they are.
            if !text.is_empty() && text.len() < 16 && text.bytes().all(|b| b.is_ascii_digit()) {
                return json!(text);
            }
            json!(number_like(text).map_or_else(|| text.to_string(), |n| n.value))
        }
        _ => json!(text.trim()),
    }
}

/// A UUID (version 8, RFC 9562) of the contents and of which of several equal rows it is.
fn id_of(contents: &str, nth: u32) -> RecordId {
    let hash = Sm3::digest(format!("{nth}\n{contents}").as_bytes());
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&hash[..16]);
    RecordId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

//! Import of a register from a sheet: the right rows are in, the wrong ones come back with row, column and reason.

mod ids;
mod rows;
mod stream;

use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::problem::{Outcome, Problem};
use luodi_engine::{Command, Home, Otherwise, Refusal, decide};
use luodi_model::ProgrammeId;
use luodi_report::{Cell, HeadCell, Sheet, to_xlsx};
use luodi_source::sheet::{self, SheetRow};
use luodi_store::WriteError;
use rows::{Columns, Row};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;

/// Rows sent to the writer at a time: enough for one group commit.
const AT_A_TIME: usize = 256;
/// Rejected rows of this many imports are kept for download.
const IMPORTS_KEPT: usize = 64;

/// What became of a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportResult {
    /// Under which the rejected rows can be fetched.
    pub id: String,
    pub rows: usize,
    /// Stored now (with `dry_run`: would be stored).
    pub accepted: usize,
    /// Held already: the same row of an earlier upload.
    pub duplicates: usize,
    pub rejected: Vec<RejectedCell>,
    pub rejected_rows: usize,
    pub dry_run: bool,
    /// Columns that no field bears, which were left aside.
    pub unused_columns: Vec<String>,
    pub notes: Vec<String>,
}

/// How a sheet is to be taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportOptions {
    /// Say what would happen, store nothing.
    #[serde(default)]
    pub dry_run: bool,
    /// State of rows whose sheet has no column for it (a list of tours that were held).
    #[serde(default)]
    pub state: Option<String>,
}

/// One reason why a row was not taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RejectedCell {
    /// As the office program counts them.
    pub row: usize,
    pub column: Option<String>,
    pub column_title: Option<String>,
    pub value: Option<String>,
    pub say: String,
}

/// Rejected rows, kept for download and correction.
#[derive(Debug, Default)]
pub struct Rejected(Mutex<VecDeque<(String, i64, Sheet)>>);

impl Rejected {
    fn keep(&self, id: &str, user: i64, sheet: Sheet) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((id.to_string(), user, sheet));
        while kept.len() > IMPORTS_KEPT {
            kept.pop_front();
        }
    }
    fn find(&self, id: &str, user: i64) -> Option<Sheet> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, by, _)| known == id && *by == user).map(|(_, _, sheet)| sheet.clone())
    }
}

/// How one row fared.
enum Fate {
    Accepted,
    Duplicate,
    Refused(Refusal),
}

impl App {
    /// Reads a sheet (XLSX or CSV) into a register. Rows are known by their contents: the same sheet uploaded twice, or
    /// uploaded again with its wrong rows mended, adds each row once.
    ///
    /// # Errors
    /// The file can't be read as a sheet, no column bears a field's name, or the register isn't there.
    pub async fn import_records(
        &self,
        caller: &Caller,
        programme: &str,
        register: &str,
        (bytes, name): (&[u8], Option<&str>),
        options: &ImportOptions,
    ) -> Outcome<ImportResult> {
        let dry_run = options.dry_run;
        let live = self.programme_for(caller, programme).await?;
        let model = live.compiled.model.registers.get(register).ok_or_else(Problem::not_found)?;
        caller.check_writes(caller.unit().id)?;
        let sheet = sheet::read_sheet(bytes, name)?;
        let columns = Columns::of(model, &sheet.header)?;
        let defaults = rows::Defaults { unit: &caller.unit().code, state: options.state.as_deref() };
        let mut ids = ids::Ids::new(programme, register, model);
        let rows = rows::read(&columns, model, &sheet, &defaults, &mut ids);
        let fates = if dry_run {
            self.try_rows(caller, &live, register, &rows).await?
        } else {
            self.store_rows(caller, &live, register, &rows).await?
        };
        let id = self.entropy().id(self.clock().now()).simple().to_string();
        let mut result = ImportResult {
            id: id.clone(),
            rows: rows.len(),
            accepted: fates.iter().filter(|f| matches!(f, Fate::Accepted)).count(),
            duplicates: fates.iter().filter(|f| matches!(f, Fate::Duplicate)).count(),
            rejected: vec![],
            rejected_rows: 0,
            dry_run,
            unused_columns: columns.unused.clone(),
            notes: sheet.notes.iter().map(|n| n.message.clone()).collect(),
        };
        let mut wrong: Vec<(&SheetRow, Vec<RejectedCell>)> = vec![];
        for ((row, fate), source) in rows.iter().zip(&fates).zip(&sheet.rows) {
            if let Fate::Refused(refusal) = fate {
                wrong.push((source, columns.explain(row, source, refusal)));
            }
        }
        result.rejected_rows = wrong.len();
        result.rejected = wrong.iter().flat_map(|(_, cells)| cells.clone()).collect();
        self.rejected().keep(&id, caller.user().0, rejected_sheet(&model.title, &sheet.header, &wrong));
        Ok(result)
    }

    /// The rejected rows of an import as a sheet, with the reasons in a last column: correct and upload again.
    ///
    /// # Errors
    /// Not found: of somebody else, or too long ago.
    pub fn rejected_xlsx(&self, caller: &Caller, id: &str) -> Outcome<Vec<u8>> {
        let sheet = self.rejected().find(id, caller.user().0).ok_or_else(Problem::not_found)?;
        to_xlsx(&[sheet]).map_err(Problem::internal)
    }

    async fn store_rows(&self, caller: &Caller, live: &Arc<Live>, register: &str, rows: &[Row]) -> Outcome<Vec<Fate>> {
        let mut fates = Vec::with_capacity(rows.len());
        for chunk in rows.chunks(AT_A_TIME) {
            // Sent together, so that they share a commit; awaited in order, so that a failure of the store stops the import.
            let mut sent = vec![];
            for row in chunk {
                let Ok(fields) = &row.fields else {
                    sent.push(None);
                    continue;
                };
                let command = command(live, register, row, fields);
                sent.push(Some(Box::pin(self.send_row(caller, live, command))));
            }
            fates.extend(gather(chunk, sent).await?);
        }
        Ok(fates)
    }

    async fn send_row(&self, caller: &Caller, live: &Arc<Live>, command: Command) -> Outcome<Fate> {
        let at = self.clock().now();
        let actor = luodi_engine::Actor { device: Some("导入".to_string()), ..caller.actor() };
        let record = match &command {
            Command::Submit { id, .. } => Some(*id),
            _ => None,
        };
        let live = Arc::clone(live);
        let stamp = luodi_store::Stamp::of(&actor, at);
        let decide = Box::new(move |facts: &dyn luodi_engine::Facts| {
            decide(&live.compiled, &Otherwise::home(facts, Home::At(live.root)), &actor, &command, at)
        });
        match self.store().write(luodi_store::Job { stamp, record, key: None, decide }).await {
            Ok(done) if done.repeated || done.events.is_empty() => Ok(Fate::Duplicate),
            Ok(_) => Ok(Fate::Accepted),
            Err(WriteError::Refused(refusal)) => Ok(Fate::Refused(refusal)),
            Err(WriteError::Store(error)) => Err(error.into()),
        }
    }

    /// Decides on every row without storing any.
    async fn try_rows(&self, caller: &Caller, live: &Arc<Live>, register: &str, rows: &[Row]) -> Outcome<Vec<Fate>> {
        let actor = caller.actor();
        let commands: Vec<Result<Command, Refusal>> =
            rows.iter().map(|r| r.fields.as_ref().map(|f| command(live, register, r, f)).map_err(Clone::clone)).collect();
        let live = Arc::clone(live);
        self.with_facts(move |moment| {
            let fate = |command: &Result<Command, Refusal>| match command {
                Err(refusal) => Fate::Refused(refusal.clone()),
                Ok(command) => match decide(&live.compiled, moment.facts, &actor, command, moment.now) {
                    Ok(events) if events.is_empty() => Fate::Duplicate,
                    Ok(_) => Fate::Accepted,
                    Err(refusal) => Fate::Refused(refusal),
                },
            };
            Ok(commands.iter().map(fate).collect())
        })
        .await
    }
}

/// Awaits a chunk's rows together.
async fn gather<F>(rows: &[Row], sent: Vec<Option<F>>) -> Outcome<Vec<Fate>>
where
    F: Future<Output = Outcome<Fate>> + Unpin,
{
    let mut waiting: Vec<(usize, F)> = sent.into_iter().enumerate().filter_map(|(i, f)| Some((i, f?))).collect();
    let mut fates: HashMap<usize, Fate> = HashMap::new();
    std::future::poll_fn(|cx| {
        let mut failed = None;
        waiting.retain_mut(|(i, future)| match std::pin::Pin::new(future).poll(cx) {
            std::task::Poll::Ready(Ok(fate)) => {
                fates.insert(*i, fate);
                false
            }
            std::task::Poll::Ready(Err(problem)) => {
                failed = Some(problem);
                false
            }
            std::task::Poll::Pending => true,
        });
        match failed {
            Some(problem) => std::task::Poll::Ready(Err(problem)),
            None if waiting.is_empty() => std::task::Poll::Ready(Ok(())),
            None => std::task::Poll::Pending,
        }
    })
    .await?;
    let fate = |(i, row): (usize, &Row)| match &row.fields {
        Err(refusal) => Fate::Refused(refusal.clone()),
        Ok(_) => fates.remove(&i).unwrap_or(Fate::Duplicate),
    };
    Ok(rows.iter().enumerate().map(fate).collect())
}

fn command(live: &Live, register: &str, row: &Row, fields: &indexmap::IndexMap<String, serde_json::Value>) -> Command {
    let programme: ProgrammeId = live.compiled.model.programme.clone();
    Command::Submit { programme, register: register.to_string(), id: row.id, state: row.state.clone(), fields: fields.clone() }
}

fn rejected_sheet(title: &str, header: &[String], wrong: &[(&SheetRow, Vec<RejectedCell>)]) -> Sheet {
    let mut head: Vec<HeadCell> = header.iter().map(|h| HeadCell::new(h.clone())).collect();
    head.push(HeadCell::new(rows::REASON_COLUMN));
    let line = |(row, reasons): &(&SheetRow, Vec<RejectedCell>)| {
        let mut cells: Vec<Cell> = row.cells.iter().map(|c| Cell::text(&c.text)).collect();
        cells.resize(header.len(), Cell::Blank);
        let say = |r: &RejectedCell| match &r.column_title {
            Some(title) => format!("{title}：{}", r.say),
            None => r.say.clone(),
        };
        cells.push(Cell::text(reasons.iter().map(say).collect::<Vec<_>>().join("；")));
        cells
    };
    Sheet { name: format!("{title}待更正"), header: vec![head], rows: wrong.iter().map(line).collect(), ..Sheet::default() }
}

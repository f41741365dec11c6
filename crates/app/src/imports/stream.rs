//! Import of very many rows from CSV: read as a stream, checked like any submission, stored in large transactions. For registers
//! whose rows can be judged by themselves; others take the way of single submissions.

use super::ids::Ids;
use super::rows::{Columns, Defaults, Said, state};
use super::{ImportOptions, ImportResult, RejectedCell};
use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::problem::{Code, Outcome, Problem};
use jiff::Timestamp;
use luodi_engine::{Actor, Command, Event, Home, Otherwise, Refusal, StoredRecord, UnitsAlone, decide};
use luodi_model::programme::FieldType;
use luodi_model::{RecordId, UnitTree};
use luodi_store::{Bulk, Store};
use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

/// Rows of one transaction.
const CHUNK: usize = 10_000;
/// Chunks being checked at once.
const CHECKED_AT_ONCE: usize = 2;
/// Chunks handed to the writer at once: one being written, one waiting, so that the writer never does.
const WRITTEN_AT_ONCE: usize = 2;
/// Rejected cells that are told one by one; the rest is counted.
const REJECTED_MAX: usize = 1_000;

/// One row as it stands in the file.
struct RawRow {
    number: usize,
    id: RecordId,
    said: Said,
    cells: csv::StringRecord,
}

/// What checking a chunk gave.
struct Checked {
    records: Vec<StoredRecord>,
    /// The records made ready to be written, unless this is a dry run.
    bulk: Option<Bulk>,
    rejected: Vec<RejectedCell>,
    rejected_rows: usize,
}

/// Everything that checking needs, shared by all chunks.
struct Judge {
    live: Arc<Live>,
    units: Arc<UnitTree>,
    register: String,
    columns: Columns,
    actor: Actor,
    at: Timestamp,
}

impl App {
    /// Can rows of this register be judged by themselves, so that many can be taken at once?
    pub fn takes_streams(&self, live: &Live, register: &str) -> bool {
        let Some(model) = live.compiled.model.registers.get(register) else { return false };
        let refers = model.fields.values().any(|f| matches!(f.type_, FieldType::Record | FieldType::Computed));
        let compiled = live.compiled.registers.get(register);
        let alone = |check: &luodi_language::CompiledCheck| {
            check.require.reads().registers.is_empty() && check.when.as_ref().is_none_or(|w| w.reads().registers.is_empty())
        };
        let checks_alone = compiled.is_some_and(|c| c.checks.iter().chain(c.states.values().flatten()).all(alone));
        !refers && checks_alone
    }

    /// Takes the rows of a CSV file (UTF-8) into a register. `told` hears how many rows are in so far.
    ///
    /// # Errors
    /// The file can't be read as CSV, no column bears a field's name, or the register's rows can't be judged by themselves.
    pub async fn import_stream(
        &self,
        caller: &Caller,
        programme: &str,
        register: &str,
        file: impl Read + Send,
        options: &ImportOptions,
        told: impl Fn(usize),
    ) -> Outcome<ImportResult> {
        let live = self.programme_for(caller, programme).await?;
        let model = live.compiled.model.registers.get(register).ok_or_else(Problem::not_found)?.clone();
        caller.check_writes(caller.unit().id)?;
        if !self.takes_streams(&live, register) {
            let say = format!("《{}》的记录要对照其他记录检查，不能成批导入", model.title);
            return Err(Problem::say(Code::BadParameter, say));
        }
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
        let header: Vec<String> = reader.headers().map_err(unreadable)?.iter().map(str::to_string).collect();
        let columns = Columns::of(&model, &header)?;
        let unused = columns.unused.clone();
        let judge = Arc::new(Judge {
            units: Arc::clone(caller.units()),
            register: register.to_string(),
            columns,
            actor: Actor { device: Some("导入".to_string()), ..caller.actor() },
            at: self.clock().now(),
            live,
        });
        let mut result = ImportResult {
            id: self.entropy().id(self.clock().now()).simple().to_string(),
            rows: 0,
            accepted: 0,
            duplicates: 0,
            rejected: vec![],
            rejected_rows: 0,
            dry_run: options.dry_run,
            unused_columns: unused,
            notes: vec![],
        };
        let defaults = Defaults { unit: &caller.unit().code, state: options.state.as_deref() };
        let mut ids = Ids::new(programme, register, &model);
        let (mut checks, mut writes) = (VecDeque::new(), VecDeque::new());
        let mut number = 1;
        loop {
            let mut read_row = |cells: &csv::StringRecord| {
                let cell = |at: usize| cells.get(at).filter(|c| !c.trim().is_empty());
                let said = judge.columns.read(&model, &defaults, cell);
                (ids.next(&said), said)
            };
            let chunk = next_chunk(&mut reader, &mut number, &mut read_row)?;
            let last = chunk.is_empty();
            result.rows += chunk.len();
            if !last {
                let (judge, store, dry_run) = (Arc::clone(&judge), self.store().clone(), options.dry_run);
                checks.push_back(tokio::task::spawn_blocking(move || check(&judge, &store, chunk, dry_run)));
            }
            while checks.len() >= if last { 1 } else { CHECKED_AT_ONCE } {
                let Some(task) = checks.pop_front() else { break };
                let checked = task.await.map_err(Problem::internal)??;
                writes.extend(self.take(&judge, checked, &mut result));
                if writes.len() >= WRITTEN_AT_ONCE {
                    written(&mut writes, &mut result).await?;
                }
                told(result.accepted + result.duplicates + result.rejected_rows);
            }
            if last {
                while !writes.is_empty() {
                    written(&mut writes, &mut result).await?;
                }
                return Ok(result);
            }
        }
    }

    /// Notes what checking gave, and sends the good rows to the writer.
    fn take(&self, judge: &Judge, checked: Checked, result: &mut ImportResult) -> Option<Write> {
        result.rejected_rows += checked.rejected_rows;
        let room = REJECTED_MAX.saturating_sub(result.rejected.len());
        result.rejected.extend(checked.rejected.into_iter().take(room));
        let Some(bulk) = checked.bulk else {
            result.accepted += checked.records.len();
            return None;
        };
        let stamp = luodi_store::Stamp::of(&judge.actor, judge.at);
        let store = self.store().clone();
        Some(tokio::spawn(async move { store.write_bulk(&stamp, bulk).await }))
    }
}

/// A chunk on its way into the database.
type Write = tokio::task::JoinHandle<Result<luodi_store::BulkDone, luodi_store::StoreError>>;

/// Waits for the oldest write.
async fn written(writes: &mut VecDeque<Write>, result: &mut ImportResult) -> Outcome<()> {
    let Some(write) = writes.pop_front() else { return Ok(()) };
    let done = write.await.map_err(Problem::internal)??;
    result.accepted += usize::try_from(done.stored).unwrap_or(usize::MAX);
    result.duplicates += usize::try_from(done.known).unwrap_or(usize::MAX);
    Ok(())
}

fn unreadable(error: csv::Error) -> Problem {
    Problem::say(Code::UnreadableFile, "文件不能按 CSV 读取，请另存为 UTF-8 编码的 CSV 后再试。".to_string()).because(error)
}

fn next_chunk<R: Read>(
    reader: &mut csv::Reader<R>,
    number: &mut usize,
    read_row: &mut impl FnMut(&csv::StringRecord) -> (RecordId, Said),
) -> Outcome<Vec<RawRow>> {
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut cells = csv::StringRecord::new();
    while chunk.len() < CHUNK && reader.read_record(&mut cells).map_err(unreadable)? {
        *number += 1;
        if cells.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        let (id, said) = read_row(&cells);
        chunk.push(RawRow { number: *number, id, said, cells: std::mem::take(&mut cells) });
    }
    Ok(chunk)
}

fn check(judge: &Judge, store: &Store, chunk: Vec<RawRow>, dry_run: bool) -> Outcome<Checked> {
    let mut checked = judged(judge, chunk);
    if !dry_run {
        checked.bulk = Some(store.prepare_bulk(std::mem::take(&mut checked.records))?);
    }
    Ok(checked)
}

fn judged(judge: &Judge, chunk: Vec<RawRow>) -> Checked {
    let facts = UnitsAlone::new(&judge.units);
    let facts = Otherwise::home(&facts, Home::At(judge.live.root));
    let mut checked = Checked { records: Vec::with_capacity(chunk.len()), bulk: None, rejected: vec![], rejected_rows: 0 };
    let Some(model) = judge.live.compiled.model.registers.get(&judge.register) else { return checked };
    for row in chunk {
        let RawRow { number, id, said, cells } = row;
        let programme = judge.live.compiled.model.programme.clone();
        let decided = state(model, said.state).map_err(Refusal::say).and_then(|state| {
            let command = Command::Submit { programme, register: judge.register.clone(), id, state, fields: said.fields };
            decide(&judge.live.compiled, &facts, &judge.actor, &command, judge.at)
        });
        match decided {
            Ok(events) => checked.records.extend(events.into_iter().filter_map(stored)),
            Err(refusal) => {
                checked.rejected_rows += 1;
                explain(judge, number, &cells, &refusal, &mut checked.rejected);
            }
        }
    }
    checked
}

fn stored(event: Event) -> Option<StoredRecord> {
    match event {
        Event::RecordStored { record, .. } => Some(*record),
        _ => None,
    }
}

fn explain(judge: &Judge, row: usize, cells: &csv::StringRecord, refusal: &Refusal, out: &mut Vec<RejectedCell>) {
    if out.len() >= REJECTED_MAX {
        return;
    }
    let plain = |say: String| RejectedCell { row, column: None, column_title: None, value: None, say };
    let Refusal::Invalid { problems } = refusal else {
        out.push(plain(refusal.to_string()));
        return;
    };
    for p in problems {
        let at = p.field.as_deref().and_then(|f| judge.columns.column(f));
        out.push(RejectedCell {
            column_title: p.field.as_deref().map(|f| judge.columns.title(f).to_string()),
            value: at.and_then(|at| cells.get(at)).map(str::to_string),
            ..plain(p.say.clone())
        });
    }
}

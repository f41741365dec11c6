//! One batch: the jobs of one transaction. Each job decides against facts that already hold what the jobs before it did;
//! rows go to the database in as few statements as possible, at the end or when a job reads what only SQL can answer.

use crate::chain::{self, Hash, LogRow, RECORD_STORED};
use crate::db::{Arg, Db, args};
use crate::error::{Result, StoreError, WriteError};
use crate::index::Published;
use crate::job::{Done, JobKey, Queued, Stamp, Work};
use crate::link::{Link, ManyRows};
use luodi_engine::{Contribution, Event, Filing, Refusal, StoredRecord};
use luodi_model::{ProgrammeId, RecordId};
use std::cell::{Cell as StdCell, RefCell};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

/// The current version of a record as the batch knows it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// Sequence number of its first event.
    pub no: i64,
    /// Sequence number of its last event.
    pub seq: i64,
    pub record: Arc<StoredRecord>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub seq: i64,
    pub hash: Hash,
}

/// A contribution of this batch that is not in the index yet.
#[derive(Debug)]
pub(crate) struct Delta {
    pub programme: ProgrammeId,
    pub contribution: Contribution,
    pub seq: i64,
}

#[derive(Debug)]
pub(crate) struct State {
    pub head: Head,
    pub known: HashMap<RecordId, Option<Known>>,
    log: Vec<LogRow>,
    /// Records whose row must be written, with their register's number.
    rows: HashMap<RecordId, i64>,
    filings: Vec<(Arc<Filing>, i64)>,
    filings_known: HashMap<RecordId, i64>,
    others: Vec<(ManyRows, Vec<Arg>)>,
    keys: HashMap<String, ([u8; 32], i64, i64)>,
    pub deltas: Vec<Delta>,
    pub by_measure: HashMap<ProgrammeId, HashMap<String, Vec<usize>>>,
    /// An error inside a read of facts, which has no way to say so.
    pub failed: Option<StoreError>,
    /// Read when it is first asked for.
    pub calendar: Option<crate::query::Calendar>,
}

/// The numbers of registers, kept between batches.
pub(crate) type Registers = HashMap<(ProgrammeId, String), i64>;

pub(crate) struct Batch<'a> {
    pub link: RefCell<&'a mut Link>,
    pub published: Arc<Published>,
    pub state: RefCell<State>,
    pub registers: RefCell<&'a mut Registers>,
    /// Is a decision being made? Then errors go to `failed`.
    pub unflushed: StdCell<bool>,
}

pub(crate) type Outcome = Result<Done, WriteError>;

pub(crate) const EVENTS: ManyRows = ManyRows {
    head: "INSERT INTO event (seq, at_us, actor, unit, device, kind, subject, prev, payload, hash)",
    columns: 10,
    tail: "",
};
pub(crate) const RECORDS: ManyRows = ManyRows {
    head: "INSERT INTO record (no, id, register, unit, day, state, version, changed_us, seq)",
    columns: 9,
    tail: "ON CONFLICT (no) DO UPDATE SET unit = excluded.unit, day = excluded.day, state = excluded.state, \
           version = excluded.version, changed_us = excluded.changed_us, seq = excluded.seq",
};
const FILINGS: ManyRows =
    ManyRows { head: "INSERT INTO filing (id, programme, form, unit, first, version, at_us, zero, seq)", columns: 9, tail: "" };
const ZEROS: ManyRows = ManyRows {
    head: "INSERT INTO zero_report (programme, duty, unit, first, every, at_us, seq)",
    columns: 7,
    tail: "ON CONFLICT (programme, duty, first, unit) DO NOTHING",
};
const ANSWERS: ManyRows = ManyRows {
    head: "INSERT INTO answer (programme, ask, value, at_us, actor, seq)",
    columns: 6,
    tail: "ON CONFLICT (programme, ask) DO UPDATE SET value = excluded.value, at_us = excluded.at_us, \
           actor = excluded.actor, seq = excluded.seq",
};
const KEYS: ManyRows = ManyRows { head: "INSERT INTO idempotency (key, digest, at_us, first_seq, events)", columns: 5, tail: "" };

impl<'a> Batch<'a> {
    pub fn new(link: &'a mut Link, registers: &'a mut Registers, published: Arc<Published>, head: Head) -> Batch<'a> {
        let state = State {
            head,
            known: HashMap::new(),
            log: vec![],
            rows: HashMap::new(),
            filings: vec![],
            filings_known: HashMap::new(),
            others: vec![],
            keys: HashMap::new(),
            deltas: vec![],
            by_measure: HashMap::new(),
            failed: None,
            calendar: None,
        };
        Batch {
            link: RefCell::new(link),
            published,
            state: RefCell::new(state),
            registers: RefCell::new(registers),
            unflushed: StdCell::new(false),
        }
    }

    /// Looks up the records and keys that the jobs name, in one statement each.
    pub fn prefetch(&self, jobs: &[Queued]) -> Result<()> {
        let mut ids = vec![];
        let mut keys = vec![];
        for job in jobs {
            if let Work::Decide { record, key, .. } = &job.work {
                ids.extend(*record);
                keys.extend(key.as_ref().map(|k| Arg::from(&k.key)));
            }
        }
        self.look_up(&ids)?;
        if keys.is_empty() {
            return Ok(());
        }
        let head = "SELECT key, digest, first_seq, events FROM idempotency WHERE key IN";
        for row in self.link.borrow_mut().rows_in(head, keys, "")? {
            let entry = (chain::hash_from(row.blob(1)?)?, row.int(2)?, row.int(3)?);
            self.state.borrow_mut().keys.insert(row.text(0)?, entry);
        }
        Ok(())
    }

    fn look_up(&self, ids: &[RecordId]) -> Result<()> {
        let mut state = self.state.borrow_mut();
        let unknown: Vec<RecordId> = ids.iter().copied().filter(|id| !state.known.contains_key(id)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        state.known.extend(unknown.iter().map(|id| (*id, None)));
        let head = "SELECT r.no, r.seq, e.payload FROM record r JOIN event e ON e.seq = r.seq WHERE r.id IN";
        let keys = unknown.iter().map(|id| Arg::from(*id)).collect();
        for row in self.link.borrow_mut().rows_in(head, keys, "")? {
            let record = Arc::new(chain::read_record(row.str(2)?)?);
            state.known.insert(record.id, Some(Known { no: row.int(0)?, seq: row.int(1)?, record }));
        }
        Ok(())
    }

    pub fn known(&self, id: RecordId) -> Result<Option<Known>> {
        if let Some(known) = self.state.borrow().known.get(&id) {
            return Ok(known.clone());
        }
        self.look_up(&[id])?;
        Ok(self.state.borrow().known.get(&id).cloned().flatten())
    }

    /// Carries out one job. `Err` is for what spoils the transaction; a job's own refusal is an [`Outcome`].
    pub fn run(&self, job: &mut Queued) -> Result<Outcome> {
        match &mut job.work {
            Work::Table(write) => {
                self.flush()?;
                self.run_table(&job.stamp, write)
            }
            Work::Decide { record, key, decide } => {
                if let Some(outcome) = self.answered_by_key(key.as_ref())? {
                    return Ok(outcome);
                }
                let decided = catch_unwind(AssertUnwindSafe(|| decide(self)));
                if let Some(error) = self.state.borrow_mut().failed.take() {
                    return Err(error);
                }
                let events = match decided {
                    Err(panic) => return Ok(Err(StoreError::Panicked(panic_text(&*panic)).into())),
                    Ok(Err(refusal)) => return Ok(Err(refusal.into())),
                    Ok(Ok(events)) => events,
                };
                if let Some(outcome) = self.answered_before(*record, &events)? {
                    return Ok(outcome);
                }
                self.accept(&job.stamp, events, key.as_ref())
            }
        }
    }

    fn run_table(&self, stamp: &Stamp, write: &mut crate::job::TableWrite) -> Result<Outcome> {
        self.link.borrow_mut().execute("SAVEPOINT job", vec![])?;
        let written = {
            let mut link = self.link.borrow_mut();
            catch_unwind(AssertUnwindSafe(|| write(&mut link)))
                .unwrap_or_else(|panic| Err(StoreError::Panicked(panic_text(&*panic))))
        };
        let outcome = match written {
            Ok(events) => self.accept(stamp, events, None)?,
            Err(e) => Err(e.into()),
        };
        let mut link = self.link.borrow_mut();
        if outcome.is_err() {
            link.execute("ROLLBACK TO SAVEPOINT job", vec![])?;
        }
        link.execute("RELEASE SAVEPOINT job", vec![])?;
        Ok(outcome)
    }

    /// The same key was sent before: the answer of then.
    fn answered_by_key(&self, key: Option<&JobKey>) -> Result<Option<Outcome>> {
        let Some(key) = key else { return Ok(None) };
        let Some((digest, first, n)) = self.state.borrow().keys.get(&key.key).copied() else { return Ok(None) };
        if digest != key.digest {
            return Ok(Some(Err(Refusal::IdTaken.into())));
        }
        Ok(Some(Ok(self.repeat(first, n)?)))
    }

    /// Nothing to do for a record: what it says already is answered. A new record whose id is there already: the same
    /// content is answered as the first time, other content refused.
    fn answered_before(&self, record: Option<RecordId>, events: &[Event]) -> Result<Option<Outcome>> {
        match events.first() {
            None => {
                let Some(id) = record else { return Ok(None) };
                let Some(known) = self.known(id)? else { return Ok(None) };
                Ok(Some(Ok(self.repeat(known.seq, 1)?)))
            }
            Some(Event::RecordStored { record, .. }) if record.version == 1 => {
                let Some(known) = self.known(record.id)? else { return Ok(None) };
                let first = self.repeat(known.no, 1)?;
                let same = matches!(first.events.first(), Some(Event::RecordStored { record: before, .. }) if same_submission(before, record));
                Ok(Some(if same { Ok(first) } else { Err(Refusal::IdTaken.into()) }))
            }
            Some(Event::ReturnFiled(filing)) => {
                self.look_up_filing(filing)?;
                let seq = self.state.borrow().filings_known.get(&filing.id).copied();
                seq.map(|seq| self.repeat(seq, 1).map(Ok)).transpose()
            }
            _ => Ok(None),
        }
    }

    fn look_up_filing(&self, filing: &Filing) -> Result<()> {
        let row = self.link.borrow_mut().row("SELECT seq FROM filing WHERE id = $1", args![filing.id])?;
        if let Some(row) = row {
            self.state.borrow_mut().filings_known.insert(filing.id, row.int(0)?);
        }
        Ok(())
    }

    fn repeat(&self, first: i64, n: i64) -> Result<Done> {
        self.flush_log()?;
        let sql = "SELECT seq, payload FROM event WHERE seq >= $1 AND seq < $2 ORDER BY seq";
        let rows = self.link.borrow_mut().rows(sql, args![first, first + n])?;
        let mut done = Done { seqs: vec![], events: vec![], repeated: true };
        for row in rows {
            done.seqs.push(row.int(0)?);
            done.events.push(chain::read_event(row.str(1)?)?);
        }
        Ok(done)
    }

    /// Takes a job's events into the batch: all of them, or none.
    fn accept(&self, stamp: &Stamp, events: Vec<Event>, key: Option<&JobKey>) -> Result<Outcome> {
        if let Err(refusal) = self.check(&events)? {
            return Ok(Err(refusal));
        }
        let first = self.state.borrow().head.seq + 1;
        for event in &events {
            self.push(stamp, event)?;
        }
        if let Some(key) = key {
            let mut state = self.state.borrow_mut();
            let n = events.len() as i64;
            state.keys.insert(key.key.clone(), (key.digest, first, n));
            let row = args![&key.key, &key.digest[..], stamp.at, first, n];
            state.others.push((KEYS, row));
        }
        let seqs = (first..first + events.len() as i64).collect();
        Ok(Ok(Done { seqs, events, repeated: false }))
    }

    /// Versions must follow each other; units must exist.
    fn check(&self, events: &[Event]) -> Result<Result<(), WriteError>> {
        let mut versions: HashMap<RecordId, u32> = HashMap::new();
        for event in events {
            let unit = match event {
                Event::RecordStored { record, .. } => {
                    let current = match versions.get(&record.id) {
                        Some(v) => *v,
                        None => self.known(record.id)?.map_or(0, |k| k.record.version),
                    };
                    if record.version != current + 1 {
                        return Ok(Err(Refusal::Conflict { current }.into()));
                    }
                    versions.insert(record.id, record.version);
                    record.unit
                }
                Event::ReturnFiled(filing) => {
                    if let Some(current) = self.filing_version(filing)? {
                        return Ok(Err(Refusal::Conflict { current }.into()));
                    }
                    filing.unit
                }
                Event::ZeroReported { unit, .. } => *unit,
                // The kind of records tells how the log is folded: nothing else may bear it.
                Event::Other { name, .. } if name == chain::RECORD_STORED => {
                    return Ok(Err(StoreError::broken("an event of another kind is named record_stored").into()));
                }
                Event::AskAnswered { .. } | Event::Other { .. } => continue,
            };
            if self.published.tree.position(unit).is_none() {
                return Ok(Err(StoreError::NoUnit(unit.0).into()));
            }
        }
        Ok(Ok(()))
    }

    /// Is this version of the return filed already, by another submission?
    fn filing_version(&self, f: &Filing) -> Result<Option<u32>> {
        self.flush()?;
        let sql = "SELECT version FROM filing WHERE programme = $1 AND form = $2 AND first = $3 AND unit = $4 AND version = $5";
        let args = args![&f.programme.0, &f.form, f.first, f.unit, f.version];
        let row = self.link.borrow_mut().row(sql, args)?;
        Ok(row.map(|_| f.version))
    }

    fn push(&self, stamp: &Stamp, event: &Event) -> Result<()> {
        let (kind, subject) = chain::kind_and_subject(event);
        let before = match event {
            Event::RecordStored { record, .. } => self.known(record.id)?,
            _ => None,
        };
        let register = match event {
            Event::RecordStored { record, .. } => Some(self.register(&record.programme, &record.register)?),
            _ => None,
        };
        let mut state = self.state.borrow_mut();
        let mut row = LogRow {
            seq: state.head.seq + 1,
            at: stamp.at,
            actor: stamp.user,
            unit: stamp.unit,
            device: stamp.device.clone(),
            kind,
            subject,
            prev: before.as_ref().map(|k| k.seq),
            payload: chain::payload(event)?,
            hash: [0; 32],
        };
        row.hash = row.hashed().hash(&state.head.hash);
        state.head = Head { seq: row.seq, hash: row.hash };
        let seq = row.seq;
        state.log.push(row);
        match event {
            Event::RecordStored { record, .. } => {
                self.count(&mut state, record, before.as_ref(), seq);
                let known = Known { no: before.map_or(seq, |k| k.no), seq, record: Arc::new(record.as_ref().clone()) };
                state.known.insert(record.id, Some(known));
                state.rows.extend(register.map(|no| (record.id, no)));
            }
            Event::ReturnFiled(filing) => {
                state.filings_known.insert(filing.id, seq);
                state.filings.push((Arc::new(filing.clone()), seq));
            }
            Event::ZeroReported { programme, duty, unit, every, first } => {
                let every = serde_json::to_string(every).map_err(|e| StoreError::broken(e.to_string()))?;
                let every = every.trim_matches('"');
                state.others.push((ZEROS, args![&programme.0, duty, *unit, *first, every, stamp.at, seq]));
            }
            Event::AskAnswered { programme, ask, value } => {
                state.others.push((ANSWERS, args![&programme.0, ask, value.to_string(), stamp.at, stamp.user, seq]));
            }
            Event::Other { .. } => {}
        }
        self.unflushed.set(true);
        Ok(())
    }

    fn count(&self, state: &mut State, record: &StoredRecord, before: Option<&Known>, seq: i64) {
        let counting = &self.published.counting;
        let old = before.map(|k| counting.contributions(&self.published.tree, &k.record)).unwrap_or_default();
        let taken = old.into_iter().map(|c| Contribution { cell: c.cell.negated(), ..c });
        for contribution in taken.chain(counting.contributions(&self.published.tree, record)) {
            let at = state.deltas.len();
            let measures = state.by_measure.entry(record.programme.clone()).or_default();
            measures.entry(contribution.measure.clone()).or_default().push(at);
            state.deltas.push(Delta { programme: record.programme.clone(), contribution, seq });
        }
    }

    fn register(&self, programme: &ProgrammeId, name: &str) -> Result<i64> {
        let mut registers = self.registers.borrow_mut();
        let key = (programme.clone(), name.to_string());
        if let Some(no) = registers.get(&key) {
            return Ok(*no);
        }
        let no = register_no(&mut self.link.borrow_mut(), programme, name)?;
        registers.insert(key, no);
        Ok(no)
    }

    /// Writes what waits, so that SQL sees it.
    pub fn flush(&self) -> Result<()> {
        if !self.unflushed.replace(false) {
            return Ok(());
        }
        self.flush_log()?;
        let mut state = self.state.borrow_mut();
        let mut link = self.link.borrow_mut();
        let rows = std::mem::take(&mut state.rows);
        let mut values = Vec::with_capacity(rows.len() * RECORDS.columns);
        // In the order of their numbers: rows are appended, and two processes never lock them in different orders.
        let mut known: Vec<(&Known, i64)> =
            rows.iter().filter_map(|(id, no)| Some((state.known.get(id)?.as_ref()?, *no))).collect();
        known.sort_unstable_by_key(|(k, _)| k.no);
        for (k, register) in known {
            let r = &k.record;
            values.extend(args![k.no, r.id, register, r.unit, r.day, &r.state, r.version, r.changed_at, k.seq]);
        }
        link.insert_many(RECORDS, values)?;
        let mut values = vec![];
        for (f, seq) in state.filings.drain(..) {
            values.extend(args![f.id, &f.programme.0, &f.form, f.unit, f.first, f.version, f.at, f.zero, seq]);
        }
        link.insert_many(FILINGS, values)?;
        insert_others(&mut link, std::mem::take(&mut state.others))
    }

    fn flush_log(&self) -> Result<()> {
        let log = std::mem::take(&mut self.state.borrow_mut().log);
        let (n, mut log) = (log.len(), log.into_iter());
        self.link.borrow_mut().insert_made(EVENTS, n, &mut |n, values| {
            log.by_ref().take(n).for_each(|row| values.extend(log_args(row)));
            Ok(())
        })
    }

    /// Writes everything and the new end of the chain.
    pub fn finish(self) -> Result<State> {
        self.unflushed.set(true);
        self.flush()?;
        let state = self.state.into_inner();
        write_head(self.link.into_inner(), &state.head)?;
        Ok(state)
    }
}

/// The kind that most rows have, shared by them.
static RECORD_STORED_TEXT: LazyLock<Arc<str>> = LazyLock::new(|| RECORD_STORED.into());

pub(crate) fn log_args(row: LogRow) -> [Arg; 10] {
    [
        Arg::from(row.seq),
        Arg::from(row.at),
        Arg::from(row.actor),
        Arg::from(row.unit),
        Arg::from(row.device),
        if row.kind == RECORD_STORED { Arg::Shared(RECORD_STORED_TEXT.clone()) } else { Arg::from(&*row.kind) },
        Arg::from(row.subject),
        Arg::from(row.prev),
        Arg::from(row.payload),
        Arg::from(&row.hash[..]),
    ]
}

/// Rows of the same table that stand next to each other go in one statement; an answer given twice in a batch must not,
/// because one statement can't write a row twice.
fn insert_others(link: &mut Link, others: Vec<(ManyRows, Vec<Arg>)>) -> Result<()> {
    let mut waiting: Option<(ManyRows, Vec<Arg>)> = None;
    for (table, row) in others {
        match &mut waiting {
            Some((t, rows)) if *t == table && table != ANSWERS => rows.extend(row),
            _ => {
                if let Some((t, rows)) = waiting.replace((table, row)) {
                    link.insert_many(t, rows)?;
                }
            }
        }
    }
    waiting.map_or(Ok(()), |(t, rows)| link.insert_many(t, rows))
}

/// Takes the chain: from here to the end of the transaction nobody else appends.
pub(crate) fn take_head(link: &mut Link) -> Result<Head> {
    let sql = match link.conn.db() {
        Db::Sqlite => "SELECT seq, hash FROM chain_head WHERE one = 1",
        Db::Postgres => "SELECT seq, hash FROM chain_head WHERE one = 1 FOR UPDATE",
    };
    let row = link.row(sql, vec![])?.ok_or_else(|| StoreError::broken("no chain head"))?;
    Ok(Head { seq: row.int(0)?, hash: chain::hash_from(row.blob(1)?)? })
}

pub(crate) fn write_head(link: &mut Link, head: &Head) -> Result<()> {
    let changed = link.execute("UPDATE chain_head SET seq = $1, hash = $2 WHERE one = 1", args![head.seq, &head.hash[..]])?;
    if changed == 1 { Ok(()) } else { Err(StoreError::broken("no chain head")) }
}

pub(crate) fn register_no(link: &mut Link, programme: &ProgrammeId, name: &str) -> Result<i64> {
    let insert = "INSERT INTO register (no, programme, name) \
                  SELECT COALESCE(MAX(no), 0) + 1, CAST($1 AS TEXT), CAST($2 AS TEXT) FROM register WHERE 1 = 1 \
                  ON CONFLICT (programme, name) DO NOTHING";
    link.execute(insert, args![&programme.0, name])?;
    let sql = "SELECT no FROM register WHERE programme = $1 AND name = $2";
    let row = link.row(sql, args![&programme.0, name])?;
    row.ok_or_else(|| StoreError::broken("register not written"))?.int(0)
}

/// Did the person send the same? Times and versions are the store's, the rest is theirs.
fn same_submission(a: &StoredRecord, b: &StoredRecord) -> bool {
    a.programme == b.programme && a.register == b.register && a.unit == b.unit && a.fields == b.fields
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| s.to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_string())
}

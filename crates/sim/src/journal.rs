//! What the simulation knows of what must be so: kept apart from the engine's own state, so that the two can disagree.

use jiff::Timestamp;
use jiff::civil::Date;
use luodi_engine::{Actor, Command, Event, Filing, StoredRecord, is_partner};
use luodi_model::programme::Programme;
use luodi_model::{RecordId, UnitId, UnitTree};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) type PeriodKey = (String, UnitId, Date);

#[derive(Default)]
pub(crate) struct Journal {
    /// The version that each record must have.
    pub versions: BTreeMap<RecordId, u32>,
    /// Filings as they were filed, oldest first.
    pub filed: BTreeMap<PeriodKey, Vec<Filing>>,
    filing_ids: BTreeSet<RecordId>,
    zeros: BTreeSet<PeriodKey>,
    /// Days late that were seen of a return or duty.
    pub late: BTreeMap<PeriodKey, i64>,
    /// Due days that were seen to be over for what is owed for a record: they only excuse it if they move themselves.
    pub late_for: BTreeMap<(String, UnitId, RecordId), Date>,
    /// Of these, the last day that was over while the thing was not done.
    pub overdue_for: BTreeMap<(String, UnitId, RecordId), Date>,
    pub changes: u64,
    pub filings: u64,
}

impl Journal {
    /// Notes an event that is about to be stored; `Err` names what can't be so.
    pub fn note(
        &mut self,
        (actor, command): (&Actor, &Command),
        (programme, tree): (&Programme, &UnitTree),
        event: &Event,
        now: Timestamp,
    ) -> Result<(), String> {
        let own = |unit: UnitId| {
            if tree.within(unit, actor.unit) {
                Ok(())
            } else {
                Err(format!("{} acted for a unit outside its jurisdiction: {unit:?}", actor.name))
            }
        };
        match event {
            Event::RecordStored { record, before, .. } => {
                let partner = before.as_ref().is_some_and(|b| b.unit == record.unit && works_too(programme, tree, actor, b));
                if !partner {
                    own(record.unit)?;
                    before.iter().try_for_each(|b| own(b.unit))?;
                }
                if let Command::Correct { seen, .. } | Command::Move { seen, .. } = command
                    && record.version != seen + 1
                {
                    return Err(format!("version {} of {} was made over one its maker never saw", record.version, record.id));
                }
                let version = self.versions.entry(record.id).or_insert(0);
                if record.version != *version + 1 {
                    return Err(format!("record {} went from version {version} to {}", record.id, record.version));
                }
                *version += 1;
                self.changes += u64::from(*version > 1);
            }
            Event::ReturnFiled(filing) => {
                own(filing.unit)?;
                if !self.filing_ids.insert(filing.id) {
                    return Err(format!("filing {} was stored twice", filing.id));
                }
                let versions = self.filed.entry((filing.form.clone(), filing.unit, filing.first)).or_default();
                if filing.version as usize != versions.len() + 1 || filing.at != now {
                    return Err(format!("filing {} has version {} after {}", filing.id, filing.version, versions.len()));
                }
                versions.push(filing.clone());
                self.filings += 1;
            }
            Event::ZeroReported { duty, unit, first, .. } => {
                own(*unit)?;
                if !self.zeros.insert((duty.clone(), *unit, *first)) {
                    return Err(format!("zero was reported twice for {duty} {first}"));
                }
            }
            Event::AskAnswered { .. } | Event::Other { .. } => {}
        }
        Ok(())
    }

    pub fn zero_reports(&self) -> u64 {
        self.zeros.len() as u64
    }
    pub fn has_filing(&self, id: RecordId) -> bool {
        self.filing_ids.contains(&id)
    }
}

/// Did the record name the actor's unit as one that works on it too?
fn works_too(programme: &Programme, tree: &UnitTree, actor: &Actor, record: &StoredRecord) -> bool {
    let register = programme.registers.get(&record.register);
    register.zip(tree.get(actor.unit)).is_some_and(|(register, unit)| is_partner(register, record, &unit.code))
}

//! A person at work: a unit, what they saw last, and what they think of doing next.

use crate::Faults;
use crate::dice::Dice;
use crate::make;
use indexmap::IndexMap;
use jiff::{Timestamp, ToSpan};
use luodi_engine::{Actor, Command, Facts, Memory, Role};
use luodi_language::Compiled;
use luodi_model::programme::{FieldType, Register};
use luodi_model::{Period, RecordId, UnitId, UserId, beijing};
use serde_json::Value as Json;

/// A record as the person saw it.
#[derive(Clone)]
pub(crate) struct Seen {
    pub id: RecordId,
    pub version: u32,
    pub register: String,
    pub state: String,
}

pub(crate) struct Client {
    pub actor: Actor,
    pub view: Vec<Seen>,
}

/// What the person has before them when they think of a command.
pub(crate) struct Desk<'a> {
    pub programme: &'a Compiled,
    pub memory: &'a Memory,
    pub faults: &'a Faults,
    pub now: Timestamp,
}

impl Client {
    pub fn new(number: usize, unit: UnitId) -> Client {
        let actor = Actor {
            user: UserId(number as i64 + 1),
            name: format!("经办{}", number + 1),
            unit,
            role: Role::Clerk,
            device: Some("模拟".to_string()),
        };
        Client { actor, view: vec![] }
    }

    /// Looks at the screen anew.
    pub fn look(&mut self, memory: &Memory) {
        let own = memory.all_records().filter(|r| memory.units().within(r.unit, self.actor.unit));
        let seen = |r: &std::sync::Arc<luodi_engine::StoredRecord>| Seen {
            id: r.id,
            version: r.version,
            register: r.register.clone(),
            state: r.state.clone(),
        };
        self.view = own.map(seen).collect();
        self.view.sort_by_key(|s| s.id);
    }

    /// The next command; `None` where there is nothing that could be done.
    pub fn think(&self, desk: &Desk<'_>, dice: &mut Dice) -> Option<Command> {
        match dice.below(100) {
            0..=39 => self.submit(desk, dice),
            40..=64 => self.advance(desk, dice),
            65..=79 => self.correct(desk, dice),
            80..=84 => self.mark(desk, dice),
            85..=94 => self.file(desk, dice),
            _ => self.report_zero(desk, dice),
        }
    }

    fn submit(&self, desk: &Desk<'_>, dice: &mut Dice) -> Option<Command> {
        let registers: Vec<&String> = desk.programme.model.registers.keys().collect();
        // The first registers of a programme are those of its daily work.
        let at = dice.below(registers.len() as u64).min(dice.below(registers.len() as u64));
        let name = *registers.get(at as usize)?;
        let register = &desk.programme.model.registers[name];
        let begin: Vec<&String> =
            if register.begin.is_empty() { register.states.keys().take(1).collect() } else { register.begin.iter().collect() };
        let state = match dice.chance(desk.faults.bad_values) {
            true => dice.pick(&register.states.keys().collect::<Vec<_>>()).map(|s| s.to_string()),
            false => dice.pick(&begin).map(|s| s.to_string()),
        };
        let mut fields = IndexMap::new();
        for (field_name, field) in &register.fields {
            let filled = if field.required || register.unit == *field_name { 98 } else { 75 };
            if dice.chance(filled) {
                fields.extend(make::value(desk, &self.actor, field, dice).map(|v| (field_name.clone(), v)));
            }
        }
        let programme = desk.programme.model.programme.clone();
        Some(Command::Submit { programme, register: name.clone(), id: dice.id(), state, fields })
    }

    fn advance(&self, desk: &Desk<'_>, dice: &mut Dice) -> Option<Command> {
        let seen = dice.pick(&self.view)?.clone();
        let register = desk.programme.model.registers.get(&seen.register)?;
        let next = &register.states.get(&seen.state)?.next;
        let to = match dice.chance(10) {
            true => dice.pick(&register.states.keys().collect::<Vec<_>>()).map(|s| s.to_string()),
            false => dice.pick(next).cloned(),
        }?;
        let asked: Vec<&String> = register.states.get(&to)?.needs.iter().filter_map(|n| n.field.as_ref()).collect();
        let mut fields = IndexMap::new();
        for name in asked {
            if dice.chance(85) {
                fields.extend(self.made(desk, register, name, dice));
            }
        }
        Some(Command::Move { id: seen.id, seen: seen.version, to, fields, reason: None })
    }

    fn correct(&self, desk: &Desk<'_>, dice: &mut Dice) -> Option<Command> {
        let seen = dice.pick(&self.view)?.clone();
        let register = desk.programme.model.registers.get(&seen.register)?;
        let names: Vec<&String> = register.fields.keys().collect();
        let mut fields = IndexMap::new();
        for _ in 0..=dice.below(2) {
            let name = *dice.pick(&names)?;
            match dice.chance(10) {
                true => fields.extend([(name.clone(), Json::Null)]),
                false => fields.extend(self.made(desk, register, name, dice)),
            }
        }
        Some(Command::Correct { id: seen.id, seen: seen.version, fields, reason: Some("核对后更正".to_string()) })
    }

    fn made(&self, desk: &Desk<'_>, register: &Register, name: &str, dice: &mut Dice) -> Option<(String, Json)> {
        let field = register.fields.get(name)?;
        Some((name.to_string(), make::value(desk, &self.actor, field, dice)?))
    }

    fn mark(&self, desk: &Desk<'_>, dice: &mut Dice) -> Option<Command> {
        let seen = dice.pick(&self.view)?;
        let register = desk.programme.model.registers.get(&seen.register)?;
        let marks: Vec<&String> =
            register.fields.iter().filter(|(_, f)| f.type_ == FieldType::Mark).map(|(name, _)| name).collect();
        let field = dice.pick(&marks)?.to_string();
        Some(Command::Mark { id: seen.id, field })
    }

    fn file(&self, desk: &Desk<'_>, dice: &mut Dice) -> Option<Command> {
        let forms: Vec<&String> = desk.programme.model.returns.keys().collect();
        let form = *dice.pick(&forms)?;
        let model = &desk.programme.model.returns[form];
        let unit = make::member(desk, &self.actor, Some(&model.who), dice)?;
        let first = Period::containing(model.every, day_before(desk.now, dice)).first;
        let programme = desk.programme.model.programme.clone();
        Some(Command::File { programme, form: form.clone(), unit, first, id: dice.id() })
    }

    fn report_zero(&self, desk: &Desk<'_>, dice: &mut Dice) -> Option<Command> {
        let duties: Vec<_> = desk.programme.model.duties.iter().filter(|(_, d)| d.zero_report).collect();
        let (name, duty) = *dice.pick(&duties)?;
        let unit = make::member(desk, &self.actor, Some(&duty.who), dice)?;
        let first = Period::containing(duty.every?, day_before(desk.now, dice)).first;
        Some(Command::ReportZero { programme: desk.programme.model.programme.clone(), duty: name.clone(), unit, first })
    }
}

/// A day of the last weeks.
fn day_before(now: Timestamp, dice: &mut Dice) -> jiff::civil::Date {
    beijing(now).date().saturating_sub(dice.between(0, 45).days())
}

//! A small world to act in: a tree of units, one programme, facts in memory, and people who send commands.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use luodi_engine::{Actor, Command, Context, Event, Facts, Memory, Overview, Refusal, Role, StoredRecord, decide, overview};
use luodi_language::Compiled;
use luodi_model::{Number, RecordId, Unit, UnitId, UnitTree, UserId, Value};
use serde_json::Value as Json;
use std::path::Path;
use std::sync::Arc;

pub struct World {
    pub programme: Arc<Compiled>,
    pub memory: Memory,
    /// Everything that happened, with its instant.
    pub log: Vec<(Event, Timestamp)>,
    next_id: u128,
}

/// A programme of the repository by its folder.
pub fn programme(folder: &str) -> Arc<Compiled> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes").join(folder).join("programme.yaml");
    let yaml = std::fs::read_to_string(&path).unwrap();
    let loaded = luodi_language::load(&yaml, folder);
    Arc::new(loaded.programme.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics)))
}

/// An instant by the clock of Beijing: `2013-10-05 23:59`.
pub fn at(beijing: &str) -> Timestamp {
    let civil: DateTime = beijing.parse().unwrap();
    jiff::tz::Offset::constant(8).to_timestamp(civil).unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn number(n: i64) -> Value {
    Value::Number(Number::from(n))
}

/// Units as (code, code of the parent, level, name); the order is that of the tree.
pub fn tree(units: &[(String, &str, &str, String)]) -> UnitTree {
    let id = |code: &str| units.iter().position(|u| u.0 == code).map(|i| UnitId(i as u32 + 1));
    let unit = |(code, parent, level, name): &(String, &str, &str, String)| Unit {
        id: id(code).unwrap(),
        parent: id(parent),
        code: code.clone(),
        level: level.to_string(),
        name: name.clone(),
        aliases: vec![name.trim_end_matches('市').to_string()],
        tags: if name.ends_with("（偏远）") { vec!["偏远".to_string()] } else { vec![] },
        from: None,
        to: None,
    };
    UnitTree::new(units.iter().map(unit).collect()).unwrap()
}

impl World {
    pub fn new(folder: &str, units: UnitTree) -> World {
        World::of(programme(folder), units)
    }
    /// A programme written in the test.
    pub fn from_yaml(yaml: &str, units: UnitTree) -> World {
        let loaded = luodi_language::load(yaml, "test");
        World::of(Arc::new(loaded.programme.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))), units)
    }
    fn of(programme: Arc<Compiled>, units: UnitTree) -> World {
        let mut memory = Memory::new(units);
        let home = memory.units().all()[0].id;
        memory.publish_for(Arc::clone(&programme), home);
        World { programme, memory, log: vec![], next_id: 1 }
    }

    pub fn unit(&self, code: &str) -> UnitId {
        self.memory.units().by_code(code).unwrap_or_else(|| panic!("no unit {code}")).id
    }
    pub fn id(&mut self) -> RecordId {
        self.next_id += 1;
        RecordId(uuid::Uuid::from_u128(self.next_id))
    }
    pub fn actor(&self, code: &str, role: Role) -> Actor {
        let unit = self.unit(code);
        Actor { user: UserId(i64::from(unit.0)), name: code.to_string(), unit, role, device: None }
    }
    pub fn ctx<'a>(&'a self, now: &str) -> Context<'a> {
        Context::new(&self.programme, &self.memory, at(now))
    }

    /// One command by a clerk of a unit.
    pub fn act(&mut self, by: &str, command: &Command, now: &str) -> Result<usize, Refusal> {
        let actor = self.actor(by, Role::Clerk);
        self.run(&actor, command, at(now))
    }
    pub fn run(&mut self, actor: &Actor, command: &Command, now: Timestamp) -> Result<usize, Refusal> {
        let events = decide(&self.programme, &self.memory, actor, command, now)?;
        for event in &events {
            self.memory.apply(event, now);
        }
        let count = events.len();
        self.log.extend(events.into_iter().map(|e| (e, now)));
        Ok(count)
    }

    /// A new record; `state` empty: the register's first.
    pub fn submit(&mut self, by: &str, register: &str, state: &str, fields: Json, now: &str) -> Result<RecordId, Refusal> {
        let id = self.id();
        let command = Command::Submit {
            programme: self.programme.model.programme.clone(),
            register: register.to_string(),
            id,
            state: (!state.is_empty()).then(|| state.to_string()),
            fields: serde_json::from_value(fields).unwrap(),
        };
        self.act(by, &command, now).map(|_| id)
    }
    pub fn correct(&mut self, by: &str, id: RecordId, fields: Json, now: &str) -> Result<usize, Refusal> {
        let seen = self.record(id).version;
        self.act(by, &Command::Correct { id, seen, fields: serde_json::from_value(fields).unwrap(), reason: None }, now)
    }
    pub fn move_to(&mut self, by: &str, id: RecordId, to: &str, fields: Json, now: &str) -> Result<usize, Refusal> {
        let (seen, to) = (self.record(id).version, to.to_string());
        self.act(by, &Command::Move { id, seen, to, fields: serde_json::from_value(fields).unwrap(), reason: None }, now)
    }
    pub fn mark(&mut self, by: &str, id: RecordId, field: &str, now: &str) -> Result<usize, Refusal> {
        self.act(by, &Command::Mark { id, field: field.to_string() }, now)
    }
    pub fn file(&mut self, form: &str, unit: &str, first: &str, now: &str) -> Result<usize, Refusal> {
        let (programme, id) = (self.programme.model.programme.clone(), self.id());
        let command = Command::File { programme, form: form.to_string(), unit: self.unit(unit), first: day(first), id };
        self.act(unit, &command, now)
    }
    pub fn report_zero(&mut self, duty: &str, unit: &str, first: &str, now: &str) -> Result<usize, Refusal> {
        let programme = self.programme.model.programme.clone();
        let command = Command::ReportZero { programme, duty: duty.to_string(), unit: self.unit(unit), first: day(first) };
        self.act(unit, &command, now)
    }
    /// The root's manager answers an ask.
    pub fn answer(&mut self, ask: &str, value: Json, now: &str) {
        self.try_answer(ask, value, now).unwrap();
    }
    pub fn try_answer(&mut self, ask: &str, value: Json, now: &str) -> Result<usize, Refusal> {
        let root = self.memory.units().all()[0].code.clone();
        let actor = self.actor(&root, Role::Manager);
        let programme = self.programme.model.programme.clone();
        self.run(&actor, &Command::Answer { programme, ask: ask.to_string(), value }, at(now))
    }

    pub fn record(&self, id: RecordId) -> Arc<StoredRecord> {
        self.memory.record(id).unwrap()
    }
    pub fn overview(&self, target: &str, unit: &str, now: &str) -> Overview {
        overview(&self.ctx(now), target, self.unit(unit), None).unwrap()
    }
    /// Fields named by a refusal; nothing may have been stored.
    pub fn refused_fields(&mut self, by: &str, register: &str, state: &str, fields: Json, now: &str) -> Vec<String> {
        let before = (self.log.len(), self.memory.cells(), self.memory.all_records().count());
        let refusal = self.submit(by, register, state, fields, now).expect_err("should be refused");
        assert_eq!(before, (self.log.len(), self.memory.cells(), self.memory.all_records().count()));
        let Refusal::Invalid { problems } = refusal else { panic!("{refusal:?}") };
        problems.into_iter().filter_map(|p| p.field).collect()
    }
}

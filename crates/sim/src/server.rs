//! The process: facts in memory over a log that survives it.

use crate::Setup;
use jiff::Timestamp;
use luodi_engine::{Actor, Command, Event, Memory, Refusal, decide};
use luodi_language::Compiled;
use std::sync::Arc;

pub(crate) struct Server {
    pub programme: Arc<Compiled>,
    pub memory: Memory,
    /// What is on the disk: one line of JSON per event, with its instant.
    log: Vec<(String, Timestamp)>,
    pub digest: u64,
}

impl Server {
    pub fn new(setup: &Setup) -> Server {
        let mut memory = Memory::new(setup.units.clone());
        memory.publish(Arc::clone(&setup.programme));
        Server { programme: Arc::clone(&setup.programme), memory, log: vec![], digest: FNV_OFFSET }
    }

    /// What would be stored for a command. Nothing changes.
    pub fn decide(&self, actor: &Actor, command: &Command, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        decide(&self.programme, &self.memory, actor, command, now)
    }

    /// Stores events: on the disk first, then in memory.
    pub fn store(&mut self, events: &[Event], now: Timestamp) -> Result<(), String> {
        for event in events {
            let line = serde_json::to_string(event).map_err(|e| e.to_string())?;
            self.digest = fnv(self.digest, line.as_bytes());
            self.digest = fnv(self.digest, now.to_string().as_bytes());
            self.log.push((line, now));
            self.memory.apply(event, now);
        }
        Ok(())
    }

    /// The process dies and comes back with nothing but its log.
    pub fn restart(&mut self) -> Result<(), String> {
        let mut memory = Memory::new(luodi_engine::Facts::units(&self.memory).clone());
        memory.publish(Arc::clone(&self.programme));
        for (line, at) in &self.log {
            let event: Event = serde_json::from_str(line).map_err(|e| e.to_string())?;
            memory.apply(&event, *at);
        }
        if memory.cells() != self.memory.cells() {
            return Err("the log gives other cells than the process had".to_string());
        }
        for record in self.memory.all_records() {
            if luodi_engine::Facts::record(&memory, record.id).as_deref() != Some(record) {
                return Err(format!("the log gives another record {}", record.id));
            }
        }
        self.memory = memory;
        Ok(())
    }

    pub fn stored(&self) -> usize {
        self.log.len()
    }
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// Fowler–Noll–Vo 1a: enough to tell two runs apart, and nothing to depend on.
pub(crate) fn fnv(digest: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(digest, |d, b| (d ^ u64::from(*b)).wrapping_mul(FNV_PRIME))
}

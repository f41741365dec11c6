//! Ids of imported rows, made from what the rows say: the same sheet again, as a workbook or as a large CSV, adds nothing.

use super::rows::Said;
use luodi_model::RecordId;
use luodi_model::programme::Register;
use serde_json::Value as Json;
use sm3::{Digest, Sm3};
use std::collections::{HashMap, HashSet};

/// Gives each row of one import its id (UUID version 8, RFC 9562). Equal rows of one sheet stay apart. Ids begin with the digits of the
/// day, as far as the row says one: rows come roughly in order of their days, and ids of one day stand together in the index of
/// ids, which then stays quick however large it is.
pub struct Ids {
    scope: Sm3,
    day: Option<String>,
    seen: HashSet<u64>,
    again: HashMap<u64, u32>,
}

impl Ids {
    pub fn new(programme: &str, name: &str, register: &Register) -> Ids {
        let scope = Sm3::new_with_prefix(format!("{programme}\n{name}").as_bytes());
        Ids { scope, day: register.day.clone(), seen: HashSet::new(), again: HashMap::new() }
    }

    pub fn next(&mut self, row: &Said) -> RecordId {
        let mut hash = self.scope.clone();
        hash.update(b"\n");
        hash.update(row.state.as_deref().unwrap_or_default());
        for (name, value) in &row.fields {
            hash.update(b"\x1e");
            hash.update(name);
            hash.update(b"\x1f");
            hash.update(value.as_str().unwrap_or_default());
        }
        let contents = hash.finalize();
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&contents[..16]);
        let short = contents.iter().take(8).fold(0u64, |n, b| n << 8 | u64::from(*b));
        if !self.seen.insert(short) {
            let nth = self.again.entry(short).or_insert(1);
            *nth += 1;
            let again = Sm3::new_with_prefix(contents).chain_update(nth.to_le_bytes()).finalize();
            bytes.copy_from_slice(&again[..16]);
        }
        if let Some(day) = self.day.as_deref().and_then(|day| row.fields.get(day)).and_then(Json::as_str) {
            let digits = day.bytes().filter(u8::is_ascii_digit).take(8);
            let number = digits.fold(0u32, |n, d| n * 10 + u32::from(d - b'0'));
            bytes[..4].copy_from_slice(&number.to_be_bytes());
        }
        RecordId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

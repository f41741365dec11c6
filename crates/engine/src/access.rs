//! Who sees what of a record.

use crate::{Actor, Role, StoredRecord};
use luodi_model::programme::Register;
use luodi_model::{UnitId, UnitTree};

/// May somebody open the masked fields of a record of this unit, leaving a trace? Those of the unit itself who work with
/// its records, and managers of the units above. Leaders read figures and findings; they need no identity numbers.
pub fn may_open(actor: &Actor, owner: UnitId, units: &UnitTree) -> bool {
    match actor.role {
        Role::Clerk => actor.unit == owner,
        Role::Manager => units.within(owner, actor.unit),
        Role::Leader => false,
    }
}

/// Does the record name this unit (by its code) as one that works on it too?
pub fn is_partner(register: &Register, record: &StoredRecord, unit: &str) -> bool {
    register.partners.iter().any(|field| record.fields.get(field).and_then(serde_json::Value::as_str) == Some(unit))
}

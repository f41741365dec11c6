//! Who sees what of a record.

use crate::{Actor, Role};
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

//! Targets counted together (几项中完成几项): how many are met, which are not, which can't be judged yet.

use crate::target::not_applicable;
use crate::{Context, overview};
use luodi_model::{UnitId, Unknown, Value};

/// How a bundle stands at a unit.
#[derive(Clone, PartialEq, Debug)]
pub struct Bundled {
    /// Targets, or targets × units that hold them.
    pub expected: usize,
    pub met: usize,
    pub short: Vec<Part>,
    pub undecided: Vec<Part>,
    /// True: all met, or as many as are enough. Where all are asked, one known failure decides; else one that can't be judged leaves it open.
    pub complete: Value,
}

/// One target, or one unit's cell of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    pub target: String,
    pub unit: UnitId,
}

/// Counts the targets of a bundle as the unit reads them; `None`: there is no such bundle.
pub fn bundled(ctx: &Context<'_>, name: &str, unit: UnitId) -> Option<Bundled> {
    let bundle = ctx.programme.model.bundles.get(name)?;
    let mut found = Bundled { expected: 0, met: 0, short: vec![], undecided: vec![], complete: Value::Bool(true) };
    let mut waits_for = None;
    for target in &bundle.targets {
        let Some(read) = overview(ctx, target, unit, None) else { continue };
        let cells: Vec<(UnitId, Value)> = if bundle.each_unit {
            read.holders.iter().map(|h| (h.unit, h.met.clone())).collect()
        } else {
            vec![(unit, read.complete)]
        };
        for (unit, met) in cells.into_iter().filter(|(_, met)| !not_applicable(met)) {
            found.expected += 1;
            let part = Part { target: target.clone(), unit };
            match met {
                Value::Bool(true) => found.met += 1,
                Value::Bool(false) => found.short.push(part),
                unknown => {
                    waits_for.get_or_insert(unknown);
                    found.undecided.push(part);
                }
            }
        }
    }
    if let Some(enough) = bundle.enough {
        found.complete = match waits_for {
            _ if found.met >= enough => Value::Bool(true),
            Some(unknown) if found.met + found.undecided.len() >= enough => unknown,
            _ => Value::Bool(false),
        };
        return Some(found);
    }
    found.complete = match waits_for {
        _ if !found.short.is_empty() => Value::Bool(false),
        Some(unknown) => unknown,
        None if found.expected == 0 => Value::Unknown(Unknown::NotApplicable),
        None => Value::Bool(true),
    };
    Some(found)
}

//! Which records an aggregate can only need: read out of its condition, so that the engine looks up instead of looking through.
//!
//! `count(tour where unit == my.unit and date >= period.first)` needs the records of one unit from one day on. Without this, what
//! every unit owes would cost units × records.

use crate::eval::{Run, eval};
use crate::name::{Env, Name};
use crate::node::{Kind, Node};
use crate::syntax::Comparison;
use jiff::civil::Date;
use luodi_model::programme::Register;
use luodi_model::{UnitId, Value};

/// Bounds on the records that an aggregate needs. `None`: no bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Near {
    /// Only records of this unit.
    pub unit: Option<UnitId>,
    /// Only records whose day is this or later …
    pub from: Option<Date>,
    /// … and this or earlier.
    pub to: Option<Date>,
}

/// Where the bounds come from: expressions over the surroundings of the aggregate.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct NearBy {
    unit: Option<Node>,
    from: Vec<Node>,
    to: Vec<Node>,
}

impl NearBy {
    /// Reads the bounds out of the parts of a condition that must all hold. Days bound only where the field of the day is required:
    /// a record without its day may meet the condition.
    pub fn of(condition: Option<&Node>, register: &Register) -> Option<NearBy> {
        let parts = match &condition?.kind {
            Kind::And(parts) => &parts[..],
            _ => std::slice::from_ref(condition?),
        };
        let day = register.day.as_deref().filter(|d| register.fields.get(*d).is_some_and(|f| f.required));
        let mut near = NearBy::default();
        for part in parts {
            let Kind::Compare(comparison, pair) = &part.kind else { continue };
            for (field, other, comparison) in [(&pair[0], &pair[1], *comparison), (&pair[1], &pair[0], turned(*comparison))] {
                let Kind::Name(Name::Field(field), _) = &field.kind else { continue };
                let Some(other) = from_outside(other) else { continue };
                if *field == register.unit && comparison == Comparison::Equal {
                    near.unit = Some(other);
                } else if Some(field.as_str()) == day {
                    near.bound(comparison, other);
                }
            }
        }
        (near != NearBy::default()).then_some(near)
    }
    fn bound(&mut self, comparison: Comparison, by: Node) {
        if matches!(comparison, Comparison::Equal | Comparison::AtLeast | Comparison::More) {
            self.from.push(by.clone());
        }
        if matches!(comparison, Comparison::Equal | Comparison::AtMost | Comparison::Less) {
            self.to.push(by);
        }
    }

    /// The bounds now; what is unknown bounds nothing.
    pub fn eval(&self, env: &dyn Env, run: &Run) -> Near {
        let day = |node: &Node| eval(node, env, run).as_date();
        Near {
            unit: self.unit.as_ref().and_then(|node| match &*eval(node, env, run) {
                Value::Unit(u) => Some(*u),
                _ => None,
            }),
            from: self.from.iter().filter_map(day).max(),
            to: self.to.iter().filter_map(day).min(),
        }
    }
}

/// The comparison with its sides exchanged.
fn turned(c: Comparison) -> Comparison {
    match c {
        Comparison::Less => Comparison::More,
        Comparison::More => Comparison::Less,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::AtLeast => Comparison::AtMost,
        same => same,
    }
}

/// The same value over the surroundings of the aggregate, where it reads nothing of the record.
fn from_outside(node: &Node) -> Option<Node> {
    let kind = match &node.kind {
        Kind::Literal(_) | Kind::Name(Name::Today | Name::Window(_) | Name::Ask(_), _) => node.kind.clone(),
        Kind::Name(Name::My(inner), label) => Kind::Name((**inner).clone(), label.clone()),
        Kind::Call(function, arguments) => Kind::Call(*function, arguments.iter().map(from_outside).collect::<Option<_>>()?),
        _ => return None,
    };
    Some(Node { kind, at: node.at })
}

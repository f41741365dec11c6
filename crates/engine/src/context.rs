//! What every mechanism is given: the programme, the facts, and the day.

use crate::groups::Groups;
use crate::{Facts, env::UnitEnv};
use jiff::{Timestamp, civil::Date};
use luodi_language::{Compiled, Env};
use luodi_model::programme::Register;
use luodi_model::{Unit, UnitId, Value, beijing};

/// A moment at which a programme is looked at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub programme: &'a Compiled,
    pub facts: &'a dyn Facts,
    pub now: Timestamp,
    /// Members of groups that were found before, over the same tree.
    pub(crate) groups: Option<&'a Groups>,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Context({}, {})", self.programme.model.programme, self.now)
    }
}

impl<'a> Context<'a> {
    pub fn new(programme: &'a Compiled, facts: &'a dyn Facts, now: Timestamp) -> Context<'a> {
        Context { programme, facts, now, groups: None }
    }

    /// With members of groups kept from before; they must have been found over this programme and tree.
    pub fn with_groups(self, groups: &'a Groups) -> Context<'a> {
        Context { groups: Some(groups), ..self }
    }

    /// The civil day in Beijing.
    pub fn today(&self) -> Date {
        beijing(self.now).date()
    }

    pub fn register(&self, name: &str) -> Option<&'a Register> {
        self.programme.model.registers.get(name)
    }

    /// First and last day of the programme; `Err` says which ask is open.
    pub fn window(&self) -> Result<Option<(Date, Date)>, Value> {
        let Some((from, to)) = &self.programme.window else { return Ok(None) };
        let env = UnitEnv::windowless(self);
        match (from.eval(&env), to.eval(&env)) {
            (Value::Date(from), Value::Date(to)) => Ok(Some((from, to))),
            (Value::Date(_), other) | (other, _) => Err(other),
        }
    }

    /// The answer to an ask; an open one is pending.
    pub fn answer(&self, ask: &str) -> Value {
        let model = &self.programme.model;
        let Some(question) = model.asks.get(ask) else { return Value::MISSING };
        let given = self.facts.answer(&model.programme, ask);
        crate::ask::read(question, &given.unwrap_or(serde_json::Value::Null))
    }

    /// Does the unit belong to the group today?
    pub fn in_group(&self, group: &str, unit: &Unit) -> bool {
        if let Some(members) = self.groups.and_then(|g| g.members(self, group)) {
            return self.facts.units().position(unit.id).is_some_and(|p| members.contains(p));
        }
        let home = self.facts.home(&self.programme.model.programme);
        home.is_none_or(|home| self.facts.units().within(unit.id, home)) && self.in_group_bounded(group, unit, 8)
    }

    fn in_group_bounded(&self, group: &str, unit: &Unit, depth: u8) -> bool {
        let Some(model) = self.programme.model.groups.get(group).filter(|_| depth > 0) else { return false };
        if model.union.iter().any(|part| self.in_group_bounded(part, unit, depth - 1)) {
            return true;
        }
        match self.programme.groups.get(group) {
            Some(Some(expr)) => {
                let env = UnitEnv::new(self, unit.id);
                expr.eval(&env as &dyn Env).as_bool() == Some(true)
            }
            _ => false,
        }
    }

    /// Does the unit hold a target, owe a duty or file a return of the programme?
    pub fn takes_part(&self, unit: &Unit) -> bool {
        let model = &self.programme.model;
        let targets = model.targets.values().map(|t| &t.who);
        let duties = model.duties.values().map(|d| &d.who);
        let groups: std::collections::BTreeSet<&String> =
            targets.chain(duties).chain(model.returns.values().map(|r| &r.who)).collect();
        groups.iter().any(|g| self.in_group(g, unit))
    }

    /// Members of a group within a subtree (`None`: all units), in the order of the tree.
    pub fn members(&self, group: &str, within: Option<UnitId>) -> Vec<UnitId> {
        let tree = self.facts.units();
        let range = match within {
            Some(unit) => tree.subtree(unit),
            None => 0..tree.len() as u32,
        };
        if let Some(members) = self.groups.and_then(|g| g.members(self, group)) {
            return members.within(&range).iter().map(|p| tree.at(*p).id).collect();
        }
        range.map(|p| tree.at(p)).filter(|u| self.in_group(group, u)).map(|u| u.id).collect()
    }

    /// Does the unit exist on any day of a period? What was before it or came after it owes nothing.
    pub fn exists_in(&self, unit: UnitId, period: &luodi_model::Period) -> bool {
        let Some(unit) = self.facts.units().get(unit) else { return false };
        unit.from.is_none_or(|from| from <= period.last) && unit.to.is_none_or(|to| period.first <= to)
    }

    /// The nearest unit of the group at or above this one.
    pub fn superior_in(&self, group: &str, unit: UnitId) -> Option<UnitId> {
        self.facts.units().ancestors(unit).find(|u| self.in_group(group, u)).map(|u| u.id)
    }
}

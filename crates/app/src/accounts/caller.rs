//! Who asks, and what lies in their jurisdiction: the subtree of their unit. What lies outside is not found; whether it
//! exists is not told.

use crate::accounts::RoleName;
use crate::problem::{Code, Outcome, Problem};
use luodi_engine::{Actor, Role};
use luodi_model::{Unit, UnitId, UnitTree, UserId};
use std::sync::Arc;

/// How a session is carried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionKind {
    /// In a cookie: writes need the CSRF value.
    Browser,
    /// As a bearer token.
    Program,
    /// In the address of a calendar: reads calendars and nothing else.
    Feed,
}

/// The account behind a caller, as it was when the session was looked up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Identity {
    pub user: UserId,
    pub login: String,
    pub name: String,
    pub unit: UnitId,
    pub role: Role,
    pub must_change_password: bool,
    pub kind: SessionKind,
    pub csrf: String,
    pub token_hash: [u8; 32],
}

/// A signed-in person, with the tree of units as it is during this request.
#[derive(Clone, Debug)]
pub struct Caller {
    identity: Arc<Identity>,
    device: Option<&'static str>,
    units: Arc<UnitTree>,
    position: u32,
}

impl Caller {
    /// `None`: the account's unit is not in the tree.
    pub(crate) fn new(identity: Arc<Identity>, device: Option<&'static str>, units: Arc<UnitTree>) -> Option<Caller> {
        let position = units.position(identity.unit)?;
        Some(Caller { identity, device, units, position })
    }
    pub fn user(&self) -> UserId {
        self.identity.user
    }
    pub fn login(&self) -> &str {
        &self.identity.login
    }
    pub fn name(&self) -> &str {
        &self.identity.name
    }
    pub fn role(&self) -> Role {
        self.identity.role
    }
    pub fn role_name(&self) -> RoleName {
        self.identity.role.into()
    }
    /// The caller's own unit.
    pub fn unit(&self) -> &Unit {
        self.units.at(self.position)
    }
    /// The tree of units of this request.
    pub fn units(&self) -> &Arc<UnitTree> {
        &self.units
    }
    pub fn must_change_password(&self) -> bool {
        self.identity.must_change_password
    }
    pub fn session_kind(&self) -> SessionKind {
        self.identity.kind
    }
    pub fn csrf(&self) -> &str {
        &self.identity.csrf
    }
    pub(crate) fn token_hash(&self) -> [u8; 32] {
        self.identity.token_hash
    }
    /// Only a person at a screen makes tokens: a leaked one must not make others.
    ///
    /// # Errors
    /// A program asks.
    pub fn check_at_screen(&self) -> Outcome<()> {
        if self.session_kind() == SessionKind::Browser { Ok(()) } else { Err(Problem::new(Code::NotAllowed)) }
    }
    /// As the engine knows who acts.
    pub fn actor(&self) -> Actor {
        Actor {
            user: self.user(),
            name: self.identity.name.clone(),
            unit: self.identity.unit,
            role: self.role(),
            device: self.device.map(str::to_string),
        }
    }

    /// Does the unit lie in the caller's subtree?
    pub fn may_see(&self, unit: UnitId) -> bool {
        self.units.within(unit, self.identity.unit)
    }
    /// May the caller enter or file for the unit? Leaders only read.
    pub fn may_write(&self, unit: UnitId) -> bool {
        self.role() != Role::Leader && self.may_see(unit)
    }

    /// # Errors
    /// Not found, or outside the jurisdiction.
    pub fn unit_by_code(&self, code: &str) -> Outcome<&Unit> {
        self.units.by_code(code).filter(|u| self.may_see(u.id)).ok_or_else(Problem::not_found)
    }
    /// The unit named, or the caller's own where none is named.
    ///
    /// # Errors
    /// Not found, or outside the jurisdiction.
    pub fn unit_or_own(&self, code: Option<&str>) -> Outcome<&Unit> {
        code.map_or_else(|| Ok(self.unit()), |code| self.unit_by_code(code))
    }
    /// # Errors
    /// Not found, or outside the jurisdiction.
    pub fn check_sees(&self, unit: UnitId) -> Outcome<()> {
        if self.may_see(unit) { Ok(()) } else { Err(Problem::not_found()) }
    }
    /// # Errors
    /// Not found or outside the jurisdiction; not allowed to leaders.
    pub fn check_writes(&self, unit: UnitId) -> Outcome<()> {
        self.check_sees(unit)?;
        if self.may_write(unit) { Ok(()) } else { Err(Problem::new(Code::NotAllowed)) }
    }
    /// # Errors
    /// The caller has another role.
    pub fn check_manager(&self) -> Outcome<()> {
        if self.role() == Role::Manager { Ok(()) } else { Err(Problem::new(Code::NotAllowed)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(unit: u32, role: Role) -> Caller {
        let unit_of = |id: u32, parent: Option<u32>| Unit {
            id: UnitId(id),
            parent: parent.map(UnitId),
            code: format!("u{id}"),
            level: "级".into(),
            name: format!("单位{id}"),
            aliases: vec![],
            tags: vec![],
            from: None,
            to: None,
        };
        let tree = UnitTree::new(vec![unit_of(1, None), unit_of(2, Some(1)), unit_of(3, Some(1)), unit_of(4, Some(2))]).unwrap();
        let identity = Identity {
            user: UserId(1),
            login: "a".into(),
            name: "甲".into(),
            unit: UnitId(unit),
            role,
            must_change_password: false,
            kind: SessionKind::Browser,
            csrf: String::new(),
            token_hash: [0; 32],
        };
        Caller::new(Arc::new(identity), None, Arc::new(tree)).unwrap()
    }

    #[test]
    fn jurisdiction_is_the_subtree() {
        let check = |unit: u32, role: Role, target: u32, sees: bool, writes: bool| {
            let caller = caller(unit, role);
            assert_eq!(
                (caller.may_see(UnitId(target)), caller.may_write(UnitId(target))),
                (sees, writes),
                "{unit} {role:?} {target}"
            );
        };
        check(2, Role::Clerk, 2, true, true);
        check(2, Role::Clerk, 4, true, true);
        check(2, Role::Clerk, 3, false, false);
        check(2, Role::Clerk, 1, false, false);
        check(1, Role::Leader, 3, true, false);
        check(1, Role::Manager, 9, false, false);
    }

    #[test]
    fn outside_is_not_found_even_for_writing() {
        assert_eq!(caller(2, Role::Leader).check_writes(UnitId(3)).unwrap_err().code, Code::NotFound);
        assert_eq!(caller(2, Role::Leader).check_writes(UnitId(4)).unwrap_err().code, Code::NotAllowed);
        assert_eq!(caller(2, Role::Clerk).unit_by_code("u3").unwrap_err().code, Code::NotFound);
        assert_eq!(caller(2, Role::Clerk).unit_by_code("nowhere").unwrap_err().code, Code::NotFound);
    }
}

//! Names beside the numbers of accounts, as far as the caller may know them.

use crate::accounts::Caller;
use crate::problem::Outcome;
use crate::view::UnitRef;
use crate::view::person::{NamesPeople, Person};
use crate::{App, SYSTEM_USER};
use luodi_engine::Role;
use luodi_model::UserId;
use luodi_store::Account;
use std::collections::{BTreeSet, HashMap};

impl App {
    /// Fills in the names of everybody in a view. Staff of the caller's subtree and of the units above are named; a login
    /// is told to managers of the unit or above, and to its owner.
    ///
    /// # Errors
    /// As the store.
    pub async fn with_names<T: NamesPeople>(&self, caller: &Caller, mut view: T) -> Outcome<T> {
        let mut ids = BTreeSet::new();
        view.each_person(&mut |p| {
            if p.id != caller.user().0 && p.id != SYSTEM_USER.0 {
                ids.insert(p.id);
            }
        });
        let ids: Vec<UserId> = ids.into_iter().map(UserId).collect();
        let found = if ids.is_empty() { vec![] } else { self.store().accounts_by_id(&ids).await? };
        let known: HashMap<i64, Account> = found.into_iter().map(|a| (a.id.0, a)).collect();
        view.each_person(&mut |p| name(caller, known.get(&p.id), p));
        Ok(view)
    }
}

fn name(caller: &Caller, account: Option<&Account>, person: &mut Person) {
    if person.id == caller.user().0 {
        person.name = Some(caller.name().to_string());
        person.login = Some(caller.login().to_string());
        person.unit = Some(UnitRef::of(caller.units(), caller.unit().id));
    } else if person.id == SYSTEM_USER.0 {
        person.name = Some("系统".to_string());
    } else if let Some(account) = account {
        let below = caller.may_see(account.unit);
        if below || caller.units().within(caller.unit().id, account.unit) {
            person.name = Some(account.name.clone());
            person.unit = Some(UnitRef::of(caller.units(), account.unit));
        }
        if below && caller.role() == Role::Manager {
            person.login = Some(account.login.clone());
        }
    }
}

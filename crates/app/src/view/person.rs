//! Who did something, as a screen names them.

use super::UnitRef;
use luodi_model::UserId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody who did something. Views are made with the account's number alone; [`crate::App::with_names`] adds the rest as
/// far as the caller may know it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Person {
    pub id: i64,
    /// `null`: of another jurisdiction, not shown (＊).
    pub name: Option<String>,
    /// For managers of the account's unit or above, and for the person.
    pub login: Option<String>,
    /// `null` where the name is.
    pub unit: Option<UnitRef>,
}

impl From<UserId> for Person {
    fn from(id: UserId) -> Person {
        Person { id: id.0, name: None, login: None, unit: None }
    }
}

/// A view that tells who did something.
pub trait NamesPeople {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person));
}

impl NamesPeople for Person {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        visit(self);
    }
}
impl<T: NamesPeople> NamesPeople for Vec<T> {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        self.iter_mut().for_each(|item| item.each_person(visit));
    }
}
impl<T: NamesPeople> NamesPeople for Option<T> {
    fn each_person(&mut self, visit: &mut dyn FnMut(&mut Person)) {
        self.iter_mut().for_each(|item| item.each_person(visit));
    }
}

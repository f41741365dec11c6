//! What comes from outside or goes there: the divisions of the country, calendars, proposals of a language model.

mod calendar;
mod divisions;
mod model;
mod proposals;

//! What people do with records, plans and boards beyond any one system: one file for each subject.

mod people;
mod world;

//! What people do with records, plans and boards beyond any one system: one file for each subject.

mod attachments;
mod openings;
mod people;
mod world;

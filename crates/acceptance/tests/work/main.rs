//! What people do with records, plans and boards beyond any one system: one file for each subject.

mod attachments;
mod boards;
mod openings;
mod people;
mod review;
mod steps;
mod world;

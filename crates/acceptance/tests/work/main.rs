//! What people do with records, plans and boards beyond any one system: one file for each subject.

mod attachments;
mod boards;
mod difference;
mod openings;
mod people;
mod review;
mod review_parts;
mod steps;
mod world;

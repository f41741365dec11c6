//! Views: what a page shows, as data. They are the wire types; pure functions make them from the engine's answers.

pub mod board;
pub mod bundles;
pub mod changes;
pub mod difference;
pub mod duties;
pub mod duty_page;
pub mod fanout;
pub mod figure;
pub mod files;
pub mod labels;
pub mod person;
pub mod places;
pub mod plan;
pub mod programme;
pub mod records;
pub mod returns;
pub mod review;
pub mod tables;
pub mod words;

pub use figure::{Figure, FigureSchema, UnitRef};

//! One rule per file. Each says in its doc comment what it finds, why, what is read and what is not;
//! the examples of the comment are its unit tests.

pub mod buried_headings;
pub mod closing;
pub mod heading_titles;
pub mod line_joins;
pub mod noise;
pub mod separators;
pub mod titles;

//! Cases of the contract suite by subject.

pub mod lists;
pub mod tables;

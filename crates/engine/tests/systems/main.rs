//! The acceptance statements of systems 01–03 over facts in memory, and properties of the fold.

mod earlier;
mod explain;
mod figures;
mod mechanisms;
mod properties;
mod s01;
mod s02;
mod s03;
mod world;

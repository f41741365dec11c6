//! The structure of the repository: who may depend on whom, documents that name what exists, files of a readable length.

mod commands;
mod documents;
mod edges;
mod glossary;
mod lengths;
mod tree;
mod wire;

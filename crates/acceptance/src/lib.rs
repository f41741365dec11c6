//! Holds the whole product from outside: the tests of this crate use public interfaces only (the binary, the HTTP API,
//! the files of the repository).
//!
//! What it must never do: be a dependency of anything, or reach into the insides of a crate.
//! How to add the usual new thing: the acceptance statements of a system are one file `tests/sNN.rs`, one test for each
//! statement, named for it; a rule about the repository itself is one file in `tests/structure/`.

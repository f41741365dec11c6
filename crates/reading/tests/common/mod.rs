//! Texts for the tests: our own example plans, and the source texts where they are at hand.

#![allow(dead_code)] // Each test file uses its own part.

pub mod rows;
pub mod score;

use luodi_reading::{Options, Reading, read};
use std::path::PathBuf;

/// A source text of `../shared/plans`; `None`, with a note, where it is missing.
pub fn shared(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/plans").join(name);
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        println!("skipped: needs ../shared");
    }
    text
}

/// One of our own example plans.
pub fn example(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/plans").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub fn lines(first: usize, last: usize, year: Option<i32>) -> Options {
    Options { first_line: Some(first), last_line: Some(last), year }
}

pub fn read_lines(raw: &str, first: usize, last: usize, year: Option<i32>) -> Reading {
    read(raw, &lines(first, last, year))
}

/// Numbers of the headings of one level, in order.
pub fn numbers(reading: &Reading, level: usize) -> Vec<&str> {
    reading.outline.iter().filter(|h| h.level == level).map(|h| h.number.as_str()).collect()
}

/// Lines of the joined sentences.
pub fn joined(reading: &Reading) -> Vec<Vec<usize>> {
    reading.joined_sentences.iter().map(|j| j.lines.clone()).collect()
}

pub fn codes(reading: &Reading) -> Vec<&str> {
    reading.findings.iter().map(|f| f.code.as_str()).collect()
}

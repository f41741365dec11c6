//! The deterministic, offline reader of Chinese work plans (工作方案).
//!
//! [`read`] takes the whole raw text of a file and returns a [`Reading`]: documents, outline, sentences,
//! responsibilities, time limits, targets, tables and findings, each with its place in the raw text.
//!
//! What it must never do: guess a year or a number, change the text, look at a clock, the network or a file,
//! fail on content, or know a particular document. Reading any text returns a result.
//!
//! To add a rule: a file under `src/rules/` with the fixed headings in its doc comment (What it finds, Why, Read,
//! Not read), its examples as unit tests, and one call in the module that runs rules of its kind.

mod blocks;
mod calendar;
mod documents;
pub mod draft;
mod findings;
mod gold;
mod lexicon;
mod number;
pub mod numeral;
mod outline;
mod responsibilities;
mod rules;
mod tables;
mod targets;
mod text;
mod time_limits;
mod types;

pub use gold::to_gold_json;
pub use outline::outline_text;
pub use types::*;

use text::Source;

/// Reads a text. The same text and options always give the same reading.
pub fn read(raw: &str, options: &Options) -> Reading {
    let source = Source::new(raw);
    let split = documents::split(&source, options);
    let mut reading = Reading { noise: split.noise, joined_sentences: split.joined, ..Reading::default() };
    for draft in split.drafts {
        let mut body = blocks::build(&source, &draft);
        reading.documents.push(draft.document);
        reading.joined_sentences.append(&mut body.joined);
        read_document(&source, &mut body.blocks, options.year, &mut reading);
    }
    reading
}

/// Reads the last document of `reading` out of its paragraphs.
fn read_document(source: &Source, blocks: &mut [blocks::Block], year: Option<i32>, reading: &mut Reading) {
    let Some(document) = reading.documents.last().cloned() else { return };
    let regions = tables::mark(blocks);
    blocks::outline(source, document.id, blocks, &mut reading.outline);
    responsibilities::run(source, document.id, blocks, &mut reading.responsibilities);
    time_limits::run(source, &document, blocks, &reading.outline, year, &mut reading.time_limits);
    targets::run(source, &document, blocks, &reading.outline, &mut reading.targets);
    reading.tables.extend(regions.iter().filter_map(|r| tables::rebuild(source, document.id, blocks, r)));
    reading.groups.extend(rules::leading_groups::find(source, document.id, blocks));
    let mut found = Vec::new();
    findings::run(&findings::Subject { source, document: &document, blocks, reading, year }, &mut found);
    reading.findings.append(&mut found);
}

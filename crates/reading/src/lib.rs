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
pub mod difference;
mod documents;
pub mod draft;
mod findings;
mod fold;
mod gold;
mod lexicon;
mod number;
pub mod numeral;
mod outline;
mod pattern;
mod responsibilities;
mod rules;
mod tables;
mod targets;
mod text;
mod time_limits;
mod types;
mod variants;
mod words;

pub use gold::to_gold_json;
pub use outline::outline_text;
pub use types::*;

use text::Source;

/// Reads a text. The same text and options always give the same reading.
pub fn read(raw: &str, options: &Options) -> Reading {
    let source = Source::new(raw);
    let split = documents::split(&source, options);
    let mut reading = Reading::default();
    rules::checks_page::find(&source, &split, &mut reading.findings);
    reading.noise = split.noise;
    let mut steps = rules::table_placement::STEPS_MAX;
    for draft in split.drafts {
        let first = Mark::of(&reading);
        let mut body = blocks::build(&source, &draft);
        reading.documents.push(draft.document);
        reading.joined_sentences.extend(draft.joined_title);
        reading.joined_sentences.append(&mut body.joined);
        read_document(&source, &mut body.blocks, options.year, &mut steps, &first, &mut reading);
    }
    reading
}

/// Where the part of a document begins in each list of the reading.
struct Mark {
    outline: usize,
    responsibilities: usize,
    targets: usize,
    time_limits: usize,
    tables: usize,
    joined: usize,
}

impl Mark {
    fn of(reading: &Reading) -> Self {
        Self {
            outline: reading.outline.len(),
            responsibilities: reading.responsibilities.len(),
            targets: reading.targets.len(),
            time_limits: reading.time_limits.len(),
            tables: reading.tables.len(),
            joined: reading.joined_sentences.len(),
        }
    }
}

/// Reads the last document of `reading` out of its paragraphs.
fn read_document(
    source: &Source,
    blocks: &mut [blocks::Block],
    year: Option<i32>,
    steps: &mut usize,
    first: &Mark,
    reading: &mut Reading,
) {
    let regions = tables::mark(blocks);
    if let Some(document) = reading.documents.last_mut() {
        rules::issuers::find(source, blocks, document);
    }
    let Some(document) = reading.documents.last().cloned() else { return };
    blocks::outline(source, document.id, blocks, &mut reading.outline);
    rules::items::find(source, document.id, blocks, &reading.outline, &mut reading.items);
    responsibilities::run(source, document.id, blocks, &reading.outline, &mut reading.responsibilities);
    rules::responsibility_open_lists::find(source, document.id, blocks, &mut reading.open_lists);
    let explicit = reading.responsibilities.get(first.responsibilities..).unwrap_or_default();
    rules::responsibility_inherited::find(source, blocks, explicit, &mut reading.inherited);
    time_limits::run(source, &document, blocks, &reading.outline, year, &mut reading.time_limits);
    targets::run(source, &document, blocks, &reading.outline, &mut reading.targets);
    reading.tables.extend(regions.iter().filter_map(|r| tables::rebuild(source, document.id, blocks, r, steps)));
    reading.groups.extend(rules::leading_groups::find(source, document.id, blocks));
    rules::citations::find(source, document.id, blocks, &mut reading.citations);
    // Noise stands in the order of the text.
    let line = |n: usize| reading.noise.partition_point(|noise| noise.at.line < n);
    let noise = line(document.first_line)..line(document.last_line + 1);
    let subject = findings::Subject {
        source,
        document: &document,
        blocks,
        outline: &reading.outline[first.outline..],
        first_heading: first.outline,
        responsibilities: &reading.responsibilities[first.responsibilities..],
        targets: &reading.targets[first.targets..],
        time_limits: &reading.time_limits[first.time_limits..],
        tables: &reading.tables[first.tables..],
        joined: &reading.joined_sentences[first.joined..],
        noise: reading.noise.get(noise).unwrap_or_default(),
        year,
    };
    let mut found = Vec::new();
    findings::run(&subject, &mut found);
    reading.findings.append(&mut found);
}

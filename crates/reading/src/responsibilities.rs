//! Runs the rules that find responsible units, and keeps one row for each unit, place and role.

use crate::blocks::{Block, BlockKind};
use crate::rules::{Found, responsibility_brackets, responsibility_by, responsibility_duties, responsibility_subjects};
use crate::text::Source;
use crate::types::Responsibility;

pub(crate) fn run(source: &Source, document: usize, blocks: &[Block], out: &mut Vec<Responsibility>) {
    let order = blocks
        .iter()
        .map(|b| responsibility_brackets::list_order(&b.passage.text))
        .find(|o| *o != responsibility_brackets::ListOrder::Plain)
        .unwrap_or_default();
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Text) {
        let mut found: Vec<Found> = Vec::new();
        responsibility_brackets::find(&block.passage, order, &mut found);
        responsibility_by::find(&block.passage, &mut found);
        responsibility_subjects::find(&block.passage, &mut found);
        responsibility_duties::find(&block.passage, &mut found);
        // Explicit rows first at each place, so that a unit found twice keeps the stronger row.
        found.sort_by_key(|f| (f.start, !f.explicit));
        found.dedup_by(|later, earlier| later.start < earlier.end);
        let mut rows: Vec<Responsibility> = Vec::new();
        for f in found {
            let unit = &block.passage.text[f.start..f.end];
            let at = source.at(block.passage.raw_span(f.start, f.end));
            let sentence = block.passage.raw_span(f.sentence.0, f.sentence.1.max(f.end));
            rows.push(Responsibility {
                document,
                at,
                sentence,
                role: f.role,
                unit: unit.to_owned(),
                explicit: f.explicit,
                heading: block.heading,
            });
        }
        out.append(&mut rows);
    }
}

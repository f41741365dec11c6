//! Runs the rules that find responsible units, and keeps one row for each unit, place and role.

use crate::blocks::{Block, BlockKind};
use crate::rules::{
    Found, responsibility_brackets, responsibility_by, responsibility_duties, responsibility_headings, responsibility_subjects,
};
use crate::text::Source;
use crate::time_limits::chapter_titles;
use crate::types::{Heading, Responsibility};

pub(crate) fn run(source: &Source, document: usize, blocks: &[Block], outline: &[Heading], out: &mut Vec<Responsibility>) {
    let order = blocks
        .iter()
        .filter(|b| b.passage.cues.any("牵责"))
        .map(|b| responsibility_brackets::list_order(&b.passage.text))
        .find(|o| *o != responsibility_brackets::ListOrder::Plain)
        .unwrap_or_default();
    for (i, block) in blocks.iter().enumerate().filter(|(_, b)| b.kind == BlockKind::Text) {
        let mut found: Vec<Found> = Vec::new();
        if block.title_end > 0 {
            let own = &block.passage.text[block.body_from.min(block.passage.text.len())..];
            let next = blocks.get(i + 1).filter(|b| b.number.is_none()).map_or("", |b| b.passage.text.as_str());
            let chapters = chapter_titles(outline, block.heading.and_then(|h| outline.get(h)).and_then(|h| h.parent));
            let body = if own.is_empty() { next } else { own };
            responsibility_headings::find(&block.passage, block.title_end, body, &chapters, &mut found);
        }
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

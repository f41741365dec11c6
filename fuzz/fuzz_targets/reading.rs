//! Any text as a plan: it is read, every place lies in the text, and the same text many times over takes no longer than in proportion
//! (`cargo +nightly fuzz run reading -- -timeout=5` stops at an input that is slow).
#![no_main]

use libfuzzer_sys::fuzz_target;
use luodi_reading::{At, Options, draft, outline_text, read, to_gold_json};

/// Each input is read once more, repeated up to this length: what is superlinear becomes slow.
const BYTES: usize = 64 * 1024;

fn check(raw: &str) {
    let reading = read(raw, &Options::default());
    let in_text = |at: &At| assert!(raw.get(at.span.start..at.span.end).is_some(), "{at:?} is no part of the text");
    reading.outline.iter().for_each(|h| in_text(&h.at));
    reading.responsibilities.iter().for_each(|r| in_text(&r.at));
    reading.time_limits.iter().for_each(|t| in_text(&t.at));
    reading.targets.iter().for_each(|t| in_text(&t.at));
    reading.findings.iter().flat_map(|f| &f.at).for_each(in_text);
    assert!(to_gold_json(&reading).is_object());
    let _ = outline_text(&reading, raw);
    if let Some(document) = reading.documents.first() {
        let _ = draft::draft(&reading, raw, document.id);
    }
}

fuzz_target!(|raw: &str| {
    check(raw);
    if !raw.is_empty() {
        check(&raw.repeat(BYTES / raw.len()));
    }
});

//! Our own example plans of several genres against their readings, which were made by hand.
//!
//! Each `examples/plans/NAME.txt` has its reading in `examples/plans/readings/NAME.json`, in the form of gold readings. The
//! reader must find every row and nothing else.

mod common;

use common::score::{KINDS, compare};
use luodi_reading::{Options, read, to_gold_json};
use serde_json::Value;
use std::path::PathBuf;

fn readings() -> Vec<(String, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/plans/readings");
    let mut list: Vec<(String, Value)> = std::fs::read_dir(&folder)
        .expect("the folder of readings")
        .flatten()
        .map(|e| {
            let text = std::fs::read_to_string(e.path()).expect("the reading can be opened");
            (e.file_name().to_string_lossy().into_owned(), serde_json::from_str(&text).expect("the reading is JSON"))
        })
        .collect();
    list.sort_by(|a, b| a.0.cmp(&b.0));
    list
}

fn options(gold: &Value) -> Options {
    Options { year: gold["year"].as_i64().and_then(|y| i32::try_from(y).ok()), ..Options::default() }
}

#[test]
fn each_example_is_read_as_by_hand() {
    let list = readings();
    assert!(list.len() >= 8, "at least eight examples with a reading");
    let mut faults = Vec::new();
    for (name, gold) in &list {
        let raw = common::example(gold["file"].as_str().unwrap_or_default());
        let found = to_gold_json(&read(&raw, &options(gold)));
        for (kind, _) in KINDS {
            let score = compare(kind, gold, &found);
            faults.extend(score.missed.iter().map(|row| format!("{name} {kind} missed {row}")));
            faults.extend(score.wrong.iter().map(|row| format!("{name} {kind} wrong  {row}")));
        }
        for key in ["title", "genre"] {
            if gold[key] != found[key] {
                faults.push(format!("{name} {key}: {} is read as {}", gold[key], found[key]));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn several_genres_are_among_the_examples() {
    let list = readings();
    for genre in ["plan", "report", "speech", "article", "rules"] {
        assert!(list.iter().any(|(_, gold)| gold["genre"] == genre), "{genre}");
    }
}

#[test]
fn traditional_script_keeps_its_offsets() {
    let raw = common::example("school-milk-traditional.txt");
    let reading = read(&raw, &Options::default());
    let lead = reading.responsibilities.iter().find(|r| r.unit == "县教育局").expect("the lead");
    assert_eq!(&raw[lead.at.span.start..lead.at.span.end], "縣教育局", "the raw characters");
    assert!(reading.outline.iter().all(|h| raw.get(h.at.span.start..h.at.span.end).is_some_and(|t| t.contains(&h.number))));
}

#[test]
fn broken_lines_are_joined() {
    let raw = common::example("scanned-broken-lines.txt");
    let reading = read(&raw, &Options::default());
    assert!(reading.joined_sentences.iter().any(|j| j.lines.len() >= 3), "a sentence over three lines");
    let sentence = reading.joined_sentences.iter().find(|j| j.text.contains("渠系水利用系数")).expect("the goal");
    assert!(sentence.text.contains("春灌水量"), "the word that the line end cut is whole: {}", sentence.text);
}

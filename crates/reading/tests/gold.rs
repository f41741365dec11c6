//! The gold readings, where they are at hand: what was once read right stays right.

mod common;

use common::score::{KINDS, compare};
use luodi_reading::{Options, read, to_gold_json};
use serde_json::Value;
use std::path::PathBuf;

#[test]
fn the_gold_readings_are_reached() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: needs ../shared");
        return;
    };
    let mut totals = [[0usize; 3]; 4];
    for path in entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "json")) {
        let text = std::fs::read_to_string(&path).expect("the gold file can be read");
        let gold: Value = serde_json::from_str(&text).expect("the gold file is JSON");
        let Some(raw) = gold["file"].as_str().and_then(common::shared) else { return };
        let number = |key: &str| gold[key].as_u64().and_then(|n| usize::try_from(n).ok());
        let year = gold["year"].as_i64().and_then(|y| i32::try_from(y).ok());
        let options = Options { first_line: number("first_line"), last_line: number("last_line"), year };
        let found = to_gold_json(&read(&raw, &options));
        for (i, (kind, _)) in KINDS.iter().enumerate() {
            let score = compare(kind, &gold, &found);
            for (total, n) in totals[i].iter_mut().zip([score.right, score.missed.len(), score.wrong.len()]) {
                *total += n;
            }
        }
    }
    for ((kind, least), [hits, misses, wrong]) in KINDS.into_iter().zip(totals) {
        let f1 = 2.0 * hits as f64 / (2 * hits + misses + wrong).max(1) as f64;
        println!("{kind}: F1 {f1:.3} ({hits} right, {misses} missed, {wrong} wrong)");
        assert!(f1 >= least, "{kind}: F1 {f1:.3} is below {least}");
    }
}

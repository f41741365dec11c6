//! The gold readings, where they are at hand: what was once read right stays right.
//!
//! The same matching as the scorer: same element in the same line (one line of tolerance), each found row used once;
//! units that the text does not make responsible in so many words are neither asked for nor held against the reader.

mod common;

use luodi_reading::{Options, read, to_gold_json};
use serde_json::Value;
use std::path::PathBuf;

const KINDS: [(&str, f64); 4] = [("headings", 0.97), ("responsibilities", 0.95), ("time_limits", 0.93), ("targets", 0.90)];

fn squeeze(value: &Value) -> String {
    let text: String = value.as_str().unwrap_or("").chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
    text.trim_end_matches(['。', '.', ';', '；', ':', '：', ',', '，', '、']).to_owned()
}

fn same(kind: &str, gold: &Value, found: &Value) -> bool {
    let equal = |key: &str| gold[key] == found[key];
    match kind {
        "headings" => equal("level") && squeeze(&gold["title"]) == squeeze(&found["title"]),
        "responsibilities" => equal("role") && squeeze(&gold["unit"]) == squeeze(&found["unit"]),
        "time_limits" => equal("kind") && equal("value"),
        _ => {
            gold["value"].as_f64() == found["value"].as_f64()
                && squeeze(&gold["unit"]) == squeeze(&found["unit"])
                && direction(gold, found)
        }
    }
}

/// Where the words hold no 以上 or 以内, a bare number may be read as `=` or as the comparison it stands for.
fn direction(gold: &Value, found: &Value) -> bool {
    let text = gold["text"].as_str().unwrap_or("");
    let hard = ["以上", "不少于", "不低于", "至少", "不小于", "以内", "以下", "不超过", "不高于", "不大于"]
        .iter()
        .any(|w| text.contains(w));
    let (want, have) = (gold["op"].as_str().unwrap_or(""), found["op"].as_str().unwrap_or(""));
    want == have
        || (!hard && matches!((want, have), (">=", "=") | ("=", ">=") | ("<=", "=")))
        || (text.contains("新增") && matches!(have, "+" | "=" | ">="))
}

fn near(a: &Value, b: &Value) -> bool {
    a["line"].as_i64().zip(b["line"].as_i64()).is_some_and(|(a, b)| (a - b).abs() <= 1)
}

fn rows<'a>(value: &'a Value, kind: &str) -> &'a [Value] {
    value[kind].as_array().map_or(&[], Vec::as_slice)
}

/// Hits, misses and wrong rows of one kind in one file.
fn compare(kind: &str, gold: &Value, found: &Value) -> [usize; 3] {
    let optional = |g: &&Value| kind == "responsibilities" && g["explicit"] == false;
    let mut free: Vec<&Value> = rows(found, kind).iter().collect();
    let mut counts = [0; 3];
    for want in rows(gold, kind).iter().filter(|g| !optional(g)) {
        match free.iter().position(|f| same(kind, want, f) && near(want, f)) {
            Some(at) => {
                free.remove(at);
                counts[0] += 1;
            }
            None => counts[1] += 1,
        }
    }
    let excused =
        |f: &Value| rows(gold, kind).iter().filter(optional).any(|o| squeeze(&o["unit"]) == squeeze(&f["unit"]) && near(o, f));
    counts[2] = free.iter().filter(|f| !excused(f)).count();
    counts
}

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
            for (total, n) in totals[i].iter_mut().zip(compare(kind, &gold, &found)) {
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

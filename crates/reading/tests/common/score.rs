//! The matching of the scorer of gold readings: same element in the same line (one line of tolerance), each found row used
//! once; units that the text does not make responsible in so many words are neither asked for nor held against the reader.

use serde_json::Value;

/// The kinds of rows, and the F1 that each must reach.
pub const KINDS: [(&str, f64); 4] = [("headings", 0.97), ("responsibilities", 0.95), ("time_limits", 0.93), ("targets", 0.90)];

/// What one file gave for one kind.
#[derive(Debug, Default)]
pub struct Score {
    pub right: usize,
    pub missed: Vec<Value>,
    pub wrong: Vec<Value>,
}

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

/// Rows of one kind in one file against what was found.
pub fn compare(kind: &str, gold: &Value, found: &Value) -> Score {
    let optional = |g: &&Value| kind == "responsibilities" && g["explicit"] == false;
    let mut free: Vec<&Value> = rows(found, kind).iter().collect();
    let mut score = Score::default();
    for want in rows(gold, kind).iter().filter(|g| !optional(g)) {
        match free.iter().position(|f| same(kind, want, f) && near(want, f)) {
            Some(at) => {
                free.remove(at);
                score.right += 1;
            }
            None => score.missed.push(want.clone()),
        }
    }
    let excused =
        |f: &Value| rows(gold, kind).iter().filter(optional).any(|o| squeeze(&o["unit"]) == squeeze(&f["unit"]) && near(o, f));
    score.wrong = free.into_iter().filter(|f| !excused(f)).cloned().collect();
    score
}

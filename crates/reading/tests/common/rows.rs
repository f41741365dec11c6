//! Short questions to a reading.

use luodi_reading::{Finding, Reading, Role, to_gold_json};

/// Headings of each level, level 1 first.
pub fn level_counts(reading: &Reading) -> Vec<usize> {
    let deepest = reading.outline.iter().map(|h| h.level).max().unwrap_or(0);
    (1..=deepest).map(|level| reading.outline.iter().filter(|h| h.level == level).count()).collect()
}

/// Lines of the headings of one level.
pub fn heading_lines(reading: &Reading, level: usize) -> Vec<usize> {
    reading.outline.iter().filter(|h| h.level == level).map(|h| h.at.line).collect()
}

pub fn is_heading(reading: &Reading, line: usize) -> bool {
    reading.outline.iter().any(|h| h.at.line == line)
}

/// Units of a line in one role that the text names in so many words.
pub fn named(reading: &Reading, line: usize, role: Role) -> Vec<&str> {
    let rows = reading.responsibilities.iter().filter(|r| r.explicit && r.at.line == line && r.role == role);
    rows.map(|r| r.unit.as_str()).collect()
}

/// How often each unit is named in one role between two lines, most often first, then by name.
pub fn tally(reading: &Reading, first: usize, last: usize, role: Role) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let rows = reading.responsibilities.iter();
    for r in rows.filter(|r| r.explicit && r.role == role && (first..=last).contains(&r.at.line)) {
        match counts.iter_mut().find(|(name, _)| *name == r.unit) {
            Some((_, n)) => *n += 1,
            None => counts.push((r.unit.clone(), 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

pub fn of<'a>(reading: &'a Reading, code: &str) -> Vec<&'a Finding> {
    reading.findings.iter().filter(|f| f.code == code).collect()
}

/// Whether a finding of this code stands at a line.
pub fn flagged(reading: &Reading, code: &str, line: usize) -> bool {
    of(reading, code).iter().any(|f| f.at.iter().any(|a| a.line == line))
}

/// Whether a finding of this code says a word.
pub fn says(reading: &Reading, code: &str, word: &str) -> bool {
    of(reading, code).iter().any(|f| f.message.contains(word))
}

/// Limits of time as `by 2022-12-31`, with their lines.
pub fn limits(reading: &Reading) -> Vec<(usize, String)> {
    let json = to_gold_json(reading);
    let rows = json["time_limits"].as_array().cloned().unwrap_or_default();
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    rows.iter()
        .map(|r| {
            let line = r["line"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            (line, format!("{} {}", text(&r["kind"]), text(&r["value"])))
        })
        .collect()
}

pub fn limits_of(reading: &Reading, line: usize) -> Vec<String> {
    limits(reading).into_iter().filter(|(l, _)| *l == line).map(|(_, limit)| limit).collect()
}

/// Targets of a line as `>=30家`; what is masked or pending has no value here.
pub fn targets_of(reading: &Reading, line: usize) -> Vec<String> {
    let json = to_gold_json(reading);
    let rows = json["targets"].as_array().cloned().unwrap_or_default();
    rows.iter()
        .filter(|r| r["line"].as_u64() == u64::try_from(line).ok())
        .map(|r| format!("{}{}{}", r["op"].as_str().unwrap_or_default(), r["value"], r["unit"].as_str().unwrap_or_default()))
        .collect()
}

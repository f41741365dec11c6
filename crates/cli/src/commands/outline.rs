//! A reading as text for people: notes, outline, what binds, findings.

use luodi_reading::{Amount, Limit, Reading, Role, Severity};
use luodi_source::Source;
use std::fmt::Write;

/// The whole reading.
pub fn text(source: &Source, reading: &Reading) -> String {
    let mut out = String::new();
    for note in &source.notes {
        let _ = writeln!(out, "注意：{}", note.message);
    }
    for document in &reading.documents {
        document_text(&mut out, reading, document.id);
    }
    if reading.documents.is_empty() {
        out.push_str("没有读到文件内容。\n");
    }
    out
}

fn document_text(out: &mut String, reading: &Reading, id: usize) {
    let document = &reading.documents[id];
    let title = if document.title.is_empty() { "（没有标题）" } else { &document.title };
    let _ = writeln!(out, "《{title}》 第{}—{}行", document.first_line, document.last_line);
    section(
        out,
        "提纲",
        reading.outline.iter().filter(|h| h.document == id).map(|h| {
            let number = if h.number.is_empty() { String::new() } else { format!("{} ", h.number) };
            let empty = if h.empty { "（没有内容）" } else { "" };
            (h.at.line, format!("{}{number}{}{empty}", "  ".repeat(h.level.saturating_sub(1)), h.title))
        }),
    );
    section(
        out,
        "责任单位",
        reading.responsibilities.iter().filter(|r| r.document == id && r.explicit).map(|r| {
            let role = match r.role {
                Role::Lead => "牵头",
                Role::Support => "配合",
                Role::Executor => "落实",
            };
            (r.at.line, format!("{role}  {}", r.unit))
        }),
    );
    section(
        out,
        "时限",
        reading
            .time_limits
            .iter()
            .filter(|t| t.document == id)
            .map(|t| (t.at.line, format!("{}  → {}", t.text, limit(&t.limit)))),
    );
    section(
        out,
        "目标",
        reading.targets.iter().filter(|t| t.document == id).map(|t| {
            let aspired = if t.aspired { "（力争）" } else { "" };
            (t.at.line, format!("{}  → {} {} {}{aspired}", t.text, t.op.symbol(), amount(&t.amount), t.unit))
        }),
    );
    section(
        out,
        "疑点",
        reading.findings.iter().filter(|f| f.document == id).map(|f| {
            let severity = match f.severity {
                Severity::ToBeSettled => "须确认",
                Severity::Remark => "提示",
            };
            (f.at.first().map_or(0, |at| at.line), format!("{severity}  {}", f.message))
        }),
    );
    out.push('\n');
}

fn section(out: &mut String, title: &str, rows: impl Iterator<Item = (usize, String)>) {
    let rows: Vec<(usize, String)> = rows.collect();
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}（{}）", rows.len());
    for (line, text) in rows {
        let place = if line > 0 { format!("L{line}") } else { String::new() };
        let _ = writeln!(out, "{place:>7}  {text}");
    }
}

fn limit(limit: &Limit) -> String {
    let day = |d: &Option<luodi_reading::Day>| d.map_or_else(|| "…".to_string(), |d| d.to_string());
    match limit {
        Limit::By { day } => format!("{day} 前"),
        Limit::Between { from, to } => format!("{} 至 {}", day(from), day(to)),
        Limit::Every { rhythm, due } => rhythm_text(rhythm, due.as_deref()),
        Limit::Within { duration } => duration_text(duration),
        Limit::Standing => "长期".to_string(),
        Limit::On { day } => format!("{day} 当日"),
    }
}

/// `monthly`, `2-weekly` and their due part in words.
fn rhythm_text(rhythm: &str, due: Option<&str>) -> String {
    let every = match rhythm {
        "daily" => "每日".to_string(),
        "weekly" => "每周".to_string(),
        "10-daily" => "每旬".to_string(),
        "monthly" => "每月".to_string(),
        "quarterly" => "每季度".to_string(),
        "half-yearly" => "每半年".to_string(),
        "yearly" => "每年".to_string(),
        other => match other.split_once("-weekly") {
            Some((weeks, "")) => format!("每{weeks}周"),
            _ => other.to_string(),
        },
    };
    match due {
        None => every,
        Some("end") => format!("{every}，期末前"),
        Some(day) if day.parse::<u8>().is_ok() => format!("{every}，{day}日前"),
        Some(day) => format!("{every}，{day} 前"),
    }
}

/// An ISO 8601 duration (`WD`: working days) in words.
fn duration_text(duration: &str) -> String {
    let units = [("WD", "个工作日"), ("D", "日"), ("M", "个月"), ("Y", "年"), ("W", "周")];
    let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if duration == "P0D" {
        return "当日".to_string();
    }
    if let Some(hours) = duration.strip_prefix("PT").and_then(|d| d.strip_suffix('H')).filter(|d| number(d)) {
        return format!("{hours}小时内");
    }
    let days = duration.strip_prefix('P').unwrap_or_default();
    let found = units.iter().find_map(|(suffix, title)| Some((days.strip_suffix(suffix).filter(|d| number(d))?, title)));
    found.map_or_else(|| format!("{duration} 内"), |(count, title)| format!("{count}{title}内"))
}

fn amount(amount: &Amount) -> String {
    match amount {
        Amount::Known { value, .. } => value.normalize().to_string(),
        Amount::Range { from, to } => format!("{} 至 {}", from.normalize(), to.normalize()),
        Amount::Masked => "＊".to_string(),
        Amount::Pending => "待定".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_in_words() {
        let check = |said: String, expected: &str| assert_eq!(said, expected);
        check(rhythm_text("monthly", Some("5")), "每月，5日前");
        check(rhythm_text("yearly", Some("01-31")), "每年，01-31 前");
        check(rhythm_text("2-weekly", None), "每2周");
        check(rhythm_text("quarterly", Some("end")), "每季度，期末前");
        check(duration_text("P60WD"), "60个工作日内");
        check(duration_text("PT24H"), "24小时内");
        check(duration_text("P0D"), "当日");
        check(duration_text("P1Y6M"), "P1Y6M 内");
    }
}

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
        Limit::Every { rhythm, due } => format!("每期 {rhythm}{}", due.as_ref().map_or_else(String::new, |d| format!("，{d}"))),
        Limit::Within { duration } => format!("{duration} 内"),
        Limit::Standing => "长期".to_string(),
        Limit::On { day } => format!("{day} 当日"),
    }
}

fn amount(amount: &Amount) -> String {
    match amount {
        Amount::Known { value, .. } => value.normalize().to_string(),
        Amount::Range { from, to } => format!("{} 至 {}", from.normalize(), to.normalize()),
        Amount::Masked => "＊".to_string(),
        Amount::Pending => "待定".to_string(),
    }
}

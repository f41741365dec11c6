//! The outline of a reading for people: documents, headings, owners, limits, targets, tables, findings.

use crate::gold;
use crate::types::{Amount, Cell, Document, Heading, HeadingPlace, Reading, Role, Severity, Target};
use std::fmt::Write;

/// Writes the reading as plain Chinese text. `raw` is the text that was read; sentences are shown from it.
pub fn outline_text(reading: &Reading, raw: &str) -> String {
    let mut out = String::new();
    for document in &reading.documents {
        head(&mut out, document);
        for (index, heading) in reading.outline.iter().enumerate().filter(|(_, h)| h.document == document.id) {
            one_heading(&mut out, heading);
            under_heading(&mut out, reading, Some(index), heading.level);
        }
        if !reading.outline.iter().any(|h| h.document == document.id) {
            under_heading(&mut out, reading, None, 0);
        }
        tables(&mut out, reading, document.id);
        findings(&mut out, reading, raw, document.id);
        out.push('\n');
    }
    out
}

fn head(out: &mut String, document: &Document) {
    let title = if document.title.is_empty() { "（无标题）" } else { &document.title };
    let _ = writeln!(out, "{title}  第{}—{}行", document.first_line, document.last_line);
    if let Some(name) = &document.signature {
        let _ = writeln!(out, "  落款 {name}");
    }
    if let Some(date) = document.date {
        let _ = writeln!(out, "  日期 {date}");
    }
}

fn one_heading(out: &mut String, heading: &Heading) {
    let place = match heading.place {
        HeadingPlace::Buried => "（接在行中）",
        _ if heading.empty => "（无内容）",
        _ => "",
    };
    let title = if heading.title.is_empty() { "—" } else { &heading.title };
    let _ = writeln!(out, "{:>5} {}{} {title}{place}", heading.at.line, "  ".repeat(heading.level), heading.number);
}

fn under_heading(out: &mut String, reading: &Reading, heading: Option<usize>, level: usize) {
    let pad = "  ".repeat(level + 1);
    for r in reading.responsibilities.iter().filter(|r| r.heading == heading && r.explicit) {
        let role = match r.role {
            Role::Lead => "牵头",
            Role::Support => "配合",
            Role::Executor => "落实",
        };
        let _ = writeln!(out, "{:>5} {pad}· {role} {}", r.at.line, r.unit);
    }
    for t in reading.time_limits.iter().filter(|t| t.heading == heading) {
        let (kind, value) = gold::limit(&t.limit);
        let _ = writeln!(out, "{:>5} {pad}· 时限 {}（{kind} {value}）", t.at.line, t.text);
    }
    for t in reading.targets.iter().filter(|t| t.heading == heading) {
        let _ = writeln!(out, "{:>5} {pad}· 指标 {} {}", t.at.line, t.what, target(t));
    }
}

fn target(target: &Target) -> String {
    let value = match &target.amount {
        Amount::Known { value, .. } => format!("{}{}{}", target.op.symbol(), value, target.unit),
        Amount::Range { from, to } => format!("{from}—{to}{}", target.unit),
        Amount::Masked => format!("{}*{}", target.op.symbol(), target.unit),
        Amount::Pending => format!("{}（数值待定）", target.text),
    };
    if target.aspired { format!("{value}（力争）") } else { value }
}

fn tables(out: &mut String, reading: &Reading, document: usize) {
    for table in reading.tables.iter().filter(|t| t.document == document) {
        let _ = writeln!(
            out,
            "{:>5} 表 {}：{}列 {}行，{}个数，{}个空格",
            table.at.line,
            table.title,
            table.columns.len(),
            table.rows.len(),
            table.number_count(),
            table.blank_count()
        );
        let _ = writeln!(out, "      \t{}", table.columns.join("\t"));
        for row in &table.rows {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell| match cell {
                    Cell::Blank => String::new(),
                    Cell::Number { value, .. } => value.to_string(),
                    Cell::Text { text, .. } => text.clone(),
                })
                .collect();
            let _ = writeln!(out, "      {}\t{}", row.label, cells.join("\t"));
        }
    }
}

fn findings(out: &mut String, reading: &Reading, raw: &str, document: usize) {
    for finding in reading.findings.iter().filter(|f| f.document == document) {
        let mark = if finding.severity == Severity::ToBeSettled { "待定" } else { "说明" };
        let mut lines: Vec<String> = finding.at.iter().map(|a| a.line.to_string()).collect();
        lines.dedup();
        lines.truncate(8);
        let _ = writeln!(out, "  [{mark}] 第{}行：{}", lines.join("、"), finding.message);
        for choice in &finding.choices {
            let _ = writeln!(out, "         可选：{}", choice.label);
        }
        if finding.severity == Severity::ToBeSettled
            && let Some(words) = finding.at.first().and_then(|a| raw.get(a.span.start..a.span.end))
        {
            let _ = writeln!(out, "         原文：{}", words.trim().chars().take(40).collect::<String>());
        }
    }
}

//! The outline of a reading for people: documents, headings, owners, limits, targets, tables, findings.

use crate::gold;
use crate::types::{Amount, Cell, Document, Heading, HeadingPlace, Reading, Role, Severity, Target};
use std::collections::HashMap;
use std::fmt::Write;

/// Writes the reading as plain Chinese text. `raw` is the text that was read; sentences are shown from it.
pub fn outline_text(reading: &Reading, raw: &str) -> String {
    let mut out = String::new();
    let under = Under::of(reading);
    let mut index = 0;
    for document in &reading.documents {
        head(&mut out, document);
        let first = index;
        while let Some(heading) = reading.outline.get(index).filter(|h| h.document == document.id) {
            one_heading(&mut out, heading);
            under.write(&mut out, Place::Heading(index), heading.level);
            index += 1;
        }
        if first == index {
            under.write(&mut out, Place::Document(document.id), 0);
        }
        tables(&mut out, reading, document.id);
        findings(&mut out, reading, raw, document.id);
        out.push('\n');
    }
    out
}

/// What a line of the outline stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Heading(usize),
    /// The document has no headings, or the line stands before the first.
    Document(usize),
}

fn place(heading: Option<usize>, document: usize) -> Place {
    heading.map_or(Place::Document(document), Place::Heading)
}

/// The rows under each heading: line and words, in the order owners, limits, targets.
struct Under(HashMap<Place, Vec<(usize, String)>>);

impl Under {
    fn of(reading: &Reading) -> Self {
        let mut rows: HashMap<Place, Vec<(usize, String)>> = HashMap::new();
        for r in reading.responsibilities.iter().filter(|r| r.explicit) {
            let role = match r.role {
                Role::Lead => "牵头",
                Role::Support => "配合",
                Role::Executor => "落实",
            };
            rows.entry(place(r.heading, r.document)).or_default().push((r.at.line, format!("{role} {}", r.unit)));
        }
        for t in &reading.time_limits {
            let (kind, value) = gold::limit(&t.limit);
            rows.entry(place(t.heading, t.document)).or_default().push((t.at.line, format!("时限 {}（{kind} {value}）", t.text)));
        }
        for t in &reading.targets {
            rows.entry(place(t.heading, t.document)).or_default().push((t.at.line, format!("指标 {} {}", t.what, target(t))));
        }
        Self(rows)
    }

    fn write(&self, out: &mut String, place: Place, level: usize) {
        let pad = "  ".repeat(level + 1);
        for (line, words) in self.0.get(&place).into_iter().flatten() {
            let _ = writeln!(out, "{line:>5} {pad}· {words}");
        }
    }
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
    let from = reading.tables.partition_point(|t| t.document < document);
    for table in reading.tables[from..].iter().take_while(|t| t.document == document) {
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
    let from = reading.findings.partition_point(|f| f.document < document);
    for finding in reading.findings[from..].iter().take_while(|f| f.document == document) {
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

//! PDF, through `pdftotext -layout` of poppler, in a process of its own: a parser that fails takes nothing with it.

use std::io::Write;

use crate::process::Helper;
use crate::{Kind, Limits, Note, NoteCode, Source, SourceError, encoding};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, SourceError> {
    let failed = |detail: String| SourceError::ProgramFailed { program: "pdftotext", detail };
    let mut file = tempfile::NamedTempFile::new().map_err(|error| failed(error.to_string()))?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(|error| failed(error.to_string()))?;
    let helper = Helper { program: &limits.programs.pdftotext, name: "pdftotext", package: "poppler-utils", kind: Kind::Pdf };
    let path = file.path().as_os_str();
    let arguments = ["-layout".as_ref(), "-enc".as_ref(), "UTF-8".as_ref(), path, "-".as_ref()];
    let printed = helper.run(&arguments, limits.program_time_max, limits.expanded_bytes_max)?;
    if !printed.success {
        if printed.errors.contains("Incorrect password") || printed.errors.contains("encrypt") {
            return Err(SourceError::Encrypted { what: "PDF" });
        }
        let detail = printed.errors.lines().next().unwrap_or("no message");
        return Err(SourceError::Damaged { kind: Kind::Pdf, detail: detail.chars().take(200).collect() });
    }
    if printed.output.iter().all(|byte| byte.is_ascii_whitespace()) {
        return Err(SourceError::NoTextLayer);
    }
    source_of(&printed.output)
}

fn source_of(output: &[u8]) -> Result<Source, SourceError> {
    let printed = String::from_utf8_lossy(output);
    let (pages, numbers) = without_page_numbers(&printed);
    let decoded = encoding::decode(pages.as_bytes(), Some("utf-8"))?;
    let (text, joined) = join_broken_lines(&decoded.text);
    let mut notes = decoded.notes;
    if numbers > 0 {
        let message = format!("{numbers} 个页码没有读取。");
        notes.push(Note::new(NoteCode::HeadersDropped, message));
    }
    notes.push(Note::new(NoteCode::TablesNotRecognised, "PDF 里的表格按行读成文字，没有分成格子。"));
    if joined > 0 {
        let message = format!("{joined} 处按页面宽度断开的行已接成整段。");
        notes.push(Note::new(NoteCode::LinesJoined, message));
    }
    Ok(Source { kind: Kind::Pdf, encoding: None, text, tables: Vec::new(), notes })
}

/// Pages one after the other, without the line that holds a page's number, so that a paragraph can go on. Returns how many were left out.
fn without_page_numbers(printed: &str) -> (String, usize) {
    let mut text = String::with_capacity(printed.len());
    let mut numbers = 0;
    // Every page ends with a form feed.
    for page in printed.split('\u{c}') {
        let page = page.trim_end();
        let (rest, last) = page.rsplit_once('\n').unwrap_or(("", page));
        if is_page_number(last) {
            numbers += 1;
            text.push_str(rest.trim_end());
        } else {
            text.push_str(page);
        }
        text.push('\n');
    }
    (text, numbers)
}

/// "— 3 —", "- 3 -", "3", "第3页", "3/12" (GB/T 9704-2012, 7.5: the number between two dashes).
fn is_page_number(line: &str) -> bool {
    let decorated = |c: char| "-—–－―─·第页共/".contains(c);
    let bare: String = line.chars().filter(|c| !c.is_whitespace() && !decorated(*c)).collect();
    // Digits alone may be a year in a table.
    let digits_max = if line.contains(decorated) { 6 } else { 3 };
    (1..=digits_max).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit())
}

/// Joins lines that only the width of the page broke. Returns the text and how many joints it has.
///
/// A line goes on when it is nearly as wide as the widest lines, does not end a sentence and has no columns, and the
/// next line starts at the left edge without a number: paragraphs of official documents are indented by two characters (GB/T 9704-2012, 7.3.3).
fn join_broken_lines(text: &str) -> (String, usize) {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let full = full_width(&lines);
    let edge = lines.iter().filter(|line| width(line) * 10 >= full * 8).map(|line| indent(line)).min().unwrap_or(0);
    let mut result = String::with_capacity(text.len());
    let mut joined = 0;
    for (at, line) in lines.iter().enumerate() {
        let goes_on = lines.get(at + 1).is_some_and(|next| {
            width(line) * 100 >= full * 93
                && !line.ends_with(['。', '；', '：', '！', '？', ':', ';'])
                && !has_columns(line)
                && !next.is_empty()
                && !has_columns(next)
                && indent(next) <= edge + 1
                && !starts_item(next.trim_start())
        });
        let continues = result.ends_with(|c: char| c != '\n') && !result.is_empty();
        result.push_str(if continues { line.trim_start() } else { line });
        if goes_on {
            joined += 1;
        } else {
            result.push('\n');
        }
    }
    let kept = result.trim_end_matches('\n').len();
    result.truncate(kept);
    (result, joined)
}

/// Width in half characters: Chinese characters are two wide.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn indent(line: &str) -> usize {
    width(line) - width(line.trim_start())
}

/// The width that the fuller lines reach: the widest but for one line in twenty, which may be tables.
fn full_width(lines: &[&str]) -> usize {
    let mut widths: Vec<usize> = lines.iter().map(|line| width(line)).filter(|w| *w > 0).collect();
    widths.sort_unstable();
    let at = widths.len().saturating_sub(1 + widths.len() / 20);
    widths.get(at).copied().unwrap_or(0).max(40)
}

fn has_columns(line: &str) -> bool {
    line.trim_start().contains("   ")
}

/// An item begins with a number or a mark: "一、", "（二）", "3.", "第四条".
fn starts_item(line: &str) -> bool {
    let mut characters = line.chars();
    let Some(first) = characters.next() else { return true };
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    if matches!(first, '（' | '(') {
        return characters.next().is_some_and(numeral);
    }
    if first == '第' {
        return characters.next().is_some_and(numeral);
    }
    numeral(first) && line.trim_start_matches(numeral).starts_with(['、', '.', '．', '）', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_broken_by_the_page_are_joined() {
        let text = "\
              青禾县防汛工作方案

    一、各村要在每年五月前备齐沙袋、雨衣、照明等物资，由村
委会主任负责，乡里逐村核对数量并登记造册，缺少的限期补
齐。
    二、值班人员二十四小时在岗。
单位       人数";
        let (joined, count) = join_broken_lines(text);
        assert_eq!(count, 2);
        assert_eq!(
            joined.lines().nth(2),
            Some(
                "    一、各村要在每年五月前备齐沙袋、雨衣、照明等物资，由村委会主任负责，乡里逐村核对数量并登记造册，缺少的限期补齐。"
            )
        );
        assert_eq!(joined.lines().count(), 5);
    }

    #[test]
    fn page_numbers_do_not_break_paragraphs() {
        let first = "    一、各村要在每年五月前备齐沙袋、雨衣、照明等物资，由村委";
        let pages = format!("{first}\n\n            — 1 —\n\u{c}会主任负责。\n  26\n\u{c}");
        let (text, numbers) = without_page_numbers(&pages);
        assert_eq!((text.as_str(), numbers), (format!("{first}\n会主任负责。\n\n").as_str(), 2));
        assert_eq!(join_broken_lines(&text).0, format!("{first}会主任负责。"));
        assert!(!is_page_number("2026") && !is_page_number("2026年5月") && !is_page_number("——"));
    }

    /// One page with a line of Latin text: the smallest PDF with a text layer.
    fn tiny_pdf(content: &str) -> Vec<u8> {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
            format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        ];
        let mut pdf = String::from("%PDF-1.4\n");
        let mut offsets = Vec::new();
        for (index, object) in objects.iter().enumerate() {
            offsets.push(pdf.len());
            pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
        }
        let start = pdf.len();
        pdf.push_str("xref\n0 6\n0000000000 65535 f \n");
        for offset in offsets {
            pdf.push_str(&format!("{offset:010} 00000 n \n"));
        }
        pdf.push_str(&format!("trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
        pdf.into_bytes()
    }

    /// Where poppler is missing, the error must say so; where it is there, the text must come.
    #[test]
    fn text_of_a_pdf_whatever_its_name() {
        let bytes = tiny_pdf("BT /F1 18 Tf 20 200 Td (Deadline 2026-05-31) Tj ET");
        match crate::read(&bytes, Some("方案.docx"), &Limits::default()) {
            Ok(source) => {
                assert_eq!(source.kind, Kind::Pdf);
                assert_eq!(source.text.trim(), "Deadline 2026-05-31");
                assert_eq!(source.notes[0].code, NoteCode::NameDisagrees);
            }
            Err(error) => assert_eq!(error.code(), "source_program_missing"),
        }
    }

    #[test]
    fn a_scan_has_no_text() {
        let bytes = tiny_pdf("0 0 100 100 re f");
        let error = crate::read(&bytes, None, &Limits::default()).expect_err("no text");
        assert!(["source_no_text_layer", "source_program_missing"].contains(&error.code()));
    }

    #[test]
    fn a_damaged_pdf_is_an_error() {
        let error = crate::read(b"%PDF-1.7 nothing more", None, &Limits::default()).expect_err("damaged");
        assert!(["source_damaged", "source_program_missing"].contains(&error.code()));
    }
}

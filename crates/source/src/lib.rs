//! luodi-source: bytes of a plan or a register → text and tables with spans.
//!
//! What it does: recognises a file by its content, reads it with limits, and hands back plain lines
//! (separated by `\n`) with its tables and with notes on everything that was guessed, dropped or repaired.
//!
//! What it must never do: panic on any input, grow without bound, guess silently, change the meaning of a
//! character, reach the network, or ask the clock. Reading never fails on content: an `Err` is for bytes
//! from which no text can be had, and says what happened, what is safe and what to do.
//!
//! To add a format: a file `<format>.rs` with `pub(crate) fn read(bytes, limits) -> Result<Source, SourceError>`,
//! its signature in `detect.rs`, its arm in [`read`], and tests that build small files themselves.

mod archive;
mod biff;
mod builder;
mod common_characters;
mod compound;
mod detect;
mod doc;
mod docx;
mod encoding;
mod error;
mod grid;
mod html;
mod limits;
mod note;
mod ole;
mod pdf;
mod process;
pub mod sheet;
mod txt;
mod workbook;
mod xml;

use serde::{Deserialize, Serialize};

pub use error::SourceError;
pub use limits::{Limits, Programs};
pub use note::{Note, NoteCode};

/// What a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Plain text in any of the encodings of `encoding.rs`.
    Txt,
    /// A web page.
    Html,
    /// A Word document (Office Open XML), also as written by WPS.
    Docx,
    /// A workbook (Office Open XML).
    Xlsx,
    /// A workbook in the binary format of 1997 (also `.et` of WPS).
    Xls,
    /// PDF with a text layer.
    Pdf,
    /// A Word document in the binary format of 1997, `.wps`, or RTF.
    Doc,
}

impl Kind {
    /// The name that a person knows.
    pub fn name_zh(self) -> &'static str {
        match self {
            Kind::Txt => "纯文本",
            Kind::Html => "网页",
            Kind::Docx => "Word 文档（docx）",
            Kind::Xlsx => "Excel 表格（xlsx）",
            Kind::Xls => "旧版 Excel 表格（xls）",
            Kind::Pdf => "PDF",
            Kind::Doc => "旧版 Word 文档（doc、wps、rtf）",
        }
    }

    /// File name endings that fit this kind, in lower case.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Kind::Txt => &["txt", "text", "md", "csv", "tsv"],
            Kind::Html => &["html", "htm", "shtml", "xhtml", "jsp", "asp", "aspx", "php"],
            Kind::Docx => &["docx", "docm", "dotx"],
            Kind::Xlsx => &["xlsx", "xlsm", "xltx"],
            Kind::Xls => &["xls", "et", "xlt"],
            Kind::Pdf => &["pdf"],
            Kind::Doc => &["doc", "wps", "rtf", "dot"],
        }
    }
}

/// A range of bytes in [`Source::text`]; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A table (表格), as a grid: every row has the same number of cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Name of the sheet it stands on; none for tables of documents.
    pub name: Option<String>,
    /// All lines of the table in [`Source::text`].
    pub span: Span,
    /// Leading rows that are a title or a line such as 填报单位.
    pub title_rows: usize,
    /// Rows after the title that are the header (表头); 0 when none could be told.
    pub header_rows: usize,
    /// All rows, title and header included.
    pub rows: Vec<Vec<TableCell>>,
}

/// One cell. `text` equals `Source::text[span]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableCell {
    /// Line breaks within the cell are single spaces.
    pub text: String,
    /// Where the text stands; for a filled cell, where the origin of the merged cell stands.
    pub span: Span,
    /// True when the text was copied here from a merged cell (合并单元格).
    pub filled: bool,
}

/// What was read from a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    pub kind: Kind,
    /// The encoding that the text was decoded with; none for containers.
    pub encoding: Option<String>,
    /// Lines separated by `\n`: exactly what the reader gets. A row of a table is a line, its cells separated by tabs.
    pub text: String,
    pub tables: Vec<Table>,
    pub notes: Vec<Note>,
}

impl Source {
    /// The 1-based line of a byte offset in `text`.
    pub fn line_of(&self, offset: usize) -> usize {
        let end = offset.min(self.text.len());
        1 + self.text.as_bytes()[..end].iter().filter(|byte| **byte == b'\n').count()
    }
}

/// Reads a file. `name_hint` is the name under which it was uploaded; it never decides what the file is.
///
/// # Errors
/// [`SourceError`] when no text can be had: empty, too large, encrypted, damaged, not a text, or a helper program is missing.
pub fn read(bytes: &[u8], name_hint: Option<&str>, limits: &Limits) -> Result<Source, SourceError> {
    check_size(bytes, limits)?;
    let kind = detect::detect(bytes, limits)?;
    let mut source = match kind {
        Kind::Txt => txt::read(bytes, limits),
        Kind::Html => isolated(kind, || html::read(bytes, limits)),
        Kind::Docx => docx::read(bytes, limits),
        Kind::Xlsx | Kind::Xls => workbook::read(bytes, kind, limits),
        Kind::Pdf => pdf::read(bytes, limits),
        Kind::Doc => doc::read(bytes, limits),
    }?;
    if source.text.chars().all(char::is_whitespace) {
        return Err(SourceError::Blank { kind });
    }
    if let Some(ending) = name_hint.and_then(ending_of)
        && !kind.endings().contains(&ending.as_str())
        && is_known_ending(&ending)
    {
        let message = format!("文件名以“.{ending}”结尾，内容其实是{}，已按内容读取。", kind.name_zh());
        source.notes.insert(0, Note::new(NoteCode::NameDisagrees, message));
    }
    Ok(source)
}

pub(crate) fn check_size(bytes: &[u8], limits: &Limits) -> Result<(), SourceError> {
    if bytes.is_empty() {
        return Err(SourceError::Empty);
    }
    if bytes.len() > limits.bytes_max {
        return Err(SourceError::TooLarge { bytes: bytes.len(), bytes_max: limits.bytes_max });
    }
    Ok(())
}

/// Libraries that read foreign formats are sound on sound files; should one panic on a damaged file, that ends here.
pub(crate) fn isolated<T>(kind: Kind, read: impl FnOnce() -> Result<T, SourceError>) -> Result<T, SourceError> {
    let stopped = |_| Err(SourceError::Damaged { kind, detail: "the reader stopped".to_owned() });
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(stopped)
}

/// The part after the last dot, in lower case.
pub(crate) fn ending_of(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())
}

fn is_known_ending(ending: &str) -> bool {
    [Kind::Txt, Kind::Html, Kind::Docx, Kind::Xlsx, Kind::Xls, Kind::Pdf, Kind::Doc]
        .iter()
        .any(|kind| kind.endings().contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(bytes: &[u8], limits: &Limits, code: &str) -> String {
        let error = read(bytes, Some("方案.docx"), limits).expect_err("refused");
        assert_eq!(error.code(), code);
        error.chinese()
    }

    #[test]
    fn files_without_text_say_why() {
        let limits = Limits::default();
        refused(b"", &limits, "source_empty");
        refused(" \r\n\t\u{3000}".as_bytes(), &limits, "source_blank");
        refused("\u{feff}".as_bytes(), &limits, "source_blank");
        assert!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &limits, "source_unsupported").contains("一张图片"));
        assert!(refused(b"Rar!\x1a\x07\x01\0abc", &limits, "source_unsupported").contains("压缩包"));
        let noise: Vec<u8> = (0..9000_u32).map(|i| (i.wrapping_mul(2_246_822_519) >> 11) as u8).collect();
        refused(&noise, &limits, "source_not_text");
    }

    #[test]
    fn a_file_over_the_limit_names_both_sizes() {
        let limits = Limits { bytes_max: 2 << 20, ..Limits::default() };
        let message = refused(&vec![b'a'; 3 << 20], &limits, "source_too_large");
        assert!(message.starts_with("文件有 3 MB，超过上限 2 MB。"), "{message}");
    }

    #[test]
    fn a_text_under_another_name_is_read_and_noted() {
        let source = read("各村每日巡查。".as_bytes(), Some("方案.PDF"), &Limits::default()).expect("text");
        assert_eq!(source.kind, Kind::Txt);
        assert_eq!(source.notes[0].message, "文件名以“.pdf”结尾，内容其实是纯文本，已按内容读取。");
        let source = read("各村每日巡查。".as_bytes(), Some("2026.5版本"), &Limits::default()).expect("text");
        assert!(source.notes.is_empty());
    }

    #[test]
    fn lines_are_counted_from_one() {
        let source = read("一\n二\n三".as_bytes(), None, &Limits::default()).expect("text");
        assert_eq!([0, 4, 8, 999].map(|offset| source.line_of(offset)), [1, 2, 3, 3]);
    }
}

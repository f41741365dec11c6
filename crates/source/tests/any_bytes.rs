//! Whatever the bytes are: no panic, and either an error with its sentences or a text whose spans hold.

use std::io::{Cursor, Write};

use luodi_source::sheet::{number_like, read_sheets};
use luodi_source::{Limits, Programs, Source, SourceError, read};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

/// Without helper programs: they have tests of their own, and would make hundreds of processes.
fn limits() -> Limits {
    Limits {
        programs: Programs { pdftotext: "no-such-program-here".into(), soffice: "no-such-program-here".into() },
        ..Limits::default()
    }
}

fn check_source(source: &Source) {
    assert!(!source.text.trim().is_empty());
    assert!(!source.text.contains('\r'));
    for table in &source.tables {
        let width = table.rows.first().map_or(0, Vec::len);
        assert!(table.title_rows + table.header_rows <= table.rows.len());
        assert!(source.text.get(table.span.start..table.span.end).is_some());
        for row in &table.rows {
            assert_eq!(row.len(), width);
            for cell in row {
                let text = source.text.get(cell.span.start..cell.span.end);
                assert_eq!(text, Some(cell.text.as_str()));
            }
        }
    }
    let lines = source.text.split('\n').count();
    for note in &source.notes {
        assert!(note.message.ends_with('。'), "{}", note.message);
        assert!(note.line.is_none_or(|line| (1..=lines).contains(&line)));
    }
}

fn check_error(error: &SourceError) {
    assert!(error.code().starts_with("source_"));
    assert!(error.chinese().contains("原文件未改动"));
    assert!(error.english().contains("unchanged"));
}

fn check(bytes: &[u8]) {
    match read(bytes, Some("任意.docx"), &limits()) {
        Ok(source) => check_source(&source),
        Err(error) => check_error(&error),
    }
    match read_sheets(bytes, None, &limits()) {
        Ok(sheets) => {
            for sheet in sheets {
                assert!(sheet.rows.iter().all(|row| row.cells.len() == sheet.header.len()));
            }
        }
        Err(error) => check_error(&error),
    }
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("part");
        writer.write_all(content.as_bytes()).expect("content");
    }
    writer.finish().expect("zip").into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    package(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document)])
}

fn xlsx() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let format = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 1, 1, "单位", &format).expect("merge");
    sheet.write(2, 0, "东河村").expect("cell");
    sheet.write(2, 1, 12).expect("cell");
    book.save_to_buffer().expect("xlsx")
}

/// Pieces of markup in any order, sound or not.
fn markup(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(pieces), 0..60).prop_map(|parts| parts.concat())
}

const WORD: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>巡查</w:t>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:tcPr><w:gridSpan w:val=\"3\"/></w:tcPr>",
    "<w:tcPr><w:vMerge/></w:tcPr>",
    "<w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>",
    "<w:trPr><w:gridBefore w:val=\"2\"/></w:trPr>",
    "<w:tcPr><w:gridSpan w:val=\"99999999999\"/></w:tcPr>",
    "<w:br/>",
    "<w:tab/>",
    "<w:footnoteReference w:id=\"9\"/>",
    "<w:sym w:char=\"F0FE\"/>",
];

const PAGE: &[&str] = &[
    "<table>",
    "</table>",
    "<tr>",
    "<td rowspan=3>",
    "<td colspan=2>",
    "<td>",
    "<th>",
    "</tr>",
    "单位",
    "12",
    " ",
    "\n",
    "<p>",
    "<br>",
    "<ol start=x>",
    "<li>",
    "</ol>",
    "<div id=zoom>",
    "</div>",
    "<script>",
    "</script>",
    "<td rowspan=999999 colspan=999999>",
    "<pre>",
    "<caption>",
    "<h1>",
    "<a>",
    "<b>",
    "&nbsp;",
    "<title>",
    "</title>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        check(&bytes);
    }

    #[test]
    fn any_bytes_behind_a_signature(
        signature in proptest::sample::select(vec![
            &b"PK\x03\x04"[..], b"%PDF-1.4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf",
        ]),
        bytes in proptest::collection::vec(any::<u8>(), 0..1500),
    ) {
        check(&[signature, &bytes].concat());
    }

    #[test]
    fn any_text(text in "[\\PC\\n\t,\";]{0,200}") {
        check(text.as_bytes());
        let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
        check(&bytes);
    }

    #[test]
    fn any_words_of_a_document(body in markup(WORD)) {
        check(&docx(&body));
    }

    #[test]
    fn any_page(page in markup(PAGE)) {
        check(format!("<html><body>{page}").as_bytes());
    }

    #[test]
    fn a_workbook_with_wrong_bytes(changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = xlsx();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        check(&bytes);
    }

    #[test]
    fn a_document_cut_short(at in any::<proptest::sample::Index>()) {
        let bytes = docx("<w:p><w:r><w:t>方案</w:t></w:r></w:p>");
        check(&bytes[..at.index(bytes.len())]);
    }

    #[test]
    fn any_text_as_a_number(text in "[0-9０-９,，.%人万亿元余()+-]{0,12}|\\PC{0,12}") {
        if let Some(number) = number_like(&text) {
            prop_assert!(number.value.parse::<f64>().is_ok(), "{}", number.value);
        }
    }
}

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::*;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A zip container of parts.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).expect("part");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("zip").into_inner()
}

fn document_xml(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><w:document {W} xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>{body}<w:sectPr/></w:body></w:document>"
    )
}

/// A docx with this body and nothing else.
pub(crate) fn document(body: &str) -> Vec<u8> {
    with_parts(body, &[])
}

fn with_parts(body: &str, more: &[(&str, String)]) -> Vec<u8> {
    let xml = document_xml(body);
    let mut parts: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", xml.as_bytes())];
    parts.extend(more.iter().map(|(name, content)| (*name, content.as_bytes())));
    package(&parts)
}

#[track_caller]
fn check(bytes: &[u8], text: &str, codes: &[NoteCode]) -> Source {
    let source = crate::read(bytes, Some("方案.docx"), &Limits::default()).expect("docx");
    assert_eq!(source.kind, Kind::Docx);
    assert_eq!(source.text, text);
    let found: Vec<NoteCode> = source.notes.iter().map(|note| note.code).collect();
    assert_eq!(found, codes);
    for cell in source.tables.iter().flat_map(|table| table.rows.iter().flatten()) {
        assert_eq!(&source.text[cell.span.start..cell.span.end], cell.text);
    }
    source
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn paragraphs_runs_and_breaks() {
    let body = "<w:p><w:r><w:t>青禾县</w:t></w:r><w:r><w:t xml:space=\"preserve\">防汛 &amp; 抗旱</w:t><w:br/><w:t>方案</w:t></w:r></w:p>\
                <w:p/><w:p><w:r><w:t>附件</w:t><w:tab/><w:t>1</w:t></w:r></w:p>";
    check(&document(body), "青禾县防汛 & 抗旱\n方案\n\n附件\t1", &[]);
}

#[test]
fn tracked_changes_hidden_text_and_controls() {
    let body = "<w:p><w:r><w:t>每</w:t></w:r><w:ins><w:r><w:t>月</w:t></w:r></w:ins><w:del><w:r><w:delText>周</w:delText></w:r></w:del>\
                <w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>5日</w:t></w:r></w:sdtContent></w:sdt>\
                <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt></w:p>\
                <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p><w:p><w:r><w:t>上报</w:t></w:r></w:p>";
    check(&document(body), "每月5日\n前上报", &[NoteCode::TrackedChanges, NoteCode::HiddenDropped]);
}

#[test]
fn numbering_as_printed() {
    let level = |at: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"7\">{}{}</w:abstractNum><w:abstractNum w:abstractNumId=\"8\">{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/>\
         <w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"8\"/></w:num></w:numbering>",
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%1.%2"),
        level(0, "chineseCounting", "第%1章"),
    );
    let styles = format!(
        "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"Base\"><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Heading\"><w:basedOn w:val=\"Base\"/></w:style></w:styles>"
    );
    let item = |num: usize, level: usize, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let heading = "<w:p><w:pPr><w:pStyle w:val=\"Heading\"/></w:pPr><w:r><w:t>总则</w:t></w:r></w:p>";
    let body = [
        heading.to_owned(),
        item(1, 0, "目标"),
        item(1, 1, "甲"),
        item(1, 1, "乙"),
        item(1, 0, "任务"),
        item(1, 1, "丙"),
        item(2, 0, "重新起"),
        item(0, 0, "不编号"),
    ]
    .concat();
    let parts = [("word/numbering.xml", numbering), ("word/styles.xml", styles)];
    check(
        &with_parts(&body, &parts),
        "第一章 总则\n一、目标\n一.1 甲\n一.2 乙\n二、任务\n二.1 丙\n一、重新起\n不编号",
        &[NoteCode::NumberingWritten],
    );
}

#[test]
fn tables_with_merged_cells() {
    let tc = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text));
    let body = format!(
        "{}<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>{}",
        p("任务分工表"),
        tc("<w:gridSpan w:val=\"2\"/>", "任务"),
        tc("", "责任单位"),
        tc("<w:vMerge w:val=\"restart\"/>", "巡查"),
        tc("", "每日两次"),
        tc("", "东河村"),
        tc("<w:vMerge/>", ""),
        tc("", "登记"),
        tc("", "西河村"),
        p("完"),
    );
    let source = check(
        &document(&body),
        "任务分工表\n任务\t\t责任单位\n巡查\t每日两次\t东河村\n\t登记\t西河村\n完",
        &[NoteCode::MergedFilled],
    );
    let table = &source.tables[0];
    let last: Vec<(&str, bool)> = table.rows[2].iter().map(|cell| (cell.text.as_str(), cell.filled)).collect();
    assert_eq!(last, [("巡查", true), ("登记", false), ("西河村", false)]);
    assert_eq!(source.line_of(table.span.start), 2);
    assert_eq!(&source.text[table.span.start..table.span.end], "任务\t\t责任单位\n巡查\t每日两次\t东河村\n\t登记\t西河村");
}

#[test]
fn notes_text_boxes_and_alternatives() {
    let footnotes = format!("<w:footnotes {W}><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>", p("指常住人口。"));
    let body = "<w:p><w:r><w:t>人口</w:t><w:footnoteReference w:id=\"2\"/></w:r><w:r><mc:AlternateContent><mc:Choice>\
                <x><w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent></x></mc:Choice><mc:Fallback>\
                <w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>";
    check(
        &with_parts(body, &[("word/footnotes.xml", footnotes)]),
        "人口[注1]\n文本框\n[注1] 指常住人口。",
        &[NoteCode::FootnotesAtEnd],
    );
}

#[test]
fn a_single_cell_is_a_frame() {
    let body = format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", p("一、目标"), p("二、任务"));
    let source = check(&document(&body), "一、目标\n二、任务", &[]);
    assert!(source.tables.is_empty());
}

#[track_caller]
fn refused(bytes: &[u8], limits: &Limits, code: &str) -> String {
    let error = crate::read(bytes, Some("方案.docx"), limits).expect_err("refused");
    assert_eq!(error.code(), code);
    error.chinese()
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![b' '; 40 << 20];
    let bomb = package(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    let message = refused(&bomb, &Limits::default(), "source_expands");
    assert!(message.contains("压缩到 200 分之一以下"), "{message}");
    let small = Limits { expanded_bytes_max: 1 << 20, ..Limits::default() };
    let message = refused(&bomb, &small, "source_expands");
    assert!(message.contains("展开后超过 1 MB"), "{message}");
    let few = Limits { entries_max: 1, ..Limits::default() };
    refused(&document(""), &few, "source_expands");
    let deep = format!("{}{}", "<w:sdt><w:sdtContent>".repeat(500), "</w:sdtContent></w:sdt>".repeat(500));
    refused(&document(&deep), &Limits::default(), "source_expands");
}

#[test]
fn damaged_and_blank_documents() {
    let whole = document(&p("方案"));
    refused(&whole[..whole.len() - 30], &Limits::default(), "source_damaged");
    refused(&document(&p("  ")), &Limits::default(), "source_blank");
    let cut = package(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document><w:body>")]);
    refused(&cut, &Limits::default(), "source_damaged");
    let none = package(&[("[Content_Types].xml", b"<Types/>"), ("word/styles.xml", b"<a/>")]);
    refused(&none, &Limits::default(), "source_damaged");
}

#[test]
fn a_damaged_side_part_is_a_note() {
    let bytes = with_parts(&p("方案"), &[("word/numbering.xml", "<w:numbering><".to_owned())]);
    check(&bytes, "方案", &[NoteCode::PartDamaged]);
}

#[test]
fn other_containers_are_named() {
    let limits = Limits::default();
    let zip = package(&[("说明.txt", b"x")]);
    assert!(refused(&zip, &limits, "source_unsupported").contains("压缩包"));
    let slides = package(&[("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<a/>")]);
    assert!(refused(&slides, &limits, "source_unsupported").contains("演示文稿"));
}

#[test]
fn tables_within_tables_up_to_the_limit() {
    let open = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>".repeat(40);
    let close = "<w:p/></w:tc></w:tr></w:tbl>".repeat(40);
    let source = check(&document(&format!("{open}{}{close}", p("里层"))), "\t里层", &[]);
    assert_eq!(source.tables.len(), 1);
}

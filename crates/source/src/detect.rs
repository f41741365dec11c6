//! What a file is, by its first bytes and its parts. Names play no role.

use crate::ole::{self, Inside};
use crate::{Kind, Limits, SourceError, archive};

pub(crate) fn detect(bytes: &[u8], limits: &Limits) -> Result<Kind, SourceError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip_kind(bytes, limits);
    }
    if bytes.starts_with(&ole::SIGNATURE) {
        return ole_kind(bytes);
    }
    // Readers accept the mark within the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
    let head = &bytes[..bytes.len().min(1024)];
    if find(head, b"%PDF-").is_some_and(|at| !looks_like_text_before(&head[..at])) {
        return Ok(Kind::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Ok(Kind::Doc);
    }
    if let Some(error) = foreign(bytes) {
        return Err(error);
    }
    Ok(if is_html(bytes) { Kind::Html } else { Kind::Txt })
}

/// A text that speaks of "%PDF-" is no PDF: before the mark, only junk of a transfer stands.
fn looks_like_text_before(before: &[u8]) -> bool {
    before.len() > 8 && std::str::from_utf8(before).is_ok_and(|text| text.contains(['<', '，', '。']))
}

fn zip_kind(bytes: &[u8], limits: &Limits) -> Result<Kind, SourceError> {
    let Some(names) = archive::entry_names(bytes) else {
        return Err(damaged_zip(bytes));
    };
    if names.len() > limits.entries_max {
        let what = crate::error::Expansion::Entries { entries: names.len(), entries_max: limits.entries_max };
        return Err(SourceError::Expands { what });
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let has_below = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("OFD.xml") {
        return Err(unsupported(
            "OFD 版式文件",
            "an OFD file",
            "请用版式阅读软件另存为 PDF 或 docx 再试",
            "Save it as PDF or docx and try that",
        ));
    }
    if has("[Content_Types].xml") || has("_rels/.rels") {
        if has_below("word/") {
            return Ok(Kind::Docx);
        }
        if has("xl/workbook.bin") {
            return Err(unsupported(
                "二进制的 Excel 表格（xlsb）",
                "a binary workbook (xlsb)",
                "请在办公软件里另存为 xlsx 再试",
                "Save it as xlsx and try that",
            ));
        }
        if has_below("xl/") {
            return Ok(Kind::Xlsx);
        }
        if has_below("ppt/") {
            return Err(presentation());
        }
    }
    if has("content.xml") && has("mimetype") {
        return Err(unsupported(
            "OpenDocument 文件（odt、ods）",
            "an OpenDocument file",
            "请在办公软件里另存为 docx 或 xlsx 再试",
            "Save it as docx or xlsx and try that",
        ));
    }
    Err(unsupported(
        "压缩包（zip）",
        "a zip archive",
        "请先解压，再逐个选择里面的文件",
        "Unpack it and choose the files inside one by one",
    ))
}

/// A container cut short still shows the names of its parts.
fn damaged_zip(bytes: &[u8]) -> SourceError {
    let kind = if find(bytes, b"xl/workbook.xml").is_some() || find(bytes, b"xl/worksheets").is_some() {
        Kind::Xlsx
    } else {
        Kind::Docx
    };
    SourceError::Damaged { kind, detail: "zip directory not found".to_owned() }
}

fn ole_kind(bytes: &[u8]) -> Result<Kind, SourceError> {
    match ole::inside(bytes) {
        Inside::EncryptedPackage => Err(SourceError::Encrypted { what: "Word 或 Excel 文件" }),
        Inside::Document { encrypted: true } => Err(SourceError::Encrypted { what: "旧版 Word 文档" }),
        Inside::Document { encrypted: false } => Ok(Kind::Doc),
        Inside::Workbook => Ok(Kind::Xls),
        Inside::Presentation => Err(presentation()),
        Inside::Other if crate::compound::Compound::open(bytes).is_none() => {
            Err(SourceError::Damaged { kind: Kind::Doc, detail: "the table of sectors is damaged".to_owned() })
        }
        Inside::Other => Err(unsupported(
            "没有文字内容的 OLE 文件",
            "a compound file without text",
            "请确认选对了文件",
            "Make sure that this is the right file",
        )),
    }
}

fn unsupported(what_zh: &'static str, what_en: &'static str, todo_zh: &'static str, todo_en: &'static str) -> SourceError {
    SourceError::Unsupported { what_zh, what_en, todo_zh, todo_en }
}

fn presentation() -> SourceError {
    unsupported("演示文稿（ppt）", "a presentation", "请把文字另存为 docx 再试", "Save its text as docx and try that")
}

/// Formats that people upload by mistake, with what to do instead.
fn foreign(bytes: &[u8]) -> Option<SourceError> {
    const PICTURES: [&[u8]; 7] = [b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF", b"BM"];
    const ARCHIVES: [&[u8]; 4] = [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh"];
    let starts = |signatures: &[&[u8]]| signatures.iter().any(|s| bytes.starts_with(s));
    // "BM", "RIFF" and "BZh" may begin a text; the formats have bytes near their start that no text has.
    let binary = bytes[..bytes.len().min(64)].iter().any(|byte| *byte < 9);
    if binary && starts(&PICTURES) {
        return Some(unsupported(
            "一张图片",
            "a picture",
            "请先做文字识别，或换成 Word 文件再试",
            "Run text recognition first, or use a Word file",
        ));
    }
    if binary && starts(&ARCHIVES) {
        return Some(unsupported(
            "压缩包",
            "an archive",
            "请先解压，再逐个选择里面的文件",
            "Unpack it and choose the files inside one by one",
        ));
    }
    if binary && (bytes.starts_with(b"MZ") || bytes.starts_with(b"\x7fELF")) {
        return Some(unsupported(
            "一个程序",
            "a program",
            "请确认选对了文件，不要打开来历不明的程序",
            "Make sure that this is the right file, and do not open programs of unknown origin",
        ));
    }
    let head = &bytes[..bytes.len().min(2048)];
    if bytes.starts_with(b"MIME-Version:") && find(head, b"multipart/related").is_some() {
        return Some(unsupported(
            "单个文件网页（mht）",
            "a web archive (mht)",
            "请在办公软件里打开后另存为 docx 再试",
            "Open it in an office program and save it as docx",
        ));
    }
    if find(head, b"<?mso-application").is_some() {
        return Some(unsupported(
            "2003 版的 XML 办公文件",
            "an office XML file of 2003",
            "请在办公软件里打开后另存为 docx 或 xlsx 再试",
            "Open it in an office program and save it as docx or xlsx",
        ));
    }
    None
}

/// A web page begins with its doctype, one of its first elements, or shows several block elements early on.
fn is_html(bytes: &[u8]) -> bool {
    // UTF-16 pages have a NUL in every tag; without them the tags read as in ASCII.
    let head: Vec<u8> =
        bytes[..bytes.len().min(16 * 1024)].iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let start = head.iter().position(|byte| byte.is_ascii_graphic()).unwrap_or(head.len());
    let begins = &head[start..];
    const FIRST: [&[u8]; 7] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<script", b"<!--"];
    if FIRST.iter().any(|tag| begins.starts_with(tag)) {
        return true;
    }
    const BLOCKS: [&[u8]; 9] = [b"<html", b"</p>", b"<br", b"</div>", b"</td>", b"</table>", b"</span>", b"</li>", b"</h1>"];
    begins.starts_with(b"<") && BLOCKS.iter().filter(|tag| find(&head, tag).is_some()).count() >= 1
        || BLOCKS.iter().filter(|tag| find(&head, tag).is_some()).count() >= 3
}

pub(crate) fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

//! What an attachment is, by its content; names play no role. What a browser could run (pages, drawings with scripts,
//! programs) and what hides its contents (archives) is not taken.

use crate::view::words::FileKind;

/// A signature at an offset.
type Sign = (usize, &'static [u8]);

/// The first that fits.
const SIGNATURES: &[(&[Sign], FileKind)] = &[
    (&[(0, b"\xff\xd8\xff")], FileKind::Jpeg),
    (&[(0, b"\x89PNG\r\n\x1a\n")], FileKind::Png),
    (&[(0, b"GIF8")], FileKind::Gif),
    (&[(0, b"RIFF"), (8, b"WEBP")], FileKind::Webp),
    (&[(0, b"RIFF"), (8, b"WAVE")], FileKind::Wav),
    (&[(4, b"ftyphei")], FileKind::Heic),
    (&[(4, b"ftypmif1")], FileKind::Heic),
    (&[(4, b"ftypM4A")], FileKind::M4a),
    (&[(4, b"ftypqt")], FileKind::Mov),
    (&[(4, b"ftyp")], FileKind::Mp4),
    (&[(0, b"ID3")], FileKind::Mp3),
    (&[(0, b"\xff\xfb")], FileKind::Mp3),
    (&[(0, b"#!AMR")], FileKind::Amr),
    (&[(0, b"%PDF-")], FileKind::Pdf),
    (&[(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")], FileKind::Office97),
];

/// Names of entries stand in the clear in a packed file.
const PACKED: &[(&[u8], FileKind)] = &[
    (b"word/document.xml", FileKind::Docx),
    (b"xl/workbook.xml", FileKind::Xlsx),
    (b"ppt/presentation.xml", FileKind::Pptx),
    (b"OFD.xml", FileKind::Ofd),
];

/// `None`: nothing that may be attached.
pub fn kind(bytes: &[u8]) -> Option<FileKind> {
    let fits = |signs: &[Sign]| signs.iter().all(|(at, sign)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign)));
    if let Some((_, kind)) = SIGNATURES.iter().find(|(signs, _)| fits(signs)) {
        return Some(*kind);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let holds = |name: &[u8]| bytes.windows(name.len()).any(|w| w == name);
        return PACKED.iter().find(|(name, _)| holds(name)).map(|(_, kind)| *kind);
    }
    is_plain_text(bytes).then_some(FileKind::Txt)
}

/// Text that no browser takes for a page: no control characters, no tag at its beginning.
fn is_plain_text(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = text.iter().find(|b| !b.is_ascii_whitespace());
    let control = |b: &u8| b.is_ascii_control() && !matches!(b, b'\t' | b'\r' | b'\n');
    first.is_some_and(|b| *b != b'<') && !text.iter().any(control) && !text.starts_with(b"#!") && !text.starts_with(b"MZ")
}

impl FileKind {
    pub fn media_type(self) -> &'static str {
        match self {
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Gif => "image/gif",
            FileKind::Webp => "image/webp",
            FileKind::Heic => "image/heic",
            FileKind::Pdf => "application/pdf",
            FileKind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            FileKind::Ofd | FileKind::Office97 => "application/octet-stream",
            FileKind::Mp4 => "video/mp4",
            FileKind::Mov => "video/quicktime",
            FileKind::M4a => "audio/mp4",
            FileKind::Mp3 => "audio/mpeg",
            FileKind::Wav => "audio/wav",
            FileKind::Amr => "audio/amr",
            FileKind::Txt => "text/plain; charset=utf-8",
        }
    }
    /// A browser shows it in the page and runs nothing of it.
    pub fn is_picture(self) -> bool {
        matches!(self, FileKind::Jpeg | FileKind::Png | FileKind::Gif | FileKind::Webp)
    }
    /// As the store writes it.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_string)).unwrap_or_default()
    }
    pub fn named(name: &str) -> Option<FileKind> {
        serde_json::from_value(name.into()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        let check = |bytes: &[u8], expected: Option<FileKind>| assert_eq!(kind(bytes), expected, "{bytes:?}");
        check(b"\xff\xd8\xff\xe0\0\x10JFIF", Some(FileKind::Jpeg));
        check(b"\x89PNG\r\n\x1a\n\0\0", Some(FileKind::Png));
        check(b"RIFF\0\0\0\0WEBPVP8 ", Some(FileKind::Webp));
        check(b"\0\0\0\x18ftypheic", Some(FileKind::Heic));
        check(b"\0\0\0\x18ftypisom", Some(FileKind::Mp4));
        check(b"%PDF-1.7", Some(FileKind::Pdf));
        check(b"PK\x03\x04......word/document.xml", Some(FileKind::Docx));
        check(b"PK\x03\x04......payload.exe", None);
        check("签到表\n张三\n".as_bytes(), Some(FileKind::Txt));
        for refused in ["", " \n", "<html>", " <svg onload=x>", "\u{feff}<!doctype html>", "#!/bin/sh\n", "MZ\u{90}\0", "\x7fELF"]
        {
            check(refused.as_bytes(), None);
        }
    }

    #[test]
    fn every_kind_reads_back() {
        for (_, kind) in SIGNATURES {
            assert_eq!(FileKind::named(&kind.name()), Some(*kind));
        }
    }
}

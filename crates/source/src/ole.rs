//! The container of the office formats of 1997 (OLE compound file): only enough to tell what is inside.
//!
//! Names of streams stand in the directory in UTF-16LE ([MS-CFB] 2.6.1); looking for the bytes of a name needs no walk
//! through chains that a damaged file may have broken.

/// First bytes of a compound file ([MS-CFB] 2.2).
pub(crate) const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// What a compound file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// A docx or xlsx with a password ([MS-OFFCRYPTO] 2.3.4).
    EncryptedPackage,
    Document {
        encrypted: bool,
    },
    Workbook,
    Presentation,
    Other,
}

pub(crate) fn inside(bytes: &[u8]) -> Inside {
    if has_stream(bytes, "EncryptedPackage") {
        Inside::EncryptedPackage
    } else if has_stream(bytes, "WordDocument") {
        Inside::Document { encrypted: document_is_encrypted(bytes) }
    } else if has_stream(bytes, "Workbook") || has_stream(bytes, "Book") {
        Inside::Workbook
    } else if has_stream(bytes, "PowerPoint Document") {
        Inside::Presentation
    } else {
        Inside::Other
    }
}

/// Directory entries are 128 bytes at multiples of 128; the name comes first, and its length in bytes, with its end, at 64.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let mut wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    wanted.extend([0, 0]);
    bytes
        .chunks_exact(128)
        .any(|entry| entry.starts_with(&wanted) && usize::from(u16::from_le_bytes([entry[64], entry[65]])) == wanted.len())
}

/// The stream WordDocument starts a sector with 0xA5EC; bit 8 of the flags at 10 says that it is encrypted ([MS-DOC] 2.5.2).
fn document_is_encrypted(bytes: &[u8]) -> bool {
    bytes.chunks_exact(512).skip(1).find(|sector| sector.starts_with(&[0xec, 0xa5])).is_some_and(|sector| sector[11] & 1 == 1)
}

#[cfg(test)]
mod tests {
    use crate::compound::tests::compound;
    use crate::{Limits, read};

    #[track_caller]
    fn check(bytes: &[u8], code: &str, words: &str) {
        let error = read(bytes, Some("方案.docx"), &Limits::default()).expect_err("refused");
        assert_eq!(error.code(), code);
        assert!(error.chinese().contains(words), "{}", error.chinese());
    }

    #[test]
    fn files_with_a_password_say_so() {
        check(&compound("EncryptedPackage", &[9; 64]), "source_encrypted", "设了密码");
        let mut document = vec![0_u8; 512];
        document[..2].copy_from_slice(&[0xec, 0xa5]);
        document[11] = 1;
        check(&compound("WordDocument", &document), "source_encrypted", "旧版 Word 文档设了密码");
    }

    #[test]
    fn other_containers_are_named() {
        check(&compound("PowerPoint Document", &[0; 64]), "source_unsupported", "演示文稿");
        check(&compound("Anything", &[0; 64]), "source_unsupported", "OLE");
        let cut = &compound("WordDocument", &[0; 64])[..900];
        check(cut, "source_damaged", "已损坏");
    }
}

//! Zip containers (docx, xlsx) with limits: a bomb is refused before anything large is in memory.

use std::io::{Cursor, Read};

use crate::error::Expansion;
use crate::{Kind, Limits, SourceError};

/// A checked zip container.
pub(crate) struct Archive<'a> {
    zip: zip::ZipArchive<Cursor<&'a [u8]>>,
    kind: Kind,
}

impl<'a> Archive<'a> {
    /// Opens and measures: every entry is expanded once, into nothing, because declared sizes may lie.
    pub(crate) fn open(bytes: &'a [u8], kind: Kind, limits: &Limits) -> Result<Self, SourceError> {
        let zip = open_zip(bytes, kind)?;
        let mut archive = Archive { zip, kind };
        archive.measure(limits)?;
        Ok(archive)
    }

    fn measure(&mut self, limits: &Limits) -> Result<(), SourceError> {
        let entries = self.zip.len();
        if entries > limits.entries_max {
            let entries_max = limits.entries_max;
            return Err(SourceError::Expands { what: Expansion::Entries { entries, entries_max } });
        }
        let mut left = limits.expanded_bytes_max;
        for index in 0..entries {
            // A part that cannot be opened is reported when it is wanted; pictures are often damaged.
            let Ok(mut entry) = self.zip.by_index(index) else {
                continue;
            };
            let packed = entry.compressed_size().max(1);
            let ratio_bytes = packed.saturating_mul(limits.ratio_max).max(Limits::RATIO_FREE_BYTES);
            let allowed = left.min(ratio_bytes);
            let expanded = count(&mut entry, allowed.saturating_add(1));
            if expanded > allowed {
                let what = if expanded > left {
                    Expansion::Bytes { bytes_max: limits.expanded_bytes_max }
                } else {
                    Expansion::Ratio { ratio_max: limits.ratio_max }
                };
                return Err(SourceError::Expands { what });
            }
            left -= expanded;
        }
        Ok(())
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.zip.file_names()
    }

    /// A part as bytes; none when it is not there.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let kind = self.kind;
        let damaged = |detail: String| SourceError::Damaged { kind, detail };
        let mut entry = match self.zip.by_name(name) {
            Ok(entry) => entry,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(format!("{name}: {error}"))),
        };
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|error| damaged(format!("{name}: {error}")))?;
        Ok(Some(bytes))
    }
}

/// Names of the entries, for recognising the kind; none when this is no sound zip container.
pub(crate) fn entry_names(bytes: &[u8]) -> Option<Vec<String>> {
    let zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    Some(zip.file_names().map(str::to_owned).collect())
}

fn open_zip(bytes: &[u8], kind: Kind) -> Result<zip::ZipArchive<Cursor<&[u8]>>, SourceError> {
    zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| SourceError::Damaged { kind, detail: error.to_string() })
}

/// Bytes that the reader gives, at most `most`; a damaged end counts as an end.
fn count(reader: &mut impl Read, most: u64) -> u64 {
    let mut buffer = [0_u8; 16 * 1024];
    let mut bytes = 0_u64;
    while bytes < most {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => bytes += read as u64,
        }
    }
    bytes
}

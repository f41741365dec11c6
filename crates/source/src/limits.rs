//! Limits on everything that a file from outside can make grow.

use std::path::PathBuf;
use std::time::Duration;

/// How much of a file is read, and how long helper programs may take.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Size of the file as uploaded.
    pub bytes_max: usize,
    /// Sum of all entries of a zip container when expanded; also the most that a helper program may print.
    pub expanded_bytes_max: u64,
    /// Expanded size over packed size, for entries that expand to more than [`Limits::RATIO_FREE_BYTES`].
    pub ratio_max: u64,
    /// Entries of a zip container.
    pub entries_max: usize,
    /// Cells of all tables together, merged ones counted as filled.
    pub cells_max: usize,
    /// Elements that stand inside one another (XML and HTML).
    pub depth_max: usize,
    /// Elements of one XML part or web page.
    pub nodes_max: usize,
    /// Time for one run of a helper program.
    pub program_time_max: Duration,
    /// Where the helper programs are.
    pub programs: Programs,
}

impl Limits {
    /// Small entries may pack as well as they like: a blank form of 1 MB is no bomb.
    pub const RATIO_FREE_BYTES: u64 = 8 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes_max: 64 << 20,
            expanded_bytes_max: 256 << 20,
            ratio_max: 200,
            entries_max: 10_000,
            cells_max: 2_000_000,
            depth_max: 128,
            nodes_max: 2_000_000,
            program_time_max: Duration::from_secs(60),
            programs: Programs::default(),
        }
    }
}

/// Helper programs, by name (looked up on the path) or by full path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    /// Of poppler-utils: text of PDF.
    pub pdftotext: PathBuf,
    /// LibreOffice: converts doc, wps and rtf.
    pub soffice: PathBuf,
}

impl Default for Programs {
    fn default() -> Self {
        Programs { pdftotext: PathBuf::from("pdftotext"), soffice: PathBuf::from("soffice") }
    }
}

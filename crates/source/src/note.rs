//! Notes: what was guessed, dropped, filled or repaired while reading.

use serde::{Deserialize, Serialize};

/// One note to the person who uploaded the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub code: NoteCode,
    /// A plain Chinese sentence.
    pub message: String,
    /// 1-based line of the text that it is about.
    pub line: Option<usize>,
}

impl Note {
    pub(crate) fn new(code: NoteCode, message: impl Into<String>) -> Note {
        Note { code, message: message.into(), line: None }
    }

    pub(crate) fn at(code: NoteCode, line: usize, message: impl Into<String>) -> Note {
        Note { line: Some(line), ..Note::new(code, message) }
    }
}

/// What a note is about; the codes are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteCode {
    /// The file name promises another kind than the content shows.
    NameDisagrees,
    /// The encoding is a guess: neither a mark nor a clean reading decided it.
    EncodingGuessed,
    /// The declared encoding was not the real one.
    EncodingContradicted,
    /// Bytes that are no character stand as U+FFFD.
    DamagedCharacters,
    /// Control characters were taken out.
    ControlCharacters,
    /// Scripts and styles of a web page were left out.
    ScriptsDropped,
    /// Hidden text was left out.
    HiddenDropped,
    /// Navigation and other page furniture was left out.
    PageFurnitureDropped,
    /// The title was taken from the page around the main text.
    TitleFromPage,
    /// List numbers that the office program computes were written out.
    NumberingWritten,
    /// Tracked insertions count as text, tracked deletions do not.
    TrackedChanges,
    /// Notes of a document stand at the end of the text.
    FootnotesAtEnd,
    /// Comments were left out.
    CommentsDropped,
    /// Pictures were not read.
    PicturesNotRead,
    /// Headers and footers of pages were left out.
    HeadersDropped,
    /// Cells hold formulas; their last computed value was taken.
    FormulaAsValue,
    /// A formula has no stored value: the cell is unknown, not zero.
    FormulaWithoutValue,
    /// Cells hold an error value of the office program.
    ErrorCells,
    /// Merged cells were filled.
    MergedFilled,
    /// Hidden sheets were left out.
    HiddenSheets,
    /// Other sheets were left out.
    OtherSheets,
    /// Numbers with more digits than the office program keeps.
    DigitsLost,
    /// Numbers that the office program holds as text.
    NumbersAsText,
    /// Tables of this kind of file are lines only.
    TablesNotRecognised,
    /// Lines that were broken by the width of the page were joined.
    LinesJoined,
    /// Another program converted the file.
    Converted,
    /// A part of the container is damaged and was left out.
    PartDamaged,
    /// Rows of a table have more cells than its header.
    RaggedRows,
}

//! Files of the repository that tests use as a person would: programmes, example plans; and the source texts where they
//! are at hand.

use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A programme file by its folder.
///
/// # Panics
/// When it is missing.
#[must_use]
pub fn programme_file(folder: &str) -> String {
    read(&root().join("programmes").join(folder).join("programme.yaml"))
}

/// A file under `examples/`.
///
/// # Panics
/// When it is missing.
#[must_use]
pub fn example(path: &str) -> String {
    read(&root().join("examples").join(path))
}

/// A source text; `None`, with a note, where it is missing.
#[must_use]
pub fn shared_plan(name: &str) -> Option<String> {
    let text = std::fs::read_to_string(root().join("../shared/plans").join(name)).ok();
    if text.is_none() {
        println!("skipped: needs ../shared");
    }
    text
}

fn read(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// All text of a workbook, part after part, as an office program would find it.
///
/// # Panics
/// When the bytes are no workbook.
#[must_use]
pub fn xlsx_text(bytes: &[u8]) -> String {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut text = String::new();
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).expect("a part of the workbook");
        if part.name().ends_with(".xml") {
            part.read_to_string(&mut text).expect("a part of text");
        }
    }
    text
}

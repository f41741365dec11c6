//! Documents of 1997 (doc, wps) and RTF: LibreOffice makes a docx of them, which is then read as one.

use std::ffi::OsString;

use crate::process::Helper;
use crate::{Kind, Limits, Note, NoteCode, Source, SourceError, docx};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, SourceError> {
    let failed = |detail: String| SourceError::ProgramFailed { program: "soffice", detail };
    let folder = tempfile::tempdir().map_err(|error| failed(error.to_string()))?;
    let name = if bytes.starts_with(b"{\\rtf") { "source.rtf" } else { "source.doc" };
    let input = folder.path().join(name);
    std::fs::write(&input, bytes).map_err(|error| failed(error.to_string()))?;
    let helper =
        Helper { program: &limits.programs.soffice, name: "soffice", package: "libreoffice-writer-nogui", kind: Kind::Doc };
    // A profile of its own: two runs with one profile wait for each other, and macros of a user's profile stay out.
    let mut profile = OsString::from("-env:UserInstallation=file://");
    profile.push(folder.path().join("profile"));
    let arguments: [OsString; 7] = [
        profile,
        "--headless".into(),
        "--convert-to".into(),
        "docx".into(),
        "--outdir".into(),
        folder.path().into(),
        input.into(),
    ];
    let printed = helper.run(&arguments, limits.program_time_max, 64 * 1024)?;
    let converted = folder.path().join("source.docx");
    let size = std::fs::metadata(&converted).map_or(0, |data| data.len());
    if size == 0 || size > limits.bytes_max as u64 {
        let detail = printed.errors.lines().next().unwrap_or("no file was made");
        return Err(failed(detail.chars().take(200).collect()));
    }
    let bytes = std::fs::read(&converted).map_err(|error| failed(error.to_string()))?;
    let mut source = docx::read(&bytes, limits)?;
    source.kind = Kind::Doc;
    source.notes.insert(0, Note::new(NoteCode::Converted, "旧版文档已由 LibreOffice 转换后读取，版式可能略有出入。"));
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Programs;

    #[test]
    fn without_the_program_the_error_says_what_to_install() {
        let limits =
            Limits { programs: Programs { soffice: "no-such-program-here".into(), ..Programs::default() }, ..Limits::default() };
        let error = crate::read(b"{\\rtf1 plan}", Some("plan.rtf"), &limits).expect_err("missing");
        assert_eq!(error.code(), "source_program_missing");
        assert!(error.chinese().contains("libreoffice-writer-nogui"));
    }

    /// A stand-in that writes a docx where it is told to: what is tested is the way through files and arguments.
    #[cfg(unix)]
    #[test]
    fn what_the_program_made_is_read() {
        let folder = tempfile::tempdir().expect("folder");
        let made = folder.path().join("made.docx");
        let content = docx::tests::document("<w:p><w:r><w:t>值班表</w:t></w:r></w:p>");
        std::fs::write(&made, content).expect("file");
        let program = folder.path().join("soffice");
        // Another process writes the script: a file that this one has open for writing may not be run yet.
        let script = format!("#!/bin/sh\ncp '{}' \"$6/source.docx\"\n", made.display());
        let written = std::process::Command::new("sh")
            .args(["-c", "printf '%s' \"$2\" > \"$1\" && chmod +x \"$1\"", "sh"])
            .arg(&program)
            .arg(script)
            .status();
        assert!(written.expect("sh").success());
        let limits = Limits { programs: Programs { soffice: program, ..Programs::default() }, ..Limits::default() };
        let source = crate::read(b"{\\rtf1 plan}", None, &limits).expect("read");
        assert_eq!((source.kind, source.text.as_str()), (Kind::Doc, "值班表"));
        assert_eq!(source.notes[0].code, NoteCode::Converted);
    }
}

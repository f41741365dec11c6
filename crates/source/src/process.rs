//! Helper programs, with a limit on time and on what they print.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::{Kind, SourceError};

/// A helper program: what it is called, and what brings it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Helper<'a> {
    pub program: &'a Path,
    pub name: &'static str,
    pub package: &'static str,
    /// The kind of file that is read with it.
    pub kind: Kind,
}

/// What a program printed.
#[derive(Debug)]
pub(crate) struct Printed {
    pub success: bool,
    pub output: Vec<u8>,
    pub errors: String,
}

impl Helper<'_> {
    /// Runs the program to its end, or ends it when its time is over.
    pub(crate) fn run<A: AsRef<OsStr>>(
        self,
        arguments: &[A],
        time_max: Duration,
        bytes_max: u64,
    ) -> Result<Printed, SourceError> {
        let mut command = Command::new(self.program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        own_group(&mut command);
        let mut child = command.spawn().map_err(|error| self.not_started(&error))?;
        let output = collect(child.stdout.take(), bytes_max);
        let errors = collect(child.stderr.take(), 64 * 1024);
        let result = self.wait(&mut child, &output, &errors, time_max);
        if result.is_err() {
            end(&mut child);
        }
        result
    }

    /// Both streams end when the program ends. A stop clock of our own is not needed: the channel has one.
    fn wait(
        self,
        child: &mut Child,
        output: &mpsc::Receiver<Vec<u8>>,
        errors: &mpsc::Receiver<Vec<u8>>,
        time_max: Duration,
    ) -> Result<Printed, SourceError> {
        let timed_out = || SourceError::ProgramTimedOut { program: self.name, seconds: time_max.as_secs() };
        let output = output.recv_timeout(time_max).map_err(|_| timed_out())?;
        let errors = errors.recv_timeout(GRACE).map_err(|_| timed_out())?;
        let success = exit(child).ok_or_else(timed_out)?;
        Ok(Printed { success, output, errors: String::from_utf8_lossy(&errors).into_owned() })
    }

    fn not_started(self, error: &std::io::Error) -> SourceError {
        if error.kind() == std::io::ErrorKind::NotFound {
            SourceError::ProgramMissing { kind: self.kind, program: self.name, package: self.package }
        } else {
            SourceError::ProgramFailed { program: self.name, detail: error.to_string() }
        }
    }
}

/// Between the end of the output and the end of the program.
const GRACE: Duration = Duration::from_secs(5);
const STEP: Duration = Duration::from_millis(20);

/// Whether the program ended well; none when it closed its output but goes on.
fn exit(child: &mut Child) -> Option<bool> {
    for _ in 0..GRACE.as_millis() / STEP.as_millis() {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) => std::thread::sleep(STEP),
            Err(_) => return Some(false),
        }
    }
    None
}

/// Reads a stream in a thread of its own. What goes beyond the limit is read and forgotten, so that the program is not stuck.
fn collect(stream: Option<impl Read + Send + 'static>, bytes_max: u64) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            let _ = stream.by_ref().take(bytes_max).read_to_end(&mut bytes);
            let _ = std::io::copy(&mut stream, &mut std::io::sink());
        }
        // The receiver is gone when the time was over.
        let _ = sender.send(bytes);
    });
    receiver
}

/// soffice is a script that starts the real program: all of them are one group, ended together.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        // Without unsafe code, only the program kill can signal a group.
        let group = format!("-{}", child.id());
        let _ = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, time_max: Duration) -> Result<Printed, SourceError> {
        let helper = Helper { program: Path::new("sh"), name: "sh", package: "dash", kind: Kind::Pdf };
        helper.run(&["-c", script], time_max, 8)
    }

    #[test]
    fn output_is_cut_and_errors_are_kept() {
        let printed = shell("echo 0123456789; echo oh >&2; exit 3", Duration::from_secs(10)).expect("runs");
        assert_eq!(printed.output, b"01234567");
        assert_eq!(printed.errors, "oh\n");
        assert!(!printed.success);
    }

    #[test]
    fn a_program_without_end_is_stopped_with_its_children() {
        let error = shell("sleep 60 & sleep 60", Duration::from_millis(200)).expect_err("stopped");
        assert_eq!(error.code(), "source_program_timed_out");
    }

    #[test]
    fn a_missing_program_is_named() {
        let helper =
            Helper { program: Path::new("no-such-program-here"), name: "soffice", package: "libreoffice", kind: Kind::Doc };
        let error = helper.run(&["x"], Duration::from_secs(1), 8).expect_err("missing");
        assert_eq!(
            error.chinese(),
            "读取旧版 Word 文档（doc、wps、rtf）要用 soffice，这台服务器上没有。没有存入任何内容，原文件未改动。请管理员安装 libreoffice，或把文件另存为 docx 再试。"
        );
    }
}

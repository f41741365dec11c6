//! A problem of a programme, by the path of the element; placed in the file where there is one.

use super::tree::Tree;
use crate::diagnostic::{Diagnostic, Problem, Severity, hint_nearest};

/// Most problems that are shown of one file; looking for more would let a hostile file cost much time.
pub(crate) const FINDINGS_MAX: usize = 200;

/// Path of an element: keys and positions.
pub(crate) type Path = Vec<String>;

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Finding {
    pub path: Path,
    pub spot: Spot,
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub hint: Option<String>,
}

/// What of the element at the path is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Spot {
    Key,
    Value,
    /// This many characters into the scalar.
    Character(usize),
    /// This line and column (1-based), where there is no tree to find the path in.
    Place(usize, usize),
}

impl Finding {
    pub fn new(path: Path, spot: Spot, code: &'static str, message: impl Into<String>) -> Finding {
        Finding { path, spot, severity: Severity::Error, code, message: message.into(), hint: None }
    }
    pub fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = Some(hint.into());
        self
    }
    pub fn nearest<'n>(mut self, written: &str, names: impl IntoIterator<Item = &'n str>) -> Finding {
        self.hint = hint_nearest(written, names);
        self
    }
    /// A problem in the expression that stands at the path.
    pub fn in_expression(path: Path, source: &str, problem: Problem) -> Finding {
        let spot = Spot::Character(problem.characters_before(source));
        Finding { path, spot, severity: Severity::Error, code: problem.code, message: problem.message, hint: problem.hint }
    }

    /// Without a tree: the path says where, or the finding itself.
    pub fn unplaced(self, file: &str) -> Diagnostic {
        if let Spot::Place(line, column) = self.spot {
            return self.at(file, line, column);
        }
        let column = if let Spot::Character(n) = self.spot { n + 1 } else { 1 };
        self.at(file, 0, column)
    }
    /// At its line and column; a path that the file doesn't have (a key left out) is placed at the nearest element above.
    pub fn placed(self, file: &str, text: &str, tree: &Tree) -> Diagnostic {
        let (line, column) = tree.position(&self.path, self.spot, text);
        self.at(file, line, column)
    }
    fn at(self, file: &str, line: usize, column: usize) -> Diagnostic {
        Diagnostic {
            file: file.to_string(),
            line,
            column,
            severity: self.severity,
            code: self.code,
            message: self.message,
            hint: self.hint,
            path: self.path.join("/"),
        }
    }
}

/// The first problems; says so where there are more.
pub(crate) fn first(mut findings: Vec<Finding>) -> Vec<Finding> {
    if findings.len() > FINDINGS_MAX {
        findings.truncate(FINDINGS_MAX);
        if let Some(last) = findings.last().cloned() {
            findings.push(Finding {
                code: "more",
                message: "问题太多，这里之后的没有列出".to_string(),
                hint: Some("改好后再检查".to_string()),
                ..last
            });
        }
    }
    findings
}

/// `path` with more steps at its end.
pub(crate) fn under(path: &[String], steps: &[&str]) -> Path {
    path.iter().cloned().chain(steps.iter().map(|s| s.to_string())).collect()
}

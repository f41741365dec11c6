//! What is wrong in a programme file or an expression, where, and what to write instead.

use serde::Serialize;
use std::fmt;

/// One finding about a text that a person wrote. Lines and columns are 1-based and count characters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Diagnostic {
    /// Name of the file as given by the caller; empty where there is none.
    pub file: String,
    /// 0 where the text did not come from a file: then `path` and `column` (in the expression) say where.
    pub line: usize,
    pub column: usize,
    pub severity: Severity,
    /// Stable short name of the kind of problem (`unknown-key`, `unknown-name`, `type` …).
    pub code: &'static str,
    /// What is wrong, in plain Chinese.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
    /// The element concerned: `registers/tour/checks/0/require`.
    pub path: String,
}

/// What a diagnostic prevents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Warning,
    /// The programme can't be published.
    Error,
}

/// `programme.yaml:12:5: 错误：… 改为：…`
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:{}:{}: ", self.file, self.line, self.column)?;
        } else if !self.path.is_empty() {
            write!(f, "{}（第 {} 字）: ", self.path, self.column)?;
        }
        let severity = match self.severity {
            Severity::Error => "错误",
            Severity::Warning => "提醒",
        };
        write!(f, "{severity}：{}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "（{hint}）")?;
        }
        Ok(())
    }
}

/// A problem inside one text, at byte offsets of that text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Problem {
    pub at: Place,
    pub code: &'static str,
    pub message: String,
    pub hint: Option<String>,
}

/// Bytes from..to of the text of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Place {
    pub start: u32,
    pub end: u32,
}

impl Place {
    pub fn to(self, other: Place) -> Place {
        Place { start: self.start, end: other.end }
    }
    pub fn of(self, source: &str) -> &str {
        source.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

impl Problem {
    pub fn new(at: Place, code: &'static str, message: impl Into<String>) -> Problem {
        Problem { at, code, message: message.into(), hint: None }
    }
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }
    /// Hints at the nearest of the names that could have been meant, if any is near.
    pub fn nearest<'n>(mut self, written: &str, names: impl IntoIterator<Item = &'n str>) -> Problem {
        self.hint = hint_nearest(written, names);
        self
    }
    /// Number of characters before the problem.
    pub fn characters_before(&self, source: &str) -> usize {
        source.get(..self.at.start as usize).map_or(0, |s| s.chars().count())
    }
}

/// `改为 people` or the list of what there is where nothing is near.
pub(crate) fn hint_nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    const LISTED_MAX: usize = 8;
    let names: Vec<&str> = names.into_iter().collect();
    if let Some(name) = nearest(written, names.iter().copied()) {
        return Some(format!("是否要写 {name}"));
    }
    (!names.is_empty()).then(|| {
        let more = if names.len() > LISTED_MAX { " 等" } else { "" };
        format!("可以写 {}{more}", names[..names.len().min(LISTED_MAX)].join("、"))
    })
}

/// The name with the fewest changed characters, if at most a third of them differ (a half in short names), or that was
/// written only in part.
pub(crate) fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let length = written.chars().count();
    let allowed = if length <= 4 { length.div_ceil(2).min(2) } else { length.div_ceil(3) };
    let far = |name: &str| match distance(written, name) {
        d if d <= allowed => d,
        _ if length >= 2 && name.starts_with(written) => allowed,
        _ => usize::MAX,
    };
    let best = names.into_iter().map(|n| (far(n), n)).min_by_key(|(d, _)| *d)?;
    (best.0 <= allowed).then_some(best.1)
}

/// Edit distance with transpositions (optimal string alignment), over lower-cased characters.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.to_lowercase().chars().collect();
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_or_none() {
        let check = |written: &str, names: &[&str], expected: Option<&str>| {
            assert_eq!(nearest(written, names.iter().copied()), expected, "{written}");
        };
        check("poeple", &["people", "purple", "date"], Some("people"));
        check("各县", &["各县区", "各乡镇"], Some("各县区"));
        check("ab", &["zzzzzz"], None);
        check("", &["a"], None);
        check("registres", &["registers", "returns"], Some("registers"));
    }
}

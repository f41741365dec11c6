//! Patterns of rules.
//!
//! Rules match folded text, in which figures are ASCII: `\d` means those, and `\p{Han}` the common block of Chinese
//! characters. The general classes of Unicode would make the patterns ten times as large and as slow to build.

use regex::Regex;

/// Builds a pattern with the small classes of folded text.
pub fn new(pattern: &str) -> Result<Regex, regex::Error> {
    Regex::new(&narrowed(pattern))
}

fn narrowed(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut in_class = false;
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let (used, text) = if rest.starts_with(r"\p{Han}") {
            (r"\p{Han}".len(), if in_class { "一-鿿" } else { "[一-鿿]" })
        } else if rest.starts_with(r"\d") {
            (r"\d".len(), if in_class { "0-9" } else { "[0-9]" })
        } else if rest.starts_with(r"\D") && !in_class {
            (r"\D".len(), "[^0-9]")
        } else {
            let escaped = if c == '\\' { rest[1..].chars().next().map_or(0, char::len_utf8) } else { 0 };
            if escaped == 0 {
                in_class = (in_class || c == '[') && c != ']';
            }
            let used = c.len_utf8() + escaped;
            (used, &rest[..used])
        };
        out.push_str(text);
        rest = &rest[used..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_narrowed_inside_and_outside_of_brackets() {
        assert_eq!(narrowed(r"\d{1,2}[^\d,]\p{Han}[\p{Han}、]"), "[0-9]{1,2}[^0-9,][一-鿿][一-鿿、]");
        assert_eq!(narrowed(r"[(\[]\d\.\D\\d"), r"[(\[][0-9]\.[^0-9]\\d");
        assert!(new(r"^第\s*(\d{1,3})\s*章").is_ok_and(|p| p.is_match("第 12 章")));
    }
}

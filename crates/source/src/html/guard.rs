//! Pages that would make a tree without bound are refused before parsing.
//!
//! Building the tree costs (tags × open elements), and elements of formatting that are never closed are opened again in
//! every paragraph (HTML, 13.2.4.3). A scan that knows only tags is enough to see both.

use crate::error::Expansion;
use crate::{Limits, SourceError};

/// Open elements at a time; real pages stay below 100.
const DEPTH_MAX: usize = 512;
/// Attributes of one tag: the parser compares each with all others.
const ATTRIBUTES_MAX: usize = 256;

const FORMATTING: [&[u8]; 14] =
    [b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt", b"u"];
/// Elements without an end tag, or whose end tag may be left out.
const UNCLOSED: [&[u8]; 27] = [
    b"p",
    b"li",
    b"td",
    b"th",
    b"tr",
    b"tbody",
    b"thead",
    b"tfoot",
    b"option",
    b"dt",
    b"dd",
    b"br",
    b"hr",
    b"img",
    b"input",
    b"meta",
    b"link",
    b"col",
    b"area",
    b"base",
    b"embed",
    b"param",
    b"source",
    b"track",
    b"wbr",
    b"html",
    b"colgroup",
];

#[derive(Debug, Default)]
struct Counts {
    tags: usize,
    depth: usize,
    depth_most: usize,
    formatting: usize,
    formatting_most: usize,
}

pub(super) fn check(page: &str, limits: &Limits) -> Result<(), SourceError> {
    let mut counts = Counts::default();
    let bytes = page.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'<') {
        at += found + 1;
        let closing = bytes.get(at) == Some(&b'/');
        let name_start = at + usize::from(closing);
        let name_length = bytes[name_start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if name_length == 0 {
            continue;
        }
        let name = bytes[name_start..name_start + name_length].to_ascii_lowercase();
        let (length, attributes) = attributes(&bytes[name_start + name_length..]);
        at = name_start + name_length + length;
        counts.tag(&name, closing);
        let expected = counts.tags.saturating_mul(1 + counts.formatting_most);
        if attributes > ATTRIBUTES_MAX || expected > limits.nodes_max.saturating_mul(5) {
            return Err(SourceError::Expands { what: Expansion::Nodes { nodes_max: limits.nodes_max } });
        }
        if counts.depth_most > DEPTH_MAX {
            return Err(SourceError::Expands { what: Expansion::Depth { depth_max: DEPTH_MAX } });
        }
    }
    Ok(())
}

impl Counts {
    fn tag(&mut self, name: &[u8], closing: bool) {
        self.tags += 1;
        if UNCLOSED.contains(&name) {
            return;
        }
        let formatting = FORMATTING.contains(&name);
        if closing {
            self.depth = self.depth.saturating_sub(1);
            self.formatting = self.formatting.saturating_sub(usize::from(formatting));
        } else {
            self.depth += 1;
            self.formatting += usize::from(formatting);
        }
        self.depth_most = self.depth_most.max(self.depth);
        self.formatting_most = self.formatting_most.max(self.formatting);
    }
}

/// Length of the rest of a tag and how many attributes it may have.
fn attributes(bytes: &[u8]) -> (usize, usize) {
    let mut count = 0;
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return (at + 1, count),
            (None, b'"' | b'\'') if after_equals => quote = Some(*byte),
            (None, b' ' | b'\t' | b'\n' | b'/') => count += 1,
            (None, _) => {}
        }
        if !byte.is_ascii_whitespace() {
            after_equals = quote.is_none() && *byte == b'=';
        }
    }
    (bytes.len(), count)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::Limits;

    #[track_caller]
    fn refused(page: &str) {
        let error = check(page, &Limits::default()).expect_err("refused");
        assert_eq!(error.code(), "source_expands");
    }

    #[test]
    fn pages_that_would_explode() {
        refused(&"<div>".repeat(1000));
        refused(&format!("{}{}", "<b>".repeat(400), "<p>x".repeat(100_000)));
        let names: String = (0..1000).map(|n| format!(" a{n}")).collect();
        refused(&format!("<a{names}>"));
    }

    #[test]
    fn usual_pages_pass() {
        let page = "<div class=\"a b c\"><p>1 < 2 &amp; <b>x</b></p></div>".repeat(1000);
        assert!(check(&page, &Limits::default()).is_ok());
    }
}

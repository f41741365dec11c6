//! Where bytes of a text stand, as a page counts: lines from 1, columns in UTF-16.

use super::review::PlaceView;
use luodi_reading::Span;

/// Turns byte spans of the raw text into lines and UTF-16 columns.
#[derive(Debug)]
pub struct Places<'a> {
    raw: &'a str,
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    pub fn new(raw: &'a str) -> Places<'a> {
        let starts = std::iter::once(0).chain(raw.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Places { raw, starts }
    }
    /// The text itself.
    pub fn raw(&self) -> &'a str {
        self.raw
    }
    pub fn lines(&self) -> usize {
        self.starts.len()
    }
    /// The text of a line (1-based), without its end.
    pub fn line(&self, n: usize) -> Option<&'a str> {
        let start = *self.starts.get(n.checked_sub(1)?)?;
        let end = self.starts.get(n).map_or(self.raw.len(), |e| e - 1);
        self.raw.get(start..end).map(|l| l.trim_end_matches('\r'))
    }
    /// Lines `first..=last` joined.
    pub fn lines_text(&self, first: usize, last: usize) -> String {
        (first..=last).filter_map(|n| self.line(n)).collect::<Vec<_>>().join("\n")
    }
    /// Line (1-based) and UTF-16 column of a byte.
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&s| s <= byte);
        let before = self.raw.get(self.starts[line - 1]..byte).unwrap_or_default();
        (line, before.encode_utf16().count())
    }
    /// Where bytes stand, as the page counts.
    pub fn view(&self, span: Span) -> PlaceView {
        let ((line, col_start), (last_line, col_end)) = (self.place(span.start), self.place(span.end));
        PlaceView { line, last_line, col_start, col_end }
    }
    /// The byte at a UTF-16 column of a line; `None`: outside the line, or inside a character.
    pub fn byte(&self, line: usize, column: usize) -> Option<usize> {
        let text = self.line(line)?;
        let mut at = 0;
        for (byte, c) in text.char_indices() {
            if at >= column {
                return (at == column).then_some(self.starts[line - 1] + byte);
            }
            at += c.len_utf16();
        }
        (at == column).then_some(self.starts[line - 1] + text.len())
    }
    /// Line (1-based) of a byte.
    pub fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|&s| s <= byte)
    }
    /// The sentence around a span, within its lines.
    pub fn sentence(&self, span: Span) -> Span {
        let first = self.starts[self.line_of(span.start) - 1];
        let last = self.starts.get(self.line_of(span.end.max(span.start + 1) - 1)).map_or(self.raw.len(), |e| e - 1);
        let before = self.raw.get(first..span.start).unwrap_or_default();
        let behind = self.raw.get(span.end..last).unwrap_or_default();
        let start = before.rfind('。').map_or(first, |at| first + at + '。'.len_utf8());
        let end = behind.find('。').map_or(last, |at| span.end + at + '。'.len_utf8());
        Span::new(start, end.max(span.end))
    }
    /// The words of a span, without line ends.
    pub fn text(&self, span: Span) -> String {
        self.raw.get(span.start..span.end).unwrap_or_default().replace(['\n', '\r'], "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_as_a_browser_does() {
        let places = Places::new("甲乙\n𠮷丙丁\n");
        assert_eq!(places.place("甲乙\n𠮷".len()), (2, 2));
        assert_eq!(places.line(2), Some("𠮷丙丁"));
        assert_eq!(places.lines(), 3);
    }
}

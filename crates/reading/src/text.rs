//! The raw text, its lines, and folded passages that remember where each character came from.
//!
//! Rules match on *folded* text (half-width punctuation and digits, no white space), so that one pattern
//! serves `(一)`, `（一）` and `（ 一 ）`. Each byte of a folded text knows the byte of the raw text it stands
//! for: what a rule finds can always be shown in the original.

use crate::fold::Cues;
use crate::types::{At, Span};
use std::cell::OnceCell;

/// The whole text of a file with its line starts.
#[derive(Debug)]
pub struct Source<'a> {
    raw: &'a str,
    /// Byte at which each line begins; line 1 begins at 0.
    starts: Vec<usize>,
    squeezed: OnceCell<Squeezed>,
}

/// All lines folded, without white space and reading aids, one behind the other.
#[derive(Debug)]
struct Squeezed {
    text: String,
    ends: Vec<usize>,
}

/// Folds a line; white space and reading aids (實(shí)) are dropped.
pub fn squeeze(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    squeeze_into(raw, &mut out);
    out
}

fn squeeze_into(raw: &str, out: &mut String) {
    let folding = crate::fold::folding();
    // What stands for itself is copied in stretches that begin at `from`.
    let mut from = 0;
    for (at, c) in raw.char_indices() {
        let folded = folding.of(c);
        if at < from || (folded.stands() && c != '(') {
            continue;
        }
        out.push_str(&raw[from..at]);
        from = at + c.len_utf8();
        if folded.is_blank() {
            continue;
        }
        let aid = if folded.char() == '(' { crate::variants::reading_aid(&raw[at..]) } else { 0 };
        if aid > 0 {
            from = at + aid;
        } else {
            out.push(folded.char());
        }
    }
    out.push_str(raw.get(from..).unwrap_or(""));
}

impl<'a> Source<'a> {
    /// Indexes the lines of `raw`. `\n` ends a line; a `\r` before it is white space.
    pub fn new(raw: &'a str) -> Self {
        let mut starts = vec![0];
        starts.extend(raw.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Self { raw, starts, squeezed: OnceCell::new() }
    }

    /// A line folded, without white space and reading aids. All lines are squeezed when the first is asked for.
    pub fn squeezed(&self, line: usize) -> &str {
        let all = self.squeezed.get_or_init(|| {
            let mut text = String::with_capacity(self.raw.len());
            let ends = (1..=self.line_count()).map(|n| (squeeze_into(self.line(n), &mut text), text.len()).1).collect();
            Squeezed { text, ends }
        });
        let Some(end) = line.checked_sub(1).and_then(|i| all.ends.get(i)) else { return "" };
        &all.text[line.checked_sub(2).map_or(0, |i| all.ends[i])..*end]
    }

    pub fn raw(&self) -> &'a str {
        self.raw
    }

    /// Number of lines, at least 1.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The span of a line (1-based) without its line end; empty for lines outside the text.
    pub fn line_span(&self, line: usize) -> Span {
        if line == 0 || line > self.starts.len() {
            return Span::new(self.raw.len(), self.raw.len());
        }
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.raw.len(), |next| next - 1);
        Span::new(start, end)
    }

    pub fn line(&self, line: usize) -> &'a str {
        self.slice(self.line_span(line))
    }

    pub fn slice(&self, span: Span) -> &'a str {
        self.raw.get(span.start..span.end).unwrap_or("")
    }

    /// The 1-based line in which a byte stands.
    pub fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).max(1)
    }

    /// A span with the line of its first byte.
    pub fn at(&self, span: Span) -> At {
        At { line: self.line_of(span.start), span }
    }
}

pub use crate::fold::{fold_char, is_blank};

/// A stretch of folded bytes that stands for raw bytes one for one, or for one character of another length.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// First byte of the folded text.
    folded: usize,
    /// First byte of the raw text.
    raw: usize,
    /// Raw bytes of the one character; 0 where folded and raw bytes correspond one for one.
    one: usize,
}

/// Folded text without white space, with the raw byte of each folded byte.
#[derive(Debug, Clone, Default)]
pub struct Passage {
    /// The folded text.
    pub text: String,
    /// Where the folded text came from, ascending.
    runs: Vec<Run>,
    /// Bytes of `text` before which white space was dropped inside a line, ascending.
    pub gaps: Vec<usize>,
    /// Bytes of `text` at which a further raw line begins, ascending.
    pub breaks: Vec<usize>,
    /// Bytes of `text` at which a full stop stood for a decimal point, ascending.
    pub decimals: Vec<usize>,
    /// What stands in the text, so that rules without their cue are let go.
    pub cues: Cues,
}

/// Whether a full stop is followed by one to three figures and a unit, a sign of a share or a power: `。96%`, `。3万人次`.
fn is_decimal(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1).map(fold_char).peekable();
    let figures = std::iter::from_fn(|| chars.next_if(char::is_ascii_digit)).take(4).count();
    (1..=3).contains(&figures)
        && chars.next().is_some_and(|c| "%‰/万亿元人个户亩吨公千平立米升度岁年倍次例".contains(c))
        // 。2015年: a year, not a fraction; 。5年 could be one and is left as it stands.
        && rest.chars().nth(1 + figures).map(fold_char).is_none_or(|c| c != '年')
}

impl Passage {
    /// Appends a piece of the raw text. `joint` says that the piece begins a further line.
    pub fn push(&mut self, raw: &str, span: Span, joint: bool) {
        if joint && !self.text.is_empty() {
            self.breaks.push(self.text.len());
        }
        let Some(piece) = raw.get(span.start..span.end) else { return };
        self.text.reserve(piece.len());
        let mut blank = false;
        let begin = self.text.len();
        let mut skip_to = 0;
        // The run before ends at a gap, at a character of another length, and at the end of its piece.
        let mut linear = false;
        let folding = crate::fold::folding();
        for (offset, c) in piece.char_indices() {
            if offset < skip_to {
                continue;
            }
            let looked = folding.of(c);
            if looked.is_blank() {
                (blank, linear) = (true, false);
                continue;
            }
            let mut folded = looked.char();
            // 达67。96%: a full stop between the figures of one number.
            if folded == '。' && !blank && self.text.ends_with(|c: char| c.is_ascii_digit()) && is_decimal(&piece[offset..]) {
                self.decimals.push(self.text.len());
                folded = '.';
            }
            // 實(shí): reading aids that a page added behind characters are no part of the text.
            if folded == '(' {
                let aid = crate::variants::reading_aid(&piece[offset..]);
                if aid > 0 {
                    (skip_to, linear) = (offset + aid, false);
                    continue;
                }
            }
            if blank && self.text.len() > begin {
                self.gaps.push(self.text.len());
            }
            blank = false;
            let same_length = folded.len_utf8() == c.len_utf8();
            if !(linear && same_length) {
                let one = if same_length { 0 } else { c.len_utf8() };
                self.runs.push(Run { folded: self.text.len(), raw: span.start + offset, one });
            }
            linear = same_length;
            self.cues.add(folding.of(folded));
            self.text.push(folded);
        }
    }

    /// First raw byte of the character in which a folded byte stands, and the raw byte behind that character.
    fn raw_character(&self, at: usize) -> Option<(usize, usize)> {
        let at = floor_boundary(&self.text, at);
        let run = self.runs.partition_point(|r| r.folded <= at).checked_sub(1).map(|i| self.runs[i])?;
        let len = self.text[at..].chars().next()?.len_utf8();
        let start = run.raw + if run.one > 0 { 0 } else { at - run.folded };
        Some((start, start + if run.one > 0 { run.one } else { len }))
    }

    /// The raw span of a range of folded bytes; empty ranges give an empty span at their place.
    pub fn raw_span(&self, start: usize, end: usize) -> Span {
        let last = || self.raw_character(self.text.len().saturating_sub(1)).map_or(0, |c| c.1);
        let begin = self.raw_character(start).filter(|_| start < self.text.len()).map_or_else(last, |c| c.0);
        if end <= start {
            return Span::new(begin, begin);
        }
        let stop = self.raw_character(end - 1).filter(|_| end <= self.text.len()).map_or_else(last, |c| c.1);
        Span::new(begin, stop.max(begin))
    }

    pub fn whole_span(&self) -> Span {
        self.raw_span(0, self.text.len())
    }

    /// The sentence around a folded byte: from behind the last full stop to the next one, both as folded bytes.
    pub fn sentence_around(&self, at: usize) -> (usize, usize) {
        let end = end_before(&self.text, at, is_sentence_end);
        let mark = self.text[end..].chars().next().filter(|c| is_sentence_end(*c)).map_or(0, char::len_utf8);
        (start_behind(&self.text, at, is_sentence_end), end + mark)
    }
}

/// The nearest character boundary at or below `at`.
pub fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How far a rule looks for the ends of a sentence, in bytes. Texts without any punctuation stay cheap to read.
const REACH_BYTES: usize = 2400;

/// The first byte behind the last `mark` before `at`.
pub fn start_behind(text: &str, at: usize, mark: impl Fn(char) -> bool) -> usize {
    let at = floor_boundary(text, at);
    let from = floor_boundary(text, at.saturating_sub(REACH_BYTES));
    let found = text[from..at].char_indices().rev().find(|(_, c)| mark(*c));
    found.map_or(from, |(i, c)| from + i + c.len_utf8())
}

/// The byte of the first `mark` from `at` on.
pub fn end_before(text: &str, at: usize, mark: impl Fn(char) -> bool) -> usize {
    let at = floor_boundary(text, at);
    let to = floor_boundary(text, at.saturating_add(REACH_BYTES));
    text[at..to].char_indices().find(|(_, c)| mark(*c)).map_or(to, |(i, _)| at + i)
}

/// 。!? and ; end a sentence of a plan.
pub fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | ';')
}

/// The last `count` characters before byte `at`.
pub fn before(text: &str, at: usize, count: usize) -> &str {
    let at = floor_boundary(text, at);
    let start = text[..at].char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(i, _)| i);
    &text[start..at]
}

/// The first `count` characters from byte `at` on.
pub fn after(text: &str, at: usize, count: usize) -> &str {
    let at = floor_boundary(text, at);
    let rest = &text[at..];
    let end = rest.char_indices().nth(count).map_or(rest.len(), |(i, _)| i);
    &rest[..end]
}

/// The clause around `at`: between two marks out of , 。 ; : ! ?, as folded bytes.
pub fn clause_around(text: &str, at: usize) -> (usize, usize) {
    let mark = |c: char| is_sentence_end(c) || matches!(c, ',' | ':');
    (start_behind(text, at, mark), end_before(text, at, mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_byte_knows_its_raw_place() {
        let raw = "（一） 任务，至少２次";
        let mut passage = Passage::default();
        passage.push(raw, Span::new(0, raw.len()), false);
        assert_eq!(passage.text, "(一)任务,至少2次");
        let found = passage.text.find("2次").unwrap();
        let span = passage.raw_span(found, found + "2次".len());
        assert_eq!(&raw[span.start..span.end], "２次");
        assert_eq!(passage.gaps, ["(一)".len()]);
    }

    #[test]
    fn lines_are_one_based() {
        let source = Source::new("甲\n\n乙");
        assert_eq!((source.line_count(), source.line(3), source.line_of(5)), (3, "乙", 3));
        assert_eq!(source.line(9), "");
    }
}

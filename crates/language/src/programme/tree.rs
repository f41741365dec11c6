//! YAML text → a tree in which every key and value knows its place.
//!
//! Anchors, aliases and tags are refused: a programme file says what it says where it says it, and can't grow when read.

use super::finding::{Finding, Path, Spot, under};
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::collections::HashMap;

/// Deepest nesting of a file.
const DEPTH_MAX: usize = 32;
/// Largest file, in bytes.
pub(crate) const FILE_BYTES_MAX: usize = 1 << 20;

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Tree {
    pub kind: TreeKind,
    pub at: Place,
}

/// Line (1-based), column (1-based) and position in characters of the begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Place {
    pub line: usize,
    pub column: usize,
    pub index: usize,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum TreeKind {
    Scalar { text: String, style: Style },
    Sequence(Vec<Tree>),
    Mapping(Vec<(Key, Tree)>),
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Key {
    pub text: String,
    pub at: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|` or `>`; placed at its first character, after the sign.
    Block,
}

impl Tree {
    /// Reads the one document of a file; further findings (duplicate keys) leave a tree.
    pub fn read(text: &str) -> (Option<Tree>, Vec<Finding>) {
        if text.len() > FILE_BYTES_MAX {
            let message = format!("文件太大，最多 {} MB", FILE_BYTES_MAX >> 20);
            return (None, vec![Finding::new(vec![], Spot::Value, "too-long", message)]);
        }
        let mut reader = Reader { parser: Parser::new_from_str(text), findings: vec![], failed: None };
        let tree = reader.document();
        let mut findings = reader.findings;
        if let Some((place, message)) = reader.failed {
            findings.push(Finding::new(vec![], Spot::Place(place.line, place.column), "yaml", message));
            return (None, findings);
        }
        (tree, findings)
    }

    pub fn get(&self, step: &str) -> Option<&Tree> {
        match &self.kind {
            TreeKind::Mapping(entries) => entries.iter().find(|(k, _)| k.text == step).map(|(_, v)| v),
            TreeKind::Sequence(items) => items.get(step.parse::<usize>().ok()?),
            TreeKind::Scalar { .. } => None,
        }
    }
    /// Nothing was written: `key:`, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, TreeKind::Scalar { text, style: Style::Plain } if matches!(text.as_str(), "" | "~" | "null"))
    }

    /// Line and column (1-based) of an element; of the nearest one above it where the file doesn't have it.
    pub fn position(&self, path: &[String], spot: Spot, text: &str) -> (usize, usize) {
        if let Spot::Place(line, column) = spot {
            return (line, column);
        }
        let mut at = self;
        let mut key = None;
        for step in path {
            let Some(next) = at.get(step) else {
                let place = key.unwrap_or(at.at);
                return (place.line, place.column);
            };
            key = at.key(step);
            at = next;
        }
        let place = match spot {
            Spot::Key => key.unwrap_or(at.at),
            Spot::Value if at.is_null() => key.unwrap_or(at.at),
            Spot::Value => at.at,
            Spot::Character(n) => at.character(n, text),
            Spot::Place(line, column) => return (line, column),
        };
        (place.line, place.column)
    }
    fn key(&self, step: &str) -> Option<Place> {
        match &self.kind {
            TreeKind::Mapping(entries) => entries.iter().find(|(k, _)| k.text == step).map(|(k, _)| k.at),
            _ => None,
        }
    }

    /// Place of the n-th character of a scalar's value, as it stands in the file.
    fn character(&self, n: usize, text: &str) -> Place {
        let TreeKind::Scalar { text: value, style } = &self.kind else { return self.at };
        let mut file = text.chars().skip(self.at.index).peekable();
        let mut place = self.at;
        let mut step = |file: &mut std::iter::Peekable<_>| {
            let c: Option<char> = file.next();
            match c {
                Some('\n') => (place.line, place.column) = (place.line + 1, 1),
                Some(_) => place.column += 1,
                None => {}
            }
            (c, place)
        };
        let mut now = self.at;
        if matches!(style, Style::SingleQuoted | Style::DoubleQuoted) {
            now = step(&mut file).1;
        }
        // Walks value and file side by side: what stands in the file and not in the value (escapes, line breaks, indents) is
        // passed over until the next character of the value is found.
        for wanted in value.chars().take(n + 1) {
            loop {
                match file.peek().copied() {
                    None => return now,
                    Some(c) if c == wanted || (wanted == ' ' && c == '\n') => break,
                    Some('\\') if *style == Style::DoubleQuoted => {
                        step(&mut file);
                        break;
                    }
                    Some(_) => now = step(&mut file).1,
                }
            }
            let (_, after) = step(&mut file);
            now = after;
            if *style == Style::SingleQuoted && wanted == '\'' {
                now = step(&mut file).1;
            }
        }
        let before = value.chars().nth(n).is_some();
        if before { Place { column: now.column.saturating_sub(1).max(1), ..now } } else { now }
    }
}

struct Reader<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    findings: Vec<Finding>,
    failed: Option<(Place, String)>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Place)> {
        match self.parser.next()? {
            Ok((event, span)) => Some((event, place(&span))),
            Err(e) => {
                let m = e.marker();
                self.failed = Some((Place { line: m.line(), column: m.col() + 1, index: m.index() }, in_chinese(e.info())));
                None
            }
        }
    }

    fn document(&mut self) -> Option<Tree> {
        let mut tree = None;
        while let Some((event, at)) = self.next() {
            match event {
                Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {}
                Event::StreamEnd => break,
                _ if tree.is_some() => {
                    self.failed = Some((at, "一个文件只能写一个方案，不能再有第二段（---）".to_string()));
                    break;
                }
                event => tree = Some(self.node(event, at, &vec![])?),
            }
        }
        if self.failed.is_none() && tree.is_none() {
            self.failed = Some((Place { line: 1, column: 1, index: 0 }, "文件是空的".to_string()));
        }
        tree
    }

    fn fail<T>(&mut self, at: Place, message: impl Into<String>) -> Option<T> {
        self.failed.get_or_insert((at, message.into()));
        None
    }

    fn node(&mut self, event: Event<'t>, at: Place, path: &Path) -> Option<Tree> {
        if path.len() > DEPTH_MAX {
            return self.fail(at, "嵌套太深");
        }
        let (anchor, tag) = match &event {
            Event::Scalar(_, _, anchor, tag) => (*anchor, tag.is_some()),
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => (*anchor, tag.is_some()),
            _ => (0, false),
        };
        if anchor != 0 || tag {
            return self.fail(at, "方案文件里不能用锚点（&）和标签（!）；直接写出内容");
        }
        match event {
            Event::Scalar(text, style, ..) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::SingleQuoted,
                    ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                Some(Tree { kind: TreeKind::Scalar { text: text.into_owned(), style }, at })
            }
            Event::SequenceStart(..) => self.sequence(at, path),
            Event::MappingStart(..) => self.mapping(at, path),
            Event::Alias(_) => self.fail(at, "方案文件里不能用引用（*）；直接写出内容"),
            _ => self.fail(at, "这里的写法不完整"),
        }
    }

    fn sequence(&mut self, at: Place, path: &Path) -> Option<Tree> {
        let mut items = vec![];
        loop {
            let (event, item_at) = self.next()?;
            if event == Event::SequenceEnd {
                return Some(Tree { kind: TreeKind::Sequence(items), at });
            }
            let step = items.len().to_string();
            items.push(self.node(event, item_at, &under(path, &[&step]))?);
        }
    }

    fn mapping(&mut self, at: Place, path: &Path) -> Option<Tree> {
        let mut entries: Vec<(Key, Tree)> = vec![];
        let mut lines: HashMap<String, usize> = HashMap::new();
        loop {
            let (event, key_at) = self.next()?;
            let key = match event {
                Event::MappingEnd => return Some(Tree { kind: TreeKind::Mapping(entries), at }),
                Event::Scalar(text, ..) => Key { text: text.into_owned(), at: key_at },
                Event::Alias(_) => return self.fail(key_at, "方案文件里不能用引用（*）；直接写出内容"),
                _ => return self.fail(key_at, "名称只能是文字"),
            };
            let (event, value_at) = self.next()?;
            let value = self.node(event, value_at, &under(path, &[&key.text]))?;
            if let Some(first) = lines.insert(key.text.clone(), key.at.line) {
                let message = format!("{} 写了两次，第 {first} 行已有", key.text);
                let spot = Spot::Place(key.at.line, key.at.column);
                let finding = Finding::new(under(path, &[&key.text]), spot, "duplicate-key", message);
                self.findings.push(finding.hint("删去一处，或换一个名称"));
                continue;
            }
            entries.push((key, value));
        }
    }
}

fn place(span: &Span) -> Place {
    Place { line: span.start.line(), column: span.start.col() + 1, index: span.start.index() }
}

/// The parser's own words are English and technical; the place says most.
fn in_chinese(info: &str) -> String {
    let cause = match info {
        i if i.contains("tab") => "缩进不能用制表符，请用空格",
        i if i.contains("indent") => "缩进不对，或前面有括号没有配对",
        i if i.contains("quoted") || i.contains("quote") => "引号没有配对",
        i if i.contains("':'") || i.contains("mapping values") => "冒号的位置不对；含冒号的文字要加引号",
        i if i.contains("flow") || i.contains(']') || i.contains('}') => "括号没有配对，或缺少逗号",
        _ => "这里的 YAML 写法不对",
    };
    format!("{cause}（{info}）")
}

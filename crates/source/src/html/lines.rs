//! Elements → lines, as a browser would break them.

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Node};

use super::tables::{is_data_table, placed};
use crate::builder::{Builder, one_line};
use crate::grid::Grid;
use crate::{Kind, Limits, Note, NoteCode, Source, SourceError};

/// The lines of a page in the making.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    limits: &'a Limits,
    out: Builder,
    current: Current,
    /// Numbers of the open lists; none for lists without numbers.
    lists: Vec<Option<i64>>,
    hidden: usize,
    pictures: usize,
    numbered: usize,
}

/// The line that is being filled.
#[derive(Debug, Default)]
struct Current {
    text: String,
    /// White space since the last character: none, or whether it holds a line break of the file.
    space: Option<bool>,
}

impl Current {
    /// White space becomes one space; a line break of the file between two Chinese characters is nothing (CSS Text 3, 4.1.3).
    fn push(&mut self, text: &str) {
        for character in text.chars() {
            if matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                let broken = self.space.unwrap_or(false) || character == '\n';
                self.space = Some(broken);
                continue;
            }
            if let Some(broken) = self.space.take()
                && let Some(last) = self.text.chars().next_back()
                && !(broken && is_wide(last) && is_wide(character))
            {
                self.text.push(' ');
            }
            self.text.push(character);
        }
    }

    fn take(&mut self) -> String {
        self.space = None;
        std::mem::take(&mut self.text)
    }
}

fn is_wide(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '“' | '”' | '—' | '…' | '\u{20000}'..='\u{3ffff}')
}

/// Elements whose content is no text of the page.
pub(super) fn is_dropped(element: &Element) -> bool {
    matches!(
        element.name(),
        "script"
            | "style"
            | "noscript"
            | "template"
            | "iframe"
            | "svg"
            | "canvas"
            | "select"
            | "button"
            | "textarea"
            | "nav"
            | "footer"
            | "head"
            | "object"
            | "title"
    ) || is_hidden(element)
}

fn is_hidden(element: &Element) -> bool {
    element.attr("hidden").is_some()
        || element.attr("style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            style.to_ascii_lowercase().contains("display:none")
        })
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figure"
            | "figcaption"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

impl<'a> Lines<'a> {
    pub(super) fn new(limits: &'a Limits) -> Lines<'a> {
        Lines {
            limits,
            out: Builder::default(),
            current: Current::default(),
            lists: Vec::new(),
            hidden: 0,
            pictures: 0,
            numbered: 0,
        }
    }

    /// A line of its own, for the title.
    pub(super) fn line(&mut self, text: &str) {
        self.out.line(text);
    }

    pub(super) fn element(&mut self, root: ElementRef<'_>) -> Result<(), SourceError> {
        let mut skipped = None;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) if skipped.is_none() => match node.value() {
                    Node::Text(text) => self.text(text, node.parent().and_then(ElementRef::wrap)),
                    Node::Element(_) => {
                        if let Some(element) = ElementRef::wrap(node)
                            && self.open(element)?
                        {
                            skipped = Some(node.id());
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
                Edge::Close(node) if skipped.is_none() => {
                    if let Node::Element(element) = node.value() {
                        self.close(element.name());
                    }
                }
                Edge::Open(_) | Edge::Close(_) => {}
            }
        }
        self.flush();
        Ok(())
    }

    fn text(&mut self, text: &str, parent: Option<ElementRef<'_>>) {
        if parent.is_some_and(|parent| parent.value().name() == "pre") {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.flush();
                }
                self.current.text.push_str(line);
            }
            return;
        }
        self.current.push(text);
    }

    /// Returns whether what is below the element is to be skipped.
    fn open(&mut self, element: ElementRef<'_>) -> Result<bool, SourceError> {
        let name = element.value().name();
        if is_dropped(element.value()) {
            let text_there = element.text().any(|text| !text.trim().is_empty());
            self.hidden += usize::from(is_hidden(element.value()) && text_there);
            return Ok(true);
        }
        if is_block(name) || name == "br" {
            self.flush();
        }
        match name {
            "img" => self.pictures += 1,
            "ol" => {
                let start = element.attr("start").and_then(|v| v.trim().parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
            }
            "ul" => self.lists.push(None),
            "li" => self.item(element),
            "table" if is_data_table(element) => {
                self.table(element)?;
                return Ok(true);
            }
            _ => {}
        }
        Ok(false)
    }

    fn close(&mut self, name: &str) {
        if is_block(name) {
            self.flush();
        }
        if matches!(name, "ol" | "ul") {
            self.lists.pop();
        }
    }

    /// The number that a browser prints before an item of a numbered list.
    fn item(&mut self, element: ElementRef<'_>) {
        let Some(Some(number)) = self.lists.last_mut() else { return };
        let stated = element.attr("value").and_then(|v| v.trim().parse().ok());
        let shown: i64 = stated.unwrap_or(*number);
        *number = shown.saturating_add(1);
        self.numbered += 1;
        self.current.text = format!("{shown}. ");
    }

    fn table(&mut self, table: ElementRef<'_>) -> Result<(), SourceError> {
        let caption = table.child_elements().find(|child| child.value().name() == "caption");
        if let Some(caption) = caption {
            self.out.line(&cell_text(caption));
        }
        let cells_left = self.limits.cells_max.saturating_sub(self.out.cells());
        let grid = Grid::new(placed(table, cells_left), cells_left)?;
        self.out.table(None, &grid);
        Ok(())
    }

    fn flush(&mut self) {
        let line = self.current.take();
        if !line.trim().is_empty() {
            self.out.line(&line);
        }
    }

    pub(super) fn finish(mut self, notes: Vec<Note>, encoding: &str) -> Source {
        self.out.notes.extend(notes);
        let mut add = |code: NoteCode, count: usize, message: String| {
            if count > 0 {
                self.out.notes.push(Note::new(code, message));
            }
        };
        add(NoteCode::HiddenDropped, self.hidden, format!("{} 处网页上不显示的文字没有读取。", self.hidden));
        add(NoteCode::PicturesNotRead, self.pictures, format!("{} 张图片里的文字没有读取。", self.pictures));
        add(NoteCode::NumberingWritten, self.numbered, format!("{} 处列表编号已按显示的样子写出。", self.numbered));
        self.out.finish(Kind::Html, Some(encoding.to_owned()))
    }
}

/// The text of a cell on one line.
pub(super) fn cell_text(cell: ElementRef<'_>) -> String {
    let mut lines = Vec::new();
    let mut current = Current::default();
    let mut dropped = 0_usize;
    for edge in cell.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(text) if dropped == 0 => current.push(text),
                Node::Element(element) => {
                    dropped += usize::from(is_dropped(element));
                    if is_block(element.name()) || element.name() == "br" {
                        lines.push(current.take());
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    dropped -= usize::from(is_dropped(element));
                    if is_block(element.name()) {
                        lines.push(current.take());
                    }
                }
            }
        }
    }
    lines.push(current.take());
    one_line(&lines.join("\n"))
}

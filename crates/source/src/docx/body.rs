//! Blocks of the document: paragraphs with their numbers, tables, text boxes, notes at the end.

use std::collections::HashMap;

use super::inline::{self, Met};
use super::numbering::Numbering;
use super::styles::{NumberingRef, Styles};
use crate::builder::{Builder, one_line};
use crate::grid::{Grid, Placed};
use crate::xml::{Node, Space, Tree};
use crate::{Kind, Limits, Note, NoteCode, Source, SourceError};

pub(super) struct Body<'a> {
    limits: &'a Limits,
    styles: Styles,
    numbering: Numbering,
    out: Builder,
    met: Met,
    numbered: usize,
    /// Text of paragraphs whose mark was deleted: it belongs to the next one.
    carried: String,
}

/// Cells of a table so far.
#[derive(Default)]
struct Laid {
    cells: Vec<Placed>,
    /// The last cell that started in a column: what a vertical merge goes on with.
    last_in_column: HashMap<usize, usize>,
}

/// Where the text of blocks goes: lines of the document, or one cell.
enum Sink<'s> {
    Document,
    Cell(&'s mut Vec<String>),
}

impl<'a> Body<'a> {
    pub(super) fn new(limits: &'a Limits, styles: Styles, numbering: Numbering) -> Body<'a> {
        Body { limits, styles, numbering, out: Builder::default(), met: Met::default(), numbered: 0, carried: String::new() }
    }

    pub(super) fn document(&mut self, tree: &Tree) -> Result<(), SourceError> {
        let Some(body) = tree.root().word_child("body") else {
            return Err(SourceError::Damaged { kind: Kind::Docx, detail: "no body".to_owned() });
        };
        self.blocks(tree, body, &mut Sink::Document)?;
        if !self.carried.is_empty() {
            let rest = std::mem::take(&mut self.carried);
            self.out.line(&rest);
        }
        Ok(())
    }

    fn blocks(&mut self, tree: &Tree, node: Node<'_>, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        for child in node.children() {
            match (child.space(), child.name()) {
                (Space::Word, "p") => self.paragraph(tree, child, sink)?,
                (Space::Word, "tbl") => self.table(tree, child, sink)?,
                (Space::Word, "sdt") => {
                    if let Some(content) = inline::content_of_control(child) {
                        self.blocks(tree, content, sink)?;
                    }
                }
                (Space::Word, "ins" | "moveTo" | "customXml" | "smartTag") => {
                    self.blocks(tree, child, sink)?;
                }
                (Space::Word, "del" | "moveFrom") => self.met.deleted += 1,
                (Space::Compatibility, "AlternateContent") => {
                    if let Some(branch) = inline::alternative(child) {
                        self.blocks(tree, branch, sink)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, tree: &Tree, node: Node<'_>, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        let read = inline::read(node, &self.styles, &mut self.met);
        let properties = node.word_child("pPr");
        let mark_deleted = properties.and_then(|p| p.word_child("rPr")).is_some_and(|p| p.word_child("del").is_some());
        let carried = std::mem::take(&mut self.carried);
        let has_text = !read.text.trim().is_empty() || !carried.trim().is_empty();
        if mark_deleted {
            self.met.deleted += 1;
            self.carried = carried + &read.text;
        } else {
            let mut text = String::new();
            // The office program prints the number of an empty paragraph too, but no person means it.
            if has_text && let Some(label) = self.label(properties) {
                text.push_str(&label);
            }
            text.push_str(&carried);
            text.push_str(&read.text);
            self.emit(text, sink);
        }
        for index in read.boxes {
            self.blocks(tree, tree.node(index), sink)?;
        }
        Ok(())
    }

    fn emit(&mut self, text: String, sink: &mut Sink<'_>) {
        match sink {
            Sink::Document => self.out.line(&text),
            Sink::Cell(lines) => lines.push(text),
        }
    }

    /// The number of the paragraph as printed: its own numbering, else that of its style.
    fn label(&mut self, properties: Option<Node<'_>>) -> Option<String> {
        let own = NumberingRef::from_properties(properties);
        let style = properties.and_then(|p| p.word_child_value("pStyle"));
        let (of_style, stated_by) = self.styles.numbering(style);
        let num_id = own.num_id.clone().or_else(|| of_style.num_id.clone())?;
        // 0 takes a numbering away (ECMA-376 part 1, 17.9.18).
        if num_id == "0" {
            return None;
        }
        let tied = stated_by.as_deref().or(style).and_then(|style| self.numbering.level_of_style(&num_id, style));
        let level = own.level.or(tied).or(of_style.level).unwrap_or(0);
        let label = self.numbering.next(&num_id, level)?;
        self.numbered += 1;
        Some(format!("{}{}", label.text, label.gap))
    }

    fn table(&mut self, tree: &Tree, node: Node<'_>, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        let rows = rows_of(node);
        // A single cell is a frame around text, not a table.
        if let [row] = rows.as_slice()
            && let [cell] = cells_of(*row).as_slice()
        {
            return self.blocks(tree, *cell, sink);
        }
        let mut laid = Laid::default();
        let mut height = 0;
        for row in rows {
            if row.word_child("trPr").is_some_and(|p| p.word_child("del").is_some()) {
                self.met.deleted += 1;
                continue;
            }
            self.table_row(tree, row, height, &mut laid)?;
            height += 1;
        }
        if let Sink::Cell(lines) = sink {
            // A table within a cell: its rows become lines of the cell.
            for row in 0..height {
                let texts = laid.cells.iter().filter(|cell| cell.row == row && !cell.text.is_empty());
                let texts: Vec<&str> = texts.map(|cell| cell.text.as_str()).collect();
                lines.push(texts.join(" "));
            }
            return Ok(());
        }
        let cells_left = self.limits.cells_max.saturating_sub(self.out.cells());
        let grid = Grid::new(laid.cells, cells_left)?;
        self.out.table(None, &grid);
        Ok(())
    }

    fn table_row(&mut self, tree: &Tree, row: Node<'_>, at: usize, laid: &mut Laid) -> Result<(), SourceError> {
        let number =
            |properties: Option<Node<'_>>, name: &str| -> Option<usize> { properties?.word_child_value(name)?.parse().ok() };
        let properties = row.word_child("trPr");
        let heading = properties.and_then(|p| p.word_child("tblHeader")).is_some_and(|toggle| toggle.is_on());
        let mut column = number(properties, "gridBefore").unwrap_or(0).min(COLUMNS_MAX);
        for cell in cells_of(row) {
            let properties = cell.word_child("tcPr");
            let columns = number(properties, "gridSpan").unwrap_or(1).clamp(1, COLUMNS_MAX);
            let merge = properties.and_then(|p| p.word_child("vMerge"));
            let continues = merge.is_some_and(|m| m.attribute("val") != Some("restart"));
            let above = if continues { laid.last_in_column.get(&column).copied() } else { None };
            match above {
                Some(index) => laid.cells[index].rows = at - laid.cells[index].row + 1,
                None => {
                    let mut lines = Vec::new();
                    self.blocks(tree, cell, &mut Sink::Cell(&mut lines))?;
                    laid.last_in_column.insert(column, laid.cells.len());
                    laid.cells.push(Placed { row: at, column, rows: 1, columns, text: one_line(&lines.join("\n")), heading });
                }
            }
            column = (column + columns).min(COLUMNS_MAX);
        }
        Ok(())
    }

    /// Footnotes and endnotes stand after the text, in the order of their references.
    pub(super) fn notes_at_end(&mut self, footnotes: Option<&Tree>, endnotes: Option<&Tree>) -> Result<(), SourceError> {
        let references = std::mem::take(&mut self.met.references);
        for (number, (at_end, id)) in references.iter().enumerate() {
            let tree = if *at_end { endnotes } else { footnotes };
            let note = tree.and_then(|tree| {
                let find = |node: &Node<'_>| node.attribute("id") == Some(id.as_str());
                tree.root().word_children().find(find).map(|node| (tree, node))
            });
            let mut lines = Vec::new();
            if let Some((tree, node)) = note {
                self.blocks(tree, node, &mut Sink::Cell(&mut lines))?;
            }
            let text = one_line(&lines.join("\n"));
            self.out.line(&format!("[注{}] {}", number + 1, text.trim()));
        }
        if !references.is_empty() {
            let message = format!("{} 条脚注、尾注放在正文之后，正文里以“[注1]”标出。", references.len());
            self.out.notes.push(Note::new(NoteCode::FootnotesAtEnd, message));
        }
        Ok(())
    }

    pub(super) fn finish(mut self, notes: Vec<Note>) -> Source {
        self.out.notes.extend(notes);
        let met = &self.met;
        let mut add = |code: NoteCode, count: usize, message: String| {
            if count > 0 {
                self.out.notes.push(Note::new(code, message));
            }
        };
        add(NoteCode::NumberingWritten, self.numbered, format!("{} 处自动编号已按显示的样子写出。", self.numbered));
        add(
            NoteCode::TrackedChanges,
            met.inserted + met.deleted,
            format!("文档带有修订：插入 {} 处已计入，删除 {} 处已略去。请确认是定稿。", met.inserted, met.deleted),
        );
        add(NoteCode::HiddenDropped, met.hidden, format!("{} 处隐藏文字没有读取。", met.hidden));
        add(NoteCode::CommentsDropped, met.comments, format!("{} 条批注没有读取。", met.comments));
        add(NoteCode::PicturesNotRead, met.pictures, format!("{} 张图片里的文字没有读取。", met.pictures));
        add(
            NoteCode::DamagedCharacters,
            met.unknown_symbols,
            format!("{} 个特殊符号认不出，显示为“\u{fffd}”。", met.unknown_symbols),
        );
        self.out.finish(Kind::Docx, None)
    }
}

/// The most columns that the office program allows is 63; some writers go beyond.
const COLUMNS_MAX: usize = 1024;

/// Rows of a table, also within content controls and tracked insertions.
fn rows_of(table: Node<'_>) -> Vec<Node<'_>> {
    collect(table, "tr")
}

fn cells_of(row: Node<'_>) -> Vec<Node<'_>> {
    collect(row, "tc")
}

fn collect<'t>(node: Node<'t>, wanted: &str) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    for child in node.word_children() {
        if child.name() == wanted {
            found.push(child);
        } else if matches!(child.name(), "sdt" | "sdtContent" | "ins" | "customXml" | "moveTo") {
            found.extend(collect(child, wanted));
        }
    }
    found
}

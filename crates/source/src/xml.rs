//! A small tree of an XML part: namespaces of the office formats resolved, size and depth limited, entities never expanded.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use crate::error::Expansion;
use crate::{Kind, Limits, SourceError};

/// The namespaces that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Markup compatibility (`mc:AlternateContent`).
    Compatibility,
    /// Office mathematics.
    Math,
    Other,
}

#[derive(Debug)]
enum Content {
    Element {
        space: Space,
        name: Box<str>,
        /// Local names and values.
        attributes: Vec<(Box<str>, Box<str>)>,
        children: Vec<u32>,
    },
    Text(String),
}

#[derive(Debug)]
pub(crate) struct Tree {
    contents: Vec<Content>,
}

/// A node of a tree, cheap to copy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a> {
    tree: &'a Tree,
    index: u32,
}

impl Tree {
    /// Parses one part. The root of the tree is the part's first element.
    pub(crate) fn parse(bytes: &[u8], kind: Kind, limits: &Limits) -> Result<Tree, SourceError> {
        let text = part_text(bytes);
        let damaged = |detail: String| SourceError::Damaged { kind, detail };
        let mut reader = NsReader::from_str(&text);
        let mut tree = Tree { contents: vec![element(Space::Other, "", Vec::new())] };
        let mut open: Vec<u32> = vec![0];
        loop {
            let (space, event) = reader.read_resolved_event().map_err(|error| damaged(format!("XML: {error}")))?;
            let space = space_of(&space);
            match event {
                Event::Start(start) => {
                    let index = tree.push(&open, start_element(space, &start), limits)?;
                    open.push(index);
                    if open.len() > limits.depth_max {
                        let depth_max = limits.depth_max;
                        return Err(SourceError::Expands { what: Expansion::Depth { depth_max } });
                    }
                }
                Event::Empty(start) => {
                    tree.push(&open, start_element(space, &start), limits)?;
                }
                Event::End(_) => {
                    open.pop();
                }
                Event::Text(text) => {
                    let text = text.xml10_content().map_err(|e| damaged(format!("XML: {e}")))?;
                    tree.push_text(&open, &text, limits)?;
                }
                Event::CData(text) => {
                    let text = text.xml10_content().map_err(|e| damaged(format!("XML: {e}")))?;
                    tree.push_text(&open, &text, limits)?;
                }
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().ok().flatten();
                    let name = reference.decode().unwrap_or_default();
                    let text = match character {
                        Some(character) => character.to_string(),
                        None => resolve_predefined_entity(&name).unwrap_or("\u{fffd}").to_owned(),
                    };
                    tree.push_text(&open, &text, limits)?;
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        if open.len() > 1 {
            return Err(damaged("XML: ends within an element".to_owned()));
        }
        Ok(tree)
    }

    fn push(&mut self, open: &[u32], content: Content, limits: &Limits) -> Result<u32, SourceError> {
        let nodes_max = limits.nodes_max;
        if self.contents.len() >= nodes_max {
            return Err(SourceError::Expands { what: Expansion::Nodes { nodes_max } });
        }
        let index = self.contents.len() as u32;
        self.contents.push(content);
        let parent = open.last().copied().unwrap_or(0) as usize;
        if let Content::Element { children, .. } = &mut self.contents[parent] {
            children.push(index);
        }
        Ok(index)
    }

    /// Text that follows text is one text: references and CDATA split it.
    fn push_text(&mut self, open: &[u32], text: &str, limits: &Limits) -> Result<(), SourceError> {
        if open.len() <= 1 {
            return Ok(());
        }
        let parent = open.last().copied().unwrap_or(0) as usize;
        let last = match &self.contents[parent] {
            Content::Element { children, .. } => children.last().copied(),
            Content::Text(_) => None,
        };
        if let Some(Content::Text(known)) = last.and_then(|at| self.contents.get_mut(at as usize)) {
            known.push_str(text);
            return Ok(());
        }
        self.push(open, Content::Text(text.to_owned()), limits)?;
        Ok(())
    }

    /// The first element of the part.
    pub(crate) fn root(&self) -> Node<'_> {
        let top = Node { tree: self, index: 0 };
        top.children().next().unwrap_or(top)
    }

    pub(crate) fn node(&self, index: u32) -> Node<'_> {
        Node { tree: self, index }
    }
}

impl<'a> Node<'a> {
    pub(crate) fn index(self) -> u32 {
        self.index
    }

    fn content(self) -> Option<&'a Content> {
        self.tree.contents.get(self.index as usize)
    }

    pub(crate) fn space(self) -> Space {
        match self.content() {
            Some(Content::Element { space, .. }) => *space,
            _ => Space::Other,
        }
    }

    /// Local name; empty for text.
    pub(crate) fn name(self) -> &'a str {
        match self.content() {
            Some(Content::Element { name, .. }) => name,
            _ => "",
        }
    }

    /// Elements below this one.
    pub(crate) fn children(self) -> impl Iterator<Item = Node<'a>> {
        let children: &'a [u32] = match self.content() {
            Some(Content::Element { children, .. }) => children,
            _ => &[],
        };
        children
            .iter()
            .map(move |index| Node { tree: self.tree, index: *index })
            .filter(|node| matches!(node.content(), Some(Content::Element { .. })))
    }

    pub(crate) fn word_children(self) -> impl Iterator<Item = Node<'a>> {
        self.children().filter(|node| node.space() == Space::Word)
    }

    pub(crate) fn word_child(self, name: &str) -> Option<Node<'a>> {
        self.word_children().find(|node| node.name() == name)
    }

    /// `w:val` of a child.
    pub(crate) fn word_child_value(self, name: &str) -> Option<&'a str> {
        self.word_child(name)?.attribute("val")
    }

    pub(crate) fn attribute(self, name: &str) -> Option<&'a str> {
        let Some(Content::Element { attributes, .. }) = self.content() else {
            return None;
        };
        attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| &**value)
    }

    /// A toggle such as `w:vanish`: on unless it says otherwise (ECMA-376 part 1, 22.9.2.7).
    pub(crate) fn is_on(self) -> bool {
        !matches!(self.attribute("val"), Some("0" | "false" | "off"))
    }

    /// Text that stands directly in this element.
    pub(crate) fn own_text(self) -> String {
        let Some(Content::Element { children, .. }) = self.content() else {
            return String::new();
        };
        children
            .iter()
            .filter_map(|index| match self.tree.contents.get(*index as usize) {
                Some(Content::Text(text)) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }
}

fn element(space: Space, name: &str, attributes: Vec<(Box<str>, Box<str>)>) -> Content {
    Content::Element { space, name: name.into(), attributes, children: Vec::new() }
}

fn start_element(space: Space, start: &BytesStart<'_>) -> Content {
    let local = start.local_name();
    let name = String::from_utf8_lossy(local.as_ref());
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            let key = attribute.key.local_name();
            let key = String::from_utf8_lossy(key.as_ref()).into_owned();
            let raw = String::from_utf8_lossy(&attribute.value).into_owned();
            let value = match quick_xml::escape::unescape(&raw) {
                Ok(value) => value.into_owned(),
                Err(_) => raw,
            };
            (key.into_boxed_str(), value.into_boxed_str())
        })
        .collect();
    element(space, &name, attributes)
}

fn space_of(resolved: &ResolveResult<'_>) -> Space {
    let ResolveResult::Bound(Namespace(uri)) = resolved else {
        return Space::Other;
    };
    // Transitional and strict spellings differ before the last parts (ECMA-376 part 1, annex A and part 4).
    if uri.ends_with(b"/wordprocessingml/main") || uri.ends_with(b"/wordprocessingml/2006/main") {
        Space::Word
    } else if uri.ends_with(b"/markup-compatibility/2006") {
        Space::Compatibility
    } else if uri.ends_with(b"/officeDocument/2006/math") || uri.ends_with(b"/officeDocument/math") {
        Space::Math
    } else {
        Space::Other
    }
}

/// Parts are UTF-8, or UTF-16 with a mark (XML 1.0, 4.3.3).
fn part_text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    encoding_rs::UTF_8.decode(bytes).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(xml: &str) -> Result<Tree, SourceError> {
        let limits = Limits { depth_max: 10, ..Limits::default() };
        Tree::parse(xml.as_bytes(), Kind::Docx, &limits)
    }

    #[test]
    fn entities_of_a_document_type_are_never_expanded() {
        let tree = parse("<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\">]><a><b>1&x;&lt;&#20013;</b></a>").expect("sound");
        let b = tree.root().children().next().expect("b");
        assert_eq!(b.own_text(), "1\u{fffd}<中");
    }

    #[test]
    fn depth_is_limited_and_a_cut_part_is_damaged() {
        let deep = "<a>".repeat(50);
        assert_eq!(parse(&deep).expect_err("deep").code(), "source_expands");
        assert_eq!(parse("<a><b>").expect_err("cut").code(), "source_damaged");
    }
}

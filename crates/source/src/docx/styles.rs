//! What paragraph styles say about numbering and hidden text (ECMA-376 part 1, 17.7).

use std::collections::HashMap;

use crate::xml::{Node, Tree};

/// Numbering as a paragraph or a style states it; a missing part comes from what it is based on.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct NumberingRef {
    pub num_id: Option<String>,
    pub level: Option<usize>,
}

impl NumberingRef {
    /// From `w:pPr`.
    pub(super) fn from_properties(properties: Option<Node<'_>>) -> NumberingRef {
        let Some(node) = properties.and_then(|p| p.word_child("numPr")) else {
            return NumberingRef::default();
        };
        NumberingRef {
            num_id: node.word_child_value("numId").map(str::to_owned),
            level: node.word_child_value("ilvl").and_then(|v| v.parse().ok()),
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    numbering: NumberingRef,
    hidden: bool,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default_paragraph: Option<String>,
}

/// Styles based on one another; a longer chain is a circle.
const CHAIN_MAX: usize = 20;

impl Styles {
    pub(super) fn from_xml(tree: &Tree) -> Styles {
        let mut styles = Styles::default();
        for node in tree.root().word_children().filter(|node| node.name() == "style") {
            let Some(id) = node.attribute("styleId") else { continue };
            let is_default = matches!(node.attribute("default"), Some("1" | "true"));
            if is_default && node.attribute("type") == Some("paragraph") {
                styles.default_paragraph = Some(id.to_owned());
            }
            let style = Style {
                based_on: node.word_child_value("basedOn").map(str::to_owned),
                numbering: NumberingRef::from_properties(node.word_child("pPr")),
                hidden: node.word_child("rPr").and_then(|p| p.word_child("vanish")).is_some_and(|n| n.is_on()),
            };
            styles.styles.insert(id.to_owned(), style);
        }
        styles
    }

    /// The numbering of a style and the style that states it.
    pub(super) fn numbering(&self, style: Option<&str>) -> (NumberingRef, Option<String>) {
        let mut found = NumberingRef::default();
        let mut stated_by = None;
        for (id, style) in self.chain(style) {
            if found.num_id.is_none() && style.numbering.num_id.is_some() {
                found.num_id.clone_from(&style.numbering.num_id);
                stated_by = Some(id.to_owned());
            }
            found.level = found.level.or(style.numbering.level);
        }
        (found, stated_by)
    }

    pub(super) fn hides(&self, style: &str) -> bool {
        self.chain(Some(style)).any(|(_, style)| style.hidden)
    }

    fn chain<'a>(&'a self, style: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let first = style.or(self.default_paragraph.as_deref());
        let mut next = first;
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.styles.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(CHAIN_MAX)
    }
}

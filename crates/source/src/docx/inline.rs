//! The text of one paragraph: runs, tracked changes, symbols, references to notes.

use super::styles::Styles;
use crate::xml::{Node, Space};

/// What was met on the way, over the whole document.
#[derive(Debug, Default)]
pub(super) struct Met {
    pub inserted: usize,
    pub deleted: usize,
    pub hidden: usize,
    pub pictures: usize,
    pub comments: usize,
    pub unknown_symbols: usize,
    /// Ids of footnotes (false) and endnotes (true) in the order of their references.
    pub references: Vec<(bool, String)>,
}

/// The text of a paragraph, and the text boxes that hang on it.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pub text: String,
    /// Indices of `w:txbxContent` nodes.
    pub boxes: Vec<u32>,
}

/// Reads the children of a paragraph.
pub(super) fn read(paragraph: Node<'_>, styles: &Styles, met: &mut Met) -> Inline {
    let mut inline = Inline::default();
    children(paragraph, styles, met, &mut inline);
    inline
}

fn children(node: Node<'_>, styles: &Styles, met: &mut Met, inline: &mut Inline) {
    for child in node.children() {
        match child.space() {
            Space::Word => word(child, styles, met, inline),
            Space::Compatibility if child.name() == "AlternateContent" => {
                // Both branches show the same; the choice is the newer one.
                let branch = alternative(child);
                if let Some(branch) = branch {
                    children(branch, styles, met, inline);
                }
            }
            Space::Math if child.name() == "t" => inline.text.push_str(&child.own_text()),
            _ => {
                let is_picture = matches!(child.name(), "blip" | "imagedata");
                met.pictures += usize::from(is_picture);
                children(child, styles, met, inline);
            }
        }
    }
}

pub(super) fn alternative(node: Node<'_>) -> Option<Node<'_>> {
    node.children()
        .find(|branch| branch.name() == "Choice")
        .or_else(|| node.children().find(|branch| branch.name() == "Fallback"))
}

fn word(node: Node<'_>, styles: &Styles, met: &mut Met, inline: &mut Inline) {
    match node.name() {
        "t" => inline.text.push_str(&node.own_text()),
        "tab" | "ptab" => inline.text.push('\t'),
        "br" | "cr" => inline.text.push('\n'),
        "noBreakHyphen" => inline.text.push('-'),
        "sym" => inline.text.push(symbol(node, met)),
        "r" => run(node, styles, met, inline),
        "ins" | "moveTo" => {
            met.inserted += 1;
            children(node, styles, met, inline);
        }
        "del" | "moveFrom" => met.deleted += 1,
        "ruby" => {
            if let Some(base) = node.word_child("rubyBase") {
                children(base, styles, met, inline);
            }
        }
        "footnoteReference" => reference(node, false, met, inline),
        "endnoteReference" => reference(node, true, met, inline),
        "commentReference" => met.comments += 1,
        "txbxContent" => inline.boxes.push(node.index()),
        "sdt" => {
            if let Some(content) = content_of_control(node) {
                children(content, styles, met, inline);
            }
        }
        // Properties, field codes and deleted text.
        "pPr" | "rPr" | "instrText" | "delText" | "delInstrText" | "fldChar" | "softHyphen" => {}
        _ => children(node, styles, met, inline),
    }
}

/// The content of a content control, unless it shows only its prompt.
pub(super) fn content_of_control(node: Node<'_>) -> Option<Node<'_>> {
    let prompt = node
        .word_child("sdtPr")
        .and_then(|properties| properties.word_child("showingPlcHdr"))
        .is_some_and(|toggle| toggle.is_on());
    if prompt { None } else { node.word_child("sdtContent") }
}

fn run(node: Node<'_>, styles: &Styles, met: &mut Met, inline: &mut Inline) {
    let properties = node.word_child("rPr");
    let hidden = properties.is_some_and(|p| match p.word_child("vanish") {
        Some(toggle) => toggle.is_on(),
        None => p.word_child_value("rStyle").is_some_and(|style| styles.hides(style)),
    });
    if hidden {
        met.hidden += usize::from(has_words(node));
        return;
    }
    children(node, styles, met, inline);
}

fn reference(node: Node<'_>, at_end: bool, met: &mut Met, inline: &mut Inline) {
    let Some(id) = node.attribute("id") else { return };
    met.references.push((at_end, id.to_owned()));
    inline.text.push_str(&format!("[注{}]", met.references.len()));
}

/// Symbol fonts put their signs into the private use area; the boxes and ticks of forms have real characters.
fn symbol(node: Node<'_>, met: &mut Met) -> char {
    let code = node.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0xfffd);
    let font = node.attribute("font").unwrap_or_default();
    let known = match (font, code & 0xff) {
        ("Wingdings", 0xfe) => Some('☑'),
        ("Wingdings", 0xfd) => Some('☒'),
        ("Wingdings", 0xa8 | 0x6f | 0x71) => Some('□'),
        ("Wingdings", 0xfc) => Some('✓'),
        ("Wingdings", 0xfb) => Some('✗'),
        ("Wingdings", 0x6c | 0x9f) => Some('●'),
        ("Wingdings", 0x6e) => Some('■'),
        ("Wingdings 2", 0x52) => Some('☑'),
        ("Wingdings 2", 0x50) => Some('✓'),
        ("Wingdings 2", 0xa3 | 0x2a) => Some('□'),
        ("Symbol", 0xb3) => Some('≥'),
        ("Symbol", 0xa3) => Some('≤'),
        ("Symbol", 0xb1) => Some('±'),
        ("Symbol", 0xb4) => Some('×'),
        ("Symbol", 0xb0) => Some('°'),
        _ => None,
    };
    let plain = char::from_u32(code).filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{0}'..='\u{1f}'));
    known.or(plain).unwrap_or_else(|| {
        met.unknown_symbols += 1;
        char::REPLACEMENT_CHARACTER
    })
}

/// Whether a part of the tree holds text other than numbers, dashes and spaces.
pub(super) fn has_words(node: Node<'_>) -> bool {
    let own = matches!(node.name(), "t") && node.own_text().chars().any(|c| c.is_alphabetic());
    own || node.children().any(has_words)
}

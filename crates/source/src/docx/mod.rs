//! Word documents (Office Open XML, ECMA-376): paragraphs, numbering as printed, tables, tracked changes, notes.
//!
//! A reader of our own, because what it must keep (numbers of automatic numbering, merged cells, tracked insertions)
//! and what it must refuse (bombs, deep nesting) is more than writing libraries read back.

mod body;
mod inline;
mod numbering;
mod numerals;
mod styles;

use crate::archive::Archive;
use crate::xml::Tree;
use crate::{Kind, Limits, Note, NoteCode, Source, SourceError};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, SourceError> {
    let mut archive = Archive::open(bytes, Kind::Docx, limits)?;
    let main = main_part(&mut archive, limits)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let document = parse(&mut archive, &main, limits)?
        .ok_or_else(|| SourceError::Damaged { kind: Kind::Docx, detail: format!("{main} is missing") })?;
    let mut notes = Vec::new();
    let mut side = |name: &str| {
        let path = format!("{folder}/{name}");
        let path = path.trim_start_matches('/');
        side_part(&mut archive, path, limits, &mut notes)
    };
    let styles = side("styles.xml").map(|tree| styles::Styles::from_xml(&tree));
    let numbering = side("numbering.xml").map(|tree| numbering::Numbering::from_xml(&tree));
    let footnotes = side("footnotes.xml");
    let endnotes = side("endnotes.xml");
    let mut body = body::Body::new(limits, styles.unwrap_or_default(), numbering.unwrap_or_default());
    body.document(&document)?;
    body.notes_at_end(footnotes.as_ref(), endnotes.as_ref())?;
    if headers_have_text(&mut archive, limits) {
        notes.push(Note::new(NoteCode::HeadersDropped, "页眉、页脚里的文字没有读取。"));
    }
    Ok(body.finish(notes))
}

/// The main part is named by the package's relationships (ECMA-376 part 2, 9.3); its usual name is the fall-back.
fn main_part(archive: &mut Archive<'_>, limits: &Limits) -> Result<String, SourceError> {
    let usual = "word/document.xml".to_owned();
    let Ok(Some(tree)) = parse(archive, "_rels/.rels", limits) else {
        return Ok(usual);
    };
    let target = tree
        .root()
        .children()
        .find(|node| node.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument")))
        .and_then(|node| node.attribute("Target"))
        .map(|target| target.trim_start_matches('/').to_owned());
    Ok(target.unwrap_or(usual))
}

fn parse(archive: &mut Archive<'_>, name: &str, limits: &Limits) -> Result<Option<Tree>, SourceError> {
    let Some(bytes) = archive.part(name)? else {
        return Ok(None);
    };
    Tree::parse(&bytes, Kind::Docx, limits).map(Some)
}

/// A part that the text can do without: when it is damaged, a note says so.
fn side_part(archive: &mut Archive<'_>, name: &str, limits: &Limits, notes: &mut Vec<Note>) -> Option<Tree> {
    match parse(archive, name, limits) {
        Ok(tree) => tree,
        Err(_) => {
            let message = format!("文档的部件 {name} 已损坏，没有读取；编号或脚注可能不全。");
            notes.push(Note::new(NoteCode::PartDamaged, message));
            None
        }
    }
}

/// Page numbers are no text worth a note.
fn headers_have_text(archive: &mut Archive<'_>, limits: &Limits) -> bool {
    let names: Vec<String> = archive
        .names()
        .filter(|name| name.contains("/header") || name.contains("/footer"))
        .filter(|name| name.ends_with(".xml") && !name.contains("_rels"))
        .map(str::to_owned)
        .collect();
    names.iter().any(|name| parse(archive, name, limits).ok().flatten().is_some_and(|tree| inline::has_words(tree.root())))
}

#[cfg(test)]
pub(crate) mod tests;

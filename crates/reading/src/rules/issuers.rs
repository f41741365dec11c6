//! Who issues a text, and whom it is addressed to.
//!
//! # What it finds
//! The units behind 主办单位 or 发文单位, also over several lines, and the line of units below the title that a colon or a line end closes.
//!
//! # Why
//! Who issued a plan may change it; whom it is addressed to owes the duties in it. Neither is a heading or a duty.
//!
//! # Read
//! `一、时间⏎⏎全年开展。⏎⏎主办单位：某区委宣传部⏎⏎区卫生局 区爱卫办⏎⏎某区疾控中心` → `issuer 区爱卫办`, `各县区人民政府，市直各部门：⏎⏎现将方案印发给你们。` → `addressee 市直各部门`
//!
//! # Not read
//! `一、时间⏎⏎责任单位：某区卫生局`, `一、措施如下：⏎⏎各村要落实责任。`

use crate::blocks::{Block, BlockKind};
use crate::lexicon::{UnitKind, split_list, unit_kind};
use crate::text::Source;
use crate::types::{Document, Member};

const LABELS: [&str; 4] = ["主办单位:", "发文单位:", "发文机关:", "制发单位:"];
/// Lines behind the label that hold more of its units.
const LINES_MAX: usize = 8;
/// A line of units that a text is addressed to is no longer than this, in characters.
const ADDRESSED_CHARS_MAX: usize = 80;

fn is_unit(name: &str) -> bool {
    matches!(unit_kind(name), Some(UnitKind::Organ | UnitKind::AreaGroup))
}

fn members(source: &Source, block: &Block, from: usize, to: usize) -> Vec<Member> {
    let passage = &block.passage;
    let text = passage.text.as_str();
    // Blanks and line ends stand between names here.
    let mut cuts: Vec<usize> = passage.gaps.iter().chain(&passage.breaks).copied().filter(|g| *g > from && *g < to).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = Vec::new();
    let mut start = from;
    for end in cuts.into_iter().chain([to]) {
        for (s, e) in split_list(text, start, end, &passage.gaps) {
            if is_unit(&text[s..e]) {
                out.push(Member { name: text[s..e].to_owned(), post: None, at: source.at(passage.raw_span(s, e)) });
            }
        }
        start = end;
    }
    out
}

/// Fills in who issued the document and whom it is addressed to.
pub(crate) fn find(source: &Source, blocks: &[Block], document: &mut Document) {
    let texts: Vec<&Block> = blocks.iter().filter(|b| b.kind == BlockKind::Text).collect();
    if let Some(first) = texts.first().filter(|b| b.number.is_none()) {
        let text = first.passage.text.as_str();
        let closed = text.ends_with(':') || texts.len() > 1;
        let units = text.trim_end_matches(':').len();
        if closed && text.chars().nth(ADDRESSED_CHARS_MAX).is_none() && !text.contains(['。', '《']) {
            let found = members(source, first, 0, units);
            // Each part of the line is a unit, else the line says something.
            let named: usize = found.iter().map(|m| m.name.chars().count()).sum();
            let all = text[..units].chars().filter(|c| !matches!(c, '、' | ',' | ';' | '和' | '及')).count();
            if !found.is_empty() && named == all {
                document.addressees = found;
            }
        }
    }
    let Some((at, label)) =
        texts.iter().enumerate().find_map(|(i, b)| Some((i, LABELS.iter().find(|l| b.passage.text.starts_with(**l))?)))
    else {
        return;
    };
    document.issuers = members(source, texts[at], label.len(), texts[at].passage.text.len());
    for block in texts[at + 1..].iter().take(LINES_MAX) {
        let text = block.passage.text.as_str();
        let found = members(source, block, 0, text.len());
        let named: usize = found.iter().map(|m| m.name.len()).sum();
        if block.number.is_some() || found.is_empty() || named != text.trim_end_matches(['。', ';']).len() {
            break;
        }
        // The same name again begins the signature.
        if found.iter().any(|m| document.issuers.iter().any(|known| known.name == m.name)) {
            sign(source, document, &texts, block);
            break;
        }
        document.issuers.extend(found);
    }
}

/// The name of an issuer again below the list, with the office and a month: who signed.
fn sign(source: &Source, document: &mut Document, texts: &[&Block], from: &Block) {
    if document.signature.is_some() {
        return;
    }
    let lines = texts.iter().skip_while(|b| b.line < from.line).take(3);
    let mut names = Vec::new();
    let mut span = from.passage.whole_span();
    for block in lines {
        let text = block.passage.text.as_str();
        if !is_unit(text) {
            break;
        }
        names.push(text);
        span = span.join(block.passage.whole_span());
    }
    document.signature = Some(names.join(" "));
    document.signature_at = Some(source.at(span));
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("issuers.rs"), |t| {
            let reading = read(&format!("某区健康工作方案\n\n{t}"), &Options::default());
            let d = &reading.documents[0];
            let row = |kind: &'static str| move |m: &crate::Member| format!("{kind} {}", m.name);
            d.issuers.iter().map(row("issuer")).chain(d.addressees.iter().map(row("addressee"))).collect()
        });
    }
}

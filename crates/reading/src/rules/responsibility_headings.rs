//! Units that head the list of their own duties.
//!
//! # What it finds
//! A heading that is nothing but units, in a chapter of duties or in front of 负责, 牵头, 配合, 落实.
//!
//! # Why
//! Chapters on the division of work (职责分工) give each office a paragraph of its own.
//!
//! # Read
//! `（一）市教育局：负责校园宣传。` → `Lead 市教育局`, `（一）市财政局：配合做好经费保障。` → `Support 市财政局`, above its duties in a chapter of duties:
//! `（一）各乡镇人民政府⏎⏎逐户排查，建立清单。` → `Executor 各乡镇人民政府`
//!
//! # Not read
//! Headings with other words: `（一）加强领导⏎⏎各项工作抓到底。`; units as headings elsewhere.

use super::Found;
use crate::lexicon::{UnitKind, is_area_group, split_list, unit_kind};
use crate::text::Passage;
use crate::types::Role;
use regex::Regex;
use std::sync::LazyLock;

static DUTIES: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"职责|分工|责任(?:落实|划分)?$|任务分解").expect("fixed"));
static VERB: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?:主要)?(?P<v>负责落实|负责|牵头|承担|组织|协助|配合|参与|落实)").expect("fixed"));

/// `title_end` folded bytes of `passage` are the title; `body` is the text of the item; `chapters` are the titles above.
pub(crate) fn find(passage: &Passage, title_end: usize, body: &str, chapters: &[&str], out: &mut Vec<Found>) {
    let text = passage.text.as_str();
    let parts = split_list(text, 0, title_end, &passage.gaps);
    let all_units = !parts.is_empty()
        && parts.iter().all(|(s, e)| matches!(unit_kind(&text[*s..*e]), Some(UnitKind::Organ | UnitKind::AreaGroup)));
    if !all_units {
        return;
    }
    let verb = VERB.captures(body).map(|f| f["v"].to_owned());
    if verb.is_none() && !chapters.iter().any(|c| DUTIES.is_match(c)) {
        return;
    }
    for (start, end) in parts {
        let role = match verb.as_deref() {
            Some("协助" | "配合" | "参与") => Role::Support,
            Some("负责落实" | "落实") => Role::Executor,
            Some(_) => Role::Lead,
            None if is_area_group(&text[start..end]) => Role::Executor,
            None => Role::Lead,
        };
        out.push(Found { start, end, role, explicit: true, sentence: (0, title_end) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Span;

    fn rows(title: &str, body: &str, chapter: &str) -> Vec<String> {
        let mut passage = Passage::default();
        passage.push(title, Span::new(0, title.len()), false);
        let mut out = Vec::new();
        find(&passage, passage.text.len(), body, &[chapter], &mut out);
        out.iter().map(|f| format!("{:?} {}", f.role, &passage.text[f.start..f.end])).collect()
    }

    #[test]
    fn units_as_headings() {
        assert_eq!(rows("市教育局", "负责校园宣传。", "工作安排"), ["Lead 市教育局"]);
        assert_eq!(rows("市财政局", "配合做好经费保障。", "工作安排"), ["Support 市财政局"]);
        assert_eq!(rows("各乡镇人民政府", "逐户排查。", "职责分工"), ["Executor 各乡镇人民政府"]);
        assert!(rows("某某处", "联系人：张三", "联系人").is_empty());
        assert!(rows("加强领导", "负责到底。", "职责分工").is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("responsibility_headings.rs"), |t| {
            let reading = crate::read(&format!("某县工作方案\n\n一、职责分工\n\n{t}"), &crate::Options::default());
            reading.responsibilities.iter().map(|r| format!("{:?} {}", r.role, r.unit)).collect()
        });
    }
}

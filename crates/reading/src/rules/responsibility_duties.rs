//! Groups that are the subject of a duty.
//!
//! # What it finds
//! A unit or group of units in front of 要, 应, 须, 必须 …: it is to carry the sentence out.
//!
//! # Why
//! 各村要… binds every village though no bracket says so; the row is marked as not explicit.
//!
//! # Read
//! `各乡镇、各部门要制定方案。` → `各部门`, `各级卫生行政部门应当建立台账。`
//!
//! # Not read
//! `具有重要意义。`, `有必要加强领导。`, `主要任务如下。`; people: `同志们要重视。`; sentences without a unit in front: `要加强领导。`

use super::Found;
use crate::lexicon::{UnitKind, split_list, unit_kind};
use crate::text::{Passage, start_behind};
use crate::types::Role;
use regex::Regex;
use std::sync::LazyLock;

static MODAL: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"(?:必须|务必|应当|应该|要|应|须|将)").expect("fixed"));
static PREFIX: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?:同时|特别是|尤其是|此外|另外|其中|下一步|今后|从现在起)").expect("fixed"));

pub(crate) fn find(passage: &Passage, out: &mut Vec<Found>) {
    let text = passage.text.as_str();
    if passage.cues.any("请") {
        asked(passage, out);
    }
    if !passage.cues.any("必务应要须将") {
        return;
    }
    for found in MODAL.find_iter(text) {
        let at = found.start();
        let next = text[found.end()..].chars().next();
        // 应急, 应对, 要求, 要点 are words of their own.
        if next.is_some_and(|c| "急对用变战征届求点素件道".contains(c)) {
            continue;
        }
        let start = start_behind(text, at, |c| matches!(c, ',' | '。' | ';' | ':' | '!' | '?'));
        // What stands behind a bracket that was opened before the clause begins anew.
        let stray = stray_bracket(&text[start..at]);
        let start = start + stray;
        let mut clause = &text[start..at];
        let mut from = start;
        if let Some(prefix) = PREFIX.find(clause) {
            from += prefix.end();
            clause = &text[from..at];
        }
        if clause.is_empty() || clause.len() > 180 {
            continue;
        }
        let parts = split_list(text, from, at, &passage.gaps);
        if parts.iter().all(|(s, e)| matches!(unit_kind(&text[*s..*e]), Some(UnitKind::Organ | UnitKind::AreaGroup))) {
            out.extend(parts.iter().map(|(s, e)| Found {
                start: *s,
                end: *e,
                role: Role::Executor,
                explicit: false,
                sentence: (from, at),
            }));
        }
    }
}

/// Bytes up to and with the last bracket that closes nothing, or opens and never closes.
fn stray_bracket(clause: &str) -> usize {
    let (mut open, mut stray) = (Vec::new(), 0);
    for (at, c) in clause.char_indices() {
        match c {
            '(' => open.push(at + 1),
            ')' if open.pop().is_none() => stray = at + 1,
            _ => {}
        }
    }
    open.first().copied().unwrap_or(0).max(stray)
}

/// 请某某部协调…: asked to do it.
fn asked(passage: &Passage, out: &mut Vec<Found>) {
    let text = passage.text.as_str();
    for (at, _) in text.match_indices('请') {
        let opens = at == 0 || text[..at].ends_with([',', '。', ';', ')', ':']);
        if let Some((names, end)) = crate::lexicon::list_at(text, at + '请'.len_utf8()).filter(|_| opens) {
            out.extend(names.iter().map(|n| Found {
                start: n.start,
                end: n.end,
                role: Role::Executor,
                explicit: false,
                sentence: (at, end),
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Span;

    fn rows(text: &str) -> Vec<String> {
        let mut passage = Passage::default();
        passage.push(text, Span::new(0, text.len()), false);
        let mut out = Vec::new();
        find(&passage, &mut out);
        out.iter().map(|f| passage.text[f.start..f.end].to_owned()).collect()
    }

    #[test]
    fn groups() {
        assert_eq!(rows("各乡镇、各部门要制定方案。"), ["各乡镇", "各部门"]);
        assert_eq!(rows("各级卫生行政部门应当建立台账。"), ["各级卫生行政部门"]);
        for text in ["具有重要意义。", "同志们要重视。", "要加强领导。"] {
            assert!(rows(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("responsibility_duties.rs"), rows);
    }
}

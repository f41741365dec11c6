//! 由…: who is told to do it.
//!
//! # What it finds
//! The units behind 由, with the role that the verb behind them gives.
//!
//! # Why
//! 由 names the doer of a duty whose sentence has another subject.
//!
//! # Read
//! `由市体育局会同有关部门和各乡镇组织落实。` → `Support 有关部门`, `由各县卫生局推荐3名。` → `Executor 各县卫生局`, `由市林业局牵头。` → `Lead 市林业局`
//!
//! # Not read
//! `由于任务重`, `由副县长任组长`, `由现行的15万元提高到20万元`, `由甲乙双方组成`.

use super::Found;
use crate::lexicon::{is_area_group, list_at};
use crate::text::{Passage, after, clause_around};
use crate::types::Role;

const NO_DUTY: [&str; 9] = ["担任", "任", "组成", "为", "兼任", "构成", "变为", "改为", "转"];

pub(crate) fn find(passage: &Passage, out: &mut Vec<Found>) {
    let text = passage.text.as_str();
    if !passage.cues.any("由") {
        return;
    }
    for (at, _) in text.match_indices('由') {
        if text[..at].ends_with(['自', '理', '缘', '事', '经'])
            || text[at..].starts_with("由于")
            || text[at..].starts_with("由此")
        {
            continue;
        }
        let Some((names, end)) = list_at(text, at + '由'.len_utf8()) else { continue };
        let verb = after(text, end, 6);
        let (_, clause_end) = clause_around(text, end);
        let rest = &text[end..clause_end.max(end)];
        // …任组长, …共同担任, …组成: who is a member, not who does something.
        if NO_DUTY.iter().any(|w| verb.starts_with(w))
            || rest.ends_with("担任")
            || rest.contains("组成")
            || verb.starts_with("共同担任")
        {
            continue;
        }
        let leads = verb.starts_with("负总责")
            || verb.starts_with("牵头")
            || verb.starts_with("负责")
            || verb.starts_with("统一负责")
            || verb.starts_with("具体负责");
        let spread = verb.starts_with("组织落实")
            || verb.starts_with("组织实施")
            || verb.starts_with("负责落实")
            || names.iter().any(|n| n.behind_with);
        for name in &names {
            // 某科的工作人员 stands for the office.
            let whole = &text[name.start..name.end];
            let written = ["的工作人员", "的人员", "的同志"].iter().find_map(|w| whole.strip_suffix(w)).unwrap_or(whole);
            let role = if is_area_group(written) && !leads {
                Role::Executor
            } else if name.behind_with || verb.starts_with("配合") || verb.starts_with("协助") {
                Role::Support
            } else if leads || (spread && !is_area_group(written)) {
                Role::Lead
            } else {
                Role::Executor
            };
            out.push(Found { start: name.start, end: name.start + written.len(), role, explicit: true, sentence: (at, end) });
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
        out.iter().map(|f| format!("{:?} {}", f.role, &passage.text[f.start..f.end])).collect()
    }

    #[test]
    fn doers() {
        assert_eq!(rows("——由市体育局会同有关部门和各乡镇组织落实。"), ["Lead 市体育局", "Support 有关部门", "Executor 各乡镇"]);
        assert_eq!(rows("由各县卫生局推荐3名。"), ["Executor 各县卫生局"]);
        assert_eq!(rows("由市林业局牵头。"), ["Lead 市林业局"]);
    }

    #[test]
    fn no_doers() {
        for text in ["由于任务重", "由副县长任组长", "由现行的15万元提高到20万元", "由甲乙双方组成"]
        {
            assert!(rows(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("responsibility_by.rs"), rows);
    }
}

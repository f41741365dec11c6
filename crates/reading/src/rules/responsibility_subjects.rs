//! Units that a sentence itself makes responsible.
//!
//! # What it finds
//! `甲局负责…`, `甲局牵头`, `甲局会同乙局`, `甲局为牵头部门`, `…是第一责任人`, and a body that is set up and then `负责`.
//!
//! # Why
//! Chapters on organisation give standing duties in prose, not in brackets.
//!
//! # Read
//! `领导小组负责协调。` → `Lead 领导小组`, `成立工作专班，负责日常工作。` → `Lead 工作专班`, `领导小组下设办公室在甲科，负责日常工作。` → `Lead 办公室`,
//! `生态局会同相关部门开展检查。` → `Support 相关部门`, `甲局、乙局按照职责分工配合做好工作。` → `Support 乙局`
//!
//! # Not read
//! `村负责人要到场。`, `对检查结果负责。`, `主要负责同志要重视。`, `以负责的态度工作。`

use super::Found;
use crate::lexicon::{UnitKind, is_area_group, split_list, unit_kind};
use crate::text::{Passage, is_sentence_end, start_behind};
use crate::types::Role;
use regex::Regex;
use std::sync::LazyLock;

static VERB: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?P<share>按照?(?:各自)?(?:职责|职能)(?:任务)?(?:分工)?负责)|(?P<lead>(?:共同|统一|具体|总体|全面|统筹|主要|直接|分别)?(?:负责牵头|牵头负责|牵头|负责)|(?:具体)?承担|为(?:牵头|责任)(?:部门|单位)|(?:是|为)[^,。;]{0,18}?第一责任人)|(?P<execute>(?:是|为)[^,。;]{0,14}?直接责任人|是责任主体)|(?P<with>会同)|(?P<support>共同参与|按照?(?:各自)?(?:职责|职能)(?:任务)?(?:分工)?配合(?:做好)?|(?:积极)?配合做好|协助做好|(?:积极|密切)?(?:配合|参与|协助)(?:[,。;]|$))").expect("fixed")
});
static SET_UP: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"(?:成立|组建|设立|建立|下设)(?:了|由[^,。;]{2,40}的)?(?P<name>[^,。;:]{2,40}?)(?:制度)?(?:\([^()]*\))?$",
    )
    .expect("fixed")
});
static OFFICE_IN: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"^(?:[^,。;:在]{0,20}下设(?:的)?)?(?P<name>[^,。;:在设]{0,16}办公室)(?:[(][^()]*[)])?(?:设|挂靠)?(?:在|于)",
    )
    .expect("fixed")
});
static NO_VERB: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"^(?:负责(?:人|任|同志|制(?:[^定作订]|$)|的|$|[,。;、)])|牵头(?:单位|部门|人|科室|领导)|承担(?:能力|相应|法律|责任|的))",
    )
    .expect("fixed")
});
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:[\d一二三四五六七八九十]{1,3}(?:人|名|支|个)(?:以上|左右)?(?:的|组成的|成员的)?)").expect("fixed")
});
static STAFF_OF: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?P<name>[^,。;:的]{2,16})的(?:工作人员|人员|同志|干部)$").expect("fixed"));
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"^(?:(?:要|应|须|并|同时|其中|具体|原则上|今后|由|成立|组建|各[^,。;]{1,4}要)+|[^,。;]{0,12}?(?:要?成立|要?组建|建立))",
    )
    .expect("fixed")
});

pub(crate) fn find(passage: &Passage, out: &mut Vec<Found>) {
    let text = passage.text.as_str();
    if !passage.cues.any("负牵承责会参配协") {
        return;
    }
    for found in VERB.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let at = whole.start();
        if NO_VERB.is_match(verb_core(text, at)) || in_quote_or_bracket(text, at) || text[..at].ends_with('由') {
            continue;
        }
        // 甲局牵头,乙局按职责分工负责: who stands behind the lead supports.
        let led = || text[start_behind(text, at, is_sentence_end)..at].contains("牵头");
        let role = if found.name("share").is_some() {
            if led() { Role::Support } else { Role::Lead }
        } else if found.name("lead").is_some() {
            Role::Lead
        } else if found.name("execute").is_some() {
            Role::Executor
        } else {
            Role::Support
        };
        let start = clause_start(text, at);
        if found.name("with").is_some() {
            find_with(text, start, at, whole.end(), out);
        } else if start == at {
            if role == Role::Lead && text[..at].ends_with(',') {
                carried_subject(text, at, out);
            }
        } else {
            subject(passage, start, at, role, out);
        }
    }
}

/// The verb without 具体, 共同 …, to test for 负责人.
fn verb_core(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    for word in ["具体", "共同", "统一", "总体", "全面", "统筹", "主要", "直接", "分别"] {
        if let Some(core) = rest.strip_prefix(word) {
            return core;
        }
    }
    rest
}

fn clause_start(text: &str, at: usize) -> usize {
    start_behind(text, at, |c| matches!(c, ',' | '。' | ';' | ':' | '!' | '?'))
}

fn in_quote_or_bracket(text: &str, at: usize) -> bool {
    let before = &text[start_behind(text, at, |c| c == '。')..at];
    let open = |o: char, c: char| before.rfind(o).is_some_and(|i| !before[i..].contains(c));
    open('(', ')') || open('《', '》') || open('“', '”')
}

/// The names directly before the verb.
fn subject(passage: &Passage, start: usize, at: usize, role: Role, out: &mut Vec<Found>) {
    let text = passage.text.as_str();
    let clause = &text[start..at];
    let skip = OPENING.find(clause).map_or(0, |m| m.end());
    let start = start + if skip < clause.len() { skip } else { 0 };
    let clause = &text[start..at];
    // The rule for 由 reads these.
    if clause.contains('由') {
        return;
    }
    if let Some(found) = OFFICE_IN.captures(clause).or_else(|| STAFF_OF.captures(clause)) {
        let name = found.name("name").map_or(0..0, |m| m.range());
        out.push(Found { start: start + name.start, end: start + name.end, role, explicit: true, sentence: (start, at) });
        return;
    }
    let end = at - trailing_bracket(clause);
    // 领导小组下设办公室负责: the office, not the group.
    let start = clause.find("下设").map_or(start, |i| start + i + "下设".len());
    let parts = split_list(text, start, end, &passage.gaps);
    let named = |s: usize, e: usize| unit_kind(&text[s..e]);
    if !parts.iter().all(|(s, e)| named(*s, *e).is_some()) {
        return;
    }
    for (s, e) in parts {
        let people_only = named(s, e) == Some(UnitKind::People) && role != Role::Lead && !text[at..].contains("责任人");
        if !people_only {
            // Who is 负责 leads, also where it is a group of areas; 负责落实 is carrying out.
            let role = if role == Role::Lead && text[at..].starts_with("负责落实") { Role::Executor } else { role };
            out.push(Found { start: s, end: e, role, explicit: true, sentence: (start, at) });
        }
    }
}

/// Bytes of a bracket at the end of a clause: 领导小组办公室(设在市审批局)为牵头部门.
fn trailing_bracket(clause: &str) -> usize {
    if !clause.ends_with(')') || is_area_group(clause) {
        return 0;
    }
    clause.rfind('(').map_or(0, |open| clause.len() - open)
}

/// `成立专班,负责…` and `办公室设在甲科,由…兼任主任,负责…`: the body of an earlier clause of the sentence.
fn carried_subject(text: &str, at: usize, out: &mut Vec<Found>) {
    let sentence = start_behind(text, at, is_sentence_end);
    let mut end = at;
    for _ in 0..4 {
        let Some(comma) = text[sentence..end].rfind(',') else { return };
        end = sentence + comma;
        let start = clause_start(text, end).max(sentence);
        let clause = &text[start..end];
        if let Some(found) = OFFICE_IN.captures(clause) {
            let name = found.name("name").map_or(0..0, |m| m.range());
            out.push(Found {
                start: start + name.start,
                end: start + name.end,
                role: Role::Lead,
                explicit: true,
                sentence: (start, at),
            });
            return;
        }
        if let Some(name) = SET_UP.captures(clause).and_then(|found| found.name("name")) {
            let written = strip_owner(name.as_str());
            let from = start + name.end() - written.len();
            if unit_kind(written).is_some() || unit_kind(name.as_str()).is_some() {
                out.push(Found { start: from, end: start + name.end(), role: Role::Lead, explicit: true, sentence: (start, at) });
            }
            return;
        }
    }
}

/// 以书记为组长的某某领导小组: the name begins behind 的 of a description.
fn strip_owner(name: &str) -> &str {
    let counted = COUNTED.find(name).map_or(0, |m| m.end());
    let name = &name[counted..];
    match name.rfind("长的").map(|i| i + "长的".len()) {
        Some(at) if at < name.len() => &name[at..],
        _ => name,
    }
}

/// `甲局会同乙局开展…`: the first leads, the second supports.
fn find_with(text: &str, start: usize, at: usize, after: usize, out: &mut Vec<Found>) {
    // 甲局要会同乙局: the modal is no part of the name.
    let at = start + text[start..at].trim_end_matches(['要', '应', '须', '将', '可', '当']).len();
    let parts = if start == at { Vec::new() } else { split_list(text, start, at, &[]) };
    if !parts.iter().all(|(s, e)| unit_kind(&text[*s..*e]).is_some()) {
        return;
    }
    let Some((names, end)) = crate::lexicon::list_at(text, after) else { return };
    for (s, e) in parts {
        out.push(Found { start: s, end: e, role: Role::Lead, explicit: true, sentence: (start, end) });
    }
    for name in names {
        let role = if is_area_group(&text[name.start..name.end]) { Role::Executor } else { Role::Support };
        out.push(Found { start: name.start, end: name.end, role, explicit: true, sentence: (start, end) });
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
    fn subjects() {
        assert_eq!(rows("领导小组负责协调。"), ["Lead 领导小组"]);
        assert_eq!(rows("成立工作专班，负责日常工作。"), ["Lead 工作专班"]);
        assert_eq!(rows("领导小组下设办公室在甲科，负责日常工作。"), ["Lead 办公室"]);
        assert_eq!(rows("生态局会同相关部门开展检查。"), ["Lead 生态局", "Support 相关部门"]);
        assert_eq!(rows("甲科的工作人员负责汇总。"), ["Lead 甲科"]);
        assert_eq!(rows("财政部门负责制定办法，会同民政部门发放资金。"), ["Lead 财政部门", "Support 民政部门"]);
        assert_eq!(rows("市卫健委要会同市疾控中心做好防疫。"), ["Lead 市卫健委", "Support 市疾控中心"]);
        assert_eq!(rows("甲局牵头，乙局、丙局按照职责分工负责。"), ["Lead 甲局", "Support 乙局", "Support 丙局"]);
        assert_eq!(rows("各县（区）负责组织实施。"), ["Lead 各县(区)"]);
    }

    #[test]
    fn not_subjects() {
        for text in ["主要负责同志要重视。", "对检查结果负责。", "以负责的态度工作。", "村负责人要到场。"]
        {
            assert!(rows(text).is_empty(), "{text} {:?}", rows(text));
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("responsibility_subjects.rs"), rows);
    }
}

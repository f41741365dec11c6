//! Responsibilities in brackets and behind labels.
//!
//! # What it finds
//! Units in a bracket or behind a label that says who leads, who supports and who carries out.
//!
//! # Why
//! This is how plans of several departments assign each task; every row becomes an owner of a duty.
//!
//! # Read
//! `（市教育局牵头，市财政局、市民政局配合）` → `Support 市民政局`, `（责任单位：市直各部门，各县区）` → `Executor 各县区`, `（甲局、乙局按职责分工负责）` → `Lead 乙局`,
//! on a line of its own: `牵头单位：市农业农村局` → `Lead 市农业农村局`. Behind a lead 按职责分工负责 makes supporters: `（甲局牵头，乙局按职责分工负责）` → `Support 乙局`; groups of areas carry out.
//!
//! # Not read
//! `成立专班（以下简称专班）`, `（见附件2）`, `（联系人：张三）`.

use super::Found;
use crate::lexicon::{UnitKind, is_area_group, split_list, unit_kind};
use crate::text::{Passage, start_behind};
use crate::types::Role;
use regex::Regex;
use std::sync::LazyLock;

/// The longest bracket that is read, in bytes.
const BRACKET_BYTES_MAX: usize = 3000;

static KEY: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"牵头|负责|配合|责任单位|责任部门|责任科室|责任股室|责任主体|主办|协办|承办|落实|参与|协助|参加|主管")
        .expect("fixed")
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:(?P<lead>牵头(?:责任)?(?:单位|部门|科室|股室|处室)?|主办(?:单位|部门|科室)|主管(?:单位|部门)|主责(?:单位|部门))|(?P<duty>责任(?:单位|部门|科室|股室|处室|主体))|(?P<support>(?:配合|协助|参与|参加|协办|责任配合|协同)(?:单位|部门|科室|股室)?)|(?P<execute>(?:落实|实施|执行|承办|具体实施)(?:单位|部门|科室|主体)))(?:及(?:责任人|领导))?:").expect("fixed")
});
static OTHER_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"(?:完成时限|完成时间|时间节点|时间要求|整改时限|责任人|责任领导|分管领导|联系人|联系电话|工作目标|进度安排):",
    )
    .expect("fixed")
});
static VERB: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:(?P<lead>(?:共同)?牵头(?:负责|落实|组织实施|组织落实|推进)?|负责牵头|主办)|(?P<shared>(?:等)?(?:按照?(?:各自)?职责(?:分工)?|按照?(?:职能|分工|职责任务)|分工|分别|各自|共同|具体)?负责(?:$|[^落组实]))|(?P<execute>(?:按职责分工)?(?:负责)?(?:组织)?(?:落实|实施)(?:到位)?)|(?P<support>(?:共同|积极|参与|按职责)?(?:配合|协助|参与|参加|协办|协同)(?:实施|落实|做好)?))$").expect("fixed")
});

/// Finds the rows of one paragraph.
/// `order`: what the document says of the first units of such lists (逗号前为牵头单位，下同).
pub(crate) fn find(passage: &Passage, order: ListOrder, out: &mut Vec<Found>) {
    let text = passage.text.as_str();
    if !passage.cues.any("牵负配责主协承落参") && !passage.cues.any(")】]〕") {
        return;
    }
    if !KEY.is_match(text) && !text.contains([')', '】', ']', '〕']) {
        return;
    }
    let mut done = 0;
    for (open, close) in brackets(text) {
        // A bracket that long is a stray one.
        if open < done || close - open > BRACKET_BYTES_MAX {
            continue;
        }
        let inside = &text[open..close];
        let label = LABEL.is_match(inside);
        if label || has_verb(inside) {
            read_bracket(passage, open, close, order, out);
            done = close;
        } else if only_units(passage, open, close) {
            push_list(passage, open, close, Role::Lead, (open, close), out);
            done = close;
        }
    }
    for found in LABEL.find_iter(text) {
        if found.start() < done || in_brackets(text, found.start()) || !starts_clause(text, found.start()) {
            continue;
        }
        let end = text[found.end()..].find('。').map_or(text.len(), |i| found.end() + i);
        read_bracket(passage, found.start(), end, order, out);
        done = end;
    }
}

/// All pairs of brackets, outer ones first; a bracket that nothing closes ends with the paragraph.
///
/// A stray opening bracket earlier in the paragraph must not hide the pairs behind it, so each pair counts.
fn brackets(text: &str) -> Vec<(usize, usize)> {
    let mut result = Vec::new();
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '〔' | '[' | '【' => open.push(at + c.len_utf8()),
            ')' | '〕' | ']' | '】' => result.extend(open.pop().map(|start| (start, at))),
            _ => {}
        }
    }
    let last = result.iter().map(|(start, _)| *start).max().unwrap_or(0);
    result.extend(open.into_iter().filter(|start| *start >= last).take(1).map(|start| (start, text.len())));
    result.sort_unstable();
    result
}

/// A bracket behind the last sentence that holds units and nothing else: who does what the paragraph says.
fn only_units(passage: &Passage, open: usize, close: usize) -> bool {
    let text = passage.text.as_str();
    let opened = text[..open].chars().next_back().map_or(0, char::len_utf8);
    let closed = text[close..].chars().next().map_or(0, char::len_utf8);
    let at_end = text[..open - opened].ends_with('。') && matches!(text[close + closed..].chars().next(), None | Some('。'));
    let parts = split_list(text, open, close, &passage.gaps);
    at_end
        && parts.len() >= 2
        && parts.iter().all(|(s, e)| matches!(unit_kind(&text[*s..*e]), Some(UnitKind::Organ | UnitKind::AreaGroup)))
}

fn in_brackets(text: &str, at: usize) -> bool {
    let before = &text[start_behind(text, at, |c| c == '。')..at];
    if before.ends_with(['〔', '[', '【']) {
        return true;
    }
    before.rfind('(').is_some_and(|open| !before[open..].contains(')'))
}

fn starts_clause(text: &str, at: usize) -> bool {
    at == 0 || text[..at].ends_with(['。', ';', ',', ':', '【', '、', ')', '—'])
}

fn has_verb(inside: &str) -> bool {
    inside.split([',', ';', '。']).any(|clause| VERB.find(clause).is_some_and(|v| v.start() > 0 && clause.chars().count() >= 4))
        && !inside.contains("简称")
        && !inside.contains('要')
}

/// How a document orders the units of its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ListOrder {
    /// It says nothing.
    #[default]
    Plain,
    /// The units before the first comma lead, the others support.
    CommaLeads,
    /// The first unit leads, the others support.
    FirstLeads,
}

/// What a text says of the order of its lists.
pub(crate) fn list_order(text: &str) -> ListOrder {
    static COMMA: LazyLock<Regex> =
        LazyLock::new(|| crate::pattern::new(r"逗号前(?:面)?(?:的)?(?:单位|部门)?为牵头").expect("fixed"));
    static FIRST: LazyLock<Regex> = LazyLock::new(|| {
        crate::pattern::new(r"(?:排(?:在|名)?|列)?(?:第一|首)(?:位|个)?(?:的)?(?:单位|部门)?(?:的)?为(?:牵头|主要责任)")
            .expect("fixed")
    });
    if COMMA.is_match(text) {
        ListOrder::CommaLeads
    } else if FIRST.is_match(text) {
        ListOrder::FirstLeads
    } else {
        ListOrder::Plain
    }
}

/// The role that a label or a verb names; 责任 and a bare 负责 lead, unless somebody else does.
fn role_of(found: &regex::Captures, has_lead: bool) -> Role {
    if found.name("lead").is_some() {
        Role::Lead
    } else if found.name("support").is_some() {
        Role::Support
    } else if found.name("execute").is_some() {
        Role::Executor
    } else if has_lead {
        Role::Support
    } else {
        Role::Lead
    }
}

fn read_bracket(passage: &Passage, open: usize, close: usize, order: ListOrder, out: &mut Vec<Found>) {
    let text = passage.text.as_str();
    let sentence = (open, close);
    let mut has_lead = false;
    let mut label_role: Option<Role> = None;
    let mut pending: Vec<(usize, usize)> = Vec::new();
    let mut places = 0usize;
    for (start, end) in clauses(text, open, close) {
        let clause = &text[start..end];
        let mut from = start;
        // A full stop ends the list that the label opened.
        if text[..start].ends_with('。') {
            label_role = None;
        }
        if let Some(found) = LABEL.captures(clause) {
            let whole = found.get(0).map_or(0..0, |m| m.range());
            let role = role_of(&found, has_lead);
            has_lead |= found.name("lead").is_some();
            label_role = Some(role);
            from = start + whole.end;
        } else if clause.contains(':') {
            // 完成时限:…, 责任人:…: another label ends the list.
            label_role = None;
            continue;
        }
        let (to, role) = match (VERB.captures(&text[from..end]), label_role) {
            // 责任单位:甲局牵头,乙局配合: the verb says more than the label.
            (Some(found), _) => {
                let verb = found.get(0).map_or(0, |m| m.start());
                let role = role_of(&found, has_lead);
                has_lead |= found.name("lead").is_some();
                (from + verb, Some(role))
            }
            (_, label) => (end, label),
        };
        pending.push((from, to));
        if let Some(role) = role {
            for (from, to) in pending.drain(..) {
                let ordered = label_role == Some(Role::Lead) && !has_lead && order != ListOrder::Plain;
                let later = ordered && places > 0;
                let role = if later { Role::Support } else { role };
                let from_here = out.len();
                push_list(passage, from, to, role, sentence, out);
                if ordered && order == ListOrder::FirstLeads && places == 0 {
                    out[from_here..].iter_mut().skip(1).filter(|f| f.role == Role::Lead).for_each(|f| f.role = Role::Support);
                }
                places += 1;
            }
        }
    }
}

/// Clauses at , ; 。 outside inner brackets.
fn clauses(text: &str, open: usize, close: usize) -> Vec<(usize, usize)> {
    let mut result = Vec::new();
    let (mut start, mut depth) = (open, 0usize);
    for (offset, c) in text[open..close].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | ';' | '。' if depth == 0 => {
                result.push((start, open + offset));
                start = open + offset + c.len_utf8();
            }
            _ => {}
        }
    }
    result.push((start, close));
    result.into_iter().flat_map(|(start, end)| at_labels(text, start, end)).collect()
}

/// 牵头单位:甲局 配合单位:乙局: each label begins a clause though no mark stands before it.
fn at_labels(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut cuts: Vec<usize> = LABEL
        .find_iter(&text[start..end])
        .chain(OTHER_LABEL.find_iter(&text[start..end]))
        .map(|m| start + m.start())
        .filter(|at| *at > start)
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut result = Vec::with_capacity(cuts.len() + 1);
    let mut from = start;
    for cut in cuts {
        result.push((from, cut));
        from = cut;
    }
    result.push((from, end));
    result
}

fn push_list(passage: &Passage, from: usize, to: usize, role: Role, sentence: (usize, usize), out: &mut Vec<Found>) {
    let text = passage.text.as_str();
    let from = from + lead_in(&text[from..to]);
    for (start, end) in split_list(text, from, to, &passage.gaps) {
        let (start, end) = trim(text, start, end);
        let name = &text[start..end];
        // 甲局会同乙局: the second supports.
        if let Some(with) = name.find("会同").filter(|w| *w > 0) {
            out.push(Found { start, end: start + with, role, explicit: true, sentence });
            out.push(Found { start: start + with + "会同".len(), end, role: Role::Support, explicit: true, sentence });
            continue;
        }
        let count = name.chars().count();
        if !(2..=30).contains(&count) || name.chars().any(|c| c.is_ascii_digit()) || name.contains(['《', ':']) {
            continue;
        }
        let role = if is_area_group(name) { Role::Executor } else { role };
        out.push(Found { start, end, role, explicit: true, sentence });
    }
}

/// 以下均需…, 由…: words before the first name.
fn lead_in(list: &str) -> usize {
    for word in ["以下均需", "以上由", "均需", "均由", "由", "请"] {
        if list.starts_with(word) {
            return word.len();
        }
    }
    0
}

fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let mut end = end;
    for word in ["按职责分工", "等单位", "等部门", "等"] {
        if text[start..end].ends_with(word) && text[start..end].len() > word.len() + 3 {
            end -= word.len();
        }
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Span;

    fn rows(text: &str) -> Vec<String> {
        let mut passage = Passage::default();
        passage.push(text, Span::new(0, text.len()), false);
        let mut out = Vec::new();
        find(&passage, ListOrder::Plain, &mut out);
        out.iter().map(|f| format!("{:?} {}", f.role, &passage.text[f.start..f.end])).collect()
    }

    #[test]
    fn brackets_and_labels() {
        assert_eq!(
            rows("做好工作。（市教育局牵头，市财政局、市民政局配合）"),
            ["Lead 市教育局", "Support 市财政局", "Support 市民政局"]
        );
        assert_eq!(rows("（责任单位：市直各部门，各县区）"), ["Lead 市直各部门", "Executor 各县区"]);
        assert_eq!(rows("（甲局、乙局按职责分工负责）"), ["Lead 甲局", "Lead 乙局"]);
        assert_eq!(rows("（甲局牵头，乙局按职责分工负责）"), ["Lead 甲局", "Support 乙局"]);
        assert_eq!(rows("牵头单位：市农业农村局"), ["Lead 市农业农村局"]);
        assert_eq!(rows("（牵头科室：人事科；完成时间：年底前）"), ["Lead 人事科"]);
        assert_eq!(rows("牵头单位：甲局 配合单位：乙局、丙局 完成时限：年底前"), ["Lead 甲局", "Support 乙局", "Support 丙局"]);
    }

    #[test]
    fn labels_with_verbs_and_bare_lists() {
        assert_eq!(rows("（责任单位：甲局牵头，乙局、丙局配合）"), ["Lead 甲局", "Support 乙局", "Support 丙局"]);
        assert_eq!(
            rows("加快建设。（市发展改革委、市财政局、各区人民政府）"),
            ["Lead 市发展改革委", "Lead 市财政局", "Executor 各区人民政府"]
        );
        assert!(rows("走访单位（市财政局、市民政局）十余家。").is_empty());
    }

    #[test]
    fn lists_with_an_order() {
        let mut passage = Passage::default();
        let text = "〔责任单位：甲局，乙局、丙局、各县(市、区)政府〕";
        passage.push(text, Span::new(0, text.len()), false);
        let mut out = Vec::new();
        find(&passage, list_order("逗号前为牵头单位，下同"), &mut out);
        let roles: Vec<Role> = out.iter().map(|f| f.role).collect();
        assert_eq!(roles, [Role::Lead, Role::Support, Role::Support, Role::Executor]);
    }

    #[test]
    fn other_brackets() {
        for text in ["成立专班（以下简称专班）", "（见附件2）", "（联系人：张三）"] {
            assert!(rows(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("responsibility_brackets.rs"), rows);
    }
}

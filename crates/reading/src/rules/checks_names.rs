//! Names of units that may be one, and units of a leading group without a task.
//!
//! # What it finds
//! Two names of which one is the other with a level in front (`镇某某中心`, `某某中心`), names that differ in one character which is
//! easily taken for another, members of a leading group to whom no task is given, and responsible units that are no members.
//!
//! # Why
//! Two names make two units in every table until a person says that they are one; a member without a task has been forgotten, or not.
//!
//! # Read
//! `（一）治理。做好治理。⏎⏎责任单位：镇村镇建设服务中心⏎⏎（二）保洁。做好保洁。⏎⏎责任单位：村镇建设服务中心` → `names_alike`;
//! `支持昂士新材料发展。鼓励昂仕新材料扩产。` → `names_alike`;
//! `成员：县教育局、县财政局、县水利局。⏎⏎（一）办学。做好办学。（责任单位：县教育局、县财政局、县民政局）` → `县水利局`
//!
//! # Not read
//! `（责任单位：市财政局）⏎⏎（责任单位：县财政局）`; groups without an own list of units and documents without brackets of responsible units:
//! `成员：县教育局、县财政局、县水利局。⏎⏎（一）办学。做好办学。`

use crate::findings::Subject;
use crate::lexicon::{UnitKind, split_list, unit_kind};
use crate::pattern;
use crate::text::{end_before, start_behind};
use crate::types::{At, Finding, Severity};
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static LEVEL: LazyLock<Regex> =
    LazyLock::new(|| pattern::new(r"^(?:省|市|县|区|镇|乡|州|旗|盟|局|院|校|街道)(?:级|直)?$").expect("fixed"));
static PERSON: LazyLock<Regex> = LazyLock::new(|| pattern::new(r"(?:常委|书记|主任|主席|同志)$").expect("fixed"));

/// Groups of characters of proper names that look or sound alike.
const ALIKE: [&str; 21] = [
    "士仕", "菏荷", "亨享", "宁宇", "晨辰", "昊吴", "侯候", "傅付", "磊垒", "鑫金", "洪红", "虹弘", "祥详", "峰锋", "俊峻",
    "佳嘉", "园圆", "铭明", "轩宣", "茂贸", "升昇",
];

/// For each character: 1 + the first group of [`ALIKE`] that holds it, 0 for none.
static GROUPS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut table = vec![0; 0x1_0000];
    for (group, members) in (1u8..).zip(ALIKE) {
        for c in members.chars() {
            if let Some(slot) = table.get_mut(c as usize).filter(|slot| **slot == 0) {
                *slot = group;
            }
        }
    }
    table
});

/// A message names at most so many pairs.
const PAIRS_SHOWN_MAX: usize = 6;
/// A list of members is no longer than this, in characters.
const MEMBERS_CHARS_MAX: usize = 600;

struct Names<'a> {
    /// Units that brackets make responsible, each once, at its first place.
    responsible: Vec<(&'a str, At)>,
    members: Vec<(String, At)>,
}

fn names<'a>(subject: &'a Subject) -> Names<'a> {
    let mut seen = HashSet::new();
    let explicit = subject.responsibilities.iter().filter(|r| r.explicit && seen.insert(r.unit.as_str()));
    let responsible = explicit.filter(|r| unit_kind(&r.unit) == Some(UnitKind::Organ)).map(|r| (r.unit.as_str(), r.at)).collect();
    Names { responsible, members: members(subject) }
}

/// The units of `成员:…` and `…为成员单位`.
fn members(subject: &Subject) -> Vec<(String, At)> {
    let mut list = Vec::new();
    for block in subject.texts().filter(|b| b.passage.cues.all("成员")) {
        let text = block.passage.text.as_str();
        for (from, to) in member_lists(text) {
            for (start, end) in split_list(text, from, to, &block.passage.gaps) {
                // 甲局为联络单位: the name stands before 为.
                let name = text[start..end].split('为').next().unwrap_or_default().trim_end_matches('等');
                if unit_kind(name) == Some(UnitKind::Organ) && !PERSON.is_match(name) {
                    list.push((name.to_owned(), subject.source.at(block.passage.raw_span(start, start + name.len()))));
                }
            }
        }
    }
    list
}

/// The list behind `成员:` at the start, and those in front of `为成员单位`, as bytes.
fn member_lists(text: &str) -> Vec<(usize, usize)> {
    let mut lists = Vec::new();
    let mut done = 0;
    if let Some(rest) = ["成员单位:", "成员:"].iter().find_map(|label| text.strip_prefix(label)) {
        let from = text.len() - rest.len();
        let end = end_before(text, from, |c| matches!(c, '。' | ';'));
        if (4..=MEMBERS_CHARS_MAX).contains(&text[from..end].chars().count()) {
            lists.push((from, end));
            done = end;
        }
    }
    for (at, _) in text.match_indices("成员") {
        if at < done {
            continue;
        }
        let Some(verb) = ["作为", "为", "是"].iter().find(|verb| text[..at].ends_with(**verb)) else { continue };
        let end = text[..at - verb.len()].trim_end_matches('等').len();
        let start = start_behind(text, end, |c| matches!(c, '。' | ';' | ':')).max(done.min(end));
        if (6..=MEMBERS_CHARS_MAX).contains(&text[start..end].chars().count()) {
            lists.push((start, end));
            done = at;
        }
    }
    lists
}

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    let names = names(subject);
    same(subject, &names, out);
    one_character(subject, out);
    tasks(subject, &names, out);
}

/// A name without the level in front of it: `镇某某中心` → `某某中心`. The rest has at least three characters.
fn without_level(name: &str) -> impl Iterator<Item = &str> {
    let cuts = name.char_indices().map(|(at, _)| at).take(5).skip(1);
    cuts.filter(|at| LEVEL.is_match(&name[..*at])).map(|at| &name[at..]).filter(|rest| rest.chars().nth(2).is_some())
}

fn same(subject: &Subject, names: &Names, out: &mut Vec<Finding>) {
    let members = names.members.iter().map(|(name, at)| (name.as_str(), *at));
    let mut all: HashMap<&str, At> = HashMap::new();
    let mut order = Vec::new();
    for (name, at) in names.responsible.iter().copied().chain(members) {
        all.entry(name).or_insert_with(|| {
            order.push(name);
            at
        });
    }
    let mut pairs = Vec::new();
    let mut places = Vec::new();
    for long in order {
        for short in without_level(long) {
            if let Some((at, other)) = all.get(long).zip(all.get(short)) {
                pairs.push(format!("“{long}”与“{short}”"));
                places.extend([*at, *other]);
            }
        }
    }
    if !pairs.is_empty() {
        let more = if pairs.len() > PAIRS_SHOWN_MAX { format!("等{}组名称", pairs.len()) } else { String::new() };
        let message =
            format!("{}{more}可能是同一单位，需要由人确认，未合并。", pairs[..pairs.len().min(PAIRS_SHOWN_MAX)].join("、"));
        out.push(subject.finding("names_alike", Severity::Remark, places, message));
    }
}

/// 昂士新材料, 昂仕新材料: one of a pair of characters, the same one behind it, and the same before it or none of the name.
fn one_character(subject: &Subject, out: &mut Vec<Finding>) {
    let mut seen: HashMap<(u8, char), (char, String, At)> = HashMap::new();
    let mut told = HashSet::new();
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        for (at, c) in text.char_indices() {
            let group = GROUPS.get(c as usize).copied().unwrap_or(0);
            if group == 0 {
                continue;
            }
            let end = at + c.len_utf8();
            let Some(next) = text[end..].chars().next().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) else { continue };
            let key = (group, next);
            let word = || format!("{}{}", crate::text::before(text, at, 1), crate::text::after(text, at, 4));
            let place = || subject.source.at(block.passage.raw_span(at, end + next.len_utf8()));
            match seen.get(&key) {
                Some((other, first, there)) if *other != c && told.insert(key) => {
                    let message = format!("“{first}”与“{}”只差一个字，可能是同一名称，需要由人确认。", word());
                    out.push(subject.finding("names_alike", Severity::Remark, vec![*there, place()], message));
                }
                Some(_) => {}
                None => {
                    seen.insert(key, (c, word(), place()));
                }
            }
        }
    }
}

/// Names and the same names without a level, for asking whether a name is one of them.
struct Known<'a> {
    whole: HashSet<&'a str>,
    short: HashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(names: impl Iterator<Item = &'a str>) -> Self {
        let whole: HashSet<&str> = names.collect();
        let short = whole.iter().flat_map(|n| without_level(n)).collect();
        Self { whole, short }
    }

    /// The name itself, with a level in front, or without one.
    fn holds(&self, name: &str) -> bool {
        self.whole.contains(name) || self.short.contains(name) || without_level(name).any(|n| self.whole.contains(n))
    }
}

/// Members without a task and responsible units that are no members, where the text has both lists in the same words.
fn tasks(subject: &Subject, names: &Names, out: &mut Vec<Finding>) {
    let responsible = Known::of(names.responsible.iter().map(|(n, _)| *n));
    let (with, without): (Vec<_>, Vec<_>) = names.members.iter().partition(|(m, _)| responsible.holds(m));
    if with.len() < 2 || names.responsible.len() < 3 {
        return;
    }
    let members = Known::of(names.members.iter().map(|(n, _)| n.as_str()));
    let show = |list: &[String]| list.join("、");
    if !without.is_empty() {
        let list: Vec<String> = without.iter().map(|(n, _)| n.clone()).collect();
        let message = format!("成员单位中有{}个没有列出任务：{}。", list.len(), show(&list));
        out.push(subject.finding("member_without_task", Severity::Remark, without.iter().map(|(_, at)| *at).collect(), message));
    }
    let outside: Vec<_> = names.responsible.iter().filter(|(r, _)| !members.holds(r)).collect();
    if !outside.is_empty() {
        let list: Vec<String> = outside.iter().map(|(n, _)| (*n).to_owned()).collect();
        let message = format!("有{}个责任单位不在成员单位之列：{}。", list.len(), show(&list));
        out.push(subject.finding(
            "responsible_not_member",
            Severity::Remark,
            outside.iter().map(|(_, at)| *at).collect(),
            message,
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn found(text: &str) -> Vec<(String, String)> {
        let reading = read(&format!("某县工作方案\n\n一、要求\n\n{text}"), &Options::default());
        let own = ["names_alike", "member_without_task", "responsible_not_member"];
        reading.findings.into_iter().filter(|f| own.contains(&f.code.as_str())).map(|f| (f.code, f.message)).collect()
    }

    #[test]
    fn one_unit_or_two() {
        let list = found(
            "（一）治理。做好治理。\n\n责任单位：镇村镇建设服务中心\n\n（二）保洁。做好保洁。\n\n责任单位：村镇建设服务中心",
        );
        assert_eq!(list.len(), 1);
        assert!(list[0].1.contains("“镇村镇建设服务中心”与“村镇建设服务中心”"));
        assert_eq!(found("支持昂士新材料发展。鼓励昂仕新材料扩产。").len(), 1);
        assert!(found("（责任单位：市财政局）\n\n（责任单位：县财政局）").is_empty());
    }

    #[test]
    fn members_and_tasks() {
        let list =
            found("成员：县教育局、县财政局、县水利局。\n\n（一）办学。做好办学。（责任单位：县教育局、县财政局、县民政局）");
        let codes: Vec<&str> = list.iter().map(|f| f.0.as_str()).collect();
        assert_eq!(codes, ["member_without_task", "responsible_not_member"]);
        assert!(list[0].1.contains("1个") && list[0].1.contains("县水利局") && list[1].1.contains("县民政局"));
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_names.rs"), |t| found(t).into_iter().map(|f| f.0 + &f.1).collect());
    }
}

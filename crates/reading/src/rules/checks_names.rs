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
//! `镇村镇建设服务中心` beside `村镇建设服务中心`; `昂士新材料` beside `昂仕新材料`; `成员:甲局、乙局` where only 甲局 has a task.
//!
//! # Not read
//! `市财政局` beside `县财政局`; groups without an own list of units; documents without brackets of responsible units.

use crate::findings::Subject;
use crate::lexicon::{UnitKind, split_list, unit_kind};
use crate::pattern;
use crate::types::{At, Finding, Severity};
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

static LEVEL: LazyLock<Regex> =
    LazyLock::new(|| pattern::new(r"^(?:省|市|县|区|镇|乡|州|旗|盟|局|院|校|街道)(?:级|直)?$").expect("fixed"));
static MEMBERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:^成员(?:单位)?:(?P<a>[^。;]{4,600}))|(?P<b>[^。;:]{6,400}?)(?:等)?(?:为|作为|是)成员(?:单位)?")
        .expect("fixed")
});

static PERSON: LazyLock<Regex> = LazyLock::new(|| pattern::new(r"(?:常委|书记|主任|主席|同志)$").expect("fixed"));

/// Groups of characters of proper names that look or sound alike.
const ALIKE: [&str; 22] = [
    "士仕", "菏荷", "亨享", "宁宇", "晨辰", "昊吴", "侯候", "傅付", "磊垒", "鑫金", "洪红", "虹弘", "祥详", "峰锋", "俊峻",
    "佳嘉", "园圆", "铭明", "轩宣", "茂贸", "尚上", "升昇",
];

/// A message names at most so many pairs.
const PAIRS_SHOWN_MAX: usize = 6;

struct Names<'a> {
    /// Units that brackets make responsible, each once, at its first place.
    responsible: Vec<(&'a str, At)>,
    members: Vec<(String, At)>,
}

fn names<'a>(subject: &'a Subject) -> Names<'a> {
    let mut responsible: Vec<(&str, At)> = Vec::new();
    for r in subject.responsibilities.iter().filter(|r| r.explicit) {
        if unit_kind(&r.unit) == Some(UnitKind::Organ) && !responsible.iter().any(|(n, _)| *n == r.unit) {
            responsible.push((&r.unit, r.at));
        }
    }
    Names { responsible, members: members(subject) }
}

/// The units of `成员:…` and `…为成员单位`.
fn members(subject: &Subject) -> Vec<(String, At)> {
    let mut list = Vec::new();
    for block in subject.texts().filter(|b| b.passage.text.contains("成员")) {
        let text = block.passage.text.as_str();
        for found in MEMBERS.captures_iter(text) {
            let Some(m) = found.name("a").or(found.name("b")) else { continue };
            for (start, end) in split_list(text, m.start(), m.end(), &block.passage.gaps) {
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

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    let names = names(subject);
    same(subject, &names, out);
    one_character(subject, out);
    tasks(subject, &names, out);
}

/// Whether `long` is `short` with a level in front.
fn is_prefixed(long: &str, short: &str) -> bool {
    short.chars().count() >= 3 && long.strip_suffix(short).is_some_and(|level| LEVEL.is_match(level))
}

fn same(subject: &Subject, names: &Names, out: &mut Vec<Finding>) {
    let mut all: Vec<(&str, At)> = names.responsible.clone();
    for (name, at) in &names.members {
        if !all.iter().any(|(n, _)| n == name) {
            all.push((name, *at));
        }
    }
    let mut pairs = Vec::new();
    let mut places = Vec::new();
    for (long, at) in &all {
        for (short, other) in all.iter().filter(|(short, _)| is_prefixed(long, short)) {
            pairs.push(format!("“{long}”与“{short}”"));
            places.extend([*at, *other]);
        }
    }
    if !pairs.is_empty() {
        let more = if pairs.len() > PAIRS_SHOWN_MAX { format!("等{}组名称", pairs.len()) } else { String::new() };
        let message =
            format!("{}{more}可能是同一单位，需要由人确认，未合并。", pairs[..pairs.len().min(PAIRS_SHOWN_MAX)].join("、"));
        out.push(subject.finding("names_alike", Severity::Remark, places, message));
    }
}

/// 昂士新材料, 昂仕新材料: the same character before, the same two behind, and one of a pair between.
fn one_character(subject: &Subject, out: &mut Vec<Finding>) {
    let mut seen: HashMap<(char, usize, char, char), (char, At)> = HashMap::new();
    let mut told = Vec::new();
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        for w in chars.windows(4) {
            let Some(group) = ALIKE.iter().position(|g| g.contains(w[1].1)) else { continue };
            if ![w[0].1, w[2].1, w[3].1].iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) {
                continue;
            }
            let at = subject.source.at(block.passage.raw_span(w[0].0, w[3].0 + w[3].1.len_utf8()));
            let key = (w[0].1, group, w[2].1, w[3].1);
            match seen.get(&key) {
                Some((other, first)) if *other != w[1].1 && !told.contains(&key) => {
                    told.push(key);
                    let message = format!(
                        "“{}{other}{}{}”与“{}{}{}{}”只差一个字，可能是同一名称，需要由人确认。",
                        key.0, key.2, key.3, key.0, w[1].1, key.2, key.3
                    );
                    out.push(subject.finding("names_alike", Severity::Remark, vec![*first, at], message));
                }
                Some(_) => {}
                None => {
                    seen.insert(key, (w[1].1, at));
                }
            }
        }
    }
}

/// Members without a task and responsible units that are no members, where the text has both lists in the same words.
fn tasks(subject: &Subject, names: &Names, out: &mut Vec<Finding>) {
    let one = |a: &str, b: &str| a == b || is_prefixed(a, b) || is_prefixed(b, a);
    let (with, without): (Vec<_>, Vec<_>) =
        names.members.iter().partition(|(m, _)| names.responsible.iter().any(|(r, _)| one(m, r)));
    if with.len() < 2 || names.responsible.len() < 3 {
        return;
    }
    let show = |list: &[String]| list.join("、");
    if !without.is_empty() {
        let list: Vec<String> = without.iter().map(|(n, _)| n.clone()).collect();
        let message = format!("成员单位中有{}个没有列出任务：{}。", list.len(), show(&list));
        out.push(subject.finding("member_without_task", Severity::Remark, without.iter().map(|(_, at)| *at).collect(), message));
    }
    let outside: Vec<_> = names.responsible.iter().filter(|(r, _)| !names.members.iter().any(|(m, _)| one(m, r))).collect();
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
}

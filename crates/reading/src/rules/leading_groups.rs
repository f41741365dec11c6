//! Leading groups (领导小组) and their offices.
//!
//! # What it finds
//! Leader, deputies, members, the office, where it stands, its head and its staff.
//!
//! # Why
//! Posts of a group are bound to duties; who is named, and who is left open, must be seen before publication.
//!
//! # Read
//! `组 长：张三 局长` → `张三`, `组 长：张三⏎⏎成 员：甲某某 乙某某` → `乙某某`, `成员为各科室负责人。` → `各科室负责人`, `下设办公室在某科。` → `某科`,
//! `办公室设在某科，李四同志兼任办公室主任。` → `李四`, `办公室设在某科，甲某、乙某为办公室工作人员。` → `乙某`, a name on a line of its own below the label:
//! `组 长：王五⏎⏎副组长：张三（镇长）⏎李四（副镇长）` → `李四`
//!
//! # Not read
//! Groups of other levels that are only mentioned, names in running text without a label: `按照市领导小组要求，张三做好协调工作。`

use crate::blocks::{Block, BlockKind};
use crate::text::{Passage, Source};
use crate::types::{LeadingGroup, Member};
use regex::Regex;
use std::sync::LazyLock;

static SET_UP: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"成立[^。;]{0,40}(?:小组|指挥部|委员会|专班)").expect("fixed"));
static LEADER: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?P<d>副|常务副)?(?:组长|总指挥|主任委员)(?:单位)?:").expect("fixed"));
static MEMBERS: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"^成员(?:单位)?(?P<c>:|为|由)").expect("fixed"));
static OFFICE: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:下设|设立?)[^,。;]{0,6}办公室|办公室设").expect("fixed"));
static OFFICE_AT: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"办公室(?:设)?(?:在|于)(?P<p>[^,。;(]{2,20})").expect("fixed"));
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?P<n>[\p{Han}×*]{2,4}?)(?:同志)?(?:兼任|任|担任|兼)(?:领导小组)?办公室主任").expect("fixed")
});
/// 办公室日常工作由某某负责.
static RUN_BY: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"办公室(?:的)?(?:具体|日常)?工作由(?P<n>[\p{Han}×*]{2,12}?)(?:同志)?(?:负责|主持|承担)").expect("fixed")
});
/// 成立以某某为组长的…, 成立了以某某为组长(: the leader in running text.
static LED_BY: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"成立了?(?:由|以)(?P<n>[^,。;()]{2,30})(?:担任|为|任)组长").expect("fixed"));
static STAFF: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?P<n>[\p{Han}、]{2,60})为办公室(?:工作人员|成员)").expect("fixed"));
/// `张三(副镇长)` on a line of its own: one more of those above.
static ONE_MORE: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"^[\p{Han}Xx×*○]{1,4}\([^()]{2,40}\)$").expect("fixed"));
static POST: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"长$|主任|书记|主席|院长|经理|负责人|科员|干事|委员|医师|护士").expect("fixed"));

/// Whose names the lines behind a label go on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Above {
    Leaders,
    Deputies,
}

pub(crate) fn find(source: &Source, document: usize, blocks: &[Block]) -> Vec<LeadingGroup> {
    let mut groups: Vec<LeadingGroup> = Vec::new();
    let mut open: Option<usize> = None;
    let mut above: Option<Above> = None;
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Text) {
        let text = block.passage.text.as_str();
        if open.is_none() && !block.passage.cues.any("成:") {
            continue;
        }
        let leader = LEADER.captures(text);
        let led = LED_BY.captures(text).and_then(|f| Some((f.get(0)?, f.name("n")?)));
        let begins = SET_UP.find(text).or(led.as_ref().map(|l| l.0));
        let first_leader =
            leader.as_ref().is_some_and(|l| l.name("d").is_none()) && open.is_none_or(|g| !groups[g].leaders.is_empty());
        if begins.is_some() || first_leader {
            // A group that is announced in one chapter and staffed below is one group.
            let at = source.at(begins.map_or_else(|| block.passage.whole_span(), |m| block.passage.raw_span(m.start(), m.end())));
            open = Some(groups.len());
            groups.push(LeadingGroup {
                document,
                at,
                leaders: vec![],
                deputies: vec![],
                members: vec![],
                member_posts: None,
                has_office: false,
                office_at: None,
                office_heads: vec![],
                office_staff: vec![],
            });
        }
        let Some(group) = open.and_then(|g| groups.get_mut(g)) else { continue };
        if let Some((_, name)) = led {
            group.leaders.push(member(source, &block.passage, name.start(), name.end()));
        }
        let was = above.take();
        if let Some(found) = &leader {
            let from = found.get(0).map_or(0, |m| m.end());
            let people = people(source, &block.passage, from, text.len());
            let row = if found.name("d").is_some() { Above::Deputies } else { Above::Leaders };
            if row == Above::Deputies {
                group.deputies.extend(people)
            } else {
                group.leaders.extend(people)
            }
            above = Some(row);
        } else if let Some(row) = was.filter(|_| ONE_MORE.is_match(text)) {
            let people = people(source, &block.passage, 0, text.len());
            if row == Above::Deputies {
                group.deputies.extend(people)
            } else {
                group.leaders.extend(people)
            }
            above = Some(row);
        } else if let Some(found) = MEMBERS.captures(text) {
            let from = found.get(0).map_or(0, |m| m.end());
            if &found["c"] == ":" {
                group.members.extend(people(source, &block.passage, from, text.len()));
            } else {
                group.member_posts = Some(text[from..].trim_end_matches(['。', ';']).to_owned());
            }
        }
        office(source, &block.passage, group);
    }
    // A group without people and without an office is only mentioned.
    groups.retain(|g| !g.leaders.is_empty() || !g.members.is_empty() || g.member_posts.is_some() || g.has_office);
    groups
}

fn office(source: &Source, passage: &Passage, group: &mut LeadingGroup) {
    let text = passage.text.as_str();
    group.has_office |= OFFICE.is_match(text);
    if let Some(place) = OFFICE_AT.captures(text).and_then(|f| f.name("p")) {
        group.office_at.get_or_insert_with(|| place.as_str().to_owned());
    }
    if !group.has_office {
        return;
    }
    for f in HEAD.captures_iter(text).chain(RUN_BY.captures_iter(text)) {
        if let Some(name) = f.name("n").filter(|n| !n.as_str().starts_with('由')) {
            group.office_heads.push(member(source, passage, name.start(), name.end()));
        }
    }
    if let Some(list) = STAFF.captures(text).and_then(|f| f.name("n")) {
        let mut from = list.start();
        for part in list.as_str().split('、') {
            group.office_staff.push(member(source, passage, from, from + part.len()));
            from += part.len() + '、'.len_utf8();
        }
    }
}

/// Names behind a label: separated by blanks or 、; what looks like a post belongs to the name before it.
fn people(source: &Source, passage: &Passage, from: usize, to: usize) -> Vec<Member> {
    let text = passage.text.as_str();
    let mut cuts: Vec<usize> = passage.gaps.iter().chain(&passage.breaks).copied().filter(|g| *g > from && *g < to).collect();
    // The posts of one person stand in a bracket.
    let mut inside = 0i32;
    // Whether the last bracket before a byte is one that opens: nothing is cut there.
    let mut bracketed: Vec<(usize, bool)> = vec![(from, false)];
    for (i, c) in text[from..to].char_indices() {
        inside += i32::from(c == '(') - i32::from(c == ')');
        if inside <= 0 && matches!(c, '、' | ',' | ';' | '。') {
            cuts.push(from + i);
        }
        if matches!(c, '(' | ')') {
            bracketed.push((from + i + c.len_utf8(), c == '('));
        }
    }
    cuts.retain(|cut| bracketed.partition_point(|b| b.0 <= *cut).checked_sub(1).is_none_or(|i| !bracketed[i].1));
    cuts.sort_unstable();
    cuts.push(to);
    let mut result: Vec<Member> = Vec::new();
    let mut start = from;
    for cut in cuts {
        let part = text[start..cut].trim_start_matches(['、', ',', ';', '。']);
        let begin = cut - part.len();
        start = cut;
        let count = part.chars().count();
        if count == 0 || count > 40 {
            continue;
        }
        let is_post = POST.is_match(part) && (count > 4 || result.last().is_some_and(|m| m.post.is_none()));
        // 王 强(副镇长): a name of one character each side of a blank, and the post behind it.
        let halved = part.split_once('(').is_some_and(|(name, _)| name.chars().count() == 1);
        match result.last_mut() {
            Some(last) if halved && last.name.chars().count() == 1 && last.post.is_none() => {
                let rest = member(source, passage, begin, cut);
                last.name.push_str(&rest.name);
                last.post = rest.post;
            }
            Some(last) if is_post => {
                last.post = Some(last.post.take().map_or_else(|| part.to_owned(), |p| format!("{p} {part}")))
            }
            // 王 强: a name of one character each side of a blank.
            Some(last) if count == 1 && last.name.chars().count() == 1 => last.name.push_str(part),
            _ => result.push(member(source, passage, begin, cut)),
        }
    }
    result
}

fn member(source: &Source, passage: &Passage, start: usize, end: usize) -> Member {
    let (name, post) = match passage.text[start..end].split_once('(') {
        Some((name, post)) => (name.to_owned(), Some(post.trim_end_matches(')').to_owned())),
        None => (passage.text[start..end].to_owned(), None),
    };
    Member { name, post, at: source.at(passage.raw_span(start, end)) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("leading_groups.rs"), |t| {
            let reading =
                crate::read(&format!("某县工作方案\n\n一、组织\n\n成立某某工作领导小组。\n\n{t}"), &crate::Options::default());
            reading.groups.iter().map(|g| format!("{g:?}")).collect()
        });
    }
}

//! Terms that the text uses as known, and personal data in the open.
//!
//! # What it finds
//! Numbers as names (“四可”, “3030”) that the text never explains; names of persons with their posts, numbers of identity cards and
//! telephones in the open text.
//!
//! # Why
//! A rule behind an unexplained term cannot run before somebody says what it means; persons are shown by post, not by name, in public.
//!
//! # Read
//! `做到“四可”，确保并网。` → `“四可”`, `落实“3030”闭环机制。`, `开展“八乱”整治。`; `由党委书记张大山担任主任。` → `书记张**`, `联系电话13900000000。`
//!
//! # Not read
//! `做到“四可”(可查、可控、可追、可评)。`, `“十四五”时期做好“三农”工作。` and other terms that every office knows; `由党委书记担任组长。`

use crate::findings::Subject;
use crate::pattern;
use crate::rules::checks_text::choices;
use crate::types::{At, Finding, Severity};
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

static TERM: LazyLock<Regex> =
    LazyLock::new(|| pattern::new(r"“(?P<t>[一二两三四五六七八九十百双]{1,3}(?:大|个)?[\p{Han}]{1,5}|\d{3,5})”").expect("fixed"));
/// Terms of general use; whoever works in an office knows them.
const KNOWN: &str = "四个意识 四个自信 两个维护 两个确立 五位一体 四个全面 三个代表 一岗双责 一票否决 三农 三重一大 两学一做 三严三实 三会一课 一带一路 一网通办 一网通管 一国两制 \
    双随机 双碳 双创 双减 双拥 三公 三公经费 四风 五险一金 两会 两委 六稳 六保 三支一扶 一卡通 一站式 一条龙 一把手 一刀切 一对一 五一 十一 七一 八一 六一 三八 五四 一窗受理 一村一品 \
    两不愁三保障 三区三线 七个有之 五个必须 两个一百年 三大攻坚战 四不两直 一件事 三伏 三下乡 双向 双百 一线 三方 三级 一体化 双休日";
static PLAN_PERIOD: LazyLock<Regex> =
    LazyLock::new(|| pattern::new(r"^(?:十[一二三四五六]?|[六七八九])五(?:规划|时期|普法)?$").expect("fixed"));
/// Frequent family names.
const FAMILY: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧孙穆葛洪倪温芦裴柳阮翁岳柯季樊庞聂齐梅殷焦凌";
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(&format!(
        r"(?P<p>书记|镇长|乡长|县长|市长|区长|局长|主任|院长|部长|主席|委员|校长|所长|站长|科长|处长|经理|调研员|助理|参谋|组长)(?P<n>(?:欧阳|上官|司马|[{FAMILY}])[\p{{Han}}]{{1,2}}?)(?:任|担任|为|同志|兼任|带队|带领|负责|立即|主持|出席|分别|强调|指出|亲自|率队|(?P<e>[、,;。)]))"
    ))
    .expect("fixed")
});
/// jú长张大山: what a reading aid left of the post.
static DAMAGED_POST: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(&format!(
        r"(?P<p>[a-z\u{{e0}}-\u{{24f}}]{{1,6}}长)(?P<n>[{FAMILY}][\p{{Han}}]{{1,2}}?)(?:任|担任|为|同志|兼任|立即|主持|出席|分别|[、,;。)])"
    ))
    .expect("fixed")
});
/// 张大山书记在…: a post and what its holder does.
static POST: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?P<p>书记|镇长|乡长|县长|市长|区长|局长|州长|省长|部长|主席)(?:在|主持|出席|强调|指出|讲话|作)")
        .expect("fixed")
});
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(&format!(r"(?:^|[,。;、:]|了|由|以)(?P<n>(?:欧阳|上官|司马|[{FAMILY}])[\p{{Han}}]{{1,2}})$")).expect("fixed")
});

/// Persons named in front of their post (学习了张大山书记在…的讲话): the post, and the place of the name.
fn before_posts(text: &str) -> impl Iterator<Item = (&str, (usize, usize))> {
    POST.captures_iter(text).filter_map(move |f| {
        let post = f.name("p")?;
        let head = crate::text::before(text, post.start(), 5);
        let name = NAME.captures(head)?.name("n")?;
        let start = post.start() - head.len() + name.start();
        Some((post.as_str(), (start, post.start())))
    })
}

static PHONE: LazyLock<Regex> = LazyLock::new(|| pattern::new(r"1[3-9]\d{9}|\d{17}[\dXx]").expect("fixed"));

pub(crate) fn undefined(subject: &Subject, out: &mut Vec<Finding>) {
    let mut terms: Vec<(String, At)> = Vec::new();
    let mut told: HashSet<String> = HashSet::new();
    let mut seen: HashSet<String> = HashSet::new();
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        if !block.passage.cues.all("“”") {
            continue;
        }
        for f in TERM.captures_iter(text) {
            let (Some(whole), term) = (f.get(0), &f["t"]) else { continue };
            if is_known(term) {
                continue;
            }
            if explained(text, whole.start(), whole.end()) || listed_before(text, whole.start(), term) {
                told.insert(term.to_owned());
            } else if seen.insert(term.to_owned()) {
                terms.push((term.to_owned(), subject.source.at(block.passage.raw_span(whole.start(), whole.end()))));
            }
        }
    }
    terms.retain(|(t, _)| !told.contains(t));
    if !terms.is_empty() {
        let names: Vec<&str> = terms.iter().map(|(t, _)| t.as_str()).collect();
        let message = format!("文中没有说明“{}”的内容，相关规则待定。", names.join("”“"));
        let mut finding = subject.finding("term_undefined", Severity::Remark, terms.iter().map(|(_, at)| *at).collect(), message);
        finding.choices = choices(&[("explain", "填写含义"), ("leave_open", "暂不确定")]);
        out.push(finding);
    }
}

fn is_known(term: &str) -> bool {
    PLAN_PERIOD.is_match(term) || KNOWN.split_whitespace().any(|k| k == term)
}

/// The list in front of a term begins no further back.
const LIST_BYTES_MAX: usize = 2400;

/// A bracket, a colon or 即 stands behind the term.
fn explained(text: &str, start: usize, end: usize) -> bool {
    let rest = &text[end..];
    let near: String = rest.chars().take(6).collect();
    rest.starts_with(['(', ':', '〔'])
        || near.contains('即')
        || near.contains(['(', ':'])
        || text[..start].ends_with('的')
            && text[crate::text::floor_boundary(text, start.saturating_sub(LIST_BYTES_MAX))..start].contains('、')
}

/// …图、…图、…图“三图”: as many items as the number says stand before it.
fn listed_before(text: &str, start: usize, term: &str) -> bool {
    let from = crate::text::start_behind(text, start, |c| matches!(c, ',' | '。' | ';' | ':'));
    let figure: String = term.chars().take_while(|c| "一二两三四五六七八九十".contains(*c)).collect();
    let items = text[from..start].split(['、', '和']).filter(|p| !p.is_empty()).count();
    crate::numeral::chinese(&figure).and_then(|n| usize::try_from(n).ok()) == Some(items)
}

/// Persons with their posts: counted, with the family name only.
pub(crate) fn persons(subject: &Subject, out: &mut Vec<Finding>) {
    let mut people: Vec<(String, At)> = Vec::new();
    let mut numbers = Vec::new();
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        let damaged = text.contains(|c| matches!(c, '\u{e0}'..='\u{24f}')).then(|| DAMAGED_POST.captures_iter(text));
        let named = NAMED.captures_iter(text).chain(damaged.into_iter().flatten());
        let named = named.filter_map(|f| Some((f.name("p")?.as_str(), f.name("n").map(|n| (n.start(), n.end()))?)));
        let mut found: Vec<(&str, (usize, usize))> = named.chain(before_posts(text)).collect();
        found.sort_by_key(|f| f.1);
        found.dedup_by_key(|f| f.1);
        for (post, (start, end)) in found {
            let family: String = text[start..end].chars().take(1).collect();
            people.push((format!("{post}{family}**"), subject.place(block, start, end)));
        }
        let alone = |m: &regex::Match| {
            !text[..m.start()].ends_with(|c: char| c.is_ascii_digit())
                && !text[m.end()..].starts_with(|c: char| c.is_ascii_digit())
        };
        if !block.passage.cues.all("0") {
            continue;
        }
        numbers
            .extend(PHONE.find_iter(text).filter(alone).map(|m| subject.source.at(block.passage.raw_span(m.start(), m.end()))));
    }
    if !people.is_empty() {
        let shown: Vec<&str> = people.iter().map(|(p, _)| p.as_str()).take(6).collect();
        let message = format!("文中直接写出{}处姓名（{}），公开前应改为职务。", people.len(), shown.join("、"));
        out.push(subject.finding("person_named", Severity::Remark, people.iter().map(|(_, at)| *at).collect(), message));
    }
    if !numbers.is_empty() {
        let message = format!("文中直接写出{}处电话或证件号码，公开前应遮盖。", numbers.len());
        out.push(subject.finding("personal_number", Severity::Remark, numbers, message));
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn found(text: &str) -> Vec<(String, String)> {
        let reading = read(&format!("某县工作方案\n\n一、要求\n\n{text}"), &Options::default());
        let own = ["term_undefined", "person_named", "personal_number"];
        reading.findings.into_iter().filter(|f| own.contains(&f.code.as_str())).map(|f| (f.code, f.message)).collect()
    }

    #[test]
    fn terms() {
        assert!(found("做到“四可”，开展“八乱”整治，落实“3030”闭环机制。")[0].1.contains("“四可”“八乱”“3030”"));
        for text in
            ["做到“四可”（可查、可控、可追、可评）。", "“十四五”时期做好“三农”工作。", "编制产业图、技术图、区域图“三图”。"]
        {
            assert!(found(text).is_empty(), "{text} {:?}", found(text));
        }
    }

    #[test]
    fn people() {
        let list = found("由党委书记张大山担任主任，联系电话13900000000。");
        assert_eq!(list.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["person_named", "personal_number"]);
        assert!(list[0].1.contains("书记张**") && !list[0].1.contains("大山"));
        assert!(found("由党委书记担任组长，各村书记为成员。").is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_terms.rs"), |t| found(t).into_iter().map(|f| f.0 + &f.1).collect());
    }
}

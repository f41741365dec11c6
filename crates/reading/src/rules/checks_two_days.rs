//! Two days for one thing, in different places of a text.
//!
//! # What it finds
//! 到2020年 (to the end of that year) in one place and 2020年前 (to the end of the year before) in another for the same thing.
//!
//! # Why
//! The two ends lie a year apart; neither wins by itself.
//!
//! # Read
//! `（一）目标。到2020年，建成区黑臭水体基本得到消除。⏎⏎（二）治水。建成区于2020年前基本消除黑臭水体。` → `黑臭水体`
//!
//! # Not read
//! Another thing, or the same end in both places: `（一）目标。到2020年，建成区污水管网全部建成。⏎⏎（二）治水。于2020年前基本消除黑臭水体。`,
//! `（一）目标。到2020年，建成区黑臭水体基本得到消除。⏎⏎（二）治水。到2020年基本消除黑臭水体。`

use crate::blocks::Block;
use crate::findings::Subject;
use crate::pattern;
use crate::text::clause_around;
use crate::types::{Choice, Finding, Severity};
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

static UNTIL: LazyLock<Regex> = LazyLock::new(|| pattern::new(r"(?:到|至)(?P<y>20\d{2})年(?:底|末)?(?P<b>前)?").expect("fixed"));
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?P<y>20\d{2})年前[\p{Han}]{0,8}?(?P<v>消除|完成|建成|实现|淘汰|取缔|关闭|搬迁|覆盖)(?P<o>[\p{Han}“”]{4,16})")
        .expect("fixed")
});

/// A goal reaches from its year to the next year that the paragraph names.
struct Goal<'a> {
    block: &'a Block,
    /// The words of the year, as folded bytes.
    words: (usize, usize),
    text: &'a str,
}

/// Goals of one year that a day is held against.
const GOALS_MAX: usize = 16;

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    let mut goals: HashMap<&str, Vec<Goal>> = HashMap::new();
    for block in subject.texts().filter(|b| b.passage.cues.all("0年") && b.passage.cues.any("到至")) {
        let text = block.passage.text.as_str();
        let found: Vec<_> =
            UNTIL.captures_iter(text).filter_map(|f| Some((f.get(0)?, f.name("y")?, f.name("b").is_some()))).collect();
        for (i, (whole, year, is_before)) in found.iter().enumerate().filter(|(_, f)| !f.2) {
            debug_assert!(!is_before);
            let end = found.get(i + 1).map_or(text.len(), |next| next.0.start());
            let list = goals.entry(year.as_str()).or_default();
            if list.len() < GOALS_MAX {
                list.push(Goal { block, words: (whole.start(), whole.end()), text: &text[whole.end()..end] });
            }
        }
    }
    if goals.is_empty() {
        return;
    }
    for block in subject.texts().filter(|b| b.passage.cues.all("0年前")) {
        let text = block.passage.text.as_str();
        for f in BEFORE.captures_iter(text) {
            let (Some(whole), Some(object)) = (f.get(0), f.name("o")) else { continue };
            if text[..whole.start()].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '到' | '至')) {
                continue;
            }
            let named: String = object.as_str().chars().filter(|c| !matches!(c, '“' | '”')).collect();
            let same =
                goals.get(&f["y"]).into_iter().flatten().find(|g| g.block.line != block.line && says(g.text, &f["v"], &named));
            if let Some(goal) = same {
                let year = f["y"].to_owned();
                let end = whole.start() + year.len() + "年前".len();
                let places =
                    vec![subject.place(goal.block, goal.words.0, goal.words.1), subject.place(block, whole.start(), end)];
                let last = year.parse::<i32>().map_or_else(|_| String::new(), |y| format!("{}-12-31", y - 1));
                let message = format!(
                    "“{named}”有两个时限：一处写“{}”，一处写“{year}年前”（到{last}），以哪个为准需要由人确定。",
                    &goal.block.passage.text[goal.words.0..goal.words.1]
                );
                let mut finding = subject.finding("limits_differ", Severity::ToBeSettled, places, message);
                finding.choices = [format!("{year}-12-31"), last]
                    .into_iter()
                    .map(|d| Choice { code: "use_day".to_owned(), label: format!("以{d}为准"), value: Some(d) })
                    .collect();
                out.push(finding);
            }
        }
    }
}

/// Whether a clause of the goal has the verb and names the thing.
fn says(goal: &str, verb: &str, object: &str) -> bool {
    goal.match_indices(verb).any(|(at, _)| {
        let (from, to) = clause_around(goal, at);
        goal[from..to].contains(object)
    })
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_two_days.rs"), |t| {
            let reading = read(&format!("某市工作方案\n\n一、工作任务\n\n{t}"), &Options::default());
            reading.findings.into_iter().filter(|f| f.code == "limits_differ").map(|f| f.message).collect()
        });
    }
}

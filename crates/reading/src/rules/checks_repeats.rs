//! One quota that the text states twice.
//!
//! # What it finds
//! Two targets of the same amount and unit in different paragraphs whose words name the same thing.
//!
//! # Why
//! Taken for two, the quota would be owed twice; a person says whether it is one target with two places.
//!
//! # Read
//! `贫困人口脱贫6.8万人。⏎⏎（二）补短板。确保6.8万名贫困人口脱贫。` → `6.8万`
//!
//! # Not read
//! Another thing or another unit with the same number: `贫困人口脱贫8000人。⏎⏎（二）培训。培训技术工人8000人。`,
//! `贫困人口脱贫6.8万人。⏎⏎（二）造林。新增造林6.8万亩。`; small numbers: `建成卫生院3所。⏎⏎（二）医疗。建成卫生院3所。`

use crate::findings::Subject;
use crate::rules::checks_text::choices;
use crate::text::{after, before};
use crate::types::{Amount, Finding, Severity, Target};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashSet};

/// A smaller number stands for many things.
const AMOUNT_MIN: i64 = 100;
/// So many characters on each side of a target name what is counted.
const NEAR_CHARS: usize = 14;
/// So many characters in common make one thing of two.
const COMMON_CHARS: usize = 3;
/// Targets of one amount that are held against each other.
const SAME_MAX: usize = 8;

/// 人 and 名, 套 and 户 count the same.
fn unit(target: &Target) -> &str {
    match target.unit.as_str() {
        "名" => "人",
        other => other,
    }
}

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    let mut same: BTreeMap<(Decimal, &str), Vec<&Target>> = BTreeMap::new();
    // Two rewards of one amount are two rewards.
    let rewards = |t: &&Target| t.unit == "元" && ["奖", "补", "罚"].iter().any(|w| subject.source.slice(t.sentence).contains(w));
    for target in subject.targets.iter().filter(|t| !t.unit.is_empty() && t.unit != "%" && !rewards(t)) {
        if let Amount::Known { value, .. } = target.amount
            && value >= Decimal::from(AMOUNT_MIN)
        {
            let list = same.entry((value.normalize(), unit(target))).or_default();
            if list.len() < SAME_MAX {
                list.push(target);
            }
        }
    }
    for list in same.values().filter(|l| l.len() >= 2) {
        for (i, a) in list.iter().enumerate() {
            let words = pieces(&around(subject, a));
            for b in list[i + 1..].iter().filter(|b| b.sentence != a.sentence && b.at.line != a.at.line) {
                if pieces(&around(subject, b)).is_disjoint(&words) {
                    continue;
                }
                let message =
                    format!("第{}行“{}”与第{}行“{}”可能是同一个指标，由人确认，未合并。", a.at.line, a.text, b.at.line, b.text);
                let mut finding = subject.finding("quota_repeated", Severity::Remark, vec![a.at, b.at], message);
                finding.choices = choices(&[("one_target", "是同一个指标，写在两处"), ("two_targets", "是两个指标")]);
                out.push(finding);
            }
        }
    }
}

/// The words around a target inside its sentence, without figures.
fn around(subject: &Subject, target: &Target) -> String {
    let sentence = crate::text::squeeze(subject.source.slice(target.sentence));
    let Some(at) = sentence.find(target.text.as_str()) else { return String::new() };
    format!("{}|{}", before(&sentence, at, NEAR_CHARS), after(&sentence, at + target.text.len(), NEAR_CHARS))
}

/// All runs of so many Chinese characters.
fn pieces(words: &str) -> HashSet<String> {
    let chars: Vec<char> = words.chars().collect();
    let han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    chars.windows(COMMON_CHARS).filter(|w| w.iter().all(han)).map(|w| w.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_repeats.rs"), |t| {
            let reading = read(&format!("某市工作方案\n\n一、工作目标\n\n（一）脱贫。{t}"), &Options::default());
            reading.findings.into_iter().filter(|f| f.code == "quota_repeated").map(|f| f.message).collect()
        });
    }
}

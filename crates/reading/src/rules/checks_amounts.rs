//! Amounts of one sentence that do not agree with each other.
//!
//! # What it finds
//! A total and its parts (其中 …, or parts in a bracket), a goal below what is already there (现在9家), bands whose edges overlap,
//! and one month given as two days.
//!
//! # Why
//! Quotas fan out from the parts and are reported by the total; an edge that belongs to two bands pays twice or not at all.
//!
//! # Read
//! `建成50家,其中甲县2个、乙县8个、丙县39个。` → `相差1`; `捐款8100元(个人3100元、单位5100元)。`; `高新技术企业达8家(现在9家)。`;
//! `10人—20人补1万元;20人—30人补2万元。`; `2020年5月，建成50家。确保2020年5月前完成。`; `发生一次焚烧，通报批评;发生一次以上焚烧，扣发工资。`;
//! `每院至少要有1—2名专职人员。`
//!
//! # Not read
//! Parts that are only some of the whole: `培训100人,其中女性20人。`; parts of another unit: `培训100人(分3期、5批)。`; bands with a gap of one:
//! `10人—19人的，补1万元;20人—29人的，补2万元。`

use crate::findings::{Subject, compared};
use crate::numeral;
use crate::pattern;
use crate::rules::checks_text::choices;
use crate::text::{end_before, is_sentence_end, start_behind};
use crate::types::{Choice, Finding, Limit, Severity};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(
        r"(?P<n>\d+(?:\.\d+)?)(?P<m>[百千万亿]{0,2})(?P<u>人次|人|名|元|家|个|所|户|件|份|套|台|辆|亩|公里|吨|场|次|项|处|座)?",
    )
    .expect("fixed")
});
static BASELINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:达到?|完成|实现|建成|增加到|提高到)(?P<t>\d+(?:\.\d+)?)(?P<u>家|个|所|人|名|户|%|项|处|座|万人|亿元|万元)\((?:现在|目前|现有|现|已有|已建成|已达)(?P<b>\d+(?:\.\d+)?)(?P<v>家|个|所|人|名|户|%|项|处|座|万人|亿元|万元)")
        .expect("fixed")
});
static BAND: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?P<a>\d+(?:\.\d+)?)(?P<x>人|元|万元|户|亩|%|次|家|分)?(?:—+|-+|~+|至|到)(?P<b>\d+(?:\.\d+)?)(?P<u>人|元|万元|户|亩|%|次|家|分)").expect("fixed")
});
static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    pattern::new(r"(?:发生|出现)(?P<n>[一二两三四五六七八九]|\d{1,2})(?P<u>次|起|例|项)(?P<m>以上)?").expect("fixed")
});

#[derive(Debug, Clone, Copy)]
struct Quantity<'a> {
    value: Decimal,
    unit: &'a str,
    start: usize,
    end: usize,
    /// The unit of the total was left out (1387.12万 among 万元).
    bare: bool,
}

fn amounts(text: &str, from: usize, to: usize) -> Vec<Quantity<'_>> {
    AMOUNT
        .captures_iter(&text[from..to])
        .filter_map(|f| {
            let whole = f.get(0)?;
            let scale = f["m"].chars().fold(Decimal::ONE, |s, c| {
                s * Decimal::from(match c {
                    '百' => 100u64,
                    '千' => 1_000,
                    '万' => 10_000,
                    _ => 100_000_000,
                })
            });
            let value = f["n"].parse::<Decimal>().ok()?.checked_mul(scale)?;
            let unit = f.name("u").map_or("", |m| m.as_str());
            let bare = unit.is_empty() && !f["m"].is_empty();
            (bare || !unit.is_empty()).then_some(Quantity {
                value,
                unit,
                start: from + whole.start(),
                end: from + whole.end(),
                bare,
            })
        })
        .collect()
}

/// 个, 家, 所 and 户 count the same things in one sentence.
fn same_unit(a: &str, b: &str) -> bool {
    const COUNTS: [&str; 6] = ["个", "家", "所", "处", "座", "户"];
    const PEOPLE: [&str; 2] = ["人", "名"];
    a == b || (COUNTS.contains(&a) && COUNTS.contains(&b)) || (PEOPLE.contains(&a) && PEOPLE.contains(&b))
}

/// 至少1—2名: at least one, or one to two.
pub(crate) fn least_of_a_range(subject: &Subject, out: &mut Vec<Finding>) {
    static BOTH: LazyLock<Regex> = LazyLock::new(|| {
        pattern::new(
            r"(?:至少|不少于|不低于)(?:要|应)?(?:有|配备|安排|达到)?\d+(?:\.\d+)?(?:—+|-+|~+|至|到)\d+(?:\.\d+)?[\p{Han}%]",
        )
        .expect("fixed")
    });
    for block in subject.texts() {
        for m in BOTH.find_iter(&block.passage.text) {
            let message = format!("“{}”既写下限又写范围，是下限还是范围需要由人确定。", m.as_str());
            let at = vec![subject.source.at(block.passage.raw_span(m.start(), m.end()))];
            let mut finding = subject.finding("minimum_or_range", Severity::ToBeSettled, at, message);
            finding.choices = choices(&[("minimum", "只是下限"), ("range", "是一个范围"), ("leave_open", "暂不确定")]);
            out.push(finding);
        }
    }
}

pub(crate) fn parts(subject: &Subject, out: &mut Vec<Finding>) {
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        if !block.passage.cues.all("0") {
            continue;
        }
        for (at, word) in text.match_indices("其中").chain(text.match_indices('(')) {
            // Behind a total stands its unit, not another mark.
            if word == "(" && text[..at].ends_with(['(', ')', '“', '”', '《', '》', '。', ',', '、']) {
                continue;
            }
            let start = start_behind(text, at, is_sentence_end);
            let to = if word == "(" { end_before(text, at, |c| c == ')') } else { end_before(text, at, is_sentence_end) };
            let Some(total) = amounts(text, start, at).into_iter().rfind(|q| !q.bare) else { continue };
            // A bracket must stand behind its total.
            if to <= at || (word == "(" && total.end != at) {
                continue;
            }
            let parts: Vec<Quantity> =
                amounts(text, at, to).into_iter().filter(|q| same_unit(q.unit, total.unit) || q.bare).collect();
            check_parts(subject, block, total, &parts, word == "(", out);
        }
    }
}

fn check_parts(
    subject: &Subject,
    block: &crate::blocks::Block,
    total: Quantity,
    parts: &[Quantity],
    bracket: bool,
    out: &mut Vec<Finding>,
) {
    let least = if bracket { 2 } else { 3 };
    let sum: Decimal = parts.iter().map(|q| q.value).sum();
    let difference = (total.value - sum).abs();
    // Parts that miss the total by far are some of it; those that nearly meet it, or exceed it, were meant to add up.
    if parts.len() < least || sum == total.value || (sum < total.value && difference * Decimal::TEN > total.value) {
        return;
    }
    // Each part above the whole is another quantity.
    if parts.iter().any(|q| q.value >= total.value) {
        return;
    }
    // Two breakdowns of one total add up to twice the total.
    if !total.value.is_zero() && sum.checked_rem(total.value) == Some(Decimal::ZERO) {
        return;
    }
    let text = block.passage.text.as_str();
    let shown: Vec<String> = parts.iter().map(|q| q.value.normalize().to_string()).collect();
    let message =
        format!("“{}”的各部分相加为{}，相差{}。", &text[total.start..total.end], sum.normalize(), difference.normalize());
    let last = parts.last().map_or(total.end, |q| q.end);
    let at = vec![subject.source.at(block.passage.raw_span(total.start, last))];
    let mut finding = subject.finding("parts_differ", Severity::ToBeSettled, at, message);
    finding.compared = Some(compared(shown.join(" + "), sum, total.value));
    finding.choices =
        choices(&[("set_total", "以各部分之和为准"), ("keep_total", "以总数为准"), ("keep_both", "两个数都保留，暂不确定")]);
    out.push(finding);
}

/// 达8家(现在9家): the goal is behind what is there.
pub(crate) fn baselines(subject: &Subject, out: &mut Vec<Finding>) {
    for block in subject.texts() {
        if !block.passage.cues.all("0(") {
            continue;
        }
        for f in BASELINE.captures_iter(&block.passage.text) {
            let (Ok(target), Ok(baseline)) = (f["t"].parse::<Decimal>(), f["b"].parse::<Decimal>()) else { continue };
            let Some(whole) = f.get(0).filter(|_| baseline > target && f["u"] == f["v"]) else { continue };
            let message = format!("目标{target}{}低于现有的{baseline}{}，需要由人确认口径。", &f["u"], &f["v"]);
            let at = vec![subject.source.at(block.passage.raw_span(whole.start(), whole.end()))];
            let mut finding = subject.finding("target_below_baseline", Severity::ToBeSettled, at, message);
            finding.compared = Some(compared("现有".to_owned(), baseline, target));
            finding.choices =
                choices(&[("keep_target", "目标不变"), ("enter_target", "填写应有的目标"), ("leave_open", "暂不确定")]);
            out.push(finding);
        }
    }
}

/// 10人—20人 and 20人—30人: 20 belongs to both. 一次 and 一次以上 likewise.
pub(crate) fn bands(subject: &Subject, out: &mut Vec<Finding>) {
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        let bands: Vec<_> = block.passage.cues.all("0").then(|| BAND.captures_iter(text)).into_iter().flatten().collect();
        for pair in bands.windows(2) {
            let Some((a, b)) = pair[0].get(0).zip(pair[1].get(0)) else { continue };
            if pair[0]["b"] != pair[1]["a"] || pair[0]["u"] != pair[1]["u"] {
                continue;
            }
            let message =
                format!("“{}”与“{}”都包含{}{}，这一档归哪边需要由人确定。", a.as_str(), b.as_str(), &pair[0]["b"], &pair[0]["u"]);
            push_band(subject, block, (a.start(), b.end()), message, out);
        }
        if let Some((last, m)) = bands.last().and_then(|l| Some((l, l.get(0)?))) {
            let open = format!("{}{}以上", &last["b"], &last["u"]);
            if let Some(at) =
                text[m.end()..].find(&open).filter(|at| !text[..m.end() + at].ends_with(|c: char| c.is_ascii_digit()))
            {
                let message = format!("“{}”与“{open}”都包含{}{}，这一档归哪边需要由人确定。", m.as_str(), &last["b"], &last["u"]);
                push_band(subject, block, (m.start(), m.end() + at + open.len()), message, out);
            }
        }
        let times: Vec<_> = TIMES.captures_iter(text).collect();
        for pair in times.windows(2) {
            let Some((a, b)) = pair[0].get(0).zip(pair[1].get(0)) else { continue };
            if pair[0]["n"] == pair[1]["n"]
                && pair[0]["u"] == pair[1]["u"]
                && pair[0].name("m").is_none()
                && pair[1].name("m").is_some()
            {
                let message = format!("“{}”与“{}”互相包含，同时适用时怎样处理需要由人确定。", a.as_str(), b.as_str());
                push_band(subject, block, (a.start(), b.end()), message, out);
            }
        }
    }
}

fn push_band(subject: &Subject, block: &crate::blocks::Block, place: (usize, usize), message: String, out: &mut Vec<Finding>) {
    let at = vec![subject.source.at(block.passage.raw_span(place.0, place.1))];
    let mut finding = subject.finding("bands_overlap", Severity::ToBeSettled, at, message);
    finding.choices = choices(&[("lower", "归前一档"), ("upper", "归后一档"), ("leave_open", "暂不确定，遇到时不计算")]);
    out.push(finding);
}

/// 2020年5月 (to the end of May) and 2020年5月前 (to the end of April) in one paragraph.
pub(crate) fn days(subject: &Subject, out: &mut Vec<Finding>) {
    let limits = subject.time_limits;
    for (i, a) in limits.iter().enumerate().filter(|(_, a)| a.text.ends_with("月前") || a.text.ends_with("月份前")) {
        let Limit::By { day: before } = a.limit else { continue };
        let month = a.text.trim_end_matches("份前").trim_end_matches('前');
        let near =
            limits[i.saturating_sub(4)..(i + 5).min(limits.len())].iter().filter(|b| b.heading == a.heading && b.at != a.at);
        for b in near {
            let other = match b.limit {
                Limit::By { day } => day,
                Limit::Between { to: Some(day), .. } => day,
                _ => continue,
            };
            let alike = b.text.starts_with(month) && other > before && a.at.line.abs_diff(b.at.line) <= 2;
            if !alike || numeral::chinese(&b.text).is_some() {
                continue;
            }
            let message = format!("“{}”到{other}，“{}”到{before}，同一件事有两个时限。", b.text, a.text);
            let mut finding = subject.finding("limits_differ", Severity::ToBeSettled, vec![b.at, a.at], message);
            finding.choices = [other, before]
                .iter()
                .map(|d| Choice { code: "use_day".to_owned(), label: format!("以{d}为准"), value: Some(d.to_string()) })
                .collect();
            out.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn found(text: &str) -> Vec<(String, String)> {
        let reading = read(&format!("某县工作方案\n\n一、目标\n\n{text}"), &Options::default());
        let own = ["parts_differ", "target_below_baseline", "bands_overlap", "limits_differ", "minimum_or_range"];
        reading.findings.into_iter().filter(|f| own.contains(&f.code.as_str())).map(|f| (f.code, f.message)).collect()
    }

    #[test]
    fn totals_and_parts() {
        let list = found("建成50家，其中，甲县2个、乙县8个、丙县39个。");
        assert_eq!(list, [("parts_differ".to_owned(), "“50家”的各部分相加为49，相差1。".to_owned())]);
        assert!(found("建成50家，其中，甲县2个、乙县8个、丙县40个。").is_empty());
        assert_eq!(found("捐款8100元（个人3100元、单位5100元）。").len(), 1);
        assert!(found("捐款8100元（个人3100元、单位5000元）。").is_empty());
        assert!(found("培训100人，其中女性20人，青年30人。").is_empty());
    }

    #[test]
    fn goals_and_bands() {
        assert_eq!(found("高新技术企业达8家（现在9家）。")[0].0, "target_below_baseline");
        assert!(found("高新技术企业达10家（现在9家）。").is_empty());
        assert_eq!(found("10人—20人的，补1万元；20人—30人的，补2万元；30人以上的，补3万元。").len(), 2);
        assert_eq!(found("每院至少要有1—2名专职人员。").len(), 1);
        assert!(found("10人—19人的，补1万元；20人—29人的，补2万元。").is_empty());
        assert_eq!(found("发生一次焚烧，通报批评；发生一次以上焚烧，扣发工资。").len(), 1);
    }

    #[test]
    fn two_days_for_one_thing() {
        assert_eq!(found("2020年5月，建成50家。确保2020年5月前完成。").len(), 1);
        assert!(found("2020年5月底前，建成50家。确保2020年6月前完成。").is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_amounts.rs"), |t| found(t).into_iter().map(|f| f.0 + &f.1).collect());
    }
}

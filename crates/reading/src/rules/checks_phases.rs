//! Days that do not lie in the phase they stand under.
//!
//! # What it finds
//! A day or period of an item that lies outside the period in the heading of its phase, and a period of the whole activity that
//! runs beyond the phase in which it is carried out.
//!
//! # Why
//! Both cannot hold; whoever works by the item or by the phase is late by the other.
//!
//! # Read
//! `一、安排⏎⏎(一)实施阶段(2015年6月下旬—7月上旬)⏎⏎6月20日组织统一培训，并制定课件。` → `day_outside_phase`;
//! `一、时间⏎⏎活动时间为2015年7月9-12日，地点另定。⏎⏎二、安排⏎⏎(一)实施阶段(2015年6月下旬—7月上旬)⏎⏎制定课件。` → `period_outside_phase`
//!
//! # Not read
//! Days inside the phase, headings with another kind of period, days whose year differs from that of the phase:
//! `一、安排⏎⏎(一)实施阶段(2015年6月下旬—7月上旬)⏎⏎6月25日组织统一培训，并制定课件。`

use crate::findings::Subject;
use crate::rules::checks_text::choices;
use crate::types::{Day, Finding, Heading, Limit, Severity, TimeLimit};
use std::collections::HashMap;

/// A period with both ends, each without its year where the text leaves it out.
type Period = (Day, Day);

fn period(limit: &Limit) -> Option<Period> {
    match limit {
        Limit::Between { from: Some(from), to: Some(to) } => Some((*from, *to)),
        Limit::On { day } | Limit::By { day } => Some((*day, *day)),
        _ => None,
    }
}

/// Whether two days can be of the same year.
fn comparable(a: Period, b: Period) -> bool {
    let years = [a.0.year, a.1.year, b.0.year, b.1.year];
    let mut known = years.iter().flatten();
    let first = known.next();
    known.all(|y| Some(y) == first)
}

fn key(day: Day) -> (i8, i8) {
    (day.month, day.day)
}

fn inside(day: Day, phase: Period) -> bool {
    (key(phase.0)..=key(phase.1)).contains(&key(day))
}

/// Index of a heading, the heading, its limit and the period that it gives.
type Phase<'a> = (usize, &'a Heading, &'a TimeLimit, Period);
/// Phases that the period of the whole activity is held against.
const PHASES_COMPARED_MAX: usize = 64;

/// The first phase, in the order of the text, under whose heading a limit stands; its own limit is none of its days.
fn phase_above<'p, 'a>(
    subject: &Subject,
    t: &TimeLimit,
    phases: &'p [Phase<'a>],
    by_heading: &HashMap<usize, Vec<usize>>,
) -> Option<&'p Phase<'a>> {
    let mut first: Option<usize> = None;
    let mut at = t.heading;
    while let Some(index) = at {
        let here = by_heading.get(&index).into_iter().flatten().find(|i| phases[**i].2.at != t.at);
        first = here.copied().or(first);
        at = subject.heading(index).and_then(|h| h.parent);
    }
    first.map(|i| &phases[i])
}

/// The heading of a phase and its period: a range in the line of the heading itself.
fn phases<'a>(subject: &'a Subject) -> Vec<Phase<'a>> {
    let named = |h: &Heading| h.title.contains("阶段") || h.title.contains("时期");
    let mut list = Vec::new();
    for t in subject.time_limits.iter().filter(|t| matches!(t.limit, Limit::Between { .. })) {
        let Some(index) = t.heading else { continue };
        let Some(h) = subject.heading(index).filter(|h| named(h) && h.at.line == t.at.line) else { continue };
        list.extend(period(&t.limit).map(|p| (index, h, t, p)));
    }
    list
}

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    let phases = phases(subject);
    if phases.is_empty() {
        return;
    }
    let mut by_heading: HashMap<usize, Vec<usize>> = HashMap::new();
    phases.iter().enumerate().for_each(|(i, (index, ..))| by_heading.entry(*index).or_default().push(i));
    let carried_out = |h: &Heading| ["实施", "开展", "活动", "推进"].iter().any(|w| h.title.contains(w));
    let main: Vec<_> = phases.iter().filter(|(_, h, ..)| carried_out(h)).take(PHASES_COMPARED_MAX).collect();
    for t in subject.time_limits {
        let Some(own) = period(&t.limit) else { continue };
        let under = phase_above(subject, t, &phases, &by_heading);
        let (phase, code) = match under {
            Some(found) => (found, "day_outside_phase"),
            None if is_whole(subject, t) => {
                let overlaps = |(_, _, _, p): &&&Phase| key(own.0) <= key(p.1) && key(p.0) <= key(own.1);
                let Some(found) = main.iter().find(|found| overlaps(found)) else { continue };
                (*found, "period_outside_phase")
            }
            None => continue,
        };
        let (_, heading, head, period) = phase;
        if !comparable(own, *period) || (inside(own.0, *period) && inside(own.1, *period)) {
            continue;
        }
        let message = format!("“{}”不全在“{}”（{}）之内，以哪个为准需要由人确定。", t.text, heading.title, head.text);
        let mut finding = subject.finding(code, Severity::ToBeSettled, vec![t.at, head.at], message);
        finding.choices = choices(&[("use_day", "以具体日期为准"), ("use_phase", "以阶段时间为准"), ("leave_open", "暂不确定")]);
        out.push(finding);
    }
}

/// The period of the whole activity: 活动时间为….
fn is_whole(subject: &Subject, t: &TimeLimit) -> bool {
    matches!(t.limit, Limit::Between { .. }) && subject.source.slice(t.sentence).contains("活动时间")
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn codes(text: &str) -> Vec<String> {
        let reading = read(&format!("某县活动方案\n\n{text}"), &Options { year: Some(2015), ..Options::default() });
        reading.findings.into_iter().map(|f| f.code).filter(|c| c.ends_with("_outside_phase")).collect()
    }

    #[test]
    fn days_and_phases() {
        let phase = "一、安排\n\n(一)准备阶段(2015年6月中旬)\n\n制定方案。\n\n(二)实施阶段(2015年6月下旬—7月上旬)\n\n";
        assert_eq!(codes(&format!("{phase}6月20日组织统一培训，并制定课件。")), ["day_outside_phase"]);
        assert!(codes(&format!("{phase}6月25日组织统一培训，并制定课件。")).is_empty());
        assert_eq!(
            codes(&format!("一、时间\n\n活动时间为2015年7月9-12日，地点另定。\n\n二、{}", &phase["一、".len()..])),
            ["period_outside_phase"]
        );
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_phases.rs"), codes);
    }
}

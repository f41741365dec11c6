//! What an element says, in a few words for its line in the list: one place for read, edited, composed and proposed ones.

use super::review::{ElementValues, LimitView, UnitInRole};
use super::words::{LimitKind, ReadOp, UnitRole};
use crate::review::edits::Shift;

/// Shown where a number is still to be settled.
pub const PENDING: &str = "待定";
/// A label is cut here; the whole sentence stands beside it.
const LABEL_CHARS_MAX: usize = 60;

/// The words of one element. `detail_before`: those of the text, where all dates are moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub label: String,
    pub detail: String,
    pub detail_before: Option<String>,
}

/// `words`: those of the text that the element stands on.
pub fn of(values: &ElementValues, words: &str, shift: Option<Shift>) -> Label {
    let (label, read) = plain(values, words);
    let moved = shift.map(|s| plain(&s.values(values), words).1).filter(|moved| *moved != read);
    match moved {
        Some(detail) => Label { label, detail, detail_before: Some(read) },
        None => Label { label, detail: read, detail_before: None },
    }
}

fn plain(values: &ElementValues, words: &str) -> (String, String) {
    match values {
        ElementValues::Heading { title, level } => (title.clone(), format!("第{level}级")),
        ElementValues::Responsibility { unit, role: as_role } => (unit.clone(), role(*as_role).to_string()),
        ElementValues::TimeLimit(view) => (words.to_string(), limit(view)),
        ElementValues::Target { what, .. } => (target(values), what.clone()),
        ElementValues::Duty { what, who, every, due } => {
            (short(what), joined([units(who), rhythm_and_due(every.as_deref(), due.as_deref())]))
        }
        ElementValues::Task { title, who, from, to } => {
            let title = if title.is_empty() { short(words) } else { title.clone() };
            (title, joined([units(who), days(from.as_deref(), to.as_deref())]))
        }
        ElementValues::Phase { title, from, to } => {
            let known = days(from.as_deref(), to.as_deref());
            (title.clone(), if known.is_empty() { format!("起止日期{PENDING}") } else { known })
        }
        ElementValues::Register { title, every } => {
            (title.clone(), every.as_deref().map(|e| rhythm(e).to_string()).unwrap_or_default())
        }
        ElementValues::Ask { question } => (short(question), String::new()),
    }
}

fn joined(parts: [String; 2]) -> String {
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn short(text: &str) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(LABEL_CHARS_MAX).collect();
    if chars.next().is_some() { format!("{head}…") } else { head }
}

fn role(role: UnitRole) -> &'static str {
    match role {
        UnitRole::Lead => "牵头",
        UnitRole::Support => "配合",
        UnitRole::Executor => "落实",
    }
}

/// 甲局牵头，乙局、丙局配合.
fn units(who: &[UnitInRole]) -> String {
    let of = |as_role: UnitRole| {
        let names: Vec<&str> = who.iter().filter(|w| w.role == as_role).map(|w| w.unit.as_str()).collect();
        (!names.is_empty()).then(|| format!("{}{}", names.join("、"), role(as_role)))
    };
    [UnitRole::Lead, UnitRole::Executor, UnitRole::Support].into_iter().filter_map(of).collect::<Vec<_>>().join("，")
}

fn days(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (None, Some(to)) => format!("{to}前（含当日）"),
        (from, to) => format!("{} 至 {}", from.unwrap_or("…"), to.unwrap_or("…")),
    }
}

fn rhythm_and_due(every: Option<&str>, due: Option<&str>) -> String {
    match (every, due) {
        (Some(every), Some(due)) => format!("{}，{due}", rhythm(every)),
        (Some(every), None) => rhythm(every).to_string(),
        (None, Some(due)) => match due.split_once('/') {
            Some((from, to)) => days(Some(from).filter(|f| !f.is_empty()), Some(to).filter(|t| !t.is_empty())),
            None if due.starts_with('P') => format!("期限 {due}"),
            None if due == "long-term" => "长期".to_string(),
            None => days(None, Some(due)),
        },
        (None, None) => format!("时限{PENDING}"),
    }
}

fn limit(view: &LimitView) -> String {
    let (from, to) = (view.from.as_deref(), view.to.as_deref());
    match view.limit {
        LimitKind::By => days(None, to),
        LimitKind::Between => format!("{} 至 {}", from.unwrap_or("…"), to.unwrap_or("…")),
        LimitKind::Every => rhythm_and_due(Some(view.length.as_deref().unwrap_or_default()), view.due.as_deref()),
        LimitKind::Within => format!("期限 {}", view.length.as_deref().unwrap_or_default()),
        LimitKind::Standing => "长期".to_string(),
        LimitKind::On => format!("{}当日", to.unwrap_or_default()),
    }
}

/// A rhythm in Chinese; an unknown one as it is.
pub fn rhythm(rhythm: &str) -> &str {
    match rhythm {
        "daily" => "每日",
        "weekly" => "每周",
        "2-weekly" => "每两周",
        "10-daily" => "每旬",
        "monthly" => "每月",
        "quarterly" => "每季度",
        "half-yearly" => "每半年",
        "yearly" => "每年",
        other => other,
    }
}

fn target(values: &ElementValues) -> String {
    let ElementValues::Target { op, value, to, measured_in, aspired, .. } = values else { return String::new() };
    let op = match op {
        ReadOp::AtLeast => "不少于",
        ReadOp::AtMost => "不超过",
        ReadOp::Equal => "",
        ReadOp::About => "约",
        ReadOp::RiseBy => "增加",
        ReadOp::FallBy => "减少",
        ReadOp::Within => "范围",
    };
    let amount = match (value, to) {
        (Some(from), Some(to)) => format!("{from}—{to}"),
        (Some(value), None) => value.clone(),
        (None, _) => PENDING.to_string(),
    };
    let aspired = if *aspired { "（力争）" } else { "" };
    format!("{op}{amount}{measured_in}{aspired}")
}

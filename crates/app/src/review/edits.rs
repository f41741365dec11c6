//! What people changed of a reading, replayed from the log of the review, and put into the reading itself, so that page,
//! progress and draft see one thing.

use crate::view::places::Places;
use crate::view::plan::element_id;
use crate::view::review::{ElementValues, LimitView, UnitInRole};
use crate::view::words::{Confirmed, ElementKind, LimitKind};
use jiff::civil::Date;
use luodi_model::UserId;
use luodi_reading::numeral::Exactness;
use luodi_reading::{
    Amount, At, Day, Heading, HeadingPlace, Limit, NumberForm, Reading, Responsibility, Span, Target, TimeLimit,
};
use luodi_store::PlanDecision;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Choices that stand for edits in the log.
pub const PUT: &str = "put";
pub const GONE: &str = "gone";
pub const AS_READ: &str = "as_read";

/// An element as a person put it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Put {
    pub start: usize,
    pub end: usize,
    pub values: ElementValues,
}

/// What holds of an element's content beside what was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    Put(Box<Put>),
    /// Others stand for it.
    Replaced,
    Dropped,
}

/// One element in the review.
#[derive(Clone, Debug, Default)]
pub struct Stand {
    pub content: Option<Content>,
    pub confirmed: Option<Confirmed>,
    /// Entries in the log: the version that a person sees.
    pub version: usize,
    pub touched: Option<(UserId, jiff::Timestamp)>,
}

impl Stand {
    pub fn is_gone(&self) -> bool {
        matches!(self.content, Some(Content::Replaced | Content::Dropped))
    }
    pub fn is_dropped(&self) -> bool {
        self.content == Some(Content::Dropped)
    }
}

/// The review as the log tells it.
#[derive(Clone, Debug, Default)]
pub struct Review(pub HashMap<String, Stand>);

impl Review {
    pub fn replay<'a>(decisions: impl Iterator<Item = &'a PlanDecision>) -> Review {
        let log: Vec<&PlanDecision> = decisions.collect();
        // A step that puts something replaces what it takes away; one that puts nothing drops it.
        let puts: HashSet<&str> = log.iter().filter(|d| d.choice == PUT).filter_map(|d| d.value_a.as_deref()).collect();
        let mut review = Review::default();
        for d in &log {
            review.add(d, d.value_a.as_deref().is_some_and(|step| puts.contains(step)));
        }
        review
    }

    fn add(&mut self, d: &PlanDecision, replaced: bool) {
        let stand = self.0.entry(d.finding.clone()).or_default();
        stand.version += 1;
        stand.touched = Some((d.by, d.at));
        match d.choice.as_str() {
            PUT => {
                let put = d.value_b.as_deref().and_then(|json| serde_json::from_str(json).ok());
                stand.content = put.map(|p| Content::Put(Box::new(p)));
                // What a person wrote needs no second look.
                stand.confirmed = Some(Confirmed::Yes);
            }
            GONE if replaced => stand.content = Some(Content::Replaced),
            GONE => stand.content = Some(Content::Dropped),
            AS_READ => stand.content = None,
            "yes" => stand.confirmed = Some(Confirmed::Yes),
            "no" => stand.confirmed = Some(Confirmed::No),
            _ => stand.confirmed = None,
        }
    }

    pub fn of(&self, element: &str) -> Stand {
        self.0.get(element).cloned().unwrap_or_default()
    }

    fn confirmed(&self, element: &str) -> Option<Confirmed> {
        self.0.get(element).and_then(|s| s.confirmed)
    }
}

/// How far all dates are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    pub from: Date,
    pub to: Date,
    /// Of days that name none.
    pub year: Option<i32>,
}

impl Shift {
    /// Whole years keep month and day; else every day moves by as many days.
    fn day(&self, day: Day) -> Day {
        let Some(year) = day.year.or(self.year) else { return day };
        let Ok(date) = Date::new(year as i16, day.month, day.day) else { return day };
        let same_day = (self.from.month(), self.from.day()) == (self.to.month(), self.to.day());
        let moved = if same_day {
            let year = date.year().saturating_add(self.to.year() - self.from.year());
            Date::new(year, date.month(), date.day()).or_else(|_| Date::new(year, date.month(), 28)).unwrap_or(date)
        } else {
            date.saturating_add(self.to - self.from)
        };
        Day { year: Some(i32::from(moved.year())), month: moved.month(), day: moved.day() }
    }

    /// A day, or two with `/` between them; anything else stays.
    fn text(&self, text: &str) -> String {
        let moved = |part: &str| day_of(part).map_or_else(|| part.to_string(), |d| self.day(d).to_string());
        text.split('/').map(moved).collect::<Vec<_>>().join("/")
    }

    /// The limit with its days moved.
    pub fn limit(&self, limit: &Limit) -> Limit {
        match limit {
            Limit::By { day } => Limit::By { day: self.day(*day) },
            Limit::On { day } => Limit::On { day: self.day(*day) },
            Limit::Between { from, to } => Limit::Between { from: from.map(|d| self.day(d)), to: to.map(|d| self.day(d)) },
            other => other.clone(),
        }
    }

    /// What an element says, with its days moved.
    pub fn values(&self, values: &ElementValues) -> ElementValues {
        let mut values = values.clone();
        let days = match &mut values {
            ElementValues::TimeLimit(limit) => [Some(&mut limit.from), Some(&mut limit.to)],
            ElementValues::Task { from, to, .. } | ElementValues::Phase { from, to, .. } => [Some(from), Some(to)],
            ElementValues::Duty { every: None, due, .. } => [Some(due), None],
            _ => [None, None],
        };
        for day in days.into_iter().flatten().flatten() {
            *day = self.text(day);
        }
        values
    }
}

/// Puts the edits into the reading. Indexes of the outline stay: a heading is changed in its place.
pub fn apply(reading: &mut Reading, review: &Review, places: &Places<'_>) {
    let replaced: HashSet<&str> = review.0.iter().filter(|(_, s)| s.content.is_some()).map(|(id, _)| id.as_str()).collect();
    if replaced.is_empty() {
        return;
    }
    let stays = |kind: ElementKind, at: &At| !replaced.contains(element_id(kind, at.span).as_str());
    reading.responsibilities.retain(|r| stays(ElementKind::Responsibility, &r.at));
    reading.time_limits.retain(|t| stays(ElementKind::TimeLimit, &t.at));
    reading.targets.retain(|t| stays(ElementKind::Target, &t.at));
    for stand in review.0.values() {
        if let Some(Content::Put(put)) = &stand.content {
            insert(reading, put, places);
        }
    }
    reading.responsibilities.sort_by_key(|r| r.at.span);
    reading.time_limits.sort_by_key(|t| t.at.span);
    reading.targets.sort_by_key(|t| t.at.span);
}

/// What a person rejected proposes nothing.
pub fn without_rejected(reading: &mut Reading, review: &Review) {
    let stays = |kind: ElementKind, at: &At| review.confirmed(&element_id(kind, at.span)) != Some(Confirmed::No);
    reading.responsibilities.retain(|r| stays(ElementKind::Responsibility, &r.at));
    reading.time_limits.retain(|t| stays(ElementKind::TimeLimit, &t.at));
    reading.targets.retain(|t| stays(ElementKind::Target, &t.at));
}

fn insert(reading: &mut Reading, put: &Put, places: &Places<'_>) {
    let span = Span::new(put.start, put.end);
    let line = places.line_of(put.start);
    let at = At { line, span };
    let document = reading.documents.iter().find(|d| (d.first_line..=d.last_line).contains(&line)).map_or(0, |d| d.id);
    let sentence = places.sentence(span);
    let heading = reading.outline.iter().rposition(|h| h.document == document && h.at.span.start <= put.start);
    match &put.values {
        ElementValues::Heading { title, level } => match reading.outline.iter_mut().find(|h| h.at.span == span) {
            Some(known) => (known.title, known.level) = (title.clone(), *level),
            None => reading.outline.push(Heading {
                document,
                parent: None,
                level: *level,
                form: NumberForm::None,
                number: String::new(),
                ordinal: None,
                title: title.clone(),
                place: HeadingPlace::OwnLine,
                at,
                extent: span,
                empty: false,
            }),
        },
        ElementValues::Responsibility { unit, role } => reading.responsibilities.push(Responsibility {
            document,
            at,
            sentence,
            role: (*role).into(),
            unit: unit.clone(),
            explicit: true,
            heading,
        }),
        ElementValues::TimeLimit(limit) => {
            if let Ok(limit) = limit_of(limit) {
                reading.time_limits.push(TimeLimit { document, at, sentence, text: places.text(span), limit, heading });
            }
        }
        ElementValues::Target { what, op, value, to, measured_in, aspired } => {
            if let Ok(amount) = amount_of(value.as_deref(), to.as_deref()) {
                reading.targets.push(Target {
                    document,
                    at,
                    sentence,
                    text: places.text(span),
                    op: (*op).into(),
                    amount,
                    unit: measured_in.clone(),
                    what: what.clone(),
                    aspired: *aspired,
                    heading,
                });
            }
        }
        // Composed ones are put among their like: `parts::edited`.
        ElementValues::Duty { .. }
        | ElementValues::Task { .. }
        | ElementValues::Phase { .. }
        | ElementValues::Register { .. }
        | ElementValues::Ask { .. } => {}
    }
}

/// # Errors
/// What is wrong, in words.
pub fn check(values: &ElementValues) -> Result<(), String> {
    match values {
        ElementValues::Heading { title, .. } if title.trim().is_empty() => Err("请填写标题".to_string()),
        ElementValues::Responsibility { unit, .. } if unit.trim().is_empty() => Err("请填写单位".to_string()),
        ElementValues::TimeLimit(limit) => limit_of(limit).map(drop),
        ElementValues::Target { value, to, .. } => amount_of(value.as_deref(), to.as_deref()).map(drop),
        ElementValues::Duty { what, .. } if what.trim().is_empty() => Err("请填写责任事项".to_string()),
        ElementValues::Duty { who, every, due, .. } => {
            check_units(who).and_then(|()| check_due(every.as_deref(), due.as_deref()))
        }
        ElementValues::Task { who, from, to, .. } => check_units(who).and_then(|()| check_days([from, to])),
        ElementValues::Phase { title, .. } if title.trim().is_empty() => Err("请填写阶段名称".to_string()),
        ElementValues::Phase { from, to, .. } => check_days([from, to]),
        ElementValues::Register { title, .. } if title.trim().is_empty() => Err("请填写台账或表的名称".to_string()),
        ElementValues::Ask { question } if question.trim().is_empty() => Err("请填写问题".to_string()),
        ElementValues::Heading { .. }
        | ElementValues::Responsibility { .. }
        | ElementValues::Register { .. }
        | ElementValues::Ask { .. } => Ok(()),
    }
}

fn check_units(who: &[UnitInRole]) -> Result<(), String> {
    if who.iter().any(|w| w.unit.trim().is_empty()) { Err("请填写单位".to_string()) } else { Ok(()) }
}

fn check_days(days: [&Option<String>; 2]) -> Result<(), String> {
    match days.into_iter().flatten().find(|d| day_of(d).is_none()) {
        Some(wrong) => Err(format!("“{wrong}”不是日期，应如 2013-09-01，年份未知写 --09-01")),
        None => Ok(()),
    }
}

/// What a duty's day can be: a day or a span of days where it is owed once, a part of the period where it recurs.
fn check_due(every: Option<&str>, due: Option<&str>) -> Result<(), String> {
    let Some(due) = due else { return Ok(()) };
    let is_day = |part: &str| part.is_empty() || day_of(part).is_some();
    match every {
        None if due.split('/').all(is_day) || due.starts_with('P') || due == "long-term" => Ok(()),
        None => Err(format!("“{due}”不是日期，应如 2013-09-01，年份未知写 --09-01")),
        Some(_) if due == "end" || due.split('-').all(|n| n.parse::<u8>().is_ok_and(|n| (1..=31).contains(&n))) => Ok(()),
        Some(_) => Err("周期内的日子写“5”（5日）、“01-31”（1月31日）或“end”（期末）".to_string()),
    }
}

fn limit_of(view: &LimitView) -> Result<Limit, String> {
    let day = |text: &Option<String>, what: &str| match text.as_deref().filter(|t| !t.is_empty()) {
        Some(t) => day_of(t).map(Some).ok_or_else(|| format!("{what}应如 2013-09-01，年份未知写 --09-01")),
        None => Ok(None),
    };
    let needed = |found: Option<Day>, what: &str| found.ok_or_else(|| format!("请填写{what}"));
    let length = || view.length.clone().filter(|l| !l.trim().is_empty()).ok_or_else(|| "请填写周期或期限".to_string());
    Ok(match view.limit {
        LimitKind::By => Limit::By { day: needed(day(&view.to, "截止日")?, "截止日")? },
        LimitKind::On => Limit::On { day: needed(day(&view.to, "日期")?, "日期")? },
        LimitKind::Between => {
            let (from, to) = (day(&view.from, "开始日")?, day(&view.to, "截止日")?);
            if from.is_none() && to.is_none() {
                return Err("请填写开始日或截止日".to_string());
            }
            Limit::Between { from, to }
        }
        LimitKind::Every => Limit::Every { rhythm: length()?, due: view.due.clone() },
        LimitKind::Within => Limit::Within { duration: length()? },
        LimitKind::Standing => Limit::Standing,
    })
}

/// `2013-09-01`, or `--09-01` where no year is known.
pub fn day_of(text: &str) -> Option<Day> {
    let (year, rest) = match text.strip_prefix("--") {
        Some(rest) => (None, rest),
        None => (Some(text.get(..4)?.parse::<i16>().ok()?), text.get(5..)?),
    };
    let (month, day) = rest.split_once('-')?;
    let date = Date::new(year.unwrap_or(2000), month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(Day { year: year.map(i32::from), month: date.month(), day: date.day() })
}

fn amount_of(value: Option<&str>, to: Option<&str>) -> Result<Amount, String> {
    let number = |text: &str| text.trim().parse::<Decimal>().map_err(|_| format!("“{text}”不是数"));
    match (value.filter(|v| !v.is_empty()), to.filter(|t| !t.is_empty())) {
        (Some(from), Some(to)) => Ok(Amount::Range { from: number(from)?, to: number(to)? }),
        (Some(value), None) => Ok(Amount::Known { value: number(value)?, exactness: Exactness::Exact }),
        (None, _) => Ok(Amount::Pending),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_and_move() {
        let shift = Shift { from: Date::constant(2012, 3, 1), to: Date::constant(2025, 3, 1), year: Some(2012) };
        let check = |shift: &Shift, day: &str, moved: &str| {
            assert_eq!(shift.day(day_of(day).unwrap()).to_string(), moved, "{day}");
        };
        check(&shift, "2012-02-29", "2025-02-28");
        check(&shift, "2012-12-31", "2025-12-31");
        check(&shift, "--10-01", "2025-10-01");
        let days = Shift { to: Date::constant(2025, 3, 11), ..shift };
        check(&days, "2012-03-05", "2025-03-15");
        let yearless = Shift { year: None, ..shift };
        check(&yearless, "--10-01", "--10-01");
        for wrong in ["2013-13-01", "2013", "", "年"] {
            assert_eq!(day_of(wrong), None, "{wrong}");
        }
    }
}

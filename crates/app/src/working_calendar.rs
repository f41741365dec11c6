//! The working-day calendar (工作日历) as people see and state it: the State Council's notice of a year, from the table or from an
//! administrator. A year that nobody has stated is not known, and what rests on it stays pending.

use crate::App;
use crate::accounts::Caller;
use crate::problem::{Code, Outcome, Problem};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use luodi_engine::is_working_day;
use luodi_source::sheet::Sheet;
use luodi_store::{CalendarDay, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Years that can be asked for.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// A year of the calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CalendarYear {
    pub year: i16,
    pub source: CalendarSource,
    /// Mondays to Fridays that are free, in order.
    pub free: Vec<String>,
    /// Saturdays and Sundays that are worked (调休), in order.
    pub worked: Vec<String>,
}

/// Where the calendar of a year comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarSource {
    /// The table of notices that comes with the program.
    Notice,
    /// An administrator has stated it.
    Stated,
    /// Nobody has: nothing is assumed about its days.
    Unknown,
}

/// What an administrator states of a year.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CalendarStated {
    /// Days without work; those that are Saturdays and Sundays anyway may stand among them, as in the notices.
    pub free: Vec<String>,
    /// Saturdays and Sundays that are worked.
    #[serde(default)]
    pub worked: Vec<String>,
}

impl App {
    /// The calendar of a year.
    ///
    /// # Errors
    /// The year is none that can be asked for.
    pub async fn calendar_year(&self, year: i16) -> Outcome<CalendarYear> {
        let (first, last) = days_of(year)?;
        let stated: BTreeMap<Date, bool> =
            self.store().calendar(first, last).await?.into_iter().map(|d| (d.day, d.working)).collect();
        let source = match (stated.len() >= days(first, last).count(), is_working_day(first)) {
            (true, _) => CalendarSource::Stated,
            (false, Some(_)) => CalendarSource::Notice,
            (false, None) => CalendarSource::Unknown,
        };
        let works = |day: Date| stated.get(&day).copied().or_else(|| is_working_day(day));
        let listed = |weekend: bool, working: bool| {
            let found = days(first, last).filter(|d| is_weekend(*d) == weekend && works(*d) == Some(working));
            found.map(|d| d.to_string()).collect()
        };
        Ok(CalendarYear { year, source, free: listed(false, false), worked: listed(true, true) })
    }

    /// States the calendar of a year for everybody.
    ///
    /// # Errors
    /// Only a manager at the top of the tree may; days that are none of the year or contradict each other.
    pub async fn state_calendar(&self, caller: &Caller, year: i16, stated: &CalendarStated) -> Outcome<CalendarYear> {
        caller.check_manager()?;
        if caller.unit().parent.is_some() {
            return Err(Problem::say(Code::NotAllowed, "工作日历对所有单位生效，请由最上级单位的管理员录入。"));
        }
        self.put_calendar_year(self.stamp(&caller.actor()), year, stated).await
    }

    /// The same for whoever sets the installation up.
    ///
    /// # Errors
    /// As [`App::state_calendar`].
    pub async fn set_up_calendar(&self, device: &str, year: i16, stated: &CalendarStated) -> Outcome<CalendarYear> {
        self.put_calendar_year(self.system_stamp(device), year, stated).await
    }

    async fn put_calendar_year(&self, stamp: Stamp, year: i16, stated: &CalendarStated) -> Outcome<CalendarYear> {
        let (first, last) = days_of(year)?;
        let free = read(&stated.free, "free", year)?;
        let worked = read(&stated.worked, "worked", year)?;
        if free.is_empty() {
            return Err(Problem::field("free", format!("没有写{year}年的放假日，没有保存")));
        }
        if let Some(day) = worked.iter().find(|d| free.contains(d)) {
            return Err(Problem::field("worked", format!("{day}既写了放假，又写了上班")));
        }
        if let Some(day) = worked.iter().find(|d| !is_weekend(**d)) {
            return Err(Problem::field("worked", format!("{day}不是周末，本来就上班；这里只写调休上班的周末")));
        }
        let works = |day: Date| worked.contains(&day) || !(is_weekend(day) || free.contains(&day));
        let all = days(first, last).map(|day| CalendarDay { day, working: works(day) }).collect();
        self.store().put_calendar(&stamp, all).await?;
        self.calendar_year(year).await
    }
}

/// A sheet with the columns 日期 and 安排 (休, 班).
///
/// # Errors
/// A column is missing; a line says something else.
pub fn calendar_of(sheet: &Sheet) -> Outcome<CalendarStated> {
    let place = |title: &str| sheet.header.iter().position(|h| h.trim() == title);
    let (Some(day), Some(what)) = (place("日期"), place("安排")) else {
        return Err(Problem::say(Code::UnreadableFile, "表头要有“日期”和“安排”两列，安排写“休”或“班”。"));
    };
    let mut stated = CalendarStated::default();
    for row in &sheet.rows {
        let text = |at: usize| row.cells.get(at).map_or("", |c| c.text.trim()).to_string();
        match text(what).as_str() {
            "休" => stated.free.push(text(day)),
            "班" => stated.worked.push(text(day)),
            other => {
                let say = format!("第{}行的安排“{other}”应为“休”或“班”，没有保存任何内容。", row.row_number);
                return Err(Problem::say(Code::UnreadableFile, say));
            }
        }
    }
    Ok(stated)
}

fn days_of(year: i16) -> Outcome<(Date, Date)> {
    if !YEARS.contains(&year) {
        return Err(Problem::field("year", format!("年份应在{}至{}之间", YEARS.start(), YEARS.end())));
    }
    Ok((Date::constant(year, 1, 1), Date::constant(year, 12, 31)))
}

fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first.series(1.day()).take_while(move |d| *d <= last)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn read(texts: &[String], field: &str, year: i16) -> Outcome<Vec<Date>> {
    let day = |text: &String| match text.trim().parse::<Date>() {
        Ok(day) if day.year() == year => Ok(day),
        Ok(day) => Err(Problem::field(field, format!("{day}不在{year}年"))),
        Err(_) => Err(Problem::field(field, format!("“{text}”不是日期，应如 {year}-10-01"))),
    };
    texts.iter().map(day).collect()
}

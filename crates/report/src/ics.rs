//! Calendars (RFC 5545) as other programs subscribe to them: whole days, each with an id that stays.
//!
//! Written by hand: of the format a dozen lines are needed, and the library for it wants chrono (see `deny.toml`).

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::fmt::Write;

/// Longest line in octets, without its end (RFC 5545, 3.1).
const LINE_OCTETS_MAX: usize = 75;

/// A calendar to subscribe to.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    pub name: String,
    pub note: String,
    /// When it was made.
    pub at: Timestamp,
    pub days: Vec<CalendarDay>,
}

/// Something on a whole day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// Stays the same when everything else changes.
    pub uid: String,
    pub day: Date,
    pub title: String,
    pub note: String,
    /// How often the day has moved.
    pub moved: u32,
    /// Remind so many days before, at nine in the morning; `None`: no alarm.
    pub remind_days_before: Option<u16>,
}

/// The calendar as a file.
pub fn to_ics(calendar: &Calendar) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN", "VCALENDAR");
    line(&mut out, "VERSION", "2.0");
    line(&mut out, "PRODID", "-//Luodi//Duties//ZH");
    line(&mut out, "CALSCALE", "GREGORIAN");
    line(&mut out, "METHOD", "PUBLISH");
    line(&mut out, "X-WR-CALNAME", &text(&calendar.name));
    line(&mut out, "X-WR-CALDESC", &text(&calendar.note));
    line(&mut out, "X-WR-TIMEZONE", "Asia/Shanghai");
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
    line(&mut out, "X-PUBLISHED-TTL", "PT6H");
    for day in &calendar.days {
        event(&mut out, calendar.at, day);
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

fn event(out: &mut String, at: Timestamp, day: &CalendarDay) {
    line(out, "BEGIN", "VEVENT");
    line(out, "UID", &text(&day.uid));
    line(out, "DTSTAMP", &at.strftime("%Y%m%dT%H%M%SZ").to_string());
    line(out, "DTSTART;VALUE=DATE", &day.day.strftime("%Y%m%d").to_string());
    // The end is exclusive: a whole day ends on the next one (3.6.1).
    line(out, "DTEND;VALUE=DATE", &day.day.saturating_add(1.day()).strftime("%Y%m%d").to_string());
    line(out, "SEQUENCE", &day.moved.to_string());
    line(out, "SUMMARY", &text(&day.title));
    if !day.note.is_empty() {
        line(out, "DESCRIPTION", &text(&day.note));
    }
    // A day by which something is due keeps nobody busy.
    line(out, "TRANSP", "TRANSPARENT");
    if let Some(days) = day.remind_days_before {
        line(out, "BEGIN", "VALARM");
        line(out, "ACTION", "DISPLAY");
        line(out, "DESCRIPTION", &text(&day.title));
        line(out, "TRIGGER", &trigger(days));
        line(out, "END", "VALARM");
    }
    line(out, "END", "VEVENT");
}

/// Nine in the morning, so many days before; counted from the midnight with which the day begins.
fn trigger(days_before: u16) -> String {
    match days_before {
        0 => "PT9H".to_string(),
        1 => "-PT15H".to_string(),
        days => format!("-P{}DT15H", days - 1),
    }
}

/// A value of the type TEXT (3.3.11).
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// One line, folded by octets and never inside a character.
fn line(out: &mut String, name: &str, value: &str) {
    let mut octets = 0;
    let mut put = |out: &mut String, c: char| {
        if octets + c.len_utf8() > LINE_OCTETS_MAX {
            out.push_str("\r\n ");
            // The space that begins a continued line counts.
            octets = 1;
        }
        octets += c.len_utf8();
        let _ = out.write_char(c);
    };
    name.chars().chain([':']).chain(value.chars()).for_each(|c| put(out, c));
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(title: &str, remind: Option<u16>) -> CalendarDay {
        let day = "2026-12-31".parse().unwrap();
        CalendarDay {
            uid: "a.b@luodi".into(),
            day,
            title: title.into(),
            note: String::new(),
            moved: 2,
            remind_days_before: remind,
        }
    }

    fn written(days: Vec<CalendarDay>) -> String {
        let at = "2026-11-24T00:00:00Z".parse().unwrap();
        to_ics(&Calendar { name: "河洛市".into(), note: "甲,乙;丙\\丁\n戊".into(), at, days })
    }

    #[test]
    fn lines_are_folded_by_octets_and_come_back_whole() {
        for length in 1..200 {
            let title: String = "落a地𠮷".chars().cycle().take(length).collect();
            let ics = written(vec![day(&title, None)]);
            assert!(ics.split("\r\n").all(|l| l.len() <= LINE_OCTETS_MAX), "{ics}");
            assert!(!ics.replace("\r\n", "").contains(['\r', '\n']));
            assert!(ics.replace("\r\n ", "").contains(&format!("SUMMARY:{title}\r\n")), "{ics}");
        }
    }

    #[test]
    fn a_whole_day_ends_on_the_next() {
        let ics = written(vec![day("报送", None)]);
        assert!(ics.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nSEQUENCE:2\r\n"), "{ics}");
    }

    #[test]
    fn text_is_escaped() {
        assert!(written(vec![]).contains("X-WR-CALDESC:甲\\,乙\\;丙\\\\丁\\n戊\r\n"));
    }

    #[test]
    fn there_is_no_alarm_unless_asked_for() {
        assert!(!written(vec![day("报送", None)]).contains("VALARM"));
        for (days, trigger) in [(0, "TRIGGER:PT9H"), (1, "TRIGGER:-PT15H"), (3, "TRIGGER:-P2DT15H")] {
            assert!(written(vec![day("报送", Some(days))]).contains(&format!("{trigger}\r\n")));
        }
    }
}

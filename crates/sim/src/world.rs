//! A small world for any programme: units of the levels that its groups ask for, those that its given rows name, and an answer
//! to each ask. Nothing here knows a programme.

use crate::{Faults, Setup};
use jiff::ToSpan;
use jiff::civil::Date;
use luodi_engine::{Context, Facts, Memory};
use luodi_language::Compiled;
use luodi_model::programme::{Ask, Entry, FieldType, Programme};
use luodi_model::{Unit, UnitId, UnitTree};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Units of each level below the first.
const UNITS_EACH: usize = 2;

/// A setup of its own for a programme. `answers` says what its asks are answered with where the answer must fit another one
/// (first and last days); the others are answered by their type.
///
/// # Errors
/// The programme's window can't be computed from the answers.
pub fn setup_for(programme: Arc<Compiled>, answers: &[(&str, Json)], days: i64) -> Result<Setup, String> {
    let units = UnitTree::new(units(&programme.model)).map_err(|e| e.to_string())?;
    let answers = all_answers(&programme.model, answers);
    let (from, to) = window(&programme, &units, &answers)?;
    Ok(Setup {
        programme,
        units,
        answers,
        from: from.saturating_add(4.days()),
        to: to.min(from.saturating_add(days.days())),
        clients: 5,
        acts: 90,
        faults: Faults::default(),
    })
}

/// The levels that the groups compare with, in their order: `level == "县"`.
fn levels(model: &Programme) -> Vec<String> {
    let mut found: Vec<String> = vec![];
    for group in model.groups.values() {
        let Some(condition) = &group.where_ else { continue };
        for part in condition.0.split("level").skip(1) {
            let quoted = part.trim_start().strip_prefix("==").and_then(|p| p.trim_start().strip_prefix('"')?.split('"').next());
            if let Some(level) = quoted.filter(|l| !found.iter().any(|f| f == l)) {
                found.push(level.to_string());
            }
        }
    }
    found
}

/// A unit of the first level on top, below it two of each other level and those that given rows name.
fn units(model: &Programme) -> Vec<Unit> {
    let levels = levels(model);
    let mut rows: Vec<(String, String)> = vec![];
    for (at, level) in levels.iter().enumerate() {
        let many = if at == 0 { 1 } else { UNITS_EACH };
        rows.extend((1..=many).map(|i| (format!("{level}{i}"), level.clone())));
    }
    if rows.is_empty() {
        rows.push(("单位1".to_string(), "单位".to_string()));
    }
    rows.extend(named(model, &levels));
    let unit = |(at, (name, level)): (usize, (String, String))| Unit {
        id: UnitId(at as u32 + 1),
        parent: (at > 0).then_some(UnitId(1)),
        code: format!("u{at}"),
        level,
        name,
        aliases: vec![],
        tags: vec![],
        from: None,
        to: None,
    };
    rows.into_iter().enumerate().map(unit).collect()
}

/// Units that given rows name, each once, at the level of the group that its field asks for: of the first part of a union, where
/// no other field says it more closely.
fn named(model: &Programme, levels: &[String]) -> Vec<(String, String)> {
    let mut found: BTreeMap<String, (bool, String)> = BTreeMap::new();
    for given in model.given.values() {
        let Some(register) = model.registers.get(&given.register) else { continue };
        for (column, name) in given.columns.iter().enumerate() {
            let Some(field) = register.fields.get(name).filter(|f| f.type_ == FieldType::Unit) else { continue };
            let group = field.of.as_deref();
            let level = group.and_then(|g| level_of(model, levels, g, 4)).unwrap_or_default();
            let closely = group.and_then(|g| model.groups.get(g)).is_some_and(|g| g.where_.is_some());
            for Entry(text) in given.rows.iter().filter_map(|row| row.get(column)) {
                let said = found.get(text.trim()).is_some_and(|(closer, _)| *closer || !closely);
                if !text.trim().is_empty() && !said {
                    found.insert(text.trim().to_string(), (closely, level.clone()));
                }
            }
        }
    }
    found.into_iter().map(|(name, (_, level))| (name, level)).collect()
}

/// A level that belongs to a group.
fn level_of(model: &Programme, levels: &[String], group: &str, depth: u8) -> Option<String> {
    let group = model.groups.get(group).filter(|_| depth > 0)?;
    let own = group.where_.as_ref().and_then(|c| levels.iter().find(|l| c.0.contains(&format!("\"{l}\""))).cloned());
    own.or_else(|| group.union.iter().find_map(|part| level_of(model, levels, part, depth - 1)))
}

fn all_answers(model: &Programme, given: &[(&str, Json)]) -> Vec<(String, Json)> {
    let one = |(name, ask): (&String, &Ask)| {
        let said = given.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        (name.clone(), said.unwrap_or_else(|| by_type(ask)))
    };
    // Those that are given come first: the others may rest on them.
    let (first, rest): (Vec<_>, Vec<_>) = model.asks.iter().map(one).partition(|(name, _)| given.iter().any(|(n, _)| n == name));
    first.into_iter().chain(rest).collect()
}

fn by_type(ask: &Ask) -> Json {
    match ask.type_.as_str() {
        "date" => json!("2016-03-31"),
        "month" => json!("2016-03"),
        "year" => json!(2016),
        "whole" => json!(3),
        "decimal" => json!("12.5"),
        "percent" => json!("5"),
        "bool" => json!(true),
        "choice" => json!(ask.options.keys().next()),
        _ => json!("见会议纪要"),
    }
}

/// First and last day of the programme under these answers; a year where it has no window.
fn window(programme: &Arc<Compiled>, units: &UnitTree, answers: &[(String, Json)]) -> Result<(Date, Date), String> {
    let mut memory = Memory::new(units.clone());
    memory.publish(Arc::clone(programme));
    let id = programme.model.programme.clone();
    for (ask, value) in answers {
        let event = luodi_engine::Event::AskAnswered { programme: id.clone(), ask: ask.clone(), value: value.clone() };
        memory.apply(&event, jiff::Timestamp::UNIX_EPOCH);
    }
    let facts: &dyn Facts = &memory;
    let whole = (Date::constant(2016, 1, 1), Date::constant(2016, 12, 31));
    match Context::new(programme, facts, jiff::Timestamp::UNIX_EPOCH).window() {
        Ok(found) => Ok(found.unwrap_or(whole)),
        Err(unknown) => Err(format!("the window is {unknown:?}")),
    }
}

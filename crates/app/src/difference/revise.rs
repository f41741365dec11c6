//! From a running programme and the differences that a person took over to its next version. What was closed stays as it
//! was: a duty that ends or changes its owner or rhythm holds for the periods before the day of change, under its name and
//! with everything reported under it; a changed due day keeps the earlier one for them.

use super::running::Linked;
use crate::drafting;
use crate::view::difference::RunningKind;
use jiff::civil::Date;
use luodi_model::programme::{Clause, Due, Duty, Earlier, Expression, Programme, Target};
use luodi_reading::Span;
use luodi_reading::difference::{Change, Difference, Element};
use luodi_reading::draft::{Draft, DutyProposal, TargetProposal};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What is to be done.
pub struct Wanted<'a> {
    /// Each with what runs because of its first side.
    pub taken: Vec<(&'a Difference, Vec<Linked>)>,
    /// What the revised plan proposes.
    pub draft: &'a Draft,
    /// First day of the new version.
    pub from: Date,
    /// Line of the first plan (from 1) → line of the revised one.
    pub line: &'a dyn Fn(u32) -> Option<u32>,
}

/// The next version, what was done, and what a person must still look at.
#[derive(Debug, Default)]
pub struct Outcome {
    pub done: Vec<String>,
    pub notes: Vec<String>,
}

/// Changes of one duty that are taken over together.
#[derive(Default)]
struct DutyChange<'a> {
    owner: bool,
    limit: bool,
    words: bool,
    proposal: Option<&'a DutyProposal>,
}

pub fn revise(model: &Programme, wanted: &Wanted<'_>) -> (Programme, Outcome) {
    let mut out = Outcome::default();
    let mut p = moved(model, wanted.line, &mut out);
    let mut changes: BTreeMap<String, DutyChange<'_>> = BTreeMap::new();
    for (d, linked) in &wanted.taken {
        match (d.element, d.change) {
            (Element::Duty, Change::Added) => add_duty(&mut p, d, wanted, &mut out),
            (Element::Target, Change::Added) => add_target(&mut p, d, wanted, &mut out),
            (Element::Duty, Change::Dropped) => end_all(&mut p, d, linked, wanted, &mut out),
            (Element::Target, Change::Dropped) => end_targets(&mut p, d, linked, wanted, &mut out),
            (Element::Target, _) => change_targets(&mut p, d, linked, wanted, &mut out),
            (element, _) => {
                let proposal = d.after.as_ref().and_then(|c| duty_at(wanted.draft, c.at.span));
                if linked.is_empty() {
                    out.notes.push(format!("没有找到对应的事项，请在草稿中核对：{}", d.message));
                }
                for (kind, name) in linked {
                    match kind {
                        RunningKind::Duty => {
                            let change = changes.entry(name.clone()).or_default();
                            change.proposal = change.proposal.or(proposal);
                            match element {
                                Element::Owner => change.owner = true,
                                Element::Limit => change.limit = true,
                                Element::Duty | Element::Target => change.words = true,
                            }
                        }
                        RunningKind::Return if element == Element::Limit => {
                            change_return(&mut p, name, proposal, wanted, &mut out)
                        }
                        _ => out.notes.push(format!("请在草稿中核对“{}”：{}", title(&p, *kind, name), d.message)),
                    }
                }
            }
        }
    }
    for (name, change) in changes {
        change_duty(&mut p, &name, &change, wanted, &mut out);
    }
    (p, out)
}

/// The programme with its clauses at the lines of the revised plan; a clause whose line is gone points nowhere.
fn moved(model: &Programme, line: &dyn Fn(u32) -> Option<u32>, out: &mut Outcome) -> Programme {
    let mut json = serde_json::to_value(model).unwrap_or(Json::Null);
    let mut lost = 0;
    move_clauses(&mut json, line, &mut lost);
    if lost > 0 {
        out.notes.push(format!("有{lost}处条款在新方案里没有对应的行，不再指向原文"));
    }
    serde_json::from_value(json).unwrap_or_else(|_| model.clone())
}

fn move_clauses(json: &mut Json, line: &dyn Fn(u32) -> Option<u32>, lost: &mut usize) {
    match json {
        Json::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                match (key.as_str(), value.as_str()) {
                    ("clause", Some(text)) => {
                        let found = Clause(text.to_string()).lines().and_then(|(a, b)| {
                            let (a, b) = (line(a), line(b));
                            let (a, b) = (a.or(b)?, b.or(a)?);
                            Some(if a < b { format!("L{a}-L{b}") } else { format!("L{a}") })
                        });
                        *lost += usize::from(found.is_none());
                        *value = found.map_or(Json::Null, Json::String);
                    }
                    _ => move_clauses(value, line, lost),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|v| move_clauses(v, line, lost)),
        _ => {}
    }
}

fn duty_at(draft: &Draft, at: Span) -> Option<&DutyProposal> {
    let holds = |d: &&DutyProposal| d.clause.span.start <= at.start && at.start < d.clause.span.end;
    let inside = |d: &&DutyProposal| at.start <= d.clause.span.start && d.clause.span.start < at.end;
    draft.duties.iter().find(holds).or_else(|| draft.duties.iter().find(inside))
}

fn target_at(draft: &Draft, at: Span) -> Option<&TargetProposal> {
    draft.targets.iter().find(|t| t.clause.span == at)
}

fn and(old: Option<&Expression>, condition: &str) -> Option<Expression> {
    Some(Expression(match old {
        Some(old) => format!("({}) and {condition}", old.0),
        None => condition.to_string(),
    }))
}

fn before(from: Date) -> String {
    format!("period.last < {from}")
}

fn since(from: Date) -> String {
    format!("period.last >= {from}")
}

/// The day before: the last one on which the earlier version holds.
fn until(from: Date) -> Expression {
    Expression(from.yesterday().unwrap_or(from).to_string())
}

fn title(p: &Programme, kind: RunningKind, name: &str) -> String {
    let found = match kind {
        RunningKind::Duty => p.duties.get(name).map(|d| d.title.clone()),
        RunningKind::Return => p.returns.get(name).map(|r| r.title.clone()),
        RunningKind::Target => p.targets.get(name).map(|t| t.title.clone()),
        RunningKind::Register => p.registers.get(name).map(|r| r.title.clone()),
    };
    found.unwrap_or_else(|| name.to_string())
}

fn add_duty(p: &mut Programme, d: &Difference, wanted: &Wanted<'_>, out: &mut Outcome) {
    let proposal = d.after.as_ref().and_then(|c| duty_at(wanted.draft, c.at.span));
    let Some(proposal) = proposal else {
        out.notes.push(format!("新增的这一项没有读成责任事项，请在草稿中补上：{}", d.message));
        return;
    };
    let name = drafting::add_duty(p, proposal);
    if let Some(duty) = p.duties.get_mut(&name) {
        if duty.every.is_some() {
            duty.where_ = and(None, &since(wanted.from));
        }
        out.done.push(format!("新增事项“{}”", duty.title));
    }
}

fn add_target(p: &mut Programme, d: &Difference, wanted: &Wanted<'_>, out: &mut Outcome) {
    match d.after.as_ref().and_then(|c| target_at(wanted.draft, c.at.span)) {
        Some(proposal) => {
            let name = drafting::add_target(p, proposal);
            out.done.push(format!("新增指标“{}”", title(p, RunningKind::Target, &name)));
        }
        None => out.notes.push(format!("新增的指标请在草稿中补上：{}", d.message)),
    }
}

fn end_all(p: &mut Programme, d: &Difference, linked: &[Linked], wanted: &Wanted<'_>, out: &mut Outcome) {
    for (kind, name) in linked {
        match (kind, p.duties.get_mut(name)) {
            (RunningKind::Duty, Some(duty)) => {
                end(duty, wanted.from);
                out.done.push(format!("“{}”自{}起不再承担，以前的保留", duty.title, wanted.from));
            }
            _ => out.notes.push(format!("新方案不再提到“{}”，已有的都保留；不再需要时请在草稿中处理", title(p, *kind, name))),
        }
    }
    if linked.is_empty() {
        out.notes.push(format!("没有找到对应的事项，请在草稿中核对：{}", d.message));
    }
}

/// From this day on it is not owed; what was before, or was done once, stays.
fn end(duty: &mut Duty, from: Date) {
    let condition = if duty.every.is_some() { before(from) } else { format!("({})", duty.done.0) };
    duty.where_ = and(duty.where_.as_ref(), &condition);
}

fn change_duty(p: &mut Programme, name: &str, change: &DutyChange<'_>, wanted: &Wanted<'_>, out: &mut Outcome) {
    let Some(old) = p.duties.get(name).cloned() else { return };
    let Some(proposal) = change.proposal else {
        out.notes.push(format!("“{}”的改动没有读成责任事项，请在草稿中核对", old.title));
        return;
    };
    let mut new = Duty { clause: Some(drafting::clause(&proposal.clause)), ..old.clone() };
    if change.words {
        new.title = drafting::short(&proposal.what);
    }
    if change.limit {
        (new.every, new.due) = drafting::rhythm_and_due(proposal);
    }
    if change.owner {
        new.who = drafting::owner(p, proposal);
    }
    if new.who == old.who && new.every == old.every {
        if new.due != old.due {
            new.earlier.push(Earlier { until: until(wanted.from), due: old.due.clone() });
            out.done.push(format!("“{}”的时限由{}改为{}，以前的按原时限", new.title, due_words(&old.due), due_words(&new.due)));
        } else {
            out.done.push(format!("“{}”改了措辞", new.title));
        }
        p.duties.insert(name.to_string(), new);
        return;
    }
    let mut ended = old;
    end(&mut ended, wanted.from);
    new.earlier.clear();
    if new.every.is_some() {
        new.where_ = and(new.where_.as_ref(), &since(wanted.from));
    }
    out.done.push(format!("“{}”自{}起按新的单位或周期，以前的保留在原事项下", new.title, wanted.from));
    let free = drafting::free(&p.duties, "duty");
    p.duties.insert(name.to_string(), ended);
    p.duties.insert(free, new);
}

fn due_words(due: &Due) -> String {
    match due {
        Due::EndOfPeriod => "期末".to_string(),
        Due::DayAfter(day) => format!("次月{day}日"),
        Due::On(e) => e.0.clone(),
        Due::Pending => "待定".to_string(),
    }
}

fn change_return(p: &mut Programme, name: &str, proposal: Option<&DutyProposal>, wanted: &Wanted<'_>, out: &mut Outcome) {
    let Some(form) = p.returns.get_mut(name) else { return };
    let read = proposal.map(drafting::rhythm_and_due);
    match read {
        Some((every, due)) if every == Some(form.every) && due != Due::Pending => {
            if due != form.due {
                form.earlier.push(Earlier { until: until(wanted.from), due: form.due.clone() });
                out.done.push(format!(
                    "报表“{}”的时限由{}改为{}，以前的按原时限",
                    form.title,
                    due_words(&form.due),
                    due_words(&due)
                ));
                form.due = due;
            }
        }
        _ => out.notes.push(format!("报表“{}”的周期有改动，请在草稿中核对", form.title)),
    }
}

/// A target of a period stays for the periods before; one of the whole run is judged by what holds now.
fn end_targets(p: &mut Programme, d: &Difference, linked: &[Linked], wanted: &Wanted<'_>, out: &mut Outcome) {
    for (_, name) in linked {
        let Some(target) = p.targets.get_mut(name) else { continue };
        let title = target.title.clone();
        if target.every.is_some() {
            target.where_ = and(target.where_.as_ref(), &before(wanted.from));
            out.done.push(format!("指标“{title}”自{}起不再考核，以前的保留", wanted.from));
            continue;
        }
        let mut without = p.clone();
        without.targets.shift_remove(name);
        // A bundle or a column may still name it.
        if luodi_language::compile_programme(&without).0.is_some() {
            *p = without;
            out.done.push(format!("去掉指标“{title}”，统计的数保留"));
        } else {
            out.notes.push(format!("指标“{title}”还被别处用到，没有去掉，请在草稿中处理"));
        }
    }
    if linked.is_empty() {
        out.notes.push(format!("没有找到对应的指标，请在草稿中核对：{}", d.message));
    }
}

fn change_targets(p: &mut Programme, d: &Difference, linked: &[Linked], wanted: &Wanted<'_>, out: &mut Outcome) {
    let proposal = d.after.as_ref().and_then(|c| target_at(wanted.draft, c.at.span));
    let (Some(proposal), false) = (proposal, linked.is_empty()) else {
        out.notes.push(format!("请在草稿中核对指标：{}", d.message));
        return;
    };
    for (_, name) in linked {
        let Some(old) = p.targets.get(name).cloned() else { continue };
        let (op, value) = drafting::comparison(proposal);
        let (value, clause) = (value.map(Expression), Some(drafting::clause(&proposal.clause)));
        let mut new = Target { op, value, clause, aspired: proposal.aspired, stated: vec![], ..old.clone() };
        let words = |t: &Target| t.value.as_ref().map_or("待定", |v| v.0.as_str()).to_string();
        out.done.push(format!("指标“{}”由{}改为{}", old.title, words(&old), words(&new)));
        if old.every.is_some() {
            let free = drafting::free(&p.targets, "target");
            let mut ended = old;
            ended.where_ = and(ended.where_.as_ref(), &before(wanted.from));
            new.where_ = and(new.where_.as_ref(), &since(wanted.from));
            p.targets.insert(name.clone(), ended);
            p.targets.insert(free, new);
        } else {
            p.targets.insert(name.clone(), new);
        }
    }
}

//! Words of an expression → names of the scope, with their types.

use crate::check::check_value;
use crate::diagnostic::{Place, Problem};
use crate::name::{Edge, Name, Over, Scope, Span};
use crate::syntax::{Syntax, SyntaxKind, Word};
use crate::types::{Choices, Type, product};
use luodi_model::programme::{Ask, Field, FieldType, Measure, MeasureKind, Programme, Register};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Words with a meaning of their own in expressions; no field or measure may be called so (`unit` only a field of type unit).
pub(crate) const OWN_WORDS: [&str; 9] = ["state", "old", "my", "ask", "today", "period", "window", "actor", "parent"];
const UNIT_ATTRIBUTES: [&str; 5] = ["level", "name", "code", "tags", "parent"];

/// A programme with the types of its computed fields and formulas, found when they are first needed.
pub(crate) struct Known<'p> {
    pub programme: &'p Programme,
    types: RefCell<HashMap<Computed, Option<Type>>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Computed {
    Field(String, String),
    Measure(String),
}

/// A resolved name, its type and the title a person knows it by.
pub(crate) struct Resolved {
    pub name: Name,
    pub type_: Type,
    pub title: Option<Box<str>>,
}

impl Resolved {
    fn new(name: Name, type_: Type, title: &str) -> Resolved {
        Resolved { name, type_, title: (!title.is_empty()).then(|| title.into()) }
    }
    fn mapped(self, wrap: impl Fn(Box<Name>) -> Name) -> Resolved {
        Resolved { name: wrap(Box::new(self.name)), ..self }
    }
}

type Answer = Result<Resolved, Problem>;

impl<'p> Known<'p> {
    pub fn new(programme: &'p Programme) -> Known<'p> {
        Known { programme, types: RefCell::default() }
    }

    /// The type of a field. A computed field that rests on itself has type [`Type::Any`] while it is being typed; the cycle is
    /// reported where the programme is checked.
    pub fn field_type(&self, register: &str, name: &str, field: &Field) -> Type {
        if field.type_ != FieldType::Computed {
            return Type::of_field(field);
        }
        let scope = Scope::Record { register: register.to_string() };
        let source = field.value.as_ref().map(|e| e.0.as_str());
        self.computed(Computed::Field(register.to_string(), name.to_string()), source, &scope, field.measured_in.as_deref())
    }

    pub fn measure_type(&self, name: &str, measure: &Measure) -> Type {
        let declared = measure.measured_in.as_deref();
        match &measure.kind {
            MeasureKind::Count { .. } => declared.map_or(Type::bare(), Type::measured),
            MeasureKind::Sum { sum, .. } => match (declared, self.summed(sum)) {
                (None, Some((register, name, field))) => self.field_type(register, name, field),
                (declared, _) => declared.map_or(Type::bare(), Type::measured),
            },
            MeasureKind::Ratio { part, whole } => match declared {
                Some(unit) => Type::measured(unit),
                None => self.remembered(Computed::Measure(name.to_string()), || self.ratio_type(part, whole)),
            },
            MeasureKind::Formula { formula } => {
                self.computed(Computed::Measure(name.to_string()), Some(&formula.0), &Scope::UnitPeriod, declared)
            }
        }
    }

    /// Register and field of `tour.people`.
    pub fn summed<'s>(&'s self, sum: &'s str) -> Option<(&'s str, &'s str, &'s Field)> {
        let (register, field) = sum.split_once('.')?;
        let found = self.programme.registers.get(register)?.fields.get(field)?;
        Some((register, field, found))
    }

    /// The unit of part ÷ whole as they are declared.
    pub fn ratio_type(&self, part: &str, whole: &str) -> Option<Type> {
        let unit = |name: &str| match self.measure_type(name, self.programme.measures.get(name)?) {
            Type::Number(unit) => Some(unit),
            _ => None,
        };
        Some(Type::Number(product(&unit(part)?, &unit(whole)?, true)))
    }

    fn computed(&self, key: Computed, source: Option<&str>, scope: &Scope, declared: Option<&str>) -> Type {
        match declared {
            Some(unit) => Type::measured(unit),
            None => self.remembered(key, || source.and_then(|s| check_value(s, scope, self))),
        }
    }
    /// Finds a type once; what asks for it while it is being found (a cycle) gets [`Type::Any`].
    fn remembered(&self, key: Computed, find: impl FnOnce() -> Option<Type>) -> Type {
        if let Some(found) = self.types.borrow().get(&key) {
            return found.clone().unwrap_or(Type::Any);
        }
        self.types.borrow_mut().insert(key.clone(), None);
        let found = find().unwrap_or(Type::Any);
        self.types.borrow_mut().insert(key, Some(found.clone()));
        found
    }

    /// Resolves a path in the innermost of the scopes.
    pub fn path(&self, words: &[Word], scopes: &[Scope]) -> Answer {
        let Some((scope, outer)) = scopes.split_last() else {
            return Err(Problem::new(Place::default(), "unknown-name", "这里没有名称可用"));
        };
        let first = &words[0];
        match first.text.as_str() {
            "my" if !outer.is_empty() => {
                let rest = tail(words, "my", "unit")?;
                Ok(self.path(rest, outer)?.mapped(Name::My))
            }
            "my" => Err(Problem::new(first.at, "scope", "my 只能写在统计的条件里").hint("去掉 my.")),
            "ask" => self.ask(words),
            "today" if words.len() == 1 => self.today(first, scope),
            "window" => {
                let name = Name::Window(edge(words, "window")?);
                Ok(Resolved::new(name, Type::Date, if words[1].text == "first" { "方案首日" } else { "方案末日" }))
            }
            "period" => self.period(words, scopes),
            "actor" => self.actor(words, scope),
            _ => match scope {
                Scope::Unit => self.in_unit(words),
                Scope::UnitPeriod => self.in_unit_period(words),
                Scope::Record { register } => self.in_record(words, register, false),
                Scope::RecordDuty { register, by_each, .. } => self.in_record(words, register, *by_each),
                Scope::Window => Err(unknown(first, ["ask"], "这里只能写日期和 ask.…")),
            },
        }
    }

    fn today(&self, word: &Word, scope: &Scope) -> Answer {
        match scope {
            Scope::Unit | Scope::Window => {
                Err(Problem::new(word.at, "scope", "这里不能用 today：单位分组和方案起止不能随日子变")
                    .hint("写出日期，或用 ask.…"))
            }
            _ => Ok(Resolved::new(Name::Today, Type::Date, "今天")),
        }
    }

    /// `period.first` also inside an aggregate: there is no other period it could mean.
    fn period(&self, words: &[Word], scopes: &[Scope]) -> Answer {
        let at = words[0].at;
        let has_period = |s: &Scope| matches!(s, Scope::UnitPeriod | Scope::RecordDuty { in_period: true, .. });
        let Some(steps) = scopes.iter().rev().position(has_period) else {
            return Err(Problem::new(at, "scope", "这里没有期间 period").hint("用 window.first、window.last 或日期"));
        };
        let name = Name::Period(edge(words, "period")?);
        let title = if words[1].text == "first" { "本期首日" } else { "本期末日" };
        Ok((0..steps).fold(Resolved::new(name, Type::Date, title), |r, _| r.mapped(Name::My)))
    }

    fn actor(&self, words: &[Word], scope: &Scope) -> Answer {
        if !matches!(scope, Scope::Record { .. }) {
            return Err(Problem::new(words[0].at, "scope", "这里没有办理人 actor").hint("actor.unit 只能用在台账的条件里"));
        }
        match words.get(1).map(|w| w.text.as_str()) {
            Some("unit") if words.len() == 2 => Ok(Resolved::new(Name::ActorUnit, Type::Unit, "办理人的单位")),
            _ => Err(Problem::new(words[0].at, "unknown-name", "actor 只有 unit").hint("改为 actor.unit")),
        }
    }

    fn ask(&self, words: &[Word]) -> Answer {
        let names = || self.programme.asks.keys().map(String::as_str);
        let Some(word) = words.get(1) else {
            return Err(unknown(&words[0], names(), "ask 之后要写待定事项的名称，例如 ask.first_month"));
        };
        nothing_after(words, 2)?;
        match self.programme.asks.get(&word.text) {
            Some(ask) => Ok(Resolved::new(Name::Ask(word.text.clone()), ask_type(ask), &ask.title)),
            None => Err(unknown(word, names(), format!("没有待定事项 {}", word.text))),
        }
    }

    fn in_unit(&self, words: &[Word]) -> Answer {
        let path = if words[0].text == "unit" { &words[1..] } else { words };
        unit_attribute("unit", path, words, UNIT_ATTRIBUTES.into_iter().chain(["ask"]))
    }

    fn in_unit_period(&self, words: &[Word]) -> Answer {
        let first = &words[0];
        if first.text == "unit" {
            return unit_attribute("unit", &words[1..], words, UNIT_ATTRIBUTES);
        }
        let names = || self.programme.measures.keys().map(String::as_str).chain(["unit", "ask", "period", "window", "today"]);
        if words.len() > 1 || !self.programme.measures.contains_key(&first.text) {
            return Err(unknown(first, names(), format!("没有指标 {}", first.text)));
        }
        self.measure(first, Over::Own, Span::Period)
    }

    fn measure(&self, word: &Word, over: Over, span: Span) -> Answer {
        let Some(measure) = self.programme.measures.get(&word.text) else {
            let names = self.programme.measures.keys().map(String::as_str);
            return Err(unknown(word, names, format!("没有指标 {}", word.text)));
        };
        let name = Name::Measure { name: word.text.clone(), over, span };
        Ok(Resolved::new(name, self.measure_type(&word.text, measure), &measure.title))
    }

    /// `subtree(m)`, `cumulative(m)`, `whole(m)` (nested too) and `filed(r)`.
    pub fn measure_call(&self, name: &Word, arguments: &[Syntax], scopes: &[Scope]) -> Option<Answer> {
        if !matches!(name.text.as_str(), "subtree" | "cumulative" | "whole" | "previous" | "filed") {
            return None;
        }
        let in_period = scopes.iter().rev().position(|s| *s == Scope::UnitPeriod);
        // A record has a day: whether the return of that day's period was filed can be asked of it too.
        let in_record =
            || (name.text == "filed" && matches!(scopes, [Scope::Record { .. } | Scope::RecordDuty { .. }])).then_some(0);
        let Some(steps) = in_period.or_else(in_record) else {
            let message = format!("这里不能用 {}：没有单位和期间", name.text);
            return Some(Err(Problem::new(name.at, "scope", message).hint("只能用在责任事项、目标和公式里")));
        };
        let answer = if name.text == "filed" { self.filed(name, arguments) } else { self.spanned(name, arguments) };
        Some(answer.map(|r| (0..steps).fold(r, |r, _| r.mapped(Name::My))))
    }

    fn filed(&self, name: &Word, arguments: &[Syntax]) -> Answer {
        let word = only_word(name, arguments)?;
        match self.programme.returns.get(&word.text) {
            Some(r) => Ok(Resolved::new(Name::Filed(word.text.clone()), Type::Bool, &format!("已报送{}", r.title))),
            None => {
                let names = self.programme.returns.keys().map(String::as_str);
                Err(unknown(word, names, format!("没有报表 {}", word.text)))
            }
        }
    }

    fn spanned(&self, name: &Word, arguments: &[Syntax]) -> Answer {
        let (mut over, mut span) = (Over::Own, Span::Period);
        let (mut name, mut arguments) = (name, arguments);
        loop {
            match name.text.as_str() {
                "subtree" if over == Over::Own => over = Over::Subtree,
                "cumulative" if span == Span::Period => span = Span::Cumulative,
                "whole" if span == Span::Period => span = Span::Whole,
                "previous" if span == Span::Period => span = Span::Previous,
                _ => return Err(Problem::new(name.at, "function", format!("{} 不能套在这里", name.text))),
            }
            match arguments {
                [Syntax { kind: SyntaxKind::Call(inner, inner_arguments), .. }] => (name, arguments) = (inner, inner_arguments),
                _ => return self.measure(only_word(name, arguments)?, over, span),
            }
        }
    }

    fn in_record(&self, words: &[Word], register_name: &str, by_each: bool) -> Answer {
        let Some(register) = self.programme.registers.get(register_name) else {
            return Err(Problem::new(words[0].at, "unknown-register", format!("没有台账 {register_name}")));
        };
        let first = &words[0];
        match first.text.as_str() {
            "state" => return state(words, register),
            "this" if !register.fields.contains_key("this") => {
                nothing_after(words, 1)?;
                return Ok(Resolved::new(Name::This, Type::Record(register_name.to_string()), "这条记录"));
            }
            "owner" if by_each && !register.fields.contains_key("owner") => {
                nothing_after(words, 1)?;
                return Ok(Resolved::new(Name::Owner, Type::Unit, "承担的单位"));
            }
            "old" => {
                let rest = tail(words, "old", "people")?;
                if !matches!(rest[0].text.as_str(), "old" | "my" | "ask" | "today") {
                    return Ok(self.in_record(rest, register_name, false)?.mapped(Name::Old));
                }
                return Err(Problem::new(rest[0].at, "unknown-name", "old 之后要写字段或 state"));
            }
            _ => {}
        }
        let names =
            || register.fields.keys().map(String::as_str).chain(["state", "this", "unit", "today", "ask", "old", "window"]);
        let field_name = if first.text == "unit" && !register.fields.contains_key("unit") { &register.unit } else { &first.text };
        let Some(field) = register.fields.get(field_name) else {
            return Err(unknown(first, names(), format!("“{}”没有字段 {}", register.title, first.text)));
        };
        if words.len() == 1 {
            let type_ = self.field_type(register_name, field_name, field);
            return Ok(Resolved::new(Name::Field(field_name.clone()), type_, &field.title));
        }
        match field.type_ {
            FieldType::Unit => unit_attribute(field_name, &words[1..], words, UNIT_ATTRIBUTES),
            FieldType::Record => self.through(field_name, field, words),
            _ => Err(Problem::new(words[1].at, "unknown-name", format!("{} 下面没有别的内容", first.text))
                .hint("只有单位字段和记录字段后面可以加点")),
        }
    }

    fn through(&self, field_name: &str, field: &Field, words: &[Word]) -> Answer {
        let target = field.of.as_deref().unwrap_or_default();
        let Some(register) = self.programme.registers.get(target) else {
            return Err(Problem::new(words[0].at, "unknown-register", format!("字段 {field_name} 指向的台账 {target} 不存在")));
        };
        nothing_after(words, 2)?;
        let word = &words[1];
        let through = |inner: &str| Name::Through(field_name.to_string(), inner.to_string());
        if word.text == "state" {
            let resolved = state(&words[1..], register)?;
            return Ok(Resolved { name: through("state"), ..resolved });
        }
        match register.fields.get(&word.text) {
            Some(inner) => {
                let title = format!("{}的{}", field.title, inner.title);
                Ok(Resolved::new(through(&word.text), self.field_type(target, &word.text, inner), &title))
            }
            None => {
                let names = register.fields.keys().map(String::as_str).chain(["state"]);
                Err(unknown(word, names, format!("“{}”没有字段 {}", register.title, word.text)))
            }
        }
    }
}

fn ask_type(ask: &Ask) -> Type {
    match ask.type_.as_str() {
        "date" | "month" => Type::Date,
        "whole" | "decimal" | "year" => Type::bare(),
        "percent" => Type::measured("%"),
        "bool" => Type::Bool,
        "choice" => Type::Choice(Arc::new(Choices {
            options: ask.options.keys().cloned().collect(),
            titles: ask.options.values().map(|o| o.title.clone()).collect(),
            open: false,
        })),
        _ => Type::Text,
    }
}

fn state(words: &[Word], register: &Register) -> Answer {
    if register.states.is_empty() {
        return Err(Problem::new(words[0].at, "unknown-name", format!("“{}”没有状态", register.title)));
    }
    nothing_after(words, 1)?;
    let options = Choices {
        options: register.states.keys().cloned().collect(),
        titles: register.states.values().map(|s| s.title.clone()).collect(),
        open: false,
    };
    Ok(Resolved::new(Name::State, Type::Choice(Arc::new(options)), "状态"))
}

/// `level`, `parent.name` … after the unit in `field`; `all` are the words of the whole path.
fn unit_attribute<'n>(field: &str, path: &[Word], all: &[Word], names: impl IntoIterator<Item = &'n str>) -> Answer {
    let names: Vec<&str> = names.into_iter().collect();
    let mut type_ = Type::Unit;
    for (i, word) in path.iter().enumerate() {
        type_ = match word.text.as_str() {
            "parent" => Type::Unit,
            "level" | "name" | "code" => Type::Text,
            "tags" => Type::List(Box::new(Type::Text)),
            _ => return Err(unknown(word, names, format!("单位没有 {}", word.text))),
        };
        if type_ != Type::Unit && i + 1 < path.len() {
            return Err(Problem::new(path[i + 1].at, "unknown-name", format!("{} 下面没有别的内容", word.text)));
        }
    }
    let title = match path.last().map(|w| w.text.as_str()) {
        Some("level") => "单位级别",
        Some("name") => "单位名称",
        Some("code") => "单位代码",
        Some("tags") => "单位标记",
        Some(_) => "上级单位",
        None => "单位",
    };
    debug_assert!(!all.is_empty());
    let path = path.iter().map(|w| w.text.clone()).collect();
    Ok(Resolved::new(Name::UnitAttr { field: field.to_string(), path }, type_, title))
}

fn edge(words: &[Word], of: &str) -> Result<Edge, Problem> {
    nothing_after(words, 2)?;
    match words.get(1).map(|w| w.text.as_str()) {
        Some("first") => Ok(Edge::First),
        Some("last") => Ok(Edge::Last),
        _ => {
            let at = words.get(1).unwrap_or(&words[0]).at;
            Err(Problem::new(at, "unknown-name", format!("{of} 之后只能是 first 或 last"))
                .hint(format!("改为 {of}.first 或 {of}.last")))
        }
    }
}

fn tail<'w>(words: &'w [Word], after: &str, example: &str) -> Result<&'w [Word], Problem> {
    if words.len() > 1 {
        return Ok(&words[1..]);
    }
    Err(Problem::new(words[0].at, "syntax", format!("{after} 之后要写名称")).hint(format!("例如 {after}.{example}")))
}

fn nothing_after(words: &[Word], length: usize) -> Result<(), Problem> {
    match words.get(length) {
        None => Ok(()),
        Some(w) => Err(Problem::new(w.at, "unknown-name", format!("{} 下面没有别的内容", words[length - 1].text))),
    }
}

fn only_word<'s>(name: &Word, arguments: &'s [Syntax]) -> Result<&'s Word, Problem> {
    match arguments {
        [Syntax { kind: SyntaxKind::Path(path), .. }] if path.len() == 1 => Ok(&path[0]),
        _ => Err(Problem::new(name.at, "function", format!("{}( ) 里只能写一个名称", name.text))),
    }
}

fn unknown<'n>(word: &Word, names: impl IntoIterator<Item = &'n str>, message: impl Into<String>) -> Problem {
    Problem::new(word.at, "unknown-name", message).nearest(&word.text, names)
}

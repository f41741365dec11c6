//! Types of aggregates over records.

use super::{Checker, Typed};
use crate::diagnostic::Problem;
use crate::name::Scope;
use crate::near::NearBy;
use crate::node::{Aggregate, Aggregator, Kind, Node};
use crate::syntax::{AggregateSyntax, Word};
use crate::types::{Quantity, Type};
use luodi_model::programme::FieldType;

/// What stands between the brackets of an aggregate, typed.
struct Parts {
    value: Option<Typed>,
    where_: Option<Node>,
    holds: Option<Node>,
    by: Option<Node>,
}

impl Checker<'_, '_> {
    pub(super) fn aggregate(&mut self, a: &AggregateSyntax) -> Option<(Kind, Type)> {
        let what = aggregator(&a.what.text)?;
        if matches!(self.scopes.last(), Some(Scope::Unit | Scope::Window)) {
            let problem = Problem::new(a.what.at, "scope", "这里不能统计记录");
            return self.refuse(problem.hint("单位分组和方案起止只能看单位、日期和 ask.…"));
        }
        let programme = self.known.programme;
        let Some(register) = programme.registers.get(&a.register.text) else {
            let names = programme.registers.keys().map(String::as_str);
            let problem = Problem::new(a.register.at, "unknown-register", format!("没有台账 {}", a.register.text));
            return self.refuse(problem.nearest(&a.register.text, names));
        };
        self.reads.registers.insert(a.register.text.clone());
        self.scopes.push(Scope::Record { register: a.register.text.clone() });
        let day = a.by.clone().or(register.day.clone().map(|text| Word { text, at: a.what.at }));
        let parts = self.aggregate_parts(a, what, day);
        self.scopes.pop();
        let Parts { mut value, where_, holds, by } = parts?;
        let field = a.value.first().and_then(|w| register.fields.get(&w.text)).filter(|_| a.value.len() == 1);
        let type_ = self.aggregate_type(a, what, value.as_ref().map(|(_, t)| t))?;
        if what == Aggregator::Product {
            value = value.map(as_ratio);
        }
        let aggregate = Aggregate {
            what,
            register: a.register.text.clone(),
            title: register.title.as_str().into(),
            value: value.map(|(n, _)| n),
            near: NearBy::of(where_.as_ref(), register),
            where_,
            holds,
            by,
            never_negative: field.is_some_and(|f| f.type_ == FieldType::Whole),
        };
        Some((Kind::Aggregate(Box::new(aggregate)), type_))
    }

    fn aggregate_parts(&mut self, a: &AggregateSyntax, what: Aggregator, day: Option<Word>) -> Option<Parts> {
        let takes_value = !matches!(what, Aggregator::Count | Aggregator::Any | Aggregator::All);
        if takes_value == a.value.is_empty() {
            let example = if takes_value { ".字段" } else { "" };
            let problem = Problem::new(a.register.at, "function", format!("{} 的写法不对", a.what.text));
            return self.refuse(problem.hint(format!("写成 {}({}{example} where …)", a.what.text, a.register.text)));
        }
        let value = match a.value.last() {
            None => None,
            Some(last) => {
                let resolved = self.known.path(&a.value, &self.scopes);
                Some(self.resolved(resolved, a.value[0].at.to(last.at))?)
            }
        };
        let where_ = match &a.where_ {
            Some(c) => Some(self.condition(c)?),
            None => None,
        };
        let holds = match &a.holds {
            Some(c) => Some(self.condition(c)?),
            None if what == Aggregator::All => {
                let problem = Problem::new(a.what.at, "function", "all 要写出每条都须满足的条件");
                return self.refuse(problem.hint(format!("写成 all({} where …, 条件)", a.register.text)));
            }
            None => None,
        };
        let by = match (what, day) {
            (Aggregator::First | Aggregator::Last, Some(word)) => Some(self.day(word)?),
            (Aggregator::First | Aggregator::Last, None) => {
                let problem = Problem::new(a.what.at, "function", "这本台账没有日期字段，分不出先后");
                return self.refuse(problem.hint("在末尾写 by 日期字段"));
            }
            (_, Some(word)) if a.by.is_some() => {
                return self.refuse(Problem::new(word.at, "function", "只有 first 和 last 可以写 by").hint("去掉 by"));
            }
            _ => None,
        };
        Some(Parts { value, where_, holds, by })
    }
    fn day(&mut self, word: Word) -> Option<Node> {
        let at = word.at;
        let resolved = self.known.path(&[word], &self.scopes);
        let (node, type_) = self.resolved(resolved, at)?;
        if type_ == Type::Date {
            return Some(node);
        }
        self.refuse(Problem::new(at, "type", format!("排先后要用日期字段，而这是{type_}")))
    }

    fn aggregate_type(&mut self, a: &AggregateSyntax, what: Aggregator, value: Option<&Type>) -> Option<Type> {
        let value_type = value.cloned().unwrap_or(Type::Any);
        match what {
            Aggregator::Count | Aggregator::Distinct => Some(Type::bare()),
            Aggregator::Any | Aggregator::All => Some(Type::Bool),
            Aggregator::First | Aggregator::Last => Some(value_type),
            Aggregator::Sum if matches!(value_type, Type::Number(_)) => Some(value_type),
            // Of bare numbers and ratios only: 元 times 元 is no money.
            Aggregator::Product if is_ratio(&value_type) => Some(Type::Number(Some(Quantity::pure()))),
            Aggregator::Min | Aggregator::Max if matches!(value_type, Type::Number(_) | Type::Date) => Some(value_type),
            _ => {
                let at = a.value.first().map_or(a.what.at, |w| w.at);
                self.refuse(Problem::new(at, "type", format!("{}不能用 {} 统计", value_type, a.what.text)))
            }
        }
    }
}

pub(super) fn is_ratio(type_: &Type) -> bool {
    matches!(type_, Type::Number(unit) if unit.as_ref().is_none_or(|u| u.powers.is_empty()))
}

/// 97.3 % is multiplied as 0.973.
pub(super) fn as_ratio((node, type_): Typed) -> Typed {
    let Type::Number(Some(unit)) = &type_ else { return (node, type_) };
    let Some(by) = unit.to(&Quantity::pure()).filter(|_| unit.is_percent()) else { return (node, type_) };
    let at = node.at;
    (Node { kind: Kind::Scale(by, Box::new(node)), at }, Type::Number(Some(Quantity::pure())))
}

fn aggregator(name: &str) -> Option<Aggregator> {
    Some(match name {
        "count" => Aggregator::Count,
        "sum" => Aggregator::Sum,
        "product" => Aggregator::Product,
        "min" => Aggregator::Min,
        "max" => Aggregator::Max,
        "distinct" => Aggregator::Distinct,
        "any" => Aggregator::Any,
        "all" => Aggregator::All,
        "first" => Aggregator::First,
        "last" => Aggregator::Last,
        _ => return None,
    })
}

//! An expression as a Chinese phrase: what an explanation calls a condition, so that nobody has to read the language.
//!
//! Names are called by their titles, choices by theirs; what has no title stands as it is written. Comparisons are said in words where
//! it is clear whether days or amounts are compared, and keep their sign elsewhere.

use crate::function::Function;
use crate::name::{Name, Over, Span};
use crate::node::{Aggregate, Aggregator, Kind, Label, Node};
use crate::syntax::{Comparison, Operation};
use luodi_model::Value;

/// The phrase for a node of the expression in `source`.
pub(crate) fn phrase(node: &Node, source: &str) -> String {
    Phrases { source }.of(node)
}

struct Phrases<'s> {
    source: &'s str,
}

impl Phrases<'_> {
    fn of(&self, node: &Node) -> String {
        match &node.kind {
            Kind::Literal(value) => self.literal(node, value),
            Kind::Name(name, label) => named(name, label),
            Kind::Not(inner) => format!("并非{}", self.bracketed(inner)),
            Kind::Negate(inner) => format!("−{}", self.of(inner)),
            Kind::And(parts) => self.joined(parts, "，且"),
            Kind::Or(parts) => self.joined(parts, "，或者"),
            Kind::Compare(how, pair) => self.compared(*how, &pair[0], &pair[1]),
            Kind::Arithmetic(how, pair) => self.arithmetic(*how, &pair[0], &pair[1]),
            Kind::Scale(_, inner) => self.of(inner),
            Kind::List(items) => items.iter().map(|i| self.of(i)).collect::<Vec<_>>().join("、"),
            Kind::In { pair, negated } => self.listed(&pair[0], &pair[1], *negated),
            Kind::IsKnown { item, known } => {
                let how = match (&item.kind, known) {
                    (Kind::Name(Name::Ask(_), _), true) => "已定",
                    (Kind::Name(Name::Ask(_), _), false) => "未定",
                    (Kind::Name(..), true) => "已填",
                    (Kind::Name(..), false) => "未填",
                    (_, true) => "已知",
                    (_, false) => "未知",
                };
                format!("{}{how}", self.of(item))
            }
            Kind::If(three) => {
                let [condition, then, otherwise] = &**three;
                format!("若{}则{}，否则{}", self.of(condition), self.of(then), self.of(otherwise))
            }
            Kind::Call(function, arguments) => self.called(*function, arguments),
            Kind::Band(band) => format!("按{}分档", self.of(&band.of)),
            Kind::Aggregate(aggregate) => self.counted(aggregate),
        }
    }

    /// Days as the reader writes them; all else as the programme writes it, with its unit of measure.
    fn literal(&self, node: &Node, value: &Value) -> String {
        match value {
            Value::Date(d) => format!("{}年{}月{}日", d.year(), d.month(), d.day()),
            Value::Text(text) => format!("“{text}”"),
            Value::Bool(yes) => if *yes { "是" } else { "否" }.to_string(),
            _ => node.at.of(self.source).to_string(),
        }
    }

    fn bracketed(&self, node: &Node) -> String {
        let words = self.of(node);
        let joined = matches!(
            node.kind,
            Kind::And(_) | Kind::Or(_) | Kind::Compare(..) | Kind::In { .. } | Kind::If(_) | Kind::Arithmetic(..)
        );
        if joined { format!("（{words}）") } else { words }
    }

    fn joined(&self, parts: &[Node], with: &str) -> String {
        let part = |n: &Node| if matches!(n.kind, Kind::And(_) | Kind::Or(_)) { self.bracketed(n) } else { self.of(n) };
        parts.iter().map(part).collect::<Vec<_>>().join(with)
    }

    fn compared(&self, how: Comparison, left: &Node, right: &Node) -> String {
        if let Some(words) = self.existence(how, left, right) {
            return words;
        }
        let (a, b) = (self.beside(left, right), self.beside(right, left));
        let how = match (how, kind_of(left).or(kind_of(right))) {
            (Comparison::Equal, Some(Compared::Choice)) => "为",
            (Comparison::Equal, _) => "等于",
            (Comparison::Unequal, Some(Compared::Choice)) => "不是",
            (Comparison::Unequal, _) => "不等于",
            (Comparison::Less, Some(Compared::Day)) => "早于",
            (Comparison::AtMost, Some(Compared::Day)) => "不晚于",
            (Comparison::More, Some(Compared::Day)) => "晚于",
            (Comparison::AtLeast, Some(Compared::Day)) => "不早于",
            (Comparison::Less, Some(Compared::Amount)) => "少于",
            (Comparison::AtMost, Some(Compared::Amount)) => "不多于",
            (Comparison::More, Some(Compared::Amount)) => "多于",
            (Comparison::AtLeast, Some(Compared::Amount)) => "不少于",
            (Comparison::Less, _) => " < ",
            (Comparison::AtMost, _) => " ≤ ",
            (Comparison::More, _) => " > ",
            (Comparison::AtLeast, _) => " ≥ ",
        };
        format!("{a}{how}{b}")
    }

    /// How many there are, compared with none: there is one, or there is none.
    fn existence(&self, how: Comparison, left: &Node, right: &Node) -> Option<String> {
        let Kind::Aggregate(a) = &left.kind else { return None };
        let Kind::Literal(Value::Number(n)) = &right.kind else { return None };
        let number = n.shown.normalize().to_string();
        match (a.what, how, number.as_str()) {
            (Aggregator::Count, Comparison::Equal | Comparison::AtMost, "0") => Some(format!("没有{}", self.records(a))),
            (Aggregator::Count, Comparison::More, "0") | (Aggregator::Count, Comparison::AtLeast, "1") => {
                Some(format!("有{}", self.records(a)))
            }
            _ => None,
        }
    }

    /// A choice is called by its title, which the name on the other side knows.
    fn beside(&self, node: &Node, other: &Node) -> String {
        let Kind::Name(_, label) = &other.kind else { return self.of(node) };
        match (&node.kind, &label.choices) {
            (Kind::Literal(Value::Text(option)), Some(choices)) => {
                let at = choices.options.iter().position(|o| o == option);
                format!("“{}”", at.and_then(|i| choices.titles.get(i)).unwrap_or(option))
            }
            _ => self.of(node),
        }
    }

    fn listed(&self, item: &Node, list: &Node, negated: bool) -> String {
        let options = match &list.kind {
            Kind::List(options) => options.iter().map(|o| self.beside(o, item)).collect::<Vec<_>>().join("、"),
            _ => self.of(list),
        };
        let how = match (kind_of(item), negated) {
            (Some(Compared::Choice), false) => "为",
            (Some(Compared::Choice), true) => "不是",
            (_, false) => "属于",
            (_, true) => "不属于",
        };
        format!("{}{how}{options}", self.of(item))
    }

    fn arithmetic(&self, how: Operation, left: &Node, right: &Node) -> String {
        let sign = match how {
            Operation::Add => "+",
            Operation::Subtract => "−",
            Operation::Multiply => "×",
            Operation::Divide => "÷",
        };
        let side = |n: &Node| if matches!(n.kind, Kind::Arithmetic(..)) { self.bracketed(n) } else { self.of(n) };
        format!("{} {sign} {}", side(left), side(right))
    }

    fn called(&self, function: Function, arguments: &[Node]) -> String {
        let said: Vec<String> = arguments.iter().map(|a| self.of(a)).collect();
        let a = said.first().map_or("", String::as_str);
        let b = said.get(1).map_or("", String::as_str);
        match function {
            Function::Year => format!("{a}的年份"),
            Function::Month => format!("{a}的月份"),
            Function::Quarter => format!("{a}的季度"),
            Function::Half => format!("{a}的半年"),
            Function::Day => format!("{a}是几号"),
            Function::DaysBetween => format!("从{a}到{b}的天数"),
            Function::AddDays => moved(a, b, "天"),
            Function::AddMonths => moved(a, b, "个月"),
            Function::AddYears => moved(a, b, "年"),
            Function::AddWorkingDays => moved(a, b, "个工作日"),
            Function::FirstDay => format!("{a}所在月的第一天"),
            Function::LastDay => format!("{a}所在月的最后一天"),
            Function::EndOfQuarter => format!("{a}所在季度的最后一天"),
            Function::DateOf => format!("{a}年{b}月{}日", said.get(2).map_or("", String::as_str)),
            Function::MinutesBetween => format!("从{a}到{b}的分钟数"),
            Function::WorkingDaysBetween => format!("从{a}到{b}的工作日数"),
            Function::IsWorkingDay => format!("{a}是工作日"),
            Function::Exact => format!("{a}是确数"),
            Function::Abs => format!("{a}的绝对值"),
            Function::Round => format!("{a}（四舍五入到{b}位小数）"),
            Function::Floor => format!("{a}（舍去小数）"),
            Function::Ceil => format!("{a}（小数进一）"),
            Function::Min => format!("{}中最小的", said.join("、")),
            Function::Max => format!("{}中最大的", said.join("、")),
            Function::Root => format!("{a}开{b}次方"),
            Function::Power => format!("{a}连乘{b}次"),
            Function::Place => format!("{a}在{b}中的位次"),
            Function::Size => format!("{a}的个数"),
        }
    }

    /// The records of a register under a condition: `活动（状态为“已举办”）`.
    fn records(&self, a: &Aggregate) -> String {
        match &a.where_ {
            Some(condition) => format!("{}（{}）", a.title, self.of(condition)),
            None => a.title.to_string(),
        }
    }

    fn counted(&self, a: &Aggregate) -> String {
        let records = self.records(a);
        let value = a.value.as_ref().map(|v| self.of(v)).unwrap_or_default();
        match a.what {
            Aggregator::Count => format!("{records}的条数"),
            Aggregator::Sum => format!("{records}的{value}合计"),
            Aggregator::Product => format!("{records}的{value}连乘"),
            Aggregator::Min => format!("{records}中最小的{value}"),
            Aggregator::Max => format!("{records}中最大的{value}"),
            Aggregator::Distinct => format!("{records}中不同的{value}个数"),
            Aggregator::Any => format!("有{records}"),
            Aggregator::All => {
                let holds = a.holds.as_ref().map(|h| self.of(h)).unwrap_or_default();
                format!("{records}条条符合：{holds}")
            }
            Aggregator::First => format!("最早一条{records}的{value}"),
            Aggregator::Last => format!("最近一条{records}的{value}"),
        }
    }
}

/// `到期日后3天`; a negative number of days lies before.
fn moved(day: &str, many: &str, what: &str) -> String {
    match many.strip_prefix(['−', '-']) {
        Some(back) => format!("{day}前{back}{what}"),
        None => format!("{day}后{many}{what}"),
    }
}

fn named(name: &Name, label: &Label) -> String {
    let title = if label.title.is_empty() { name.to_string() } else { label.title.to_string() };
    format!("{}{title}", before_title(name))
}

/// What a title alone does not say: whose it is, and of which days.
fn before_title(name: &Name) -> String {
    match name {
        Name::My(inner) if matches!(**inner, Name::Field(_) | Name::Through(..) | Name::State | Name::UnitAttr { .. }) => {
            "本件的".to_string()
        }
        Name::My(inner) => before_title(inner),
        Name::Old(inner) => format!("原{}", before_title(inner)),
        Name::Measure { over, span, .. } => {
            let span = match span {
                Span::Period => "",
                Span::Cumulative => "累计",
                Span::Whole => "全程",
                Span::Previous => "上期",
            };
            format!("{}{span}", if *over == Over::Subtree { "本级及下级" } else { "" })
        }
        _ => String::new(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Compared {
    Day,
    Amount,
    Choice,
}

/// What a node is, as far as its form tells.
fn kind_of(node: &Node) -> Option<Compared> {
    match &node.kind {
        Kind::Literal(Value::Date(_)) => Some(Compared::Day),
        Kind::Literal(Value::Number(_)) | Kind::Arithmetic(..) | Kind::Scale(..) | Kind::Negate(_) => Some(Compared::Amount),
        Kind::Name(name, label) => match inmost(name) {
            Name::Today | Name::Period(_) | Name::Window(_) => Some(Compared::Day),
            Name::Measure { .. } => Some(Compared::Amount),
            _ if label.choices.is_some() => Some(Compared::Choice),
            _ if !label.unit.is_empty() => Some(Compared::Amount),
            _ => None,
        },
        Kind::Call(function, _) => match function {
            Function::AddDays
            | Function::AddMonths
            | Function::AddYears
            | Function::AddWorkingDays
            | Function::FirstDay
            | Function::LastDay
            | Function::EndOfQuarter => Some(Compared::Day),
            Function::IsWorkingDay | Function::Exact => None,
            _ => Some(Compared::Amount),
        },
        Kind::Aggregate(a) if matches!(a.what, Aggregator::Count | Aggregator::Sum | Aggregator::Distinct) => {
            Some(Compared::Amount)
        }
        _ => None,
    }
}

fn inmost(name: &Name) -> &Name {
    match name {
        Name::My(inner) | Name::Old(inner) => inmost(inner),
        other => other,
    }
}

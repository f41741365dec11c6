//! Syntax → typed tree: resolves names, checks types and units of measure.

mod aggregates;
mod calls;

use crate::diagnostic::{Place, Problem};
use crate::function::is_time;
use crate::name::{Reads, Scope};
use crate::node::{Kind, Label, Node};
use crate::parse::parse;
use crate::resolve::{Known, Resolved};
use crate::syntax::{Comparison, Operation, Syntax, SyntaxKind};
use crate::types::{Choices, Quantity, Rescale, Type, product};
use luodi_model::{Number, Value};
use rust_decimal::Decimal;

/// A typed expression.
#[derive(Debug)]
pub(crate) struct Checked {
    pub node: Node,
    pub type_: Type,
    pub reads: Reads,
}

/// Parses and types an expression in the innermost of the scopes. `want`: the type that the place asks for.
pub(crate) fn check(source: &str, scopes: &[Scope], known: &Known, want: Option<&Type>) -> Result<Checked, Vec<Problem>> {
    let syntax = parse(source).map_err(|p| vec![p])?;
    let mut checker = Checker { known, scopes: scopes.to_vec(), base: scopes.len(), reads: Reads::default(), problems: vec![] };
    let typed = checker.node(&syntax).and_then(|t| match want {
        Some(want) => checker.wanted(t, want),
        None => Some(t),
    });
    match typed {
        Some((node, type_)) if checker.problems.is_empty() => Ok(Checked { node, type_, reads: checker.reads }),
        _ => Err(checker.problems),
    }
}

/// The type of an expression, or `None` where it has problems (reported where it stands).
pub(crate) fn check_value(source: &str, scope: &Scope, known: &Known) -> Option<Type> {
    check(source, std::slice::from_ref(scope), known, None).ok().map(|c| c.type_)
}

type Typed = (Node, Type);

struct Checker<'k, 'p> {
    known: &'k Known<'p>,
    scopes: Vec<Scope>,
    /// Scopes given from outside; the ones above are aggregates.
    base: usize,
    reads: Reads,
    problems: Vec<Problem>,
}

impl Checker<'_, '_> {
    fn refuse<T>(&mut self, problem: Problem) -> Option<T> {
        self.problems.push(problem);
        None
    }

    fn node(&mut self, s: &Syntax) -> Option<Typed> {
        let (kind, type_) = match &s.kind {
            SyntaxKind::Number(n, unit) => (Kind::Literal(Value::number(*n)), Type::Number(unit.as_deref().map(Quantity::named))),
            SyntaxKind::Date(d) => (Kind::Literal(Value::Date(*d)), Type::Date),
            SyntaxKind::Text(t) => (Kind::Literal(Value::text(t)), Type::Text),
            SyntaxKind::Bool(b) => (Kind::Literal(Value::Bool(*b)), Type::Bool),
            SyntaxKind::Missing => (Kind::Literal(Value::MISSING), Type::Any),
            SyntaxKind::Path(words) => {
                let resolved = self.known.path(words, &self.scopes);
                return self.resolved(resolved, s.at);
            }
            SyntaxKind::Not(a) => (Kind::Not(Box::new(self.condition(a)?)), Type::Bool),
            SyntaxKind::And(parts) => (Kind::And(self.conditions(parts)?), Type::Bool),
            SyntaxKind::Or(parts) => (Kind::Or(self.conditions(parts)?), Type::Bool),
            SyntaxKind::Negate(a) => {
                let (a, type_) = self.number(a)?;
                (Kind::Negate(Box::new(a)), type_)
            }
            SyntaxKind::Compare(c, a, b) => self.compare(*c, a, b)?,
            SyntaxKind::Arithmetic(o, a, b) => self.arithmetic(*o, a, b)?,
            SyntaxKind::In { item, list, negated } => self.contained(item, list, *negated)?,
            SyntaxKind::List(items) => self.list(items)?,
            SyntaxKind::IsKnown { item, known } => {
                let (item, _) = self.node(item)?;
                (Kind::IsKnown { item: Box::new(item), known: *known }, Type::Bool)
            }
            SyntaxKind::If(parts) => self.if_then_else(parts)?,
            SyntaxKind::Call(name, arguments) => {
                if let Some(answer) = self.known.measure_call(name, arguments, &self.scopes) {
                    return self.resolved(answer, s.at);
                }
                self.call(name, arguments)?
            }
            SyntaxKind::Aggregate(a) => self.aggregate(a)?,
        };
        Some((Node { kind, at: s.at }, type_))
    }

    fn resolved(&mut self, answer: Result<Resolved, Problem>, at: Place) -> Option<Typed> {
        match answer {
            Ok(r) => {
                let registers: Vec<Option<String>> = self.scopes[self.base - 1..].iter().skip(1).map(register_of).collect();
                match registers.split_last() {
                    Some((inside, outer)) => {
                        let outer: Vec<Option<String>> = std::iter::once(None).chain(outer.iter().cloned()).collect();
                        self.reads.note(&r.name, inside.as_deref(), &outer);
                    }
                    None => self.reads.note(&r.name, None, &[]),
                }
                let label = Box::new(label(&r));
                Some((Node { kind: Kind::Name(r.name, label), at }, r.type_))
            }
            Err(problem) => self.refuse(problem),
        }
    }

    fn all(&mut self, parts: &[Syntax], each: impl Fn(&mut Self, &Syntax) -> Option<Node>) -> Option<Vec<Node>> {
        let nodes: Vec<Option<Node>> = parts.iter().map(|p| each(self, p)).collect();
        nodes.into_iter().collect()
    }
    fn conditions(&mut self, parts: &[Syntax]) -> Option<Vec<Node>> {
        self.all(parts, |c, p| c.condition(p))
    }
    fn condition(&mut self, s: &Syntax) -> Option<Node> {
        let (node, type_) = self.node(s)?;
        if matches!(type_, Type::Bool | Type::Any) {
            return Some(node);
        }
        self.refuse(
            Problem::new(s.at, "type", format!("这里应是条件（是或否），而这是{type_}"))
                .hint("写成比较，例如 x > 0 或 x is known"),
        )
    }
    fn number(&mut self, s: &Syntax) -> Option<Typed> {
        let (node, type_) = self.node(s)?;
        match type_ {
            Type::Number(_) => Some((node, type_)),
            Type::Any => Some((node, Type::bare())),
            Type::Date => {
                let problem = Problem::new(s.at, "type", "这里应是数，而这是日期");
                self.refuse(problem.hint("日期用 add_days(d, n)、days_between(a, b) 计算"))
            }
            Type::Time => {
                let problem = Problem::new(s.at, "type", "这里应是数，而这是时刻");
                self.refuse(problem.hint("时长用 minutes_between(开始, 结束) 计算"))
            }
            _ => self.refuse(Problem::new(s.at, "type", format!("这里应是数，而这是{type_}"))),
        }
    }

    fn compare(&mut self, c: Comparison, a: &Syntax, b: &Syntax) -> Option<(Kind, Type)> {
        let (left, right) = (self.node(a), self.node(b));
        let ((left, left_type), (right, right_type)) = (left?, right?);
        for (s, node) in [(a, &left), (b, &right)] {
            if matches!(node.kind, Kind::Literal(Value::Unknown(_))) {
                let problem = Problem::new(s.at, "type", "与 missing 比较，结果总是未知");
                return self.refuse(problem.hint("改为 x is known 或 x is unknown"));
            }
        }
        let ordered = !matches!(c, Comparison::Equal | Comparison::Unequal);
        // A written text stands for a time beside a time field.
        let has_time = left_type == Type::Time || right_type == Type::Time;
        let beside_time = |t: &Type| has_time && *t == Type::Text;
        if ordered
            && let Some(bad) = [(a, &left_type), (b, &right_type)].into_iter().find(|(_, t)| !is_ordered(t) && !beside_time(t))
        {
            let problem = Problem::new(bad.0.at, "type", format!("{}不能比大小", bad.1));
            return self.refuse(problem.hint("只有数、日期和时刻可以比大小"));
        }
        self.comparable((a, &left_type, &left), (b, &right_type, &right))?;
        let (left, right, _) = self.aligned((left, left_type), (right, right_type), a.at.to(b.at))?;
        Some((Kind::Compare(c, Box::new([left, right])), Type::Bool))
    }

    /// Do the two go together, and is a text one of the options?
    fn comparable(&mut self, left: (&Syntax, &Type, &Node), right: (&Syntax, &Type, &Node)) -> Option<()> {
        if !left.1.goes_with(right.1) {
            let at = left.0.at.to(right.0.at);
            let problem = Problem::new(at, "type", format!("{}不能与{}比较", left.1, right.1));
            return match hint_for_pair(left.1, right.1).or(hint_for_pair(right.1, left.1)) {
                Some(hint) => self.refuse(problem.hint(hint)),
                None => self.refuse(problem),
            };
        }
        for ((_, type_, _), (s, _, literal)) in [(left, right), (right, left)] {
            let Kind::Literal(Value::Text(text)) = &literal.kind else { continue };
            match type_ {
                Type::Choice(choices) => self.is_option(text, choices, s.at)?,
                Type::Time if is_time(text).is_none() => {
                    return self.refuse(Problem::new(s.at, "type", format!("{text} 不是时刻")).hint("写成 \"09:30\" 的样子"));
                }
                _ => {}
            }
        }
        Some(())
    }
    fn is_option(&mut self, text: &str, choices: &Choices, at: Place) -> Option<()> {
        if choices.open || choices.options.iter().any(|o| o == text) {
            return Some(());
        }
        let options = choices.options.iter().map(String::as_str);
        self.refuse(Problem::new(at, "unknown-option", format!("没有选项“{text}”")).nearest(text, options))
    }

    /// Brings two numbers to one unit of measure; other types pass.
    fn aligned(&mut self, left: Typed, right: Typed, at: Place) -> Option<(Node, Node, Type)> {
        let (l, r) = match (&left.1, &right.1) {
            (Type::Number(l), Type::Number(r)) => (l.clone(), r.clone()),
            (Type::Any, other) => return Some((left.0, right.0, other.clone())),
            (other, _) => return Some((left.0, right.0, other.clone())),
        };
        let (l, r) = match (l, r) {
            (Some(l), Some(r)) => (l, r),
            (l, r) => return self.half_bare(left.0, right.0, l.or(r), at),
        };
        let to_right = l.to(&r);
        let to_left = r.to(&l);
        match (to_left, to_right) {
            (Some(to_left), Some(to_right)) if l.scale > r.scale => {
                debug_assert!(to_left.divide);
                Some((scaled(left.0, to_right), right.0, Type::Number(Some(r))))
            }
            (Some(to_left), _) => Some((left.0, scaled(right.0, to_left), Type::Number(Some(l)))),
            // A ratio of like things goes with a count: `ceil(area / 1200亩) <= points`.
            _ if l.is_pure() => Some((left.0, right.0, Type::Number(Some(r)))),
            _ if r.is_pure() => Some((left.0, right.0, Type::Number(Some(l)))),
            _ => self
                .refuse(Problem::new(at, "unit", format!("单位不一致：左边是{l}，右边是{r}")).hint("换算成同一单位再比较或相加")),
        }
    }
    /// One of the two has no unit: fine, but a bare number beside a percentage could be meant either way.
    fn half_bare(&mut self, left: Node, right: Node, unit: Option<Quantity>, at: Place) -> Option<(Node, Node, Type)> {
        let zero = |n: &Node| matches!(&n.kind, Kind::Literal(Value::Number(n)) if n.shown.is_zero());
        if unit.as_ref().is_some_and(Quantity::is_percent) && !zero(&left) && !zero(&right) {
            return self.refuse(Problem::new(at, "unit", "百分数与不带单位的数放在一起，含义不明").hint("百分数写成 30% 的样子"));
        }
        Some((left, right, Type::Number(unit)))
    }

    fn arithmetic(&mut self, o: Operation, a: &Syntax, b: &Syntax) -> Option<(Kind, Type)> {
        let (left, right) = (self.number(a), self.number(b));
        let (left, right) = (left?, right?);
        if matches!(o, Operation::Add | Operation::Subtract) {
            let (left, right, type_) = self.aligned(left, right, a.at.to(b.at))?;
            return Some((Kind::Arithmetic(o, Box::new([left, right])), type_));
        }
        let (Type::Number(l), Type::Number(r)) = (&left.1, &right.1) else { return None };
        let type_ = Type::Number(product(l, r, o == Operation::Divide));
        Some((Kind::Arithmetic(o, Box::new([as_ratio(left), as_ratio(right)])), type_))
    }

    fn contained(&mut self, item: &Syntax, list: &Syntax, negated: bool) -> Option<(Kind, Type)> {
        let left = self.node(item);
        let right = match &list.kind {
            SyntaxKind::List(written) => self.written_list(item, left.as_ref(), list.at, written),
            _ => self.other_list(item, left.as_ref(), list),
        };
        let (left, right) = (left?.0, right?);
        Some((Kind::In { pair: Box::new([left, right]), negated }, Type::Bool))
    }
    /// Each value of the list in the unit of what is looked for.
    fn written_list(&mut self, item: &Syntax, left: Option<&Typed>, at: Place, written: &[Syntax]) -> Option<Node> {
        let mut nodes = vec![];
        for s in written {
            let value = self.node(s);
            let (Some((node, type_)), Some((left, left_type))) = (value, left) else { return None };
            self.comparable((item, left_type, left), (s, &type_, &node))?;
            let (kept, node, _) = self.aligned((left.clone(), left_type.clone()), (node, type_), s.at)?;
            if kept != *left {
                return self.refuse(Problem::new(s.at, "unit", "列表里的单位与左边不一致").hint("写成与左边相同的单位"));
            }
            nodes.push(node);
        }
        Some(Node { kind: Kind::List(nodes), at })
    }
    fn other_list(&mut self, item: &Syntax, left: Option<&Typed>, list: &Syntax) -> Option<Node> {
        let (right, right_type) = self.node(list)?;
        let (left, left_type) = left?;
        let Type::List(of) = right_type else {
            let problem = Problem::new(list.at, "type", format!("in 之后应是列表，而这是{right_type}"));
            return self.refuse(problem.hint("写成 x in [\"甲\", \"乙\"]"));
        };
        self.comparable((item, left_type, left), (list, &of, &right))?;
        Some(right)
    }

    fn list(&mut self, items: &[Syntax]) -> Option<(Kind, Type)> {
        let mut nodes = vec![];
        let mut of = Type::Any;
        for item in items {
            let (node, type_) = self.node(item)?;
            if !of.goes_with(&type_) {
                return self.refuse(Problem::new(item.at, "type", format!("列表里混有{of}和{type_}")));
            }
            if of == Type::Any {
                of = type_;
            }
            nodes.push(node);
        }
        Some((Kind::List(nodes), Type::List(Box::new(of))))
    }

    fn if_then_else(&mut self, parts: &[Syntax; 3]) -> Option<(Kind, Type)> {
        let condition = self.condition(&parts[0]);
        let (then, other) = (self.node(&parts[1]), self.node(&parts[2]));
        let (condition, then, other) = (condition?, then?, other?);
        if !then.1.goes_with(&other.1) {
            let problem = Problem::new(parts[1].at.to(parts[2].at), "type", format!("then 是{}，else 是{}", then.1, other.1));
            return self.refuse(problem.hint("两边要是同一类值"));
        }
        let (then, other, type_) = self.aligned(then, other, parts[1].at.to(parts[2].at))?;
        let type_ = if matches!(type_, Type::Choice(_)) { Type::Text } else { type_ };
        Some((Kind::If(Box::new([condition, then, other])), type_))
    }

    /// Brings the result to the type that the place asks for.
    fn wanted(&mut self, (node, type_): Typed, want: &Type) -> Option<Typed> {
        let at = node.at;
        if !type_.goes_with(want) {
            let problem = Problem::new(at, "type", format!("这里应是{want}，而这是{type_}"));
            return self.refuse(if *want == Type::Bool { problem.hint("写成比较，例如 x > 0") } else { problem });
        }
        let (Type::Number(have), Type::Number(Some(want_unit))) = (&type_, want) else {
            return Some((node, if type_ == Type::Any { want.clone() } else { type_ }));
        };
        let zero = matches!(&node.kind, Kind::Literal(Value::Number(n)) if n.shown.is_zero());
        match have {
            None if (want_unit.is_percent() || want_unit.is_pure()) && !zero => {
                self.refuse(Problem::new(at, "unit", "这里要写百分数，不带单位的数含义不明").hint("写成 90% 的样子"))
            }
            None => Some((node, want.clone())),
            Some(q) => match q.to(want_unit) {
                Some(by) => Some((scaled(node, by), want.clone())),
                None if q.is_pure() => Some((node, want.clone())),
                None => self.refuse(Problem::new(at, "unit", format!("单位不一致：这里要{want_unit}，表达式给出{q}"))),
            },
        }
    }
}

/// What is usually meant where these two are compared.
fn hint_for_pair(one: &Type, other: &Type) -> Option<&'static str> {
    let text = other.is_textual();
    match one {
        Type::Unit if text => Some("单位的名称是 unit.name，级别是 unit.level"),
        Type::Record(_) if text => Some("在后面加点写出字段，例如 speaker.name"),
        Type::Date if text => Some("日期不加引号，例如 2024-03-01"),
        Type::Number(_) if text => Some("数不加引号"),
        Type::Bool if text => Some("直接写名称，或写 not 名称"),
        Type::List(_) => Some("写成 值 in 列表"),
        _ => None,
    }
}

/// How the values of a name are shown.
fn label(r: &Resolved) -> Label {
    let unit = match &r.type_ {
        Type::Number(Some(q)) if !q.is_pure() => q.to_string().into(),
        _ => Box::default(),
    };
    let choices = match &r.type_ {
        Type::Choice(c) if !c.titles.is_empty() => Some(c.clone()),
        _ => None,
    };
    Label { title: r.title.clone().unwrap_or_default(), unit, choices }
}

fn register_of(scope: &Scope) -> Option<String> {
    match scope {
        Scope::Record { register } | Scope::RecordDuty { register, .. } => Some(register.clone()),
        _ => None,
    }
}

fn is_ordered(t: &Type) -> bool {
    matches!(t, Type::Number(_) | Type::Date | Type::Time | Type::Any)
}

/// Wraps a number so that it comes out in another unit of measure; literals are converted at once.
fn scaled(node: Node, by: Rescale) -> Node {
    if by.by == Decimal::ONE {
        return node;
    }
    let at = node.at;
    Node { kind: Kind::Scale(by, Box::new(node)), at }
}

/// A percentage as its ratio: 30% → 0.3.
fn as_ratio((node, type_): Typed) -> Node {
    match type_ {
        Type::Number(Some(q)) if q.is_percent() => match q.to(&Quantity::pure()) {
            Some(by) => scaled(node, by),
            None => node,
        },
        _ => node,
    }
}

impl Rescale {
    /// `None` on overflow.
    pub(crate) fn apply(&self, n: &Number) -> Option<Number> {
        let by = Number::exact(self.by);
        if self.divide { n.divided_by(&by) } else { n.times(&by) }
    }
}

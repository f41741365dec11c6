//! Tokens → syntax tree. Recursive descent; from loose to tight: if, or, and, not, comparison, + -, * /, unary -.

use crate::diagnostic::{Place, Problem};
use crate::syntax::{AggregateSyntax, Comparison, Operation, Syntax, SyntaxKind, Word};
use crate::token::{Spanned, Token, tokens};

/// Longest expression, in bytes: long enough for any rule a person can check by eye.
pub(crate) const SOURCE_BYTES_MAX: usize = 8_000;
/// Deepest nesting.
pub(crate) const DEPTH_MAX: u32 = 64;

pub(crate) const AGGREGATES: [&str; 10] = ["count", "sum", "product", "min", "max", "distinct", "any", "all", "first", "last"];

pub(crate) fn parse(source: &str) -> Result<Syntax, Problem> {
    if source.len() > SOURCE_BYTES_MAX {
        let problem = Problem::new(Place::default(), "too-long", format!("表达式太长，最多 {SOURCE_BYTES_MAX} 字节"));
        return Err(problem.hint("拆成几个计算字段"));
    }
    let tokens = tokens(source)?;
    let mut parser = Parser { tokens: &tokens, at: 0, open: 0 };
    if *parser.token() == Token::End {
        return Err(parser.problem("表达式是空的").hint("写一个条件，例如 people >= 10"));
    }
    let syntax = parser.expression()?;
    match parser.token() {
        Token::End => Ok(syntax),
        _ => Err(parser.problem(format!("这里不应有 {}", parser.shown(source))).hint("检查括号，或用 and、or 连接两个条件")),
    }
}

type Parsed = Result<Syntax, Problem>;

struct Parser<'t> {
    tokens: &'t [Spanned],
    at: usize,
    /// Constructs being parsed around this place.
    open: u32,
}

impl Parser<'_> {
    fn token(&self) -> &Token {
        &self.peek(0).token
    }
    fn peek(&self, ahead: usize) -> &Spanned {
        &self.tokens[(self.at + ahead).min(self.tokens.len() - 1)]
    }
    fn place(&self) -> Place {
        self.peek(0).at
    }
    fn shown<'s>(&self, source: &'s str) -> &'s str {
        self.place().of(source)
    }
    fn step(&mut self) -> Place {
        let at = self.place();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        at
    }
    fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.place(), "syntax", message)
    }
    fn is(&self, sign: &str) -> bool {
        matches!(self.token(), Token::Sign(s) if *s == sign)
    }
    fn take(&mut self, sign: &str) -> bool {
        let found = self.is(sign);
        if found {
            self.step();
        }
        found
    }
    fn expect(&mut self, sign: &'static str, after: &str) -> Result<Place, Problem> {
        if self.is(sign) {
            return Ok(self.step());
        }
        Err(self.problem(format!("{after}之后应有 {sign}")).hint(format!("在这里加上 {sign}")))
    }
    /// A name that is no reserved word.
    fn word(&mut self, after: &str) -> Result<Word, Problem> {
        match self.token().clone() {
            Token::Name(text) => Ok(Word { text, at: self.step() }),
            _ => Err(self.problem(format!("{after}之后应是一个名称"))),
        }
    }
    fn node(&self, at: Place, kind: SyntaxKind) -> Parsed {
        let depth = 1 + kind.children().map(|c| c.depth).max().unwrap_or(0);
        if depth > DEPTH_MAX {
            return Err(too_deep(at));
        }
        Ok(Syntax { kind, at, depth })
    }

    fn expression(&mut self) -> Parsed {
        self.open += 1;
        if self.open > DEPTH_MAX {
            return Err(too_deep(self.place()));
        }
        let result = if self.is("if") { self.if_then_else() } else { self.or() };
        self.open -= 1;
        result
    }

    fn if_then_else(&mut self) -> Parsed {
        let start = self.step();
        let condition = self.expression()?;
        self.expect("then", "if 的条件")?;
        let then = self.expression()?;
        self.expect("else", "then 的值").map_err(|p| p.hint("每个 if 都要有 else"))?;
        let other = self.expression()?;
        let at = start.to(other.at);
        self.node(at, SyntaxKind::If(Box::new([condition, then, other])))
    }

    fn or(&mut self) -> Parsed {
        self.joined("or", Self::and, SyntaxKind::Or)
    }
    fn and(&mut self) -> Parsed {
        self.joined("and", Self::not, SyntaxKind::And)
    }
    fn joined(&mut self, sign: &str, part: fn(&mut Self) -> Parsed, kind: fn(Vec<Syntax>) -> SyntaxKind) -> Parsed {
        let first = part(self)?;
        if !self.is(sign) {
            return Ok(first);
        }
        let start = first.at;
        let mut end = first.at;
        let mut parts = vec![first];
        while self.take(sign) {
            let next = part(self)?;
            end = next.at;
            parts.push(next);
        }
        self.node(start.to(end), kind(parts))
    }

    fn not(&mut self) -> Parsed {
        let mut starts = vec![];
        while self.is("not") {
            starts.push(self.step());
        }
        let mut inner = if self.is("if") { self.expression()? } else { self.comparison()? };
        for start in starts.into_iter().rev() {
            let at = start.to(inner.at);
            inner = self.node(at, SyntaxKind::Not(Box::new(inner)))?;
        }
        Ok(inner)
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.sum()?;
        if let Some(comparison) = self.comparison_sign() {
            self.step();
            let right = self.sum()?;
            if self.comparison_sign().is_some() {
                return Err(self.problem("比较不能连着写").hint("拆成两个，用 and 连接，例如 1 <= x and x <= 5"));
            }
            let at = left.at.to(right.at);
            return self.node(at, SyntaxKind::Compare(comparison, Box::new(left), Box::new(right)));
        }
        if self.take("is") {
            return self.is_known(left);
        }
        let negated = self.is("not") && matches!(self.peek(1).token, Token::Sign("in"));
        if negated {
            self.step();
        }
        if self.take("in") {
            let list = self.sum()?;
            let at = left.at.to(list.at);
            return self.node(at, SyntaxKind::In { item: Box::new(left), list: Box::new(list), negated });
        }
        Ok(left)
    }

    fn is_known(&mut self, item: Syntax) -> Parsed {
        let negated = self.take("not");
        let word = self.word("is").ok();
        let known = match word.as_ref().map(|w| w.text.as_str()) {
            Some("known") => !negated,
            Some("unknown") => negated,
            _ => {
                let at = word.map_or(self.place(), |w| w.at);
                return Err(Problem::new(at, "syntax", "is 之后只能是 known 或 unknown").hint("比较值要用 =="));
            }
        };
        let at = item.at.to(word.map_or(item.at, |w| w.at));
        self.node(at, SyntaxKind::IsKnown { item: Box::new(item), known })
    }

    fn comparison_sign(&self) -> Option<Comparison> {
        let Token::Sign(sign) = self.token() else { return None };
        Some(match *sign {
            "==" => Comparison::Equal,
            "!=" => Comparison::Unequal,
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            ">" => Comparison::More,
            ">=" => Comparison::AtLeast,
            _ => return None,
        })
    }

    fn sum(&mut self) -> Parsed {
        self.chain(Self::product, |sign| match sign {
            "+" => Some(Operation::Add),
            "-" => Some(Operation::Subtract),
            _ => None,
        })
    }
    fn product(&mut self) -> Parsed {
        self.chain(Self::unary, |sign| match sign {
            "*" => Some(Operation::Multiply),
            "/" => Some(Operation::Divide),
            _ => None,
        })
    }
    /// Left-associative operators of one rank.
    fn chain(&mut self, part: fn(&mut Self) -> Parsed, operation: fn(&str) -> Option<Operation>) -> Parsed {
        let mut left = part(self)?;
        loop {
            let Token::Sign(sign) = self.token() else { return Ok(left) };
            let Some(operation) = operation(sign) else { return Ok(left) };
            self.step();
            let right = part(self)?;
            let at = left.at.to(right.at);
            left = self.node(at, SyntaxKind::Arithmetic(operation, Box::new(left), Box::new(right)))?;
        }
    }

    fn unary(&mut self) -> Parsed {
        let mut starts = vec![];
        while self.is("-") {
            starts.push(self.step());
        }
        let mut inner = self.primary()?;
        for start in starts.into_iter().rev() {
            let at = start.to(inner.at);
            inner = self.node(at, SyntaxKind::Negate(Box::new(inner)))?;
        }
        Ok(inner)
    }

    fn primary(&mut self) -> Parsed {
        let at = self.place();
        let kind = match self.token().clone() {
            Token::Number(n, unit) => SyntaxKind::Number(n, unit),
            Token::Date(d) => SyntaxKind::Date(d),
            Token::Text(t) => SyntaxKind::Text(t),
            Token::Sign("true") => SyntaxKind::Bool(true),
            Token::Sign("false") => SyntaxKind::Bool(false),
            Token::Sign("missing") => SyntaxKind::Missing,
            Token::Sign("(") => return self.parenthesis(),
            Token::Sign("[") => return self.list(),
            Token::Name(_) => return self.named(),
            Token::End => return Err(self.problem("表达式没有写完")),
            Token::Sign(s) => return Err(self.problem(format!("这里应是一个值，不应是 {s}"))),
        };
        self.step();
        self.node(at, kind)
    }

    fn parenthesis(&mut self) -> Parsed {
        let start = self.step();
        let mut inner = self.expression()?;
        inner.at = start.to(self.expect(")", "括号里的内容")?);
        Ok(inner)
    }

    fn list(&mut self) -> Parsed {
        let start = self.step();
        let mut items = vec![];
        while !self.is("]") {
            items.push(self.expression()?);
            if !self.take(",") {
                break;
            }
        }
        let end = self.expect("]", "列表")?;
        self.node(start.to(end), SyntaxKind::List(items))
    }

    fn named(&mut self) -> Parsed {
        let first = self.word("")?;
        if self.is("(") {
            return if self.at_aggregate(&first) { self.aggregate(first) } else { self.call(first) };
        }
        let path = self.path(first)?;
        let at = path[0].at.to(path[path.len() - 1].at);
        self.node(at, SyntaxKind::Path(path))
    }

    fn path(&mut self, first: Word) -> Result<Vec<Word>, Problem> {
        let mut path = vec![first];
        while self.take(".") {
            path.push(self.word(".")?);
        }
        Ok(path)
    }

    /// `name(` is the begin of an aggregate if a register follows: `count(r`, `sum(r.f)`; `min(a, b)` is a function.
    fn at_aggregate(&self, name: &Word) -> bool {
        if !AGGREGATES.contains(&name.text.as_str()) {
            return false;
        }
        if !matches!(name.text.as_str(), "min" | "max") {
            return true;
        }
        let mut ahead = 1;
        while matches!(self.peek(ahead).token, Token::Name(_) | Token::Sign(".")) {
            ahead += 1;
        }
        let ends = match &self.peek(ahead).token {
            Token::Sign(s) => matches!(*s, "where" | ")"),
            _ => false,
        };
        ends && ahead > 1
    }

    fn aggregate(&mut self, what: Word) -> Parsed {
        self.expect("(", &what.text)?;
        let register = self.word(&format!("{}(", what.text))?;
        let mut value = vec![];
        while self.take(".") {
            value.push(self.word(".")?);
        }
        let where_ = if self.take("where") { Some(self.expression()?) } else { None };
        let holds = if what.text == "all" && self.take(",") { Some(self.expression()?) } else { None };
        let by = if matches!(self.token(), Token::Name(n) if n == "by") {
            self.step();
            Some(self.word("by")?)
        } else {
            None
        };
        let end = self.expect(")", "统计")?;
        let at = what.at.to(end);
        self.node(at, SyntaxKind::Aggregate(Box::new(AggregateSyntax { what, register, value, where_, holds, by })))
    }

    fn call(&mut self, name: Word) -> Parsed {
        self.expect("(", &name.text)?;
        let mut arguments = vec![];
        while !self.is(")") {
            arguments.push(self.expression()?);
            if !self.take(",") {
                break;
            }
        }
        let end = self.expect(")", "参数")?;
        let at = name.at.to(end);
        self.node(at, SyntaxKind::Call(name, arguments))
    }
}

fn too_deep(at: Place) -> Problem {
    Problem::new(at, "too-deep", format!("嵌套太深，最多 {DEPTH_MAX} 层")).hint("拆成几个计算字段")
}

impl SyntaxKind {
    fn children(&self) -> Box<dyn Iterator<Item = &Syntax> + '_> {
        use SyntaxKind as K;
        match self {
            K::Number(..) | K::Date(_) | K::Text(_) | K::Bool(_) | K::Missing | K::Path(_) => Box::new(std::iter::empty()),
            K::Not(a) | K::Negate(a) | K::IsKnown { item: a, .. } => Box::new(std::iter::once(&**a)),
            K::And(v) | K::Or(v) | K::List(v) | K::Call(_, v) => Box::new(v.iter()),
            K::Compare(_, a, b) | K::Arithmetic(_, a, b) | K::In { item: a, list: b, .. } => Box::new([&**a, &**b].into_iter()),
            K::If(three) => Box::new(three.iter()),
            K::Aggregate(a) => Box::new(a.where_.iter().chain(a.holds.iter())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let got = match parse(source) {
            Ok(s) => shape(&s),
            Err(p) => format!("{}@{}", p.code, p.characters_before(source)),
        };
        assert_eq!(got, expected, "{source}");
    }

    /// Operators in prefix form, leaves as words.
    fn shape(s: &Syntax) -> String {
        let joined = |name: &str| {
            let parts: Vec<String> = s.kind.children().map(shape).collect();
            format!("({name} {})", parts.join(" "))
        };
        match &s.kind {
            SyntaxKind::Number(n, u) => format!("{n}{}", u.clone().unwrap_or_default()),
            SyntaxKind::Path(p) => p.iter().map(|w| w.text.clone()).collect::<Vec<_>>().join("."),
            SyntaxKind::Text(t) => format!("{t:?}"),
            SyntaxKind::Bool(b) => b.to_string(),
            SyntaxKind::Missing => "missing".into(),
            SyntaxKind::Date(d) => d.to_string(),
            SyntaxKind::And(_) => joined("and"),
            SyntaxKind::Or(_) => joined("or"),
            SyntaxKind::Not(_) => joined("not"),
            SyntaxKind::Negate(_) => joined("neg"),
            SyntaxKind::If(_) => joined("if"),
            SyntaxKind::List(_) => joined("list"),
            SyntaxKind::Compare(c, ..) => joined(&format!("{c:?}")),
            SyntaxKind::Arithmetic(o, ..) => joined(&format!("{o:?}")),
            SyntaxKind::In { negated, .. } => joined(if *negated { "not-in" } else { "in" }),
            SyntaxKind::IsKnown { known, .. } => joined(if *known { "known" } else { "unknown" }),
            SyntaxKind::Call(n, _) => joined(&n.text),
            SyntaxKind::Aggregate(a) => joined(&format!("{}:{}", a.what.text, a.register.text)),
        }
    }

    #[test]
    fn ranks() {
        check("a or b and not c == 1 + 2 * -3", "(or a (and b (not (Equal c (Add 1 (Multiply 2 (neg 3)))))))");
        check("a - b - c", "(Subtract (Subtract a b) c)");
        check("if a then 1 else if b then 2 else 3", "(if a 1 (if b 2 3))");
        check("非 a 且 b", "(and (not a) b)");
        check("x not in [1，2]", "(not-in x (list 1 2))");
        check("x is known and y is not known", "(and (known x) (unknown y))");
    }

    #[test]
    fn aggregates_and_functions() {
        check("count(tour)", "(count:tour )");
        check("count(tour where a and b) >= 1", "(AtLeast (count:tour (and a b)) 1)");
        check("min(a, b)", "(min a b)");
        check("min(tour.people where a)", "(min:tour a)");
        check("min(tour.people)", "(min:tour )");
        check("all(tour where a, b)", "(all:tour a b)");
        check("first(tour.people where a by date)", "(first:tour a)");
    }

    #[test]
    fn mistakes_have_a_place() {
        check("", "syntax@0");
        check("a and", "syntax@5");
        check("人数 >= ", "syntax@6");
        check("(a", "syntax@2");
        check("1 < x < 3", "syntax@6");
        check("if a then b", "syntax@11");
        check("a b", "syntax@2");
        check(&"(".repeat(4000), "too-deep@64");
        check(&format!("1{}", "+1".repeat(100)), "too-deep@0");
        check(&" ".repeat(9000), "too-long@0");
    }
}

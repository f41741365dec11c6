//! Text of an expression → tokens.

use crate::diagnostic::{Place, Problem};
use jiff::civil::Date;
use rust_decimal::Decimal;

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Token {
    /// A number with its unit of measure, if one is written; 万 and 亿 are already multiplied in.
    Number(Decimal, Option<String>),
    Date(Date),
    Text(String),
    Name(String),
    /// An operator, bracket or keyword, in its one ASCII spelling.
    Sign(&'static str),
    End,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Spanned {
    pub token: Token,
    pub at: Place,
}

const RESERVED: [&str; 14] =
    ["or", "and", "not", "in", "is", "if", "then", "else", "where", "true", "false", "missing", "且", "或"];

/// Words that can't name a field. `by`, `known`, `my` and the like are names where no keyword can stand.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || name == "非"
}

pub(crate) fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(starts_name) && chars.all(continues_name)
}

fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}
fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Splits the text; the last token is always [`Token::End`].
pub(crate) fn tokens(source: &str) -> Result<Vec<Spanned>, Problem> {
    let mut lexer = Lexer { source, at: 0 };
    let mut out = vec![];
    loop {
        lexer.skip_space();
        let start = lexer.at;
        let token = lexer.token()?;
        let end = token == Token::End;
        out.push(Spanned { token, at: Place { start: start as u32, end: lexer.at as u32 } });
        if end {
            return Ok(out);
        }
    }
}

struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.source[self.at..]
    }
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }
    fn skip_space(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }
    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while let Some(c) = self.peek().filter(|&c| keep(c)) {
            self.at += c.len_utf8();
        }
        self.source[start..self.at].to_string()
    }
    fn problem(&self, start: usize, code: &'static str, message: impl Into<String>) -> Problem {
        Problem::new(Place { start: start as u32, end: self.at as u32 }, code, message)
    }

    fn token(&mut self) -> Result<Token, Problem> {
        let Some(c) = self.peek() else { return Ok(Token::End) };
        if c.is_ascii_digit() {
            return self.date_or_number();
        }
        if let Some(close) = closing_quote(c) {
            return self.text(c, close);
        }
        if starts_name(c) {
            return Ok(word(self.take_while(continues_name)));
        }
        self.sign(c)
    }

    fn sign(&mut self, c: char) -> Result<Token, Problem> {
        const SIGNS: [(&str, &str); 32] = [
            ("==", "=="),
            ("!=", "!="),
            ("<=", "<="),
            (">=", ">="),
            ("≤", "<="),
            ("≥", ">="),
            ("≠", "!="),
            ("＝＝", "=="),
            ("<", "<"),
            (">", ">"),
            ("＜", "<"),
            ("＞", ">"),
            ("+", "+"),
            ("＋", "+"),
            ("-", "-"),
            ("－", "-"),
            ("*", "*"),
            ("×", "*"),
            ("/", "/"),
            ("÷", "/"),
            ("(", "("),
            ("（", "("),
            (")", ")"),
            ("）", ")"),
            ("[", "["),
            ("［", "["),
            ("]", "]"),
            ("］", "]"),
            (",", ","),
            ("，", ","),
            ("、", ","),
            (".", "."),
        ];
        if let Some((written, sign)) = SIGNS.iter().find(|(written, _)| self.rest().starts_with(written)) {
            self.at += written.len();
            return Ok(Token::Sign(sign));
        }
        let start = self.at;
        self.at += c.len_utf8();
        Err(match c {
            '=' | '＝' => self.problem(start, "syntax", "比较要写两个等号").hint("改为 =="),
            '&' => self.problem(start, "syntax", "不认识符号 &").hint("改为 and 或 且"),
            '|' => self.problem(start, "syntax", "不认识符号 |").hint("改为 or 或 或"),
            '!' | '！' => self.problem(start, "syntax", "不认识符号 !").hint("改为 not 或 非"),
            '%' | '％' | '‰' => self.problem(start, "syntax", format!("{c} 只能写在数字后面")).hint("例如 30%"),
            _ => self.problem(start, "syntax", format!("不认识符号 {c}")),
        })
    }

    fn text(&mut self, open: char, close: char) -> Result<Token, Problem> {
        let start = self.at;
        self.at += open.len_utf8();
        let text = self.take_while(|c| c != close);
        if self.peek().is_none() {
            return Err(self.problem(start, "syntax", "文字没有收尾的引号").hint(format!("在末尾加上 {close}")));
        }
        self.at += close.len_utf8();
        Ok(Token::Text(text))
    }

    fn date_or_number(&mut self) -> Result<Token, Problem> {
        let start = self.at;
        let shape: Vec<char> = self.rest().chars().take(10).collect();
        let digits = |range: std::ops::Range<usize>| shape.get(range).is_some_and(|s| s.iter().all(char::is_ascii_digit));
        if shape.len() == 10 && digits(0..4) && shape[4] == '-' && digits(5..7) && shape[7] == '-' && digits(8..10) {
            self.at += 10;
            let text = &self.source[start..self.at];
            return text.parse().map(Token::Date).map_err(|_| self.problem(start, "date", format!("没有 {text} 这一天")));
        }
        let mut digits = self.take_while(|c| c.is_ascii_digit());
        if self.rest().starts_with('.') && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) {
            self.at += 1;
            digits.push('.');
            digits += &self.take_while(|c| c.is_ascii_digit());
        }
        let number: Decimal = digits.parse().map_err(|_| self.problem(start, "number", "数太长").hint("最多 28 位数字"))?;
        let unit = self.unit();
        let (factor, unit) = split_myriads(&unit);
        let number = number.checked_mul(factor).ok_or_else(|| self.problem(start, "number", "数太大"))?;
        Ok(Token::Number(number, unit))
    }

    /// The unit of measure after a number: a percent sign, letters that touch it, or Chinese after spaces.
    fn unit(&mut self) -> String {
        if let Some(c) = self.peek().filter(|c| matches!(c, '%' | '％' | '‰')) {
            self.at += c.len_utf8();
            return if c == '‰' { "‰" } else { "%" }.to_string();
        }
        let before = self.at;
        self.skip_space();
        let touching = self.at == before;
        let unit = match self.peek().filter(|&c| starts_name(c) && (touching || !c.is_ascii())) {
            Some(_) => self.take_while(|c| continues_name(c) && !c.is_numeric()),
            None => String::new(),
        };
        if unit.is_empty() || is_reserved(&unit) {
            self.at = before;
            return String::new();
        }
        unit
    }
}

/// `万元` → (10000, 元).
pub(crate) fn split_myriads(unit: &str) -> (Decimal, Option<String>) {
    let mut factor = Decimal::ONE;
    let mut rest = unit;
    loop {
        let (next, by) = match rest.chars().next() {
            Some('万') => (&rest['万'.len_utf8()..], 10_000),
            Some('亿') => (&rest['亿'.len_utf8()..], 100_000_000),
            _ => break,
        };
        match factor.checked_mul(Decimal::from(by)) {
            Some(f) => factor = f,
            None => break,
        }
        rest = next;
    }
    (factor, (!rest.is_empty()).then(|| rest.to_string()))
}

fn closing_quote(open: char) -> Option<char> {
    match open {
        '"' | '\'' => Some(open),
        '“' => Some('”'),
        '‘' => Some('’'),
        '「' => Some('」'),
        _ => None,
    }
}

fn word(name: String) -> Token {
    let sign = match name.as_str() {
        "且" => "and",
        "或" => "or",
        "非" => "not",
        _ => match RESERVED.iter().find(|k| **k == name) {
            Some(k) => k,
            None => return Token::Name(name),
        },
    };
    Token::Sign(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let got = match tokens(source) {
            Ok(t) => t.iter().map(|t| format!("{:?}", t.token)).collect::<Vec<_>>().join(" "),
            Err(p) => format!("{}@{}", p.code, p.at.start),
        };
        assert_eq!(got, expected, "{source}");
    }

    #[test]
    fn literals() {
        check("1200 亩", "Number(1200, Some(\"亩\")) End");
        check("5万元", "Number(50000, Some(\"元\")) End");
        check("3.5亿", "Number(350000000.0, None) End");
        check("30%", "Number(30, Some(\"%\")) End");
        check("2013-10-05", "Date(2013-10-05) End");
        check("2013-13-05", "date@0");
        check("3 and x", "Number(3, None) Sign(\"and\") Name(\"x\") End");
        check("3 且 x", "Number(3, None) Sign(\"and\") Name(\"x\") End");
        check("“市”", "Text(\"市\") End");
        check("'市", "syntax@0");
    }

    #[test]
    fn signs_and_their_chinese_spellings() {
        check("（a≥b）", "Sign(\"(\") Name(\"a\") Sign(\">=\") Name(\"b\") Sign(\")\") End");
        check("a = b", "syntax@2");
        check("覆盖人数 ≠ 1", "Name(\"覆盖人数\") Sign(\"!=\") Number(1, None) End");
        check("a && b", "syntax@2");
    }
}

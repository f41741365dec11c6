//! Types of function calls and bands.

use super::aggregates::{as_ratio, is_ratio};
use super::{Checker, Typed};
use crate::diagnostic::{Place, Problem};
use crate::function::{FUNCTIONS, Gives, Parameter, function_names, is_time, is_whole};
use crate::node::{Band, Kind, Node};
use crate::parse::AGGREGATES;
use crate::syntax::{Syntax, SyntaxKind, Word};
use crate::types::{Quantity, Type};
use luodi_model::Value;
use rust_decimal::Decimal;

impl Checker<'_, '_> {
    pub(super) fn call(&mut self, name: &Word, arguments: &[Syntax]) -> Option<(Kind, Type)> {
        if name.text == "band" {
            return self.band(name, arguments);
        }
        let Some(entry) = FUNCTIONS.iter().find(|e| e.name == name.text) else {
            let names = function_names().chain(AGGREGATES);
            return self
                .refuse(Problem::new(name.at, "unknown-function", format!("没有函数 {}", name.text)).nearest(&name.text, names));
        };
        let least = entry.parameters.len();
        if arguments.len() < least || (arguments.len() > least && !entry.repeats) {
            let message = format!("{} 要 {least} 个参数，这里有 {} 个", entry.name, arguments.len());
            return self.refuse(Problem::new(name.at, "function", message));
        }
        let mut nodes: Vec<Node> = vec![];
        let mut first = Type::Any;
        for (i, argument) in arguments.iter().enumerate() {
            let parameter = entry.parameters[i.min(least - 1)];
            let (mut node, type_) = self.argument(parameter, argument)?;
            if i == 0 {
                first = type_;
            } else if parameter == Parameter::Number {
                node = self.like_first(&nodes[0], &mut first, (node, type_), argument.at)?;
            }
            nodes.push(node);
        }
        let type_ = match entry.gives {
            Gives::Date => Type::Date,
            Gives::Bool => Type::Bool,
            Gives::Bare => Type::bare(),
            Gives::Measured(unit) => Type::measured(unit),
            Gives::SameAsFirst => first,
            Gives::Ratio => Type::Number(Some(Quantity::pure())),
        };
        Some((Kind::Call(entry.function, nodes), type_))
    }
    fn like_first(&mut self, first: &Node, type_: &mut Type, other: Typed, at: Place) -> Option<Node> {
        let (kept, node, common) = self.aligned((first.clone(), type_.clone()), other, at)?;
        if kept != *first {
            return self.refuse(Problem::new(at, "unit", "各参数的单位不一致").hint("都写成同一单位"));
        }
        *type_ = common;
        Some(node)
    }
    fn argument(&mut self, parameter: Parameter, s: &Syntax) -> Option<Typed> {
        let (node, type_) = match parameter {
            Parameter::Number => return self.number(s),
            Parameter::Ratio => {
                let typed = self.number(s)?;
                if is_ratio(&typed.1) {
                    return Some(as_ratio(typed));
                }
                typed
            }
            _ => self.node(s)?,
        };
        let fits = match (parameter, &type_) {
            (_, Type::Any) => true,
            (Parameter::Date, t) => *t == Type::Date,
            (Parameter::Time, Type::Text) => matches!(&node.kind, Kind::Literal(Value::Text(t)) if is_time(t).is_some()),
            (Parameter::Time, t) => *t == Type::Time,
            (Parameter::Whole, Type::Number(unit)) => {
                let written_whole = !matches!(&node.kind, Kind::Literal(Value::Number(n)) if !is_whole(&n.shown));
                written_whole && unit.as_ref().is_none_or(|u| !u.is_percent())
            }
            (Parameter::Text, t) => t.is_textual(),
            (Parameter::List, Type::List(_)) => true,
            _ => false,
        };
        if fits {
            return Some((node, type_));
        }
        let expected = match parameter {
            Parameter::Date => "日期",
            Parameter::Time => "时刻",
            Parameter::Whole => "整数",
            Parameter::List => "列表",
            Parameter::Text => "文字",
            Parameter::Number => "数",
            Parameter::Ratio => "不带单位的数或百分数",
        };
        self.refuse(Problem::new(s.at, "type", format!("这里应是{expected}，而这是{type_}")))
    }

    fn band(&mut self, name: &Word, arguments: &[Syntax]) -> Option<(Kind, Type)> {
        let shape = "写成 band(x, [[起点, 值], [起点, 值]])，起点从小到大";
        let [of, Syntax { kind: SyntaxKind::List(rows), .. }] = arguments else {
            return self.refuse(Problem::new(name.at, "function", "band 要一个数和一张表").hint(shape));
        };
        let of = self.number(of)?;
        let mut nodes: Vec<(Decimal, Node)> = vec![];
        let mut type_ = Type::Any;
        for row in rows {
            let SyntaxKind::List(pair) = &row.kind else {
                return self.refuse(Problem::new(row.at, "function", "表的每行是 [起点, 值]").hint(shape));
            };
            let [limit, value] = &pair[..] else {
                return self.refuse(Problem::new(row.at, "function", "表的每行是 [起点, 值]").hint(shape));
            };
            let limit_at = limit.at;
            let limit = self.limit(limit, &of)?;
            if nodes.last().is_some_and(|(last, _)| *last >= limit) {
                return self.refuse(Problem::new(limit_at, "function", "起点要从小到大").hint(shape));
            }
            let value = self.node(value)?;
            if !type_.goes_with(&value.1) {
                return self.refuse(Problem::new(row.at, "type", format!("表里混有{type_}和{}", value.1)));
            }
            let node = match nodes.first() {
                Some((_, first)) => self.like_first(&first.clone(), &mut type_, value, row.at)?,
                None => {
                    type_ = value.1;
                    value.0
                }
            };
            nodes.push((limit, node));
        }
        if nodes.is_empty() {
            return self.refuse(Problem::new(name.at, "function", "band 的表是空的").hint(shape));
        }
        Some((Kind::Band(Box::new(Band { of: of.0, rows: nodes })), type_))
    }
    /// A written number in the unit of what it limits.
    fn limit(&mut self, s: &Syntax, of: &Typed) -> Option<Decimal> {
        let (node, type_) = self.number(s)?;
        let at = s.at;
        let (kept, node, _) = self.aligned(of.clone(), (node, type_), at)?;
        if kept == of.0 {
            match &node.kind {
                Kind::Literal(Value::Number(n)) => return Some(n.shown),
                Kind::Negate(inner) => {
                    if let Kind::Literal(Value::Number(n)) = &inner.kind {
                        return Some(-n.shown);
                    }
                }
                Kind::Scale(by, inner) => {
                    if let Kind::Literal(Value::Number(n)) = &inner.kind {
                        return by.apply(n).map(|n| n.shown);
                    }
                }
                _ => {}
            }
        }
        self.refuse(Problem::new(at, "function", "起点要写成与前面同单位的数"))
    }
}

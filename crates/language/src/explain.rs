//! Explanations: which values gave a result, as a tree and as Chinese sentences.

use crate::eval::evaluate;
use crate::name::Env;
use crate::node::{Aggregate, Aggregator, Kind, Node};
use luodi_model::{Number, Unknown, Value};
use serde::Serialize;

/// How a value came about.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Explanation {
    /// The sub-expression as written.
    pub text: String,
    /// Its value in the JSON of the wire.
    pub value: serde_json::Value,
    /// The value as the screen shows it.
    pub shown: String,
    /// What it is called, why it is unknown, how many records it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Explanation>,
    /// How the parts make the whole; for the sentences only.
    #[serde(skip)]
    shape: Shape,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    Leaf,
    And,
    Or,
    Other,
}

/// Values of a node and of its parts. The parts are evaluated again, by the same code, so that an explanation can't differ
/// from the result it explains.
pub(crate) fn explain(node: &Node, source: &str, env: &dyn Env, steps_max: u32) -> (Value, Explanation) {
    let value = evaluate(node, env, steps_max);
    let text = node.at.of(source).to_string();
    // A conversion of units has no text of its own: it is shown as what it converts.
    if let Kind::Scale(_, inner) = &node.kind {
        let (_, inner) = explain(inner, source, env, steps_max);
        return (value, inner);
    }
    let parts = children(node)
        .into_iter()
        .map(|c| explain(c, source, env, steps_max).1)
        .filter(|e| e.shape != Shape::Leaf || e.note.is_some());
    let (note, shape, parts) = match &node.kind {
        Kind::Literal(_) => (None, Shape::Leaf, vec![]),
        Kind::Name(_, title) => (Some(name_note(title.as_deref(), &value)), Shape::Leaf, vec![]),
        Kind::Aggregate(a) => (Some(records_note(a, env, steps_max)), Shape::Leaf, vec![]),
        Kind::And(_) => (why(&value), Shape::And, parts.collect()),
        Kind::Or(_) => (why(&value), Shape::Or, parts.collect()),
        _ => (why(&value), Shape::Other, parts.collect()),
    };
    let explanation = Explanation { text, value: value.to_json(), shown: value.to_string(), note, parts, shape };
    (value, explanation)
}

fn children(node: &Node) -> Vec<&Node> {
    match &node.kind {
        Kind::Literal(_) | Kind::Name(..) | Kind::Aggregate(_) => vec![],
        Kind::Not(a) | Kind::Negate(a) | Kind::Scale(_, a) | Kind::IsKnown { item: a, .. } => vec![a],
        Kind::And(v) | Kind::Or(v) | Kind::List(v) | Kind::Call(_, v) => v.iter().collect(),
        Kind::Compare(_, pair) | Kind::Arithmetic(_, pair) | Kind::In { pair, .. } => pair.iter().collect(),
        Kind::If(three) => three.iter().collect(),
        Kind::Band(b) => vec![&b.of],
    }
}

fn why(value: &Value) -> Option<String> {
    match value {
        Value::Unknown(u) => Some(reason(u)),
        Value::Number(n) => bounds(n),
        _ => None,
    }
}
fn reason(u: &Unknown) -> String {
    match u {
        Unknown::Missing => "未填".to_string(),
        Unknown::Pending(why) if why.is_empty() => "待定".to_string(),
        Unknown::Pending(why) => format!("待定：{why}"),
        Unknown::Masked => "已隐去".to_string(),
        Unknown::NotApplicable => "不适用".to_string(),
        Unknown::NotComputable(why) => format!("尚不可计算：{why}"),
    }
}
fn bounds(n: &Number) -> Option<String> {
    if n.is_exact() {
        return None;
    }
    Some(match (n.low(), n.high()) {
        (Some(l), Some(h)) => format!("在 {} 与 {} 之间", l.normalize(), h.normalize()),
        (Some(l), None) => format!("不少于 {}", l.normalize()),
        (None, Some(h)) => format!("不多于 {}", h.normalize()),
        (None, None) => "上下限都不知道".to_string(),
    })
}

fn name_note(title: Option<&str>, value: &Value) -> String {
    match (title, why(value)) {
        (Some(t), Some(w)) => format!("{t}，{w}"),
        (Some(t), None) => t.to_string(),
        (None, w) => w.unwrap_or_default(),
    }
}

/// How many records there were, met the condition, and left it open.
fn records_note(a: &Aggregate, env: &dyn Env, steps_max: u32) -> String {
    let counted = |where_: Option<Node>| {
        let count = Aggregate { what: Aggregator::Count, value: None, holds: None, by: None, where_, ..a.clone() };
        let node = Node { kind: Kind::Aggregate(Box::new(count)), at: Default::default() };
        evaluate(&node, env, steps_max)
    };
    let all = counted(None);
    if a.where_.is_none() {
        return format!("共 {all} 条记录");
    }
    match counted(a.where_.clone()) {
        Value::Number(n) if !n.is_exact() => {
            let open = n.high().map(|h| (h - n.shown).normalize().to_string()).unwrap_or_default();
            format!("共 {all} 条记录，符合条件的 {} 条，另有 {open} 条尚不能判断", n.shown.normalize())
        }
        met => format!("共 {all} 条记录，符合条件的 {met} 条"),
    }
}

impl Explanation {
    /// The result in short Chinese sentences, with the values that decided it.
    pub fn in_words_zh(&self) -> String {
        let mut values: Vec<String> = vec![];
        self.deciding(&mut values);
        let head = match &self.value {
            serde_json::Value::Bool(true) => format!("“{}”成立", self.text),
            serde_json::Value::Bool(false) => format!("“{}”不成立", self.text),
            serde_json::Value::Null | serde_json::Value::Object(_) if self.shown == "—" || self.shown == "待定" => {
                format!("“{}”还不能判断", self.text)
            }
            _ => format!("“{}”是 {}", self.text, self.shown),
        };
        if values.is_empty() { format!("{head}。") } else { format!("{head}：{}。", values.join("；")) }
    }

    /// Leaves that matter: of an `and` or `or` that is decided the parts that decide it, of an undecided one the unknown parts.
    fn deciding(&self, out: &mut Vec<String>) {
        if self.shape == Shape::Leaf {
            if let Some(note) = &self.note {
                let line = self.leaf(note);
                if !out.contains(&line) {
                    out.push(line);
                }
            }
            return;
        }
        let joins = matches!(self.shape, Shape::And | Shape::Or);
        for part in
            self.parts.iter().filter(|p| !joins || p.value == self.value || !(self.value.is_boolean() || p.value.is_boolean()))
        {
            part.deciding(out);
        }
    }
    fn leaf(&self, note: &str) -> String {
        match note.split_once('，') {
            Some((title, why)) if self.shown == "—" || self.shown == "待定" => format!("{title}{why}"),
            _ if note.starts_with('共') => format!("{} 得 {}（{note}）", self.text, self.shown),
            _ => format!("{note} {}", self.shown),
        }
    }
}

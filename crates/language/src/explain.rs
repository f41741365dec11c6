//! Explanations: which values gave a result, as a tree and as Chinese sentences.

use crate::eval::evaluate;
use crate::name::Env;
use crate::node::{Aggregate, Aggregator, Kind, Node};
use crate::phrase::phrase;
use luodi_model::{Number, Unknown, Value};
use serde::Serialize;

/// How a value came about.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Explanation {
    /// The sub-expression as written.
    pub text: String,
    /// The same in words.
    pub said: String,
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
    /// The leaf in words; for the sentences only.
    #[serde(skip)]
    words: String,
    #[serde(skip)]
    known: bool,
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
    let said = phrase(node, source);
    // A conversion of units has no text of its own: it is shown as what it converts.
    if let Kind::Scale(_, inner) = &node.kind {
        let (_, inner) = explain(inner, source, env, steps_max);
        return (value, inner);
    }
    let parts = children(node)
        .into_iter()
        .map(|c| explain(c, source, env, steps_max).1)
        .filter(|e| e.shape != Shape::Leaf || e.note.is_some());
    let shown = shown(node, &value, env);
    let (note, words, shape, parts) = match &node.kind {
        Kind::Literal(_) => (None, String::new(), Shape::Leaf, vec![]),
        Kind::Name(_, label) => {
            let words = name_in_words(&label.title, &value, &shown);
            (Some(name_note(&label.title, &value)), words, Shape::Leaf, vec![])
        }
        Kind::Aggregate(a) => {
            let note = records_note(a, env, steps_max);
            let words = format!("{said} {shown}（{note}）");
            (Some(note), words, Shape::Leaf, vec![])
        }
        Kind::And(_) => (why(&value), String::new(), Shape::And, parts.collect()),
        Kind::Or(_) => (why(&value), String::new(), Shape::Or, parts.collect()),
        _ => (why(&value), String::new(), Shape::Other, parts.collect()),
    };
    let known = value.is_known();
    let explanation = Explanation { text, said, value: value.to_json(), shown, note, parts, shape, words, known };
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

fn name_note(title: &str, value: &Value) -> String {
    match why(value) {
        Some(w) if title.is_empty() => w,
        Some(w) => format!("{title}，{w}"),
        None => title.to_string(),
    }
}

/// How many records meet the condition, and how many leave it open.
fn records_note(a: &Aggregate, env: &dyn Env, steps_max: u32) -> String {
    let count = Aggregate { what: Aggregator::Count, value: None, holds: None, by: None, ..a.clone() };
    let node = Node { kind: Kind::Aggregate(Box::new(count)), at: Default::default() };
    let which = if a.where_.is_some() { "符合条件的记录" } else { "记录共" };
    match evaluate(&node, env, steps_max) {
        Value::Number(n) if !n.is_exact() => {
            let open = n.high().map(|h| (h - n.shown).normalize().to_string()).unwrap_or_default();
            format!("{which} {} 条，另有 {open} 条尚不能判断", n.shown.normalize())
        }
        met => format!("{which} {met} 条"),
    }
}

/// `覆盖人数 120人`, `日期未填`, `巡讲次数 约 50次（不少于 50）`
fn name_in_words(title: &str, value: &Value, shown: &str) -> String {
    match (value, why(value)) {
        (Value::Unknown(Unknown::Pending(why)), _) if why == title => format!("{title}待定"),
        (Value::Unknown(_), Some(why)) => format!("{title}{why}"),
        (_, Some(why)) => format!("{title} {shown}（{why}）"),
        (_, None) => format!("{title} {shown}"),
    }
}

/// The value with its unit of measure, the title of a choice, the name of a unit.
fn shown(node: &Node, value: &Value, env: &dyn Env) -> String {
    let label = if let Kind::Name(_, label) = &node.kind { Some(label) } else { None };
    match (value, label.and_then(|l| l.choices.as_ref())) {
        (Value::Number(n), _) => format!("{}{}", digits(n), label.map_or("", |l| &l.unit)),
        (Value::Text(t), Some(choices)) => {
            let at = choices.options.iter().position(|o| o == t);
            at.and_then(|i| choices.titles.get(i)).unwrap_or(t).clone()
        }
        _ => env.shown(value),
    }
}

/// The number; digits without end are cut and marked: `0.3333…`.
fn digits(n: &Number) -> String {
    const DIGITS_MAX: u32 = 6;
    const DIGITS_KEPT: u32 = 4;
    if !n.is_exact() || n.shown.normalize().scale() <= DIGITS_MAX {
        return n.to_string();
    }
    format!("{}…", n.shown.trunc_with_scale(DIGITS_KEPT))
}

impl Explanation {
    /// The conditions that must all hold: the parts of an `and`, or the whole.
    pub fn conditions(&self) -> Vec<&Explanation> {
        if self.shape == Shape::And && !self.parts.is_empty() {
            self.parts.iter().flat_map(Explanation::conditions).collect()
        } else {
            vec![self]
        }
    }

    /// The result in short Chinese sentences, with the values that decided it.
    pub fn in_words_zh(&self) -> String {
        let mut values: Vec<String> = vec![];
        self.deciding(&mut values);
        let head = match &self.value {
            serde_json::Value::Bool(true) => format!("“{}”成立", self.said),
            serde_json::Value::Bool(false) => format!("“{}”不成立", self.said),
            _ if !self.known => format!("“{}”还不能判断", self.said),
            _ => format!("“{}”是 {}", self.said, self.shown),
        };
        if values.is_empty() { format!("{head}。") } else { format!("{head}：{}。", values.join("；")) }
    }

    /// Leaves that matter: of an `and` or `or` that is decided the parts that decide it, of an undecided one the unknown parts.
    fn deciding(&self, out: &mut Vec<String>) {
        if self.shape == Shape::Leaf {
            if !self.words.is_empty() && !out.contains(&self.words) {
                out.push(self.words.clone());
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
}

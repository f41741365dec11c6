//! Model → YAML: stable, readable, without what the schema gives by itself; reads back to an equal model.

use super::schema::schema;
use luodi_model::programme::Programme;
use serde_json::{Map, Value as Json};

/// Longest mapping or list kept on one line, in characters.
const LINE_MAX: usize = 110;

/// The programme as a YAML file.
pub fn to_yaml(model: &Programme) -> String {
    let json = serde_json::to_value(model).unwrap_or(Json::Null);
    let json = Writer { root: schema() }.without_defaults(json, schema());
    let mut out = String::new();
    if let Json::Object(entries) = &json {
        block_mapping(entries, 0, &mut out);
    }
    out
}

struct Writer<'s> {
    root: &'s Json,
}

impl<'s> Writer<'s> {
    fn resolved(&self, schema: &'s Json) -> &'s Json {
        let target = schema.get("$ref").and_then(Json::as_str).and_then(|r| r.strip_prefix('#'));
        let schema = target.and_then(|p| self.root.pointer(p)).unwrap_or(schema);
        // An optional struct is a choice between it and null.
        let only = schema
            .get("anyOf")
            .and_then(Json::as_array)
            .filter(|a| a.len() == 2 && a[1].get("type").is_some_and(|t| t == "null"));
        only.map_or(schema, |a| self.resolved(&a[0]))
    }

    /// Leaves out properties that are not required and have their default value.
    fn without_defaults(&self, json: Json, schema: &'s Json) -> Json {
        let schema = self.resolved(schema);
        match json {
            Json::Array(items) => {
                let each = schema.get("items").unwrap_or(&Json::Null);
                Json::Array(items.into_iter().map(|i| self.without_defaults(i, each)).collect())
            }
            Json::Object(entries) => Json::Object(self.entries(entries, schema)),
            other => other,
        }
    }
    fn entries(&self, entries: Map<String, Json>, schema: &'s Json) -> Map<String, Json> {
        let own = schema.get("properties");
        let kinds = ["anyOf", "oneOf"].into_iter().filter_map(|k| schema.get(k)?.as_array()).flatten();
        let of_kinds: Vec<&Json> = kinds.filter_map(|k| k.get("properties")).collect();
        let each = schema.get("additionalProperties").filter(|a| a.is_object());
        let mut out = Map::new();
        for (key, value) in entries {
            let property = own.and_then(|p| p.get(&key)).or_else(|| of_kinds.iter().find_map(|p| p.get(&key)));
            if property.and_then(|p| p.get("default")).is_some_and(|d| *d == value) {
                continue;
            }
            let value = match property.or(each) {
                Some(schema) => self.without_defaults(value, schema),
                None => value,
            };
            out.insert(key, value);
        }
        out
    }
}

fn block_mapping(entries: &Map<String, Json>, indent: usize, out: &mut String) {
    for (key, value) in entries {
        out.push_str(&" ".repeat(indent));
        entry(key, value, indent, out);
    }
}

/// `key: value`, on one line where it fits and is no structure of structures.
fn entry(key: &str, value: &Json, indent: usize, out: &mut String) {
    out.push_str(&scalar(key));
    out.push(':');
    block_value(value, indent, key.chars().count() + 2, out);
}

fn block_value(value: &Json, indent: usize, used: usize, out: &mut String) {
    let flat = flow(value);
    let fits = indent + used + flat.chars().count() <= LINE_MAX && depth(value) <= 2;
    match value {
        Json::Object(entries) if !entries.is_empty() && (!fits || indent == 0 && depth(value) > 1) => {
            out.push('\n');
            block_mapping(entries, indent + 2, out);
        }
        Json::Array(items) if !items.is_empty() && !fits => {
            out.push('\n');
            for item in items {
                out.push_str(&" ".repeat(indent + 2));
                out.push('-');
                item_value(item, indent + 2, out);
            }
        }
        _ => {
            out.push(' ');
            out.push_str(&flat);
            out.push('\n');
        }
    }
}

/// An item of a list: a mapping begins on the line of its dash.
fn item_value(item: &Json, indent: usize, out: &mut String) {
    match item {
        Json::Object(entries) if !entries.is_empty() && indent + 2 + flow(item).chars().count() > LINE_MAX => {
            for (i, (key, value)) in entries.iter().enumerate() {
                out.push_str(&if i == 0 { " ".to_string() } else { " ".repeat(indent + 2) });
                entry(key, value, indent + 2, out);
            }
        }
        _ => block_value(item, indent, 2, out),
    }
}

fn depth(value: &Json) -> usize {
    match value {
        Json::Object(o) => 1 + o.values().map(depth).max().unwrap_or(0),
        Json::Array(a) => 1 + a.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// On one line.
fn flow(value: &Json) -> String {
    match value {
        Json::Null => "null".to_string(),
        Json::Bool(b) => b.to_string(),
        Json::Number(n) => n.to_string(),
        Json::String(s) => scalar(s),
        Json::Array(a) => format!("[{}]", a.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Json::Object(o) => {
            let entries: Vec<String> = o.iter().map(|(k, v)| format!("{}: {}", scalar(k), flow(v))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// A string as YAML: plain where it can't be read as anything else, else in the quotes that need fewer escapes.
fn scalar(s: &str) -> String {
    if is_plain(s) {
        return s.to_string();
    }
    let simple = |c: char| !c.is_control() && c != '\u{feff}' && c != '\u{85}' && c != '\u{2028}' && c != '\u{2029}';
    if s.chars().all(simple) && !s.starts_with(' ') && !s.ends_with(' ') {
        return format!("'{}'", s.replace('\'', "''"));
    }
    let mut out = String::from('"');
    for c in s.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if simple(c) => out.push(c),
            c if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// Letters (CJK too) and digits with signs that mean nothing to YAML inside a text; no word that it reads as something else.
fn is_plain(s: &str) -> bool {
    const WORDS: [&str; 14] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "Null", "NULL", "True", "False", "~"];
    let first = s.chars().next().is_some_and(char::is_alphabetic);
    let last = s.chars().last().is_some_and(|c| c != ' ');
    let signs = "_.-/ <>=+*()（）、，。；“”％≥≤";
    first && last && s.chars().all(|c| c.is_alphanumeric() || signs.contains(c)) && !WORDS.contains(&s)
}

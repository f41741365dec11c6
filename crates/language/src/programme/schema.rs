//! The JSON Schema of programme files, and reading a YAML tree by it: every unknown key, missing key and wrong value at once.

use super::finding::{FINDINGS_MAX, Finding, Path, Spot, under};
use super::tree::{Style, Tree, TreeKind};
use luodi_model::programme::Programme;
use serde_json::{Map, Value as Json, json};
use std::sync::LazyLock;

/// The JSON Schema of a programme file, for editors; made from the model.
pub fn json_schema() -> Json {
    schema().clone()
}

/// Made once: it depends on nothing but the code.
pub(crate) fn schema() -> &'static Json {
    static SCHEMA: LazyLock<Json> = LazyLock::new(make_schema);
    &SCHEMA
}

fn make_schema() -> Json {
    let mut schema = schemars::schema_for!(Programme).to_value();
    // An expression may be written as a bare number or true/false, a name as a number: the reader takes the words as they stand.
    for name in ["Expression", "Entry"] {
        if let Some(written) = schema.pointer_mut(&format!("/$defs/{name}/type")) {
            *written = json!(["string", "number", "boolean"]);
        }
    }
    schema
}

/// The model's JSON out of the tree, as far as it fits the schema; what doesn't is a finding.
pub(crate) fn read_by_schema(tree: &Tree, schema: &Json, findings: &mut Vec<Finding>) -> Json {
    let mut reader = Reader { root: schema, findings };
    reader.value(tree, schema, &vec![])
}

struct Reader<'s, 'f> {
    root: &'s Json,
    findings: &'f mut Vec<Finding>,
}

impl<'s> Reader<'s, '_> {
    fn refuse(&mut self, finding: Finding) -> Json {
        if self.findings.len() <= FINDINGS_MAX {
            self.findings.push(finding);
        }
        Json::Null
    }

    fn resolved(&self, schema: &'s Json) -> &'s Json {
        match schema.get("$ref").and_then(Json::as_str).and_then(|r| r.strip_prefix('#')) {
            Some(pointer) => self.root.pointer(pointer).unwrap_or(schema),
            None => schema,
        }
    }

    fn value(&mut self, tree: &Tree, schema: &'s Json, path: &Path) -> Json {
        let schema = self.resolved(schema);
        let alternatives = ["anyOf", "oneOf"].iter().find_map(|k| schema.get(*k).and_then(Json::as_array));
        if let Some(alternatives) = alternatives {
            return self.one_of(tree, alternatives, path);
        }
        if tree.is_null() && has_type(schema, "null") {
            return Json::Null;
        }
        if has_type(schema, "object") {
            return self.object(tree, schema, path);
        }
        if has_type(schema, "array") {
            return self.array(tree, schema, path);
        }
        self.scalar(tree, schema, path)
    }

    fn one_of(&mut self, tree: &Tree, alternatives: &'s [Json], path: &Path) -> Json {
        let all: Vec<&Json> = alternatives.iter().map(|a| self.resolved(a)).collect();
        if tree.is_null() && all.iter().any(|a| has_type(a, "null")) {
            return Json::Null;
        }
        let all: Vec<&Json> = all.into_iter().filter(|a| !has_type(a, "null")).collect();
        if let [only] = all[..] {
            return self.value(tree, only, path);
        }
        let words: Vec<&str> = all.iter().flat_map(|a| words_of(a)).collect();
        if let TreeKind::Mapping(entries) = &tree.kind {
            let has =
                |a: &&&Json| entries.iter().any(|(k, _)| a.pointer("/properties").is_some_and(|p| p.get(&k.text).is_some()));
            if let Some(found) = all.iter().find(has) {
                return self.value(tree, found, path);
            }
        } else if let TreeKind::Scalar { text, .. } = &tree.kind
            && words.contains(&text.as_str())
        {
            return json!(text);
        }
        let objects = all.iter().filter_map(|a| a.get("properties")?.as_object()).flat_map(Map::keys);
        let can: Vec<String> = words.iter().map(|w| w.to_string()).chain(objects.map(|k| format!("{{{k}: …}}"))).collect();
        let finding = Finding::new(path.clone(), Spot::Value, "value", format!("这里不能写 {}", shown(tree)));
        self.refuse(match &tree.kind {
            TreeKind::Scalar { text, .. } => finding.nearest(text, can.iter().map(String::as_str)),
            _ => finding.hint(format!("可以写 {}", can.join("、"))),
        })
    }

    fn object(&mut self, tree: &Tree, schema: &'s Json, path: &Path) -> Json {
        let TreeKind::Mapping(entries) = &tree.kind else {
            if tree.is_null() && schema.get("properties").is_none() {
                return json!({});
            }
            let finding =
                Finding::new(path.clone(), Spot::Value, "value", format!("这里要分项写（名称: 内容），不能写 {}", shown(tree)));
            return self.refuse(finding);
        };
        let mut out = Map::new();
        let Some(properties) = schema.get("properties").and_then(Json::as_object) else {
            let each = schema.get("additionalProperties").unwrap_or(&Json::Null);
            for (key, value) in entries {
                out.insert(key.text.clone(), self.value(value, each, &under(path, &[&key.text])));
            }
            return Json::Object(out);
        };
        for (key, value) in entries {
            let at = under(path, &[&key.text]);
            match properties.get(&key.text) {
                Some(property) => {
                    let value = self.value(value, property, &at);
                    out.insert(key.text.clone(), value);
                }
                None => self.unknown_key(&key.text, at, properties),
            }
        }
        for required in schema.get("required").and_then(Json::as_array).into_iter().flatten() {
            let key = required.as_str().unwrap_or_default();
            if !out.contains_key(key) {
                let finding = Finding::new(path.clone(), Spot::Key, "missing-key", format!("缺少 {key}"));
                self.refuse(finding.hint(format!("加上 {key}: …")));
            }
        }
        Json::Object(out)
    }

    fn unknown_key(&mut self, key: &str, at: Path, properties: &Map<String, Json>) {
        let keys = properties.keys().map(String::as_str);
        self.refuse(Finding::new(at, Spot::Key, "unknown-key", format!("不认识 {key}")).nearest(key, keys));
    }

    fn array(&mut self, tree: &Tree, schema: &'s Json, path: &Path) -> Json {
        let TreeKind::Sequence(items) = &tree.kind else {
            if tree.is_null() {
                return json!([]);
            }
            let finding = Finding::new(path.clone(), Spot::Value, "value", format!("这里要写列表，不能写 {}", shown(tree)));
            return self.refuse(finding.hint("写成 [甲, 乙]"));
        };
        let each = schema.get("items").unwrap_or(&Json::Null);
        let items = items.iter().enumerate().map(|(i, item)| self.value(item, each, &under(path, &[&i.to_string()])));
        Json::Array(items.collect())
    }

    fn scalar(&mut self, tree: &Tree, schema: &Json, path: &Path) -> Json {
        let TreeKind::Scalar { text, style } = &tree.kind else {
            return self.refuse(Finding::new(path.clone(), Spot::Value, "value", "这里要写一个值，不能分项写"));
        };
        let words = words_of(schema);
        if !words.is_empty() && !words.contains(&text.as_str()) {
            let finding = Finding::new(path.clone(), Spot::Value, "value", format!("这里不能写 {text}"));
            return self.refuse(finding.nearest(text, words));
        }
        let wrong = |what: &str, hint: &str| {
            Finding::new(path.clone(), Spot::Value, "value", format!("这里要写{what}，不能写 {text}")).hint(hint)
        };
        if has_type(schema, "string") {
            if tree.is_null() && *style == Style::Plain {
                return self
                    .refuse(Finding::new(path.clone(), Spot::Value, "value", "这里没有写内容").hint("写上内容，或删去这一行"));
            }
            return json!(text);
        }
        if has_type(schema, "boolean") {
            return match text.as_str() {
                "true" | "是" => json!(true),
                "false" | "否" => json!(false),
                _ => self.refuse(wrong("true 或 false", "写 true 或 false")),
            };
        }
        let limit = |key: &str, or: i64| schema.get(key).and_then(Json::as_i64).unwrap_or(or);
        match text.parse::<i64>() {
            Ok(n) if (limit("minimum", i64::MIN)..=limit("maximum", i64::MAX)).contains(&n) => json!(n),
            _ => self.refuse(wrong("整数", "例如 5")),
        }
    }
}

/// The fixed words that a schema allows.
fn words_of(schema: &Json) -> Vec<&str> {
    let list = schema.get("enum").and_then(Json::as_array).into_iter().flatten();
    list.chain(schema.get("const")).filter_map(Json::as_str).collect()
}

fn has_type(schema: &Json, type_: &str) -> bool {
    match schema.get("type") {
        Some(Json::String(s)) => s == type_,
        Some(Json::Array(types)) => types.iter().any(|t| t == type_),
        _ => false,
    }
}

fn shown(tree: &Tree) -> String {
    match &tree.kind {
        TreeKind::Scalar { text, .. } if text.is_empty() => "空值".to_string(),
        TreeKind::Scalar { text, .. } => text.chars().take(30).collect(),
        TreeKind::Sequence(_) => "列表".to_string(),
        TreeKind::Mapping(_) => "分项".to_string(),
    }
}

//! Any model that the schema can describe is written and reads back the same; what the writer leaves out the reader puts in.

use luodi_language::{json_schema, load, to_yaml};
use luodi_model::programme::Programme;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Map, Value as Json, json};
use std::sync::LazyLock;

static SCHEMA: LazyLock<Json> = LazyLock::new(json_schema);

/// Texts that are hard on YAML, and plain ones.
const TEXTS: [&str; 40] = [
    "甲",
    "null",
    "~",
    "true",
    "no",
    "1.0",
    "012",
    "- a",
    "a: b",
    "#x",
    "'",
    "\"",
    "a\nb\n",
    " x ",
    "@",
    "%",
    "{a}",
    "[",
    "\t",
    "…：；",
    "a #b",
    "-",
    "?",
    "!a",
    "&a",
    "*a",
    "|",
    ">",
    "2013-10-05",
    "state == \"held\" and x > 3",
    "it's \"both\"",
    "\u{1F600}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}x",
    "\\",
    "a\r\nb",
    "0x1F",
    "1e3",
    "名称，很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长",
];

/// Makes JSON by the schema out of a sequence of choices.
struct Maker {
    state: u64,
}

impl Maker {
    /// A number below `n` (SplitMix64: every choice follows from the seed).
    fn below(&mut self, n: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % (n as u64)) as usize
    }
    fn text(&mut self) -> Json {
        json!(TEXTS[self.below(TEXTS.len())])
    }

    fn value(&mut self, schema: &Json, depth: usize) -> Json {
        if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
            return self.value(SCHEMA.pointer(reference.trim_start_matches('#')).expect("a definition"), depth);
        }
        if let Some(all) = ["anyOf", "oneOf"].iter().find_map(|k| schema.get(*k).and_then(Json::as_array)) {
            let one = self.below(all.len());
            return self.value(&all[one], depth);
        }
        if let Some(word) = schema.get("const") {
            return word.clone();
        }
        if let Some(words) = schema.get("enum").and_then(Json::as_array) {
            return words[self.below(words.len())].clone();
        }
        let types: Vec<&str> = match &schema["type"] {
            Json::Array(types) => types.iter().filter_map(Json::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        let texts = types.contains(&"string");
        match types[self.below(types.len())] {
            _ if texts && !types.contains(&"null") => self.text(),
            "null" => Json::Null,
            "boolean" => json!(self.below(2) == 1),
            "integer" | "number" => json!(self.below(128)),
            "array" => (0..self.size(depth)).map(|_| self.value(&schema["items"], depth + 1)).collect(),
            "object" => self.object(schema, depth),
            _ => self.text(),
        }
    }
    fn size(&mut self, depth: usize) -> usize {
        self.below(if depth < 3 { 4 } else { 2 })
    }
    fn object(&mut self, schema: &Json, depth: usize) -> Json {
        let Some(properties) = schema.get("properties").and_then(Json::as_object) else {
            let size = self.size(depth);
            return (0..size).map(|_| (self.key(), self.value(&schema["additionalProperties"], depth + 1))).collect();
        };
        let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        let kind = properties.contains_key("formula").then(|| self.kind_of_measure());
        let mut out = Map::new();
        for (name, property) in properties {
            let asked = match &kind {
                Some(kind) if MEASURE_KEYS.contains(&name.as_str()) => kind.contains(&name.as_str()),
                _ => required.contains(&name.as_str()) || self.below(2) == 1,
            };
            if asked {
                let mut value = self.value(property, depth + 1);
                while value.is_null() && kind.is_some() {
                    value = self.value(property, depth + 1);
                }
                out.insert(name.clone(), value);
            }
        }
        Json::Object(out)
    }
    fn key(&mut self) -> String {
        self.text().as_str().unwrap_or_default().to_string()
    }
    /// The keys of a measure that go together; the schema doesn't say it.
    fn kind_of_measure(&mut self) -> &'static [&'static str] {
        [&["count", "where"][..], &["sum"], &["part", "whole"], &["formula"]][self.below(4)]
    }
}

const MEASURE_KEYS: [&str; 6] = ["count", "sum", "where", "part", "whole", "formula"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/round_trip.regressions"))), ..ProptestConfig::default() })]

    #[test]
    fn every_model_reads_back(seed in any::<u64>()) {
        let json = Maker { state: seed }.value(&SCHEMA, 0);
        let model: Programme = serde_json::from_value(json.clone()).map_err(|e| TestCaseError::fail(format!("{e}: {json}")))?;
        let yaml = to_yaml(&model);
        let loaded = load(&yaml, "f");
        prop_assert_eq!(loaded.model.as_ref(), Some(&model), "{}\n{:?}", yaml, loaded.diagnostics);
        prop_assert_eq!(to_yaml(&model), yaml);
    }
}

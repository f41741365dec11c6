//! What the OpenAPI document says of wire types beyond their derived schemas: the programme file, and which properties are
//! always there. A client whose types are generated from it needs no types of its own.

use luodi_app::view::programme::model_schemas;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use utoipa::openapi::OpenApi;

const SCHEMAS: &str = "/components/schemas";

/// The document as it is served.
pub fn document(openapi: &OpenApi) -> Json {
    let mut document = serde_json::to_value(openapi).unwrap_or_default();
    if let Some(schemas) = document.pointer_mut(SCHEMAS).and_then(Json::as_object_mut) {
        schemas.extend(model_schemas());
    }
    let (sent, answered) = used(&document);
    if let Some(schemas) = document.pointer_mut(SCHEMAS).and_then(Json::as_object_mut) {
        for (name, schema) in schemas {
            if answered.contains(name) && !sent.contains(name) && !is_model(name) {
                require_nullable(schema);
            }
        }
    }
    document
}

/// The programme file is described as people write it: what it leaves out has its default.
fn is_model(name: &str) -> bool {
    name == "ProgrammeModel" || name.starts_with("Model")
}

/// Schemas reached from requests and from answers.
fn used(document: &Json) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut sent, mut answered) = (BTreeSet::new(), BTreeSet::new());
    let paths = document["paths"].as_object().into_iter().flat_map(|o| o.values()).filter_map(Json::as_object);
    for operation in paths.flat_map(|o| o.values()) {
        reach(document, &operation["requestBody"], &mut sent);
        reach(document, &operation["responses"], &mut answered);
    }
    (sent, answered)
}

fn reach(document: &Json, at: &Json, found: &mut BTreeSet<String>) {
    match at {
        Json::Object(o) => {
            for (key, value) in o {
                let name = value.as_str().and_then(|v| v.strip_prefix("#/components/schemas/"));
                match name {
                    Some(name) if key == "$ref" => {
                        if found.insert(name.to_string()) {
                            reach(document, &document["components"]["schemas"][name], found);
                        }
                    }
                    _ => reach(document, value, found),
                }
            }
        }
        Json::Array(a) => a.iter().for_each(|v| reach(document, v, found)),
        _ => {}
    }
}

/// In an answer a property that may be `null` is always there: `null` says that there is none. One that is left out is
/// never `null`.
fn require_nullable(schema: &mut Json) {
    let parts = ["allOf", "oneOf", "anyOf"];
    for part in parts.iter().filter_map(|p| schema.get(*p).cloned().map(|list| (p, list))).collect::<Vec<_>>() {
        let (key, mut list) = part;
        list.as_array_mut().into_iter().flatten().for_each(require_nullable);
        schema[*key] = list;
    }
    let Some(properties) = schema.get("properties").and_then(Json::as_object) else { return };
    let nullable: Vec<String> = properties.iter().filter(|(_, p)| may_be_null(p)).map(|(name, _)| name.clone()).collect();
    let mut required: Vec<String> = schema
        .get("required")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(|v| v.as_str().map(str::to_string))
        .collect();
    required.extend(nullable);
    required.sort();
    required.dedup();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
}

fn may_be_null(property: &Json) -> bool {
    let null = |schema: &Json| schema["type"] == "null";
    let listed = property["type"].as_array().is_some_and(|types| types.iter().any(|t| t == "null"));
    listed || ["oneOf", "anyOf"].iter().any(|k| property[*k].as_array().is_some_and(|list| list.iter().any(null)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_defined() {
        let document = crate::openapi();
        let (sent, answered) = used(&document);
        for name in sent.union(&answered) {
            assert!(document["components"]["schemas"].get(name).is_some(), "{name} has no schema");
        }
        assert!(answered.contains("Figure") && answered.contains("UnknownKind") && answered.contains("ModelDuty"));
    }

    #[test]
    fn nothing_on_the_wire_is_just_an_object() {
        let document = crate::openapi();
        for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
            let properties = schema["properties"].as_object().into_iter().flatten();
            for (property, said) in properties.filter(|_| !is_model(name)) {
                let bare = said["type"] == "object" && said.get("properties").is_none() && said["additionalProperties"].is_null();
                let empty = ["type", "$ref", "oneOf", "anyOf", "allOf"].iter().all(|key| said.get(*key).is_none());
                assert!(!bare && !empty, "{name}.{property}: {said}");
            }
        }
    }

    #[test]
    fn what_may_be_null_in_an_answer_is_always_there() {
        let schema = |name: &str| crate::openapi()["components"]["schemas"][name].clone();
        let requires = |schema: &Json, name: &str| schema["required"].as_array().is_some_and(|r| r.iter().any(|v| v == name));
        assert!(requires(&schema("DutyItem"), "clause"), "null says that there is none");
        assert!(!requires(&schema("ProblemDocument"), "incident"), "left out where nothing was logged");
        assert!(!requires(&schema("Correction"), "reason"), "a request may leave it out");
    }
}

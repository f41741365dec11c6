//! Every type of the wire has a name of its own: the description of the interface keeps one of two that share a name, and says
//! nothing, so that clients made from it misread the other.

use crate::tree;
use std::collections::BTreeMap;

/// Names of the types that a file describes for the wire.
fn described(source: &str) -> Vec<String> {
    let mut found = vec![];
    let mut pending = false;
    for line in source.lines().map(str::trim) {
        pending |= line.starts_with("#[derive(") && line.contains("ToSchema");
        let item = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "));
        if let Some(rest) = item.filter(|_| std::mem::take(&mut pending)) {
            found.extend(rest.split(|c: char| !c.is_ascii_alphanumeric()).next().map(str::to_string));
        }
    }
    found
}

fn shared<'a>(files: impl IntoIterator<Item = (&'a str, String)>) -> Vec<String> {
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (path, source) in files {
        for name in described(&source) {
            places.entry(name).or_default().push(path);
        }
    }
    places.into_iter().filter(|(_, at)| at.len() > 1).map(|(name, at)| format!("{name}: {}", at.join(", "))).collect()
}

#[test]
fn no_two_types_of_the_wire_share_a_name() {
    let files = tree::files();
    let sources = files.iter().filter(|f| f.starts_with("crates/") && f.ends_with(".rs") && f.contains("/src/"));
    let shared = shared(sources.map(|f| (f.as_str(), tree::read(f))));
    assert!(shared.is_empty(), "{}", shared.join("\n"));
}

#[test]
fn a_shared_name_is_found() {
    let one = "#[derive(Debug, ToSchema)]\n#[serde(rename_all = \"snake_case\")]\npub struct Page {\n".to_string();
    let other = "#[derive(ToSchema)]\npub enum Page {\n#[derive(Debug)]\npub struct Other;\n".to_string();
    assert_eq!(shared([("a.rs", one), ("b.rs", other)]), ["Page: a.rs, b.rs"]);
}

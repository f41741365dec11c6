//! Dependencies point downwards: `model` ← `source`, `language` ← `reading`, `engine` ← `store`, `report` ← `app` ← `api` ←
//! `cli`. Held with `cargo metadata`.

use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// What each crate of the workspace may use of the others. An edge that is not written here is an error.
const MAY_USE: [(&str, &[&str]); 12] = [
    ("luodi-model", &[]),
    ("luodi-source", &["luodi-model"]),
    ("luodi-language", &["luodi-model"]),
    ("luodi-reading", &["luodi-model", "luodi-source"]),
    ("luodi-engine", &["luodi-model", "luodi-language"]),
    ("luodi-sim", &["luodi-model", "luodi-language", "luodi-engine"]),
    ("luodi-store", &["luodi-model", "luodi-language", "luodi-engine"]),
    ("luodi-report", &["luodi-model"]),
    (
        "luodi-app",
        &["luodi-model", "luodi-source", "luodi-reading", "luodi-language", "luodi-engine", "luodi-store", "luodi-report"],
    ),
    ("luodi-api", &["luodi-model", "luodi-report", "luodi-app"]),
    (
        "luodi-cli",
        &[
            "luodi-model",
            "luodi-source",
            "luodi-reading",
            "luodi-language",
            "luodi-engine",
            "luodi-store",
            "luodi-report",
            "luodi-sim",
            "luodi-app",
            "luodi-api",
        ],
    ),
    // Holds the product from outside; it starts the server itself, so that a test can set the clock.
    ("luodi-acceptance", &["luodi-app", "luodi-api"]),
];

/// Sockets, runtimes and databases: nothing that is to be pure may reach them, not even through another crate.
const OUTSIDE_WORLD: &[&str] =
    &["tokio", "async-std", "smol", "mio", "sqlx", "sqlx-core", "rusqlite", "libsqlite3-sys", "postgres"];
/// Web servers and clients: nothing below `api` may know them.
const WEB: &[&str] = &["axum", "hyper", "tower", "tower-http", "http", "utoipa-axum", "reqwest", "rust-embed"];
/// Descriptions of wire types. The use cases of `app` derive them, so that each type stands once; below it nobody needs them.
const WIRE: &[&str] = &["utoipa"];

/// Which outside crates a crate must never reach, directly or through others.
const MUST_NOT_REACH: [(&str, &[&[&str]]); 9] = [
    ("luodi-model", &[OUTSIDE_WORLD, WEB, WIRE]),
    ("luodi-source", &[OUTSIDE_WORLD, WEB, WIRE]),
    ("luodi-reading", &[OUTSIDE_WORLD, WEB, WIRE]),
    ("luodi-language", &[OUTSIDE_WORLD, WEB, WIRE]),
    ("luodi-engine", &[OUTSIDE_WORLD, WEB, WIRE]),
    ("luodi-sim", &[OUTSIDE_WORLD, WEB, WIRE]),
    ("luodi-report", &[OUTSIDE_WORLD, WEB, WIRE]),
    ("luodi-store", &[WEB, WIRE]),
    ("luodi-app", &[WEB]),
];

/// Package name → names of the packages that it uses when it is built for a user (dev-dependencies left out).
type Graph = BTreeMap<String, BTreeSet<String>>;

fn host() -> String {
    let out = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    text.lines().find_map(|l| l.strip_prefix("host: ")).expect("rustc names its host").to_string()
}

fn metadata() -> Json {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--filter-platform", &host()])
        .current_dir(crate::tree::root())
        .output()
        .expect("cargo runs");
    assert!(out.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).expect("cargo metadata prints JSON")
}

fn graph(metadata: &Json) -> Graph {
    let text = |j: &Json| j.as_str().unwrap_or_default().to_string();
    let list = |j: &Json| j.as_array().cloned().unwrap_or_default();
    let names: BTreeMap<String, String> =
        list(&metadata["packages"]).iter().map(|p| (text(&p["id"]), text(&p["name"]))).collect();
    let mut graph = Graph::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        let uses = graph.entry(names[&text(&node["id"])].clone()).or_default();
        for dep in list(&node["deps"]) {
            // A kind of null is a normal dependency.
            if list(&dep["dep_kinds"]).iter().any(|k| k["kind"] != "dev") {
                uses.insert(names[&text(&dep["pkg"])].clone());
            }
        }
    }
    graph
}

fn ours(graph: &Graph) -> BTreeSet<&str> {
    graph.keys().map(String::as_str).filter(|name| name.starts_with("luodi-")).collect()
}

/// Edges of the workspace that the table does not allow, and crates that the table does not name.
fn forbidden_edges(graph: &Graph) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    let mut wrong = vec![];
    for name in ours(graph) {
        let Some(may) = allowed.get(name) else {
            wrong.push(format!("{name}: not in the table of crates; add it there and say what it may use"));
            continue;
        };
        for used in graph[name].iter().filter(|u| u.starts_with("luodi-") && !may.contains(&u.as_str())) {
            wrong.push(format!("{name} must not use {used}"));
        }
    }
    wrong
}

/// How `from` comes to `target`, shortest way first.
fn way(graph: &Graph, from: &str, target: &str) -> Option<Vec<String>> {
    let mut ways = std::collections::VecDeque::from([vec![from.to_string()]]);
    let mut seen = BTreeSet::from([from.to_string()]);
    while let Some(way) = ways.pop_front() {
        let last = way.last()?.clone();
        if last == target {
            return Some(way);
        }
        for next in graph.get(&last).into_iter().flatten() {
            if seen.insert(next.clone()) {
                ways.push_back(way.iter().cloned().chain([next.clone()]).collect());
            }
        }
    }
    None
}

fn forbidden_reaches(graph: &Graph) -> Vec<String> {
    let mut wrong = vec![];
    for (name, sets) in MUST_NOT_REACH {
        for banned in sets.iter().flat_map(|set| set.iter()) {
            if let Some(way) = way(graph, name, banned) {
                wrong.push(format!("{name} must not reach {banned}: {}", way.join(" → ")));
            }
        }
    }
    wrong
}

#[test]
fn dependencies_point_downwards() {
    let graph = graph(&metadata());
    let named: BTreeSet<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let missing: Vec<&&str> = named.iter().filter(|n| !graph.contains_key(**n)).collect();
    assert!(missing.is_empty(), "crates of the table that the workspace does not have: {missing:?}");
    let wrong = forbidden_edges(&graph);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_engine_is_pure_and_the_web_stays_above() {
    let wrong = forbidden_reaches(&graph(&metadata()));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn example(edges: &[(&str, &[&str])]) -> Graph {
    edges.iter().map(|(name, uses)| (name.to_string(), uses.iter().map(ToString::to_string).collect())).collect()
}

#[test]
fn an_upward_edge_and_an_unknown_crate_are_found() {
    let graph = example(&[("luodi-model", &["luodi-engine"]), ("luodi-engine", &["luodi-model"]), ("luodi-extra", &[])]);
    let wrong = forbidden_edges(&graph);
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong.contains(&"luodi-model must not use luodi-engine".to_string()));
}

#[test]
fn tokio_behind_another_crate_is_found_with_its_way() {
    let graph = example(&[("luodi-engine", &["helper"]), ("helper", &["tokio"]), ("luodi-store", &["tokio"])]);
    assert_eq!(forbidden_reaches(&graph), ["luodi-engine must not reach tokio: luodi-engine → helper → tokio"]);
}

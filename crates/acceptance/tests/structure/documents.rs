//! Paths and links in documents exist, so that the map is never stale.

use crate::tree;
use std::path::{Component, Path, PathBuf};

/// What a code span of a document may begin with to be a path of this repository.
const TOP: [&str; 9] = ["crates", "docs", "web", "programmes", "examples", "scripts", "bench", ".ci", "Makefile"];

/// Made by a build, so not there in a fresh clone.
const BUILT: [&str; 2] = ["web/dist", "web/node_modules"];

/// The documents that are checked.
pub fn documents() -> Vec<String> {
    let is_document = |f: &String| {
        f.ends_with(".md")
            && (f.starts_with("README") || ["docs/", "bench/", "programmes/", "examples/"].iter().any(|d| f.starts_with(d)))
    };
    tree::files().into_iter().filter(is_document).collect()
}

/// The text in single backticks, outside of fenced blocks, with its line (1-based).
pub fn code_spans(text: &str) -> Vec<(usize, String)> {
    let mut spans = vec![];
    let mut fenced = false;
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            spans.extend(line.split('`').skip(1).step_by(2).map(|span| (at + 1, span.to_string())));
        }
    }
    spans
}

/// Is this span meant as a path of the repository? Placeholders (`crates/<name>`, `s01…`) are not.
fn is_path(span: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./*".contains(c);
    let first = span.split('/').next().unwrap_or_default();
    let built = BUILT.iter().any(|b| span.starts_with(b));
    !built && span.chars().all(plain) && TOP.contains(&first) && (span.contains('/') || first == "Makefile")
}

/// Does the path exist? A `*` in its last part stands for at least one name.
fn exists(files: &[String], path: &str) -> bool {
    let path = path.trim_end_matches('/');
    match path.split_once('*') {
        Some((before, after)) => files.iter().any(|f| f.starts_with(before) && (after.is_empty() || f.ends_with(after))),
        None => files.iter().any(|f| f == path || f.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))),
    }
}

/// Targets of `[text](target)` that lie in the repository, with their line.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = vec![];
    for (at, line) in text.lines().enumerate() {
        for part in line.split("](").skip(1) {
            let target = part.split([')', ' ', '#']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:") {
                found.push((at + 1, target.to_string()));
            }
        }
    }
    found
}

/// A link of a document as a path from the root.
fn from_root(document: &str, target: &str) -> String {
    let mut path = PathBuf::from(document).parent().map(Path::to_path_buf).unwrap_or_default();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path.to_string_lossy().into_owned()
}

fn wrong_paths(files: &[String], document: &str, text: &str) -> Vec<String> {
    let spans = code_spans(text).into_iter().filter(|(_, span)| is_path(span) && !exists(files, span));
    let links = links(text).into_iter().filter(|(_, target)| !exists(files, &from_root(document, target)));
    spans.chain(links).map(|(line, what)| format!("{document}:{line}: {what} does not exist")).collect()
}

#[test]
fn paths_in_documents_exist() {
    let files = tree::files();
    let documents = documents();
    assert!(documents.iter().any(|d| d == "README.md"), "README.md is not among the documents: {documents:?}");
    let wrong: Vec<String> = documents.iter().flat_map(|d| wrong_paths(&files, d, &tree::read(d))).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_stale_path_is_found() {
    let files = ["docs/a.md".to_string(), "crates/model/src/lib.rs".to_string(), "README.md".to_string()];
    let check = |text: &str| wrong_paths(&files, "docs/a.md", text).len();
    assert_eq!(check("see `crates/model/src/lib.rs`, `crates/model/`, `crates/*/src/lib.rs` and [home](../README.md#top)"), 0);
    assert_eq!(check("see `crates/gone/src/lib.rs`"), 1);
    assert_eq!(check("see [gone](gone.md) and `crates/mod`"), 2);
    assert_eq!(check("no paths: `a/b`, `crates/<name>`, [out](https://example.org/x)\n```\ncrates/gone\n```"), 0);
}

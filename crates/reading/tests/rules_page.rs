//! `docs/reading-rules.md` is made out of the doc comments of `crates/reading/src/rules`, and is up to date.
//!
//! Each rule says under fixed headings what it finds, why, what it reads and what it leaves.
//! `LUODI_WRITE_RULES=1 cargo test -p luodi-reading --test rules_page` writes the page anew.

use std::path::PathBuf;

const HEADINGS: [&str; 4] = ["What it finds", "Why", "Read", "Not read"];

/// Name of the file without its ending, and its doc comment.
fn rules() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut list: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder of the rules")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "rs") && p.file_stem().is_some_and(|s| s != "mod"))
        .map(|p| {
            let text = std::fs::read_to_string(&p).expect("the file can be read");
            let comment: Vec<&str> =
                text.lines().take_while(|l| l.starts_with("//!")).map(|l| l.trim_start_matches("//!").trim_start()).collect();
            (p.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned()), comment.join("\n"))
        })
        .collect();
    list.sort();
    list
}

/// The text under one heading.
fn part<'a>(comment: &'a str, heading: &str) -> Option<&'a str> {
    let start = comment.find(&format!("# {heading}\n"))? + heading.len() + 3;
    let rest = comment.get(start..)?;
    Some(rest[..rest.find("\n# ").unwrap_or(rest.len())].trim())
}

fn page(list: &[(String, String)]) -> String {
    let mut out = String::from(
        "# Rules of the reader\n\nGenerated out of the doc comments in `crates/reading/src/rules`. \
         Each example is run as a test: ⏎ is the end of a line, and → says what comes out.\n",
    );
    for (name, comment) in list {
        let title = comment.lines().next().unwrap_or_default().trim_end_matches('.');
        out.push_str(&format!("\n## {title}\n\nFile `crates/reading/src/rules/{name}.rs`.\n"));
        for heading in HEADINGS {
            let text = part(comment, heading).unwrap_or_default();
            out.push_str(&format!("\n**{heading}.** {text}\n"));
        }
    }
    out
}

#[test]
fn each_rule_has_the_fixed_headings() {
    for (name, comment) in rules() {
        for heading in HEADINGS {
            assert!(part(&comment, heading).is_some_and(|t| !t.is_empty()), "{name} lacks “{heading}”");
        }
    }
}

#[test]
fn each_rule_runs_the_examples_of_its_comment() {
    for (name, _) in rules() {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("src/rules/{name}.rs"));
        let text = std::fs::read_to_string(&file).expect("the file can be read");
        assert!(text.contains(&format!("examples(include_str!(\"{name}.rs\")")), "{name} does not run its examples");
    }
}

#[test]
fn the_page_is_up_to_date() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reading-rules.md");
    let made = page(&rules());
    if std::env::var_os("LUODI_WRITE_RULES").is_some() {
        std::fs::write(&file, &made).expect("the page can be written");
    }
    let stands = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(stands == made, "docs/reading-rules.md is stale: LUODI_WRITE_RULES=1 cargo test -p luodi-reading --test rules_page");
}

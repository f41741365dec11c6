//! Each `make …` and `luodi …` that a document names can be typed.

use crate::{documents, tree};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

/// Words of a document that are to be typed: its code spans and the lines of its fenced blocks.
fn typed(text: &str) -> Vec<(usize, String)> {
    let mut found = documents::code_spans(text);
    let mut fenced = false;
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            found.push((at + 1, line.trim().trim_start_matches("$ ").to_string()));
        }
    }
    found
}

/// The word after `program` where a command begins with it: `make test`, `target/release/luodi demo --port 80`.
fn words_after(text: &str, program: &str) -> Vec<(usize, String)> {
    let mut found = vec![];
    for (line, command) in typed(text) {
        for part in command.split("&&").flat_map(|p| p.split([';', '|'])) {
            let mut words = part.split_whitespace();
            let is_it = words.next().is_some_and(|w| w.rsplit('/').next() == Some(program));
            let word = words.next().unwrap_or_default();
            let plain =
                word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if is_it && plain {
                found.push((line, word.to_string()));
            }
        }
    }
    found
}

/// Targets of a Makefile: names before a colon at the beginning of a line.
fn make_targets(makefile: &str) -> BTreeSet<String> {
    let rules = makefile.lines().filter(|l| !l.starts_with(['\t', '#', '.', ' ']) && !l.contains(":="));
    rules.filter_map(|l| l.split_once(':')).flat_map(|(names, _)| names.split_whitespace()).map(str::to_string).collect()
}

/// Sub-commands as clap derives them: the variants of each `enum` under `derive(…Subcommand…)`, in kebab case.
fn sub_commands_of_source(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if !(line.trim_start().starts_with("#[derive(") && line.contains("Subcommand")) {
            continue;
        }
        let Some(head) = lines.by_ref().find(|l| l.contains("enum ")) else { break };
        let indent = head.len() - head.trim_start().len() + 4;
        let body = lines.by_ref().take_while(|l| l.trim() != "}" || l.len() - l.trim_start().len() >= indent);
        // A variant stands exactly one level in; its fields and attributes don't begin with a capital letter there.
        let variant =
            |l: &&str| l.len() - l.trim_start().len() == indent && l.trim_start().starts_with(|c: char| c.is_ascii_uppercase());
        found.extend(
            body.filter(variant).map(|l| kebab(l.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or(""))),
        );
    }
    found
}

fn kebab(name: &str) -> String {
    let mut out = String::new();
    for (at, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && at > 0 {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Sub-commands in the text of `--help`: the indented names under "Commands" (clap's heading, or its Chinese one).
fn sub_commands_of_help(help: &str) -> BTreeSet<String> {
    let listed = help.lines().skip_while(|l| !l.starts_with("Commands") && !l.starts_with("命令")).skip(1);
    let listed = listed.take_while(|l| l.starts_with(' '));
    listed.filter_map(|l| l.split_whitespace().next()).map(str::to_string).collect()
}

/// The binary of this target folder, where it is newer than every source of the CLI; an older one may lack a command.
fn fresh_binary() -> Option<PathBuf> {
    let exe = std::env::current_exe().ok()?;
    let binary = exe.parent()?.parent()?.join("luodi");
    let built = binary.metadata().ok()?.modified().ok()?;
    let sources = tree::files().into_iter().filter(|f| f.starts_with("crates/cli/"));
    let newest = sources.filter_map(|f| tree::root().join(f).metadata().ok()?.modified().ok()).max()?;
    (built >= newest).then_some(binary)
}

fn sub_commands() -> BTreeSet<String> {
    let help = fresh_binary().and_then(|b| Command::new(b).arg("--help").output().ok()).filter(|o| o.status.success());
    let of_help = help.map(|o| sub_commands_of_help(&String::from_utf8_lossy(&o.stdout))).filter(|found| !found.is_empty());
    of_help.unwrap_or_else(|| {
        let sources = tree::files().into_iter().filter(|f| f.starts_with("crates/cli/src/") && f.ends_with(".rs"));
        sources.flat_map(|f| sub_commands_of_source(&tree::read(&f))).collect()
    })
}

fn unknown_words(text: &str, document: &str, program: &str, known: &BTreeSet<String>) -> Vec<String> {
    let named = words_after(text, program).into_iter().filter(|(_, word)| !known.contains(word));
    named.map(|(line, word)| format!("{document}:{line}: there is no `{program} {word}`")).collect()
}

#[test]
fn make_targets_named_in_documents_exist() {
    let known = make_targets(&tree::read("Makefile"));
    assert!(known.contains("run") && known.contains("test"), "make run and make test are the two commands: {known:?}");
    let wrong: Vec<String> =
        documents::documents().iter().flat_map(|d| unknown_words(&tree::read(d), d, "make", &known)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn luodi_commands_named_in_documents_exist() {
    let known = sub_commands();
    let wrong: Vec<String> =
        documents::documents().iter().flat_map(|d| unknown_words(&tree::read(d), d, "luodi", &known)).collect();
    assert!(wrong.is_empty(), "known: {known:?}\n{}", wrong.join("\n"));
}

#[test]
fn an_invented_command_is_found() {
    let known = BTreeSet::from(["test".to_string()]);
    let text = "run `make test`, `make love`, `target/release/make tea --now`\n```sh\n$ make coffee && make test\nmake -j2\n```";
    assert_eq!(unknown_words(text, "d.md", "make", &known).len(), 3);
    assert_eq!(unknown_words("we make things; `remake it`", "d.md", "make", &known), Vec::<String>::new());
}

#[test]
fn names_are_read_from_the_makefile_the_source_and_the_help() {
    let list = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(make_targets("# x: y\n.PHONY: run\nV := 1\nrun test: dep\n\techo a: b\n"), list(&["run", "test"]));
    let source = "#[derive(Debug, Subcommand)]\npub enum Command {\n    /// Reads: a plan.\n    Read {\n        File: u8,\n    },\n    #[command(hide = true)]\n    SelfTest(Args),\n}\nenum Other {\n    Not,\n}\n";
    assert_eq!(sub_commands_of_source(source), list(&["read", "self-test"]));
    let help = "luodi\n\nCommands:\n  read   reads a plan\n  serve  opens the port\n\nOptions:\n  -h, --help\n";
    assert_eq!(sub_commands_of_help(help), list(&["read", "serve"]));
}

//! The glossary names each term once, in both languages, and the types that it names exist.

use crate::tree;
use std::collections::BTreeSet;

const TERMS_MIN: usize = 60;

/// The four columns of each row of the glossary's tables: English, Chinese, meaning, type.
fn rows(glossary: &str) -> Vec<[String; 4]> {
    let rows = glossary.lines().filter(|l| l.starts_with('|') && !l.contains("---") && !l.starts_with("| English |"));
    rows.map(|line| {
        let mut columns = line.trim_matches('|').split('|').map(|c| c.trim().to_string());
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
    .collect()
}

/// Names of the types that a source declares.
fn declared(source: &str) -> BTreeSet<String> {
    let words = |line: &str| line.split_whitespace().map(str::to_string).collect::<Vec<_>>();
    let mut found = BTreeSet::new();
    for line in source.lines().map(words).filter(|w| w.len() >= 3 && w[0] == "pub") {
        if ["struct", "enum", "trait", "type"].contains(&line[1].as_str()) {
            found.extend(line[2].split(|c: char| !c.is_ascii_alphanumeric()).next().map(str::to_string));
        }
    }
    found
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

fn problems(rows: &[[String; 4]], types: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = vec![];
    let mut seen = BTreeSet::new();
    for [english, chinese, meaning, place] in rows {
        if !seen.insert(english.clone()) {
            wrong.push(format!("{english}: stands twice"));
        }
        if english.is_empty() || !is_chinese(chinese) || meaning.is_empty() {
            wrong.push(format!("{english}: a term needs its Chinese word and its meaning"));
        }
        let named = place.split('`').skip(1).step_by(2);
        wrong.extend(named.filter(|t| !types.contains(*t)).map(|t| format!("{english}: there is no type {t}")));
    }
    wrong
}

#[test]
fn the_glossary_is_true() {
    let rows = rows(&tree::read("docs/glossary.md"));
    assert!(rows.len() >= TERMS_MIN, "{} terms, {TERMS_MIN} are the least", rows.len());
    let sources = tree::files().into_iter().filter(|f| f.starts_with("crates/") && f.ends_with(".rs"));
    let types: BTreeSet<String> = sources.flat_map(|f| declared(&tree::read(&f))).collect();
    let wrong = problems(&rows, &types);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_stale_term_is_found() {
    let types = declared("pub struct Unit {\n    pub enum Every {\npub type Programme = Compiled;\nstruct Hidden;");
    let text = "| English | Chinese | meaning | in the code |\n| --- | --- | --- | --- |\n| unit | 单位 | an office | `Unit` code |\n| unit | 单位 | again | |\n| day | day | a day | `Hidden` |";
    let wrong = problems(&rows(text), &types);
    assert_eq!(wrong.len(), 3, "{wrong:?}");
}

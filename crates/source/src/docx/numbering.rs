//! Automatic numbering: counts the levels and writes the labels that the office program would print (ECMA-376 part 1, 17.9).

use std::collections::{HashMap, HashSet};

use super::numerals;
use crate::xml::{Node, Tree};

/// Levels of a numbering definition.
const LEVELS: usize = 9;

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    suffix: String,
    /// Prints digits for all levels ("第一章" → "1.1").
    legal: bool,
    /// `w:lvlRestart w:val="0"`: counts on for ever.
    never_restarts: bool,
    paragraph_style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Level {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            suffix: "tab".to_owned(),
            legal: false,
            never_restarts: false,
            paragraph_style: None,
        }
    }
}

#[derive(Debug, Default)]
struct Instance {
    definition: String,
    levels: HashMap<usize, Level>,
    starts: HashMap<usize, u32>,
}

/// Definitions of the document and the counters so far.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, Vec<Level>>,
    instances: HashMap<String, Instance>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    used: HashSet<String>,
}

/// A label and what stands between it and the text.
#[derive(Debug, PartialEq)]
pub(super) struct Label {
    pub text: String,
    pub gap: &'static str,
}

impl Numbering {
    pub(super) fn from_xml(tree: &Tree) -> Numbering {
        let mut numbering = Numbering::default();
        for node in tree.root().word_children() {
            match node.name() {
                "abstractNum" => {
                    let Some(id) = node.attribute("abstractNumId") else { continue };
                    numbering.definitions.insert(id.to_owned(), definition(node));
                }
                "num" => {
                    let Some(id) = node.attribute("numId") else { continue };
                    numbering.instances.insert(id.to_owned(), instance(node));
                }
                _ => {}
            }
        }
        numbering
    }

    /// The level that a definition ties to a paragraph style.
    pub(super) fn level_of_style(&self, num_id: &str, style: &str) -> Option<usize> {
        let definition = &self.instances.get(num_id)?.definition;
        let levels = self.definitions.get(definition)?;
        levels.iter().position(|level| level.paragraph_style.as_deref() == Some(style))
    }

    /// Counts one paragraph; none when it prints no label.
    pub(super) fn next(&mut self, num_id: &str, level: usize) -> Option<Label> {
        let level = level.min(LEVELS - 1);
        let instance = self.instances.get(num_id)?;
        let definition = instance.definition.clone();
        let levels: Vec<Level> = (0..LEVELS).map(|at| self.level(instance, &definition, at)).collect();
        let counters = self.counters.entry(definition).or_default();
        if self.used.insert(num_id.to_owned()) {
            // A list that starts anew counts from its own start, which `level` above has put in place.
            for at in instance.starts.keys() {
                counters[*at] = None;
            }
        }
        counters[level] = Some(counters[level].map_or(levels[level].start, |n| n.saturating_add(1)));
        for deeper in level + 1..LEVELS {
            if !levels[deeper].never_restarts {
                counters[deeper] = None;
            }
        }
        let counters = *counters;
        label(&levels, level, &counters)
    }

    fn level(&self, instance: &Instance, definition: &str, at: usize) -> Level {
        let mut level =
            instance.levels.get(&at).or_else(|| self.definitions.get(definition)?.get(at)).cloned().unwrap_or_default();
        if let Some(start) = instance.starts.get(&at) {
            level.start = *start;
        }
        level
    }
}

fn label(levels: &[Level], level: usize, counters: &[Option<u32>; LEVELS]) -> Option<Label> {
    let shown = &levels[level];
    let gap_of = |text: &str| match shown.suffix.as_str() {
        "nothing" => "",
        // A tab after 一、 is a matter of layout, not of text.
        "tab" if text.ends_with(['、', '，', '）', '．', '。', '：', '】', '〕']) => "",
        _ => " ",
    };
    if shown.format == "bullet" {
        // Bullets come from symbol fonts: their code says nothing outside the font.
        let known = shown.text.chars().next().filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}'));
        let text = known.unwrap_or('•').to_string();
        return Some(Label { text, gap: " " });
    }
    let mut text = String::new();
    let mut characters = shown.text.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            text.push(character);
            continue;
        }
        let digit = characters.next().and_then(|c| c.to_digit(10)).unwrap_or(0) as usize;
        let Some(at) = digit.checked_sub(1).filter(|at| *at < LEVELS) else {
            continue;
        };
        let number = counters[at].unwrap_or(levels[at].start);
        let format = if shown.legal { "decimal" } else { levels[at].format.as_str() };
        text.push_str(&numerals::print(number, format).unwrap_or_default());
    }
    let gap = gap_of(&text);
    (!text.trim().is_empty()).then_some(Label { text, gap })
}

fn definition(node: Node<'_>) -> Vec<Level> {
    let mut levels = vec![Level::default(); LEVELS];
    for child in node.word_children().filter(|child| child.name() == "lvl") {
        if let Some(at) = level_index(child) {
            levels[at] = level_from_xml(child);
        }
    }
    levels
}

fn instance(node: Node<'_>) -> Instance {
    let mut instance =
        Instance { definition: node.word_child_value("abstractNumId").unwrap_or_default().to_owned(), ..Instance::default() };
    for child in node.word_children().filter(|child| child.name() == "lvlOverride") {
        let Some(at) = level_index(child) else { continue };
        if let Some(start) = child.word_child_value("startOverride").and_then(|v| v.parse().ok()) {
            instance.starts.insert(at, start);
        }
        if let Some(level) = child.word_child("lvl") {
            instance.levels.insert(at, level_from_xml(level));
        }
    }
    instance
}

fn level_index(node: Node<'_>) -> Option<usize> {
    let index: usize = node.attribute("ilvl")?.parse().ok()?;
    (index < LEVELS).then_some(index)
}

fn level_from_xml(node: Node<'_>) -> Level {
    let value = |name: &str| node.word_child_value(name);
    let default = Level::default();
    Level {
        start: value("start").and_then(|v| v.parse().ok()).unwrap_or(default.start),
        format: value("numFmt").map_or(default.format, str::to_owned),
        text: value("lvlText").map_or(default.text, str::to_owned),
        suffix: value("suff").map_or(default.suffix, str::to_owned),
        legal: node.word_child("isLgl").is_some_and(|n| n.is_on()),
        never_restarts: value("lvlRestart") == Some("0"),
        paragraph_style: value("pStyle").map(str::to_owned),
    }
}

//! Text of a programme file → model and compiled programme, with every problem placed.

use super::compile::compile_findings;
use super::compiled::Compiled;
use super::finding::{Finding, Spot, first};
use super::schema::{read_by_schema, schema};
use super::tree::Tree;
use crate::diagnostic::Diagnostic;
use luodi_model::programme::Programme;
use serde_json::Value as Json;

/// What a programme file gave.
#[derive(Debug)]
pub struct Loaded {
    /// Compiled, where there is no error.
    pub programme: Option<Compiled>,
    /// The model, where the file has the form of one; its expressions and references may be wrong.
    pub model: Option<Programme>,
    /// In the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a programme file. `file` is the name shown in the diagnostics. Never fails on content.
pub fn load(yaml: &str, file: &str) -> Loaded {
    let yaml = yaml.strip_prefix('\u{feff}').unwrap_or(yaml);
    let (tree, mut findings) = Tree::read(yaml);
    let Some(tree) = tree else {
        let diagnostics = findings.into_iter().map(|f| f.unplaced(file)).collect();
        return Loaded { programme: None, model: None, diagnostics };
    };
    let json = read_by_schema(&tree, schema(), &mut findings);
    let well_formed = findings.is_empty();
    let mut model = None;
    let mut programme = None;
    // What is wrong in form is left out; the rest is checked all the same, so that a person sees everything at once.
    match into_model(json) {
        Ok(m) => {
            let (compiled, more) = compile_findings(&m);
            findings.extend(more);
            if well_formed {
                programme = compiled;
                model = Some(m);
            }
        }
        Err(finding) if well_formed => findings.push(*finding),
        Err(_) => {}
    }
    let mut diagnostics: Vec<Diagnostic> = first(findings).into_iter().map(|f| f.placed(file, yaml, &tree)).collect();
    diagnostics.sort_by_key(|d| (d.line, d.column));
    diagnostics.dedup();
    Loaded { programme, model, diagnostics }
}

/// What the schema let through and the model refuses.
fn into_model(json: Json) -> Result<Programme, Box<Finding>> {
    serde_path_to_error::deserialize(json).map_err(|e| {
        let path = e.path().iter().map(|s| s.to_string()).collect();
        let why = e.inner().to_string();
        // The model says in Chinese what it refuses; what serde says is for developers.
        let chinese = !why.starts_with(|c: char| c.is_ascii());
        let message = if chinese { why } else { format!("这里的内容读不懂（{why}）") };
        Box::new(Finding::new(path, Spot::Value, "value", message))
    })
}

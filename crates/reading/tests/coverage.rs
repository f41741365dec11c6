//! `docs/reading-coverage.md` is made out of the names of the tests, and is up to date.
//!
//! The rule of names: a test `s07_03_what` covers statement 3 of system 07, `s07_03_04_what` covers 3 and 4. A comment
//! `// open s07_05: reason` in a test file lists a statement that is not met. Nothing else is needed.
//!
//! `LUODI_WRITE_COVERAGE=1 cargo test -p luodi-reading --test coverage` writes the file anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Short names of the systems, 01 first.
const SYSTEMS: &str = "henan-health-tours township-health-tours qujing-health-lectures community-health-tour \
    district-cdc-tours county-cdc-year-plan health-literacy-tour report-genres police-station-statistics \
    prefecture-health-targets household-pairing county-health-work appointment-integrity nantong-water \
    foshan-government-report smart-food-safety olympic-food-tracing food-drug-regulator education-bureau-year \
    culture-education-health-year changzhi-supervision-13710 civilisation-practice industry-chain-taskforce \
    constitution-week drowning-prevention grassroots-emergency enterprise-inspection-control statistics-bureau-study \
    elder-meals straw-burning-two-seasons town-order-campaign satellite-land-enforcement autumn-burning-ban \
    zero-waste-city park-return-to-work rural-infrastructure-investment nearby-services \
    construction-industry-incentives safety-inspection six-guarantees notify-and-commit covid-key-groups tiered-care \
    county-social-targets five-year-outline-breakdown fire-safety-responsibility three-tier-maternal-child-health \
    drought-health-supervision health-week-digital-city medical-ethics-review planning-benchmark sanitation-ppp \
    information-reporting dispute-resolution";

/// System and statements that a name of a test begins with: `s07_03_04_what` → 7, [3, 4].
fn covered(name: &str) -> Option<(usize, Vec<usize>)> {
    let mut parts = name.split('_');
    let number = |part: &str| (part.len() == 2).then(|| part.parse::<usize>().ok()).flatten();
    let system = number(parts.next()?.strip_prefix('s')?)?;
    let statements: Vec<usize> = parts.map_while(number).collect();
    Some((system, statements))
}

/// What the test files say of one system.
#[derive(Default)]
struct Covered {
    /// Statement → tests, with their file.
    tests: BTreeMap<usize, BTreeSet<(String, String)>>,
    /// Tests of a system that belong to no numbered statement.
    others: BTreeSet<(String, String)>,
    /// Statement → why it is open.
    open: BTreeMap<usize, String>,
}

fn scan(folder: &Path) -> BTreeMap<usize, Covered> {
    let mut systems: BTreeMap<usize, Covered> = BTreeMap::new();
    for path in std::fs::read_dir(folder).expect("the folder of the tests").flatten().map(|e| e.path()) {
        if path.extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("the file can be read");
        let file = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            if let Some((name, reason)) = line.strip_prefix("// open ").and_then(|l| l.split_once(": ")) {
                let Some((system, statements)) = covered(name) else { continue };
                for s in statements {
                    systems.entry(system).or_default().open.insert(s, reason.to_owned());
                }
            }
            if let Some(name) = line.strip_prefix("fn ").and_then(|l| l.split('(').next()).filter(|_| is_test)
                && let Some((system, statements)) = covered(name)
            {
                let entry = systems.entry(system).or_default();
                if statements.is_empty() {
                    entry.others.insert((name.to_owned(), file.clone()));
                }
                for s in statements {
                    entry.tests.entry(s).or_default().insert((name.to_owned(), file.clone()));
                }
            }
            is_test = line == "#[test]" || (is_test && line.starts_with('#'));
        }
    }
    systems
}

fn page(systems: &BTreeMap<usize, Covered>) -> String {
    let names: Vec<&str> = SYSTEMS.split_whitespace().collect();
    let mut out = String::from("# Which test covers which statement about reading\n\n");
    out.push_str(
        "Generated out of the names of the tests in `crates/reading/tests`; `crates/reading/tests/coverage.rs` says how. ",
    );
    out.push_str("The tests read the source texts where they are at hand and say that they were skipped where they are not.\n");
    for (number, system) in systems {
        let name = number.checked_sub(1).and_then(|i| names.get(i)).copied().unwrap_or("unknown");
        let _ = write!(out, "\n## {number:02} {name}\n\n| statement | test | file |\n| --- | --- | --- |\n");
        for (statement, tests) in &system.tests {
            for (test, file) in tests {
                let _ = writeln!(out, "| {statement} | {test} | {file} |");
            }
        }
        for (test, file) in &system.others {
            let _ = writeln!(out, "| — | {test} | {file} |");
        }
        for (statement, reason) in &system.open {
            let _ = writeln!(out, "| {statement} | open: {reason} | |");
        }
    }
    out
}

#[test]
fn the_page_is_up_to_date() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("../../docs/reading-coverage.md");
    let made = page(&scan(&root.join("tests")));
    if std::env::var_os("LUODI_WRITE_COVERAGE").is_some() {
        std::fs::write(&file, &made).expect("the page can be written");
    }
    let stands = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        stands == made,
        "docs/reading-coverage.md is stale: LUODI_WRITE_COVERAGE=1 cargo test -p luodi-reading --test coverage"
    );
}

#[test]
fn names_are_read_by_the_rule() {
    assert_eq!(covered("s07_03_what"), Some((7, vec![3])));
    assert_eq!(covered("s07_03_04_what_12"), Some((7, vec![3, 4])));
    assert_eq!(covered("s03_source_errors"), Some((3, vec![])));
    assert_eq!(covered("speed_is_kept"), None);
}

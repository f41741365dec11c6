//! Files fit a sitting: the house aims at 600 lines and stops at 700.

use crate::tree;

const LINES_MAX: usize = 700;

/// Is this a source file that a person writes and reads?
fn written_by_hand(path: &str) -> bool {
    let source = [".rs", ".ts", ".tsx"].iter().any(|end| path.ends_with(end));
    source && !path.ends_with(".d.ts") && !path.contains("generated")
}

fn too_long<'a>(files: impl IntoIterator<Item = (&'a str, usize)>) -> Vec<String> {
    files
        .into_iter()
        .filter(|(path, lines)| written_by_hand(path) && *lines > LINES_MAX)
        .map(|(path, lines)| format!("{path}: {lines} lines, {LINES_MAX} are the limit; give each subject its own file"))
        .collect()
}

#[test]
fn no_source_file_is_over_700_lines() {
    let files = tree::files();
    let counted: Vec<(&str, usize)> =
        files.iter().filter(|f| written_by_hand(f)).map(|f| (f.as_str(), tree::read(f).lines().count())).collect();
    assert!(!counted.is_empty(), "no source file was found");
    let long = too_long(counted);
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}

#[test]
fn the_limit_bites() {
    assert_eq!(too_long([("crates/x/src/a.rs", 701), ("web/src/b.tsx", 700), ("c.md", 9000)]).len(), 1);
    assert!(too_long([("web/src/api/generated.ts", 9000), ("web/src/api/schema.d.ts", 9000)]).is_empty());
}

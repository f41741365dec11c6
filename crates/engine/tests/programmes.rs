//! Every programme file of the repository loads without an error.

use std::path::Path;

#[test]
fn every_programme_file_loads() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut seen = 0;
    let folders = ["programmes", "examples/programmes"].map(|f| std::fs::read_dir(root.join(f)).unwrap());
    for entry in folders.into_iter().flatten() {
        let path = entry.unwrap().path().join("programme.yaml");
        let yaml = std::fs::read_to_string(&path).unwrap();
        let loaded = luodi_language::load(&yaml, &path.display().to_string());
        let errors: Vec<String> =
            loaded.diagnostics.iter().filter(|d| d.severity == luodi_language::Severity::Error).map(|d| d.to_string()).collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        assert!(loaded.programme.is_some());
        seen += 1;
    }
    assert!(seen >= 4);
}

//! Every programme of the repository is right, and reads back after it is written.

use luodi_language::{Severity, load, to_yaml};
use std::path::Path;

#[test]
fn every_programme_loads_and_reads_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("programmes/").flatten() {
        let file = entry.path().join("programme.yaml");
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let loaded = load(&text, &file.display().to_string());
        let errors: Vec<String> =
            loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error).map(ToString::to_string).collect();
        assert_eq!(errors, [] as [String; 0]);
        let model = loaded.model.expect("a model");
        assert_eq!(load(&to_yaml(&model), "again").model, Some(model), "{}", file.display());
        files += 1;
    }
    assert!(files > 0, "no programme found");
}

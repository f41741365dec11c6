//! Any text as a programme file: every problem has a place, and what is read is written and read back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use luodi_language::{load, to_yaml};

fuzz_target!(|text: &str| {
    let loaded = load(text, "f");
    assert!(loaded.diagnostics.iter().all(|d| d.line >= 1 && d.column >= 1));
    assert!(loaded.programme.is_some() || !loaded.diagnostics.is_empty());
    if let Some(model) = loaded.model {
        assert_eq!(load(&to_yaml(&model), "again").model, Some(model));
    }
});

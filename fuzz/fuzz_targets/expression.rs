//! Any text as an expression over the record of a small programme: it is refused with a place, or evaluates within its budget.
#![no_main]

use libfuzzer_sys::fuzz_target;
use luodi_language::{Compiled, Env, Name, Scope, compile, load};
use std::ops::ControlFlow;
use std::sync::LazyLock;

static PROGRAMME: LazyLock<Option<Compiled>> =
    LazyLock::new(|| load(include_str!("../programme.yaml"), "programme.yaml").programme);

/// Knows nothing and has three empty records.
struct Nothing;

impl Env for Nothing {
    fn get(&self, _: &Name) -> luodi_language::Value {
        luodi_language::Value::MISSING
    }
    fn records(&self, _: &str, visit: &mut dyn FnMut(&dyn Env) -> ControlFlow<()>) {
        for _ in 0..3 {
            if visit(&Nothing).is_break() {
                return;
            }
        }
    }
}

fuzz_target!(|source: &str| {
    let Some(programme) = PROGRAMME.as_ref() else { panic!("the programme of the fuzz target has errors") };
    match compile(source, &Scope::Record { register: "event".into() }, &programme.model, None) {
        Ok(expr) => {
            expr.eval_within(&Nothing, 10_000);
            expr.explain(&Nothing).1.in_words_zh();
        }
        Err(problems) => assert!(problems.iter().all(|p| p.line == 1 && p.column >= 1)),
    }
});

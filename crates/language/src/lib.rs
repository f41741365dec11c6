//! Luodi's expression language and programme files: parse, check, evaluate, explain.
//!
//! What it does: reads a programme file (YAML) into the model with positions for every problem; compiles its expressions,
//! typed, with units of measure; evaluates them with unknowns that stay unknown; explains a result.
//! What it must never do: read a file, a clock or a random source; loop without a bound; decide what the engine does with a
//! result; turn an unknown into a zero.
//! How to add the usual new thing: a function is one entry in `function.rs` (table and `apply`) with a row in
//! `docs/programme-files.md`; a check on programme files is one function in `programme/references.rs` with a bad file in its test.

mod aggregate;
mod check;
mod diagnostic;
mod eval;
mod explain;
mod expression;
mod function;
mod measured;
mod name;
mod near;
mod node;
mod number;
mod parse;
mod phrase;
mod programme;
mod resolve;
mod syntax;
mod token;
mod types;
mod working_days;

pub use diagnostic::{Diagnostic, Severity};
pub use eval::STEPS_MAX;
pub use explain::Explanation;
pub use expression::{Expr, compile};
pub use function::function_names;
pub use luodi_model::Value;
pub use measured::{Misread, read_measured};
pub use name::{Edge, Env, Name, Over, Reads, Scope, Span};
pub use near::Near;
pub use programme::{
    Compiled, CompiledCheck, CompiledDuty, CompiledEarlier, CompiledField, CompiledMeasure, CompiledRegister, CompiledReturn,
    CompiledTarget, Loaded, Windows, compile_programme, json_schema, load, to_yaml,
};
pub use types::{Choices, Quantity, Type, in_unit};
pub use working_days::is_working_day;

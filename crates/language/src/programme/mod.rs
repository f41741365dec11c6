//! Programme files: YAML → model → compiled programme, and back.

mod compile;
mod compiled;
mod finding;
mod load;
mod order;
mod references;
mod schema;
mod stale;
mod tree;
mod write;

pub use compile::compile_programme;
pub use compiled::{
    Compiled, CompiledCheck, CompiledDuty, CompiledEarlier, CompiledField, CompiledMeasure, CompiledRegister, CompiledReturn,
    CompiledTarget, Windows,
};
pub use load::{Loaded, load};
pub use schema::json_schema;
pub use write::to_yaml;

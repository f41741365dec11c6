//! The public face of an expression: compile, evaluate, explain.

use crate::check::check;
use crate::diagnostic::{Diagnostic, Problem, Severity};
use crate::eval::{STEPS_MAX, evaluate};
use crate::explain::{Explanation, explain};
use crate::name::{Env, Reads, Scope};
use crate::node::Node;
use crate::resolve::Known;
use crate::types::Type;
use luodi_model::{Value, programme::Programme};

/// A typed expression, ready to be evaluated any number of times.
#[derive(Clone, PartialEq, Debug)]
pub struct Expr {
    source: Box<str>,
    node: Node,
    type_: Type,
    reads: Box<Reads>,
}

/// Parses and types an expression over this scope. `want`: the type that the place asks for (conditions: [`Type::Bool`]).
///
/// # Errors
/// Every problem found, with line 1 and the column in the expression.
pub fn compile(src: &str, scope: &Scope, programme: &Programme, want: Option<Type>) -> Result<Expr, Vec<Diagnostic>> {
    let known = Known::new(programme);
    compile_in(src, std::slice::from_ref(scope), &known, want.as_ref()).map_err(|problems| {
        let diagnostic = |p: Problem| Diagnostic {
            file: String::new(),
            line: 1,
            column: p.characters_before(src) + 1,
            severity: Severity::Error,
            code: p.code,
            message: p.message,
            hint: p.hint,
            path: String::new(),
        };
        problems.into_iter().map(diagnostic).collect()
    })
}

/// Compiles in the innermost of several scopes; the others are reached by `my`.
pub(crate) fn compile_in(src: &str, scopes: &[Scope], known: &Known, want: Option<&Type>) -> Result<Expr, Vec<Problem>> {
    let checked = check(src, scopes, known, want)?;
    Ok(Expr { source: src.into(), node: checked.node, type_: checked.type_, reads: Box::new(checked.reads) })
}

impl Expr {
    /// As written.
    pub fn source(&self) -> &str {
        &self.source
    }
    /// The value; unknown where what is known doesn't decide it. Never panics, takes at most [`STEPS_MAX`] steps.
    pub fn eval(&self, env: &dyn Env) -> Value {
        self.eval_within(env, STEPS_MAX)
    }
    /// Like [`Expr::eval`] with a budget of one's own; a spent budget gives "not computable".
    pub fn eval_within(&self, env: &dyn Env, steps_max: u32) -> Value {
        evaluate(&self.node, env, steps_max)
    }
    /// The value with the tree of values that gave it.
    pub fn explain(&self, env: &dyn Env) -> (Value, Explanation) {
        explain(&self.node, &self.source, env, STEPS_MAX)
    }
    /// What the expression reads.
    pub fn reads(&self) -> &Reads {
        &self.reads
    }
    pub fn result_type(&self) -> &Type {
        &self.type_
    }
}

//! The examples of `docs/programme-files.md` say what is true.

mod common;

use common::Known;
use luodi_language::{Scope, compile, load};
use luodi_model::programme::Programme;
use luodi_model::{UnitId, Value};

const MANUAL: &str = include_str!("../../../docs/programme-files.md");

/// Blocks of the page in order: the words after the fence, and the lines.
fn blocks() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut out = vec![];
    let mut lines = MANUAL.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let block = lines.by_ref().take_while(|l| *l != "```").collect();
            out.push((info, block));
        }
    }
    out
}

fn programme() -> Programme {
    let (_, lines) = blocks().into_iter().find(|(info, _)| *info == "yaml").expect("a programme");
    let loaded = load(&lines.join("\n"), "manual");
    assert_eq!(loaded.diagnostics, [], "the programme of the manual");
    assert!(loaded.programme.is_some());
    loaded.model.expect("a model")
}

/// `missing`, `pending`, `unit 1`, or an expression without names.
fn value(written: &str) -> Value {
    if written == "pending" {
        return Value::pending("问");
    }
    if let Some(n) = written.strip_prefix("unit ") {
        return Value::Unit(UnitId(n.parse().expect("a number")));
    }
    let expr = compile(written, &Scope::Window, &programme(), None).expect(written);
    expr.eval(&Known::default())
}

fn facts(lines: &[&str]) -> Known {
    let mut env = Known::default();
    for line in lines {
        match line.split_once(": ") {
            Some((register, record)) => env = env.record(register, facts(&record.split(", ").collect::<Vec<_>>())),
            None => {
                let (name, written) = line.split_once(" = ").expect("name = value");
                env = env.with(name, value(written));
            }
        }
    }
    env
}

fn shown(v: &Value) -> String {
    match v {
        Value::Unknown(u) => u.code().to_string(),
        Value::Unit(u) => format!("unit {}", u.0),
        Value::Bool(b) => b.to_string(),
        other => other.to_string(),
    }
}

#[test]
fn every_example_is_true() {
    let programme = programme();
    let mut env = Known::default();
    let mut scope = Scope::Window;
    let mut checked = 0;
    for (info, lines) in blocks() {
        let examples = lines.iter().filter_map(|l| l.split_once(" → ")).map(|(e, v)| (e.trim(), v.trim()));
        match info.split(' ').collect::<Vec<_>>()[..] {
            ["yaml"] => {}
            ["facts", "record", register] => (env, scope) = (facts(&lines), Scope::Record { register: register.into() }),
            ["facts", "period"] => (env, scope) = (facts(&lines), Scope::UnitPeriod),
            ["expressions"] => {
                for (source, expected) in examples {
                    let expr = compile(source, &scope, &programme, None).unwrap_or_else(|d| panic!("{source}: {d:?}"));
                    assert_eq!(shown(&expr.eval(&env)), expected, "{source}");
                    checked += 1;
                }
            }
            ["wrong"] => {
                for (source, expected) in examples {
                    let problems = compile(source, &scope, &programme, None).expect_err(source);
                    assert_eq!(problems[0].message, expected, "{source}");
                    checked += 1;
                }
            }
            ref other => panic!("a block of no kind: {other:?}"),
        }
        assert!(!matches!(info, "expressions" | "wrong") || lines.iter().all(|l| l.contains(" → ")), "{lines:?}");
    }
    assert!(checked > 50, "{checked}");
}

/// Each function of the language stands in the manual.
#[test]
fn every_programme_of_the_manual_loads() {
    let programmes: Vec<String> =
        blocks().into_iter().filter(|(info, _)| *info == "yaml").map(|(_, lines)| lines.join("\n")).collect();
    assert_eq!(programmes.len(), 3);
    for text in programmes {
        let loaded = load(&text, "manual");
        assert_eq!(loaded.diagnostics, []);
        assert!(loaded.programme.is_some());
    }
}

#[test]
fn every_function_is_shown() {
    for name in luodi_language::function_names() {
        assert!(MANUAL.contains(&format!("{name}(")), "{name}");
    }
}

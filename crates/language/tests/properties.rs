//! Laws that hold for every input: no panics, bounded cost, three-valued logic, monotony in information, files that read back.

mod common;

use common::{Known, TOURS, compiled, record_scope, tours};
use luodi_language::{Expr, Scope, compile, load, to_yaml};
use luodi_model::programme::{Check, Clause, Due, Expression, Programme, Severity};
use luodi_model::{Every, Number, Unknown, Value};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::sync::LazyLock;

static PROGRAMME: LazyLock<Programme> = LazyLock::new(tours);

fn expr(source: &str) -> Expr {
    compile(source, &record_scope(), &PROGRAMME, None).unwrap_or_else(|d| panic!("{source}: {d:?}"))
}

/// Pieces of the language, so that random texts come near to expressions.
fn near_expression() -> impl Strategy<Value = String> {
    let pieces = [
        "people",
        "floating",
        "date",
        "state",
        "share",
        "today",
        "unit.level",
        "lecturer.discipline",
        "old.people",
        "my.",
        "ask.",
        "topics",
        "count(",
        "sum(tour.people",
        " where ",
        "any(tour",
        "band(",
        "if ",
        " then ",
        " else ",
        "(",
        ")",
        "[",
        "]",
        ",",
        "+",
        "-",
        "*",
        "/",
        "==",
        "!=",
        "<=",
        ">",
        " and ",
        " or ",
        " not ",
        " in ",
        " is known",
        " is unknown",
        "1",
        "30%",
        "5万元",
        "12人",
        "2024-02-29",
        "\"held\"",
        "'",
        "“",
        "missing",
        "true",
        "且",
        "（",
        "≥",
        ".",
        "x",
        "𝒳",
        "\n",
        "min(",
        "add_months(",
        "round(",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|p| p.concat())
}

fn unknown() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::MISSING),
        Just(Value::pending("问")),
        Just(Value::Unknown(Unknown::Masked)),
        Just(Value::Unknown(Unknown::NotApplicable)),
    ]
}
fn truth() -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Bool(true)), Just(Value::Bool(false)), unknown()]
}
/// A number as it is known before, and as it turns out to be.
fn learned(range: std::ops::Range<i64>) -> impl Strategy<Value = (Value, Value)> {
    (range, 0u8..6, 0i64..20, 0i64..20).prop_map(|(n, form, below, above)| {
        let about = |low: bool, high: bool| {
            Value::Number(Number::about(
                (n + above - below).into(),
                low.then(|| (n - below).into()),
                high.then(|| (n + above).into()),
            ))
        };
        let before = match form {
            0 => Value::MISSING,
            1 => Value::pending("问"),
            2 => about(true, true),
            3 => about(true, false),
            4 => about(false, true),
            _ => Value::number(n),
        };
        (before, Value::number(n))
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn compiling_and_evaluating_never_panic(source in near_expression()) {
        for scope in [record_scope(), Scope::UnitPeriod, Scope::Unit, Scope::Window] {
            if let Ok(expr) = compile(&source, &scope, &PROGRAMME, None) {
                let env = Known::default().with("people", 3).with("date", "2024-02-29").record("tour", Known::default().with("people", 5));
                let value = expr.eval(&env);
                let (explained, explanation) = expr.explain(&env);
                prop_assert_eq!(&value, &explained);
                prop_assert!(!explanation.in_words_zh().is_empty());
                expr.eval_within(&env, 3);
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(source in "\\PC{0,60}") {
        if let Err(d) = compile(&source, &record_scope(), &PROGRAMME, None) {
            prop_assert!(!d.is_empty());
            prop_assert!(d.iter().all(|d| d.column >= 1 && d.column <= source.chars().count() + 1));
        }
        load(&source, "f");
    }

    /// Missing and the like in, three values out; De Morgan, double negation, and one deciding part.
    #[test]
    fn three_valued_logic(a in truth(), b in truth()) {
        let env = Known::default().with("a", a.clone()).with("b", b.clone());
        let eval = |source: &str| truths(source).eval(&env);
        prop_assert_eq!(eval("not (a and b)"), eval("not a or not b"));
        prop_assert_eq!(eval("not (a or b)"), eval("not a and not b"));
        prop_assert_eq!(eval("not not a"), a.clone());
        prop_assert_eq!(eval("a and false"), Value::Bool(false));
        prop_assert_eq!(eval("a or true"), Value::Bool(true));
        prop_assert_eq!(eval("a and b").is_known(), eval("b and a").is_known());
        prop_assert_eq!(eval("a and true"), a.clone());
        prop_assert_eq!(eval("if true then a else b"), a);
    }

    /// Learning more never changes what was already known.
    #[test]
    fn monotonic_in_information(people in learned(-30..30), floating in learned(-30..30), of in 0usize..LAWS.len()) {
        let env = |people: &Value, floating: &Value| Known::default().with("people", people.clone()).with("floating", floating.clone());
        let eval = |people: &Value, floating: &Value| compiled_once(of).eval(&env(people, floating));
        let before = eval(&people.0, &floating.0);
        let half = eval(&people.1, &floating.0);
        let after = eval(&people.1, &floating.1);
        prop_assert!(refines(&before, &half), "{}: {:?} → {:?}", LAWS[of], before, half);
        prop_assert!(refines(&half, &after), "{}: {:?} → {:?}", LAWS[of], half, after);
    }

    /// The same over records: knowing a record's value narrows an aggregate, and never leaves its bounds.
    #[test]
    fn aggregates_are_monotonic(values in prop::collection::vec(learned(0..150), 0..6), of in 0usize..AGGREGATES.len()) {
        let env = |known: fn(&(Value, Value)) -> &Value| {
            values.iter().fold(Known::default(), |env, v| env.record("tour", Known::default().with("people", never_negative(known(v)))))
        };
        let aggregate = compiled(AGGREGATES[of], &record_scope());
        let (before, after) = (aggregate.eval(&env(|v| &v.0)), aggregate.eval(&env(|v| &v.1)));
        prop_assert!(refines(&before, &after), "{}: {:?} → {:?}", AGGREGATES[of], before, after);
    }

    #[test]
    fn decimals_are_exact(a in -1_000_000i64..1_000_000, b in -1_000_000i64..1_000_000) {
        let decimal = |n: i64| rust_decimal::Decimal::new(n, 3);
        let env = Known::default().with("people", Value::number(decimal(a))).with("floating", Value::number(decimal(b)));
        prop_assert_eq!(expr("people + floating - floating == people").eval(&env), Value::Bool(true));
        prop_assert_eq!(expr("people + floating").eval(&env), Value::number(decimal(a + b)));
        prop_assert_eq!(expr("people <= floating").eval(&env), Value::Bool(a <= b));
        prop_assert_eq!(expr("people - 1人 < people").eval(&env), Value::Bool(true));
    }
}

// Whole files are slow to read in a debug build: fewer cases.
proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..config() })]

    #[test]
    fn a_damaged_file_is_refused_with_a_place(at in 0..TOURS.chars().count(), length in 0usize..30, by in "[ \\n:{}\\[\\]'\"a-z#|>&*-]{0,4}") {
        let damaged: String = TOURS.chars().take(at).chain(by.chars()).chain(TOURS.chars().skip(at + length)).collect();
        let loaded = load(&damaged, "f");
        prop_assert!(loaded.programme.is_some() || !loaded.diagnostics.is_empty());
        let lines = damaged.lines().count() + 1;
        for d in &loaded.diagnostics {
            prop_assert!(d.line >= 1 && d.line <= lines && d.column >= 1, "{}", d);
        }
    }

    #[test]
    fn a_programme_reads_back(edits in prop::collection::vec(edit(), 0..12)) {
        let model = edits.into_iter().fold(PROGRAMME.clone(), edited);
        let yaml = to_yaml(&model);
        let loaded = load(&yaml, "f");
        prop_assert_eq!(loaded.model.as_ref(), Some(&model), "{}\n{:?}", yaml, loaded.diagnostics);
        prop_assert_eq!(to_yaml(&model), yaml);
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/properties.regressions"))),
        ..ProptestConfig::default()
    }
}

/// Conditions and computations without `is known`, which is about information itself.
const LAWS: [&str; 12] = [
    "people >= floating",
    "people < floating",
    "people == floating",
    "people != 10人 and floating > 0",
    "not (people > 5人) or floating <= 7人",
    "people in [1人, 2人, floating]",
    "if people > floating then 1 else 2",
    "if people > floating then 1 else 1",
    "band(people, [[-100, 1], [0, 2], [20, 3]]) + 1",
    "people + floating * 2",
    "max(people, floating) - min(people, 3人)",
    "abs(floor(people / 3)) >= 1",
];
const AGGREGATES: [&str; 9] = [
    "count(tour where people > 10)",
    "sum(tour.people)",
    "sum(tour.people where people > 10)",
    "min(tour.people)",
    "max(tour.people where people < 100)",
    "distinct(tour.people)",
    "any(tour where people > 10)",
    "all(tour where people > 10, people < 100)",
    "count(tour where people > 10) >= 2",
];

fn compiled_once(of: usize) -> &'static Expr {
    static ALL: LazyLock<Vec<Expr>> = LazyLock::new(|| LAWS.iter().map(|l| expr(l)).collect());
    &ALL[of]
}

/// Over a register with the mere fields a and b, both yes or no.
fn truths(source: &str) -> Expr {
    static PLAIN: LazyLock<Programme> = LazyLock::new(|| {
        let yaml = "programme: p\ntitle: 甲\nregisters:\n  r:\n    title: 乙\n    unit: u\n    fields: {u: {title: 丙, type: unit}, a: {title: 甲, type: bool}, b: {title: 乙, type: bool}}\n";
        load(yaml, "f").model.expect("a model")
    });
    compile(source, &Scope::Record { register: "r".into() }, &PLAIN, None).unwrap_or_else(|d| panic!("{source}: {d:?}"))
}

/// The register keeps whole numbers that are never below zero.
fn never_negative(v: &Value) -> Value {
    match v {
        Value::Number(n) if !n.is_exact() => {
            Value::Number(Number::about(n.shown, Some(n.low().unwrap_or_default().max(0.into())), n.high()))
        }
        other => other.clone(),
    }
}

/// Is `after` what `before` could turn out to be?
fn refines(before: &Value, after: &Value) -> bool {
    match (before, after) {
        // An overflow or a division by zero is found out only when the numbers are known.
        (_, Value::Unknown(Unknown::NotComputable(why))) if why != "约数的上下限不足以判断" => true,
        (Value::Unknown(_), _) => true,
        (Value::Number(b), Value::Number(a)) if !b.is_exact() => {
            let above = b.low().is_none_or(|l| a.low().is_some_and(|x| x >= l));
            let below = b.high().is_none_or(|h| a.high().is_some_and(|x| x <= h));
            above && below
        }
        _ => before == after,
    }
}

/// Two texts, which of the edits below, and a day of a month.
type Edit = (String, String, usize, i8);

/// Texts that are hard on YAML.
fn hard_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{1,40}",
        prop::sample::select(vec![
            "null",
            "~",
            "true",
            "no",
            "1.0",
            "012",
            "- a",
            "a: b",
            "#x",
            "'",
            "\"",
            "a\nb\n",
            " x ",
            "@",
            "%",
            "{a}",
            "[",
            "\t",
            "\u{1F600}",
            "…：；",
            "a #b",
            "\u{85}x",
            "-",
            "?",
            "!a",
            "&a",
            "*a",
            "|",
            ">",
            "a\u{2028}b",
            "\u{feff}a"
        ])
        .prop_map(str::to_string),
    ]
}
fn edit() -> impl Strategy<Value = Edit> {
    (hard_text(), hard_text(), 0usize..9, 1i8..32)
}
fn edited(mut m: Programme, (a, b, kind, n): Edit) -> Programme {
    match kind {
        0 => m.title = a,
        1 => m.summary = a,
        2 => m.registers["tour"].fields["people"].note = Some(a),
        3 => m.registers["tour"].fields["topics"].options.push(a),
        4 => m.registers["tour"].checks.push(Check {
            require: Expression(a.clone()),
            when: Some(Expression(b.clone())),
            field: None,
            say: b,
            severity: Severity::Finding,
            clause: Some(Clause(a)),
        }),
        5 => m.duties["monthly"].due = Due::DayAfter(n),
        6 => m.duties["monthly"].every = Some(Every::TenDays),
        7 => {
            let group = m.groups[0].clone();
            m.groups.insert(a, group);
        }
        _ => m.asks["first_month"].before_publication ^= true,
    }
    m
}

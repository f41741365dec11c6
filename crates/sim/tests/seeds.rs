//! The programmes of systems 01–03 under faults, from many seeds. `LUODI_SIM_SEEDS` sets how many (50).

use jiff::civil::date;
use luodi_model::{Unit, UnitId, UnitTree};
use luodi_sim::{Faults, Report, Setup, simulate};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// Units as (code, parent, level); names follow the codes.
fn tree(units: &[(&str, &str, &str)]) -> UnitTree {
    let id = |code: &str| units.iter().position(|u| u.0 == code).map(|i| UnitId(i as u32 + 1));
    let unit = |(code, parent, level): &(&str, &str, &str)| Unit {
        id: id(code).unwrap(),
        parent: id(parent),
        code: code.to_string(),
        level: level.to_string(),
        name: format!("单位{code}"),
        aliases: vec![],
        tags: vec![],
        from: None,
        to: None,
    };
    UnitTree::new(units.iter().map(unit).collect()).unwrap()
}

fn setup(folder: &str, units: UnitTree, answers: &[(&str, serde_json::Value)], months: (i16, i8)) -> Setup {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes").join(folder).join("programme.yaml");
    let yaml = std::fs::read_to_string(path).unwrap();
    let programme = luodi_language::load(&yaml, folder).programme.expect("the programme loads");
    Setup {
        programme: Arc::new(programme),
        units,
        answers: answers.iter().map(|(ask, value)| (ask.to_string(), value.clone())).collect(),
        from: date(months.0, months.1, 5),
        to: date(months.0, months.1 + 3, 20),
        clients: 5,
        acts: 90,
        faults: Faults::default(),
    }
}

fn henan() -> Setup {
    let units = [("P", "", "省"), ("A", "P", "市"), ("A1", "A", "县"), ("A2", "A", "县"), ("B", "P", "市"), ("B1", "B", "县")];
    let answers = [
        ("first_month", json!("2013-09")),
        ("last_month", json!("2013-12")),
        ("plan_due", json!("2013-09-30")),
        ("summary_due", json!("2013-10-31")),
    ];
    setup("01-henan-health-tours", tree(&units), &answers, (2013, 9))
}

fn township() -> Setup {
    let units = [
        ("H", "", "卫生院"),
        ("V1", "H", "村"),
        ("C1", "V1", "村卫生室"),
        ("V2", "H", "村"),
        ("C2", "V2", "村卫生室"),
        ("S1", "H", "社区卫生服务机构"),
    ];
    let answers = [("first_day", json!("2014-01-01")), ("last_day", json!("2014-12-31"))];
    setup("02-township-health-tours", tree(&units), &answers, (2014, 1))
}

fn hospital() -> Setup {
    let answers = [("term", json!("calendar")), ("delivery_due", json!(7))];
    setup("03-qujing-health-lectures", tree(&[("H", "", "医院")]), &answers, (2016, 2))
}

fn seeds() -> u64 {
    std::env::var("LUODI_SIM_SEEDS").ok().and_then(|s| s.parse().ok()).unwrap_or(50)
}

/// Runs every seed and adds the reports up, so that a test can say that the faults did happen.
fn all_seeds(setup: &Setup) -> Report {
    let mut sum = Report::default();
    for seed in 1..=seeds() {
        let report = simulate(seed, setup).unwrap_or_else(|broken| panic!("{broken}"));
        sum.acknowledged += report.acknowledged;
        sum.records += report.records;
        sum.changes += report.changes;
        sum.filings += report.filings;
        sum.zero_reports += report.zero_reports;
        sum.late += report.late;
        sum.kills += report.kills;
        sum.duplicates += report.duplicates;
        sum.lost_replies += report.lost_replies;
        for (code, count) in report.refused {
            *sum.refused.entry(code).or_default() += count;
        }
    }
    // Nothing is proved by a run in which nothing happened.
    let per_seed = |n: u64| n / seeds();
    assert!(per_seed(sum.records) >= 10 && per_seed(sum.changes) >= 1 && per_seed(sum.kills) >= 1, "{sum:?}");
    assert!(sum.filings > 0 && sum.duplicates > 0 && sum.lost_replies > 0, "{sum:?}");
    assert!(sum.refused.contains_key("invalid"), "{sum:?}");
    sum
}

#[test]
fn henan_keeps_its_invariants() {
    let sum = all_seeds(&henan());
    assert!(sum.late > 0 && sum.refused.contains_key("conflict") && sum.refused.contains_key("not_found"), "{sum:?}");
}

#[test]
fn the_township_keeps_its_invariants() {
    let sum = all_seeds(&township());
    assert!(sum.zero_reports > 0, "{sum:?}");
}

#[test]
fn the_hospital_keeps_its_invariants() {
    let sum = all_seeds(&hospital());
    assert!(sum.late > 0 && sum.refused.contains_key("step"), "{sum:?}");
}

#[test]
fn a_seed_gives_one_run() {
    for setup in [henan(), township(), hospital()] {
        let first = simulate(7, &setup).unwrap();
        assert_eq!(simulate(7, &setup).unwrap(), first);
        assert_ne!(simulate(8, &setup).unwrap().digest, first.digest);
    }
}

/// Every programme of the folder under faults; a new one is driven as soon as its file is there. `LUODI_SIM_SEEDS` sets how many
/// seeds (here at most 6: there are many programmes).
#[test]
fn every_programme_keeps_its_invariants() {
    // Answers that must fit each other; all others are made from the types of the asks.
    let answers = [
        ("first_month", json!("2013-09")),
        ("last_month", json!("2013-12")),
        ("first_day", json!("2014-01-01")),
        ("last_day", json!("2014-12-31")),
        ("working_days", json!(false)),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes");
    let mut driven = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(yaml) = std::fs::read_to_string(entry.path().join("programme.yaml")) else { continue };
        let programme = Arc::new(luodi_language::load(&yaml, &name).programme.expect("the programme loads"));
        let setup = luodi_sim::setup_for(programme, &answers, 100).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut records = 0;
        for seed in 1..=seeds().min(6) {
            records += simulate(seed, &setup).unwrap_or_else(|broken| panic!("{name}: {broken}")).records;
        }
        assert!(records > 0, "{name}: nothing happened");
        driven += 1;
    }
    assert!(driven >= 9, "{driven} programmes");
}

/// A year of each system of tasks and clocks, with twice as many people at work. `LUODI_SIM_SEEDS` sets how many seeds (here 2 unless
/// it is set).
#[test]
fn a_year_of_tasks_and_clocks_keeps_its_invariants() {
    let answers = [
        ("first_quarter", json!("2022-01-01")),
        ("first_day", json!("2014-01-01")),
        ("last_day", json!("2014-12-31")),
        ("working_days", json!(false)),
    ];
    let wanted = ["04-", "05-", "07-", "14-", "21-", "23-", "24-", "28-"];
    let seeds = std::env::var("LUODI_SIM_SEEDS").map_or(2, |_| seeds());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes");
    let mut driven = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !wanted.iter().any(|w| name.starts_with(w)) {
            continue;
        }
        let yaml = std::fs::read_to_string(entry.path().join("programme.yaml")).unwrap();
        let programme = Arc::new(luodi_language::load(&yaml, &name).programme.expect("the programme loads"));
        let setup = luodi_sim::setup_for(programme, &answers, 365).unwrap_or_else(|e| panic!("{name}: {e}"));
        let setup = Setup { clients: 10, acts: 240, ..setup };
        let mut sum = Report::default();
        for seed in 1..=seeds {
            let report = simulate(seed, &setup).unwrap_or_else(|broken| panic!("{name}: {broken}"));
            sum.records += report.records;
            sum.changes += report.changes;
            sum.kills += report.kills;
        }
        assert!(sum.records >= 10 * seeds && sum.changes > 0 && sum.kills > 0, "{name}: {sum:?}");
        driven += 1;
    }
    assert_eq!(driven, wanted.len());
}

/// Programmes of targets over a whole year: verdicts, stages and bundles hold whatever people enter. `LUODI_SIM_SEEDS` sets how many
/// seeds (here at most 4: a year is long).
#[test]
fn a_year_of_targets_keeps_its_invariants() {
    let programmes = [
        "10-prefecture-health-targets",
        "34-zero-waste-city",
        "40-six-guarantees",
        "44-county-social-targets",
        "45-five-year-outline-breakdown",
    ];
    let most = if std::env::var_os("LUODI_SIM_SEEDS").is_some() { seeds() } else { 4 };
    for name in programmes {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes").join(name).join("programme.yaml");
        let yaml = std::fs::read_to_string(path).unwrap();
        let programme = Arc::new(luodi_language::load(&yaml, name).programme.expect("the programme loads"));
        let setup = luodi_sim::setup_for(programme, &[], 365).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut sum = Report::default();
        for seed in 1..=most {
            let report = simulate(seed, &setup).unwrap_or_else(|broken| panic!("{name}: {broken}"));
            sum.records += report.records;
            sum.changes += report.changes;
            sum.kills += report.kills;
        }
        assert!(sum.records > 0 && sum.changes > 0 && sum.kills > 0, "{name}: nothing happened: {sum:?}");
    }
}

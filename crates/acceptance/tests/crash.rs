//! The real binary is killed at any moment while eight clients send. What was acknowledged is there exactly once, the chain
//! and the cells are clean, and what was under way when it died can be sent again.
//!
//! The binary is `LUODI_BIN`, else the one beside this test, else `target/debug/luodi`. `LUODI_CRASH_ROUNDS` sets the rounds (5).

use luodi_acceptance::desk::next_id;
use luodi_acceptance::{Json, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use ureq::Agent;

const CLIENTS: usize = 8;
const ROUNDS: u32 = 5;
const RECORDS: &str = "/api/programmes/talks/registers/talk/records";
const UNITS: &str = "编码,名称,级别,上级编码\n70,中州省,省,\n7001,河洛市,市,70\n700101,涧西县,县,7001\n700102,洛宁县,县,7001\n";
const PROGRAMME: &str = "programme: talks
title: 讲座
registers:
  talk:
    title: 讲座台账
    unit: unit
    day: day
    fields:
      unit: {title: 单位, type: unit, required: true}
      day: {title: 日期, type: date, required: true}
      people: {title: 人数, type: whole, required: true}
measures:
  talks: {title: 讲座次数, count: talk}
  people: {title: 听众人数, sum: talk.people}
";

fn binary() -> PathBuf {
    // This test stands in <target>/<profile>/deps, the binary two folders up.
    let beside = || std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.parent()?.join("luodi")));
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/debug/luodi");
    let found = std::env::var_os("LUODI_BIN").map(PathBuf::from).or_else(|| beside().filter(|p| p.is_file()));
    let path = found.unwrap_or_else(usual);
    assert!(path.is_file(), "没有 {}：请先运行 cargo build -p luodi-cli，或用 LUODI_BIN 指明", path.display());
    path
}

/// Runs the binary to its end; what it printed.
fn luodi(arguments: &[&str]) -> String {
    let out = Command::new(binary()).args(arguments).env("LUODI_PASSWORD", "崩溃测试专用密码").output().expect("luodi runs");
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success(), "luodi {arguments:?}: {said}{}", String::from_utf8_lossy(&out.stderr));
    said
}

/// A server process; killed when it is dropped.
struct Process {
    child: Child,
    base: String,
}

impl Process {
    fn start(db: &str) -> Process {
        let mut command = Command::new(binary());
        command.args(["serve", "--port", "0", "--db", db]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("luodi runs");
        let mut first = String::new();
        BufReader::new(child.stdout.as_mut().expect("its output")).read_line(&mut first).expect("a line");
        let address = first.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next());
        let base = format!("http://{}", address.unwrap_or_else(|| panic!("no address in {first:?}")));
        Process { child, base }
    }
    /// SIGKILL: nothing of the process runs any more.
    fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Calls with a token; `None`: the connection broke, nothing is known of it.
struct Caller {
    agent: Agent,
    base: String,
    token: String,
}

impl Caller {
    fn new(base: &str, token: &str) -> Caller {
        let config =
            Agent::config_builder().http_status_as_error(false).proxy(None).timeout_global(Some(Duration::from_secs(30)));
        Caller { agent: config.build().into(), base: base.to_string(), token: token.to_string() }
    }
    fn send(&self, method: &str, path: &str, body: &Json) -> Option<(u16, Json)> {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("Authorization", format!("Bearer {}", self.token))
            .header("Content-Type", "application/json");
        let sent = request.body(if body.is_null() { vec![] } else { body.to_string().into_bytes() }).expect("a request");
        let mut answer = self.agent.run(sent).ok()?;
        let text = answer.body_mut().with_config().limit(64 << 20).read_to_vec().ok()?;
        Some((answer.status().as_u16(), serde_json::from_slice(&text).ok()?))
    }
    fn get(&self, path: &str) -> Json {
        let (status, said) = self.send("GET", path, &Json::Null).expect("the server answers");
        assert_eq!(status, 200, "{path}: {said}");
        said
    }
}

/// What a client knows of a record.
#[derive(Clone, Debug)]
struct Sent {
    unit: &'static str,
    people: u64,
    /// The version that was acknowledged; 0: none, it may or may not be stored.
    acknowledged: u64,
    /// A correction that was not acknowledged: it may or may not be stored.
    correcting: bool,
}

type Known = BTreeMap<String, Sent>;

fn body(id: &str, sent: &Sent) -> Json {
    json!({"id": id, "fields": {"unit": sent.unit, "day": "2024-05-06", "people": sent.people}})
}

/// Sends, first of all again what was under way when the server died, until the connection breaks.
fn client(caller: &Caller, known: &mut Known, number: usize, running: &AtomicBool) {
    let open: Vec<String> = known.iter().filter(|(_, s)| s.acknowledged == 0).map(|(id, _)| id.clone()).collect();
    let mut again = open.into_iter();
    let mut n = number as u64;
    while running.load(Ordering::Relaxed) {
        n += 1;
        let id = again.next().unwrap_or_else(next_id);
        let unit = ["700101", "700102"][n as usize % 2];
        let sent = known.entry(id.clone()).or_insert(Sent { unit, people: n % 97, acknowledged: 0, correcting: false });
        let Some((status, said)) = caller.send("POST", RECORDS, &body(&id, sent)) else { return };
        assert!(status == 201 || status == 200, "{status} {said}");
        sent.acknowledged = 1;
        if n.is_multiple_of(3) {
            sent.correcting = true;
            let change = json!({"seen": 1, "fields": {"people": sent.people + 1000}});
            let Some((status, said)) = caller.send("PATCH", &format!("/api/records/{id}"), &change) else { return };
            assert_eq!(status, 200, "{said}");
            (sent.acknowledged, sent.correcting, sent.people) = (2, false, sent.people + 1000);
        }
    }
}

/// Every record that the server shows: id → version, people.
fn shown(caller: &Caller) -> BTreeMap<String, (u64, u64)> {
    let mut found = BTreeMap::new();
    for page in 1.. {
        let list = caller.get(&format!("{RECORDS}?size=500&page={page}"));
        let items = list["items"].as_array().cloned().unwrap_or_default();
        for item in &items {
            let people = item["fields"]["people"].as_str().and_then(|p| p.parse().ok()).expect("a number of people");
            let id = item["id"].as_str().expect("an id").to_string();
            assert!(found.insert(id.clone(), (item["version"].as_u64().unwrap_or(0), people)).is_none(), "{id} is there twice");
        }
        if items.len() < 500 {
            assert_eq!(list["total"].as_u64(), Some(found.len() as u64), "the list and its total");
            break;
        }
    }
    found
}

/// Holds what the clients know against what the server shows; what turned out to be stored is known from now on.
fn check(caller: &Caller, known: &mut Known, round: u32) {
    let found = shown(caller);
    for (id, sent) in known.iter_mut() {
        let Some((version, people)) = found.get(id).copied() else {
            assert_eq!(sent.acknowledged, 0, "round {round}: {id} was acknowledged and is gone");
            continue;
        };
        if sent.correcting && version == 2 {
            (sent.people, sent.acknowledged) = (sent.people + 1000, 2);
        }
        sent.correcting = false;
        assert!(
            version >= sent.acknowledged.max(1) && people == sent.people,
            "round {round}: {id} is {version}/{people}: {sent:?}"
        );
    }
    let strangers: Vec<&String> = found.keys().filter(|id| !known.contains_key(*id)).collect();
    assert!(strangers.is_empty(), "round {round}: nobody sent {strangers:?}");
    // A few histories: each version once.
    for (id, (version, _)) in found.iter().step_by(found.len() / 5 + 1) {
        let history = caller.get(&format!("/api/records/{id}"))["history"].as_array().map(Vec::len);
        assert_eq!(history, Some(*version as usize), "{id}");
    }
    let figure = |name: &str| {
        caller.get(&format!("/api/programmes/talks/explain?kind=measure&name={name}&unit=70&subtree=true"))["result"].clone()
    };
    let people: u64 = found.values().map(|(_, people)| people).sum();
    assert_eq!(
        (figure("talks"), figure("people")),
        (json!(found.len().to_string()), json!(people.to_string())),
        "cells and recount"
    );
}

fn verified(db: &str, round: u32) {
    let found: Json = serde_json::from_str(&luodi(&["verify", "--json", "--db", db])).expect("JSON");
    assert_eq!((&found["good"], &found["wrong_cells"]), (&json!(true), &json!(0)), "round {round}: {found}");
}

/// A small generator, so that the moments differ from round to round.
fn life(round: u32) -> Duration {
    let x = u64::from(round).wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    Duration::from_millis(20 + (x >> 33) % 700)
}

#[test]
fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let rounds = std::env::var("LUODI_CRASH_ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(ROUNDS);
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let db = at("luodi.db");
    std::fs::write(at("单位.csv"), UNITS).expect("written");
    std::fs::write(at("programme.yaml"), PROGRAMME).expect("written");
    luodi(&["units", "import", &at("单位.csv"), "--db", &db]);
    luodi(&["account", "add", "province", "--unit", "70", "--role", "manager", "--password-from-env", "--db", &db]);
    luodi(&["publish", &at("programme.yaml"), "--as", "province", "--db", &db]);
    let token = luodi(&["account", "token", "province", "--name", "崩溃测试", "--db", &db]).trim().to_string();
    let mut known: Vec<Known> = vec![Known::new(); CLIENTS];
    for round in 1..=rounds {
        let mut server = Process::start(&db);
        let running = AtomicBool::new(true);
        std::thread::scope(|scope| {
            for (number, known) in known.iter_mut().enumerate() {
                let (caller, running) = (Caller::new(&server.base, &token), &running);
                scope.spawn(move || client(&caller, known, number, running));
            }
            std::thread::sleep(life(round));
            server.kill();
            running.store(false, Ordering::Relaxed);
        });
        verified(&db, round);
        let server = Process::start(&db);
        let mut all: Known = known.iter().flatten().map(|(id, s)| (id.clone(), s.clone())).collect();
        check(&Caller::new(&server.base, &token), &mut all, round);
        known.iter_mut().flatten().for_each(|(id, sent)| *sent = all[id].clone());
    }
    let acknowledged = known.iter().flatten().filter(|(_, s)| s.acknowledged > 0).count();
    assert!(acknowledged > 8 * rounds as usize, "the clients had something acknowledged: {acknowledged}");
    println!("{rounds} rounds, {acknowledged} records acknowledged, none lost, none twice");
}

//! A process that writes is killed at any moment. What it had acknowledged is there once, the chain holds, and the cells
//! are what a recount gives.

mod support;

use luodi_store::{Store, verify};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;
use support::*;

const CLIENTS: u128 = 8;
/// How long each child lives after its first acknowledgement, in milliseconds.
const LIVES_MS: [u64; 6] = [1, 37, 120, 61, 250, 13];

/// Not a test of its own: what the killed process does.
#[test]
#[ignore = "run by the crash tests as a child process"]
fn child() {
    let Ok(address) = std::env::var("LUODI_CRASH_ADDRESS") else { return };
    let round: u128 = std::env::var("LUODI_CRASH_ROUND").ok().and_then(|r| r.parse().ok()).expect("a round");
    let rt = tokio::runtime::Runtime::new().expect("runtime");
    rt.block_on(async {
        let dir = tempfile::tempdir().expect("temporary directory");
        let store = World { address, dir }.open().await;
        let clients: Vec<_> = (0..CLIENTS).map(|c| tokio::spawn(client(store.clone(), round, c))).collect();
        loop {
            store.checkpoint().await.expect("checkpoint");
            tokio::time::sleep(Duration::from_millis(7)).await;
            assert!(clients.iter().all(|c| !c.is_finished()), "a client failed");
        }
    });
}

/// Submits records and corrects every third; says each acknowledged version.
async fn client(store: Store, round: u128, client: u128) {
    for n in 0.. {
        let number = round * 1_000_000_000 + client * 1_000_000 + n;
        let unit = [4, 5, 6, 2][n as usize % 4];
        store.write(submit(record(number, unit, &format!("2013-{:02}-05", n % 12 + 1), "1.25"))).await.expect("stored");
        say(number, 1);
        if n % 3 == 0 {
            store.write(change(number, 1, |r| r.unit = luodi_model::UnitId(6))).await.expect("changed");
            say(number, 2);
        }
    }
}

fn say(number: u128, version: u32) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "ack {number} {version}").and_then(|()| out.flush()).expect("the parent listens");
}

/// Runs a child, kills it, and answers the versions that it said were stored.
fn run_and_kill(address: &str, round: usize, life: Duration) -> BTreeMap<u128, u32> {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "child", "--ignored", "--nocapture"])
        .env("LUODI_CRASH_ADDRESS", address)
        .env("LUODI_CRASH_ROUND", round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut acked = BTreeMap::new();
    let mut take = |line: &str| {
        let mut words = line.split(' ').skip_while(|w| *w != "ack").skip(1);
        let (n, v) = (words.next().and_then(|w| w.parse().ok()), words.next().and_then(|w| w.parse().ok()));
        if let (Some(n), Some(v)) = (n, v) {
            acked.insert(n, v);
        }
    };
    while let Some(Ok(line)) = lines.next() {
        take(&line);
        if line.contains("ack") {
            break;
        }
    }
    std::thread::sleep(life);
    child.kill().expect("killed");
    child.wait().expect("gone");
    // The last line may be cut: half a number must not count.
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    rest.iter().take(rest.len().saturating_sub(1)).for_each(|l| take(l));
    acked
}

async fn survives(world: World) {
    world.ready().await.close().await.expect("closed");
    let mut acked = BTreeMap::new();
    for (round, life) in LIVES_MS.iter().enumerate() {
        let address = world.address.clone();
        let life = Duration::from_millis(*life);
        let said = tokio::task::spawn_blocking(move || run_and_kill(&address, round + 1, life)).await.expect("child ran");
        assert!(!said.is_empty(), "the child had written");
        acked.extend(said);
        let store = world.open().await;
        let found = verify(&store).await.expect("verifier runs");
        assert!(found.is_good(), "round {round}: {found:?}");
        for (number, version) in &acked {
            let record = store.record(id(*number)).await.expect("read");
            let stored = record.unwrap_or_else(|| panic!("round {round}: {number} was acknowledged and is gone"));
            assert!(stored.version >= *version, "round {round}: {number} is at {}", stored.version);
            let history = store.history(id(*number)).await.expect("history");
            assert_eq!(history.len(), stored.version as usize, "each version once");
        }
        store.close().await.expect("closed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_survives_a_kill() {
    survives(World::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_survives_a_kill() {
    if let Some(world) = World::postgres("crash") {
        survives(world).await;
    }
}

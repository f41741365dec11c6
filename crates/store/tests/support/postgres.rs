//! A PostgreSQL of the test's own: made in a temporary directory, on a socket, gone when the test process ends.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};

static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();

struct Cluster {
    bin: PathBuf,
    dir: PathBuf,
    root: bool,
    /// Waits for this process to end (its standard input closes), then stops the server and removes the directory.
    _keeper: Mutex<Child>,
}

/// Whoever has no PostgreSQL and wants the other half of the suite says so with this variable; a suite that left it out unasked would
/// promise what nobody tried.
const LEFT_OUT: &str = "LUODI_WITHOUT_POSTGRES";

/// Address of a new, empty database; `None` where PostgreSQL is left out on purpose.
///
/// # Panics
/// PostgreSQL is not installed, and nobody said that it should be left out.
pub fn new_database(name: &str) -> Option<String> {
    let cluster = CLUSTER.get_or_init(start).as_ref()?;
    let dir = cluster.dir.display().to_string();
    run(cluster.root, &cluster.bin.join("createdb"), &["-h", &dir, name]);
    let user = if cluster.root { "postgres".to_string() } else { std::env::var("USER").unwrap_or_default() };
    Some(format!("postgres://{user}@localhost/{name}?host={dir}"))
}

fn start() -> Option<Cluster> {
    let Some(bin) = find_bin() else {
        let wanted = std::env::var_os(LEFT_OUT).is_some();
        assert!(
            wanted,
            "PostgreSQL is not installed; install the package postgresql, or set {LEFT_OUT}=1 to leave its half of the suite out"
        );
        eprintln!("skipped: PostgreSQL is left out ({LEFT_OUT})");
        return None;
    };
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout == b"0\n");
    // Sockets have short paths: not below a deep build directory.
    let dir = tempfile::Builder::new().prefix("luodi-pg").tempdir().expect("temporary directory").keep();
    if root {
        assert!(Command::new("chown").arg("postgres").arg(&dir).status().expect("chown").success());
    }
    let data = dir.join("data").display().to_string();
    run(root, &bin.join("initdb"), &["-D", &data, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
    let options = format!("-c listen_addresses='' -c unix_socket_directories={} -c max_connections=200", dir.display());
    let log = dir.join("log").display().to_string();
    run(root, &bin.join("pg_ctl"), &["-D", &data, "-l", &log, "-w", "-o", &options, "start"]);
    let stop = r#"read _; if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$0" -D "$1/data" -m immediate stop; else "$0" -D "$1/data" -m immediate stop; fi; rm -rf "$1""#;
    let keeper = Command::new("setsid")
        .args(["sh", "-c", stop])
        .arg(bin.join("pg_ctl"))
        .arg(&dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell that stops the server");
    Some(Cluster { bin, dir, root, _keeper: Mutex::new(keeper) })
}

fn find_bin() -> Option<PathBuf> {
    let mut places: Vec<PathBuf> =
        std::fs::read_dir("/usr/lib/postgresql").map(|d| d.flatten().map(|e| e.path().join("bin")).collect()).unwrap_or_default();
    places.sort();
    places.reverse();
    places.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    places.into_iter().find(|p| ["initdb", "pg_ctl", "createdb"].iter().all(|program| p.join(program).exists()))
}

/// PostgreSQL refuses to run as root: then its own user runs it.
fn run(root: bool, program: &Path, args: &[&str]) {
    let mut command = if root {
        let mut c = Command::new("runuser");
        c.args(["-u", "postgres", "--"]).arg(program);
        c
    } else {
        Command::new(program)
    };
    let status = command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).current_dir("/").status();
    assert!(status.expect("program starts").success(), "{} {args:?}", program.display());
}

//! How fast whole files are read: characters in a second of processor time, on one core.
//!
//! Where the system tells how long the process has run (`/proc/self/schedstat`), other work on the machine is not counted.
//!
//! `cargo run --release -p luodi-reading --example reading_speed -- ROUNDS FILE...`; `bench/reading.sh` runs it beside a peer.
#![expect(clippy::disallowed_methods, reason = "a measurement looks at the clock")]

use luodi_reading::{Options, read};
use std::time::Instant;

/// Nanoseconds that this process has run, where the system says so.
fn processor_time() -> Option<u64> {
    std::fs::read_to_string("/proc/self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
}

fn main() {
    let mut args = std::env::args().skip(1);
    let rounds: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(5);
    let texts: Vec<String> = args.filter_map(|f| std::fs::read_to_string(f).ok()).collect();
    let characters: usize = texts.iter().map(|t| t.chars().count()).sum();
    // The first round compiles the patterns; it is shown apart.
    let mut best = f64::INFINITY;
    for round in 0..=rounds {
        let (start, before) = (Instant::now(), processor_time());
        let mut found = 0;
        for text in &texts {
            let reading = read(text, &Options::default());
            found += reading.outline.len() + reading.responsibilities.len() + reading.time_limits.len() + reading.targets.len();
        }
        let ran = processor_time().zip(before).map(|(after, before)| (after - before) as f64 / 1e9);
        let seconds = ran.unwrap_or_else(|| start.elapsed().as_secs_f64());
        if round == 0 {
            println!("first round {seconds:.3} s, {found} found");
        } else {
            best = best.min(seconds);
        }
    }
    println!("{characters} characters in {best:.4} s = {:.0} characters per second", characters as f64 / best);
}

//! HTTP load for `bench/`: each client sends a request, waits for the whole reply, sends the next (closed loop).
//!
//! One connection and one thread for each client; nothing but the standard library, so that what is measured is the server.
//! Run with `--help` for its options. Prints one line of JSON. To sign in is the business of the script that calls it.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};
use std::time::{Duration, Instant};

const HELP: &str = "load --to ADDR --path PATH [--method GET] [--body FILE] [--units FILE] [--header 'K: V']…
     [--clients 32] [--warm-up-s 2] [--seconds 10] [--once]
PATH and the body may hold, made anew for each request:
  {{id}}        a random UUID (version 4)
  {{unit}}      a random line of the file of units
  {{date}}      a random day of 2025
  {{int:A:B}}   a random whole number from A to B
--once sends one request, prints the reply and ends with 1 unless its status is 2xx.";

/// No reply takes longer than this, or the run is broken.
const REPLY_MAX: Duration = Duration::from_secs(60);

fn main() {
    let options = Options::read(std::env::args().skip(1)).unwrap_or_else(|problem| {
        eprintln!("{problem}\n{HELP}");
        std::process::exit(2);
    });
    if options.once {
        let (status, reply) = Client::new(&options, 0).one().expect("a reply");
        println!("{reply}");
        std::process::exit(i32::from(!(200..300).contains(&status)));
    }
    println!("{}", run(&options));
}

struct Options {
    to: String,
    method: String,
    path: Vec<Part>,
    body: Vec<Part>,
    headers: String,
    units: Vec<String>,
    clients: usize,
    warm_up: Duration,
    measured: Duration,
    once: bool,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut o = Options {
            to: String::new(),
            method: "GET".into(),
            path: vec![],
            body: vec![],
            headers: String::new(),
            units: vec![],
            clients: 32,
            warm_up: Duration::from_secs(2),
            measured: Duration::from_secs(10),
            once: false,
        };
        while let Some(name) = arguments.next() {
            if name == "--once" {
                o.once = true;
                continue;
            }
            let value = arguments.next().ok_or(format!("{name} needs a value"))?;
            let file = || std::fs::read_to_string(&value).map_err(|e| format!("{value}: {e}"));
            let seconds = || value.parse().map(Duration::from_secs_f64).map_err(|_| format!("{value}: not a number"));
            match name.as_str() {
                "--to" => o.to = value,
                "--method" => o.method = value,
                "--path" => o.path = template(&value)?,
                "--body" => o.body = template(file()?.trim_end())?,
                "--units" => o.units = file()?.lines().map(str::to_string).collect(),
                "--header" => o.headers += &format!("{value}\r\n"),
                "--clients" => o.clients = value.parse().map_err(|_| format!("{value}: not a number"))?,
                "--warm-up-s" => o.warm_up = seconds()?,
                "--seconds" => o.measured = seconds()?,
                _ => return Err(format!("{name}: no such option")),
            }
        }
        if o.to.is_empty() || o.path.is_empty() {
            return Err("--to and --path are needed".into());
        }
        Ok(o)
    }
}

/// A piece of a request's path or body.
enum Part {
    Text(String),
    Id,
    Unit,
    Date,
    Whole(u64, u64),
}

fn template(text: &str) -> Result<Vec<Part>, String> {
    let mut parts = vec![];
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, left) = after.split_once("}}").ok_or("{{ without }}")?;
        parts.push(Part::Text(before.to_string()));
        let words: Vec<&str> = name.split(':').collect();
        parts.push(match words[..] {
            ["id"] => Part::Id,
            ["unit"] => Part::Unit,
            ["date"] => Part::Date,
            ["int", low, high] => {
                let number = |s: &str| s.parse::<u64>().map_err(|_| format!("{{{{{name}}}}}: not a number"));
                Part::Whole(number(low)?, number(high)?)
            }
            _ => return Err(format!("{{{{{name}}}}}: no such placeholder")),
        });
        rest = left;
    }
    parts.push(Part::Text(rest.to_string()));
    Ok(parts)
}

/// xorshift64*: quick, and good enough for made-up values.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }
    fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }
}

struct Client<'a> {
    options: &'a Options,
    dice: Dice,
    stream: TcpStream,
    request: String,
    body: String,
    reply: Vec<u8>,
    buffer: Box<[u8]>,
}

impl<'a> Client<'a> {
    fn new(options: &'a Options, number: usize) -> Client<'a> {
        // Another seed for each client and each run: ids of an earlier run would be duplicates, which cost less.
        let process = u64::from(std::process::id());
        let started = std::fs::metadata("/proc/self").and_then(|m| m.modified()).ok();
        let clock = started.and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok()).map_or(1, |d| d.as_nanos() as u64);
        let mut dice = Dice((clock ^ (process << 32) ^ ((number as u64 + 1) << 56)) | 1);
        for _ in 0..8 {
            dice.next();
        }
        let buffer = vec![0; 16 * 1024].into_boxed_slice();
        Client { options, dice, stream: connect(&options.to), request: String::new(), body: String::new(), reply: vec![], buffer }
    }

    fn write_request(&mut self) {
        let o = self.options;
        self.body.clear();
        fill(&o.body, &mut self.dice, &o.units, &mut self.body);
        self.request.clear();
        self.request.push_str(&o.method);
        self.request.push(' ');
        fill(&o.path, &mut self.dice, &o.units, &mut self.request);
        let length = self.body.len();
        let _ = write!(self.request, " HTTP/1.1\r\nHost: {}\r\n{}Content-Length: {length}\r\n\r\n{}", o.to, o.headers, self.body);
    }

    fn send(&mut self) -> io::Result<u16> {
        self.stream.write_all(self.request.as_bytes())?;
        read_reply(&mut self.stream, &mut self.reply, &mut self.buffer)
    }

    fn one(&mut self) -> io::Result<(u16, String)> {
        self.write_request();
        let status = self.send()?;
        Ok((status, String::from_utf8_lossy(&self.reply).into_owned()))
    }
}

fn connect(to: &str) -> TcpStream {
    let stream = TcpStream::connect(to).unwrap_or_else(|e| panic!("{to}: {e}"));
    stream.set_nodelay(true).expect("a TCP option");
    stream.set_read_timeout(Some(REPLY_MAX)).expect("a TCP option");
    stream
}

fn fill(parts: &[Part], dice: &mut Dice, units: &[String], out: &mut String) {
    for part in parts {
        let _ = match part {
            Part::Text(text) => out.write_str(text),
            Part::Id => {
                let (a, b) = (dice.next(), dice.next());
                let (time, tail) = (a >> 32, b & 0xffff_ffff_ffff);
                write!(out, "{time:08x}-{:04x}-4{:03x}-8{:03x}-{tail:012x}", a >> 16 & 0xffff, a & 0xfff, b >> 52)
            }
            Part::Unit => out.write_str(units.get(dice.next() as usize % units.len().max(1)).map_or("", String::as_str)),
            Part::Date => write!(out, "2025-{:02}-{:02}", dice.within(1, 12), dice.within(1, 28)),
            Part::Whole(low, high) => write!(out, "{}", dice.within(*low, *high)),
        };
    }
}

/// Reads one reply to its end; gives its status. It shares the machine with the server: it looks at no byte twice.
fn read_reply(stream: &mut TcpStream, reply: &mut Vec<u8>, buffer: &mut [u8]) -> io::Result<u16> {
    reply.clear();
    let head = loop {
        // The end of the head may lie over the seam of two reads.
        let from = reply.len().saturating_sub(3);
        more(stream, reply, buffer)?;
        if let Some(at) = reply[from..].windows(4).position(|w| w == b"\r\n\r\n") {
            break from + at + 4;
        }
    };
    let status = std::str::from_utf8(&reply[9..12]).ok().and_then(|s| s.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    let header = |name: &[u8]| {
        let line =
            reply[..head].split(|b| *b == b'\n').find(|l| l.len() > name.len() && l[..name.len()].eq_ignore_ascii_case(name))?;
        std::str::from_utf8(&line[name.len()..]).ok().map(|value| value.trim().to_string())
    };
    if let Some(length) = header(b"content-length:") {
        let length: usize = length.parse().map_err(|_| io::ErrorKind::InvalidData)?;
        while reply.len() < head + length {
            more(stream, reply, buffer)?;
        }
    } else if header(b"transfer-encoding:").is_some() {
        while !reply.ends_with(b"0\r\n\r\n") {
            more(stream, reply, buffer)?;
        }
    }
    Ok(status)
}

fn more(stream: &mut TcpStream, reply: &mut Vec<u8>, buffer: &mut [u8]) -> io::Result<()> {
    match stream.read(buffer)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        n => {
            reply.extend_from_slice(&buffer[..n]);
            Ok(())
        }
    }
}

const WARMING_UP: u8 = 0;
const MEASURING: u8 = 1;
const OVER: u8 = 2;

/// What one client saw while it was measured.
#[derive(Default)]
struct Seen {
    latencies_us: Vec<u32>,
    acknowledged: u64,
    refused: u64,
    broken: u64,
}

fn run(options: &Options) -> String {
    let phase = AtomicU8::new(WARMING_UP);
    let seen: Vec<(Seen, u64)> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..options.clients)
            .map(|n| {
                scope.spawn({
                    let phase = &phase;
                    move || drive(options, n, phase)
                })
            })
            .collect();
        std::thread::sleep(options.warm_up);
        phase.store(MEASURING, Relaxed);
        std::thread::sleep(options.measured);
        phase.store(OVER, Relaxed);
        clients.into_iter().map(|c| c.join().expect("a client")).collect()
    });
    let ever: u64 = seen.iter().map(|(_, ever)| ever).sum();
    let (refused, broken) = seen.iter().fold((0, 0), |(r, b), (s, _)| (r + s.refused, b + s.broken));
    let acknowledged: u64 = seen.iter().map(|(s, _)| s.acknowledged).sum();
    let mut all: Vec<u32> = seen.into_iter().flat_map(|(s, _)| s.latencies_us).collect();
    all.sort_unstable();
    let at =
        |share: f64| all.get((all.len().saturating_sub(1) as f64 * share) as usize).map_or(0.0, |us| f64::from(*us) / 1000.0);
    let rate = acknowledged as f64 / options.measured.as_secs_f64();
    format!(
        "{{\"clients\":{},\"per_s\":{rate:.1},\"p50_ms\":{:.2},\"p90_ms\":{:.2},\"p99_ms\":{:.2},\"max_ms\":{:.2},\"acknowledged\":{acknowledged},\"acknowledged_with_warm_up\":{ever},\"not_2xx\":{refused},\"broken\":{broken}}}",
        options.clients,
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    )
}

/// One client until the run is over. Also counts what was acknowledged outside of the measured time: the database holds that too.
#[expect(clippy::disallowed_methods, reason = "measuring durations is what this program is for")]
fn drive(options: &Options, number: usize, phase: &AtomicU8) -> (Seen, u64) {
    let mut client = Client::new(options, number);
    let (mut seen, mut ever) = (Seen::default(), 0);
    while phase.load(Relaxed) != OVER {
        client.write_request();
        let begun = Instant::now();
        let measured = phase.load(Relaxed) == MEASURING;
        let status = client.send();
        let good = matches!(status, Ok(200..300));
        ever += u64::from(good);
        if measured {
            seen.latencies_us.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
            seen.acknowledged += u64::from(good);
            seen.refused += u64::from(status.is_ok() && !good);
            seen.broken += u64::from(status.is_err());
        }
        if status.is_err() {
            client.stream = connect(&options.to);
        }
    }
    (seen, ever)
}

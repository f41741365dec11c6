//! No input makes the reading superlinear: a text that is 16 times as long takes about 16 times as long.
#![expect(clippy::disallowed_methods, reason = "a measurement looks at the clock")]

use luodi_reading::{Options, read};
use std::time::{Duration, Instant};

/// The long text has so many times the characters of the short one.
const TIMES: usize = 16;
/// A quadratic step would make this 256; other work on the machine makes it waver.
const RATIO_MAX: f64 = 48.0;

/// How long this thread has run, where the system says so: other work on the machine is not counted.
fn processor_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn fastest(text: &str) -> Duration {
    let run = || {
        let (start, before) = (Instant::now(), processor_time());
        let reading = read(text, &Options::default());
        let ran = processor_time().zip(before).map(|(after, before)| after.saturating_sub(before));
        assert!(!reading.documents.is_empty());
        ran.unwrap_or_else(|| start.elapsed())
    };
    (0..2).map(|_| run()).min().unwrap_or_default()
}

/// `piece` numbered through, so that no two copies are the same.
fn repeated(piece: &str, count: usize) -> String {
    let names: Vec<char> = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉".chars().collect();
    let name = |n: usize| [n / 400 % 20, n / 20 % 20, n % 20].map(|i| names[i]).iter().collect::<String>();
    let head = "某县工作方案\n\n一、工作目标\n\n".to_owned();
    (0..count).fold(head, |text, n| text + &piece.replace('#', &name(n)))
}

fn check(what: &str, piece: &str) {
    let count = 4_000 / piece.chars().count();
    let (short, long) = (repeated(piece, count), repeated(piece, count * TIMES));
    let (a, b) = (fastest(&short), fastest(&long));
    let ratio = b.as_secs_f64() / a.as_secs_f64();
    let per_byte = b.as_nanos() / long.len() as u128;
    println!("{what}: {TIMES} times the text takes {ratio:.1} times as long, {per_byte} ns a byte");
    assert!(ratio <= RATIO_MAX, "{what}: {TIMES} times the text takes {ratio:.1} times as long");
}

#[test]
fn long_lines_and_open_marks() {
    check("one line without marks", "加强#组织领导做好各项工作");
    check("opening brackets", "(（【〔“《#");
    check("closing brackets", ")）】〕”》#");
    check("pairs inside pairs", "（#局牵头（#局配合）");
    check("figures", "1234567890");
    check("Chinese figures", "一二三四五六七八九十百千万亿");
    check("commas", "#，、");
}

#[test]
fn many_short_lines() {
    check("chapters", "一、#\n");
    check("items", "1、加强#领导。\n\n");
    check("levels", "一、#\n（一）#\n1、#\n（1）#\n①#\n");
    check("titles", "#县工作方案\n\n");
    check("separators", "篇1\n#县工作方案\n");
    check("tags", "【#健康方案】\n");
    check("broken lines", "加强组织领导做好各项工作并且落实到每一个#\n");
    check("dates", "2020年5月1日\n");
    check("tables", "#县 1 2 3 4 5 6\n");
    check("annexes", "附件：1、《#登记表》\n");
}

#[test]
fn many_elements() {
    check("units", "（责任单位：#局、县#局、#中心）。\n\n");
    check("members", "成员：#局、县#局、#中心。\n\n");
    check("limits", "#局2020年5月1日前、每月5日前、3个工作日内完成；");
    check("targets", "#局建成50家，不少于4次，增长15%；");
    check("rows", "一是抓#。二是抓#。");
    check("terms", "做到“四#”，实现“三#一#”。");
    check("groups", "成立#领导小组，组长：#，成员：#、#。下设办公室在#局。\n\n");
    check("vague words", "适时开展#，及时报送#，定期召开#。");
}

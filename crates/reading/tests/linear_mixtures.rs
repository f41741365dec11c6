//! No mixture of awkward pieces makes the reading superlinear.
//!
//! A seeded generator sets pieces that rules look for behind each other, as one long line or as many lines, alike or all
//! different; the text of each seed is read at one length and at eight times that length. The time is that of the
//! processor where the system tells it, so that other work on the machine is not counted.
//!
//! `LUODI_MIXTURES=2000 cargo test --release -p luodi-reading --test linear_mixtures` tries more seeds.
#![expect(clippy::disallowed_methods, reason = "a measurement looks at the clock")]

use luodi_reading::{Options, read};
use std::fmt::Write;
use std::time::Instant;

const SEEDS: u64 = 20;
/// Characters of the short text, and how many times as long the long one is. A shorter one would lie below the bounds on how far a
/// rule looks and how long a paragraph grows, up to which the work for a byte still rises.
const SHORT_CHARS: usize = 6_000;
const TIMES: usize = 8;
/// A quadratic step would make this 64.
const RATIO_MAX: f64 = 28.0;
/// A byte of an awkward text may cost so many times that of an ordinary plan.
const PER_BYTE_MAX: f64 = 80.0;

/// `#` is replaced by a name that is another each time, or always the same.
const PIECES: [&str; 98] = [
    "一、#",
    "二、",
    "（一）#",
    "（二）",
    "1、",
    "2.",
    "（1）",
    "(3)",
    "①",
    "第三章 #",
    "第五条 ",
    "1.1 #",
    "附件：1、《#表》",
    "附件2",
    "。",
    "；",
    "，",
    "、",
    "：",
    "！",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    "【",
    "】",
    "〔2020〕",
    "…",
    " ",
    "　",
    "\n",
    "\n\n",
    "\r\n",
    "#局",
    "各县区",
    "各乡镇",
    "和",
    "及",
    "由",
    "负责",
    "牵头",
    "配合",
    "会同",
    "落实",
    "责任单位：",
    "牵头单位：#局 ",
    "成员：#、",
    "组 长：#（主任）",
    "成员",
    "为成员单位",
    "成立#领导小组",
    "下设办公室",
    "以下均需#县落实，不再列出",
    "要",
    "应",
    "必须",
    "请",
    "2020年",
    "5月1日前",
    "6月",
    "年底前",
    "每月5日",
    "每季度",
    "今年后7个月",
    "3个工作日内",
    "立即",
    "长期",
    "4月1日—5月1日",
    "2020年5月，",
    "不少于",
    "达到",
    "96%",
    "15%以上",
    "50家",
    "其中",
    "3000人",
    "1.5亿元",
    "十二",
    "一二三",
    "1234567890",
    "百分之",
    "清零",
    "增长",
    "至",
    "一是",
    "二是",
    "抓好3方面工作",
    "共23条措施",
    "五项工程：#、#、#。",
    "“四#”",
    "***",
    "20__年",
    "？",
    "适时",
    "职贵",
    "行政行政",
];
/// Lines that make tables, titles and separators.
const LINES: [&str; 10] = [
    "\n表1 #表\n单位 甲县 乙县 丙县 合计\n",
    "\n甲 1 2 3 6\n",
    "\n县区级 区县数\n县区级 次数\n合计次数\n1 2 3 4 5 6\n7 8 9\n",
    "\n#县工作方案\n",
    "\n篇1\n",
    "\n第2篇：#县工作方案\n",
    "\n【#健康方案】\n",
    "\n动员阶段（4月1日—5月1日）\n",
    "\n2020年工作回顾\n",
    "\n推荐访问：#\n",
];

/// A generator of numbers of good spread (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n).unwrap_or(1)).unwrap_or(0)
    }
}

/// The text of a seed: few pieces or many, a fixed row of them again and again or new ones drawn each time.
fn text(seed: u64, chars: usize) -> String {
    let mut numbers = Numbers(seed);
    let pool: Vec<&str> = (0..1 + numbers.below(12))
        .map(|_| if numbers.below(6) == 0 { LINES[numbers.below(LINES.len())] } else { PIECES[numbers.below(PIECES.len())] })
        .collect();
    let row: Vec<&str> = (0..1 + numbers.below(20)).map(|_| pool[numbers.below(pool.len())]).collect();
    let (drawn, alike) = (numbers.below(2) == 0, numbers.below(3) == 0);
    let names: Vec<char> = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉".chars().collect();
    let mut out = String::from("某县工作方案\n\n一、工作目标\n\n");
    let (mut n, mut count) = (0usize, 0usize);
    while count < chars {
        let piece = if drawn { pool[numbers.below(pool.len())] } else { row[n % row.len()] };
        let named = if alike { 0 } else { n };
        let name: String = [named / 400 % 20, named / 20 % 20, named % 20].map(|i| names[i]).iter().collect();
        let before = out.len();
        out.push_str(&piece.replace('#', &name));
        count += out[before..].chars().count();
        n += 1;
    }
    out
}

/// Nanoseconds that this thread has run, where the system says so.
fn processor_time() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
}

/// Seconds that one reading takes, the best of so many.
fn seconds(text: &str, rounds: usize) -> f64 {
    let once = || {
        let (start, before) = (Instant::now(), processor_time());
        assert!(!read(text, &Options::default()).documents.is_empty());
        let ran = processor_time().zip(before).map(|(after, before)| (after - before) as f64 / 1e9);
        ran.unwrap_or_else(|| start.elapsed().as_secs_f64())
    };
    (0..rounds).map(|_| once()).fold(f64::INFINITY, f64::min)
}

/// What a byte of an ordinary plan costs.
fn ordinary() -> f64 {
    let item = "（一）加强组织领导。各县区要成立工作专班，制定实施方案，2020年底前建成50家。（责任单位：市教育局、市财政局，各县区）\n\n";
    let mut plan = String::from("某市工作方案\n\n一、工作任务\n\n");
    (0..120).for_each(|_| plan.push_str(item));
    seconds(&plan, 3) / plan.len() as f64
}

#[test]
fn eight_times_the_text_takes_about_eight_times_as_long() {
    let seeds = std::env::var("LUODI_MIXTURES").ok().and_then(|n| n.parse().ok()).unwrap_or(SEEDS);
    // The first reading builds the patterns.
    (0..4).for_each(|seed| drop(read(&text(seed, SHORT_CHARS), &Options::default())));
    let plain = ordinary();
    let mut wrong = String::new();
    for seed in 0..seeds {
        let (short, long) = (text(seed, SHORT_CHARS), text(seed, SHORT_CHARS * TIMES));
        let (mut ratio, mut cost) = (f64::INFINITY, f64::INFINITY);
        // What looks superlinear is measured again before it is called so.
        for _ in 0..3 {
            let (a, b) = (seconds(&short, 2), seconds(&long, 1));
            ratio = f64::min(ratio, b / a);
            cost = f64::min(cost, b / long.len() as f64 / plain);
            if ratio <= RATIO_MAX && cost <= PER_BYTE_MAX {
                break;
            }
        }
        println!(
            "seed {seed}: {TIMES} times the text takes {ratio:.1} times as long; a byte costs {cost:.1} times an ordinary one"
        );
        if ratio > RATIO_MAX || cost > PER_BYTE_MAX {
            let head: String = short.chars().skip(20).take(60).collect();
            let _ = writeln!(wrong, "seed {seed}: {ratio:.1} times, a byte {cost:.1} times: {head:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

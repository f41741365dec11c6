//! `luodi read FILE`: what a plan says.

use crate::commands::outline;
use anyhow::Context;
use clap::ValueEnum;
use luodi_reading::Options;
use luodi_source::Limits;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// 方案文件：txt、html、docx、doc、pdf、xlsx
    file: PathBuf,
    /// 只读第 A 行到第 B 行（从1数起，含两端）
    #[arg(long, value_name = "A-B")]
    lines: Option<LineRange>,
    /// 方案的年份；none 表示不知道（不会猜）
    #[arg(long, value_name = "年份|none", default_value = "none")]
    year: Year,
    /// 输出：outline 提纲，reading 评分用 JSON，json 全部内容
    #[arg(long, value_enum, default_value_t = Format::Outline)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    Outline,
    Reading,
    Json,
}

/// Lines `A-B`, `A-` or `A`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct LineRange {
    first: usize,
    last: Option<usize>,
}

impl FromStr for LineRange {
    type Err = String;
    fn from_str(text: &str) -> Result<LineRange, String> {
        let number =
            |s: &str| s.trim().parse::<usize>().ok().filter(|n| *n > 0).ok_or(format!("“{text}”不是行号范围，例如 401-453"));
        let (first, last) = match text.split_once('-') {
            None => (number(text)?, Some(number(text)?)),
            Some((first, "")) => (number(first)?, None),
            Some((first, last)) => (number(first)?, Some(number(last)?)),
        };
        if last.is_some_and(|last| last < first) {
            return Err(format!("“{text}”的末行在首行之前"));
        }
        Ok(LineRange { first, last })
    }
}

/// A year, or `none`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Year(Option<i32>);

impl FromStr for Year {
    type Err = String;
    fn from_str(text: &str) -> Result<Year, String> {
        if text == "none" {
            return Ok(Year(None));
        }
        let year = text.parse::<i32>().ok().filter(|year| (1900..=2200).contains(year));
        year.map(|year| Year(Some(year))).ok_or(format!("“{text}”不是年份，例如 2022，或写 none"))
    }
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let bytes = std::fs::read(&args.file).with_context(|| format!("无法读取 {}", args.file.display()))?;
    let read = luodi_source::read(&bytes, name.as_deref(), &Limits::default());
    let source = read.map_err(|e| anyhow::anyhow!("{}", e.chinese()))?;
    let options = Options {
        first_line: args.lines.map(|lines| lines.first),
        last_line: args.lines.and_then(|lines| lines.last),
        year: args.year.0,
    };
    let reading = luodi_reading::read(&source.text, &options);
    match args.format {
        Format::Reading => println!("{}", luodi_reading::to_gold_json(&reading)),
        Format::Json => println!("{}", serde_json::to_string_pretty(&reading)?),
        Format::Outline => print!("{}", outline::text(&source, &reading)),
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_lines() {
        let check = |text: &str, expected: Option<(usize, Option<usize>)>| {
            assert_eq!(text.parse::<LineRange>().ok().map(|r| (r.first, r.last)), expected, "{text}");
        };
        check("401-453", Some((401, Some(453))));
        check("7", Some((7, Some(7))));
        check("7-", Some((7, None)));
        check("0-3", None);
        check("9-3", None);
        check("a-b", None);
    }

    #[test]
    fn years() {
        assert_eq!("none".parse::<Year>(), Ok(Year(None)));
        assert_eq!("2022".parse::<Year>(), Ok(Year(Some(2022))));
        assert!("22".parse::<Year>().is_err());
    }
}

//! `read FILE [--lines A-B] [--year Y|none] [--format reading|json|draft]`: reads a plan and prints what was found.

use luodi_reading::{Options, read, to_gold_json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut file = None;
    let mut format = String::from("outline");
    let mut options = Options::default();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--lines" => {
                let range = args.next().unwrap_or_default();
                let (first, last) = range.split_once('-').unwrap_or((range.as_str(), ""));
                options.first_line = first.parse().ok();
                options.last_line = last.parse().ok();
            }
            "--year" => options.year = args.next().and_then(|y| y.parse().ok()),
            "--format" => format = args.next().unwrap_or_default(),
            _ => file = Some(arg),
        }
    }
    let raw = std::fs::read_to_string(file.ok_or("usage: read FILE [--lines A-B] [--year Y] [--format reading|json|draft]")?)?;
    let reading = read(&raw, &options);
    match format.as_str() {
        "reading" => println!("{}", serde_json::to_string(&to_gold_json(&reading))?),
        "json" => println!("{}", serde_json::to_string_pretty(&reading)?),
        "draft" => {
            for document in &reading.documents {
                println!("{}", serde_json::to_string_pretty(&luodi_reading::draft::draft(&reading, &raw, document.id))?);
            }
        }
        _ => print!("{}", luodi_reading::outline_text(&reading, &raw)),
    }
    Ok(())
}

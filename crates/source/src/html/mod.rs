//! Web pages: the main text without scripts and page furniture, with its tables.

mod guard;
mod lines;
mod main_text;
mod tables;

use scraper::{ElementRef, Html, Selector};

use crate::workbook::RawSheet;
use crate::{Limits, Note, NoteCode, Source, SourceError, encoding};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, SourceError> {
    let declared = declared_encoding(bytes);
    let decoded = encoding::decode(bytes, declared.as_deref())?;
    guard::check(&decoded.text, limits)?;
    let page = Html::parse_document(&decoded.text);
    let main = main_text::find(&page);
    let mut lines = lines::Lines::new(limits);
    let title = title_around(&page, main.element);
    if let Some(title) = &title {
        lines.line(title);
    }
    lines.element(main.element)?;
    let mut notes = decoded.notes;
    if main.dropped_characters > 0 {
        let message = format!("只读取了网页的正文（{}），导航等 {} 个字没有读取。", main.how, main.dropped_characters);
        notes.push(Note::new(NoteCode::PageFurnitureDropped, message));
    }
    if title.is_some() {
        let message = "标题取自网页正文之外，放在第一行。";
        notes.push(Note::at(NoteCode::TitleFromPage, 1, message));
    }
    let scripts = count_scripts(&page);
    if scripts > 0 {
        let message = format!("网页里的 {scripts} 段脚本和样式没有读取，也没有运行。");
        notes.push(Note::new(NoteCode::ScriptsDropped, message));
    }
    Ok(lines.finish(notes, decoded.encoding))
}

/// The data tables of a page as sheets: many systems export a page under the name of a workbook.
pub(crate) fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<RawSheet>, SourceError> {
    let decoded = encoding::decode(bytes, declared_encoding(bytes).as_deref())?;
    guard::check(&decoded.text, limits)?;
    let page = Html::parse_document(&decoded.text);
    let mut sheets = Vec::new();
    let mut cells_left = limits.cells_max;
    for table in page.root_element().descendent_elements() {
        if table.value().name() != "table" || !tables::is_data_table(table) {
            continue;
        }
        let placed = tables::placed(table, cells_left);
        cells_left = cells_left.saturating_sub(placed.len());
        let name = format!("表{}", sheets.len() + 1);
        sheets.push(RawSheet::from_placed(name, placed, decoded.notes.clone()));
    }
    Ok(sheets)
}

/// What the page says of its encoding (HTML, 13.2.3.2: within the first 1024 bytes; real pages put it later).
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let rest = &head[head.find("charset=").map(|at| at + 8).or_else(|| head.find("encoding=").map(|at| at + 9))?..];
    let label: String = rest
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    (!label.is_empty()).then_some(label)
}

fn count_scripts(page: &Html) -> usize {
    Selector::parse("script, style").map_or(0, |selector| page.select(&selector).count())
}

/// The title, when it stands outside the main text: the page's own statement, else its first heading, else its window title.
fn title_around(page: &Html, main: ElementRef<'_>) -> Option<String> {
    let candidates = ["meta[name=\"ArticleTitle\" i]", "h1", "title"];
    let title = candidates.iter().find_map(|css| {
        let selector = Selector::parse(css).ok()?;
        page.select(&selector).find_map(|element| {
            let text = element.attr("content").map_or_else(|| element.text().collect::<String>(), str::to_owned);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty() && text.chars().count() <= 200).then_some(text)
        })
    })?;
    let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let beginning: String = main.text().flat_map(str::chars).filter(|c| !c.is_whitespace()).take(1000).collect();
    (!beginning.contains(&squeeze(&title))).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[track_caller]
    fn check(page: &str, text: &str) -> Source {
        let source = crate::read(page.as_bytes(), None, &Limits::default()).expect("page");
        assert_eq!(source.kind, Kind::Html);
        assert_eq!(source.text, text);
        for cell in source.tables.iter().flat_map(|table| table.rows.iter().flatten()) {
            assert_eq!(&source.text[cell.span.start..cell.span.end], cell.text);
        }
        source
    }

    fn codes(source: &Source) -> Vec<NoteCode> {
        source.notes.iter().map(|note| note.code).collect()
    }

    #[test]
    fn main_text_by_selector_without_scripts() {
        let source = check(
            "<!DOCTYPE html><html><head><title>方案_青禾县</title><meta name=\"ArticleTitle\" content=\"青禾县防汛方案\">\
             <style>p{}</style></head><body><ul class=nav><li><a href=/>首页</a></li></ul>\
             <div id=\"zoom\"><p>　　一、总体\n要求</p><p>每村<b>2</b>人值守，发现险情 30 分钟内<br>上报。</p>\
             <script>alert('x')</script><p style=\"display: none\">广告</p></div><div>版权所有</div></body></html>",
            "青禾县防汛方案\n　　一、总体要求\n每村2人值守，发现险情 30 分钟内\n上报。",
        );
        assert_eq!(
            codes(&source),
            [NoteCode::PageFurnitureDropped, NoteCode::TitleFromPage, NoteCode::ScriptsDropped, NoteCode::HiddenDropped]
        );
    }

    #[test]
    fn main_text_by_density() {
        let article = "各村每天巡查两次，做好记录，发现问题立即报告乡值班室，由值班室登记。".repeat(4);
        let page = format!(
            "<html><body><div><a href=1>首页</a><a href=2>公开</a></div><div><div><p>{article}</p><p>附则。</p></div></div><div>电话</div></body></html>"
        );
        check(&page, &format!("{article}\n附则。"));
    }

    #[test]
    fn tables_with_spans() {
        let source = check(
            "<html><body><p>任务表</p><table><tr><th rowspan=2>单位</th><th colspan=2>人数</th></tr>\
             <tr><th>男</th><th>女</th></tr><tr><td>东河村</td><td>12</td><td>9</td></tr></table></body></html>",
            "任务表\n单位\t人数\n\t男\t女\n东河村\t12\t9",
        );
        let table = &source.tables[0];
        assert_eq!((table.title_rows, table.header_rows), (0, 2));
        let second: Vec<(&str, bool)> = table.rows[1].iter().map(|c| (c.text.as_str(), c.filled)).collect();
        assert_eq!(second, [("单位", true), ("男", false), ("女", false)]);
        assert!(table.rows[0][2].filled);
        assert_eq!(codes(&source), [NoteCode::MergedFilled]);
    }

    #[test]
    fn numbers_of_lists_are_written() {
        let source =
            check("<html><body><ol start=3><li>巡查<li>登记</ol><ul><li>备注</ul></body></html>", "3. 巡查\n4. 登记\n备注");
        assert_eq!(codes(&source), [NoteCode::NumberingWritten]);
    }

    #[test]
    fn a_page_in_gb2312() {
        let page = "<html><head><meta charset=gb2312></head><body><p>禁烧巡查</p></body></html>";
        let (bytes, _, _) = encoding_rs::GB18030.encode(page);
        let source = crate::read(&bytes, None, &Limits::default()).expect("page");
        assert_eq!(source.text, "禁烧巡查");
        assert_eq!(source.encoding.as_deref(), Some("gb18030"));
    }

    #[test]
    fn layout_tables_are_no_tables() {
        let source = check(
            "<html><body><table><tr><td>左栏</td><td><table><tr><td>一</td><td>1</td></tr></table></td></tr></table></body></html>",
            "左栏\n一\t1",
        );
        assert_eq!(source.tables.len(), 1);
    }
}

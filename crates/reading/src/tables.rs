//! Flattened tables: where they stand, their words and numbers, and the grid that the sums allow.

use crate::blocks::{Block, BlockKind};
use crate::rules::table_placement::{self, Page, Shape};
use crate::text::{Source, fold_char, is_blank};
use crate::types::{Cell, Span, Table, TableRow};
use rust_decimal::Decimal;

/// A word or number of a table line.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    number: Option<Decimal>,
    span: Span,
}

/// The blocks of one table, as a range.
type Region = std::ops::Range<usize>;

/// Finds tables and marks their short label lines as rows, so that no other rule reads them.
pub(crate) fn mark(blocks: &mut [Block]) -> Vec<Region> {
    let mut regions = Vec::new();
    let mut i = 0;
    while i < blocks.len() {
        if blocks[i].kind != BlockKind::TableRow {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        let mut last_row = i;
        while let Some(block) = blocks.get(end).filter(|b| b.kind == BlockKind::TableRow || is_label(b)) {
            // A caption begins the next table.
            if block.kind == BlockKind::TableRow && crate::blocks::is_caption(&block.passage.text) {
                break;
            }
            if block.kind == BlockKind::TableRow {
                last_row = end;
            }
            end += 1;
        }
        for block in &mut blocks[i..=last_row] {
            block.kind = BlockKind::TableRow;
        }
        regions.push(i..last_row + 1);
        i = last_row + 1;
    }
    regions
}

fn is_label(block: &Block) -> bool {
    block.kind == BlockKind::Text
        && block.number.is_none()
        && block.passage.text.chars().count() <= 14
        && !block.passage.text.contains(['。', ',', ';', ':', '《'])
}

/// Rebuilds the table of a region; `None` where it holds no header or no numbers.
pub(crate) fn rebuild(source: &Source, document: usize, blocks: &[Block], region: &Region, steps: &mut usize) -> Option<Table> {
    let lines: Vec<(Vec<Word>, Span)> = blocks[region.clone()].iter().map(|b| (words(source, b.piece()), b.piece())).collect();
    let whole = lines.iter().map(|l| l.1).reduce(Span::join)?;
    let mut table =
        Table { document, title: String::new(), at: source.at(whole), columns: Vec::new(), rows: Vec::new(), placements: 0 };
    let header = lines.iter().position(|(w, _)| w.len() >= 4 && w.iter().all(|w| w.number.is_none()))?;
    if header > 0 {
        table.title = lines[..header].iter().flat_map(|(w, _)| w.iter().map(|w| w.text.as_str())).collect::<Vec<_>>().join(" ");
    }
    let corner = usize::from(is_corner(&lines[header].0[0].text));
    let mut pages: Vec<Page> =
        vec![Page { columns: lines[header].0[corner..].iter().map(|w| w.text.clone()).collect(), numbers: Vec::new() }];
    let mut labels: Vec<String> = Vec::new();
    let mut spans: Vec<Vec<Span>> = vec![Vec::new()];
    let mut fixed: Vec<(String, Vec<Word>)> = Vec::new();
    for (line, _) in &lines[header + 1..] {
        let names: Vec<&Word> = line.iter().take_while(|w| w.number.is_none()).collect();
        let numbers = &line[names.len()..];
        if numbers.is_empty() {
            labels.push(label(&names, labels.last()));
            continue;
        }
        if numbers.iter().any(|w| w.number.is_none()) {
            return None;
        }
        if !names.is_empty() && labels.is_empty() {
            fixed.push((label(&names, None), numbers.to_vec()));
            continue;
        }
        // Names in front of numbers, behind the labels of the rows: the columns of a further page.
        if !names.is_empty() {
            pages.push(Page { columns: names.iter().map(|w| w.text.clone()).collect(), numbers: Vec::new() });
            spans.push(Vec::new());
        }
        let page = pages.len() - 1;
        pages[page].numbers.extend(numbers.iter().filter_map(|w| w.number));
        spans[page].extend(numbers.iter().map(|w| w.span));
    }
    if labels.is_empty() {
        return full_rows(source, table, pages.remove(0).columns, fixed);
    }
    table.columns = pages.iter().flat_map(|p| p.columns.iter().cloned()).collect();
    let shape = Shape { labels: &labels, pages: &pages };
    let placed = table_placement::solve(&shape, steps)?;
    table.placements = placed.placements;
    table.rows = labels.iter().map(|l| TableRow { label: l.clone(), cells: Vec::new() }).collect();
    for (page, grid) in placed.pages.iter().enumerate() {
        for (row, cells) in grid.iter().enumerate() {
            table.rows[row].cells.extend(cells.iter().map(|cell| match cell {
                Some(i) => Cell::Number { value: pages[page].numbers[*i], at: source.at(spans[page][*i]) },
                None => Cell::Blank,
            }));
        }
    }
    Some(table)
}

/// A table whose lines carry their own label and a number for each column.
fn full_rows(source: &Source, mut table: Table, columns: Vec<String>, rows: Vec<(String, Vec<Word>)>) -> Option<Table> {
    if rows.is_empty() || rows.iter().any(|(_, numbers)| numbers.len() != columns.len()) {
        return None;
    }
    table.columns = columns;
    table.placements = 1;
    table.rows = rows
        .into_iter()
        .map(|(label, numbers)| TableRow {
            label,
            cells: numbers.iter().filter_map(|w| Some(Cell::Number { value: w.number?, at: source.at(w.span) })).collect(),
        })
        .collect();
    Some(table)
}

fn words(source: &Source, span: Span) -> Vec<Word> {
    let raw = source.slice(span);
    let mut result = Vec::new();
    let mut start = None;
    for (at, c) in raw.char_indices().chain([(raw.len(), ' ')]) {
        match (is_blank(c), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                let text: String = raw[from..at].chars().map(fold_char).collect();
                let number = text.replace(',', "").parse().ok();
                result.push(Word { text, number, span: Span::new(span.start + from, span.start + at) });
                start = None;
            }
            _ => {}
        }
    }
    result
}

fn is_corner(word: &str) -> bool {
    matches!(word, "单位" | "项目" | "地区" | "名称" | "指标" | "类别" | "县区" | "区域" | "市州" | "序号" | "内容" | "级别")
}

/// 次数 under 县区级 区县数 belongs to 县区级 too; a total stands for itself.
fn label(words: &[&Word], before: Option<&String>) -> String {
    let text = words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
    match before.and_then(|b| b.split_once(' ')) {
        Some((group, _)) if words.len() == 1 && !table_placement::is_total(&text) => format!("{group} {text}"),
        _ => text,
    }
}

//! Checks on the sums of rebuilt tables.
//!
//! # What it finds
//! Rows and columns whose printed total differs from their parts, totals left blank, totals that differ from the text.
//!
//! # Why
//! Quotas fan out from the cells and are reported by the totals: both must agree before they bind anybody.
//!
//! # Read
//! The column 合计 against the other columns: `表1 任务分解⏎单位 甲县 乙县 丙县 合计⏎培训人次 1 2 3 7` → `各列相加为6，印出的合计为7`; a row 合计次数 against the
//! rows it adds up: `表1 任务分解⏎单位 甲县 乙县 丙县 合计⏎讲座次数 1 2 3 6⏎义诊次数 1 2 3 6⏎合计次数 2 4 7 13` → `“丙县”的“合计次数”`; the total column against targets of the text
//! with 总 in their name. A likely cause is a cell that a target of the text corrects exactly.
//!
//! # Not read
//! Totals that agree: `表1 任务分解⏎单位 甲县 乙县 丙县 合计⏎培训人次 1 2 3 6`. Blank cells are no zeros, and nothing is corrected: the printed value stays until a person decides.

use crate::findings::{Subject, compared};
use crate::rules::table_placement::is_total;
use crate::types::{Amount, At, Cell, Choice, Finding, Op, Severity, Table, TableRow, Target};
use rust_decimal::Decimal;
use std::cell::OnceCell;
use std::collections::HashMap;

fn tables<'a>(subject: &'a Subject) -> impl Iterator<Item = &'a Table> {
    subject.tables.iter()
}

/// Rows of a table that are looked at for a common multiple, and totals of a table that are added up.
const ROWS_COMPARED_MAX: usize = 24;
const TOTALS_MAX: usize = 24;
/// Totals that the text states which are held against each table.
const TARGETS_COMPARED_MAX: usize = 24;

/// What the text around the tables says, gathered once and only where a sum asks for it.
struct Stated<'a> {
    subject: &'a Subject<'a>,
    /// Targets by their number, the first of each.
    targets: OnceCell<HashMap<Decimal, &'a Target>>,
    /// Figures with a measure word of things behind them, at their first place.
    figures: OnceCell<HashMap<&'a str, At>>,
}

impl<'a> Stated<'a> {
    fn of(subject: &'a Subject<'a>) -> Self {
        Self { subject, targets: OnceCell::new(), figures: OnceCell::new() }
    }

    fn target(&self, number: Decimal) -> Option<&'a Target> {
        let targets = self.targets.get_or_init(|| {
            let mut map = HashMap::new();
            for target in targets(self.subject) {
                if let Amount::Known { value, .. } = &target.amount {
                    map.entry(*value).or_insert(target);
                }
            }
            map
        });
        targets.get(&number).copied()
    }

    /// A number of the text that equals a computed sum.
    fn figure(&self, sum: Decimal) -> Option<At> {
        self.figures.get_or_init(|| figures(self.subject)).get(sum.normalize().to_string().as_str()).copied()
    }
}

fn figures<'a>(subject: &'a Subject) -> HashMap<&'a str, At> {
    let mut map = HashMap::new();
    for block in subject.texts().filter(|b| b.passage.cues.all("0")) {
        let text = block.passage.text.as_str();
        let figure = |c: char| c.is_ascii_digit() || c == '.';
        let mut at = 0;
        while let Some(start) = text[at..].find(figure).map(|i| at + i) {
            let end = text[start..].find(|c: char| !figure(c)).map_or(text.len(), |i| start + i);
            if text[end..].starts_with(['个', '名', '人', '次', '户', '家', '所']) {
                map.entry(&text[start..end]).or_insert_with(|| subject.source.at(block.passage.raw_span(start, end)));
            }
            at = end;
        }
    }
    map
}

pub(crate) fn sums(subject: &Subject, out: &mut Vec<Finding>) {
    let stated = Stated::of(subject);
    for table in tables(subject) {
        if let Some(total) = table.columns.iter().position(|c| is_total(c)) {
            for row in &table.rows {
                row_sum(subject, &stated, table, row, total, out);
            }
        }
        total_rows(subject, table, out);
    }
}

fn row_sum(subject: &Subject, stated: &Stated, table: &Table, row: &TableRow, total: usize, out: &mut Vec<Finding>) {
    let parts: Vec<(usize, Decimal)> =
        row.cells.iter().enumerate().filter(|(c, _)| *c != total).filter_map(|(c, cell)| Some((c, cell.number()?))).collect();
    let sum: Decimal = parts.iter().map(|(_, v)| v).sum();
    match row.cells.get(total) {
        Some(Cell::Number { value, at }) if *value != sum => {
            out.push(row_differs(subject, stated, (table, row), &parts, (sum, *value), *at));
        }
        Some(Cell::Blank) if !parts.is_empty() => {
            let mut message = format!("表格“{}”的合计没有印出，各列相加为{sum}", row.label);
            if let Some(at) = stated.figure(sum) {
                message.push_str(&format!("，与第{}行正文一致", at.line));
            }
            message.push('。');
            let at = row.cells.iter().find_map(place).unwrap_or(table.at);
            out.push(subject.finding("table_total_blank", Severity::Remark, vec![at], message));
        }
        _ => {}
    }
}

fn place(cell: &Cell) -> Option<At> {
    match cell {
        Cell::Number { at, .. } | Cell::Text { at, .. } => Some(*at),
        Cell::Blank => None,
    }
}

fn row_differs(
    subject: &Subject,
    stated: &Stated,
    (table, row): (&Table, &TableRow),
    parts: &[(usize, Decimal)],
    (sum, printed): (Decimal, Decimal),
    at: At,
) -> Finding {
    let difference = printed - sum;
    let mut message = format!("表格“{}”各列相加为{sum}，印出的合计为{printed}，相差{}", row.label, difference.abs());
    let mut places = vec![at];
    let mut choices = Vec::new();
    if let Some((column, value, other)) = odd_one(table, row, parts, difference) {
        let (fixed, name) = (value + difference, &table.columns[column]);
        message.push_str(&format!("。“{name}”印为{value}；其他各列都是“{other}”的同一倍数，若为{fixed}，倍数和合计都相符"));
        if let Some(target) = stated.target(fixed) {
            message.push_str(&format!("，也符合第{}行“{}”", target.at.line, target.text));
        }
        places.extend(row.cells.get(column).and_then(place));
        choices.push(Choice {
            code: "set_cell".to_owned(),
            label: format!("“{name}”改为{fixed}"),
            value: Some(fixed.to_string()),
        });
    } else if let Some((column, value, target)) = cause(stated, parts, difference) {
        let fixed = value + difference;
        let name = &table.columns[column];
        message.push_str(&format!("。“{name}”印为{value}；若为{fixed}，合计相符，也符合第{}行“{}”", target.at.line, target.text));
        places.extend(row.cells.get(column).and_then(place));
        choices.push(Choice {
            code: "set_cell".to_owned(),
            label: format!("“{name}”改为{fixed}"),
            value: Some(fixed.to_string()),
        });
    }
    message.push('。');
    choices.push(Choice { code: "set_total".to_owned(), label: format!("合计改为{sum}"), value: Some(sum.to_string()) });
    choices.push(Choice { code: "keep_both".to_owned(), label: "两个数都保留，暂不确定".to_owned(), value: None });
    let mut finding = subject.finding("table_sum_differs", Severity::ToBeSettled, places, message);
    let shown: Vec<String> = parts.iter().map(|(_, v)| v.to_string()).collect();
    finding.compared = Some(compared(shown.join(" + "), sum, printed));
    finding.choices = choices;
    finding
}

/// The one cell that breaks a multiple which holds in every other column, if the difference mends it.
fn odd_one<'a>(
    table: &'a Table,
    row: &TableRow,
    parts: &[(usize, Decimal)],
    difference: Decimal,
) -> Option<(usize, Decimal, &'a str)> {
    for other in table.rows.iter().filter(|r| r.label != row.label).take(ROWS_COMPARED_MAX) {
        let ratios: Vec<(usize, Decimal, Decimal)> =
            parts.iter().filter_map(|(c, v)| Some((*c, *v, v.checked_div(other.cells.get(*c)?.number()?)?))).collect();
        if ratios.len() < 4 || ratios.len() < parts.len() {
            continue;
        }
        // All but one are the same: one of the first two is.
        let common =
            ratios.iter().take(2).map(|r| r.2).find(|ratio| ratios.iter().filter(|r| r.2 == *ratio).count() + 1 == ratios.len());
        let Some(common) = common else { continue };
        let odd = ratios.iter().find(|r| r.2 != common).filter(|(c, v, _)| {
            other.cells[*c].number().and_then(|n| n.checked_mul(common)).is_some_and(|meant| meant == *v + difference)
        });
        if let Some((column, value, _)) = odd {
            return Some((*column, *value, other.label.as_str()));
        }
    }
    None
}

/// A cell that, raised by the difference, becomes a number which a target of the text names.
fn cause<'a>(stated: &Stated<'a>, parts: &[(usize, Decimal)], difference: Decimal) -> Option<(usize, Decimal, &'a Target)> {
    let mut fits = parts.iter().filter_map(|(column, value)| Some((*column, *value, stated.target(value + difference)?)));
    // Two cells that would do explain nothing.
    let first = fits.next()?;
    fits.next().is_none().then_some(first)
}

fn targets<'a>(subject: &'a Subject) -> impl Iterator<Item = &'a Target> {
    subject.targets.iter()
}

/// Rows that add up other rows, column by column.
fn total_rows(subject: &Subject, table: &Table, out: &mut Vec<Finding>) {
    for (r, row) in table.rows.iter().enumerate().filter(|(_, row)| is_total(&row.label)).take(TOTALS_MAX) {
        let unit = ["合计", "总计", "小计", "总数", "共计"]
            .iter()
            .fold(row.label.as_str(), |l, w| l.trim_start_matches(w).trim_end_matches(w))
            .trim();
        let parts: Vec<&TableRow> = table.rows[..r].iter().filter(|p| !is_total(&p.label) && p.label.ends_with(unit)).collect();
        if parts.len() < 2 {
            continue;
        }
        for (column, cell) in row.cells.iter().enumerate() {
            let Cell::Number { value, at } = cell else { continue };
            let values: Vec<Decimal> = parts.iter().filter_map(|p| p.cells.get(column)?.number()).collect();
            let sum: Decimal = values.iter().sum();
            if sum == *value {
                continue;
            }
            let message = format!(
                "表格“{}”的“{}”各项相加为{sum}，印出的是{value}，相差{}。",
                table.columns[column],
                row.label,
                (*value - sum).abs()
            );
            let mut finding = subject.finding("table_sum_differs", Severity::ToBeSettled, vec![*at], message);
            finding.compared =
                Some(compared(values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + "), sum, *value));
            finding.choices = vec![
                Choice { code: "set_total".to_owned(), label: format!("改为{sum}"), value: Some(sum.to_string()) },
                Choice { code: "keep_both".to_owned(), label: "两个数都保留，暂不确定".to_owned(), value: None },
            ];
            out.push(finding);
        }
    }
}

/// The total of a table against the total of the text.
pub(crate) fn against_text(subject: &Subject, out: &mut Vec<Finding>) {
    let stated: Vec<&Target> = targets(subject)
        .filter(|t| t.what.contains('总') && matches!(t.op, Op::AtLeast | Op::Equal))
        .take(TARGETS_COMPARED_MAX)
        .collect();
    for table in tables(subject) {
        let Some(total) = table.columns.iter().position(|c| is_total(c)) else { continue };
        for target in &stated {
            let Amount::Known { value: said, .. } = &target.amount else { continue };
            let row = table.rows.iter().find(|r| {
                is_total(&r.label)
                    && r.label.contains(target.unit.as_str())
                    && r.cells.get(total).is_some_and(|c| c.number().is_some())
            });
            let Some((row, Some(Cell::Number { value, at }))) = row.map(|r| (r, r.cells.get(total))) else { continue };
            if value == said {
                continue;
            }
            let message = format!("第{}行写“{}”，表格“{}”合计为{value}。", target.at.line, target.text, row.label);
            let mut finding = subject.finding("table_text_differs", Severity::ToBeSettled, vec![target.at, *at], message);
            finding.compared = Some(compared(format!("第{}行", target.at.line), *said, *value));
            finding.choices = vec![
                Choice { code: "use_text".to_owned(), label: format!("以正文{said}为准"), value: Some(said.to_string()) },
                Choice { code: "use_table".to_owned(), label: format!("以表格{value}为准"), value: Some(value.to_string()) },
            ];
            out.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn found(text: &str) -> Vec<String> {
        let reading = read(&format!("某县工作方案\n\n一、任务\n\n各县要落实责任。\n\n{text}"), &Options::default());
        reading.findings.into_iter().filter(|f| f.code.starts_with("table_")).map(|f| f.message).collect()
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_table.rs"), found);
    }
}

//! Checks on the sums of rebuilt tables.
//!
//! # What it finds
//! Rows and columns whose printed total differs from their parts, totals left blank, totals that differ from the text.
//!
//! # Why
//! Quotas fan out from the cells and are reported by the totals: both must agree before they bind anybody.
//!
//! # Read
//! The column `合计` against the other columns, a row `合计次数` against the rows it adds up, the total column against
//! targets of the text with 总 in their name. A likely cause is a cell that a target of the text corrects exactly.
//!
//! # Not read
//! Blank cells as zeros; corrections: the printed value stays until a person decides.

use crate::findings::{Subject, compared};
use crate::rules::table_placement::is_total;
use crate::types::{Amount, At, Cell, Choice, Finding, Op, Severity, Table, TableRow, Target};
use rust_decimal::Decimal;

fn tables<'a>(subject: &'a Subject) -> impl Iterator<Item = &'a Table> {
    subject.tables.iter()
}

pub(crate) fn sums(subject: &Subject, out: &mut Vec<Finding>) {
    for table in tables(subject) {
        if let Some(total) = table.columns.iter().position(|c| is_total(c)) {
            for row in &table.rows {
                row_sum(subject, table, row, total, out);
            }
        }
        total_rows(subject, table, out);
    }
}

fn row_sum(subject: &Subject, table: &Table, row: &TableRow, total: usize, out: &mut Vec<Finding>) {
    let parts: Vec<(usize, Decimal)> =
        row.cells.iter().enumerate().filter(|(c, _)| *c != total).filter_map(|(c, cell)| Some((c, cell.number()?))).collect();
    let sum: Decimal = parts.iter().map(|(_, v)| v).sum();
    match row.cells.get(total) {
        Some(Cell::Number { value, at }) if *value != sum => out.push(row_differs(subject, table, row, &parts, sum, *value, *at)),
        Some(Cell::Blank) if !parts.is_empty() => {
            let mut message = format!("表格“{}”的合计没有印出，各列相加为{sum}", row.label);
            if let Some(at) = said_in_text(subject, sum) {
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
    table: &Table,
    row: &TableRow,
    parts: &[(usize, Decimal)],
    sum: Decimal,
    printed: Decimal,
    at: At,
) -> Finding {
    let difference = printed - sum;
    let mut message = format!("表格“{}”各列相加为{sum}，印出的合计为{printed}，相差{}", row.label, difference.abs());
    let mut places = vec![at];
    let mut choices = Vec::new();
    if let Some((column, value, other)) = odd_one(table, row, parts, difference) {
        let (fixed, name) = (value + difference, &table.columns[column]);
        let stated = targets(subject).find(|t| matches!(&t.amount, Amount::Known { value: v, .. } if *v == fixed));
        message.push_str(&format!("。“{name}”印为{value}；其他各列都是“{other}”的同一倍数，若为{fixed}，倍数和合计都相符"));
        if let Some(target) = stated {
            message.push_str(&format!("，也符合第{}行“{}”", target.at.line, target.text));
        }
        places.extend(row.cells.get(column).and_then(place));
        choices.push(Choice {
            code: "set_cell".to_owned(),
            label: format!("“{name}”改为{fixed}"),
            value: Some(fixed.to_string()),
        });
    } else if let Some((column, value, target)) = cause(subject, parts, difference) {
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
    for other in table.rows.iter().filter(|r| r.label != row.label) {
        let ratios: Vec<(usize, Decimal, Decimal)> =
            parts.iter().filter_map(|(c, v)| Some((*c, *v, v.checked_div(other.cells.get(*c)?.number()?)?))).collect();
        if ratios.len() < 4 || ratios.len() < parts.len() {
            continue;
        }
        let common = ratios.iter().map(|r| r.2).find(|ratio| ratios.iter().filter(|r| r.2 == *ratio).count() + 1 == ratios.len());
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
fn cause<'a>(subject: &'a Subject, parts: &[(usize, Decimal)], difference: Decimal) -> Option<(usize, Decimal, &'a Target)> {
    let mut fits = parts.iter().filter_map(|(column, value)| {
        let target =
            targets(subject).find(|t| matches!(&t.amount, Amount::Known { value: v, .. } if *v == value + difference))?;
        Some((*column, *value, target))
    });
    // Two cells that would do explain nothing.
    let first = fits.next()?;
    fits.next().is_none().then_some(first)
}

fn targets<'a>(subject: &'a Subject) -> impl Iterator<Item = &'a Target> {
    subject.targets.iter()
}

/// A number of the text that equals a computed sum; the sentence says it in figures with a measure word.
fn said_in_text(subject: &Subject, sum: Decimal) -> Option<At> {
    let figures = sum.normalize().to_string();
    subject.texts().find_map(|b| {
        let text = b.passage.text.as_str();
        text.match_indices(&figures).find_map(|(at, _)| {
            let end = at + figures.len();
            let alone = !text[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.')
                && text[end..].starts_with(['个', '名', '人', '次', '户', '家', '所']);
            alone.then(|| subject.source.at(b.passage.raw_span(at, end)))
        })
    })
}

/// Rows that add up other rows, column by column.
fn total_rows(subject: &Subject, table: &Table, out: &mut Vec<Finding>) {
    for (r, row) in table.rows.iter().enumerate().filter(|(_, row)| is_total(&row.label)) {
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
    for table in tables(subject) {
        let Some(total) = table.columns.iter().position(|c| is_total(c)) else { continue };
        for target in targets(subject).filter(|t| t.what.contains('总') && matches!(t.op, Op::AtLeast | Op::Equal)) {
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
